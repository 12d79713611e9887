/* SPDX-License-Identifier: MIT */
#include "support.h"

void memory_exhausted(void)
{
    fail_msg("out of memory");
    abort();
}

/* --- A run ------------------------------------------------------------------------------------ */

void setup_begin(struct setup *setup)
{
    arena_init(&setup->arena, memory_exhausted);
    sources_init(&setup->sources, &setup->arena);
    diag_init(&setup->diag, &setup->arena, &setup->sources);
    store_init(&setup->store, &setup->arena);
}

void setup_end(struct setup *setup)
{
    arena_free(&setup->arena);
}

void setup_policy(struct setup *setup, struct policy *policy)
{
    policy_init(policy, &setup->arena, &setup->sources, &setup->store);
}

struct source *setup_source_view(struct setup *setup, const char *name, struct view text)
{
    char *copy = arena_zero(&setup->arena, text.length + 2, 1);
    if (text.length > 0)
        memcpy(copy, text.text, text.length);
    struct source *source = sources_add(&setup->sources, name, copy, text.length);
    assert_non_null(source);
    return source;
}

struct source *setup_source(struct setup *setup, const char *name, const char *text)
{
    return setup_source_view(setup, name, view_of(text));
}

struct span span_of(const struct source *source, const char *part)
{
    const char *found = memmem(source->text, source->size, part, strlen(part));
    if (found == NULL)
        fail_msg("\"%s\" is not in %s", part, source->name);
    uint32_t offset = source->base + (uint32_t)(found - source->text);
    return (struct span){offset, offset + (uint32_t)strlen(part)};
}

/* --- Messages --------------------------------------------------------------------------------- */

const char *setup_messages(struct setup *setup)
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

const char *setup_message_texts(struct setup *setup)
{
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup->diag, &count);
    struct buffer text = buffer_new(&setup->arena);
    for (uint32_t i = 0; i < count; i++) {
        struct view there = sources_text(&setup->sources, list[i]->place);
        buffer_printf(&text, "%s%s=%.*s", i == 0 ? "" : " ", code_entry(list[i]->code)->id,
                      (int)(there.length > 40 ? 40 : there.length), there.text);
    }
    return buffer_string(&text);
}

const struct message *setup_message(struct setup *setup, enum code code)
{
    uint32_t count;
    const struct message *const *list = diag_sorted(&setup->diag, &count);
    for (uint32_t i = 0; i < count; i++)
        if (list[i]->code == code)
            return list[i];
    return NULL;
}

/* --- Output ----------------------------------------------------------------------------------- */

struct output *capture_begin(struct capture *capture, struct arena *arena)
{
    capture->arena = arena;
    capture->descriptor = memfd_create("capture", MFD_CLOEXEC);
    assert_true(capture->descriptor >= 0);
    output_open_descriptor(&capture->output, arena, dup(capture->descriptor), "capture");
    return &capture->output;
}

struct view capture_end(struct capture *capture)
{
    assert_int_equal(output_close(&capture->output, NULL), 0);
    off_t size = lseek(capture->descriptor, 0, SEEK_END);
    assert_true(size >= 0);
    char *text = arena_zero(capture->arena, (size_t)size + 1, 1);
    assert_int_equal(pread(capture->descriptor, text, (size_t)size, 0), size);
    close(capture->descriptor);
    return (struct view){text, (size_t)size};
}

/* --- Texts and numbers ------------------------------------------------------------------------ */

void add_times(struct buffer *text, const char *part, uint32_t times)
{
    while (times-- > 0)
        buffer_add_string(text, part);
}

uint64_t random_next(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

uint32_t random_below(uint64_t *seed, uint32_t bound)
{
    return (uint32_t)(random_next(seed) % bound);
}

const char *random_pick(uint64_t *seed, const char *const *list, uint32_t count)
{
    return list[random_below(seed, count)];
}

uint64_t environment_number(const char *name, uint64_t fallback)
{
    const char *text = getenv(name);
    return text == NULL ? fallback : strtoull(text, NULL, 10);
}
