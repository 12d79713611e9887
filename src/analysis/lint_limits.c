/* SPDX-License-Identifier: MIT */
#include "analysis/lint_limits.h"

static uint32_t number_of(const struct resolved *resolved, enum param param)
{
    return resolved->settings[param].value.number;
}

static bool is_number(const struct resolved *resolved, enum param param)
{
    return resolved->settings[param].value.kind == VALUE_NUMBER;
}

/* --- The default entry ------------------------------------------------------------------------ */

/*
 * Fewer than one recipient a minute on average. Source: none says what is too few; it is the bound
 * below which a domain that gets a message an hour with 60 recipients waits for it.
 */
static void judge_default(struct linter *linter)
{
    static const struct set_rule rule = {.code = CODE_LINT_LIMIT_TINY,
                                         .param = PARAM_RECIPIENT_LIMIT};
    const struct settings *settings = policy_default(linter->policy);
    if (settings == NULL)
        return;
    struct resolved resolved;
    resolve_default(&linter->defaults, &resolved);
    if (!is_number(&resolved, PARAM_RECIPIENT_LIMIT) ||
        !is_number(&resolved, PARAM_RECIPIENT_MINUTES))
        return;
    uint32_t limit = number_of(&resolved, PARAM_RECIPIENT_LIMIT);
    uint32_t minutes = number_of(&resolved, PARAM_RECIPIENT_MINUTES);
    if (limit == 0 || limit >= minutes)
        return;
    struct message *message = lint_report_entry(
        linter, &rule, NO_ENTRY, "every domain without an entry gets %u recipient%s in %u minutes",
        limit, limit == 1 ? "" : "s", minutes);
    diag_mend(linter->diag, message);
}

/* --- Looser than the default entry ------------------------------------------------------------ */

enum order { STRICTER = -1, EQUAL, LOOSER, INCOMPARABLE };

static enum order order_of(uint64_t own, uint64_t other)
{
    return own == other ? EQUAL : own > other ? LOOSER : STRICTER;
}

/*
 * How the numbers of a limit are counted. Per mail exchanger a domain gets as much for each, per
 * virtual gateway as much from each: both are the looser words, with the greater codes.
 */
static enum order compare_scope(const struct resolved *own, const struct resolved *other)
{
    static const enum param words[] = {PARAM_LIMIT_TYPE, PARAM_LIMIT_APPLY};
    enum order order = EQUAL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct value *a = &own->settings[words[i]].value;
        const struct value *b = &other->settings[words[i]].value;
        if (a->kind != VALUE_WORD || b->kind != VALUE_WORD)
            return INCOMPARABLE;
        enum order one = order_of(a->number, b->number);
        if (order != EQUAL && one != EQUAL && one != order)
            return INCOMPARABLE;
        order = one == EQUAL ? order : one;
    }
    return order;
}

/* Recipients are compared as a rate; no limit is the loosest. */
static enum order compare_recipients(const struct resolved *own, const struct resolved *other)
{
    uint64_t limit = number_of(own, PARAM_RECIPIENT_LIMIT);
    uint64_t base = number_of(other, PARAM_RECIPIENT_LIMIT);
    if (limit == 0 || base == 0)
        return order_of(limit == 0, base == 0);
    if (!is_number(own, PARAM_RECIPIENT_MINUTES) || !is_number(other, PARAM_RECIPIENT_MINUTES))
        return INCOMPARABLE;
    return order_of(limit * number_of(other, PARAM_RECIPIENT_MINUTES),
                    base * number_of(own, PARAM_RECIPIENT_MINUTES));
}

/* How the limit for PARAM compares with the default entry's, its scope left out of account. */
static enum order compare_limit(const struct resolved *own, const struct resolved *other,
                                enum param param)
{
    if (!is_number(own, param) || !is_number(other, param))
        return INCOMPARABLE;
    if (param == PARAM_RECIPIENT_LIMIT)
        return compare_recipients(own, other);
    return order_of(number_of(own, param), number_of(other, param));
}

static bool is_unlimited(const struct resolved *resolved, enum param param)
{
    return param == PARAM_RECIPIENT_LIMIT && number_of(resolved, param) == 0;
}

/* Whether the limit that the entry gives for PARAM is looser than the default entry's. */
static bool is_looser(const struct linter *linter, const struct settings *settings,
                      const struct resolved *resolved, enum param param)
{
    struct resolved defaults;
    resolve_default(&linter->defaults, &defaults);
    if (!settings_has(settings, param) || compare_limit(resolved, &defaults, param) != LOOSER)
        return false;
    /* Messages a connection have no scope, and what is unlimited is so in any. */
    if (param == PARAM_MAX_MESSAGES_PER_CONNECTION || is_unlimited(resolved, param))
        return true;
    enum order scope = compare_scope(resolved, &defaults);
    return scope == LOOSER || scope == EQUAL;
}

/* Whether the entry has a limit like the default entry's and counts it for less at a time. */
static bool has_looser_scope(const struct linter *linter, const struct resolved *resolved,
                             enum param word)
{
    static const enum param limits[] = {PARAM_MAX_HOST_CONCURRENCY, PARAM_RECIPIENT_LIMIT};
    struct resolved defaults;
    resolve_default(&linter->defaults, &defaults);
    if (resolved->settings[word].origin != ORIGIN_ENTRY ||
        compare_scope(resolved, &defaults) != LOOSER ||
        number_of(resolved, word) <= number_of(&defaults, word))
        return false;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (compare_limit(resolved, &defaults, limits[i]) == EQUAL &&
            !is_unlimited(resolved, limits[i]))
            return true;
    return false;
}

static bool has_looser_connections(struct linter *linter, const struct settings *settings,
                                   const struct resolved *resolved)
{
    return is_looser(linter, settings, resolved, PARAM_MAX_HOST_CONCURRENCY);
}

static bool has_looser_messages(struct linter *linter, const struct settings *settings,
                                const struct resolved *resolved)
{
    return is_looser(linter, settings, resolved, PARAM_MAX_MESSAGES_PER_CONNECTION);
}

static bool has_looser_recipients(struct linter *linter, const struct settings *settings,
                                  const struct resolved *resolved)
{
    return is_looser(linter, settings, resolved, PARAM_RECIPIENT_LIMIT);
}

static bool has_looser_type(struct linter *linter, const struct settings *settings,
                            const struct resolved *resolved)
{
    (void)settings;
    return has_looser_scope(linter, resolved, PARAM_LIMIT_TYPE);
}

static bool has_looser_apply(struct linter *linter, const struct settings *settings,
                             const struct resolved *resolved)
{
    (void)settings;
    return has_looser_scope(linter, resolved, PARAM_LIMIT_APPLY);
}

static void tell_looser(struct linter *linter, const struct set_rule *rule, uint32_t entry)
{
    struct view name = view_of(parameter(rule->param)->export_name);
    struct message *message = lint_report_entry(
        linter, rule, entry, "%.*s allows more than the default entry",
        VIEW_ARG(lint_param_name(linter, rule->param)));
    if (message == NULL)
        return;
    diag_note(linter->diag, message,
              policy_locate(linter->policy, linter->defaults.section, name),
              "the default entry's limit");
    diag_mend(linter->diag, message);
}

static const struct set_rule rules[] = {
    {CODE_LINT_LIMIT_LOOSER, PARAM_MAX_HOST_CONCURRENCY, has_looser_connections, tell_looser, NULL},
    {CODE_LINT_LIMIT_LOOSER, PARAM_MAX_MESSAGES_PER_CONNECTION, has_looser_messages, tell_looser,
     NULL},
    {CODE_LINT_LIMIT_LOOSER, PARAM_RECIPIENT_LIMIT, has_looser_recipients, tell_looser, NULL},
    {CODE_LINT_LIMIT_LOOSER, PARAM_LIMIT_TYPE, has_looser_type, tell_looser, NULL},
    {CODE_LINT_LIMIT_LOOSER, PARAM_LIMIT_APPLY, has_looser_apply, tell_looser, NULL},
};

/* Whether an entry gives a limit that the default entry's would be held against. */
static bool any_limit(const struct policy *policy)
{
    const uint32_t limits = PARAM_BIT(PARAM_MAX_HOST_CONCURRENCY) |
                            PARAM_BIT(PARAM_MAX_MESSAGES_PER_CONNECTION) |
                            PARAM_BIT(PARAM_RECIPIENT_LIMIT);
    uint32_t count;
    const struct set_use *sets = policy_sets(policy, &count);
    for (uint32_t i = 0; i < count; i++)
        if ((policy_settings(policy, sets[i].settings)->given & limits) != 0)
            return true;
    return false;
}

void lint_limits(struct linter *linter)
{
    judge_default(linter);
    if (linter->defaults.settings != NULL)
        lint_sets(linter, rules, sizeof rules / sizeof *rules);
    else if (any_limit(linter->policy))
        lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_LIMIT_LOOSER);
}
