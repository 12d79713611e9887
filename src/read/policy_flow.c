/* SPDX-License-Identifier: MIT */
#include "read/policy_flow.h"

#include "read/flow.h"

/* --- Putting settings together ---------------------------------------------------------------- */

/* Where SETTINGS have the parameter of SETTING; their count if they have not. */
static uint32_t find(const struct flow_settings *settings, const struct flow_setting *setting)
{
    uint32_t index = 0;
    for (; index < settings->count; index++) {
        const struct flow_setting *known = &settings->list[index];
        if (known->param == setting->param &&
            (known->param != FLOW_COUNT || view_equal_nocase(known->name, setting->name)))
            break;
    }
    return index;
}

static void put(struct arena *arena, struct flow_settings *settings,
                const struct flow_setting *setting)
{
    uint32_t index = find(settings, setting);
    if (index < settings->count)
        settings->list[index] = *setting;
    else
        flow_add(arena, settings, setting);
}

static void put_all(struct arena *arena, struct flow_settings *settings,
                    const struct flow_settings *added)
{
    for (uint32_t i = 0; i < added->count; i++)
        put(arena, settings, &added->list[i]);
}

static void take_away(struct flow_settings *settings, const struct flow_setting *setting)
{
    uint32_t index = find(settings, setting);
    if (index == settings->count)
        return;
    settings->count--;
    for (; index < settings->count; index++)
        settings->list[index] = settings->list[index + 1];
}

/* --- One block -------------------------------------------------------------------------------- */

/* The setting as the reader of blocks takes it, which judges its name and value. */
static void read_setting(struct flow_reader *reader, const struct tree_flow_setting *setting)
{
    bool known = setting->param != FLOW_COUNT;
    struct view name = known ? view_of(flow_parameter(setting->param)->name)
                             : setting->keyword.text;
    struct view text = setting->value.text;
    if (known)
        text = flow_policy_text(reader->diag->arena, setting->param, text);
    reader->vocabulary = known ? VOCABULARY_SOURCE : VOCABULARY_EXPORT_LIKE;
    bool quoted = text.length > 1 && text.text[0] == '"' && text.text[text.length - 1] == '"';
    flow_read_setting(reader, name, setting->keyword.place,
                      (struct flow_text){text, quoted ? FLOW_QUOTED : FLOW_BARE},
                      setting->value.place);
}

/* "tls default" beside another setting of the same parameter. */
static void check_taken_back(struct diag *diag, const struct tree_flow_setting *setting,
                             const struct tree_flow *block)
{
    const struct tree_flow_setting *other = block->first;
    while (other != setting && other->param != setting->param)
        other = other->next;
    if (other == setting || (!setting->take_back && !other->take_back))
        return; /* two values are told of where they are read */
    struct message *message =
        diag_report(diag, CODE_DUPLICATE_PARAMETER, setting->keyword.place,
                    "%.*s is given twice", VIEW_ARG(setting->keyword.text));
    diag_note(diag, message, other->keyword.place, "first given here");
    diag_help(diag, message, "keep one of the two");
}

/* Adds to SETTINGS what BLOCK gives, and takes from them what it takes back. */
static void add_block(struct names *names, enum flow_table table, struct flow_settings *settings,
                      const struct tree_flow *block)
{
    struct flow_reader reader;
    flow_reader_init(&reader, names->diag, table, names->store->seed, false);
    reader.vocabulary = VOCABULARY_SOURCE;
    flow_begin(&reader, block->place);
    const struct tree_flow_setting *setting = block->first;
    for (; setting != NULL; setting = setting->next) {
        const struct flow_setting taken = {.param = setting->param};
        if (setting->take_back)
            take_away(settings, &taken);
        else
            read_setting(&reader, setting);
        if (setting->param != FLOW_COUNT)
            check_taken_back(names->diag, setting, block);
    }
    flow_end(&reader);
    struct flow_settings own = flow_take(&reader);
    put_all(names->arena, settings, &own);
}

/* --- The way in ------------------------------------------------------------------------------- */

struct flow_settings policy_flow_settings(struct names *names, enum flow_table table,
                                          const struct flow_settings *before,
                                          const struct tree_list *uses,
                                          const struct tree_flow *block)
{
    struct flow_settings settings = {0};
    if (before != NULL)
        put_all(names->arena, &settings, before);
    for (const struct tree_list_item *item = uses->first; item != NULL; item = item->next) {
        const struct definition *bundle =
            names_find(names, DEFINITION_FLOW_BUNDLE, item->text);
        if (bundle != NULL)
            put_all(names->arena, &settings, &bundle->flow);
    }
    add_block(names, table, &settings, block);
    return settings;
}

/* An unknown bundle that it extends was reported on the way here. */
void policy_flow_bundle(struct names *names, struct definition *bundle)
{
    const struct tree_statement *statement = bundle->statement;
    for (const struct tree_list_item *item = statement->uses.first; item != NULL;
         item = item->next) {
        const struct definition *other =
            names_known(names, DEFINITION_FLOW_BUNDLE, item->text.text);
        if (other != NULL)
            put_all(names->arena, &bundle->flow, &other->flow);
    }
    add_block(names, FLOW_TABLE_HAT, &bundle->flow, &statement->flow);
}
