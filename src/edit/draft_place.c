/* SPDX-License-Identifier: MIT */
#include "edit/draft_place.h"

#include <string.h>

/* How many bytes both texts begin with. */
static size_t common_beginning(struct view a, struct view b)
{
    size_t least = a.length < b.length ? a.length : b.length;
    size_t count = 0;
    while (count < least && a.text[count] == b.text[count])
        count++;
    return count;
}

static size_t common_end(struct view a, struct view b)
{
    size_t least = a.length < b.length ? a.length : b.length;
    size_t count = 0;
    while (count < least && a.text[a.length - 1 - count] == b.text[b.length - 1 - count])
        count++;
    return count;
}

bool draft_place(struct view before, struct view after, uint32_t *offset)
{
    size_t begin = *offset;
    while (begin > 0 && after.text[begin - 1] != '\n')
        begin--;
    const char *found = memchr(after.text + *offset, '\n', after.length - *offset);
    size_t end = found == NULL ? after.length : (size_t)(found + 1 - after.text);
    size_t same = common_beginning(before, after);
    /* A line without its end is the same only where both texts end. */
    if (end <= same && (found != NULL || before.length == after.length))
        return true;
    same = common_end(before, after);
    size_t first = after.length - same; /* of the bytes behind all changes */
    bool begins = same == before.length || before.text[before.length - same - 1] == '\n';
    if (first > begin || (first == begin && !begins))
        return false;
    *offset = (uint32_t)(*offset - after.length + before.length);
    return true;
}
