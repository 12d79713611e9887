/* SPDX-License-Identifier: MIT */
#include "edit/source_edit.h"

#include "model/policy_style.h"

#include "policy.tab.h"

static uint32_t begin_of(const struct source_file *file, uint32_t token)
{
    return file->tokens.marks.list[token].place.offset - file->source->base;
}

static uint32_t end_of(const struct source_file *file, uint32_t token)
{
    return file->tokens.marks.list[token].place.end - file->source->base;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Where the line of AT begins, and where it ends: before its line end. */
static uint32_t line_begin_of(const struct source *source, uint32_t at)
{
    while (at > source_begin(source) && source->text[at - 1] != '\n')
        at--;
    return at;
}

static uint32_t line_end_of(const struct source *source, uint32_t at)
{
    while (at < source->size && source->text[at] != '\n')
        at++;
    return at > source_begin(source) && source->text[at - 1] == '\r' ? at - 1 : at;
}

/* Whether only blanks stand before AT on its line. */
static bool starts_line(const struct source *source, uint32_t at)
{
    uint32_t begin = line_begin_of(source, at);
    return view_trim((struct view){source->text + begin, at - begin}).length == 0;
}

/* Whether behind AT nothing stands on its line but a comment. */
static bool ends_line(const struct source *source, uint32_t at)
{
    while (at < source->size && is_blank(source->text[at]))
        at++;
    return at == source->size || source->text[at] == '\n' || source->text[at] == '#';
}

static const char *line_end_text(const struct source *source)
{
    const char *first = memchr(source->text, '\n', source->size);
    return first != NULL && first > source->text && first[-1] == '\r' ? "\r\n" : "\n";
}

/* TEXT with the line ends of SOURCE. */
static struct view with_line_ends(struct arena *arena, const struct source *source,
                                  const char *text)
{
    struct buffer result = buffer_new(arena);
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            buffer_add_string(&result, line_end_text(source));
        else
            buffer_add_char(&result, *text);
    }
    return buffer_view(&result);
}

/* --- Settings --------------------------------------------------------------------------------- */

/* The comments between the tokens of RANGE, each on a line of its own. */
static void keep_comments(const struct source_file *file, struct token_range range,
                          struct buffer *text)
{
    struct view comment;
    for (uint32_t i = range.first + 1; i <= range.last; i++) {
        struct gap gap = tokens_gap(&file->tokens, i);
        while (gap_next(&gap, &comment))
            buffer_printf(text, "%.*s\n    ", VIEW_ARG(comment));
    }
}

void source_edit_setting(struct source_file *file, struct token_range setting, const char *text)
{
    struct tokens *tokens = &file->tokens;
    const char *blank = strchr(text, ' ');
    struct view keyword = tokens_text(tokens, setting.first);
    bool simple = setting.last == setting.first + 2 && blank != NULL &&
                  view_equal(keyword, (struct view){text, (size_t)(blank - text)});
    struct buffer result = buffer_new(file->patch.arena);
    if (simple) {
        patch_replace(&file->patch, begin_of(file, setting.first + 1),
                      end_of(file, setting.first + 1), view_of(blank + 1));
        return;
    }
    keep_comments(file, setting, &result);
    buffer_add_string(&result, text);
    patch_replace(&file->patch, begin_of(file, setting.first), end_of(file, setting.last - 1),
                  with_line_ends(file->patch.arena, file->source, buffer_string(&result)));
}

static bool is_commented(const struct source_file *file, struct token_range setting)
{
    for (uint32_t i = setting.first + 1; i <= setting.last; i++)
        if (tokens_commented(&file->tokens, i))
            return true;
    return false;
}

void source_edit_remove_settings(struct source_file *file, struct token_range *settings,
                                 uint32_t count)
{
    uint32_t plain = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct buffer text = buffer_new(file->patch.arena);
        if (!is_commented(file, settings[i])) {
            settings[plain++] = settings[i];
            continue;
        }
        keep_comments(file, settings[i], &text);
        patch_replace(&file->patch, begin_of(file, settings[i].first),
                      end_of(file, settings[i].last),
                      with_line_ends(file->patch.arena, file->source, buffer_string(&text)));
    }
    statement_remove_settings(&file->tokens, settings, plain, &file->patch);
}

/* Adds the texts behind the setting that ends at the token LAST, in its layout. */
static void add_behind(const struct block_edit *edit, uint32_t from, uint32_t last)
{
    struct source_file *file = edit->file;
    const struct source *source = file->source;
    struct token_range setting = statement_setting(&file->tokens, last - 1);
    uint32_t begin = begin_of(file, setting.first);
    bool lines = starts_line(source, begin) && ends_line(source, end_of(file, last));
    uint32_t line = line_begin_of(source, begin);
    uint32_t at = lines ? line_end_of(source, end_of(file, last)) : end_of(file, last);
    struct buffer text = buffer_new(file->patch.arena);
    for (uint32_t i = from; i < edit->text_count; i++) {
        if (lines)
            buffer_printf(&text, "%s%.*s", line_end_text(source), (int)(begin - line),
                          source->text + line);
        else
            buffer_add_char(&text, ' ');
        buffer_printf(&text, "%s;", edit->texts[i]);
    }
    patch_replace(&file->patch, at, at, buffer_view(&text));
}

/* The texts as a block of their own, behind a statement's head. */
static void add_block(const struct block_edit *edit, uint32_t from, uint32_t begin, uint32_t end,
                      const char *before)
{
    struct source_file *file = edit->file;
    struct buffer text = buffer_new(file->patch.arena);
    bool lines = edit->text_count - from > 1;
    buffer_printf(&text, "%s{", before);
    for (uint32_t i = from; i < edit->text_count; i++)
        buffer_printf(&text, "%s%s;", lines ? "\n    " : " ", edit->texts[i]);
    buffer_add_string(&text, lines ? "\n}" : " }");
    patch_replace(&file->patch, begin, end,
                  with_line_ends(file->patch.arena, file->source, buffer_string(&text)));
}

static void add_settings(const struct block_edit *edit, uint32_t from)
{
    struct source_file *file = edit->file;
    struct span place = edit->block->place;
    if (place.offset == SPAN_NONE.offset) {
        uint32_t semicolon = tokens_at(&file->tokens, edit->end.end - 1);
        bool blank = source_begin(file->source) < begin_of(file, semicolon) &&
                     is_blank(file->source->text[begin_of(file, semicolon) - 1]);
        add_block(edit, from, begin_of(file, semicolon), end_of(file, semicolon),
                  blank ? "" : " ");
        return;
    }
    uint32_t right = tokens_at(&file->tokens, place.end - 1);
    if (tokens_kind(&file->tokens, right - 1) == POLICY_TOKEN_SEMICOLON) {
        add_behind(edit, from, right - 1);
    } else if (tokens_commented(&file->tokens, right)) {
        struct buffer text = buffer_new(file->patch.arena);
        for (uint32_t i = from; i < edit->text_count; i++)
            buffer_printf(&text, "    %s;%s", edit->texts[i], line_end_text(file->source));
        patch_replace(&file->patch, begin_of(file, right), begin_of(file, right),
                      buffer_view(&text));
    } else {
        add_block(edit, from, begin_of(file, right - 1), end_of(file, right), "");
    }
}

/* Whether all that the block has goes, with no comment and nothing in its place. */
static bool is_emptied(const struct block_edit *edit, uint32_t left, uint32_t right)
{
    const struct tokens *tokens = &edit->file->tokens;
    uint32_t ends = 0;
    for (uint32_t i = left + 1; i <= right; i++) {
        ends += tokens_kind(tokens, i) == POLICY_TOKEN_SEMICOLON;
        if (tokens_commented(tokens, i))
            return false;
    }
    return ends == edit->removed_count;
}

/* The settings that go without anything in their place, from the one at FROM on. */
static void remove_settings(struct block_edit *edit, uint32_t from)
{
    struct source_file *file = edit->file;
    uint32_t left = tokens_at(&file->tokens, edit->block->place.offset);
    uint32_t right = tokens_at(&file->tokens, edit->block->place.end - 1);
    if (from > 0 || !is_emptied(edit, left, right)) {
        source_edit_remove_settings(file, edit->removed + from, edit->removed_count - from);
        return;
    }
    uint32_t begin = begin_of(file, left);
    while (begin > source_begin(file->source) && is_blank(file->source->text[begin - 1]))
        begin--;
    if (tokens_commented(&file->tokens, left))
        begin = begin_of(file, left);
    patch_replace(&file->patch, begin, end_of(file, right), VIEW(";"));
}

void source_edit_block(struct block_edit *edit)
{
    uint32_t both = edit->removed_count < edit->text_count ? edit->removed_count
                                                           : edit->text_count;
    for (uint32_t i = 0; i < both; i++)
        source_edit_setting(edit->file, edit->removed[i], edit->texts[i]);
    if (both < edit->removed_count)
        remove_settings(edit, both);
    if (both < edit->text_count)
        add_settings(edit, both);
}

/* --- Statements ------------------------------------------------------------------------------- */

/* Takes out the bytes and, if nothing else stands on their lines, these and the comment behind. */
static void remove_lines(struct source_file *file, uint32_t begin, uint32_t end,
                         struct buffer *comments)
{
    const struct source *source = file->source;
    if (!starts_line(source, begin) || !ends_line(source, end)) {
        while (end < source->size && is_blank(source->text[end]))
            end++;
        patch_replace(&file->patch, begin, end, VIEW(""));
        return;
    }
    uint32_t stop = line_end_of(source, end);
    struct view rest = view_trim((struct view){source->text + end, stop - end});
    if (rest.length > 0 && comments != NULL)
        buffer_printf(comments, "%.*s\n", VIEW_ARG(rest));
    while (stop < source->size && source->text[stop] != '\n')
        stop++;
    patch_replace(&file->patch, line_begin_of(source, begin),
                  stop < source->size ? stop + 1 : stop, VIEW(""));
}

/* Whether the line before the one that begins at AT is blank, or there is none. */
static bool is_blank_before(const struct source *source, uint32_t at)
{
    if (at == source_begin(source))
        return true;
    uint32_t line = line_begin_of(source, at - 1);
    return view_trim((struct view){source->text + line, at - line}).length == 0;
}

void source_edit_remove(struct source_file *file, struct span statement)
{
    const struct source *source = file->source;
    uint32_t begin = statement.offset - source->base;
    uint32_t end = statement.end - source->base;
    remove_lines(file, begin, end, NULL);
    const struct replacement *last = &file->patch.list[file->patch.count - 1];
    uint32_t next = line_end_of(source, last->end);
    bool blank = view_trim((struct view){source->text + last->end, next - last->end}).length == 0;
    if (last->begin == line_begin_of(source, begin) && blank && next < source->size &&
        is_blank_before(source, last->begin))
        patch_replace(&file->patch, last->end, source->text[next] == '\r' ? next + 2 : next + 1,
                      VIEW(""));
}

static bool is_doomed(uint32_t offset, const uint32_t *offsets, uint32_t count)
{
    uint32_t low = 0;
    for (uint32_t high = count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (offsets[middle] < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && offsets[low] == offset;
}

/* Takes out the last name, TOKEN, and the comma at KEPT, behind the last name that stays. */
static void remove_tail(struct source_file *file, uint32_t kept, uint32_t token,
                        struct buffer *comments)
{
    bool commented = kept == TOKEN_INDEX_NONE;
    for (uint32_t i = kept; !commented && i <= token; i++)
        commented = tokens_commented(&file->tokens, i);
    if (!commented) {
        patch_replace(&file->patch, begin_of(file, kept), end_of(file, token), VIEW(""));
        return;
    }
    remove_lines(file, begin_of(file, token), end_of(file, token), comments);
    if (kept != TOKEN_INDEX_NONE)
        patch_replace(&file->patch, begin_of(file, kept), end_of(file, kept), VIEW(""));
}

void source_edit_remove_names(struct source_file *file, uint32_t first, const uint32_t *offsets,
                              uint32_t count, struct buffer *comments)
{
    const struct tokens *tokens = &file->tokens;
    uint32_t kept = TOKEN_INDEX_NONE;
    bool is_last = false;
    for (uint32_t i = tokens_at(tokens, first); !is_last; i += 2) {
        bool doomed = is_doomed(tokens->marks.list[i].place.offset, offsets, count);
        bool has_comma = tokens_kind(tokens, i + 1) == POLICY_TOKEN_COMMA;
        is_last = !has_comma || tokens_kind(tokens, i + 2) == POLICY_TOKEN_RIGHT;
        if (!doomed)
            kept = has_comma ? i + 1 : TOKEN_INDEX_NONE;
        else if (has_comma)
            remove_lines(file, begin_of(file, i), end_of(file, i + 1), comments);
        else
            remove_tail(file, kept, i, comments);
    }
}

void source_edit_insert(struct source_file *file, struct span place, const char *text)
{
    const struct source *source = file->source;
    uint32_t begin = place.offset - source->base;
    uint32_t end = place.end - source->base;
    bool ends = ends_line(source, end);
    bool lines = memchr(source->text + begin, '\n', end - begin) != NULL;
    uint32_t at = ends ? line_end_of(source, end) : end;
    patch_replace(&file->patch, at, at,
                  with_line_ends(file->patch.arena, source,
                                 arena_printf(file->patch.arena, "%s%s%s", lines ? "\n\n" : "\n",
                                              text, ends ? "" : "\n")));
}

void source_edit_append(struct source_file *file, const char *text)
{
    const struct source *source = file->source;
    bool ended = source->size == source_begin(source) || source->text[source->size - 1] == '\n';
    patch_replace(&file->patch, source->size, source->size,
                  with_line_ends(file->patch.arena, source,
                                 arena_printf(file->patch.arena, "%s%s\n", ended ? "" : "\n",
                                              text)));
}
