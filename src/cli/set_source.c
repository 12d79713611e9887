/* SPDX-License-Identifier: MIT */
#include "cli/set_source.h"

#include "cli/set_links.h"
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
    change->wish_count =
        source_wishes(&run->arena, &run->sources, &run->store, set->settings,
                      set->setting_count, change->wishes, &mistake);
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
    return set_check_links(set, &change->index);
}

/* --- Whether it is what was asked for --------------------------------------------------------- */

/* Two policies, and what may differ between them. */
struct comparison {
    struct setting_run *set;
    const struct policy *before;
    const struct policy *after;
    const struct appliance *appliance; /* whose they are; NULL: the base's */
    struct source_wish wishes[PARAM_COUNT];
    uint32_t wish_count;
    uint32_t wished;   /* a mask of their parameters */
    struct view spoilt; /* the name of an entry that has become something else than it may */
    enum param half;    /* what of it was not named and differs, or PARAM_COUNT */
    uint32_t section;   /* and where it was */
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

/* Whether the entries at two sections give the same, but for the parameters of EXCEPT. */
static bool same_entry(const struct comparison *comparison, uint32_t before,
                       const struct settings *a, uint32_t after, const struct settings *b,
                       uint32_t except)
{
    uint32_t given = told(comparison->before, before, a) & ~except;
    if (given != (told(comparison->after, after, b) & ~except) ||
        !settings_same_others(comparison->before->store, a, b) ||
        !same_notes(comparison, before, after))
        return false;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((given & PARAM_BIT(i)) != 0 && !value_same(a->values[i], b->values[i]))
            return false;
    return true;
}

/*
 * Whether what PARAM is in AFTER is what it was in BEFORE, NULL for no entry. OWN is a mask: what
 * AFTER gives itself.
 */
static bool is_kept(const struct source_wish *wish, enum param param,
                    const struct settings *before, const struct settings *after,
                    uint32_t own)
{
    if (before != NULL && settings_has(before, param))
        return settings_has(after, param) &&
               value_same(before->values[param], after->values[param]);
    /* An unlimited number needs no minutes, but a table has some. */
    return (own & PARAM_BIT(param)) == 0 ||
           (param == PARAM_RECIPIENT_MINUTES && view_equal(wish->words[0], VIEW("unlimited")));
}

/*
 * Whether an entry that was to be changed, and gave BEFORE, gives in SETTINGS what was asked for,
 * and in the parts of it that were not named what it gave.
 */
static bool is_as_wished(struct comparison *comparison, uint32_t section,
                         const struct settings *before, const struct settings *settings)
{
    uint32_t given = told(comparison->after, section, settings);
    for (uint32_t i = 0; i < comparison->wish_count; i++) {
        const struct source_wish *wish = &comparison->wishes[i];
        int open = source_wish_open(wish);
        if (wish->leaves ? (given & source_wish_mask(wish)) != 0
                         : !source_wish_given(wish, settings))
            return false;
        if (open != WISH_PARTS && !is_kept(wish, wish->params[open], before, settings, given)) {
            comparison->half = wish->params[open];
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
static bool is_good(struct comparison *comparison, struct view key)
{
    const struct setting_run *set = comparison->set;
    bool wanted = set_find(set, key) != UINT32_MAX;
    uint32_t after;
    const struct settings *a = find_entry(comparison->before, key, &comparison->section);
    const struct settings *b = find_entry(comparison->after, key, &after);
    if (wanted && set->removes)
        return b == NULL;
    if (a == NULL || b == NULL)
        return a == b || (wanted && b != NULL && is_as_wished(comparison, after, a, b));
    if (!same_entry(comparison, comparison->section, a, after, b,
                    wanted ? comparison->wished : 0))
        return false;
    return !wanted || is_as_wished(comparison, after, a, b);
}

/* Whether all entries have; else the first that has not is noted. */
static bool all_good(struct comparison *comparison)
{
    const struct policy *policies[] = {comparison->before, comparison->after};
    comparison->half = PARAM_COUNT;
    comparison->spoilt = VIEW("the default entry");
    if (!is_good(comparison, VIEW("")))
        return false;
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        for (uint32_t entry = 0; entry < policies[i]->count; entry++) {
            const struct destination *destination = policy_destination(policies[i], entry);
            comparison->spoilt = destination_name(destination);
            if (!is_good(comparison, destination_key(destination)))
                return false;
        }
    return true;
}

static bool refuse(const struct comparison *comparison)
{
    struct run *run = comparison->set->run;
    if (comparison->appliance != NULL && comparison->half != PARAM_COUNT) {
        const struct composition *composition =
            policy_composition(comparison->before, comparison->section);
        const struct step *step =
            composition == NULL ? NULL : composition_step(composition, comparison->half);
        diag_mend(&run->diag,
                  diag_report(&run->diag, CODE_SET_OVERLAY, step == NULL ? SPAN_NONE : step->place,
                              "the appliance %.*s has a value of %s of its own for %.*s",
                              VIEW_ARG(comparison->appliance->name),
                              parameter(comparison->half)->policy_name,
                              VIEW_ARG(comparison->spoilt)));
        return false;
    }
    run_refuse(run, arena_printf(&run->arena,
                                 "nothing is changed: %.*s would become something else than was "
                                 "asked for; edit the statements by hand",
                                 VIEW_ARG(comparison->spoilt)));
    return false;
}

bool set_source_check(struct setting_run *set)
{
    struct run *run = set->run;
    const struct policy *before = &set->before;
    const struct policy *after = &set->after;
    const char *mistake;
    struct comparison comparison = {.set = set, .before = before, .after = after};
    comparison.wish_count =
        source_wishes(&run->arena, &run->sources, &run->store, set->settings,
                      set->setting_count, comparison.wishes, &mistake);
    for (uint32_t i = 0; i < comparison.wish_count; i++)
        comparison.wished |= source_wish_mask(&comparison.wishes[i]);
    if (!all_good(&comparison))
        return refuse(&comparison);
    comparison.spoilt = VIEW("the source");
    if (before->appliance_count != after->appliance_count ||
        before->assertion_count != after->assertion_count)
        return refuse(&comparison);
    for (uint32_t i = 0; i < before->appliance_count; i++) {
        comparison.appliance = &before->appliances[i];
        comparison.before = before->appliances[i].policy;
        comparison.after = after->appliances[i].policy;
        if (!all_good(&comparison))
            return refuse(&comparison);
    }
    return true;
}
