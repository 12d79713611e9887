/* SPDX-License-Identifier: MIT */
#include "read/access.h"

#include "read/member.h"

void access_reader_init(struct access_reader *reader, struct diag *diag, struct listener *listener)
{
    *reader = (struct access_reader){
        .diag = diag, .listener = listener, .vocabulary = VOCABULARY_EXPORT};
}

/* --- Words ------------------------------------------------------------------------------------ */

enum { MOST_WORD = 24 };

/* A table's word as VOCABULARY writes it. */
static struct view spelling(enum vocabulary vocabulary, const char *word, char buffer[MOST_WORD])
{
    size_t length = 0;
    if (vocabulary < VOCABULARY_POLICY)
        return view_of(word);
    for (; length < MOST_WORD && word[length] != '\0'; length++)
        buffer[length] = ascii_lower(word[length]);
    return (struct view){buffer, length};
}

/* How messages speak, in each language. */
#define TABLE                                                                                      \
    {                                                                                              \
        "$", "policy", "table", "table", "ALL", "write a host with its domain",                    \
            "give the policy to ALL, the last entry"                                               \
    }

static const struct {
    const char *dollar;   /* before the name of a policy */
    const char *policy;   /* what it is called */
    const char *home;     /* where policies are defined */
    const char *whole;    /* what has the entries */
    const char *all;      /* the entry of everybody else */
    const char *behavior; /* what to write for a behavior as a member */
    const char *all_help; /* the same for ALL */
} tongues[VOCABULARY_COUNT] = {
    [VOCABULARY_EXPORT] = TABLE,
    [VOCABULARY_EXPORT_LIKE] = TABLE,
    [VOCABULARY_POLICY] = {"", "mail flow policy", "listener", "table", "<all>",
                           "write <own-policy>", "write <all> as the last entry"},
    [VOCABULARY_SOURCE] = {"", "mail flow policy", "listener", "listener", "\"all\"",
                           "write a host with its domain",
                           "write all uses POLICY; as the last entry"},
};

static bool is_one_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (ascii_lower(text.text[i]) < 'a' || ascii_lower(text.text[i]) > 'z')
            return false;
    return true;
}

enum access_word access_word(struct view text)
{
    struct nearest nearest = nearest_to(text);
    if (!is_one_word(text))
        return ACCESS_WORD_MEMBER;
    if (view_equal_nocase(text, view_of(member_word(MEMBER_ALL))))
        return ACCESS_WORD_ALL;
    behavior_nearest(&nearest);
    return nearest_found(&nearest) ? ACCESS_WORD_BEHAVIOR : ACCESS_WORD_MEMBER;
}

bool access_policy_name(struct diag *diag, enum vocabulary vocabulary, struct access_text name)
{
    if (listener_is_name(name.text))
        return true;
    struct message *message =
        diag_report(diag, CODE_POLICY_NAME, name.place, "not the name of a %s: \"%s%.*s\"",
                    tongues[vocabulary].policy, tongues[vocabulary].dollar, VIEW_ARG(name.text));
    const struct view rest = {name.text.text + 1, name.text.length - 1};
    bool dollar = name.text.length > 1 && name.text.text[0] == '$' && listener_is_name(rest);
    if (dollar && vocabulary >= VOCABULARY_POLICY)
        diag_help(diag, message, "write %.*s; the dollar sign stands in tables only",
                  VIEW_ARG(rest));
    else
        vocabulary_mend(diag, message, vocabulary, CODE_POLICY_NAME);
    return false;
}

enum behavior access_read_behavior(struct diag *diag, enum vocabulary vocabulary,
                              struct access_text word)
{
    char buffer[MOST_WORD];
    struct nearest nearest = nearest_to(word.text);
    behavior_nearest(&nearest);
    bool found = nearest_found(&nearest);
    enum behavior behavior = found ? behavior_find(nearest.names[0]) : BEHAVIOR_COUNT;
    struct view meant = found ? spelling(vocabulary, behavior_word(behavior), buffer) : VIEW("");
    if (found && view_equal(word.text, meant))
        return behavior;
    struct message *message = diag_report(diag, CODE_BEHAVIOR_MISSPELT, word.place,
                                          "not a behavior: \"%.*s\"", VIEW_ARG(word.text));
    if (found)
        diag_help(diag, message, "did you mean %.*s?", VIEW_ARG(meant));
    else
        vocabulary_mend(diag, message, vocabulary, CODE_BEHAVIOR_MISSPELT);
    return behavior;
}

enum recipient_action access_read_action(struct diag *diag, enum vocabulary vocabulary,
                                    struct access_text word)
{
    char buffer[MOST_WORD];
    enum recipient_action action = recipient_action_find(word.text);
    if (action != RECIPIENT_ACTION_COUNT &&
        view_equal(word.text, spelling(vocabulary, recipient_action_word(action), buffer)))
        return action;
    struct nearest nearest = nearest_to(word.text);
    recipient_action_nearest(&nearest);
    struct message *message =
        diag_report(diag, CODE_ACTION, word.place, "not an action: \"%.*s\"", VIEW_ARG(word.text));
    if (message == NULL)
        return RECIPIENT_ACTION_COUNT;
    for (int i = 0; i < nearest.count; i++)
        nearest.names[i] = arena_copy(
            diag->arena, spelling(vocabulary, nearest.names[i].text, buffer));
    if (nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?", nearest_words(diag->arena, &nearest, "", ""));
    else
        vocabulary_mend(diag, message, vocabulary, CODE_ACTION);
    return RECIPIENT_ACTION_COUNT;
}

/* --- Policies --------------------------------------------------------------------------------- */

void access_policy(struct access_reader *reader, const struct mail_flow_policy *policy)
{
    struct diag *diag = reader->diag;
    struct mail_flow_policy *first = listener_policy(reader->listener, policy->name);
    if (first == NULL) {
        listener_add_policy(diag->arena, reader->listener, policy);
        return;
    }
    struct message *message =
        diag_report(diag, CODE_POLICY_TWICE, policy->place, "the %s %s%.*s is defined twice",
                    tongues[reader->vocabulary].policy, tongues[reader->vocabulary].dollar,
                    VIEW_ARG(policy->name));
    diag_note(diag, message, first->place, "first defined here");
    if (diag_severity(diag, CODE_POLICY_TWICE) == SEVERITY_ERROR) {
        diag_mend(diag, message);
        return;
    }
    diag_help(diag, message, "the later one is taken");
    *first = *policy;
}

/* --- Entries ---------------------------------------------------------------------------------- */

static void begin(struct access_reader *reader, enum access_kind kind, struct span place)
{
    reader->entry = (struct access_entry){.kind = kind, .place = place};
    reader->has_all |= kind == ACCESS_ALL;
}

static void add_member(struct access_reader *reader, const struct member *member,
                       struct access_note note)
{
    struct arena *arena = reader->diag->arena;
    struct member added = *member;
    if (note.given) {
        struct view *text = arena_alloc(arena, sizeof *text);
        *text = note.text;
        added.description = text;
    }
    access_add_member(arena, &reader->entry, &added);
}

/* Warns of a member that the group has already. */
static void check_twice(struct access_reader *reader, const struct member *member)
{
    const struct access_entry *entry = &reader->entry;
    uint32_t hash = member_hash(reader->listener->seed, member);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&reader->members, hash, &probe, &index)) {
        const struct member *first = &entry->members[index];
        if (!member_same(first, member))
            continue;
        struct message *message =
            diag_report(reader->diag, CODE_MEMBER_TWICE, member->place,
                        "the member %.*s is given twice", VIEW_ARG(member->text));
        bool alike = view_equal(first->text, member->text);
        diag_note(reader->diag, message, first->place, "first given here%s%.*s",
                  alike ? "" : " as ", alike ? 0 : (int)first->text.length, first->text.text);
        diag_mend(reader->diag, message);
        return;
    }
    hash_table_insert(&reader->members, hash, entry->member_count);
}

void access_group(struct access_reader *reader, struct view name, struct span place)
{
    struct diag *diag = reader->diag;
    begin(reader, ACCESS_GROUP, place);
    reader->entry.name = name;
    hash_table_init(&reader->members, diag->arena, 0);
    const struct access_entry *first = listener_group(reader->listener, name);
    if (first == NULL)
        return;
    struct message *message = diag_report(diag, CODE_GROUP_TWICE, place,
                                          "the group %.*s is given twice", VIEW_ARG(name));
    diag_note(diag, message, first->place, "first given here");
    if (diag_severity(diag, CODE_GROUP_TWICE) == SEVERITY_ERROR)
        diag_mend(diag, message);
    else
        diag_help(diag, message, "both are kept");
}

/* Reads a member; what a table would not take for one where it stands is none. */
static bool read_member(struct access_reader *reader, struct view text, struct span place,
                        struct member *member)
{
    enum access_word word = access_word(text);
    bool all = word == ACCESS_WORD_ALL;
    if (word == ACCESS_WORD_MEMBER)
        return member_read(reader->diag, text, place, member);
    struct message *message =
        diag_report(reader->diag, all ? CODE_MEMBER_ALL : CODE_MEMBER_FORM, place,
                    all ? "ALL as a member" : "not a member of a sender group: \"%.*s\"",
                    VIEW_ARG(text));
    if (all)
        diag_help(reader->diag, message, "%s", tongues[reader->vocabulary].all_help);
    else
        diag_help(reader->diag, message, "a table would take it for a behavior; %s",
                  tongues[reader->vocabulary].behavior);
    return false;
}

bool access_member(struct access_reader *reader, struct view text, struct span place,
                   struct access_note note)
{
    struct member member;
    if (!read_member(reader, text, place, &member))
        return false;
    check_twice(reader, &member);
    add_member(reader, &member, note);
    return true;
}

bool access_host(struct access_reader *reader, struct view text, struct span place,
                 struct access_note note)
{
    struct member member;
    begin(reader, ACCESS_HOST, place);
    if (!read_member(reader, text, place, &member))
        return false;
    add_member(reader, &member, note);
    return true;
}

void access_no_host(struct access_reader *reader, struct span place)
{
    begin(reader, ACCESS_HOST, place);
}

void access_all(struct access_reader *reader, struct span place, struct access_note note)
{
    const struct member member = {
        .kind = MEMBER_ALL, .place = place, .text = view_of(member_word(MEMBER_ALL))};
    begin(reader, ACCESS_ALL, place);
    add_member(reader, &member, note);
}

static void end_entry(struct access_reader *reader, struct span place,
                      struct flow_settings settings, struct access_note note)
{
    struct access_entry *entry = &reader->entry;
    entry->policy_place = place;
    entry->settings = settings;
    entry->has_description = note.given;
    entry->description = note.text;
    bool broken = entry->kind == ACCESS_HOST && entry->member_count == 0;
    if (!broken) /* else it was reported */
        listener_add_entry(reader->diag->arena, reader->listener, entry);
}

void access_use(struct access_reader *reader, struct access_text policy_without_dollar,
                struct flow_settings settings, struct access_note note)
{
    reader->entry.policy = policy_without_dollar.text;
    end_entry(reader, policy_without_dollar.place, settings, note);
}

void access_behave(struct access_reader *reader, enum behavior behavior, struct span place,
                   struct flow_settings settings, struct access_note note)
{
    reader->entry.behavior = behavior;
    end_entry(reader, place, settings, note);
}

/* --- The table as a whole --------------------------------------------------------------------- */

enum { MOST_COMPARED = 1000 };

/* The policies of the listener that NAME may misspell, if they are not too many to look at. */
static struct nearest nearest_policies(const struct listener *listener, struct view name)
{
    struct nearest nearest = nearest_to(name);
    for (uint32_t i = 0; i < listener->policy_count && i < MOST_COMPARED; i++)
        nearest_offer(&nearest, listener->policies[i].name, listener->policies[i].name);
    return nearest;
}

/* A policy that is used and nowhere defined. */
static void report_undefined(struct diag *diag, enum vocabulary vocabulary,
                             const struct listener *listener, const struct access_entry *entry)
{
    bool own = listener_has_by_itself(entry->policy);
    enum code code = own ? CODE_POLICY_NOT_HERE : CODE_POLICY_UNDEFINED;
    struct message *message = diag_report(
        diag, code, entry->policy_place, "the %s %s%.*s is not defined in this %s",
        tongues[vocabulary].policy, tongues[vocabulary].dollar, VIEW_ARG(entry->policy),
        tongues[vocabulary].home);
    if (message == NULL)
        return;
    struct nearest nearest = nearest_policies(listener, entry->policy);
    bool source = vocabulary == VOCABULARY_SOURCE && !own;
    if (source && behavior_find(entry->policy) != BEHAVIOR_COUNT)
        diag_help(diag, message, "%.*s is a behavior: write it without uses",
                  VIEW_ARG(entry->policy));
    else if (source && !nearest_found(&nearest))
        diag_help(diag, message, "define it in the listener: mail-flow-policy %.*s accept;",
                  VIEW_ARG(entry->policy));
    else if (nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?%s",
                  nearest_words(diag->arena, &nearest, tongues[vocabulary].dollar, ""),
                  own ? " Otherwise define it, as the appliance's own export does" : "");
    else
        vocabulary_mend(diag, message, vocabulary, code);
}

static void check_policies(struct diag *diag, enum vocabulary vocabulary,
                           const struct listener *listener)
{
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        const struct access_entry *entry = &listener->entries[i];
        if (entry->policy.length > 0 && listener_policy(listener, entry->policy) == NULL)
            report_undefined(diag, vocabulary, listener, entry);
    }
}

static void check_all(struct diag *diag, enum vocabulary vocabulary,
                      const struct listener *listener, bool has_all, struct span end)
{
    uint32_t count = listener->entry_count;
    const char *all = tongues[vocabulary].all;
    if (!has_all) {
        struct span place = count == 0 ? end : listener->entries[count - 1].place;
        vocabulary_mend(diag,
                        diag_report(diag, CODE_ALL_MISSING, place, "the %s does not end with %s",
                                    tongues[vocabulary].whole, all),
                        vocabulary, CODE_ALL_MISSING);
    }
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (listener->entries[i].kind != ACCESS_ALL)
            continue;
        struct message *message = diag_report(diag, CODE_ALL_NOT_LAST, listener->entries[i].place,
                                              "%s is not the last entry", all);
        diag_note(diag, message, listener->entries[i + 1].place,
                  "what stands from here on never matches");
        vocabulary_mend(diag, message, vocabulary, CODE_ALL_NOT_LAST);
        return;
    }
}

void access_check(struct diag *diag, enum vocabulary vocabulary, const struct listener *listener,
                  bool has_all, struct span end)
{
    check_policies(diag, vocabulary, listener);
    check_all(diag, vocabulary, listener, has_all, end);
}
