/* SPDX-License-Identifier: MIT */
/*
 * A baseline: findings that are known, so that lint tells of others only.
 *
 *     {"destc_baseline": 1, "findings": [
 *     {"fingerprint": "...", "code": "W3003", "entry": "a.example", "setting": "", "value": ""}
 *     ]}
 */
#ifndef DESTC_READ_BASELINE_H
#define DESTC_READ_BASELINE_H

#include "base/hash.h"
#include "diag/fingerprint.h"

struct known_print {
    struct finding_print print;
    bool found; /* it was asked for */
};

/* A set of findings. */
struct baseline {
    struct hash_table table;
    struct known_print *list;
    uint32_t count;
    uint32_t capacity;
    uint32_t found_count; /* of those that baseline_find() was asked for */
};

void baseline_init(struct baseline *baseline, struct arena *arena);

/* Whether the file PATH begins as a baseline does. */
bool baseline_is_one(const char *path);

bool baseline_has(const struct baseline *baseline, const struct finding_print *print);

/* The same, and notes that it was found. */
bool baseline_find(struct baseline *baseline, const struct finding_print *print);

/* False if it is there already. */
bool baseline_add(struct baseline *baseline, const struct finding_print *print);

/*
 * Reads the file PATH into BASELINE, and sets HAS for each code that it has. Whatever is wrong with
 * it is reported.
 */
void baseline_read(struct baseline *baseline, struct diag *diag, const char *path,
                   bool has[CODE_COUNT]);

#endif
