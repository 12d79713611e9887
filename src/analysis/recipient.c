/* SPDX-License-Identifier: MIT */
#include "analysis/recipient.h"

#include "base/utf8.h"

/* --- What is asked for ------------------------------------------------------------------------ */

static bool is_in(struct view text, char open, char close)
{
    return text.length > 1 && text.text[0] == open && text.text[text.length - 1] == close;
}

static struct view inside(struct view text)
{
    return (struct view){text.text + 1, text.length - 2};
}

/* [IPv6:2001:db8::1], as mail has it, without the word and the brackets; other texts as is. */
static struct view plain_domain(struct view text)
{
    static const struct view tag = {"IPv6:", 5};
    if (!is_in(text, '[', ']') || text.length <= tag.length + 2)
        return text;
    struct view address = inside(text);
    if (!view_equal_nocase((struct view){address.text, tag.length}, tag))
        return text;
    return (struct view){address.text + tag.length, address.length - tag.length};
}

static bool fail(struct arena *arena, const char **mistake, const char *words, struct view text)
{
    *mistake = arena_printf(arena, "%s: \"%.*s\"", words, VIEW_ARG(text));
    return false;
}

bool recipient_parse(struct arena *arena, struct view text, struct recipient *recipient,
                     const char **mistake)
{
    struct domain_fault fault;
    size_t offset;
    text = view_trim(text);
    if (is_in(text, '<', '>'))
        text = view_trim(inside(text));
    *recipient = (struct recipient){.text = text};
    const char *at = text.length == 0 ? NULL : memrchr(text.text, '@', text.length);
    if (at == NULL || at == text.text)
        return fail(arena, mistake, "not a mail address like joe@example.com", text);
    recipient->local = (struct view){text.text, (size_t)(at - text.text)};
    struct view domain = {at + 1, text.length - recipient->local.length - 1};
    struct view plain = plain_domain(domain);
    if (!utf8_check(text, &offset) ||
        !domain_parse(arena, plain, &recipient->domain, &fault) ||
        recipient->domain.kind == DOMAIN_PARTIAL)
        return fail(arena, mistake, "not a mail address, for what stands behind the @", text);
    if (recipient->domain.kind == DOMAIN_ADDRESS && !is_in(domain, '[', ']'))
        return fail(arena, mistake, "an IP address behind the @ stands in brackets", text);
    return true;
}

/* --- Matching --------------------------------------------------------------------------------- */

/* Whether DOMAIN is below PARENT, which begins with its dot. */
static bool is_below(const struct domain *domain, struct view parent)
{
    struct view key = domain->key;
    if (domain->kind == DOMAIN_ADDRESS || key.length <= parent.length)
        return false;
    return view_equal((struct view){key.text + key.length - parent.length, parent.length}, parent);
}

static bool matches_domain(const struct recipient_entry *entry, const struct recipient *recipient)
{
    const struct domain *domain = &recipient->domain;
    switch (entry->kind) {
    case RECIPIENT_PARTIAL:
        return is_below(domain, entry->domain);
    case RECIPIENT_DOMAIN:
    case RECIPIENT_LITERAL:
    case RECIPIENT_ADDRESS:
        return view_equal(domain->key, entry->domain);
    default:
        return true;
    }
}

enum recipient_verdict recipient_verdict(const struct recipient_entry *entry,
                                         const struct recipient *recipient)
{
    bool has_local = entry->kind == RECIPIENT_ADDRESS || entry->kind == RECIPIENT_USER;
    if (!matches_domain(entry, recipient))
        return RECIPIENT_NO;
    if (!has_local || view_equal(entry->local, recipient->local))
        return RECIPIENT_YES;
    return view_equal_nocase(entry->local, recipient->local) ? RECIPIENT_OPEN : RECIPIENT_NO;
}

struct recipient_match recipient_find(const struct listener *listener,
                                      const struct recipient *recipient)
{
    struct recipient_match match = {NO_RECIPIENT, NO_RECIPIENT, 0, NO_RECIPIENT};
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        enum recipient_verdict verdict = recipient_verdict(&listener->recipients[i], recipient);
        if (verdict == RECIPIENT_YES && match.entry == NO_RECIPIENT) {
            match.entry = i;
        } else if (verdict == RECIPIENT_YES && listener->recipients[i].kind != RECIPIENT_ALL) {
            if (match.later++ == 0)
                match.next = i;
        } else if (verdict == RECIPIENT_OPEN && match.entry == NO_RECIPIENT &&
                   match.open == NO_RECIPIENT) {
            match.open = i;
        }
    }
    return match;
}

/* --- Words ------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    const char *reason;
} kinds[] = {
    [RECIPIENT_DOMAIN] = {"domain", "its domain"},
    [RECIPIENT_PARTIAL] = {"partial", "covers every domain below it"},
    [RECIPIENT_ADDRESS] = {"address", "the address itself"},
    [RECIPIENT_USER] = {"user", "this user of every domain"},
    [RECIPIENT_LITERAL] = {"literal", "its IP address"},
    [RECIPIENT_ALL] = {"all", "everything that no line above takes"},
};

const char *recipient_kind_name(enum recipient_kind kind)
{
    return kinds[kind].name;
}

const char *recipient_reason(enum recipient_kind kind)
{
    return kinds[kind].reason;
}

const char *recipient_effect(enum recipient_action action)
{
    static const char *const effects[RECIPIENT_ACTION_COUNT] = {
        [RECIPIENT_ACCEPT] = "Mail for this recipient is accepted.",
        [RECIPIENT_REJECT] = "The recipient is refused.",
        [RECIPIENT_RELAY] = "What RELAY does for a recipient is not documented.",
    };
    return effects[action];
}
