/* SPDX-License-Identifier: MIT */
/*
 * What a Host Access Table costs once it is in memory: `lookups [MEMBERS]`. A lookup of a caller,
 * and finding the members that can never match, in a table of addresses and in one that is half
 * host names.
 */
#include "analysis/connect.h"
#include "analysis/reach.h"
#include "read/hat.h"
#include "support_listener.h"

#include <time.h>

enum { LOOKUPS = 1000000, CALLERS = 1024, IN_A_GROUP = 200 };

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void add_member(struct buffer *text, uint32_t number, bool named, uint64_t *seed)
{
    if (named)
        buffer_printf(text, "    .d%u.example\n", number);
    else
        buffer_printf(text, "    %u.%u.%u.0/%u\n", 1 + random_below(seed, 220),
                      random_below(seed, 256), random_below(seed, 256),
                      16 + random_below(seed, 9));
}

static char *table(struct arena *arena, uint32_t count, bool mixed, uint64_t *seed)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < count; i++) {
        if (i % IN_A_GROUP == 0)
            buffer_printf(&text, "G%u:\n", i);
        add_member(&text, i, mixed && i % 2 == 1, seed);
        if (i % IN_A_GROUP == IN_A_GROUP - 1 || i + 1 == count)
            buffer_add_string(&text, "    REJECT\n");
    }
    buffer_add_string(&text, "ALL\n    ACCEPT\n");
    return buffer_string(&text);
}

static struct caller caller(struct arena *arena, uint32_t count, uint64_t *seed)
{
    struct caller caller = {.family = ADDRESS_IPV4,
                            .has_name = CALLER_NAME_GIVEN,
                            .has_score = CALLER_SCORE_GIVEN,
                            .score = 5};
    caller.address = (struct address){{[10] = 255,
                                       [11] = 255,
                                       [12] = (uint8_t)(1 + random_below(seed, 220)),
                                       [13] = (uint8_t)random_below(seed, 256),
                                       [14] = (uint8_t)random_below(seed, 256),
                                       [15] = (uint8_t)random_below(seed, 256)}};
    caller.host = view_of(arena_printf(arena, "mail.host.d%u.example",
                                       2 * random_below(seed, count / 2 + 1) + 1));
    return caller;
}

/* Microseconds of one lookup. */
static double time_lookups(struct arena *arena, const struct listener *listener, uint64_t *seed)
{
    static struct caller callers[CALLERS];
    struct connector connector;
    connector_build(arena, listener, &connector);
    for (int i = 0; i < CALLERS; i++)
        callers[i] = caller(arena, connector.members.count, seed);
    volatile uint32_t sum = 0; /* what is not used would not be looked up */
    double start = now();
    for (uint32_t i = 0; i < LOOKUPS; i++)
        sum = sum + connect_find(&connector, &callers[i % CALLERS]).member;
    return (now() - start) / LOOKUPS * 1e6;
}

static void measure(uint32_t count, bool mixed)
{
    struct arena arena;
    struct reading reading;
    struct members members;
    uint64_t seed = 7;
    arena_init(&arena, memory_exhausted);
    const struct listener *listener = hat_begin(&reading, table(&arena, count, mixed, &seed));
    double lookup = time_lookups(&arena, listener, &seed);
    double start = now();
    members_number(&arena, listener, &members);
    const struct range_cover *covers = members_covered(&arena, &members);
    double reach = now() - start;
    uint32_t covered = 0;
    for (uint32_t i = 0; i < members.count; i++)
        covered += covers[i].item != NO_OWNER;
    printf("%u members, %s: a lookup %.2f us; %u that never match found in %.3f s (goal: 2)\n",
           members.count, mixed ? "half of them names" : "addresses", lookup, covered, reach);
    setup_end(&reading.setup);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    uint32_t count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 200000;
    measure(count, false);
    measure(count, true);
    return 0;
}
