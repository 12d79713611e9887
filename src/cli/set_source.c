/* SPDX-License-Identifier: MIT */
#include "cli/set_source.h"

#include "edit/format.h"
#include "edit/source_set.h"

/* --- The drafts ------------------------------------------------------------------------------- */

/* TEXT in canonical style, if it is sound. */
static bool formatted(struct run *run, const char *name, struct view text, struct view *result)
{
    struct diag aside;
    diag_init(&aside, &run->arena, &run->sources);
    char *copy = arena_zero(&run->arena, text.length + 2, 1);
    memcpy(copy, text.text, text.length);
    struct source *source = sources_add(&run->sources, name, copy, text.length);
    return source != NULL && format_policy(&aside, source, result) && !diag_has_errors(&aside);
}

/* What becomes of a file; a file in canonical style stays in it. */
static void draft_file(struct setting_run *set, struct source_file *file)
{
    struct run *run = set->run;
    struct view old = {file->source->text, file->source->size};
    struct view styled;
    if (file->patch.count == 0)
        return;
    patch_settle(&file->patch);
    struct view text = patch_apply(&file->patch, old);
    if (formatted(run, file->source->name, old, &styled) && view_equal(styled, old) &&
        formatted(run, file->source->name, text, &styled))
        text = styled;
    if (!view_equal(text, old))
        set_add_draft(set, file->source, text);
}

bool set_source_draft(struct setting_run *set)
{
    struct run *run = set->run;
    struct source_change *change = arena_zero(&run->arena, 1, sizeof *change);
    const char *mistake = NULL;
    change->diag = &run->diag;
    change->policy = &set->before;
    change->splits = option_given(&run->line, OPTION_SPLIT);
    change->wish_count = source_wishes(&run->arena, set->settings, set->setting_count,
                                       change->wishes, &mistake);
    if (mistake != NULL) {
        run_refuse(run, mistake);
        return false;
    }
    if (!source_index_read(&change->index, &run->arena, &run->sources, &run->store, set->source,
                           set->destinations, set->count)) {
        run_refuse(run, "the source cannot be read a second time");
        return false;
    }
    if (!(set->removes ? source_change_remove(change) : source_change_set(change)))
        return false;
    for (uint32_t i = 0; i < change->index.file_count; i++)
        draft_file(set, &change->index.files[i]);
    return true;
}

/* --- Whether it is what was asked for --------------------------------------------------------- */

/* Two policies, and what may differ between them. */
struct comparison {
    const struct setting_run *set;
    const struct policy *before;
    const struct policy *after;
    uint32_t wished; /* a mask of parameters */
    bool is_base;    /* else an appliance's, which may have values of its own */
};

/* What an entry gives without what a limit takes from the default entry. */
static uint32_t told(const struct policy *policy, uint32_t section,
                     const struct settings *settings)
{
    const struct composition *composition = policy_composition(policy, section);
    uint32_t mask = settings->given;
    for (int i = 0; composition != NULL && i < PARAM_COUNT; i++) {
        const struct step *step = composition_step(composition, (enum param)i);
        if (step != NULL && step->kind == STEP_SCOPE)
            mask &= ~PARAM_BIT(i);
    }
    return mask;
}

static bool same_notes(const struct comparison *comparison, uint32_t before, uint32_t after)
{
    const struct composition *a = policy_composition(comparison->before, before);
    const struct composition *b = policy_composition(comparison->after, after);
    if (a == NULL || b == NULL || a->note_count != b->note_count)
        return a == b;
    for (uint32_t i = 0; i < a->note_count; i++) {
        bool found = false;
        for (uint32_t other = 0; !found && other < b->note_count; other++)
            found = view_equal(a->notes[i].text, b->notes[other].text);
        if (!found)
            return false;
    }
    return true;
}

static bool same_others(const struct settings *a, const struct settings *b)
{
    bool same = a->other_count == b->other_count;
    for (uint32_t i = 0; same && i < a->other_count; i++) {
        bool found = false;
        for (uint32_t other = 0; !found && other < b->other_count; other++)
            found = a->others[i].name == b->others[other].name &&
                    a->others[i].text == b->others[other].text;
        same = found;
    }
    return same;
}

/* Whether the entries at two sections give the same, but for the parameters of EXCEPT. */
static bool same_entry(const struct comparison *comparison, uint32_t before,
                       const struct settings *a, uint32_t after, const struct settings *b,
                       uint32_t except)
{
    uint32_t given = told(comparison->before, before, a) & ~except;
    if (given != (told(comparison->after, after, b) & ~except) || !same_others(a, b) ||
        !same_notes(comparison, before, after))
        return false;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((given & PARAM_BIT(i)) != 0 && !value_same(a->values[i], b->values[i]))
            return false;
    return true;
}

/* Whether an entry that was to be changed is as it was asked for. */
static bool is_as_wished(const struct comparison *comparison, uint32_t section,
                         const struct settings *settings)
{
    struct run *run = comparison->set->run;
    struct source_wish wishes[PARAM_COUNT];
    const char *mistake;
    uint32_t count = source_wishes(&run->arena, comparison->set->settings,
                                   comparison->set->setting_count, wishes, &mistake);
    uint32_t given = told(comparison->after, section, settings);
    for (uint32_t i = 0; comparison->is_base && i < count; i++) {
        if (wishes[i].leaves && (given & source_wish_mask(&wishes[i])) != 0)
            return false;
        for (int part = 0; part < WISH_PARTS; part++) {
            enum param param = wishes[i].params[part];
            if (param == PARAM_COUNT || wishes[i].words[part].length == 0)
                continue;
            struct view word = source_value_word(&run->arena, &run->store, param,
                                                 settings->values[param]);
            if (!settings_has(settings, param) || !view_equal(word, wishes[i].words[part]))
                return false;
        }
    }
    return true;
}

/* The section and settings of the entry with KEY, the default entry where it is empty; or NULL. */
static const struct settings *find_entry(const struct policy *policy, struct view key,
                                         uint32_t *section)
{
    *section = policy->default_section;
    if (key.length == 0)
        return policy_default(policy);
    uint32_t entry = policy_find(policy, key);
    if (entry == NO_ENTRY)
        return NULL;
    *section = policy_destination(policy, entry)->section;
    return policy_settings(policy, policy_destination(policy, entry)->settings);
}

/* Whether the entry with KEY has become what it may. */
static bool is_good(const struct comparison *comparison, struct view key)
{
    const struct setting_run *set = comparison->set;
    bool wanted = set_find(set, key) != UINT32_MAX;
    uint32_t before;
    uint32_t after;
    const struct settings *a = find_entry(comparison->before, key, &before);
    const struct settings *b = find_entry(comparison->after, key, &after);
    if (wanted && set->removes)
        return b == NULL;
    if (a == NULL || b == NULL)
        return a == b || (wanted && b != NULL && is_as_wished(comparison, after, b));
    if (!same_entry(comparison, before, a, after, b, wanted ? comparison->wished : 0))
        return false;
    return !wanted || is_as_wished(comparison, after, b);
}

/* The name of an entry that has become something else than it may; NULL if there is none. */
static const char *spoilt(const struct comparison *comparison)
{
    struct arena *arena = &comparison->set->run->arena;
    const struct policy *policies[] = {comparison->before, comparison->after};
    if (!is_good(comparison, VIEW("")))
        return "the default entry";
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        for (uint32_t entry = 0; entry < policies[i]->count; entry++) {
            const struct destination *destination = policy_destination(policies[i], entry);
            if (!is_good(comparison, destination_key(destination)))
                return arena_printf(arena, "%.*s", VIEW_ARG(destination_name(destination)));
        }
    return NULL;
}

const char *set_source_mistake(struct setting_run *set)
{
    struct arena *arena = &set->run->arena;
    const struct policy *before = &set->before;
    const struct policy *after = &set->after;
    struct comparison comparison = {.set = set, .before = before, .after = after, .is_base = true};
    for (uint32_t i = 0; i < set->setting_count; i++)
        comparison.wished |= PARAM_BIT(set->settings[i].param);
    /* What a source says in one setting goes together. */
    if ((comparison.wished & PARAM_BIT(PARAM_RECIPIENT_LIMIT)) != 0)
        comparison.wished |= PARAM_BIT(PARAM_RECIPIENT_MINUTES);
    const uint32_t scope = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);
    if ((comparison.wished & scope) != 0)
        comparison.wished |= scope;
    const char *name = spoilt(&comparison);
    if (name == NULL && (before->appliance_count != after->appliance_count ||
                         before->assertion_count != after->assertion_count))
        name = "the source";
    for (uint32_t i = 0; name == NULL && i < before->appliance_count; i++) {
        comparison.before = before->appliances[i].policy;
        comparison.after = after->appliances[i].policy;
        comparison.is_base = false;
        name = spoilt(&comparison);
    }
    if (name == NULL)
        return NULL;
    return arena_printf(arena, "nothing is changed: %s would become something else than was asked "
                               "for; edit the statements by hand", name);
}
