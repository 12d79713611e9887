/* SPDX-License-Identifier: MIT */
#include "model/assumptions.h"

#include <stddef.h>

static const struct assumption_entry entries[] = {
    {NULL, NULL, NULL, NULL},
#define ASSUMPTION(name, id, claim, why, trial) {id, claim, why, trial},
#include "model/assumptions.def"
};

const struct assumption_entry *assumption_entry(enum assumption assumption)
{
    return &entries[assumption];
}

enum assumption assumption_find(struct view id)
{
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        struct view known = view_of(assumption_entry((enum assumption)i)->id);
        struct view number = {known.text + 1, known.length - 1};
        struct view shorter = {known.text + 2, known.length - 2};
        if (view_equal_nocase(id, known) || view_equal(id, number) ||
            (*number.text == '0' && view_equal(id, shorter)))
            return (enum assumption)i;
    }
    return ASSUMED_NONE;
}
