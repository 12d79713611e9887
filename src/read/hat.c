/* SPDX-License-Identifier: MIT */
#include "read/hat.h"

#include "base/near.h"
#include "base/utf8.h"
#include "read/listener.h"
#include "read/member.h"

/* --- For the scanner -------------------------------------------------------------------------- */

static bool is_one_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (ascii_lower(text.text[i]) < 'a' || ascii_lower(text.text[i]) > 'z')
            return false;
    return true;
}

enum hat_word hat_word(struct view text)
{
    struct nearest nearest = nearest_to(text);
    if (!is_one_word(text))
        return HAT_WORD_MEMBER;
    if (view_equal_nocase(text, view_of(member_word(MEMBER_ALL))))
        return HAT_WORD_ALL;
    behavior_nearest(&nearest);
    return nearest_found(&nearest) ? HAT_WORD_BEHAVIOR : HAT_WORD_MEMBER;
}

bool hat_line_ends(struct hat_reader *reader)
{
    bool recovering = reader->recovering;
    reader->recovering = false;
    return recovering;
}

/* What stands before PLACE in the text, without the blanks between. */
static char before(const struct hat_reader *reader, struct span place, bool blanks)
{
    const struct source *source = reader->source;
    uint32_t at = place.offset - source->base;
    uint32_t start = source_begin(source);
    while (blanks && at > start && view_has(VIEW(" \t\r"), source->text[at - 1]))
        at--;
    return (char)(at == start ? '\n' : source->text[at - 1]);
}

bool hat_begins_line(const struct hat_reader *reader, struct span place)
{
    return before(reader, place, true) == '\n';
}

/* Whether what stands at PLACE is not at the very start of its line. */
static bool is_indented(const struct hat_reader *reader, struct span place)
{
    return before(reader, place, false) != '\n';
}

struct span hat_end_of_text(const struct hat_reader *reader)
{
    uint32_t end = reader->source->base + reader->source->size;
    return (struct span){end, end};
}

void hat_comment(struct hat_reader *reader, struct span place)
{
    if (hat_begins_line(reader, place))
        comments_add(&reader->policy->comments, place);
    else
        diag_mend(reader->diag, diag_report(reader->diag, CODE_COMMENT_BEHIND, place, "%s",
                                            code_entry(CODE_COMMENT_BEHIND)->title));
}

void hat_open_description(struct hat_reader *reader, struct span place)
{
    diag_mend(reader->diag, diag_report(reader->diag, CODE_DESCRIPTION_UNCLOSED, place, "%s",
                                        code_entry(CODE_DESCRIPTION_UNCLOSED)->title));
}

void hat_setting_outside(struct hat_reader *reader, struct span place)
{
    diag_mend(reader->diag, diag_report(reader->diag, CODE_SETTING_OUTSIDE, place, "%s",
                                        code_entry(CODE_SETTING_OUTSIDE)->title));
}

void hat_colon(struct hat_reader *reader, struct span place)
{
    diag_help(reader->diag,
              diag_report(reader->diag, CODE_HAT_SYNTAX, place, "unexpected \":\", expected \"=\""),
              "write name = value");
}

/* --- Errors of form --------------------------------------------------------------------------- */

void hat_syntax_error(struct hat_reader *reader, struct span place, const char *message)
{
    reader->recovering = true;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_HAT_SYNTAX, place, "%s", message));
}

void hat_recovered(struct hat_reader *reader)
{
    reader->recovering = false;
}

void hat_stray(struct hat_reader *reader, struct span place)
{
    struct view text = sources_text(reader->diag->sources, place);
    struct message *message = diag_report(reader->diag, CODE_HAT_SYNTAX, place,
                                          "unexpected \"%.*s\"", VIEW_ARG(text));
    diag_help(reader->diag, message, "remove it: it belongs to nothing that was opened");
}

void hat_no_description(struct hat_reader *reader, const struct hat_description *description,
                        struct span place)
{
    if (!description->given)
        return;
    struct message *message = diag_report(reader->diag, CODE_HAT_SYNTAX, place,
                                          "a description behind a policy's definition");
    diag_help(reader->diag, message, "groups, hosts and members have descriptions; write a "
              "comment above it: # ...");
}

void hat_stray_block(struct hat_reader *reader, struct span place)
{
    flow_take(&reader->flow);
    if (sources_text(reader->diag->sources, place).text[0] != '{')
        return; /* reported with its first setting */
    struct message *message = diag_report(reader->diag, CODE_HAT_SYNTAX,
                                          (struct span){place.offset, place.offset + 1},
                                          "a block that belongs to no policy");
    diag_help(reader->diag, message,
              "a block stands right behind its behavior, before a description");
}

/* --- Policies --------------------------------------------------------------------------------- */

/* The name of a policy without its dollar sign; empty, and reported, if it is none. */
static struct view policy_name(struct hat_reader *reader, struct view text, struct span place)
{
    struct view name = {text.text + 1, text.length - 1};
    if (listener_is_name(name))
        return name;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_POLICY_NAME, place,
                                        "not the name of a policy: \"%.*s\"", VIEW_ARG(text)));
    return VIEW("");
}

/* The behavior WORD, or the one that it misspells, which is reported. */
static enum behavior read_behavior(struct hat_reader *reader, struct view word, struct span place)
{
    struct nearest nearest = nearest_to(word);
    behavior_nearest(&nearest);
    enum behavior behavior = behavior_find(nearest.names[0]);
    if (view_equal(word, nearest.names[0]))
        return behavior;
    struct message *message = diag_report(reader->diag, CODE_BEHAVIOR_MISSPELT, place,
                                          "not a behavior: \"%.*s\"", VIEW_ARG(word));
    diag_help(reader->diag, message, "did you mean %.*s?", VIEW_ARG(nearest.names[0]));
    return behavior;
}

/* A second policy of a name; the later one is taken, if it may be. */
static void define_again(struct hat_reader *reader, struct mail_flow_policy *first,
                         const struct mail_flow_policy *policy)
{
    struct message *message = diag_report(reader->diag, CODE_POLICY_TWICE, policy->place,
                                          "the policy $%.*s is defined twice",
                                          VIEW_ARG(policy->name));
    diag_note(reader->diag, message, first->place, "first defined here");
    if (diag_severity(reader->diag, CODE_POLICY_TWICE) == SEVERITY_ERROR) {
        diag_mend(reader->diag, message);
        return;
    }
    diag_help(reader->diag, message, "the later one is taken");
    *first = *policy;
}

void hat_policy(struct hat_reader *reader, struct view name, struct span place, struct view word,
                struct span word_place)
{
    struct mail_flow_policy policy = {.name = policy_name(reader, name, place),
                                      .behavior = read_behavior(reader, word, word_place),
                                      .settings = flow_take(&reader->flow),
                                      .place = place};
    if (policy.name.length == 0)
        return;
    struct mail_flow_policy *first = listener_policy(reader->listener, policy.name);
    if (first == NULL)
        listener_add_policy(reader->diag->arena, reader->listener, &policy);
    else
        define_again(reader, first, &policy);
}

void hat_policy_without(struct hat_reader *reader, struct view name, struct span place)
{
    struct mail_flow_policy policy = {.name = policy_name(reader, name, place),
                                      .settings = flow_take(&reader->flow),
                                      .place = place};
    if (policy.name.length == 0)
        return;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_POLICY_WITHOUT_BEHAVIOR, place,
                                        "the policy $%.*s has no behavior",
                                        VIEW_ARG(policy.name)));
    /* Known, so that its uses are not called mistakes too. */
    if (listener_policy(reader->listener, policy.name) == NULL)
        listener_add_policy(reader->diag->arena, reader->listener, &policy);
}

/* --- Entries ---------------------------------------------------------------------------------- */

struct hat_description hat_description(struct hat_reader *reader, struct view text,
                                       struct span place)
{
    struct view inside = {text.text + 1, text.length - 1};
    if (inside.length > 0 && inside.text[inside.length - 1] == ')')
        inside.length--;
    return (struct hat_description){flow_check_text(&reader->flow, text, place, "a description"),
                                    inside};
}

static void begin(struct hat_reader *reader, enum access_kind kind, struct span place)
{
    reader->entry = (struct access_entry){.kind = kind, .place = place};
    reader->has_all |= kind == ACCESS_ALL;
}

static void add_member(struct hat_reader *reader, const struct member *member,
                       const struct hat_description *description)
{
    struct arena *arena = reader->diag->arena;
    struct member added = *member;
    if (description->given) {
        struct view *text = arena_alloc(arena, sizeof *text);
        *text = description->text;
        added.description = text;
    }
    access_add_member(arena, &reader->entry, &added);
}

/* Warns of a member that the group has already. */
static void check_twice(struct hat_reader *reader, const struct member *member)
{
    const struct access_entry *entry = &reader->entry;
    uint32_t hash = member_hash(reader->listener->seed, member);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&reader->members, hash, &probe, &index)) {
        if (!member_same(&entry->members[index], member))
            continue;
        struct message *message =
            diag_report(reader->diag, CODE_MEMBER_TWICE, member->place,
                        "the member %.*s is given twice", VIEW_ARG(member->text));
        diag_note(reader->diag, message, entry->members[index].place, "first given here%s%.*s",
                  view_equal(entry->members[index].text, member->text) ? "" : " as ",
                  view_equal(entry->members[index].text, member->text)
                      ? 0
                      : (int)entry->members[index].text.length,
                  entry->members[index].text.text);
        diag_mend(reader->diag, message);
        return;
    }
    hash_table_insert(&reader->members, hash, entry->member_count);
}

/* A host after a group that lacks its policy looks like one of its members, but for the indent. */
static void check_indent(struct hat_reader *reader, struct span place)
{
    bool indented = is_indented(reader, place);
    if (reader->entry.member_count == 0)
        reader->indented = indented;
    if (indented || !reader->indented)
        return;
    struct message *message = diag_report(reader->diag, CODE_MEMBER_INDENT, place,
                                          "taken for a member of %.*s, though it is not indented "
                                          "as those above it", VIEW_ARG(reader->entry.name));
    diag_mend(reader->diag, message);
}

void hat_group(struct hat_reader *reader, struct view name, struct span place)
{
    begin(reader, ACCESS_GROUP, place);
    reader->entry.name = name;
    reader->indented = false;
    hash_table_init(&reader->members, reader->diag->arena, 0);
    const struct access_entry *first = listener_group(reader->listener, name);
    if (first == NULL)
        return;
    struct message *message = diag_report(reader->diag, CODE_GROUP_TWICE, place,
                                          "the group %.*s is given twice", VIEW_ARG(name));
    diag_note(reader->diag, message, first->place, "first given here");
    if (diag_severity(reader->diag, CODE_GROUP_TWICE) == SEVERITY_ERROR)
        diag_mend(reader->diag, message);
    else
        diag_help(reader->diag, message, "both are kept");
}

/* Whether there is an entry that a further member can belong to; else it ends. */
static bool is_in_group(struct hat_reader *reader)
{
    if (reader->entry.kind == ACCESS_GROUP)
        return true;
    hat_nothing(reader);
    return false;
}

void hat_member(struct hat_reader *reader, struct view text, struct span place,
                const struct hat_description *description)
{
    struct member member;
    if (!is_in_group(reader)) {
        hat_host(reader, text, place, description);
        return;
    }
    check_indent(reader, place);
    if (!flow_check_text(&reader->flow, text, place, "a member") ||
        !member_read(reader->diag, text, place, &member))
        return;
    check_twice(reader, &member);
    add_member(reader, &member, description);
}

void hat_host(struct hat_reader *reader, struct view text, struct span place,
              const struct hat_description *description)
{
    struct member member;
    begin(reader, ACCESS_HOST, place);
    if (flow_check_text(&reader->flow, text, place, "a member") &&
        member_read(reader->diag, text, place, &member))
        add_member(reader, &member, description);
}

void hat_all(struct hat_reader *reader, struct span place,
             const struct hat_description *description)
{
    const struct member member = {
        .kind = MEMBER_ALL, .place = place, .text = view_of(member_word(MEMBER_ALL))};
    begin(reader, ACCESS_ALL, place);
    add_member(reader, &member, description);
}

void hat_all_in_group(struct hat_reader *reader, struct span place,
                      const struct hat_description *description)
{
    if (is_indented(reader, place) && reader->entry.kind == ACCESS_GROUP) {
        diag_mend(reader->diag,
                  diag_report(reader->diag, CODE_MEMBER_ALL, place, "ALL as a member of %.*s",
                              VIEW_ARG(reader->entry.name)));
        return;
    }
    hat_nothing(reader);
    hat_all(reader, place, description);
}

/* --- The end of an entry ---------------------------------------------------------------------- */

static void end_entry(struct hat_reader *reader, struct span place,
                      const struct hat_description *description)
{
    struct access_entry *entry = &reader->entry;
    entry->policy_place = place;
    entry->settings = flow_take(&reader->flow);
    entry->has_description = description->given;
    entry->description = description->text;
    bool broken = entry->kind == ACCESS_HOST && entry->member_count == 0;
    if (!broken) /* else it was reported */
        listener_add_entry(reader->diag->arena, reader->listener, entry);
}

void hat_use(struct hat_reader *reader, struct view name, struct span place,
             const struct hat_description *description)
{
    reader->entry.policy = policy_name(reader, name, place);
    end_entry(reader, place, description);
}

void hat_behave(struct hat_reader *reader, struct view word, struct span place,
                const struct hat_description *description)
{
    reader->entry.behavior = read_behavior(reader, word, place);
    end_entry(reader, place, description);
}

void hat_nothing(struct hat_reader *reader)
{
    const struct access_entry *entry = &reader->entry;
    struct view text = sources_text(reader->diag->sources, entry->place);
    struct message *message =
        diag_report(reader->diag, CODE_ENTRY_WITHOUT_POLICY, entry->place,
                    "%s%.*s has no policy, nor a behavior",
                    entry->kind == ACCESS_GROUP ? "the group " : "", VIEW_ARG(text));
    diag_mend(reader->diag, message);
}

void hat_setting(struct hat_reader *reader, struct view name, struct span name_place,
                 struct view value, struct span value_place, enum flow_form form)
{
    if (form == FLOW_BROKEN)
        flow_report_open_text(reader->diag, value_place);
    flow_read_setting(&reader->flow, name, name_place, (struct flow_text){value, form},
                      value_place);
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
static void report_undefined(struct hat_reader *reader, const struct access_entry *entry)
{
    struct diag *diag = reader->diag;
    bool own = listener_has_by_itself(entry->policy);
    struct message *message = diag_report(
        diag, own ? CODE_POLICY_NOT_HERE : CODE_POLICY_UNDEFINED, entry->policy_place,
        "the policy $%.*s is not defined in this table", VIEW_ARG(entry->policy));
    if (message == NULL)
        return;
    struct nearest nearest = nearest_policies(reader->listener, entry->policy);
    if (nearest_found(&nearest) && !own)
        diag_help(diag, message, "did you mean %s?",
                  nearest_words(diag->arena, &nearest, "$", ""));
    else
        diag_mend(diag, message);
}

static void check_policies(struct hat_reader *reader)
{
    const struct listener *listener = reader->listener;
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        const struct access_entry *entry = &listener->entries[i];
        if (entry->policy.length > 0 && listener_policy(listener, entry->policy) == NULL)
            report_undefined(reader, entry);
    }
}

static void check_all(struct hat_reader *reader)
{
    const struct listener *listener = reader->listener;
    uint32_t count = listener->entry_count;
    if (!reader->has_all) {
        struct span place = count == 0 ? hat_end_of_text(reader) : listener->entries[count - 1].place;
        diag_mend(reader->diag, diag_report(reader->diag, CODE_ALL_MISSING, place,
                                            "the table does not end with ALL"));
    }
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (listener->entries[i].kind != ACCESS_ALL)
            continue;
        struct message *message = diag_report(reader->diag, CODE_ALL_NOT_LAST,
                                              listener->entries[i].place, "ALL is not the last "
                                              "entry");
        diag_note(reader->diag, message, listener->entries[i + 1].place,
                  "what stands from here on never matches");
        diag_mend(reader->diag, message);
        return;
    }
}

void hat_end(struct hat_reader *reader)
{
    check_policies(reader);
    check_all(reader);
}

void read_hat(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source)
{
    size_t offset;
    uint32_t start = source->base + source_begin(source);
    struct hat_reader reader = {.policy = policy, .diag = diag, .source = source};
    reader.listener = listener_for_hat(policy, diag, options, (struct span){start, start + 1});
    flow_reader_init(&reader.flow, diag, FLOW_TABLE_HAT, policy->store->seed,
                     utf8_check((struct view){source->text, source->size}, &offset));
    hat_parse(&reader);
}
