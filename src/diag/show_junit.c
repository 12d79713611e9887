/* SPDX-License-Identifier: MIT */
/*
 * For whatever reads JUnit's XML: one suite, a test case a message. Errors and warnings are
 * failures, infos pass and say what they say as output; without messages one case passes.
 */
#include "diag/show_parts.h"

#include <inttypes.h>

static const char *entity(char c)
{
    static const struct {
        char c;
        const char *entity;
    } entities[] = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"},
    };
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
        if (entities[i].c == c)
            return entities[i].entity;
    return NULL;
}

/* TEXT has gone through show_words() or show_message(): it holds characters of XML only. */
static void write_xml(struct output *output, struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char *escaped = entity(text.text[i]);
        if (escaped != NULL)
            output_string(output, escaped);
        else
            output_char(output, text.text[i]);
    }
}

static void write_attribute(struct diag *diag, struct output *output, const char *name,
                            const char *words)
{
    output_printf(output, " %s=\"", name);
    write_xml(output, view_of(show_words(diag->arena, words)));
    output_char(output, '"');
}

/* A case is called by its code and place: "E0204 export.txt:14:21". */
static void write_case_start(struct diag *diag, const struct message *message,
                             struct output *output)
{
    const char *file = show_file(diag, message);
    file = file == NULL ? SHOW_TOOL : file;
    struct position at = sources_position(diag->sources, message->place.offset);
    output_printf(output, "<testcase name=\"%s ", code_entry(message->code)->id);
    write_xml(output, view_of(show_words(diag->arena, file)));
    if (at.source != NULL)
        output_printf(output, ":%" PRIu32 ":%" PRIu32, at.line, at.column);
    output_char(output, '"');
    write_attribute(diag, output, "classname", file);
    output_string(output, ">\n");
}

static void write_case(struct diag *diag, const struct message *message, struct buffer *text,
                       struct output *output)
{
    text->length = 0;
    show_message(diag, message, false, text);
    write_case_start(diag, message, output);
    if (message->severity == SEVERITY_INFO) {
        output_string(output, "<system-out>");
        write_xml(output, buffer_view(text));
        output_string(output, "</system-out>\n");
    } else {
        output_string(output, "<failure");
        write_attribute(diag, output, "message", message->text);
        write_attribute(diag, output, "type", severity_name(message->severity));
        output_char(output, '>');
        write_xml(output, buffer_view(text));
        output_string(output, "</failure>\n");
    }
    output_string(output, "</testcase>\n");
}

static uint32_t count_failures(const struct message *const *list, uint32_t count)
{
    uint32_t failures = 0;
    for (uint32_t i = 0; i < count; i++)
        failures += list[i]->severity != SEVERITY_INFO;
    return failures;
}

void show_junit(struct diag *diag, const struct show_options *options, struct output *output)
{
    uint32_t count;
    const struct message *const *list = show_list(diag, options, &count);
    output_string(output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    output_printf(output,
                  "<testsuite name=\"" SHOW_TOOL "\" tests=\"%" PRIu32 "\" failures=\"%" PRIu32
                  "\" errors=\"0\" skipped=\"0\">\n",
                  count == 0 ? 1 : count, count_failures(list, count));
    struct buffer text = buffer_new(diag->arena);
    for (uint32_t i = 0; i < count; i++)
        write_case(diag, list[i], &text, output);
    if (count == 0)
        output_string(output,
                      "<testcase name=\"" SHOW_TOOL "\" classname=\"" SHOW_TOOL "\"/>\n");
    struct unshown unshown;
    if (show_unshown(diag, options, &unshown))
        output_printf(output, "<system-out>%s</system-out>\n",
                      show_unshown_words(diag->arena, &unshown));
    output_string(output, "</testsuite>\n</testsuites>\n");
}
