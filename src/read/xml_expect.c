/* SPDX-License-Identifier: MIT */
/*
 * What a policy document expects of listeners.
 */
#include "base/buffer.h"
#include "model/document_expect.h"
#include "model/document_listener.h"
#include "read/xml_reader.h"

/* The value of ATTRIBUTE, which may be NULL, as a part. */
static struct assertion_part take_part(struct xml_reader *reader,
                                       const struct xml_attribute *attribute)
{
    if (attribute == NULL)
        return (struct assertion_part){VIEW(""), SPAN_NONE};
    xml_check_attribute(&reader->check, attribute, false);
    return (struct assertion_part){attribute->value, attribute->value_place};
}

void xml_begin_expectation(struct xml_reader *reader, struct frame *frame,
                           const struct xml_element *element)
{
    struct xml_known message = {.name = "message"};
    frame->kind = FRAME_EXPECTATION;
    xml_take_attributes(reader, element, &message, 1);
    reader->expectation = (struct expectation){.place = element->place};
    reader->expectation.message = take_part(reader, message.found).text;
    reader->parts = NULL;
    reader->part_capacity = 0;
    reader->is_expected = false;
    xml_show_start(reader, frame);
}

/* --- The four kinds --------------------------------------------------------------------------- */

/* One of the kinds begins; a second one is the validator's to report. */
static void begin_kind(struct xml_reader *reader, struct frame *frame, enum expectation_kind kind)
{
    frame->kind = FRAME_EXPECTED;
    reader->expectation.kind = kind;
    reader->is_expected = true;
    xml_show_start(reader, frame);
}

/* The listener of an element that has no other attribute. */
static void take_listener(struct xml_reader *reader, const struct xml_element *element)
{
    struct xml_known listener = {.name = "listener"};
    xml_take_attributes(reader, element, &listener, 1);
    reader->expectation.listener = take_part(reader, listener.found);
}

static void begin_recipients(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element)
{
    struct xml_known known[] = {{.name = "action"}, {.name = "listener"}};
    xml_take_attributes(reader, element, known, sizeof known / sizeof *known);
    struct assertion_part action = take_part(reader, known[0].found);
    reader->expectation.action = action;
    reader->expectation.listener = take_part(reader, known[1].found);
    begin_kind(reader, frame, EXPECT_RECIPIENTS);
    reader->is_expected = document_action(action.text) != RECIPIENT_ACTION_COUNT;
}

static void begin_mail_flow(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element)
{
    take_listener(reader, element);
    begin_kind(reader, frame, EXPECT_FLOW);
    reader->is_expected = reader->expectation.listener.text.length > 0;
}

static void begin_host(struct xml_reader *reader, struct frame *frame,
                       const struct xml_element *element)
{
    struct xml_known known[] = {
        {.name = "address"}, {.name = "named"}, {.name = "scored"}, {.name = "listener"}};
    xml_take_attributes(reader, element, known, sizeof known / sizeof *known);
    reader->expectation.address = take_part(reader, known[0].found);
    reader->expectation.named = take_part(reader, known[1].found);
    reader->expectation.scored = take_part(reader, known[2].found);
    reader->expectation.listener = take_part(reader, known[3].found);
    begin_kind(reader, frame, EXPECT_HOST);
}

static void begin_relay(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element)
{
    take_listener(reader, element);
    begin_kind(reader, frame, EXPECT_RELAY);
}

bool xml_start_in_expectation(struct xml_reader *reader, struct frame *frame,
                              const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"recipients", begin_recipients},
        {"mail-flow", begin_mail_flow},
        {"host", begin_host},
        {"relay-only-from", begin_relay},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

/* --- What stands in them ---------------------------------------------------------------------- */

static void begin_text(struct xml_reader *reader, struct frame *frame,
                       const struct xml_element *element)
{
    frame->kind = FRAME_EXPECTED_TEXT;
    xml_no_attributes(reader, element);
}

static void add_subject(struct xml_reader *reader, struct view text, struct span place)
{
    uint32_t *count = &reader->expectation.subject_count;
    reader->parts = array_grow(reader->diag->arena, reader->parts, *count, &reader->part_capacity,
                               sizeof *reader->parts);
    reader->parts[(*count)++] = (struct assertion_part){text, place};
}

static void begin_whole(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element)
{
    bool all = view_equal(element->name, VIEW("all"));
    frame->kind = FRAME_EXPECTED_WHOLE;
    xml_no_attributes(reader, element);
    if (reader->expectation.kind == EXPECT_RECIPIENTS)
        add_subject(reader, VIEW("all"), element->place);
    else
        reader->expectation.target = all ? ASSERTION_FOR_ALL : ASSERTION_FOR_DEFAULT;
    xml_show_start(reader, frame);
}

bool xml_start_in_expected(struct xml_reader *reader, struct frame *frame,
                           const struct xml_element *element)
{
    enum { MOST_CHILDREN = 4 };
    static const struct {
        struct xml_child children[MOST_CHILDREN];
        size_t count;
    } kinds[EXPECTATION_KIND_COUNT] = {
        [EXPECT_RECIPIENTS] = {{{"recipient", begin_text}, {"all", begin_whole}}, 2},
        [EXPECT_FLOW] = {{{"condition", begin_text},
                          {"policy", begin_text},
                          {"all", begin_whole},
                          {"default", begin_whole}},
                         MOST_CHILDREN},
        [EXPECT_HOST] = {{{"matching", begin_text}, {"is", begin_text}}, 2},
        [EXPECT_RELAY] = {{{"sender-group", begin_text}}, 1},
    };
    enum expectation_kind kind = reader->expectation.kind;
    return xml_start_child(reader, frame, element, kinds[kind].children, kinds[kind].count);
}

/* Takes a text that ends; whether it was refused, and that was reported. */
static bool take_text(struct xml_reader *reader, const struct frame *frame)
{
    struct expectation *expectation = &reader->expectation;
    if (view_equal(frame->element, VIEW("is"))) {
        expectation->result = (struct assertion_part){frame->text, frame->text_place};
        return false;
    }
    if (!view_equal(frame->element, VIEW("condition"))) {
        add_subject(reader, frame->text, frame->text_place);
        return false;
    }
    if (xml_split_comparison(reader, frame, &expectation->name, &expectation->operation,
                             &expectation->value))
        return false;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_CONDITION_SYNTAX, frame->text_place,
                                        "this is no condition"));
    reader->is_expected = false;
    return true;
}

void xml_end_expected_text(struct xml_reader *reader, struct frame *frame)
{
    bool refused = take_text(reader, frame);
    xml_show_start(reader, frame);
    if (frame->shown)
        xml_check_text(&reader->check, frame->text, frame->text_place, refused);
}

/* --- The end ---------------------------------------------------------------------------------- */

/* Whether it has what its kind needs; what is missing is the validator's to report. */
static bool is_whole(const struct expectation *expectation)
{
    switch (expectation->kind) {
    case EXPECT_HOST:
        return expectation->address.text.length > 0 && expectation->result.text.length > 0;
    case EXPECT_FLOW:
        return expectation->name.text.length > 0 &&
               (expectation->target != ASSERTION_FOR_NAMES || expectation->subject_count > 0);
    default:
        return expectation->subject_count > 0;
    }
}

void xml_end_expectation(struct xml_reader *reader, struct frame *frame)
{
    struct policy *policy = reader->policy;
    struct expectation *expectation = &reader->expectation;
    xml_end_container(reader, frame);
    /* Of what is misspelt it has been said; what it was meant for is missing then. */
    xml_check_release(&reader->check, reader->diag->counts[SEVERITY_ERROR] != frame->errors);
    if (!reader->is_expected || !is_whole(expectation))
        return;
    expectation->subjects = reader->parts;
    expectation->text = view_of(expectation_words(policy->arena, expectation));
    policy->expectations =
        array_grow(policy->arena, policy->expectations, policy->expectation_count,
                   &policy->expectation_capacity, sizeof *policy->expectations);
    policy->expectations[policy->expectation_count++] = *expectation;
}
