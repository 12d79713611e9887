/* SPDX-License-Identifier: MIT */
#include "support_expect.h"

#include "read/hat.h"
#include "read/rat.h"

/* --- Lines ------------------------------------------------------------------------------------ */

static struct assertion_part part(const struct expecting *bench, struct view text)
{
    uint32_t at = bench->rules->base + (uint32_t)(text.text - bench->rules->text);
    return (struct assertion_part){text, {at, at + (uint32_t)text.length}};
}

/* The text up to MARK, which *REST loses with the mark; all of it if there is none. */
static struct view take(struct view *rest, const char *mark)
{
    const char *found =
        rest->length == 0 ? NULL : memmem(rest->text, rest->length, mark, strlen(mark));
    size_t length = found == NULL ? rest->length : (size_t)(found - rest->text);
    struct view taken = {rest->text, length};
    length += found == NULL ? 0 : strlen(mark);
    *rest = (struct view){rest->text + length, rest->length - length};
    return taken;
}

static void take_subjects(struct expecting *bench, struct expectation *expectation,
                          struct view text)
{
    struct assertion_part *subjects =
        arena_zero(&bench->setup.arena, text.length + 1, sizeof *subjects);
    expectation->subjects = subjects;
    while (text.length > 0)
        subjects[expectation->subject_count++] = part(bench, take(&text, ", "));
}

static void take_flow(struct expecting *bench, struct expectation *expectation, struct view rest)
{
    expectation->kind = EXPECT_FLOW;
    expectation->name = part(bench, take(&rest, " "));
    expectation->operation = part(bench, take(&rest, " "));
    expectation->value = part(bench, take(&rest, " for "));
    if (view_equal(rest, VIEW("all")))
        expectation->target = ASSERTION_FOR_ALL;
    else if (view_equal(rest, VIEW("default")))
        expectation->target = ASSERTION_FOR_DEFAULT;
    else
        take_subjects(bench, expectation, rest);
}

static void take_host(struct expecting *bench, struct expectation *expectation, struct view rest)
{
    struct view matching = take(&rest, " is ");
    struct view caller = take(&matching, " matching ");
    expectation->kind = EXPECT_HOST;
    take_subjects(bench, expectation, matching);
    expectation->address = part(bench, take(&caller, ","));
    expectation->named = part(bench, take(&caller, ","));
    expectation->scored = part(bench, caller);
    expectation->result = part(bench, rest);
}

static void add_rule(struct expecting *bench, struct view line)
{
    assert_true(bench->count < MOST_RULES);
    struct expectation *expectation = &bench->list[bench->count++];
    *expectation = (struct expectation){.place = part(bench, line).place};
    struct view rest = line;
    struct view said = take(&rest, " because ");
    expectation->message = rest;
    rest = said;
    said = take(&rest, " @");
    if (rest.length > 0)
        expectation->listener = part(bench, rest);
    struct view word = take(&said, " ");
    if (view_equal(word, VIEW("flow"))) {
        take_flow(bench, expectation, said);
    } else if (view_equal(word, VIEW("host"))) {
        take_host(bench, expectation, said);
    } else if (view_equal(word, VIEW("relay"))) {
        expectation->kind = EXPECT_RELAY;
        take_subjects(bench, expectation, said);
    } else {
        expectation->kind = EXPECT_RECIPIENTS;
        expectation->action = part(bench, take(&said, " "));
        take_subjects(bench, expectation, said);
    }
}

/* --- A bench ---------------------------------------------------------------------------------- */

void expecting_read(struct expecting *bench, const char *listener, const char *name,
                    const char *text, read_function *read)
{
    struct read_options options = newest;
    options.listener = view_of(listener);
    if (text != NULL)
        read(&bench->policy, &bench->setup.diag, &options,
             setup_source(&bench->setup, name, text));
}

void expecting_begin(struct expecting *bench, const char *rules)
{
    setup_begin(&bench->setup);
    setup_policy(&bench->setup, &bench->policy);
    bench->outside = FLOW_DEFAULTS_UNKNOWN;
    bench->count = 0;
    bench->rules = setup_source(&bench->setup, "rules", rules);
    struct view rest = {bench->rules->text, bench->rules->size};
    while (rest.length > 0)
        add_rule(bench, take(&rest, "\n"));
}

void expecting_judge(struct expecting *bench)
{
    struct assert_subject subject = {&bench->policy, defaults_of(&bench->policy), VIEW(""),
                                     false};
    assert_false(diag_has_errors(&bench->setup.diag));
    bench->setup.diag.counts[SEVERITY_WARNING] = 0;
    bench->setup.diag.others.count = 0;
    expect_judge(bench->list, bench->count, &subject, 1, &bench->outside, &bench->setup.diag);
}

const char *expecting_found(struct expecting *bench)
{
    uint32_t count;
    struct setup *setup = &bench->setup;
    const struct message *const *list = diag_sorted(&setup->diag, &count);
    struct buffer text = buffer_new(&setup->arena);
    for (uint32_t i = 0; i < count; i++) {
        struct position at = sources_position(&setup->sources, list[i]->place.offset);
        buffer_printf(&text, "%s %s %u:%u %s", code_entry(list[i]->code)->id,
                      at.source == NULL ? "-" : at.source->name, at.line, at.column,
                      list[i]->text);
        for (const struct note *note = list[i]->notes; note != NULL; note = note->next) {
            at = sources_position(&setup->sources, note->place.offset);
            buffer_printf(&text, " | %s %u %s", at.source == NULL ? "-" : at.source->name,
                          at.line, note->text);
        }
        if (list[i]->help != NULL && list[i]->code != CODE_ASSERTION_FAILED)
            buffer_printf(&text, " (%s)", list[i]->help);
        buffer_add_char(&text, '\n');
    }
    return buffer_string(&text);
}

void expects(const char *hat, const char *rat, const char *rules, const char *messages)
{
    struct expecting bench;
    expecting_begin(&bench, rules);
    expecting_read(&bench, "In", "hat", hat, read_hat);
    expecting_read(&bench, "In", "rat", rat, read_rat);
    expecting_judge(&bench);
    assert_string_equal(expecting_found(&bench), messages);
    setup_end(&bench.setup);
}
