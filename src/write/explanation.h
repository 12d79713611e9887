/* SPDX-License-Identifier: MIT */
/*
 * What is worked out of a destination before it is explained in one form or another. Only the
 * files of explain.h include this.
 */
#ifndef DESTC_WRITE_EXPLANATION_H
#define DESTC_WRITE_EXPLANATION_H

#include "analysis/delivery.h"
#include "analysis/match.h"
#include "write/explain.h"
#include "write/layout.h"

struct explainer {
    const struct policy *policy;
    const struct write_options *options;
    struct release target;
    enum explain_form form;
    struct diag *diag;
    struct output *output;
    struct resolved **resolved; /* by the set's number, as far as asked for */
    uint32_t resolved_count;
    struct resolved resolved_default;
    struct span default_places[PARAM_COUNT]; /* of the default entry's values */
    const struct source *only;  /* the one file that all places are in; NULL if there are more */
    const struct source *shown; /* the source that was named last, and its name for showing */
    struct view shown_name;
    uint32_t explained; /* names so far */
    struct grid grid;   /* text: reused from table to table */
};

struct explanation {
    struct asked asked;
    struct matches matches;
    uint32_t below;                        /* an entry that looks as if it matched; NO_ENTRY */
    bool is_removed;                       /* the base lists it, the appliance does not */
    struct span removed;                   /* where that is said, if it is known */
    const struct destination *destination; /* NULL: the default entry */
    const struct settings *own;            /* what the entry itself gives; NULL: not known */
    uint32_t section;                      /* where the entry begins; 0: in no text */
    const struct resolved *resolved;
    bool assumed[ASSUMPTION_COUNT]; /* what the result rests on */
};

/* One effective setting. */
struct finding {
    enum param param;
    struct value value;
    enum origin origin;
    struct span place; /* of the value; of the entry where that is not known; or SPAN_NONE */
    enum assumption assumed;
    bool lacking; /* the target release does not have the parameter, though it is given */
};

/* Works out what holds for ASKED. */
void explanation_find(struct explainer *explainer, const struct asked *asked,
                      struct explanation *explanation);

/* Adds what the settings and the TLS cases rest on to the assumptions. */
void explanation_assume(struct explainer *explainer, struct explanation *explanation);

/*
 * The effective setting of PARAM. False if there is nothing to say: the target release does not
 * have it and the table does not give it.
 */
bool explanation_setting(struct explainer *explainer, const struct explanation *explanation,
                         enum param param, struct finding *finding);

/*
 * The finding's value in words; a word that is not known in quotes, but in JSON. BUFFER is for
 * numbers.
 */
enum { WORDS_BUFFER = 64 };
struct view finding_words(struct explainer *explainer, const struct explanation *explanation,
                          const struct finding *finding, char buffer[WORDS_BUFFER]);

/* Where a finding comes from, when that is no place: "factory default". NULL when it is one. */
const char *origin_words(enum origin origin);

/* Whether the entry gives PARAM without effect, for lack of what must stand beside it. */
bool explanation_idle(const struct explanation *explanation, enum param param);

/* The TLS setting; TLS_SETTING_COUNT if it is not known. */
enum tls_setting explanation_tls(const struct explanation *explanation);

/* What is to be said of DANE beside TLS, or where one of the two is not known; or NULL. */
const char *explanation_dane(const struct explainer *explainer,
                             const struct explanation *explanation);

/* The name of a match's entry, DEFAULT for the default entry, and where the entry begins. */
struct view match_name(struct explainer *explainer, const struct match *match);
uint32_t match_section(const struct explainer *explainer, const struct match *match);

/* The name that was asked for. */
struct view asked_name(struct explainer *explainer, const struct asked *asked);

/* The place's file, safe to show, line and column; line 0 for no place. */
struct shown_place {
    struct view file;
    uint32_t line;
    uint32_t column;
};
struct shown_place explainer_place(struct explainer *explainer, uint32_t offset);

/*
 * Adds "FILE:LINE:COLUMN", "LINE:COLUMN" where the page's head names the only file, or nothing, to
 * the cell of the grid that is being written.
 */
void explainer_add_place(struct explainer *explainer, uint32_t offset);

/* An atom, and a value as an export spells it, safe to show. BUFFER is for numbers. */
struct view explainer_atom(struct explainer *explainer, atom text);
struct view explainer_value(struct explainer *explainer, enum param param, struct value value,
                            char buffer[VALUE_BUFFER]);

/* The forms. */
void explain_text(struct explainer *explainer, const struct explanation *explanation);
void explain_json(struct explainer *explainer, const struct explanation *explanation);

#endif
