/* SPDX-License-Identifier: MIT */
#include "edit/removal.h"

/* removal_take() for a format. */
typedef bool take_function(const struct removal *removal, const struct policy *policy,
                           uint32_t section, uint32_t mask, struct patch *patch);

static struct view name_of(int param)
{
    return view_of(parameter((enum param)param)->export_name);
}

/* --- Table files ------------------------------------------------------------------------------ */

static bool take_lines(const struct removal *removal, const struct policy *policy,
                       uint32_t section, uint32_t mask, struct patch *patch)
{
    uint32_t marks[PARAM_COUNT];
    uint32_t count = 0;
    uint32_t head = table_section(&removal->table, section);
    (void)policy;
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((mask & PARAM_BIT(i)) == 0)
            continue;
        marks[count] = head == TABLE_NONE ? TABLE_NONE
                                          : table_setting(&removal->table, head, name_of(i));
        if (marks[count++] == TABLE_NONE)
            return false;
    }
    for (uint32_t i = 0; patch != NULL && i < count; i++)
        table_remove_setting(&removal->table, marks[i], patch);
    return true;
}

/* --- Csv -------------------------------------------------------------------------------------- */

static bool is_here(const struct removal *removal, struct span place)
{
    return place.offset >= removal->source->base &&
           place.end <= removal->source->base + removal->source->size;
}

static bool take_cells(const struct removal *removal, const struct policy *policy,
                       uint32_t section, uint32_t mask, struct patch *patch)
{
    struct span places[PARAM_COUNT];
    uint32_t count = 0;
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((mask & PARAM_BIT(i)) == 0)
            continue;
        places[count] = policy_locate(policy, section, name_of(i));
        if (!is_here(removal, places[count++]))
            return false;
    }
    for (uint32_t i = 0; patch != NULL && i < count; i++)
        patch_replace(patch, places[i].offset - removal->source->base,
                      places[i].end - removal->source->base, VIEW(""));
    return true;
}

/* --- Policy sources --------------------------------------------------------------------------- */

/* The setting that gives PARAM; one without tokens for what stands in no statement of its own. */
static bool find_setting(const struct removal *removal, const struct composition *composition,
                         enum param param, struct token_range *setting)
{
    const struct step *step = composition_step(composition, param);
    *setting = (struct token_range){TOKEN_INDEX_NONE, TOKEN_INDEX_NONE};
    if (step == NULL) /* minutes that "recipients unlimited" has without saying them */
        return param == PARAM_RECIPIENT_MINUTES;
    if (step->kind == STEP_SCOPE) /* taken from the default entry */
        return true;
    if (step->kind != STEP_BLOCK || !is_here(removal, step->place))
        return false;
    *setting = statement_setting(&removal->tokens,
                                 tokens_at(&removal->tokens, step->place.offset));
    return statement_is_own(&removal->tokens, *setting);
}

static bool take_statements(const struct removal *removal, const struct policy *policy,
                            uint32_t section, uint32_t mask, struct patch *patch)
{
    const struct composition *composition = policy_composition(policy, section);
    struct token_range settings[PARAM_COUNT];
    uint32_t count = 0;
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((mask & PARAM_BIT(i)) == 0)
            continue;
        if (composition == NULL ||
            !find_setting(removal, composition, (enum param)i, &settings[count]))
            return false;
        count += settings[count].first != TOKEN_INDEX_NONE;
    }
    if (patch != NULL)
        statement_remove_settings(&removal->tokens, settings, count, patch);
    return true;
}

/* ---------------------------------------------------------------------------------------------- */

static take_function *const takers[FORMAT_COUNT] = {
    [FORMAT_DESTCONFIG] = take_lines,
    [FORMAT_CSV] = take_cells,
    [FORMAT_POLICY] = take_statements,
};

bool removal_begin(struct removal *removal, const struct policy *policy, enum format format,
                   const struct source *source)
{
    const struct read_options options = {.target = RELEASE_NEWEST, .certificate_told = true};
    *removal = (struct removal){.format = format, .source = source};
    diag_init(&removal->diag, policy->arena, policy->sources);
    if (format == FORMAT_DESTCONFIG)
        return table_parse(&removal->table, &removal->diag, policy->store, &options, source);
    if (format == FORMAT_POLICY)
        return tokens_read(&removal->tokens, &removal->diag, source);
    return format < FORMAT_COUNT && takers[format] != NULL;
}

bool removal_is_sure(enum format format)
{
    return format == FORMAT_DESTCONFIG || format == FORMAT_CSV;
}

bool removal_take(const struct removal *removal, const struct policy *policy, uint32_t section,
                  uint32_t mask, struct patch *patch)
{
    return takers[removal->format](removal, policy, section, mask, patch);
}
