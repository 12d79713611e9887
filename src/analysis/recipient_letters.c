/* SPDX-License-Identifier: MIT */
#include "analysis/recipient_letters.h"

#include "base/buffer.h"
#include "base/hash.h"

/* A user, as it is spelt first. */
struct user {
    struct view local;
    bool is_concerned; /* it is spelt otherwise, too */
};

struct users {
    struct arena *arena;
    uint64_t seed;
    struct user *list;
    uint32_t count;
    uint32_t capacity;
    struct hash_table table;
    struct buffer key;
    uint32_t *of_line[2]; /* by side and number of a line, where it has a user */
};

static bool has_user(const struct recipient_entry *line)
{
    return line->kind == RECIPIENT_USER || line->kind == RECIPIENT_ADDRESS;
}

/* Whether a user of the table has a letter that is no small one. */
static bool has_capitals(const struct listener *listener)
{
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *line = &listener->recipients[i];
        for (size_t k = 0; k < line->local.length && has_user(line); k++)
            if (ascii_lower(line->local.text[k]) != line->local.text[k])
                return true;
    }
    return false;
}

static uint32_t number_of(struct users *users, struct view local)
{
    users->key.length = 0;
    for (size_t i = 0; i < local.length; i++)
        buffer_add_char(&users->key, ascii_lower(local.text[i]));
    uint32_t hash = hash_bytes(users->seed, users->key.text, users->key.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&users->table, hash, &probe, &index)) {
        if (!view_equal_nocase(users->list[index].local, local))
            continue;
        users->list[index].is_concerned |= !view_equal(users->list[index].local, local);
        return index;
    }
    users->list = array_grow(users->arena, users->list, users->count, &users->capacity,
                             sizeof *users->list);
    users->list[users->count] = (struct user){local, false};
    hash_table_insert(&users->table, hash, users->count);
    return users->count++;
}

/* The table as it is if such users are one; and whose lines these are. */
static struct listener fold(const struct users *users, const struct listener *listener,
                            const uint32_t *numbers, bool *is_concerned)
{
    struct listener folded = *listener;
    uint32_t count = listener->recipient_count;
    folded.recipients = arena_alloc(users->arena, ((size_t)count + 1) * sizeof *folded.recipients);
    for (uint32_t i = 0; i < count; i++) {
        folded.recipients[i] = listener->recipients[i];
        if (!has_user(&folded.recipients[i]))
            continue;
        folded.recipients[i].local = users->list[numbers[i]].local;
        is_concerned[i] = users->list[numbers[i]].is_concerned;
    }
    return folded;
}

bool recipient_letters_find(struct arena *arena, const struct listener *before,
                            const struct listener *after, struct recipient_letters *letters)
{
    const struct listener *listeners[] = {before, after};
    struct users users = {.arena = arena, .seed = before->seed, .key = buffer_new(arena)};
    bool is_any = false;
    if (!has_capitals(before) && !has_capitals(after))
        return false;
    hash_table_init(&users.table, arena, 0);
    for (int side = 0; side < 2; side++) {
        uint32_t count = listeners[side]->recipient_count;
        users.of_line[side] = arena_zero(arena, (size_t)count + 1, sizeof(uint32_t));
        for (uint32_t i = 0; i < count; i++)
            if (has_user(&listeners[side]->recipients[i]))
                users.of_line[side][i] = number_of(&users, listeners[side]->recipients[i].local);
    }
    for (uint32_t i = 0; i < users.count; i++)
        is_any |= users.list[i].is_concerned;
    for (int side = 0; side < 2 && is_any; side++) {
        bool *is_concerned =
            arena_zero(arena, (size_t)listeners[side]->recipient_count + 1, sizeof *is_concerned);
        letters->tables[side] =
            fold(&users, listeners[side], users.of_line[side], is_concerned);
        letters->is_concerned[side] = is_concerned;
    }
    return is_any;
}
