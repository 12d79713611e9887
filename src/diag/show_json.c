/* SPDX-License-Identifier: MIT */
/*
 * For programs: one JSON object a line and a message. What was counted only comes last, as
 * {"not_shown": {"errors": 12, "warnings": 0, "infos": 0}}, if there is any.
 */
#include "diag/show_parts.h"

json_t *show_json_words(struct arena *arena, const char *words)
{
    return words == NULL ? json_null() : json_string(show_words(arena, words));
}

static int write_piece(const char *piece, size_t length, void *data)
{
    output_view(data, (struct view){piece, length});
    return 0;
}

void show_json_value(struct output *output, json_t *value)
{
    /* All texts are valid UTF-8, so only memory can have been lacking. */
    if (value == NULL || json_dump_callback(value, write_piece, output, JSON_COMPACT) != 0)
        arena_give_up(output->arena);
    json_decref(value);
}

static json_t *number(const struct position *at, uint32_t value)
{
    return at->source == NULL ? json_null() : json_integer(value);
}

/* An object that begins with file, line, column, end_line and end_column. */
static json_t *placed_object(struct diag *diag, const char *file, struct span place)
{
    struct range range = show_range(diag, place);
    return json_pack("{so so so so so}", "file", show_json_words(diag->arena, file), "line",
                     number(&range.start, range.start.line), "column",
                     number(&range.start, range.start.column), "end_line",
                     number(&range.end, range.end.line), "end_column",
                     number(&range.end, range.end.column));
}

static json_t *related(struct diag *diag, const struct note *notes)
{
    json_t *list = json_array();
    for (const struct note *note = notes; note != NULL; note = note->next) {
        const struct source *source = sources_find(diag->sources, note->place.offset);
        json_t *entry = placed_object(diag, source == NULL ? NULL : source->name, note->place);
        json_object_set_new(entry, "message", show_json_words(diag->arena, note->text));
        json_array_append_new(list, entry);
    }
    return list;
}

static json_t *message_object(struct diag *diag, const struct message *message)
{
    struct arena *arena = diag->arena;
    json_t *object = placed_object(diag, show_file(diag, message), message->place);
    json_object_set_new(object, "severity", json_string(severity_name(message->severity)));
    json_object_set_new(object, "code", json_string(code_entry(message->code)->id));
    json_object_set_new(object, "message", show_json_words(arena, message->text));
    json_object_set_new(object, "help", show_json_words(arena, message->help));
    json_object_set_new(object, "related", related(diag, message->notes));
    return object;
}

void show_json(struct diag *diag, const struct show_options *options, struct output *output)
{
    uint32_t count;
    const struct message *const *list = show_list(diag, options, &count);
    for (uint32_t i = 0; i < count; i++) {
        show_json_value(output, message_object(diag, list[i]));
        output_char(output, '\n');
    }
    struct unshown unshown;
    if (!show_unshown(diag, options, &unshown))
        return;
    show_json_value(output,
                    json_pack("{s{sI sI sI}}", "not_shown", "errors",
                              (json_int_t)unshown.counts[SEVERITY_ERROR], "warnings",
                              (json_int_t)unshown.counts[SEVERITY_WARNING], "infos",
                              (json_int_t)unshown.counts[SEVERITY_INFO]));
    output_char(output, '\n');
}
