/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <endian.h>
#include <sys/random.h>
#include <time.h>

static const uint64_t ODD_1 = 0x9E3779B97F4A7C15u;
static const uint64_t ODD_2 = 0xD6E8FEB86659FD93u;

uint64_t hash_seed(void)
{
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed)
        return seed;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec * ODD_1 + (uint64_t)now.tv_sec;
}

/* The two halves of the 128-bit product, folded: every input bit reaches every output bit. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load(const unsigned char *data, size_t length)
{
    uint64_t word = 0;
    memcpy(&word, data, length);
    return le64toh(word);
}

uint32_t hash_bytes(uint64_t seed, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint64_t state = seed ^ (length * ODD_1);
    while (length >= 16) {
        state = mix(load(bytes, 8) ^ ODD_1 ^ state, load(bytes + 8, 8) ^ ODD_2 ^ seed);
        bytes += 16;
        length -= 16;
    }
    if (length > 8) {
        state = mix(load(bytes, 8) ^ ODD_1 ^ state, load(bytes + 8, length - 8) ^ ODD_2 ^ seed);
    } else if (length > 0) {
        state = mix(load(bytes, length) ^ ODD_1 ^ state, ODD_2 ^ seed);
    }
    state = mix(state ^ ODD_2, ODD_1 ^ seed);
    return (uint32_t)(state ^ (state >> 32));
}

enum { SMALLEST_TABLE = 64 };

static void slots_init(struct hash_table *table, uint32_t size)
{
    table->slots = arena_zero(table->arena, size, sizeof *table->slots);
    table->mask = size - 1;
}

static uint32_t table_size(uint32_t expected)
{
    uint32_t size = SMALLEST_TABLE;
    while (size / 2 < expected && size < UINT32_C(1) << 31)
        size *= 2;
    return size;
}

void hash_table_init(struct hash_table *table, struct arena *arena, uint32_t expected)
{
    *table = (struct hash_table){.arena = arena};
    slots_init(table, table_size(expected));
}

static void place(struct hash_table *table, struct hash_slot slot)
{
    uint32_t probe = slot.hash;
    while (table->slots[probe & table->mask].index != 0)
        probe++;
    table->slots[probe & table->mask] = slot;
}

static void grow(struct hash_table *table)
{
    struct hash_slot *old = table->slots;
    uint32_t old_size = table->mask + 1;
    slots_init(table, old_size * 2);
    for (uint32_t i = 0; i < old_size; i++)
        if (old[i].index != 0)
            place(table, old[i]);
}

void hash_table_insert(struct hash_table *table, uint32_t hash, uint32_t index)
{
    if (table->count >= table->mask / 4 * 3 && table->mask < UINT32_MAX / 2)
        grow(table);
    place(table, (struct hash_slot){hash, index + 1});
    table->count++;
}
