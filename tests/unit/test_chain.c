/* SPDX-License-Identifier: MIT */
/* Lists that are edited, held against an array that is. */
#include "support.h"

#include "base/chain.h"

enum { MOST = 400, KEYS = 50 };

/* The same list as plain as can be. */
struct plain {
    uint32_t items[MOST];
    uint32_t count;
};

/* The number of the first item of VALUE, or CHAIN_END. */
static uint32_t find(const struct chain *chain, uint32_t value)
{
    uint32_t probe = value % 3; /* few hashes, so that items share them */
    uint32_t number;
    while (chain_next(chain, value % 3, &probe, &number))
        if (*(const uint32_t *)chain_item(chain, number) == value)
            return number;
    return CHAIN_END;
}

static uint32_t index_of(const struct plain *plain, uint32_t value)
{
    uint32_t index = 0;
    while (index < plain->count && plain->items[index] != value)
        index++;
    return index;
}

static void compare(const struct chain *chain, const struct plain *plain)
{
    uint32_t index = 0;
    for (uint32_t i = chain->first; i != CHAIN_END; i = chain_after(chain, i), index++) {
        assert_true(index < plain->count);
        assert_int_equal(*(const uint32_t *)chain_item(chain, i), plain->items[index]);
    }
    assert_int_equal(index, plain->count);
}

static void a_chain_is_a_list(void **state)
{
    (void)state;
    struct arena arena;
    uint64_t seed = 7;
    arena_init(&arena, memory_exhausted);
    for (int round = 0; round < 100; round++) {
        struct chain chain;
        struct plain plain = {.count = 0};
        chain_init(&chain, &arena, sizeof(uint32_t), 0);
        for (int step = 0; step < MOST; step++) {
            uint32_t value = random_below(&seed, KEYS);
            uint32_t place = random_below(&seed, KEYS);
            uint32_t known = find(&chain, value);
            uint32_t index = index_of(&plain, value);
            assert_int_equal(known == CHAIN_END, index == plain.count);
            if (known != CHAIN_END) {
                chain_remove(&chain, known);
                memmove(plain.items + index, plain.items + index + 1,
                        (--plain.count - index) * sizeof plain.items[0]);
            } else {
                index = index_of(&plain, place);
                chain_insert(&chain, value % 3, &value, find(&chain, place));
                memmove(plain.items + index + 1, plain.items + index,
                        (plain.count++ - index) * sizeof plain.items[0]);
                plain.items[index] = value;
            }
        }
        compare(&chain, &plain);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_is_a_list),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("chain", tests, NULL, NULL);
}
