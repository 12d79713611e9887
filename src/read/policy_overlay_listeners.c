/* SPDX-License-Identifier: MIT */
/*
 * The listeners of an appliance: the base's but for those that it removes, those that it adds, and
 * those that it changes. It speaks of each in one statement.
 */
#include "base/buffer.h"
#include "read/policy_listener.h"
#include "read/policy_overlay_report.h"

static void unknown_listener(struct lowering *lowering, const struct tree_statement *statement)
{
    const struct listeners *base = &lowering->policy->listeners;
    struct nearest nearest = nearest_to(statement->name.text);
    for (uint32_t i = 0; i < base->count; i++)
        nearest_offer(&nearest, base->list[i].name, base->list[i].name);
    overlay_report_unknown(
        lowering, OVERLAY_LISTENER,
        statement->edit == TREE_REMOVAL ? OVERLAY_REMOVES : OVERLAY_CHANGES, statement->name,
        &nearest);
}

/* What an appliance says of one listener. */
struct said {
    const struct tree_statement *first;
    bool is_removed; /* by one of its statements */
};

/* The same of all that it speaks of, by their names. */
struct said_listeners {
    struct arena *arena;
    uint64_t seed;
    struct hash_table table;
    struct said *list;
    uint32_t count;
    uint32_t capacity;
};

static struct said *find_said(const struct said_listeners *said, struct view name)
{
    uint32_t hash = hash_bytes(said->seed, name.text, name.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&said->table, hash, &probe, &index))
        if (view_equal(said->list[index].first->name.text, name))
            return &said->list[index];
    return NULL;
}

static void note_said(struct said_listeners *said, const struct tree_statement *statement)
{
    struct view name = statement->name.text;
    struct said *known = find_said(said, name);
    if (known == NULL) {
        said->list = array_grow(said->arena, said->list, said->count, &said->capacity,
                                sizeof *said->list);
        hash_table_insert(&said->table, hash_bytes(said->seed, name.text, name.length),
                          said->count);
        known = &said->list[said->count++];
        *known = (struct said){statement, false};
    }
    known->is_removed |= statement->edit == TREE_REMOVAL;
}

/* What an appliance's listener statement is about is looked at once. */
static bool is_first(struct lowering *lowering, const struct said_listeners *said,
                     const struct tree_statement *statement)
{
    const struct tree_statement *first = find_said(said, statement->name.text)->first;
    bool replaced = first->edit == TREE_REMOVAL && statement->edit == TREE_ADDITION;
    if (first == statement || replaced)
        return true;
    struct message *message =
        diag_report(lowering->diag, CODE_DEFINED_TWICE, statement->name.place,
                    "the listener %.*s is named twice", VIEW_ARG(statement->name.text));
    diag_note(lowering->diag, message, first->name.place, "first named here");
    diag_help(lowering->diag, message, "put all of it into one of the two statements");
    return false;
}

/* The base's listeners but for those that the appliance removes, as its own. */
static void take_listeners(struct lowering *lowering, struct policy *policy,
                           const struct said_listeners *said)
{
    const struct listeners *base = &lowering->policy->listeners;
    listeners_init(&policy->listeners, lowering->diag->arena, base->seed);
    for (uint32_t i = 0; i < base->count; i++) {
        const struct said *known = find_said(said, base->list[i].name);
        if (known == NULL || !known->is_removed)
            *listeners_get(&policy->listeners, base->list[i].name) = base->list[i];
    }
}

static void take_statement(struct lowering *lowering, struct policy *policy,
                           const struct tree_statement *statement)
{
    struct view name = statement->name.text;
    struct listener *listener = listeners_find(&policy->listeners, name);
    const struct listener *base = listeners_find(&lowering->policy->listeners, name);
    bool removes = statement->edit == TREE_REMOVAL;
    bool adds = statement->edit == TREE_ADDITION;
    if (adds && listener != NULL)
        overlay_report_known(lowering, OVERLAY_LISTENER, true, false, statement->name,
                             listener->place);
    else if (adds)
        listener_lower(lowering, policy, statement);
    else if (removes ? base == NULL : listener == NULL)
        unknown_listener(lowering, statement);
    else if (!removes)
        listener_reshape(lowering, policy, listener, statement);
}

void lowering_overlay_listeners(struct lowering *lowering, struct policy *policy,
                                const struct tree_statement *appliance)
{
    const struct tree_statement *child = appliance->children;
    struct said_listeners said = {.arena = lowering->diag->arena,
                                  .seed = lowering->policy->store->seed};
    hash_table_init(&said.table, said.arena, 0);
    for (; child != NULL; child = child->next)
        if (child->kind == TREE_LISTENER)
            note_said(&said, child);
    if (said.count == 0)
        return;
    take_listeners(lowering, policy, &said);
    for (child = appliance->children; child != NULL; child = child->next)
        if (child->kind == TREE_LISTENER && is_first(lowering, &said, child))
            take_statement(lowering, policy, child);
}
