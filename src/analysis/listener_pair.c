/* SPDX-License-Identifier: MIT */
#include "analysis/listener_pair.h"

#include "base/buffer.h"

/* --- Counterparts ----------------------------------------------------------------------------- */

static uint32_t *nobody(struct arena *arena, uint32_t count)
{
    uint32_t *partners = arena_alloc(arena, ((size_t)count + 1) * sizeof *partners);
    for (uint32_t i = 0; i < count; i++)
        partners[i] = NO_PARTNER;
    return partners;
}

void partners_init(struct arena *arena, uint32_t before_count, uint32_t after_count,
                   struct partners *partners)
{
    *partners = (struct partners){nobody(arena, before_count), nobody(arena, after_count),
                                  before_count, after_count};
}

/* Those of the older side that wait for a counterpart, a queue for each key. */
struct waiting {
    const struct partner_key *key;
    struct hash_table table; /* of each key the last in the list, which stands for it */
    uint32_t *heads;         /* by its number: the first of the queue */
    uint32_t *next;
};

/* The number that stands for the key of INDEX, or NO_PARTNER. */
static uint32_t find_key(const struct waiting *waiting, uint32_t hash, bool is_after,
                         uint32_t index)
{
    uint32_t probe = hash;
    uint32_t known;
    while (hash_table_next(&waiting->table, hash, &probe, &known))
        if (waiting->key->same(waiting->key->context, false, known, is_after, index))
            return known;
    return NO_PARTNER;
}

void partners_match(struct arena *arena, struct partners *partners, const struct partner_key *key)
{
    struct waiting waiting = {.key = key};
    uint32_t count = partners->before_count;
    hash_table_init(&waiting.table, arena, count);
    waiting.heads = nobody(arena, count);
    waiting.next = nobody(arena, count);
    for (uint32_t i = count; i-- > 0;) {
        if (partners->of_before[i] != NO_PARTNER)
            continue;
        uint32_t hash = key->hash(key->context, false, i);
        uint32_t known = find_key(&waiting, hash, false, i);
        if (known == NO_PARTNER) {
            hash_table_insert(&waiting.table, hash, i);
            known = i;
        }
        waiting.next[i] = waiting.heads[known];
        waiting.heads[known] = i;
    }
    for (uint32_t i = 0; i < partners->after_count; i++) {
        if (partners->of_after[i] != NO_PARTNER)
            continue;
        uint32_t known = find_key(&waiting, key->hash(key->context, true, i), true, i);
        uint32_t partner = known == NO_PARTNER ? NO_PARTNER : waiting.heads[known];
        if (partner == NO_PARTNER)
            continue;
        waiting.heads[known] = waiting.next[partner];
        partners->of_after[i] = partner;
        partners->of_before[partner] = i;
    }
}

/* --- The two listeners ------------------------------------------------------------------------ */

bool pair_same_policy(const struct listener_pair *pair, const struct access_entry *before,
                      const struct access_entry *after)
{
    if (before->policy.length == 0 || after->policy.length == 0)
        return before->policy.length == after->policy.length &&
               before->behavior == after->behavior;
    const struct mail_flow_policy *old = listener_policy(pair->before.listener, before->policy);
    const struct mail_flow_policy *new = listener_policy(pair->after.listener, after->policy);
    if (old == NULL || new == NULL)
        return old == NULL && new == NULL && view_equal(before->policy, after->policy);
    return pair->policies.of_before[old - pair->before.listener->policies] ==
           (uint32_t)(new - pair->after.listener->policies);
}

/* --- Changes ---------------------------------------------------------------------------------- */

void changes_add(struct changes *changes, struct view name, struct said before, struct said after,
                 struct weight weight)
{
    const struct change change = {PARAM_COUNT, name, before, after, weight};
    changes->weight = weight_join(changes->weight, weight);
    if (changes->count < CHANGES_FEW) {
        changes->few[changes->count++] = change;
        return;
    }
    if (changes->list == NULL) {
        changes->list = changes->few;
        changes->capacity = CHANGES_FEW;
    }
    changes->list = array_grow(changes->arena, changes->list, changes->count, &changes->capacity,
                               sizeof *changes->list);
    changes->list[changes->count++] = change;
}

const struct change_list *changes_done(const struct changes *changes)
{
    if (changes->count == 0)
        return NULL;
    struct change *kept = changes->list;
    if (kept == NULL) {
        kept = arena_alloc(changes->arena, changes->count * sizeof *kept);
        memcpy(kept, changes->few, changes->count * sizeof *kept);
    }
    struct change_list *list = arena_alloc(changes->arena, sizeof *list);
    *list = (struct change_list){kept, changes->count, changes->weight};
    return list;
}

struct said said_given(struct view text)
{
    return (struct said){SAID_GIVEN, text, NULL};
}

struct said said_nothing(void)
{
    return (struct said){.how = SAID_NOTHING};
}

void pair_add(const struct listener_pair *pair, enum difference_part part,
              enum difference_kind kind, struct view name, const struct changes *changes)
{
    differences_add(pair->arena, pair->differences,
                    &(struct difference){.kind = kind,
                                         .part = part,
                                         .before = NO_ENTRY,
                                         .after = NO_ENTRY,
                                         .listener = pair->name,
                                         .name = name,
                                         .changes = changes_done(changes)});
}

/* --- Words ------------------------------------------------------------------------------------ */

/* A table's word in small letters. */
static struct view lower(struct arena *arena, const char *word)
{
    char *copy = arena_string(arena, word);
    for (char *c = copy; *c != '\0'; c++)
        *c = ascii_lower(*c);
    return view_of(copy);
}

struct view behavior_said(struct arena *arena, enum behavior behavior)
{
    return lower(arena, behavior_word(behavior));
}

struct view action_said(struct arena *arena, enum recipient_action action)
{
    return lower(arena, recipient_action_word(action));
}

struct view access_policy_said(struct arena *arena, const struct access_entry *entry)
{
    if (entry->policy.length == 0)
        return behavior_said(arena, entry->behavior);
    return view_of(arena_printf(arena, "$%.*s", VIEW_ARG(entry->policy)));
}
