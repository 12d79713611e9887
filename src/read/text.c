/* SPDX-License-Identifier: MIT */
#include "read/text.h"

#include "base/input.h"

enum { BINARY_WINDOW = 64 * 1024 };

struct message *text_report(struct diag *diag, enum code code, struct span place)
{
    const struct code_entry *entry = code_entry(code);
    struct message *message = diag_report(diag, code, place, "%s", entry->title);
    diag_help(diag, message, "%s", entry->mend);
    return message;
}

struct message *text_report_bad_utf8(struct diag *diag, struct span place, char byte)
{
    unsigned code = (unsigned char)byte;
    struct message *message =
        diag_report(diag, CODE_BAD_UTF8, place, "not UTF-8: byte 0x%02X", code);
    /* Where ISO-8859-1 has control characters, WINDOWS-1252 has quotes, dashes and the euro. */
    if (code >= 0x80 && code < 0xA0)
        diag_help(diag, message, "convert the file: iconv -f WINDOWS-1252 -t UTF-8 FILE");
    else
        diag_mend(diag, message);
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

bool text_is_blank(const struct source *source)
{
    uint32_t begin = source_begin(source);
    return view_trim((struct view){source->text + begin, source->size - begin}).length == 0;
}

/*
 * The name that iconv has for TEXT's UTF-16, or NULL. With a byte order mark it finds the order by
 * itself; without one every other byte of ASCII text is NUL, the first or the second.
 */
static const char *utf16_name(struct view text)
{
    if (text.length < 2)
        return NULL;
    const char *t = text.text;
    if (memcmp(t, "\xFF\xFE", 2) == 0 || memcmp(t, "\xFE\xFF", 2) == 0)
        return "UTF-16";
    if (text.length < 4)
        return NULL;
    if (t[0] == 0 && t[1] != 0 && t[2] == 0 && t[3] != 0)
        return "UTF-16BE";
    if (t[0] != 0 && t[1] == 0 && t[2] != 0 && t[3] == 0)
        return "UTF-16LE";
    return NULL;
}

void text_check_lone_cr(struct diag *diag, const struct source *source)
{
    const char *end = source->text + source->size;
    const char *cr = source->text;
    while ((cr = memchr(cr, '\r', (size_t)(end - cr))) != NULL) {
        cr++;
        if (*cr == '\n')
            continue;
        uint32_t at = source->base + (uint32_t)(cr - 1 - source->text);
        text_report(diag, CODE_LONE_CR, (struct span){at, at + 1});
        return;
    }
}

/* What is said of a text that is not read on: the file may have other faults too. */
static void note_unread(struct diag *diag, struct message *message)
{
    diag_note(diag, message, SPAN_NONE, "nothing else in the file was judged");
}

/* What makes a text no text: reported, and false where reading on would only add noise. */
static bool check_text(struct diag *diag, const struct source *source)
{
    struct view text = {source->text, source->size};
    struct span start = {source->base, source->base};
    const char *utf16 = utf16_name(text);
    if (utf16 != NULL) {
        diag_help(diag, text_report(diag, CODE_UTF_16, start),
                  "convert it: iconv -f %s -t UTF-8 FILE", utf16);
        return false;
    }
    const char *nul = memchr(text.text, '\0', text.length);
    if (nul != NULL) {
        size_t offset = (size_t)(nul - text.text);
        uint32_t at = source->base + (uint32_t)offset;
        bool binary = offset < BINARY_WINDOW;
        struct message *message =
            text_report(diag, binary ? CODE_BINARY : CODE_NUL_BYTE, (struct span){at, at + 1});
        if (!binary)
            note_unread(diag, message);
        return false;
    }
    return true;
}

static struct source *add_source(struct diag *diag, const char *name, const struct input *input)
{
    struct source *source = sources_add(diag->sources, name, input->text, input->size);
    if (source == NULL) {
        const struct code_entry *entry = code_entry(CODE_FILES_TOO_LARGE);
        diag_report_file(diag, CODE_FILES_TOO_LARGE, name, "%s", entry->title);
    }
    return source;
}

static bool check_lines(struct diag *diag, const struct source *source, const struct input *input)
{
    if (!input->long_line)
        return true;
    uint32_t at = source->base + (uint32_t)input->long_line_offset;
    note_unread(diag, text_report(diag, CODE_LONG_LINE, (struct span){at, at}));
    return false;
}

/* What is to be written to a file, as if it had been read from there. */
static enum input_status take_draft(struct input *input, struct arena *arena,
                                    const struct source_draft *draft)
{
    char *text = arena_zero(arena, draft->text.length + INPUT_PADDING, 1);
    if (draft->text.length > 0)
        memcpy(text, draft->text.text, draft->text.length);
    *input = (struct input){.text = text, .size = draft->text.length};
    return INPUT_READ;
}

struct source *text_read(struct diag *diag, const char *path,
                         bool (*has_lines)(struct view beginning), bool *usable)
{
    struct input input;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    const struct source_draft *draft = sources_draft(diag->sources, name);
    enum input_status status = draft == NULL ? input_read(&input, diag->arena, path, has_lines)
                                             : take_draft(&input, diag->arena, draft);
    *usable = false;
    if (status != INPUT_READ) {
        report_unreadable(diag, name, status, input.error);
        return NULL;
    }
    struct source *source = add_source(diag, name, &input);
    *usable = source != NULL && check_text(diag, source) && check_lines(diag, source, &input);
    return source;
}
