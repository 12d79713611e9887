/* SPDX-License-Identifier: MIT */
#include "analysis/difference_order.h"

/*
 * The longest sequence that is in one order already, by patience sorting: TAILS has for each length
 * the line that ends a sequence of that length and stood first in the older table.
 */
const bool *order_moved(struct arena *arena, const struct partners *partners)
{
    uint32_t count = partners->after_count;
    const uint32_t *places = partners->of_after;
    bool *moved = arena_zero(arena, (size_t)count + 1, sizeof *moved);
    uint32_t *tails = arena_alloc(arena, ((size_t)count + 1) * sizeof *tails);
    uint32_t *links = arena_alloc(arena, ((size_t)count + 1) * sizeof *links);
    uint32_t length = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (places[i] == NO_PARTNER)
            continue;
        uint32_t low = 0;
        uint32_t high = length;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            bool is_before = places[tails[middle]] < places[i];
            low = is_before ? middle + 1 : low;
            high = is_before ? high : middle;
        }
        links[i] = low == 0 ? NO_PARTNER : tails[low - 1];
        tails[low] = i;
        length = low == length ? length + 1 : length;
        moved[i] = true;
    }
    for (uint32_t at = length == 0 ? NO_PARTNER : tails[length - 1]; at != NO_PARTNER;
         at = links[at])
        moved[at] = false;
    return moved;
}
