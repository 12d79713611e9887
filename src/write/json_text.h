/* SPDX-License-Identifier: MIT */
/*
 * JSON texts. The JSON library builds and spells them; these put them where they belong.
 */
#ifndef DESTC_WRITE_JSON_TEXT_H
#define DESTC_WRITE_JSON_TEXT_H

#include "base/buffer.h"
#include "base/output.h"

#include <jansson.h>

/* TEXT, which is valid UTF-8, as a JSON string with its quotes. */
void output_json_string(struct output *output, struct view text);

/* TEXT, which is valid UTF-8, as a value. Memory that is lacking is ARENA's to report. */
json_t *json_text_value(struct arena *arena, struct view text);

/* The same of any TEXT, such as a file's name: where bytes are not UTF-8, it is spelt out. */
json_t *json_any_text(struct arena *arena, struct view text);

/* VALUE, which the library made; if it is NULL, that memory is lacking is ARENA's to report. */
json_t *json_made(struct arena *arena, json_t *value);

/* Puts VALUE, which is given away, into OBJECT under NAME, behind what is there. */
void json_text_set(struct arena *arena, json_t *object, struct view name, json_t *value);

/* Appends VALUE to BUFFER, spelt as the library's FLAGS say, and gives it back to the library. */
void buffer_add_json(struct buffer *buffer, json_t *value, size_t flags);

#endif
