/* SPDX-License-Identifier: MIT */
#include "analysis/lint_tls.h"

#include "analysis/below.h"
#include "analysis/lint_cover.h"
#include "analysis/match.h"

/* --- What takes effect ------------------------------------------------------------------------ */

static bool is_word(const struct value *value)
{
    return value->kind == VALUE_WORD;
}

static bool is_required(const struct value *tls)
{
    return is_word(tls) && (tls->number == TLS_REQUIRED || tls->number == TLS_REQUIRED_VERIFY ||
                            tls->number == TLS_REQUIRED_VERIFY_HOSTED);
}

static bool is_mandatory(const struct value *dane)
{
    return is_word(dane) && dane->number == DANE_MANDATORY;
}

/* Whether mail goes with TLS or not at all: by TLS, or by mandatory DANE. */
static bool is_enforced(const struct resolved *resolved)
{
    return is_required(&resolved->settings[PARAM_TABLE_TLS].value) ||
           is_mandatory(&resolved->settings[PARAM_DANE_OPTION].value);
}

/* Whether it is the settings themselves that make it so. */
static bool gives_enforced(const struct settings *settings)
{
    return (settings_has(settings, PARAM_TABLE_TLS) &&
            is_required(&settings->values[PARAM_TABLE_TLS])) ||
           (settings_has(settings, PARAM_DANE_OPTION) &&
            is_mandatory(&settings->values[PARAM_DANE_OPTION]));
}

/* Whether mail may go with TLS and may go without. */
static bool is_preferred(const struct resolved *resolved)
{
    const struct value *tls = &resolved->settings[PARAM_TABLE_TLS].value;
    return is_word(tls) && !is_enforced(resolved) &&
           (tls->number == TLS_PREFERRED || tls->number == TLS_PREFERRED_VERIFY);
}

static bool has_tls(const struct settings *settings, enum tls_setting setting)
{
    return settings_has(settings, PARAM_TABLE_TLS) && is_word(&settings->values[PARAM_TABLE_TLS]) &&
           settings->values[PARAM_TABLE_TLS].number == (uint32_t)setting;
}

/* --- Destinations ----------------------------------------------------------------------------- */

static bool requires_ip(struct linter *linter, const struct settings *settings,
                        const struct resolved *resolved)
{
    (void)linter;
    (void)resolved;
    const struct value *ip = &settings->values[PARAM_IP_SORT_PREF];
    return settings_has(settings, PARAM_IP_SORT_PREF) && is_word(ip) && (ip->number & 1) != 0;
}

/* What an entry inherits as a whole is told of at the default entry. */
static bool has_dane_without_tls(struct linter *linter, const struct settings *settings,
                                 const struct resolved *resolved)
{
    const struct value *tls = &resolved->settings[PARAM_TABLE_TLS].value;
    const struct value *dane = &resolved->settings[PARAM_DANE_OPTION].value;
    (void)linter;
    return (settings_has(settings, PARAM_DANE_OPTION) || settings_has(settings, PARAM_TABLE_TLS)) &&
           is_word(dane) && dane->number != DANE_OFF && is_word(tls) && tls->number == TLS_OFF;
}

/* The bounce profile of all that name none is the one called Default, which can be named too. */
static bool has_default_profile(const struct linter *linter, const struct resolved *resolved)
{
    const struct effective *profile = &resolved->settings[PARAM_BOUNCE_PROFILE];
    return profile->origin == ORIGIN_BUILT_IN ||
           (profile->value.kind == VALUE_NAME &&
            view_equal(atom_view(linter->policy->store, profile->value.number),
                       VIEW("Default")));
}

static bool bounces_late(struct linter *linter, const struct settings *settings,
                         const struct resolved *resolved)
{
    return gives_enforced(settings) && has_default_profile(linter, resolved);
}

static bool is_unverified(struct linter *linter, const struct settings *settings,
                          const struct resolved *resolved)
{
    (void)linter;
    return has_tls(settings, TLS_REQUIRED) &&
           !is_mandatory(&resolved->settings[PARAM_DANE_OPTION].value);
}

static const struct set_rule rules[] = {
    {CODE_LINT_IP_REQUIRED, PARAM_IP_SORT_PREF, requires_ip, lint_tell_title},
    {CODE_LINT_DANE_WITHOUT_TLS, PARAM_DANE_OPTION, has_dane_without_tls, lint_tell_title},
    {CODE_LINT_DEFAULT_BOUNCE, PARAM_TABLE_TLS, bounces_late, lint_tell_title},
    {CODE_LINT_UNVERIFIED, PARAM_TABLE_TLS, is_unverified, lint_tell_title},
};

/* --- The default entry ------------------------------------------------------------------------ */

static void tell_default(struct linter *linter, enum code code, enum param param)
{
    const struct set_rule rule = {.code = code, .param = param};
    lint_tell_title(linter, &rule, NO_ENTRY);
}

static void judge_default(struct linter *linter)
{
    const struct settings *settings = policy_default(linter->policy);
    if (settings == NULL)
        return;
    struct resolved resolved;
    resolve_default(&linter->defaults, &resolved);
    /* Preferred (Verify) is not among them: it delivers whatever it finds. */
    if (gives_enforced(settings))
        tell_default(linter, CODE_LINT_DEFAULT_ENFORCED,
                     is_required(&settings->values[PARAM_TABLE_TLS]) ? PARAM_TABLE_TLS
                                                                     : PARAM_DANE_OPTION);
    if (has_dane_without_tls(linter, settings, &resolved))
        tell_default(linter, CODE_LINT_DANE_WITHOUT_TLS, PARAM_DANE_OPTION);
    if (requires_ip(linter, settings, NULL))
        tell_default(linter, CODE_LINT_DEFAULT_IP_REQUIRED, PARAM_IP_SORT_PREF);
}

/* --- What the default entry gives to all ------------------------------------------------------ */

/* The first destination whose mail goes with TLS or not at all, and how many there are. */
struct enforced {
    uint32_t count;
    uint32_t first;
    bool by_default;
    bool any_preferred; /* somebody's mail may go with TLS */
};

static struct enforced find_enforced(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    struct enforced enforced = {.first = NO_ENTRY};
    struct resolved resolved;
    uint32_t count;
    const struct set_use *sets = policy_sets(policy, &count);
    for (uint32_t i = 0; i < count; i++) {
        resolve(policy_settings(policy, sets[i].settings), &linter->defaults, &resolved);
        enforced.any_preferred = enforced.any_preferred || is_preferred(&resolved);
        if (!is_enforced(&resolved))
            continue;
        enforced.count += sets[i].count;
        if (enforced.first == NO_ENTRY || sets[i].first < enforced.first)
            enforced.first = sets[i].first;
    }
    resolve_default(&linter->defaults, &resolved);
    enforced.by_default = is_enforced(&resolved);
    enforced.any_preferred = enforced.any_preferred || is_preferred(&resolved);
    return enforced;
}

static bool has_certificate(const struct linter *linter, bool *demo)
{
    const struct settings *settings = linter->defaults.settings;
    struct view name = VIEW("");
    if (settings_has(settings, PARAM_CERTIFICATE))
        name = atom_view(linter->policy->store,
                         (uint32_t)settings->values[PARAM_CERTIFICATE].number);
    *demo = view_equal_nocase(name, VIEW("Demo"));
    return name.length > 0 && !*demo;
}

/* Reports CODE at the default entry, with the first destination that it matters for. */
static void tell_enforced(struct linter *linter, enum code code, enum param param,
                          const struct enforced *enforced)
{
    const struct set_rule rule = {.code = code, .param = param};
    struct message *message =
        lint_report_entry(linter, &rule, NO_ENTRY, "%s", code_entry(code)->title);
    if (message != NULL && enforced->first != NO_ENTRY) {
        const struct destination *first = policy_destination(linter->policy, enforced->first);
        struct view name = destination_name(first);
        diag_note(linter->diag, message,
                  policy_name_place(linter->policy, first->section, name),
                  "TLS is required for %.*s%s", VIEW_ARG(name),
                  enforced->count > 1 ? " and others" : "");
    }
    diag_mend(linter->diag, message);
}

static void judge_delivery(struct linter *linter)
{
    bool demo;
    struct enforced enforced = find_enforced(linter);
    bool any = enforced.by_default || enforced.count > 0;
    const struct settings *settings = linter->defaults.settings;
    if (settings == NULL) {
        if (any) {
            lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_CERTIFICATE);
            lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_ALERT_OFF);
        } else if (enforced.any_preferred) {
            lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_DEMO_PREFERRED);
        }
        return;
    }
    bool own = has_certificate(linter, &demo);
    if (any && !own && lint_wants(linter, CODE_LINT_CERTIFICATE))
        tell_enforced(linter, CODE_LINT_CERTIFICATE, PARAM_CERTIFICATE, &enforced);
    const struct value *alert = &settings->values[PARAM_SEND_TLS_REQ_ALERT];
    if (any && settings_has(settings, PARAM_SEND_TLS_REQ_ALERT) && alert->number == SWITCH_OFF)
        tell_enforced(linter, CODE_LINT_ALERT_OFF, PARAM_SEND_TLS_REQ_ALERT, &enforced);
    if (!any && enforced.any_preferred && demo)
        tell_default(linter, CODE_LINT_DEMO_PREFERRED, PARAM_CERTIFICATE);
}

/* --- Weaker than what covers it --------------------------------------------------------------- */

/*
 * How strong the TLS that takes effect is, in the order of the settings; 0 if it is not known.
 * Mandatory DANE delivers to a verified host or not at all, as Required (Verify) does.
 */
static uint32_t strength(const struct resolved *resolved)
{
    const struct value *tls = &resolved->settings[PARAM_TABLE_TLS].value;
    uint32_t rank = is_word(tls) ? word_by_code(WORDS_TLS, tls->number)->rank : 0;
    uint32_t verified = word_by_code(WORDS_TLS, TLS_REQUIRED_VERIFY)->rank;
    bool by_dane = is_mandatory(&resolved->settings[PARAM_DANE_OPTION].value);
    return by_dane && rank < verified ? verified : rank;
}

struct strengths {
    uint32_t *sets;     /* by the number of the stored set */
    uint32_t defaults;  /* 0: not known, like the others */
    uint32_t strongest; /* of the partial domains; 0: there are none */
    bool any;           /* a destination gives TLS or DANE itself */
};

static struct strengths find_strengths(struct linter *linter)
{
    const uint32_t giving = PARAM_BIT(PARAM_TABLE_TLS) | PARAM_BIT(PARAM_DANE_OPTION);
    const struct policy *policy = linter->policy;
    struct strengths found = {
        .sets = arena_zero(linter->arena, policy->store->set_count + 1u, sizeof *found.sets)};
    struct resolved resolved;
    uint32_t count;
    const struct set_use *sets = policy_sets(policy, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct settings *settings = policy_settings(policy, sets[i].settings);
        resolve(settings, &linter->defaults, &resolved);
        found.sets[sets[i].settings] = strength(&resolved);
        found.any = found.any || (settings->given & giving) != 0;
    }
    resolve_default(&linter->defaults, &resolved);
    found.defaults = strength(&resolved);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        if (destination->kind == DOMAIN_PARTIAL &&
            found.sets[destination->settings] > found.strongest)
            found.strongest = found.sets[destination->settings];
    }
    return found;
}

/* OTHER is the entry that is stronger, NO_ENTRY for the default entry. */
static void tell_weaker(struct linter *linter, uint32_t entry, uint32_t other)
{
    static const struct set_rule rule = {.code = CODE_LINT_WEAKER, .param = PARAM_TABLE_TLS};
    const struct policy *policy = linter->policy;
    const struct destination *cover =
        other == NO_ENTRY ? NULL : policy_destination(policy, other);
    struct view name = cover == NULL ? VIEW("the default entry") : destination_name(cover);
    struct message *message = lint_report_entry(linter, &rule, entry,
                                                "TLS is weaker than %.*s would give it",
                                                VIEW_ARG(name));
    if (message == NULL)
        return;
    if (cover != NULL)
        diag_note(linter->diag, message, policy_name_place(policy, cover->section, name),
                  "the partial domain that covers it");
    if (!settings_has(policy_settings(policy, policy_destination(policy, entry)->settings),
                      PARAM_TABLE_TLS))
        diag_note(linter->diag, message, SPAN_NONE,
                  "the entry gives no TLS setting: it inherits the default entry's");
    diag_mend(linter->diag, message);
}

/* The strongest of what covers an entry of strength OWN counts, of equal ones the most specific. */
static void judge_weaker(struct linter *linter, const struct strengths *strengths, uint32_t entry,
                         uint32_t own)
{
    const struct policy *policy = linter->policy;
    uint32_t best = own;
    uint32_t other = NO_ENTRY;
    struct covers covers = covers_of(policy, entry);
    uint32_t cover = strengths->strongest > own ? covers_next(&covers) : NO_ENTRY;
    for (; cover != NO_ENTRY; cover = covers_next(&covers)) {
        uint32_t found = strengths->sets[policy_destination(policy, cover)->settings];
        other = found > best ? cover : other;
        best = found > best ? found : best;
    }
    if (strengths->defaults > best)
        tell_weaker(linter, entry, NO_ENTRY);
    else if (best > own)
        tell_weaker(linter, entry, other);
}

static void judge_all_weaker(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    struct strengths strengths = find_strengths(linter);
    if (linter->defaults.settings == NULL && strengths.any)
        lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_WEAKER);
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        uint32_t own = strengths.sets[policy_destination(policy, entry)->settings];
        if (own != 0 && (own < strengths.strongest || own < strengths.defaults))
            judge_weaker(linter, &strengths, entry, own);
    }
}

/* --- Who must not get mail in clear ----------------------------------------------------------- */

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
    return is_word(&tls->value) ? CLEAR_POSSIBLE : CLEAR_UNKNOWN;
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
    diag_mend(linter->diag, message);
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

static void judge_all_must_encrypt(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    const struct lint_settings *settings = linter->settings;
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

void lint_tls(struct linter *linter)
{
    if (linter->policy->count == 0 && linter->policy->default_settings == 0 &&
        !linter->policy->has_default)
        return; /* no destination controls */
    judge_default(linter);
    judge_delivery(linter);
    lint_sets(linter, rules, sizeof rules / sizeof *rules);
    if (lint_wants(linter, CODE_LINT_WEAKER))
        judge_all_weaker(linter);
    if (linter->settings->must_encrypt_count > 0 && lint_wants(linter, CODE_LINT_MUST_ENCRYPT))
        judge_all_must_encrypt(linter);
}
