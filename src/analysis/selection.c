/* SPDX-License-Identifier: MIT */
#include "analysis/selection.h"

#include <stdlib.h>
#include <unicase.h>

static size_t character_length(struct view text, size_t at)
{
    size_t length = 1;
    while (at + length < text.length && ((unsigned char)text.text[at + length] & 0xC0) == 0x80)
        length++;
    return length;
}

bool pattern_fits(struct view pattern, struct view name)
{
    size_t p = 0;
    size_t n = 0;
    size_t star = SIZE_MAX; /* behind the last "*", and the name's part that it does not cover */
    size_t uncovered = 0;
    while (n < name.length) {
        if (p < pattern.length && pattern.text[p] == '*') {
            star = ++p;
            uncovered = n;
        } else if (p < pattern.length && pattern.text[p] == '?') {
            p++;
            n += character_length(name, n);
        } else if (p < pattern.length && pattern.text[p] == name.text[n]) {
            p++;
            n++;
        } else if (star != SIZE_MAX) {
            p = star;
            uncovered += character_length(name, uncovered);
            n = uncovered;
        } else {
            return false;
        }
    }
    while (p < pattern.length && pattern.text[p] == '*')
        p++;
    return p == pattern.length;
}

/* Names are in lower case and composed; a pattern is made so, whatever the locale. */
static struct view fold_pattern(struct arena *arena, const char *match)
{
    size_t length = 0;
    uint8_t *lower = u8_tolower((const uint8_t *)match, strlen(match), NULL, UNINORM_NFC, NULL,
                                &length);
    if (lower == NULL)
        return view_of(match);
    struct view folded = arena_copy(arena, (struct view){(const char *)lower, length});
    free(lower);
    return folded;
}

static bool name_fits(struct arena *arena, const struct destination *destination,
                      struct view pattern)
{
    struct view key = destination_key(destination);
    if (pattern_fits(pattern, destination_name(destination)))
        return true;
    if ((destination->flags & DESTINATION_OWN_KEY) != 0 && pattern_fits(pattern, key))
        return true;
    return memmem(key.text, key.length, "xn--", 4) != NULL &&
           pattern_fits(pattern, domain_in_form(arena, key, IDN_UNICODE));
}

/* One pass over the entries. */
struct chooser {
    const struct policy *policy;
    const struct defaults *defaults;
    const struct selection_wish *wish;
    struct view pattern;
    uint8_t *verdicts; /* by number of set: a verdict and one, 0 where none is known yet */
    struct span place; /* the condition that could not be decided first */
    uint32_t undecided;
    bool no_default; /* why: a value comes from a default entry that is not known, */
    bool newer_word; /* or is a word that is not known */
};

/* Finds out why CONDITION cannot be decided on RESOLVED. */
static void find_reason(struct chooser *chooser, const struct condition *condition,
                        const struct resolved *resolved)
{
    uint32_t params = condition_params(condition);
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct effective *effective = &resolved->settings[i];
        if ((params & PARAM_BIT(i)) == 0)
            continue;
        chooser->no_default |= effective->origin == ORIGIN_APPLIANCE;
        chooser->newer_word |= effective->value.kind == VALUE_UNKNOWN;
    }
}

static enum verdict judge(struct chooser *chooser, const struct resolved *resolved)
{
    enum verdict all = VERDICT_TRUE;
    for (uint32_t i = 0; i < chooser->wish->condition_count; i++) {
        const struct condition *condition = &chooser->wish->conditions[i];
        enum verdict verdict = condition_holds(condition, chooser->policy, resolved);
        if (verdict == VERDICT_UNDECIDED && chooser->place.offset == 0)
            chooser->place = condition->place;
        if (verdict == VERDICT_UNDECIDED)
            find_reason(chooser, condition, resolved);
        all = verdict_and(all, verdict);
    }
    return all;
}

static enum verdict judge_set(struct chooser *chooser, uint32_t set)
{
    if (chooser->verdicts[set] == 0) {
        struct resolved resolved;
        resolve(policy_settings(chooser->policy, set), chooser->defaults, &resolved);
        chooser->verdicts[set] = (uint8_t)(judge(chooser, &resolved) + 1);
    }
    return (enum verdict)(chooser->verdicts[set] - 1);
}

static bool is_chosen(struct chooser *chooser, const struct destination *destination)
{
    if (chooser->wish->match != NULL &&
        !name_fits(chooser->policy->arena, destination, chooser->pattern))
        return false;
    if (chooser->wish->condition_count == 0)
        return true;
    enum verdict verdict = judge_set(chooser, destination->settings);
    chooser->undecided += verdict == VERDICT_UNDECIDED;
    return verdict == VERDICT_TRUE;
}

static bool is_default_chosen(struct chooser *chooser)
{
    if (!chooser->policy->has_default || chooser->wish->match != NULL)
        return false;
    struct resolved resolved;
    resolve_default(chooser->defaults, &resolved);
    enum verdict verdict = judge(chooser, &resolved);
    chooser->undecided += verdict == VERDICT_UNDECIDED;
    return verdict == VERDICT_TRUE;
}

static void report_undecided(const struct chooser *chooser, struct diag *diag)
{
    if (chooser->undecided == 0)
        return;
    struct message *message =
        diag_report(diag, CODE_UNDECIDED, chooser->place,
                    "left out %u %s for which the condition cannot be decided",
                    chooser->undecided, chooser->undecided == 1 ? "entry" : "entries");
    const char *newer = "a value is a word that destc does not know, shown in quotes by --wide";
    if (chooser->no_default && chooser->newer_word)
        diag_help(diag, message, "%s; %s", code_entry(CODE_UNDECIDED)->mend, newer);
    else
        diag_help(diag, message, "%s",
                  chooser->no_default ? code_entry(CODE_UNDECIDED)->mend : newer);
}

void select_destinations(const struct policy *policy, const struct defaults *defaults,
                         const struct selection_wish *wish, struct diag *diag,
                         struct selection *selection)
{
    struct arena *arena = policy->arena;
    const uint32_t *sorted = policy_sorted(policy);
    *selection = (struct selection){sorted, policy->count, policy->has_default};
    if (wish->condition_count == 0 && wish->match == NULL)
        return;
    struct chooser chooser = {.policy = policy, .defaults = defaults, .wish = wish};
    if (wish->match != NULL)
        chooser.pattern = fold_pattern(arena, wish->match);
    chooser.verdicts = arena_zero(arena, policy->store->set_count, 1);
    uint32_t *chosen = arena_zero(arena, policy->count, sizeof *chosen);
    selection->entries = chosen;
    selection->count = 0;
    for (uint32_t i = 0; i < policy->count; i++)
        if (is_chosen(&chooser, policy_destination(policy, sorted[i])))
            chosen[selection->count++] = sorted[i];
    selection->with_default = is_default_chosen(&chooser);
    report_undecided(&chooser, diag);
}
