/* SPDX-License-Identifier: MIT */
/*
 * What differs between destinations: laws over random tables, and what a matrix makes of it. SEED
 * and TABLES in the environment choose other ones.
 */
#include "analysis/matrix.h"
#include "read/read.h"
#include "support_random.h"
#include "support_reading.h"
#include "write/write.h"

/* --- Random tables ---------------------------------------------------------------------------- */

enum { SECTIONS = 6 };

/* A table in parts, so that another can have some of them. */
struct parts {
    const char *first; /* the default entry, or "" */
    const char *sections[SECTIONS]; /* NULL: there is none */
};

static void add_setting(struct buffer *text, uint64_t *seed, enum param param)
{
    static const char *const names[] = {"strict", "Default", "p1", "Demo"};
    const struct parameter *row = parameter(param);
    uint32_t usual = row->usual != 0 ? row->usual : row->most;
    buffer_printf(text, "%s = ", row->export_name);
    if (row->type == TYPE_NAME)
        buffer_printf(text, "%s\n", PICK(seed, names));
    else if (row->type == TYPE_WORD && random_below(seed, 12) == 0)
        buffer_add_string(text, "quantum\n");
    else if (row->type == TYPE_WORD)
        buffer_printf(text, "%s\n", random_word(seed, row->words));
    else if (row->type == TYPE_LIMIT && random_below(seed, 3) == 0)
        buffer_add_string(text, "0\n");
    else
        buffer_printf(text, "%u\n", row->least + random_below(seed, usual - row->least + 1));
}

static const char *random_default(struct arena *arena, uint64_t *seed)
{
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, "[DEFAULT]\n");
    for (int i = 0; i < PARAM_COUNT; i++)
        if (random_in_default(seed, (enum param)i))
            add_setting(&text, seed, (enum param)i);
    return buffer_string(&text);
}

/* Names that cover each other: h1.example, .example, .h1.example, a.h1.example, ... */
static const char *random_section(struct arena *arena, uint64_t *seed, uint32_t number)
{
    static const char *const heads[SECTIONS] = {"h1.example",   ".example",         ".H1.example",
                                                "a.h1.example", "b\xC3\xBC.example", "192.0.2.1"};
    struct buffer text = buffer_new(arena);
    uint32_t mask = random_mask(seed, 4);
    buffer_printf(&text, "[%s]\n", heads[number]);
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0)
            add_setting(&text, seed, (enum param)i);
    if (random_below(seed, 6) == 0)
        buffer_printf(&text, "zork = %u\n", random_below(seed, 2));
    return buffer_string(&text);
}

static void random_parts(struct arena *arena, uint64_t *seed, struct parts *parts)
{
    parts->first = random_below(seed, 4) == 0 ? "" : random_default(arena, seed);
    for (uint32_t i = 0; i < SECTIONS; i++)
        parts->sections[i] = random_below(seed, 3) == 0 ? NULL : random_section(arena, seed, i);
}

/* Some parts otherwise, now and then none. */
static void change_parts(struct arena *arena, uint64_t *seed, const struct parts *from,
                         struct parts *parts)
{
    uint32_t rarely = random_below(seed, 3) == 0 ? 1000 : 5;
    *parts = *from;
    if (from->first[0] != '\0' && random_below(seed, rarely) == 0)
        parts->first = random_default(arena, seed);
    for (uint32_t i = 0; i < SECTIONS; i++)
        if (random_below(seed, rarely) == 0)
            parts->sections[i] =
                random_below(seed, 2) == 0 ? NULL : random_section(arena, seed, i);
}

/* Puts them together, from a random one on. There is always one. */
static const char *together(struct arena *arena, uint64_t *seed, const struct parts *parts)
{
    struct buffer text = buffer_new(arena);
    uint32_t first = random_below(seed, SECTIONS);
    for (uint32_t i = 0; i < SECTIONS; i++) {
        const char *section = parts->sections[(first + i) % SECTIONS];
        buffer_add_string(&text, section == NULL ? "" : section);
    }
    buffer_add_string(&text, "[always.example]\nmax_messages_per_connection = 2\n");
    buffer_add_string(&text, parts->first);
    return buffer_string(&text);
}

/* --- Two tables ------------------------------------------------------------------------------- */

/* Two sides in runs of their own, and a store that they share. */
struct duel {
    struct setup setup;
    struct setup other;
    struct policy before;
    struct policy after;
    struct side sides[2];
};

static struct side side_of(const struct policy *policy)
{
    return (struct side){.policy = policy, .defaults = defaults_of(policy)};
}

static void read_table(struct setup *setup, struct policy *policy, const char *text)
{
    setup_read(setup, policy, format_reader(FORMAT_DESTCONFIG)->read, "table", view_of(text));
    read_finish(policy, &setup->diag, &newest);
    if (setup->diag.counts[SEVERITY_ERROR] != 0)
        fail_msg("%s\n%s", setup_messages(setup), text);
}

static void duel_begin(struct duel *duel, const char *before, const char *after)
{
    setup_begin(&duel->setup);
    setup_begin(&duel->other);
    read_table(&duel->setup, &duel->before, before);
    read_table(&duel->other, &duel->after, after);
    duel->sides[0] = side_of(&duel->before);
    duel->sides[1] = side_of(&duel->after);
}

static void duel_end(struct duel *duel)
{
    setup_end(&duel->setup);
    setup_end(&duel->other);
}

static const struct differences *compare(struct duel *duel, bool effective)
{
    const struct difference_wish wish = {.effective = effective};
    struct differences *differences = arena_zero(&duel->setup.arena, 1, sizeof *differences);
    difference_destinations(&duel->setup.arena, &duel->setup.store, &duel->sides[0],
                            &duel->sides[1], &wish, differences);
    assert_true(differences->has_destinations);
    return differences;
}

/* --- Laws ------------------------------------------------------------------------------------- */

static struct view canonical(struct setup *setup, const struct policy *policy)
{
    struct capture capture;
    struct write_options options = {.defaults = defaults_of(policy),
                                    .accept_assumptions = true,
                                    .allow_demo_certificate = true,
                                    .target = RELEASE_NEWEST};
    const struct format_writer *writer = format_writer(VIEW("destconfig"));
    struct output *output = capture_begin(&capture, &setup->arena);
    writer->write(policy, &options, output);
    return capture_end(&capture);
}

static bool same_said(struct said a, struct said b)
{
    bool old = a.how == SAID_GIVEN || a.how == SAID_INHERITED;
    bool new = b.how == SAID_GIVEN || b.how == SAID_INHERITED;
    return old == new && view_equal(a.text, b.text);
}

/* Whether what takes effect for a name of either table is the same on both sides. */
static bool same_effect(struct duel *duel)
{
    for (int side = 0; side < 2; side++) {
        const struct policy *policy = duel->sides[side].policy;
        for (uint32_t i = 0; i < policy->count; i++) {
            const struct destination *destination = policy_destination(policy, i);
            struct view name = destination_name(destination);
            struct view key = destination_key(destination);
            for (int j = 0; j < PARAM_COUNT; j++)
                if (parameter((enum param)j)->in_domain &&
                    !same_said(difference_effective(&duel->setup.arena, &duel->sides[0], name, key,
                                                    (enum param)j),
                               difference_effective(&duel->setup.arena, &duel->sides[1], name, key,
                                                    (enum param)j)))
                    return false;
        }
    }
    return true;
}

/* Parameters that are not known take effect in their own way. */
static bool has_others(const struct differences *differences)
{
    for (uint32_t i = 0; i < differences->count; i++)
        for (uint32_t j = 0; differences->list[i].changes != NULL &&
                             j < differences->list[i].changes->count; j++)
            if (differences->list[i].changes->list[j].param == PARAM_COUNT)
                return true;
    return false;
}

static bool has_default_difference(const struct differences *differences)
{
    return differences->counts[PART_DEFAULT][DIFFERENCE_CHANGED] > 0;
}

static void check_counts(const struct differences *differences)
{
    uint32_t count = 0;
    uint32_t weaker = 0;
    for (int i = 0; i < PART_COUNT; i++)
        for (int j = 0; j < DIFFERENCE_KIND_COUNT; j++)
            count += differences->counts[i][j];
    for (uint32_t i = 0; i < differences->count; i++)
        weaker += differences->list[i].changes != NULL &&
                  differences->list[i].changes->weight.weaker != 0;
    assert_int_equal(count, differences->count);
    assert_int_equal(weaker, differences->weaker);
}

/* Nothing differs exactly where both tables have one canonical form; the other way round it weighs
 * the other way round. */
static void check_laws(struct duel *duel, const char *before, const char *after)
{
    const struct differences *given = compare(duel, false);
    bool same = view_equal(canonical(&duel->setup, &duel->before),
                           canonical(&duel->other, &duel->after));
    if ((given->count == 0) != same)
        fail_msg("%u differences\n%s\n---\n%s", given->count, before, after);
    check_counts(given);
    if (duel->before.has_default && duel->after.has_default) {
        const struct differences *effective = compare(duel, true);
        check_counts(effective);
        bool none = effective->count == 0 && effective->reached_count == 0;
        if (!has_others(effective) && !has_default_difference(effective) &&
            none != same_effect(duel))
            fail_msg("%u effective differences\n%s\n---\n%s", effective->count, before, after);
        assert_true(effective->count <= given->count || has_default_difference(effective));
    }
    struct side kept = duel->sides[0];
    duel->sides[0] = duel->sides[1];
    duel->sides[1] = kept;
    const struct differences *back = compare(duel, false);
    assert_int_equal(back->count, given->count);
    if (back->weaker != given->stronger || back->stronger != given->weaker)
        fail_msg("not the same the other way round\n%s\n---\n%s", before, after);
}

static void test_laws(void **state)
{
    uint64_t seed = environment_number("SEED", 20261122);
    uint64_t tables = environment_number("TABLES", 3000);
    (void)state;
    for (uint64_t i = 0; i < tables; i++) {
        struct arena arena;
        struct parts parts;
        struct parts changed;
        struct duel duel;
        arena_init(&arena, memory_exhausted);
        random_parts(&arena, &seed, &parts);
        change_parts(&arena, &seed, &parts, &changed);
        const char *before = together(&arena, &seed, &parts);
        const char *after = together(&arena, &seed, &changed);
        duel_begin(&duel, before, after);
        check_laws(&duel, before, after);
        duel_end(&duel);
        arena_free(&arena);
    }
}

/* --- Sides that are not there ----------------------------------------------------------------- */

static void test_absent_side(void **state)
{
    struct duel duel;
    (void)state;
    duel_begin(&duel, "", TABLE_DEFAULT("on", "off", "own") "[a.example]\ntable_tls = off\n");
    duel.sides[0].absent = true;
    const struct differences *differences = compare(&duel, false);
    assert_int_equal(differences->counts[PART_DEFAULT][DIFFERENCE_ADDED], 1);
    assert_int_equal(differences->counts[PART_DESTINATION][DIFFERENCE_ADDED], 1);
    assert_false(differences->wants_default);
    assert_int_not_equal(differences->weight.unknown, 0);
    assert_int_equal(differences->weight.weaker | differences->weight.stronger, 0);
    for (uint32_t i = 0; i < differences->count; i++)
        for (uint32_t j = 0; j < differences->list[i].changes->count; j++)
            assert_int_equal(differences->list[i].changes->list[j].before.how, SAID_NOTHING);
    duel_end(&duel);
}

/* --- Minutes without a limit ------------------------------------------------------------------ */

/* Two default entries that differ in the limit of recipients and its minutes, and who inherits. */
static void check_minutes(const char *before, const char *after, bool given, bool effective)
{
    static const char rest[] =
        "[DEFAULT]\nip_sort_pref = PREFER_V6\nmax_host_concurrency = 500\n"
        "max_messages_per_connection = 50\nlimit_type = host\nlimit_apply = system\n"
        "bounce_validation = off\ntable_tls = off\nsend_tls_req_alert = 0\n"
        "certificate = mx\n%s[a.example]\ntable_tls = on\n";
    struct arena arena;
    struct duel duel;
    arena_init(&arena, memory_exhausted);
    duel_begin(&duel, arena_printf(&arena, rest, before), arena_printf(&arena, rest, after));
    assert_int_equal(compare(&duel, false)->count > 0, given);
    const struct differences *differences = compare(&duel, true);
    assert_int_equal(differences->count > 0, effective);
    assert_int_equal(differences->reached_count > 0, effective);
    duel_end(&duel);
    arena_free(&arena);
}

static void test_minutes(void **state)
{
    (void)state;
    check_minutes("recipient_limit = 0\nrecipient_minutes = 60\n",
                  "recipient_limit = 0\nrecipient_minutes = 30\n", true, false);
    check_minutes("recipient_limit = 9\nrecipient_minutes = 60\n",
                  "recipient_limit = 9\nrecipient_minutes = 30\n", true, true);
    check_minutes("recipient_limit = 0\nrecipient_minutes = 60\n",
                  "recipient_limit = 9\nrecipient_minutes = 60\n", true, true);
}

/* --- A weight that needs a default entry ------------------------------------------------------ */

static void check_wants(const char *before, const char *after, bool wanted)
{
    struct duel duel;
    duel_begin(&duel, before, after);
    assert_int_equal(compare(&duel, false)->wants_default, wanted);
    duel_end(&duel);
}

static void test_wanted_default(void **state)
{
    (void)state;
    check_wants("[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = off\n", false);
    check_wants("[a.example]\ntable_tls = on\n", "[a.example]\nbounce_profile = x\n", true);
    check_wants("[a.example]\nmax_messages_per_connection = 1\n",
                "[a.example]\nbounce_profile = x\n", false);
    /* A word that is not known does not become known by a default entry. */
    check_wants("[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = quantum\n", false);
    check_wants("[a.example]\n", "[a.example]\nzork = 1\n", false);
    /* The default entry itself. */
    check_wants(TABLE_DEFAULT("on", "off", "own") "[a.example]\ntable_tls = on\n",
                "[a.example]\ntable_tls = on\n", false);
    check_wants(TABLE_DEFAULT("on", "off", "own") "[a.example]\ntable_tls = on\n",
                "[a.example]\nbounce_profile = x\n", true);
}

/* --- The matrix ------------------------------------------------------------------------------- */

/* A value's columns, as a mask. */
static unsigned columns_of(const struct matrix_value *value)
{
    unsigned mask = 0;
    for (uint32_t i = 0; i < value->count; i++)
        mask |= 1U << value->columns[i];
    return mask;
}

/* Whether columns A and B stand in one value of each row in which both stand. */
static bool agree(const struct matrix *matrix, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < matrix->row_count; i++) {
        bool has[2] = {false, false};
        bool together_ = false;
        for (uint32_t j = 0; j < matrix->rows[i].value_count; j++) {
            unsigned mask = columns_of(&matrix->rows[i].values[j]);
            has[0] |= (mask >> a & 1) != 0;
            has[1] |= (mask >> b & 1) != 0;
            together_ |= (mask >> a & 1) != 0 && (mask >> b & 1) != 0;
        }
        if (has[0] && has[1] && !together_)
            return false;
    }
    return true;
}

enum { COLUMNS = 4 };

static uint32_t difference_count(struct setup *setup, const struct matrix_column *a,
                                 const struct matrix_column *b, bool effective)
{
    const struct difference_wish wish = {.effective = effective};
    struct differences differences = {0};
    difference_destinations(&setup->arena, &setup->store, &a->side, &b->side, &wish, &differences);
    return differences.count;
}

static void check_matrix(struct setup *setup, struct matrix_column *columns, bool effective)
{
    struct matrix matrix;
    const struct difference_wish wish = {.effective = effective};
    matrix_make(&setup->arena, &setup->store, columns, COLUMNS, &wish, &matrix);
    for (uint32_t i = 0; i < matrix.row_count; i++)
        assert_true(matrix.rows[i].value_count >= 2);
    for (uint32_t a = 0; a < COLUMNS; a++)
        for (uint32_t b = 0; b < COLUMNS; b++)
            if (!effective)
                assert_int_equal(agree(&matrix, a, b),
                                 difference_count(setup, &columns[a], &columns[b], false) == 0);
}

/* Two columns agree in every row exactly where diff finds no difference between them. */
static void test_matrix(void **state)
{
    static const char *const names[COLUMNS] = {"a", "b", "c", "d"};
    uint64_t seed = environment_number("SEED", 7);
    uint64_t tables = environment_number("TABLES", 500);
    (void)state;
    for (uint64_t i = 0; i < tables; i++) {
        struct setup setup;
        struct parts parts;
        struct policy policies[COLUMNS];
        struct matrix_column columns[COLUMNS];
        setup_begin(&setup);
        random_parts(&setup.arena, &seed, &parts);
        for (int j = 0; j < COLUMNS; j++) {
            struct parts changed;
            change_parts(&setup.arena, &seed, &parts, &changed);
            read_table(&setup, &policies[j], together(&setup.arena, &seed, &changed));
            columns[j] = (struct matrix_column){.name = names[j], .side = side_of(&policies[j])};
        }
        check_matrix(&setup, columns, false);
        if (parts.first[0] != '\0')
            check_matrix(&setup, columns, true);
        setup_end(&setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_absent_side),
        cmocka_unit_test(test_minutes),
        cmocka_unit_test(test_wanted_default),
        cmocka_unit_test(test_matrix),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
