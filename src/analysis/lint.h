/* SPDX-License-Identifier: MIT */
/*
 * What a reviewer would find in a policy, found by the program. A rule is a row of codes.def of
 * the kind LINT; the rooms lint_tls.c, lint_limits.c and so on hold them by what they are about.
 *
 * What a file does not hold is unknown: a rule that would need it stays silent, and one message
 * at the end says which rules could not be judged, and why.
 */
#ifndef DESTC_ANALYSIS_LINT_H
#define DESTC_ANALYSIS_LINT_H

#include "analysis/flow_resolve.h"
#include "analysis/resolve.h"
#include "diag/diag.h"

/* What the people of a house want of their policies, beside the policies themselves. */
struct lint_settings {
    const struct domain *must_encrypt; /* to whom mail must not go in clear */
    uint32_t must_encrypt_count;
    const struct view *clouds; /* names of shared clouds, as .example.com, beside the known ones */
    uint32_t cloud_count;
    enum listener_type listener_type; /* of listeners of which nothing says it */
    const struct policy *judged; /* was judged before and shares texts with this one; or NULL */
    int64_t today; /* days since 1970-01-01 */
    bool has_target;
    struct release target; /* the release to judge for, whatever the policy says */
};

/* What a rule may miss. */
enum lint_need {
    LINT_NEEDS_DEFAULT,           /* the default entry */
    LINT_NEEDS_LISTENER_DEFAULTS, /* a listener's default policy parameters */
    LINT_NEEDS_LISTENER_TYPE,     /* whether it is public or private */
    LINT_NEEDS_LISTENER_LIMIT,    /* its maximum of connections */
    LINT_NEEDS_POLICY,            /* what a mail flow policy does that is not defined */
    LINT_NEED_COUNT
};

/* What could not be judged in one file, by code. */
struct lint_gaps {
    bool missed[LINT_NEED_COUNT][CODE_COUNT];
    struct span places[LINT_NEED_COUNT]; /* the first that was not judged; SPAN_NONE: not said */
};

/* The linting of one policy. */
struct linter {
    struct diag *diag;
    struct arena *arena;
    const struct policy *policy;
    struct defaults defaults; /* what stands for its default entry; settings is NULL if unknown */
    const struct flow_defaults *flow_defaults; /* what stands for listeners' that give none */
    const struct lint_settings *settings;
    struct lint_gaps *gaps;
};

/*
 * Holds every rule that is not off against POLICY, of the base or of an appliance. Findings are
 * reported; excuses and severities are DIAG's business. What could not be judged goes to GAPS.
 */
void lint(const struct policy *policy, struct defaults defaults,
          const struct flow_defaults *flow_defaults, const struct lint_settings *settings,
          struct lint_gaps *gaps, struct diag *diag);

/* Says in one message what could not be judged in the file that begins at PLACE. */
void lint_tell_gaps(const struct lint_gaps *gaps, struct span place, struct diag *diag);

/* --- For the rooms of rules ------------------------------------------------------------------- */

/* Whether CODE is to be judged in this run. */
bool lint_wants(const struct linter *linter, enum code code);

/* CODE cannot be judged for want of NEED. */
void lint_unknown(struct linter *linter, enum lint_need need, enum code code);

/* The same of what stands at PLACE. */
void lint_unknown_at(struct linter *linter, enum lint_need need, enum code code,
                     struct span place);

struct lint_fold;

/* A rule about the settings of an entry, judged once for all entries that have the same. */
struct set_rule {
    enum code code;
    /* Whose place the message has; PARAM_COUNT, or one that the entry does not give: its name. */
    enum param param;
    /* Whether the settings of a destination break it; RESOLVED is what takes effect. */
    bool (*breaks)(struct linter *linter, const struct settings *settings,
                   const struct resolved *resolved);
    /* Reports it with lint_report_entry(), for a destination. */
    void (*tell)(struct linter *linter, const struct set_rule *rule, uint32_t entry);
    struct lint_fold *fold; /* for a tell() that gathers; else NULL */
};

/* Holds COUNT rules, at most 32, against all destinations. */
void lint_sets(struct linter *linter, const struct set_rule *rules, uint32_t count);

/*
 * Reports RULE for destination number ENTRY, or NO_ENTRY for the default entry, at the place of its
 * parameter. The text is formatted only if the message is kept. The result as of diag_report().
 */
struct message *lint_report_entry(struct linter *linter, const struct set_rule *rule,
                                  uint32_t entry, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Entries that break one rule, told of in one message at the first of them. */
struct lint_fold {
    struct set_rule rule; /* as the first one breaks it */
    uint32_t first;
    uint32_t count;
};

/* ENTRY breaks RULE too. One that is excused is reported by itself, so that its excuse is used. */
void lint_fold(struct linter *linter, const struct set_rule *rule, struct lint_fold *fold,
               uint32_t entry);

/* Reports them with the code's title, if there are any. */
void lint_tell_fold(struct linter *linter, const struct lint_fold *fold);

/* What such a message is about, and its *PLACE. */
struct topic lint_topic(const struct linter *linter, const struct set_rule *rule, uint32_t entry,
                        struct span *place);

/*
 * BETTER could be written instead of the name of a destination, if that is what stands at the place
 * of MESSAGE, which may be NULL.
 */
void lint_rewrite_name(struct linter *linter, struct message *message, struct view better);

/* What PARAM is called in the words of the policy: those of a source or those of a table. */
struct view lint_param_name(const struct linter *linter, enum param param);

/* A set_rule's tell() that needs no more than the code's title. */
void lint_tell_title(struct linter *linter, const struct set_rule *rule, uint32_t entry);

#endif
