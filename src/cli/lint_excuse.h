/* SPDX-License-Identifier: MIT */
/*
 * Findings that do not count in a run of lint: those that a comment in the file allows, and those
 * that a baseline has.
 */
#ifndef DESTC_CLI_LINT_EXCUSE_H
#define DESTC_CLI_LINT_EXCUSE_H

#include "cli/run.h"
#include "diag/allow.h"
#include "read/baseline.h"
#include "write/baseline.h"

struct lint_excuses {
    struct run *run;
    struct allowances allowances;
    bool excusable[CODE_COUNT]; /* whether there may be an excuse for that code */
    struct excuse known_excuse;
    struct baseline known; /* --baseline's */
    bool writing;
    struct excuse written_excuse;
    struct baseline written; /* --write-baseline's */
    struct known_finding *findings;
    uint32_t count;
    uint32_t capacity;
};

/* From now on messages of RUN are asked about. Reads what --baseline names. */
void lint_excuses_init(struct lint_excuses *excuses, struct run *run);

/* Says how many findings of --baseline's file are gone: they can be taken out of it. */
void lint_excuses_tell(const struct lint_excuses *excuses);

/*
 * Writes what --write-baseline names, if it was given and everything could be judged, and says how
 * many findings that are.
 */
void lint_excuses_write(struct lint_excuses *excuses);

#endif
