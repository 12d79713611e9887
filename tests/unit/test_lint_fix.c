/* SPDX-License-Identifier: MIT */
/*
 * lint --fix=redundant over random files: what takes effect stays the same, comments stay in their
 * order, the file stays readable, nothing is left to be mended, TLS and entries stay.
 */
#include "support_reading.h"

#include "analysis/effect.h"
#include "analysis/flow_resolve.h"
#include "cli/lint_fix.h"
#include "read/read.h"
#include "schema/schema.h"

/* --- Random files ----------------------------------------------------------------------------- */

struct generator {
    uint64_t seed;
    struct buffer text;
    const char *end; /* of lines */
    uint32_t comments;
};

static bool one_in(struct generator *g, uint32_t number)
{
    return random_below(&g->seed, number) == 0;
}

static void add_comment(struct generator *g)
{
    while (one_in(g, 4))
        buffer_printf(&g->text, "# %u%s", ++g->comments, g->end);
    if (one_in(g, 8))
        buffer_printf(&g->text, "%s%s", one_in(g, 2) ? "  " : "", g->end);
}

/* A name that no other NUMBER gives, in one of its spellings. */
static const char *random_name(struct generator *g, struct arena *arena, uint32_t number)
{
    static const char *const forms[] = {"h%u.example", "H%u.Example", ".h%u.example",
                                        "B\xC3\xBC-%u.example", "xn--bcher-kva.x%u.example",
                                        "b\303\234cher.X%u.example"};
    const char *form = PICK(&g->seed, forms);
    const char *hole = strchr(form, '%');
    return arena_printf(arena, "%.*s%u%s%s", (int)(hole - form), form, number, hole + 2,
                        one_in(g, 6) ? "." : "");
}

/* A random value, from so few that equal ones are frequent. */
static const char *random_text(struct generator *g, enum param param)
{
    static const char *const few[] = {"20", "30"};
    static const char *const names[] = {"Default", "x"};
    static const char *const certificates[] = {"mx"};
    const struct parameter *row = parameter(param);
    uint32_t most = param == PARAM_DANE_OPTION || param == PARAM_TABLE_TLS ? 3 : 2;
    if (row->type == TYPE_WORD)
        return word_by_code(row->words, random_below(&g->seed, most))->export_word;
    if (row->type == TYPE_NAME)
        return param == PARAM_CERTIFICATE ? certificates[0] : PICK(&g->seed, names);
    return PICK(&g->seed, few);
}

static uint32_t random_params(struct generator *g, bool is_default)
{
    uint32_t mask = 0;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        bool always = is_default && row->in_default != FALLBACK_NO;
        if (always || (!is_default && row->in_domain && one_in(g, 2)))
            mask |= PARAM_BIT(i) | (is_default ? 0 : row->needs);
    }
    for (int i = 0; i < PARAM_COUNT && !is_default; i++) {
        uint32_t idle = parameter((enum param)i)->idle;
        if (idle != 0 && (mask & idle) == 0)
            mask &= ~PARAM_BIT(i);
    }
    return mask;
}

static void add_table_section(struct generator *g, const char *head, bool is_default)
{
    uint32_t mask = random_params(g, is_default);
    add_comment(g);
    buffer_printf(&g->text, "[%s]%s", head, g->end);
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        if ((mask & PARAM_BIT(param)) == 0)
            continue;
        add_comment(g);
        buffer_printf(&g->text, "%s%s%s%s", parameter(param)->export_name,
                      one_in(g, 3) ? "=" : " = ", random_text(g, param), g->end);
    }
}

static void make_table(struct generator *g, struct arena *arena)
{
    g->end = one_in(g, 3) ? "\r\n" : "\n";
    add_table_section(g, "DEFAULT", true);
    for (uint32_t i = random_below(&g->seed, 12); i > 0; i--)
        add_table_section(g, random_name(g, arena, i), false);
    if (one_in(g, 3))
        g->text.length -= strlen(g->end);
}

static void make_csv(struct generator *g, struct arena *arena)
{
    g->end = "\n";
    buffer_add_string(&g->text, "domain");
    for (int i = 0; i < PARAM_COUNT; i++)
        buffer_printf(&g->text, ",%s", parameter((enum param)i)->export_name);
    for (uint32_t row = random_below(&g->seed, 12) + 1; row > 0; row--) {
        bool is_default = row == 1;
        uint32_t mask = random_params(g, is_default);
        buffer_printf(&g->text, "\n%s", is_default ? "DEFAULT" : random_name(g, arena, row));
        for (int i = 0; i < PARAM_COUNT; i++) {
            const char *quote = one_in(g, 4) ? "\"" : "";
            buffer_printf(&g->text, ",%s%s%s", quote,
                          (mask & PARAM_BIT(i)) == 0 ? "" : random_text(g, (enum param)i), quote);
        }
    }
    buffer_add_string(&g->text, "\n");
}

/* What stands between two tokens: a blank, a line end, and now and then a comment. */
static const char *gap(struct generator *g, struct arena *arena)
{
    if (one_in(g, 6))
        return arena_printf(arena, " # %u\n    ", ++g->comments);
    return one_in(g, 4) ? "\n  " : " ";
}

static void add_policy_settings(struct generator *g, struct arena *arena, bool whole)
{
    static const char *const settings[] = {
        "connections 20", "connections 30", "messages 20", "messages 30", "ip prefer-ipv6",
        "ip prefer-ipv4", "tls preferred", "tls required", "bounce-verification off",
        "bounce-verification on", "recipients 20 per 20 minutes", "recipients 30 per 20 minutes",
        "recipients unlimited", "dane off", "dane mandatory",
    };
    static const uint8_t starts[] = {0, 2, 4, 6, 8, 10, 13, 15};
    bool limits = whole;
    for (uint32_t i = 0; i + 1 < sizeof starts; i++) {
        if (!whole && one_in(g, 2))
            continue;
        const char *setting = settings[starts[i] + random_below(&g->seed, starts[i + 1] - starts[i])];
        buffer_printf(&g->text, "%s%s;", gap(g, arena), setting);
        limits = limits || i == 0 || i == 5;
    }
    if (limits && (whole || one_in(g, 2)))
        buffer_printf(&g->text, "%slimits per domain, %s;", gap(g, arena),
                      one_in(g, 2) ? "system-wide" : "per-gateway");
    if (whole)
        buffer_printf(&g->text, "%stls-alert on;%scertificate mx;", gap(g, arena), gap(g, arena));
    else if (one_in(g, 3))
        buffer_printf(&g->text, "%sbounce-profile %s;", gap(g, arena), one_in(g, 2) ? "x" : "Default");
}

static void make_policy(struct generator *g, struct arena *arena)
{
    g->end = "\n";
    buffer_add_string(&g->text, "declare certificate mx;\nsettings some {");
    add_policy_settings(g, arena, false);
    buffer_add_string(&g->text, " }\ndefault {");
    add_policy_settings(g, arena, true);
    buffer_add_string(&g->text, " }\n");
    for (uint32_t i = random_below(&g->seed, 8); i > 0; i--) {
        const char *name = random_name(g, arena, i);
        const char *quote = name[0] == '.' || one_in(g, 3) ? "\"" : "";
        add_comment(g);
        buffer_printf(&g->text, "destination%s%s%s%s", gap(g, arena), quote, name, quote);
        if (one_in(g, 4))
            buffer_printf(&g->text, ",%s%s", gap(g, arena), random_name(g, arena, i + 100));
        if (one_in(g, 4))
            buffer_printf(&g->text, "%suses some", gap(g, arena));
        buffer_add_string(&g->text, " {");
        add_policy_settings(g, arena, false);
        buffer_printf(&g->text, "%s}\n", gap(g, arena));
    }
    if (one_in(g, 4))
        buffer_printf(&g->text, "appliance lan {\n  default { connections %s; }\n}\n",
                      one_in(g, 2) ? "20" : "30");
}

/* --- Laws ------------------------------------------------------------------------------------- */

/* All comments of a text that has # in comments only, one a line. */
static const char *comments_of(struct arena *arena, struct view text)
{
    struct buffer all = buffer_new(arena);
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] != '#')
            continue;
        for (; i < text.length && text.text[i] != '\n'; i++)
            buffer_add_char(&all, text.text[i]);
        buffer_add_char(&all, '\n');
    }
    return buffer_string(&all);
}

static void write_file(const char *path, struct view text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.text, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

/* A dry run of the file PATH; what is to become of it goes to *TEXT. False: nothing. */
static bool fixed(struct setup *setup, const char *path, const char *how, struct view *text)
{
    struct run run;
    struct option_use uses[] = {{OPTION_FIX, how}, {OPTION_DRY_RUN, NULL}};
    uint8_t levels[CODE_COUNT] = {0};
    const struct lint_config config = {.levels = levels};
    run_init(&run);
    run.line = (struct command_line){.verb = VERB_LINT, .uses = uses, .use_count = 2};
    assert_true(run_configure(&run));
    struct lint_fixing fixing = {.run = &run};
    lint_fix_file(&fixing, path, &config);
    if (run.diag.others.count + run.diag.errors.count > 0)
        fail_msg("%s: %s", path, (run.diag.others.count > 0 ? run.diag.others : run.diag.errors).list[0].text);
    bool any = fixing.count > 0;
    if (any) {
        assert_int_equal(fixing.count, 1);
        *text = arena_copy(&setup->arena, fixing.drafts[0].text);
    }
    arena_free(&run.arena);
    return any;
}

/* TEXT's policy; the test fails if it has errors. */
static const struct policy *read_text(struct setup *setup, struct view text)
{
    struct policy *policy = arena_zero(&setup->arena, 1, sizeof *policy);
    const struct source *source = setup_source_view(setup, "text", text);
    enum format format = format_detect(text);
    setup_policy(setup, policy);
    format_reader(format)->read(policy, &setup->diag, &newest, source);
    read_finish(policy, &setup->diag, &newest);
    if (diag_has_errors(&setup->diag))
        fail_msg("%s\n%.*s", setup_messages(setup), VIEW_ARG(text));
    return policy;
}

static void check_settings(const struct policy *before, const struct policy *after)
{
    const uint32_t kept = PARAM_BIT(PARAM_TABLE_TLS) | PARAM_BIT(PARAM_DANE_OPTION);
    for (uint32_t i = 0; i < before->count; i++) {
        const struct destination *one = policy_destination(before, i);
        uint32_t found = policy_find(after, destination_key(one));
        assert_int_not_equal(found, NO_ENTRY);
        uint32_t given = policy_settings(before, one->settings)->given;
        uint32_t left =
            policy_settings(after, policy_destination(after, found)->settings)->given;
        assert_int_equal(left & ~given, 0);
        assert_int_equal(left & kept, given & kept);
    }
}

static void check_laws(struct setup *setup, const char *path, struct view text, uint32_t *changed)
{
    struct view mended;
    struct view again;
    write_file(path, text);
    const struct policy *before = read_text(setup, text);
    if (!fixed(setup, path, "redundant", &mended))
        return;
    ++*changed;
    const struct policy *after = read_text(setup, mended);
    const struct standing one = {before, defaults_of(before)};
    const struct standing two = {after, defaults_of(after)};
    if (!same_effect(&one, &two))
        fail_msg("%.*s\nbecame\n%.*s", VIEW_ARG(text), VIEW_ARG(mended));
    assert_int_equal(before->appliance_count, after->appliance_count);
    for (uint32_t i = 0; i < before->appliance_count; i++) {
        const struct policy *old = before->appliances[i].policy;
        const struct policy *new = after->appliances[i].policy;
        assert_true(same_effect(&(struct standing){old, defaults_of(old)},
                                &(struct standing){new, defaults_of(new)}));
    }
    check_settings(before, after);
    assert_string_equal(comments_of(&setup->arena, text), comments_of(&setup->arena, mended));
    write_file(path, mended);
    if (fixed(setup, path, "redundant", &again))
        fail_msg("mended again:\n%.*s\ninstead of:\n%.*s", VIEW_ARG(again), VIEW_ARG(mended));
}

static void hold(void (*make)(struct generator *g, struct arena *arena), uint64_t seed, int runs)
{
    char path[] = "/tmp/destc-fix-XXXXXX";
    int descriptor = mkstemp(path);
    uint32_t changed = 0;
    assert_true(descriptor >= 0);
    close(descriptor);
    for (int run = 0; run < runs; run++) {
        struct setup setup;
        setup_begin(&setup);
        struct generator g = {.seed = seed + (uint64_t)run, .text = buffer_new(&setup.arena)};
        make(&g, &setup.arena);
        check_laws(&setup, path, (struct view){buffer_string(&g.text), g.text.length}, &changed);
        setup_end(&setup);
    }
    unlink(path);
    assert_true(changed > (uint32_t)runs / 3);
}

static void tables(void **state)
{
    (void)state;
    hold(make_table, 1000, 600);
}

static void sheets(void **state)
{
    (void)state;
    hold(make_csv, 2000, 200);
}

static void sources(void **state)
{
    (void)state;
    hold(make_policy, 3000, 600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables),
        cmocka_unit_test(sheets),
        cmocka_unit_test(sources),
    };
    schema_library_init();
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
