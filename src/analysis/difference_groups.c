/* SPDX-License-Identifier: MIT */
#include "analysis/difference_groups.h"

#include "analysis/difference_flow.h"
#include "analysis/difference_members.h"
#include "analysis/difference_order.h"
#include "analysis/weight_listener.h"

/* What the comparison of a pair's entries has at hand. */
struct groups {
    struct listener_pair *pair;
    const bool *moved;           /* by number in the newer table */
    struct member_set *sets[2];  /* of groups without a counterpart, by number; of each side */
};

static const struct access_entry *entry_at(const struct listener_pair *pair, bool is_after,
                                           uint32_t index)
{
    return &(is_after ? pair->after : pair->before).listener->entries[index];
}

static uint64_t seed_of(const struct listener_pair *pair)
{
    return pair->before.listener->seed;
}

/* --- Counterparts ----------------------------------------------------------------------------- */

static uint32_t hash_key(const void *context, bool is_after, uint32_t index)
{
    const struct groups *groups = context;
    const struct access_entry *entry = entry_at(groups->pair, is_after, index);
    if (entry->kind == ACCESS_HOST && entry->member_count > 0)
        return member_hash(seed_of(groups->pair), &entry->members[0]);
    return hash_bytes(seed_of(groups->pair) + entry->kind, entry->name.text, entry->name.length);
}

static bool same_key(const void *context, bool is_after, uint32_t index, bool other_is_after,
                     uint32_t other)
{
    const struct groups *groups = context;
    const struct access_entry *a = entry_at(groups->pair, is_after, index);
    const struct access_entry *b = entry_at(groups->pair, other_is_after, other);
    if (a->kind != b->kind)
        return false;
    if (a->kind != ACCESS_HOST)
        return a->kind == ACCESS_ALL || view_equal(a->name, b->name);
    return a->member_count > 0 && b->member_count > 0 &&
           member_same(&a->members[0], &b->members[0]);
}

/* Entries of other kinds than groups cannot be renamed, and have no set: each is another. */
static uint32_t hash_contents(const void *context, bool is_after, uint32_t index)
{
    const struct groups *groups = context;
    if (entry_at(groups->pair, is_after, index)->kind != ACCESS_GROUP)
        return hash_bytes(seed_of(groups->pair) + is_after, &index, sizeof index);
    return member_set_hash(&groups->sets[is_after][index]);
}

static bool same_use(const struct listener_pair *pair, bool is_after, const struct access_entry *a,
                     bool other_is_after, const struct access_entry *b)
{
    if (is_after == other_is_after)
        return view_equal(a->policy, b->policy) &&
               (a->policy.length > 0 || a->behavior == b->behavior);
    return is_after ? pair_same_policy(pair, b, a) : pair_same_policy(pair, a, b);
}

static bool same_contents(const void *context, bool is_after, uint32_t index, bool other_is_after,
                          uint32_t other)
{
    const struct groups *groups = context;
    const struct listener_pair *pair = groups->pair;
    const struct access_entry *a = entry_at(pair, is_after, index);
    const struct access_entry *b = entry_at(pair, other_is_after, other);
    return a->kind == ACCESS_GROUP && b->kind == ACCESS_GROUP &&
           same_use(pair, is_after, a, other_is_after, b) &&
           member_sets_same(&groups->sets[is_after][index], &groups->sets[other_is_after][other]) &&
           flows_same(pair->arena, &a->settings, &b->settings);
}

/* The members of groups that have no counterpart by name. */
static struct member_set *sets_of(const struct listener_pair *pair, bool is_after)
{
    const struct partners *partners = &pair->entries;
    uint32_t count = is_after ? partners->after_count : partners->before_count;
    const uint32_t *known = is_after ? partners->of_after : partners->of_before;
    uint32_t lonely = 0;
    for (uint32_t i = 0; i < count; i++)
        lonely += known[i] == NO_PARTNER && entry_at(pair, is_after, i)->kind == ACCESS_GROUP;
    if (lonely == 0)
        return NULL;
    struct member_set *sets = arena_zero(pair->arena, count, sizeof *sets);
    for (uint32_t i = 0; i < count; i++)
        if (known[i] == NO_PARTNER && entry_at(pair, is_after, i)->kind == ACCESS_GROUP)
            member_set_make(pair->arena, seed_of(pair), entry_at(pair, is_after, i), &sets[i]);
    return sets;
}

static void find_partners(struct groups *groups)
{
    struct listener_pair *pair = groups->pair;
    const struct partner_key by_key = {groups, hash_key, same_key};
    const struct partner_key by_contents = {groups, hash_contents, same_contents};
    partners_init(pair->arena, pair->before.listener->entry_count,
                  pair->after.listener->entry_count, &pair->entries);
    partners_match(pair->arena, &pair->entries, &by_key);
    groups->sets[false] = sets_of(pair, false);
    groups->sets[true] = groups->sets[false] == NULL ? NULL : sets_of(pair, true);
    if (groups->sets[true] != NULL)
        partners_match(pair->arena, &pair->entries, &by_contents);
}

/* --- What differs ----------------------------------------------------------------------------- */

/* What an entry is called. */
static struct view name_of(const struct access_entry *entry)
{
    if (entry->kind == ACCESS_GROUP)
        return entry->name;
    return entry->kind == ACCESS_HOST && entry->member_count > 0 ? entry->members[0].text
                                                                 : VIEW("ALL");
}

/* "first", or behind whom the entry at INDEX stands. */
static struct said place_of(const struct listener_pair *pair, bool is_after, uint32_t index)
{
    if (index == 0)
        return said_given(VIEW("first"));
    struct view name = name_of(entry_at(pair, is_after, index - 1));
    return said_given(view_of(arena_printf(pair->arena, "behind %.*s", VIEW_ARG(name))));
}

/* An entry of both sides, or one that a side lacks: then its number there is NO_PARTNER. */
struct couple {
    const struct access_entry *before;
    const struct access_entry *after;
    const struct access_entry *either; /* the newer one, if there is one */
    bool is_group;
    uint32_t before_number;
    uint32_t after_number;
};

static struct couple couple_of(const struct listener_pair *pair, uint32_t before, uint32_t after)
{
    bool is_after = after != NO_PARTNER;
    const struct access_entry *either = entry_at(pair, is_after, is_after ? after : before);
    return (struct couple){
        .before = before == NO_PARTNER ? NULL : entry_at(pair, false, before),
        .after = is_after ? either : NULL,
        .either = either,
        .is_group = either->kind == ACCESS_GROUP,
        .before_number = before,
        .after_number = after,
    };
}

/* Its policy and its block. */
static void compare_use(const struct listener_pair *pair, const struct couple *couple,
                        struct changes *changes)
{
    struct flow_resolved old;
    struct flow_resolved new;
    struct arena *arena = pair->arena;
    struct flow_comparison comparison = {.table = FLOW_TABLE_HAT, .effective = pair->effective};
    struct said said[2] = {said_nothing(), said_nothing()};
    struct weight weight = {0};
    bool is_same = false;
    if (couple->before != NULL) {
        flow_resolve_entry(arena, pair->before.listener, couple->before, &pair->before.defaults,
                           &old);
        comparison.before = (struct flow_giver){&couple->before->settings, &old};
        said[0] = said_given(access_policy_said(arena, couple->before));
    }
    if (couple->after != NULL) {
        flow_resolve_entry(arena, pair->after.listener, couple->after, &pair->after.defaults, &new);
        comparison.after = (struct flow_giver){&couple->after->settings, &new};
        said[1] = said_given(access_policy_said(arena, couple->after));
    }
    if (couple->before != NULL && couple->after != NULL) {
        bool matters = couple->before->member_count > 0 && couple->after->member_count > 0;
        is_same = pair_same_policy(pair, couple->before, couple->after);
        comparison.weighs = matters && behavior_takes_mail(old.behavior) &&
                            behavior_takes_mail(new.behavior);
        if (matters && !is_same) {
            weight = weight_of_treatment(&old, &new);
            difference_wants(pair->differences, weight, &old, &new);
        }
    }
    if (!is_same)
        changes_add(changes, VIEW("policy"), said[0], said[1], weight);
    difference_flows(&comparison, changes, pair->differences);
}

static bool is_plain(const struct couple *couple)
{
    return couple->before->settings.count == 0 && couple->after->settings.count == 0;
}

static void compare_couple(const struct groups *groups, const struct couple *couple,
                           struct changes *changes)
{
    const struct listener_pair *pair = groups->pair;
    bool is_single = couple->before == NULL || couple->after == NULL;
    if (!is_single && couple->is_group && !view_equal(couple->before->name, couple->after->name))
        changes_add(changes, VIEW("name"), said_given(couple->before->name),
                    said_given(couple->after->name), (struct weight){0});
    if (is_single || !is_plain(couple) ||
        !pair_same_policy(pair, couple->before, couple->after))
        compare_use(pair, couple, changes);
    if (is_single || groups->moved[couple->after_number])
        changes_add(changes, VIEW("place"),
                    couple->before == NULL ? said_nothing()
                                           : place_of(pair, false, couple->before_number),
                    couple->after == NULL ? said_nothing()
                                          : place_of(pair, true, couple->after_number),
                    (struct weight){0});
    if (couple->is_group && (is_single || !members_alike(couple->before, couple->after)))
        difference_members(seed_of(pair), couple->before, couple->after, changes);
}

/* COUPLE, if it is of PART. */
static void add_couple(const struct groups *groups, const struct couple *couple,
                       enum difference_part part)
{
    struct changes changes = {.arena = groups->pair->arena};
    enum difference_kind kind = couple->before == NULL  ? DIFFERENCE_ADDED
                                : couple->after == NULL ? DIFFERENCE_REMOVED
                                                        : DIFFERENCE_CHANGED;
    if (couple->is_group != (part == PART_GROUP))
        return;
    compare_couple(groups, couple, &changes);
    if (changes.count > 0)
        pair_add(groups->pair, part, kind, name_of(couple->either), &changes);
}

/* In the newer table's order, then those that are gone, in theirs. */
static void add_part(const struct groups *groups, enum difference_part part)
{
    const struct listener_pair *pair = groups->pair;
    const struct partners *partners = &pair->entries;
    for (uint32_t i = 0; i < partners->after_count; i++) {
        struct couple couple = couple_of(pair, partners->of_after[i], i);
        add_couple(groups, &couple, part);
    }
    for (uint32_t i = 0; i < partners->before_count; i++) {
        struct couple couple = couple_of(pair, i, NO_PARTNER);
        if (partners->of_before[i] == NO_PARTNER)
            add_couple(groups, &couple, part);
    }
}

void difference_groups(struct listener_pair *pair)
{
    struct groups groups = {.pair = pair};
    find_partners(&groups);
    groups.moved = order_moved(pair->arena, &pair->entries);
    add_part(&groups, PART_GROUP);
    add_part(&groups, PART_HOST);
}
