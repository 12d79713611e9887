/* SPDX-License-Identifier: MIT */
/*
 * The laws of the layout of policy sources, over random sources, damaged ones and a large one: the
 * same tokens, the same comments, and what is formatted stays as it is.
 */
#include "support_policy.h"

#include "base/utf8.h"
#include "edit/format.h"
#include "edit/tokens.h"
#include "model/policy_style.h"
#include "read/policy_parse.h"

#include "policy.tab.h"

/* --- Laws ------------------------------------------------------------------------------------- */

/* Whether the token at INDEX is a mark that may come and go. */
static bool has_no_meaning(const struct tokens *tokens, uint32_t index)
{
    int kind = tokens_kind(tokens, index);
    int before = index == 0 ? TOKEN_NONE : tokens_kind(tokens, index - 1);
    if (kind == POLICY_TOKEN_COMMA)
        return tokens_kind(tokens, index + 1) == POLICY_TOKEN_RIGHT;
    return kind == POLICY_TOKEN_SEMICOLON &&
           (before == TOKEN_NONE || before == POLICY_TOKEN_SEMICOLON ||
            before == POLICY_TOKEN_LEFT || before == POLICY_TOKEN_RIGHT);
}

static uint32_t pass_over(const struct tokens *tokens, uint32_t index)
{
    while (index < tokens->marks.count && has_no_meaning(tokens, index))
        index++;
    return index;
}

static void check_tokens(const struct tokens *before, const struct tokens *after)
{
    uint32_t i = pass_over(before, 0);
    uint32_t k = pass_over(after, 0);
    while (i < before->marks.count && k < after->marks.count) {
        struct view wanted = tokens_canonical(before, i);
        struct view given = tokens_text(after, k);
        if (tokens_kind(before, i) != tokens_kind(after, k) || !view_equal(wanted, given))
            fail_msg("%.*s became %.*s", VIEW_ARG(wanted), VIEW_ARG(given));
        i = pass_over(before, i + 1);
        k = pass_over(after, k + 1);
    }
    assert_int_equal(i, before->marks.count);
    assert_int_equal(k, after->marks.count);
}

/* All comments of a text, one a line. */
static struct view all_comments(struct arena *arena, const struct tokens *tokens)
{
    struct buffer text = buffer_new(arena);
    struct view comment;
    for (uint32_t i = 0; i <= tokens->marks.count; i++)
        for (struct gap gap = tokens_gap(tokens, i); gap_next(&gap, &comment);) {
            buffer_add(&text, comment);
            buffer_add_char(&text, '\n');
        }
    return (struct view){buffer_string(&text), text.length};
}

static bool ends_with(struct view line, const char *end)
{
    struct view tail = view_of(end);
    return line.length >= tail.length &&
           memcmp(line.text + line.length - tail.length, end, tail.length) == 0;
}

/* What holds for each line that has no comment, and for it and the one before. */
static void check_line(struct view before, struct view line, bool is_short)
{
    bool opens = ends_with(before, "{") && memchr(before.text, '#', before.length) == NULL;
    struct view trimmed = view_trim(line);
    if (line.length == 0 && (before.length == 0 || opens))
        fail_msg("a blank line behind \"%.*s\"", VIEW_ARG(before));
    if (trimmed.length > 0 && trimmed.text[0] == '}' && before.length == 0)
        fail_msg("a blank line before \"%.*s\"", VIEW_ARG(line));
    size_t indent = (size_t)(trimmed.text - line.text);
    if (line.length > 0 && (ends_with(line, " ") || indent % STYLE_INDENT != 0 || indent > 16))
        fail_msg("blanks: \"%.*s\"", VIEW_ARG(line));
    if (is_short && memchr(line.text, '#', line.length) == NULL &&
        utf8_width(line) > STYLE_COLUMNS)
        fail_msg("too long: \"%.*s\"", VIEW_ARG(line));
}

static void check_lines(struct view text, bool is_short)
{
    struct view before = {"{", 1};
    while (text.length > 0) {
        const char *end = memchr(text.text, '\n', text.length);
        assert_non_null(end);
        struct view line = {text.text, (size_t)(end - text.text)};
        check_line(before, line, is_short);
        before = line;
        text = (struct view){end + 1, text.length - line.length - 1};
        assert_false(text.length == 0 && line.length == 0);
    }
}

/* Everything that must hold for a sound text. IS_SHORT: its lines can be broken. */
static void check_laws(struct setup *setup, const struct tokens *before, struct view text,
                       bool is_short)
{
    struct view again;
    struct tokens after;
    const struct source *source = setup_source_view(setup, "formatted", text);
    assert_true(tokens_read(&after, &setup->diag, source));
    check_tokens(before, &after);
    assert_view_equal(all_comments(&setup->arena, &after),
                      all_comments(&setup->arena, before).text);
    assert_true(format_policy(&setup->diag, source, &again));
    if (!view_equal(again, text))
        fail_msg("formatted again:\n%.*s\ninstead of:\n%.*s", VIEW_ARG(again), VIEW_ARG(text));
    check_lines(text, is_short);
}

/* --- Random sources --------------------------------------------------------------------------- */

struct generator {
    uint64_t seed;
    struct buffer text;
    uint32_t comments; /* so far: each has a number */
    uint32_t disorder; /* how often something else than one blank stands between tokens */
};

static bool one_in(struct generator *g, uint32_t number)
{
    return random_below(&g->seed, number) == 0;
}

static void add_gap(struct generator *g)
{
    static const char *const gaps[] = {"\n", "\n\n", "\n\n\n \n", "\t", "   ", "\r\n", "\n\t"};
    uint32_t kind = random_below(&g->seed, 12);
    if (!one_in(g, g->disorder)) {
        buffer_add_char(&g->text, ' ');
        return;
    }
    if (kind < 7) {
        buffer_add_string(&g->text, gaps[kind]);
        return;
    }
    /* One after the other: as arguments, each compiler would take them in an order of its own. */
    const char *behind = one_in(g, 6) ? "\n\n" : "";
    const char *blanks = one_in(g, 5) ? " \t" : "";
    const char *before = kind % 2 == 0 ? "\n" : one_in(g, 3) ? "" : " ";
    buffer_printf(&g->text, "%s# %u%s\n%s", before, ++g->comments, blanks, behind);
}

/* A token and what stands before it. */
static void add(struct generator *g, const char *token)
{
    add_gap(g);
    buffer_add_string(&g->text, token);
}

static const char *any_name(struct generator *g)
{
    static const char *const names[] = {
        "a.example", ".b.example", "\"quoted.example\"", "default", "all", "on", "require",
        "b\303\274cher.example", "\xE4\xB8\xAD\xE6\x96\x87.example", "163.com", "\"x\\\"y\"",
        "a-rather-long-name.of-some-department.bank.example", "user@host", "k", "uses", "\"#1\"",
        "host", "another.name.example", "[2001:db8::1]", "for",
    };
    return names[random_below(&g->seed, sizeof names / sizeof names[0])];
}

/* A name that is none of the words that mean something where a list ends. */
static const char *list_name(struct generator *g)
{
    for (;;) {
        const char *name = any_name(g);
        if (strcmp(name, "uses") != 0 && strcmp(name, "for") != 0 && strcmp(name, "all") != 0 &&
            strcmp(name, "default") != 0)
            return name;
    }
}

static void add_list(struct generator *g, bool with_sets)
{
    uint32_t count = 1 + random_below(&g->seed, one_in(g, 4) ? 20 : 3);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            add(g, ",");
        add(g, with_sets && one_in(g, 4) ? "@some-set" : list_name(g));
    }
}

static void add_setting(struct generator *g)
{
    static const char *const settings[][8] = {
        {"tls", "on"}, {"tls", "required-verify"}, {"tls", "default"}, {"tls", "require"},
        {"ip", "PREFER_V6"}, {"dane", "MANDATORY"}, {"connections", "10"}, {"tls", "\"on\""},
        {"recipients", "20", "per", "1", "minute"}, {"recipients", "unlimited"},
        {"limits", "per", "host", ",", "VG"}, {"limits", "per", "domain", ",", "system-wide"},
        {"limits", "default"}, {"note", "\"on; # { no comment\""}, {"until", "2027-06-30"},
        {"parameter", "\"new_one\"", "\"1\""}, {"bounce-profile", "on"}, {"tls-alert", "1"},
    };
    uint32_t which = random_below(&g->seed, sizeof settings / sizeof settings[0]);
    for (int i = 0; i < 8 && settings[which][i] != NULL; i++)
        add(g, settings[which][i]);
    add(g, ";");
}

static void add_block(struct generator *g)
{
    if (one_in(g, 4)) {
        add(g, ";");
        return;
    }
    add(g, "{");
    for (uint32_t i = random_below(&g->seed, 4); i > 0; i--)
        add_setting(g);
    add(g, "}");
    if (one_in(g, 5))
        add(g, ";");
}

static void add_entry(struct generator *g)
{
    if (one_in(g, 3)) {
        add(g, "default");
    } else {
        add(g, "destination");
        add_list(g, true);
    }
    if (one_in(g, 3)) {
        add(g, "uses");
        add_list(g, false);
    }
    add_block(g);
}

static void add_define(struct generator *g)
{
    add(g, "define");
    add(g, any_name(g));
    add(g, "=");
    if (one_in(g, 6)) {
        add(g, "file");
        add(g, any_name(g));
        add(g, ";");
        return;
    }
    add(g, "{");
    if (!one_in(g, 6)) {
        add_list(g, true);
        if (one_in(g, 4))
            add(g, ",");
    }
    add(g, "}");
    if (one_in(g, 2))
        add(g, ";");
}

static void add_assertion(struct generator *g)
{
    static const char *const conditions[][5] = {
        {"tls", ">=", "required"}, {"connections", "<=", "20"}, {"encryption", "enforced"},
        {"recipients", "=", "300", "per", "60"}, {"bounce-profile", "!=", "\"x\""},
        {"tls", "=", "on"},
    };
    uint32_t which = random_below(&g->seed, sizeof conditions / sizeof conditions[0]);
    add(g, "assert");
    for (int i = 0; i < 5 && conditions[which][i] != NULL; i++)
        add(g, conditions[which][i]);
    add(g, "for");
    if (one_in(g, 3))
        add(g, one_in(g, 2) ? "all" : "default");
    else
        add_list(g, true);
    if (one_in(g, 2))
        add(g, "\"why this is so, in words that take their place\"");
    add(g, ";");
}

static void add_head(struct generator *g)
{
    add(g, "policy");
    add(g, any_name(g));
    add(g, "{");
    if (one_in(g, 2)) {
        add(g, "asyncos");
        add(g, "14.2");
        add(g, ";");
    }
    add(g, "}");
}

static void add_small(struct generator *g)
{
    if (one_in(g, 2)) {
        add(g, "include");
        add(g, any_name(g));
    } else {
        add(g, "declare");
        add(g, one_in(g, 2) ? "certificate" : "bounce-profile");
        add_list(g, false);
    }
    add(g, ";");
}

static void add_bundle(struct generator *g)
{
    add(g, "settings");
    add(g, "strict");
    if (one_in(g, 3)) {
        add(g, "extends");
        add_list(g, false);
    }
    add(g, "{");
    for (uint32_t i = random_below(&g->seed, 3); i > 0; i--)
        add_setting(g);
    add(g, "}");
}

static void add_appliance(struct generator *g)
{
    add(g, "appliance");
    add(g, any_name(g));
    add(g, "{");
    for (uint32_t i = random_below(&g->seed, 4); i > 0; i--) {
        if (one_in(g, 4)) {
            add(g, "remove");
            add(g, "destination");
            add_list(g, true);
            add(g, ";");
        } else {
            add_entry(g);
        }
    }
    add(g, "}");
}

static void add_statement(struct generator *g)
{
    static void (*const kinds[])(struct generator *) = {
        add_entry, add_define, add_assertion, add_head, add_small, add_bundle, add_appliance,
    };
    kinds[random_below(&g->seed, sizeof kinds / sizeof kinds[0])](g);
    if (one_in(g, 8))
        add(g, ";");
}

static struct view random_source(struct arena *arena, uint64_t seed)
{
    struct generator g = {.seed = seed, .text = buffer_new(arena)};
    g.disorder = 1 + random_below(&g.seed, 12);
    for (uint32_t i = random_below(&g.seed, 6); i > 0; i--)
        add_statement(&g);
    add_gap(&g);
    return buffer_view(&g.text);
}

enum { RANDOM_SOURCES = 4000, DAMAGED_SOURCES = 20000 };

static void test_random_sources(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= RANDOM_SOURCES; seed++) {
        struct setup setup;
        struct tokens before;
        setup_begin(&setup);
        struct view source = random_source(&setup.arena, seed);
        if (!tokens_read(&before, &setup.diag, setup_source_view(&setup, "before", source)))
            fail_msg("seed %u: %s in:\n%.*s", (unsigned)seed, setup_messages(&setup),
                     VIEW_ARG(source));
        check_laws(&setup, &before, format_text(&setup, source), true);
        setup_end(&setup);
    }
}

/* Changes a few bytes of TEXT. */
static void damage(uint64_t *seed, char *text, size_t length)
{
    static const char bytes[] = "{};,#\"\n \t@=<!a.\\";
    for (uint32_t i = 1 + random_below(seed, 3); i > 0 && length > 0; i--)
        text[random_below(seed, (uint32_t)length)] = bytes[random_below(seed, sizeof bytes - 1)];
}

static void test_damaged_sources(void **state)
{
    (void)state;
    uint32_t sound = 0;
    for (uint64_t seed = 1; seed <= DAMAGED_SOURCES; seed++) {
        struct setup setup;
        struct tokens before;
        uint64_t random = seed;
        setup_begin(&setup);
        struct view text = random_source(&setup.arena, seed);
        struct source *source = setup_source_view(&setup, "damaged", text);
        damage(&random, source->text, source->size);
        if (tokens_read(&before, &setup.diag, source)) {
            struct view result;
            sound++;
            assert_true(format_policy(&setup.diag, source, &result));
            check_laws(&setup, &before, result, false);
        }
        setup_end(&setup);
    }
    assert_in_range(sound, DAMAGED_SOURCES / 10, DAMAGED_SOURCES);
}

/* --- Size ------------------------------------------------------------------------------------- */

static void test_large_set(void **state)
{
    (void)state;
    struct setup setup;
    struct tokens before;
    setup_begin(&setup);
    struct buffer text = buffer_new(&setup.arena);
    buffer_add_string(&text, "define a = {");
    for (int i = 0; i < 200000; i++)
        buffer_printf(&text, "n%d.example,%s", i, i % 10 == 3 ? " # comment\n" : "");
    buffer_add_string(&text, "}; destination");
    for (int i = 0; i < 200000; i++)
        buffer_printf(&text, "%s n%d.example", i == 0 ? "" : ",", i);
    buffer_add_string(&text, ";");
    assert_true(tokens_read(&before, &setup.diag,
                            setup_source_view(&setup, "large", buffer_view(&text))));
    check_laws(&setup, &before, format_text(&setup, buffer_view(&text)), true);
    setup_end(&setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_sources),
        cmocka_unit_test(test_damaged_sources),
        cmocka_unit_test(test_large_set),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
