/* SPDX-License-Identifier: MIT */
#include "edit/source_homes.h"

#include "edit/source_apply.h"

/* --- Who needs one ---------------------------------------------------------------------------- */

/* Whether TARGET's entry has the wish's value in each part that no statement gives. */
static bool has_rest(const struct source_change *change, const struct source_wish *wish,
                     uint32_t target)
{
    const struct settings *settings = source_settings_now(change, target);
    for (int part = 0; part < WISH_PARTS; part++) {
        enum param param = wish->params[part];
        if (source_wish_names(wish, part) && (change->given[target] & PARAM_BIT(param)) == 0 &&
            (settings == NULL || !settings_has(settings, param) ||
             !value_same(settings->values[param], wish->values[part])))
            return false;
    }
    return true;
}

static uint32_t homeless_wishes(const struct source_change *change, uint32_t target)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; change->exists[target] && i < change->wish_count; i++) {
        uint32_t bit = 1U << i;
        if (change->wishes[i].leaves || (change->edited[target] & bit) != 0 ||
            ((change->told[target] & bit) != 0 && has_rest(change, &change->wishes[i], target)))
            continue;
        mask |= bit;
    }
    return mask;
}

/* --- Statements that are there ---------------------------------------------------------------- */

/* The wishes that all targets of STATEMENT need, and in the same words. */
static uint32_t common_wishes(const struct source_change *change,
                              struct source_statement *statement)
{
    uint32_t first = statement->targets[0].target;
    if (statement->homes_known)
        return statement->homes;
    statement->homes_known = true;
    statement->homes = change->homeless[first];
    for (uint32_t i = 1; statement->homes != 0 && i < statement->target_count; i++) {
        uint32_t target = statement->targets[i].target;
        statement->homes &= change->homeless[target];
        for (uint32_t wish = 0; wish < change->wish_count; wish++)
            if (!view_equal(source_change_half(change, first, wish),
                            source_change_half(change, target, wish)))
                statement->homes &= ~(1U << wish);
    }
    return statement->homes;
}

/* What a statement can be to a wish that has no home, the best first. */
enum fitness { SAYS_A_PART, IS_OWN, IS_LEFT, FITS_NOT };

static enum fitness fitness_of(const struct source_change *change,
                               struct source_statement *statement, uint32_t wish)
{
    uint32_t bit = 1U << wish;
    if (statement->appliance.length > 0 || (common_wishes(change, statement) & bit) == 0)
        return FITS_NOT;
    if (statement->others > 0)
        return statement->splits ? IS_LEFT : FITS_NOT;
    return source_block_unit(change, statement, wish).count > 0 ? SAYS_A_PART : IS_OWN;
}

/*
 * The statement of TARGET for WISH: of targets alone, or one that they leave; of several the one
 * for the most of them. NULL if there is none.
 */
static struct source_statement *own_home(const struct source_change *change, uint32_t target,
                                         uint32_t wish, enum fitness *fitness)
{
    const struct source_index *index = &change->index;
    struct source_statement *best = NULL;
    uint32_t count;
    const struct source_mention *mentions = source_index_mentions(index, target, &count);
    *fitness = FITS_NOT;
    for (uint32_t i = 0; i < count; i++) {
        struct source_statement *statement = &index->statements[mentions[i].statement];
        enum fitness fits = fitness_of(change, statement, wish);
        bool better = fits < *fitness || (fits != FITS_NOT && fits == *fitness &&
                                          statement->target_count > best->target_count);
        if (better)
            best = statement;
        *fitness = better ? fits : *fitness;
    }
    return best;
}

/* Puts those of WISHES that can stand there into TARGET's statements. Returns the rest. */
static uint32_t settle(const struct source_change *change, uint32_t target, uint32_t wishes)
{
    for (uint32_t wish = 0; wish < change->wish_count; wish++) {
        uint32_t bit = 1U << wish;
        enum fitness fitness;
        struct source_statement *home =
            (wishes & bit) == 0 ? NULL : own_home(change, target, wish, &fitness);
        if (home == NULL)
            continue;
        *(fitness == IS_LEFT ? &home->fresh : &home->in_block) |= bit;
        wishes &= ~bit;
    }
    return wishes;
}

/* --- Statements beside them ------------------------------------------------------------------- */

/* The groups that there are. */
struct groups {
    struct source_change *change;
    struct hash_table table;
    struct known_group {
        uint32_t statement;
        uint32_t target; /* the first of them */
        struct source_group *group;
    } *list;
    uint32_t count;
    uint32_t capacity;
};

/* Whether two targets have the same in the open parts of WISHES. */
static bool same_halves(const struct source_change *change, uint32_t a, uint32_t b,
                        uint32_t wishes)
{
    for (uint32_t i = 0; i < change->wish_count; i++)
        if ((wishes & (1U << i)) != 0 && !view_equal(source_change_half(change, a, i),
                                                     source_change_half(change, b, i)))
            return false;
    return true;
}

static uint32_t group_hash(const struct source_change *change, uint32_t statement, uint32_t target,
                           uint32_t wishes)
{
    uint32_t parts[PARAM_COUNT + 2] = {statement, wishes};
    for (uint32_t i = 0; i < change->wish_count; i++) {
        struct view half = source_change_half(change, target, i);
        if ((wishes & (1U << i)) != 0)
            parts[i + 2] = hash_bytes(change->index.seed, half.text, half.length);
    }
    return hash_bytes(change->index.seed, parts, sizeof parts);
}

/* The group behind statement NUMBER that TARGET belongs to with WISHES. */
static struct source_group *find_group(struct groups *groups, uint32_t number, uint32_t target,
                                       uint32_t wishes)
{
    struct source_change *change = groups->change;
    struct arena *arena = change->index.arena;
    struct source_statement *statement = &change->index.statements[number];
    uint32_t hash = group_hash(change, number, target, wishes);
    uint32_t probe = hash;
    uint32_t found;
    while (hash_table_next(&groups->table, hash, &probe, &found)) {
        const struct known_group *known = &groups->list[found];
        if (known->statement == number && known->group->wishes == wishes &&
            same_halves(change, known->target, target, wishes))
            return known->group;
    }
    struct source_group *group = arena_zero(arena, 1, sizeof *group);
    group->wishes = wishes;
    if (statement->last_group == NULL)
        statement->groups = group;
    else
        statement->last_group->next = group;
    statement->last_group = group;
    groups->list = array_grow(arena, groups->list, groups->count, &groups->capacity,
                              sizeof *groups->list);
    groups->list[groups->count] = (struct known_group){number, target, group};
    hash_table_insert(&groups->table, hash, groups->count++);
    return group;
}

/* Puts WISHES of TARGET into a statement behind the last of the base that names it. */
static void stand_behind(struct groups *groups, uint32_t target, uint32_t wishes)
{
    const struct source_index *index = &groups->change->index;
    const struct source_mention *last = NULL;
    uint32_t count;
    const struct source_mention *mentions = source_index_mentions(index, target, &count);
    for (uint32_t i = 0; i < count; i++)
        if (index->statements[mentions[i].statement].appliance.length == 0)
            last = &mentions[i];
    if (last == NULL)
        return;
    struct source_group *group = find_group(groups, last->statement, target, wishes);
    group->members = array_grow(index->arena, group->members, group->count, &group->capacity,
                                sizeof *group->members);
    group->members[group->count++] = last->number;
}

void source_find_homes(struct source_change *change)
{
    struct groups groups = {.change = change};
    hash_table_init(&groups.table, change->index.arena, 0);
    for (uint32_t target = 0; target < change->index.target_count; target++)
        change->homeless[target] = homeless_wishes(change, target);
    for (uint32_t target = 0; target < change->index.target_count; target++) {
        uint32_t left = settle(change, target, change->homeless[target]);
        if (left != 0)
            stand_behind(&groups, target, left);
    }
}
