/* SPDX-License-Identifier: MIT */
/*
 * For people:
 *
 *     export.txt:14:21: error[E0204]: recipient_minutes must be between 1 and 60
 *        14 | recipient_minutes = 90
 *           |                     ^^
 *           = help: the appliance counts recipients over at most one hour
 */
#include "base/utf8.h"
#include "diag/show_parts.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    GUTTER = 5,          /* columns of a line's number */
    WINDOW = 100,        /* columns of a line that are shown */
    WINDOW_BYTES = 1024, /* and bytes on either side, as characters may be without width */
};

enum style { STYLE_NONE, STYLE_PLACE, STYLE_ERROR, STYLE_WARNING, STYLE_NOTE, STYLE_HELP };

struct text_writer {
    struct diag *diag;
    struct buffer *text;
    bool color;
};

static void begin_style(const struct text_writer *writer, enum style style)
{
    static const char *const sequences[] = {
        [STYLE_NONE] = "\033[0m",       [STYLE_PLACE] = "\033[1m",
        [STYLE_ERROR] = "\033[1;31m",   [STYLE_WARNING] = "\033[1;35m",
        [STYLE_NOTE] = "\033[1;36m",    [STYLE_HELP] = "\033[1;32m",
    };
    if (writer->color)
        buffer_add_string(writer->text, sequences[style]);
}

static void add_styled(const struct text_writer *writer, enum style style, const char *string)
{
    begin_style(writer, style);
    buffer_add_string(writer->text, string);
    begin_style(writer, STYLE_NONE);
}

static void add_number(struct buffer *text, uint32_t number)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%" PRIu32, number);
    buffer_add_string(text, digits);
}

static void add_repeated(struct buffer *text, char c, size_t count)
{
    while (count-- > 0)
        buffer_add_char(text, c);
}

/* One character of a line; a tab is shown as one blank, so that marks stand where they should. */
static size_t line_character(struct view rest, struct shown_character *shown)
{
    if (rest.text[0] == '\t')
        return show_character(VIEW(" "), shown);
    return show_character(rest, shown);
}

/* Where the character of LINE ends that begins at FROM; adds its columns to *COLUMNS. */
static size_t character_end(struct view line, size_t from, size_t *columns)
{
    struct shown_character shown;
    from += line_character((struct view){line.text + from, line.length - from}, &shown);
    *columns += shown.columns;
    return from;
}

/* Where the character of LINE begins that ends at END (not 0). */
static size_t character_start(struct view line, size_t end)
{
    uint32_t character;
    for (size_t length = 1; length <= 4 && length <= end; length++) {
        struct view last = {line.text + end - length, length};
        if (((unsigned char)last.text[0] & 0xC0) != 0x80)
            return utf8_character(last, &character) == length ? end - length : end - 1;
    }
    return end - 1;
}

/* How far one can go on from FROM within MOST columns; what is used of them is in *COLUMNS. */
static size_t go_forward(struct view line, size_t from, size_t most, size_t *columns)
{
    size_t limit = line.length - from > WINDOW_BYTES ? from + WINDOW_BYTES : line.length;
    *columns = 0;
    while (from < limit) {
        size_t used = *columns;
        size_t next = character_end(line, from, &used);
        if (used > most)
            break;
        from = next;
        *columns = used;
    }
    return from;
}

static size_t go_back(struct view line, size_t from, size_t most, size_t *columns)
{
    size_t limit = from > WINDOW_BYTES ? from - WINDOW_BYTES : 0;
    *columns = 0;
    while (from > limit) {
        size_t used = *columns;
        size_t start = character_start(line, from);
        character_end(line, start, &used);
        if (used > most)
            break;
        from = start;
        *columns = used;
    }
    return from;
}

/* The part of a line that is shown, as offsets into it, and its mark. */
struct window {
    size_t start;
    size_t mark;
    size_t end;
    size_t indent; /* columns before the mark */
    size_t width;  /* of the mark */
};

/* A whole line if it fits; else what lies around the mark, at least half of it behind. */
static struct window window_around(struct view line, size_t mark, size_t mark_length)
{
    struct window window = {.mark = mark};
    size_t behind;
    go_forward(line, mark, WINDOW, &behind);
    size_t before = WINDOW - (behind < WINDOW / 2 ? behind : WINDOW / 2);
    window.start = go_back(line, mark, before, &before);
    window.end = go_forward(line, mark, WINDOW - before, &behind);
    window.indent = before;
    size_t shown = window.end - mark;
    size_t marked_end = mark + (mark_length < shown ? mark_length : shown);
    while (mark < marked_end)
        mark = character_end(line, mark, &window.width);
    return window;
}

static void add_line(struct buffer *text, struct view line)
{
    while (line.length > 0) {
        struct shown_character shown;
        size_t length = line_character(line, &shown);
        buffer_add(text, (struct view){shown.text, shown.length});
        line = (struct view){line.text + length, line.length - length};
    }
}

static size_t number_width(uint32_t number)
{
    size_t width = 1;
    for (; number >= 10; number /= 10)
        width++;
    return width;
}

/* Columns left of the bar: five, or more for a longer line number. */
static size_t gutter_width(const struct position *at)
{
    size_t width = number_width(at->line);
    return width < GUTTER ? GUTTER : width;
}

/* The line of AT with MARK_LENGTH bytes of it marked, as far as they are in this line. */
static void add_snippet(const struct text_writer *writer, const struct position *at,
                        size_t mark_length)
{
    static const char cut[] = "...";
    struct buffer *text = writer->text;
    struct window window = window_around(at->line_text, at->line_offset, mark_length);
    add_repeated(text, ' ', gutter_width(at) - number_width(at->line));
    add_number(text, at->line);
    buffer_add_string(text, " |");
    if (at->line_text.length > 0) {
        buffer_add_string(text, window.start > 0 ? " ..." : " ");
        struct view shown = {at->line_text.text + window.start, window.end - window.start};
        add_line(text, shown);
        buffer_add_string(text, window.end < at->line_text.length ? cut : "");
    }
    buffer_add_char(text, '\n');
    add_repeated(text, ' ', gutter_width(at));
    buffer_add_string(text, " | ");
    add_repeated(text, ' ', window.indent + (window.start > 0 ? sizeof cut - 1 : 0));
    begin_style(writer, STYLE_HELP);
    add_repeated(text, '^', window.width == 0 ? 1 : window.width);
    begin_style(writer, STYLE_NONE);
    buffer_add_char(text, '\n');
}

static void add_words(const struct text_writer *writer, const char *words)
{
    buffer_add_string(writer->text, show_words(writer->diag->arena, words));
}

/* "FILE:14:21: ", "FILE: " or "destc: ". */
static void add_place(const struct text_writer *writer, const struct position *at,
                      const char *file)
{
    begin_style(writer, STYLE_PLACE);
    add_words(writer, file == NULL ? SHOW_TOOL : file);
    if (at->source != NULL) {
        buffer_add_char(writer->text, ':');
        add_number(writer->text, at->line);
        buffer_add_char(writer->text, ':');
        add_number(writer->text, at->column);
    }
    buffer_add_char(writer->text, ':');
    begin_style(writer, STYLE_NONE);
    buffer_add_char(writer->text, ' ');
}

/* A line below the message that belongs to it: "      = help: WORDS". */
static void add_remark(const struct text_writer *writer, const struct position *at,
                       enum style style, const char *kind, const char *words)
{
    add_repeated(writer->text, ' ', gutter_width(at));
    buffer_add_string(writer->text, " = ");
    add_styled(writer, style, kind);
    buffer_add_char(writer->text, ' ');
    add_words(writer, words);
    buffer_add_char(writer->text, '\n');
}

static void add_other_place(const struct text_writer *writer, const struct note *note)
{
    struct position at = sources_position(writer->diag->sources, note->place.offset);
    add_place(writer, &at, at.source == NULL ? NULL : at.source->name);
    add_styled(writer, STYLE_NOTE, "note:");
    buffer_add_char(writer->text, ' ');
    add_words(writer, note->text);
    buffer_add_char(writer->text, '\n');
    if (at.source != NULL)
        add_snippet(writer, &at, note->place.end - note->place.offset);
}

static void add_headline(const struct text_writer *writer, const struct message *message,
                         const struct position *at)
{
    static const enum style styles[SEVERITY_COUNT] = {STYLE_NOTE, STYLE_WARNING, STYLE_ERROR};
    add_place(writer, at, show_file(writer->diag, message));
    begin_style(writer, styles[message->severity]);
    buffer_add_string(writer->text, severity_name(message->severity));
    buffer_add_char(writer->text, '[');
    buffer_add_string(writer->text, code_entry(message->code)->id);
    buffer_add_string(writer->text, "]:");
    begin_style(writer, STYLE_NONE);
    buffer_add_char(writer->text, ' ');
    add_words(writer, message->text);
    buffer_add_char(writer->text, '\n');
}

void show_message(struct diag *diag, const struct message *message, bool color,
                  struct buffer *text)
{
    struct text_writer writer = {.diag = diag, .text = text, .color = color};
    struct position at = sources_position(diag->sources, message->place.offset);
    add_headline(&writer, message, &at);
    if (at.source != NULL)
        add_snippet(&writer, &at, message->place.end - message->place.offset);
    for (const struct note *note = message->notes; note != NULL; note = note->next)
        if (note->place.offset == 0)
            add_remark(&writer, &at, STYLE_NOTE, "note:", note->text);
    if (message->help != NULL)
        add_remark(&writer, &at, STYLE_HELP, "help:", message->help);
    for (const struct note *note = message->notes; note != NULL; note = note->next)
        if (note->place.offset != 0)
            add_other_place(&writer, note);
}

/* "destc: 2 errors, 1 warning": all that were reported, shown or not. */
static void write_summary(const struct diag *diag, struct output *output)
{
    const char *separator = SHOW_TOOL ": ";
    for (int i = SEVERITY_COUNT - 1; i >= 0; i--) {
        uint32_t count = diag->counts[i];
        if (count == 0)
            continue;
        output_printf(output, "%s%" PRIu32 " %s%s", separator, count,
                      severity_name((enum severity)i), count == 1 ? "" : "s");
        separator = ", ";
    }
    if (diag->excused_count > 0)
        output_printf(output, "%s%" PRIu32 " suppressed", separator, diag->excused_count);
    output_char(output, '\n');
}

void show_text(struct diag *diag, const struct show_options *options, struct output *output)
{
    uint32_t count;
    const struct message *const *list = show_list(diag, options, &count);
    struct buffer text = buffer_new(diag->arena);
    for (uint32_t i = 0; i < count; i++) {
        text.length = 0;
        show_message(diag, list[i], options->color, &text);
        output_view(output, buffer_view(&text));
    }
    struct unshown unshown;
    if (show_unshown(diag, options, &unshown))
        output_printf(output, SHOW_TOOL ": %s\n", show_unshown_words(diag->arena, &unshown));
    if ((count > 1 || diag->excused_count > 0) && !options->quiet)
        write_summary(diag, output);
}
