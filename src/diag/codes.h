/* SPDX-License-Identifier: MIT */
/*
 * The catalogue of codes. A code is a number that means one thing for ever and is used once; its
 * letter is its default severity and stays part of it when --strict or --lenient changes the
 * severity. One code is one row of codes.def.
 */
#ifndef DESTC_DIAG_CODES_H
#define DESTC_DIAG_CODES_H

#include "base/arena.h"

#include <stdint.h>

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_COUNT };

enum code {
#define CODE(letter, number, name, ...) CODE_##name,
#include "diag/codes.def"
#undef CODE
    CODE_COUNT
};

struct code_entry {
    const char *id;         /* "E0204" */
    enum severity severity; /* by its letter */
    bool lenient;           /* --lenient makes it a warning */
    bool finding;           /* said of a policy that could be judged: status 1, not 2 */
    bool lint;              /* a rule of lint; no other verb looks at it */
    bool off;               /* one that is judged only if it is asked for */
    bool unreadable;        /* something could not be read or done: of lint too the status is 2 */
    const char *title;      /* one line: what is wrong */
    const char *why;        /* what it means and why it matters */
    const char *example;    /* a few lines that have the fault */
    const char *mend;       /* what to do about it */
};

/* The row of CODE. */
const struct code_entry *code_entry(enum code code);

/*
 * Finds a code by its id ("E0204", in any case) or its bare number ("0204", "204"); CODE_COUNT if
 * there is none.
 */
enum code code_find(struct view id);

/*
 * The code that WORD names, where somebody says how lint is to treat it. NULL, or what is wrong with
 * it: there is no such code, or it says that something is unreadable, which nobody can wave away.
 */
const char *code_choose(struct arena *arena, struct view word, enum code *code);

/* "error", "warning", "info". */
const char *severity_name(enum severity severity);

#endif
