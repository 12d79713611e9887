/* SPDX-License-Identifier: MIT */
/*
 * Comments in a file that allow what lint would find there:
 *
 *     # destc: allow W3003,W3010 -- reason            the next line, or the one that it stands on
 *     # destc: allow-section W3003 -- reason          the section that follows, or stands round it
 *     # destc: allow-file W3003 -- reason
 *
 * In XML a colon can stand for the two hyphens. A text is searched once, when it is read.
 */
#ifndef DESTC_DIAG_ALLOW_H
#define DESTC_DIAG_ALLOW_H

#include "diag/diag.h"

/* What a comment and a section are in a format. */
enum allow_style {
    ALLOW_NONE,       /* it has no comments */
    ALLOW_ROWS,       /* nor has this; a section is a line */
    ALLOW_OBJECTS,    /* nor has JSON; a section is an object */
    ALLOW_SECTIONS,   /* lines that begin with # or ;, [sections] */
    ALLOW_STATEMENTS, /* # to the end of the line, statements; blocks in braces */
    ALLOW_GROUPS,     /* lines that begin with #, groups and policies of a Host Access Table */
    ALLOW_ENTRIES,    /* the same, entries of one line or with a block */
    ALLOW_ELEMENTS,   /* XML */
};

/* One code of one comment. */
struct allowance {
    enum code code;
    struct span comment;
    struct span covers;
    struct excuse excuse;
    bool used;
    uint32_t wider; /* one more than the last before it, in the list of its code, that ends behind
                       its end; 0: there is none */
};

struct allowance_list {
    struct allowance **list; /* sorted by what they cover, unless OPEN */
    uint32_t count;
    uint32_t capacity;
    bool open;
};

/* A comment that is not as it should be, until it is reported. */
struct allow_mistake {
    enum code code;
    struct span place;
    const char *text;
    const char *help;
};

struct allowances {
    struct diag *diag;
    bool *excusable; /* by code: set for those that are allowed somewhere */
    struct allowance_list all;
    struct allowance_list by_code[CODE_COUNT];
    struct allow_mistake *mistakes;
    uint32_t mistake_count;
    uint32_t mistake_capacity;
    uint32_t told; /* how many of ALL were reported on */
};

/*
 * No comments yet; from now on texts that are read are searched for DIAG, and the codes that are
 * allowed somewhere marked in EXCUSABLE.
 */
void allow_init(struct allowances *allowances, struct diag *diag, bool excusable[CODE_COUNT]);

/*
 * Notes that SOURCE has sections of STYLE, see diag/sections_known.h; where somebody wants it,
 * searches it, as long as no scanner writes into it.
 */
void allow_search(struct diag *diag, const struct source *source, enum allow_style style);

/* Why MESSAGE is allowed; NULL if it is not. */
const struct excuse *allow_find(struct allowances *allowances, const struct message *message);

/*
 * Reports what is wrong with the comments that were found since the last call and, with UNUSED,
 * those that allow nothing, but for codes that are off or UNJUDGED.
 */
void allow_report(struct allowances *allowances, bool unused, const bool unjudged[CODE_COUNT]);

#endif
