/* SPDX-License-Identifier: MIT */
#include "analysis/lint_access.h"

#include "analysis/lint_everybody.h"
#include "model/address_space.h"

#include <stdio.h>
#include <stdlib.h>

/* --- Relaying for strangers ------------------------------------------------------------------- */

/*
 * No single house has more addresses than a network with such a prefix. Of IPv6 a /32 is what a
 * whole provider gets.
 */
enum { IPV4_PREFIX = 16, IPV6_PREFIX = 32 };

static bool is_wide(const struct range_set *set)
{
    return range_set_wider(set, ADDRESS_IPV4, IPV4_PREFIX) ||
           range_set_wider(set, ADDRESS_IPV6, IPV6_PREFIX);
}

/* Whether COUNT ranges have more public addresses than one house. */
static bool is_wide_public(struct arena *arena, const struct address_range *ranges, uint32_t count)
{
    struct range_set all = range_set_make(arena, ranges, count);
    if (!is_wide(&all))
        return false;
    struct address_range list[ADDRESS_SPACE_OWN];
    address_space_own(list);
    struct range_set own = range_set_make(arena, list, ADDRESS_SPACE_OWN);
    struct range_set public = range_set_difference(arena, &all, &own);
    return is_wide(&public);
}

/* The addresses for which a listener relays, in the order of its table. */
struct relayed {
    struct address_range *ranges;
    uint32_t *members;
    uint32_t count;
    bool told;
};

static void tell_space(struct hat_lint *hat, uint32_t number, bool together)
{
    struct member_words words = hat_member_words(hat, number);
    bool is_ipv4 = hat->members.list[number]->range.family == ADDRESS_IPV4;
    struct message *message = lint_report_member(
        hat, CODE_LINT_RELAY_STRANGERS, number,
        "mail is relayed for %.*s%s%.*s%s: more public addresses than a /%d", MEMBER_ARG(words),
        together ? " and other members" : "", is_ipv4 ? IPV4_PREFIX : IPV6_PREFIX);
    diag_mend(hat->linter->diag, message);
}

/* Those from the one with number FROM on: each by itself, or all together. */
static void judge_space(struct hat_lint *hat, struct relayed *relayed, uint32_t from)
{
    struct arena *arena = hat->linter->arena;
    const struct address_range *ranges = relayed->ranges;
    bool told = false;
    if (from == relayed->count || !is_wide_public(arena, ranges + from, relayed->count - from))
        return;
    for (uint32_t i = from; i < relayed->count; i++) {
        if (!is_wide(&(struct range_set){&ranges[i], 1}) || !is_wide_public(arena, &ranges[i], 1))
            continue;
        tell_space(hat, relayed->members[i], false);
        told = true;
    }
    if (!told)
        tell_space(hat, relayed->members[from], true);
    relayed->told = true;
}

/* Who the callers are that MEMBER stands for, if these are strangers; else NULL. */
static const char *strangers(struct hat_lint *hat, const struct member *member)
{
    if (member->kind == MEMBER_OWNER)
        return "for all that the reputation service counts among one owner's";
    if (hat_is_stranger(member->kind))
        return "for callers whom nobody has named";
    return everybody_words(hat->linter->arena, hat->linter->settings, member);
}

static void tell_relayed(struct hat_lint *hat, const struct access_entry *entry, uint32_t number,
                         const char *whom)
{
    struct diag *diag = hat->linter->diag;
    struct member_words words = hat_member_words(hat, number);
    struct message *message =
        lint_report_member(hat, CODE_LINT_RELAY_STRANGERS, number,
                           "mail is relayed for %.*s%s%.*s: %s", MEMBER_ARG(words), whom);
    diag_note(diag, message, entry->policy_place, "this relays");
    diag_mend(diag, message);
}

/*
 * Judges the members of entry number ENTRY, which relays; its addresses go to RELAYED. Where what
 * the entry does is not known, that is said of whom it would matter for.
 */
static void judge_relayed(struct hat_lint *hat, uint32_t entry, struct relayed *relayed, bool known)
{
    const enum code code = CODE_LINT_RELAY_STRANGERS;
    const struct members *members = &hat->members;
    const struct access_entry *given = &hat->listener->entries[entry];
    uint32_t from = relayed->count;
    for (uint32_t number = members->starts[entry]; number < members->starts[entry + 1]; number++) {
        const struct member *member = members->list[number];
        const char *whom = hat_is_reached(hat, number) ? strangers(hat, member) : NULL;
        if (whom != NULL && known)
            tell_relayed(hat, given, number, whom);
        else if (whom != NULL && lint_wants(hat->linter, code))
            lint_unknown_at(hat->linter, LINT_NEEDS_POLICY, code, given->policy_place);
        if (member->kind == MEMBER_ADDRESS && hat_is_reached(hat, number)) {
            relayed->members[relayed->count] = number;
            relayed->ranges[relayed->count++] = member->range;
        }
    }
    if (known) {
        judge_space(hat, relayed, from);
        return;
    }
    if (from < relayed->count && lint_wants(hat->linter, code) &&
        is_wide_public(hat->linter->arena, relayed->ranges + from, relayed->count - from))
        lint_unknown_at(hat->linter, LINT_NEEDS_POLICY, code, given->policy_place);
    relayed->count = from;
}

/* Addresses are judged group by group, and all together if no group has too many by itself. */
static void judge_relaying(struct hat_lint *hat)
{
    struct arena *arena = hat->linter->arena;
    struct relayed relayed = {.count = 0};
    if (lint_type(hat->linter, hat->listener) == LISTENER_BLACKHOLE)
        return; /* it throws all mail away */
    for (uint32_t i = 0; i < hat->listener->entry_count; i++) {
        enum behavior behavior = access_behavior(hat->listener, &hat->listener->entries[i]);
        if (behavior != BEHAVIOR_RELAY && behavior != BEHAVIOR_COUNT)
            continue;
        if (relayed.ranges == NULL) {
            relayed.ranges = arena_alloc(arena, hat->members.count * sizeof *relayed.ranges);
            relayed.members = arena_alloc(arena, hat->members.count * sizeof *relayed.members);
        }
        judge_relayed(hat, i, &relayed, behavior == BEHAVIOR_RELAY);
    }
    if (!relayed.told)
        judge_space(hat, &relayed, 0);
}

/* --- Refusing everybody ----------------------------------------------------------------------- */

static void tell_refused(struct hat_lint *hat, const struct access_entry *entry, uint32_t number)
{
    const enum code code = CODE_LINT_REFUSE_ALL;
    struct diag *diag = hat->linter->diag;
    enum behavior behavior = access_behavior(hat->listener, entry);
    bool refuses = behavior == BEHAVIOR_REJECT || behavior == BEHAVIOR_TCPREFUSE;
    if ((!refuses && behavior != BEHAVIOR_COUNT) ||
        !lint_is_public(hat->linter, hat->listener, code, hat->members.list[number]->place))
        return;
    if (behavior == BEHAVIOR_COUNT) {
        lint_unknown_at(hat->linter, LINT_NEEDS_POLICY, code, entry->policy_place);
        return;
    }
    struct member_words words = hat_member_words(hat, number);
    struct message *message =
        lint_report_member(hat, code, number, "%s refuses %.*s%s%.*s on a public listener",
                           behavior_word(behavior), MEMBER_ARG(words));
    diag_note(diag, message, entry->policy_place, "this refuses");
    diag_mend(diag, message);
}

static void judge_refusing(struct hat_lint *hat)
{
    if (!lint_wants(hat->linter, CODE_LINT_REFUSE_ALL))
        return;
    for (uint32_t i = 0; i < hat->listener->entry_count; i++) {
        for (uint32_t n = hat->members.starts[i]; n < hat->members.starts[i + 1]; n++) {
            enum member_kind kind = hat->members.list[n]->kind;
            if ((kind == MEMBER_ALL || kind == MEMBER_SBRS_NONE) && hat_is_reached(hat, n))
                tell_refused(hat, &hat->listener->entries[i], n);
        }
    }
}

/* --- What never matches ----------------------------------------------------------------------- */

static void tell_never(struct hat_lint *hat, uint32_t number)
{
    struct diag *diag = hat->linter->diag;
    const struct range_cover *cover = &hat->covers[number];
    const struct member *taker = hat->members.list[cover->item];
    struct member_words words = hat_member_words(hat, number);
    struct member_words other = hat_member_words(hat, cover->item);
    struct message *message = lint_report_member(
        hat, CODE_LINT_NEVER_MATCHES, number, "%.*s%s%.*s can never match: %.*s%s%.*s%s",
        MEMBER_ARG(words), MEMBER_ARG(other),
        cover->together ? " and others take all of it" : " takes all of it");
    diag_note(diag, message, taker->place, "%s",
              cover->together ? "one of those that take it" : "taken here");
    if (!cover->together && member_same(taker, hat->members.list[number]))
        diag_help(diag, message, "keep one of the two");
    else
        diag_mend(diag, message);
}

/* A member that its group has already is another rule's; so is what stands behind ALL. */
static void judge_never(struct hat_lint *hat)
{
    const struct members *members = &hat->members;
    for (uint32_t i = 0; i < hat->listener->entry_count; i++) {
        for (uint32_t number = members->starts[i]; number < members->starts[i + 1]; number++) {
            uint32_t taker = hat->covers[number].item;
            if (taker == NO_OWNER || members->list[taker]->kind == MEMBER_ALL ||
                (taker >= members->starts[i] &&
                 member_same(members->list[taker], members->list[number])))
                continue;
            tell_never(hat, number);
        }
    }
}

/* --- Reputation ------------------------------------------------------------------------------- */

/*
 * A scale with two marks for each score but the last: the score itself, and what lies between it
 * and the next. A range has what lies between its ends, a score on its own that alone: so ranges
 * that share an end do not meet.
 */
enum { SCORES = SCORE_MOST - SCORE_LEAST + 1, MARKS = 2 * SCORES - 1 };

struct scale {
    uint32_t marks[MARKS];   /* the first member that has it, or NO_MEMBER */
    uint32_t scores[SCORES]; /* the same of each score, ends included */
};

static void tell_overlap(struct hat_lint *hat, struct scale *scale, uint32_t number, int from,
                         int to)
{
    struct diag *diag = hat->linter->diag;
    struct message *message = NULL;
    uint32_t last = NO_MEMBER;
    for (int mark = from; mark <= to; mark++) {
        uint32_t other = scale->marks[mark];
        if (other == NO_MEMBER || other == last)
            continue;
        struct member_words words = hat_member_words(hat, number);
        struct member_words before = hat_member_words(hat, other);
        if (last == NO_MEMBER)
            message = lint_report_member(hat, CODE_LINT_SCORES_OVERLAP, number,
                                         "%.*s%s%.*s overlaps %.*s%s%.*s, which takes what both "
                                         "have",
                                         MEMBER_ARG(words), MEMBER_ARG(before));
        diag_note(diag, message, hat->members.list[other]->place, "%.*s%s%.*s stands here",
                  MEMBER_ARG(before));
        last = other;
    }
    diag_mend(diag, message);
}

static void add_scores(struct hat_lint *hat, struct scale *scale, uint32_t number)
{
    int first = hat->members.list[number]->score.first - SCORE_LEAST;
    int last = hat->members.list[number]->score.last - SCORE_LEAST;
    int from = first == last ? 2 * first : 2 * first + 1;
    int to = first == last ? 2 * last : 2 * last - 1;
    tell_overlap(hat, scale, number, from, to);
    for (int mark = from; mark <= to; mark++)
        if (scale->marks[mark] == NO_MEMBER)
            scale->marks[mark] = number;
    for (int score = first; score <= last; score++)
        if (scale->scores[score] == NO_MEMBER)
            scale->scores[score] = number;
}

/* Room for -10.0. */
enum { SCORE_TEXT = 8 };

/* The score at INDEX, as a member has it. */
static const char *score_text(int index, char text[SCORE_TEXT])
{
    int score = index + SCORE_LEAST;
    snprintf(text, SCORE_TEXT, "%s%d.%d", score < 0 ? "-" : "", abs(score) / 10 % 100,
             abs(score) % 10);
    return text;
}

/* Nobody takes the scores from FIRST to LAST; BELOW is NO_MEMBER at the end of the scale. */
static void tell_gap(struct hat_lint *hat, int first, int last, uint32_t below, uint32_t above)
{
    struct diag *diag = hat->linter->diag;
    char texts[2][SCORE_TEXT];
    struct view gap = view_of(arena_printf(hat->linter->arena, "%s:%s", score_text(first, texts[0]),
                                           score_text(last, texts[1])));
    const struct listener_topic topic = {
        .listener = hat->listener, .setting = VIEW("scores"), .value = gap};
    struct message *message = lint_report_listener(
        hat->linter, CODE_LINT_SCORES_GAP, hat->members.list[above]->place, &topic,
        first == last ? "no range of reputation has the score %s"
                      : "no range of reputation has the scores from %s to %s",
        texts[0], texts[1]);
    if (below != NO_MEMBER)
        diag_note(diag, message, hat->members.list[below]->place, "the range below them");
    else
        diag_note(diag, message, SPAN_NONE, "better scores are refused, these are not");
    diag_mend(diag, message);
}

static bool is_refused(const struct hat_lint *hat, uint32_t number)
{
    const struct listener *listener = hat->listener;
    enum behavior behavior =
        access_behavior(listener, &listener->entries[members_entry(&hat->members, number)]);
    return behavior == BEHAVIOR_REJECT || behavior == BEHAVIOR_TCPREFUSE;
}

/* Whether two entries give the same: they have the same policy or behavior and nothing else. */
static bool is_alike(const struct access_entry *a, const struct access_entry *b)
{
    return a->settings.count == 0 && b->settings.count == 0 && view_equal(a->policy, b->policy) &&
           (a->policy.length > 0 || a->behavior == b->behavior);
}

/* Whether ALL gives what the ranges round a gap give: then nobody is treated otherwise in it. */
static bool is_harmless(const struct hat_lint *hat, uint32_t below, uint32_t above)
{
    const struct listener *listener = hat->listener;
    const struct access_entry *all = &listener->entries[listener->entry_count - 1];
    const uint32_t numbers[] = {below, above};
    for (int i = 0; i < 2; i++)
        if (numbers[i] != NO_MEMBER &&
            !is_alike(&listener->entries[members_entry(&hat->members, numbers[i])], all))
            return false;
    return all->kind == ACCESS_ALL;
}

/* Above the highest range ALL may well be meant; below the lowest too, unless it is refused. */
static void judge_gaps(struct hat_lint *hat, const struct scale *scale)
{
    uint32_t below = NO_MEMBER;
    int first = 0;
    for (int score = 0; score < SCORES; score++) {
        uint32_t taker = scale->scores[score];
        if (taker == NO_MEMBER)
            continue;
        if (first < score && (below != NO_MEMBER || is_refused(hat, taker)) &&
            !is_harmless(hat, below, taker))
            tell_gap(hat, first, score - 1, below, taker);
        first = score + 1;
        below = taker;
    }
}

static void judge_scores(struct hat_lint *hat)
{
    const struct members *members = &hat->members;
    struct scale scale;
    memset(&scale, 0xFF, sizeof scale);
    for (uint32_t i = 0; i < hat->listener->entry_count; i++)
        for (uint32_t n = members->starts[i]; members->stops[i] && n < members->starts[i + 1]; n++)
            if (members->list[n]->kind == MEMBER_SBRS && hat_is_reached(hat, n))
                add_scores(hat, &scale, n);
    judge_gaps(hat, &scale);
}

/* --- The order of groups ---------------------------------------------------------------------- */

/* Whether SET has an address that RANGE has too; O(log n). */
static bool has_some(const struct range_set *set, const struct address_range *range)
{
    uint32_t low = 0;
    uint32_t high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (address_range_overlaps(&set->ranges[middle], range))
            return true;
        if (address_range_compare(&set->ranges[middle], range) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Whether entry number ENTRY could take an address of OWN; ALONE: there is nothing but these. */
static bool may_take(const struct hat_lint *hat, uint32_t entry, const struct range_set *own,
                     bool alone)
{
    const struct members *members = &hat->members;
    for (uint32_t n = members->starts[entry]; n < members->starts[entry + 1]; n++)
        if (!alone || members->list[n]->kind != MEMBER_ADDRESS ||
            has_some(own, &members->list[n]->range))
            return true;
    return false;
}

/*
 * The first entry before number LIMIT that could take one of its members, LIMIT if there is none.
 * Of addresses it can be said; whoever calls from one can have any name and reputation. What
 * relays as well may take them.
 */
static uint32_t find_taker(struct hat_lint *hat, uint32_t limit)
{
    const struct listener *listener = hat->listener;
    const struct access_entry *entry = &listener->entries[limit];
    struct address_range *ranges =
        arena_alloc(hat->linter->arena, (entry->member_count + 1u) * sizeof *ranges);
    uint32_t count = 0;
    for (uint32_t i = 0; i < entry->member_count; i++)
        if (entry->members[i].kind == MEMBER_ADDRESS)
            ranges[count++] = entry->members[i].range;
    struct range_set own = range_set_make(hat->linter->arena, ranges, count);
    for (uint32_t i = 0; i < limit && entry->member_count > 0; i++)
        if (hat->members.stops[i] &&
            access_behavior(listener, &listener->entries[i]) != BEHAVIOR_RELAY &&
            may_take(hat, i, &own, count == entry->member_count))
            return i;
    return limit;
}

static void judge_order(struct hat_lint *hat)
{
    const struct listener *listener = hat->listener;
    const struct access_entry *relayed = listener_group(listener, VIEW("RELAYLIST"));
    if (relayed == NULL || !lint_wants(hat->linter, CODE_LINT_RELAYLIST_LATE))
        return;
    uint32_t number = (uint32_t)(relayed - listener->entries);
    uint32_t taker = find_taker(hat, number);
    if (taker == number)
        return;
    const struct access_entry *before = &listener->entries[taker];
    const struct listener_topic topic = {.listener = listener, .name = relayed->name};
    struct message *message = lint_report_listener(
        hat->linter, CODE_LINT_RELAYLIST_LATE, relayed->place, &topic,
        "RELAYLIST is not the first entry: %.*s before it can take its members",
        VIEW_ARG(access_name(before)));
    diag_note(hat->linter->diag, message, before->place, "this stands before it");
    diag_mend(hat->linter->diag, message);
}

void lint_access(struct hat_lint *hat)
{
    judge_relaying(hat);
    judge_refusing(hat);
    judge_never(hat);
    judge_scores(hat);
    judge_order(hat);
}
