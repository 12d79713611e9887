/* SPDX-License-Identifier: MIT */
#include "write/reception.h"

#include "base/utf8.h"

static struct arena *arena_of(const struct reception *reception)
{
    return reception->explainer->policy->arena;
}

/* --- The caller ------------------------------------------------------------------------------- */

struct view reception_address(const struct reception *reception)
{
    char address[ADDRESS_BUFFER];
    address_print(&reception->caller->address, reception->caller->family, address);
    return view_of(arena_string(arena_of(reception), address));
}

struct view reception_score(const struct reception *reception)
{
    const struct caller *caller = reception->caller;
    int tenths = caller->score < 0 ? -caller->score : caller->score;
    if (caller->has_score == CALLER_SCORE_UNKNOWN)
        return VIEW("");
    if (caller->has_score == CALLER_SCORE_NONE)
        return VIEW("none");
    return view_of(arena_printf(arena_of(reception), "%s%d.%d", caller->score < 0 ? "-" : "",
                                tenths / 10, tenths % 10));
}

struct view reception_asked(const struct reception *reception)
{
    const struct caller *caller = reception->caller;
    struct view host = caller->has_name == CALLER_NAME_GIVEN ? caller->host : VIEW("unknown");
    struct view score = reception_score(reception);
    if (!caller->is_logged)
        return caller->text;
    return view_of(arena_printf(arena_of(reception), "%.*s,%.*s%s%.*s",
                                VIEW_ARG(reception_address(reception)), VIEW_ARG(host),
                                score.length > 0 ? "," : "", VIEW_ARG(score)));
}

const char *reception_remark(const struct reception *reception)
{
    char address[ADDRESS_BUFFER];
    if (!caller_is_mapped(reception->caller))
        return NULL;
    address_print(&reception->caller->address, ADDRESS_IPV4, address);
    return arena_printf(arena_of(reception),
                        "No connection is seen with this address: one over IPv4 is seen with %s.",
                        address);
}

/* --- Entries ---------------------------------------------------------------------------------- */

struct view entry_label(const struct access_entry *entry)
{
    return entry->kind == ACCESS_GROUP ? entry->name : entry->members[0].text;
}

const char *entry_kind_name(enum access_kind kind)
{
    static const char *const names[] = {
        [ACCESS_GROUP] = "group", [ACCESS_HOST] = "host", [ACCESS_ALL] = "all"};
    return names[kind];
}

/* --- Settings --------------------------------------------------------------------------------- */

struct view origin_label(const struct reception *reception, enum flow_origin origin)
{
    switch (origin) {
    case FLOW_FROM_ENTRY:
        return VIEW("the entry");
    case FLOW_FROM_POLICY:
        return access_policy_shown(arena_of(reception), reception->listener, reception->entry);
    case FLOW_FROM_FILE:
        return VIEW("--listener-defaults");
    default:
        return VIEW("listener's default");
    }
}

struct view reception_tls_words(const struct reception *reception)
{
    const struct flow_effective *tls = &reception->resolved.params[FLOW_TLS];
    return tls->setting == NULL ? flow_unknown_shown(tls->origin)
                                : flow_value_shown(arena_of(reception), tls->setting);
}

bool reception_refuses(const struct reception *reception)
{
    return reception->entry != NULL && receipt_refuses(reception->resolved.behavior);
}

const struct receipt *reception_tls(const struct reception *reception)
{
    const struct flow_setting *setting = reception->resolved.params[FLOW_TLS].setting;
    if (reception->entry == NULL || reception_refuses(reception) ||
        setting == NULL || setting->kind != FLOW_VALUE_WORD)
        return NULL;
    return receipt((enum flow_word)setting->number);
}

/* --- Steps ------------------------------------------------------------------------------------ */

/* How a trait that is known is held against one member, and against several. */
static const struct {
    const char *one;
    const char *none_of;
    const char *many;
} passed_words[TRAIT_COUNT] = {
    [TRAIT_ADDRESS] = {"is not in", "is in none of", "addresses and networks"},
    [TRAIT_NAME] = {"is not", "is none of", "host names"},
    [TRAIT_LOOKUP] = {"is not", "is none of", "results of DNS lookups"},
    [TRAIT_SCORE] = {"is not in", "is in none of", "ranges of scores"},
};

/* What must be known for a trait to be decided. */
static const char *const open_words[TRAIT_COUNT] = {
    [TRAIT_NAME] = "a validated host name",
    [TRAIT_LOOKUP] = "the result of the DNS lookups",
    [TRAIT_SCORE] = "the reputation score",
    [TRAIT_OWNER] = "the network owner",
    [TRAIT_DNSLIST] = "the DNS list's answer",
    [TRAIT_COUNTRY] = "the country",
};

/* What of the caller is held against members. */
static struct view subject(const struct reception *reception, enum trait trait)
{
    const struct caller *caller = reception->caller;
    if (trait == TRAIT_ADDRESS)
        return reception_address(reception);
    if (trait == TRAIT_LOOKUP)
        return VIEW("a validated host name");
    if (trait == TRAIT_NAME)
        return caller->has_name == CALLER_NAME_GIVEN ? caller->host
                                                     : VIEW("a host without validated name");
    if (caller->has_score == CALLER_SCORE_NONE)
        return VIEW("a host without score");
    return view_of(arena_printf(arena_of(reception), "the score %.*s",
                                VIEW_ARG(reception_score(reception))));
}

static struct view member_text(const struct reception *reception, uint32_t number)
{
    return reception->connector->members.list[number]->text;
}

static void add_passed(const struct reception *reception, struct buffer *text, enum trait trait,
                       const struct step_members *members)
{
    buffer_add(text, subject(reception, trait));
    if (members->count == 1)
        buffer_printf(text, " %s %.*s", passed_words[trait].one,
                      VIEW_ARG(member_text(reception, members->first)));
    else
        buffer_printf(text, " %s %u %s", passed_words[trait].none_of, members->count,
                      passed_words[trait].many);
}

static void add_open(const struct reception *reception, struct buffer *text, enum trait trait,
                     const struct step_members *members)
{
    if (members->count == 1)
        buffer_add(text, member_text(reception, members->first));
    else
        buffer_printf(text, "%u members", members->count);
    buffer_printf(text, " %s %s", members->count == 1 ? "needs" : "need", open_words[trait]);
}

/* What the entry of an undecided step would give. */
static void add_would(const struct reception *reception, struct buffer *text, uint32_t number)
{
    const struct access_entry *entry = &reception->listener->entries[number];
    enum behavior behavior = access_behavior(reception->listener, entry);
    if (behavior == BEHAVIOR_CONTINUE) {
        buffer_add_string(text, "; CONTINUE would go on, so it changes nothing");
        return;
    }
    buffer_printf(text, "; would give %.*s",
                  VIEW_ARG(access_policy_shown(text->arena, reception->listener, entry)));
    if (entry->policy.length > 0 && behavior != BEHAVIOR_COUNT)
        buffer_printf(text, ", %s", behavior_word(behavior));
}

struct view step_words(const struct reception *reception, const struct connect_step *step)
{
    struct buffer text = buffer_new(arena_of(reception));
    bool open = step->verdict == CONNECT_OPEN;
    if (step->verdict == CONNECT_CONTINUED) {
        buffer_add(&text, member_text(reception, step->member));
        buffer_add_string(&text, " matches, and CONTINUE goes on");
        return buffer_view(&text);
    }
    for (int i = 0; i < TRAIT_COUNT; i++) {
        enum trait trait = (enum trait)i;
        const struct step_members *members = &step->traits[i];
        bool known = trait_is_known(reception->caller, trait);
        if (members->count == 0 || known == open)
            continue;
        if (text.length > 0)
            buffer_add_string(&text, ", ");
        if (open)
            add_open(reception, &text, trait, members);
        else
            add_passed(reception, &text, trait, members);
    }
    if (text.length == 0)
        buffer_add_string(&text, "it has no members");
    if (open)
        add_would(reception, &text, step->entry);
    return buffer_view(&text);
}

/* --- All of it -------------------------------------------------------------------------------- */

static void assume_members(struct reception *reception)
{
    const struct members *members = &reception->connector->members;
    for (uint32_t i = 0; i < reception->steps.count; i++) {
        const struct connect_step *step = &reception->steps.list[i];
        if (step->verdict == CONNECT_OPEN && step->traits[TRAIT_COUNTRY].count > 0 &&
            members->stops[step->entry])
            reception->assumed[ASSUMED_HAT_COUNTRY] = true;
    }
    if (reception->entry == NULL)
        return;
    const struct member *member = members->list[reception->found.member];
    bool is_name = member->kind == MEMBER_HOST || member->kind == MEMBER_PARTIAL;
    reception->assumed[ASSUMED_IDN] = is_name && !utf8_is_ascii(member->text);
}

static void assume_settings(struct reception *reception)
{
    for (int i = 0; i < FLOW_COUNT; i++)
        if (reception->resolved.params[i].setting != NULL)
            reception->assumed[flow_parameter((enum flow_param)i)->assumed] = true;
    reception->assumed[ASSUMED_HAT_OWN_POLICIES] |= reception->resolved.behavior == BEHAVIOR_COUNT;
}

static void resolve_entry(struct reception *reception, const struct flow_defaults *outside)
{
    const struct listener *listener = reception->listener;
    struct flow_defaults defaults = flow_defaults_of(listener, outside);
    if (reception->found.entry == NO_ACCESS)
        return;
    reception->entry = &listener->entries[reception->found.entry];
    flow_resolve_entry(arena_of(reception), listener, reception->entry, &defaults,
                       &reception->resolved);
    assume_settings(reception);
}

void explain_caller(struct explainer *explainer, const struct connector *connector,
                    const struct flow_defaults *defaults, const struct caller *caller)
{
    struct reception reception = {
        .explainer = explainer,
        .connector = connector,
        .listener = connector->members.listener,
        .caller = caller,
        .found = connect_find(connector, caller),
    };
    reception.steps = connect_steps(explainer->policy->arena, connector, caller,
                                    &reception.found);
    resolve_entry(&reception, defaults);
    assume_members(&reception);
    reception.assumed[ASSUMED_NONE] = false;
    if (explainer->form == EXPLAIN_TEXT)
        reception_text(&reception);
    else if (explainer->form == EXPLAIN_BRIEF)
        reception_brief(&reception);
    else
        reception_json(&reception);
    explainer->explained++;
}
