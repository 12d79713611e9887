/* SPDX-License-Identifier: MIT */
#include "diag/show.h"

#include "base/utf8.h"
#include "diag/show_parts.h"

#include <inttypes.h>
#include <stdio.h>

enum { MOST_WORDS = 2048 }; /* bytes of a message's text that are shown */

static const struct message_format formats[] = {
    {"text", show_text},     {"json", show_json},   {"sarif", show_sarif},
    {"github", show_github}, {"junit", show_junit}, {"gitlab", show_gitlab},
};

const struct message_format *message_format(struct view name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (view_equal(name, view_of(formats[i].name)))
            return &formats[i];
    return NULL;
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F;
}

size_t show_character(struct view text, struct shown_character *shown)
{
    unsigned char first = (unsigned char)text.text[0];
    uint32_t character = first;
    size_t length = first < 0x80 ? 1 : utf8_character(text, &character);
    if (length == 0 || (first < 0x80 && !is_plain(first))) {
        int written = snprintf(shown->text, sizeof shown->text, "\\x%02X", (unsigned)first);
        shown->length = shown->columns = (size_t)written;
        return 1;
    }
    if (utf8_is_hidden(character)) {
        int written = snprintf(shown->text, sizeof shown->text, "\\u{%" PRIX32 "}", character);
        shown->length = shown->columns = (size_t)written;
        return length;
    }
    memcpy(shown->text, text.text, length);
    shown->length = length;
    shown->columns = first < 0x80 ? 1 : utf8_width((struct view){text.text, length});
    return length;
}

/* How many bytes at the beginning of TEXT can stay as they are. */
static size_t harmless_length(struct view text)
{
    size_t i = 0;
    while (i < text.length) {
        unsigned char byte = (unsigned char)text.text[i];
        size_t length = is_plain(byte) ? 1 : 0;
        uint32_t character;
        if (byte >= 0x80) {
            length = utf8_character((struct view){text.text + i, text.length - i}, &character);
            length = length > 0 && utf8_is_hidden(character) ? 0 : length;
        }
        if (length == 0)
            break;
        i += length;
    }
    return i;
}

struct view escape_controls(struct arena *arena, struct view text)
{
    size_t done = harmless_length(text);
    if (done == text.length)
        return text;
    struct buffer escaped = buffer_new(arena);
    buffer_add(&escaped, (struct view){text.text, done});
    while (done < text.length) {
        struct shown_character shown;
        done += show_character((struct view){text.text + done, text.length - done}, &shown);
        buffer_add(&escaped, (struct view){shown.text, shown.length});
    }
    buffer_string(&escaped);
    return buffer_view(&escaped);
}

const char *show_words(struct arena *arena, const char *words)
{
    size_t length = strnlen(words, MOST_WORDS + 1);
    if (length <= MOST_WORDS)
        return escape_controls(arena, (struct view){words, length}).text;
    length = MOST_WORDS;
    while (length > MOST_WORDS - 3 && ((unsigned char)words[length] & 0xC0) == 0x80)
        length--;
    struct buffer cut = buffer_new(arena);
    buffer_add(&cut, escape_controls(arena, (struct view){words, length}));
    buffer_add_string(&cut, "...");
    return buffer_string(&cut);
}

struct range show_range(struct diag *diag, struct span span)
{
    struct range range = {.start = sources_position(diag->sources, span.offset)};
    range.end = range.start;
    if (span.end > span.offset)
        range.end = sources_position(diag->sources, span.end);
    if (range.end.source != range.start.source)
        range.end = range.start;
    return range;
}

static bool is_wanted(const struct show_options *options, enum severity severity)
{
    return severity == SEVERITY_ERROR || !options->quiet;
}

const struct message *const *show_list(struct diag *diag, const struct show_options *options,
                                       uint32_t *count)
{
    uint32_t kept;
    const struct message *const *sorted = diag_sorted(diag, &kept);
    const struct message **list = arena_zero(diag->arena, (size_t)kept + 1, sizeof(*list));
    *count = 0;
    for (uint32_t i = 0; i < kept; i++)
        if (is_wanted(options, sorted[i]->severity))
            list[(*count)++] = sorted[i];
    return list;
}

const char *show_file(const struct diag *diag, const struct message *message)
{
    const struct source *source = sources_find(diag->sources, message->place.offset);
    return source != NULL ? source->name : message->file;
}

bool show_unshown(const struct diag *diag, const struct show_options *options,
                  struct unshown *unshown)
{
    memcpy(unshown->counts, diag->counts, sizeof unshown->counts);
    unshown->counts[SEVERITY_ERROR] -= diag->errors.count;
    for (uint32_t i = 0; i < diag->others.count; i++)
        unshown->counts[diag->others.list[i].severity]--;
    bool any = false;
    for (enum severity i = 0; i < SEVERITY_COUNT; i++) {
        if (!is_wanted(options, i))
            unshown->counts[i] = 0;
        any = any || unshown->counts[i] > 0;
    }
    return any;
}

const char *show_unshown_words(struct arena *arena, const struct unshown *unshown)
{
    struct buffer words = buffer_new(arena);
    uint32_t left = 0;
    for (int i = 0; i < SEVERITY_COUNT; i++)
        left += unshown->counts[i] > 0;
    for (int i = SEVERITY_COUNT - 1; i >= 0; i--) {
        uint32_t count = unshown->counts[i];
        if (count == 0)
            continue;
        left--;
        buffer_printf(&words, "%" PRIu32 " more %s%s%s", count, severity_name((enum severity)i),
                      count == 1 ? "" : "s", left == 0 ? "" : left == 1 ? " and " : ", ");
    }
    buffer_add_string(&words, " not shown; --max-errors 0 shows all");
    return buffer_string(&words);
}

struct fingerprint {
    uint64_t value;
    uint32_t seen;
};

void fingerprints_init(struct fingerprints *fingerprints, struct arena *arena)
{
    *fingerprints = (struct fingerprints){0};
    hash_table_init(&fingerprints->table, arena, DIAG_DEFAULT_LIMIT);
}

/* How many messages with this value there were before. */
static uint32_t count_seen(struct fingerprints *fingerprints, uint64_t value)
{
    uint32_t hash = (uint32_t)value;
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&fingerprints->table, hash, &probe, &index))
        if (fingerprints->list[index].value == value)
            return fingerprints->list[index].seen++;
    fingerprints->list =
        array_grow(fingerprints->table.arena, fingerprints->list, fingerprints->count,
                   &fingerprints->capacity, sizeof *fingerprints->list);
    fingerprints->list[fingerprints->count] = (struct fingerprint){value, 1};
    hash_table_insert(&fingerprints->table, hash, fingerprints->count++);
    return 0;
}

#define FINGERPRINT_SEED UINT64_C(0x6465737463000001)

/* Seeds that never change: fingerprints are compared between runs. */
static uint64_t hash_wide(uint64_t before, const char *string)
{
    size_t length = strlen(string);
    uint64_t high = hash_bytes(before ^ FINGERPRINT_SEED, string, length);
    return high << 32 | hash_bytes(before ^ UINT64_C(0x6465737463000002), string, length);
}

/* The words of a finding can have numbers that change: its topic, if any, stands for them. */
static uint64_t hash_topic(uint64_t before, const struct message *message)
{
    const struct topic *topic = &message->topic;
    const struct view parts[] = {topic->entry, topic->setting, topic->value};
    if (topic->entry.length + topic->setting.length + topic->value.length == 0)
        return hash_wide(before, message->text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint64_t high = hash_bytes(before ^ FINGERPRINT_SEED, parts[i].text, parts[i].length);
        before = high << 32 | hash_bytes(before, parts[i].text, parts[i].length);
    }
    return before;
}

void fingerprints_next(struct fingerprints *fingerprints, const struct diag *diag,
                       const struct message *message, char text[FINGERPRINT_TEXT])
{
    const char *file = show_file(diag, message);
    uint64_t value = hash_wide(0, code_entry(message->code)->id);
    value = hash_wide(value, file == NULL ? "" : file);
    value = hash_topic(value, message);
    uint32_t seen = count_seen(fingerprints, value);
    if (seen > 0) {
        char number[16];
        snprintf(number, sizeof number, "%" PRIu32, seen);
        value = hash_wide(value, number);
    }
    snprintf(text, FINGERPRINT_TEXT, "%016" PRIx64, value);
}
