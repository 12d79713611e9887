/* SPDX-License-Identifier: MIT */
#include "model/document_expect.h"

#include "base/buffer.h"

enum { SUBJECTS_SHOWN = 3, MOST_ATTRIBUTES = 4 };

/* --- Words ------------------------------------------------------------------------------------ */

const char *document_action_word(enum recipient_action action)
{
    static const char *const words[RECIPIENT_ACTION_COUNT] = {
        [RECIPIENT_ACCEPT] = "accept",
        [RECIPIENT_REJECT] = "reject",
        [RECIPIENT_RELAY] = "relay",
    };
    return words[action];
}

static const char *const targets[] = {
    [ASSERTION_FOR_NAMES] = NULL,
    [ASSERTION_FOR_ALL] = "all",
    [ASSERTION_FOR_DEFAULT] = "default",
};

/* The action in small letters; what is none as it is. */
static struct view action_of(const struct expectation *expectation)
{
    enum recipient_action action = recipient_action_find(expectation->action.text);
    return action == RECIPIENT_ACTION_COUNT ? expectation->action.text
                                            : view_of(document_action_word(action));
}

/* "tls >= required": the condition of an EXPECT_FLOW. */
static struct view document_flow_condition(struct arena *arena, const struct expectation *expectation)
{
    return view_of(arena_printf(arena, "%.*s %.*s %.*s", VIEW_ARG(expectation->name.text),
                                VIEW_ARG(expectation->operation.text),
                                VIEW_ARG(expectation->value.text)));
}

static void add_subjects(struct buffer *text, const struct expectation *expectation)
{
    for (uint32_t i = 0; i < expectation->subject_count && i < SUBJECTS_SHOWN; i++) {
        buffer_add_string(text, i == 0 ? "" : ", ");
        buffer_add(text, expectation->subjects[i].text);
    }
    if (expectation->subject_count > SUBJECTS_SHOWN)
        buffer_add_string(text, ", ...");
}

static void add_part(struct buffer *text, const char *lead, const struct assertion_part *part)
{
    if (part->text.length > 0)
        buffer_printf(text, "%s%.*s", lead, VIEW_ARG(part->text));
}

static void add_recipients(struct buffer *text, const struct expectation *expectation)
{
    buffer_printf(text, "assert recipients %.*s ", VIEW_ARG(action_of(expectation)));
    add_subjects(text, expectation);
    add_part(text, " on listener ", &expectation->listener);
}

static void add_flow(struct buffer *text, const struct expectation *expectation)
{
    struct view condition = document_flow_condition(text->arena, expectation);
    buffer_printf(text, "assert %.*s for ", VIEW_ARG(condition));
    if (targets[expectation->target] != NULL)
        buffer_add_string(text, targets[expectation->target]);
    else
        add_subjects(text, expectation);
    add_part(text, " on listener ", &expectation->listener);
}

static void add_host(struct buffer *text, const struct expectation *expectation)
{
    add_part(text, "expect host ", &expectation->address);
    add_part(text, " named ", &expectation->named);
    add_part(text, " scored ", &expectation->scored);
    buffer_add_string(text, expectation->subject_count > 0 ? " matching " : "");
    add_subjects(text, expectation);
    add_part(text, " on listener ", &expectation->listener);
    add_part(text, " is ", &expectation->result);
}

static void add_relay(struct buffer *text, const struct expectation *expectation)
{
    buffer_add_string(text, "expect relay only from ");
    add_subjects(text, expectation);
    add_part(text, " on listener ", &expectation->listener);
}

const char *expectation_words(struct arena *arena, const struct expectation *expectation)
{
    static void (*const kinds[EXPECTATION_KIND_COUNT])(struct buffer *text,
                                                       const struct expectation *expectation) = {
        [EXPECT_RECIPIENTS] = add_recipients,
        [EXPECT_FLOW] = add_flow,
        [EXPECT_HOST] = add_host,
        [EXPECT_RELAY] = add_relay,
    };
    struct buffer text = buffer_new(arena);
    kinds[expectation->kind](&text, expectation);
    return buffer_string(&text);
}

/* --- The walk --------------------------------------------------------------------------------- */

bool document_holds_expectation(const struct expectation *expectation)
{
    const struct assertion_part *const parts[] = {
        &expectation->listener, &expectation->action,  &expectation->name,
        &expectation->operation, &expectation->value,  &expectation->address,
        &expectation->named,    &expectation->scored,  &expectation->result,
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!document_holds(parts[i]->text))
            return false;
    for (uint32_t i = 0; i < expectation->subject_count; i++)
        if (!document_holds(expectation->subjects[i].text))
            return false;
    return true;
}

/* A walk through an expectation. */
struct stroll {
    struct arena *arena;
    const struct expectation *expectation;
    uint32_t most;
    const struct document_sink *sink;
};

static void start(const struct stroll *stroll, const char *name,
                  const struct document_attribute *attributes, size_t count)
{
    stroll->sink->start(stroll->sink->context, view_of(name), attributes, count, VIEW(""));
}

static void end(const struct stroll *stroll)
{
    stroll->sink->end(stroll->sink->context);
}

static void leaf(const struct stroll *stroll, const char *name, struct view text)
{
    start(stroll, name, NULL, 0);
    stroll->sink->text(stroll->sink->context, text);
    end(stroll);
}

static void empty(const struct stroll *stroll, const char *name)
{
    start(stroll, name, NULL, 0);
    end(stroll);
}

/* The attributes of an element, as they are gathered. */
struct gathered {
    struct document_attribute list[MOST_ATTRIBUTES];
    size_t count;
};

/* Adds NAME with TEXT, unless that is empty. */
static void add_attribute(struct gathered *gathered, const char *name, struct view text)
{
    if (text.length > 0)
        gathered->list[gathered->count++] =
            (struct document_attribute){view_of(name), text, VIEW("")};
}

/* Starts the element of a kind: what was gathered for it, and the listener. */
static void start_kind(const struct stroll *stroll, const char *name, struct gathered *gathered)
{
    add_attribute(gathered, "listener", stroll->expectation->listener.text);
    start(stroll, name, gathered->list, gathered->count);
}

static void walk_subjects(const struct stroll *stroll, const char *name)
{
    const struct expectation *expectation = stroll->expectation;
    for (uint32_t i = 0; i < expectation->subject_count && i < stroll->most; i++)
        leaf(stroll, name, expectation->subjects[i].text);
}

static void walk_recipients(const struct stroll *stroll)
{
    const struct expectation *expectation = stroll->expectation;
    struct gathered gathered = {.count = 0};
    add_attribute(&gathered, "action", action_of(expectation));
    start_kind(stroll, "recipients", &gathered);
    for (uint32_t i = 0; i < expectation->subject_count && i < stroll->most; i++) {
        struct view text = expectation->subjects[i].text;
        if (view_equal_nocase(text, VIEW("all")))
            empty(stroll, "all");
        else
            leaf(stroll, "recipient", text);
    }
    end(stroll);
}

static void walk_flow(const struct stroll *stroll)
{
    const struct expectation *expectation = stroll->expectation;
    struct gathered gathered = {.count = 0};
    start_kind(stroll, "mail-flow", &gathered);
    leaf(stroll, "condition", document_flow_condition(stroll->arena, expectation));
    if (targets[expectation->target] != NULL)
        empty(stroll, targets[expectation->target]);
    else
        walk_subjects(stroll, "policy");
    end(stroll);
}

static void walk_host(const struct stroll *stroll)
{
    const struct expectation *expectation = stroll->expectation;
    struct gathered gathered = {.count = 0};
    add_attribute(&gathered, "address", expectation->address.text);
    add_attribute(&gathered, "named", expectation->named.text);
    add_attribute(&gathered, "scored", expectation->scored.text);
    start_kind(stroll, "host", &gathered);
    walk_subjects(stroll, "matching");
    leaf(stroll, "is", expectation->result.text);
    end(stroll);
}

static void walk_relay(const struct stroll *stroll)
{
    struct gathered gathered = {.count = 0};
    start_kind(stroll, "relay-only-from", &gathered);
    walk_subjects(stroll, "sender-group");
    end(stroll);
}

void document_walk_expectation(struct arena *arena, const struct expectation *expectation,
                               uint32_t most, const struct document_sink *sink)
{
    static void (*const kinds[EXPECTATION_KIND_COUNT])(const struct stroll *stroll) = {
        [EXPECT_RECIPIENTS] = walk_recipients,
        [EXPECT_FLOW] = walk_flow,
        [EXPECT_HOST] = walk_host,
        [EXPECT_RELAY] = walk_relay,
    };
    const struct stroll stroll = {arena, expectation, most, sink};
    struct gathered gathered = {.count = 0};
    if (!document_holds_expectation(expectation))
        return;
    if (document_holds(expectation->message))
        add_attribute(&gathered, "message", expectation->message);
    start(&stroll, "expectation", gathered.list, gathered.count);
    kinds[expectation->kind](&stroll);
    end(&stroll);
}
