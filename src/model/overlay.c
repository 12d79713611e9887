/* SPDX-License-Identifier: MIT */
#include "model/overlay.h"

#include "base/buffer.h"
#include "model/listener_overlay.h"

static struct policy *new_policy(const struct policy *base)
{
    struct policy *policy = arena_zero(base->arena, 1, sizeof *policy);
    policy_init(policy, base->arena, base->sources, base->store);
    return policy;
}

struct appliance *overlay_begin(struct policy *policy, struct view name, struct span place)
{
    policy->appliances =
        array_grow(policy->arena, policy->appliances, policy->appliance_count,
                   &policy->appliance_capacity, sizeof *policy->appliances);
    struct appliance *appliance = &policy->appliances[policy->appliance_count++];
    *appliance = (struct appliance){
        .name = name, .place = place, .policy = new_policy(policy), .removed = new_policy(policy)};
    return appliance;
}

struct appliance *overlay_find(const struct policy *policy, struct view name)
{
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        if (view_equal(policy->appliances[i].name, name))
            return &policy->appliances[i];
    return NULL;
}

/* What an appliance has from the base beside the entries. */
static void take_frame(struct policy *whole, const struct policy *base,
                       const struct appliance *appliance)
{
    const struct policy *differences = appliance->policy;
    whole->listeners = listeners_combine(&base->listeners, &differences->listeners,
                                         &appliance->removed->listeners);
    whole->texts = base->texts;
    whole->text_count = whole->text_capacity = base->text_count; /* it grows by itself */
    whole->comments = base->comments;
    whole->source_comments = base->source_comments;
    whole->provenance = base->provenance;
    whole->assertions = base->assertions;
    whole->assertion_count = whole->assertion_capacity = base->assertion_count;
    whole->expectations = base->expectations;
    whole->expectation_count = whole->expectation_capacity = base->expectation_count;
    whole->name = base->name;
    whole->has_target = base->has_target || differences->has_target;
    whole->target = differences->has_target ? differences->target : base->target;
    const struct policy *giver = differences->has_default ? differences : base;
    whole->has_default = giver->has_default;
    whole->default_settings = giver->default_settings;
    whole->default_section = giver->default_section;
}

static void add(struct policy *whole, const struct destination *destination, uint32_t hash)
{
    struct domain domain = {.name = destination_name(destination),
                            .key = destination_key(destination),
                            .kind = (enum domain_kind)destination->kind};
    policy_add(whole, &domain, hash, destination->settings, destination->section);
}

/* The base's entries, but for those that the appliance removes, with its changes. */
static void take_base(struct policy *whole, const struct policy *base,
                      const struct appliance *appliance)
{
    policy_expect(whole, base->count);
    for (uint32_t i = 0; i < base->count; i++) {
        const struct destination *destination = policy_destination(base, i);
        struct view key = destination_key(destination);
        uint32_t hash = policy_hash(whole, key);
        uint32_t change = policy_find_hashed(appliance->policy, key, hash);
        if (policy_find_hashed(appliance->removed, key, hash) != NO_ENTRY)
            continue;
        add(whole, change == NO_ENTRY ? destination : policy_destination(appliance->policy, change),
            hash);
    }
}

static void take_new(struct policy *whole, const struct policy *base,
                     const struct policy *differences)
{
    for (uint32_t i = 0; i < differences->count; i++) {
        const struct destination *destination = policy_destination(differences, i);
        struct view key = destination_key(destination);
        uint32_t hash = policy_hash(whole, key);
        if (policy_find_hashed(base, key, hash) == NO_ENTRY)
            add(whole, destination, hash);
    }
}

static void check_removed(const struct policy *base, const struct appliance *appliance,
                          struct diag *diag)
{
    for (uint32_t i = 0; i < appliance->removed->count; i++) {
        const struct destination *destination = policy_destination(appliance->removed, i);
        if (policy_find(base, destination_key(destination)) != NO_ENTRY)
            continue;
        struct span place = {destination->section, destination->section + 1};
        struct message *message =
            diag_report(diag, CODE_REMOVE_UNKNOWN, place,
                        "the appliance %.*s removes %.*s, which the base does not have",
                        VIEW_ARG(appliance->name), VIEW_ARG(destination_name(destination)));
        diag_mend(diag, message);
    }
}

static bool same_name(const struct policy *policy, uint32_t a, uint32_t b)
{
    return view_equal(policy->appliances[a].name, policy->appliances[b].name);
}

static void check_names(const struct policy *policy, struct diag *diag)
{
    struct hash_table names;
    hash_table_init(&names, policy->arena, policy->appliance_count);
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        const struct appliance *appliance = &policy->appliances[i];
        uint32_t hash = policy_hash(policy, appliance->name);
        uint32_t probe = hash;
        uint32_t other;
        bool found = false;
        while (!found && hash_table_next(&names, hash, &probe, &other))
            found = same_name(policy, i, other);
        if (!found) {
            hash_table_insert(&names, hash, i);
        } else if (appliance->removed != NULL) {
            struct message *message =
                diag_report(diag, CODE_DEFINED_TWICE, appliance->place,
                            "the appliance %.*s is defined twice", VIEW_ARG(appliance->name));
            diag_note(diag, message, policy->appliances[other].place, "first defined here");
        }
    }
}

/* Each removes one that the base has, and does not give it as well. */
static void check_removed_listeners(const struct policy *base, const struct appliance *appliance,
                                    struct diag *diag)
{
    const struct listeners *removed = &appliance->removed->listeners;
    for (uint32_t i = 0; i < removed->count; i++) {
        const struct listener *listener = &removed->list[i];
        const struct listener *given =
            listeners_find(&appliance->policy->listeners, listener->name);
        if (given != NULL) {
            struct message *message =
                diag_report(diag, CODE_DEFINED_TWICE, listener->place,
                            "the listener %.*s is given and removed", VIEW_ARG(listener->name));
            diag_note(diag, message, given->place, "given here");
        }
        if (listeners_find(&base->listeners, listener->name) != NULL)
            continue;
        diag_mend(diag,
                  diag_report(diag, CODE_REMOVE_UNKNOWN, listener->place,
                              "the appliance %.*s removes the listener %.*s, which the base does "
                              "not have", VIEW_ARG(appliance->name), VIEW_ARG(listener->name)));
    }
}

/* Whether the whole policies can be held; reports it if not. */
static bool check_size(const struct policy *policy, struct diag *diag)
{
    uint64_t entries = (uint64_t)policy->count * policy->appliance_count;
    if (policy->appliance_count <= OVERLAY_MOST && entries <= OVERLAY_MOST_ENTRIES)
        return true;
    struct message *message =
        diag_report(diag, CODE_APPLIANCES_MANY, policy->appliances[0].place,
                    "%u appliances of %u destinations each are more than destc can hold",
                    policy->appliance_count, policy->count);
    diag_mend(diag, message);
    return false;
}

void overlay_complete(struct policy *policy, struct diag *diag)
{
    if (policy->appliance_count > 0)
        check_names(policy, diag);
    if (policy->appliance_count > 0 && !check_size(policy, diag))
        return;
    for (uint32_t i = 0; i < policy->appliance_count; i++) {
        struct appliance *appliance = &policy->appliances[i];
        if (appliance->removed == NULL)
            continue;
        struct policy *whole = new_policy(policy);
        check_removed(policy, appliance, diag);
        check_removed_listeners(policy, appliance, diag);
        take_frame(whole, policy, appliance);
        take_base(whole, policy, appliance);
        take_new(whole, policy, appliance->policy);
        appliance->policy = whole;
        appliance->removed = NULL;
    }
}

static bool same_settings(const struct policy *base, uint32_t a, uint32_t b)
{
    return a == b || settings_same(policy_settings(base, a), policy_settings(base, b));
}

bool overlay_inherits(const struct policy *base, const struct destination *destination)
{
    uint32_t known = policy_find(base, destination_key(destination));
    return known != NO_ENTRY &&
           same_settings(base, policy_destination(base, known)->settings, destination->settings);
}

bool overlay_inherits_default(const struct policy *base, const struct policy *whole)
{
    if (!base->has_default || !whole->has_default)
        return base->has_default == whole->has_default;
    return same_settings(base, base->default_settings, whole->default_settings);
}

/* The numbers of POLICY's destinations, sorted, that OTHER does not have, or not so. */
static const uint32_t *choose(const struct policy *policy, const struct policy *other,
                              bool by_name, uint32_t *count)
{
    const uint32_t *sorted = policy_sorted(policy);
    uint32_t *chosen = arena_alloc(policy->arena, (policy->count + 1) * sizeof *chosen);
    *count = 0;
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, sorted[i]);
        bool there = by_name ? policy_find(other, destination_key(destination)) != NO_ENTRY
                             : overlay_inherits(other, destination);
        if (!there)
            chosen[(*count)++] = sorted[i];
    }
    return chosen;
}

void overlay_difference(const struct policy *base, const struct policy *whole,
                        struct overlay *overlay)
{
    *overlay = (struct overlay){.changes_default = !overlay_inherits_default(base, whole)};
    overlay->changed = choose(whole, base, false, &overlay->changed_count);
    overlay->removed = choose(base, whole, true, &overlay->removed_count);
}
