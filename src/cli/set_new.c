/* SPDX-License-Identifier: MIT */
#include "cli/set_new.h"

#include "analysis/near_entry.h"
#include "base/buffer.h"

/* More new names than this come from a list, and not from anybody's fingers. */
enum { MOST_NEW_NAMES = 100 };

bool set_is_there(const struct policy *policy, const struct domain *domain)
{
    return domain->key.length == 0 ? policy->has_default
                                   : policy_find(policy, domain->key) != NO_ENTRY;
}

/* The new entry NUMBER: whether it is nearly another's name. */
static void check_near(struct setting_run *set, uint32_t number)
{
    struct run *run = set->run;
    struct diag *diag = &run->diag;
    const struct policy *policy = &set->before;
    const struct domain *domain = &set->destinations[number];
    struct nearest nearest = nearest_to(domain->name);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        struct view known = destination_name(destination);
        if (destination->kind == domain->kind && near_entry(domain->name, known))
            nearest_offer(&nearest, known, known);
    }
    if (nearest_found(&nearest))
        diag_mend(diag,
                  diag_report(diag, CODE_SET_NEAR_NAME, set->places[number],
                              "%.*s is a new entry; did you mean %s?", VIEW_ARG(domain->name),
                              nearest_words(&run->arena, &nearest, "", "")));
}

static bool is_one_label(const char *word)
{
    return strpbrk(word, ".=@:") == NULL;
}

/*
 * "bounce-profile='Strict Partners'", where the operand NAME stands behind the value of such a
 * setting, maybe with others between them; NULL if it does not.
 */
static const char *with_quotes(struct run *run, struct view name)
{
    const char *const *words = run->line.operands;
    for (int i = 1; i < run->line.operand_count; i++) {
        size_t equals = strcspn(words[i], "=");
        enum param param = param_find_setting((struct view){words[i], equals});
        if (words[i][equals] == '\0' || param == PARAM_COUNT ||
            parameter(param)->type != TYPE_NAME)
            continue;
        struct buffer text = buffer_new(&run->arena);
        bool found = false;
        buffer_printf(&text, "%.*s='%s", (int)equals, words[i], words[i] + equals + 1);
        for (int k = i + 1; k < run->line.operand_count && is_one_label(words[k]); k++) {
            buffer_printf(&text, " %s", words[k]);
            found = found || view_equal_nocase(view_of(words[k]), name);
        }
        buffer_add_char(&text, '\'');
        if (found)
            return buffer_string(&text);
    }
    return NULL;
}

/* The new entry NUMBER, which has a name of one label. */
static void report_one_label(struct setting_run *set, uint32_t number)
{
    struct run *run = set->run;
    struct diag *diag = &run->diag;
    struct view name = set->destinations[number].name;
    const char *quoted = with_quotes(run, name);
    struct message *message =
        diag_report(diag, CODE_SET_ONE_LABEL, set->places[number],
                    "%.*s is a new entry of one label", VIEW_ARG(name));
    if (quoted != NULL)
        diag_help(diag, message, "quote values with blanks: %s", quoted);
    else if (view_equal(name, VIEW("all")))
        diag_help(diag, message,
                  "no word stands for all entries: name them; DEFAULT is what holds for those that "
                  "have none");
    else
        diag_mend(diag, message);
}

/* --remove of the default entry. */
static void tell_default(struct setting_run *set)
{
    struct diag *diag = &set->run->diag;
    if (set->removes && set_find(set, VIEW("")) != UINT32_MAX)
        diag_mend(diag, diag_report(diag, CODE_SET_NO_DEFAULT, SPAN_NONE, "%s",
                                    code_entry(CODE_SET_NO_DEFAULT)->title));
}

bool set_check_new(struct setting_run *set)
{
    uint32_t looked = 0;
    tell_default(set);
    for (uint32_t i = 0; !set->removes && i < set->count; i++) {
        const struct domain *domain = &set->destinations[i];
        if (domain->key.length == 0 || domain->kind == DOMAIN_ADDRESS ||
            set_is_there(&set->before, domain))
            continue;
        if (domain->kind == DOMAIN_FULL && (domain->remarks & DOMAIN_ONE_LABEL) != 0)
            report_one_label(set, i);
        else if (looked++ < MOST_NEW_NAMES)
            check_near(set, i);
    }
    return !diag_has_errors(&set->run->diag);
}
