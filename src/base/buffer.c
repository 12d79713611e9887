/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"

#include <stdio.h>

enum { FIRST_CAPACITY = 64, FIRST_ELEMENTS = 8 };

static void reserve(struct buffer *buffer, size_t more)
{
    if (more <= buffer->capacity - buffer->length)
        return;
    size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity;
    while (capacity - buffer->length < more && capacity < SIZE_MAX / 4)
        capacity *= 2;
    if (capacity - buffer->length < more)
        arena_give_up(buffer->arena);
    char *text = arena_alloc(buffer->arena, capacity);
    if (buffer->length > 0)
        memcpy(text, buffer->text, buffer->length);
    buffer->text = text;
    buffer->capacity = capacity;
}

void buffer_add(struct buffer *buffer, struct view view)
{
    if (view.length == 0)
        return;
    reserve(buffer, view.length);
    memcpy(buffer->text + buffer->length, view.text, view.length);
    buffer->length += view.length;
}

void buffer_add_char(struct buffer *buffer, char c)
{
    reserve(buffer, 1);
    buffer->text[buffer->length++] = c;
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, view_of(string));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_add_string(buffer, arena_vprintf(buffer->arena, format, arguments));
    va_end(arguments);
}

char *buffer_string(struct buffer *buffer)
{
    buffer_add_char(buffer, '\0');
    buffer->length--;
    return buffer->text;
}

void *array_grow(struct arena *arena, void *array, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    if (*capacity > UINT32_MAX / 2)
        arena_give_up(arena);
    uint32_t grown = *capacity == 0 ? FIRST_ELEMENTS : *capacity * 2;
    void *moved = arena_zero(arena, grown, size);
    if (count > 0)
        memcpy(moved, array, (size_t)count * size);
    *capacity = grown;
    return moved;
}
