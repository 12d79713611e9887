/* SPDX-License-Identifier: MIT */
#include "analysis/listener_change.h"

#include "base/buffer.h"
#include "model/document_listener.h"
#include "model/listener_overlay.h"

enum { NOWHERE = -1 };

/* --- Settings --------------------------------------------------------------------------------- */

const struct flow_setting *flow_counterpart(const struct flow_settings *settings,
                                            const struct flow_setting *setting)
{
    for (uint32_t i = 0; i < settings->count; i++) {
        const struct flow_setting *other = &settings->list[i];
        if (other->param == setting->param &&
            (setting->param != FLOW_COUNT || view_equal_nocase(other->name, setting->name)))
            return other;
    }
    return NULL;
}

/*
 * Whether BEFORE becomes AFTER when known parameters are taken out of it, others given new values
 * where they stand, and new ones put behind.
 */
static bool flow_can_become(const struct flow_settings *before, const struct flow_settings *after)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < before->count; i++) {
        const struct flow_setting *kept = flow_counterpart(after, &before->list[i]);
        if (kept == NULL && before->list[i].param == FLOW_COUNT)
            return false; /* what is unknown cannot be taken back */
        if (kept == NULL)
            continue;
        if (kept != &after->list[next])
            return false;
        next++;
    }
    for (; next < after->count; next++)
        if (flow_counterpart(before, &after->list[next]) != NULL)
            return false;
    return true;
}

/* --- Lists ------------------------------------------------------------------------------------ */

/*
 * Things that are told apart by a key. For each of the list that is looked at: where in the other
 * list its counterpart stands, or NOWHERE.
 */
struct keyed {
    struct arena *arena;
    uint64_t seed;
    const void *list;
    uint32_t count;
    uint32_t (*hash)(uint64_t seed, const void *list, uint32_t index);
    bool (*same)(const void *list, uint32_t index, const void *other, uint32_t other_index);
};

/* Puts the positions of A's items in B into PLACES; false if a key stands twice in either. */
static bool match_lists(const struct keyed *a, const struct keyed *b, int64_t *places)
{
    struct hash_table table;
    hash_table_init(&table, b->arena, b->count);
    for (uint32_t pass = 0; pass < 2; pass++) {
        const struct keyed *own = pass == 0 ? b : a;
        struct hash_table seen;
        hash_table_init(&seen, b->arena, own->count);
        for (uint32_t i = 0; i < own->count; i++) {
            uint32_t hash = own->hash(own->seed, own->list, i);
            uint32_t probe = hash;
            uint32_t index;
            while (hash_table_next(&seen, hash, &probe, &index))
                if (own->same(own->list, index, own->list, i))
                    return false;
            hash_table_insert(&seen, hash, i);
            if (pass == 0) {
                hash_table_insert(&table, hash, i);
                continue;
            }
            places[i] = NOWHERE;
            probe = hash;
            while (places[i] == NOWHERE && hash_table_next(&table, hash, &probe, &index))
                if (own->same(b->list, index, own->list, i))
                    places[i] = index;
        }
    }
    return true;
}

/* Whether what both lists have stands in one order. */
static bool keeps_order(const int64_t *places, uint32_t count)
{
    int64_t last = NOWHERE;
    for (uint32_t i = 0; i < count; i++) {
        if (places[i] == NOWHERE)
            continue;
        if (places[i] < last)
            return false;
        last = places[i];
    }
    return true;
}

/* --- Policies --------------------------------------------------------------------------------- */

static uint32_t hash_policy(uint64_t seed, const void *list, uint32_t index)
{
    const struct mail_flow_policy *policies = list;
    return hash_bytes(seed, policies[index].name.text, policies[index].name.length);
}

static bool is_same_policy(const void *list, uint32_t index, const void *other,
                           uint32_t other_index)
{
    const struct mail_flow_policy *a = list;
    const struct mail_flow_policy *b = other;
    return view_equal(a[index].name, b[other_index].name);
}

static bool change_policies(struct arena *arena, const struct listener *before,
                            const struct listener *after, struct listener_change *change)
{
    const struct keyed old = {arena, before->seed, before->policies, before->policy_count,
                              hash_policy, is_same_policy};
    const struct keyed new = {arena, before->seed, after->policies, after->policy_count,
                              hash_policy, is_same_policy};
    size_t most = (size_t)old.count + new.count + 1;
    int64_t *places = arena_alloc(arena, most * sizeof *places);
    int64_t *gone = arena_alloc(arena, most * sizeof *gone);
    change->policies = arena_alloc(arena, most * sizeof *change->policies);
    if (!match_lists(&new, &old, places) || !match_lists(&old, &new, gone) ||
        !keeps_order(places, new.count))
        return false;
    for (uint32_t i = 0; i < old.count; i++)
        if (gone[i] == NOWHERE)
            change->policies[change->policy_count++] =
                (struct policy_change){&before->policies[i], NULL};
    bool any_new = false;
    for (uint32_t i = 0; i < new.count; i++) {
        const struct mail_flow_policy *policy = &after->policies[i];
        const struct mail_flow_policy *known =
            places[i] == NOWHERE ? NULL : &before->policies[places[i]];
        any_new |= known == NULL;
        if (known != NULL && (any_new || !flow_can_become(&known->settings, &policy->settings)))
            return false; /* new ones stand behind the old ones */
        if (known == NULL || !listener_same_policy(known, policy))
            change->policies[change->policy_count++] = (struct policy_change){known, policy};
    }
    return true;
}

/* --- Entries ---------------------------------------------------------------------------------- */

static uint32_t hash_member(uint64_t seed, const void *list, uint32_t index)
{
    const struct member *members = list;
    return member_hash(seed, &members[index]);
}

static bool is_same_member(const void *list, uint32_t index, const void *other,
                           uint32_t other_index)
{
    const struct member *a = list;
    const struct member *b = other;
    return member_same(&a[index], &b[other_index]);
}

const bool *entry_members_beside(struct arena *arena, const struct access_entry *entry,
                                 const struct access_entry *other)
{
    struct hash_table table;
    static const struct access_entry nothing;
    uint64_t seed = hash_seed();
    other = other == NULL ? &nothing : other;
    uint32_t count = other->member_count;
    bool *beside = arena_alloc(arena, ((size_t)entry->member_count + 1) * sizeof *beside);
    hash_table_init(&table, arena, count);
    for (uint32_t i = 0; i < count; i++)
        hash_table_insert(&table, member_hash(seed, &other->members[i]), i);
    for (uint32_t i = 0; i < entry->member_count; i++) {
        uint32_t hash = member_hash(seed, &entry->members[i]);
        uint32_t probe = hash;
        uint32_t index;
        beside[i] = true;
        while (beside[i] && hash_table_next(&table, hash, &probe, &index))
            beside[i] = !member_same(&other->members[index], &entry->members[i]);
    }
    return beside;
}

/* Whether AFTER's members are some of BEFORE's as they were, and behind them new ones. */
static bool can_change_members(struct arena *arena, uint64_t seed,
                               const struct access_entry *before, const struct access_entry *after)
{
    const struct keyed old = {arena, seed, before->members, before->member_count, hash_member,
                              is_same_member};
    const struct keyed new = {arena, seed, after->members, after->member_count, hash_member,
                              is_same_member};
    int64_t *places = arena_alloc(arena, ((size_t)new.count + 1) * sizeof *places);
    bool any_new = false;
    if (!match_lists(&new, &old, places) || !keeps_order(places, new.count))
        return false;
    for (uint32_t i = 0; i < new.count; i++) {
        any_new |= places[i] == NOWHERE;
        if (places[i] != NOWHERE &&
            (any_new || !listener_same_member(&before->members[places[i]], &after->members[i])))
            return false;
    }
    return true;
}

static bool can_change_entry(struct arena *arena, uint64_t seed, const struct access_entry *before,
                             const struct access_entry *after)
{
    bool is_group = before->kind == ACCESS_GROUP;
    if (!flow_can_become(&before->settings, &after->settings) ||
        (before->has_description && !after->has_description))
        return false;
    if (is_group)
        return can_change_members(arena, seed, before, after);
    if (before->member_count == 0 || after->member_count == 0)
        return before->member_count == after->member_count;
    return listener_same_member(&before->members[0], &after->members[0]);
}

static uint32_t hash_entry(uint64_t seed, const void *list, uint32_t index)
{
    const struct access_entry *entry = (const struct access_entry *)list + index;
    if (entry->kind == ACCESS_HOST && entry->member_count > 0)
        return member_hash(seed, &entry->members[0]);
    return hash_bytes(seed + entry->kind, entry->name.text, entry->name.length);
}

static bool is_same_entry(const void *list, uint32_t index, const void *other,
                          uint32_t other_index)
{
    const struct access_entry *a = (const struct access_entry *)list + index;
    const struct access_entry *b = (const struct access_entry *)other + other_index;
    if (a->kind != b->kind || a->kind == ACCESS_ALL)
        return a->kind == b->kind;
    if (a->kind == ACCESS_GROUP)
        return view_equal(a->name, b->name);
    return a->member_count > 0 && b->member_count > 0 &&
           member_same(&a->members[0], &b->members[0]);
}

/* The group or ALL that stands behind the entry at INDEX, but for others that come anew. */
static const struct access_entry *successor_of(const struct listener *after, const bool *anew,
                                               uint32_t index)
{
    do
        index++;
    while (index < after->entry_count && anew[index]);
    if (index >= after->entry_count || after->entries[index].kind == ACCESS_HOST)
        return NULL;
    return &after->entries[index];
}

static void add_entry(struct listener_change *change, const struct entry_change *entry)
{
    change->entries[change->entry_count++] = *entry;
}

static bool change_entries(struct arena *arena, const struct listener *before,
                           const struct listener *after, struct listener_change *change)
{
    const struct keyed old = {arena, before->seed, before->entries, before->entry_count,
                              hash_entry, is_same_entry};
    const struct keyed new = {arena, before->seed, after->entries, after->entry_count, hash_entry,
                              is_same_entry};
    size_t most = (size_t)old.count + new.count + 1;
    int64_t *places = arena_alloc(arena, most * sizeof *places);
    int64_t *gone = arena_alloc(arena, most * sizeof *gone);
    bool *anew = arena_zero(arena, most, sizeof *anew);
    change->entries = arena_alloc(arena, most * sizeof *change->entries);
    if (!match_lists(&new, &old, places) || !match_lists(&old, &new, gone) ||
        !keeps_order(places, new.count))
        return false;
    for (uint32_t i = 0; i < old.count; i++)
        if (gone[i] == NOWHERE && before->entries[i].kind == ACCESS_ALL)
            return false;
        else if (gone[i] == NOWHERE)
            add_entry(change, &(struct entry_change){.before = &before->entries[i]});
    for (uint32_t i = 0; i < new.count; i++)
        anew[i] = places[i] == NOWHERE ||
                  !can_change_entry(arena, before->seed, &before->entries[places[i]],
                                    &after->entries[i]);
    for (uint32_t i = 0; i < new.count; i++) {
        struct entry_change entry = {.after = &after->entries[i], .anew = anew[i]};
        entry.before = places[i] == NOWHERE ? NULL : &before->entries[places[i]];
        entry.successor = anew[i] ? successor_of(after, anew, i) : NULL;
        if (anew[i] && (entry.successor == NULL || entry.after->kind == ACCESS_ALL))
            return false;
        if (anew[i] || !listener_same_entry(entry.before, entry.after))
            add_entry(change, &entry);
    }
    return true;
}

/* --- Recipients ------------------------------------------------------------------------------- */

static uint32_t hash_recipient(uint64_t seed, const void *list, uint32_t index)
{
    const struct recipient_entry *recipient = (const struct recipient_entry *)list + index;
    return hash_bytes(seed, recipient->local.text, recipient->local.length) ^
           hash_bytes(seed + 1 + (uint64_t)recipient->kind, recipient->domain.text,
                      recipient->domain.length);
}

static bool is_same_recipient(const void *list, uint32_t index, const void *other,
                              uint32_t other_index)
{
    const struct recipient_entry *a = (const struct recipient_entry *)list + index;
    const struct recipient_entry *b = (const struct recipient_entry *)other + other_index;
    return a->kind == b->kind && view_equal(a->local, b->local) && view_equal(a->domain, b->domain);
}

static bool change_recipients(struct arena *arena, const struct listener *before,
                              const struct listener *after, struct listener_change *change)
{
    const struct keyed old = {arena, before->seed, before->recipients, before->recipient_count,
                              hash_recipient, is_same_recipient};
    const struct keyed new = {arena, before->seed, after->recipients, after->recipient_count,
                              hash_recipient, is_same_recipient};
    size_t most = (size_t)old.count + new.count + 1;
    int64_t *places = arena_alloc(arena, most * sizeof *places);
    int64_t *gone = arena_alloc(arena, most * sizeof *gone);
    change->recipients = arena_alloc(arena, most * sizeof *change->recipients);
    if (!match_lists(&new, &old, places) || !match_lists(&old, &new, gone) ||
        !keeps_order(places, new.count))
        return false;
    for (uint32_t i = 0; i < old.count; i++)
        if (gone[i] == NOWHERE && before->recipients[i].kind == RECIPIENT_ALL)
            return false;
        else if (gone[i] == NOWHERE)
            change->recipients[change->recipient_count++] =
                (struct recipient_change){&before->recipients[i], NULL};
    bool any_new = false;
    for (uint32_t i = 0; i < new.count; i++) {
        const struct recipient_entry *recipient = &after->recipients[i];
        const struct recipient_entry *known =
            places[i] == NOWHERE ? NULL : &before->recipients[places[i]];
        bool is_all = recipient->kind == RECIPIENT_ALL;
        any_new |= known == NULL;
        /* New ones stand before ALL, which is the last, and behind all others. */
        if ((known == NULL && is_all) || (is_all && i + 1 < new.count) ||
            (known != NULL && any_new && !is_all))
            return false;
        if (known != NULL && (!view_equal(known->text, recipient->text) ||
                              !flow_can_become(&known->options, &recipient->options)))
            return false;
        if (known == NULL || !listener_same_recipient(known, recipient))
            change->recipients[change->recipient_count++] =
                (struct recipient_change){known, recipient};
    }
    return true;
}

/* --- Listeners -------------------------------------------------------------------------------- */

static bool can_change_frame(const struct listener *before, const struct listener *after)
{
    if (listener_has_hat(before) != listener_has_hat(after) ||
        listener_has_rat(before) != listener_has_rat(after) ||
        (after->type == LISTENER_UNKNOWN && before->type != LISTENER_UNKNOWN))
        return false;
    if (!before->has_default_policy)
        return true;
    return after->has_default_policy && flow_can_become(&before->default_policy.settings,
                                                        &after->default_policy.settings);
}

void listener_change(struct arena *arena, const struct listener *before,
                     const struct listener *after, struct listener_change *change)
{
    *change = (struct listener_change){.in_parts = false};
    change->in_parts = can_change_frame(before, after) &&
                       change_policies(arena, before, after, change) &&
                       change_entries(arena, before, after, change) &&
                       change_recipients(arena, before, after, change);
}
