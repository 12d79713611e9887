/* SPDX-License-Identifier: MIT */
#include "edit/source_edit.h"

#include "edit/source_line.h"
#include "model/policy_style.h"

#include "policy.tab.h"

static uint32_t begin_of(const struct source_file *file, uint32_t token)
{
    return tokens_begin(&file->tokens, token);
}

static uint32_t end_of(const struct source_file *file, uint32_t token)
{
    return tokens_end(&file->tokens, token);
}

/* Whether behind AT nothing stands on its line but a comment. */
static bool ends_line(const struct source *source, uint32_t at)
{
    at = source_line_on(source, at);
    return source_line_ends(source, at) || source->text[at] == '#';
}

/* TEXT with the line ends of FILE. */
static struct view broken_lines(const struct source_file *file, const char *text)
{
    return source_line_breaks(file->patch.arena, file->source, text);
}

/* --- Settings --------------------------------------------------------------------------------- */

/* The comments before the tokens from FIRST to LAST, each on a line of its own. */
static void keep_comments(const struct source_file *file, uint32_t first, uint32_t last,
                          struct buffer *text)
{
    struct view comment;
    for (uint32_t i = first; i <= last; i++) {
        struct gap gap = tokens_gap(&file->tokens, i);
        while (gap_next(&gap, &comment))
            buffer_printf(text, "%.*s\n    ", VIEW_ARG(comment));
    }
}

/* Takes the next word, comma or string off *TEXT, which is a setting of destc's own. */
static struct view take_token(const char **text)
{
    *text += strspn(*text, " ");
    const char *begin = *text;
    if (*begin == '"') {
        const char *end = begin + 1;
        while (*end != '"' && *end != '\0')
            end += end[0] == '\\' && end[1] != '\0' ? 2 : 1;
        *text = *end == '"' ? end + 1 : end;
    } else {
        *text += *begin == ',' ? 1 : strcspn(begin, " ,\"");
    }
    return (struct view){begin, (size_t)(*text - begin)};
}

/* Whether TEXT has as many tokens as the setting; with REPLACES what differs takes their place. */
static bool fits(struct source_file *file, struct token_range setting, const char *text,
                 bool replaces)
{
    for (uint32_t i = setting.first; i < setting.last; i++) {
        struct view token = take_token(&text);
        if (token.length == 0)
            return false;
        if (replaces && !view_equal(token, tokens_text(&file->tokens, i)))
            patch_replace(&file->patch, begin_of(file, i), end_of(file, i), token);
    }
    return *text == '\0';
}

void source_edit_setting(struct source_file *file, struct token_range setting, const char *text)
{
    struct buffer result = buffer_new(file->patch.arena);
    if (fits(file, setting, text, false)) {
        fits(file, setting, text, true);
        return;
    }
    keep_comments(file, setting.first + 1, setting.last - 1, &result);
    buffer_add_string(&result, text);
    patch_replace(&file->patch, begin_of(file, setting.first), end_of(file, setting.last - 1),
                  broken_lines(file, buffer_string(&result)));
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
        keep_comments(file, settings[i].first + 1, settings[i].last, &text);
        uint32_t end = source_line_on(file->source, end_of(file, settings[i].last));
        if (source_line_ends(file->source, end)) /* which ends the last comment too */
            text.length = view_trim(buffer_view(&text)).length;
        patch_replace(&file->patch, begin_of(file, settings[i].first), end,
                      broken_lines(file, buffer_string(&text)));
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
    bool lines = source_line_starts(source, begin) && ends_line(source, end_of(file, last));
    uint32_t line = source_line_back(source, begin);
    uint32_t at = lines ? source_line_end(source, end_of(file, last)) : end_of(file, last);
    struct buffer text = buffer_new(file->patch.arena);
    for (uint32_t i = from; i < edit->text_count; i++) {
        if (lines)
            buffer_printf(&text, "%s%.*s", source_line_break(source), (int)(begin - line),
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
                  broken_lines(file, buffer_string(&text)));
}

static void add_settings(const struct block_edit *edit, uint32_t from)
{
    struct source_file *file = edit->file;
    struct span place = edit->block->place;
    if (place.offset == SPAN_NONE.offset) {
        uint32_t semicolon = tokens_at(&file->tokens, edit->end.end - 1);
        uint32_t at = begin_of(file, semicolon);
        bool blank = source_line_back(file->source, at) < at ||
                     source_line_starts(file->source, at);
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
            buffer_printf(&text, "    %s;%s", edit->texts[i], source_line_break(file->source));
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
    uint32_t begin = source_line_back(file->source, begin_of(file, left));
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
    if (!source_line_starts(source, begin) || !ends_line(source, end)) {
        source_line_cut(source, begin, end, &file->patch);
        return;
    }
    uint32_t stop = source_line_end(source, end);
    struct view rest = view_trim((struct view){source->text + end, stop - end});
    if (rest.length > 0 && comments != NULL)
        buffer_printf(comments, "%.*s\n", VIEW_ARG(rest));
    patch_replace(&file->patch, source_line_back(source, begin), source_line_next(source, stop),
                  VIEW(""));
}

/* Whether a blank line begins at AT. */
static bool is_blank_line(const struct source *source, uint32_t at)
{
    return at < source->size && source_line_ends(source, at);
}

/* Whether one ends there, or the text begins. */
static bool is_blank_before(const struct source *source, uint32_t at)
{
    if (at == source_begin(source))
        return true;
    uint32_t end = at - 1; /* the LF of the line before */
    end -= end > source_begin(source) && source->text[end - 1] == '\r';
    return source_line_starts(source, end);
}

/* Where a statement ends: behind semicolons that end nothing, on its line or on further LINES. */
static uint32_t statement_end(const struct source *source, struct span statement, bool lines)
{
    return source_line_strays(source, statement.end - source->base, lines);
}

void source_edit_remove(struct source_file *file, struct span statement)
{
    const struct source *source = file->source;
    uint32_t begin = statement.offset - source->base;
    uint32_t end = statement_end(source, statement, true);
    remove_lines(file, begin, end, NULL);
    if (!source_line_starts(source, begin) || !ends_line(source, end))
        return;
    uint32_t next = source_line_next(source, end);
    if (is_blank_line(source, next) && is_blank_before(source, source_line_back(source, begin)))
        patch_replace(&file->patch, next, source_line_next(source, next), VIEW(""));
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
        patch_replace(&file->patch, source_line_back(file->source, begin_of(file, kept)),
                      end_of(file, token), VIEW(""));
        return;
    }
    remove_lines(file, begin_of(file, token), end_of(file, token), comments);
    if (kept != TOKEN_INDEX_NONE)
        patch_replace(&file->patch, begin_of(file, kept), end_of(file, kept), VIEW(""));
}

/* Takes out the names from FIRST to TOKEN and the comma behind them; comments before it go too. */
static void remove_with_comma(struct source_file *file, uint32_t first, uint32_t token,
                              struct buffer *comments)
{
    struct gap gap = tokens_gap(&file->tokens, token + 1);
    struct view comment;
    while (comments != NULL && gap_next(&gap, &comment))
        buffer_printf(comments, "%.*s\n", VIEW_ARG(comment));
    remove_lines(file, begin_of(file, first), end_of(file, token + 1), comments);
}

/* Whether the name TOKEN, its comma and the name behind it stand on one line. */
static bool is_beside_next(const struct source_file *file, uint32_t token)
{
    uint32_t end = end_of(file, token);
    return memchr(file->source->text + end, '\n', begin_of(file, token + 2) - end) == NULL;
}

void source_edit_remove_names(struct source_file *file, uint32_t first, const uint32_t *offsets,
                              uint32_t count, struct buffer *comments)
{
    const struct tokens *tokens = &file->tokens;
    uint32_t kept = TOKEN_INDEX_NONE;
    uint32_t run = TOKEN_INDEX_NONE; /* the first of names on one line that all go */
    bool is_last = false;
    for (uint32_t i = tokens_at(tokens, first); !is_last; i += 2) {
        bool doomed = is_doomed(tokens->marks.list[i].place.offset, offsets, count);
        bool has_comma = tokens_kind(tokens, i + 1) == POLICY_TOKEN_COMMA;
        is_last = !has_comma || tokens_kind(tokens, i + 2) == POLICY_TOKEN_RIGHT;
        if (!doomed) {
            kept = has_comma ? i + 1 : TOKEN_INDEX_NONE;
            continue;
        }
        if (!has_comma) {
            remove_tail(file, kept, i, comments);
            continue;
        }
        run = run == TOKEN_INDEX_NONE ? i : run;
        bool goes_on = !is_last && is_beside_next(file, i) &&
                       tokens_kind(tokens, i + 3) == POLICY_TOKEN_COMMA &&
                       is_doomed(tokens->marks.list[i + 2].place.offset, offsets, count);
        if (!goes_on) {
            remove_with_comma(file, run, i, comments);
            run = TOKEN_INDEX_NONE;
        }
    }
}

void source_edit_insert(struct source_file *file, struct span place, const char *text)
{
    const struct source *source = file->source;
    uint32_t begin = place.offset - source->base;
    uint32_t end = statement_end(source, place, false);
    bool ends = ends_line(source, end);
    bool lines = memchr(source->text + begin, '\n', end - begin) != NULL;
    uint32_t at = ends ? source_line_end(source, end) : end;
    patch_replace(&file->patch, at, at,
                  broken_lines(file, arena_printf(file->patch.arena, "%s%s%s",
                                                  lines ? "\n\n" : "\n", text,
                                                  ends ? "" : "\n")));
}

void source_edit_append(struct source_file *file, const char *text)
{
    const struct source *source = file->source;
    bool ended = source->size == source_begin(source) || source->text[source->size - 1] == '\n';
    patch_replace(&file->patch, source->size, source->size,
                  broken_lines(file, arena_printf(file->patch.arena, "%s%s\n", ended ? "" : "\n",
                                                  text)));
}
