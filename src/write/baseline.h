/* SPDX-License-Identifier: MIT */
/*
 * Writing a baseline: see read/baseline.h for its form.
 */
#ifndef DESTC_WRITE_BASELINE_H
#define DESTC_WRITE_BASELINE_H

#include "base/output.h"
#include "diag/fingerprint.h"

/* A finding to write. */
struct known_finding {
    enum code code;
    struct topic topic;
    struct finding_print print;
};

/* Sorts FINDINGS by code, entry, setting and value, and writes them, a line each. */
void write_baseline(struct arena *arena, struct known_finding *findings, uint32_t count,
                    struct output *output);

#endif
