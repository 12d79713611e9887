/* SPDX-License-Identifier: MIT */
/*
 * The listeners of a policy document.
 */
#include "read/xml_listener.h"

#include "model/document_listener.h"
#include "read/listener.h"
#include "read/xml_reader.h"

static uint32_t error_count(const struct xml_reader *reader)
{
    return reader->diag->counts[SEVERITY_ERROR];
}

/* A part ends: what it lacks is said only if nothing else is wrong with it. */
static void end_part(struct xml_reader *reader, const struct frame *frame)
{
    xml_check_release(&reader->check, error_count(reader) != frame->errors);
}

/* The text of an attribute that may be missing, as the validator is to be shown it. */
static struct view take_text(struct xml_reader *reader, const struct xml_attribute *attribute)
{
    if (attribute == NULL)
        return VIEW("");
    xml_check_attribute(&reader->check, attribute, false);
    return attribute->value;
}

static struct span place_of(const struct xml_attribute *attribute, struct span otherwise)
{
    return attribute == NULL ? otherwise : attribute->value_place;
}

/* --- The listener ----------------------------------------------------------------------------- */

void xml_begin_listener(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element)
{
    struct xml_known known[] = {{.name = "name"}, {.name = "type"}};
    struct xml_listener *state = &reader->listener;
    frame->kind = FRAME_LISTENER;
    xml_take_attributes(reader, element, known, sizeof known / sizeof *known);
    struct view name = take_text(reader, known[0].found);
    struct span place = place_of(known[0].found, element->place);
    state->name = name;
    state->listener = listeners_get(&reader->policy->listeners, name);
    if (state->listener->place.offset != 0) {
        struct message *message = diag_report(reader->diag, CODE_DEFINED_TWICE, place,
                                              "the listener %.*s is there already", VIEW_ARG(name));
        diag_note(reader->diag, message, state->listener->place, "first given here");
        diag_help(reader->diag, message, "put all that it has into one <listener>");
    }
    state->listener->place = place;
    enum listener_type type = document_listener_type(take_text(reader, known[1].found));
    if (type != LISTENER_UNKNOWN)
        state->listener->type = type;
    xml_show_start(reader, frame);
}

void xml_end_listener(struct xml_reader *reader, struct frame *frame)
{
    xml_end_container(reader, frame);
    end_part(reader, frame);
}

static void begin_setting(struct xml_reader *reader, struct frame *frame,
                          const struct xml_element *element)
{
    frame->kind = FRAME_LISTENER_SETTING;
    xml_no_attributes(reader, element);
}

/* The validator is shown the element, whose text is all that it has. */
static void show_text(struct xml_reader *reader, struct frame *frame, bool told)
{
    xml_show_start(reader, frame);
    if (frame->shown)
        xml_check_text(&reader->check, frame->text, frame->text_place, told);
}

void xml_end_listener_setting(struct xml_reader *reader, struct frame *frame)
{
    int setting = 0;
    while (setting < LISTENER_SETTING_COUNT - 1 &&
           !view_equal(frame->element,
                       view_of(document_listener_setting((enum listener_setting)setting))))
        setting++;
    document_listener_set(reader->listener.listener, (enum listener_setting)setting, frame->text);
    show_text(reader, frame, false);
}

/* --- Blocks ----------------------------------------------------------------------------------- */

/* An element with a block in it begins; the validator has its attributes. */
static void begin_block(struct xml_reader *reader, struct frame *frame, struct flow_reader *flow)
{
    frame->kind = FRAME_FLOW;
    reader->listener.flow = flow;
    flow_begin(flow, frame->place);
    xml_show_start(reader, frame);
}

static void begin_parameter(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element)
{
    struct xml_known name = {.name = "name"};
    frame->kind = FRAME_FLOW_PARAMETER;
    xml_take_attributes(reader, element, &name, 1);
    frame->has_name = name.found != NULL;
    frame->name = name.found != NULL ? *name.found : frame->name;
}

bool xml_start_in_flow(struct xml_reader *reader, struct frame *frame,
                       const struct xml_element *element)
{
    enum flow_table table = reader->listener.flow->table;
    struct nearest nearest = nearest_to(element->name);
    if (!xml_is_ours(element->uri)) {
        xml_unexpected_element(reader, element, &nearest);
        return true;
    }
    if (view_equal(element->name, VIEW("parameter"))) {
        begin_parameter(reader, frame, element);
        return true;
    }
    frame->flow = flow_find_policy(table, element->name);
    if (frame->flow != FLOW_COUNT) {
        frame->kind = FRAME_FLOW_VALUE;
        xml_no_attributes(reader, element);
        return true;
    }
    document_nearest_flow(table, &nearest);
    nearest_offer(&nearest, VIEW("parameter"), VIEW("parameter"));
    xml_unexpected_element(reader, element, &nearest);
    return true;
}

void xml_end_flow_value(struct xml_reader *reader, struct frame *frame)
{
    const struct flow_parameter *row = flow_parameter(frame->flow);
    uint32_t before = xml_message_count(reader->diag);
    struct view text = document_flow_text(reader->diag->arena, frame->flow, frame->text);
    bool quoted = row->type == FLOW_TYPE_TEXT || flow_type_has_words(row->type);
    flow_read_setting(reader->listener.flow, view_of(row->name), frame->place,
                      (struct flow_text){text, quoted ? FLOW_QUOTED : FLOW_BARE},
                      frame->text_place);
    show_text(reader, frame, xml_message_count(reader->diag) != before);
}

/* How a value stands in a table that stands here as it does there. */
static enum flow_form form_of(struct view text)
{
    if (text.length == 0 || text.text[0] != '"')
        return FLOW_BARE;
    return text.length > 1 && text.text[text.length - 1] == '"' ? FLOW_QUOTED : FLOW_BROKEN;
}

void xml_end_flow_parameter(struct xml_reader *reader, struct frame *frame)
{
    uint32_t before = xml_message_count(reader->diag);
    if (frame->has_name) {
        flow_read_setting(reader->listener.flow, frame->name.value, frame->name.value_place,
                          (struct flow_text){frame->text, form_of(frame->text)},
                          frame->text_place);
        xml_check_attribute(&reader->check, &frame->name,
                            xml_message_count(reader->diag) != before);
    }
    show_text(reader, frame, xml_message_count(reader->diag) != before);
}

static void begin_default_policy(struct xml_reader *reader, struct frame *frame,
                                 const struct xml_element *element)
{
    struct xml_listener *state = &reader->listener;
    xml_no_attributes(reader, element);
    flow_reader_init(&state->defaults, reader->diag, FLOW_TABLE_HAT,
                     reader->policy->store->seed, true);
    begin_block(reader, frame, &state->defaults);
}

static void end_default_policy(struct xml_reader *reader, struct frame *frame)
{
    struct listener *listener = reader->listener.listener;
    listener->has_default_policy = true;
    listener->default_policy = (struct mail_flow_policy){
        .settings = flow_take(&reader->listener.defaults), .place = frame->place};
}

/* --- Host Access Table ------------------------------------------------------------------------ */

/* Options that name the listener that is open. */
static struct read_options options_of(const struct xml_reader *reader)
{
    struct read_options options = reader->options;
    options.listener = reader->listener.listener->name;
    return options;
}

static void begin_access(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    struct xml_listener *state = &reader->listener;
    const struct read_options options = options_of(reader);
    frame->kind = FRAME_ACCESS;
    xml_no_attributes(reader, element);
    state->hat = (struct hat_reader){.policy = reader->policy,
                                     .diag = reader->diag,
                                     .source = reader->source};
    state->hat.listener =
        listener_for_hat(reader->policy, reader->diag, &options, element->place);
    flow_reader_init(&state->hat.flow, reader->diag, FLOW_TABLE_HAT,
                     reader->policy->store->seed, true);
    xml_show_start(reader, frame);
}

void xml_end_access(struct xml_reader *reader, struct frame *frame)
{
    xml_end_container(reader, frame);
    if (reader->listener.hat.listener->entry_count > 0)
        hat_end(&reader->listener.hat);
    end_part(reader, frame);
}

/* NAME as a table has it. */
static struct view with_dollar(const struct xml_reader *reader, struct view name)
{
    return view_of(arena_printf(reader->diag->arena, "$%.*s", VIEW_ARG(name)));
}

/* The behavior that a document calls WORD. What is none has been reported; any will do then. */
static struct view behavior_of(struct view word)
{
    enum behavior behavior = document_behavior(word);
    return view_of(behavior_word(behavior == BEHAVIOR_COUNT ? BEHAVIOR_ACCEPT : behavior));
}

/* Takes the attributes of an element with a block; either may be NULL, and so not be known. */
static void take_block_attributes(struct xml_reader *reader, const struct xml_element *element,
                                  const char *name, const char *word)
{
    struct xml_listener *state = &reader->listener;
    struct xml_known known[2];
    size_t count = 0;
    if (name != NULL)
        known[count++] = (struct xml_known){.name = name};
    if (word != NULL)
        known[count++] = (struct xml_known){.name = word};
    xml_take_attributes(reader, element, known, count);
    const struct xml_attribute *named = name == NULL ? NULL : known[0].found;
    const struct xml_attribute *worded = word == NULL ? NULL : known[count - 1].found;
    state->name = take_text(reader, named);
    state->name_place = place_of(named, element->place);
    state->word = take_text(reader, worded);
    state->word_place = place_of(worded, element->place);
}

static void begin_policy(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    take_block_attributes(reader, element, "name", "behavior");
    begin_block(reader, frame, &reader->listener.hat.flow);
}

static void end_policy(struct xml_reader *reader, struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    (void)frame;
    if (!listener_is_name(state->name)) /* as the schema says too */
        flow_take(&state->hat.flow);
    else
        hat_policy(&state->hat, with_dollar(reader, state->name), state->name_place,
                   behavior_of(state->word), state->word_place);
}

static void begin_entry(struct xml_reader *reader, struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    frame->kind = FRAME_ACCESS_ENTRY;
    state->has_subject = false;
    state->has_use = false;
    state->description = (struct hat_description){.given = false};
    state->member_description = (struct hat_description){.given = false};
    xml_check_release(&reader->check, false);
    xml_show_start(reader, frame);
    state->misplaced = reader->check.held_count > 0;
}

static void begin_group(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element)
{
    struct xml_known name = {.name = "name"};
    xml_take_attributes(reader, element, &name, 1);
    struct view text = take_text(reader, name.found);
    begin_entry(reader, frame);
    reader->listener.has_subject = true;
    hat_group(&reader->listener.hat, text, place_of(name.found, element->place));
}

static void begin_other_entry(struct xml_reader *reader, struct frame *frame,
                              const struct xml_element *element)
{
    xml_no_attributes(reader, element);
    begin_entry(reader, frame);
}

static void begin_description(struct xml_reader *reader, struct frame *frame,
                              const struct xml_element *element)
{
    frame->kind = FRAME_DESCRIPTION;
    xml_no_attributes(reader, element);
}

/* A description as a table has it. */
static struct hat_description description_of(struct xml_reader *reader, struct view text,
                                             struct span place)
{
    struct view bracketed = view_of(arena_printf(reader->diag->arena, "(%.*s)", VIEW_ARG(text)));
    return hat_description(&reader->listener.hat, bracketed, place);
}

void xml_end_description(struct xml_reader *reader, struct frame *frame)
{
    uint32_t before = xml_message_count(reader->diag);
    reader->listener.description = description_of(reader, frame->text, frame->text_place);
    show_text(reader, frame, xml_message_count(reader->diag) != before);
}

static void begin_member(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    struct xml_known description = {.name = "description"};
    frame->kind = FRAME_MEMBER;
    xml_take_attributes(reader, element, &description, 1);
    frame->has_name = description.found != NULL;
    frame->name = description.found != NULL ? *description.found : frame->name;
}

/* What a table would not take for a member where one stands. */
static void report_word(struct xml_reader *reader, const struct frame *frame)
{
    bool all = hat_word(frame->text) == HAT_WORD_ALL;
    struct message *message = diag_report(
        reader->diag, all ? CODE_MEMBER_ALL : CODE_MEMBER_FORM, frame->text_place,
        all ? "ALL as a member" : "not a member of a sender group: \"%.*s\"",
        VIEW_ARG(frame->text));
    diag_help(reader->diag, message,
              all ? "write <all> as the last entry"
                  : "a table would take it for a behavior; write <own-policy>");
}

/* A member of the entry that is open. */
static void take_member(struct xml_reader *reader, const struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    struct hat_description *description = &state->member_description;
    *description = (struct hat_description){.given = false};
    if (frame->has_name)
        *description = description_of(reader, frame->name.value, frame->name.value_place);
    if (view_equal(frame[-1].element, VIEW("all")))
        return;
    if (frame->text.length == 0 || view_trim(frame->text).length != frame->text.length)
        return; /* as the schema says */
    if (hat_word(frame->text) != HAT_WORD_MEMBER) {
        report_word(reader, frame);
        return;
    }
    if (view_equal(frame[-1].element, VIEW("sender-group")))
        hat_member(&state->hat, frame->text, frame->text_place, description);
    else
        hat_host(&state->hat, frame->text, frame->text_place, description);
    state->has_subject = true;
}

void xml_end_member(struct xml_reader *reader, struct frame *frame)
{
    uint32_t before = xml_message_count(reader->diag);
    take_member(reader, frame);
    bool told = xml_message_count(reader->diag) != before;
    if (frame->has_name)
        xml_check_attribute(&reader->check, &frame->name, told);
    show_text(reader, frame, told);
}

static void begin_use(struct xml_reader *reader, struct frame *frame,
                      const struct xml_element *element)
{
    take_block_attributes(reader, element, "policy", NULL);
    begin_block(reader, frame, &reader->listener.hat.flow);
}

static void begin_own_policy(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element)
{
    take_block_attributes(reader, element, NULL, "behavior");
    begin_block(reader, frame, &reader->listener.hat.flow);
}

static void end_use(struct xml_reader *reader, struct frame *frame)
{
    (void)frame;
    reader->listener.has_use = true;
}

void xml_end_access_entry(struct xml_reader *reader, struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    if (view_equal(frame->element, VIEW("all"))) {
        hat_all(&state->hat, frame->place, &state->member_description);
        state->has_subject = true;
    }
    xml_end_container(reader, frame);
    if (!state->has_subject || !state->has_use)
        flow_take(&state->hat.flow); /* as the schema says, it is not whole */
    else if (state->name.length > 0)
        hat_use(&state->hat, with_dollar(reader, state->name), state->name_place,
                &state->description);
    else
        hat_behave(&state->hat, behavior_of(state->word), state->word_place, &state->description);
    if (!state->misplaced)
        end_part(reader, frame);
}

/* --- Recipient Access Table ------------------------------------------------------------------- */

static void begin_recipients(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element)
{
    struct xml_listener *state = &reader->listener;
    const struct read_options options = options_of(reader);
    frame->kind = FRAME_RECIPIENTS;
    xml_no_attributes(reader, element);
    state->rat = (struct rat_reader){.policy = reader->policy,
                                     .diag = reader->diag,
                                     .source = reader->source};
    state->rat.listener =
        listener_for_rat(reader->policy, reader->diag, &options, element->place);
    hash_table_init(&state->rat.recipients, reader->policy->arena, 0);
    flow_reader_init(&state->rat.flow, reader->diag, FLOW_TABLE_RAT,
                     reader->policy->store->seed, true);
    xml_show_start(reader, frame);
}

void xml_end_recipients(struct xml_reader *reader, struct frame *frame)
{
    xml_end_container(reader, frame);
    if (reader->listener.rat.listener->recipient_count > 0)
        rat_end(&reader->listener.rat);
    end_part(reader, frame);
}

static void begin_recipient(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element)
{
    take_block_attributes(reader, element, "address", "action");
    begin_block(reader, frame, &reader->listener.rat.flow);
}

static void begin_all_recipients(struct xml_reader *reader, struct frame *frame,
                                 const struct xml_element *element)
{
    take_block_attributes(reader, element, NULL, "action");
    reader->listener.name = view_of(member_word(MEMBER_ALL));
    begin_block(reader, frame, &reader->listener.rat.flow);
}

static void end_recipient(struct xml_reader *reader, struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    enum recipient_action action = document_action(state->word);
    (void)frame;
    for (size_t i = 0; i < state->name.length; i++)
        if (view_has(VIEW(" \t\r\n"), state->name.text[i]))
            state->name.length = 0;
    if (state->name.length == 0 || action == RECIPIENT_ACTION_COUNT)
        flow_take(&state->rat.flow); /* as the schema says, it is none */
    else
        rat_recipient(&state->rat, state->name, state->name_place,
                      view_of(recipient_action_word(action)), state->word_place);
}

/* --- What may stand in what ------------------------------------------------------------------- */

bool xml_start_in_listener(struct xml_reader *reader, struct frame *frame,
                           const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"interface", begin_setting},
        {"port", begin_setting},
        {"default-domain", begin_setting},
        {"max-connections", begin_setting},
        {"queue-size", begin_setting},
        {"bounce-profile", begin_setting},
        {"certificate", begin_setting},
        {"default-policy", begin_default_policy},
        {"access", begin_access},
        {"recipients", begin_recipients},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

bool xml_start_in_access(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"mail-flow-policy", begin_policy},
        {"sender-group", begin_group},
        {"host", begin_other_entry},
        {"all", begin_other_entry},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

bool xml_start_in_access_entry(struct xml_reader *reader, struct frame *frame,
                               const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"description", begin_description},
        {"member", begin_member},
        {"uses", begin_use},
        {"own-policy", begin_own_policy},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

bool xml_start_in_recipients(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"recipient", begin_recipient},
        {"all", begin_all_recipients},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

void xml_end_flow(struct xml_reader *reader, struct frame *frame)
{
    static const struct {
        const char *name;
        void (*end)(struct xml_reader *reader, struct frame *frame);
    } ends[] = {
        {"default-policy", end_default_policy}, {"mail-flow-policy", end_policy},
        {"uses", end_use},                      {"own-policy", end_use},
        {"recipient", end_recipient},           {"all", end_recipient},
    };
    flow_end(reader->listener.flow);
    xml_end_container(reader, frame);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (view_equal(frame->element, view_of(ends[i].name)))
            ends[i].end(reader, frame);
}
