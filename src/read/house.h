/* SPDX-License-Identifier: MIT */
/*
 * The settings file .destc of a folder: how the people of a house want their policies judged.
 *
 *     [lint]
 *     disable = W3003, W3010
 *     must-encrypt = bank.example .clinic.example
 */
#ifndef DESTC_READ_HOUSE_H
#define DESTC_READ_HOUSE_H

#include "base/hash.h"
#include "diag/diag.h"
#include "model/domain.h"
#include "model/listener.h"
#include "model/params.h"

/* What is wanted of a code, and where that stands. */
struct house_level {
    enum code code;
    enum rule_level level;
    struct span place;
};

/* A domain, or the name of a cloud, and where it stands. */
struct house_name {
    struct domain domain;
    struct span place;
};

struct house_names {
    struct house_name *list;
    uint32_t count;
    uint32_t capacity;
    struct hash_table table; /* by key, once there is one */
    uint64_t seed;
};

struct house {
    const struct source *source;
    struct house_level *levels;
    uint32_t level_count;
    uint32_t level_capacity;
    struct span fail_on_place; /* SPAN_NONE: it is not given */
    enum severity fail_on;
    struct span target_place; /* the same */
    struct release target;
    struct span listener_place; /* the same */
    enum listener_type listener_type;
    struct house_names must_encrypt;
    struct house_names clouds;
};

/* Reads the settings file PATH into HOUSE. Whatever is wrong is reported, with its line. */
void house_read(struct diag *diag, const char *path, struct house *house);

#endif
