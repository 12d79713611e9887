/* SPDX-License-Identifier: MIT */
#include "analysis/expect_matching.h"

#include "analysis/connect.h"
#include "base/near.h"
#include "base/utf8.h"
#include "model/domain.h"

/* --- One member ------------------------------------------------------------------------------- */

/* The number of a network owner, without zeros before it. */
static bool read_owner(struct arena *arena, struct view inside, struct view *name)
{
    (void)arena;
    for (size_t i = 0; i < inside.length; i++)
        if (inside.text[i] < '0' || inside.text[i] > '9')
            return false;
    while (inside.length > 1 && inside.text[0] == '0')
        inside = (struct view){inside.text + 1, inside.length - 1};
    *name = inside;
    return true;
}

static bool read_zone(struct arena *arena, struct view inside, struct view *name)
{
    struct domain domain;
    struct domain_fault fault;
    size_t offset;
    if (!utf8_check(inside, &offset) || !domain_parse(arena, inside, &domain, &fault) ||
        domain.kind != DOMAIN_FULL)
        return false;
    *name = domain.key;
    return true;
}

static bool read_country(struct arena *arena, struct view inside, struct view *name)
{
    char *copy = arena_alloc(arena, inside.length + 1);
    for (size_t i = 0; i < inside.length; i++)
        copy[i] = ascii_lower(inside.text[i]);
    copy[inside.length] = '\0';
    *name = (struct view){copy, inside.length};
    return true;
}

/* Forms with something in them. */
static const struct {
    struct view before;
    struct view behind;
    enum member_kind kind;
    bool (*read)(struct arena *arena, struct view inside, struct view *name);
} forms[] = {
    {{"SBO:", 4}, {"", 0}, MEMBER_OWNER, read_owner},
    {{"dnslist[", 8}, {"]", 1}, MEMBER_DNSLIST, read_zone},
    {{"geo[", 4}, {"]", 1}, MEMBER_COUNTRY, read_country},
};

enum { FORM_COUNT = sizeof forms / sizeof forms[0] };

static const enum member_kind reasons[] = {MEMBER_NX_DOMAIN, MEMBER_SERV_FAIL,
                                           MEMBER_NOT_VERIFIED};

enum { REASON_COUNT = sizeof reasons / sizeof reasons[0] };

/* Whether TEXT is BEFORE, something and BEHIND, whatever the case; *INSIDE is that something. */
static bool is_form(struct view text, struct view before, struct view behind, struct view *inside)
{
    if (text.length <= before.length + behind.length)
        return false;
    size_t end = text.length - behind.length;
    *inside =
        view_trim((struct view){text.text + before.length, end - before.length});
    return inside->length > 0 &&
           view_equal_nocase((struct view){text.text, before.length}, before) &&
           view_equal((struct view){text.text + end, behind.length}, behind);
}

static bool read_member(struct arena *arena, struct view text, struct member *member)
{
    struct view inside;
    *member = (struct member){.text = text};
    for (int i = 0; i < REASON_COUNT; i++) {
        member->kind = reasons[i];
        if (view_equal_nocase(text, view_of(member_word(reasons[i]))))
            return true;
    }
    for (int i = 0; i < FORM_COUNT; i++) {
        member->kind = forms[i].kind;
        if (is_form(text, forms[i].before, forms[i].behind, &inside))
            return forms[i].read(arena, inside, &member->name);
    }
    return false;
}

/* --- What cannot be said ---------------------------------------------------------------------- */

static struct message *refuse(struct diag *diag, const struct assertion_part *part,
                              const char *words)
{
    return diag_report(diag, CODE_EXPECTATION_VALUE, part->place, "%s", words);
}

static void refuse_member(struct diag *diag, const struct assertion_part *part)
{
    struct nearest nearest = nearest_to(part->text);
    bool is_score = part->text.length > 5 &&
                    view_equal_nocase((struct view){part->text.text, 5}, VIEW("sbrs["));
    const char *words =
        arena_printf(diag->arena, "%s: \"%.*s\"",
                     is_score ? "a score stands behind scored"
                              : "not a member that a host can be said to match",
                     VIEW_ARG(part->text));
    struct message *message = refuse(diag, part, words);
    for (int i = 0; i < REASON_COUNT; i++) {
        struct view word = view_of(member_word(reasons[i]));
        nearest_offer(&nearest, word, word);
    }
    if (is_score)
        diag_help(diag, message, "write scored -2.5, or scored none");
    else if (nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?",
                  nearest_words(diag->arena, &nearest, "", ""));
    else
        diag_help(diag, message,
                  "write matching none, or SBO:1234, dnslist[zone.example], geo[XX], nx.domain, "
                  "serv.fail, not.double.verified");
}

/* Whether MEMBER, which says why a host has no name, goes with what is said already. */
static bool is_possible(struct diag *diag, const struct assertion_part *part,
                        const struct member *member, const struct caller *caller)
{
    const char *word = member_word(member->kind);
    for (uint32_t i = 0; i < caller->matching_count; i++) {
        enum member_kind kind = caller->matching[i].kind;
        if (trait_of(kind) != TRAIT_LOOKUP || kind == member->kind)
            continue;
        diag_help(diag,
                  refuse(diag, part, arena_printf(diag->arena, "a host is not both %s and %s",
                                                  member_word(kind), word)),
                  "name one of them");
        return false;
    }
    if (caller->has_name != CALLER_NAME_GIVEN)
        return true;
    diag_help(diag,
              refuse(diag, part, arena_printf(diag->arena,
                                              "a host with a validated name is not %s", word)),
              "write named unknown, or leave %s out", word);
    return false;
}

/* --- All of them ------------------------------------------------------------------------------ */

bool matching_read(struct diag *diag, const struct expectation *expectation,
                   struct caller *caller)
{
    uint32_t count = expectation->subject_count;
    struct member *list = arena_alloc(diag->arena, (count + 1u) * sizeof *list);
    bool good = true;
    caller->has_matching = count > 0;
    caller->matching = list;
    for (uint32_t i = 0; i < count; i++) {
        const struct assertion_part *part = &expectation->subjects[i];
        struct member *member = &list[caller->matching_count];
        if (view_equal_nocase(part->text, VIEW("none"))) {
            if (count > 1)
                diag_help(diag, refuse(diag, part, "\"none\" stands alone"),
                          "leave it out where members are named");
            good &= count == 1;
        } else if (!read_member(diag->arena, part->text, member)) {
            refuse_member(diag, part);
            good = false;
        } else if (trait_of(member->kind) == TRAIT_LOOKUP &&
                   !is_possible(diag, part, member, caller)) {
            good = false;
        } else {
            caller->matching_count++;
        }
    }
    for (uint32_t i = 0; i < caller->matching_count; i++)
        if (trait_of(list[i].kind) == TRAIT_LOOKUP)
            caller->has_name = CALLER_NAME_NONE;
    return good;
}
