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
    flow_reader_init(&state->flow, reader->diag, FLOW_TABLE_HAT, reader->policy->store->seed, true);
    state->policy = frame[-1].kind == FRAME_APPLIANCE ? reader->changed : reader->policy;
    state->listener = listeners_get(&state->policy->listeners, name);
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

void xml_begin_remove_listener(struct xml_reader *reader, struct frame *frame,
                               const struct xml_element *element)
{
    struct xml_known known = {.name = "name"};
    frame->kind = FRAME_WHOLE;
    xml_take_attributes(reader, element, &known, 1);
    struct view name = take_text(reader, known.found);
    if (name.length > 0)
        listeners_get(&reader->removed->listeners, name)->place =
            place_of(known.found, element->place);
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
static void begin_block(struct xml_reader *reader, struct frame *frame, enum flow_table table)
{
    struct flow_reader *flow = &reader->listener.flow;
    frame->kind = FRAME_FLOW;
    flow_reader_init(flow, reader->diag, table, reader->policy->store->seed, true);
    flow->vocabulary = VOCABULARY_POLICY;
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
    enum flow_table table = reader->listener.flow.table;
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
    flow_read_setting(&reader->listener.flow, view_of(row->name), frame->place,
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
        flow_read_setting(&reader->listener.flow, frame->name.value, frame->name.value_place,
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
    xml_no_attributes(reader, element);
    begin_block(reader, frame, FLOW_TABLE_HAT);
}

static void end_default_policy(struct xml_reader *reader, struct frame *frame)
{
    struct listener *listener = reader->listener.listener;
    listener->has_default_policy = true;
    listener->default_policy = (struct mail_flow_policy){
        .settings = flow_take(&reader->listener.flow), .place = frame->place};
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
    access_reader_init(&state->access, reader->diag,
                       listener_for_hat(state->policy, reader->diag, &options, element->place));
    state->access.vocabulary = VOCABULARY_POLICY;
    xml_show_start(reader, frame);
}

void xml_end_access(struct xml_reader *reader, struct frame *frame)
{
    const struct access_reader *access = &reader->listener.access;
    xml_end_container(reader, frame);
    if (access->listener->entry_count > 0) /* else the schema says so */
        access_check(reader->diag, access->vocabulary, access->listener, access->has_all,
                     frame->place);
    end_part(reader, frame);
}

/* The behavior that a document calls WORD. What is none has been reported; any will do then. */
static enum behavior behavior_of(struct view word)
{
    enum behavior behavior = document_behavior(word);
    return behavior == BEHAVIOR_COUNT ? BEHAVIOR_ACCEPT : behavior;
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
    begin_block(reader, frame, FLOW_TABLE_HAT);
}

static void end_policy(struct xml_reader *reader, struct frame *frame)
{
    const struct xml_listener *state = &reader->listener;
    const struct mail_flow_policy policy = {.name = state->name,
                                            .behavior = behavior_of(state->word),
                                            .settings = flow_take(&reader->listener.flow),
                                            .place = state->name_place};
    (void)frame;
    if (listener_is_name(policy.name)) /* else the schema says so */
        access_policy(&reader->listener.access, &policy);
}

static void begin_entry(struct xml_reader *reader, struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    frame->kind = FRAME_ACCESS_ENTRY;
    state->has_subject = false;
    state->has_use = false;
    state->description = (struct access_note){.given = false};
    state->member_description = (struct access_note){.given = false};
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
    access_group(&reader->listener.access, text, place_of(name.found, element->place));
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

/* TEXT, which stands at PLACE, as a description. */
static struct access_note note_of(const struct xml_reader *reader, struct view text,
                                  struct span place)
{
    bool good = flow_check_text(&reader->listener.flow, text, place, "a description");
    return (struct access_note){good, text};
}

void xml_end_description(struct xml_reader *reader, struct frame *frame)
{
    uint32_t before = xml_message_count(reader->diag);
    reader->listener.description = note_of(reader, frame->text, frame->text_place);
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

/* A member of the entry that is open. */
static void take_member(struct xml_reader *reader, const struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    struct access_note note = {.given = false};
    if (frame->has_name)
        note = note_of(reader, frame->name.value, frame->name.value_place);
    if (view_equal(frame[-1].element, VIEW("all"))) {
        state->member_description = note;
        return;
    }
    if (frame->text.length == 0 || view_trim(frame->text).length != frame->text.length)
        return; /* as the schema says */
    if (!flow_check_text(&state->flow, frame->text, frame->text_place, "a member"))
        return;
    if (view_equal(frame[-1].element, VIEW("sender-group")))
        access_member(&state->access, frame->text, frame->text_place, note);
    else
        state->has_subject |= access_host(&state->access, frame->text, frame->text_place, note);
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
    begin_block(reader, frame, FLOW_TABLE_HAT);
}

static void begin_own_policy(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element)
{
    take_block_attributes(reader, element, NULL, "behavior");
    begin_block(reader, frame, FLOW_TABLE_HAT);
}

static void end_use(struct xml_reader *reader, struct frame *frame)
{
    (void)frame;
    reader->listener.has_use = true;
}

/* The entry gets what was read. */
static void end_of_entry(struct xml_listener *state, struct flow_settings settings)
{
    struct access_text policy = {state->name, state->name_place};
    if (policy.text.length == 0) {
        access_behave(&state->access, behavior_of(state->word), state->word_place, settings,
                      state->description);
        return;
    }
    if (!listener_is_name(policy.text)) /* as the schema says */
        policy.text = VIEW("");
    access_use(&state->access, policy, settings, state->description);
}

void xml_end_access_entry(struct xml_reader *reader, struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    const struct flow_settings settings = flow_take(&state->flow);
    if (view_equal(frame->element, VIEW("all"))) {
        access_all(&state->access, frame->place, state->member_description);
        state->has_subject = true;
    }
    xml_end_container(reader, frame);
    if (state->has_subject && state->has_use) /* else the schema says that it is not whole */
        end_of_entry(state, settings);
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
    recipients_reader_init(&state->recipients, reader->diag,
                           listener_for_rat(state->policy, reader->diag, &options,
                                            element->place));
    state->recipients.vocabulary = VOCABULARY_POLICY;
    xml_show_start(reader, frame);
}

void xml_end_recipients(struct xml_reader *reader, struct frame *frame)
{
    const struct recipients_reader *recipients = &reader->listener.recipients;
    xml_end_container(reader, frame);
    if (recipients->listener->recipient_count > 0) /* else the schema says so */
        recipients_check(reader->diag, recipients->vocabulary, recipients->listener,
                         recipients->has_all, frame->place);
    end_part(reader, frame);
}

static void begin_recipient(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element)
{
    take_block_attributes(reader, element, "address", "action");
    begin_block(reader, frame, FLOW_TABLE_RAT);
}

static void begin_all_recipients(struct xml_reader *reader, struct frame *frame,
                                 const struct xml_element *element)
{
    take_block_attributes(reader, element, NULL, "action");
    reader->listener.name = view_of(member_word(MEMBER_ALL));
    begin_block(reader, frame, FLOW_TABLE_RAT);
}

static void end_recipient(struct xml_reader *reader, struct frame *frame)
{
    struct xml_listener *state = &reader->listener;
    const struct access_text address = {state->name, state->name_place};
    const struct flow_settings options = flow_take(&state->flow);
    enum recipient_action action = document_action(state->word);
    (void)frame;
    for (size_t i = 0; i < address.text.length; i++)
        if (view_has(VIEW(" \t\r\n"), address.text.text[i]))
            return; /* as the schema says */
    if (address.text.length > 0 && action != RECIPIENT_ACTION_COUNT &&
        flow_check_text(&state->flow, address.text, address.place, "a recipient"))
        recipients_add(&state->recipients, address, action, state->word_place, options);
}

/* --- What may stand in what ------------------------------------------------------------------- */

bool xml_start_in_listener(struct xml_reader *reader, struct frame *frame,
                           const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"interface", begin_setting},
        {"protocol", begin_setting},
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
    flow_end(&reader->listener.flow);
    xml_end_container(reader, frame);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (view_equal(frame->element, view_of(ends[i].name)))
            ends[i].end(reader, frame);
}
