/* SPDX-License-Identifier: MIT */
#include "analysis/lint_access.h"

#include "model/address_space.h"

#include <stdio.h>
#include <stdlib.h>

/* --- Relaying for strangers ------------------------------------------------------------------- */

enum { SPACE_PREFIX = 16 }; /* no single house has more addresses than a network with this */

/* Whether a member of KIND stands for callers whom nobody has named. */
static bool is_anybody(enum member_kind kind)
{
    switch (kind) {
    case MEMBER_SBRS:
    case MEMBER_SBRS_NONE:
    case MEMBER_DNSLIST:
    case MEMBER_NX_DOMAIN:
    case MEMBER_SERV_FAIL:
    case MEMBER_NOT_VERIFIED:
    case MEMBER_COUNTRY:
    case MEMBER_ALL:
        return true;
    default:
        return false;
    }
}

static bool is_wide(const struct range_set *set)
{
    return range_set_wider(set, ADDRESS_IPV4, SPACE_PREFIX) ||
           range_set_wider(set, ADDRESS_IPV6, SPACE_PREFIX);
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
};

/* Judges those from FROM to TO; whether they are too many. */
static bool judge_space(struct hat_lint *hat, const struct relayed *relayed, uint32_t from,
                        uint32_t to)
{
    struct arena *arena = hat->linter->arena;
    const struct address_range *ranges = relayed->ranges;
    if (from == to || !is_wide_public(arena, ranges + from, to - from))
        return false;
    uint32_t widest = from;
    while (widest < to && (!is_wide(&(struct range_set){&ranges[widest], 1}) ||
                           !is_wide_public(arena, &ranges[widest], 1)))
        widest++;
    bool together = widest == to;
    uint32_t number = relayed->members[together ? from : widest];
    struct member_words words = hat_member_words(hat, number);
    struct message *message = lint_report_member(
        hat, CODE_LINT_RELAY_STRANGERS, number,
        "mail is relayed for %.*s%s%.*s%s: more public addresses than a /%d", MEMBER_ARG(words),
        together ? " and other members" : "", SPACE_PREFIX);
    diag_mend(hat->linter->diag, message);
    return true;
}

static void tell_relayed(struct hat_lint *hat, const struct access_entry *entry, uint32_t number)
{
    struct diag *diag = hat->linter->diag;
    struct member_words words = hat_member_words(hat, number);
    struct message *message =
        lint_report_member(hat, CODE_LINT_RELAY_STRANGERS, number,
                           "mail is relayed for %.*s%s%.*s: for callers whom nobody has named",
                           MEMBER_ARG(words));
    diag_note(diag, message, entry->policy_place, "this relays");
    diag_mend(diag, message);
}

/* Judges the members of entry number ENTRY, which relays; its addresses go to RELAYED. */
static void judge_relayed(struct hat_lint *hat, uint32_t entry, struct relayed *relayed)
{
    const struct members *members = &hat->members;
    for (uint32_t number = members->starts[entry]; number < members->starts[entry + 1]; number++) {
        const struct member *member = members->list[number];
        if (!hat_is_reached(hat, number))
            continue;
        if (is_anybody(member->kind))
            tell_relayed(hat, &hat->listener->entries[entry], number);
        if (member->kind == MEMBER_ADDRESS) {
            relayed->members[relayed->count] = number;
            relayed->ranges[relayed->count++] = member->range;
        }
    }
}

/* Addresses are judged group by group, and all together if no group has too many by itself. */
static void judge_relaying(struct hat_lint *hat)
{
    struct arena *arena = hat->linter->arena;
    struct relayed relayed = {.count = 0};
    bool told = false;
    if (hat->listener->type == LISTENER_BLACKHOLE)
        return; /* it throws all mail away */
    for (uint32_t i = 0; i < hat->listener->entry_count; i++) {
        uint32_t from = relayed.count;
        if (access_behavior(hat->listener, &hat->listener->entries[i]) != BEHAVIOR_RELAY)
            continue;
        if (relayed.ranges == NULL) {
            relayed.ranges = arena_alloc(arena, hat->members.count * sizeof *relayed.ranges);
            relayed.members = arena_alloc(arena, hat->members.count * sizeof *relayed.members);
        }
        judge_relayed(hat, i, &relayed);
        told |= judge_space(hat, &relayed, from, relayed.count);
    }
    if (!told)
        judge_space(hat, &relayed, 0, relayed.count);
}

/* --- Refusing everybody ----------------------------------------------------------------------- */

static void judge_refusing(struct hat_lint *hat)
{
    const enum code code = CODE_LINT_REFUSE_ALL;
    struct diag *diag = hat->linter->diag;
    for (uint32_t i = 0; i < hat->listener->entry_count; i++) {
        const struct access_entry *entry = &hat->listener->entries[i];
        enum behavior behavior = access_behavior(hat->listener, entry);
        if (behavior != BEHAVIOR_REJECT && behavior != BEHAVIOR_TCPREFUSE)
            continue;
        for (uint32_t n = hat->members.starts[i]; n < hat->members.starts[i + 1]; n++) {
            enum member_kind kind = hat->members.list[n]->kind;
            if ((kind != MEMBER_ALL && kind != MEMBER_SBRS_NONE) || !hat_is_reached(hat, n) ||
                !lint_is_public(hat->linter, hat->listener, code))
                continue;
            struct member_words words = hat_member_words(hat, n);
            struct message *message = lint_report_member(
                hat, code, n, "%s refuses %.*s%s%.*s on a public listener",
                behavior_word(behavior), MEMBER_ARG(words));
            diag_note(diag, message, entry->policy_place, "this refuses");
            diag_mend(diag, message);
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

/* Above the highest range ALL may well be meant; below the lowest too, unless it is refused. */
static void judge_gaps(struct hat_lint *hat, const struct scale *scale)
{
    uint32_t below = NO_MEMBER;
    int first = 0;
    for (int score = 0; score < SCORES; score++) {
        uint32_t taker = scale->scores[score];
        if (taker == NO_MEMBER)
            continue;
        if (first < score && (below != NO_MEMBER || is_refused(hat, taker)))
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

static void judge_order(struct hat_lint *hat)
{
    const struct listener *listener = hat->listener;
    const struct access_entry *relayed = listener_group(listener, VIEW("RELAYLIST"));
    if (relayed == NULL || relayed == listener->entries)
        return;
    const struct listener_topic topic = {.listener = listener, .name = relayed->name};
    struct message *message = lint_report_listener(
        hat->linter, CODE_LINT_RELAYLIST_LATE, relayed->place, &topic,
        "RELAYLIST is not the first entry: %.*s stands before it",
        VIEW_ARG(access_name(&listener->entries[0])));
    diag_note(hat->linter->diag, message, listener->entries[0].place, "the first entry is this");
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
