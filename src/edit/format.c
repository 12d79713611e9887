/* SPDX-License-Identifier: MIT */
#include "edit/format.h"

#include "base/input.h"
#include "base/utf8.h"
#include "edit/lines.h"
#include "edit/tokens.h"
#include "model/policy_style.h"
#include "read/text.h"

#include "policy.tab.h"

struct formatter {
    const struct tokens *tokens;
    struct lines lines;
    uint32_t next;    /* the token to be laid out */
    uint32_t indent;  /* of statements here */
    bool wants_blank; /* the author left a blank line since the last thing that stands there */
    bool after_open;  /* the last line opens a block or set */
    bool new_line;    /* the author began a new line since the last word */
    /* Of the statement that is laid out now: */
    int keyword;      /* the kind of its first token */
    bool in_head;     /* between its first word and its brace or semicolon */
    bool keeps_lines; /* a comment stands in its list: the author's lines are kept */
    uint32_t first_line;
};

static int kind_at(const struct formatter *f, uint32_t index)
{
    return tokens_kind(f->tokens, index);
}

static size_t width_at(const struct formatter *f, uint32_t index)
{
    return utf8_width(tokens_canonical(f->tokens, index));
}

/* --- Lines and comments ----------------------------------------------------------------------- */

/* A new line, below the author's blank line. */
static void begin_line(struct formatter *f, uint32_t indent)
{
    if (f->wants_blank && !f->after_open)
        lines_skip(&f->lines);
    f->wants_blank = f->after_open = f->new_line = false;
    lines_begin(&f->lines, indent);
}

static void note_line_ends(struct formatter *f, unsigned line_ends)
{
    f->new_line |= line_ends > 0;
    f->wants_blank |= line_ends > 1 && !f->in_head;
}

/* The comments before the next token; those on lines of their own are indented by INDENT. */
static void put_comments(struct formatter *f, uint32_t indent)
{
    struct gap gap = tokens_gap(f->tokens, f->next);
    struct view comment;
    while (gap_next(&gap, &comment)) {
        note_line_ends(f, gap.line_ends);
        if (gap.line_ends == 0 && f->lines.is_open) {
            lines_comment(&f->lines, comment);
            continue;
        }
        if (f->wants_blank && !f->after_open)
            lines_skip(&f->lines);
        f->wants_blank = f->after_open = false;
        lines_own_comment(&f->lines, indent, comment);
    }
    note_line_ends(f, gap.line_ends);
}

/* The next token as it is written, on the line as it stands. */
static void put_token(struct formatter *f)
{
    lines_add(&f->lines, tokens_canonical(f->tokens, f->next));
    f->new_line = false;
    f->next++;
}

/* A mark that stands before the comments that the author put before it. */
static void put_mark(struct formatter *f, const char *mark, uint32_t indent)
{
    lines_add(&f->lines, view_of(mark));
    put_comments(f, indent);
    f->next++;
}

/* --- Words of a statement --------------------------------------------------------------------- */

/* Whether KIND, behind BEFORE, begins a part of what is expected, or is the message behind it. */
static bool begins_part(int kind, int before)
{
    static const int beginnings[] = {POLICY_TOKEN_NAMED, POLICY_TOKEN_SCORED,
                                     POLICY_TOKEN_MATCHING, POLICY_TOKEN_ON, POLICY_TOKEN_IS};
    static const int named[] = {POLICY_TOKEN_HOST,     POLICY_TOKEN_NAMED, POLICY_TOKEN_SCORED,
                                POLICY_TOKEN_MATCHING, POLICY_TOKEN_FROM,  POLICY_TOKEN_LISTENER,
                                POLICY_TOKEN_IS};
    bool begins = kind == POLICY_TOKEN_STRING;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        begins = begins && before != named[i];
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        begins = begins || kind == beginnings[i];
    return begins;
}

/* Whether a line may begin with the token at INDEX, which is not its statement's first. */
static bool may_break(const struct formatter *f, uint32_t index)
{
    int kind = kind_at(f, index);
    int before = kind_at(f, index - 1);
    if (before == POLICY_TOKEN_COMMA || kind == POLICY_TOKEN_USES || kind == POLICY_TOKEN_EXTENDS)
        return true;
    if (f->keyword == POLICY_TOKEN_EXPECT)
        return begins_part(kind, before);
    return f->keyword == POLICY_TOKEN_ASSERT && before != POLICY_TOKEN_FOR &&
           before != POLICY_TOKEN_ON && before != POLICY_TOKEN_LISTENER;
}

/* The index of the next token from INDEX on that is a FIRST or a SECOND, or behind the last. */
static uint32_t find_kind(const struct formatter *f, uint32_t index, int first, int second)
{
    while (index < f->tokens->marks.count && kind_at(f, index) != first &&
           kind_at(f, index) != second)
        index++;
    return index;
}

/* Whether the token at INDEX is the comma behind the last name of a set. */
static bool is_last_comma(const struct formatter *f, uint32_t index)
{
    return kind_at(f, index) == POLICY_TOKEN_COMMA &&
           kind_at(f, index + 1) == POLICY_TOKEN_RIGHT;
}

/* Whether a comment stands before one of the tokens from FIRST to LAST. */
static bool any_commented(const struct formatter *f, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++)
        if (tokens_commented(f->tokens, i))
            return true;
    return false;
}

/* Whether the brace at INDEX opens a block with nothing in it. */
static bool is_empty_block(const struct formatter *f, uint32_t index)
{
    return kind_at(f, index + 1) == POLICY_TOKEN_RIGHT && !any_commented(f, index, index + 1);
}

/* The columns of what must stand on one line with the token at INDEX, which may begin one. */
static size_t width_from(const struct formatter *f, uint32_t index)
{
    size_t width = width_at(f, index);
    for (uint32_t i = index + 1; i < f->tokens->marks.count; i++) {
        switch (kind_at(f, i)) {
        case POLICY_TOKEN_COMMA:
            return is_last_comma(f, i) ? width : width + 1;
        case POLICY_TOKEN_SEMICOLON:
            return width + 1;
        case POLICY_TOKEN_LEFT:
            return width + (is_empty_block(f, i) ? 4 : 2);
        case POLICY_TOKEN_RIGHT:
            return width;
        }
        if (may_break(f, i) || tokens_commented(f->tokens, i))
            break;
        width += 1 + width_at(f, i);
    }
    return width;
}

/* Whether the next token, which is not its statement's first, begins a line. */
static bool begins_line(const struct formatter *f)
{
    if (!f->lines.is_open)
        return true;
    if (!may_break(f, f->next))
        return false;
    return f->wants_blank || (f->keeps_lines && f->new_line) ||
           f->lines.column + 1 + width_from(f, f->next) > STYLE_COLUMNS;
}

/* The next token behind what stands on the line, or on a new line. */
static void put_word(struct formatter *f, uint32_t hang)
{
    if (begins_line(f))
        begin_line(f, hang);
    else
        lines_add(&f->lines, VIEW(" "));
    put_token(f);
}

/* Tokens on one line, up to the one at END. */
static void put_flat(struct formatter *f, uint32_t end)
{
    while (f->next < end) {
        int kind = kind_at(f, f->next);
        if (is_last_comma(f, f->next)) {
            f->next++;
            continue;
        }
        if (kind != POLICY_TOKEN_COMMA && kind != POLICY_TOKEN_SEMICOLON)
            lines_add(&f->lines, VIEW(" "));
        put_token(f);
    }
}

/* Whether the tokens from FIRST to END, exclusive, fit on the line as they are, and MORE. */
static bool fits_flat(const struct formatter *f, uint32_t first, uint32_t end, size_t more)
{
    size_t column = f->lines.column + more;
    for (uint32_t i = first; i < end && column <= STYLE_COLUMNS; i++) {
        int kind = kind_at(f, i);
        bool clings = kind == POLICY_TOKEN_COMMA || kind == POLICY_TOKEN_SEMICOLON;
        column += is_last_comma(f, i) ? 0 : (clings ? 0 : 1) + width_at(f, i);
    }
    return column <= STYLE_COLUMNS;
}

/* --- Sets ------------------------------------------------------------------------------------- */

/* Whether a blank line stands between two names of the set from FIRST to END, its braces. */
static bool has_groups(const struct formatter *f, uint32_t first, uint32_t end)
{
    uint32_t last = is_last_comma(f, end - 1) ? end - 2 : end - 1;
    for (uint32_t i = first + 2; i <= last; i++)
        if (tokens_apart(f->tokens, i))
            return true;
    return false;
}

/* The names of a set, on lines of their own. */
static void put_names(struct formatter *f, uint32_t end)
{
    uint32_t hang = f->indent + STYLE_INDENT;
    f->after_open = true;
    put_mark(f, " {", hang);
    while (f->next < end) {
        if (is_last_comma(f, f->next)) {
            put_comments(f, hang);
            f->next++;
        } else if (kind_at(f, f->next) == POLICY_TOKEN_COMMA) {
            put_mark(f, ",", hang);
        } else {
            put_comments(f, hang);
            if (f->after_open) {
                begin_line(f, hang);
                put_token(f);
            } else {
                put_word(f, hang);
            }
        }
    }
    put_comments(f, hang);
    f->wants_blank = false;
    begin_line(f, f->indent);
    put_token(f);
}

/* What stands in braces behind "define NAME =". */
static void put_set(struct formatter *f)
{
    uint32_t first = f->next;
    uint32_t end = find_kind(f, first, POLICY_TOKEN_RIGHT, POLICY_TOKEN_RIGHT);
    f->keeps_lines = any_commented(f, first, end);
    if (!f->keeps_lines && !has_groups(f, first, end) && fits_flat(f, first, end + 1, 1))
        put_flat(f, end + 1);
    else
        put_names(f, end);
    lines_add(&f->lines, VIEW(";"));
    f->wants_blank = false;
}

/* --- Blocks ----------------------------------------------------------------------------------- */

/* Whether the block that begins with the next token stands on the statement's line; its end. */
static bool is_short_block(const struct formatter *f, uint32_t *end)
{
    uint32_t first = f->next;
    *end = first + 1;
    if (kind_at(f, *end) != POLICY_TOKEN_RIGHT) {
        if (f->keyword == POLICY_TOKEN_APPLIANCE || f->lines.line != f->first_line)
            return false;
        *end = find_kind(f, *end, POLICY_TOKEN_SEMICOLON, POLICY_TOKEN_LEFT) + 1;
        if (kind_at(f, *end - 1) != POLICY_TOKEN_SEMICOLON ||
            kind_at(f, *end) != POLICY_TOKEN_RIGHT || !fits_flat(f, first, *end + 1, 0))
            return false;
    }
    return !any_commented(f, first, *end);
}

static void put_block(struct formatter *f)
{
    uint32_t end;
    if (is_short_block(f, &end)) {
        put_flat(f, end + 1);
        return;
    }
    f->indent += STYLE_INDENT;
    f->after_open = true;
    put_mark(f, " {", f->indent);
}

static void close_block(struct formatter *f)
{
    f->indent -= f->indent < STYLE_INDENT ? f->indent : STYLE_INDENT;
    f->wants_blank = false;
    begin_line(f, f->indent);
    put_token(f);
}

/* --- Statements ------------------------------------------------------------------------------- */

/* Up to the semicolon or brace at END. */
static void put_head(struct formatter *f, uint32_t end)
{
    uint32_t hang = f->indent + STYLE_HANG;
    begin_line(f, f->indent);
    f->first_line = f->lines.line;
    f->in_head = true;
    put_token(f);
    while (f->next < end) {
        if (kind_at(f, f->next) == POLICY_TOKEN_COMMA) {
            put_mark(f, ",", hang);
        } else {
            put_comments(f, hang);
            put_word(f, hang);
        }
    }
    f->in_head = false;
}

static void put_statement(struct formatter *f)
{
    uint32_t end = find_kind(f, f->next, POLICY_TOKEN_SEMICOLON, POLICY_TOKEN_LEFT);
    f->keyword = kind_at(f, f->next);
    f->keeps_lines = end > f->next + 1 && any_commented(f, f->next + 1, end - 1);
    put_head(f, end);
    if (kind_at(f, end) == POLICY_TOKEN_SEMICOLON)
        put_mark(f, ";", f->indent);
    else if (kind_at(f, end - 1) == POLICY_TOKEN_EQUALS)
        put_set(f);
    else
        put_block(f);
}

/*
 * Whether the next token goes on with the statement whose block has ended: a sender group has a
 * description and a second block, a host a description.
 */
static bool goes_on(const struct formatter *f)
{
    int kind = kind_at(f, f->next);
    return f->next > 0 && kind_at(f, f->next - 1) == POLICY_TOKEN_RIGHT &&
           (kind == POLICY_TOKEN_STRING || kind == POLICY_TOKEN_LEFT);
}

static void put_rest(struct formatter *f)
{
    f->keyword = POLICY_TOKEN_SENDER_GROUP;
    f->wants_blank = false;
    if (kind_at(f, f->next) == POLICY_TOKEN_STRING)
        put_word(f, f->indent + STYLE_HANG);
    put_comments(f, f->indent);
    if (kind_at(f, f->next) == POLICY_TOKEN_SEMICOLON)
        put_mark(f, ";", f->indent);
    else
        put_block(f);
}

/* A line that could not be read again: of a word that is nearly too long where it stands now. */
static bool check_lines(struct diag *diag, const struct source *source, struct view text)
{
    const char *end = text.text + text.length;
    for (const char *line = text.text, *next; line < end; line = next + 1) {
        next = memchr(line, '\n', (size_t)(end - line));
        if (next - line <= INPUT_LINE_LIMIT)
            continue;
        diag_report(diag, CODE_LONG_LINE, (struct span){source->base, source->base},
                    "indented, a line would be over %d bytes", INPUT_LINE_LIMIT);
        return false;
    }
    return true;
}

bool format_policy(struct diag *diag, const struct source *source, struct view *text)
{
    struct tokens tokens;
    if (!tokens_read(&tokens, diag, source))
        return false;
    struct formatter f = {.tokens = &tokens, .lines = lines_new(diag->arena)};
    while (f.next < tokens.marks.count) {
        put_comments(&f, f.indent);
        if (kind_at(&f, f.next) == POLICY_TOKEN_RIGHT)
            close_block(&f);
        else if (goes_on(&f))
            put_rest(&f);
        else
            put_statement(&f);
    }
    put_comments(&f, 0);
    *text = lines_finish(&f.lines);
    return check_lines(diag, source, *text);
}

static bool has_lines(struct view beginning)
{
    (void)beginning;
    return true;
}

const struct source *format_file(struct diag *diag, const char *path, struct view *text)
{
    bool usable;
    uint32_t errors = diag->counts[SEVERITY_ERROR];
    const struct source *source = text_read(diag, path, has_lines, &usable);
    if (source == NULL || !usable)
        return NULL;
    text_check_lone_cr(diag, source);
    bool sound = format_policy(diag, source, text);
    return sound && diag->counts[SEVERITY_ERROR] == errors ? source : NULL;
}
