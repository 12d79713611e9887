/* SPDX-License-Identifier: MIT */
#include "edit/merge_comments.h"

#include "base/buffer.h"

/* The comments of the three. */
struct three {
    const struct merge_texts *texts;
    struct table_comments base;
    struct table_comments ours;
    struct table_comments theirs;
};

/* Blocks of one place; NULL where a side has none. */
struct blocks {
    const struct comment_block *base;
    const struct comment_block *ours;
    const struct comment_block *theirs;
};

/* --- What changed ----------------------------------------------------------------------------- */

/* Whether two blocks have the same comments; blank lines between them do not count. */
static bool same_blocks(const struct table_comments *a, const struct comment_block *block_a,
                        const struct table_comments *b, const struct comment_block *block_b)
{
    uint32_t at_a = block_a == NULL ? 0 : block_a->begin;
    uint32_t at_b = block_b == NULL ? 0 : block_b->begin;
    for (;;) {
        struct view line_a;
        struct view line_b;
        bool more_a = block_a != NULL && comment_next(a->source, &at_a, block_a->end, &line_a);
        bool more_b = block_b != NULL && comment_next(b->source, &at_b, block_b->end, &line_b);
        if (!more_a || !more_b)
            return more_a == more_b;
        if (!view_equal(line_a, line_b))
            return false;
    }
}

/* Whether each line of BLOCK, of OWN, is somewhere in OTHER. */
static bool are_elsewhere(const struct table_comments *own, const struct comment_block *block,
                          const struct table_comments *other)
{
    struct view line;
    for (uint32_t at = block == NULL ? 0 : block->begin;
         block != NULL && comment_next(own->source, &at, block->end, &line);)
        if (!table_comments_have(other, line))
            return false;
    return true;
}

/* Whether SIDE says there something else than BASE; lines that have only moved are no change. */
static bool is_changed(const struct table_comments *base, const struct comment_block *old,
                       const struct table_comments *side, const struct comment_block *new)
{
    return !same_blocks(base, old, side, new) &&
           !(are_elsewhere(base, old, side) && are_elsewhere(side, new, base));
}

static struct blocks blocks_of(const struct three *three, struct view entry, struct view setting)
{
    return (struct blocks){table_comments_block(&three->base, entry, setting),
                           table_comments_block(&three->ours, entry, setting),
                           table_comments_block(&three->theirs, entry, setting)};
}

/* --- Where they come in ours ------------------------------------------------------------------ */

/* What is done to the entry of ours with number OURS, NO_ENTRY for the default entry; or NULL. */
static struct merge_entry *find_entry(const struct merge *merge, uint32_t ours)
{
    uint32_t low = merge->count > 0 && merge->entries[0].is_default;
    uint32_t high = merge->count;
    if (ours == NO_ENTRY)
        return low > 0 ? &merge->entries[0] : NULL;
    while (low < high) { /* in the order of ours; those that it does not have come last */
        uint32_t middle = low + (high - low) / 2;
        struct merge_entry *entry = &merge->entries[middle];
        if (entry->ours == ours)
            return entry;
        if (entry->ours < ours)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* The number of the setting called NAME in what is done to ENTRY; its count if nothing is. */
static uint32_t find_setting(const struct merge_entry *entry, struct view name)
{
    uint32_t i = 0;
    while (i < entry->setting_count && !view_equal_nocase(entry->settings[i].name, name))
        i++;
    return i;
}

/* Where COMMENT comes before its setting, which the section with HEAD in ours may not have. */
static void place_setting(const struct table *ours, uint32_t head, const struct merge_entry *entry,
                          struct merge_comment *comment)
{
    uint32_t mark = table_setting(ours, head, comment->setting);
    uint32_t number = entry == NULL ? 0 : find_setting(entry, comment->setting);
    if (mark != TABLE_NONE) {
        comment->at = table_line_begin(ours, mark);
    } else if (entry != NULL && number < entry->setting_count) {
        comment->where = COMMENT_WITH_ADDED;
        comment->at = table_line_end(ours, table_last_mark(ours, head));
        comment->order = number;
    } else {
        comment->where = COMMENT_BELOW_HEAD;
        comment->at = table_line_end(ours, head);
    }
}

/* Where COMMENT comes in ours; false if it does not. */
static bool place(const struct merge_texts *texts, struct merge_comment *comment)
{
    const struct table *ours = texts->ours;
    const struct policy *policy = &ours->policy;
    bool is_default = view_equal(comment->entry, COMMENT_DEFAULT);
    comment->where = COMMENT_BEFORE;
    comment->at = comment->setting.length > 0 ? source_begin(ours->source) : ours->source->size;
    if (comment->entry.length == 0)
        return true;
    uint32_t number = is_default ? NO_ENTRY : policy_find(policy, comment->entry);
    if (is_default ? !policy->has_default : number == NO_ENTRY)
        return false;
    const struct merge_entry *entry = find_entry(texts->merge, number);
    if (entry != NULL && entry->whole == MERGE_THEIRS_GONE)
        return false; /* all of it stands between marks */
    uint32_t head = table_section(ours, is_default
                                            ? policy->default_section
                                            : policy_destination(policy, number)->section);
    if (comment->setting.length > 0)
        place_setting(ours, head, entry, comment);
    else
        comment->at = table_line_begin(ours, head);
    return true;
}

/* --- Entries that one side has removed -------------------------------------------------------- */

/* Ours has removed the entry number THEIRS of theirs, which has changed its comments. */
static void keep_theirs(struct arena *arena, const struct merge_texts *texts, struct view name,
                        uint32_t theirs)
{
    struct merge *merge = texts->merge;
    for (uint32_t i = merge->count; i > 0 && merge->entries[i - 1].ours == NO_ENTRY; i--)
        if (!merge->entries[i - 1].is_default && merge->entries[i - 1].theirs == theirs)
            return;
    merge->entries = array_grow(arena, merge->entries, merge->count, &merge->capacity,
                                sizeof *merge->entries);
    merge->entries[merge->count++] = (struct merge_entry){
        .whole = MERGE_OURS_GONE, .name = name, .ours = NO_ENTRY, .theirs = theirs};
    merge->conflicts++;
}

/* Theirs has removed the entry number OURS of ours, which has changed its comments. */
static void keep_ours(const struct merge_texts *texts, uint32_t ours)
{
    struct merge_entry *entry = find_entry(texts->merge, ours);
    if (entry == NULL || entry->whole != MERGE_REMOVE)
        return;
    entry->whole = MERGE_THEIRS_GONE;
    texts->merge->conflicts++;
}

/* Makes a conflict of an entry whose comments one side changed and which the other has removed. */
static void keep_commented(struct arena *arena, const struct three *three,
                           const struct comment_block *block)
{
    const struct merge_texts *texts = three->texts;
    if (texts->base == NULL || policy_find(&texts->base->policy, block->entry) == NO_ENTRY)
        return;
    const struct blocks blocks = blocks_of(three, block->entry, block->setting);
    uint32_t ours = policy_find(&texts->ours->policy, block->entry);
    uint32_t theirs = policy_find(&texts->theirs->policy, block->entry);
    if (ours == NO_ENTRY && theirs != NO_ENTRY &&
        is_changed(&three->base, blocks.base, &three->theirs, blocks.theirs))
        keep_theirs(arena, texts,
                    destination_name(policy_destination(&texts->theirs->policy, theirs)), theirs);
    if (ours != NO_ENTRY && theirs == NO_ENTRY &&
        is_changed(&three->base, blocks.base, &three->ours, blocks.ours))
        keep_ours(texts, ours);
}

static void keep_all_commented(struct arena *arena, const struct three *three)
{
    const struct table_comments *const sides[] = {&three->base, &three->ours, &three->theirs};
    for (size_t side = 0; side < sizeof sides / sizeof *sides; side++)
        for (uint32_t i = 0; i < sides[side]->count; i++)
            keep_commented(arena, three, &sides[side]->list[i]);
}

/* --- All of them ------------------------------------------------------------------------------ */

static void merge_blocks(struct arena *arena, const struct three *three, struct view entry,
                         struct view setting, struct merge_comments *merge)
{
    const struct blocks blocks = blocks_of(three, entry, setting);
    if (!is_changed(&three->base, blocks.base, &three->theirs, blocks.theirs) ||
        same_blocks(&three->ours, blocks.ours, &three->theirs, blocks.theirs))
        return;
    struct merge_comment comment = {
        .entry = entry,
        .setting = setting,
        .ours = blocks.ours,
        .theirs = blocks.theirs,
        .is_conflict = !same_blocks(&three->base, blocks.base, &three->ours, blocks.ours)};
    if (!place(three->texts, &comment))
        return;
    merge->list = array_grow(arena, merge->list, merge->count, &merge->capacity,
                             sizeof *merge->list);
    merge->list[merge->count++] = comment;
    merge->conflicts += comment.is_conflict;
}

void merge_comments_find(struct arena *arena, const struct merge_texts *texts,
                         struct merge_comments *merge)
{
    *merge = (struct merge_comments){.count = 0};
    struct three *three = arena_alloc(arena, sizeof *three); /* its blocks are pointed to */
    three->texts = texts;
    table_comments_find(arena, texts->base, &three->base);
    merge->base = &three->base;
    table_comments_find(arena, texts->ours, &three->ours);
    table_comments_find(arena, texts->theirs, &three->theirs);
    keep_all_commented(arena, three);
    for (uint32_t i = 0; i < three->theirs.count; i++) {
        const struct comment_block *block = &three->theirs.list[i];
        merge_blocks(arena, three, block->entry, block->setting, merge);
    }
    for (uint32_t i = 0; i < three->base.count; i++) {
        const struct comment_block *block = &three->base.list[i];
        if (table_comments_block(&three->theirs, block->entry, block->setting) == NULL)
            merge_blocks(arena, three, block->entry, block->setting, merge);
    }
}
