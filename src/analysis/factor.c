/* SPDX-License-Identifier: MIT */
#include "analysis/factor.h"

#include "analysis/factor_names.h"
#include "base/buffer.h"

#include <stdlib.h>

/* What a family's values are in one or more statements. */
struct combination {
    struct bundle bundle; /* without a name yet */
    uint32_t uses;        /* statements that have it */
    uint32_t number;      /* of the bundle it became, or NO_BUNDLE */
};

struct factory {
    const struct policy *policy;
    struct arena *arena;
    struct hash_table statement_table;
    struct shared_statement *statements;
    uint32_t statement_count;
    uint32_t *by_set; /* by number of a stored set: one more than its statement's; 0: none yet */
    struct hash_table combination_table;
    struct combination *combinations;
    uint32_t combination_count;
    uint32_t combination_capacity;
};

/* --- The order of destinations ---------------------------------------------------------------- */

/* The name by which a domain and the partial domain below it are neighbours. */
static struct view base_name(const struct destination *destination)
{
    struct view name = destination_name(destination);
    if (destination->kind == DOMAIN_PARTIAL)
        name = (struct view){name.text + 1, name.length - 1};
    return name;
}

/* Moves the entries of KIND from SORTED to LIST, in their order; returns how many there are. */
static uint32_t pick_kind(const struct policy *policy, const uint32_t *sorted,
                          enum domain_kind kind, uint32_t *list)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < policy->count; i++)
        if (policy_destination(policy, sorted[i])->kind == kind)
            list[count++] = sorted[i];
    return count;
}

/* Sorted by name, full and partial domains are each in the order wanted: only to be merged. */
static const uint32_t *destination_order(const struct policy *policy)
{
    const uint32_t *sorted = policy_sorted(policy);
    uint32_t *order = arena_alloc(policy->arena, (policy->count + 1) * sizeof *order);
    uint32_t *full = arena_alloc(policy->arena, (policy->count + 1) * sizeof *full);
    uint32_t full_count = pick_kind(policy, sorted, DOMAIN_FULL, full);
    uint32_t *partial = full + full_count;
    uint32_t partial_count = pick_kind(policy, sorted, DOMAIN_PARTIAL, partial);
    uint32_t used = 0;
    for (uint32_t i = 0, j = 0; i < full_count || j < partial_count;) {
        bool take_full = j == partial_count;
        if (i < full_count && j < partial_count)
            take_full = view_compare(base_name(policy_destination(policy, full[i])),
                                     base_name(policy_destination(policy, partial[j]))) <= 0;
        order[used++] = take_full ? full[i++] : partial[j++];
    }
    pick_kind(policy, sorted, DOMAIN_ADDRESS, order + used);
    return order;
}

/* --- Statements ------------------------------------------------------------------------------- */

/* What of a value counts: not how an export spelt it. */
static uint64_t value_meaning(struct value value)
{
    return (uint64_t)value.kind << 32 | value.number;
}

static uint32_t settings_hash(uint64_t seed, const struct settings *settings)
{
    uint64_t meanings[PARAM_COUNT];
    for (int i = 0; i < PARAM_COUNT; i++)
        meanings[i] = value_meaning(settings->values[i]);
    return hash_bytes(seed, meanings, sizeof meanings) ^
           hash_bytes(seed, settings->others, settings->other_count * sizeof *settings->others);
}

/* The number of the statement for destinations with SETTINGS. */
static uint32_t find_statement(struct factory *factory, const struct settings *settings)
{
    uint32_t hash = settings_hash(factory->policy->store->seed, settings);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&factory->statement_table, hash, &probe, &index))
        if (settings_same(factory->statements[index].settings, settings))
            return index;
    factory->statements[factory->statement_count] =
        (struct shared_statement){.settings = settings};
    hash_table_insert(&factory->statement_table, hash, factory->statement_count);
    return factory->statement_count++;
}

/* Sets that mean the same but were spelt differently come to one statement. */
static uint32_t statement_of(struct factory *factory, uint32_t destination)
{
    uint32_t set = policy_destination(factory->policy, destination)->settings;
    if (factory->by_set[set] == 0)
        factory->by_set[set] =
            find_statement(factory, policy_settings(factory->policy, set)) + 1;
    return factory->by_set[set] - 1;
}

/* Sorts the destinations into statements; returns them statement by statement. */
static const uint32_t *make_statements(struct factory *factory)
{
    uint32_t count = factory->policy->count;
    const uint32_t *order = destination_order(factory->policy);
    uint32_t *chosen = arena_alloc(factory->arena, (count + 1) * sizeof *chosen);
    uint32_t *list = arena_alloc(factory->arena, (count + 1) * sizeof *list);
    for (uint32_t i = 0; i < count; i++) {
        chosen[i] = statement_of(factory, order[i]);
        factory->statements[chosen[i]].count++;
    }
    uint32_t first = 0;
    for (uint32_t i = 0; i < factory->statement_count; i++) {
        factory->statements[i].first = first;
        first += factory->statements[i].count;
        factory->statements[i].count = 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct shared_statement *statement = &factory->statements[chosen[i]];
        list[statement->first + statement->count++] = order[i];
    }
    return list;
}

/* --- Combinations ----------------------------------------------------------------------------- */

static uint32_t combination_hash(uint64_t seed, enum family family, uint32_t mask,
                                 const struct settings *settings)
{
    uint32_t count = 0;
    uint64_t meanings[PARAM_COUNT + 1];
    meanings[count++] = family;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0)
            meanings[count++] = value_meaning(settings->values[i]);
    return hash_bytes(seed, meanings, count * sizeof meanings[0]);
}

static bool same_values(const struct settings *a, const struct settings *b, uint32_t mask)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0 && !value_same(a->values[i], b->values[i]))
            return false;
    return true;
}

/* The number of the combination that SETTINGS has of FAMILY, whose parameters are MASK. */
static uint32_t find_combination(struct factory *factory, enum family family, uint32_t mask,
                                 const struct settings *settings)
{
    uint32_t hash = combination_hash(factory->policy->store->seed, family, mask, settings);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&factory->combination_table, hash, &probe, &index)) {
        const struct bundle *bundle = &factory->combinations[index].bundle;
        if (bundle->family == family && same_values(bundle->settings, settings, mask))
            return index;
    }
    factory->combinations =
        array_grow(factory->arena, factory->combinations, factory->combination_count,
                   &factory->combination_capacity, sizeof *factory->combinations);
    factory->combinations[factory->combination_count].bundle =
        (struct bundle){.family = family, .settings = settings};
    hash_table_insert(&factory->combination_table, hash, factory->combination_count);
    return factory->combination_count++;
}

/*
 * Finds each statement's combinations. Which of them are bundles shows only when all are counted:
 * here `bundles` gets the combinations' numbers, and make_bundles() puts the bundles' instead.
 */
static void find_combinations(struct factory *factory)
{
    uint32_t masks[FAMILY_COUNT];
    for (int i = 0; i < FAMILY_COUNT; i++)
        masks[i] = family_params((enum family)i);
    for (uint32_t i = 0; i < factory->statement_count; i++) {
        struct shared_statement *statement = &factory->statements[i];
        for (int j = 0; j < FAMILY_COUNT; j++) {
            statement->bundles[j] = NO_BUNDLE;
            if ((statement->settings->given & masks[j]) == 0)
                continue;
            statement->bundles[j] =
                find_combination(factory, (enum family)j, masks[j], statement->settings);
            factory->combinations[statement->bundles[j]].uses++;
        }
    }
}

/* --- Bundles ---------------------------------------------------------------------------------- */

/* Numbers and words by their order, then names; unlimited is the largest number. */
static int compare_values(const struct store *store, enum param param, struct value a,
                          struct value b)
{
    bool a_text = a.kind != VALUE_NUMBER && a.kind != VALUE_WORD;
    bool b_text = b.kind != VALUE_NUMBER && b.kind != VALUE_WORD;
    if (a_text != b_text)
        return a_text ? 1 : -1;
    if (a_text)
        return view_compare(atom_view(store, a.number), atom_view(store, b.number));
    uint32_t first = a.number;
    uint32_t second = b.number;
    if (a.kind == VALUE_WORD) {
        uint32_t rank = word_by_code(parameter(param)->words, first)->rank;
        uint32_t other = word_by_code(parameter(param)->words, second)->rank;
        if (rank != other)
            return rank < other ? -1 : 1;
    } else if (parameter(param)->type == TYPE_LIMIT) {
        first--;
        second--;
    }
    return (first > second) - (first < second);
}

/* By the first value that differs; of one that begins like the other, the shorter first. */
static int by_family_and_value(const void *a, const void *b, void *context)
{
    const struct bundle *first = &(*(const struct combination *const *)a)->bundle;
    const struct bundle *second = &(*(const struct combination *const *)b)->bundle;
    if (first->family != second->family)
        return (int)first->family - (int)second->family;
    uint32_t member_count;
    const struct family_member *members = family_members(&member_count);
    bool begun = false;
    for (uint32_t i = 0; i < member_count; i++) {
        enum param param = members[i].param;
        bool there = settings_has(first->settings, param);
        if (members[i].family != first->family)
            continue;
        if (there != settings_has(second->settings, param))
            return there == begun ? 1 : -1;
        int order = there ? compare_values(context, param, first->settings->values[param],
                                           second->settings->values[param])
                          : 0;
        if (order != 0)
            return order;
        begun = begun || there;
    }
    return 0;
}

/* The combinations that two or more statements have, sorted; *COUNT of them. */
static struct combination **shared_combinations(struct factory *factory, uint32_t *count)
{
    struct combination **shared =
        arena_alloc(factory->arena, (factory->combination_count + 1) * sizeof *shared);
    *count = 0;
    for (uint32_t i = 0; i < factory->combination_count; i++) {
        factory->combinations[i].number = NO_BUNDLE;
        if (factory->combinations[i].uses > 1)
            shared[(*count)++] = &factory->combinations[i];
    }
    qsort_r(shared, *count, sizeof(*shared), by_family_and_value, factory->policy->store);
    return shared;
}

static const struct bundle *make_bundles(struct factory *factory, uint32_t *count)
{
    struct combination **shared = shared_combinations(factory, count);
    struct bundle *bundles = arena_alloc(factory->arena, (*count + 1) * sizeof *bundles);
    for (uint32_t i = 0; i < *count; i++) {
        bundles[i] = shared[i]->bundle;
        shared[i]->number = i;
    }
    name_bundles(factory->policy, bundles, *count);
    for (uint32_t i = 0; i < factory->statement_count; i++) {
        uint32_t *numbers = factory->statements[i].bundles;
        for (int j = 0; j < FAMILY_COUNT; j++)
            if (numbers[j] != NO_BUNDLE)
                numbers[j] = factory->combinations[numbers[j]].number;
    }
    return bundles;
}

void factor(const struct policy *policy, struct factoring *factoring)
{
    struct factory factory = {.policy = policy, .arena = policy->arena};
    uint32_t sets = policy->store->set_count;
    hash_table_init(&factory.statement_table, policy->arena, sets);
    hash_table_init(&factory.combination_table, policy->arena, 0);
    factory.by_set = arena_zero(policy->arena, sets, sizeof *factory.by_set);
    /* There are no more statements than stored sets. */
    factory.statements = arena_alloc(policy->arena, (sets + 1) * sizeof *factory.statements);
    factoring->destinations = make_statements(&factory);
    find_combinations(&factory);
    factoring->bundles = make_bundles(&factory, &factoring->bundle_count);
    factoring->statements = factory.statements;
    factoring->statement_count = factory.statement_count;
}
