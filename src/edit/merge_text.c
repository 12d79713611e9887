/* SPDX-License-Identifier: MIT */
#include "edit/merge_text.h"

#include "base/buffer.h"
#include "edit/conflict.h"

#include <stdlib.h>

/* The head of ENTRY's section; TABLE_NONE if there is none. */
static uint32_t head_of(const struct table *table, const struct merge_entry *entry)
{
    const struct policy *policy = &table->policy;
    if (entry->is_default)
        return policy->has_default ? table_section(table, policy->default_section) : TABLE_NONE;
    if (entry->ours == NO_ENTRY)
        return TABLE_NONE;
    return table_section(table, policy_destination(policy, entry->ours)->section);
}

static void change_setting(const struct table *table, uint32_t head,
                           const struct merge_setting *setting, struct patch *patch)
{
    uint32_t mark = table_setting(table, head, setting->name);
    struct view theirs = setting->theirs.text;
    if (setting->kind == MERGE_CONFLICT)
        conflict_mark_setting(table, head, setting->name, mark,
                              setting->theirs.given ? &theirs : NULL, patch);
    else if (setting->kind == MERGE_DROP)
        table_remove_setting(table, mark, patch);
    else if (mark == TABLE_NONE)
        table_add_setting(table, head, setting->name, theirs, patch);
    else
        table_change_setting(table, mark, theirs, patch);
}

/* --- Lines of theirs -------------------------------------------------------------------------- */

/* The lines of SOURCE from BEGIN up to END, without their ends; *COUNT of them. */
static const char **lines_of(struct arena *arena, const struct source *source, uint32_t begin,
                             uint32_t end, uint32_t *count)
{
    const char **lines = NULL;
    uint32_t capacity = 0;
    *count = 0;
    for (uint32_t at = begin; at < end;) {
        const char *line = source->text + at;
        const char *stop = memchr(line, '\n', end - at);
        size_t length = stop == NULL ? end - at : (size_t)(stop - line);
        at += (uint32_t)length + (stop != NULL);
        if (length > 0 && line[length - 1] == '\r')
            length--;
        lines = array_grow(arena, lines, *count, &capacity, sizeof *lines);
        lines[(*count)++] = arena_copy(arena, (struct view){line, length}).text;
    }
    return lines;
}

static void insert_lines(const struct table *table, uint32_t at, const struct source *source,
                         uint32_t begin, uint32_t end, struct patch *patch)
{
    uint32_t count;
    const char **lines = lines_of(table->arena, source, begin, end, &count);
    for (uint32_t i = 0; i < count; i++)
        table_insert_line(table, at, lines[i], patch);
}

static uint32_t line_before(const struct source *source, uint32_t at)
{
    at--;
    while (at > source_begin(source) && source->text[at - 1] != '\n')
        at--;
    return at;
}

static bool is_blank_line(const struct source *source, uint32_t at)
{
    while (at < source->size && view_has(VIEW(" \t\r"), source->text[at]))
        at++;
    return at == source->size || source->text[at] == '\n';
}

/* Whether the line of SOURCE that begins at AT is a comment which base, BASE, does not have. */
static bool is_new_comment(const struct source *source, uint32_t at,
                           const struct table_comments *base)
{
    struct view line;
    return base != NULL && comment_begins(source, at) &&
           comment_next(source, &at, source->size, &line) && !table_comments_have(base, line);
}

/*
 * Where the section of theirs whose head is HEAD begins with its comments: those right above it,
 * and, unless it is the first, those farther above that are new.
 */
static uint32_t commented_begin(const struct table *table, uint32_t head,
                                const struct table_comments *base)
{
    const struct source *source = table->source;
    uint32_t begin = table_line_begin(table, head);
    while (begin > source_begin(source) && comment_begins(source, line_before(source, begin)))
        begin = line_before(source, begin);
    for (uint32_t at = begin; head > 0 && at > source_begin(source);) {
        at = line_before(source, at);
        if (is_new_comment(source, at, base))
            begin = at;
        else if (!is_blank_line(source, at))
            break;
    }
    return begin;
}

/* Puts the section of ENTRY in at the end of ours as theirs has it, comments and all. */
static void add_section(const struct merge_texts *texts, const struct table_comments *base,
                        const struct merge_entry *entry, struct patch *patch)
{
    const struct table *table = texts->ours;
    const struct table *theirs = texts->theirs;
    const struct policy *policy = &theirs->policy;
    uint32_t head = table_section(theirs, entry->is_default
                                              ? policy->default_section
                                              : policy_destination(policy, entry->theirs)->section);
    table_insert_break(table, patch);
    insert_lines(table, table->source->size, theirs->source, commented_begin(theirs, head, base),
                 table_line_end(theirs, table_last_mark(theirs, head)), patch);
}

/* --- Comments --------------------------------------------------------------------------------- */

/* Takes BLOCK out, with the blank lines behind it where others stand before it. */
static void remove_block(const struct table *table, const struct comment_block *block,
                         struct patch *patch)
{
    const struct source *source = table->source;
    bool is_apart = block->begin == source_begin(source) ||
                    is_blank_line(source, line_before(source, block->begin));
    patch_replace(patch, block->begin, is_apart ? block->limit : block->end, VIEW(""));
}

static void change_comment(const struct merge_texts *texts, const struct merge_comment *comment,
                           struct patch *patch)
{
    const struct table *ours = texts->ours;
    const struct source *theirs = texts->theirs->source;
    const struct comment_block *old = comment->ours;
    const struct comment_block *new = comment->theirs;
    if (comment->is_conflict) {
        uint32_t count = 0;
        const char **lines =
            new == NULL ? NULL : lines_of(ours->arena, theirs, new->begin, new->end, &count);
        conflict_mark_lines(ours, old == NULL ? comment->at : old->begin,
                            old == NULL ? comment->at : old->end, lines, count, patch);
    } else if (new == NULL) {
        remove_block(ours, old, patch);
    } else if (old == NULL) {
        insert_lines(ours, comment->at, theirs, new->begin, new->limit, patch);
    } else {
        insert_lines(ours, old->begin, theirs, new->begin, new->end, patch);
        patch_replace(patch, old->begin, old->end, VIEW(""));
    }
}

/* --- Entries ---------------------------------------------------------------------------------- */

/* In this order things are done at one place. */
enum rank {
    RANK_ADDED,    /* to a section, at its end */
    RANK_COMMENTS, /* before what stands there */
    RANK_ITSELF,   /* what stands there */
    RANK_END,      /* sections that are added to the text */
};

/* One thing to be done: to a setting of ENTRY, to ENTRY as a whole, or to COMMENT. */
struct work {
    uint32_t at; /* where: there a line begins, or the text ends */
    enum rank rank;
    uint32_t order; /* at one place and of one rank */
    uint32_t head;  /* of ENTRY in ours */
    const struct merge_entry *entry;
    const struct merge_setting *setting;
    const struct merge_comment *comment;
};

struct works {
    struct arena *arena;
    struct work *list;
    uint32_t count;
    uint32_t capacity;
};

static void add_work(struct works *works, const struct work *work)
{
    works->list = array_grow(works->arena, works->list, works->count, &works->capacity,
                             sizeof *works->list);
    works->list[works->count++] = *work;
}

static int by_place(const void *a, const void *b)
{
    const struct work *first = a;
    const struct work *second = b;
    if (first->at != second->at)
        return first->at < second->at ? -1 : 1;
    if (first->rank != second->rank)
        return (int)first->rank - (int)second->rank;
    return (first->order > second->order) - (first->order < second->order);
}

/* Comments of added settings come right before them. */
enum { ORDER_COMMENT, ORDER_SETTING, ORDER_STEP };

static void plan_settings(const struct table *ours, uint32_t head, const struct merge_entry *entry,
                          struct works *works)
{
    uint32_t end = table_line_end(ours, table_last_mark(ours, head));
    for (uint32_t i = 0; i < entry->setting_count; i++) {
        const struct merge_setting *setting = &entry->settings[i];
        uint32_t mark = table_setting(ours, head, setting->name);
        bool is_new = mark == TABLE_NONE;
        add_work(works, &(struct work){.at = is_new ? end : table_line_begin(ours, mark),
                                       .rank = is_new ? RANK_ADDED : RANK_ITSELF,
                                       .order = i * ORDER_STEP + ORDER_SETTING,
                                       .head = head,
                                       .entry = entry,
                                       .setting = setting});
    }
}

static void plan_entry(const struct table *ours, const struct merge_entry *entry, uint32_t number,
                       struct works *works)
{
    uint32_t head = head_of(ours, entry);
    bool is_new = head == TABLE_NONE;
    if (entry->whole == MERGE_INSIDE)
        plan_settings(ours, head, entry, works);
    else
        add_work(works, &(struct work){.at = is_new ? ours->source->size
                                                    : table_line_begin(ours, head),
                                       .rank = is_new ? RANK_END : RANK_ITSELF,
                                       .order = number,
                                       .head = head,
                                       .entry = entry});
}

static void plan_comment(const struct merge_comment *comment, struct works *works)
{
    static const enum rank ranks[] = {[COMMENT_BEFORE] = RANK_COMMENTS,
                                      [COMMENT_WITH_ADDED] = RANK_ADDED,
                                      [COMMENT_BELOW_HEAD] = RANK_ADDED};
    add_work(works, &(struct work){.at = comment->at,
                                   .rank = ranks[comment->where],
                                   .order = comment->order * ORDER_STEP + ORDER_COMMENT,
                                   .comment = comment});
}

/* What happens to an entry as a whole. */
static void change_entry(const struct merge_texts *texts, const struct table_comments *base,
                         const struct work *work, struct patch *patch)
{
    const struct table *ours = texts->ours;
    switch (work->entry->whole) {
    case MERGE_INSIDE:
        break;
    case MERGE_ADD:
        add_section(texts, base, work->entry, patch);
        break;
    case MERGE_REMOVE:
        table_remove_section(ours, work->head, patch);
        break;
    case MERGE_THEIRS_GONE:
        conflict_mark_section(ours, work->head, patch);
        break;
    case MERGE_OURS_GONE:
        conflict_begin_missing(ours, patch);
        add_section(texts, base, work->entry, patch);
        conflict_end_missing(ours, patch);
        break;
    }
}

void merge_apply(const struct merge_texts *texts, const struct merge_comments *comments,
                 struct patch *patch)
{
    struct works works = {.arena = texts->ours->arena};
    for (uint32_t i = 0; i < texts->merge->count; i++)
        plan_entry(texts->ours, &texts->merge->entries[i], i, &works);
    for (uint32_t i = 0; i < comments->count; i++)
        plan_comment(&comments->list[i], &works);
    if (works.count > 1)
        qsort(works.list, works.count, sizeof *works.list, by_place);
    for (uint32_t i = 0; i < works.count; i++) {
        const struct work *work = &works.list[i];
        if (work->comment != NULL)
            change_comment(texts, work->comment, patch);
        else if (work->setting != NULL)
            change_setting(texts->ours, work->head, work->setting, patch);
        else
            change_entry(texts, comments->base, work, patch);
    }
}

struct span merge_comment_place(const struct table *table, const struct merge_comment *comment)
{
    const struct source *source = table->source;
    uint32_t at = comment->ours == NULL ? comment->at : comment->ours->begin;
    if (at >= source->size)
        return SPAN_NONE;
    const char *end = memchr(source->text + at, '\n', source->size - at);
    uint32_t behind = end == NULL ? source->size : (uint32_t)(end - source->text);
    while (behind > at && source->text[behind - 1] == '\r')
        behind--;
    return (struct span){source->base + at, source->base + behind};
}

struct span merge_place(const struct table *table, const struct merge_entry *entry,
                        struct view name)
{
    uint32_t head = head_of(table, entry);
    if (head == TABLE_NONE)
        return SPAN_NONE;
    uint32_t mark = name.length == 0 ? TABLE_NONE : table_setting(table, head, name);
    return mark == TABLE_NONE ? table->marks.list[head].name : table->marks.list[mark].value;
}
