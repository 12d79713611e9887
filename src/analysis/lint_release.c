/* SPDX-License-Identifier: MIT */
#include "analysis/lint_release.h"

#include "base/near.h"

/* --- What the release does not have ----------------------------------------------------------- */

static void tell_lacking(struct linter *linter, struct release target, uint32_t mask,
                         uint32_t entry)
{
    for (int i = 0; mask >> i != 0; i++) {
        if ((mask >> i & 1) == 0)
            continue;
        const struct parameter *row = parameter((enum param)i);
        const struct set_rule rule = {.code = CODE_LINT_RELEASE_LACKS, .param = (enum param)i};
        struct message *message = lint_report_entry(
            linter, &rule, entry, "AsyncOS %u.%u has no %.*s (it came with %u.%u)", target.major,
            target.minor, VIEW_ARG(lint_param_name(linter, (enum param)i)), row->since.major,
            row->since.minor);
        diag_mend(linter->diag, message);
    }
}

static void judge_release(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    const struct lint_settings *wanted = linter->settings;
    if ((!wanted->has_target && !policy->has_target) ||
        !lint_wants(linter, CODE_LINT_RELEASE_LACKS))
        return;
    struct release target = wanted->has_target ? wanted->target : policy->target;
    uint32_t lacking = params_lacking(target);
    if (lacking == 0)
        return;
    if (policy->has_default)
        tell_lacking(linter, target, policy_default(policy)->given & lacking, NO_ENTRY);
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        uint32_t number = policy_destination(policy, entry)->settings;
        uint32_t given = policy_settings(policy, number)->given;
        if ((given & lacking) != 0)
            tell_lacking(linter, target, given & lacking, entry);
    }
}

/* --- What nothing declares -------------------------------------------------------------------- */

/* A kind of things that a policy refers to, all of which are known by name. */
struct known_names {
    enum code code;
    enum param param;
    const char *words;
    const char *built_in; /* every appliance has it */
    const struct reference_list *list; /* NULL: not all are known */
};

enum { KIND_COUNT = 2 };

/* Of certificates a file lists those that something uses, a source those that are there. */
static void find_known(const struct policy *policy, struct known_names known[KIND_COUNT])
{
    const struct policy *const policies[] = {policy, policy->base, policy->outside};
    known[0] = (struct known_names){CODE_LINT_PROFILE_UNKNOWN, PARAM_BOUNCE_PROFILE,
                                    "bounce profile", "Default", NULL};
    known[1] = (struct known_names){CODE_LINT_CERTIFICATE_UNKNOWN, PARAM_CERTIFICATE,
                                    "certificate", "Demo", NULL};
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        const struct references *references = policies[i] == NULL ? NULL : &policies[i]->references;
        if (references == NULL)
            continue;
        if (known[0].list == NULL && references->bounce_profiles.count > 0)
            known[0].list = &references->bounce_profiles;
        if (known[1].list == NULL && references->certificates_declared)
            known[1].list = &references->certificates;
    }
}

static bool is_known(const struct known_names *known, struct view name)
{
    return known->list == NULL || name.length == 0 ||
           view_equal(name, view_of(known->built_in)) ||
           references_find(known->list, name) != NULL;
}

static void help_unknown(struct linter *linter, const struct known_names *known,
                         struct message *message, struct view name)
{
    if (message == NULL)
        return;
    struct nearest nearest = nearest_to(name);
    for (uint32_t i = 0; i < known->list->count; i++)
        nearest_offer(&nearest, known->list->list[i].name, known->list->list[i].name);
    if (nearest_found(&nearest))
        diag_help(linter->diag, message, "did you mean %s?",
                  nearest_words(linter->arena, &nearest, "", ""));
    else
        diag_mend(linter->diag, message);
}

/* Holds what SETTINGS of ENTRY (NO_ENTRY: the default entry) name against what is known. */
static void judge_entry(struct linter *linter, const struct known_names *known,
                        const struct settings *settings, uint32_t entry)
{
    const struct value *value = &settings->values[known->param];
    if (!settings_has(settings, known->param) || value->kind != VALUE_NAME)
        return;
    struct view name = atom_view(linter->policy->store, value->number);
    if (is_known(known, name))
        return;
    const struct set_rule rule = {.code = known->code, .param = known->param};
    struct message *message =
        lint_report_entry(linter, &rule, entry, "no %s is declared that is called %.*s",
                          known->words, VIEW_ARG(name));
    help_unknown(linter, known, message, name);
}

/* A bit for each stored set that names something unknown. */
static bool *find_strange(struct linter *linter, const struct known_names *known)
{
    const struct policy *policy = linter->policy;
    const struct store *store = policy->store;
    bool *strange = arena_zero(linter->arena, store->set_count + 1u, sizeof *strange);
    uint32_t count;
    const struct set_use *sets = policy_sets(policy, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct settings *settings = policy_settings(policy, sets[i].settings);
        const struct value *value = &settings->values[known->param];
        strange[sets[i].settings] = settings_has(settings, known->param) &&
                                    value->kind == VALUE_NAME &&
                                    !is_known(known, atom_view(store, value->number));
    }
    return strange;
}

static void judge_listener(struct linter *linter, const struct known_names *known,
                           const struct listener *listener)
{
    bool is_profile = known->param == PARAM_BOUNCE_PROFILE;
    struct view name = is_profile ? listener->bounce_profile : listener->certificate;
    if (is_known(known, name))
        return;
    const struct topic topic = {listener->name,
                                view_of(parameter(known->param)->policy_name), name};
    struct message *message =
        diag_report_about(linter->diag, known->code, listener->place, &topic,
                          "no %s is declared that is called %.*s", known->words, VIEW_ARG(name));
    help_unknown(linter, known, message, name);
}

static void judge_references(struct linter *linter, const struct known_names *known)
{
    const struct policy *policy = linter->policy;
    if (known->list == NULL || !lint_wants(linter, known->code))
        return;
    if (policy->has_default)
        judge_entry(linter, known, policy_default(policy), NO_ENTRY);
    const bool *strange = find_strange(linter, known);
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        uint32_t number = policy_destination(policy, entry)->settings;
        if (strange[number])
            judge_entry(linter, known, policy_settings(policy, number), entry);
    }
    for (uint32_t i = 0; i < policy->listeners.count; i++)
        judge_listener(linter, known, &policy->listeners.list[i]);
}

void lint_release(struct linter *linter)
{
    struct known_names known[KIND_COUNT];
    judge_release(linter);
    find_known(linter->policy, known);
    for (int i = 0; i < KIND_COUNT; i++)
        judge_references(linter, &known[i]);
}
