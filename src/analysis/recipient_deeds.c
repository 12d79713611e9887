/* SPDX-License-Identifier: MIT */
#include "analysis/recipient_deeds.h"

#include "analysis/difference_flow.h"
#include "base/buffer.h"
#include "base/hash.h"

static bool is_off(const struct flow_setting *setting)
{
    return setting->param != FLOW_COUNT &&
           flow_parameter(setting->param)->type == FLOW_TYPE_SWITCH &&
           setting->kind == FLOW_VALUE_WORD && setting->number == FLOW_OFF;
}

bool recipient_same_option(const struct flow_setting *a, const struct flow_setting *b)
{
    if (a != NULL && b != NULL)
        return flow_same(a, b);
    const struct flow_setting *only = a != NULL ? a : b;
    return only == NULL || is_off(only);
}

static bool does_same(struct arena *arena, const struct recipient_entry *a,
                      const struct recipient_entry *b)
{
    if (a->action != b->action)
        return false;
    if (a->options.count == b->options.count && flow_settings_same(&a->options, &b->options))
        return true;
    for (int i = 0; i < FLOW_COUNT; i++)
        if (!recipient_same_option(flow_get(&a->options, (enum flow_param)i),
                                   flow_get(&b->options, (enum flow_param)i)))
            return false;
    return unknown_flows_same(arena, &a->options, &b->options);
}

/* A hash of what does_same() compares, in whatever order it stands. */
static uint32_t hash_deed(uint64_t seed, const struct recipient_entry *line)
{
    uint32_t sum = (uint32_t)line->action;
    for (uint32_t i = 0; i < line->options.count; i++) {
        const struct flow_setting *setting = &line->options.list[i];
        bool is_number = setting->kind == FLOW_VALUE_NUMBER || setting->kind == FLOW_VALUE_WORD;
        uint64_t own = seed + (uint64_t)setting->param;
        if (is_off(setting))
            continue;
        sum += is_number ? hash_bytes(own, &setting->number, sizeof setting->number)
                         : hash_bytes(own, setting->text.text, setting->text.length);
    }
    return sum;
}

/* Lines that do what no line before them does. */
struct doers {
    struct arena *arena;
    const struct recipient_entry **list;
    uint32_t count;
    uint32_t capacity;
    struct hash_table table;
};

static uint32_t number_of(struct doers *doers, uint64_t seed, const struct recipient_entry *line)
{
    uint32_t hash = hash_deed(seed, line);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&doers->table, hash, &probe, &index))
        if (does_same(doers->arena, doers->list[index], line))
            return index + 1;
    doers->list = array_grow(doers->arena, doers->list, doers->count, &doers->capacity,
                             sizeof(const struct recipient_entry *));
    doers->list[doers->count] = line;
    hash_table_insert(&doers->table, hash, doers->count);
    return ++doers->count;
}

void recipient_deeds_make(struct arena *arena, const struct listener *before,
                          const struct listener *after, struct recipient_deeds *deeds)
{
    struct doers doers = {.arena = arena};
    hash_table_init(&doers.table, arena, 0);
    for (int side = 0; side < 2; side++) {
        const struct listener *listener = side != 0 ? after : before;
        uint32_t count = listener->recipient_count;
        deeds->of_line[side] = arena_alloc(arena, ((size_t)count + 1) * sizeof(uint32_t));
        for (uint32_t i = 0; i < count; i++)
            deeds->of_line[side][i] =
                number_of(&doers, before->seed, &listener->recipients[i]);
    }
}
