/* SPDX-License-Identifier: MIT */
/*
 * The layout of policy sources: cases by hand, and laws that hold over random sources and over
 * damaged ones.
 */
#include "support.h"

#include "base/input.h"
#include "base/utf8.h"
#include "edit/format.h"
#include "edit/tokens.h"
#include "model/policy_style.h"
#include "read/policy_parse.h"

#include "policy.tab.h"

/* --- By hand ---------------------------------------------------------------------------------- */

/* Formats TEXT, which must be sound. */
static struct view format_text(struct setup *setup, struct view text)
{
    struct view result;
    const struct source *source = setup_source_view(setup, "test.policy", text);
    if (!format_policy(&setup->diag, source, &result))
        fail_msg("%s in:\n%.*s", setup_messages(setup), VIEW_ARG(text));
    return result;
}

struct example {
    const char *before;
    const char *after;
};

static const struct example examples[] = {
    /* Blanks and lines */
    {"", ""},
    {" \n\t\n", ""},
    {"include  \t\"a\"\n;", "include \"a\";\n"},
    {"include a;include b;", "include a;\ninclude b;\n"},
    {"\xEF\xBB\xBFinclude a;\r\ninclude b;\r\n", "include a;\ninclude b;\n"},
    {"\n\n\ninclude a;\n\n\n\ninclude b;\ninclude c;\n\n",
     "include a;\n\ninclude b;\ninclude c;\n"},
    {"destination a,b uses c,d;", "destination a, b uses c, d;\n"},
    {"destination a ,\n\n b ;\ninclude x;", "destination a, b;\ninclude x;\n"},
    {"assert tls>=required for @a,b\"why\";", "assert tls >= required for @a, b \"why\";\n"},
    {"default{\n\n\ttls off;\n\n\n\tdane off;\n\n}",
     "default {\n    tls off;\n\n    dane off;\n}\n"},
    {"default{limits per domain,system-wide;recipients 20 per 1 minute;}",
     "default {\n    limits per domain, system-wide;\n    recipients 20 per 1 minute;\n}\n"},
    {"appliance x{asyncos 14.2;}", "appliance x {\n    asyncos 14.2;\n}\n"},
    {"appliance x{default{tls off;dane off;}remove destination a;}",
     "appliance x {\n    default {\n        tls off;\n        dane off;\n    }\n"
     "    remove destination a;\n}\n"},
    /* Short blocks */
    {"default{\n tls off;\n}", "default { tls off; }\n"},
    {"policy p {\n\n}", "policy p { }\n"},
    {"default { };", "default { }\n"},
    {"appliance x {\n\n}", "appliance x { }\n"},
    {"settings a extends b { limits per domain, system-wide; }",
     "settings a extends b { limits per domain, system-wide; }\n"},
    {"appliance x { add destination a { tls off; } }",
     "appliance x {\n    add destination a { tls off; }\n}\n"},
    {"default {\n    tls off;  # why\n}", "default {\n    tls off;  # why\n}\n"},
    {"default {  # why\n}", "default {  # why\n}\n"},
    {"default {\n\n# why\n\n}", "default {\n    # why\n}\n"},
    {"default {tls off # why\n;}", "default {\n    tls off;  # why\n}\n"},
    /* Marks without meaning */
    {"default { tls off; };\n;;destination a;;", "default { tls off; }\ndestination a;\n"},
    {"appliance x { default { tls off; }; ; }", "appliance x {\n    default { tls off; }\n}\n"},
    {"define a = {b}", "define a = { b };\n"},
    {"define a = {b,c,};", "define a = { b, c };\n"},
    {"define a={};", "define a = { };\n"},
    {"define a={\n};define b = file\"c\";", "define a = { };\ndefine b = file \"c\";\n"},
    /* Comments */
    {"#a", "#a\n"},
    {"  #a \t\r\n\n\n#b\ninclude x; #c\n #d\n\n", "#a\n\n#b\ninclude x;  #c\n#d\n"},
    {"include a; # x # y\n# \xE4\ninclude b;", "include a;  # x # y\n# \xE4\ninclude b;\n"},
    {"default { # open\n# first\ntls off;\ndane off;\n# last\n} # close\n",
     "default {  # open\n    # first\n    tls off;\n    dane off;\n    # last\n}  # close\n"},
    {"default # head\n{ tls off; }", "default {  # head\n    tls off;\n}\n"},
    {"default\n# head\n{ tls off; }", "default {\n    # head\n    tls off;\n}\n"},
    {"default { tls off; } # a\n; # b\n", "default { tls off; }  # a\n# b\n"},
    {"default { tls off; }\n# own\n;\ninclude a;", "default { tls off; }\n# own\ninclude a;\n"},
    {"define a = { b } # c\n;", "define a = { b };  # c\n"},
    {"include # what\n a;", "include  # what\n        a;\n"},
    {"include a # 1\n # 2\n ; # 3\n", "include a;  # 1\n# 2\n# 3\n"},
    {"define a = { # x\nb, c\n,\n# y\n# z\nd # d\n}\n",
     "define a = {  # x\n    b, c,\n    # y\n    # z\n    d  # d\n};\n"},
    {"define a = { b, # b\n c, # c\n\n\n# group\nd,e,\n };",
     "define a = {\n    b,  # b\n    c,  # c\n\n    # group\n    d, e\n};\n"},
    {"define a = { b\n, c # last\n, };", "define a = {\n    b,\n    c  # last\n};\n"},
    {"define a # name\n = # is\n { b };", "define a  # name\n        = {  # is\n    b\n};\n"},
    {"destination a, # one\n b, c,\n d uses e # f\n { tls off; }",
     "destination a,  # one\n        b, c,\n        d uses e {  # f\n    tls off;\n}\n"},
    {"destination a # one\n, b # two\n;", "destination a,  # one\n        b;  # two\n"},
    {"assert tls = off # c\n for all;", "assert tls = off  # c\n        for all;\n"},
    /* One column for comments */
    {"default {\ntls off; # 1\nmessages 100; # 2\n}",
     "default {\n    tls off;       # 1\n    messages 100;  # 2\n}\n"},
    {"default { # 0\ntls off; # 1\n\nmessages 100; # 2\nip prefer-ipv6;\ndane off; # 3\n}",
     "default {  # 0\n    tls off;  # 1\n\n    messages 100;  # 2\n    ip prefer-ipv6;\n"
     "    dane off;  # 3\n}\n"},
    {"include \"\xE4\xB8\xAD\"; # wide\ninclude \"ab\"; # narrow\ninclude a; # short\n",
     "include \"\xE4\xB8\xAD\";  # wide\ninclude \"ab\";  # narrow\ninclude a;     # short\n"},
    {"include a; # 1\ninclude "
     "\"123456789012345678901234567890123456789012345678901234567890123\"; # 73 wide\n"
     "include b; # 2\n",
     "include a;  # 1\ninclude "
     "\"123456789012345678901234567890123456789012345678901234567890123\";  # 73 wide\n"
     "include b;  # 2\n"},
    /* Sets in groups */
    {"define a = { b,\nc,\n\nd, e };", "define a = {\n    b, c,\n\n    d, e\n};\n"},
    {"define a = { b\n\n, c };", "define a = {\n    b,\n\n    c\n};\n"},
    {"define a = {\n\nb, c\n\n,\n\n};", "define a = { b, c };\n"},
    /* Words */
    {"default {tls on;ip PREFER_V6;limits per host,VG;}",
     "default {\n    tls preferred;\n    ip prefer-ipv6;\n"
     "    limits per domain, per-gateway;\n}\n"},
    {"settings a {tls require; } settings b {tls REQUIRE_verify; }",
     "settings a { tls required; }\nsettings b { tls required-verify; }\n"},
    {"settings a {tls \"on\"; }", "settings a { tls \"on\"; }\n"},
    {"settings a {tls 1; }", "settings a { tls 1; }\n"},
    {"settings a {tls Preferred; }", "settings a { tls Preferred; }\n"},
    {"settings a {tls default; }", "settings a { tls default; }\n"},
    {"settings on {note \"on\"; bounce-profile on; tls-alert ON;}",
     "settings on {\n    note \"on\";\n    bounce-profile on;\n    tls-alert on;\n}\n"},
    {"destination on, require;\ndefine host = { on };\nassert tls = on for host;",
     "destination on, require;\ndefine host = { on };\nassert tls = on for host;\n"},
    {"settings a {limits per MXIP, system-wide; }",
     "settings a { limits per mx-address, system-wide; }\n"},
    /* Strings */
    {"destination \"a.example\" { note \"x # \\\" ; { y\"; }",
     "destination \"a.example\" { note \"x # \\\" ; { y\"; }\n"},
};

static void test_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct setup setup;
        setup_begin(&setup);
        assert_view_equal(format_text(&setup, view_of(examples[i].before)), examples[i].after);
        assert_view_equal(format_text(&setup, view_of(examples[i].after)), examples[i].after);
        setup_end(&setup);
    }
}

/* Lines of as many columns as are named in the fifty-column names. */
#define FIFTY "a2345678901234567890123456789012345678901234567890"
#define FORTY "a234567890123456789012345678901234567890"

static const struct example long_ones[] = {
    /* 100 columns fit, 101 do not. */
    {"destination " FIFTY ", a2345678901234567890 uses x234567;\n",
     "destination " FIFTY ", a2345678901234567890 uses x234567;\n"},
    {"destination " FIFTY ", a2345678901234567890123456789012345;",
     "destination " FIFTY ", a2345678901234567890123456789012345;\n"},
    {"destination " FIFTY ", a23456789012345678901234567890123456;",
     "destination " FIFTY ",\n        a23456789012345678901234567890123456;\n"},
    {"destination " FIFTY ", a23456789012345678901234567890123 { tls off; }",
     "destination " FIFTY ", a23456789012345678901234567890123 {\n    tls off;\n}\n"},
    {"destination " FIFTY ", a234567890123456789012345678901234 { }",
     "destination " FIFTY ",\n        a234567890123456789012345678901234 { }\n"},
    {"destination " FIFTY " uses " FIFTY ", b { tls off; }",
     "destination " FIFTY "\n        uses " FIFTY ", b {\n    tls off;\n}\n"},
    {"settings " FIFTY " extends " FIFTY " { }",
     "settings " FIFTY "\n        extends " FIFTY " { }\n"},
    {"assert tls = off for " FIFTY ", " FORTY ", b \"text of it\";",
     "assert tls = off for " FIFTY ",\n        " FORTY ", b \"text of it\";\n"},
    {"assert tls = off for " FIFTY " \"" FIFTY "\";",
     "assert tls = off for " FIFTY "\n        \"" FIFTY "\";\n"},
    {"assert bounce-profile = \"" FIFTY FIFTY "\" for all;",
     "assert bounce-profile =\n        \"" FIFTY FIFTY "\"\n        for all;\n"},
    {"appliance x { remove destination " FIFTY ", " FIFTY "; }",
     "appliance x {\n    remove destination " FIFTY ",\n            " FIFTY ";\n}\n"},
    {"define a = { " FIFTY ", a2345678901234567890123456789012 };",
     "define a = { " FIFTY ", a2345678901234567890123456789012 };\n"},
    {"define a = { " FIFTY ", a23456789012345678901234567890123 };",
     "define a = {\n    " FIFTY ", a23456789012345678901234567890123\n};\n"},
    {"define a = { " FIFTY ", " FIFTY ", b, };",
     "define a = {\n    " FIFTY ",\n    " FIFTY ", b\n};\n"},
    /* A name of 96 columns below the brace, a last comma that does not count */
    {"define a = { " FIFTY "456789012345678901234567890123456789012345, };",
     "define a = {\n    " FIFTY "456789012345678901234567890123456789012345\n};\n"},
    /* A block of 100 and of 101 columns */
    {"destination " FIFTY " { note \"a234567890123456789012345\"; }",
     "destination " FIFTY " { note \"a234567890123456789012345\"; }\n"},
    {"destination " FIFTY " { note \"a2345678901234567890123456\"; }",
     "destination " FIFTY " {\n    note \"a2345678901234567890123456\";\n}\n"},
    /* Two columns a character */
    {"define a = { \"" FIFTY "\", \"a2345678901234567890123456\xE4\xB8\xAD\" };",
     "define a = { \"" FIFTY "\", \"a2345678901234567890123456\xE4\xB8\xAD\" };\n"},
    {"define a = { \"" FIFTY "\", \"a23456789012345678901234567\xE4\xB8\xAD\" };",
     "define a = {\n    \"" FIFTY "\", \"a23456789012345678901234567\xE4\xB8\xAD\"\n};\n"},
};

static void test_long_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof long_ones / sizeof long_ones[0]; i++) {
        struct setup setup;
        setup_begin(&setup);
        assert_view_equal(format_text(&setup, view_of(long_ones[i].before)), long_ones[i].after);
        assert_view_equal(format_text(&setup, view_of(long_ones[i].after)), long_ones[i].after);
        setup_end(&setup);
    }
}

static void test_errors_are_left_alone(void **state)
{
    (void)state;
    static const char *const unsound[] = {
        "destination", "destination a { tls off }", "}", "include \"a;", "note \"x\";",
        "default { note \"\\n\"; }", "destination \xE4.example;", "default { default { } }",
        "policy p { ; }",
    };
    for (size_t i = 0; i < sizeof unsound / sizeof unsound[0]; i++) {
        struct setup setup;
        struct view text;
        setup_begin(&setup);
        const struct source *source = setup_source(&setup, "test.policy", unsound[i]);
        if (format_policy(&setup.diag, source, &text))
            fail_msg("taken: %s", unsound[i]);
        assert_true(diag_has_errors(&setup.diag));
        setup_end(&setup);
    }
}

/* An error in one text says nothing about the next. */
static void test_errors_of_others(void **state)
{
    (void)state;
    struct setup setup;
    struct view text;
    setup_begin(&setup);
    assert_false(format_policy(&setup.diag, setup_source(&setup, "a", "x"), &text));
    assert_true(format_policy(&setup.diag, setup_source(&setup, "b", "include  a;"), &text));
    assert_view_equal(text, "include a;\n");
    setup_end(&setup);
}

/* What would only be too long once it is indented must not be written. */
static void test_line_limit(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct setup setup;
        struct view text;
        setup_begin(&setup);
        struct buffer source = buffer_new(&setup.arena);
        buffer_add_string(&source, "default {\ntls off;\n#");
        for (int i = 0; i < INPUT_LINE_LIMIT - 5 + more; i++)
            buffer_add_char(&source, 'x');
        buffer_add_string(&source, "\n}\n");
        bool taken = format_policy(&setup.diag, setup_source(&setup, "a", buffer_string(&source)),
                                   &text);
        assert_int_equal(taken, more == 0);
        assert_string_equal(setup_messages(&setup), more == 0 ? "" : "E0107@1:1");
        setup_end(&setup);
    }
}

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
            before == POLICY_TOKEN_RIGHT);
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
    if (!one_in(g, g->disorder))
        buffer_add_char(&g->text, ' ');
    else if (kind < 7)
        buffer_add_string(&g->text, gaps[kind]);
    else
        buffer_printf(&g->text, "%s# %u%s\n%s",
                      kind % 2 == 0 ? "\n" : one_in(g, 3) ? "" : " ", ++g->comments,
                      one_in(g, 5) ? " \t" : "", one_in(g, 6) ? "\n\n" : "");
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
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_errors_are_left_alone),
        cmocka_unit_test(test_errors_of_others),
        cmocka_unit_test(test_line_limit),
        cmocka_unit_test(test_random_sources),
        cmocka_unit_test(test_damaged_sources),
        cmocka_unit_test(test_large_set),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
