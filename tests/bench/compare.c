/* SPDX-License-Identifier: MIT */
/*
 * What it costs to compare two Host Access Tables that are in memory: `compare [MEMBERS]`. Tables
 * of addresses, and of addresses and host names in turn; in groups, and as single hosts; with a few
 * changes, and with all groups the other way round.
 */
#include "analysis/difference_listener.h"
#include "read/hat.h"
#include "support_listener.h"

#include <time.h>

enum { CHANGED = 1000 };

struct shape {
    const char *words;
    bool mixed;
    uint32_t in_a_group; /* 0: single hosts */
    bool reversed;       /* the newer table's groups */
    bool renewed;        /* all members of the newer table are others, and a group was renamed */
};

static double now(void)
{
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void add_member(struct buffer *text, const struct shape *shape, uint32_t number,
                       bool changed)
{
    const char *indent = shape->in_a_group > 0 ? "    " : "";
    uint32_t spread = number * UINT32_C(2654435761);
    if (shape->mixed && number % 2 == 1)
        buffer_printf(text, "%s.d%u%s.example\n", indent, number, changed ? "x" : "");
    else
        buffer_printf(text, "%s%u.%u.%u.%u/%u\n", indent, 1 + (spread >> 24) % 220,
                      spread >> 16 & 255, spread >> 8 & 255, 0U, changed ? 23U : 24U);
}

static const char *table(struct arena *arena, const struct shape *shape, uint32_t count,
                         bool is_after)
{
    struct buffer text = buffer_new(arena);
    uint32_t size = shape->in_a_group > 0 ? shape->in_a_group : 1;
    uint32_t groups = (count + size - 1) / size;
    buffer_add_string(&text, "$TAKEN\n ACCEPT {\n  tls = \"on\"\n }\n$REFUSED\n REJECT\n");
    buffer_printf(&text, "%s:\n    2001:db8::/32\n    $TAKEN\n",
                  is_after && shape->renewed ? "NEW" : "OLD");
    for (uint32_t i = 0; i < groups; i++) {
        uint32_t group = is_after && shape->reversed ? groups - 1 - i : i;
        if (shape->in_a_group > 0)
            buffer_printf(&text, "G%u:\n", group);
        for (uint32_t k = 0; k < size; k++) {
            uint32_t number = group * size + k;
            bool is_changed = is_after && number % (count / CHANGED + 1) == 0;
            add_member(&text, shape, is_after && shape->renewed ? number + count : number,
                       is_changed);
        }
        buffer_add_string(&text, group % 2 == 0 ? "    $REFUSED\n" : "    $TAKEN\n");
    }
    buffer_add_string(&text, "ALL\n    $TAKEN\n");
    return buffer_string(&text);
}

static void measure(const struct shape *shape, uint32_t count)
{
    struct arena arena;
    struct reading readings[2];
    struct side sides[2];
    struct differences differences = {.count = 0};
    const struct difference_wish wish = {.effective = false};
    arena_init(&arena, memory_exhausted);
    for (int i = 0; i < 2; i++) {
        hat_begin(&readings[i], table(&arena, shape, count, i == 1));
        sides[i] = (struct side){.policy = &readings[i].policy,
                                 .flow_defaults = FLOW_DEFAULTS_UNKNOWN,
                                 .unnamed = true};
    }
    double start = now();
    difference_listeners(&arena, &sides[0], &sides[1], &wish, &differences);
    printf("%u members, %s: compared in %.3f s (goal: 2), %u differences\n", count, shape->words,
           now() - start, differences.count);
    for (int i = 0; i < 2; i++)
        setup_end(&readings[i].setup);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    static const struct shape shapes[] = {
        {"addresses", .in_a_group = 200},
        {"half of them names", .in_a_group = 200, .mixed = true},
        {"half of them names, all groups the other way round", .in_a_group = 200, .mixed = true,
         .reversed = true},
        {"half of them names, all others", .in_a_group = 200, .mixed = true, .renewed = true},
        {"single hosts", .mixed = true},
        {"single hosts, the other way round", .mixed = true, .reversed = true},
        {"single hosts, all others", .mixed = true, .renewed = true},
    };
    uint32_t count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 200000;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        measure(&shapes[i], count);
    return 0;
}
