/* SPDX-License-Identifier: MIT */
/*
 * The law of fingerprints: a table that is written another way, with its sections and lines in
 * another order, names and words in other letters, other white space, comments and scripts of
 * names, has the same one. One that says something else has another.
 *
 * SEED and ROUNDS in the environment choose other random tables.
 */
#include "read/destconfig.h"
#include "support_random.h"
#include "support_reading.h"
#include "write/fingerprint.h"

enum { MOST_LINES = PARAM_COUNT + 5, MOST_SECTIONS = 9 };

struct line {
    const char *name;
    const char *value;
    bool is_word; /* a value whose letters' case has no meaning */
};

struct section {
    const char *head;
    const char *other_head; /* of the same entry */
    struct line lines[MOST_LINES];
    uint32_t count;
};

struct table {
    struct section sections[MOST_SECTIONS];
    uint32_t count;
};

/* --- Random tables ---------------------------------------------------------------------------- */

static void add_line(struct section *section, const char *name, const char *value, bool is_word)
{
    section->lines[section->count++] = (struct line){name, value, is_word};
}

static void add_param(struct arena *arena, struct section *section, uint64_t *seed,
                      enum param param)
{
    const struct parameter *row = parameter(param);
    uint32_t number = row->least + random_below(seed, 4);
    if (row->type == TYPE_WORD)
        add_line(section, row->export_name,
                 word_by_code(row->words, random_below(seed, word_count(row->words)))->export_word,
                 true);
    else if (row->type == TYPE_NAME)
        add_line(section, row->export_name, "Some Name", false);
    else
        add_line(section, row->export_name, arena_printf(arena, "%u", number), false);
}

/* Some of those that destc does not know. */
static void add_others(struct section *section, uint64_t *seed)
{
    static const char *const names[] = {"Zz_Other", "quantum.safe", "X-ALPHA", "x-alpha-b",
                                        "beta_X"};
    static const char *const values[] = {"1", "Some Text", "some text"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (random_below(seed, 3) == 0)
            add_line(section, names[i], PICK(seed, values), false);
}

static struct section random_section(struct arena *arena, uint64_t *seed, uint32_t number)
{
    static const char *const heads[][2] = {
        {"plain.example", "Plain.Example"},  {"b\xC3\xBC" "cher.example", "xn--bcher-kva.example"},
        {".part.example", ".PART.example"},  {"192.0.2.1", "192.0.2.1"},
        {"[2001:db8::a]", "[2001:DB8::A]"},  {"z.example", "Z.example"},
        {"_dmarc.example", "_DMARC.example"}, {"alone.example", "alone.EXAMPLE"},
    };
    struct section section = {.head = "DEFAULT", .other_head = "Default"};
    uint32_t mask = 0;
    if (number > 0) {
        section.head = heads[number - 1][0];
        section.other_head = heads[number - 1][1];
        mask = random_mask(seed, 4);
    }
    for (int i = 0; i < PARAM_COUNT; i++)
        if (number == 0 ? random_in_default(seed, (enum param)i) : (mask & PARAM_BIT(i)) != 0)
            add_param(arena, &section, seed, (enum param)i);
    add_others(&section, seed);
    return section;
}

static struct table random_table(struct arena *arena, uint64_t *seed)
{
    struct table table = {.count = 0};
    for (uint32_t i = 0; i < MOST_SECTIONS; i++)
        if (random_below(seed, 4) != 0)
            table.sections[table.count++] = random_section(arena, seed, i);
    return table;
}

/* --- Ways of writing one ---------------------------------------------------------------------- */

static const char *plainly(struct arena *arena, const struct table *table)
{
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, "# a table\n");
    for (uint32_t i = 0; i < table->count; i++) {
        const struct section *section = &table->sections[i];
        buffer_printf(&text, "[%s]\n", section->head);
        for (uint32_t k = 0; k < section->count; k++)
            buffer_printf(&text, "%s = %s\n", section->lines[k].name, section->lines[k].value);
    }
    return buffer_string(&text);
}

static void add_in_any_case(struct buffer *text, uint64_t *seed, const char *name)
{
    for (; *name != '\0'; name++) {
        bool is_letter = ascii_lower(*name) >= 'a' && ascii_lower(*name) <= 'z';
        char lower = ascii_lower(*name);
        bool is_upper = is_letter && random_below(seed, 2) == 0;
        buffer_add_char(text, is_upper ? (char)(lower - 'a' + 'A') : lower);
    }
}

/* The numbers below COUNT in some order. */
static void shuffle(uint64_t *seed, uint32_t *order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t other = random_below(seed, i + 1);
        order[i] = order[other];
        order[other] = i;
    }
}

static void add_line_otherwise(struct buffer *text, uint64_t *seed, const struct line *line)
{
    static const char *const signs[] = {"=", " = ", "  =\t", "= "};
    add_in_any_case(text, seed, line->name);
    buffer_add_string(text, PICK(seed, signs));
    if (line->is_word)
        add_in_any_case(text, seed, line->value);
    else
        buffer_add_string(text, line->value);
    buffer_add_string(text, random_below(seed, 4) == 0 ? " \r\n" : "\n");
    if (random_below(seed, 6) == 0)
        buffer_add_string(text, "\n; a remark\n");
}

static const char *otherwise(struct arena *arena, uint64_t *seed, const struct table *table)
{
    struct buffer text = buffer_new(arena);
    uint32_t sections[MOST_SECTIONS];
    shuffle(seed, sections, table->count);
    for (uint32_t i = 0; i < table->count; i++) {
        const struct section *section = &table->sections[sections[i]];
        uint32_t lines[MOST_LINES];
        shuffle(seed, lines, section->count);
        buffer_printf(&text, "[%s]\n",
                      random_below(seed, 2) == 0 ? section->head : section->other_head);
        for (uint32_t k = 0; k < section->count; k++)
            add_line_otherwise(&text, seed, &section->lines[lines[k]]);
    }
    return buffer_string(&text);
}

/* --- The law ---------------------------------------------------------------------------------- */

static const char *print_of(struct arena *arena, const char *text)
{
    struct setup setup;
    struct policy policy;
    char *print = arena_zero(arena, 1, FINGERPRINT_DIGITS);
    setup_begin(&setup);
    setup_read(&setup, &policy, read_destconfig, "table.txt", view_of(text));
    if (setup.diag.counts[SEVERITY_ERROR] > 0)
        fail_msg("%s\n%s", setup_messages(&setup), text);
    policy_convert_names(&policy, IDN_ASCII);
    assert_int_equal(policy_fingerprint(&policy, print), 0);
    setup_end(&setup);
    return print;
}

/* Says something else in one line of one section, if there is one that takes any text. */
static bool change_something(uint64_t *seed, struct table *table)
{
    for (uint32_t i = 0; i < table->count; i++)
        for (uint32_t k = 0; k < table->sections[i].count; k++) {
            struct line *line = &table->sections[i].lines[k];
            if (param_find(view_of(line->name)) != PARAM_COUNT || random_below(seed, 2) == 0)
                continue;
            line->value = "changed";
            return true;
        }
    return false;
}

static void one_round(struct arena *arena, uint64_t *seed)
{
    struct table table = random_table(arena, seed);
    const char *first = plainly(arena, &table);
    const char *second = otherwise(arena, seed, &table);
    const char *print = print_of(arena, first);
    if (strcmp(print, print_of(arena, second)) != 0)
        fail_msg("two fingerprints:\n%s\n-----\n%s", first, second);
    if (!change_something(seed, &table))
        return;
    second = plainly(arena, &table);
    if (strcmp(print, print_of(arena, second)) == 0)
        fail_msg("one fingerprint:\n%s\n-----\n%s", first, second);
}

static void another_way_of_writing_has_the_same_fingerprint(void **state)
{
    uint64_t seed = environment_number("SEED", 5);
    uint64_t rounds = environment_number("ROUNDS", 300);
    (void)state;
    for (uint64_t round = 0; round < rounds; round++) {
        struct arena arena;
        arena_init(&arena, memory_exhausted);
        one_round(&arena, &seed);
        arena_free(&arena);
    }
}

/* Fingerprints are kept, to be expected later: they must not come out otherwise one day. */
static void fingerprints_stay(void **state)
{
    static const char *const known[][2] = {
        {"",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"[b.example]\ntable_tls = required\n[a.example]\n",
         "53281a39d7010268f95156f8aeb933473733c5b2b531a495716a513f8db3492b"},
        {"[a.example]\nzz_b = 1\nZZ_a = Two\n",
         "e7fe0d85250a3544727a8df1bd1cdab3e548bedf165dce3a45fa4b2fc8cd4274"},
        {"[a.example]\nzz_A = Two\nZz_B = 1\n",
         "e7fe0d85250a3544727a8df1bd1cdab3e548bedf165dce3a45fa4b2fc8cd4274"},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, memory_exhausted);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        assert_string_equal(print_of(&arena, known[i][0]), known[i][1]);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_way_of_writing_has_the_same_fingerprint),
        cmocka_unit_test(fingerprints_stay),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
