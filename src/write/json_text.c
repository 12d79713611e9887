/* SPDX-License-Identifier: MIT */
#include "write/json_text.h"

#include "base/utf8.h"
#include "diag/show.h"

static bool is_plain(struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.text[i];
        if (c < 0x20 || c == '"' || c == '\\')
            return false;
    }
    return true;
}

json_t *json_made(struct arena *arena, json_t *value)
{
    if (value == NULL)
        arena_give_up(arena);
    return value;
}

json_t *json_text_value(struct arena *arena, struct view text)
{
    return json_made(arena, json_stringn_nocheck(text.text, text.length));
}

json_t *json_any_text(struct arena *arena, struct view text)
{
    size_t offset;
    if (!utf8_check(text, &offset))
        text = escape_controls(arena, text);
    return json_text_value(arena, text);
}

void json_text_set(struct arena *arena, json_t *object, struct view name, json_t *value)
{
    if (json_object_setn_new_nocheck(object, name.text, name.length, value) != 0)
        arena_give_up(arena);
}

static int add_text(const char *text, size_t length, void *buffer)
{
    buffer_add(buffer, (struct view){text, length});
    return 0;
}

void buffer_add_json(struct buffer *buffer, json_t *value, size_t flags)
{
    (void)json_dump_callback(value, add_text, buffer, flags | JSON_ENCODE_ANY);
    json_decref(value);
}

void output_json_string(struct output *output, struct view text)
{
    if (is_plain(text)) {
        output_char(output, '"');
        output_view(output, text);
        output_char(output, '"');
        return;
    }
    struct buffer buffer = buffer_new(output->arena);
    buffer_add_json(&buffer, json_text_value(output->arena, text), 0);
    output_view(output, buffer_view(&buffer));
}
