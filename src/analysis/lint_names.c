/* SPDX-License-Identifier: MIT */
#include "analysis/lint_names.h"

#include "analysis/lint_everybody.h"

/* --- Whom a partial domain covers ------------------------------------------------------------- */

static void judge_suffixes(struct linter *linter)
{
    static const struct set_rule rule = {.code = CODE_LINT_SUFFIX, .param = PARAM_COUNT};
    const struct policy *policy = linter->policy;
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        const struct destination *destination = policy_destination(policy, entry);
        if (destination->kind != DOMAIN_PARTIAL)
            continue;
        struct view key = destination_key(destination);
        const char *covered = everybody_below((struct view){key.text + 1, key.length - 1}, false);
        if (covered != NULL)
            diag_mend(linter->diag,
                      lint_report_entry(linter, &rule, entry, "%.*s covers %s",
                                        VIEW_ARG(destination_name(destination)), covered));
    }
}

/* --- Upper case ------------------------------------------------------------------------------- */

/* Looks up the text of a name; entries come in the order of their texts, mostly. */
struct spelling {
    const struct policy *policy;
    const struct source *source; /* the last one */
};

static bool has_upper(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.text[i] >= 'A' && text.text[i] <= 'Z')
            return true;
    return false;
}

/*
 * Whether the entry's name has upper case where it is written. A reader keeps a view of the text
 * itself where that is in lower case; anything else is looked up.
 */
static bool is_upper(struct spelling *spelling, const struct destination *destination)
{
    const struct policy *policy = spelling->policy;
    struct view name = destination_name(destination);
    const struct source *source = spelling->source;
    if (destination->section == 0)
        return false;
    if (source == NULL || destination->section < source->base ||
        destination->section - source->base > source->size)
        source = spelling->source = sources_find(policy->sources, destination->section);
    if (source == NULL || source->load != NULL ||
        (name.text >= source->text && name.text < source->text + source->size))
        return false;
    struct span place = policy_name_place(policy, destination->section, name);
    struct view text = sources_text(policy->sources, place);
    return text.length == name.length && has_upper(text);
}

static void judge_case(struct linter *linter)
{
    static const struct set_rule rule = {.code = CODE_LINT_NAME_CASE, .param = PARAM_COUNT};
    const struct policy *policy = linter->policy;
    struct spelling spelling = {.policy = policy};
    uint32_t upper = 0;
    uint32_t names = 0;
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        const struct destination *destination = policy_destination(policy, entry);
        if (destination->kind == DOMAIN_ADDRESS)
            continue;
        names++;
        upper += is_upper(&spelling, destination);
    }
    for (uint32_t entry = 0; upper > 0 && upper <= names - upper && entry < policy->count;
         entry++) {
        const struct destination *destination = policy_destination(policy, entry);
        if (destination->kind == DOMAIN_ADDRESS || !is_upper(&spelling, destination))
            continue;
        struct message *message = lint_report_entry(linter, &rule, entry, "%s",
                                                    code_entry(CODE_LINT_NAME_CASE)->title);
        diag_help(linter->diag, message, "write %.*s", VIEW_ARG(destination_name(destination)));
        lint_rewrite_name(linter, message, destination_name(destination));
    }
}

void lint_names(struct linter *linter)
{
    if (lint_wants(linter, CODE_LINT_SUFFIX))
        judge_suffixes(linter);
    if (lint_wants(linter, CODE_LINT_NAME_CASE))
        judge_case(linter);
}
