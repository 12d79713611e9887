/* SPDX-License-Identifier: MIT */
/*
 * The laws of set in policy sources, over random ones: what is asked for comes about, nothing else
 * changes on any appliance, comments stay, and canonical style stays canonical.
 */
#include "support_policy.h"

#include "cli/set_source.h"
#include "schema/schema.h"

struct generator {
    uint64_t seed;
    struct buffer text;
    uint32_t comments;
};

static bool one_in(struct generator *g, uint32_t number)
{
    return random_below(&g->seed, number) == 0;
}

/* --- Random sources --------------------------------------------------------------------------- */

static const char *const names[] = {
    "a.example",  "b.example", "c.example",   "d.example",       "e.example",
    ".f.example", "g.example", "bücher.test", "[192.0.2.1]",     "h.example",
};

enum { NAMES = sizeof names / sizeof *names, SETTINGS = 6 };

/* What is given of a setting to a name, so that no two statements differ about it. */
static const char *const settings[SETTINGS][3] = {
    {"tls off", "tls preferred", "tls on"},
    {"messages 5", "messages 6", "parameter \"max_messages_per_connection\" \"5\""},
    {"connections 7", "connections 8; limits per mx-address, per-gateway", "connections default"},
    {"recipients 20 per 1 minute", "recipients unlimited", "recipients default"},
    {"dane off", "dane opportunistic", "dane default"},
    {"bounce-profile x", "bounce-profile \"y z\"", "bounce-profile default"},
};

static void add_gap(struct generator *g)
{
    if (one_in(g, 9))
        buffer_printf(&g->text, "  # %u\n", ++g->comments);
    else
        buffer_add_string(&g->text, one_in(g, 4) ? "\n    " : " ");
}

static void add_setting(struct generator *g, uint32_t number)
{
    add_gap(g);
    buffer_add_string(&g->text, settings[number][random_below(&g->seed, 3)]);
    if (one_in(g, 9))
        add_gap(g);
    buffer_add_char(&g->text, ';');
}

/* The settings of MASK, each once or not at all. */
static void add_block(struct generator *g, uint32_t mask)
{
    if (mask == 0 || one_in(g, 6)) {
        buffer_add_string(&g->text, ";\n");
        return;
    }
    buffer_add_string(&g->text, " {");
    for (uint32_t i = 0; i < SETTINGS; i++)
        if ((mask & (1U << i)) != 0 && one_in(g, 2))
            add_setting(g, i);
    if (one_in(g, 4))
        buffer_printf(&g->text, "\n    note \"n%u\";", random_below(&g->seed, 3));
    add_gap(g);
    buffer_add_string(&g->text, one_in(g, 5) ? "}" : "}\n");
}

/* Some names: FROM up to, not including, END. */
static void add_names(struct generator *g, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        if (i > from)
            buffer_add_char(&g->text, ',');
        if (i > from)
            add_gap(g);
        buffer_add_string(&g->text, names[i]);
    }
}

/* A statement about names, MASK the settings that may stand in it. */
static void add_statement(struct generator *g, uint32_t from, uint32_t end, uint32_t mask,
                          uint32_t number)
{
    uint32_t how = random_below(&g->seed, 4);
    if (how == 0) {
        buffer_printf(&g->text, "define s%u = {", number);
        add_gap(g);
        add_names(g, from, end);
        buffer_printf(&g->text, " };\n");
        if (one_in(g, 3))
            buffer_printf(&g->text, "define unused%u = { @s%u };\n", number, number);
        buffer_printf(&g->text, "destination @s%u", number);
    } else {
        buffer_add_string(&g->text, "destination ");
        add_names(g, from, end);
    }
    if ((mask & 3) == 3 && one_in(g, 2))
        buffer_printf(&g->text, " uses %s", one_in(g, 2) ? "strict" : "strict, slow");
    add_block(g, mask);
}

static void make(struct generator *g)
{
    buffer_add_string(&g->text, "# the top\nsettings strict {");
    add_setting(g, 0);
    buffer_add_string(&g->text, " }\nsettings slow {");
    add_setting(g, 1);
    buffer_add_string(&g->text, " }\n" DEFAULT_BLOCK);
    uint32_t number = 0;
    for (uint32_t from = 0; from < NAMES;) {
        uint32_t end = from + 1 + random_below(&g->seed, 4);
        end = end > NAMES ? NAMES : end;
        uint32_t mask = random_below(&g->seed, 1U << SETTINGS);
        add_statement(g, from, end, mask, number++);
        if (one_in(g, 3))
            buffer_printf(&g->text, "# %u\n", ++g->comments);
        if (one_in(g, 2))
            add_statement(g, from, end, ((1U << SETTINGS) - 1) & ~mask & ~3U, number++);
        from = end + one_in(g, 5);
    }
    if (one_in(g, 2))
        buffer_printf(&g->text, "appliance x { default { messages 9; }%s }\n",
                      one_in(g, 2) ? " add destination only.example;" : "");
}

/* --- One change ------------------------------------------------------------------------------- */

/* What is asked for. */
static const struct asked {
    enum param param;
    const char *value; /* as a table has it; "" to take it out */
    const char *word;  /* as the language has it */
} asked[] = {
    {PARAM_TABLE_TLS, "required", "required"},
    {PARAM_TABLE_TLS, "off", "off"},
    {PARAM_TABLE_TLS, "", ""},
    {PARAM_MAX_MESSAGES_PER_CONNECTION, "3", "3"},
    {PARAM_MAX_MESSAGES_PER_CONNECTION, "", ""},
    {PARAM_MAX_HOST_CONCURRENCY, "4", "4"},
    {PARAM_MAX_HOST_CONCURRENCY, "", ""},
    {PARAM_RECIPIENT_MINUTES, "5", "5"},
    {PARAM_RECIPIENT_LIMIT, "0", "unlimited"},
    {PARAM_RECIPIENT_LIMIT, "", ""},
    {PARAM_LIMIT_TYPE, "host", "domain"},
    {PARAM_LIMIT_APPLY, "VG", "per-gateway"},
    {PARAM_DANE_OPTION, "", ""},
    {PARAM_BOUNCE_PROFILE, "q \"r\"", "q \"r\""},
};

struct changing {
    struct run run;
    struct setting_run set;
    const struct asked *asked[2];
    uint32_t asked_count;
    bool splits;
};

static void ask_for(struct changing *changing, const char *name)
{
    struct setting_run *set = &changing->set;
    struct arena *arena = &changing->run.arena;
    struct domain domain = {.name = VIEW("DEFAULT"), .key = VIEW("")};
    struct domain_fault fault;
    if (strcmp(name, "DEFAULT") != 0)
        assert_true(domain_parse(arena, view_of(name), &domain, &fault));
    if (set_find(set, domain.key) != UINT32_MAX)
        return;
    hash_table_insert(&set->known,
                      hash_bytes(changing->run.store.seed, domain.key.text, domain.key.length),
                      set->count);
    set->destinations = array_grow(arena, set->destinations, set->count, &set->capacity,
                                   sizeof *set->destinations);
    set->destinations[set->count++] = domain;
}

static void begin(struct changing *changing, struct generator *g, const char *path)
{
    static struct option_use uses[] = {{OPTION_SPLIT, NULL}};
    *changing = (struct changing){.splits = !one_in(g, 3)};
    run_init(&changing->run);
    changing->run.line = (struct command_line){
        .verb = VERB_SET, .uses = uses, .use_count = changing->splits ? 1 : 0};
    assert_true(run_configure(&changing->run));
    struct setting_run *set = &changing->set;
    set->run = &changing->run;
    set->path = path;
    set->is_policy = true;
    set->removes = one_in(g, 5);
    hash_table_init(&set->known, &changing->run.arena, 0);
    while (!set->removes && changing->asked_count < 2) {
        const struct asked *next = &asked[random_below(&g->seed, sizeof asked / sizeof *asked)];
        if (changing->asked_count == 1 && changing->asked[0]->param >= next->param)
            break; /* in the order of an export */
        changing->asked[changing->asked_count++] = next;
        set->settings[set->setting_count++] =
            (struct wanted_setting){next->param, view_of(next->value)};
    }
    for (uint32_t i = 1 + random_below(&g->seed, 3); i > 0; i--)
        ask_for(changing, names[random_below(&g->seed, NAMES)]);
    if (!set->removes && one_in(g, 4))
        ask_for(changing, "new.example");
}

/* --- Laws ------------------------------------------------------------------------------------- */

static void write_file(const char *path, struct view text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.text, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

/* Each comment of BEFORE stands in AFTER; their numbers tell them apart. */
static void check_comments(const struct generator *g, struct view before, struct view after)
{
    for (uint32_t i = 1; i <= g->comments; i++) {
        char comment[16];
        snprintf(comment, sizeof comment, "# %u\n", i);
        if (strstr(before.text, comment) != NULL && strstr(after.text, comment) == NULL)
            fail_msg("%s is gone:\n%s\nbecame\n%s", comment, before.text, after.text);
    }
}

/* What may differ because ROW is asked for of an entry that gave BEFORE: a mask. */
static uint32_t beside(const struct asked *row, const struct settings *before)
{
    uint32_t scope = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);
    uint32_t minutes = PARAM_BIT(PARAM_RECIPIENT_MINUTES);
    bool takes = *row->value == '\0' || before == NULL || (before->given & minutes) == 0;
    if (row->param != PARAM_RECIPIENT_LIMIT && row->param != PARAM_MAX_HOST_CONCURRENCY)
        return PARAM_BIT(row->param);
    /* The scope comes with a limit and goes with the last one. */
    scope = before != NULL && (before->given & scope) == scope && *row->value != '\0' ? 0 : scope;
    return PARAM_BIT(row->param) | scope |
           (takes && row->param == PARAM_RECIPIENT_LIMIT ? minutes : 0);
}

/* What the entry of KEY gives; NULL if there is none. */
static const struct settings *given_by(const struct policy *policy, struct view key)
{
    uint32_t entry = policy_find(policy, key);
    return entry == NO_ENTRY ? NULL
                             : policy_settings(policy, policy_destination(policy, entry)->settings);
}

/* The entry of NAME without the settings of the mask WITHOUT. */
static const char *entry_text(struct changing *changing, const struct policy *policy,
                              const char *name, uint32_t without)
{
    struct arena *arena = &changing->run.arena;
    struct buffer text = buffer_new(arena);
    const struct settings *given = given_by(policy, view_of(name));
    if (given == NULL)
        return "-";
    for (int i = 0; i < PARAM_COUNT; i++) {
        char number[VALUE_BUFFER];
        if ((without & PARAM_BIT(i)) == 0 && settings_has(given, (enum param)i))
            buffer_printf(&text, "%s=%.*s ", parameter((enum param)i)->policy_name,
                          VIEW_ARG(value_policy(policy->store, (enum param)i, given->values[i],
                                                number)));
    }
    return buffer_string(&text);
}

/* Whether the entry of KEY says what was asked for. */
static bool says_asked(struct changing *changing, const struct policy *policy, struct view key)
{
    char number[VALUE_BUFFER];
    const struct settings *given = given_by(policy, key);
    if (changing->set.removes || given == NULL)
        return changing->set.removes && given == NULL;
    for (uint32_t i = 0; i < changing->asked_count; i++) {
        const struct asked *wanted = changing->asked[i];
        struct view value = value_policy(policy->store, wanted->param,
                                         given->values[wanted->param], number);
        if (settings_has(given, wanted->param) ? !view_equal(value, view_of(wanted->word))
                                               : *wanted->word != '\0')
            return false;
    }
    return true;
}

static void check_policy(struct changing *changing, const struct policy *before,
                         const struct policy *after, struct view text)
{
    struct setting_run *set = &changing->set;
    for (uint32_t side = 0; side < 2; side++) {
        const struct policy *policy = side == 0 ? before : after;
        for (uint32_t i = 0; i < policy->count; i++) {
            struct view key = destination_key(policy_destination(policy, i));
            const char *name = arena_printf(&changing->run.arena, "%.*s", VIEW_ARG(key));
            bool wanted = set_find(set, key) != UINT32_MAX;
            uint32_t without = 0;
            for (uint32_t k = 0; wanted && k < changing->asked_count; k++)
                without |= beside(changing->asked[k], given_by(before, key));
            if (wanted && !says_asked(changing, after, key))
                fail_msg("%s is not as asked for:\n%s", name, text.text);
            if (wanted && (set->removes || policy_find(before, key) == NO_ENTRY))
                continue;
            assert_string_equal(entry_text(changing, before, name, without),
                                entry_text(changing, after, name, without));
        }
    }
}

/* What a draft may be refused for: what the author has to decide. */
static bool is_expected(const struct message *message)
{
    return message->code == CODE_SCOPE_ALONE || message->code == CODE_SET_EMPTY;
}

static bool check_change(struct changing *changing, const struct generator *g, bool canonical)
{
    struct setting_run *set = &changing->set;
    struct run *run = &changing->run;
    assert_true(run_read(run, &set->before, &set->path, 1));
    set->source = run->sources.list[0];
    if (!set_source_draft(set)) {
        assert_true(diag_has_errors(&run->diag));
        return false;
    }
    if (set->draft_count == 0)
        return false;
    assert_int_equal(set->draft_count, 1);
    struct view text = set->drafts[0].text;
    text = view_of(arena_printf(&run->arena, "%.*s", VIEW_ARG(text)));
    diag_init(&run->diag, &run->arena, &run->sources);
    run->sources.drafts = set->drafts;
    run->sources.draft_count = 1;
    if (!run_read(run, &set->after, &set->path, 1)) {
        if (!is_expected(&run->diag.errors.list[0]))
            fail_msg("%s\n%s\n%s", run->diag.errors.list[0].text, set->source->text, text.text);
        return false;
    }
    if (!set_source_check(set))
        fail_msg("%s\n%s\n%s", run->diag.errors.list[0].text, set->source->text, text.text);
    check_policy(changing, &set->before, &set->after, text);
    if (!set->removes)
        check_comments(g, view_of(set->source->text), text);
    if (canonical) {
        struct setup setup;
        setup_begin(&setup);
        assert_view_equal(format_text(&setup, text), text.text);
        setup_end(&setup);
    }
    return true;
}

static void laws(void **state)
{
    (void)state;
    char path[] = "/tmp/destc-set-XXXXXX";
    int descriptor = mkstemp(path);
    uint32_t runs = (uint32_t)environment_number("DESTC_RUNS", 400);
    uint32_t changed = 0;
    assert_true(descriptor >= 0);
    close(descriptor);
    for (uint32_t i = 0; i < runs; i++) {
        struct setup setup;
        struct changing changing;
        setup_begin(&setup);
        struct generator g = {.seed = 7000 + i, .text = buffer_new(&setup.arena)};
        make(&g);
        struct view text = buffer_view(&g.text);
        bool canonical = one_in(&g, 2);
        write_file(path, canonical ? format_text(&setup, text) : text);
        begin(&changing, &g, path);
        changed += check_change(&changing, &g, canonical);
        arena_free(&changing.run.arena);
        setup_end(&setup);
    }
    unlink(path);
    assert_true(changed > runs / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(laws)};
    schema_library_init();
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
