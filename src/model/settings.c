/* SPDX-License-Identifier: MIT */
#include "model/settings.h"

#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>

enum { EXPECTED_ATOMS = 256, EXPECTED_SETS = 1024 };

void store_init(struct store *store, struct arena *arena)
{
    *store = (struct store){.arena = arena, .seed = hash_seed()};
    hash_table_init(&store->atom_table, arena, EXPECTED_ATOMS);
    hash_table_init(&store->set_table, arena, EXPECTED_SETS);
}

atom store_atom(struct store *store, struct view text)
{
    uint32_t hash = hash_bytes(store->seed, text.text, text.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&store->atom_table, hash, &probe, &index))
        if (view_equal(store->atoms[index], text))
            return index;
    store->atoms = array_grow(store->arena, store->atoms, store->atom_count,
                              &store->atom_capacity, sizeof *store->atoms);
    store->atoms[store->atom_count] = arena_copy(store->arena, text);
    hash_table_insert(&store->atom_table, hash, store->atom_count);
    return store->atom_count++;
}

void draft_reset(struct draft *draft)
{
    memset(&draft->set, 0, sizeof draft->set);
    draft->other_count = 0;
}

void draft_set(struct draft *draft, enum param param, struct value value, struct span name,
               struct span place)
{
    draft->set.values[param] = value;
    draft->set.given |= PARAM_BIT(param);
    draft->names[param] = name;
    draft->values[param] = place;
}

void draft_clear(struct draft *draft, enum param param)
{
    draft->set.values[param] = (struct value){0};
    draft->set.given &= ~PARAM_BIT(param);
}

void draft_add_other(struct store *store, struct draft *draft, struct draft_other other)
{
    draft->others = array_grow(store->arena, draft->others, draft->other_count,
                               &draft->other_capacity, sizeof *draft->others);
    draft->others[draft->other_count++] = other;
}

static uint32_t draft_hash(const struct store *store, const struct draft *draft)
{
    const struct settings *set = &draft->set;
    uint32_t hash = hash_bytes(store->seed, set->values, sizeof set->values);
    hash ^= hash_bytes(store->seed, &set->complained, sizeof set->complained) * 31;
    for (uint32_t i = 0; i < draft->other_count; i++) {
        uint32_t pair[3] = {hash, draft->others[i].name, draft->others[i].text};
        hash = hash_bytes(store->seed, pair, sizeof pair);
    }
    return hash;
}

static bool draft_equals(const struct draft *draft, const struct settings *set)
{
    if (set->complained != draft->set.complained || set->other_count != draft->other_count ||
        memcmp(set->values, draft->set.values, sizeof set->values) != 0)
        return false;
    for (uint32_t i = 0; i < set->other_count; i++)
        if (set->others[i].name != draft->others[i].name ||
            set->others[i].text != draft->others[i].text)
            return false;
    return true;
}

static struct settings *settings_from(struct store *store, const struct draft *draft)
{
    struct settings *set = arena_alloc(store->arena, sizeof *set);
    *set = draft->set;
    struct other *others = arena_zero(store->arena, draft->other_count, sizeof *others);
    for (uint32_t i = 0; i < draft->other_count; i++)
        others[i] = (struct other){draft->others[i].name, draft->others[i].text};
    set->others = others;
    set->other_count = draft->other_count;
    return set;
}

/* By name, whatever its case; where two differ in nothing else, by that. */
static int compare_others(const void *left, const void *right, void *context)
{
    const struct store *store = context;
    struct view a = atom_view(store, ((const struct draft_other *)left)->name);
    struct view b = atom_view(store, ((const struct draft_other *)right)->name);
    int order = view_compare_nocase(a, b);
    return order != 0 ? order : view_compare(a, b);
}

uint32_t store_settings(struct store *store, struct draft *draft)
{
    if (draft->other_count > 1)
        qsort_r(draft->others, draft->other_count, sizeof *draft->others, compare_others, store);
    uint32_t hash = draft_hash(store, draft);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&store->set_table, hash, &probe, &index))
        if (draft_equals(draft, store->sets[index]))
            return index;
    store->sets = array_grow(store->arena, store->sets, store->set_count, &store->set_capacity,
                             sizeof(*store->sets));
    store->sets[store->set_count] = settings_from(store, draft);
    hash_table_insert(&store->set_table, hash, store->set_count);
    return store->set_count++;
}

uint32_t store_without(struct store *store, const struct settings *set, uint32_t less)
{
    struct draft draft = {.set = *set};
    for (uint32_t i = 0; i < set->other_count; i++)
        draft_add_other(store, &draft, (struct draft_other){.name = set->others[i].name,
                                                            .text = set->others[i].text});
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((less & PARAM_BIT(i)) != 0)
            draft_clear(&draft, (enum param)i);
    return store_settings(store, &draft);
}

static struct value adopt_value(struct store *store, const struct store *from, struct value value)
{
    bool is_text = value.kind == VALUE_NAME || value.kind == VALUE_UNKNOWN ||
                   value.kind == VALUE_REJECTED;
    value.seen = SEEN_NOWHERE;
    if (is_text)
        value.number = store_atom(store, atom_view(from, value.number));
    return value;
}

uint32_t store_adopt(struct store *store, const struct store *from, const struct settings *set)
{
    struct draft draft = {.set = {.given = set->given}};
    for (int i = 0; i < PARAM_COUNT; i++)
        if (settings_has(set, (enum param)i))
            draft.set.values[i] = adopt_value(store, from, set->values[i]);
    for (uint32_t i = 0; i < set->other_count; i++)
        draft_add_other(store, &draft,
                        (struct draft_other){
                            .name = store_atom(store, atom_view(from, set->others[i].name)),
                            .text = store_atom(store, atom_view(from, set->others[i].text))});
    return store_settings(store, &draft);
}

bool settings_same(const struct settings *a, const struct settings *b)
{
    if (a->given != b->given || a->other_count != b->other_count)
        return false;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (!value_same(a->values[i], b->values[i]))
            return false;
    for (uint32_t i = 0; i < a->other_count; i++)
        if (a->others[i].name != b->others[i].name || a->others[i].text != b->others[i].text)
            return false;
    return true;
}

bool settings_same_others(const struct store *store, const struct settings *a,
                          const struct settings *b)
{
    bool same = a->other_count == b->other_count;
    for (uint32_t i = 0; same && i < a->other_count; i++) {
        bool found = false;
        for (uint32_t k = 0; !found && k < b->other_count; k++)
            found = a->others[i].text == b->others[k].text &&
                    view_equal_nocase(atom_view(store, a->others[i].name),
                                      atom_view(store, b->others[k].name));
        same = found;
    }
    return same;
}

struct value factory_value(struct store *store, enum param param)
{
    if (param == PARAM_CERTIFICATE)
        return (struct value){.kind = VALUE_NAME, .number = store_atom(store, VIEW("Demo"))};
    const struct parameter *row = parameter(param);
    if (row->factory < 0)
        return (struct value){0};
    uint8_t kind = row->type == TYPE_WORD ? VALUE_WORD : VALUE_NUMBER;
    return (struct value){.kind = kind, .number = (uint32_t)row->factory};
}

static struct view number_view(uint32_t number, char buffer[VALUE_BUFFER])
{
    int length = snprintf(buffer, VALUE_BUFFER, "%u", number);
    return (struct view){buffer, (size_t)length};
}

struct view value_export(const struct store *store, enum param param, struct value value,
                         char buffer[VALUE_BUFFER])
{
    switch ((enum value_kind)value.kind) {
    case VALUE_ABSENT:
        return VIEW("");
    case VALUE_NUMBER:
        return number_view(value.number, buffer);
    case VALUE_WORD: {
        const struct word *word = word_by_code(parameter(param)->words, value.number);
        return view_of(value.seen == SEEN_NUMBER ? word->number : word->export_word);
    }
    case VALUE_NAME:
    case VALUE_UNKNOWN:
    case VALUE_REJECTED:
        break;
    }
    return atom_view(store, value.number);
}

struct view value_policy(const struct store *store, enum param param, struct value value,
                         char buffer[VALUE_BUFFER])
{
    const struct parameter *row = parameter(param);
    if (value.kind == VALUE_WORD)
        return view_of(word_by_code(row->words, value.number)->policy_word);
    if (value.kind == VALUE_NUMBER && row->type == TYPE_LIMIT && value.number == 0)
        return VIEW("unlimited");
    return value_export(store, param, value, buffer);
}
