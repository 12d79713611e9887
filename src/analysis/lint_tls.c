/* SPDX-License-Identifier: MIT */
#include "analysis/lint_tls.h"

#include "analysis/enforced.h"
#include "analysis/lint_cover.h"
#include "analysis/lint_everybody.h"
#include "analysis/lint_must_encrypt.h"
#include "analysis/ranges.h"
#include "model/address_space.h"

/* --- What takes effect ------------------------------------------------------------------------ */

static bool is_word(const struct value *value)
{
    return value->kind == VALUE_WORD;
}

/* Whether it is the settings themselves that make it so. */
static bool gives_enforced(const struct settings *settings)
{
    return (settings_has(settings, PARAM_TABLE_TLS) &&
            tls_is_required(&settings->values[PARAM_TABLE_TLS])) ||
           (settings_has(settings, PARAM_DANE_OPTION) &&
            dane_is_mandatory(&settings->values[PARAM_DANE_OPTION]));
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

/*
 * What an entry inherits as a whole is told of at the default entry. To take TLS away takes
 * opportunistic DANE along, as it is meant to.
 */
static bool has_dane_without_tls(struct linter *linter, const struct settings *settings,
                                 const struct resolved *resolved)
{
    const struct value *tls = &resolved->settings[PARAM_TABLE_TLS].value;
    const struct value *dane = &resolved->settings[PARAM_DANE_OPTION].value;
    (void)linter;
    return (settings_has(settings, PARAM_DANE_OPTION) ||
            (settings_has(settings, PARAM_TABLE_TLS) && dane_is_mandatory(dane))) &&
           is_word(dane) && dane->number != DANE_OFF && tls_is_off(tls);
}

/* Whether the default entry enforces TLS itself, and the entry's TLS is the same. */
static bool is_as_default(const struct linter *linter, const struct resolved *resolved)
{
    struct resolved defaults;
    if (linter->defaults.settings == NULL)
        return false;
    resolve_default(&linter->defaults, &defaults);
    return is_enforced(&defaults) &&
           value_same(resolved->settings[PARAM_TABLE_TLS].value,
                      defaults.settings[PARAM_TABLE_TLS].value) &&
           value_same(resolved->settings[PARAM_DANE_OPTION].value,
                      defaults.settings[PARAM_DANE_OPTION].value);
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
    return gives_enforced(settings) && is_enforced(resolved) &&
           has_default_profile(linter, resolved) && !is_as_default(linter, resolved);
}

static bool is_unverified(struct linter *linter, const struct settings *settings,
                          const struct resolved *resolved)
{
    return has_tls(settings, TLS_REQUIRED) &&
           !dane_is_mandatory(&resolved->settings[PARAM_DANE_OPTION].value) &&
           !is_as_default(linter, resolved);
}

/* The parameter by which SETTINGS enforce TLS. */
static enum param enforcing(const struct settings *settings)
{
    bool by_tls = settings_has(settings, PARAM_TABLE_TLS) &&
                  tls_is_required(&settings->values[PARAM_TABLE_TLS]);
    bool by_dane = settings_has(settings, PARAM_DANE_OPTION) &&
                   dane_is_mandatory(&settings->values[PARAM_DANE_OPTION]);
    return by_dane && !by_tls ? PARAM_DANE_OPTION : PARAM_TABLE_TLS;
}

static const struct settings *settings_of(const struct linter *linter, uint32_t entry)
{
    const struct policy *policy = linter->policy;
    return entry == NO_ENTRY ? linter->defaults.settings
                             : policy_settings(policy, policy_destination(policy, entry)->settings);
}

/* Where PARAM of ENTRY stands, or else its name. */
static struct span place_of(const struct linter *linter, uint32_t entry, enum param param)
{
    const struct set_rule rule = {.param = param};
    struct span place;
    lint_topic(linter, &rule, entry, &place);
    return place;
}

static void tell_dane(struct linter *linter, const struct set_rule *rule, uint32_t entry)
{
    struct message *message =
        lint_report_entry(linter, rule, entry, "%s", code_entry(rule->code)->title);
    if (message == NULL)
        return;
    if (!settings_has(settings_of(linter, entry), PARAM_DANE_OPTION) &&
        linter->defaults.section != 0)
        diag_note(linter->diag, message, place_of(linter, NO_ENTRY, PARAM_DANE_OPTION),
                  "DANE comes from the default entry");
    diag_mend(linter->diag, message);
}

/* One message tells of all of them. */
static void gather_late(struct linter *linter, const struct set_rule *rule, uint32_t entry)
{
    struct set_rule own = *rule;
    own.param = enforcing(settings_of(linter, entry));
    lint_fold(linter, &own, rule->fold, entry);
}

static void judge_destinations(struct linter *linter)
{
    struct lint_fold late = {.count = 0};
    const struct set_rule rules[] = {
        {CODE_LINT_IP_REQUIRED, PARAM_IP_SORT_PREF, requires_ip, lint_tell_title, NULL},
        {CODE_LINT_DANE_WITHOUT_TLS, PARAM_DANE_OPTION, has_dane_without_tls, tell_dane, NULL},
        {CODE_LINT_DEFAULT_BOUNCE, PARAM_TABLE_TLS, bounces_late, gather_late, &late},
        {CODE_LINT_UNVERIFIED, PARAM_TABLE_TLS, is_unverified, lint_tell_title, NULL},
    };
    lint_sets(linter, rules, sizeof rules / sizeof *rules);
    lint_tell_fold(linter, &late);
}

/* --- The default entry ------------------------------------------------------------------------ */

static void tell_default(struct linter *linter, enum code code, enum param param)
{
    const struct set_rule rule = {.code = code, .param = param};
    lint_tell_title(linter, &rule, NO_ENTRY);
}

static void tell_default_enforced(struct linter *linter, enum param param)
{
    const struct set_rule rule = {.code = CODE_LINT_DEFAULT_ENFORCED, .param = param};
    struct message *message =
        lint_report_entry(linter, &rule, NO_ENTRY, param == PARAM_DANE_OPTION
                                                       ? "the default entry requires DANE"
                                                       : "the default entry requires TLS");
    if (param == PARAM_DANE_OPTION)
        diag_help(linter->diag, message,
                  "set DANE to opportunistic in the default entry, and to mandatory for the "
                  "domains that must have it");
    else
        diag_mend(linter->diag, message);
}

static void judge_default(struct linter *linter)
{
    const struct settings *settings = policy_default(linter->policy);
    if (settings == NULL)
        return;
    struct resolved resolved;
    resolve_default(&linter->defaults, &resolved);
    /* Preferred (Verify) is not among them: it delivers whatever it finds. */
    if (gives_enforced(settings) && is_enforced(&resolved))
        tell_default_enforced(linter, enforcing(settings));
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
    uint32_t preferred; /* the first destination of these; NO_ENTRY: the default entry alone */
};

static struct enforced find_enforced(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    struct enforced enforced = {.first = NO_ENTRY, .preferred = NO_ENTRY};
    struct resolved resolved;
    uint32_t count;
    const struct set_use *sets = policy_sets(policy, &count);
    for (uint32_t i = 0; i < count; i++) {
        resolve(policy_settings(policy, sets[i].settings), &linter->defaults, &resolved);
        if (is_preferred(&resolved) && sets[i].first < enforced.preferred)
            enforced.preferred = sets[i].first;
        if (!is_enforced(&resolved))
            continue;
        enforced.count += sets[i].count;
        if (sets[i].first < enforced.first)
            enforced.first = sets[i].first;
    }
    resolve_default(&linter->defaults, &resolved);
    enforced.by_default = is_enforced(&resolved);
    enforced.any_preferred = enforced.preferred != NO_ENTRY || is_preferred(&resolved);
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

/* Where the default entry, or what stands for it, gives PARAM; nowhere if it does not. */
static void note_default(struct linter *linter, struct message *message, enum param param,
                         const char *what)
{
    if (message != NULL && linter->defaults.section != 0)
        diag_note(linter->diag, message, place_of(linter, NO_ENTRY, param), "%s", what);
}

/* The same of a default entry that is none of the file's. */
static void note_outside(struct linter *linter, struct message *message, enum param param)
{
    if (linter->defaults.section != 0)
        note_default(linter, message, param, "the default entry is this");
    else
        diag_note(linter->diag, message, SPAN_NONE, "the default entry is the factory's");
}

/*
 * Reports CODE at the default entry, and whom it matters for. Where the default entry is none of
 * the file's, the first destination that it matters for is the place.
 */
static void tell_enforced(struct linter *linter, enum code code, enum param param,
                          const struct enforced *enforced)
{
    const struct policy *policy = linter->policy;
    bool at_default = policy->has_default || enforced->first == NO_ENTRY;
    uint32_t first = enforced->by_default && at_default ? NO_ENTRY : enforced->first;
    enum param cause = enforcing(settings_of(linter, first));
    const struct set_rule rule = {.code = code, .param = at_default ? param : cause};
    struct message *message = lint_report_entry(linter, &rule, at_default ? NO_ENTRY : first, "%s",
                                                code_entry(code)->title);
    if (first == NO_ENTRY) {
        note_default(linter, message, cause, "the default entry requires TLS");
    } else if (at_default && message != NULL) {
        struct view name = destination_name(policy_destination(policy, first));
        diag_note(linter->diag, message, place_of(linter, first, cause),
                  "TLS is required for %.*s%s", VIEW_ARG(name),
                  enforced->count > 1 ? " and others" : "");
    } else if (!at_default) {
        note_outside(linter, message, param);
    }
    diag_mend(linter->diag, message);
}

/* The same of a certificate for mail that may go with TLS. */
static void tell_demo(struct linter *linter, const struct enforced *enforced)
{
    bool at_default = linter->policy->has_default || enforced->preferred == NO_ENTRY;
    const struct set_rule rule = {.code = CODE_LINT_DEMO_PREFERRED,
                                  .param = at_default ? PARAM_CERTIFICATE : PARAM_TABLE_TLS};
    struct message *message =
        lint_report_entry(linter, &rule, at_default ? NO_ENTRY : enforced->preferred, "%s",
                          code_entry(rule.code)->title);
    if (!at_default)
        note_outside(linter, message, PARAM_CERTIFICATE);
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
        tell_demo(linter, &enforced);
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
    bool by_dane = !tls_is_off(tls) && dane_is_mandatory(&resolved->settings[PARAM_DANE_OPTION].value);
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

/* Whether mail to DESTINATION stays in the house: an address or a name that is nobody else's. */
static bool is_inside(struct linter *linter, const struct destination *destination)
{
    struct view key = destination_key(destination);
    struct address_range range;
    struct address_fault fault;
    if (destination->kind != DOMAIN_ADDRESS)
        return everybody_private(key) || memchr(key.text, '.', key.length) == NULL;
    if (key.length > 2 && key.text[0] == '[')
        key = (struct view){key.text + 1, key.length - 2};
    if (address_member_parse(key, &range, &fault) != IS_ADDRESS)
        return false;
    struct address_range own[ADDRESS_SPACE_OWN];
    address_space_own(own);
    struct range_set space = range_set_make(linter->arena, own, ADDRESS_SPACE_OWN);
    struct range_set address = range_set_make(linter->arena, &range, 1);
    return range_set_difference(linter->arena, &address, &space).count == 0;
}

/* OTHER is the entry that is stronger, NO_ENTRY for the default entry. */
static void tell_weaker(struct linter *linter, uint32_t entry, uint32_t other)
{
    static const struct set_rule rule = {.code = CODE_LINT_WEAKER, .param = PARAM_TABLE_TLS};
    const struct policy *policy = linter->policy;
    const struct destination *cover =
        other == NO_ENTRY ? NULL : policy_destination(policy, other);
    if (is_inside(linter, policy_destination(policy, entry)))
        return;
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

/* --- The way in ------------------------------------------------------------------------------- */

void lint_tls(struct linter *linter)
{
    if (linter->policy->count == 0 && linter->policy->default_settings == 0 &&
        !linter->policy->has_default)
        return; /* no destination controls */
    judge_default(linter);
    judge_delivery(linter);
    judge_destinations(linter);
    if (lint_wants(linter, CODE_LINT_WEAKER))
        judge_all_weaker(linter);
    lint_must_encrypt(linter);
}
