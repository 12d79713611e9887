/* SPDX-License-Identifier: MIT */
#include "read/rat.h"

#include "base/utf8.h"
#include "read/listener.h"

/* --- For the scanner -------------------------------------------------------------------------- */

struct span rat_end_of_text(const struct rat_reader *reader)
{
    uint32_t end = reader->source->base + reader->source->size;
    return (struct span){end, end};
}

bool rat_last_line(struct rat_reader *reader)
{
    bool first = !reader->ended;
    reader->ended = true;
    return first;
}

/* Whether there are only blanks before PLACE on its line. */
static bool begins_line(const struct rat_reader *reader, struct span place)
{
    const struct source *source = reader->source;
    uint32_t at = place.offset - source->base;
    uint32_t start = source_begin(source);
    while (at > start && view_has(VIEW(" \t\r"), source->text[at - 1]))
        at--;
    return at == start || source->text[at - 1] == '\n';
}

void rat_comment(struct rat_reader *reader, struct span place)
{
    if (begins_line(reader, place))
        comments_add(&reader->policy->comments, place);
    else
        diag_help(reader->table.diag,
                  diag_report(reader->table.diag, CODE_COMMENT_BEHIND, place, "%s",
                              code_entry(CODE_COMMENT_BEHIND)->title),
                  "put it on a line of its own");
}

void rat_option_outside(struct rat_reader *reader, struct span place)
{
    struct message *message = diag_report(reader->table.diag, CODE_SETTING_OUTSIDE, place, "%s",
                                          code_entry(CODE_SETTING_OUTSIDE)->title);
    diag_help(reader->table.diag, message, "put it between braces, behind the action: ACCEPT {");
}

void rat_description(struct rat_reader *reader, struct span place)
{
    struct message *message = diag_report(reader->table.diag, CODE_RAT_SYNTAX, place,
                                          "a description, which no recipient has");
    diag_help(reader->table.diag, message, "write a comment above it: # ...; if this is a Host "
              "Access Table, --from hat reads it as one");
}

/* --- For the parser --------------------------------------------------------------------------- */

/* What stands before PLACE on its line. */
static struct view line_before(const struct rat_reader *reader, struct span place)
{
    const struct source *source = reader->source;
    uint32_t end = place.offset - source->base;
    uint32_t at = end;
    while (at > source_begin(source) && source->text[at - 1] != '\n')
        at--;
    return (struct view){source->text + at, end - at};
}

void rat_syntax_error(struct rat_reader *reader, struct span place, const char *text)
{
    struct diag *diag = reader->table.diag;
    struct message *message = diag_report(diag, CODE_RAT_SYNTAX, place, "%s", text);
    if (message != NULL && view_has(line_before(reader, place), ','))
        diag_help(diag, message, "write one recipient a line, without commas, each with its "
                  "action");
    else
        diag_mend(diag, message);
}

void rat_stray_block(struct rat_reader *reader, struct span place)
{
    flow_take(&reader->flow);
    if (sources_text(reader->table.diag->sources, place).text[0] != '{')
        return; /* reported with its first option */
    struct message *message = diag_report(reader->table.diag, CODE_RAT_SYNTAX,
                                          (struct span){place.offset, place.offset + 1},
                                          "a block that belongs to no recipient");
    diag_help(reader->table.diag, message, "a block stands behind the action, on its line");
}

void rat_unclosed(struct rat_reader *reader, struct span place)
{
    flow_report_unclosed(&reader->flow, place);
    flow_end(&reader->flow);
}

void rat_option(struct rat_reader *reader, struct view name, struct span name_place,
                struct view value, struct span value_place, enum flow_form form)
{
    if (form == FLOW_BROKEN)
        flow_report_open_text(reader->table.diag, value_place);
    flow_read_setting(&reader->flow, name, name_place, (struct flow_text){value, form},
                      value_place);
}

void rat_recipient(struct rat_reader *reader, struct view address, struct span place,
                   struct view action, struct span action_place)
{
    struct flow_settings options = flow_take(&reader->flow);
    enum recipient_action read = access_read_action(reader->table.diag, reader->table.vocabulary,
                                               (struct access_text){action, action_place});
    if (flow_check_text(&reader->flow, address, place, "a recipient"))
        recipients_add(&reader->table, (struct access_text){address, place}, read, action_place,
                       options);
}

void rat_without_action(struct rat_reader *reader, struct view address, struct span place)
{
    const struct flow_settings none = {.count = 0};
    if (!flow_check_text(&reader->flow, address, place, "a recipient") ||
        !recipients_add(&reader->table, (struct access_text){address, place},
                        RECIPIENT_ACTION_COUNT, place, none))
        return;
    diag_mend(reader->table.diag, diag_report(reader->table.diag, CODE_RECIPIENT_WITHOUT_ACTION, place,
                                        "%.*s has no action", VIEW_ARG(address)));
}

void rat_end(struct rat_reader *reader)
{
    recipients_check(reader->table.diag, reader->table.vocabulary, reader->table.listener,
                     reader->table.has_all, rat_end_of_text(reader));
}

void read_rat(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source)
{
    size_t offset;
    uint32_t start = source->base + source_begin(source);
    struct rat_reader reader = {.policy = policy, .source = source};
    recipients_reader_init(
        &reader.table, diag,
        listener_for_rat(policy, diag, options, (struct span){start, start + 1}));
    flow_reader_init(&reader.flow, diag, FLOW_TABLE_RAT, policy->store->seed,
                     utf8_check((struct view){source->text, source->size}, &offset));
    reader.flow.vocabulary = VOCABULARY_EXPORT;
    rat_parse(&reader);
}
