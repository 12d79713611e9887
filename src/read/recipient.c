/* SPDX-License-Identifier: MIT */
#include "read/recipient.h"

#include "model/domain.h"

enum { MOST_LOCAL = 64 }; /* octets before the "@": RFC 5321, section 4.5.3.1.1 */

/* An address that is being read. */
struct candidate {
    struct diag *diag;
    struct view text;
    struct span place;
};

/* Reports what is wrong with LENGTH bytes from OFFSET on. Always false. */
static bool fail(const struct candidate *candidate, size_t offset, size_t length, const char *text,
                 const char *help)
{
    struct span at = {candidate->place.offset + (uint32_t)offset,
                      candidate->place.offset + (uint32_t)(offset + length)};
    if (at.end > candidate->place.end || length == 0)
        at = candidate->place;
    struct message *message = diag_report(candidate->diag, CODE_RECIPIENT_ADDRESS, at,
                                          "%s: \"%.*s\"", text, VIEW_ARG(candidate->text));
    if (help == NULL)
        diag_mend(candidate->diag, message);
    else
        diag_help(candidate->diag, message, "%s", help);
    return false;
}

static bool is_bracketed(struct view text)
{
    return text.length > 1 && text.text[0] == '[' && text.text[text.length - 1] == ']';
}

/* [IPv6:2001:db8::1], as mail has it, without the word. */
static struct view plain_literal(struct arena *arena, struct view text)
{
    static const struct view tag = {"[IPv6:", 6};
    if (text.length <= tag.length ||
        !view_equal_nocase((struct view){text.text, tag.length}, tag))
        return text;
    return view_of(arena_printf(arena, "[%.*s", (int)(text.length - tag.length),
                                text.text + tag.length));
}

/* Whether TEXT has an IPv4 address behind the word; RFC 5321, 4.1.3, keeps that for IPv6. */
static bool is_mistagged(struct view text, struct view plain)
{
    return plain.text != text.text && memchr(plain.text, ':', plain.length) == NULL;
}

/* Reads the domain or literal that begins at OFFSET. */
static bool read_domain(const struct candidate *candidate, size_t offset, struct domain *domain)
{
    struct arena *arena = candidate->diag->arena;
    struct view text = {candidate->text.text + offset, candidate->text.length - offset};
    struct view plain = plain_literal(arena, text);
    struct domain_fault fault;
    if (is_mistagged(text, plain))
        return fail(candidate, offset, text.length, "not an IPv6 address",
                    arena_printf(arena, "write %.*s for an IPv4 address", VIEW_ARG(plain)));
    if (!domain_parse(arena, plain, domain, &fault)) {
        bool moved = plain.text != text.text;
        const char *help = fault.code == CODE_NAME_WILDCARD
                               ? "a name that begins with a dot is all hosts below it"
                           : view_has(text, ',') ? "give each recipient by itself, without commas"
                                                 : fault.help;
        return fail(candidate, moved ? offset : offset + fault.offset,
                    moved ? text.length : fault.length, "not a recipient", help);
    }
    if (domain->kind == DOMAIN_ADDRESS && !is_bracketed(text))
        return fail(candidate, offset, text.length, "an address without its brackets",
                    arena_printf(arena, "write [%.*s]", VIEW_ARG(text)));
    if ((domain->remarks & DOMAIN_TRAILING_DOT) != 0)
        return fail(candidate, candidate->text.length - 1, 1, "a trailing dot", "remove the dot");
    return true;
}

static bool check_local(const struct candidate *candidate, size_t length)
{
    struct view local = {candidate->text.text, length};
    if (length == 0)
        return fail(candidate, 0, 1, "nothing before the @",
                    "write the domain alone for all its users");
    if (length > MOST_LOCAL)
        return fail(candidate, 0, length, "over 64 octets before the @", NULL);
    for (size_t i = 0; i < length; i++)
        if (view_has(VIEW("()<>[],;:\\\"@"), local.text[i]))
            return fail(candidate, i, 1, "a character that no mailbox has", NULL);
    for (size_t i = 0; i < length; i++)
        if (view_has(VIEW("{}"), local.text[i]) || (i == 0 && local.text[i] == '#'))
            return fail(candidate, i, 1, "a character that means something else in a table", NULL);
    return true;
}

/* USER@ and something; the last "@" is at AT. */
static bool read_mailbox(const struct candidate *candidate, size_t at,
                         struct recipient_entry *recipient)
{
    struct domain domain;
    if (!check_local(candidate, at))
        return false;
    recipient->local = (struct view){candidate->text.text, at};
    recipient->kind = RECIPIENT_USER;
    if (at + 1 == candidate->text.length)
        return true;
    recipient->kind = RECIPIENT_ADDRESS;
    if (!read_domain(candidate, at + 1, &domain))
        return false;
    if (domain.kind == DOMAIN_PARTIAL)
        return fail(candidate, at + 1, 1, "a partial domain behind the @",
                    "write .example.com for all users below it, or the whole domain");
    recipient->domain = domain.key;
    return true;
}

bool recipient_read(struct diag *diag, struct view text, struct span place,
                    struct recipient_entry *recipient)
{
    static const enum recipient_kind kinds[] = {
        [DOMAIN_FULL] = RECIPIENT_DOMAIN,
        [DOMAIN_PARTIAL] = RECIPIENT_PARTIAL,
        [DOMAIN_ADDRESS] = RECIPIENT_LITERAL,
    };
    const struct candidate candidate = {diag, text, place};
    struct domain domain;
    recipient->text = text;
    recipient->place = place;
    recipient->kind = RECIPIENT_ALL;
    if (view_equal_nocase(text, view_of(member_word(MEMBER_ALL)))) {
        recipient->text = view_of(member_word(MEMBER_ALL));
        return true;
    }
    for (size_t at = text.length; at > 0; at--)
        if (text.text[at - 1] == '@')
            return read_mailbox(&candidate, at - 1, recipient);
    if (!read_domain(&candidate, 0, &domain))
        return false;
    recipient->kind = kinds[domain.kind];
    recipient->domain = domain.key;
    return true;
}
