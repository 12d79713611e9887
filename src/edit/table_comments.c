/* SPDX-License-Identifier: MIT */
#include "edit/table_comments.h"

#include "base/buffer.h"

#include <stdlib.h>

/* --- Lines ------------------------------------------------------------------------------------ */

bool comment_begins(const struct source *source, uint32_t at)
{
    while (at < source->size && view_has(VIEW(" \t"), source->text[at]))
        at++;
    return at < source->size && view_has(VIEW("#;"), source->text[at]);
}

static uint32_t next_line(const struct source *source, uint32_t at, uint32_t end)
{
    const char *stop = memchr(source->text + at, '\n', end - at);
    return stop == NULL ? end : (uint32_t)(stop + 1 - source->text);
}

bool comment_next(const struct source *source, uint32_t *at, uint32_t end, struct view *line)
{
    while (*at < end) {
        uint32_t begin = *at;
        *at = next_line(source, begin, end);
        if (!comment_begins(source, begin))
            continue;
        *line = view_trim((struct view){source->text + begin, *at - begin});
        return true;
    }
    return false;
}

bool table_comments_same(const struct source *a, const struct source *b)
{
    uint32_t at_a = source_begin(a);
    uint32_t at_b = source_begin(b);
    for (;;) {
        struct view line_a;
        struct view line_b;
        bool more = comment_next(a, &at_a, a->size, &line_a);
        if (more != comment_next(b, &at_b, b->size, &line_b))
            return false;
        if (!more)
            return true;
        if (!view_equal(line_a, line_b))
            return false;
    }
}

/* --- Finding them ----------------------------------------------------------------------------- */

static void add_line(struct arena *arena, struct table_comments *comments, struct view line)
{
    comments->lines = array_grow(arena, comments->lines, comments->line_count,
                                 &comments->line_capacity, sizeof *comments->lines);
    hash_table_insert(&comments->table, hash_bytes(comments->seed, line.text, line.length),
                      comments->line_count);
    comments->lines[comments->line_count++] = line;
}

static struct view lowered(struct arena *arena, struct view text)
{
    char *copy = arena_alloc(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++)
        copy[i] = ascii_lower(text.text[i]);
    return (struct view){copy, text.length};
}

/* The comments between FROM and TO, if there are any: what comes next is SETTING of ENTRY. */
static void add_block(struct arena *arena, struct table_comments *comments, uint32_t from,
                      uint32_t to, struct comment_block block)
{
    const struct source *source = comments->source;
    struct view line;
    block.end = block.begin = UINT32_MAX;
    block.limit = to;
    for (uint32_t at = from; at < to;) {
        uint32_t begin = at;
        at = next_line(source, begin, to);
        uint32_t again = begin;
        if (!comment_next(source, &again, at, &line))
            continue;
        block.begin = block.begin == UINT32_MAX ? begin : block.begin;
        block.end = at;
        add_line(arena, comments, line);
    }
    if (block.begin == UINT32_MAX)
        return;
    block.setting = lowered(arena, block.setting);
    comments->list = array_grow(arena, comments->list, comments->count, &comments->capacity,
                                sizeof *comments->list);
    comments->list[comments->count++] = block;
}

static int compare_places(struct view entry_a, struct view setting_a, struct view entry_b,
                          struct view setting_b)
{
    int order = view_compare(entry_a, entry_b);
    return order != 0 ? order : view_compare(setting_a, setting_b);
}

static int by_place(const void *a, const void *b)
{
    const struct comment_block *first = a;
    const struct comment_block *second = b;
    return compare_places(first->entry, first->setting, second->entry, second->setting);
}

/* Where what stands above the first section, up to BEGIN, ends: behind the last blank line. */
static uint32_t end_of_top(const struct source *source, uint32_t begin)
{
    uint32_t end = source_begin(source);
    for (uint32_t at = end; at < begin;) {
        bool is_comment = comment_begins(source, at);
        at = next_line(source, at, begin);
        end = is_comment ? end : at;
    }
    return end;
}

/* The key of the section that begins at OFFSET; destinations come in the text's order, *NEXT on. */
static struct view entry_at(const struct table *table, uint32_t offset, uint32_t *next)
{
    const struct policy *policy = &table->policy;
    if (policy->has_default && policy->default_section == offset)
        return COMMENT_DEFAULT;
    return destination_key(policy_destination(policy, (*next)++));
}

void table_comments_find(struct arena *arena, const struct table *table,
                         struct table_comments *comments)
{
    *comments = (struct table_comments){.seed = hash_seed()};
    hash_table_init(&comments->table, arena, 0);
    if (table == NULL)
        return;
    const struct source *source = comments->source = table->source;
    uint32_t behind = source_begin(source); /* what stands before */
    uint32_t next = 0;
    struct view entry = VIEW("");
    for (uint32_t i = 0; i < table->marks.count; i++) {
        const struct destconfig_mark *mark = &table->marks.list[i];
        struct view setting = VIEW("");
        if (mark->is_head)
            entry = entry_at(table, mark->value.offset, &next);
        else
            setting = (struct view){source->text + (mark->name.offset - source->base),
                                    mark->name.end - mark->name.offset};
        uint32_t begin = table_line_begin(table, i);
        if (i == 0) {
            behind = end_of_top(source, begin);
            add_block(arena, comments, source_begin(source), behind,
                      (struct comment_block){.entry = VIEW(""), .setting = COMMENT_TOP});
        }
        add_block(arena, comments, behind, begin,
                  (struct comment_block){.entry = entry, .setting = setting});
        behind = table_line_end(table, i);
    }
    add_block(arena, comments, behind, source->size, (struct comment_block){.entry = VIEW("")});
    if (comments->count > 1)
        qsort(comments->list, comments->count, sizeof *comments->list, by_place);
}

const struct comment_block *table_comments_block(const struct table_comments *comments,
                                                 struct view entry, struct view setting)
{
    uint32_t low = 0;
    uint32_t high = comments->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct comment_block *block = &comments->list[middle];
        int order = compare_places(block->entry, block->setting, entry, setting);
        if (order == 0)
            return block;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool table_comments_have(const struct table_comments *comments, struct view line)
{
    uint32_t hash = hash_bytes(comments->seed, line.text, line.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&comments->table, hash, &probe, &index))
        if (view_equal(comments->lines[index], line))
            return true;
    return false;
}
