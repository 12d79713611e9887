/* SPDX-License-Identifier: MIT */
#include "analysis/factor_flow.h"

#include "base/buffer.h"
#include "model/domain.h"

/* Recipients in a row that could be a set. */
struct row {
    struct recipient_set set;
    uint32_t listener; /* that has them first */
    uint32_t hash;
    bool shared;
    uint32_t number; /* of the set that they became */
};

struct factory {
    struct arena *arena;
    uint64_t seed;
    struct hash_table table;
    struct row *rows;
    uint32_t row_count;
    uint32_t row_capacity;
};

const struct recipient_statement *recipient_statements(struct arena *arena,
                                                       const struct listener *listener,
                                                       uint32_t *count)
{
    struct recipient_statement *statements =
        arena_alloc(arena, (listener->recipient_count + 1) * sizeof *statements);
    *count = 0;
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *recipient = &listener->recipients[i];
        const struct recipient_entry *before = i == 0 ? recipient : recipient - 1;
        /* ALL stands by itself: it is the table's last word. */
        if (i > 0 && recipient->kind != RECIPIENT_ALL && before->kind != RECIPIENT_ALL &&
            recipient->action == before->action &&
            flow_settings_same(&recipient->options, &before->options))
            statements[*count - 1].count++;
        else
            statements[(*count)++] = (struct recipient_statement){i, 1, NO_RECIPIENT_SET};
    }
    return statements;
}

/* Whether a set can hold the recipient, and gives its very text back. */
static bool is_plain(const struct recipient_entry *recipient)
{
    if (recipient->kind != RECIPIENT_DOMAIN && recipient->kind != RECIPIENT_PARTIAL)
        return false;
    for (size_t i = 0; i < recipient->text.length; i++) {
        char c = recipient->text.text[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || view_has(VIEW(".-_"), c);
        if (!good)
            return false;
    }
    return recipient->text.length > 0 && recipient->text.text[recipient->text.length - 1] != '.';
}

static uint32_t hash_row(uint64_t seed, const struct recipient_entry *list, uint32_t count)
{
    uint32_t hash = count;
    for (uint32_t i = 0; i < count; i++)
        hash = hash_bytes(seed + hash, list[i].text.text, list[i].text.length);
    return hash;
}

/* Whether all are plain, and none stands there twice. */
static bool can_be_set(const struct factory *factory, const struct recipient_entry *list,
                       uint32_t count)
{
    struct hash_table names;
    if (count < 2)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!is_plain(&list[i]))
            return false;
    hash_table_init(&names, factory->arena, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t hash = hash_bytes(factory->seed, list[i].text.text, list[i].text.length);
        uint32_t probe = hash;
        uint32_t index;
        while (hash_table_next(&names, hash, &probe, &index))
            if (view_equal(list[index].text, list[i].text))
                return false;
        hash_table_insert(&names, hash, i);
    }
    return true;
}

static bool same_row(const struct recipient_set *set, const struct recipient_entry *list,
                     uint32_t count)
{
    if (set->count != count || set->list[0].action != list[0].action)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!view_equal(set->list[i].text, list[i].text))
            return false;
    return true;
}

/* The number of the row that these are; NO_RECIPIENT_SET if they cannot be a set. */
static uint32_t find_row(struct factory *factory, uint32_t listener,
                         const struct recipient_entry *list, uint32_t count)
{
    uint32_t hash = hash_row(factory->seed, list, count);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&factory->table, hash, &probe, &index)) {
        if (!same_row(&factory->rows[index].set, list, count))
            continue;
        factory->rows[index].shared |= factory->rows[index].listener != listener;
        return index;
    }
    if (!can_be_set(factory, list, count))
        return NO_RECIPIENT_SET;
    factory->rows = array_grow(factory->arena, factory->rows, factory->row_count,
                               &factory->row_capacity, sizeof *factory->rows);
    factory->rows[factory->row_count] =
        (struct row){.set = {list, count, VIEW("")}, .listener = listener};
    hash_table_insert(&factory->table, hash, factory->row_count);
    return factory->row_count++;
}

static struct view set_name(struct arena *arena, enum recipient_action action, uint32_t number)
{
    static const char *const names[] = {
        [RECIPIENT_ACCEPT] = "accepted-domains",
        [RECIPIENT_REJECT] = "rejected-domains",
        [RECIPIENT_RELAY] = "relayed-domains",
    };
    if (number == 1)
        return view_of(names[action]);
    return view_of(arena_printf(arena, "%s-%u", names[action], number));
}

static const struct recipient_set *make_sets(struct factory *factory, uint32_t *count)
{
    uint32_t uses[RECIPIENT_ACTION_COUNT] = {0};
    struct recipient_set *sets =
        arena_alloc(factory->arena, (factory->row_count + 1) * sizeof *sets);
    *count = 0;
    for (uint32_t i = 0; i < factory->row_count; i++) {
        struct row *row = &factory->rows[i];
        enum recipient_action action = row->set.list[0].action;
        row->number = NO_RECIPIENT_SET;
        if (!row->shared)
            continue;
        row->set.name = set_name(factory->arena, action, ++uses[action]);
        row->number = *count;
        sets[(*count)++] = row->set;
    }
    return sets;
}

void factor_recipients(const struct listeners *listeners, struct recipient_factoring *factoring)
{
    struct factory factory = {.arena = listeners->arena, .seed = listeners->seed};
    size_t most = 1;
    for (uint32_t i = 0; i < listeners->count; i++)
        most += listeners->list[i].recipient_count;
    hash_table_init(&factory.table, factory.arena, 0);
    struct recipient_statement *all = arena_alloc(factory.arena, most * sizeof *all);
    uint32_t *counts = arena_alloc(factory.arena, (listeners->count + 1) * sizeof *counts);
    uint32_t used = 0;
    for (uint32_t i = 0; i < listeners->count; i++) {
        const struct listener *listener = &listeners->list[i];
        const struct recipient_statement *own =
            recipient_statements(factory.arena, listener, &counts[i]);
        for (uint32_t j = 0; j < counts[i]; j++) {
            all[used] = own[j];
            all[used++].set =
                find_row(&factory, i, &listener->recipients[own[j].first], own[j].count);
        }
    }
    factoring->sets = make_sets(&factory, &factoring->set_count);
    for (uint32_t i = 0; i < used; i++)
        if (all[i].set != NO_RECIPIENT_SET)
            all[i].set = factory.rows[all[i].set].number;
    factoring->statements = all;
    factoring->counts = counts;
}
