/* SPDX-License-Identifier: MIT */
/*
 * The schema held against the parameter table, row by row and both ways. SEED and NAMES in the
 * environment choose other random values, and how many.
 */
#include "schema/schema.h"

#include "model/document.h"
#include "model/policy.h"
#include "read/value.h"
#include "model/flow.h"
#include "support_schema.h"

enum kind { DESTINATION, DEFAULT };

/* Streaming */

static void on_start(void *context, struct view name, const struct document_attribute *attributes,
                     size_t count, struct view subject)
{
    struct judge *judge = context;
    struct schema_attribute shown[4];
    (void)subject;
    for (size_t i = 0; i < count; i++)
        shown[i] = (struct schema_attribute){attributes[i].name, attributes[i].value};
    schema_start(judge->validator, name, shown, count);
}

static void on_text(void *context, struct view text)
{
    struct judge *judge = context;
    schema_text(judge->validator, text);
}

static void on_end(void *context)
{
    struct judge *judge = context;
    schema_end(judge->validator);
}

/* Whether a document whose one entry gives SET is valid. */
static bool accepts(struct judge *judge, const struct settings *set, enum kind kind)
{
    const struct document_sink sink = {judge, on_start, on_text, on_end};
    judge->complaints = 0;
    judge->structural = judge->unexpected = false;
    schema_start(judge->validator, VIEW("policy"), NULL, 0);
    if (kind == DEFAULT)
        schema_start(judge->validator, VIEW("default"), NULL, 0);
    else
        start_destination(judge, VIEW("a.example"));
    document_walk(&judge->setup.store, set, &sink);
    schema_end(judge->validator);
    schema_end(judge->validator);
    schema_finish(judge->validator);
    return judge->complaints == 0;
}

static bool belongs(enum param param, enum kind kind)
{
    const struct parameter *row = parameter(param);
    return kind == DEFAULT ? row->in_default != FALLBACK_NO : row->in_domain;
}

static void give(struct settings *set, enum param param, struct value value)
{
    set->values[param] = value;
    set->given |= PARAM_BIT(param);
}

/* Some value that PARAM may have. */
static struct value good_value(struct judge *judge, enum param param)
{
    const struct parameter *row = parameter(param);
    if (row->type == TYPE_WORD)
        return (struct value){.kind = VALUE_WORD};
    if (row->type == TYPE_NAME)
        return (struct value){.kind = VALUE_NAME,
                              .number = store_atom(&judge->setup.store, VIEW("x"))};
    return (struct value){.kind = VALUE_NUMBER, .number = row->least};
}

/* Everything that an entry of this kind can give. */
static struct settings full_set(struct judge *judge, enum kind kind)
{
    struct settings set = {.given = 0};
    for (int i = 0; i < PARAM_COUNT; i++)
        if (belongs((enum param)i, kind))
            give(&set, (enum param)i, good_value(judge, (enum param)i));
    return set;
}

/* Whether the document takes TEXT for the value of PARAM. */
static bool takes(struct judge *judge, enum kind kind, enum param param, struct view text)
{
    struct settings set = full_set(judge, kind);
    give(&set, param,
         (struct value){.kind = VALUE_REJECTED, .number = store_atom(&judge->setup.store, text)});
    if (accepts(judge, &set, kind))
        return true;
    if (judge->complaints != 1 || judge->structural)
        fail_msg("%s = \"%.*s\": %u complaints, the last one: %s", parameter(param)->export_name,
                 VIEW_ARG(text), judge->complaints, judge->text);
    return false;
}

static void expect(struct judge *judge, enum param param, const char *text, bool wanted)
{
    for (enum kind kind = DESTINATION; kind <= DEFAULT; kind++)
        if (belongs(param, kind) && takes(judge, kind, param, view_of(text)) != wanted)
            fail_msg("%s = \"%s\" in a %s should be %s", parameter(param)->export_name, text,
                     kind == DEFAULT ? "default entry" : "destination",
                     wanted ? "accepted" : "refused");
}

/* The table, row by row */

static void full_sets(void **state)
{
    struct judge *judge = *state;
    for (enum kind kind = DESTINATION; kind <= DEFAULT; kind++) {
        struct settings set = full_set(judge, kind);
        if (!accepts(judge, &set, kind))
            fail_msg("%s", judge->text);
    }
}

/* The next value of ATTRIBUTE ('name="') on an element of the schema that begins with TAG. */
static bool next_declared(struct view *schema, const char *tag, struct view *value)
{
    const char *found = memmem(schema->text, schema->length, tag, strlen(tag));
    if (found == NULL)
        return false;
    found += strlen(tag);
    const char *limit = schema->text + schema->length;
    const char *close = memchr(found, '"', (size_t)(limit - found));
    *value = (struct view){found, (size_t)(close - found)};
    *schema = (struct view){close, (size_t)(limit - close)};
    return true;
}

/* Every word that stands anywhere in the schema is tried for every parameter. */
static void words(void **state)
{
    struct judge *judge = *state;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        struct view schema = schema_source();
        struct view word;
        unsigned found = 0;
        if (row->type != TYPE_WORD)
            continue;
        while (next_declared(&schema, "<xs:enumeration value=\"", &word)) {
            struct view text = arena_copy(&judge->setup.arena, word);
            bool known = word_find_policy(row->words, word) != NULL;
            expect(judge, (enum param)i, text.text,
                   known || view_equal(word, VIEW(DOCUMENT_OTHER)));
            found++;
        }
        assert_true(found > 20);
        for (uint32_t code = 0; code < word_count(row->words); code++)
            expect(judge, (enum param)i, word_by_code(row->words, code)->policy_word, true);
    }
}

static void foreign_words(void **state)
{
    struct judge *judge = *state;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        for (uint32_t code = 0; code < word_count(row->words); code++) {
            const struct word *word = word_by_code(row->words, code);
            struct arena *arena = &judge->setup.arena;
            if (word_find_policy(row->words, view_of(word->export_word)) == NULL)
                expect(judge, (enum param)i, word->export_word, false);
            expect(judge, (enum param)i, arena_printf(arena, " %s", word->policy_word), false);
            expect(judge, (enum param)i, arena_printf(arena, "%s ", word->policy_word), false);
            expect(judge, (enum param)i, arena_printf(arena, "%s\n", word->policy_word), false);
            expect(judge, (enum param)i, arena_printf(arena, "%sx", word->policy_word), false);
        }
        if (row->type == TYPE_WORD) {
            expect(judge, (enum param)i, "", false);
            expect(judge, (enum param)i, "0", false);
        }
    }
}

static void bounds(void **state)
{
    static const char *const never[] = {"",    "+1",   "-1",  "01",  " 1",  "1 ", "1.0", "0x1",
                                        "1e1", "1\n", "one", "0",   "00", "\xD9\xA1"};
    struct judge *judge = *state;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        struct arena *arena = &judge->setup.arena;
        if (row->type != TYPE_NUMBER && row->type != TYPE_LIMIT)
            continue;
        bool limit = row->type == TYPE_LIMIT;
        uint32_t least = row->least == 0 ? 1 : row->least;
        expect(judge, (enum param)i, arena_printf(arena, "%u", least), true);
        expect(judge, (enum param)i, arena_printf(arena, "%u", row->most), true);
        expect(judge, (enum param)i, arena_printf(arena, "%u", least - 1), false);
        expect(judge, (enum param)i, arena_printf(arena, "%u", row->most + 1u), false);
        expect(judge, (enum param)i, "4294967297", false);
        expect(judge, (enum param)i, "99999999999999999999999999", false);
        expect(judge, (enum param)i, "unlimited", limit);
        for (size_t j = 0; j < sizeof never / sizeof never[0]; j++)
            expect(judge, (enum param)i, never[j], false);
    }
}

static void random_numbers(void **state)
{
    struct judge *judge = *state;
    uint64_t seed = random_seed();
    for (uint32_t round = 0; round < rounds(3000); round++) {
        uint64_t number = random_next(&seed) >> random_below(&seed, 64);
        char text[32];
        snprintf(text, sizeof text, "%llu", (unsigned long long)number);
        for (int i = 0; i < PARAM_COUNT; i++) {
            const struct parameter *row = parameter((enum param)i);
            bool in_range = number >= 1 && number >= row->least && number <= row->most;
            if ((row->type == TYPE_NUMBER || row->type == TYPE_LIMIT) &&
                takes(judge, DESTINATION, (enum param)i, view_of(text)) != in_range)
                fail_msg("SEED=%llu: %s = %s", (unsigned long long)random_seed(),
                         row->export_name, text);
        }
    }
}

/* A name is one for the schema just if it is one for the reader. */
static void random_texts(void **state)
{
    static const char *const pieces[] = {"a", "b", " ",        "  ",   "\t",       "\n",
                                         "\r", "&", "<",       "\x7F", "\xC2\x85", "\xC2\xA0",
                                         "-",  "x", "\xC3\xBC", "]]>",  "&#38;",    "\""};
    struct judge *judge = *state;
    uint64_t seed = random_seed();
    for (uint32_t round = 0; round < rounds(3000); round++) {
        struct buffer text = buffer_new(&judge->setup.arena);
        for (uint32_t n = random_below(&seed, 6); n > 0; n--)
            buffer_add_string(&text,
                              pieces[random_below(&seed, sizeof pieces / sizeof pieces[0])]);
        struct view view = view_of(buffer_string(&text));
        struct value value = value_read(&judge->setup.store, &judge->setup.diag, VOCABULARY_POLICY,
                                        PARAM_BOUNCE_PROFILE, view, (struct span){0, 0});
        if (takes(judge, DESTINATION, PARAM_BOUNCE_PROFILE, view) != (value.kind == VALUE_NAME))
            fail_msg("SEED=%llu: \"%s\"", (unsigned long long)random_seed(), view.text);
    }
}

static void wrong_kind(void **state)
{
    struct judge *judge = *state;
    unsigned tried = 0;
    for (enum kind kind = DESTINATION; kind <= DEFAULT; kind++)
        for (int i = 0; i < PARAM_COUNT; i++) {
            if (belongs((enum param)i, kind))
                continue;
            struct settings set = full_set(judge, kind);
            give(&set, (enum param)i, good_value(judge, (enum param)i));
            assert_false(accepts(judge, &set, kind));
            assert_true(judge->unexpected);
            tried++;
        }
    assert_int_equal(tried, 3);
}

/* What must be there, and what may be missing. */
static void missing(void **state)
{
    struct judge *judge = *state;
    for (enum kind kind = DESTINATION; kind <= DEFAULT; kind++)
        for (int i = 0; i < PARAM_COUNT; i++) {
            const struct parameter *row = parameter((enum param)i);
            struct settings set = full_set(judge, kind);
            uint32_t needed = 0;
            if (!belongs((enum param)i, kind))
                continue;
            set.given &= ~PARAM_BIT(i);
            for (int j = 0; j < PARAM_COUNT; j++)
                needed |= settings_has(&set, (enum param)j) ? parameter((enum param)j)->needs : 0;
            bool must = kind == DEFAULT
                            ? row->in_default == FALLBACK_REQUIRED && row->since.major == 0
                            : (needed & PARAM_BIT(i)) != 0;
            if (accepts(judge, &set, kind) == must)
                fail_msg("%s is %smissed", row->export_name, must ? "not " : "");
            assert_true(!must || (judge->structural && !judge->unexpected) ||
                        judge->unexpected);
        }
}

static void no_limit_needs_the_other(void **state)
{
    struct judge *judge = *state;
    struct settings set = full_set(judge, DESTINATION);
    set.given &= ~(PARAM_BIT(PARAM_MAX_HOST_CONCURRENCY) | PARAM_BIT(PARAM_RECIPIENT_LIMIT));
    /* Scope and minutes are kept as parameters, for want of a limit. */
    assert_true(accepts(judge, &set, DESTINATION));
    set = (struct settings){.given = 0};
    assert_true(accepts(judge, &set, DESTINATION));
    assert_false(accepts(judge, &set, DEFAULT));
}

/* A word of a newer release leaves every kind of entry valid. */
static void unknown_words(void **state)
{
    struct judge *judge = *state;
    for (enum kind kind = DESTINATION; kind <= DEFAULT; kind++) {
        struct settings set = full_set(judge, kind);
        for (int i = 0; i < PARAM_COUNT; i++)
            if (belongs((enum param)i, kind) && parameter((enum param)i)->type == TYPE_WORD)
                set.values[i] =
                    (struct value){.kind = VALUE_UNKNOWN,
                                   .number = store_atom(&judge->setup.store, VIEW("quantum"))};
        if (!accepts(judge, &set, kind))
            fail_msg("%s", judge->text);
    }
}

/* Every name in the schema is one of the table's, or one of the document's frame. */
static void names(void **state)
{
    static const char *const frame[] = {"policy", "default",   "destination",
                                        "domain", "parameter", "name",
                                        "appliance", "remove", "asyncos",
                                        "assertion", "condition", "all",
                                        "target", "message",
                                        "listener", "type", "port",
                                        "default-domain", "max-connections", "queue-size",
                                        "interface", "protocol", "default-policy", "access",
                                        "mail-flow-policy", "sender-group", "host",
                                        "member", "description", "uses",
                                        "own-policy", "behavior", "recipient",
                                        "address", "action",
                                        "expectation", "mail-flow", "relay-only-from",
                                        "is", "named", "scored", "matching",
                                        "remove-listener"};
    static const char *const tags[] = {"<xs:element name=\"", "<xs:attribute name=\""};
    struct judge *judge = *state;
    struct buffer paths = buffer_new(&judge->setup.arena);
    for (int i = 0; i < PARAM_COUNT; i++)
        buffer_printf(&paths, "/%s/", parameter((enum param)i)->element);
    for (int i = 0; i < FLOW_COUNT; i++)
        buffer_printf(&paths, "/%s/", flow_parameter((enum flow_param)i)->policy_name);
    for (size_t i = 0; i < sizeof frame / sizeof frame[0]; i++)
        buffer_printf(&paths, "/%s/@%s/", frame[i], frame[i]);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        struct view schema = schema_source();
        struct view name;
        while (next_declared(&schema, tags[i], &name)) {
            char *path = arena_printf(&judge->setup.arena, "/%s%.*s/", i == 1 ? "@" : "",
                                      VIEW_ARG(name));
            if (strstr(buffer_string(&paths), path) == NULL)
                fail_msg("%s is not in the table", path);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_sets),
        cmocka_unit_test(words),
        cmocka_unit_test(foreign_words),
        cmocka_unit_test(bounds),
        cmocka_unit_test(random_numbers),
        cmocka_unit_test(random_texts),
        cmocka_unit_test(wrong_kind),
        cmocka_unit_test(missing),
        cmocka_unit_test(no_limit_needs_the_other),
        cmocka_unit_test(unknown_words),
        cmocka_unit_test(names),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, judge_begin, judge_end);
}
