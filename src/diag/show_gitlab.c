/* SPDX-License-Identifier: MIT */
/*
 * For GitLab's merge requests: a Code Quality report, one JSON array. An issue must have a file
 * and a line there; a message without them gets the folder and line 1.
 */
#include "diag/show_parts.h"

static const char *const severities[SEVERITY_COUNT] = {"info", "minor", "major"};

/* GitLab wants paths from the root of the repository, without "./". */
static const char *path_of(const char *file)
{
    if (file == NULL)
        return ".";
    while (file[0] == '.' && file[1] == '/' && file[2] != '\0')
        file += 2;
    return file;
}

static json_t *location(struct diag *diag, const char *file, uint32_t line)
{
    return json_pack("{so s{sI}}", "path", show_json_words(diag->arena, path_of(file)), "lines",
                     "begin", (json_int_t)line);
}

/* The message, its help, and its notes with their places: an issue has one text and one place. */
static json_t *description(struct diag *diag, const struct message *message)
{
    struct arena *arena = diag->arena;
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, show_words(arena, message->text));
    if (message->help != NULL)
        buffer_printf(&text, "\nhelp: %s", show_words(arena, message->help));
    for (const struct note *note = message->notes; note != NULL; note = note->next) {
        struct position at = sources_position(diag->sources, note->place.offset);
        buffer_add_string(&text, "\nnote: ");
        if (at.source != NULL)
            buffer_printf(&text, "%s:%u:%u: ", show_words(arena, at.source->name), at.line,
                          at.column);
        buffer_add_string(&text, show_words(arena, note->text));
    }
    return json_stringn(text.text, text.length);
}

static json_t *issue(struct diag *diag, const struct message *message, const char *fingerprint)
{
    struct position at = sources_position(diag->sources, message->place.offset);
    uint32_t line = at.source == NULL ? 1 : at.line;
    return json_pack("{so ss ss ss so}", "description", description(diag, message), "check_name",
                     code_entry(message->code)->id, "fingerprint", fingerprint, "severity",
                     severities[message->severity], "location",
                     location(diag, show_file(diag, message), line));
}

/* An array that is cut short says so, in the only way it can. */
static json_t *unshown_issue(struct diag *diag, const struct unshown *unshown)
{
    return json_pack("{ss ss ss ss so}", "description", show_unshown_words(diag->arena, unshown),
                     "check_name", "not-shown", "fingerprint", "0000000000000000", "severity",
                     severities[SEVERITY_INFO], "location", location(diag, NULL, 1));
}

void show_gitlab(struct diag *diag, const struct show_options *options, struct output *output)
{
    uint32_t count;
    const struct message *const *list = show_list(diag, options, &count);
    struct fingerprints fingerprints;
    fingerprints_init(&fingerprints, diag->arena);
    const char *separator = "[\n";
    for (uint32_t i = 0; i < count; i++) {
        char fingerprint[FINGERPRINT_TEXT];
        fingerprints_next(&fingerprints, diag, list[i], fingerprint);
        output_string(output, separator);
        show_json_value(output, issue(diag, list[i], fingerprint));
        separator = ",\n";
    }
    struct unshown unshown;
    if (show_unshown(diag, options, &unshown)) {
        output_string(output, separator);
        show_json_value(output, unshown_issue(diag, &unshown));
        separator = ",\n";
    }
    output_string(output, *separator == '[' ? "[]\n" : "\n]\n");
}
