/* SPDX-License-Identifier: MIT */
#include "read/hat.h"

#include "base/utf8.h"
#include "read/listener.h"

/* --- For the scanner -------------------------------------------------------------------------- */

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

void hat_equals_sign(struct hat_reader *reader, struct span place)
{
    diag_help(reader->diag,
              diag_report(reader->diag, CODE_HAT_SYNTAX, (struct span){place.end - 1, place.end},
                          "unexpected \"=\" behind ALL"),
              "write ALL, and $POLICY on the next line");
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

void hat_no_description(struct hat_reader *reader, const struct access_note *description,
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
static struct access_text policy_name(struct hat_reader *reader, struct view text,
                                      struct span place)
{
    struct access_text name = {{text.text + 1, text.length - 1}, place};
    if (!access_policy_name(reader->diag, VOCABULARY_EXPORT, name))
        name.text = VIEW("");
    return name;
}

void hat_policy(struct hat_reader *reader, struct view name, struct span place, struct view word,
                struct span word_place)
{
    const struct access_text behavior = {word, word_place};
    const struct mail_flow_policy policy = {
        .name = policy_name(reader, name, place).text,
        .behavior = access_read_behavior(reader->diag, VOCABULARY_EXPORT, behavior),
        .settings = flow_take(&reader->flow),
        .place = place,
    };
    if (policy.name.length > 0)
        access_policy(&reader->access, &policy);
}

void hat_policy_without(struct hat_reader *reader, struct view name, struct span place)
{
    struct listener *listener = reader->access.listener;
    const struct mail_flow_policy policy = {.name = policy_name(reader, name, place).text,
                                            .settings = flow_take(&reader->flow),
                                            .place = place};
    if (policy.name.length == 0)
        return;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_POLICY_WITHOUT_BEHAVIOR, place,
                                        "the policy $%.*s has no behavior",
                                        VIEW_ARG(policy.name)));
    /* Known, so that its uses are not called mistakes too. */
    if (listener_policy(listener, policy.name) == NULL)
        listener_add_policy(reader->diag->arena, listener, &policy);
}

/* --- Entries ---------------------------------------------------------------------------------- */

struct access_note hat_description(struct hat_reader *reader, struct view text, struct span place)
{
    struct view inside = {text.text + 1, text.length - 1};
    if (inside.length > 0 && inside.text[inside.length - 1] == ')')
        inside.length--;
    return (struct access_note){flow_check_text(&reader->flow, text, place, "a description"),
                                inside};
}

/* A host after a group that lacks its policy looks like one of its members, but for the indent. */
static void check_indent(struct hat_reader *reader, struct span place)
{
    const struct access_entry *entry = &reader->access.entry;
    bool indented = is_indented(reader, place);
    if (entry->member_count == 0)
        reader->indented = indented;
    if (indented || !reader->indented)
        return;
    struct message *message = diag_report(reader->diag, CODE_MEMBER_INDENT, place,
                                          "taken for a member of %.*s, though it is not indented "
                                          "as those above it", VIEW_ARG(entry->name));
    diag_mend(reader->diag, message);
}

void hat_group(struct hat_reader *reader, struct view name, struct span place)
{
    reader->indented = false;
    access_group(&reader->access, name, place);
}

/* Whether there is an entry that a further member can belong to; else it ends. */
static bool is_in_group(struct hat_reader *reader)
{
    if (reader->access.entry.kind == ACCESS_GROUP)
        return true;
    hat_nothing(reader);
    return false;
}

void hat_member(struct hat_reader *reader, struct view text, struct span place,
                const struct access_note *description)
{
    if (!is_in_group(reader)) {
        hat_host(reader, text, place, description);
        return;
    }
    check_indent(reader, place);
    if (flow_check_text(&reader->flow, text, place, "a member"))
        access_member(&reader->access, text, place, *description);
}

void hat_host(struct hat_reader *reader, struct view text, struct span place,
              const struct access_note *description)
{
    if (flow_check_text(&reader->flow, text, place, "a member"))
        access_host(&reader->access, text, place, *description);
    else
        access_no_host(&reader->access, place);
}

void hat_all(struct hat_reader *reader, struct span place, const struct access_note *description)
{
    access_all(&reader->access, place, *description);
}

void hat_all_in_group(struct hat_reader *reader, struct span place,
                      const struct access_note *description)
{
    const struct access_entry *entry = &reader->access.entry;
    if (is_indented(reader, place) && entry->kind == ACCESS_GROUP) {
        diag_mend(reader->diag,
                  diag_report(reader->diag, CODE_MEMBER_ALL, place, "ALL as a member of %.*s",
                              VIEW_ARG(entry->name)));
        return;
    }
    hat_nothing(reader);
    hat_all(reader, place, description);
}

/* --- The end of an entry ---------------------------------------------------------------------- */

void hat_use(struct hat_reader *reader, struct view name, struct span place,
             const struct access_note *description)
{
    access_use(&reader->access, policy_name(reader, name, place), flow_take(&reader->flow),
               *description);
}

void hat_behave(struct hat_reader *reader, struct view word, struct span place,
                const struct access_note *description)
{
    const struct access_text behavior = {word, place};
    access_behave(&reader->access, access_read_behavior(reader->diag, VOCABULARY_EXPORT, behavior),
                  place, flow_take(&reader->flow), *description);
}

/* A word that stands where a policy or group should may lack its dollar sign or colon. */
static void help_nothing(const struct hat_reader *reader, struct message *message)
{
    const struct access_entry *entry = &reader->access.entry;
    uint32_t count = entry->member_count;
    const struct member *last = count == 0 ? NULL : &entry->members[count - 1];
    bool is_name = last != NULL && last->kind == MEMBER_HOST && listener_is_name(last->text);
    if (is_name && listener_policy(reader->access.listener, last->text) != NULL)
        diag_help(reader->diag, message, "did you mean $%.*s?", VIEW_ARG(last->text));
    else if (!is_name || entry->kind == ACCESS_GROUP)
        diag_mend(reader->diag, message);
    else
        diag_help(reader->diag, message, "write %.*s: for a group, $%.*s for a policy; behind a "
                  "host stands $POLICY, or a behavior like REJECT", VIEW_ARG(last->text),
                  VIEW_ARG(last->text));
}

void hat_nothing(struct hat_reader *reader)
{
    const struct access_entry *entry = &reader->access.entry;
    struct view text = sources_text(reader->diag->sources, entry->place);
    struct message *message =
        diag_report(reader->diag, CODE_ENTRY_WITHOUT_POLICY, entry->place,
                    "%s%.*s has no policy, nor a behavior",
                    entry->kind == ACCESS_GROUP ? "the group " : "", VIEW_ARG(text));
    help_nothing(reader, message);
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

void hat_end(struct hat_reader *reader)
{
    const struct listener *listener = reader->access.listener;
    bool whole = reader->access.has_all || reader->is_cut ||
                  (reader->policies_alone && listener->entry_count == 0);
    access_check(reader->diag, VOCABULARY_EXPORT, listener, whole, hat_end_of_text(reader));
}

void read_hat(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source)
{
    size_t offset;
    uint32_t start = source->base + source_begin(source);
    struct hat_reader reader = {.policy = policy, .diag = diag, .source = source};
    access_reader_init(&reader.access, diag,
                       listener_for_hat(policy, diag, options, (struct span){start, start + 1}));
    flow_reader_init(&reader.flow, diag, FLOW_TABLE_HAT, policy->store->seed,
                     utf8_check((struct view){source->text, source->size}, &offset));
    reader.flow.vocabulary = VOCABULARY_EXPORT;
    reader.policies_alone = options->policies_alone;
    reader.is_cut = options->is_cut;
    hat_parse(&reader);
}
