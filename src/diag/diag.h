/* SPDX-License-Identifier: MIT */
/*
 * Messages: reported where something is noticed, collected, shown at the end of the run.
 * Reporting never prints and never fails. Of a flood only the first messages by place are kept
 * and the rest counted, errors apart from the others so that warnings cannot crowd them out.
 */
#ifndef DESTC_DIAG_DIAG_H
#define DESTC_DIAG_DIAG_H

#include "base/hash.h"
#include "diag/codes.h"
#include "diag/source.h"

/* Something said beside a message: the other place, or a further fact. */
struct note {
    struct span place; /* may be SPAN_NONE */
    const char *text;
    struct note *next;
};

struct message {
    enum code code;
    enum severity severity; /* as reported: --lenient and --strict change it, not the letter */
    struct span place;      /* may be SPAN_NONE; then FILE may name a file all the same */
    const char *file;       /* for a message about a file that has no text; else NULL */
    const char *text;
    const char *help; /* what to write instead, or NULL */
    struct note *notes;
    uint32_t order; /* of reporting; decides between messages at one place */
};

struct message_heap {
    struct message *list;
    uint32_t count;
    uint32_t capacity;
};

/* A message that was reported, kept or not, as far as another could repeat it. */
struct told_message {
    enum code code;
    uint32_t offset;
    const char *text;
};

struct diag {
    struct arena *arena;
    struct sources *sources;
    bool lenient;
    bool strict;
    const char *about;        /* a note that every message gets: on which appliance; or NULL */
    bool findings_allowed;    /* findings are warnings, whatever STRICT says */
    uint32_t limit;           /* messages kept of each kind; 0 is no limit */
    struct message_heap errors; /* heaps, the last by place on top */
    struct message_heap others;
    uint32_t counts[SEVERITY_COUNT]; /* all that were reported, kept or not */
    uint32_t by_code[CODE_COUNT];    /* the same by code */
    uint32_t findings;               /* errors that are findings: see struct code_entry */
    bool once;                       /* see diag_tell_once() */
    uint64_t seed;
    struct hash_table told_table;
    struct told_message *told;
    uint32_t told_count;
    uint32_t told_capacity;
};

enum { DIAG_DEFAULT_LIMIT = 100 };

void diag_init(struct diag *diag, struct arena *arena, struct sources *sources);

/*
 * From now on a message that says the same of the same place as one since this call is dropped,
 * not counted: for a run that judges the same text several times, once for each appliance.
 */
void diag_tell_once(struct diag *diag);

/*
 * Reports CODE at PLACE. The text is formatted only if the message is kept. The result is for
 * diag_note() and diag_help() at once, not for keeping: the next report may move it; it is NULL
 * when the message was only counted, which they accept.
 */
struct message *diag_report(struct diag *diag, enum code code, struct span place,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The same for a file that cannot be shown: NAME stands where its place would. */
struct message *diag_report_file(struct diag *diag, enum code code, const char *name,
                                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Adds another place or fact to a message. Notes keep the order they are added in. */
void diag_note(struct diag *diag, struct message *message, struct span place, const char *format,
               ...) __attribute__((format(printf, 4, 5)));

/* Says how to mend it; shown as the message's help. */
void diag_help(struct diag *diag, struct message *message, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with what the catalogue says. */
void diag_mend(struct diag *diag, struct message *message);

/* Whether a message of SEVERITY at PLACE would be kept: worth looking for its place then. */
bool diag_would_keep(const struct diag *diag, enum severity severity, struct span place);

/* The severity that CODE has in this run. */
enum severity diag_severity(const struct diag *diag, enum code code);

/* Whether something could not be done or judged. Findings are not among these errors. */
static inline bool diag_has_errors(const struct diag *diag)
{
    return diag->counts[SEVERITY_ERROR] > diag->findings;
}

static inline bool diag_has_findings(const struct diag *diag)
{
    return diag->findings > 0;
}

/*
 * The kept messages, sorted by place (those without one first), then in the order of reporting.
 * Sets *COUNT. The array is the arena's.
 */
const struct message *const *diag_sorted(const struct diag *diag, uint32_t *count);

#endif
