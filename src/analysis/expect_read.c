/* SPDX-License-Identifier: MIT */
#include "analysis/expect_read.h"

#include "analysis/expect_matching.h"
#include "base/utf8.h"
#include "model/document_expect.h"

/* Reports that PART cannot be what it stands for. The result is for diag_help(). */
static struct message *refuse(struct diag *diag, const struct assertion_part *part,
                              const char *words)
{
    return diag_report(diag, CODE_EXPECTATION_VALUE, part->place, "%s", words);
}

/* --- Recipients ------------------------------------------------------------------------------- */

static bool read_action(struct diag *diag, const struct assertion_part *part,
                        enum recipient_action *action)
{
    struct nearest nearest = nearest_to(part->text);
    *action = recipient_action_find(part->text);
    if (*action != RECIPIENT_ACTION_COUNT)
        return true;
    for (int i = 0; i < RECIPIENT_ACTION_COUNT; i++) {
        struct view word = view_of(document_action_word((enum recipient_action)i));
        nearest_offer(&nearest, word, word);
    }
    struct message *message =
        refuse(diag, part, arena_printf(diag->arena, "recipients get no \"%.*s\"",
                                        VIEW_ARG(part->text)));
    const char *near = nearest_words(diag->arena, &nearest, "", "");
    if (near != NULL)
        diag_help(diag, message, "did you mean %s?", near);
    else
        diag_help(diag, message, "one of accept, reject, relay");
    return false;
}

static bool is_bracketed(struct view text)
{
    return text.length > 1 && text.text[0] == '[' && text.text[text.length - 1] == ']';
}

/* A domain without a user before it. False, and *MISTAKE in words, if TEXT is none. */
static bool read_domain(struct arena *arena, struct view text, struct question *question,
                        const char **mistake)
{
    struct domain *domain = &question->recipient.domain;
    struct domain_fault fault;
    size_t offset;
    if (!utf8_check(text, &offset)) {
        *mistake = "not UTF-8";
        return false;
    }
    if (!domain_parse(arena, text, domain, &fault)) {
        *mistake = arena_printf(arena, "not a recipient: %s", domain_fault_words(arena, &fault));
        return false;
    }
    question->kind = domain->kind == DOMAIN_PARTIAL ? QUESTION_PARTIAL : QUESTION_DOMAIN;
    question->recipient.text = text;
    if (domain->kind != DOMAIN_ADDRESS || is_bracketed(text))
        return true;
    *mistake =
        arena_printf(arena, "the recipients of an IP address are written in brackets: [%.*s]",
                     VIEW_ARG(text));
    return false;
}

static bool read_question(struct diag *diag, const struct assertion_part *part,
                          struct question *question)
{
    const char *mistake = "";
    struct view text = part->text;
    *question = (struct question){.kind = QUESTION_REST};
    if (view_equal_nocase(text, VIEW("all")))
        return true;
    question->kind = QUESTION_ADDRESS;
    bool good = view_has(text, '@')
                    ? recipient_parse(diag->arena, text, &question->recipient, &mistake)
                    : read_domain(diag->arena, text, question, &mistake);
    if (good)
        return true;
    diag_help(diag, refuse(diag, part, mistake),
              "write a mail address, a domain, .domain for those below it, or all");
    return false;
}

static bool read_recipients(struct diag *diag, struct expected *expected)
{
    const struct expectation *expectation = expected->expectation;
    struct question *questions =
        arena_alloc(diag->arena, (expectation->subject_count + 1u) * sizeof *questions);
    bool good = read_action(diag, &expectation->action, &expected->action);
    for (uint32_t i = 0; i < expectation->subject_count; i++)
        good &= read_question(diag, &expectation->subjects[i], &questions[i]);
    expected->questions = questions;
    return good;
}

/* --- Mail flow, relaying ---------------------------------------------------------------------- */

static bool read_flow(struct diag *diag, struct expected *expected)
{
    return flow_term_read(diag, expected->expectation, &expected->term);
}

static bool read_relay(struct diag *diag, struct expected *expected)
{
    (void)diag;
    (void)expected;
    return true;
}

/* --- Hosts ------------------------------------------------------------------------------------ */

/* Takes PART into the caller, who is "TEXT" with it. */
static bool read_caller(struct diag *diag, const struct assertion_part *part, const char *text,
                        struct caller *caller)
{
    const char *mistake = "";
    if (!view_has(part->text, ',') &&
        caller_parse(diag->arena, view_of(text), caller, &mistake))
        return true;
    if (view_has(part->text, ','))
        mistake = arena_printf(diag->arena, "a comma in it: \"%.*s\"", VIEW_ARG(part->text));
    diag_help(diag, refuse(diag, part, mistake),
              "write host ADDRESS named NAME scored SCORE, where NAME may be unknown, SCORE none");
    return false;
}

static bool read_host(struct diag *diag, struct expected *expected)
{
    const struct expectation *expectation = expected->expectation;
    struct caller *caller = &expected->caller;
    struct arena *arena = diag->arena;
    struct view address = expectation->address.text;
    struct view name = expectation->named.text;
    struct view score = expectation->scored.text;
    expected->behavior = behavior_find(expectation->result.text);
    const char *text = arena_printf(arena, "%.*s", VIEW_ARG(address));
    if (!read_caller(diag, &expectation->address, text, caller))
        return false;
    bool good = name.length == 0 ||
                read_caller(diag, &expectation->named,
                            arena_printf(arena, "%s,%.*s", text, VIEW_ARG(name)), caller);
    good = good && matching_read(diag, expectation, caller);
    struct caller scored = *caller;
    if (score.length == 0)
        return good;
    text = arena_printf(arena, "%s,,%.*s", text, VIEW_ARG(score));
    good &= read_caller(diag, &expectation->scored, text, &scored);
    caller->has_score = scored.has_score;
    caller->score = scored.score;
    return good;
}

/* --- All of them ------------------------------------------------------------------------------ */

void expected_read(struct diag *diag, const struct expectation *expectation,
                   struct expected *expected)
{
    static bool (*const kinds[EXPECTATION_KIND_COUNT])(struct diag *diag,
                                                       struct expected *expected) = {
        [EXPECT_RECIPIENTS] = read_recipients,
        [EXPECT_FLOW] = read_flow,
        [EXPECT_HOST] = read_host,
        [EXPECT_RELAY] = read_relay,
    };
    *expected = (struct expected){.expectation = expectation, .behavior = BEHAVIOR_COUNT};
    expected->usable = kinds[expectation->kind](diag, expected);
}
