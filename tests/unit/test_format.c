/* SPDX-License-Identifier: MIT */
/*
 * The layout of policy sources, cases by hand: each source beside what becomes of it.
 */
#include "support_policy.h"

#include "base/input.h"
#include "edit/format.h"

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

/* Its end is worked out, so it must be somewhere. */
static void test_an_empty_text_has_a_place(void **state)
{
    (void)state;
    struct setup setup;
    struct view text;
    setup_begin(&setup);
    assert_true(format_policy(&setup.diag, setup_source(&setup, "a", "\n"), &text));
    assert_non_null(text.text);
    assert_int_equal(text.length, 0);
    setup_end(&setup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_an_empty_text_has_a_place),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_errors_are_left_alone),
        cmocka_unit_test(test_errors_of_others),
        cmocka_unit_test(test_line_limit),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
