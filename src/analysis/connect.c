/* SPDX-License-Identifier: MIT */
#include "analysis/connect.h"

#include "base/buffer.h"

/* --- Members ---------------------------------------------------------------------------------- */

static const enum trait traits[MEMBER_KIND_COUNT] = {
    [MEMBER_ADDRESS] = TRAIT_ADDRESS,       [MEMBER_HOST] = TRAIT_NAME,
    [MEMBER_PARTIAL] = TRAIT_NAME,          [MEMBER_SBRS] = TRAIT_SCORE,
    [MEMBER_SBRS_NONE] = TRAIT_SCORE,       [MEMBER_OWNER] = TRAIT_OWNER,
    [MEMBER_DNSLIST] = TRAIT_DNSLIST,       [MEMBER_NX_DOMAIN] = TRAIT_LOOKUP,
    [MEMBER_SERV_FAIL] = TRAIT_LOOKUP,      [MEMBER_NOT_VERIFIED] = TRAIT_LOOKUP,
    [MEMBER_COUNTRY] = TRAIT_COUNTRY,       [MEMBER_ALL] = TRAIT_ANY,
};

enum trait trait_of(enum member_kind kind)
{
    return traits[kind];
}

const char *trait_name(enum trait trait)
{
    static const char *const names[TRAIT_COUNT] = {
        [TRAIT_ADDRESS] = "address", [TRAIT_NAME] = "name",       [TRAIT_LOOKUP] = "lookup",
        [TRAIT_SCORE] = "score",     [TRAIT_OWNER] = "owner",     [TRAIT_DNSLIST] = "dnslist",
        [TRAIT_COUNTRY] = "country", [TRAIT_ANY] = "any",
    };
    return names[trait];
}

/* Whether it is said why CALLER has no name. */
static bool says_why_nameless(const struct caller *caller)
{
    for (uint32_t i = 0; i < caller->matching_count; i++)
        if (trait_of(caller->matching[i].kind) == TRAIT_LOOKUP)
            return true;
    return false;
}

bool trait_is_known(const struct caller *caller, enum trait trait)
{
    switch (trait) {
    case TRAIT_NAME:
        return caller->has_name != CALLER_NAME_UNKNOWN;
    case TRAIT_LOOKUP: /* of a validated name both lookups are good */
        return caller->has_name == CALLER_NAME_GIVEN || says_why_nameless(caller);
    case TRAIT_SCORE:
        return caller->has_score != CALLER_SCORE_UNKNOWN;
    case TRAIT_OWNER:
    case TRAIT_DNSLIST:
    case TRAIT_COUNTRY:
        return caller->has_matching;
    default:
        return true;
    }
}

/* Whether HOST is below PARENT, and not PARENT itself. */
static bool is_below(struct view host, struct view parent)
{
    if (host.length <= parent.length)
        return false;
    size_t dot = host.length - parent.length - 1;
    return host.text[dot] == '.' &&
           view_equal((struct view){host.text + dot + 1, parent.length}, parent);
}

/* Whether it is said that MEMBER matches CALLER. */
static bool is_stated(const struct member *member, const struct caller *caller)
{
    for (uint32_t i = 0; i < caller->matching_count; i++)
        if (member_same(&caller->matching[i], member))
            return true;
    return false;
}

/* Whether MEMBER matches, of whose trait the caller's is known. */
static bool matches(const struct member *member, const struct caller *caller)
{
    switch (member->kind) {
    case MEMBER_ADDRESS:
        return address_range_holds(&member->range, &caller->address, caller->family);
    case MEMBER_HOST:
        return caller->has_name == CALLER_NAME_GIVEN && view_equal(member->name, caller->host);
    case MEMBER_PARTIAL:
        return caller->has_name == CALLER_NAME_GIVEN && is_below(caller->host, member->name);
    case MEMBER_SBRS:
        return caller->has_score == CALLER_SCORE_GIVEN && caller->score >= member->score.first &&
               caller->score <= member->score.last;
    case MEMBER_SBRS_NONE:
        return caller->has_score == CALLER_SCORE_NONE;
    default:
        return member->kind == MEMBER_ALL || is_stated(member, caller);
    }
}

enum verdict member_verdict(const struct member *member, const struct caller *caller)
{
    if (!trait_is_known(caller, trait_of(member->kind)))
        return VERDICT_OPEN;
    return matches(member, caller) ? VERDICT_YES : VERDICT_NO;
}

/* --- The first match -------------------------------------------------------------------------- */

static void add_scores(struct connector *connector, const struct member *member, uint32_t number)
{
    for (int score = member->score.first; score <= member->score.last; score++)
        if (connector->scores[score - SCORE_LEAST] == NO_MEMBER)
            connector->scores[score - SCORE_LEAST] = number;
}

void connector_build(struct arena *arena, const struct listener *listener,
                     struct connector *connector)
{
    members_number(arena, listener, &connector->members);
    const struct members *members = &connector->members;
    struct ranged *ranges = arena_alloc(arena, members->count * sizeof *ranges);
    uint32_t used = 0;
    for (int i = 0; i < SCORE_SLOTS; i++)
        connector->scores[i] = NO_MEMBER;
    for (int i = 0; i < MEMBER_KIND_COUNT; i++)
        connector->kinds[i] = NO_MEMBER;
    for (uint32_t entry = 0; entry < listener->entry_count; entry++) {
        for (uint32_t i = members->starts[entry]; i < members->starts[entry + 1]; i++) {
            const struct member *member = members->list[i];
            if (!members->stops[entry])
                continue;
            if (connector->kinds[member->kind] == NO_MEMBER)
                connector->kinds[member->kind] = i;
            if (member->kind == MEMBER_ADDRESS)
                ranges[used++] = (struct ranged){member->range, i};
            else if (member->kind == MEMBER_SBRS)
                add_scores(connector, member, i);
        }
    }
    connector->addresses = range_index_build(arena, ranges, used);
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t first_by_name(const struct connector *connector, const struct caller *caller)
{
    if (caller->has_name != CALLER_NAME_GIVEN)
        return NO_MEMBER;
    return least(members_first_name(&connector->members, MEMBER_HOST, caller->host),
                 members_first_parent(&connector->members, caller->host));
}

static uint32_t first_by_score(const struct connector *connector, const struct caller *caller)
{
    if (caller->has_score == CALLER_SCORE_GIVEN)
        return connector->scores[caller->score - SCORE_LEAST];
    return caller->has_score == CALLER_SCORE_NONE ? connector->kinds[MEMBER_SBRS_NONE] : NO_MEMBER;
}

static uint32_t first_stated(const struct connector *connector, const struct caller *caller)
{
    uint32_t first = NO_MEMBER;
    for (uint32_t i = 0; i < caller->matching_count; i++)
        first = least(first, members_first(&connector->members, &caller->matching[i]));
    return first;
}

/* Whether a member with a number below LIMIT may match. */
static bool is_open_before(const struct connector *connector, const struct caller *caller,
                           uint32_t limit)
{
    for (int i = 0; i < MEMBER_KIND_COUNT; i++)
        if (connector->kinds[i] < limit &&
            !trait_is_known(caller, trait_of((enum member_kind)i)))
            return true;
    return false;
}

struct connection connect_find(const struct connector *connector, const struct caller *caller)
{
    const struct members *members = &connector->members;
    uint32_t number =
        range_index_find(&connector->addresses, &caller->address, caller->family);
    number = least(number, first_by_name(connector, caller));
    number = least(number, first_by_score(connector, caller));
    number = least(number, first_stated(connector, caller));
    number = least(number, connector->kinds[MEMBER_ALL]);
    struct connection found = {NO_ACCESS, number, false};
    if (number != NO_MEMBER)
        found.entry = members_entry(members, number);
    uint32_t limit = number == NO_MEMBER ? members->count : members->starts[found.entry];
    found.is_open = is_open_before(connector, caller, limit);
    return found;
}

/* --- The way there ---------------------------------------------------------------------------- */

const char *step_verdict_name(enum step_verdict verdict)
{
    static const char *const names[CONNECT_VERDICT_COUNT] = {
        [CONNECT_PASSED] = "passed",
        [CONNECT_OPEN] = "undecided",
        [CONNECT_CONTINUED] = "continued",
    };
    return names[verdict];
}

static struct connect_step judge(const struct members *members, uint32_t entry,
                                 const struct caller *caller)
{
    struct connect_step step = {.entry = entry, .count = 1, .member = NO_MEMBER};
    for (uint32_t i = members->starts[entry]; i < members->starts[entry + 1]; i++) {
        const struct member *member = members->list[i];
        enum verdict verdict = member_verdict(member, caller);
        struct step_members *same = &step.traits[trait_of(member->kind)];
        if (same->count++ == 0)
            same->first = i;
        if (verdict == VERDICT_YES && step.member == NO_MEMBER)
            step.member = i;
        if (verdict == VERDICT_OPEN)
            step.verdict = CONNECT_OPEN;
    }
    if (step.member != NO_MEMBER)
        step.verdict = CONNECT_CONTINUED;
    return step;
}

/* Whether STEP goes into the one BEFORE it: a row of single hosts that are passed by. */
static bool joins(const struct listener *listener, const struct connect_step *before,
                  const struct connect_step *step)
{
    return before->verdict == CONNECT_PASSED && step->verdict == CONNECT_PASSED &&
           listener->entries[before->entry].kind == ACCESS_HOST &&
           listener->entries[step->entry].kind == ACCESS_HOST;
}

static void join(struct connect_step *before, const struct connect_step *step)
{
    before->count += step->count;
    for (int i = 0; i < TRAIT_COUNT; i++) {
        if (before->traits[i].count == 0)
            before->traits[i].first = step->traits[i].first;
        before->traits[i].count += step->traits[i].count;
    }
}

struct connect_steps connect_steps(struct arena *arena, const struct connector *connector,
                                   const struct caller *caller, const struct connection *found)
{
    const struct members *members = &connector->members;
    struct connect_steps steps = {.list = NULL};
    uint32_t end = found->entry == NO_ACCESS ? members->listener->entry_count : found->entry;
    for (uint32_t entry = 0; entry < end; entry++) {
        struct connect_step step = judge(members, entry, caller);
        struct connect_step *last = steps.count == 0 ? NULL : &steps.list[steps.count - 1];
        if (last != NULL && joins(members->listener, last, &step)) {
            join(last, &step);
            continue;
        }
        steps.list =
            array_grow(arena, steps.list, steps.count, &steps.capacity, sizeof *steps.list);
        steps.list[steps.count++] = step;
    }
    return steps;
}
