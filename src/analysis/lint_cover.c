/* SPDX-License-Identifier: MIT */
#include "analysis/lint_cover.h"

struct covers covers_of(const struct policy *policy, uint32_t entry)
{
    const struct destination *destination = policy_destination(policy, entry);
    struct view key = destination_key(destination);
    /* An address has no parents. */
    return (struct covers){policy, key, destination->kind == DOMAIN_ADDRESS ? key.length : 1};
}

uint32_t covers_next(struct covers *covers)
{
    struct view key = covers->key;
    while (covers->at < key.length) {
        const char *dot = memchr(key.text + covers->at, '.', key.length - covers->at);
        if (dot == NULL)
            break;
        covers->at = (size_t)(dot - key.text) + 1;
        uint32_t entry =
            policy_find(covers->policy, (struct view){dot, (size_t)(key.text + key.length - dot)});
        if (entry != NO_ENTRY)
            return entry;
    }
    covers->at = key.length;
    return NO_ENTRY;
}
