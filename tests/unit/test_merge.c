/* SPDX-License-Identifier: MIT */
/*
 * Merging three tables: what is taken, what is a conflict, and the laws that hold for any tables.
 */
#include "support.h"

#include "edit/merge_text.h"

#include <string.h>

struct merging {
    struct setup setup;
    struct table base;
    struct table ours;
    struct table theirs;
    struct merge merge;
    struct merge_comments comments;
};

static void read_table(struct setup *setup, const char *name, struct view text,
                       struct table *table)
{
    static const struct read_options options = {.target = {16, 0}, .certificate_told = true};
    struct source *source = setup_source_view(setup, name, text);
    if (text.length == 0) { /* git's base of a file that both sides have added */
        *table = (struct table){.arena = &setup->arena, .source = source};
        setup_policy(setup, &table->policy);
        return;
    }
    assert_true(table_parse(table, &setup->diag, &setup->store, &options, source));
}

/* The text of ours, merged. */
static struct view merged(struct merging *merging, struct view base, struct view ours,
                          struct view theirs)
{
    struct setup *setup = &merging->setup;
    struct patch patch = patch_new(&setup->arena);
    read_table(setup, "base", base, &merging->base);
    read_table(setup, "ours", ours, &merging->ours);
    read_table(setup, "theirs", theirs, &merging->theirs);
    merge_policies(&setup->arena, &merging->base.policy, &merging->ours.policy,
                   &merging->theirs.policy, &merging->merge);
    const struct merge_texts texts = {base.length == 0 ? NULL : &merging->base, &merging->ours,
                                      &merging->theirs, &merging->merge};
    merge_comments_find(&setup->arena, &texts, &merging->comments);
    merge_apply(&texts, &merging->comments, &patch);
    assert_int_equal(patch_settle(&patch), 0);
    return patch_apply(&patch, ours);
}

static void merges(const char *base, const char *ours, const char *theirs, const char *wanted,
                   uint32_t conflicts)
{
    struct merging merging;
    setup_begin(&merging.setup);
    assert_view_equal(merged(&merging, view_of(base), view_of(ours), view_of(theirs)), wanted);
    assert_int_equal(merging.merge.conflicts + merging.comments.conflicts, conflicts);
    setup_end(&merging.setup);
}

static void one_side(void **state)
{
    (void)state;
    static const char base[] = "[a.example]\ntable_tls = on\n";
    merges(base, base, base, base, 0);
    merges(base, base, "[a.example]\ntable_tls = off\n", "[a.example]\ntable_tls = off\n", 0);
    merges(base, "# x\n[A.example] \ntable_tls = off\n", base, "# x\n[A.example] \ntable_tls = off\n",
           0);
    /* Each its own setting. */
    merges(base, "[a.example]\ntable_tls = off\n",
           "[a.example]\nbounce_profile = p\ntable_tls = on\n",
           "[a.example]\ntable_tls = off\nbounce_profile = p\n", 0);
    merges("[a.example]\ntable_tls = on\nbounce_profile = p\n",
           "[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = off\nbounce_profile = p\n",
           "[a.example]\ntable_tls = off\n", 0);
    /* A setting, an entry that goes; one that comes. */
    merges("[a.example]\ntable_tls = on\nbounce_profile = p\n",
           "[a.example]\n# why\ntable_tls = on\nbounce_profile = p\n",
           "[a.example]\nbounce_profile = p\n",
           "[a.example]\n# why\nbounce_profile = p\n", 0);
    merges("[a.example]\ntable_tls = on\n[b.example]\n", "[b.example]\n[a.example]\ntable_tls = on",
           "[b.example]\n", "[b.example]\n", 0);
    merges(base, base, "[a.example]\ntable_tls = on\n[b.example]\ntable_tls = off\n",
           "[a.example]\ntable_tls = on\n\n[b.example]\ntable_tls = off\n", 0);
}

/* What means the same is the same, however it is spelt; lines end as ours do. */
static void spelling(void **state)
{
    (void)state;
    merges("[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = 1\n",
           "[A.EXAMPLE]\nTABLE_TLS: off\n", "[a.example]\ntable_tls = off\n", 0);
    merges("[a.example]\ntable_tls = on\n", "[a.example]\r\ntable_tls = on\r\n",
           "[a.example]\ntable_tls = on\nbounce_profile = p\n",
           "[a.example]\r\ntable_tls = on\r\nbounce_profile = p\r\n", 0);
}

static void both_the_same(void **state)
{
    (void)state;
    merges("[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = off\n",
           "[a.example]\ntable_tls = 0\n", "[a.example]\ntable_tls = off\n", 0);
    merges("[a.example]\n[b.example]\n", "[b.example]\n", "[b.example]\n", "[b.example]\n", 0);
    merges("", "[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = on\n",
           "[a.example]\ntable_tls = on\n", 0);
    /* Both have added it, and say different things of it that go together. */
    merges("", "[a.example]\ntable_tls = on\n", "[a.example]\nbounce_profile = p\n",
           "[a.example]\ntable_tls = on\nbounce_profile = p\n", 0);
}

static void conflicts(void **state)
{
    (void)state;
    merges("[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = off\nbounce_profile = p\n",
           "[a.example]\ntable_tls = required\n",
           "[a.example]\n<<<<<<< ours\ntable_tls = off\n=======\ntable_tls = required\n"
           ">>>>>>> theirs\nbounce_profile = p\n",
           1);
    merges("[a.example]\ntable_tls = on\n", "[a.example]\nbounce_profile = p",
           "[a.example]\ntable_tls = off\n",
           "[a.example]\nbounce_profile = p\n<<<<<<< ours\n=======\ntable_tls = off\n>>>>>>> theirs",
           1);
    merges("[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = off\n", "[a.example]\n",
           "[a.example]\n<<<<<<< ours\ntable_tls = off\n=======\n>>>>>>> theirs\n", 1);
    /* One has changed what the other has removed. */
    merges("[a.example]\ntable_tls = on\n[b.example]\n", "[b.example]\n",
           "[a.example]\ntable_tls = off\n[b.example]\n",
           "[b.example]\n<<<<<<< ours\n=======\n\n[a.example]\ntable_tls = off\n>>>>>>> theirs\n", 1);
    merges("[a.example]\ntable_tls = on\n[b.example]\n", "[a.example]\ntable_tls = off\n[b.example]\n",
           "[b.example]\n",
           "<<<<<<< ours\n[a.example]\ntable_tls = off\n=======\n>>>>>>> theirs\n[b.example]\n", 1);
}

/* Lines that stand in another order than the settings are told in: marks do not cross. */
/* A rate is one thing: half of each side's would be one that nobody wrote. */
static void rates(void **state)
{
    (void)state;
    merges("[a.example]\nrecipient_limit = 100\nrecipient_minutes = 60\nlimit_type = host\n"
           "limit_apply = system\n",
           "[a.example]\nrecipient_limit = 10\nrecipient_minutes = 60\nlimit_type = host\n"
           "limit_apply = system\n",
           "[a.example]\nrecipient_limit = 100\nrecipient_minutes = 1\nlimit_type = MXIP\n"
           "limit_apply = system\n",
           "[a.example]\n<<<<<<< ours\nrecipient_limit = 10\n=======\nrecipient_limit = 100\n"
           ">>>>>>> theirs\n<<<<<<< ours\nrecipient_minutes = 60\n=======\n"
           "recipient_minutes = 1\n>>>>>>> theirs\nlimit_type = MXIP\nlimit_apply = system\n",
           2);
}

static void neighbours(void **state)
{
    (void)state;
    merges("[a.example]\ntable_tls = on\nbounce_validation = on\n",
           "[a.example]\ntable_tls = off\nbounce_validation = off\n",
           "[a.example]\ntable_tls = required\n",
           "[a.example]\n<<<<<<< ours\ntable_tls = off\n=======\ntable_tls = required\n"
           ">>>>>>> theirs\n<<<<<<< ours\nbounce_validation = off\n=======\n>>>>>>> theirs\n",
           2);
    merges("[b.example]\ntable_tls = on\n[a.example]\ntable_tls = on\n",
           "[b.example]\ntable_tls = off\n[a.example]\ntable_tls = off\n",
           "[b.example]\ntable_tls = required\n",
           "[b.example]\n<<<<<<< ours\ntable_tls = off\n=======\ntable_tls = required\n"
           ">>>>>>> theirs\n<<<<<<< ours\n[a.example]\ntable_tls = off\n=======\n>>>>>>> theirs\n",
           2);
}

/* What theirs says of an entry that it adds comes along. */
static void comments(void **state)
{
    (void)state;
    merges("[a.example]\n", "[a.example]\r\n",
           "# of all\n\n# ticket 5\n# agreed\n[b.example] \n# why\ntable_tls: on\n# below\n"
           "[a.example]\n",
           "# of all\r\n\r\n# below\r\n[a.example]\r\n\r\n# ticket 5\r\n# agreed\r\n"
           "[b.example] \r\n# why\r\ntable_tls: on\r\n",
           0);
    /* Each side its own. */
    merges("# x\n[a.example]\n# y\ntable_tls = on\n# z\n",
           "# x\n[a.example]\n# mine\ntable_tls = on\n# z\n",
           "# new\n[a.example]\n# y\ntable_tls = on\n\n# z\n# end\n",
           "# new\n[a.example]\n# mine\ntable_tls = on\n# z\n# end\n", 0);
    /* One that is taken out, with what held it apart. */
    merges("[a.example]\n\n# x\n\n[b.example]\n", "[a.example]\n\n# x\n\n[b.example]\n",
           "[a.example]\n[b.example]\n", "[a.example]\n\n[b.example]\n", 0);
    merges("[a.example]\n# x\n[b.example]\n", "[a.example]\n# x\n[b.example]\n", "[a.example]\n",
           "[a.example]\n", 0);
    /* With a setting that comes, that is a conflict, that is gone. */
    merges("[a.example]\ntable_tls = on\n[b.example]\n",
           "[a.example]\ntable_tls = on\n[b.example]\n",
           "[a.example]\ntable_tls = on\n# p is new\nbounce_profile = p\n[b.example]\n",
           "[a.example]\ntable_tls = on\n# p is new\nbounce_profile = p\n[b.example]\n", 0);
    merges("[a.example]\ntable_tls = on\n", "[a.example]\ntable_tls = off\n",
           "[a.example]\n# as agreed\ntable_tls = required\n",
           "[a.example]\n# as agreed\n<<<<<<< ours\ntable_tls = off\n=======\n"
           "table_tls = required\n>>>>>>> theirs\n",
           1);
    merges("[a.example]\ntable_tls = on\nbounce_profile = p\n", "[a.example]\nbounce_profile = p\n",
           "[a.example]\n# as agreed\ntable_tls = on\nbounce_profile = p\n",
           "[a.example]\n# as agreed\nbounce_profile = p\n", 0);
}

static void conflicts_of_comments(void **state)
{
    (void)state;
    merges("# x\n[a.example]\n", "# y\n[a.example]\n", "# z\n[a.example]\n",
           "<<<<<<< ours\n# y\n=======\n# z\n>>>>>>> theirs\n[a.example]\n", 1);
    merges("# x\n[a.example]\n", "[a.example]\n", "# z\n[a.example]\n",
           "<<<<<<< ours\n=======\n# z\n>>>>>>> theirs\n[a.example]\n", 1);
    merges("# x\n[a.example]\n", "# y\n[a.example]\n", "[a.example]\n",
           "<<<<<<< ours\n# y\n=======\n>>>>>>> theirs\n[a.example]\n", 1);
    merges("[a.example]\n# x", "[a.example]\n# y", "[a.example]\n# z",
           "[a.example]\n<<<<<<< ours\n# y\n=======\n# z\n>>>>>>> theirs", 1);
    /* An entry that is a conflict as a whole keeps what it has. */
    merges("# x\n[a.example]\ntable_tls = on\n[b.example]\n",
           "# x\n[a.example]\ntable_tls = off\n[b.example]\n", "[b.example]\n",
           "# x\n<<<<<<< ours\n[a.example]\ntable_tls = off\n=======\n>>>>>>> theirs\n"
           "[b.example]\n",
           1);
}

/* What somebody had to say of an entry does not go with it. */
static void comments_of_what_is_removed(void **state)
{
    (void)state;
    static const char base[] = "[e.example]\n\n[a.example]\n# k1\ntable_tls = on\n";
    static const char gone[] = "[e.example]\n";
    static const char changed[] = "[e.example]\n\n[a.example]\n# k2\ntable_tls = on\n";
    merges(base, gone, changed,
           "[e.example]\n<<<<<<< ours\n=======\n\n[a.example]\n# k2\ntable_tls = on\n"
           ">>>>>>> theirs\n",
           1);
    merges(base, changed, gone,
           "[e.example]\n\n<<<<<<< ours\n[a.example]\n# k2\ntable_tls = on\n=======\n"
           ">>>>>>> theirs\n",
           1);
    /* Nobody had changed anything. */
    merges(base, base, gone, gone, 0);
}

/* What theirs only moved stays where ours has it. */
static void moved_comments(void **state)
{
    (void)state;
    merges("# of all\n\n# x\n[a.example]\n# y\n[b.example]\n",
           "# of all\n\n# x\n[a.example]\n# y\n[b.example]\n",
           "# of all\n\n# y\n[b.example]\n\n# x\n[a.example]\n",
           "# of all\n\n# x\n[a.example]\n# y\n[b.example]\n", 0);
    merges("# of all\n\n[b.example]\n", "# of all\n\n[b.example]\n",
           "# of all\n\n# apart\n\n# a\n[a.example]\n[b.example]\n",
           "# of all\n\n# apart\n\n[b.example]\n\n# a\n[a.example]\n", 0);
    merges("[b.example]\n# end\n", "[b.example]\n# end\n",
           "[b.example]\n# end\n\n# apart\n\n# a\n[a.example]\n",
           "[b.example]\n# end\n\n# apart\n\n# a\n[a.example]\n", 0);
}

/* Each change is good by itself: ours takes the scope away, theirs adds a limit that needs it. */
static void companions(void **state)
{
    (void)state;
    merges("[a.example]\nmax_host_concurrency = 5\nlimit_type = host\nlimit_apply = system\n",
           "[a.example]\ntable_tls = on\n",
           "[a.example]\nmax_host_concurrency = 5\nlimit_type = host\nlimit_apply = system\n"
           "recipient_limit = 7\nrecipient_minutes = 1\n",
           "[a.example]\ntable_tls = on\nrecipient_minutes = 1\nrecipient_limit = 7\n"
           "<<<<<<< ours\n=======\nlimit_type = host\n>>>>>>> theirs\n"
           "<<<<<<< ours\n=======\nlimit_apply = system\n>>>>>>> theirs\n",
           2);
    merges("[a.example]\nmax_host_concurrency = 5\nlimit_type = host\nlimit_apply = system\n",
           "[a.example]\nmax_host_concurrency = 5\nlimit_type = host\nlimit_apply = system\n"
           "recipient_limit = 7\nrecipient_minutes = 1\n",
           "[a.example]\n",
           "[a.example]\n<<<<<<< ours\nlimit_type = host\n=======\n>>>>>>> theirs\n"
           "<<<<<<< ours\nlimit_apply = system\n=======\n>>>>>>> theirs\n"
           "recipient_limit = 7\nrecipient_minutes = 1\n",
           2);
}

static void unknown_parameters(void **state)
{
    (void)state;
    merges("[a.example]\nqueue_jump = 1\n", "[a.example]\nqueue_jump = 1\n",
           "[a.example]\nqueue_jump = 2\n", "[a.example]\nqueue_jump = 2\n", 0);
    merges("[a.example]\nqueue_jump = 1\n", "[a.example]\nqueue_jump = 3\n",
           "[a.example]\nqueue_jump = 2\n",
           "[a.example]\n<<<<<<< ours\nqueue_jump = 3\n=======\nqueue_jump = 2\n>>>>>>> theirs\n", 1);
}

/* --- Laws ------------------------------------------------------------------------------------- */

enum { LAW_NAMES = 4, LAW_SETTINGS = 4 };

static const char *const law_settings[LAW_SETTINGS][3] = {
    {"table_tls = off\n", "table_tls = on\n", "table_tls = required\n"},
    {"max_messages_per_connection = 5\n", "max_messages_per_connection = 6\n",
     "bounce_profile = p\n"},
    {"bounce_validation = on\n", "bounce_validation = off\n", "ip_sort_pref = PREFER_V4\n"},
    {"max_host_concurrency = 5\nlimit_type = host\nlimit_apply = system\n",
     "max_host_concurrency = 5\nlimit_type = MXIP\nlimit_apply = system\n",
     "recipient_limit = 5\nrecipient_minutes = 2\nlimit_type = host\nlimit_apply = system\n"},
};

/* A table in numbers: by name and kind of setting which one, from 1; 0: none. */
struct law_table {
    bool has[LAW_NAMES];
    unsigned chosen[LAW_NAMES][LAW_SETTINGS];
};

static struct law_table random_table(uint64_t *seed)
{
    struct law_table table = {.has = {false}};
    for (int i = 0; i < LAW_NAMES; i++) {
        table.has[i] = random_below(seed, 3) != 0;
        for (int k = 0; k < LAW_SETTINGS; k++)
            table.chosen[i][k] = random_below(seed, 4);
    }
    return table;
}

/* TABLE with a few things changed. */
static struct law_table changed_table(uint64_t *seed, struct law_table table)
{
    for (uint32_t n = random_below(seed, 4); n > 0; n--) {
        uint32_t name = random_below(seed, LAW_NAMES);
        if (random_below(seed, 3) == 0)
            table.has[name] = !table.has[name];
        else
            table.chosen[name][random_below(seed, LAW_SETTINGS)] = random_below(seed, 4);
    }
    return table;
}

static struct view table_text(struct arena *arena, uint64_t *seed, const struct law_table *table)
{
    struct buffer text = buffer_new(arena);
    uint32_t first = random_below(seed, LAW_NAMES);
    buffer_add_string(&text, "[always.example]\n");
    for (uint32_t n = 0; n < LAW_NAMES; n++) {
        uint32_t name = (first + n) % LAW_NAMES;
        if (!table->has[name])
            continue;
        buffer_printf(&text, "# of %u\n[%c.example]\n", name, 'a' + (char)name);
        for (int k = 0; k < LAW_SETTINGS; k++)
            if (table->chosen[name][k] > 0)
                buffer_add_string(&text, law_settings[k][table->chosen[name][k] - 1]);
    }
    return buffer_view(&text);
}

/* Whether two tables have the same entries, which give the same. */
static bool same_tables(const struct policy *a, const struct policy *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const struct destination *destination = policy_destination(a, i);
        uint32_t other = policy_find(b, destination_key(destination));
        if (other == NO_ENTRY ||
            !settings_same(policy_settings(a, destination->settings),
                           policy_settings(b, policy_destination(b, other)->settings)))
            return false;
    }
    return true;
}

static bool is_same_text(struct setup *setup, struct view text, const struct policy *policy)
{
    struct table table;
    read_table(setup, "merged", text, &table);
    return same_tables(&table.policy, policy);
}

static void check_laws(uint64_t seed)
{
    struct merging merging;
    struct merging back;
    setup_begin(&merging.setup);
    struct arena *arena = &merging.setup.arena;
    const struct law_table start = random_table(&seed);
    const struct law_table one = changed_table(&seed, start);
    const struct law_table two = changed_table(&seed, start);
    struct view base = table_text(arena, &seed, &start);
    struct view ours = table_text(arena, &seed, &one);
    struct view theirs = table_text(arena, &seed, &two);

    /* Nothing of theirs: ours to the byte. Nothing of ours: what theirs says. */
    assert_true(view_equal(merged(&merging, base, ours, base), ours));
    assert_true(view_equal(merged(&merging, base, ours, ours), ours));
    struct view taken = merged(&merging, base, base, theirs);
    assert_true(is_same_text(&merging.setup, taken, &merging.theirs.policy));

    /* Whoever is ours, the result says the same, and has as many conflicts. */
    struct view here = merged(&merging, base, ours, theirs);
    setup_begin(&back.setup);
    struct view there = merged(&back, base, theirs, ours);
    assert_int_equal(merging.merge.conflicts, back.merge.conflicts);
    if (merging.merge.conflicts == 0) {
        struct table table;
        read_table(&merging.setup, "there", there, &table);
        assert_true(is_same_text(&merging.setup, here, &table.policy));
    }
    assert_string_equal(setup_messages(&merging.setup), "");
    setup_end(&back.setup);
    setup_end(&merging.setup);
}

static void laws(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 1);
    uint64_t count = environment_number("COUNT", 5000);
    for (uint64_t i = 0; i < count; i++)
        check_laws(seed + i);
}

/* --- The law of comments ---------------------------------------------------------------------- */

enum { COMMENT_LINES = 12, COMMENT_PLACES = 6 };

/* Where each comment stands, 0 where it does not. */
struct comment_table {
    uint32_t place[COMMENT_LINES];
};

static const char *comment_text(struct arena *arena, const struct comment_table *table)
{
    static const char *const lines[COMMENT_PLACES + 1] = {
        "", "\n", "[a.example]\n", "table_tls = on\n", "[b.example]\n", "table_tls = off\n", ""};
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 1; i <= COMMENT_PLACES; i++) {
        for (uint32_t k = 0; k < COMMENT_LINES; k++)
            if (table->place[k] == i)
                buffer_printf(&text, "# line %u.\n", k);
        buffer_add_string(&text, lines[i]);
    }
    return buffer_string(&text);
}

/* TABLE after somebody's work: comments that go, and new ones with numbers from FIRST on. */
static struct comment_table work_on(uint64_t *seed, struct comment_table table, uint32_t first)
{
    for (uint32_t k = 0; k < COMMENT_LINES; k++) {
        if (table.place[k] != 0 && random_below(seed, 4) == 0)
            table.place[k] = 0;
        if (k >= first && k < first + 3 && random_below(seed, 3) != 0)
            table.place[k] = 1 + (uint32_t)random_below(seed, COMMENT_PLACES);
    }
    return table;
}

/* What neither took away and what either added is there, once; unless they met. */
static void comments_law(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 1);
    uint32_t clean = 0;
    for (uint64_t count = environment_number("COUNT", 2000); count > 0; count--) {
        struct merging merging;
        struct comment_table base = {{0}};
        setup_begin(&merging.setup);
        struct arena *arena = &merging.setup.arena;
        for (uint32_t k = 0; k < 6; k++)
            base.place[k] = (uint32_t)random_below(&seed, COMMENT_PLACES + 1);
        const struct comment_table ours = work_on(&seed, base, 6);
        const struct comment_table theirs = work_on(&seed, base, 9);
        struct view text = merged(&merging, view_of(comment_text(arena, &base)),
                                  view_of(comment_text(arena, &ours)),
                                  view_of(comment_text(arena, &theirs)));
        clean += merging.comments.conflicts == 0;
        for (uint32_t k = 0; merging.comments.conflicts == 0 && k < COMMENT_LINES; k++) {
            const char *line = arena_printf(arena, "# line %u.\n", k);
            const char *found = memmem(text.text, text.length, line, strlen(line));
            bool stays = ours.place[k] != 0 && theirs.place[k] != 0;
            bool comes = base.place[k] == 0 && (ours.place[k] != 0 || theirs.place[k] != 0);
            assert_int_equal(found != NULL, stays || comes);
        }
        setup_end(&merging.setup);
    }
    assert_true(clean > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_side),  cmocka_unit_test(spelling),
        cmocka_unit_test(both_the_same), cmocka_unit_test(conflicts),
        cmocka_unit_test(companions), cmocka_unit_test(rates), cmocka_unit_test(neighbours),
        cmocka_unit_test(comments), cmocka_unit_test(conflicts_of_comments),
        cmocka_unit_test(comments_of_what_is_removed),
        cmocka_unit_test(moved_comments), cmocka_unit_test(unknown_parameters),
        cmocka_unit_test(laws), cmocka_unit_test(comments_law),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
