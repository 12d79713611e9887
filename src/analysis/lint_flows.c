/* SPDX-License-Identifier: MIT */
#include "analysis/lint_flows.h"

/* --- What messages say ------------------------------------------------------------------------ */

/* What gives an entry its settings: its policy, or the entry itself if it has a block. */
struct giver {
    const char *sigil; /* "$" of a policy */
    struct view name;
    struct span place;
};

static struct giver giver_of(const struct access_entry *entry,
                             const struct mail_flow_policy *policy)
{
    if (policy == NULL || entry->settings.count > 0)
        return (struct giver){"", access_name(entry), entry->policy_place};
    return (struct giver){"$", policy->name, policy->place};
}

/* The place of SETTING, which RESOLVED has, or OTHERWISE if it is inherited. */
static struct span place_of(const struct flow_resolved *resolved,
                            const struct flow_setting *setting, struct span otherwise)
{
    enum flow_origin origin = resolved->params[setting->param].origin;
    bool own = origin == FLOW_FROM_ENTRY || origin == FLOW_FROM_POLICY;
    return own ? setting->place : otherwise;
}

static bool may_be_public(const struct hat_lint *hat)
{
    enum listener_type type = lint_type(hat->linter, hat->listener);
    return type == LISTENER_PUBLIC || type == LISTENER_UNKNOWN;
}

static bool takes_mail(const struct flow_resolved *resolved)
{
    return resolved->behavior == BEHAVIOR_ACCEPT || resolved->behavior == BEHAVIOR_RELAY;
}

/* The first member of entry number ENTRY which is reached and WANTED; or NO_MEMBER. */
static uint32_t first_member(const struct hat_lint *hat, uint32_t entry,
                             bool (*wanted)(enum member_kind kind))
{
    for (uint32_t i = hat->members.starts[entry]; i < hat->members.starts[entry + 1]; i++)
        if (wanted(hat->members.list[i]->kind) && hat_is_reached(hat, i))
            return i;
    return NO_MEMBER;
}

/* --- Who is not checked for spam -------------------------------------------------------------- */

/*
 * On a private listener callers are one's own, whatever is said of them; a reputation is had by
 * others. Relaying for them is another rule's.
 */
static bool is_unknown_caller(const struct hat_lint *hat, enum member_kind kind)
{
    return kind == MEMBER_SBRS || kind == MEMBER_SBRS_NONE ||
           (hat_is_stranger(kind) && may_be_public(hat));
}

static void judge_strangers(struct hat_lint *hat, uint32_t entry,
                            const struct flow_resolved *resolved)
{
    const enum code code = CODE_LINT_STRANGERS_UNCHECKED;
    struct diag *diag = hat->linter->diag;
    uint32_t first = first_member(hat, entry, hat_is_stranger);
    if (resolved->behavior != BEHAVIOR_ACCEPT || first == NO_MEMBER)
        return;
    const struct flow_setting *spam = lint_flow(hat->linter, resolved, FLOW_SPAM_CHECK, code);
    if (spam == NULL || !flow_is_word(spam, FLOW_OFF))
        return;
    for (uint32_t i = first; i < hat->members.starts[entry + 1]; i++) {
        if (!is_unknown_caller(hat, hat->members.list[i]->kind) || !hat_is_reached(hat, i))
            continue;
        struct member_words words = hat_member_words(hat, i);
        struct message *message = lint_report_member(
            hat, code, i, "mail from %.*s%s%.*s is not checked for spam", MEMBER_ARG(words));
        diag_note(diag, message, spam->place, "spam checks are off here");
        diag_mend(diag, message);
    }
}

/* --- Directory harvest ------------------------------------------------------------------------ */

/* Reports CODE about SETTING, which RESOLVED has, of what gives it to ENTRY. */
static struct message *tell_flow(struct hat_lint *hat, enum code code, uint32_t entry,
                                 const struct flow_resolved *resolved,
                                 const struct flow_setting *setting, const char *what)
{
    const struct access_entry *reached = &hat->listener->entries[entry];
    const struct giver giver = giver_of(reached, resolved->policy);
    char digits[FLOW_MOST_DIGITS];
    struct view value = flow_policy_word(setting, digits);
    const struct listener_topic topic = {.listener = hat->listener,
                                         .sigil = giver.sigil,
                                         .name = giver.name,
                                         .setting = view_of(flow_parameter(setting->param)->name),
                                         .value = arena_copy(hat->linter->arena, value)};
    return lint_report_listener(hat->linter, code, place_of(resolved, setting, giver.place),
                                &topic, "%s%.*s %s", giver.sigil, VIEW_ARG(giver.name), what);
}

/* What the listener's default policy parameters give is told of once, there. */
static struct message *tell_harvest(struct hat_lint *hat, uint32_t entry,
                                    const struct flow_resolved *resolved,
                                    const struct flow_setting *limit)
{
    static const char what[] = "has no directory harvest prevention, on a public listener";
    const enum code code = CODE_LINT_HARVEST;
    if (resolved->params[FLOW_DHAP_LIMIT].origin != FLOW_FROM_DEFAULTS)
        return tell_flow(hat, code, entry, resolved, limit, what);
    if (hat->harvest_told)
        return NULL;
    hat->harvest_told = true;
    const struct listener_topic topic = {.listener = hat->listener,
                                         .name = VIEW("the default policy"),
                                         .setting = view_of(flow_parameter(limit->param)->name),
                                         .value = VIEW("0")};
    return lint_report_listener(hat->linter, code, limit->place, &topic, "the default policy %s",
                                what);
}

static bool judge_harvest(struct hat_lint *hat, uint32_t entry,
                          const struct flow_resolved *resolved)
{
    const enum code code = CODE_LINT_HARVEST;
    uint32_t member = first_member(hat, entry, hat_is_stranger);
    if (resolved->behavior != BEHAVIOR_ACCEPT || member == NO_MEMBER || !may_be_public(hat))
        return false;
    const struct flow_setting *limit = lint_flow(hat->linter, resolved, FLOW_DHAP_LIMIT, code);
    if (limit == NULL || limit->kind != FLOW_VALUE_NUMBER || limit->number != 0 ||
        !lint_is_public(hat->linter, hat->listener, code, limit->place))
        return false;
    struct message *message = tell_harvest(hat, entry, resolved, limit);
    struct member_words words = hat_member_words(hat, member);
    diag_note(hat->linter->diag, message, hat->members.list[member]->place,
              "%.*s%s%.*s gets it", MEMBER_ARG(words));
    diag_mend(hat->linter->diag, message);
    return true;
}

/* --- Relaying in clear ------------------------------------------------------------------------ */

/* Whether it is known and not off. */
static bool is_given(const struct flow_effective *effective)
{
    return effective->setting != NULL && !flow_is_word(effective->setting, FLOW_OFF);
}

static bool judge_relay(struct hat_lint *hat, uint32_t entry, const struct flow_resolved *resolved)
{
    const enum code code = CODE_LINT_RELAY_CLEAR;
    if (resolved->behavior != BEHAVIOR_RELAY || !may_be_public(hat) ||
        is_given(&resolved->params[FLOW_TLS]) || is_given(&resolved->params[FLOW_SMTP_AUTH]))
        return false;
    const struct flow_setting *tls = lint_flow(hat->linter, resolved, FLOW_TLS, code);
    const struct flow_setting *login = lint_flow(hat->linter, resolved, FLOW_SMTP_AUTH, code);
    if (tls == NULL || login == NULL ||
        !lint_is_public(hat->linter, hat->listener, code, tls->place))
        return false;
    struct message *message =
        tell_flow(hat, code, entry, resolved, tls,
                  "relays without TLS and without authentication, on a public listener");
    diag_note(hat->linter->diag, message, login->place, "authentication is off here");
    diag_note(hat->linter->diag, message, hat->listener->entries[entry].place, "%.*s uses it",
              VIEW_ARG(access_name(&hat->listener->entries[entry])));
    diag_mend(hat->linter->diag, message);
    return true;
}

/* --- The catch-all ---------------------------------------------------------------------------- */

static void judge_catch_all(struct hat_lint *hat, uint32_t entry,
                            const struct flow_resolved *resolved)
{
    const enum code code = CODE_LINT_CATCH_ALL_TLS;
    uint32_t member = hat->members.starts[entry];
    if (hat->listener->entries[entry].kind != ACCESS_ALL ||
        resolved->behavior != BEHAVIOR_ACCEPT || !may_be_public(hat) ||
        member == hat->members.starts[entry + 1])
        return;
    const struct flow_setting *tls = lint_flow(hat->linter, resolved, FLOW_TLS, code);
    if (tls == NULL || !flow_is_word(tls, FLOW_REQUIRED) ||
        !lint_is_public(hat->linter, hat->listener, code, tls->place))
        return;
    struct message *message =
        lint_report_member(hat, code, member, "TLS is required of everybody, on a public listener");
    diag_note(hat->linter->diag, message, tls->place, "TLS is required here");
    diag_mend(hat->linter->diag, message);
}

/* --- Connections ------------------------------------------------------------------------------ */

/* What gives SETTINGS is called SIGIL NAME. */
static void judge_concurrency(struct hat_lint *hat, const struct flow_settings *settings,
                              const char *sigil, struct view name)
{
    const struct listener *listener = hat->listener;
    const struct flow_setting *own = flow_get(settings, FLOW_MAX_CONCURRENCY);
    if (own == NULL || own->kind != FLOW_VALUE_NUMBER)
        return;
    if (listener->max_connections == 0) {
        lint_unknown(hat->linter, LINT_NEEDS_LISTENER_LIMIT, CODE_LINT_CONCURRENCY);
        return;
    }
    if (own->number <= (int64_t)listener->max_connections)
        return;
    const struct listener_topic topic = {
        .listener = listener,
        .sigil = sigil,
        .name = name,
        .setting = view_of(flow_parameter(FLOW_MAX_CONCURRENCY)->name),
        .value = view_of(arena_printf(hat->linter->arena, "%lld", (long long)own->number))};
    struct message *message = lint_report_listener(
        hat->linter, CODE_LINT_CONCURRENCY, own->place, &topic,
        "%s%.*s allows one address %lld connections, the listener allows %u in all", sigil,
        VIEW_ARG(name), (long long)own->number, listener->max_connections);
    diag_mend(hat->linter->diag, message);
}

/* Each place that gives the parameter is judged once, whoever inherits it. */
static void judge_all_concurrency(struct hat_lint *hat)
{
    const struct listener *listener = hat->listener;
    if (!lint_wants(hat->linter, CODE_LINT_CONCURRENCY))
        return;
    if (listener->entry_count > 0 && hat->defaults.settings != NULL)
        judge_concurrency(hat, hat->defaults.settings, "", VIEW("the default policy"));
    for (uint32_t i = 0; i < listener->policy_count; i++)
        judge_concurrency(hat, &listener->policies[i].settings, "$", listener->policies[i].name);
    for (uint32_t i = 0; i < listener->entry_count; i++)
        judge_concurrency(hat, &listener->entries[i].settings, "",
                          access_name(&listener->entries[i]));
}

/* --- Policies --------------------------------------------------------------------------------- */

/* What has been told of a policy, whose settings are the same for all entries without a block. */
enum { TOLD_HARVEST = 1 << 0, TOLD_RELAY = 1 << 1, IS_USED = 1 << 2 };

static void judge_entry(struct hat_lint *hat, uint32_t number, uint8_t *seen)
{
    const struct access_entry *entry = &hat->listener->entries[number];
    const struct flow_resolved *resolved = hat_resolved(hat, entry);
    uint8_t once = 0;
    uint8_t *told = resolved->policy == NULL || entry->settings.count > 0
                        ? &once
                        : &seen[resolved->policy - hat->listener->policies];
    if (resolved->policy != NULL)
        seen[resolved->policy - hat->listener->policies] |= IS_USED;
    if (!takes_mail(resolved))
        return;
    judge_strangers(hat, number, resolved);
    if ((*told & TOLD_HARVEST) == 0 && judge_harvest(hat, number, resolved))
        *told |= TOLD_HARVEST;
    if ((*told & TOLD_RELAY) == 0 && judge_relay(hat, number, resolved))
        *told |= TOLD_RELAY;
    judge_catch_all(hat, number, resolved);
}

static void judge_used(struct hat_lint *hat, const uint8_t *seen)
{
    for (uint32_t i = 0; i < hat->listener->policy_count; i++) {
        const struct mail_flow_policy *policy = &hat->listener->policies[i];
        if ((seen[i] & IS_USED) != 0 || listener_has_by_itself(policy->name))
            continue;
        const struct listener_topic topic = {
            .listener = hat->listener, .sigil = "$", .name = policy->name};
        diag_mend(hat->linter->diag,
                  lint_report_listener(hat->linter, CODE_LINT_POLICY_UNUSED, policy->place, &topic,
                                       "no entry uses the policy $%.*s", VIEW_ARG(policy->name)));
    }
}

void lint_flows(struct hat_lint *hat)
{
    uint8_t *seen = arena_zero(hat->linter->arena, hat->listener->policy_count + 1u, sizeof *seen);
    for (uint32_t i = 0; i < hat->listener->entry_count; i++)
        judge_entry(hat, i, seen);
    judge_used(hat, seen);
    judge_all_concurrency(hat);
}
