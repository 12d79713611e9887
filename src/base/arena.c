/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum {
    FIRST_CHUNK = 64 * 1024,
    HUGE_PAGE = 2 * 1024 * 1024,
    LARGEST_CHUNK = 2 * HUGE_PAGE,
    ALIGNMENT = alignof(max_align_t),
};

struct arena_chunk {
    alignas(max_align_t) struct arena_chunk *previous;
};

void arena_give_up(const struct arena *arena)
{
    arena->exhausted();
    __builtin_unreachable();
}

void arena_init(struct arena *arena, void (*exhausted)(void))
{
    *arena = (struct arena){.chunk_size = FIRST_CHUNK, .exhausted = exhausted};
}

void arena_free(struct arena *arena)
{
    struct arena_chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        struct arena_chunk *previous = chunk->previous;
        free(chunk);
        chunk = previous;
    }
    arena_init(arena, arena->exhausted);
}

/* Large chunks lie on huge-page borders and ask for huge pages: six times fewer page faults. */
static struct arena_chunk *chunk_new(struct arena *arena, size_t size)
{
    void *memory = NULL;
    if (size < HUGE_PAGE)
        memory = malloc(size);
    else if (posix_memalign(&memory, HUGE_PAGE, size) == 0)
        (void)madvise(memory, size, MADV_HUGEPAGE);
    if (memory == NULL)
        arena_give_up(arena);
    struct arena_chunk *chunk = memory;
    chunk->previous = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        arena_give_up(arena);
    size = size == 0 ? 1 : size;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size <= (size_t)(arena->end - arena->next)) {
        char *memory = arena->next;
        arena->next += size;
        return memory;
    }
    if (size >= arena->chunk_size / 2)
        return chunk_new(arena, sizeof(struct arena_chunk) + size) + 1;
    struct arena_chunk *chunk = chunk_new(arena, arena->chunk_size);
    char *memory = (char *)(chunk + 1);
    arena->next = memory + size;
    arena->end = (char *)chunk + arena->chunk_size;
    if (arena->chunk_size < LARGEST_CHUNK)
        arena->chunk_size *= 2;
    return memory;
}

void *arena_zero(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        arena_give_up(arena);
    void *memory = arena_alloc(arena, count * size);
    return memset(memory, 0, count * size);
}

struct view arena_copy(struct arena *arena, struct view view)
{
    char *copy = arena_alloc(arena, view.length + 1);
    if (view.length > 0)
        memcpy(copy, view.text, view.length);
    copy[view.length] = '\0';
    return (struct view){copy, view.length};
}

char *arena_string(struct arena *arena, const char *string)
{
    size_t size = strlen(string) + 1;
    return memcpy(arena_alloc(arena, size), string, size);
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return arena_string(arena, format);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}
