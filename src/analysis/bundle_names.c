/* SPDX-License-Identifier: MIT */
#include "analysis/bundle_names.h"

#include "base/hash.h"

enum { MOST_BYTES = 40 /* of a text that somebody else chose */ };

/* A name that a bundle could have. */
struct name {
    struct view text;
    uint32_t bearers; /* bundles that could be called so */
    uint32_t next;    /* the number to try when it is taken */
    bool taken;
};

struct namer {
    struct arena *arena;
    uint64_t seed;
    struct hash_table table;
    struct name *names;
    uint32_t count;
    uint32_t capacity;
};

static bool is_name_byte(char c)
{
    char letter = ascii_lower(c);
    return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           (unsigned char)c >= 0x80;
}

void bundle_add_word(struct buffer *buffer, struct view text)
{
    size_t start = buffer->length;
    size_t length = text.length < MOST_BYTES ? text.length : MOST_BYTES;
    while (length < text.length && length > 0 && ((unsigned char)text.text[length] & 0xC0) == 0x80)
        length--;
    bool gap = false;
    for (size_t i = 0; i < length; i++) {
        if (!is_name_byte(text.text[i])) {
            gap = true;
            continue;
        }
        if (gap && buffer->length > start)
            buffer_add_char(buffer, '-');
        gap = false;
        buffer_add_char(buffer, text.text[i]);
    }
    if (buffer->length == start && start > 0 && buffer->text[start - 1] == '-')
        buffer->length--;
}

/* The name that has the first PARTS values. */
static struct view beginning(const struct bundle_candidate *candidate, uint32_t parts)
{
    return (struct view){candidate->text.text, candidate->ends[parts - 1]};
}

/* --- Choosing --------------------------------------------------------------------------------- */

/* The number of TEXT among the names. */
static uint32_t find_name(struct namer *namer, struct view text)
{
    uint32_t hash = hash_bytes(namer->seed, text.text, text.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&namer->table, hash, &probe, &index))
        if (view_equal(namer->names[index].text, text))
            return index;
    namer->names = array_grow(namer->arena, namer->names, namer->count, &namer->capacity,
                              sizeof *namer->names);
    namer->names[namer->count] = (struct name){.text = text, .next = 2};
    hash_table_insert(&namer->table, hash, namer->count);
    return namer->count++;
}

/* The name at TAKEN with the first number that makes it one which nobody has or could have. */
static uint32_t numbered(struct namer *namer, uint32_t taken)
{
    for (;;) {
        struct name *name = &namer->names[taken];
        const char *text =
            arena_printf(namer->arena, "%.*s-%u", VIEW_ARG(name->text), name->next++);
        uint32_t number = find_name(namer, view_of(text));
        if (!namer->names[number].taken && namer->names[number].bearers == 0)
            return number;
    }
}

static struct view choose(struct namer *namer, const struct bundle_candidate *candidate)
{
    uint32_t parts = 1;
    uint32_t number = find_name(namer, beginning(candidate, parts));
    while (parts < candidate->count &&
           (namer->names[number].bearers > 1 || namer->names[number].taken))
        number = find_name(namer, beginning(candidate, ++parts));
    if (namer->names[number].taken)
        number = numbered(namer, number);
    namer->names[number].taken = true;
    return namer->names[number].text;
}

void bundle_choose_names(const struct bundle_naming *naming,
                         const struct bundle_candidate *candidates, uint32_t count,
                         struct view *names)
{
    struct namer namer = {.arena = naming->arena, .seed = naming->seed};
    hash_table_init(&namer.table, namer.arena, count);
    for (uint32_t i = 0; i < naming->taken_count; i++) {
        uint32_t number = find_name(&namer, naming->taken[i]);
        namer.names[number].taken = true;
    }
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t parts = 1; parts <= candidates[i].count; parts++) {
            uint32_t number = find_name(&namer, beginning(&candidates[i], parts));
            namer.names[number].bearers++;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        names[i] = choose(&namer, &candidates[i]);
}
