/* SPDX-License-Identifier: MIT */
#include "read/rat.h"

#include "base/utf8.h"
#include "read/listener.h"
#include "read/recipient.h"

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
        diag_mend(reader->diag, diag_report(reader->diag, CODE_COMMENT_BEHIND, place, "%s",
                                            code_entry(CODE_COMMENT_BEHIND)->title));
}

void rat_option_outside(struct rat_reader *reader, struct span place)
{
    struct message *message = diag_report(reader->diag, CODE_SETTING_OUTSIDE, place, "%s",
                                          code_entry(CODE_SETTING_OUTSIDE)->title);
    diag_help(reader->diag, message, "put it between braces, behind the action: ACCEPT {");
}

/* --- For the parser --------------------------------------------------------------------------- */

void rat_syntax_error(struct rat_reader *reader, struct span place, const char *message)
{
    diag_mend(reader->diag, diag_report(reader->diag, CODE_RAT_SYNTAX, place, "%s", message));
}

void rat_stray_block(struct rat_reader *reader, struct span place)
{
    flow_take(&reader->flow);
    if (sources_text(reader->diag->sources, place).text[0] != '{')
        return; /* reported with its first option */
    struct message *message = diag_report(reader->diag, CODE_RAT_SYNTAX,
                                          (struct span){place.offset, place.offset + 1},
                                          "a block that belongs to no recipient");
    diag_help(reader->diag, message, "a block stands behind the action, on its line");
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
        flow_report_open_text(reader->diag, value_place);
    flow_read_setting(&reader->flow, name, name_place, (struct flow_text){value, form},
                      value_place);
}

/* Reports what is no action; RECIPIENT_ACTION_COUNT then. */
static enum recipient_action read_action(struct rat_reader *reader, struct view word,
                                         struct span place)
{
    struct diag *diag = reader->diag;
    enum recipient_action action = recipient_action_find(word);
    if (action != RECIPIENT_ACTION_COUNT &&
        view_equal(word, view_of(recipient_action_word(action)))) {
        if (action == RECIPIENT_RELAY)
            diag_mend(diag, diag_report(diag, CODE_RECIPIENT_RELAY, place, "%s",
                                        code_entry(CODE_RECIPIENT_RELAY)->title));
        return action;
    }
    struct nearest nearest = nearest_to(word);
    recipient_action_nearest(&nearest);
    struct message *message =
        diag_report(diag, CODE_ACTION, place, "not an action: \"%.*s\"", VIEW_ARG(word));
    if (message != NULL && nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?", nearest_words(diag->arena, &nearest, "", ""));
    else
        diag_mend(diag, message);
    return RECIPIENT_ACTION_COUNT;
}

static bool is_same(const struct recipient_entry *a, const struct recipient_entry *b)
{
    return a->kind == b->kind && view_equal(a->local, b->local) && view_equal(a->domain, b->domain);
}

/* Warns of a recipient that the table has already. */
static void check_twice(struct rat_reader *reader, const struct recipient_entry *recipient)
{
    const struct listener *listener = reader->listener;
    uint32_t hash = hash_bytes(listener->seed, recipient->local.text, recipient->local.length) ^
                    hash_bytes(listener->seed + 1 + (uint64_t)recipient->kind,
                               recipient->domain.text, recipient->domain.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&reader->recipients, hash, &probe, &index)) {
        const struct recipient_entry *first = &listener->recipients[index];
        if (!is_same(first, recipient) || recipient->kind == RECIPIENT_ALL)
            continue;
        struct message *message = diag_report(reader->diag, CODE_RECIPIENT_TWICE, recipient->place,
                                              "%.*s is given twice; the first holds",
                                              VIEW_ARG(recipient->text));
        diag_note(reader->diag, message, first->place, "first given here");
        diag_mend(reader->diag, message);
        return;
    }
    hash_table_insert(&reader->recipients, hash, listener->recipient_count);
}

/* Reads the address; false, and reported, if it is none. */
static bool read_address(struct rat_reader *reader, struct view address, struct span place,
                         struct recipient_entry *recipient)
{
    if (!flow_check_text(&reader->flow, address, place, "a recipient") ||
        !recipient_read(reader->diag, address, place, recipient))
        return false;
    reader->has_all |= recipient->kind == RECIPIENT_ALL;
    return true;
}

void rat_recipient(struct rat_reader *reader, struct view address, struct span place,
                   struct view action, struct span action_place)
{
    struct recipient_entry recipient = {.options = flow_take(&reader->flow),
                                        .action_place = action_place};
    bool good = read_address(reader, address, place, &recipient);
    recipient.action = read_action(reader, action, action_place);
    if (!good || recipient.action == RECIPIENT_ACTION_COUNT)
        return;
    check_twice(reader, &recipient);
    listener_add_recipient(reader->diag->arena, reader->listener, &recipient);
}

void rat_without_action(struct rat_reader *reader, struct view address, struct span place)
{
    struct recipient_entry recipient = {.kind = RECIPIENT_ALL};
    if (!read_address(reader, address, place, &recipient))
        return;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_RECIPIENT_WITHOUT_ACTION, place,
                                        "%.*s has no action", VIEW_ARG(address)));
}

static void check_all(struct rat_reader *reader)
{
    const struct listener *listener = reader->listener;
    uint32_t count = listener->recipient_count;
    if (!reader->has_all) {
        struct span place =
            count == 0 ? rat_end_of_text(reader) : listener->recipients[count - 1].place;
        diag_mend(reader->diag, diag_report(reader->diag, CODE_RAT_ALL_MISSING, place,
                                            "the table does not end with ALL"));
    }
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (listener->recipients[i].kind != RECIPIENT_ALL)
            continue;
        struct message *message = diag_report(reader->diag, CODE_RAT_ALL_NOT_LAST,
                                              listener->recipients[i].place,
                                              "ALL is not the last line");
        diag_note(reader->diag, message, listener->recipients[i + 1].place,
                  "what stands from here on never matches");
        diag_mend(reader->diag, message);
        return;
    }
}

void rat_end(struct rat_reader *reader)
{
    check_all(reader);
}

void read_rat(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source)
{
    size_t offset;
    uint32_t start = source->base + source_begin(source);
    struct rat_reader reader = {.policy = policy, .diag = diag, .source = source};
    reader.listener = listener_for_rat(policy, diag, options, (struct span){start, start + 1});
    hash_table_init(&reader.recipients, policy->arena, 0);
    flow_reader_init(&reader.flow, diag, FLOW_TABLE_RAT, policy->store->seed,
                     utf8_check((struct view){source->text, source->size}, &offset));
    rat_parse(&reader);
}
