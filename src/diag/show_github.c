/* SPDX-License-Identifier: MIT */
/*
 * For GitHub's workflows: commands that make annotations of the messages,
 *
 *     ::error file=F,line=14,col=21,endLine=14,endColumn=23,title=E0204::message%0Ahelp
 */
#include "diag/show_parts.h"

#include <inttypes.h>

/* Bytes that the syntax needs for itself; the last two only inside properties. */
static const char *encoded(char c, bool property)
{
    static const struct {
        char c;
        bool property_only;
        const char *code;
    } codes[] = {
        {'%', false, "%25"}, {'\r', false, "%0D"}, {'\n', false, "%0A"},
        {':', true, "%3A"},  {',', true, "%2C"},
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i].c == c && (property || !codes[i].property_only))
            return codes[i].code;
    return NULL;
}

static void write_encoded(struct output *output, const char *words, bool property)
{
    for (; *words != '\0'; words++) {
        const char *code = encoded(*words, property);
        if (code != NULL)
            output_string(output, code);
        else
            output_char(output, *words);
    }
}

static void write_data(struct diag *diag, struct output *output, const char *words)
{
    write_encoded(output, show_words(diag->arena, words), false);
}

static void write_place(struct diag *diag, const struct message *message, struct output *output)
{
    const char *file = show_file(diag, message);
    if (file == NULL)
        return;
    output_string(output, "file=");
    write_encoded(output, show_words(diag->arena, file), true);
    struct range range = show_range(diag, message->place);
    if (range.start.source != NULL)
        output_printf(output,
                      ",line=%" PRIu32 ",col=%" PRIu32 ",endLine=%" PRIu32 ",endColumn=%" PRIu32,
                      range.start.line, range.start.column, range.end.line, range.end.column);
    output_char(output, ',');
}

static void write_note(struct diag *diag, const struct note *note, struct output *output)
{
    output_string(output, "%0Anote: ");
    struct position at = sources_position(diag->sources, note->place.offset);
    if (at.source != NULL) {
        write_data(diag, output, at.source->name);
        output_printf(output, ":%" PRIu32 ":%" PRIu32 ": ", at.line, at.column);
    }
    write_data(diag, output, note->text);
}

static void write_message(struct diag *diag, const struct message *message, struct output *output)
{
    static const char *const commands[SEVERITY_COUNT] = {"notice", "warning", "error"};
    output_printf(output, "::%s ", commands[message->severity]);
    write_place(diag, message, output);
    output_printf(output, "title=%s::", code_entry(message->code)->id);
    write_data(diag, output, message->text);
    if (message->help != NULL) {
        output_string(output, "%0Ahelp: ");
        write_data(diag, output, message->help);
    }
    for (const struct note *note = message->notes; note != NULL; note = note->next)
        write_note(diag, note, output);
    output_char(output, '\n');
}

void show_github(struct diag *diag, const struct show_options *options, struct output *output)
{
    uint32_t count;
    const struct message *const *list = show_list(diag, options, &count);
    for (uint32_t i = 0; i < count; i++)
        write_message(diag, list[i], output);
    struct unshown unshown;
    if (show_unshown(diag, options, &unshown))
        output_printf(output, "::notice title=" SHOW_TOOL "::%s\n",
                      show_unshown_words(diag->arena, &unshown));
}
