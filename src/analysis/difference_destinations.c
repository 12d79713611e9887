/* SPDX-License-Identifier: MIT */
#include "analysis/difference_settings.h"
#include "analysis/match.h"
#include "base/buffer.h"

#include <stdlib.h>

/* One side of the table. */
struct table_side {
    const struct policy *policy;
    struct defaults defaults; /* their settings in the shared store */
    bool absent;              /* there is no such table */
    uint32_t *sets;           /* by number in the policy's own store: that in the shared one */
};

/* What was worked out about two sets, for all who have the same. */
struct pair {
    uint32_t before;
    uint32_t after;
    enum settings_tell tell;
    struct settings_difference result;
};

struct pairing {
    struct arena *arena;
    struct store *store;
    struct table_side before;
    struct table_side after;
    bool effective;
    bool unweighed;
    bool same_defaults;
    struct differences *differences;
    uint64_t seed;
    struct hash_table table;
    struct pair *pairs;
    uint32_t pair_count;
    uint32_t pair_capacity;
    struct reached *reached;
    uint32_t reached_capacity;
    uint64_t *found; /* by number of the older side: the newer one has it too, a bit each */
};

/* --- The shared store ------------------------------------------------------------------------- */

static const struct settings *adopt(struct store *store, const struct store *from,
                                    const struct settings *settings)
{
    return settings == NULL ? NULL : store->sets[store_adopt(store, from, settings)];
}

static struct table_side table_side(struct arena *arena, struct store *store,
                                    const struct side *side)
{
    const struct policy *policy = side->policy;
    struct table_side result = {policy, side->defaults, side->absent, NULL};
    uint32_t count = policy->store->set_count;
    result.sets = arena_alloc(arena, ((size_t)count + 1) * sizeof *result.sets);
    for (uint32_t i = 0; i < count; i++)
        result.sets[i] = store_adopt(store, policy->store, policy->store->sets[i]);
    result.defaults.settings = adopt(store, policy->store, side->defaults.settings);
    return result;
}

/* --- Pairs of sets ---------------------------------------------------------------------------- */

static struct settings_side settings_side(const struct pairing *pairing,
                                          const struct table_side *side, uint32_t set)
{
    return (struct settings_side){set == NO_SET ? NULL : pairing->store->sets[set],
                                  side->defaults, side->absent};
}

static const struct settings_difference *find_pair(const struct pairing *pairing, uint32_t hash,
                                                   uint32_t before, uint32_t after,
                                                   enum settings_tell tell)
{
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&pairing->table, hash, &probe, &index)) {
        const struct pair *pair = &pairing->pairs[index];
        if (pair->before == before && pair->after == after && pair->tell == tell)
            return &pair->result;
    }
    return NULL;
}

/* What differs between sets BEFORE and AFTER of the shared store; good until the next call. */
static const struct settings_difference *compare_sets(struct pairing *pairing, uint32_t before,
                                                      uint32_t after, enum settings_tell tell)
{
    const uint32_t key[3] = {before, after, tell};
    uint32_t hash = hash_bytes(pairing->seed, key, sizeof key);
    const struct settings_difference *known = find_pair(pairing, hash, before, after, tell);
    if (known != NULL)
        return known;
    const struct settings_side old = settings_side(pairing, &pairing->before, before);
    const struct settings_side new = settings_side(pairing, &pairing->after, after);
    pairing->pairs = array_grow(pairing->arena, pairing->pairs, pairing->pair_count,
                                &pairing->pair_capacity, sizeof *pairing->pairs);
    struct pair *pair = &pairing->pairs[pairing->pair_count];
    *pair = (struct pair){before, after, tell, {.changes = NULL}};
    const struct settings_wish wish = {tell, pairing->effective, pairing->unweighed};
    pair->result = settings_difference(pairing->arena, pairing->store, &old, &new, &wish);
    hash_table_insert(&pairing->table, hash, pairing->pair_count++);
    return &pair->result;
}

/* --- Entries ---------------------------------------------------------------------------------- */

static void add_difference(struct pairing *pairing, const struct difference *difference)
{
    differences_add(pairing->arena, pairing->differences, difference);
}

static void add_reached(struct pairing *pairing, uint32_t entry, uint32_t params)
{
    struct differences *differences = pairing->differences;
    pairing->reached = array_grow(pairing->arena, pairing->reached, differences->reached_count,
                                  &pairing->reached_capacity, sizeof *pairing->reached);
    pairing->reached[differences->reached_count++] = (struct reached){entry, params};
    differences->reached = pairing->reached;
    for (int i = 0; i < PARAM_COUNT; i++)
        differences->reached_by[i] += params >> i & 1;
}

/* An entry that both sides have. */
static void compare_entries(struct pairing *pairing, uint32_t before, uint32_t after)
{
    const struct destination *destination = policy_destination(pairing->after.policy, after);
    const struct destination *earlier = policy_destination(pairing->before.policy, before);
    uint32_t old = pairing->before.sets[earlier->settings];
    uint32_t new = pairing->after.sets[destination->settings];
    if (old == new && pairing->same_defaults)
        return;
    const struct settings_difference *result = compare_sets(pairing, old, new, TELL_CHANGED);
    pairing->differences->wants_default |= result->wants_default;
    if (result->reached != 0)
        add_reached(pairing, after, result->reached);
    if (result->changes != NULL)
        add_difference(pairing, &(struct difference){.kind = DIFFERENCE_CHANGED,
                                                     .part = PART_DESTINATION,
                                                     .before = before,
                                                     .after = after,
                                                     .name = destination_name(destination),
                                                     .changes = result->changes});
}

/* The entry of POLICY that holds for NAME, which stands in another table: its number, or NO_ENTRY
 * for the default entry. */
static uint32_t holder_of(struct arena *arena, const struct policy *policy, struct view name)
{
    struct asked asked;
    struct domain_fault fault;
    struct matches matches;
    if (!asked_parse(arena, name, &asked, &fault))
        return NO_ENTRY;
    match_find(policy, &asked, &matches);
    return matches.list[0].entry;
}

/* ENTRY of OWN, which OTHER does not have. */
static void add_single(struct pairing *pairing, const struct table_side *own,
                       const struct table_side *other, uint32_t entry)
{
    bool is_added = own == &pairing->after;
    enum settings_tell tell = is_added ? TELL_ADDED : TELL_REMOVED;
    const struct destination *destination = policy_destination(own->policy, entry);
    struct view name = destination_name(destination);
    uint32_t holder = holder_of(pairing->arena, other->policy, name);
    uint32_t held = NO_SET;
    struct view holds = other->absent ? VIEW("") : VIEW("default entry");
    if (holder != NO_ENTRY) {
        held = other->sets[policy_destination(other->policy, holder)->settings];
        holds = destination_name(policy_destination(other->policy, holder));
    }
    uint32_t set = own->sets[destination->settings];
    const struct settings_difference *result =
        is_added ? compare_sets(pairing, held, set, tell) : compare_sets(pairing, set, held, tell);
    pairing->differences->wants_default |= result->wants_default;
    if (pairing->effective && result->changes == NULL)
        return; /* it says what held for the name anyway */
    add_difference(pairing,
                   &(struct difference){.kind = is_added ? DIFFERENCE_ADDED : DIFFERENCE_REMOVED,
                                        .part = PART_DESTINATION,
                                        .before = is_added ? NO_ENTRY : entry,
                                        .after = is_added ? entry : NO_ENTRY,
                                        .name = name,
                                        .holds = holds,
                                        .changes = result->changes});
}

/*
 * The number of the entry in POLICY with DESTINATION's key. Tables mostly stand in one order, so
 * the entry behind the one that was found last is looked at first.
 */
static uint32_t find_entry(const struct policy *policy, const struct destination *destination,
                           uint32_t guess)
{
    struct view key = destination_key(destination);
    if (guess < policy->count &&
        view_equal(destination_key(policy_destination(policy, guess)), key))
        return guess;
    return policy_find(policy, key);
}

static void compare_all(struct pairing *pairing)
{
    const struct policy *before = pairing->before.policy;
    const struct policy *after = pairing->after.policy;
    uint32_t next = 0;
    pairing->found = arena_zero(pairing->arena, (size_t)before->count / 64 + 1, sizeof(uint64_t));
    for (uint32_t i = 0; i < after->count; i++) {
        uint32_t old = find_entry(before, policy_destination(after, i), next);
        if (old == NO_ENTRY) {
            add_single(pairing, &pairing->after, &pairing->before, i);
            continue;
        }
        pairing->found[old / 64] |= UINT64_C(1) << old % 64;
        next = old + 1;
        compare_entries(pairing, old, i);
    }
    for (uint32_t i = 0; i < before->count; i++)
        if ((pairing->found[i / 64] >> i % 64 & 1) == 0)
            add_single(pairing, &pairing->before, &pairing->after, i);
}

/* --- The default entry ------------------------------------------------------------------------ */

static void compare_default_entries(struct pairing *pairing)
{
    bool old = pairing->before.policy->has_default;
    bool new = pairing->after.policy->has_default;
    if (!old && !new)
        return;
    enum settings_tell tell = !old ? TELL_ADDED : !new ? TELL_REMOVED : TELL_CHANGED;
    const struct settings_difference *result = compare_sets(pairing, NO_SET, NO_SET, tell);
    pairing->differences->wants_default |= result->wants_default;
    if (result->changes == NULL && (old == new || pairing->effective))
        return;
    add_difference(pairing, &(struct difference){.kind = old == new ? DIFFERENCE_CHANGED
                                                         : new     ? DIFFERENCE_ADDED
                                                                   : DIFFERENCE_REMOVED,
                                                 .part = PART_DEFAULT,
                                                 .before = NO_ENTRY,
                                                 .after = NO_ENTRY,
                                                 .name = VIEW("DEFAULT"),
                                                 .changes = result->changes});
}

/* --- In order --------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    const struct difference *first = a;
    const struct difference *second = b;
    int order = view_compare(first->name, second->name);
    return order != 0 ? order : (int)first->kind - (int)second->kind;
}

static bool has_table(const struct side *side)
{
    return (side_holds(side) & 1U << SIDE_DESTINATIONS) != 0;
}

/*
 * Whether there are two tables to compare; one that is not there counts as one that has nothing in
 * it, and so does one of which WISH says that. Where one is not known, that is noted.
 */
static bool are_comparable(struct arena *arena, const struct side *before,
                           const struct side *after, const struct difference_wish *wish,
                           struct differences *differences)
{
    bool old = has_table(before);
    bool new = has_table(after);
    bool is_whole = wish->empty_too || before->absent || after->absent || sides_alike(before, after);
    if (old != new && !is_whole)
        differences_lack(arena, differences,
                         &(struct lack){.content = SIDE_DESTINATIONS, .by_older = new});
    return (old && new) || ((old || new) && is_whole);
}

struct named_reached {
    struct view name;
    struct reached reached;
};

static int by_reached_name(const void *a, const void *b)
{
    const struct named_reached *first = a;
    const struct named_reached *second = b;
    return view_compare(first->name, second->name);
}

static void sort_reached(struct pairing *pairing)
{
    uint32_t count = pairing->differences->reached_count;
    struct named_reached *list = arena_alloc(pairing->arena, ((size_t)count + 1) * sizeof *list);
    for (uint32_t i = 0; i < count; i++)
        list[i] = (struct named_reached){
            destination_name(policy_destination(pairing->after.policy, pairing->reached[i].entry)),
            pairing->reached[i]};
    qsort(list, count, sizeof *list, by_reached_name);
    for (uint32_t i = 0; i < count; i++)
        pairing->reached[i] = list[i].reached;
}

void difference_destinations(struct arena *arena, struct store *store, const struct side *before,
                             const struct side *after, const struct difference_wish *wish,
                             struct differences *differences)
{
    if (!are_comparable(arena, before, after, wish, differences))
        return;
    struct pairing pairing = {.arena = arena,
                              .store = store,
                              .before = table_side(arena, store, before),
                              .after = table_side(arena, store, after),
                              .effective = wish->effective,
                              .unweighed = wish->unweighed,
                              .differences = differences,
                              .seed = hash_seed()};
    hash_table_init(&pairing.table, arena, 0);
    differences->has_destinations = true;
    pairing.same_defaults = pairing.before.defaults.settings == pairing.after.defaults.settings;
    compare_default_entries(&pairing);
    uint32_t first = differences->count;
    compare_all(&pairing);
    if (differences->count > first)
        qsort(&differences->list[first], differences->count - first, sizeof *differences->list,
              by_name);
    sort_reached(&pairing);
}

struct said difference_effective(struct arena *arena, const struct side *side, struct view name,
                                 struct view key, enum param param)
{
    const struct policy *policy = side->policy;
    uint32_t entry = policy_find(policy, key);
    bool is_holder = entry == NO_ENTRY;
    struct settings_side settings = {.defaults = side->defaults, .absent = side->absent};
    if (is_holder)
        entry = holder_of(arena, policy, name);
    if (entry != NO_ENTRY)
        settings.settings = policy_settings(policy, policy_destination(policy, entry)->settings);
    return settings_said(arena, policy->store, &settings, is_holder, param);
}
