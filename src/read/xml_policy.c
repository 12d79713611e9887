/* SPDX-License-Identifier: MIT */
/*
 * What stands round the entries of a policy document: the policy itself, its appliances, its
 * assertions.
 */
#include "base/buffer.h"
#include "model/document.h"
#include "read/xml_reader.h"

enum { NAMES_SHOWN = 3 };

/* The release in ATTRIBUTE (which may be NULL) is the one that POLICY is for. */
static void take_release(struct xml_reader *reader, struct policy *policy,
                         const struct xml_attribute *attribute)
{
    struct release release;
    if (attribute == NULL)
        return;
    bool good = release_parse(attribute->value, &release);
    if (!good) {
        struct message *message =
            diag_report(reader->diag, CODE_ASYNCOS_RELEASE, attribute->value_place,
                        "\"%.*s\" is not a release", VIEW_ARG(attribute->value));
        diag_help(reader->diag, message, "write the first two numbers, like 14.2");
    } else {
        policy->has_target = true;
        policy->target = release;
        if (!reader->options.has_target)
            reader->options.target = release;
    }
    xml_check_attribute(&reader->check, attribute, !good);
}

/* The name in ATTRIBUTE; empty if there is none. */
static struct view take_name(struct xml_reader *reader, const struct xml_attribute *attribute)
{
    if (attribute == NULL)
        return VIEW("");
    xml_check_attribute(&reader->check, attribute, false);
    return attribute->value;
}

void xml_begin_policy(struct xml_reader *reader, const struct xml_element *element)
{
    struct xml_known known[] = {{.name = "name"}, {.name = "asyncos"}};
    struct policy *policy = reader->policy;
    xml_take_attributes(reader, element, known, sizeof known / sizeof *known);
    struct view name = take_name(reader, known[0].found);
    if (name.length > 0 && policy->name.length > 0 && !view_equal(name, policy->name)) {
        struct message *message =
            diag_report(reader->diag, CODE_DEFINED_TWICE, known[0].found->value_place,
                        "the policy has the name %.*s already", VIEW_ARG(policy->name));
        diag_help(reader->diag, message, "the files of one policy give it one name");
    }
    policy->name = name.length > 0 ? name : policy->name;
    take_release(reader, policy, known[1].found);
}

/* Appliances */

void xml_begin_appliance(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    struct xml_known known[] = {{.name = "name"}, {.name = "asyncos"}};
    reader->excused = false;
    frame->kind = FRAME_APPLIANCE;
    xml_take_attributes(reader, element, known, sizeof known / sizeof *known);
    struct view name = take_name(reader, known[0].found);
    struct span place = known[0].found == NULL ? element->place : known[0].found->value_place;
    struct appliance *appliance = overlay_begin(reader->policy, name, place);
    reader->changed = appliance->policy;
    reader->removed = appliance->removed;
    reader->entry.policy = appliance->policy;
    take_release(reader, appliance->policy, known[1].found);
    memcpy(frame->attributes, reader->check.attributes, sizeof frame->attributes);
    frame->attribute_count = reader->check.attribute_count;
    xml_show_start(reader, frame);
    xml_check_release(&reader->check, reader->excused);
}

void xml_end_appliance(struct xml_reader *reader, struct frame *frame)
{
    xml_end_container(reader, frame);
    xml_check_release(&reader->check, false);
    reader->entry.policy = reader->policy;
    if (reader->policy->has_target && !reader->options.has_target)
        reader->options.target = reader->policy->target;
}

void xml_begin_remove(struct xml_reader *reader, struct frame *frame,
                      const struct xml_element *element)
{
    reader->excused = false;
    frame->kind = FRAME_REMOVE;
    reader->entry.policy = reader->removed;
    xml_begin_destination(reader, element);
    xml_show_start(reader, frame);
}

/* A removal is an entry that gives nothing, among those that are removed. */
void xml_end_remove(struct xml_reader *reader, struct frame *frame)
{
    bool is_name = reader->entry.state == ENTRY_DESTINATION;
    xml_end_container(reader, frame);
    xml_check_release(&reader->check, reader->excused);
    entry_end(&reader->entry);
    reader->entry.policy = reader->changed;
    if (!is_name)
        return;
    uint32_t changed = policy_find(reader->changed, reader->entry.domain.key);
    if (changed == NO_ENTRY)
        return;
    uint32_t section = policy_destination(reader->changed, changed)->section;
    struct message *message = diag_report(reader->diag, CODE_DUPLICATE_DESTINATION, frame->place,
                                          "the destination %.*s is given and removed",
                                          VIEW_ARG(reader->entry.domain.name));
    diag_note(reader->diag, message, (struct span){section, section + 1}, "given here");
}

/* Assertions */

void xml_begin_assertion(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element)
{
    struct xml_known known[] = {{.name = "target"}, {.name = "message"}};
    frame->kind = FRAME_ASSERTION;
    xml_take_attributes(reader, element, known, sizeof known / sizeof *known);
    reader->assertion = (struct assertion){.place = element->place};
    reader->assertion.target_text = take_name(reader, known[0].found);
    reader->assertion.message = take_name(reader, known[1].found);
    reader->names = NULL;
    reader->name_capacity = 0;
    reader->has_condition = false;
    xml_show_start(reader, frame);
}

static void begin_condition(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element)
{
    frame->kind = FRAME_CONDITION;
    xml_no_attributes(reader, element);
}

static void begin_name(struct xml_reader *reader, struct frame *frame,
                       const struct xml_element *element)
{
    frame->kind = FRAME_NAME;
    xml_no_attributes(reader, element);
}

static void begin_whole(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element)
{
    frame->kind = FRAME_WHOLE;
    xml_no_attributes(reader, element);
    reader->assertion.target =
        view_equal(element->name, VIEW("all")) ? ASSERTION_FOR_ALL : ASSERTION_FOR_DEFAULT;
    xml_show_start(reader, frame);
}

bool xml_start_in_assertion(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element)
{
    static const struct xml_child children[] = {
        {"condition", begin_condition},
        {"name", begin_name},
        {"all", begin_whole},
        {"default", begin_whole},
    };
    return xml_start_child(reader, frame, element, children, sizeof children / sizeof *children);
}

static void show_text(struct xml_reader *reader, struct frame *frame, struct view text, bool told)
{
    xml_show_start(reader, frame);
    if (frame->shown)
        xml_check_text(&reader->check, text, frame->text_place, told);
}

/* The text up to the first blank, which *REST loses with the blank. */
static struct view take_word(struct view *rest)
{
    const char *blank = rest->length == 0 ? NULL : memchr(rest->text, ' ', rest->length);
    size_t length = blank == NULL ? rest->length : (size_t)(blank - rest->text);
    struct view word = {rest->text, length};
    length += blank != NULL;
    *rest = (struct view){rest->text + length, rest->length - length};
    return word;
}

static bool is_comparison(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!view_has(VIEW("=!<>"), text.text[i]))
            return false;
    return text.length > 0;
}

/* Where PART of the frame's text stands; the whole text where a reference hides it. */
static struct assertion_part part_of(const struct xml_reader *reader, const struct frame *frame,
                                     struct view part)
{
    struct span all = frame->text_place;
    struct view there = sources_text(reader->diag->sources, all);
    uint32_t before = (uint32_t)(part.text - frame->text.text);
    uint32_t behind = (uint32_t)(frame->text.length - before - part.length);
    struct view front = {there.text + before, part.length};
    struct view back = {there.text + there.length - behind - part.length, part.length};
    if (there.length < frame->text.length)
        return (struct assertion_part){part, all};
    if (view_equal(front, part) && memchr(there.text, '&', before + part.length) == NULL)
        return (struct assertion_part){
            part, {all.offset + before, all.offset + before + (uint32_t)part.length}};
    if (view_equal(back, part) && memchr(back.text, '&', behind + part.length) == NULL)
        return (struct assertion_part){
            part, {all.end - behind - (uint32_t)part.length, all.end - behind}};
    return (struct assertion_part){part, all};
}

bool xml_split_comparison(const struct xml_reader *reader, const struct frame *frame,
                          struct assertion_part *name, struct assertion_part *operation,
                          struct assertion_part *value)
{
    struct view rest = frame->text;
    *name = part_of(reader, frame, take_word(&rest));
    *operation = part_of(reader, frame, take_word(&rest));
    *value = part_of(reader, frame, rest);
    return name->text.length > 0 && is_comparison(operation->text) && rest.length > 0;
}

/* "NAME OPERATOR VALUE" or "NAME enforced", with one blank between. */
static bool split_condition(struct xml_reader *reader, const struct frame *frame)
{
    struct assertion *assertion = &reader->assertion;
    struct view rest = frame->text;
    struct view name = take_word(&rest);
    assertion->enforced = name.length > 0 && view_equal(rest, VIEW("enforced"));
    if (!assertion->enforced)
        return xml_split_comparison(reader, frame, &assertion->name, &assertion->operation,
                                    &assertion->value);
    assertion->name = part_of(reader, frame, name);
    return true;
}

void xml_end_condition(struct xml_reader *reader, struct frame *frame)
{
    bool good = split_condition(reader, frame);
    reader->has_condition |= good;
    if (!good) {
        struct message *message = diag_report(reader->diag, CODE_CONDITION_SYNTAX,
                                              frame->text_place, "this is no condition");
        diag_mend(reader->diag, message);
    }
    show_text(reader, frame, frame->text, !good);
}

void xml_end_name(struct xml_reader *reader, struct frame *frame)
{
    struct assertion *assertion = &reader->assertion;
    uint32_t before = xml_message_count(reader->diag);
    xml_begin_name(reader, frame->text, frame->text_place, 0);
    struct view shown = xml_name_read(reader, frame->text);
    if (reader->entry.state == ENTRY_DESTINATION) {
        reader->names = array_grow(reader->diag->arena, reader->names, assertion->name_count,
                                   &reader->name_capacity, sizeof *reader->names);
        reader->names[assertion->name_count++] =
            (struct assertion_name){reader->entry.domain, frame->text_place};
    }
    entry_begin_orphan(&reader->entry);
    show_text(reader, frame, shown, xml_message_count(reader->diag) != before);
}

/* The names as a policy source would give them. */
static struct view names_text(const struct xml_reader *reader)
{
    struct buffer text = buffer_new(reader->diag->arena);
    uint32_t count = reader->assertion.name_count;
    for (uint32_t i = 0; i < count && i < NAMES_SHOWN; i++) {
        buffer_add_string(&text, i == 0 ? "" : ", ");
        buffer_add(&text, reader->names[i].domain.name);
    }
    if (count > NAMES_SHOWN)
        buffer_add_string(&text, ", ...");
    return buffer_view(&text);
}

static void add_assertion(struct xml_reader *reader)
{
    struct policy *policy = reader->policy;
    struct assertion *assertion = &reader->assertion;
    assertion->names = reader->names;
    if (assertion->target_text.length == 0)
        assertion->target_text = names_text(reader);
    assertion->text = document_condition(policy->arena, assertion);
    policy->assertions =
        array_grow(policy->arena, policy->assertions, policy->assertion_count,
                   &policy->assertion_capacity, sizeof *policy->assertions);
    policy->assertions[policy->assertion_count++] = *assertion;
}

void xml_end_assertion(struct xml_reader *reader, struct frame *frame)
{
    const struct assertion *assertion = &reader->assertion;
    xml_end_container(reader, frame);
    xml_check_release(&reader->check, false);
    if (reader->has_condition &&
        (assertion->target != ASSERTION_FOR_NAMES || assertion->name_count > 0))
        add_assertion(reader);
}
