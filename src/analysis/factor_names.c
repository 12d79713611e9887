/* SPDX-License-Identifier: MIT */
#include "analysis/factor_names.h"

#include "base/buffer.h"

enum {
    MOST_PARTS = PARAM_COUNT,
    MOST_BYTES = 40, /* of a text that somebody else chose */
};

/* All that a bundle can be called: its values in a row, of which a name has the first few. */
struct candidate {
    struct view text;
    uint32_t ends[MOST_PARTS]; /* where the first value ends, the second, ... */
    uint32_t count;
};

/* A name that a bundle could have. */
struct name {
    struct view text;
    uint32_t bearers; /* bundles that could be called so */
    uint32_t next;    /* the number to try when it is taken */
    bool taken;
};

struct namer {
    const struct policy *policy;
    struct arena *arena;
    uint32_t usual; /* connections of the default entry */
    struct hash_table table;
    struct name *names;
    uint32_t count;
    uint32_t capacity;
};

/* --- What a bundle can be called -------------------------------------------------------------- */

static bool is_name_byte(char c)
{
    char letter = ascii_lower(c);
    return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           (unsigned char)c >= 0x80;
}

/*
 * TEXT without what a word cannot hold: one hyphen for each such run, none at the ends. If nothing
 * is left, the hyphen before it goes as well.
 */
static void add_word(struct buffer *buffer, struct view text)
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

/* Whether the name says more without a value: it is what one would expect. */
static bool is_ordinary(const struct settings *settings, enum param param)
{
    const struct parameter *row = parameter(param);
    struct value value = settings->values[param];
    return (row->idle & settings->given) != 0 && value.kind != VALUE_UNKNOWN &&
           value.number == (uint32_t)row->factory;
}

static void add_part(const struct namer *namer, struct buffer *buffer,
                     const struct family_member *member, const struct settings *settings)
{
    char number[VALUE_BUFFER];
    const struct parameter *row = parameter(member->param);
    struct value value = settings->values[member->param];
    bool idle = row->idle != 0 && (row->idle & settings->given) == 0;
    bool first = buffer->length == 0;
    if (!first)
        buffer_add_char(buffer, '-');
    if (value.kind == VALUE_UNKNOWN || idle)
        buffer_printf(buffer, "%s-", row->policy_name);
    else if (member->param == PARAM_MAX_HOST_CONCURRENCY && value.number < namer->usual)
        buffer_add_string(buffer, "slow-");
    else
        buffer_add_string(buffer, first ? member->first : member->next);
    add_word(buffer, value_policy(namer->policy->store, member->param, value, number));
}

static struct candidate candidate_of(const struct namer *namer, const struct bundle *bundle)
{
    uint32_t member_count;
    struct candidate candidate = {.count = 0};
    struct buffer buffer = buffer_new(namer->arena);
    const struct family_member *members = family_members(&member_count);
    for (uint32_t i = 0; i < member_count; i++) {
        const struct family_member *member = &members[i];
        if (member->family != bundle->family ||
            !settings_has(bundle->settings, member->param) ||
            is_ordinary(bundle->settings, member->param))
            continue;
        add_part(namer, &buffer, member, bundle->settings);
        candidate.ends[candidate.count++] = (uint32_t)buffer.length;
    }
    candidate.text = buffer_view(&buffer);
    return candidate;
}

/* The name that has the first PARTS values. */
static struct view beginning(const struct candidate *candidate, uint32_t parts)
{
    return (struct view){candidate->text.text, candidate->ends[parts - 1]};
}

/* --- Choosing --------------------------------------------------------------------------------- */

/* The number of TEXT among the names. */
static uint32_t find_name(struct namer *namer, struct view text)
{
    uint32_t hash = hash_bytes(namer->policy->store->seed, text.text, text.length);
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

static struct view choose(struct namer *namer, const struct candidate *candidate)
{
    uint32_t parts = 1;
    uint32_t number = find_name(namer, beginning(candidate, parts));
    while (parts < candidate->count && namer->names[number].bearers > 1)
        number = find_name(namer, beginning(candidate, ++parts));
    if (namer->names[number].taken)
        number = numbered(namer, number);
    namer->names[number].taken = true;
    return namer->names[number].text;
}

static uint32_t usual_connections(const struct policy *policy)
{
    const struct settings *settings = policy_default(policy);
    if (settings != NULL && settings->values[PARAM_MAX_HOST_CONCURRENCY].kind == VALUE_NUMBER)
        return settings->values[PARAM_MAX_HOST_CONCURRENCY].number;
    return (uint32_t)parameter(PARAM_MAX_HOST_CONCURRENCY)->factory;
}

void name_bundles(const struct policy *policy, struct bundle *bundles, uint32_t count)
{
    struct namer namer = {
        .policy = policy, .arena = policy->arena, .usual = usual_connections(policy)};
    hash_table_init(&namer.table, namer.arena, count);
    struct candidate *candidates = arena_alloc(namer.arena, (count + 1) * sizeof *candidates);
    for (uint32_t i = 0; i < count; i++) {
        candidates[i] = candidate_of(&namer, &bundles[i]);
        for (uint32_t parts = 1; parts <= candidates[i].count; parts++) {
            uint32_t number = find_name(&namer, beginning(&candidates[i], parts));
            namer.names[number].bearers++;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        bundles[i].name = choose(&namer, &candidates[i]);
}
