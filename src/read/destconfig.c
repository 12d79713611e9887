/* SPDX-License-Identifier: MIT */
#include "read/destconfig.h"

#include "base/buffer.h"
#include "base/utf8.h"

void destconfig_syntax_error(struct destconfig_reader *reader, struct span place,
                             const char *message)
{
    diag_help(reader->diag, diag_report(reader->diag, CODE_SYNTAX, place, "%s", message),
              "a line is [DOMAIN], NAME = VALUE, a # comment or blank");
}

bool destconfig_conflict(struct destconfig_reader *reader, char first, struct span place)
{
    struct destconfig_conflicts *conflicts = &reader->conflicts;
    bool was_open = conflicts->is_open;
    if (first == '<' || !was_open) {
        conflicts->list = array_grow(reader->diag->arena, conflicts->list, conflicts->count,
                                     &conflicts->capacity, sizeof *conflicts->list);
        conflicts->list[conflicts->count++] = place;
    }
    conflicts->is_open = first == '<' || (was_open && first != '>');
    return was_open && (first == '=' || first == '|');
}

enum { MOST_CONFLICTS = 8 };

/* All in one message. Not before the scanner is done with the text: see sources_position(). */
static void report_conflicts(const struct destconfig_reader *reader)
{
    struct diag *diag = reader->diag;
    const struct destconfig_conflicts *conflicts = &reader->conflicts;
    uint32_t shown = conflicts->count < MOST_CONFLICTS ? conflicts->count : MOST_CONFLICTS;
    struct buffer text = buffer_new(diag->arena);
    if (conflicts->count == 0)
        return;
    buffer_add_string(&text, conflicts->count == 1 ? "an unresolved merge conflict at line"
                                                   : "unresolved merge conflicts at lines");
    for (uint32_t i = 0; i < shown; i++)
        buffer_printf(&text, "%s %u", i == 0 ? "" : ",",
                      sources_position(diag->sources, conflicts->list[i].offset).line);
    if (shown < conflicts->count)
        buffer_printf(&text, " and %u more", conflicts->count - shown);
    struct message *message =
        diag_report(diag, CODE_CONFLICT_MARKS, conflicts->list[0], "%s", buffer_string(&text));
    diag_help(diag, message, "keep one side of each, and take out the lines with <<<<<<<, ======= "
              "and >>>>>>>");
}

void destconfig_indented(struct destconfig_reader *reader, struct span blanks)
{
    struct message *message = diag_report(reader->diag, CODE_INDENTED, blanks,
                                          "the appliance may take this indented line for a "
                                          "continuation of the one before");
    diag_help(reader->diag, message, "%s", code_entry(CODE_INDENTED)->mend);
}

void destconfig_comment(struct destconfig_reader *reader, struct span place)
{
    comments_add(&reader->entry.policy->comments, place);
}

static void note_mark(struct destconfig_reader *reader, struct destconfig_mark mark)
{
    struct destconfig_marks *marks = reader->marks;
    if (marks == NULL)
        return;
    marks->list = array_grow(reader->diag->arena, marks->list, marks->count, &marks->capacity,
                             sizeof *marks->list);
    marks->list[marks->count++] = mark;
}

void destconfig_section(struct destconfig_reader *reader, struct view name, struct span name_place,
                        struct span place)
{
    note_mark(reader, (struct destconfig_mark){true, name_place, place});
    entry_end(&reader->entry);
    entry_begin(&reader->entry, name, name_place, place.offset);
}

void destconfig_broken_section(struct destconfig_reader *reader)
{
    entry_end(&reader->entry);
    entry_begin_orphan(&reader->entry);
}

/* Whether TEXT is what stands in a section's head; no parameter's name has a dot. */
static bool is_head(struct destconfig_reader *reader, struct view text)
{
    struct domain domain;
    struct domain_fault fault;
    size_t offset;
    if (view_equal_nocase(text, VIEW("DEFAULT")))
        return true;
    return memchr(text.text, '.', text.length) != NULL && utf8_check(text, &offset) &&
           domain_parse(reader->diag->arena, text, &domain, &fault);
}

void destconfig_bare(struct destconfig_reader *reader, struct view name, struct span name_place,
                     struct span end)
{
    struct view head = name;
    if (head.text[head.length - 1] == ']')
        head.length--;
    if (head.length == 0 || !is_head(reader, head)) {
        destconfig_syntax_error(reader, end, "unexpected end of line, expected \"=\"");
        return;
    }
    struct message *message =
        diag_report(reader->diag, CODE_SYNTAX, name_place,
                    "a section's head without its brackets: \"%.*s\"", VIEW_ARG(name));
    diag_help(reader->diag, message, "did you mean [%.*s]?", VIEW_ARG(head));
    destconfig_broken_section(reader);
}

/*
 * What the appliance's reader may take for a comment or a reference. A comment behind a word or a
 * number is found when the value is read.
 */
static void check_value(struct destconfig_reader *reader, struct view name, struct view value,
                        struct span place)
{
    const char *percent = memchr(value.text, '%', value.length);
    const char *semicolon = memchr(value.text, ';', value.length);
    if (percent != NULL) {
        uint32_t at = place.offset + (uint32_t)(percent - value.text);
        diag_mend(reader->diag, diag_report(reader->diag, CODE_PERCENT, (struct span){at, at + 1},
                                            "the appliance may take %% in a value for a reference"));
    }
    enum param param = semicolon == NULL ? PARAM_COUNT : param_find(name);
    if (param != PARAM_COUNT && parameter(param)->type != TYPE_NAME)
        return;
    for (; semicolon != NULL && semicolon > value.text;) {
        size_t offset = (size_t)(semicolon - value.text);
        if (semicolon[-1] == ' ' || semicolon[-1] == '\t') {
            uint32_t at = place.offset + (uint32_t)offset;
            struct message *message =
                diag_report(reader->diag, CODE_SEMICOLON, (struct span){at, at + 1},
                            "the appliance may take \" ;\" for the beginning of a comment");
            diag_mend(reader->diag, message);
            return;
        }
        semicolon = memchr(semicolon + 1, ';', value.length - offset - 1);
    }
}

void destconfig_setting(struct destconfig_reader *reader, struct view name, struct span name_place,
                        struct view value, struct span value_place)
{
    note_mark(reader, (struct destconfig_mark){false, name_place, value_place});
    check_value(reader, name, value, value_place);
    entry_setting(&reader->entry, name, name_place, value, value_place);
}

void destconfig_end(struct destconfig_reader *reader)
{
    entry_end(&reader->entry);
}

/* A section is seldom shorter than this; the tables are sized for it. */
enum { BYTES_PER_SECTION = 96 };

/* Room for a mark a line: a list that grew would be copied again and again. */
static void marks_expect(struct destconfig_marks *marks, struct arena *arena,
                         const struct source *source)
{
    uint32_t lines = 1;
    const char *end = source->text + source->size;
    for (const char *at = source->text; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        lines++;
    *marks = (struct destconfig_marks){.capacity = lines};
    marks->list = arena_alloc(arena, lines * sizeof *marks->list);
}

void read_destconfig_marked(struct policy *policy, struct diag *diag,
                            const struct read_options *options, const struct source *source,
                            struct destconfig_marks *marks)
{
    struct destconfig_reader reader = {.diag = diag, .source = source, .marks = marks};
    if (marks != NULL)
        marks_expect(marks, diag->arena, source);
    policy_expect(policy, source->size / BYTES_PER_SECTION);
    policy_add_text(policy, source, locate_destconfig);
    entry_reader_init(&reader.entry, policy, diag, options, source, VOCABULARY_EXPORT);
    destconfig_parse(&reader);
    report_conflicts(&reader);
}

void read_destconfig(struct policy *policy, struct diag *diag, const struct read_options *options,
                     const struct source *source)
{
    read_destconfig_marked(policy, diag, options, source, NULL);
}

/* The next line from *OFFSET on, without its end. False at the end of the text. */
static bool next_line(const struct source *source, uint32_t *offset, struct view *line)
{
    if (*offset >= source->size)
        return false;
    const char *start = source->text + *offset;
    const char *end = memchr(start, '\n', source->size - *offset);
    size_t length = end == NULL ? source->size - *offset : (size_t)(end - start);
    *line = (struct view){start, length};
    *offset += (uint32_t)length + 1;
    return true;
}

static size_t name_end(struct view line)
{
    size_t end = 0;
    while (end < line.length && line.text[end] != '=' && line.text[end] != ':')
        end++;
    return end;
}

struct span locate_destconfig(const struct source *source, uint32_t section, struct view name)
{
    uint32_t offset = section - source->base;
    struct view line;
    struct span found = SPAN_NONE;
    next_line(source, &offset, &line);
    while (next_line(source, &offset, &line)) {
        struct view text = view_trim(line);
        if (text.length == 0 || text.text[0] == '#' || text.text[0] == ';')
            continue;
        if (text.text[0] == '[')
            break;
        size_t end = name_end(text);
        struct view value = {text.text + end, text.length - end};
        if (value.length == 0 ||
            !view_equal_nocase(view_trim((struct view){text.text, end}), name))
            continue;
        value = view_trim((struct view){value.text + 1, value.length - 1});
        found.offset = source->base + (uint32_t)(value.text - source->text);
        found.end = found.offset + (uint32_t)value.length;
    }
    return found;
}
