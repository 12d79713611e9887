/* SPDX-License-Identifier: MIT */
#include "analysis/lint_removal.h"

#include "analysis/lint_redundant.h"

const uint32_t lint_kept_settings =
    PARAM_BIT(PARAM_TABLE_TLS) | PARAM_BIT(PARAM_DANE_OPTION) | PARAM_BIT(PARAM_CERTIFICATE) |
    PARAM_BIT(PARAM_SEND_TLS_REQ_ALERT);

static const uint32_t SCOPE = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);
static const uint32_t RECIPIENTS =
    PARAM_BIT(PARAM_RECIPIENT_LIMIT) | PARAM_BIT(PARAM_RECIPIENT_MINUTES);
static const uint32_t CONNECTIONS = PARAM_BIT(PARAM_MAX_HOST_CONCURRENCY);

/* Without some of MASK: of limits that belong together all go, or none. */
static uint32_t without(uint32_t mask, uint32_t some)
{
    const uint32_t limits = CONNECTIONS | RECIPIENTS | SCOPE;
    return mask & ~some & ~((some & mask & limits) != 0 ? limits : 0);
}

/* Whether the entry's own block gives PARAM, and nothing else would if it did not. */
static bool is_own(const struct composition *composition, enum param param)
{
    uint32_t count = 0;
    bool own = false;
    for (uint32_t i = 0; i < composition->step_count; i++) {
        const struct step *step = &composition->steps[i];
        if (step->param != param)
            continue;
        own = !step->takes_back && (step->kind == STEP_BLOCK || step->kind == STEP_SCOPE);
        count++;
    }
    /* "recipients unlimited" says its minutes without a step of their own. */
    return (count == 1 && own) || (count == 0 && param == PARAM_RECIPIENT_MINUTES);
}

static uint32_t own_settings(const struct policy *policy, uint32_t section, uint32_t mask)
{
    const struct composition *composition = policy_composition(policy, section);
    for (int i = 0; composition != NULL && i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0 && !is_own(composition, (enum param)i))
            mask = without(mask, PARAM_BIT(i));
    return mask;
}

/* What of MASK would be found in this run: minutes and scope go with their limit. */
static uint32_t found_settings(struct linter *linter, uint32_t entry, uint32_t mask)
{
    const uint32_t limits = CONNECTIONS | PARAM_BIT(PARAM_RECIPIENT_LIMIT) |
                            PARAM_BIT(PARAM_MAX_MESSAGES_PER_CONNECTION);
    uint32_t told = mask & ~(SCOPE | PARAM_BIT(PARAM_RECIPIENT_MINUTES));
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((told & PARAM_BIT(i)) == 0)
            continue;
        struct span place;
        const struct set_rule rule = {
            .code = (limits >> i & 1) != 0 ? CODE_LINT_LIMIT_SAME : CODE_LINT_SETTING_SAME,
            .param = (enum param)i};
        struct topic topic = lint_topic(linter, &rule, entry, &place);
        if (!diag_would_count(linter->diag, rule.code, place, &topic))
            mask = without(mask, PARAM_BIT(i));
    }
    return mask;
}

/* Whether it is allowed that the entry as a whole says what it would inherit. */
static bool is_allowed(struct linter *linter, uint32_t entry)
{
    static const struct set_rule rule = {.code = CODE_LINT_ENTRY_DEFAULT, .param = PARAM_COUNT};
    struct span place;
    struct topic topic = lint_topic(linter, &rule, entry, &place);
    return !diag_is_off(linter->diag, rule.code) &&
           !diag_would_count(linter->diag, rule.code, place, &topic);
}

uint32_t lint_removable(const struct standing *standings, uint32_t count, uint32_t entry,
                        struct diag *diag)
{
    const struct policy *policy = standings[0].policy;
    const struct destination *destination = policy_destination(policy, entry);
    const struct settings *settings = policy_settings(policy, destination->settings);
    struct linter linter = {.diag = diag,
                            .arena = diag->arena,
                            .policy = policy,
                            .defaults = standings[0].defaults};
    uint32_t mask = redundant_settings(policy->store, settings, &standings[0].defaults);
    bool whole = mask == settings->given && settings->other_count == 0;
    mask = own_settings(policy, destination->section, mask & ~lint_kept_settings);
    for (uint32_t i = 1; i < count && mask != 0; i++) {
        const struct policy *other = standings[i].policy;
        uint32_t found = policy_find(other, destination_key(destination));
        if (found == NO_ENTRY)
            continue;
        settings = policy_settings(other, policy_destination(other, found)->settings);
        mask = without(mask, mask & ~redundant_settings(other->store, settings,
                                                        &standings[i].defaults));
    }
    if (mask == 0 || (whole && is_allowed(&linter, entry)))
        return 0;
    return found_settings(&linter, entry, mask);
}
