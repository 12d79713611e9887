/* SPDX-License-Identifier: MIT */
/*
 * A growing text, and growing arrays. Both live in an arena: growing copies into a block of
 * twice the size, and the old block goes when the arena goes.
 */
#ifndef DESTC_BASE_BUFFER_H
#define DESTC_BASE_BUFFER_H

#include "base/arena.h"

#include <stdint.h>

struct buffer {
    struct arena *arena;
    char *text;
    size_t length;
    size_t capacity;
};

/* An empty text in ARENA. */
static inline struct buffer buffer_new(struct arena *arena)
{
    return (struct buffer){.arena = arena};
}

void buffer_add(struct buffer *buffer, struct view view);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What is in BUFFER now; good until the next call that adds to it. */
static inline struct view buffer_view(const struct buffer *buffer)
{
    return (struct view){buffer->text, buffer->length};
}

/* The text as a NUL-terminated string, owned by the arena. */
char *buffer_string(struct buffer *buffer);

/*
 * Room for one more element of SIZE bytes in an array of *CAPACITY of them, COUNT in use.
 * Returns the array, moved when it had to grow.
 */
void *array_grow(struct arena *arena, void *array, uint32_t count, uint32_t *capacity,
                 size_t size);

#endif
