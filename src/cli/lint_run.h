/* SPDX-License-Identifier: MIT */
/*
 * The linting of one file: read, and held against every rule.
 */
#ifndef DESTC_CLI_LINT_RUN_H
#define DESTC_CLI_LINT_RUN_H

#include "analysis/effect.h"
#include "cli/lint_config.h"
#include "cli/lint_excuse.h"

/* The linting of the files of a run. */
struct linting {
    struct run *run;
    struct lint_configs configs;
    const struct policy *rules; /* --assert's, or NULL */
    struct lint_gaps gaps;      /* of the file at hand */
    struct lint_excuses excuses;
    bool found;                 /* something at the threshold, or above */
};

/*
 * Reads the file PATH into POLICY and holds the rules against it; false if the run cannot go on.
 * *JUDGED says whether it could be read. *SOURCE is its text, NULL if there is none.
 */
bool lint_file(struct linting *linting, const char *path, const struct lint_config *config,
               struct policy *policy, bool *judged, const struct source **source);

/* What could not be judged in that file, and what is wrong with comments that allow something. */
void lint_tell_of_file(struct linting *linting, const struct source *source, bool judged);

/* POLICY and those of its appliances, *COUNT together. The array is the run's. */
const struct standing *lint_standings(struct run *run, const struct policy *policy,
                                      uint32_t *count);

#endif
