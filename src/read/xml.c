/* SPDX-License-Identifier: MIT */
#include "read/xml.h"

#include "base/near.h"
#include "base/utf8.h"
#include "model/document.h"
#include "read/xml_check.h"
#include "read/xml_parse.h"

enum frame_kind {
    FRAME_POLICY,
    FRAME_ENTRY,
    FRAME_CONTAINER, /* holds elements or attributes of an entry */
    FRAME_VALUE,     /* a parameter's value is its text */
    FRAME_PARAMETER, /* <parameter name="..."> */
    FRAME_UNKNOWN,   /* reported; nothing in it is judged */
};

/* An element that is open. */
struct frame {
    enum frame_kind kind;
    bool shown; /* to the validator */
    struct view element;
    struct span place;
    struct view path; /* below the entry, of a container or value */
    enum param param; /* of a value */
    struct xml_attribute name; /* the attribute of a parameter */
    bool has_name;
    struct view text; /* of a value or parameter */
    struct span text_place;
};

struct xml_reader {
    struct entry_reader entry;
    struct diag *diag;
    struct xml_check check;
    struct frame frames[XML_MOST_DEPTH];
    unsigned depth;
    bool excused;      /* what the entry lacks was reported: a name in it is misspelt */
    uint32_t excusing; /* excuse_count() when the entry began */
    uint32_t others;   /* parameters whose word is said to stand in a <parameter>, a mask */
    struct span other_places[PARAM_COUNT];
};

static uint32_t message_count(const struct diag *diag)
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

/* Shows the validator that FRAME's element begins, if it knows what the element stands in. */
static void show_start(struct xml_reader *reader, struct frame *frame)
{
    frame->shown = frame == reader->frames || frame[-1].shown;
    if (!frame->shown || xml_check_start(&reader->check, frame->element, frame->place))
        return;
    if (frame->kind == FRAME_ENTRY) {
        /* A second default entry is reported as such when it ends. */
        xml_check_release(&reader->check, reader->entry.policy->has_default);
        /* The validator would be silent from here on: it gets the rest as a document. */
        xml_check_restart(&reader->check, reader->frames[0].element);
        xml_check_start(&reader->check, frame->element, frame->place);
    }
}

/* What the schema does not know */

static bool is_ours(struct view uri)
{
    return view_equal(uri, VIEW(SCHEMA_NAMESPACE));
}

static void unexpected_element(struct xml_reader *reader, const struct xml_element *element,
                               struct view near)
{
    struct message *message =
        diag_report(reader->diag, CODE_XML_ELEMENT, element->place, "unexpected element <%.*s>%s",
                    VIEW_ARG(element->name), is_ours(element->uri) ? "" : " of another namespace");
    if (near.length > 0)
        diag_help(reader->diag, message, "did you mean <%.*s>?", VIEW_ARG(near));
    else
        diag_help(reader->diag, message, "%s", code_entry(CODE_XML_ELEMENT)->mend);
}

/* Hints for other programs, which any document may have. */
static bool is_schema_location(const struct xml_attribute *attribute)
{
    return view_equal(attribute->uri, VIEW("http://www.w3.org/2001/XMLSchema-instance")) &&
           (view_equal(attribute->name, VIEW("schemaLocation")) ||
            view_equal(attribute->name, VIEW("noNamespaceSchemaLocation")));
}

static void unexpected_attribute(struct xml_reader *reader, const struct xml_element *element,
                                 const struct xml_attribute *attribute, struct view near)
{
    if (is_schema_location(attribute))
        return;
    struct message *message = diag_report(reader->diag, CODE_XML_ATTRIBUTE, attribute->place,
                                          "unexpected attribute %.*s of <%.*s>",
                                          VIEW_ARG(attribute->name), VIEW_ARG(element->name));
    if (near.length > 0)
        diag_help(reader->diag, message, "did you mean %.*s?", VIEW_ARG(near));
    else
        diag_help(reader->diag, message, "%s", code_entry(CODE_XML_ATTRIBUTE)->mend);
}

/* The attribute called KNOWN, the only one that ELEMENT may have; NULL if it is missing. */
static const struct xml_attribute *only_attribute(struct xml_reader *reader,
                                                  const struct xml_element *element,
                                                  struct view known)
{
    const struct xml_attribute *found = NULL;
    for (size_t i = 0; i < element->count; i++) {
        const struct xml_attribute *attribute = &element->attributes[i];
        if (attribute->uri.length == 0 && view_equal(attribute->name, known)) {
            found = attribute;
            continue;
        }
        bool near = known.length > 0 && near_miss(attribute->name, known);
        unexpected_attribute(reader, element, attribute, near ? known : VIEW(""));
        reader->excused |= near;
    }
    return found;
}

static void no_attributes(struct xml_reader *reader, const struct xml_element *element)
{
    (void)only_attribute(reader, element, VIEW(""));
}

/* The beginnings of elements, by what they stand in */

static bool start_policy(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    if (!is_ours(element->uri)) {
        struct message *message =
            diag_report(reader->diag, CODE_XML_NAMESPACE, element->place,
                        "the root element <%.*s> is not in a policy document's namespace",
                        VIEW_ARG(element->name));
        diag_help(reader->diag, message, "write <policy xmlns=\"" SCHEMA_NAMESPACE "\">");
        return false;
    }
    if (!view_equal(element->name, VIEW("policy"))) {
        unexpected_element(reader, element, VIEW("policy"));
        return false;
    }
    no_attributes(reader, element);
    frame->kind = FRAME_POLICY;
    show_start(reader, frame);
    return true;
}

/* A destination called "default" would be the default entry in every other format. */
static void begin_destination(struct xml_reader *reader, const struct xml_attribute *domain,
                              uint32_t section)
{
    if (domain == NULL) {
        entry_begin_orphan(&reader->entry);
    } else if (view_equal_nocase(domain->value, VIEW("default"))) {
        struct message *message = diag_report(reader->diag, CODE_XML_ATTRIBUTE,
                                              domain->value_place,
                                              "no destination can be called default");
        diag_help(reader->diag, message, "the default entry is written <default>");
        entry_begin_orphan(&reader->entry);
    } else {
        entry_begin(&reader->entry, domain->value, domain->value_place, section);
    }
}

static void begin_entry(struct xml_reader *reader, const struct xml_element *element)
{
    uint32_t section = element->place.offset - 1;
    reader->excused = false;
    reader->excusing = excuse_count(reader->diag);
    reader->others = 0;
    if (view_equal(element->name, VIEW("default"))) {
        no_attributes(reader, element);
        entry_begin_default(&reader->entry, element->place, section);
        return;
    }
    const struct xml_attribute *domain = only_attribute(reader, element, VIEW("domain"));
    uint32_t before = message_count(reader->diag);
    begin_destination(reader, domain, section);
    if (domain != NULL)
        xml_check_attribute(&reader->check, domain, message_count(reader->diag) != before);
}

static bool start_entry(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element)
{
    static const char *const names[] = {"default", "destination"};
    struct view near = VIEW("");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_ours(element->uri) && view_equal(element->name, view_of(names[i])))
            frame->kind = FRAME_ENTRY;
        if (near_miss(element->name, view_of(names[i])))
            near = view_of(names[i]);
    }
    if (frame->kind == FRAME_ENTRY) {
        begin_entry(reader, element);
        show_start(reader, frame);
    } else {
        unexpected_element(reader, element, near);
    }
    return true;
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
        struct view near = document_near_attribute(frame->path, attribute->name);
        unexpected_attribute(reader, element, attribute, near);
        if (near.length > 0)
            excuse(reader, PARAM_BIT(document_attribute(frame->path, near)));
        return;
    }
    uint32_t before = message_count(reader->diag);
    take_value(reader, param, attribute->place, attribute->value, attribute->value_place);
    xml_check_attribute(&reader->check, attribute, message_count(reader->diag) != before);
}

/* An element in an entry that the schema does not know there. */
static void unknown_part(struct xml_reader *reader, const struct xml_element *element,
                         const struct frame *parent)
{
    struct view near = document_near_child(parent->path, element->name);
    uint32_t meant =
        near.length == 0 ? 0 : document_params(document_child(parent->path, near));
    if ((meant & reader->entry.draft.set.given) != 0)
        near = VIEW("");
    else if (near.length > 0)
        excuse(reader, meant);
    else if (parent->kind == FRAME_ENTRY && near_miss(element->name, VIEW("parameter")))
        near = VIEW("parameter");
    unexpected_element(reader, element, near);
}

static bool start_part(struct xml_reader *reader, struct frame *frame,
                       const struct xml_element *element)
{
    const struct frame *parent = &frame[-1];
    if (is_ours(element->uri))
        frame->path = document_child(parent->path, element->name);
    if (is_ours(element->uri) && parent->kind == FRAME_ENTRY &&
        view_equal(element->name, VIEW("parameter"))) {
        const struct xml_attribute *name = only_attribute(reader, element, VIEW("name"));
        frame->kind = FRAME_PARAMETER;
        frame->has_name = name != NULL;
        frame->name = name != NULL ? *name : frame->name;
    } else if (frame->path.length == 0) {
        unknown_part(reader, element, parent);
    } else if ((frame->param = document_param(frame->path)) != PARAM_COUNT) {
        frame->kind = FRAME_VALUE;
        no_attributes(reader, element);
    } else {
        uint32_t refusals = refusal_count(reader->diag);
        frame->kind = FRAME_CONTAINER;
        for (size_t i = 0; i < element->count; i++)
            take_attribute(reader, frame, element, &element->attributes[i]);
        if (refusal_count(reader->diag) == refusals)
            show_start(reader, frame);
    }
    return true;
}

static bool start_unexpected(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element)
{
    (void)frame;
    unexpected_element(reader, element, VIEW(""));
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
        [FRAME_POLICY] = start_entry,         [FRAME_ENTRY] = start_part,
        [FRAME_CONTAINER] = start_part,       [FRAME_VALUE] = start_unexpected,
        [FRAME_PARAMETER] = start_unexpected, [FRAME_UNKNOWN] = start_ignored,
    };
    struct xml_reader *reader = context;
    struct frame *frame = &reader->frames[reader->depth++];
    *frame = (struct frame){
        .kind = FRAME_UNKNOWN,
        .element = element->name,
        .place = element->place,
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
    diag_help(reader->diag, message, "%s", code_entry(CODE_XML_TEXT)->mend);
}

static bool on_text(void *context, struct view text, struct span place)
{
    struct xml_reader *reader = context;
    struct frame *frame = &reader->frames[reader->depth - 1];
    if (frame->kind == FRAME_VALUE || frame->kind == FRAME_PARAMETER) {
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
    uint32_t before = message_count(reader->diag);
    uint32_t refusals = refusal_count(reader->diag);
    take_value(reader, frame->param, frame->place, frame->text, frame->text_place);
    if (refusal_count(reader->diag) != refusals)
        return;
    show_start(reader, frame);
    if (frame->shown)
        xml_check_text(&reader->check, frame->text, frame->text_place,
                       message_count(reader->diag) != before);
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
    show_start(reader, frame);
    if (frame->shown)
        xml_check_text(&reader->check, frame->text, frame->text_place, true);
}

static void end_container(struct xml_reader *reader, struct frame *frame)
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
    end_container(reader, frame);
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
        [FRAME_POLICY] = end_container,    [FRAME_ENTRY] = end_entry,
        [FRAME_CONTAINER] = end_container, [FRAME_VALUE] = end_value,
        [FRAME_PARAMETER] = end_parameter, [FRAME_UNKNOWN] = end_unknown,
    };
    struct xml_reader *reader = context;
    struct frame *frame = &reader->frames[--reader->depth];
    (void)place;
    xml_check_clear(&reader->check);
    ends[frame->kind](reader, frame);
    return true;
}

/* What is not UTF-8 is no XML either, but deserves a better message. */
static bool check_text(struct diag *diag, const struct source *source)
{
    size_t offset;
    if (utf8_check((struct view){source->text, source->size}, &offset))
        return true;
    uint32_t at = source->base + (uint32_t)offset;
    struct message *message = diag_report(diag, CODE_BAD_UTF8, (struct span){at, at + 1},
                                          "not UTF-8: byte 0x%02X",
                                          (unsigned char)source->text[offset]);
    diag_help(diag, message, "%s", code_entry(CODE_BAD_UTF8)->mend);
    return false;
}

/* An entry is seldom shorter than this; the tables are sized for it. */
enum { BYTES_PER_ENTRY = 128 };

void read_xml(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source)
{
    static const struct xml_handler handler = {on_start, on_text, on_end};
    if (!check_text(diag, source))
        return;
    struct xml_reader *reader = arena_zero(policy->arena, 1, sizeof *reader);
    reader->diag = diag;
    policy_expect(policy, source->size / BYTES_PER_ENTRY);
    policy_add_text(policy, source, locate_xml);
    entry_reader_init(&reader->entry, policy, diag, options, source, VOCABULARY_POLICY);
    xml_check_init(&reader->check, diag);
    xml_parse(source, diag, &handler, reader);
    xml_check_free(&reader->check);
}
