/* SPDX-License-Identifier: MIT */
/*
 * The schema's pattern for names of destinations, held against the model's own check. SEED and
 * NAMES in the environment choose other random names, and how many.
 */
#include "model/domain.h"
#include "support_schema.h"

static bool takes_domain(struct judge *judge, struct view name)
{
    judge->complaints = 0;
    schema_start(judge->validator, VIEW("policy"), NULL, 0);
    start_destination(judge, name);
    schema_end(judge->validator);
    schema_end(judge->validator);
    schema_finish(judge->validator);
    return judge->complaints == 0;
}

/* What the model takes as it stands, the schema takes, and nothing else. */
static void compare_domain(struct judge *judge, struct view text)
{
    struct domain domain;
    struct domain_fault fault;
    bool parsed = domain_parse(&judge->setup.arena, text, &domain, &fault);
    if (parsed && !takes_domain(judge, domain.name))
        fail_msg("SEED=%llu: the schema refuses \"%.*s\"", (unsigned long long)random_seed(),
                 VIEW_ARG(domain.name));
    bool same = parsed && view_equal(domain.name, text);
    if (!same && takes_domain(judge, text))
        fail_msg("SEED=%llu: the schema takes \"%.*s\"", (unsigned long long)random_seed(),
                 VIEW_ARG(text));
}

static void add_label(struct buffer *text, uint64_t *seed)
{
    static const char letters[] = "abcxyz019-_";
    static const char *const whole[] = {"com", "1", "255", "256", "01", "xn--bcher-kva", "A", "",
                                        "a b", "*", "0x1"};
    if (random_below(seed, 4) == 0) {
        buffer_add_string(text, whole[random_below(seed, sizeof whole / sizeof whole[0])]);
        return;
    }
    uint32_t length = random_below(seed, 12) == 0 ? 60 + random_below(seed, 6)
                                                  : 1 + random_below(seed, 4);
    while (length-- > 0)
        buffer_add_char(text, letters[random_below(seed, sizeof letters - 1)]);
}

static void add_name(struct buffer *text, uint64_t *seed)
{
    uint32_t labels = 1 + random_below(seed, random_below(seed, 8) == 0 ? 60 : 5);
    if (random_below(seed, 4) == 0)
        buffer_add_char(text, '.');
    for (uint32_t i = 0; i < labels; i++) {
        if (i > 0)
            buffer_add_char(text, '.');
        add_label(text, seed);
    }
    if (random_below(seed, 12) == 0)
        buffer_add_char(text, '.');
}

static void add_ipv4(struct buffer *text, uint64_t *seed)
{
    uint32_t numbers = random_below(seed, 12) == 0 ? 3 + random_below(seed, 3) : 4;
    for (uint32_t i = 0; i < numbers; i++)
        buffer_printf(text, "%s%s%u", i == 0 ? "" : ".", random_below(seed, 40) == 0 ? "0" : "",
                      random_below(seed, random_below(seed, 8) == 0 ? 300 : 256));
}

static void add_ipv6(struct buffer *text, uint64_t *seed)
{
    uint32_t groups = random_below(seed, 10);
    uint32_t gap = random_below(seed, 3) == 0 ? 99 : random_below(seed, groups + 1);
    for (uint32_t i = 0; i < groups; i++) {
        if (i == gap)
            buffer_add_char(text, ':');
        buffer_printf(text, "%x", random_below(seed, 2) == 0 ? random_below(seed, 16)
                                                             : random_below(seed, 0x10400));
        if (i + 1 < groups || i + 1 == gap || random_below(seed, 12) == 0)
            buffer_add_char(text, ':');
    }
    if (groups == 0 || groups == gap)
        buffer_add_string(text, groups == 0 ? "::" : ":");
    if (random_below(seed, 4) == 0)
        add_ipv4(text, seed);
}

static struct view random_name(struct judge *judge, uint64_t *seed)
{
    static void (*const kinds[])(struct buffer *text, uint64_t *seed) = {add_name, add_ipv4,
                                                                         add_ipv6};
    struct buffer text = buffer_new(&judge->setup.arena);
    bool brackets = random_below(seed, 8) == 0;
    buffer_add_string(&text, brackets ? "[" : "");
    kinds[random_below(seed, 3)](&text, seed);
    buffer_add_string(&text, brackets && random_below(seed, 20) != 0 ? "]" : "");
    if (text.length > 0 && random_below(seed, 20) == 0)
        text.text[random_below(seed, (uint32_t)text.length)] =
            (char)(0x20 + random_below(seed, 0x5F));
    buffer_string(&text);
    return buffer_view(&text);
}

static void random_names(void **state)
{
    struct judge *judge = *state;
    uint64_t seed = random_seed();
    unsigned taken = 0;
    uint32_t count = rounds(8000);
    for (uint32_t i = 0; i < count; i++) {
        struct view name = random_name(judge, &seed);
        compare_domain(judge, name);
        taken += takes_domain(judge, name);
    }
    /* Names of both sorts, or the comparison says little. */
    assert_in_range(taken, count / 10, count / 10 * 9);
}

static void chosen_names(void **state)
{
    static const char *const list[] = {
        "",         ".",        "..",         "a",        ".a",       "a.",      "a..b",
        "1",        ".1",       "1.2.3",      "1.2.3.4",  "[1.2.3.4]", "1.2.3.4.", "01.2.3.4",
        "::",       "[::]",     "::1",        "1::",      "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",      "1:2:3:4:5:6:7:8:9",      "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4", "1::2::3",   "12345::",  ":1",       "1:",      "fe80::1%eth0",
        "2001:db8::/32", "a_b",  "-a-",       "_",        "a.1b",     "a.b1",    "a.12",
        "EXAMPLE.com", "a b",   " a",         "a ",       "a\nb",     "a@b",     "*.a",
        "http://a/", "[a]",     "[::1",       "::1]",     "::ffff:192.0.2.1", "1:2:3:4:5::1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4", "&#38;",      "a&b",      "a\x7F",    "a\x01",   "::00001",
    };
    struct judge *judge = *state;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        compare_domain(judge, view_of(list[i]));
}

/* Sizes round the two limits. */
static void sizes(void **state)
{
    struct judge *judge = *state;
    for (uint32_t label = 62; label <= 64; label++)
        for (uint32_t length = 250; length <= 256; length++)
            for (int dot = 0; dot <= 1; dot++) {
                struct buffer text = buffer_new(&judge->setup.arena);
                buffer_add_string(&text, dot == 1 ? "." : "");
                for (uint32_t i = 0; i < length; i++)
                    buffer_add_char(&text, i % (label + 1) == label ? '.' : 'a');
                buffer_string(&text);
                compare_domain(judge, buffer_view(&text));
            }
}

static void international_names(void **state)
{
    static const char *const letters[] = {
        "\xC3\xBC", "\xC3\x9F", "\xCE\xB1", "\xCF\x82", "\xD0\xB6", "\xD7\x90", "\xE0\xA4\x85",
        "\xE4\xB8\xAD", "\xED\x95\x9C", "\xE3\x81\x82", "\xF0\xA0\x80\x80", "a", "b", "1", "-",
    };
    struct judge *judge = *state;
    uint64_t seed = random_seed();
    unsigned wide = 0;
    for (uint32_t round = 0; round < rounds(4000); round++) {
        struct buffer text = buffer_new(&judge->setup.arena);
        uint32_t labels = 1 + random_below(&seed, 4);
        buffer_add_string(&text, random_below(&seed, 4) == 0 ? "." : "");
        for (uint32_t i = 0; i < labels; i++) {
            buffer_add_string(&text, i == 0 ? "" : ".");
            for (uint32_t n = 1 + random_below(&seed, 12); n > 0; n--)
                buffer_add_string(&text,
                                  letters[random_below(&seed, sizeof letters / sizeof letters[0])]);
        }
        buffer_string(&text);
        struct domain domain;
        struct domain_fault fault;
        if (!domain_parse(&judge->setup.arena, buffer_view(&text), &domain, &fault))
            continue;
        wide += !view_equal(domain.name, domain.key);
        if (!takes_domain(judge, domain.name) || !takes_domain(judge, domain.key))
            fail_msg("SEED=%llu: the schema refuses \"%.*s\"", (unsigned long long)random_seed(),
                     VIEW_ARG(domain.name));
    }
    assert_true(wide > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chosen_names),
        cmocka_unit_test(random_names),
        cmocka_unit_test(sizes),
        cmocka_unit_test(international_names),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, judge_begin, judge_end);
}
