/* SPDX-License-Identifier: MIT */
/*
 * The memory of a run. Everything that lives as long as the run is allocated here and freed at
 * once by arena_free(); nothing is freed piece by piece.
 */
#ifndef DESTC_BASE_ARENA_H
#define DESTC_BASE_ARENA_H

#include "base/view.h"

#include <stdarg.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks;
    char *next;
    char *end;
    size_t chunk_size;
    void (*exhausted)(void);
};

/*
 * An empty arena. EXHAUSTED is called when the system has no more memory; it must not return
 * (ending the program is the caller's business, not this module's).
 */
void arena_init(struct arena *arena, void (*exhausted)(void));

/* Says that there is no more memory: calls what arena_init() was given. */
void arena_give_up(const struct arena *arena) __attribute__((noreturn));

/* Frees everything that was allocated in ARENA and leaves it empty. */
void arena_free(struct arena *arena);

/* SIZE bytes, aligned for any object, contents undefined. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* COUNT objects of SIZE bytes, all zero. Never NULL, also when the product overflows. */
void *arena_zero(struct arena *arena, size_t count, size_t size);

/* A copy of VIEW with a NUL behind it. */
struct view arena_copy(struct arena *arena, struct view view);

/* A NUL-terminated copy of STRING. */
char *arena_string(struct arena *arena, const char *string);

/* printf into the arena; the result is NUL-terminated. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
