/* SPDX-License-Identifier: MIT */
#include "write/policy_expect.h"

#include "model/document_expect.h"
#include "model/flow.h"

/* What stands behind the part of a statement that is the last, or not. */
static const char *tail(const struct expectation *expectation)
{
    return expectation->message.length > 0 ? "" : ";";
}

/* The subjects in a list, the first behind LEAD. */
static void add_subjects(struct styled *styled, const struct expectation *expectation,
                         const char *lead, const char *last)
{
    for (uint32_t i = 0; i < expectation->subject_count; i++)
        styled_name(styled, i == 0 ? lead : "", expectation->subjects[i].text,
                    i + 1 < expectation->subject_count ? "," : last);
}

static void add_listener(struct styled *styled, const struct expectation *expectation,
                         const char *last)
{
    if (expectation->listener.text.length > 0)
        styled_string(styled, "on listener ", expectation->listener.text, last);
}

/* The tail of a part that the listener's name may follow. */
static const char *tail_before_listener(const struct expectation *expectation)
{
    return expectation->listener.text.length > 0 ? "" : tail(expectation);
}

static void add_recipients(struct styled *styled, const struct expectation *expectation)
{
    enum recipient_action action = recipient_action_find(expectation->action.text);
    const char *last = tail_before_listener(expectation);
    styled_text(styled, VIEW("assert recipients"));
    styled_text(styled, action == RECIPIENT_ACTION_COUNT
                            ? expectation->action.text
                            : view_of(document_action_word(action)));
    for (uint32_t i = 0; i < expectation->subject_count; i++) {
        struct view text = expectation->subjects[i].text;
        const char *behind = i + 1 < expectation->subject_count ? "," : last;
        if (view_equal_nocase(text, VIEW("all"))) { /* the word, which is no name here */
            styled->word.length = 0;
            buffer_printf(&styled->word, "all%s", behind);
            styled_text(styled, buffer_view(&styled->word));
        } else {
            styled_name(styled, "", text, behind);
        }
    }
    add_listener(styled, expectation, tail(expectation));
}

/* The name of a parameter as the policy language has it. */
static struct view flow_name(struct view name)
{
    enum flow_param param = flow_find(FLOW_TABLE_HAT, name);
    return param == FLOW_COUNT ? name : view_of(flow_parameter(param)->policy_name);
}

static void add_flow(struct styled *styled, const struct expectation *expectation)
{
    static const char *const targets[] = {
        [ASSERTION_FOR_NAMES] = NULL,
        [ASSERTION_FOR_ALL] = "for all",
        [ASSERTION_FOR_DEFAULT] = "for default",
    };
    struct view name = flow_name(expectation->name.text);
    enum flow_param param = flow_find_policy(FLOW_TABLE_HAT, name);
    const char *last = tail_before_listener(expectation);
    styled->word.length = 0;
    buffer_printf(&styled->word, "assert %.*s %.*s", VIEW_ARG(name),
                  VIEW_ARG(expectation->operation.text));
    styled_text(styled, buffer_view(&styled->word));
    if (param != FLOW_COUNT && flow_parameter(param)->type == FLOW_TYPE_TEXT)
        styled_string(styled, "", expectation->value.text, "");
    else
        styled_name(styled, "", expectation->value.text, "");
    if (targets[expectation->target] == NULL) {
        add_subjects(styled, expectation, "for ", last);
    } else {
        styled->word.length = 0;
        buffer_printf(&styled->word, "%s%s", targets[expectation->target], last);
        styled_text(styled, buffer_view(&styled->word));
    }
    add_listener(styled, expectation, tail(expectation));
}

static void add_host(struct styled *styled, const struct expectation *expectation)
{
    styled_name(styled, "expect host ", expectation->address.text, "");
    if (expectation->named.text.length > 0)
        styled_name(styled, "named ", expectation->named.text, "");
    if (expectation->scored.text.length > 0)
        styled_name(styled, "scored ", expectation->scored.text, "");
    add_subjects(styled, expectation, "matching ", "");
    add_listener(styled, expectation, "");
    styled_name(styled, "is ", expectation->result.text, tail(expectation));
}

static void add_relay(struct styled *styled, const struct expectation *expectation)
{
    add_subjects(styled, expectation, "expect relay only from ",
                 tail_before_listener(expectation));
    add_listener(styled, expectation, tail(expectation));
}

void policy_expectations(const struct policy *policy, struct statements *statements)
{
    static void (*const kinds[EXPECTATION_KIND_COUNT])(struct styled *styled,
                                                       const struct expectation *expectation) = {
        [EXPECT_RECIPIENTS] = add_recipients,
        [EXPECT_FLOW] = add_flow,
        [EXPECT_HOST] = add_host,
        [EXPECT_RELAY] = add_relay,
    };
    struct styled *styled = &statements->styled;
    if (policy->expectation_count > 0)
        statements_part(statements);
    for (uint32_t i = 0; i < policy->expectation_count; i++) {
        const struct expectation *expectation = &policy->expectations[i];
        styled_begin(styled, 0);
        kinds[expectation->kind](styled, expectation);
        if (expectation->message.length > 0)
            styled_string(styled, "", expectation->message, ";");
        statements_end(statements);
    }
}
