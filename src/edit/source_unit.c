/* SPDX-License-Identifier: MIT */
#include "edit/source_unit.h"

/* The part of WISH that SETTING gives; WISH_PARTS if it is about something else. */
static int part_of(const struct source_wish *wish, const struct tree_setting *setting)
{
    enum param param = setting->kind == TREE_PARAMETER ? setting->param
                       : setting->kind == TREE_OTHER   ? param_find(setting->keyword.text)
                                                       : PARAM_COUNT;
    int part = 0;
    while (param != PARAM_COUNT && part < WISH_PARTS && wish->params[part] != param)
        part++;
    return param == PARAM_COUNT ? WISH_PARTS : part;
}

/* The value of SETTING in the language's words; as it is written, if it can stay so. */
static struct view word_of(const struct tokens *tokens, const struct store *store,
                           const struct tree_setting *setting, enum param param)
{
    if (setting->take_back)
        return VIEW("");
    if (setting->kind == TREE_PARAMETER && !setting->value.quoted)
        return setting->value.text;
    return source_value_word(tokens->arena, store, param, setting->read);
}

struct block_unit block_unit_read(const struct tokens *tokens, const struct store *store,
                                  const struct tree_block *block, const struct source_wish *wish)
{
    struct block_unit unit = {.count = 0};
    const struct tree_setting *setting = block->first;
    for (; setting != NULL && unit.count < PARAM_COUNT; setting = setting->next) {
        int part = part_of(wish, setting);
        if (part == WISH_PARTS)
            continue;
        struct token_range range =
            statement_setting(tokens, tokens_at(tokens, setting->keyword.place.offset));
        unit.words[part] = word_of(tokens, store, setting, wish->params[part]);
        if (unit.count > 0 && unit.settings[unit.count - 1].first == range.first)
            continue;
        if (unit.count == 0)
            unit.is_parameter = setting->kind == TREE_OTHER;
        unit.settings[unit.count++] = range;
    }
    return unit;
}

const char *block_unit_text(struct arena *arena, const struct block_unit *unit,
                            const struct source_wish *wish, struct view half)
{
    struct source_wish filled = *wish;
    int open = source_wish_open(wish);
    if (open != WISH_PARTS) {
        filled.words[open] = unit->words[open];
        if (filled.words[open].length == 0 && !unit->is_parameter)
            filled.words[open] = half;
    }
    return source_wish_text(arena, &filled);
}
