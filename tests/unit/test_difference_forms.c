/* SPDX-License-Identifier: MIT */
/*
 * The forms of showing differences. Each must equal its file in tests/golden/ for the differences
 * of support_difference.h.
 */
#include "support_difference.h"
#include "support_golden.h"

#include <jansson.h>

/* --- Golden files ----------------------------------------------------------------------------- */

static void golden_form(const char *form, const char *name)
{
    struct forms forms;
    forms_fill(&forms);
    same_as_golden(&forms.setup.arena, name, forms_written(&forms, form));
    setup_end(&forms.setup);
}

static void text_is_for_people(void **state)
{
    (void)state;
    golden_form("text", "difference.txt");
}

static void json_is_for_programs(void **state)
{
    (void)state;
    golden_form("json", "difference.json");
}

static void markdown_is_for_a_comment(void **state)
{
    (void)state;
    golden_form("markdown", "difference.md");
}

static void html_is_for_a_browser(void **state)
{
    (void)state;
    struct forms forms;
    forms_fill(&forms);
    same_as_golden(&forms.setup.arena, "difference.html", body_of(forms_written(&forms, "html")));
    setup_end(&forms.setup);
}

/* --- One side --------------------------------------------------------------------------------- */

static void one_line_for_logs(void **state)
{
    (void)state;
    struct forms forms;
    forms_fill(&forms);
    forms.frame.summary = true;
    forms.frame.before_name = "old\033[31m.txt";
    assert_view_equal(forms_written(&forms, "text"),
                      "old\\x1B[31m.txt -> new.txt: 3 added, 2 removed, 10 changed, 3 reached "
                      "through the default entry, 1 range of callers treated otherwise; 9 weaker "
                      "(tls 6, access 3, checks 1), 3 may stop mail, 1 not known, 3 stronger (tls "
                      "2, checks 1)\n");
    setup_end(&forms.setup);
}

static void no_difference_is_said(void **state)
{
    (void)state;
    struct forms forms;
    forms_begin(&forms);
    assert_view_equal(forms_written(&forms, "text"), "old.txt -> new.txt: no difference\n");
    assert_view_equal(forms_written(&forms, "markdown"),
                      "### `old.txt` \xE2\x86\x92 `new.txt`\n\n**no difference**\n");
    assert_non_null(strstr(forms_written(&forms, "json").text, "\"same\": true"));
    assert_non_null(strstr(forms_written(&forms, "json").text, "\"differences\": []\n}\n"));
    assert_non_null(strstr(forms_written(&forms, "html").text,
                           "<p class=\"summary\">no difference</p>"));
    assert_null(strstr(forms_written(&forms, "html").text, "<table"));
    forms.frame.effective = true;
    assert_view_equal(forms_written(&forms, "text"),
                      "old.txt -> new.txt: no difference in what takes effect\n");
    setup_end(&forms.setup);
}

static void tables_that_name_no_listener(void **state)
{
    (void)state;
    struct forms forms;
    forms_begin(&forms);
    forms_listener(&forms);
    forms.sides[0].unnamed = true;
    forms.sides[1].unnamed = true;
    assert_non_null(strstr(forms_written(&forms, "text").text, "\nSender groups: 1 changed\n"));
    assert_null(strstr(forms_written(&forms, "markdown").text, " of `In`"));
    setup_end(&forms.setup);
}

static void there_is_no_other_form(void **state)
{
    (void)state;
    assert_null(difference_form(VIEW("yaml")));
    assert_null(difference_form(VIEW("")));
}

/* --- Text ------------------------------------------------------------------------------------- */

/* TEXT without what sets colours. */
static struct view without_colors(struct arena *arena, struct view text)
{
    struct buffer plain = buffer_new(arena);
    for (size_t i = 0; i < text.length; i++) {
        while (i < text.length && text.text[i] == '\033')
            i += strcspn(text.text + i, "m") + 1;
        if (i < text.length)
            buffer_add_char(&plain, text.text[i]);
    }
    return buffer_view(&plain);
}

static void colors_add_nothing_else(void **state)
{
    (void)state;
    struct forms forms;
    forms_fill(&forms);
    struct view plain = forms_written(&forms, "text");
    forms.frame.color = true;
    struct view colored = forms_written(&forms, "text");
    assert_non_null(strstr(colored.text, "\033[1;31mweaker: tls\033[0m"));
    assert_non_null(strstr(colored.text, "\033[1;33mmay stop mail\033[0m; "
                                         "\033[1;32mstronger: tls\033[0m"));
    assert_true(view_equal(without_colors(&forms.setup.arena, colored), plain));
    setup_end(&forms.setup);
}

static void names_are_told_on_demand(void **state)
{
    (void)state;
    struct forms forms;
    forms_fill(&forms);
    forms.frame.names = false;
    assert_non_null(strstr(forms_written(&forms, "text").text,
                           "\n           3 entries inherit some of it (tls 3, bounce-profile 1), and so do "
                           "domains without an\n           entry (--names tells which)\n\n"));
    assert_non_null(strstr(forms_written(&forms, "json").text, "\"reached_names\": null,"));
    assert_null(strstr(forms_written(&forms, "html").text, "a.quiet.example"));
    assert_null(strstr(forms_written(&forms, "markdown").text, "a.quiet.example"));
    setup_end(&forms.setup);
}

static void long_lists_of_names_are_wrapped(void **state)
{
    (void)state;
    struct forms forms;
    forms_begin(&forms);
    const struct change_list *same = SHARE(
        &forms, {PARAM_TABLE_TLS, VIEW("tls"), given("required"), given("off"), WEAKER_TLS});
    for (int i = 0; i < 300; i++)
        forms_destination(&forms, DIFFERENCE_CHANGED,
                  arena_printf(&forms.setup.arena, "host-%d.example", i), "", same);
    struct view text = forms_written(&forms, "text");
    assert_non_null(strstr(text.text, "  changed  300 destinations  tls  required -> off  weaker"));
    assert_non_null(strstr(text.text, "host-299.example\n"));
    for (const char *line = text.text; *line != '\0'; line += strcspn(line, "\n") + 1)
        assert_true(strcspn(line, "\n") <= 100);
    setup_end(&forms.setup);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void hidden_characters_are_spelt_out(void **state)
{
    (void)state;
    struct forms forms;
    forms_begin(&forms);
    forms_part(&forms, PART_GROUP, DIFFERENCE_ADDED, "a\xE2\x80\xAE\xC2\x9B\x1B\xC3\xBC", NULL);
    struct view text = forms_written(&forms, "json");
    assert_non_null(strstr(text.text, "\"a\\u202E\\u009B\\u001B\\u00FC\""));
    json_t *root = json_loadb(text.text, text.length, 0, NULL);
    json_t *first = json_array_get(json_object_get(root, "differences"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "name")),
                        "a\xE2\x80\xAE\xC2\x9B\x1B\xC3\xBC");
    json_decref(root);
    setup_end(&forms.setup);
}

static void names_come_in_the_form_asked_for(void **state)
{
    (void)state;
    struct forms forms;
    forms_fill(&forms);
    forms.frame.idn = IDN_ASCII;
    const char *text = forms_written(&forms, "json").text;
    assert_non_null(strstr(text, "\"name\": \"xn--bcher-kva.example\""));
    assert_non_null(strstr(text, "\n    \"xn--bcher-kva.quiet.example\",\n"));
    setup_end(&forms.setup);
}

/* --- Markdown --------------------------------------------------------------------------------- */

static uint32_t occurrences(struct view text, const char *part)
{
    uint32_t count = 0;
    const char *end = text.text + text.length;
    for (const char *at = text.text; at < end; at++) {
        at = memmem(at, (size_t)(end - at), part, strlen(part));
        if (at == NULL)
            break;
        count++;
    }
    return count;
}

/* Different changes each, so that none can be told together. */
static void add_many(struct forms *forms, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct weight weight = i % 100 == 7 ? WEAKER_TLS : NEUTRAL;
        forms_destination(forms, DIFFERENCE_CHANGED,
                  arena_printf(&forms->setup.arena, "host-%u.example", i), "",
                  SHARE(forms, {PARAM_MAX_HOST_CONCURRENCY, VIEW("connections"), given("5"),
                                given(arena_printf(&forms->setup.arena, "%u", i)), weight}));
    }
}

static void comments_end_before_they_are_refused(void **state)
{
    (void)state;
    struct forms forms;
    forms_begin(&forms);
    add_many(&forms, 5000);
    struct view text = forms_written(&forms, "markdown");
    assert_true(text.length < 65536);
    assert_true(text.length > 50000);
    assert_int_equal(occurrences(text, "| **weaker: tls** |\n"), 50);
    assert_int_equal(occurrences(text, "<details"), occurrences(text, "</details>"));
    uint32_t shown = occurrences(text, "| changed | ");
    assert_non_null(strstr(text.text, arena_printf(&forms.setup.arena,
                                                   "\n**%u more are left out**", 5000 - shown)));
    setup_end(&forms.setup);
}

static void huge_values_are_cut(void **state)
{
    (void)state;
    struct forms forms;
    forms_begin(&forms);
    struct buffer huge = buffer_new(&forms.setup.arena);
    buffer_add_string(&huge, "x");
    add_times(&huge, "\xC3\xBC", 100000);
    forms_part(&forms, PART_GROUP, DIFFERENCE_CHANGED, "G",
             SHARE(&forms, {PARAM_COUNT, VIEW("description"), NOTHING,
                            given(buffer_string(&huge)), NEUTRAL}));
    struct view text = forms_written(&forms, "markdown");
    assert_true(text.length < 2000);
    assert_non_null(strstr(text.text, "\xC3\xBC`... |"));
    setup_end(&forms.setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_for_people),
        cmocka_unit_test(json_is_for_programs),
        cmocka_unit_test(markdown_is_for_a_comment),
        cmocka_unit_test(html_is_for_a_browser),
        cmocka_unit_test(one_line_for_logs),
        cmocka_unit_test(no_difference_is_said),
        cmocka_unit_test(tables_that_name_no_listener),
        cmocka_unit_test(there_is_no_other_form),
        cmocka_unit_test(colors_add_nothing_else),
        cmocka_unit_test(names_are_told_on_demand),
        cmocka_unit_test(long_lists_of_names_are_wrapped),
        cmocka_unit_test(hidden_characters_are_spelt_out),
        cmocka_unit_test(names_come_in_the_form_asked_for),
        cmocka_unit_test(comments_end_before_they_are_refused),
        cmocka_unit_test(huge_values_are_cut),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
