/* SPDX-License-Identifier: MIT */
/*
 * What unit tests share: a run (arena, texts, messages, store) set up in one call, output caught
 * in memory, and a seeded source of random numbers.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_H
#define DESTC_TESTS_UNIT_SUPPORT_H

#include "base/buffer.h"
#include "base/output.h"
#include "diag/diag.h"
#include "model/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* A run of the program in small. */
struct setup {
    struct arena arena;
    struct sources sources;
    struct diag diag;
    struct store store;
};

__attribute__((noreturn)) static inline void memory_exhausted(void)
{
    fail_msg("out of memory");
    abort();
}

static inline void setup_begin(struct setup *setup)
{
    arena_init(&setup->arena, memory_exhausted);
    sources_init(&setup->sources, &setup->arena);
    diag_init(&setup->diag, &setup->arena, &setup->sources);
    store_init(&setup->store, &setup->arena);
}

static inline void setup_end(struct setup *setup)
{
    arena_free(&setup->arena);
}

/* A copy of TEXT, which may hold NULs, as a source called NAME with two NULs behind it. */
static inline struct source *setup_source_view(struct setup *setup, const char *name,
                                               struct view text)
{
    char *copy = arena_zero(&setup->arena, text.length + 2, 1);
    if (text.length > 0)
        memcpy(copy, text.text, text.length);
    struct source *source = sources_add(&setup->sources, name, copy, text.length);
    assert_non_null(source);
    return source;
}

static inline struct source *setup_source(struct setup *setup, const char *name, const char *text)
{
    return setup_source_view(setup, name, view_of(text));
}

/* The span of the first occurrence of PART in SOURCE; the test fails if there is none. */
static inline struct span span_of(const struct source *source, const char *part)
{
    const char *found = memmem(source->text, source->size, part, strlen(part));
    if (found == NULL)
        fail_msg("\"%s\" is not in %s", part, source->name);
    uint32_t offset = source->base + (uint32_t)(found - source->text);
    return (struct span){offset, offset + (uint32_t)strlen(part)};
}

/*
 * All kept messages in the order they are shown, as "E0204@14:21 W0110@15:1"; "E0701@-" for one
 * without a place; "" for none.
 */
static inline const char *setup_messages(struct setup *setup)
{
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup->diag, &count);
    struct buffer text = buffer_new(&setup->arena);
    for (uint32_t i = 0; i < count; i++) {
        struct position at = sources_position(&setup->sources, list[i]->place.offset);
        buffer_printf(&text, "%s%s@", i == 0 ? "" : " ", code_entry(list[i]->code)->id);
        if (at.source == NULL)
            buffer_add_char(&text, '-');
        else
            buffer_printf(&text, "%u:%u", at.line, at.column);
    }
    return buffer_string(&text);
}

/* The first kept message with CODE, or NULL. */
static inline const struct message *setup_message(struct setup *setup, enum code code)
{
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup->diag, &count);
    for (uint32_t i = 0; i < count; i++)
        if (list[i]->code == code)
            return list[i];
    return NULL;
}

/* Output caught in memory. */
struct capture {
    struct output output;
    struct arena *arena;
    int descriptor;
};

/* An output whose text capture_end() gives back. */
static inline struct output *capture_begin(struct capture *capture, struct arena *arena)
{
    capture->arena = arena;
    capture->descriptor = memfd_create("capture", MFD_CLOEXEC);
    assert_true(capture->descriptor >= 0);
    output_open_descriptor(&capture->output, arena, dup(capture->descriptor), "capture");
    return &capture->output;
}

/* Closes the output. What was written to it, with a NUL behind its length. */
static inline struct view capture_end(struct capture *capture)
{
    assert_int_equal(output_close(&capture->output, NULL), 0);
    off_t size = lseek(capture->descriptor, 0, SEEK_END);
    assert_true(size >= 0);
    char *text = arena_zero(capture->arena, (size_t)size + 1, 1);
    assert_int_equal(pread(capture->descriptor, text, (size_t)size, 0), size);
    close(capture->descriptor);
    return (struct view){text, (size_t)size};
}

/* The next number of a sequence that SEED decides; *SEED moves on. */
static inline uint64_t random_next(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* A number below BOUND. */
static inline uint32_t random_below(uint64_t *seed, uint32_t bound)
{
    return (uint32_t)(random_next(seed) % bound);
}

/* The view must hold exactly the string. */
#define assert_view_equal(given, string)                                                           \
    do {                                                                                           \
        struct view actual_view_ = (given);                                                        \
        struct view wanted_view_ = view_of(string);                                                \
        if (!view_equal(actual_view_, wanted_view_))                                               \
            fail_msg("\"%.*s\" is not \"%s\"", VIEW_ARG(actual_view_), wanted_view_.text);         \
    } while (0)

#endif
