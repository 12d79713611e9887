/* SPDX-License-Identifier: MIT */
#include "edit/unified.h"

#include "base/buffer.h"

#include <stdlib.h>

enum {
    CONTEXT = 3,  /* lines shown round a change */
    AHEAD = 256,  /* lines, of both texts together, in which a change must end to be seen whole */
    AGREEING = 2, /* lines that must be the same for a change to have ended */
};

struct text_lines {
    struct view *list; /* with their line ends */
    uint32_t count;
    uint32_t capacity;
};

/* Lines FIRST to END, exclusive, of the old text stand for those of the new one. */
struct change {
    uint32_t old_first;
    uint32_t old_end;
    uint32_t new_first;
    uint32_t new_end;
};

struct comparison {
    struct arena *arena;
    struct text_lines old;
    struct text_lines new;
    struct change *changes;
    uint32_t count;
    uint32_t capacity;
    uint16_t *common; /* see refine() */
};

static struct text_lines split(struct arena *arena, struct view text)
{
    struct text_lines lines = {.count = 0};
    while (text.length > 0) {
        const char *end = memchr(text.text, '\n', text.length);
        size_t length = end == NULL ? text.length : (size_t)(end + 1 - text.text);
        lines.list =
            array_grow(arena, lines.list, lines.count, &lines.capacity, sizeof *lines.list);
        lines.list[lines.count++] = (struct view){text.text, length};
        text = (struct view){text.text + length, text.length - length};
    }
    return lines;
}

/* --- Changes ---------------------------------------------------------------------------------- */

static bool is_same(const struct comparison *c, uint32_t old, uint32_t new)
{
    if (old >= c->old.count || new >= c->new.count)
        return old >= c->old.count && new >= c->new.count;
    return view_equal(c->old.list[old], c->new.list[new]);
}

/* Whether both texts go on alike from there, for long enough to believe it. */
static bool agree(const struct comparison *c, uint32_t old, uint32_t new)
{
    for (uint32_t i = 0; i < AGREEING; i++)
        if (!is_same(c, old + i, new + i))
            return false;
    return true;
}

/* Where the change ends that begins at CHANGE's firsts. */
static void find_end(const struct comparison *c, struct change *change)
{
    uint32_t old_left = c->old.count - change->old_first;
    uint32_t new_left = c->new.count - change->new_first;
    for (uint32_t lines = 1; lines <= AHEAD; lines++) {
        for (uint32_t old = lines + 1; old-- > 0;) {
            uint32_t new = lines - old;
            if (old > old_left || new > new_left ||
                !agree(c, change->old_first + old, change->new_first + new))
                continue;
            change->old_end = change->old_first + old;
            change->new_end = change->new_first + new;
            return;
        }
    }
    change->old_end = change->old_first + (old_left < AHEAD / 2 ? old_left : AHEAD / 2);
    change->new_end = change->new_first + (new_left < AHEAD / 2 ? new_left : AHEAD / 2);
}

/* A change that begins where the last one ends goes on with it. */
static void add_change(struct comparison *c, struct change change)
{
    struct change *last = c->count == 0 ? NULL : &c->changes[c->count - 1];
    if (last != NULL && last->old_end == change.old_first && last->new_end == change.new_first) {
        last->old_end = change.old_end;
        last->new_end = change.new_end;
        return;
    }
    c->changes = array_grow(c->arena, c->changes, c->count, &c->capacity, sizeof *c->changes);
    c->changes[c->count++] = change;
}

/*
 * Adds CHANGE less what both have within it: the longest sequence of lines. COMMON has, for each
 * pair of lines, the length of that from there on.
 */
static void refine(struct comparison *c, const struct change *change)
{
    uint32_t rows = change->old_end - change->old_first;
    uint32_t columns = change->new_end - change->new_first;
    uint32_t width = columns + 1;
    for (uint32_t row = rows + 1; row-- > 0;)
        for (uint32_t column = columns + 1; column-- > 0;) {
            uint16_t *at = &c->common[row * width + column];
            if (row == rows || column == columns)
                *at = 0;
            else if (is_same(c, change->old_first + row, change->new_first + column))
                *at = (uint16_t)(at[width + 1] + 1);
            else
                *at = at[width] >= at[1] ? at[width] : at[1];
        }
    for (uint32_t row = 0, column = 0; row < rows || column < columns;) {
        const uint16_t *at = &c->common[row * width + column];
        uint32_t old = change->old_first + row;
        uint32_t new = change->new_first + column;
        if (row < rows && column < columns && is_same(c, old, new)) {
            row++;
            column++;
        } else if (column == columns || (row < rows && at[width] >= at[1])) {
            add_change(c, (struct change){old, old + 1, new, new});
            row++;
        } else {
            add_change(c, (struct change){old, old, new, new + 1});
            column++;
        }
    }
}

static struct comparison compare(struct arena *arena, struct view before, struct view after)
{
    struct comparison comparison = {
        .arena = arena, .old = split(arena, before), .new = split(arena, after)};
    struct comparison *c = &comparison;
    c->common = arena_alloc(arena, sizeof *c->common * (AHEAD + 1) * (AHEAD + 1));
    uint32_t old = 0;
    uint32_t new = 0;
    while (old < c->old.count || new < c->new.count) {
        if (is_same(c, old, new)) {
            old++;
            new++;
            continue;
        }
        struct change change = {.old_first = old, .new_first = new};
        find_end(c, &change);
        refine(c, &change);
        old = change.old_end;
        new = change.new_end;
    }
    return comparison;
}

/* --- Output ----------------------------------------------------------------------------------- */

static void write_lines(struct output *output, char mark, const struct text_lines *lines,
                        uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        struct view line = lines->list[i];
        output_char(output, mark);
        output_view(output, line);
        if (line.text[line.length - 1] != '\n')
            output_string(output, "\n\\ No newline at end of file\n");
    }
}

/* " -3,7": of an empty range the line before it counts. */
static void write_range(struct output *output, char mark, uint32_t first, uint32_t end)
{
    uint32_t count = end - first;
    output_printf(output, " %c%u", mark, count == 0 ? first : first + 1);
    if (count != 1)
        output_printf(output, ",%u", count);
}

/* The changes from FIRST to END, exclusive, which share their context. */
static void write_hunk(struct output *output, const struct comparison *c, uint32_t first,
                       uint32_t end)
{
    const struct change *begin = &c->changes[first];
    const struct change *last = &c->changes[end - 1];
    uint32_t before = begin->old_first < CONTEXT ? begin->old_first : CONTEXT;
    uint32_t left = c->old.count - last->old_end;
    uint32_t behind = left < CONTEXT ? left : CONTEXT;
    uint32_t old = begin->old_first - before;
    output_string(output, "@@");
    write_range(output, '-', old, last->old_end + behind);
    write_range(output, '+', begin->new_first - before, last->new_end + behind);
    output_string(output, " @@\n");
    for (uint32_t i = first; i < end; i++) {
        const struct change *change = &c->changes[i];
        write_lines(output, ' ', &c->old, old, change->old_first);
        write_lines(output, '-', &c->old, change->old_first, change->old_end);
        write_lines(output, '+', &c->new, change->new_first, change->new_end);
        old = change->old_end;
    }
    write_lines(output, ' ', &c->old, old, old + behind);
}

/* As git has it: a name with bytes that would break the line is quoted as in C. */
static void write_name(struct output *output, const char *mark, char side, const char *path)
{
    bool quoted = false;
    bool blank = false;
    for (const char *c = path; *c != '\0'; c++) {
        quoted = quoted || (unsigned char)*c < ' ' || *c == '"' || *c == '\\' || *c == 0x7F;
        blank = blank || *c == ' ';
    }
    output_printf(output, "%s %s%c/", mark, quoted ? "\"" : "", side);
    for (const char *c = path; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            output_printf(output, "\\%03o", (unsigned)*c);
        else if (quoted && (*c == '"' || *c == '\\'))
            output_printf(output, "\\%c", *c);
        else
            output_char(output, *c);
    }
    /* A tab ends a name that has blanks. */
    output_string(output, quoted ? "\"\n" : blank ? "\t\n" : "\n");
}

/* The folder of PATH as the system knows it, "" for the topmost; NULL if it has none. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash == NULL   ? "."
                         : slash == path ? "/"
                                         : arena_printf(arena, "%.*s", (int)(slash - path), path);
    char *resolved = realpath(folder, NULL);
    if (resolved == NULL)
        return NULL;
    const char *result = strcmp(resolved, "/") == 0 ? "" : arena_string(arena, resolved);
    free(resolved);
    return result;
}

/* PATH as a header has it: from the working folder, or else from the topmost one. */
static const char *header_path(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *here = folder_of(arena, "here");
    const char *folder = folder_of(arena, path);
    if (here == NULL || folder == NULL)
        return path;
    size_t length = strlen(here);
    const char *rest = folder + length;
    if (strncmp(folder, here, length) != 0 || (*rest != '/' && *rest != '\0'))
        rest = folder;
    return *rest == '\0' ? name : arena_printf(arena, "%s/%s", rest + 1, name);
}

void write_unified(struct output *output, struct arena *arena, const char *path,
                   struct view before, struct view after)
{
    const struct comparison c = compare(arena, before, after);
    if (c.count == 0)
        return;
    path = header_path(arena, path);
    write_name(output, "---", 'a', path);
    write_name(output, "+++", 'b', path);
    for (uint32_t first = 0, end = 0; first < c.count; first = end) {
        for (end = first + 1; end < c.count; end++)
            if (c.changes[end].old_first - c.changes[end - 1].old_end > 2 * CONTEXT)
                break;
        write_hunk(output, &c, first, end);
    }
}

static void put_lines(struct output *output, const struct text_lines *lines, uint32_t first,
                      uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        output_view(output, lines->list[i]);
}

bool write_conflicts(struct output *output, struct arena *arena, struct view ours,
                     struct view theirs)
{
    const struct comparison c = compare(arena, ours, theirs);
    uint32_t written = 0;
    for (uint32_t i = 0; i < c.count; i++) {
        const struct change *change = &c.changes[i];
        put_lines(output, &c.old, written, change->old_first);
        output_string(output, "<<<<<<< ours\n");
        put_lines(output, &c.old, change->old_first, change->old_end);
        output_string(output, "=======\n");
        put_lines(output, &c.new, change->new_first, change->new_end);
        output_string(output, ">>>>>>> theirs\n");
        written = change->old_end;
    }
    put_lines(output, &c.old, written, c.old.count);
    return c.count > 0;
}
