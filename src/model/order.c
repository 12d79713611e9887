/* SPDX-License-Identifier: MIT */
/*
 * The destinations in bytewise order of their names: three-way quicksort over eight bytes of the
 * name at a time, which are kept beside the number so that most comparisons touch no name.
 */
#include "model/policy.h"

enum { KEY_BYTES = 8, SMALL = 16, AHEAD = 16 };

struct sort_key {
    uint64_t bytes; /* big-endian, so that numbers compare as the bytes do */
    const char *name;
    uint32_t index;
    uint32_t length;
};

static uint64_t bytes_at(const struct sort_key *key, size_t depth)
{
    unsigned char bytes[KEY_BYTES] = {0};
    size_t left = key->length > depth ? key->length - depth : 0;
    memcpy(bytes, key->name + (left > 0 ? depth : 0), left < KEY_BYTES ? left : KEY_BYTES);
    uint64_t number = 0;
    for (int i = 0; i < KEY_BYTES; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* The names lie all over the text: the ones to come are fetched ahead. */
static void load_keys(struct sort_key *keys, uint32_t count, size_t depth)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            __builtin_prefetch(keys[i + AHEAD].name + depth);
        keys[i].bytes = bytes_at(&keys[i], depth);
    }
}

static bool before(const struct sort_key *a, const struct sort_key *b)
{
    if (a->bytes != b->bytes)
        return a->bytes < b->bytes;
    return view_compare((struct view){a->name, a->length}, (struct view){b->name, b->length}) < 0;
}

static void insertion_sort(struct sort_key *keys, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct sort_key key = keys[i];
        uint32_t j = i;
        for (; j > 0 && before(&key, &keys[j - 1]); j--)
            keys[j] = keys[j - 1];
        keys[j] = key;
    }
}

static void swap(struct sort_key *a, struct sort_key *b)
{
    struct sort_key kept = *a;
    *a = *b;
    *b = kept;
}

static uint64_t median(uint64_t a, uint64_t b, uint64_t c)
{
    if (a < b)
        return b < c ? b : a < c ? c : a;
    return a < c ? a : b < c ? c : b;
}

static uint64_t pivot_of(const struct sort_key *keys, uint32_t count)
{
    size_t step = count / 9;
    const struct sort_key *k = keys;
    return median(median(k[0].bytes, k[step].bytes, k[2 * step].bytes),
                  median(k[3 * step].bytes, k[4 * step].bytes, k[5 * step].bytes),
                  median(k[6 * step].bytes, k[7 * step].bytes, k[8 * step].bytes));
}

/* Keys below, at and above the pivot; the middle part is [*low, *high). */
static void partition(struct sort_key *keys, uint32_t count, uint32_t *low, uint32_t *high)
{
    uint64_t pivot = pivot_of(keys, count);
    uint32_t below = 0;
    uint32_t above = count;
    for (uint32_t i = 0; i < above;) {
        if (keys[i].bytes < pivot)
            swap(&keys[below++], &keys[i++]);
        else if (keys[i].bytes > pivot)
            swap(&keys[i], &keys[--above]);
        else
            i++;
    }
    *low = below;
    *high = above;
}

struct part {
    struct sort_key *keys;
    uint32_t count;
    size_t depth;
};

/*
 * The larger parts wait on a list of its own: for each eight bytes of the longest name at most one
 * for each halving of the rest, and two beside the middle. No input can exhaust the stack.
 */
enum { LONGEST_NAME = 4096, MOST_PARTS = (LONGEST_NAME / KEY_BYTES + 1) * (32 + 2) };

static void push(struct part *parts, uint32_t *used, struct part part)
{
    if (part.count > 1)
        parts[(*used)++] = part;
}

static void push_by_size(struct part *parts, uint32_t *used, struct part a, struct part b)
{
    push(parts, used, a.count > b.count ? a : b);
    push(parts, used, a.count > b.count ? b : a);
}

static void sort_keys(struct arena *arena, struct sort_key *keys, uint32_t count)
{
    struct part *parts = arena_alloc(arena, MOST_PARTS * sizeof *parts);
    uint32_t used = 0;
    load_keys(keys, count, 0);
    push(parts, &used, (struct part){keys, count, 0});
    while (used > 0) {
        struct part part = parts[--used];
        if (part.count <= SMALL) {
            insertion_sort(part.keys, part.count);
            continue;
        }
        uint32_t low;
        uint32_t high;
        partition(part.keys, part.count, &low, &high);
        struct part middle = {part.keys + low, high - low, part.depth + KEY_BYTES};
        push_by_size(parts, &used, (struct part){part.keys, low, part.depth},
                     (struct part){part.keys + high, part.count - high, part.depth});
        if (middle.count > 1 && middle.depth < LONGEST_NAME) {
            load_keys(middle.keys, middle.count, middle.depth);
            push(parts, &used, middle);
        }
    }
}

const uint32_t *policy_sorted(const struct policy *policy)
{
    uint32_t *order = arena_alloc(policy->arena, (policy->count + 1) * sizeof *order);
    struct sort_key *keys = arena_alloc(policy->arena, (policy->count + 1) * sizeof *keys);
    bool sorted = true;
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        keys[i] = (struct sort_key){0, destination->name, i, destination->length};
        sorted = sorted && (i == 0 || before(&keys[i - 1], &keys[i]));
    }
    if (!sorted)
        sort_keys(policy->arena, keys, policy->count);
    for (uint32_t i = 0; i < policy->count; i++)
        order[i] = keys[i].index;
    return order;
}
