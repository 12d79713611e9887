/* SPDX-License-Identifier: MIT */
#include "read/flow.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "read/text.h"
#include "read/value.h"

/* The codes of numbers out of their range. */
static const enum code range_codes[FLOW_COUNT] = {
    [FLOW_MAX_MESSAGE_SIZE] = CODE_RANGE_MESSAGE_SIZE,
    [FLOW_MAX_CONCURRENCY] = CODE_RANGE_CONCURRENCY,
    [FLOW_MAX_MSGS_PER_SESSION] = CODE_RANGE_CONNECTION_MESSAGES,
    [FLOW_MAX_RCPTS_PER_MSG] = CODE_RANGE_MESSAGE_RECIPIENTS,
    [FLOW_MAX_RCPTS_PER_HOUR] = CODE_RANGE_HOUR_RECIPIENTS,
    [FLOW_MAX_RCPTS_PER_HOUR_CODE] = CODE_RANGE_REPLY,
    [FLOW_SMTP_BANNER_CODE] = CODE_RANGE_REPLY,
    [FLOW_SIGNIFICANT_BITS] = CODE_RANGE_BITS,
    [FLOW_DHAP_LIMIT] = CODE_RANGE_HARVEST,
    [FLOW_SMTP_RESPONSE_CODE] = CODE_RANGE_REPLY,
};

/* As the vendor's manual prints it. */
static const struct view misprint = {"signficant_bits", sizeof "signficant_bits" - 1};

void flow_reader_init(struct flow_reader *reader, struct diag *diag, enum flow_table table,
                      uint64_t seed, bool text_is_clean)
{
    *reader = (struct flow_reader){
        .diag = diag, .table = table, .seed = seed, .text_is_clean = text_is_clean,
        .vocabulary = VOCABULARY_EXPORT_LIKE};
}

void flow_begin(struct flow_reader *reader, struct span place)
{
    reader->settings = (struct flow_settings){.count = 0};
    reader->given = 0;
    reader->has_others = false;
    reader->open = place;
}

struct flow_settings flow_take(struct flow_reader *reader)
{
    struct flow_settings settings = reader->settings;
    flow_begin(reader, SPAN_NONE);
    return settings;
}

void flow_report_unclosed(struct flow_reader *reader, struct span place)
{
    if (reader->open.offset == reader->open.end)
        return; /* not opened either, as was reported */
    struct message *message =
        diag_report(reader->diag, CODE_BLOCK_UNCLOSED, reader->open, "a block that is not closed");
    diag_note(reader->diag, message, place, "it must have ended before this");
    diag_mend(reader->diag, message);
}

void flow_report_open_text(struct diag *diag, struct span place)
{
    diag_mend(diag, diag_report(diag, CODE_TEXT_UNCLOSED, place,
                                "a text without its closing quote"));
}

bool flow_check_text(const struct flow_reader *reader, struct view text, struct span place,
                     const char *what)
{
    size_t offset;
    if (!reader->text_is_clean && !utf8_check(text, &offset)) {
        uint32_t at = place.offset + (uint32_t)offset;
        text_report_bad_utf8(reader->diag, (struct span){at, at + 1}, text.text[offset]);
        return false;
    }
    if (!text_has_control(text, &offset))
        return true;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_CONTROL_CHARACTER, place,
                                        "a control character in %s", what));
    return false;
}

/* What is read is in the words of the policy language, not in a table's. */
static bool is_foreign(const struct flow_reader *reader)
{
    return reader->vocabulary >= VOCABULARY_POLICY;
}

/* What PARAM is called where it was read. */
static const char *name_of(const struct flow_reader *reader, enum flow_param param)
{
    const struct flow_parameter *row = flow_parameter(param);
    return is_foreign(reader) ? row->policy_name : row->name;
}

/* --- Values ----------------------------------------------------------------------------------- */

/* A value that is being read. */
struct candidate {
    struct flow_reader *reader;
    const struct flow_parameter *row;
    const char *name; /* of the parameter, where it was read */
    struct flow_setting *setting; /* whose kind, number and text are to be found */
    struct view text;             /* without its quotes */
    bool quoted;
};

static void reject(const struct candidate *candidate)
{
    candidate->setting->kind = FLOW_VALUE_REJECTED;
}

/* Takes RAW as it stands. */
static void keep(const struct candidate *candidate, struct view raw)
{
    candidate->setting->kind = FLOW_VALUE_UNKNOWN;
    candidate->setting->text = raw;
}

/* Quotes round a number, or none round a word or text: it is clear all the same what is meant. */
static void report_quotes(const struct candidate *candidate)
{
    struct diag *diag = candidate->reader->diag;
    struct message *message =
        diag_report(diag, CODE_VALUE_QUOTES, candidate->setting->place,
                    candidate->quoted ? "quotes round a number" : "a word without its quotes");
    diag_help(diag, message, "write %s = %s%.*s%s", candidate->row->name,
              candidate->quoted ? "" : "\"", VIEW_ARG(candidate->text),
              candidate->quoted ? "" : "\"");
}

/* Digits, perhaps with a minus before them. What is too large comes back as the largest number. */
static bool read_integer(struct view text, int64_t *number)
{
    bool negative = text.length > 1 && text.text[0] == '-';
    *number = 0;
    for (size_t i = negative; i < text.length; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return false;
        if (*number > (INT64_MAX - 9) / 10)
            *number = INT64_MAX;
        else
            *number = *number * 10 + (text.text[i] - '0');
    }
    if (negative)
        *number = -*number;
    return text.length > 0;
}

/* The same with a k or M behind it. */
static bool read_size(struct view text, int64_t *number)
{
    int64_t factor = 1;
    if (text.length > 0 && view_has(VIEW("kK"), text.text[text.length - 1]))
        factor = 1024;
    else if (text.length > 0 && view_has(VIEW("mM"), text.text[text.length - 1]))
        factor = 1048576;
    if (factor != 1)
        text.length--;
    if (!read_integer(text, number))
        return false;
    bool fits = *number <= INT64_MAX / factor && *number >= -(INT64_MAX / factor);
    *number = fits ? *number * factor : *number < 0 ? -INT64_MAX : INT64_MAX;
    return true;
}

/* TEXT up to a comment behind it; empty if there is none. */
static struct view before_comment(struct view text)
{
    const char *mark = memchr(text.text, '#', text.length);
    return mark == NULL ? VIEW("")
                        : view_trim((struct view){text.text, (size_t)(mark - text.text)});
}

/* How no limit is written, behind how a number is. */
static const char *no_limit(const struct candidate *candidate)
{
    if (candidate->row->type != FLOW_TYPE_COUNT)
        return "";
    return is_foreign(candidate->reader) ? ", or unlimited" : ", or -1 for no limit";
}

static void not_a_number(const struct candidate *candidate)
{
    struct diag *diag = candidate->reader->diag;
    enum flow_type type = candidate->row->type;
    bool size = type == FLOW_TYPE_SIZE;
    int64_t number;
    struct message *message =
        diag_report(diag, size ? CODE_NOT_A_SIZE : CODE_NOT_A_NUMBER, candidate->setting->place,
                    "%s must be a %s", candidate->name, size ? "size" : "number");
    bool foreign = is_foreign(candidate->reader);
    if (!foreign && read_size(before_comment(candidate->text), &number))
        diag_help(diag, message, "put the comment on a line of its own");
    else if (!foreign && memchr(candidate->text.text, '=', candidate->text.length) != NULL)
        diag_help(diag, message, "write one parameter a line");
    else if (size)
        diag_mend(diag, message);
    else
        diag_help(diag, message, "write digits%s", no_limit(candidate));
    reject(candidate);
}

static const char *range_help(const struct candidate *candidate)
{
    const struct flow_parameter *row = candidate->row;
    struct arena *arena = candidate->reader->diag->arena;
    if (row->type == FLOW_TYPE_SIZE)
        return arena_printf(arena, "write at least %lld bytes; k and M may stand behind the number",
                            (long long)row->least);
    return arena_printf(arena, "write a number from %lld to %lld%s", (long long)row->least,
                        (long long)row->most, no_limit(candidate));
}

/* A number out of the parameter's range. */
static struct message *report_range(const struct candidate *candidate, int64_t number)
{
    const struct flow_parameter *row = candidate->row;
    enum code code = range_codes[candidate->setting->param];
    bool negative = number < 0 && row->type != FLOW_TYPE_COUNT;
    const char *rest = row->type == FLOW_TYPE_REPLY ? "must be an SMTP reply code" : "out of range";
    return diag_report(candidate->reader->diag, code, candidate->setting->place, "%s %s%s",
                       candidate->name, rest,
                       negative && row->type != FLOW_TYPE_REPLY ? ": it cannot be negative" : "");
}

static void read_number(const struct candidate *candidate)
{
    const struct flow_parameter *row = candidate->row;
    struct diag *diag = candidate->reader->diag;
    int64_t number;
    bool is_number = row->type == FLOW_TYPE_SIZE ? read_size(candidate->text, &number)
                                                 : read_integer(candidate->text, &number);
    if (!is_number) {
        not_a_number(candidate);
        return;
    }
    bool unlimited = row->type == FLOW_TYPE_COUNT && number == FLOW_UNLIMITED;
    if (!unlimited && (number < row->least || number > row->most)) {
        struct message *message = report_range(candidate, number);
        diag_help(diag, message, "%s", range_help(candidate));
        reject(candidate);
        return;
    }
    if (candidate->quoted)
        report_quotes(candidate);
    candidate->setting->kind = FLOW_VALUE_NUMBER;
    candidate->setting->number = number;
}

/* What stands round words where they were read, in a message. */
static const char *mark(const struct candidate *candidate)
{
    return is_foreign(candidate->reader) ? "" : "\"";
}

/* A word of the parameter as it is spelt where it was read. */
static struct view spelling(const struct candidate *candidate, enum flow_word word)
{
    char buffer[FLOW_MOST_DIGITS];
    const struct flow_setting setting = {
        .param = candidate->setting->param, .kind = FLOW_VALUE_WORD, .number = word};
    return is_foreign(candidate->reader) ? flow_policy_word(&setting, buffer)
                                         : view_of(flow_word(word));
}

/* "off, on, required". */
static const char *all_words(const struct candidate *candidate)
{
    struct buffer words = buffer_new(candidate->reader->diag->arena);
    for (int i = 0; i < FLOW_WORD_COUNT; i++) {
        struct view word = spelling(candidate, (enum flow_word)i);
        if (flow_type_has(candidate->row->type, (enum flow_word)i))
            buffer_printf(&words, "%s%s%.*s%s", words.length == 0 ? "" : ", ", mark(candidate),
                          VIEW_ARG(word), mark(candidate));
    }
    return buffer_string(&words);
}

/* The words that TEXT may misspell. */
static struct nearest nearest_of(const struct candidate *candidate, struct view text)
{
    struct nearest nearest = nearest_to(text);
    for (int i = 0; is_foreign(candidate->reader) && i < FLOW_WORD_COUNT; i++) {
        struct view word = spelling(candidate, (enum flow_word)i);
        if (flow_type_has(candidate->row->type, (enum flow_word)i))
            nearest_offer(&nearest, word, word);
    }
    if (!nearest_found(&nearest))
        flow_word_nearest(candidate->row->type, &nearest);
    for (int i = 0; i < nearest.count; i++) {
        enum flow_word word = flow_word_find(candidate->row->type, nearest.names[i]);
        if (word != FLOW_WORD_COUNT)
            nearest.names[i] = spelling(candidate, word);
    }
    return nearest;
}

/* A word that nobody knows: misspelt, or a newer release's. */
static void unknown_word(const struct candidate *candidate, struct view raw)
{
    struct diag *diag = candidate->reader->diag;
    const struct flow_parameter *row = candidate->row;
    struct view bare = before_comment(candidate->text);
    bool comment = flow_word_find(row->type, bare) != FLOW_WORD_COUNT;
    struct nearest nearest = nearest_of(candidate, comment ? bare : candidate->text);
    bool foreign = candidate->reader->vocabulary == VOCABULARY_SOURCE;
    bool misspelt = nearest_found(&nearest) || candidate->text.length == 0 || foreign;
    enum code code = misspelt ? CODE_WORD_MISSPELT : CODE_WORD_UNKNOWN;
    bool kept = !misspelt || diag_severity(diag, code) != SEVERITY_ERROR;
    struct message *message =
        diag_report(diag, code, candidate->setting->place, "unknown value \"%.*s\" of %s%s%s",
                    VIEW_ARG(candidate->text), candidate->name, kept ? ", kept as it stands" : "",
                    kept && row->type == FLOW_TYPE_TLS ? "; its strength is not known" : "");
    if (comment)
        diag_help(diag, message, "put the comment on a line of its own");
    else if (message != NULL && nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?",
                  nearest_words(diag->arena, &nearest, mark(candidate), mark(candidate)));
    else if (message != NULL)
        diag_help(diag, message,
                  foreign ? "one of %s; a newer release's word goes into parameter"
                          : "one of %s, if it is no newer release's",
                  all_words(candidate));
    if (kept)
        keep(candidate, raw);
    else
        reject(candidate);
}

static void read_word(const struct candidate *candidate, struct view raw)
{
    enum flow_word word = flow_word_find(candidate->row->type, candidate->text);
    if (word == FLOW_WORD_COUNT) {
        unknown_word(candidate, raw);
        return;
    }
    if (!candidate->quoted)
        report_quotes(candidate);
    candidate->setting->kind = FLOW_VALUE_WORD;
    candidate->setting->number = word;
}

static void read_text(const struct candidate *candidate)
{
    struct diag *diag = candidate->reader->diag;
    bool plain = memchr(candidate->text.text, '"', candidate->text.length) == NULL &&
                 memchr(candidate->text.text, '\\', candidate->text.length) == NULL;
    if (!candidate->quoted && !plain) {
        diag_mend(diag, diag_report(diag, CODE_TEXT_BARE, candidate->setting->place,
                                    "the text of %s must stand in quotes", candidate->name));
        reject(candidate);
        return;
    }
    if (!flow_is_quotable(candidate->text)) {
        diag_mend(diag, diag_report(diag, CODE_TEXT_ESCAPE, candidate->setting->place,
                                    "the text of %s has a quote or backslash without a backslash "
                                    "before it", candidate->name));
        reject(candidate);
        return;
    }
    if (!candidate->quoted)
        report_quotes(candidate);
    candidate->setting->kind = FLOW_VALUE_TEXT;
    candidate->setting->text = candidate->text;
}

/* What comes from elsewhere must find its place in a table. IS_GOOD: it does. */
static bool check_form(const struct flow_reader *reader, struct view text, struct span place,
                       bool is_good, const char *what)
{
    if (is_good || reader->vocabulary == VOCABULARY_EXPORT)
        return true;
    diag_mend(reader->diag,
              diag_report(reader->diag, CODE_PARAMETER_FORM, place,
                          "not the %s of a parameter as a table can have it: \"%.*s\"", what,
                          VIEW_ARG(text)));
    return false;
}

/* The value of a known parameter. */
static void read_value(struct flow_reader *reader, struct flow_setting *setting,
                       struct flow_text value)
{
    struct candidate candidate = {.reader = reader,
                                  .row = flow_parameter(setting->param),
                                  .name = name_of(reader, setting->param),
                                  .setting = setting,
                                  .text = value.text,
                                  .quoted = value.form == FLOW_QUOTED};
    bool stands = value.form != FLOW_BROKEN &&
                  (!flow_type_has_words(candidate.row->type) || flow_is_value(value.text));
    if (!check_form(reader, value.text, setting->place, stands, "value") ||
        value.form == FLOW_BROKEN ||
        !flow_check_text(reader, value.text, setting->place,
                         arena_printf(reader->diag->arena, "the value of %s",
                                      candidate.name))) {
        reject(&candidate);
        return;
    }
    if (candidate.quoted)
        candidate.text = (struct view){value.text.text + 1, value.text.length - 2};
    if (candidate.row->type == FLOW_TYPE_TEXT)
        read_text(&candidate);
    else if (flow_type_has_words(candidate.row->type))
        read_word(&candidate, value.text);
    else
        read_number(&candidate);
}

/* --- Settings --------------------------------------------------------------------------------- */

/* Where the block has an unknown parameter of this name; its count if it has none. */
static uint32_t find_other(const struct flow_reader *reader, uint32_t hash, struct view name)
{
    uint32_t probe = hash;
    uint32_t index;
    if (!reader->has_others)
        return reader->settings.count;
    while (hash_table_next(&reader->others, hash, &probe, &index))
        if (view_equal_nocase(reader->settings.list[index].name, name))
            return index;
    return reader->settings.count;
}

/* The hash of NAME in lower case. */
static uint32_t name_hash(const struct flow_reader *reader, struct view name)
{
    char *lower = arena_alloc(reader->diag->arena, name.length + 1);
    for (size_t i = 0; i < name.length; i++)
        lower[i] = ascii_lower(name.text[i]);
    return hash_bytes(reader->seed, lower, name.length);
}

/* Where the block has the parameter of SETTING, or its count; makes room for finding it again. */
static uint32_t find_first(struct flow_reader *reader, const struct flow_setting *setting)
{
    uint32_t end = reader->settings.count;
    if (setting->param != FLOW_COUNT) {
        if ((reader->given & FLOW_BIT(setting->param)) != 0)
            return reader->places[setting->param];
        reader->given |= FLOW_BIT(setting->param);
        reader->places[setting->param] = end;
        return end;
    }
    uint32_t hash = name_hash(reader, setting->name);
    uint32_t found = find_other(reader, hash, setting->name);
    if (!reader->has_others)
        hash_table_init(&reader->others, reader->diag->arena, 0);
    reader->has_others = true;
    if (found == end)
        hash_table_insert(&reader->others, hash, end);
    return found;
}

/* Reports a parameter that the block has already; the later of the two is taken, if it may be. */
static void add_again(struct flow_reader *reader, struct flow_setting *first,
                      const struct flow_setting *setting)
{
    struct diag *diag = reader->diag;
    bool named = is_foreign(reader) && setting->param != FLOW_COUNT;
    struct view name = named ? view_of(name_of(reader, setting->param)) : setting->name;
    struct message *message = diag_report(diag, CODE_DUPLICATE_PARAMETER, setting->name_place,
                                          "%.*s is given twice", VIEW_ARG(name));
    diag_note(diag, message, first->name_place, "first given here");
    if (diag_severity(diag, CODE_DUPLICATE_PARAMETER) == SEVERITY_ERROR) {
        vocabulary_mend(diag, message, reader->vocabulary, CODE_DUPLICATE_PARAMETER);
        return;
    }
    diag_help(diag, message, "the later one is taken");
    *first = *setting;
}

static enum flow_param find_parameter(struct flow_reader *reader, struct view name,
                                      struct span place)
{
    if (reader->table == FLOW_TABLE_HAT && view_equal_nocase(name, misprint)) {
        struct message *message = diag_report(reader->diag, CODE_PARAMETER_MISPRINT, place,
                                              "%.*s is taken for %s", VIEW_ARG(name),
                                              flow_parameter(FLOW_SIGNIFICANT_BITS)->name);
        diag_mend(reader->diag, message);
        return FLOW_SIGNIFICANT_BITS;
    }
    return flow_find(reader->table, name);
}

void flow_read_setting(struct flow_reader *reader, struct view name, struct span name_place,
                       struct flow_text value, struct span value_place)
{
    struct flow_setting setting = {.name = name,
                                   .name_place = name_place,
                                   .place = value_place,
                                   .from_table = reader->vocabulary == VOCABULARY_EXPORT};
    if (!flow_check_text(reader, name, name_place, "the name of a parameter") ||
        !check_form(reader, name, name_place, flow_is_name(reader->table, name), "name"))
        return;
    setting.param = find_parameter(reader, name, name_place);
    if (setting.param != FLOW_COUNT) {
        read_value(reader, &setting, value);
    } else {
        bool good =
            flow_check_text(reader, value.text, value_place, "the value of a parameter") &&
            check_form(reader, value.text, value_place, flow_is_value(value.text), "value") &&
            value.form != FLOW_BROKEN;
        setting.kind = good ? FLOW_VALUE_UNKNOWN : FLOW_VALUE_REJECTED;
        setting.text = value.text;
    }
    uint32_t first = find_first(reader, &setting);
    if (first < reader->settings.count)
        add_again(reader, &reader->settings.list[first], &setting);
    else
        flow_add(reader->diag->arena, &reader->settings, &setting);
}

enum { SHORTENED_LEAST = 4 }; /* bytes */

/* "max_rcpts_per_msg, max_rcpts_per_hour": what begins with NAME; empty if nothing does. */
static const char *longer_names(const struct flow_reader *reader, struct view name)
{
    struct buffer names = buffer_new(reader->diag->arena);
    for (int i = 0; i < FLOW_COUNT && name.length >= SHORTENED_LEAST; i++) {
        const struct flow_parameter *row = flow_parameter((enum flow_param)i);
        struct view known = view_of(row->name);
        if (row->table == reader->table && known.length > name.length &&
            view_equal_nocase((struct view){known.text, name.length}, name))
            buffer_printf(&names, "%s%s", names.length == 0 ? "" : ", ", row->name);
    }
    return buffer_string(&names);
}

/* A name that is no parameter's: misspelt, or a newer release's. */
static void judge_unknown(const struct flow_reader *reader, const struct flow_setting *setting)
{
    struct diag *diag = reader->diag;
    struct nearest nearest = nearest_to(setting->name);
    bool misspelt = flow_nearest(reader->table, reader->given, &nearest) != 0;
    enum code code = misspelt ? CODE_PARAMETER_MISSPELT : CODE_PARAMETER_UNKNOWN;
    bool kept = diag_severity(diag, code) != SEVERITY_ERROR;
    struct message *message =
        diag_report(diag, code, setting->name_place, "unknown parameter \"%.*s\"%s",
                    VIEW_ARG(setting->name), kept ? ", kept as it stands" : "");
    enum flow_table other = reader->table == FLOW_TABLE_HAT ? FLOW_TABLE_RAT : FLOW_TABLE_HAT;
    if (misspelt && message != NULL)
        diag_help(diag, message, "did you mean %s?", nearest_words(diag->arena, &nearest, "", ""));
    else if (flow_find(other, setting->name) != FLOW_COUNT)
        diag_help(diag, message, "it belongs in a %s",
                  other == FLOW_TABLE_HAT ? "mail flow policy of a HAT" : "line of a RAT");
    else if (message != NULL && *longer_names(reader, setting->name) != '\0')
        diag_help(diag, message, "if it is no newer release's, write the whole name: %s",
                  longer_names(reader, setting->name));
    else
        diag_mend(diag, message);
}

void flow_end(struct flow_reader *reader)
{
    for (uint32_t i = 0; reader->has_others && i < reader->settings.count; i++) {
        const struct flow_setting *setting = &reader->settings.list[i];
        bool refused = is_foreign(reader) && setting->kind == FLOW_VALUE_REJECTED;
        if (setting->param == FLOW_COUNT && !refused)
            judge_unknown(reader, setting);
    }
}
