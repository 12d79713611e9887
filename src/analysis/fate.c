/* SPDX-License-Identifier: MIT */
#include "analysis/fate.h"

#include "analysis/difference_flow.h"
#include "analysis/difference_members.h"
#include "analysis/weight_listener.h"
#include "base/buffer.h"

#include <stdlib.h>

/* --- Fates ------------------------------------------------------------------------------------ */

static const struct listener *listener_of(const struct fates *fates, bool is_after)
{
    return (is_after ? fates->pair->after : fates->pair->before).listener;
}

static uint64_t seed_of(const struct fates *fates)
{
    return fates->pair->before.listener->seed;
}

/* The name under which the newer side knows a policy, or has none of that name. */
static struct view policy_now(const struct fates *fates, bool is_after, struct view name)
{
    const struct listener *listener = listener_of(fates, is_after);
    const struct mail_flow_policy *policy = listener_policy(listener, name);
    if (is_after || policy == NULL)
        return name;
    uint32_t partner = fates->pair->policies.of_before[policy - listener->policies];
    return partner == NO_PARTNER ? name : fates->pair->after.listener->policies[partner].name;
}

/* The same for the name of the group that is entry NUMBER. */
static struct view group_now(const struct fates *fates, bool is_after, uint32_t number)
{
    uint32_t partner = is_after ? NO_PARTNER : fates->pair->entries.of_before[number];
    return partner == NO_PARTNER ? listener_of(fates, is_after)->entries[number].name
                                 : fates->pair->after.listener->entries[partner].name;
}

/* What an entry of a kind is called before its policy. */
static struct view entry_said(const struct access_entry *entry)
{
    static const struct view words[] = {
        [ACCESS_GROUP] = {"", 0}, [ACCESS_HOST] = {"host", 4}, [ACCESS_ALL] = {"ALL", 3}};
    return entry->kind == ACCESS_GROUP ? entry->name : words[entry->kind];
}

/* KEY becomes what tells the fate of entry NUMBER from others. */
static void make_key(const struct fates *fates, bool is_after, uint32_t number, struct view block,
                     struct buffer *key)
{
    const struct access_entry *entry = &listener_of(fates, is_after)->entries[number];
    key->length = 0;
    buffer_add_char(key, (char)('a' + entry->kind));
    if (entry->kind == ACCESS_GROUP)
        buffer_add(key, group_now(fates, is_after, number));
    buffer_add_char(key, ' ');
    if (entry->policy.length > 0) {
        buffer_add_char(key, '$');
        buffer_add(key, policy_now(fates, is_after, entry->policy));
    } else {
        buffer_add_string(key, behavior_word(entry->behavior));
    }
    buffer_add(key, block);
}

static uint32_t find_fate(const struct fates *fates, uint32_t hash, struct view key)
{
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&fates->keys, hash, &probe, &index))
        if (view_equal(fates->list[index].key, key))
            return index;
    return FATE_NONE;
}

/*
 * Marks by side and number the entries whose name alone does not say what they give: hosts, and
 * groups of which there are several of one name. All is false before.
 */
static void mark_shared(const struct fates *fates, bool *const shared[2])
{
    const struct partners *partners = &fates->pair->entries;
    for (int side = 0; side < 2; side++) {
        const struct listener *listener = listener_of(fates, side);
        for (uint32_t i = 0; i < listener->entry_count; i++) {
            const struct access_entry *entry = &listener->entries[i];
            const struct access_entry *first =
                entry->kind == ACCESS_GROUP ? listener_group(listener, entry->name) : entry;
            shared[side][i] |= entry->kind == ACCESS_HOST || first != entry;
            if (first != NULL && first != entry)
                shared[side][first - listener->entries] = true;
        }
    }
    for (uint32_t i = 0; i < partners->before_count; i++) {
        uint32_t partner = partners->of_before[i];
        if (partner != NO_PARTNER)
            shared[false][i] = shared[true][partner] |= shared[false][i];
    }
}

/* The fate of entry NUMBER, whose block is part of it; KEY is where its key is put together. */
static uint32_t fate_of(struct fates *fates, bool is_after, uint32_t number, bool has_block,
                        struct buffer *key)
{
    struct arena *arena = fates->pair->arena;
    const struct access_entry *entry = &listener_of(fates, is_after)->entries[number];
    struct view block = has_block ? flows_said(arena, &entry->settings) : VIEW("");
    make_key(fates, is_after, number, block, key);
    uint32_t hash = hash_bytes(seed_of(fates), key->text, key->length);
    uint32_t found = find_fate(fates, hash, buffer_view(key));
    if (found == FATE_NONE) {
        found = fates->count;
        fates->list = array_grow(arena, fates->list, fates->count++, &fates->capacity,
                                 sizeof *fates->list);
        fates->list[found] = (struct fate){.key = arena_copy(arena, buffer_view(key))};
        hash_table_insert(&fates->keys, hash, found);
    }
    struct fate *fate = &fates->list[found];
    if (fate->entry[is_after] == NULL) {
        struct view name = entry_said(entry);
        struct view policy = access_policy_said(arena, entry);
        fate->entry[is_after] = entry;
        fate->text[is_after] = view_of(arena_printf(arena, "%.*s %.*s%.*s", VIEW_ARG(name),
                                                    VIEW_ARG(policy), VIEW_ARG(block)));
    }
    return found;
}

void fates_init(struct listener_pair *pair, struct fates *fates)
{
    struct arena *arena = pair->arena;
    struct buffer key = buffer_new(arena);
    *fates = (struct fates){.pair = pair};
    fates->list = array_grow(arena, NULL, 0, &fates->capacity, sizeof *fates->list);
    fates->list[fates->count++] = (struct fate){.key = VIEW("")};
    hash_table_init(&fates->keys, arena, 0);
    hash_table_init(&fates->turn_keys, arena, 0);
    bool *shared[2];
    for (int side = 0; side < 2; side++)
        shared[side] =
            arena_zero(arena, (size_t)listener_of(fates, side)->entry_count + 1, sizeof(bool));
    mark_shared(fates, shared);
    for (int side = 1; side >= 0; side--) { /* the newer one first: its order is that of fates */
        uint32_t count = listener_of(fates, side)->entry_count;
        fates->of_entry[side] = arena_alloc(arena, ((size_t)count + 1) * sizeof(uint32_t));
        for (uint32_t i = 0; i < count; i++)
            fates->of_entry[side][i] = fate_of(fates, side, i, shared[side][i], &key);
    }
}

/* --- Turns ------------------------------------------------------------------------------------ */

static struct fate_turn *turn_of(struct fates *fates, uint32_t before, uint32_t after)
{
    const uint32_t key[2] = {before, after};
    uint32_t hash = hash_bytes(seed_of(fates), key, sizeof key);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&fates->turn_keys, hash, &probe, &index))
        if (fates->turns[index].before == before && fates->turns[index].after == after)
            return &fates->turns[index];
    fates->turns = array_grow(fates->pair->arena, fates->turns, fates->turn_count,
                              &fates->turn_capacity, sizeof *fates->turns);
    hash_table_insert(&fates->turn_keys, hash, fates->turn_count);
    fates->turns[fates->turn_count] = (struct fate_turn){before, after, UINT32_MAX, false};
    return &fates->turns[fates->turn_count++];
}

static void add_piece(struct fates *fates, struct fate_turn *turn, const struct fate_piece *piece)
{
    fates->pieces = array_grow(fates->pair->arena, fates->pieces, fates->piece_count,
                               &fates->piece_capacity, sizeof *fates->pieces);
    fates->pieces[fates->piece_count] = *piece;
    fates->pieces[fates->piece_count].turn = (uint32_t)(turn - fates->turns);
    turn->last = fates->piece_count++;
}

void fates_add_range(struct fates *fates, uint32_t before, uint32_t after,
                     const struct address_range *range)
{
    if (before == after)
        return;
    struct fate_turn *turn = turn_of(fates, before, after);
    struct fate_piece *last = turn->last == UINT32_MAX ? NULL : &fates->pieces[turn->last];
    if (last == NULL || !last->is_range || !address_range_join(&last->range, range))
        add_piece(fates, turn, &(struct fate_piece){.is_range = true, .range = *range});
}

void fates_add_text(struct fates *fates, uint32_t before, uint32_t after, struct view text)
{
    if (before != after)
        add_piece(fates, turn_of(fates, before, after), &(struct fate_piece){.text = text});
}

void fates_add_both(struct fates *fates, uint32_t before, uint32_t after)
{
    if (before == after)
        return;
    struct fate_turn *turn = turn_of(fates, before, after);
    if (!turn->has_both)
        add_piece(fates, turn, &(struct fate_piece){.text = VIEW("whoever matches both")});
    turn->has_both = true;
}

/* --- Telling ---------------------------------------------------------------------------------- */

static struct said said_of(const struct fates *fates, uint32_t number, bool is_after)
{
    return number == FATE_NONE ? said_nothing() : said_given(fates->list[number].text[is_after]);
}

static struct weight weigh(const struct fates *fates, const struct fate_turn *turn)
{
    struct listener_pair *pair = fates->pair;
    struct flow_resolved old;
    struct flow_resolved new;
    if (turn->before == FATE_NONE || turn->after == FATE_NONE)
        return weight_of_nothing();
    flow_resolve_entry(pair->arena, pair->before.listener,
                       fates->list[turn->before].entry[false], &pair->before.defaults, &old);
    flow_resolve_entry(pair->arena, pair->after.listener, fates->list[turn->after].entry[true],
                       &pair->after.defaults, &new);
    struct weight weight = weight_of_treatment(&old, &new);
    difference_wants(pair->differences, weight, &old, &new);
    return weight;
}

static int compare_turns(const void *left, const void *right)
{
    const struct fate_turn *a = left;
    const struct fate_turn *b = right;
    if (a->after != b->after)
        return a->after < b->after ? -1 : 1;
    return (a->before > b->before) - (a->before < b->before);
}

/* The pieces turn by turn; STARTS has by turn where its own begin, and one more at the end. */
static const struct fate_piece **sort_pieces(const struct fates *fates, uint32_t *starts)
{
    const struct fate_piece **sorted = arena_alloc(
        fates->pair->arena, ((size_t)fates->piece_count + 1) * sizeof(const struct fate_piece *));
    for (uint32_t i = 0; i < fates->piece_count; i++)
        starts[fates->pieces[i].turn + 1]++;
    for (uint32_t i = 1; i <= fates->turn_count; i++)
        starts[i] += starts[i - 1];
    for (uint32_t i = 0; i < fates->piece_count; i++)
        sorted[starts[fates->pieces[i].turn]++] = &fates->pieces[i];
    for (uint32_t i = fates->turn_count; i > 0; i--)
        starts[i] = starts[i - 1];
    starts[0] = 0;
    return sorted;
}

void fates_tell(struct fates *fates)
{
    struct arena *arena = fates->pair->arena;
    uint32_t *starts = arena_zero(arena, (size_t)fates->turn_count + 2, sizeof *starts);
    const struct fate_piece **sorted = sort_pieces(fates, starts);
    for (uint32_t i = 0; i < fates->turn_count; i++)
        fates->turns[i].last = i; /* from now on the number that its pieces know it by */
    if (fates->turn_count > 0)
        qsort(fates->turns, fates->turn_count, sizeof *fates->turns, compare_turns);
    for (uint32_t i = 0; i < fates->turn_count; i++) {
        const struct fate_turn *turn = &fates->turns[i];
        struct buffer name = buffer_new(arena);
        struct changes changes = {.arena = arena};
        for (uint32_t k = starts[turn->last]; k < starts[turn->last + 1]; k++) {
            buffer_add_string(&name, name.length == 0 ? "" : ", ");
            buffer_add(&name, sorted[k]->is_range ? range_said(arena, &sorted[k]->range)
                                                  : sorted[k]->text);
        }
        changes_add(&changes, VIEW("gets"), said_of(fates, turn->before, false),
                    said_of(fates, turn->after, true), weigh(fates, turn));
        pair_add(fates->pair, PART_FATE, DIFFERENCE_CHANGED, buffer_view(&name), &changes);
    }
}
