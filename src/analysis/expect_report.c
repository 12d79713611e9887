/* SPDX-License-Identifier: MIT */
#include "analysis/expect_report.h"

#include "base/buffer.h"
#include "model/document_expect.h"

/* Adds on which listener, unless the expectation says so or there is one only; which appliance. */
static void add_where(struct buffer *text, const struct spot *spot)
{
    const struct expectation *expectation = spot->expected->expectation;
    struct view appliance = spot->subject->appliance;
    if (expectation->listener.text.length == 0 && spot->subject->policy->listeners.count > 1)
        buffer_printf(text, " on listener %.*s", VIEW_ARG(spot->listener->name));
    if (appliance.length > 0)
        buffer_printf(text, " on %.*s", VIEW_ARG(appliance));
}

/* Notes where the table stands if the message, at PLACE, stands in another file. */
static void note_table(const struct spot *spot, struct message *message, struct span place)
{
    const struct sources *sources = spot->diag->sources;
    bool is_rat = spot->expected->expectation->kind == EXPECT_RECIPIENTS;
    struct span table = is_rat ? spot->listener->rat_place : spot->listener->hat_place;
    if (table.offset == 0 || spot->subject->policy->provenance != NULL ||
        sources_find(sources, table.offset) == sources_find(sources, place.offset))
        return;
    diag_note(spot->diag, message, table, "held against this table");
}

/* Where the expectation stands and its message; one that stands there itself needs less. */
static void note_expectation(const struct spot *spot, struct message *message, struct span place)
{
    const struct expectation *expectation = spot->expected->expectation;
    bool there = place.offset == expectation->place.offset;
    bool has_text = expectation->message.length > 0;
    bool asserts =
        expectation->kind == EXPECT_RECIPIENTS || expectation->kind == EXPECT_FLOW;
    if (!there)
        diag_note(spot->diag, message, expectation->place, "%s here%s%.*s",
                  asserts ? "asserted" : "expected", has_text ? ": " : "",
                  VIEW_ARG(expectation->message));
    else if (has_text)
        diag_note(spot->diag, message, SPAN_NONE, "%.*s", VIEW_ARG(expectation->message));
}

struct message *report_failed(const struct spot *spot, struct span place, const char *what)
{
    const struct expectation *expectation = spot->expected->expectation;
    struct buffer text = buffer_new(spot->diag->arena);
    if (place.offset == 0)
        place = expectation->place;
    buffer_add_string(&text, what);
    add_where(&text, spot);
    buffer_printf(&text, ", which fails \"%s\"", expectation_words(spot->diag->arena, expectation));
    struct message *message = diag_report(spot->diag, CODE_ASSERTION_FAILED, place, "%s",
                                          buffer_string(&text));
    note_expectation(spot, message, place);
    note_table(spot, message, place);
    return message;
}

struct message *report_undecided(const struct spot *spot, const char *whom, const char *why)
{
    const struct expectation *expectation = spot->expected->expectation;
    struct buffer text = buffer_new(spot->diag->arena);
    buffer_printf(&text, "\"%s\" cannot be decided for %s",
                  expectation_words(spot->diag->arena, expectation), whom);
    add_where(&text, spot);
    buffer_printf(&text, ": %s", why);
    struct message *message = diag_report(spot->diag, CODE_ASSERTION_UNDECIDED,
                                          expectation->place, "%s", buffer_string(&text));
    note_table(spot, message, expectation->place);
    return message;
}

struct message *report_missing(struct diag *diag, const struct sighting *sighting, enum code code,
                               struct span place, const char *what)
{
    struct buffer text = buffer_new(diag->arena);
    bool nowhere = sighting->missing == sighting->asked;
    struct view appliance = sighting->first->appliance;
    buffer_add_string(&text, what);
    if (appliance.length > 0 && (!nowhere || sighting->asked == 1))
        buffer_printf(&text, " on %.*s", VIEW_ARG(appliance));
    if (!nowhere && sighting->missing > 1)
        buffer_printf(&text, ", and on %u more", sighting->missing - 1);
    return diag_report(diag, nowhere ? code : CODE_EXPECTATION_ABSENT, place, "%s",
                       buffer_string(&text));
}

/* --- Lists of names --------------------------------------------------------------------------- */

void name_list_add(struct name_list *list, struct view name)
{
    if (list->count < NAME_LIST_MOST)
        list->names[list->count] = name;
    list->count++;
}

const char *name_list_words(struct arena *arena, const struct name_list *list)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < list->count && i < NAME_LIST_MOST; i++) {
        bool last = i + 1 == list->count;
        buffer_add_string(&text, i == 0 ? "" : last ? " and " : ", ");
        buffer_add(&text, list->names[i]);
    }
    if (list->count > NAME_LIST_MOST)
        buffer_printf(&text, " and %u more", list->count - NAME_LIST_MOST);
    return buffer_string(&text);
}
