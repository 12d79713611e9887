/* SPDX-License-Identifier: MIT */
/*
 * Turning compositions into the entries of a policy: the base of a source, then each of its
 * appliances. What is wrong is reported once, however many entries and appliances it is in.
 */
#ifndef DESTC_READ_POLICY_EMIT_H
#define DESTC_READ_POLICY_EMIT_H

#include "read/entry.h"
#include "read/policy_compose.h"

struct emitter {
    struct composer *composer;
    struct diag *diag;
    const struct read_options *options;
    struct policy *base;
    uint32_t foreign;      /* entries that the base has from files of other formats */
    uint32_t default_base; /* the composition of its default entry */
    uint32_t default_foreign; /* the same where a file of another format gives it */
    bool default_told;     /* what is wrong with the base's has been reported */
    struct hash_table told; /* from a code and a place to a number below: reported */
    struct told {
        enum code code;
        uint32_t offset;
    } *told_list;
    uint32_t told_count;
    uint32_t told_capacity;
};

/* What POLICY has already comes from files of other formats. */
void emitter_init(struct emitter *emitter, struct composer *composer,
                  const struct read_options *options, struct policy *policy);

/* The default entry: its composition, or NO_COMPOSITION, and the words that begin statements. */
struct emitted_default {
    uint32_t composition;
    struct span place;  /* of the last: what is wrong with the whole is reported there */
    struct span origin; /* of the first */
};

/* The other entries, by subject. */
struct emitted_entries {
    const uint32_t *compositions; /* NO_COMPOSITION: a file of another format may give one */
    const struct span *added;     /* where an overlay adds the entry, or SPAN_NONE; may be NULL */
    uint32_t count;
};

/* Makes the entries of POLICY, the base or an appliance. The base comes first. */
void emit_policy(struct emitter *emitter, struct policy *policy,
                 struct emitted_default default_entry, struct emitted_entries entries);

#endif
