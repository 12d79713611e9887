/* SPDX-License-Identifier: MIT */
#include "read/house.h"

#include "base/buffer.h"
#include "base/near.h"
#include "base/utf8.h"
#include "read/text.h"

struct reader {
    struct diag *diag;
    const struct source *source;
    struct house *house;
    bool in_section;
};

/* A key: its name and what takes its value, word by word. */
struct key {
    const char *name;
    bool list; /* of words; else one word, and given once */
    enum rule_level level;
    void (*take)(struct reader *reader, const struct key *key, struct view word);
};

static void take_code(struct reader *reader, const struct key *key, struct view word);
static void take_fail_on(struct reader *reader, const struct key *key, struct view word);
static void take_release(struct reader *reader, const struct key *key, struct view word);
static void take_listener(struct reader *reader, const struct key *key, struct view word);
static void take_encrypt(struct reader *reader, const struct key *key, struct view word);
static void take_cloud(struct reader *reader, const struct key *key, struct view word);

static const struct key keys[] = {
    {"disable", true, LEVEL_OFF, take_code},
    {"info", true, LEVEL_INFO, take_code},
    {"warning", true, LEVEL_WARNING, take_code},
    {"error", true, LEVEL_ERROR, take_code},
    {"fail-on", false, LEVEL_OWN, take_fail_on},
    {"asyncos", false, LEVEL_OWN, take_release},
    {"listener-type", false, LEVEL_OWN, take_listener},
    {"must-encrypt", true, LEVEL_OWN, take_encrypt},
    {"clouds", true, LEVEL_OWN, take_cloud},
};

enum { KEY_COUNT = sizeof keys / sizeof *keys };

static struct span place_of(const struct reader *reader, struct view text)
{
    uint32_t offset = reader->source->base + (uint32_t)(text.text - reader->source->text);
    return (struct span){offset, offset + (uint32_t)text.length};
}

static struct message *report(const struct reader *reader, struct view at, const char *what)
{
    return diag_report(reader->diag, CODE_SETTINGS_FILE, place_of(reader, at), "%s", what);
}

/* --- Values ----------------------------------------------------------------------------------- */

static void take_code(struct reader *reader, const struct key *key, struct view word)
{
    struct house *house = reader->house;
    struct diag *diag = reader->diag;
    enum code code;
    const char *mistake = code_choose(diag->arena, word, &code);
    if (mistake != NULL) {
        report(reader, word, mistake);
        return;
    }
    for (uint32_t i = 0; i < house->level_count; i++) {
        if (house->levels[i].code != code)
            continue;
        struct message *message = report(
            reader, word, arena_printf(diag->arena, "%s is named twice", code_entry(code)->id));
        diag_note(diag, message, house->levels[i].place, "first named here");
        diag_help(diag, message, "keep one of the two");
        return;
    }
    house->levels = array_grow(diag->arena, house->levels, house->level_count,
                               &house->level_capacity, sizeof *house->levels);
    house->levels[house->level_count++] =
        (struct house_level){code, key->level, place_of(reader, word)};
}

static void report_twice(struct reader *reader, const struct key *key, struct view word,
                         struct span first)
{
    struct diag *diag = reader->diag;
    struct message *message =
        report(reader, word, arena_printf(diag->arena, "%s is given twice", key->name));
    diag_note(diag, message, first, "first given here");
    diag_help(diag, message, "keep one of the two lines");
}

static void take_fail_on(struct reader *reader, const struct key *key, struct view word)
{
    struct house *house = reader->house;
    if (house->fail_on_place.offset != 0) {
        report_twice(reader, key, word, house->fail_on_place);
        return;
    }
    for (enum severity i = 0; i < SEVERITY_COUNT; i++) {
        if (!view_equal(word, view_of(severity_name(i))))
            continue;
        house->fail_on = i;
        house->fail_on_place = place_of(reader, word);
        return;
    }
    report(reader, word,
           arena_printf(reader->diag->arena, "fail-on takes error, warning or info, not \"%.*s\"",
                        VIEW_ARG(word)));
}

static void take_release(struct reader *reader, const struct key *key, struct view word)
{
    struct house *house = reader->house;
    if (house->target_place.offset != 0)
        report_twice(reader, key, word, house->target_place);
    else if (release_parse(word, &house->target))
        house->target_place = place_of(reader, word);
    else
        report(reader, word,
               arena_printf(reader->diag->arena, "asyncos takes a release like 14.2, not \"%.*s\"",
                            VIEW_ARG(word)));
}

static void take_listener(struct reader *reader, const struct key *key, struct view word)
{
    struct house *house = reader->house;
    bool public = view_equal(word, VIEW("public"));
    if (house->listener_place.offset != 0) {
        report_twice(reader, key, word, house->listener_place);
    } else if (public || view_equal(word, VIEW("private"))) {
        house->listener_place = place_of(reader, word);
        house->listener_type = public ? LISTENER_PUBLIC : LISTENER_PRIVATE;
    } else {
        report(reader, word,
               arena_printf(reader->diag->arena,
                            "listener-type takes public or private, not \"%.*s\"",
                            VIEW_ARG(word)));
    }
}

static void report_named_twice(struct reader *reader, struct view word, struct span first)
{
    struct diag *diag = reader->diag;
    struct message *message = report(
        reader, word, arena_printf(diag->arena, "%.*s is named twice", VIEW_ARG(word)));
    diag_note(diag, message, first, "first named here");
    diag_help(diag, message, "keep one of the two");
}

/* The domain that WORD names; false, and reported, if it is none. */
static bool take_domain(struct reader *reader, struct view word, struct house_names *names)
{
    struct arena *arena = reader->diag->arena;
    struct house_name name = {.place = place_of(reader, word)};
    struct domain_fault fault;
    if (!domain_parse(arena, word, &name.domain, &fault)) {
        struct message *message = report(reader, word, domain_fault_words(arena, &fault));
        if (fault.help != NULL)
            diag_help(reader->diag, message, "%s", fault.help);
        return false;
    }
    if (names->count == 0)
        hash_table_init(&names->table, arena, 0);
    uint32_t hash = hash_bytes(names->seed, name.domain.key.text, name.domain.key.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&names->table, hash, &probe, &index))
        if (view_equal(names->list[index].domain.key, name.domain.key)) {
            report_named_twice(reader, word, names->list[index].place);
            return false;
        }
    names->list =
        array_grow(arena, names->list, names->count, &names->capacity, sizeof *names->list);
    hash_table_insert(&names->table, hash, names->count);
    names->list[names->count++] = name;
    return true;
}

static void take_encrypt(struct reader *reader, const struct key *key, struct view word)
{
    (void)key;
    if (view_equal_nocase(word, VIEW("DEFAULT")))
        diag_help(reader->diag, report(reader, word, "the default entry is no domain"),
                  "name the domains to which mail must not go in clear");
    else
        take_domain(reader, word, &reader->house->must_encrypt);
}

static void take_cloud(struct reader *reader, const struct key *key, struct view word)
{
    struct house_names *names = &reader->house->clouds;
    (void)key;
    if (!take_domain(reader, word, names) ||
        names->list[names->count - 1].domain.kind == DOMAIN_PARTIAL)
        return;
    names->count--;
    diag_help(reader->diag, report(reader, word, "a cloud is named by the domain of its hosts"),
              "write .%.*s", VIEW_ARG(word));
}

/* --- Lines ------------------------------------------------------------------------------------ */

/* The value's words, with blanks or commas between them. */
static void take_words(struct reader *reader, const struct key *key, struct view value)
{
    uint32_t count = 0;
    for (size_t at = 0; at < value.length;) {
        size_t end = at;
        while (end < value.length && !view_has(VIEW(" \t,"), value.text[end]))
            end++;
        struct view word = {value.text + at, end - at};
        at = end + (end == at);
        if (word.length == 0)
            continue;
        if (count++ == 0 || key->list)
            key->take(reader, key, word);
        else
            report(reader, word,
                   arena_printf(reader->diag->arena, "%s takes one word", key->name));
    }
    if (count == 0)
        report(reader, value, arena_printf(reader->diag->arena, "%s has no value", key->name));
}

static void take_setting(struct reader *reader, struct view name, struct view value)
{
    struct arena *arena = reader->diag->arena;
    struct nearest nearest = nearest_to(name);
    if (!reader->in_section) {
        diag_help(reader->diag, report(reader, name, "a setting before any section"),
                  "write [lint] above it");
        return;
    }
    for (int i = 0; i < KEY_COUNT; i++) {
        if (view_equal(name, view_of(keys[i].name))) {
            take_words(reader, &keys[i], value);
            return;
        }
        nearest_offer(&nearest, view_of(keys[i].name), view_of(keys[i].name));
    }
    struct message *message =
        report(reader, name, arena_printf(arena, "there is no setting \"%.*s\"", VIEW_ARG(name)));
    if (nearest_found(&nearest))
        diag_help(reader->diag, message, "did you mean %s?",
                  nearest_words(arena, &nearest, "", ""));
    else
        diag_help(reader->diag, message, "there is disable, info, warning, error, fail-on, "
                                         "asyncos, listener-type, must-encrypt and clouds");
}

static void take_section(struct reader *reader, struct view line)
{
    reader->in_section = true; /* its settings are looked at, whatever it is called */
    if (!view_equal(line, VIEW("[lint]")))
        diag_help(reader->diag, report(reader, line, "there is no such section"), "write [lint]");
}

/* LINE without a comment: a "#" or ";" at its beginning or behind a blank. */
static struct view without_comment(struct view line)
{
    for (size_t i = 0; i < line.length; i++)
        if (view_has(VIEW("#;"), line.text[i]) &&
            (i == 0 || view_has(VIEW(" \t"), line.text[i - 1])))
            return view_trim((struct view){line.text, i});
    return line;
}

static void take_line(struct reader *reader, struct view line)
{
    line = without_comment(view_trim(line));
    if (line.length == 0)
        return;
    const char *equals = memchr(line.text, '=', line.length);
    if (line.text[0] == '[') {
        take_section(reader, line);
        return;
    }
    if (equals == NULL) {
        diag_help(reader->diag, report(reader, line, "neither a section nor a setting"),
                  "write NAME = VALUE");
        return;
    }
    size_t length = (size_t)(equals - line.text);
    take_setting(reader, view_trim((struct view){line.text, length}),
                 view_trim((struct view){equals + 1, line.length - length - 1}));
}

static bool is_limited(struct view beginning)
{
    (void)beginning;
    return true;
}

void house_read(struct diag *diag, const char *path, struct house *house)
{
    bool usable;
    *house = (struct house){0};
    const struct source *source = text_read(diag, path, is_limited, &usable);
    if (!usable)
        return;
    house->source = source;
    size_t bad;
    if (!utf8_check((struct view){source->text, source->size}, &bad)) {
        uint32_t place = source->base + (uint32_t)bad;
        text_report_bad_utf8(diag, (struct span){place, place + 1}, source->text[bad]);
        return;
    }
    house->must_encrypt.seed = house->clouds.seed = hash_seed();
    struct reader reader = {.diag = diag, .source = source, .house = house};
    uint32_t at = source_begin(source);
    while (at < source->size) {
        const char *start = source->text + at;
        const char *end = memchr(start, '\n', source->size - at);
        size_t length = end == NULL ? source->size - at : (size_t)(end - start);
        take_line(&reader, (struct view){start, length});
        at += (uint32_t)length + 1;
    }
}
