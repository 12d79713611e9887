/* SPDX-License-Identifier: MIT */
#include "read/csv.h"

#include "base/buffer.h"

/* Where the reading stands. */
struct scan {
    const struct source *source;
    const char *next;
    const char *end;
    char separator;
};

struct field {
    struct view text; /* as it stands between its quotes or, without its blanks, separators */
    bool doubled;     /* there are doubled quotes in it */
};

enum field_end {
    ENDS_WITH_SEPARATOR,
    ENDS_LINE,
    IS_BROKEN, /* see struct fault */
};

struct fault {
    const char *at;
    const char *text;
    const char *help;
};

static struct span span_of(const struct scan *scan, struct view text)
{
    uint32_t offset = scan->source->base + (uint32_t)(text.text - scan->source->text);
    return (struct span){offset, offset + (uint32_t)text.length};
}

static void skip_blanks(struct scan *scan)
{
    while (scan->next < scan->end && *scan->next != scan->separator &&
           (*scan->next == ' ' || *scan->next == '\t' || *scan->next == '\r'))
        scan->next++;
}

static void skip_line(struct scan *scan)
{
    const char *end = memchr(scan->next, '\n', (size_t)(scan->end - scan->next));
    scan->next = end == NULL ? scan->end : end + 1;
}

/* Steps over what ends a field; the caller has made sure that it is there. */
static enum field_end end_field(struct scan *scan)
{
    bool more = scan->next < scan->end && *scan->next == scan->separator;
    if (scan->next < scan->end)
        scan->next++;
    return more ? ENDS_WITH_SEPARATOR : ENDS_LINE;
}

static enum field_end broken(struct fault *fault, const char *at, const char *text,
                             const char *help)
{
    *fault = (struct fault){at, text, help};
    return IS_BROKEN;
}

/* A field whose opening quote is next. */
static enum field_end quoted_field(struct scan *scan, struct field *field, struct fault *fault)
{
    static const char help[] = "write a quote at the field's end";
    const char *open = scan->next;
    const char *close = open + 1;
    while ((close = memchr(close, '"', (size_t)(scan->end - close))) != NULL) {
        if (close + 1 == scan->end || close[1] != '"')
            break;
        field->doubled = true;
        close += 2;
    }
    if (close == NULL)
        return broken(fault, open, "a quoted field that is never closed", help);
    field->text = (struct view){open + 1, (size_t)(close - open - 1)};
    scan->next = close + 1;
    skip_blanks(scan);
    if (scan->next == scan->end || *scan->next == scan->separator || *scan->next == '\n')
        return end_field(scan);
    if (memchr(open, '\n', (size_t)(close - open)) != NULL)
        return broken(fault, open, "a quoted field that is not closed on its line", help);
    return broken(fault, scan->next, "text behind a closing quote",
                  "write a quote that is meant twice");
}

static enum field_end next_field(struct scan *scan, struct field *field, struct fault *fault)
{
    *field = (struct field){.doubled = false};
    skip_blanks(scan);
    if (scan->next < scan->end && *scan->next == '"')
        return quoted_field(scan, field, fault);
    const char *start = scan->next;
    while (scan->next < scan->end && *scan->next != scan->separator && *scan->next != '\n') {
        if (*scan->next == '"')
            return broken(fault, scan->next, "a quote within a field that is not quoted",
                          "put the whole field in quotes, and write the quote in it twice");
        scan->next++;
    }
    field->text = view_trim((struct view){start, (size_t)(scan->next - start)});
    return end_field(scan);
}

/* Whether the rest of the line has nothing in its cells; steps over it if so. */
static bool skip_blank_row(struct scan *scan)
{
    const char *at = scan->next;
    while (at < scan->end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == scan->separator))
        at++;
    if (at < scan->end && *at != '\n')
        return false;
    scan->next = at < scan->end ? at + 1 : at;
    return true;
}

/* The first of the three separators that stands in the header, outside the first cell's quotes. */
static char find_separator(const struct scan *scan)
{
    const char *at = scan->next;
    if (at < scan->end && *at == '"')
        at++;
    for (; at < scan->end && *at != '\n'; at++)
        if (*at == ',' || *at == ';' || *at == '\t')
            return *at;
    return ',';
}

enum { SEPARATOR_AT = sizeof "sep=" - 1 };

bool csv_is_separator_line(struct view line)
{
    size_t quote = line.length > 1 && line.text[0] == '"' && line.text[line.length - 1] == '"';
    line = (struct view){line.text + quote, line.length - 2 * quote};
    bool told = line.length == SEPARATOR_AT + 1 && view_has(VIEW(",;"), line.text[SEPARATOR_AT]);
    return (told || line.length == SEPARATOR_AT) && /* a tab is a blank, and gone */
           view_equal_nocase((struct view){line.text, SEPARATOR_AT}, VIEW("sep="));
}

static void skip_blank_rows(struct scan *scan)
{
    while (scan->next < scan->end && skip_blank_row(scan))
        continue;
    skip_blanks(scan);
}

/* The separator that the next line, which is no row, tells; '\0' if it is another line. */
static char told_separator(struct scan *scan)
{
    const char *start = scan->next;
    skip_line(scan);
    const char *equals = memchr(start, '=', (size_t)(scan->next - start));
    struct view line = view_trim((struct view){start, (size_t)(scan->next - start)});
    if (!csv_is_separator_line(line)) {
        scan->next = start;
        return '\0';
    }
    skip_blank_rows(scan);
    if (view_has(VIEW(",;\t"), equals[1]))
        return equals[1];
    return find_separator(scan);
}

/* The beginning of SOURCE's header. */
static struct scan scan_begin(const struct source *source)
{
    struct scan scan = {.source = source,
                        .next = source->text + source_begin(source),
                        .end = source->text + source->size,
                        .separator = '\0'}; /* none yet */
    skip_blank_rows(&scan);
    char told = told_separator(&scan);
    scan.separator = told;
    if (told == '\0')
        scan.separator = find_separator(&scan);
    return scan;
}

enum column_kind {
    COLUMN_NAMELESS,
    COLUMN_PARAMETER,
    COLUMN_OTHER,  /* an unknown parameter, reported at the header */
    COLUMN_UNUSED, /* an error was reported at the header */
};

struct column {
    struct view name;
    struct span place;
    enum column_kind kind;
    enum param param;
    uint32_t meant; /* of an unknown one: what it may misspell, a mask */
};

struct reader {
    struct entry_reader entry;
    struct diag *diag;
    struct arena *arena;
    struct scan scan;
    struct column *columns;
    uint32_t count;
    uint32_t capacity;
    uint32_t known; /* a mask of the parameters that have a column */
    struct hash_table names;
    uint64_t seed;
};

static void report_fault(struct reader *reader, const struct fault *fault)
{
    struct span place = span_of(&reader->scan, (struct view){fault->at, 1});
    struct message *message = diag_report(reader->diag, CODE_CSV_SYNTAX, place, "%s", fault->text);
    diag_help(reader->diag, message, "%s", fault->help);
}

/* Without blanks at its ends; line breaks stay, to be found fault with. */
static struct view trim_blanks(struct view text)
{
    while (text.length > 0 && (*text.text == ' ' || *text.text == '\t'))
        text = (struct view){text.text + 1, text.length - 1};
    while (text.length > 0 &&
           (text.text[text.length - 1] == ' ' || text.text[text.length - 1] == '\t'))
        text.length--;
    return text;
}

/* The text that FIELD stands for. */
static struct view field_text(const struct reader *reader, const struct field *field)
{
    if (!field->doubled)
        return field->text;
    char *text = arena_alloc(reader->arena, field->text.length);
    size_t length = 0;
    for (size_t i = 0; i < field->text.length; i++) {
        text[length++] = field->text.text[i];
        i += field->text.text[i] == '"';
    }
    return (struct view){text, length};
}

/* The column that has this name already, or NULL; if none, COLUMN takes it. */
static const struct column *take_name(struct reader *reader, struct view name, uint32_t column)
{
    char *text = arena_alloc(reader->arena, name.length);
    for (size_t i = 0; i < name.length; i++)
        text[i] = ascii_lower(name.text[i]);
    uint32_t hash = hash_bytes(reader->seed, text, name.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&reader->names, hash, &probe, &index))
        if (view_equal_nocase(reader->columns[index].name, name))
            return &reader->columns[index];
    hash_table_insert(&reader->names, hash, column);
    return NULL;
}

static void add_column(struct reader *reader, const struct field *field)
{
    reader->columns = array_grow(reader->arena, reader->columns, reader->count, &reader->capacity,
                                 sizeof *reader->columns);
    uint32_t index = reader->count++;
    struct column *column = &reader->columns[index];
    column->name = trim_blanks(field_text(reader, field));
    column->place = span_of(&reader->scan, field->text);
    column->param = param_find(column->name);
    if (column->name.length == 0)
        return;
    const struct column *first = take_name(reader, column->name, index);
    if (first != NULL) {
        struct message *message =
            diag_report(reader->diag, CODE_CSV_HEADER, column->place,
                        "a second column named %.*s", VIEW_ARG(column->name));
        diag_note(reader->diag, message, first->place, "the first column of that name");
        diag_mend(reader->diag, message);
        column->kind = COLUMN_UNUSED;
        return;
    }
    column->kind = column->param == PARAM_COUNT ? COLUMN_OTHER : COLUMN_PARAMETER;
    if (column->kind == COLUMN_PARAMETER)
        reader->known |= PARAM_BIT(column->param);
}

/* Unknown columns are judged once they are all known: what is there already is no near miss. */
static void judge_columns(struct reader *reader)
{
    for (uint32_t i = 1; i < reader->count; i++) {
        struct column *column = &reader->columns[i];
        if (column->kind == COLUMN_OTHER &&
            !entry_judge_unknown(&reader->entry, column->name, column->place, reader->known,
                                 &column->meant))
            column->kind = COLUMN_UNUSED;
    }
}

/* Reads the header line. False if it is none: then no row can be read. */
static bool read_header(struct reader *reader)
{
    struct field field;
    struct fault fault;
    enum field_end end;
    do {
        end = next_field(&reader->scan, &field, &fault);
        if (end == IS_BROKEN) {
            report_fault(reader, &fault);
            return false;
        }
        add_column(reader, &field);
        if (reader->count == 1 && !view_equal_nocase(reader->columns[0].name, VIEW("domain"))) {
            struct message *message =
                diag_report(reader->diag, CODE_CSV_HEADER, reader->columns[0].place,
                            "the first column must be named domain");
            diag_help(reader->diag, message, "the first line names the columns: "
                      "domain, then parameters as an export calls them");
            return false;
        }
    } while (end == ENDS_WITH_SEPARATOR);
    judge_columns(reader);
    return true;
}

/* A cell of a setting. Names keep the blanks that stand between quotes, to be judged. */
static void read_cell(struct reader *reader, const struct column *column,
                      const struct field *field)
{
    struct span place = span_of(&reader->scan, field->text);
    struct view text = field_text(reader, field);
    bool exact =
        column->kind == COLUMN_PARAMETER && parameter(column->param)->type == TYPE_NAME;
    if (!exact)
        text = trim_blanks(text);
    if (text.length == 0)
        return;
    if (column->kind == COLUMN_PARAMETER) {
        entry_parameter(&reader->entry, column->param, place, text, place);
    } else if (column->kind == COLUMN_OTHER) {
        entry_other(&reader->entry, column->name, place, text, place);
        entry_misspelt(&reader->entry, column->meant);
    }
}

/* A cell that has no column, or one without a name. */
static void report_surplus(struct reader *reader, const struct field *field)
{
    struct message *message =
        diag_report(reader->diag, CODE_CSV_COLUMNS, span_of(&reader->scan, field->text),
                    "a cell without a column: the header names %u", reader->count);
    diag_help(reader->diag, message, "%s", code_entry(CODE_CSV_COLUMNS)->mend);
}

/* Reports a row whose first cell is FIRST and that ends after COUNT cells, too early. */
static void report_short(struct reader *reader, const struct field *first, uint32_t count)
{
    uint32_t columns = reader->count;
    while (columns > count && reader->columns[columns - 1].kind == COLUMN_NAMELESS)
        columns--;
    if (count < columns)
        diag_mend(reader->diag,
                  diag_report(reader->diag, CODE_CSV_SHORT, span_of(&reader->scan, first->text),
                              "the row ends after %u of %u cells", count, columns));
}

/* Reads one row. After broken quoting the next line begins the next row. */
static void read_row(struct reader *reader)
{
    const char *start = reader->scan.next;
    bool surplus_told = false;
    struct field first;
    struct field field;
    struct fault fault;
    enum field_end end = ENDS_WITH_SEPARATOR;
    uint32_t i;
    for (i = 0; end == ENDS_WITH_SEPARATOR; i++) {
        end = next_field(&reader->scan, &field, &fault);
        if (end == IS_BROKEN)
            break;
        bool named = i < reader->count && reader->columns[i].kind != COLUMN_NAMELESS;
        if (i == 0) {
            first = field;
            entry_begin(&reader->entry, field_text(reader, &field),
                        span_of(&reader->scan, field.text),
                        span_of(&reader->scan, (struct view){start, 0}).offset);
        } else if (named) {
            read_cell(reader, &reader->columns[i], &field);
        } else if (field.text.length > 0 && !surplus_told) {
            report_surplus(reader, &field);
            surplus_told = true;
        }
    }
    if (end == IS_BROKEN) {
        report_fault(reader, &fault);
        entry_begin_orphan(&reader->entry);
        reader->scan.next = start;
        skip_line(&reader->scan);
    } else {
        report_short(reader, &first, i);
    }
    entry_end(&reader->entry);
}

/* A row is seldom shorter than this; the tables are sized for it. */
enum { BYTES_PER_ROW = 48 };

void read_csv(struct policy *policy, struct diag *diag, const struct read_options *options,
              const struct source *source)
{
    struct reader reader = {.diag = diag,
                            .arena = policy->arena,
                            .scan = scan_begin(source),
                            .seed = policy->store->seed};
    if (reader.scan.next == reader.scan.end)
        return;
    policy_expect(policy, source->size / BYTES_PER_ROW);
    policy_add_text(policy, source, locate_csv);
    hash_table_init(&reader.names, policy->arena, PARAM_COUNT);
    entry_reader_init(&reader.entry, policy, diag, options, source, VOCABULARY_EXPORT_LIKE);
    if (!read_header(&reader))
        return;
    while (reader.scan.next < reader.scan.end)
        if (!skip_blank_row(&reader.scan))
            read_row(&reader);
}

/* The number of the header's column called NAME; 0, which is the domain's, if there is none. */
static uint32_t find_column(struct scan *scan, struct view name)
{
    struct field field;
    struct fault fault;
    enum field_end end = ENDS_WITH_SEPARATOR;
    for (uint32_t i = 0; end == ENDS_WITH_SEPARATOR; i++) {
        end = next_field(scan, &field, &fault);
        if (end != IS_BROKEN && view_equal_nocase(trim_blanks(field.text), name))
            return i;
    }
    return 0;
}

struct span locate_csv(const struct source *source, uint32_t section, struct view name)
{
    struct scan scan = scan_begin(source);
    struct field field;
    struct fault fault;
    enum field_end end = ENDS_WITH_SEPARATOR;
    uint32_t column = find_column(&scan, name);
    scan.next = source->text + (section - source->base);
    for (uint32_t i = 0; column > 0 && end == ENDS_WITH_SEPARATOR; i++) {
        end = next_field(&scan, &field, &fault);
        if (i == column && end != IS_BROKEN && field.text.length > 0)
            return span_of(&scan, field.text);
    }
    return SPAN_NONE;
}
