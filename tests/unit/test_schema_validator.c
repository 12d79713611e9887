/* SPDX-License-Identifier: MIT */
/*
 * The validator's manners: whatever it is given, what it says can be shown.
 */
#include "schema/schema.h"

#include "base/utf8.h"
#include "support_schema.h"

static void what_no_document_holds(void **state)
{
    static const struct view texts[] = {
        {"a\0b", 3},    {"\xFF", 1},         {"\xC3", 1},
        {"\x1B[2J", 4}, {"\xEF\xBF\xBE", 3}, {"&#38;<x>", 8},
    };
    struct judge *judge = *state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        judge->complaints = 0;
        schema_start(judge->validator, VIEW("policy"), NULL, 0);
        start_destination(judge, texts[i]);
        schema_start(judge->validator, VIEW("tls"), NULL, 0);
        schema_text(judge->validator, texts[i]);
        schema_end(judge->validator);
        schema_finish(judge->validator);
        assert_int_equal(judge->complaints, 2);
    }
}

static void long_complaints_are_cut(void **state)
{
    struct judge *judge = *state;
    for (int letters = 100; letters <= 100000; letters *= 10) {
        struct buffer text = buffer_new(&judge->setup.arena);
        for (int i = 0; i < letters; i++)
            buffer_add_string(&text, "\xC3\xBC");
        schema_start(judge->validator, VIEW("policy"), NULL, 0);
        start_destination(judge, VIEW("a.example"));
        schema_start(judge->validator, VIEW("tls"), NULL, 0);
        schema_text(judge->validator, buffer_view(&text));
        schema_end(judge->validator);
        schema_finish(judge->validator);
        size_t offset;
        assert_in_range(strlen(judge->text), 100, 511);
        assert_true(utf8_check(view_of(judge->text), &offset));
    }
}

/* Two of a name are the model's business; the rest of the document is judged. */
static void the_same_destination_twice(void **state)
{
    struct judge *judge = *state;
    judge->complaints = 0;
    schema_start(judge->validator, VIEW("policy"), NULL, 0);
    for (int i = 0; i < 2; i++) {
        start_destination(judge, VIEW("a.example"));
        schema_end(judge->validator);
    }
    schema_end(judge->validator);
    schema_finish(judge->validator);
    assert_int_equal(judge->complaints, 0);
    assert_non_null(memmem(schema_source().text, schema_source().length, "<xs:unique", 10));
}

/* Depth and number of attributes beyond anything the schema knows do no harm. */
static void excess(void **state)
{
    struct judge *judge = *state;
    struct schema_attribute attributes[40];
    for (int i = 0; i < 40; i++)
        attributes[i] = (struct schema_attribute){VIEW("per"), VIEW("domain")};
    judge->complaints = 0;
    schema_start(judge->validator, VIEW("policy"), NULL, 0);
    for (int i = 0; i < 1000; i++)
        schema_start(judge->validator, VIEW("destination"), attributes, 40);
    for (int i = 0; i < 1005; i++)
        schema_end(judge->validator);
    schema_text(judge->validator, VIEW("x"));
    schema_finish(judge->validator);
    assert_true(judge->complaints > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_no_document_holds),
        cmocka_unit_test(long_complaints_are_cut),
        cmocka_unit_test(the_same_destination_twice),
        cmocka_unit_test(excess),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, judge_begin, judge_end);
}
