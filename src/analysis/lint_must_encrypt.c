/* SPDX-License-Identifier: MIT */
#include "analysis/lint_must_encrypt.h"

#include "analysis/below.h"
#include "analysis/enforced.h"
#include "analysis/match.h"

enum clear { CLEAR_NEVER, CLEAR_POSSIBLE, CLEAR_UNKNOWN };

/* Whether mail that ENTRY decides about, NO_ENTRY for the default entry, may go in clear. */
static enum clear may_be_clear(struct linter *linter, uint32_t entry)
{
    const struct policy *policy = linter->policy;
    const struct settings *settings =
        entry == NO_ENTRY ? NULL
                          : policy_settings(policy, policy_destination(policy, entry)->settings);
    struct resolved resolved;
    if (settings == NULL)
        resolve_default(&linter->defaults, &resolved);
    else
        resolve(settings, &linter->defaults, &resolved);
    if (is_enforced(&resolved))
        return CLEAR_NEVER;
    const struct effective *tls = &resolved.settings[PARAM_TABLE_TLS];
    if (tls->origin == ORIGIN_APPLIANCE)
        lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_MUST_ENCRYPT);
    return tls->value.kind == VALUE_WORD ? CLEAR_POSSIBLE : CLEAR_UNKNOWN;
}

static const struct set_rule must_encrypt = {.code = CODE_LINT_MUST_ENCRYPT,
                                             .param = PARAM_TABLE_TLS};

static void tell_clear(struct linter *linter, uint32_t entry, struct view name)
{
    struct message *message =
        lint_report_entry(linter, &must_encrypt, entry,
                          "mail to %.*s must be encrypted, and can go in clear", VIEW_ARG(name));
    diag_mend(linter->diag, message);
}

/*
 * The domain itself. What decides about it may be another entry, or the default entry, which
 * decides about others as well: then the finding is about the domain.
 */
static void judge_must_encrypt(struct linter *linter, const struct domain *domain)
{
    const struct policy *policy = linter->policy;
    const struct asked asked = {.text = domain->name, .domain = *domain};
    struct matches matches;
    match_find(policy, &asked, &matches);
    uint32_t entry = matches.list[0].entry;
    if (may_be_clear(linter, entry) != CLEAR_POSSIBLE)
        return;
    if (matches.list[0].kind == MATCH_EXACT) {
        tell_clear(linter, entry, domain->name);
        return;
    }
    uint32_t section = entry == NO_ENTRY ? linter->defaults.section
                                         : policy_destination(policy, entry)->section;
    struct view setting = view_of(parameter(PARAM_TABLE_TLS)->export_name);
    const struct topic topic = {.entry = domain->name, .setting = setting};
    struct span place = policy_locate(policy, section, setting);
    if (place.offset == 0)
        place = policy_name_place(policy, section,
                                  entry == NO_ENTRY
                                      ? VIEW("DEFAULT")
                                      : destination_name(policy_destination(policy, entry)));
    struct message *message =
        diag_report_about(linter->diag, CODE_LINT_MUST_ENCRYPT, place, &topic,
                          "mail to %.*s must be encrypted, and can go in clear",
                          VIEW_ARG(domain->name));
    diag_help(linter->diag, message,
              policy->provenance == NULL
                  ? "write an entry [%.*s] that requires TLS (table_tls = require): it has none"
                  : "write an entry that requires TLS: destination %.*s { tls required; }",
              VIEW_ARG(domain->name));
}

/* Entries below a partial domain, but for those that were or will be looked at by their name. */
static void judge_below(struct linter *linter, const struct below *below, uint32_t question,
                        bool *judged)
{
    uint32_t count;
    const uint32_t *entries = below_entries(below, question, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (judged[entries[i]])
            continue;
        judged[entries[i]] = true;
        if (may_be_clear(linter, entries[i]) == CLEAR_POSSIBLE)
            tell_clear(linter, entries[i],
                       destination_name(policy_destination(linter->policy, entries[i])));
    }
}

void lint_must_encrypt(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    const struct lint_settings *settings = linter->settings;
    if (settings->must_encrypt_count == 0 || !lint_wants(linter, CODE_LINT_MUST_ENCRYPT))
        return;
    struct below below;
    bool *judged = arena_zero(linter->arena, policy->count + 1u, sizeof *judged);
    below_init(&below, linter->arena, policy->store->seed);
    for (uint32_t i = 0; i < settings->must_encrypt_count; i++) {
        const struct domain *domain = &settings->must_encrypt[i];
        uint32_t own = policy_find(policy, domain->key);
        judge_must_encrypt(linter, domain);
        if (own != NO_ENTRY)
            judged[own] = true;
        if (domain->kind == DOMAIN_PARTIAL)
            below_ask(&below, domain->key);
    }
    if (below.count == 0)
        return;
    below_find(&below, policy);
    for (uint32_t i = 0; i < below.count; i++)
        judge_below(linter, &below, i, judged);
}
