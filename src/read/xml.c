/* SPDX-License-Identifier: MIT */
#include "read/xml.h"

#include "base/utf8.h"
#include "model/document.h"
#include "read/text.h"
#include "read/xml_reader.h"

uint32_t xml_message_count(const struct diag *diag)
{
    return diag->counts[SEVERITY_ERROR] + diag->counts[SEVERITY_WARNING] +
           diag->counts[SEVERITY_INFO];
}

/* Messages after which an element is not shown to the validator: it is not taken. */
static uint32_t refusal_count(const struct diag *diag)
{
    return diag->by_code[CODE_NOT_IN_DEFAULT] + diag->by_code[CODE_NOT_IN_DOMAIN] +
           diag->by_code[CODE_DUPLICATE_PARAMETER];
}

/* Messages that say in the model's words what the validator says of an entry's structure. */
static uint32_t excuse_count(const struct diag *diag)
{
    return diag->by_code[CODE_MISSING_SCOPE] + diag->by_code[CODE_MISSING_MINUTES] +
           diag->by_code[CODE_MISSING_PARAMETER];
}

/* These parameters were meant by a misspelt name: nothing more is said of their absence. */
static void excuse(struct xml_reader *reader, uint32_t params)
{
    reader->entry.draft.set.complained |= params;
    reader->excused = true;
}

/* The validator would be silent from here on: it gets the rest, from FRAME, as a document. */
static void restart(struct xml_reader *reader, struct frame *frame)
{
    xml_check_restart(&reader->check, reader->frames[0].element);
    for (const struct frame *outer = reader->frames + 1; outer < frame; outer++)
        xml_check_reopen(&reader->check, outer->element, outer->attributes,
                         outer->attribute_count);
    xml_check_start(&reader->check, frame->element, frame->place);
}

void xml_show_start(struct xml_reader *reader, struct frame *frame)
{
    frame->shown = frame == reader->frames || frame[-1].shown;
    if (!frame->shown || xml_check_start(&reader->check, frame->element, frame->place))
        return;
    if (frame->kind == FRAME_ENTRY || frame->kind == FRAME_LISTENER ||
        frame->kind == FRAME_APPLIANCE) {
        /* A second default entry is reported as such when it ends. */
        bool is_default = view_equal(frame->element, VIEW("default"));
        xml_check_release(&reader->check, is_default && reader->entry.policy->has_default);
        restart(reader, frame);
    }
}

/* The attribute called KNOWN, the only one that ELEMENT may have; NULL if it is missing. */
static const struct xml_attribute *only_attribute(struct xml_reader *reader,
                                                  const struct xml_element *element,
                                                  const char *known)
{
    struct xml_known attribute = {.name = known};
    xml_take_attributes(reader, element, &attribute, 1);
    return attribute.found;
}

/* The beginnings of elements, by what they stand in */

static bool start_policy(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    if (!xml_is_ours(element->uri)) {
        struct message *message =
            diag_report(reader->diag, CODE_XML_NAMESPACE, element->place,
                        "the root element <%.*s> is not in a policy document's namespace",
                        VIEW_ARG(element->name));
        diag_help(reader->diag, message, "write <policy xmlns=\"" SCHEMA_NAMESPACE "\">");
        return false;
    }
    if (!view_equal(element->name, VIEW("policy"))) {
        struct nearest nearest = nearest_to(VIEW("policy"));
        nearest_offer(&nearest, VIEW("policy"), VIEW("policy"));
        xml_unexpected_element(reader, element, &nearest);
        return false;
    }
    frame->kind = FRAME_POLICY;
    xml_begin_policy(reader, element);
    xml_show_start(reader, frame);
    return true;
}

void xml_begin_name(struct xml_reader *reader, struct view name, struct span place,
                    uint32_t section)
{
    if (!view_equal_nocase(name, VIEW("default"))) {
        entry_begin(&reader->entry, name, place, section);
        return;
    }
    struct message *message = diag_report(reader->diag, CODE_XML_ATTRIBUTE, place,
                                          "no destination can be called default");
    diag_help(reader->diag, message, "the default entry is written <default>");
    entry_begin_orphan(&reader->entry);
}

struct view xml_name_read(const struct xml_reader *reader, struct view text)
{
    return reader->entry.state == ENTRY_DESTINATION ? reader->entry.domain.name : text;
}

void xml_begin_destination(struct xml_reader *reader, const struct xml_element *element)
{
    const struct xml_attribute *domain = only_attribute(reader, element, "domain");
    uint32_t before = xml_message_count(reader->diag);
    if (domain == NULL) {
        entry_begin_orphan(&reader->entry);
        return;
    }
    xml_begin_name(reader, domain->value, domain->value_place, element->place.offset - 1);
    struct xml_attribute shown = *domain;
    shown.value = xml_name_read(reader, domain->value);
    xml_check_attribute(&reader->check, &shown, xml_message_count(reader->diag) != before);
}

static void begin_entry(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element)
{
    frame->kind = FRAME_ENTRY;
    reader->excused = false;
    reader->excusing = excuse_count(reader->diag);
    reader->others = 0;
    if (view_equal(element->name, VIEW("default"))) {
        xml_no_attributes(reader, element);
        entry_begin_default(&reader->entry, element->place, element->place.offset - 1);
    } else {
        xml_begin_destination(reader, element);
    }
    xml_show_start(reader, frame);
}

static bool start_in_policy(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"default", begin_entry},
        {"destination", begin_entry},
        {"listener", xml_begin_listener},
        {"appliance", xml_begin_appliance},
        {"assertion", xml_begin_assertion},
        {"expectation", xml_begin_expectation},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

static bool start_in_appliance(struct xml_reader *reader, struct frame *frame,
                               const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"default", begin_entry},
        {"destination", begin_entry},
        {"remove", xml_begin_remove},
        {"listener", xml_begin_listener},
        {"remove-listener", xml_begin_remove_listener},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

/* A value, unless it says that its word stands in a <parameter>. */
static void take_value(struct xml_reader *reader, enum param param, struct span name_place,
                       struct view value, struct span value_place)
{
    if (parameter(param)->type != TYPE_WORD || !view_equal(value, VIEW(DOCUMENT_OTHER))) {
        entry_parameter(&reader->entry, param, name_place, value, value_place);
        return;
    }
    reader->others |= PARAM_BIT(param);
    reader->other_places[param] = value_place;
}

/* An attribute of a container: a parameter's value. */
static void take_attribute(struct xml_reader *reader, const struct frame *frame,
                           const struct xml_element *element,
                           const struct xml_attribute *attribute)
{
    enum param param = PARAM_COUNT;
    if (attribute->uri.length == 0)
        param = document_attribute(frame->path, attribute->name);
    if (param == PARAM_COUNT) {
        struct nearest nearest = nearest_to(attribute->name);
        if (attribute->uri.length == 0)
            document_nearest_attribute(frame->path, &nearest);
        xml_unexpected_attribute(reader, element, attribute, &nearest);
        for (int i = 0; i < nearest.count; i++)
            excuse(reader, PARAM_BIT(document_attribute(frame->path, nearest.names[i])));
        return;
    }
    uint32_t before = xml_message_count(reader->diag);
    take_value(reader, param, attribute->place, attribute->value, attribute->value_place);
    xml_check_attribute(&reader->check, attribute, xml_message_count(reader->diag) != before);
}

/* An element in an entry that the schema does not know there. */
static void unknown_part(struct xml_reader *reader, const struct xml_element *element,
                         const struct frame *parent)
{
    struct nearest known = nearest_to(element->name);
    struct nearest missing = nearest_to(element->name);
    if (xml_is_ours(element->uri))
        document_nearest_child(parent->path, &known);
    for (int i = 0; i < known.count; i++) {
        uint32_t meant = document_params(document_child(parent->path, known.names[i]));
        if ((meant & reader->entry.draft.set.given) != 0)
            continue;
        nearest_offer(&missing, known.names[i], known.names[i]);
        excuse(reader, meant);
    }
    if (known.count == 0 && parent->kind == FRAME_ENTRY)
        nearest_offer(&missing, VIEW("parameter"), VIEW("parameter"));
    xml_unexpected_element(reader, element, &missing);
}

static bool start_part(struct xml_reader *reader, struct frame *frame,
                       const struct xml_element *element)
{
    const struct frame *parent = &frame[-1];
    if (xml_is_ours(element->uri))
        frame->path = document_child(parent->path, element->name);
    if (xml_is_ours(element->uri) && parent->kind == FRAME_ENTRY &&
        view_equal(element->name, VIEW("parameter"))) {
        const struct xml_attribute *name = only_attribute(reader, element, "name");
        frame->kind = FRAME_PARAMETER;
        frame->has_name = name != NULL;
        frame->name = name != NULL ? *name : frame->name;
    } else if (frame->path.length == 0) {
        unknown_part(reader, element, parent);
    } else if ((frame->param = document_param(frame->path)) != PARAM_COUNT) {
        frame->kind = FRAME_VALUE;
        xml_no_attributes(reader, element);
    } else {
        uint32_t refusals = refusal_count(reader->diag);
        frame->kind = FRAME_CONTAINER;
        for (size_t i = 0; i < element->count; i++)
            take_attribute(reader, frame, element, &element->attributes[i]);
        if (refusal_count(reader->diag) == refusals)
            xml_show_start(reader, frame);
    }
    return true;
}

static bool start_unexpected(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element)
{
    (void)frame;
    xml_unexpected_element(reader, element, NULL);
    return true;
}

static bool start_ignored(struct xml_reader *reader, struct frame *frame,
                          const struct xml_element *element)
{
    (void)reader;
    (void)frame;
    (void)element;
    return true;
}

static bool on_start(void *context, const struct xml_element *element)
{
    static bool (*const starts[])(struct xml_reader *reader, struct frame *frame,
                                  const struct xml_element *element) = {
        [FRAME_POLICY] = start_in_policy,
        [FRAME_ENTRY] = start_part,
        [FRAME_CONTAINER] = start_part,
        [FRAME_VALUE] = start_unexpected,
        [FRAME_PARAMETER] = start_unexpected,
        [FRAME_APPLIANCE] = start_in_appliance,
        [FRAME_REMOVE] = start_unexpected,
        [FRAME_ASSERTION] = xml_start_in_assertion,
        [FRAME_CONDITION] = start_unexpected,
        [FRAME_NAME] = start_unexpected,
        [FRAME_WHOLE] = start_unexpected,
        [FRAME_EXPECTATION] = xml_start_in_expectation,
        [FRAME_EXPECTED] = xml_start_in_expected,
        [FRAME_EXPECTED_TEXT] = start_unexpected,
        [FRAME_EXPECTED_WHOLE] = start_unexpected,
        [FRAME_LISTENER] = xml_start_in_listener,
        [FRAME_LISTENER_SETTING] = start_unexpected,
        [FRAME_ACCESS] = xml_start_in_access,
        [FRAME_ACCESS_ENTRY] = xml_start_in_access_entry,
        [FRAME_DESCRIPTION] = start_unexpected,
        [FRAME_MEMBER] = start_unexpected,
        [FRAME_RECIPIENTS] = xml_start_in_recipients,
        [FRAME_FLOW] = xml_start_in_flow,
        [FRAME_FLOW_VALUE] = start_unexpected,
        [FRAME_FLOW_PARAMETER] = start_unexpected,
        [FRAME_UNKNOWN] = start_ignored,
    };
    struct xml_reader *reader = context;
    struct frame *frame = &reader->frames[reader->depth++];
    *frame = (struct frame){
        .kind = FRAME_UNKNOWN,
        .element = element->name,
        .place = element->place,
        .errors = reader->diag->counts[SEVERITY_ERROR],
        .path = VIEW(""),
        .text = VIEW(""),
        .text_place = element->place,
    };
    xml_check_clear(&reader->check);
    return frame == reader->frames ? start_policy(reader, frame, element)
                                   : starts[frame[-1].kind](reader, frame, element);
}

/* Texts */

/* TEXT as a view that lasts: a part of the source where it stands there. */
static struct view lasting(const struct xml_reader *reader, struct view text, struct span place)
{
    struct view there = sources_text(reader->diag->sources, place);
    return view_equal(there, text) ? there : arena_copy(reader->diag->arena, text);
}

static void unexpected_text(struct xml_reader *reader, struct view text, struct span place)
{
    struct view trimmed = view_trim(text);
    if (trimmed.length == 0)
        return;
    if (place.end - place.offset == text.length) {
        place.offset += (uint32_t)(trimmed.text - text.text);
        place.end = place.offset + (uint32_t)trimmed.length;
    }
    struct message *message =
        diag_report(reader->diag, CODE_XML_TEXT, place, "text where none belongs");
    diag_mend(reader->diag, message);
}

static bool on_text(void *context, struct view text, struct span place)
{
    static const bool has_text[FRAME_UNKNOWN + 1] = {
        [FRAME_VALUE] = true,       [FRAME_PARAMETER] = true,  [FRAME_CONDITION] = true,
        [FRAME_NAME] = true,        [FRAME_MEMBER] = true,     [FRAME_DESCRIPTION] = true,
        [FRAME_FLOW_VALUE] = true,  [FRAME_FLOW_PARAMETER] = true,
        [FRAME_LISTENER_SETTING] = true, [FRAME_EXPECTED_TEXT] = true,
    };
    struct xml_reader *reader = context;
    struct frame *frame = &reader->frames[reader->depth - 1];
    if (has_text[frame->kind]) {
        /* A second text stands behind an element that has been reported. */
        if (view_trim(frame->text).length == 0) {
            frame->text = lasting(reader, text, place);
            frame->text_place = place;
        }
    } else if (frame->kind != FRAME_UNKNOWN) {
        unexpected_text(reader, text, place);
    }
    return true;
}

/* The ends of elements, by what they are */

static void end_value(struct xml_reader *reader, struct frame *frame)
{
    uint32_t before = xml_message_count(reader->diag);
    uint32_t refusals = refusal_count(reader->diag);
    take_value(reader, frame->param, frame->place, frame->text, frame->text_place);
    if (refusal_count(reader->diag) != refusals)
        return;
    xml_show_start(reader, frame);
    if (frame->shown)
        xml_check_text(&reader->check, frame->text, frame->text_place,
                       xml_message_count(reader->diag) != before);
}

/*
 * A line of the table file, in the table file's words. Its name and text are judged with the
 * settings that the entry gives, so the validator is shown them for the entry's structure only.
 */
static void end_parameter(struct xml_reader *reader, struct frame *frame)
{
    if (frame->has_name) {
        reader->entry.vocabulary = VOCABULARY_EXPORT_LIKE;
        entry_setting(&reader->entry, frame->name.value, frame->name.value_place, frame->text,
                      frame->text_place);
        reader->entry.vocabulary = VOCABULARY_POLICY;
        xml_check_attribute(&reader->check, &frame->name, true);
    }
    xml_show_start(reader, frame);
    if (frame->shown)
        xml_check_text(&reader->check, frame->text, frame->text_place, true);
}

void xml_end_container(struct xml_reader *reader, struct frame *frame)
{
    if (frame->shown)
        xml_check_end(&reader->check, frame->place);
}

static void end_entry(struct xml_reader *reader, struct frame *frame)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct span place = reader->other_places[i];
        if ((reader->others & ~reader->entry.draft.set.given & PARAM_BIT(i)) != 0)
            entry_parameter(&reader->entry, (enum param)i, place, VIEW(DOCUMENT_OTHER), place);
    }
    xml_end_container(reader, frame);
    entry_end(&reader->entry);
    bool excused = reader->excused || excuse_count(reader->diag) != reader->excusing;
    xml_check_release(&reader->check, excused);
}

static void end_unknown(struct xml_reader *reader, struct frame *frame)
{
    (void)reader;
    (void)frame;
}

static bool on_end(void *context, struct span place)
{
    static void (*const ends[])(struct xml_reader *reader, struct frame *frame) = {
        [FRAME_POLICY] = xml_end_container,
        [FRAME_ENTRY] = end_entry,
        [FRAME_CONTAINER] = xml_end_container,
        [FRAME_VALUE] = end_value,
        [FRAME_PARAMETER] = end_parameter,
        [FRAME_APPLIANCE] = xml_end_appliance,
        [FRAME_REMOVE] = xml_end_remove,
        [FRAME_ASSERTION] = xml_end_assertion,
        [FRAME_CONDITION] = xml_end_condition,
        [FRAME_NAME] = xml_end_name,
        [FRAME_WHOLE] = xml_end_container,
        [FRAME_EXPECTATION] = xml_end_expectation,
        [FRAME_EXPECTED] = xml_end_container,
        [FRAME_EXPECTED_TEXT] = xml_end_expected_text,
        [FRAME_EXPECTED_WHOLE] = xml_end_container,
        [FRAME_LISTENER] = xml_end_listener,
        [FRAME_LISTENER_SETTING] = xml_end_listener_setting,
        [FRAME_ACCESS] = xml_end_access,
        [FRAME_ACCESS_ENTRY] = xml_end_access_entry,
        [FRAME_DESCRIPTION] = xml_end_description,
        [FRAME_MEMBER] = xml_end_member,
        [FRAME_RECIPIENTS] = xml_end_recipients,
        [FRAME_FLOW] = xml_end_flow,
        [FRAME_FLOW_VALUE] = xml_end_flow_value,
        [FRAME_FLOW_PARAMETER] = xml_end_flow_parameter,
        [FRAME_UNKNOWN] = end_unknown,
    };
    struct xml_reader *reader = context;
    struct frame *frame = &reader->frames[--reader->depth];
    (void)place;
    xml_check_clear(&reader->check);
    ends[frame->kind](reader, frame);
    return true;
}

static void on_comment(void *context, struct span place)
{
    struct xml_reader *reader = context;
    comments_add(&reader->policy->comments, place);
}

/*
 * What is not UTF-8 is no XML either, but deserves a better message: of the document's own
 * declaration, if it says so itself.
 */
static bool check_text(struct diag *diag, const struct source *source)
{
    size_t offset;
    if (utf8_check((struct view){source->text, source->size}, &offset))
        return true;
    uint32_t at = source->base + (uint32_t)offset;
    if (xml_check_encoding(source, diag))
        text_report_bad_utf8(diag, (struct span){at, at + 1}, source->text[offset]);
    return false;
}

/* An entry is seldom shorter than this; the tables are sized for it. */
enum { BYTES_PER_ENTRY = 128 };

void read_xml(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source)
{
    static const struct xml_handler handler = {on_start, on_text, on_end, on_comment};
    if (!check_text(diag, source))
        return;
    struct xml_reader *reader = arena_zero(policy->arena, 1, sizeof *reader);
    reader->diag = diag;
    reader->source = source;
    reader->policy = policy;
    reader->options = *options;
    policy_expect(policy, source->size / BYTES_PER_ENTRY);
    policy_add_text(policy, source, locate_xml);
    entry_reader_init(&reader->entry, policy, diag, &reader->options, source,
                      VOCABULARY_POLICY);
    xml_check_init(&reader->check, diag);
    xml_parse(source, diag, &handler, reader);
    xml_check_free(&reader->check);
}
