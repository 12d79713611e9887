/* SPDX-License-Identifier: MIT */
/*
 * What may stand where in a policy document, and what is said of anything else.
 */
#include "read/xml_reader.h"

bool xml_is_ours(struct view uri)
{
    return view_equal(uri, VIEW(SCHEMA_NAMESPACE));
}

void xml_unexpected_element(struct xml_reader *reader, const struct xml_element *element,
                            const struct nearest *nearest)
{
    struct message *message =
        diag_report(reader->diag, CODE_XML_ELEMENT, element->place, "unexpected element <%.*s>%s",
                    VIEW_ARG(element->name),
                    xml_is_ours(element->uri) ? "" : " of another namespace");
    if (nearest != NULL && nearest_found(nearest))
        diag_help(reader->diag, message, "did you mean %s?",
                  nearest_words(reader->diag->arena, nearest, "<", ">"));
    else
        diag_mend(reader->diag, message);
}

/* Hints for other programs, which any document may have. */
static bool is_schema_location(const struct xml_attribute *attribute)
{
    return view_equal(attribute->uri, VIEW("http://www.w3.org/2001/XMLSchema-instance")) &&
           (view_equal(attribute->name, VIEW("schemaLocation")) ||
            view_equal(attribute->name, VIEW("noNamespaceSchemaLocation")));
}

void xml_unexpected_attribute(struct xml_reader *reader, const struct xml_element *element,
                              const struct xml_attribute *attribute,
                              const struct nearest *nearest)
{
    if (is_schema_location(attribute))
        return;
    struct message *message = diag_report(reader->diag, CODE_XML_ATTRIBUTE, attribute->place,
                                          "unexpected attribute %.*s of <%.*s>",
                                          VIEW_ARG(attribute->name), VIEW_ARG(element->name));
    if (nearest_found(nearest))
        diag_help(reader->diag, message, "did you mean %s?",
                  nearest_words(reader->diag->arena, nearest, "", ""));
    else
        diag_mend(reader->diag, message);
}

void xml_take_attributes(struct xml_reader *reader, const struct xml_element *element,
                         struct xml_known *known, size_t count)
{
    for (size_t i = 0; i < element->count; i++) {
        const struct xml_attribute *attribute = &element->attributes[i];
        struct nearest nearest = nearest_to(attribute->name);
        bool found = false;
        for (size_t j = 0; j < count && attribute->uri.length == 0; j++) {
            struct view name = view_of(known[j].name);
            if (view_equal(attribute->name, name)) {
                known[j].found = attribute;
                found = true;
            }
            nearest_offer(&nearest, name, name);
        }
        if (found)
            continue;
        xml_unexpected_attribute(reader, element, attribute, &nearest);
        reader->excused |= nearest_found(&nearest);
    }
}

void xml_no_attributes(struct xml_reader *reader, const struct xml_element *element)
{
    xml_take_attributes(reader, element, NULL, 0);
}

bool xml_start_child(struct xml_reader *reader, struct frame *frame,
                     const struct xml_element *element, const struct xml_child *children,
                     size_t count)
{
    struct nearest nearest = nearest_to(element->name);
    for (size_t i = 0; i < count && xml_is_ours(element->uri); i++) {
        if (view_equal(element->name, view_of(children[i].name))) {
            children[i].begin(reader, frame, element);
            return true;
        }
        nearest_offer(&nearest, view_of(children[i].name), view_of(children[i].name));
    }
    xml_unexpected_element(reader, element, &nearest);
    return true;
}
