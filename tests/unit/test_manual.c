/* SPDX-License-Identifier: MIT */
/*
 * The pages of the manual that are made from the program's own tables: each is put together in
 * memory and must equal its file in docs/. UPDATE_GOLDEN=1 rewrites the files. Beside that, what
 * the tables' texts must be like, and the tables of docs/tls.md and docs/listener-tables.md.
 *
 * The top folder is found from the working directory, or given in ROOT.
 */
#include "support.h"

#include "analysis/delivery.h"
#include "diag/codes.h"
#include "model/assumptions.h"
#include "model/flow.h"
#include "model/params.h"

#include <ctype.h>

static const char *top_folder(void)
{
    static const char *const candidates[] = {".", "..", "../..", "../../.."};
    const char *root = getenv("ROOT");
    if (root != NULL)
        return root;
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/src/diag/codes.def", candidates[i]);
        if (access(path, R_OK) == 0)
            return candidates[i];
    }
    fail_msg("the top folder is not found; run this from there, or set ROOT");
    return NULL;
}

/* --- Markdown ----------------------------------------------------------------------------- */

/* Prose: what would be taken for Markdown is escaped. */
static void add_prose(struct buffer *page, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("\\`*<|", *text) != NULL)
            buffer_add_char(page, '\\');
        buffer_add_char(page, *text);
    }
}

/* A sentence out of words that may lack their full stop. */
static void add_sentence(struct buffer *page, const char *text)
{
    size_t length = strlen(text);
    add_prose(page, text);
    if (length > 0 && strchr(".!?", text[length - 1]) == NULL)
        buffer_add_char(page, '.');
}

static void add_code(struct buffer *page, const char *text)
{
    buffer_printf(page, "`%s`", text);
}

static void add_heading(struct buffer *page, const char *title, const char *table)
{
    buffer_printf(page,
                  "<!-- Made from %s by tests/unit/test_manual.c; UPDATE_GOLDEN=1 rewrites it. -->"
                  "\n\n# %s\n\n",
                  table, title);
}

static void add_assumption(struct buffer *page, enum assumption assumption)
{
    if (assumption == ASSUMED_NONE)
        return;
    const char *id = assumption_entry(assumption)->id;
    buffer_printf(page, " ([%s](assumptions.md#%c%s))", id, tolower((unsigned char)id[0]), id + 1);
}

/* --- docs/codes.md ------------------------------------------------------------------------ */

static const struct {
    const char *number;
    const char *title;
} groups[] = {
    {"01", "Text and encoding"},
    {"02", "Names and values of parameters"},
    {"03", "Structure: missing, twice, in the wrong place"},
    {"04", "Names of destinations"},
    {"05", "Releases"},
    {"06", "XML documents"},
    {"07", "Files and output"},
    {"08", "csv and json"},
    {"09", "The schema"},
    {"10", "Conditions"},
    {"11", "The policy language: names and statements"},
    {"12", "Assertions"},
    {"13", "Appliances"},
    {"20", "Host Access Tables"},
    {"21", "Host Access Tables: members"},
    {"22", "Recipient Access Tables"},
    {"30", "Lint: TLS on delivery"},
    {"31", "Lint: limits"},
    {"32", "Lint: what is said twice"},
    {"33", "Lint: names"},
    {"34", "Lint: policy sources"},
    {"35", "Lint: release and references"},
    {"39", "Lint: about linting"},
    {"40", "Lint: who may connect"},
    {"41", "Lint: recipients"},
    {"42", "Lint: mail flow policies and sender groups"},
    {"50", "Comparing, planning, changing, joining"},
};

enum { GROUP_COUNT = sizeof groups / sizeof groups[0] };

static bool is_in_group(const struct code_entry *entry, size_t group)
{
    return strncmp(entry->id + 1, groups[group].number, 2) == 0;
}

static void add_code_list(struct buffer *page, size_t group)
{
    buffer_add_string(page, "| code | what is wrong |\n| --- | --- |\n");
    for (int i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_entry((enum code)i);
        if (!is_in_group(entry, group))
            continue;
        buffer_printf(page, "| [%s](#%c%s) | ", entry->id, tolower((unsigned char)entry->id[0]),
                      entry->id + 1);
        add_prose(page, entry->title);
        buffer_add_string(page, " |\n");
    }
}

static void add_code_entry(struct buffer *page, const struct code_entry *entry)
{
    buffer_printf(page, "\n### %s\n\n**", entry->id);
    add_prose(page, entry->title);
    buffer_printf(page, "** (%s%s)\n\n", severity_name(entry->severity),
                  entry->lenient   ? "; a warning with `--lenient`"
                  : entry->finding ? "; a finding: the status is 1"
                                   : "");
    add_sentence(page, entry->why);
    buffer_printf(page, "\n\n```\n%s\n```\n\nMend: ", entry->example);
    add_prose(page, entry->mend); /* it may end with a command, so it gets no full stop */
    buffer_add_char(page, '\n');
}

static void render_codes(struct buffer *page)
{
    add_heading(page, "The codes of messages", "src/diag/codes.def");
    buffer_add_string(
        page, "A code is a number that means one thing for ever. Its letter is its severity: E an "
              "error, W a\nwarning, I a remark. The letter stays part of the code when `--strict` "
              "makes an error of every\nwarning, or `--lenient` a warning of an error, as "
              "`error[W0110]` and `warning[E0302]` show.\n\n`destc rules` lists the codes, `destc "
              "rules E0204` prints one.\n\nAn error ends with status 2. A finding says what is wrong with a "
              "policy that could be read and\njudged: with nothing worse the status is 1.\n");
    for (size_t group = 0; group < GROUP_COUNT; group++) {
        buffer_printf(page, "\n## %s %s\n\n", groups[group].number, groups[group].title);
        add_code_list(page, group);
        for (int i = 0; i < CODE_COUNT; i++)
            if (is_in_group(code_entry((enum code)i), group))
                add_code_entry(page, code_entry((enum code)i));
    }
}

/* --- docs/parameters.md ------------------------------------------------------------------- */

static const struct {
    enum word_list list;
    uint32_t code;
    const char *text;
} spellings[] = {
#define SPELLING(list, code, text) {WORDS_##list, code, text},
#include "model/words.def"
};

/* The names of the parameters in MASK: "`limit_type` and `limit_apply`". */
static void add_names(struct buffer *page, uint32_t mask, const char *last)
{
    bool first = true;
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((mask & PARAM_BIT(i)) == 0)
            continue;
        mask &= ~PARAM_BIT(i);
        if (!first)
            buffer_add_string(page, mask == 0 ? last : ", ");
        add_code(page, parameter((enum param)i)->export_name);
        first = false;
    }
}

static const char *factory_words(const struct parameter *row, char buffer[VALUE_BUFFER])
{
    if (row->factory < 0)
        return NULL;
    if (row->type == TYPE_WORD)
        return word_by_code(row->words, (uint32_t)row->factory)->export_word;
    snprintf(buffer, VALUE_BUFFER, "%u", (unsigned)row->factory);
    return buffer;
}

static const char *fallback_words(enum fallback fallback)
{
    switch (fallback) {
    case FALLBACK_REQUIRED:
        return "required";
    case FALLBACK_ADVISED:
        return "should be there";
    case FALLBACK_OPTIONAL:
        return "optional";
    case FALLBACK_NO:
        break;
    }
    return "not allowed";
}

static void add_overview(struct buffer *page)
{
    buffer_add_string(page, "| parameter | policy language | in a destination | in the default "
                            "entry | factory default |\n| --- | --- | --- | --- | --- |\n");
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        char number[VALUE_BUFFER];
        const char *factory = factory_words(row, number);
        buffer_printf(page, "| [`%s`](#%s) | `%s` | %s | %s | ", row->export_name,
                      row->export_name, row->policy_name,
                      row->in_domain ? "allowed" : "not allowed", fallback_words(row->in_default));
        if (factory != NULL)
            add_code(page, factory);
        buffer_add_string(page, " |\n");
    }
}

static void add_values(struct buffer *page, const struct parameter *row)
{
    if (row->type == TYPE_WORD) {
        buffer_add_string(page, "- Values: the words below.\n");
        return;
    }
    if (row->type == TYPE_NAME) {
        buffer_add_string(page, "- Values: the name of something that exists on the appliance, a "
                                "text of one line.\n");
        return;
    }
    buffer_printf(page, "- Values: a number from %u to %u.", row->least, row->most);
    if (row->type == TYPE_LIMIT)
        buffer_add_string(page, " 0 is no limit, `unlimited` in the policy language.");
    if (row->usual != 0)
        buffer_printf(page, " Over %u a warning: no document shows more.", row->usual);
    buffer_add_char(page, '\n');
}

static void add_company(struct buffer *page, const struct parameter *row)
{
    if (!row->in_domain) {
        buffer_add_string(page, "- In a destination: not allowed. It is a global setting.\n");
        return;
    }
    buffer_add_string(page, "- In a destination: allowed; inherited where it is not given.");
    if (row->needs != 0) {
        buffer_add_string(page, " It needs ");
        add_names(page, row->needs, " and ");
        buffer_add_string(page, " beside it.");
    }
    if (row->idle != 0) {
        buffer_add_string(page, " It has no effect without ");
        add_names(page, row->idle, " or ");
        buffer_add_char(page, '.');
    }
    buffer_add_char(page, '\n');
}

static void add_further_spellings(struct buffer *page, enum word_list list, uint32_t code)
{
    bool first = true;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (spellings[i].list != list || spellings[i].code != code)
            continue;
        buffer_add_string(page, first ? "" : ", ");
        add_code(page, spellings[i].text);
        first = false;
    }
}

static void add_words(struct buffer *page, enum word_list list)
{
    buffer_add_string(page, "\n| export | number | read too | policy language | listing | older "
                            "listing | DETAIL |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    for (uint32_t i = 0; i < word_count(list); i++) {
        const struct word *word = word_by_code(list, i);
        buffer_printf(page, "| `%s`", word->export_word);
        add_assumption(page, word->assumed);
        buffer_add_string(page, " | ");
        if (word->number != NULL)
            add_code(page, word->number);
        buffer_add_string(page, " | ");
        add_further_spellings(page, list, i);
        buffer_printf(page, " | `%s` | %s | %s | %s |\n", word->policy_word, word->listing,
                      word->reference, word->detail);
    }
}

static void add_parameter(struct buffer *page, const struct parameter *row)
{
    char number[VALUE_BUFFER];
    const char *factory = factory_words(row, number);
    buffer_printf(page, "\n### %s\n\n%s.", row->export_name, row->label);
    if (row->since.major != 0)
        buffer_printf(page, " From AsyncOS %u.%u.", row->since.major, row->since.minor);
    buffer_printf(page, "\n\n- Policy language and conditions: `%s`\n- XML document: `%s`\n",
                  row->policy_name, row->element);
    buffer_add_string(page, "- Batch form of the command: ");
    if (row->batch_name != NULL)
        add_code(page, row->batch_name);
    else
        buffer_add_string(page, "cannot be set there");
    buffer_add_char(page, '\n');
    add_values(page, row);
    add_company(page, row);
    buffer_printf(page, "- In the default entry: %s.", fallback_words(row->in_default));
    if (factory != NULL) {
        buffer_printf(page, " Factory default: `%s`", factory);
        add_assumption(page, ASSUMED_FACTORY);
        buffer_add_char(page, '.');
    }
    buffer_add_char(page, '\n');
    if (row->type == TYPE_WORD)
        add_words(page, row->words);
}

static void render_parameters(struct buffer *page)
{
    add_heading(page, "The parameters", "src/model/params.def and src/model/words.def");
    buffer_add_string(
        page, "The parameters of a destination table, in the order in which they are written. "
              "[destconfig-format.md](destconfig-format.md)\nsays how they work together. The policy "
              "language calls each by what it means;\nits words are those of policy sources, of the "
              "XML document and of conditions (`list --where`).\n\n");
    add_overview(page);
    buffer_add_string(
        page, "\nNames and words of an export are read in any case. Elements of the XML document "
              "stand below `<destination>`\nor `<default>`; `@` marks an attribute. The words of "
              "the listing are LIST's for TLS, bounce verification\nand the IP version; the words "
              "for the limits' scope, which LIST does not show, are those of `list --wide`,\n"
              "which shows TLS and DANE in the words of DETAIL. The older listing is "
              "`--tls-words reference`.\n");
    for (int i = 0; i < PARAM_COUNT; i++)
        add_parameter(page, parameter((enum param)i));
}

/* --- docs/assumptions.md ------------------------------------------------------------------ */

static void render_assumptions(struct buffer *page)
{
    add_heading(page, "What is assumed", "src/model/assumptions.def");
    buffer_add_string(
        page, "No public document says these things, so destc assumes them. Each has an id that "
              "never changes.\n`destc explain` names the ids on which its answer rests; `destc "
              "assumptions` prints this list.\nWhoever has an appliance can try them: use one "
              "that carries no mail.\n");
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        const struct assumption_entry *entry = assumption_entry((enum assumption)i);
        buffer_printf(page, "\n### %s\n\n", entry->id);
        add_prose(page, entry->claim);
        buffer_add_string(page, "\n\nWhy: ");
        add_prose(page, entry->why);
        buffer_add_string(page, "\n\nTo try it: ");
        add_prose(page, entry->trial);
        buffer_add_char(page, '\n');
    }
}

/* --- The pages and their files ------------------------------------------------------------ */

static struct view read_page(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return VIEW("");
    struct buffer text = buffer_new(arena);
    char part[4096];
    for (size_t length; (length = fread(part, 1, sizeof part, file)) > 0;)
        buffer_add(&text, (struct view){part, length});
    fclose(file);
    return buffer_view(&text);
}

static void write_page(const char *path, struct view text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.text, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

/* The number of the first line in which two texts differ. */
static unsigned differing_line(struct view a, struct view b)
{
    unsigned line = 1;
    for (size_t i = 0; i < a.length && i < b.length && a.text[i] == b.text[i]; i++)
        line += a.text[i] == '\n';
    return line;
}

struct page {
    const char *file;
    void (*render)(struct buffer *page);
};

static const struct page code_page = {"codes.md", render_codes};
static const struct page parameter_page = {"parameters.md", render_parameters};
static const struct page assumption_page = {"assumptions.md", render_assumptions};

static void check_page(const struct page *page)
{
    struct setup setup;
    setup_begin(&setup);
    const char *path = arena_printf(&setup.arena, "%s/docs/%s", top_folder(), page->file);
    struct buffer text = buffer_new(&setup.arena);
    page->render(&text);
    const char *update = getenv("UPDATE_GOLDEN");
    if (update != NULL && *update != '\0')
        write_page(path, buffer_view(&text));
    struct view there = read_page(&setup.arena, path);
    if (!view_equal(there, buffer_view(&text)))
        fail_msg("docs/%s differs from the program's tables in line %u; UPDATE_GOLDEN=1 make test "
                 "rewrites it",
                 page->file, differing_line(there, buffer_view(&text)));
    setup_end(&setup);
}

static void codes_page_is_current(void **state)
{
    (void)state;
    check_page(&code_page);
}

static void parameters_page_is_current(void **state)
{
    (void)state;
    check_page(&parameter_page);
}

static void assumptions_page_is_current(void **state)
{
    (void)state;
    check_page(&assumption_page);
}

/* --- The texts ---------------------------------------------------------------------------- */

static bool is_one_line(const char *text)
{
    return *text != '\0' && strchr(text, '\n') == NULL;
}

static void codes_have_all_texts(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_entry((enum code)i);
        if (!is_one_line(entry->title) || *entry->why == '\0' || *entry->example == '\0' ||
            !is_one_line(entry->mend))
            fail_msg("%s lacks a title, why, example or mend, or has one of several lines",
                     entry->id);
        if (entry->title[strlen(entry->title) - 1] == '.')
            fail_msg("the title of %s ends with a full stop", entry->id);
        if (strchr(".!?)", entry->why[strlen(entry->why) - 1]) == NULL)
            fail_msg("%s's why is no sentence", entry->id);
    }
}

/* Codes stand in the order of their numbers, so none occurs twice. */
static void code_numbers_ascend(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_COUNT; i++) {
        const char *id = code_entry((enum code)i)->id;
        if (strchr("EWI", id[0]) == NULL || strspn(id + 1, "0123456789") != 4 || id[5] != '\0')
            fail_msg("%s is no code", id);
        if (i > 0 && strcmp(code_entry((enum code)(i - 1))->id + 1, id + 1) >= 0)
            fail_msg("%s stands behind %s", id, code_entry((enum code)(i - 1))->id);
    }
}

static void every_code_has_a_group(void **state)
{
    (void)state;
    for (int i = 0; i < CODE_COUNT; i++) {
        unsigned found = 0;
        for (size_t group = 0; group < GROUP_COUNT; group++)
            found += is_in_group(code_entry((enum code)i), group);
        if (found != 1)
            fail_msg("the group of %s is not in the manual", code_entry((enum code)i)->id);
    }
}

static void check_sentence(const char *id, const char *text)
{
    if (!is_one_line(text) || text[strlen(text) - 1] != '.')
        fail_msg("a text of assumption %s is empty or no sentence: \"%s\"", id, text);
}

static void assumptions_are_numbered(void **state)
{
    (void)state;
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        const struct assumption_entry *entry = assumption_entry((enum assumption)i);
        char id[16];
        snprintf(id, sizeof id, "A%02d", i);
        assert_string_equal(entry->id, id);
        check_sentence(id, entry->claim);
        check_sentence(id, entry->why);
        check_sentence(id, entry->trial);
    }
}

/* --- docs/tls.md -------------------------------------------------------------------------- */

/* The table of docs/tls.md has the program's words, row by row. */
static void tls_page_agrees_with_delivery(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    const char *path = arena_printf(&setup.arena, "%s/docs/tls.md", top_folder());
    struct view page = read_page(&setup.arena, path);
    for (int setting = 0; setting < TLS_SETTING_COUNT; setting++) {
        const struct word *word = word_by_code(WORDS_TLS, (uint32_t)setting);
        struct buffer row = buffer_new(&setup.arena);
        buffer_printf(&row, "\n| %s | `%s` |", word->detail, word->export_word);
        for (int i = 0; i < DELIVERY_CASE_COUNT; i++) {
            const struct delivery *found = delivery((enum tls_setting)setting,
                                                    (enum delivery_case)i);
            buffer_printf(&row, " %s", found->words);
            add_assumption(&row, found->assumed);
            buffer_add_string(&row, " |");
        }
        buffer_add_char(&row, '\n');
        if (memmem(page.text, page.length, row.text, row.length) == NULL)
            fail_msg("docs/tls.md lacks the row %s", buffer_string(&row));
    }
    setup_end(&setup);
}

/* --- docs/listener-tables.md -------------------------------------------------------------- */

static void add_flow_values(struct buffer *row, const struct flow_parameter *parameter)
{
    long long least = (long long)parameter->least;
    long long most = (long long)parameter->most;
    switch (parameter->type) {
    case FLOW_TYPE_SIZE:
        buffer_printf(row, "bytes, at least %lld", least);
        return;
    case FLOW_TYPE_COUNT:
        buffer_printf(row, "%lld to %lld, -1 for no limit", least, most);
        return;
    case FLOW_TYPE_NUMBER:
    case FLOW_TYPE_REPLY:
        buffer_printf(row, "%lld to %lld", least, most);
        return;
    case FLOW_TYPE_TEXT:
        buffer_add_string(row, "a text");
        return;
    default:
        break;
    }
    bool first = true;
    for (int i = 0; i < FLOW_WORD_COUNT; i++) {
        if (!flow_type_has(parameter->type, (enum flow_word)i))
            continue;
        buffer_printf(row, "%s`\"%s\"`", first ? "" : ", ", flow_word((enum flow_word)i));
        first = false;
    }
}

/* Its tables of parameters are the program's, row by row. */
static void listeners_page_agrees_with_flow(void **state)
{
    (void)state;
    struct setup setup;
    setup_begin(&setup);
    const char *path = arena_printf(&setup.arena, "%s/docs/listener-tables.md", top_folder());
    struct view page = read_page(&setup.arena, path);
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_parameter *parameter = flow_parameter((enum flow_param)i);
        struct buffer row = buffer_new(&setup.arena);
        buffer_printf(&row, "\n| `%s` | ", parameter->name);
        add_flow_values(&row, parameter);
        buffer_printf(&row, " | %s", parameter->label);
        add_assumption(&row, parameter->assumed);
        buffer_add_string(&row, " |\n");
        if (memmem(page.text, page.length, row.text, row.length) == NULL)
            fail_msg("docs/listener-tables.md lacks the row %s", buffer_string(&row));
    }
    setup_end(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_page_is_current),
        cmocka_unit_test(parameters_page_is_current),
        cmocka_unit_test(assumptions_page_is_current),
        cmocka_unit_test(codes_have_all_texts),
        cmocka_unit_test(code_numbers_ascend),
        cmocka_unit_test(every_code_has_a_group),
        cmocka_unit_test(assumptions_are_numbered),
        cmocka_unit_test(tls_page_agrees_with_delivery),
        cmocka_unit_test(listeners_page_agrees_with_flow),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
