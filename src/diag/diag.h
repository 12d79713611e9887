/* SPDX-License-Identifier: MIT */
/*
 * Messages: reported where something is noticed, collected, shown at the end of the run.
 * Reporting never prints and never fails. Of a flood only the first messages by place are kept
 * and the rest counted, errors apart from the others so that warnings cannot crowd them out. A place
 * in a text that was made from another becomes that in the file.
 */
#ifndef DESTC_DIAG_DIAG_H
#define DESTC_DIAG_DIAG_H

#include "base/hash.h"
#include "diag/codes.h"
#include "diag/source.h"

#include <stdarg.h>

/* Something said beside a message: the other place, or a further fact. */
struct note {
    struct span place; /* may be SPAN_NONE */
    const char *text;
    struct note *next;
};

/*
 * What a finding is about, in words that stay the same when lines move: the entry's name, the
 * setting's, and its value. Any may be empty.
 */
struct topic {
    struct view entry;
    struct view setting;
    struct view value;
};

/* Why a message does not count: a comment in the file allows it, or a baseline has it. */
struct excuse {
    bool in_source;
    struct view reason; /* may be empty */
};

struct message {
    enum code code;
    enum severity severity; /* as reported: --lenient and --strict change it, not the letter */
    struct span place;      /* may be SPAN_NONE; then FILE may name a file all the same */
    const char *file;       /* for a message about a file that has no text; else NULL */
    const char *text;
    const char *help; /* what to write instead, or NULL */
    const char *rewrite; /* what can stand at PLACE instead and means the same; or NULL */
    struct topic topic;
    const struct excuse *excuse; /* NULL: it counts */
    struct note *notes;
    struct note *last_note;
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
    const char *file; /* in which OFFSET is; NULL: among all texts */
    uint32_t offset;
    const char *text;
};

/* A set of these. */
struct told_messages {
    struct hash_table table;
    struct told_message *list;
    uint32_t count;
    uint32_t capacity;
    uint64_t seed;
};

/* What a run wants of a code instead of its own severity. */
enum rule_level { LEVEL_OWN, LEVEL_OFF, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };

/* Why MESSAGE is excused; NULL if it is not. Its text is there if it has no topic. */
typedef const struct excuse *excuse_function(void *context, const struct message *message);

struct diag {
    struct arena *arena;
    struct sources *sources;
    bool lenient;
    bool strict;
    const char *about;        /* a note that every message gets: on which appliance; or NULL */
    const char *side;         /* another one: of which of several policies; or NULL */
    bool findings_allowed;    /* findings are warnings, whatever STRICT says */
    bool linting;             /* every error is a finding, but that something is unreadable */
    uint32_t limit;           /* messages kept of each kind; 0 is no limit */
    const uint8_t *levels;    /* by code an enum rule_level; NULL: each has its own severity */
    excuse_function *excuse;  /* asked of every message, which is dearer; or NULL */
    void *excuse_context;
    const bool *excusable;    /* by code: whether there can be an excuse; NULL: of every code */
    struct allowances *allowances; /* see diag/allow.h; NULL: nobody looks for them */
    struct known_sections *sections; /* see diag/sections_known.h; NULL: no text was noted */
    struct message_heap excused; /* messages that do not count */
    uint32_t excused_count;      /* all of them, kept or not */
    struct message_heap errors; /* heaps, the last by place on top */
    struct message_heap others;
    uint32_t counts[SEVERITY_COUNT]; /* all that were reported, kept or not */
    uint32_t by_code[CODE_COUNT];    /* the same by code */
    uint32_t findings;               /* errors that are findings: see struct code_entry */
    bool once;                       /* see diag_tell_once() */
    struct told_messages told;       /* since then */
    struct told_messages shared;     /* linting: of texts that several files of the run use */
    struct span home;                /* where what has no place stands: the file that is judged */
};

enum { DIAG_DEFAULT_LIMIT = 100 };

void diag_init(struct diag *diag, struct arena *arena, struct sources *sources);

/*
 * Adds the messages of OTHER, and what it counted, to those of DIAG: two files were read at the
 * same time. The sources of both are joined already.
 */
void diag_join(struct diag *diag, const struct diag *other);

/*
 * From now on a message that says the same of the same place as one since this call is dropped,
 * not counted: for a run that judges the same text several times, once for each appliance.
 */
void diag_tell_once(struct diag *diag);

/* The end of that. */
void diag_tell_all(struct diag *diag);

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

/* TEXT could stand at the message's place instead, and the file would mean the same. */
void diag_rewrite(struct diag *diag, struct message *message, struct view text);

/* Whether a message of SEVERITY at PLACE would be kept: worth looking for its place then. */
bool diag_would_keep(const struct diag *diag, enum severity severity, struct span place);

/* The same as diag_report() of a finding about TOPIC, whose views are kept. */
struct message *diag_report_about(struct diag *diag, enum code code, struct span place,
                                  const struct topic *topic, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

struct message *diag_vreport_about(struct diag *diag, enum code code, struct span place,
                                   const struct topic *topic, const char *format,
                                   va_list arguments) __attribute__((format(printf, 5, 0)));

/* Whether there can be an excuse for a message with CODE: its place and topic matter then. */
bool diag_may_excuse(const struct diag *diag, enum code code);

/* Whether such a message would be reported, and count: CODE is not off and nothing excuses it. */
bool diag_would_count(const struct diag *diag, enum code code, struct span place,
                      const struct topic *topic);

/* The severity that CODE has in this run, if it is not off. */
enum severity diag_severity(const struct diag *diag, enum code code);

/* Whether CODE is not to be reported at all in this run. */
bool diag_is_off(const struct diag *diag, enum code code);

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

/* The same of those that do not count. */
const struct message *const *diag_excused(const struct diag *diag, uint32_t *count);

#endif
