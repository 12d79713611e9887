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
