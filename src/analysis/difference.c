/* SPDX-License-Identifier: MIT */
#include "analysis/difference.h"

#include "base/buffer.h"

static const char *const part_names[PART_COUNT] = {
    [PART_DEFAULT] = "default-entry",
    [PART_DESTINATION] = "destination",
    [PART_LISTENER] = "listener",
    [PART_FLOW_DEFAULTS] = "listener-defaults",
    [PART_FLOW_POLICY] = "mail-flow-policy",
    [PART_GROUP] = "sender-group",
    [PART_HOST] = "host",
    [PART_FATE] = "callers",
    [PART_RECIPIENT] = "recipient",
};

static const struct {
    const char *many;
    const char *one;
} content_names[SIDE_CONTENT_COUNT] = {
    [SIDE_DESTINATIONS] = {"destinations", "destination"},
    [SIDE_HATS] = {"Host Access Tables", "Host Access Table"},
    [SIDE_RATS] = {"Recipient Access Tables", "Recipient Access Table"},
    [SIDE_FLOW_DEFAULTS] = {"default policy parameters", "default policy parameters"},
    [SIDE_LISTENERS] = {"listeners", "listener"},
};

/* What a file of each kind could hold; of what nothing was read from nothing is known. */
static const unsigned could_hold[CARRIER_COUNT] = {
    [CARRIER_NONE] = ~0U,
    [CARRIER_TABLE] = 1U << SIDE_DESTINATIONS,
    [CARRIER_HAT] = 1U << SIDE_HATS,
    [CARRIER_RAT] = 1U << SIDE_RATS,
    [CARRIER_EXPORT] = ~0U,
    [CARRIER_SOURCE] = ~0U,
};

static const char *const kind_names[DIFFERENCE_KIND_COUNT] = {
    [DIFFERENCE_ADDED] = "added",
    [DIFFERENCE_REMOVED] = "removed",
    [DIFFERENCE_CHANGED] = "changed",
};

const char *side_content_name(enum side_content content)
{
    return content_names[content].many;
}

const char *side_content_of_one(enum side_content content)
{
    return content_names[content].one;
}

unsigned side_holds(const struct side *side)
{
    const struct policy *policy = side->policy;
    unsigned holds = policy->count > 0 || policy->has_default ? 1U << SIDE_DESTINATIONS : 0;
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        holds |= listener_has_hat(listener) ? 1U << SIDE_HATS : 0;
        holds |= listener_has_rat(listener) ? 1U << SIDE_RATS : 0;
    }
    return holds;
}

bool side_can_hold(const struct side *side, enum side_content content)
{
    return (could_hold[side->carrier] & 1U << content) != 0;
}

bool sides_alike(const struct side *before, const struct side *after)
{
    return before->carrier == after->carrier &&
           (before->carrier == CARRIER_SOURCE || before->carrier == CARRIER_EXPORT);
}

const char *difference_part_name(enum difference_part part)
{
    return part_names[part];
}

const char *difference_kind_name(enum difference_kind kind)
{
    return kind_names[kind];
}

bool differences_none(const struct differences *differences)
{
    return differences->count == 0 && differences->reached_count == 0;
}

bool appliance_same(const struct appliance_difference *appliance)
{
    return appliance->in_before && appliance->in_after && differences_none(&appliance->found);
}

bool appliances_same(const struct appliance_differences *appliances)
{
    for (uint32_t i = 0; i < appliances->count; i++)
        if (!appliance_same(&appliances->list[i]))
            return false;
    return true;
}

void differences_lack(struct arena *arena, struct differences *differences,
                      const struct lack *lack)
{
    for (uint32_t i = 0; lack->listener.length == 0 && i < differences->lack_count; i++)
        if (differences->lacks[i].content == lack->content &&
            differences->lacks[i].by_older == lack->by_older &&
            differences->lacks[i].listener.length == 0)
            return;
    differences->lacks = array_grow(arena, differences->lacks, differences->lack_count,
                                    &differences->lack_capacity, sizeof *differences->lacks);
    differences->lacks[differences->lack_count++] = *lack;
}

void differences_add(struct arena *arena, struct differences *differences,
                     const struct difference *difference)
{
    differences->list = array_grow(arena, differences->list, differences->count,
                                   &differences->capacity, sizeof *differences->list);
    differences->list[differences->count++] = *difference;
    differences->counts[difference->part][difference->kind]++;
    if (difference->changes == NULL)
        return;
    struct weight weight = difference->changes->weight;
    differences->weight = weight_join(differences->weight, weight);
    differences->weaker += weight.weaker != 0;
    differences->stronger += weight.stronger != 0;
    differences->may_stop += weight.may_stop;
    differences->unknown += weight.unknown != 0 || weight.stop_unknown;
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++) {
        differences->weaker_in[i] += (weight.weaker & WEIGHT_BIT(i)) != 0;
        differences->stronger_in[i] += (weight.stronger & WEIGHT_BIT(i)) != 0;
    }
}
