/* SPDX-License-Identifier: MIT */
#include "analysis/lint_idn.h"

#include "analysis/lint_letters.h"

#include <idn2.h>
#include <unictype.h>

/* --- Scripts ---------------------------------------------------------------------------------- */

/* More than any writing system mixes. */
enum { SCRIPTS_MOST = 5 };

/* The scripts of a label in the order of their first letters. */
struct scripts {
    uint32_t count;
    const char *names[SCRIPTS_MOST];
    uint32_t letters[SCRIPTS_MOST]; /* the first of each */
};

static const struct scripts no_scripts = {.names = {"", "", "", "", ""}};

/* Digits, hyphens and marks are of any script. */
static void add_script(struct scripts *scripts, uint32_t letter)
{
    const uc_script_t *script = uc_script(letter);
    if (script == NULL || scripts->count == SCRIPTS_MOST)
        return;
    for (uint32_t i = 0; i < scripts->count; i++)
        if (scripts->names[i] == script->name)
            return;
    if (strcmp(script->name, "Common") == 0 || strcmp(script->name, "Inherited") == 0)
        return;
    scripts->letters[scripts->count] = letter;
    scripts->names[scripts->count++] = script->name;
}

/*
 * Whether one writing system has the first COUNT. Source: Unicode TS 39, 5.2, "Highly Restrictive".
 */
static bool belong_together(const struct scripts *scripts, uint32_t count)
{
    static const char *const systems[][SCRIPTS_MOST - 1] = {
        {"Latin", "Han", "Hiragana", "Katakana"},
        {"Latin", "Han", "Bopomofo", "Bopomofo"},
        {"Latin", "Han", "Hangul", "Hangul"},
    };
    for (size_t system = 0; count > 1 && system < sizeof systems / sizeof systems[0]; system++) {
        uint32_t known = 0;
        for (uint32_t i = 0; i < count; i++) {
            bool has = false;
            for (int j = 0; j < SCRIPTS_MOST - 1; j++)
                has = has || strcmp(scripts->names[i], systems[system][j]) == 0;
            known += has;
        }
        if (known == count)
            return true;
    }
    return count <= 1;
}

/* The first script that does not go with those before it; 0 if all belong together. */
static uint32_t find_odd(const struct scripts *scripts)
{
    for (uint32_t count = 2; count <= scripts->count; count++)
        if (!belong_together(scripts, count))
            return count - 1;
    return 0;
}

/* Names the odd script, or what stands before it where that is Latin. */
static void tell_scripts(struct linter *linter, uint32_t entry, const struct scripts *scripts,
                         uint32_t odd)
{
    static const struct set_rule rule = {.code = CODE_LINT_SCRIPTS, .param = PARAM_COUNT};
    uint32_t foreign = strcmp(scripts->names[odd], "Latin") == 0 ? 0 : odd;
    uint32_t own = foreign == 0 ? odd : 0;
    struct message *message =
        lint_report_entry(linter, &rule, entry, "%s and %s letters in one label: U+%04X is %s",
                          scripts->names[own], scripts->names[foreign],
                          (unsigned)scripts->letters[foreign], scripts->names[foreign]);
    diag_mend(linter->diag, message);
}

/* One message a name, for the first label that mixes. */
static void judge_scripts(struct linter *linter, uint32_t entry, const struct letters *letters)
{
    struct scripts scripts = no_scripts;
    for (uint32_t i = 0; i <= letters->count; i++) {
        if (i < letters->count && letters->list[i] != '.') {
            add_script(&scripts, letters->list[i]);
            continue;
        }
        uint32_t odd = find_odd(&scripts);
        if (odd != 0) {
            tell_scripts(linter, entry, &scripts, odd);
            return;
        }
        scripts.count = 0;
    }
}

/* --- The IDNA of 2003 ------------------------------------------------------------------------- */

/* The four characters that IDNA 2003 took for others or for nothing: Unicode TS 46, table 1. */
static bool has_deviation(const struct letters *letters)
{
    for (uint32_t i = 0; i < letters->count; i++)
        if (letters->list[i] == 0xDF || letters->list[i] == 0x3C2 || letters->list[i] == 0x200C ||
            letters->list[i] == 0x200D)
            return true;
    return false;
}

/* The destination that these letters name under IDNA 2003; NO_ENTRY if there is none. */
static uint32_t find_older(const struct policy *policy, const struct letters *letters)
{
    char key[DOMAIN_MOST_OCTETS + 2] = ".";
    char *name = NULL;
    size_t dot = letters->list[0] == '.' ? 1 : 0;
    if (idn2_to_ascii_4z(letters->list + dot, &name, IDN2_TRANSITIONAL) != IDN2_OK)
        return NO_ENTRY;
    size_t length = strlen(name);
    bool fits = dot + length < sizeof key;
    if (fits)
        memcpy(key + dot, name, length + 1);
    idn2_free(name);
    return fits ? policy_find(policy, (struct view){key, dot + length}) : NO_ENTRY;
}

static void judge_older(struct linter *linter, uint32_t entry, const struct letters *letters)
{
    static const struct set_rule rule = {.code = CODE_LINT_OLDER_IDNA, .param = PARAM_COUNT};
    const struct policy *policy = linter->policy;
    uint32_t other = has_deviation(letters) ? find_older(policy, letters) : NO_ENTRY;
    if (other == NO_ENTRY || other == entry)
        return;
    const struct destination *destination = policy_destination(policy, other);
    struct view name = destination_name(destination);
    struct message *message =
        lint_report_entry(linter, &rule, entry,
                          "under the IDNA of 2003 the same name as %.*s", VIEW_ARG(name));
    if (message != NULL)
        diag_note(linter->diag, message, policy_name_place(policy, destination->section, name),
                  "the other entry");
    diag_mend(linter->diag, message);
}

/* --- The form --------------------------------------------------------------------------------- */

/* How a name is written; a mask, of labels in both forms both. */
enum { FORM_WIDE = 1 << 0, FORM_ACE = 1 << 1 };

static void judge_form(struct linter *linter, uint32_t entry, enum idn_form wanted)
{
    static const struct set_rule rule = {.code = CODE_LINT_IDN_FORM, .param = PARAM_COUNT};
    const struct policy *policy = linter->policy;
    struct view name = destination_name(policy_destination(policy, entry));
    struct view better = domain_in_form(linter->arena, name, wanted);
    if (view_equal(better, name)) /* there is no such form of it, which a reader has said */
        return;
    struct message *message = lint_report_entry(
        linter, &rule, entry, "%s, where the table's other names are %s",
        wanted == IDN_ASCII ? "a name in its own script" : "a name in its xn-- form",
        wanted == IDN_ASCII ? "in their xn-- form" : "in their own script");
    diag_help(linter->diag, message, "write %.*s", VIEW_ARG(better));
    lint_rewrite_name(linter, message, better);
}

/* FORMS has the form of each destination's name; COUNTS how many are in one alone. */
static void judge_forms(struct linter *linter, const uint8_t *forms, const uint32_t *counts)
{
    bool ascii = counts[FORM_ACE] >= counts[FORM_WIDE];
    uint8_t odd = ascii ? FORM_WIDE : FORM_ACE;
    for (uint32_t entry = 0; entry < linter->policy->count; entry++)
        if ((forms[entry] & odd) != 0)
            judge_form(linter, entry, ascii ? IDN_ASCII : IDN_UNICODE);
}

void lint_idn(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    struct letters letters;
    uint8_t *forms = NULL;
    uint32_t counts[(FORM_WIDE | FORM_ACE) + 1] = {0};
    bool scripts = lint_wants(linter, CODE_LINT_SCRIPTS);
    bool older = lint_wants(linter, CODE_LINT_OLDER_IDNA);
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        const struct destination *destination = policy_destination(policy, entry);
        struct view name = destination_name(destination);
        if (destination->kind == DOMAIN_ADDRESS || letters_are_bytes(name))
            continue;
        letters_of(name, &letters);
        if (forms == NULL)
            forms = arena_zero(linter->arena, policy->count, sizeof *forms);
        forms[entry] = (uint8_t)((letters.wide ? FORM_WIDE : 0) | (letters.ace ? FORM_ACE : 0));
        counts[forms[entry]]++;
        if (scripts)
            judge_scripts(linter, entry, &letters);
        if (older)
            judge_older(linter, entry, &letters);
    }
    if (forms != NULL && lint_wants(linter, CODE_LINT_IDN_FORM))
        judge_forms(linter, forms, counts);
}
