/* SPDX-License-Identifier: MIT */
/*
 * --fail-on of diff: which changes make the status 1.
 */
#ifndef DESTC_CLI_GATE_H
#define DESTC_CLI_GATE_H

#include "analysis/difference.h"
#include "cli/run.h"

/* All zero: any difference. */
struct gate {
    unsigned weaker; /* a mask of topics */
    bool may_stop;
};

/* Reads every --fail-on of RUN, in any case, into GATE; returns what is wrong, or NULL. */
const char *gate_read(struct run *run, struct gate *gate);

/* Whether --fail-on was given. */
bool gate_is_set(const struct gate *gate);

/*
 * Whether it depends on what is not known that DIFFERENCES passes: something that GATE asks about
 * cannot be told, and nothing that can be told holds it up.
 */
bool gate_is_open(const struct gate *gate, const struct differences *differences);

/* Whether DIFFERENCES has nothing that GATE holds up. What cannot be told does not pass. */
bool gate_passes(const struct gate *gate, const struct differences *differences);

enum gate_verdict { GATE_PASSED, GATE_HELD, GATE_NOT_JUDGED };

/* How many of DIFFERENCES GATE holds up. */
uint32_t gate_count(const struct gate *gate, const struct differences *differences);

/*
 * "gate weaker:tls: 2 do not pass", where GATE holds up COUNT, "gate weaker: passed"; NULL if
 * --fail-on was not given.
 */
const char *gate_words(struct arena *arena, const struct gate *gate, enum gate_verdict verdict,
                       uint32_t count);

#endif
