/* SPDX-License-Identifier: MIT */
#include "analysis/assert_change.h"

/*
 * The assertions of SIDE, each about one name: then what is said of it has no other in it. *COUNT
 * gets how many there are.
 */
static struct assertion *single(struct arena *arena, const struct assert_subjects *side,
                                uint32_t *count)
{
    size_t room = 0;
    for (uint32_t i = 0; i < side->count; i++)
        room += side->assertions[i].name_count > 1 ? side->assertions[i].name_count : 1;
    struct assertion *list = arena_zero(arena, room + 1, sizeof *list);
    *count = 0;
    for (uint32_t i = 0; i < side->count; i++) {
        const struct assertion *assertion = &side->assertions[i];
        uint32_t names = assertion->name_count > 1 ? assertion->name_count : 1;
        for (uint32_t name = 0; name < names; name++) {
            struct assertion *one = &list[(*count)++];
            *one = *assertion;
            if (assertion->name_count > 1) {
                one->names = &assertion->names[name];
                one->name_count = 1;
            }
        }
    }
    return list;
}

/* What is said of SIDE, into ASIDE; the assertions one name at a time if SINGLY. */
static void judge(const struct assert_subjects *side, const struct diag *diag, bool singly,
                  struct diag *aside)
{
    diag_init(aside, diag->arena, diag->sources);
    aside->lenient = diag->lenient;
    aside->findings_allowed = diag->findings_allowed;
    aside->limit = 0;
    const struct assertion *assertions = side->assertions;
    uint32_t count = side->count;
    if (singly)
        assertions = single(diag->arena, side, &count);
    assert_judge(assertions, count, side->subjects, side->subject_count, aside);
}

/* Errors by their code and words. */
struct told {
    const struct message_heap *errors;
    struct hash_table table;
    uint64_t seed;
};

static uint32_t hash_of(const struct told *told, const struct message *message)
{
    return hash_bytes(told->seed + (uint64_t)message->code, message->text, strlen(message->text));
}

static bool has(const struct told *told, const struct message *message)
{
    uint32_t hash = hash_of(told, message);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&told->table, hash, &probe, &index)) {
        const struct message *other = &told->errors->list[index];
        if (other->code == message->code && strcmp(other->text, message->text) == 0)
            return true;
    }
    return false;
}

bool assert_change_fails(const struct assert_subjects *before, const struct assert_subjects *after,
                         const struct diag *diag)
{
    struct diag was;
    struct diag is;
    judge(after, diag, false, &is);
    if (is.errors.count == 0)
        return false;
    judge(before, diag, true, &was);
    judge(after, diag, true, &is);
    struct told told = {.errors = &was.errors, .seed = hash_seed()};
    hash_table_init(&told.table, diag->arena, was.errors.count);
    for (uint32_t i = 0; i < was.errors.count; i++)
        hash_table_insert(&told.table, hash_of(&told, &was.errors.list[i]), i);
    for (uint32_t i = 0; i < is.errors.count; i++)
        if (!has(&told, &is.errors.list[i]))
            return true;
    return false;
}
