/* SPDX-License-Identifier: MIT */
#include "read/read.h"

#include "base/input.h"

enum { BINARY_WINDOW = 64 * 1024 };

static bool text_has_lines(struct view beginning)
{
    enum format format = format_detect(beginning);
    return format == FORMAT_UNKNOWN || format_reader(format)->has_lines;
}

static struct message *report_with_mend(struct diag *diag, enum code code, struct span place)
{
    const struct code_entry *entry = code_entry(code);
    struct message *message = diag_report(diag, code, place, "%s", entry->title);
    diag_help(diag, message, "%s", entry->mend);
    return message;
}

/* What the system said instead of a text. */
static void report_unreadable(struct diag *diag, const char *name, enum input_status status,
                              int error)
{
    static const enum code codes[] = {
        [INPUT_READ] = CODE_FILE_READ,
        [INPUT_FAILED] = CODE_FILE_READ,
        [INPUT_DIRECTORY] = CODE_FILE_DIRECTORY,
        [INPUT_TOO_LARGE] = CODE_FILE_TOO_LARGE,
    };
    const struct code_entry *entry = code_entry(codes[status]);
    struct message *message =
        status == INPUT_FAILED
            ? diag_report_file(diag, codes[status], name, "%s: %s", entry->title, strerror(error))
            : diag_report_file(diag, codes[status], name, "%s", entry->title);
    diag_help(diag, message, "%s", entry->mend);
}

static bool is_blank(struct view text)
{
    return view_trim(text).length == 0;
}

static bool is_utf16(struct view text)
{
    if (text.length < 2)
        return false;
    unsigned char first = (unsigned char)text.text[0];
    unsigned char second = (unsigned char)text.text[1];
    return (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
}

/* UTF-16 without a mark: every other byte of ASCII text is NUL. */
static bool is_bare_utf16(struct view text)
{
    if (text.length < 4)
        return false;
    const char *t = text.text;
    return (t[0] == 0 && t[1] != 0 && t[2] == 0 && t[3] != 0) ||
           (t[0] != 0 && t[1] == 0 && t[2] != 0 && t[3] == 0);
}

static void check_lone_cr(struct diag *diag, const struct source *source)
{
    const char *end = source->text + source->size;
    const char *cr = source->text;
    while ((cr = memchr(cr, '\r', (size_t)(end - cr))) != NULL) {
        cr++;
        if (*cr == '\n')
            continue;
        uint32_t at = source->base + (uint32_t)(cr - 1 - source->text);
        report_with_mend(diag, CODE_LONE_CR, (struct span){at, at + 1});
        return;
    }
}

/*
 * What makes a text no text: reported, and false where reading on would only add noise. XML and
 * JSON parsers have their own opinion of carriage returns.
 */
static bool check_text(struct diag *diag, const struct source *source, enum format from)
{
    struct view text = {source->text, source->size};
    struct span start = {source->base, source->base};
    if (is_utf16(text) || is_bare_utf16(text)) {
        report_with_mend(diag, CODE_UTF_16, start);
        return false;
    }
    const char *nul = memchr(text.text, '\0', text.length);
    if (nul != NULL) {
        size_t offset = (size_t)(nul - text.text);
        uint32_t at = source->base + (uint32_t)offset;
        report_with_mend(diag, offset < BINARY_WINDOW ? CODE_BINARY : CODE_NUL_BYTE,
                         (struct span){at, at + 1});
        return false;
    }
    if (from == FORMAT_UNKNOWN && is_blank(text)) {
        report_with_mend(diag, CODE_EMPTY_INPUT, start);
        return false;
    }
    return true;
}

static const struct source *add_source(struct diag *diag, const char *name,
                                       const struct input *input)
{
    const struct source *source = sources_add(diag->sources, name, input->text, input->size);
    if (source == NULL) {
        const struct code_entry *entry = code_entry(CODE_FILES_TOO_LARGE);
        diag_report_file(diag, CODE_FILES_TOO_LARGE, name, "%s", entry->title);
    }
    return source;
}

static enum format choose_format(struct diag *diag, const struct source *source, enum format from)
{
    if (from != FORMAT_UNKNOWN)
        return from;
    enum format found = format_detect((struct view){source->text, source->size});
    if (found == FORMAT_UNKNOWN) {
        uint32_t at = source->base + source_begin(source);
        report_with_mend(diag, CODE_UNKNOWN_FORMAT, (struct span){at, at});
    }
    return found;
}

/* The file as a text; NULL, and reported, if there is none. */
static const struct source *read_text(struct diag *diag, const char *path,
                                      bool (*has_lines)(struct view beginning),
                                      struct input *input)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    enum input_status status = input_read(input, diag->arena, path, has_lines);
    if (status == INPUT_READ)
        return add_source(diag, name, input);
    report_unreadable(diag, name, status, input->error);
    return NULL;
}

static bool check_lines(struct diag *diag, const struct source *source, const struct input *input)
{
    if (!input->long_line)
        return true;
    uint32_t at = source->base + (uint32_t)input->long_line_offset;
    report_with_mend(diag, CODE_LONG_LINE, (struct span){at, at});
    return false;
}

static bool names_have_lines(struct view beginning)
{
    (void)beginning;
    return true;
}

const struct source *read_names(struct diag *diag, const char *path)
{
    struct input input;
    const struct source *source = read_text(diag, path, names_have_lines, &input);
    return source != NULL && check_lines(diag, source, &input) ? source : NULL;
}

const struct source *read_file(struct policy *policy, struct diag *diag,
                               const struct read_options *options, enum format from,
                               const char *path)
{
    struct input input;
    const struct source *source = read_text(diag, path, text_has_lines, &input);
    if (source == NULL)
        return NULL;
    if (!check_text(diag, source, from) || !check_lines(diag, source, &input))
        return source;
    enum format format = choose_format(diag, source, from);
    if (format == FORMAT_UNKNOWN)
        return source;
    if (format_reader(format)->has_lines)
        check_lone_cr(diag, source);
    format_reader(format)->read(policy, diag, options, source);
    return source;
}
