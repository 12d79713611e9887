/* SPDX-License-Identifier: MIT */
#include "edit/patch.h"

#include "base/buffer.h"

#include <stdlib.h>

struct patch patch_new(struct arena *arena)
{
    return (struct patch){.arena = arena};
}

void patch_replace(struct patch *patch, uint32_t begin, uint32_t end, struct view text)
{
    patch->list = array_grow(patch->arena, patch->list, patch->count, &patch->capacity,
                             sizeof *patch->list);
    patch->list[patch->count] = (struct replacement){begin, end, text, patch->count};
    patch->count++;
}

/* An insertion comes before the range that begins at its place. */
static int by_place(const void *a, const void *b)
{
    const struct replacement *first = a;
    const struct replacement *second = b;
    if (first->begin != second->begin)
        return first->begin < second->begin ? -1 : 1;
    if (first->end != second->end)
        return first->end < second->end ? -1 : 1;
    return first->order < second->order ? -1 : 1;
}

static bool is_same(const struct replacement *a, const struct replacement *b)
{
    return a->begin == b->begin && a->end == b->end && view_equal(a->text, b->text);
}

uint32_t patch_settle(struct patch *patch)
{
    uint32_t kept = 0;
    uint32_t overlapping = 0;
    if (patch->count > 1)
        qsort(patch->list, patch->count, sizeof *patch->list, by_place);
    for (uint32_t i = 0; i < patch->count; i++) {
        const struct replacement *next = &patch->list[i];
        struct replacement *last = kept == 0 ? NULL : &patch->list[kept - 1];
        bool overlaps = last != NULL && next->begin < last->end;
        if (!overlaps)
            patch->list[kept++] = *next;
        else if (last->text.length == 0 && next->text.length == 0)
            last->end = next->end > last->end ? next->end : last->end;
        else
            overlapping += !is_same(last, next);
    }
    patch->count = kept;
    return overlapping;
}

/* VIEW at AT; returns what is behind it. */
static char *put(char *at, struct view view)
{
    if (view.length > 0)
        memcpy(at, view.text, view.length);
    return at + view.length;
}

struct view patch_apply(const struct patch *patch, struct view text)
{
    size_t length = text.length;
    for (uint32_t i = 0; i < patch->count; i++)
        length += patch->list[i].text.length - (patch->list[i].end - patch->list[i].begin);
    char *result = arena_alloc(patch->arena, length + 1);
    char *next = result;
    size_t done = 0;
    for (uint32_t i = 0; i < patch->count; i++) {
        const struct replacement *change = &patch->list[i];
        next = put(next, (struct view){text.text + done, change->begin - done});
        next = put(next, change->text);
        done = change->end;
    }
    *put(next, (struct view){text.text + done, text.length - done}) = '\0';
    return (struct view){result, length};
}
