/* SPDX-License-Identifier: MIT */
#include "analysis/expect_judge.h"

/* Whether NAME is among the subjects of EXPECTATION. */
static bool is_subject(const struct expectation *expectation, struct view name)
{
    for (uint32_t i = 0; i < expectation->subject_count; i++)
        if (view_equal(expectation->subjects[i].text, name))
            return true;
    return false;
}

/* --- Recipients ------------------------------------------------------------------------------- */

/* Whether TEXT ends with END, or is it. */
static bool ends_with(struct view text, struct view end)
{
    return text.length >= end.length &&
           view_equal((struct view){text.text + text.length - end.length, end.length}, end);
}

/* Whether ENTRY is for some of those who are below the partial domain DOMAIN, or for all. */
static enum finding takes_below(const struct recipient_entry *entry, struct view domain)
{
    switch (entry->kind) {
    case RECIPIENT_ALL:
        return FINDING_YES;
    case RECIPIENT_PARTIAL:
        if (ends_with(domain, entry->domain))
            return FINDING_YES;
        return ends_with(entry->domain, domain) ? FINDING_OPEN : FINDING_NO;
    case RECIPIENT_DOMAIN:
    case RECIPIENT_ADDRESS:
        return ends_with(entry->domain, domain) ? FINDING_OPEN : FINDING_NO;
    case RECIPIENT_USER:
        return FINDING_OPEN;
    default:
        return FINDING_NO;
    }
}

/* The same of users of DOMAIN. */
static enum finding takes_domain(const struct recipient_entry *entry,
                                 const struct recipient *recipient)
{
    if (entry->kind == RECIPIENT_USER)
        return FINDING_OPEN;
    if (entry->kind == RECIPIENT_ADDRESS)
        return view_equal(entry->domain, recipient->domain.key) ? FINDING_OPEN : FINDING_NO;
    return recipient_verdict(entry, recipient) == RECIPIENT_YES ? FINDING_YES : FINDING_NO;
}

/* Whether ENTRY takes whom QUESTION asks about; open: some of them, or perhaps. */
static enum finding takes(const struct recipient_entry *entry, const struct question *question)
{
    static const enum finding findings[] = {[RECIPIENT_NO] = FINDING_NO,
                                            [RECIPIENT_YES] = FINDING_YES,
                                            [RECIPIENT_OPEN] = FINDING_OPEN};
    switch (question->kind) {
    case QUESTION_REST:
        return entry->kind == RECIPIENT_ALL ? FINDING_YES : FINDING_NO;
    case QUESTION_DOMAIN:
        return takes_domain(entry, &question->recipient);
    case QUESTION_PARTIAL:
        return takes_below(entry, question->recipient.domain.key);
    default:
        return findings[recipient_verdict(entry, &question->recipient)];
    }
}

/* What becomes of whom QUESTION asks about. */
struct treatment {
    const struct recipient_entry *entry; /* the line that takes all of them; NULL: none */
    const struct recipient_entry *other; /* the first above with another action than it */
};

static struct treatment treatment_of(const struct listener *listener,
                                     const struct question *question,
                                     enum recipient_action wanted)
{
    struct treatment found = {NULL, NULL};
    const struct recipient_entry *firsts[2] = {NULL, NULL}; /* open, by whether the action is it */
    for (uint32_t i = 0; i < listener->recipient_count && found.entry == NULL; i++) {
        const struct recipient_entry *entry = &listener->recipients[i];
        enum finding finding = takes(entry, question);
        bool good = entry->action == wanted;
        if (finding == FINDING_YES)
            found.entry = entry;
        else if (finding == FINDING_OPEN && firsts[good] == NULL)
            firsts[good] = entry;
    }
    if (found.entry != NULL)
        found.other = firsts[found.entry->action != wanted];
    return found;
}

static const char *mail_to(struct arena *arena, const struct question *question)
{
    if (question->kind == QUESTION_REST)
        return "mail to everybody else";
    if (question->kind == QUESTION_PARTIAL)
        return arena_printf(arena, "mail to domains below %.*s",
                            (int)question->recipient.text.length - 1,
                            question->recipient.text.text + 1);
    return arena_printf(arena, "mail to %.*s", VIEW_ARG(question->recipient.text));
}

static void judge_question(const struct spot *spot, const struct question *question)
{
    static const char *const becomes[RECIPIENT_ACTION_COUNT] = {
        [RECIPIENT_ACCEPT] = "accepted",
        [RECIPIENT_REJECT] = "rejected",
        [RECIPIENT_RELAY] = "relayed",
    };
    struct arena *arena = spot->diag->arena;
    enum recipient_action wanted = spot->expected->action;
    const char *whom = mail_to(arena, question);
    struct treatment found = treatment_of(spot->listener, question, wanted);
    if (found.entry == NULL) {
        report_failed(spot, SPAN_NONE, arena_printf(arena, "no line takes %s", whom));
        return;
    }
    bool good = found.entry->action == wanted;
    bool may_differ = found.other != NULL && (good || question->kind == QUESTION_ADDRESS);
    if (!may_differ) {
        if (!good)
            report_failed(spot, found.entry->action_place,
                          arena_printf(arena, "%s is %s", whom, becomes[found.entry->action]));
        return;
    }
    bool by_case = question->kind == QUESTION_ADDRESS;
    struct message *message =
        report_undecided(spot, whom, by_case ? "whether letters' case counts is not documented"
                                             : "a line above takes some of it");
    diag_note(spot->diag, message, found.other->place, "%.*s is %s",
              VIEW_ARG(found.other->text), becomes[found.other->action]);
    diag_help(spot->diag, message, "%s",
              by_case ? "write it as the line has it" : "write the whole addresses that are meant");
}

void judge_recipients(const struct spot *spot)
{
    for (uint32_t i = 0; i < spot->expected->expectation->subject_count; i++)
        judge_question(spot, &spot->expected->questions[i]);
}

/* --- Mail flow -------------------------------------------------------------------------------- */

/* What the default policy parameters say, and who inherits it. */
struct inheritance {
    const struct flow_setting *setting; /* NULL: nothing is known */
    bool is_known;                      /* of the default policy parameters as such */
    struct name_list heirs;
    struct span first; /* the place of the first of them; SPAN_NONE of the parameters themselves */
};

/* Those that are refused anyway are left out of account where all are asked about. */
static bool is_taken(enum behavior behavior)
{
    return behavior != BEHAVIOR_REJECT && behavior != BEHAVIOR_TCPREFUSE;
}

/* Reports the value of SETTING at its place, or, where it stands in no text, at PLACE. */
static struct message *report_flow_failed(const struct spot *spot,
                                          const struct flow_setting *setting, struct span place,
                                          const char *whom)
{
    struct arena *arena = spot->diag->arena;
    const char *value = flow_value_words(arena, setting);
    place = setting->place.offset != 0 ? setting->place : place;
    return report_failed(spot, place,
                         arena_printf(arena, "%s is %s for %s",
                                      flow_parameter(setting->param)->policy_name, value, whom));
}

static void report_unknown_word(const struct spot *spot, const struct flow_setting *setting,
                                const char *whom)
{
    struct message *message = report_undecided(spot, whom, "its word is not known to destc");
    diag_note(spot->diag, message, setting->place,
              "a word of a newer release, taken as it stands");
}

/* Judges a value that WHOM, who stands at PLACE, gives by itself. */
static void judge_own(const struct spot *spot, const struct flow_setting *setting,
                      struct view whom, struct span place)
{
    struct arena *arena = spot->diag->arena;
    enum finding finding = flow_term_holds(&spot->expected->term, arena, setting);
    if (finding == FINDING_YES)
        return;
    const char *name = arena_printf(arena, "%.*s", VIEW_ARG(whom));
    if (finding == FINDING_NO)
        report_flow_failed(spot, setting, place, name);
    else
        report_unknown_word(spot, setting, name);
}

static void judge_policy(const struct spot *spot, const struct mail_flow_policy *policy,
                         struct inheritance *inheritance)
{
    const struct flow_setting *own = flow_get(&policy->settings, spot->expected->term.param);
    if (own != NULL) {
        judge_own(spot, own, policy->name, policy->place);
        return;
    }
    if (inheritance->heirs.count == 0)
        inheritance->first = policy->place;
    name_list_add(&inheritance->heirs, policy->name);
}

static void judge_inherited(const struct spot *spot, struct inheritance *inheritance)
{
    static const char *const reasons[] = {
        "the listener's default policy parameters are not known",
        "the listener's default policy parameters do not give it",
    };
    struct diag *diag = spot->diag;
    const struct flow_setting *setting = inheritance->setting;
    enum finding finding = FINDING_OPEN;
    if (inheritance->heirs.count == 0)
        return;
    if (setting != NULL)
        finding = flow_term_holds(&spot->expected->term, diag->arena, setting);
    if (finding == FINDING_YES)
        return;
    const char *whom = name_list_words(diag->arena, &inheritance->heirs);
    if (finding == FINDING_NO) {
        struct message *message = report_flow_failed(spot, setting, inheritance->first, whom);
        if (inheritance->first.offset != 0)
            diag_note(diag, message, inheritance->first, "%.*s inherits it",
                      VIEW_ARG(inheritance->heirs.names[0]));
    } else if (setting != NULL) {
        report_unknown_word(spot, setting, whom);
    } else {
        struct message *message = report_undecided(spot, whom, reasons[inheritance->is_known]);
        diag_help(diag, message, "give them in the policy, or with --listener-defaults FILE");
    }
}

/* Values that entries give in blocks of their own, over those of the policy that they use. */
static void judge_blocks(const struct spot *spot, const struct table *table)
{
    const struct expectation *expectation = spot->expected->expectation;
    bool all = expectation->target == ASSERTION_FOR_ALL;
    for (uint32_t i = 0; i < table->block_count; i++) {
        const struct access_entry *entry = &table->listener->entries[table->blocks[i]];
        const struct flow_setting *own =
            flow_get(&entry->settings, spot->expected->term.param);
        bool asked = all ? is_taken(access_behavior(table->listener, entry))
                         : entry->policy.length > 0 && is_subject(expectation, entry->policy);
        if (own != NULL && asked)
            judge_own(spot, own, entry_name(entry), entry->place);
    }
}

void judge_flow(const struct spot *spot, struct table *table, const struct flow_defaults *outside)
{
    static const struct view default_name = {"the default policy parameters", 29};
    const struct listener *listener = spot->listener;
    const struct expectation *expectation = spot->expected->expectation;
    struct flow_defaults defaults = flow_defaults_of(listener, outside);
    struct inheritance inheritance = {.is_known = defaults.settings != NULL};
    enum assertion_target target = expectation->target;
    inheritance.setting = flow_default(&defaults, spot->expected->term.param);
    for (uint32_t i = 0; i < listener->policy_count && target == ASSERTION_FOR_ALL; i++)
        if (is_taken(listener->policies[i].behavior))
            judge_policy(spot, &listener->policies[i], &inheritance);
    for (uint32_t i = 0; i < expectation->subject_count && target == ASSERTION_FOR_NAMES; i++) {
        const struct mail_flow_policy *policy =
            listener_policy(listener, expectation->subjects[i].text);
        if (policy != NULL)
            judge_policy(spot, policy, &inheritance);
    }
    if (target == ASSERTION_FOR_DEFAULT ||
        (target == ASSERTION_FOR_ALL && inheritance.setting != NULL))
        name_list_add(&inheritance.heirs, default_name);
    judge_inherited(spot, &inheritance);
    if (target == ASSERTION_FOR_DEFAULT)
        return;
    table_list(spot->diag->arena, table);
    judge_blocks(spot, table);
}

/* --- Hosts ------------------------------------------------------------------------------------ */

/* Whether a policy, or a behavior, is the result that is expected. */
static enum finding is_result(const struct spot *spot, const struct table *table,
                              struct view policy, enum behavior behavior)
{
    struct view wanted = spot->expected->expectation->result.text;
    if (table_has_policy(table, wanted) || spot->expected->behavior == BEHAVIOR_COUNT)
        return view_equal(policy, wanted) ? FINDING_YES : FINDING_NO;
    if (behavior == BEHAVIOR_COUNT)
        return FINDING_OPEN;
    return behavior == spot->expected->behavior ? FINDING_YES : FINDING_NO;
}

static enum finding entry_finding(const struct spot *spot, const struct table *table,
                                  uint32_t number)
{
    if (number == NO_ACCESS)
        return FINDING_NO;
    const struct access_entry *entry = &table->listener->entries[number];
    return is_result(spot, table, entry->policy, access_behavior(table->listener, entry));
}

/* The first entry above LIMIT that leads to OUTCOME and may take the caller, or NO_ACCESS. */
static uint32_t first_open(const struct outcome *outcome, const struct caller *caller,
                           uint32_t limit)
{
    uint32_t first = NO_ACCESS;
    for (int i = 0; i < TRAIT_COUNT; i++)
        if (outcome->firsts[i] < limit && outcome->firsts[i] < first &&
            !trait_is_known(caller, (enum trait)i))
            first = outcome->firsts[i];
    return first;
}

/*
 * The first entry above the one FOUND that may take the caller and answers otherwise than FINDING,
 * or NO_ACCESS.
 */
static uint32_t first_other(const struct spot *spot, const struct table *table,
                            const struct connection *found, enum finding finding)
{
    const struct caller *caller = &spot->expected->caller;
    uint32_t limit =
        found->entry == NO_ACCESS ? table->listener->entry_count : found->entry;
    uint32_t first = NO_ACCESS;
    for (uint32_t i = 0; i < table->outcome_count && found->is_open; i++) {
        const struct outcome *outcome = &table->outcomes[i];
        uint32_t open = first_open(outcome, caller, limit);
        if (open < first && is_result(spot, table, outcome->policy, outcome->behavior) != finding)
            first = open;
    }
    return first;
}

/* "$THROTTLED", or "REJECT". */
static const char *gets(struct arena *arena, const struct access_entry *entry)
{
    if (entry->policy.length == 0)
        return behavior_word(entry->behavior);
    return arena_printf(arena, "$%.*s", VIEW_ARG(entry->policy));
}

/* "SUSPECTLIST by sbrs[-4.0:-1.0]"; a host or ALL is its own reason. */
static const char *by_member(struct arena *arena, const struct access_entry *entry,
                             struct view member)
{
    if (entry->kind != ACCESS_GROUP)
        return arena_printf(arena, "%.*s", VIEW_ARG(member));
    return arena_printf(arena, "%.*s by %.*s", VIEW_ARG(entry->name), VIEW_ARG(member));
}

static const char *host_of(const struct spot *spot)
{
    struct view address = spot->expected->expectation->address.text;
    return arena_printf(spot->diag->arena, "%.*s", VIEW_ARG(address));
}

static void report_host_failed(const struct spot *spot, const struct table *table,
                               const struct connection *found)
{
    struct arena *arena = spot->diag->arena;
    const char *host = host_of(spot);
    if (found->entry == NO_ACCESS) {
        report_failed(spot, SPAN_NONE, arena_printf(arena, "no entry takes %s", host));
        return;
    }
    const struct access_entry *entry = &table->listener->entries[found->entry];
    struct span place = entry->policy_place.offset != 0 ? entry->policy_place : entry->place;
    struct view member = table->connector.members.list[found->member]->text;
    struct message *message = report_failed(
        spot, place, arena_printf(arena, "%s gets %s from %s", host, gets(arena, entry),
                                  by_member(arena, entry, member)));
    if (found->is_open)
        diag_note(spot->diag, message, SPAN_NONE,
                  "what is not said of the host makes no difference");
}

/* The first member of ENTRY that looks at what is not known of CALLER. */
static const struct member *open_member(const struct access_entry *entry,
                                        const struct caller *caller)
{
    for (uint32_t i = 0; i < entry->member_count; i++)
        if (!trait_is_known(caller, trait_of(entry->members[i].kind)))
            return &entry->members[i];
    return NULL;
}

/* How to say what MEMBER, the open one, looks at. */
static void help_undecided(struct diag *diag, struct message *message,
                           const struct caller *caller, const struct member *member)
{
    enum trait trait = trait_of(member->kind);
    if (trait == TRAIT_SCORE)
        diag_help(diag, message, "say its score: scored -2.5, or scored none");
    else if (trait == TRAIT_NAME || (trait == TRAIT_LOOKUP &&
                                     caller->has_name == CALLER_NAME_UNKNOWN))
        diag_help(diag, message, "say its name: named mail.example.com, or named unknown");
    else if (trait == TRAIT_LOOKUP)
        diag_help(diag, message, "say why it has no name, behind matching: %s, %s or %s",
                  member_word(MEMBER_NX_DOMAIN), member_word(MEMBER_SERV_FAIL),
                  member_word(MEMBER_NOT_VERIFIED));
    else
        diag_help(diag, message, "say whether it does: matching %.*s, or matching none",
                  VIEW_ARG(member->text));
}

static void report_host_undecided(const struct spot *spot, const struct table *table,
                                  uint32_t other)
{
    struct diag *diag = spot->diag;
    const struct caller *caller = &spot->expected->caller;
    const struct access_entry *entry = &table->listener->entries[other];
    const struct member *member = open_member(entry, caller);
    const char *host = host_of(spot);
    if (member == NULL || entry_finding(spot, table, other) == FINDING_OPEN) {
        struct message *message = report_undecided(
            spot, host, arena_printf(diag->arena, "%s is not defined here",
                                     gets(diag->arena, entry)));
        diag_note(diag, message, entry->place, "this entry takes it");
        diag_help(diag, message, "expect the policy by its name");
        return;
    }
    const char *way = by_member(diag->arena, entry, member->text);
    struct message *message =
        report_undecided(spot, host, arena_printf(diag->arena, "%s may take it", way));
    diag_note(diag, message, member->place, "that gives %s", gets(diag->arena, entry));
    help_undecided(diag, message, caller, member);
}

void judge_host(const struct spot *spot, struct table *table)
{
    table_connect(spot->diag->arena, table);
    struct connection found = connect_find(&table->connector, &spot->expected->caller);
    enum finding finding = entry_finding(spot, table, found.entry);
    uint32_t other = first_other(spot, table, &found, finding);
    if (other != NO_ACCESS)
        report_host_undecided(spot, table, other);
    else if (finding == FINDING_NO)
        report_host_failed(spot, table, &found);
    else if (finding == FINDING_OPEN)
        report_host_undecided(spot, table, found.entry);
}

/* --- Relaying --------------------------------------------------------------------------------- */

void judge_relay(const struct spot *spot, struct table *table)
{
    struct diag *diag = spot->diag;
    table_list(diag->arena, table);
    for (uint32_t i = 0; i < table->relay_count; i++) {
        const struct access_entry *entry = &table->listener->entries[table->relays[i]];
        struct view name = entry_name(entry);
        if (entry->kind == ACCESS_GROUP && is_subject(spot->expected->expectation, name))
            continue;
        const char *whom = arena_printf(diag->arena, "%.*s", VIEW_ARG(name));
        if (access_behavior(table->listener, entry) == BEHAVIOR_RELAY) {
            bool by_policy = entry->policy.length > 0;
            report_failed(spot, entry->place,
                          arena_printf(diag->arena, "%s relays%s%s", whom, by_policy ? " by " : "",
                                       by_policy ? gets(diag->arena, entry) : ""));
            continue;
        }
        struct message *message = report_undecided(
            spot, whom, arena_printf(diag->arena, "%s is not defined here",
                                     gets(diag->arena, entry)));
        diag_note(diag, message, entry->policy_place, "used here");
        diag_help(diag, message, "hold it against a table that has the policy");
    }
}
