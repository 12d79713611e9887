/* SPDX-License-Identifier: MIT */
#include "analysis/match.h"

#include "base/utf8.h"

static bool fail(struct domain_fault *fault, size_t offset, const char *title, const char *help)
{
    *fault = (struct domain_fault){
        .code = CODE_NAME_CHARACTER, .offset = offset, .length = 1, .title = title, .help = help};
    return false;
}

/* A name is shown and handed on, its mailbox too: nothing in it may move a terminal's cursor. */
static bool check_bytes(struct view text, struct domain_fault *fault)
{
    size_t offset;
    if (!utf8_check(text, &offset))
        return fail(fault, offset, "a destination name that is not UTF-8",
                    "write the name in UTF-8 or in its xn-- form");
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        bool high_control = byte == 0xC2 && (unsigned char)text.text[i + 1] < 0xA0;
        if (byte < 0x20 || byte == 0x7F || high_control)
            return fail(fault, i, "a destination name cannot have a control character",
                        "remove it");
    }
    return true;
}

/*
 * The domain of what may be a mail address, in angle brackets too; a URL and
 * "Joe <joe@example.com>" are left whole.
 */
static struct view domain_of(struct view text)
{
    if (text.length > 2 && text.text[0] == '<' && text.text[text.length - 1] == '>')
        text = (struct view){text.text + 1, text.length - 2};
    const char *at = memrchr(text.text, '@', text.length);
    if (at == NULL || memmem(text.text, text.length, "://", 3) != NULL ||
        memchr(text.text, '<', text.length) != NULL)
        return text;
    return (struct view){at + 1, (size_t)(text.text + text.length - at - 1)};
}

/* The address in a mail address's literal, [IPv6:2001:db8::1]; other texts as they are. */
static struct view address_of(struct view text)
{
    static const struct view tag = {"[IPv6:", 6};
    if (text.length <= tag.length || text.text[text.length - 1] != ']' ||
        !view_equal_nocase((struct view){text.text, tag.length}, tag))
        return text;
    return (struct view){text.text + tag.length, text.length - tag.length - 1};
}

bool asked_parse(struct arena *arena, struct view text, struct asked *asked,
                 struct domain_fault *fault)
{
    *asked = (struct asked){.text = view_trim(text)};
    if (!check_bytes(asked->text, fault))
        return false;
    asked->is_default = view_equal_nocase(asked->text, VIEW("DEFAULT")) ||
                        view_equal_nocase(asked->text, VIEW("(Default)"));
    if (asked->is_default)
        return true;
    struct view domain = address_of(domain_of(asked->text));
    if (domain_parse(arena, domain, &asked->domain, fault))
        return true;
    fault->offset += (size_t)(domain.text - asked->text.text);
    return false;
}

const char *match_kind_name(enum match_kind kind)
{
    static const char *const names[MATCH_KIND_COUNT] = {"exact", "partial", "default"};
    return names[kind];
}

static void add(struct matches *matches, enum match_kind kind, uint32_t entry)
{
    matches->list[matches->count++] = (struct match){kind, entry};
}

void match_find(const struct policy *policy, const struct asked *asked, struct matches *matches)
{
    matches->count = 0;
    struct view key = asked->domain.key;
    uint32_t exact = asked->is_default ? NO_ENTRY : policy_find(policy, key);
    if (exact != NO_ENTRY)
        add(matches, MATCH_EXACT, exact);
    bool has_parents = !asked->is_default && asked->domain.kind != DOMAIN_ADDRESS;
    for (size_t i = 1; has_parents && i < key.length; i++) {
        if (key.text[i] != '.')
            continue;
        struct view parent = {key.text + i, key.length - i};
        uint32_t entry = policy_find(policy, parent);
        if (entry != NO_ENTRY)
            add(matches, MATCH_PARTIAL, entry);
    }
    add(matches, MATCH_DEFAULT, NO_ENTRY);
}

uint32_t match_below(const struct policy *policy, const struct asked *asked)
{
    char below[DOMAIN_MOST_OCTETS + 1];
    struct view key = asked->domain.key;
    if (asked->is_default || asked->domain.kind != DOMAIN_FULL || key.length >= sizeof below)
        return NO_ENTRY;
    below[0] = '.';
    memcpy(below + 1, key.text, key.length);
    return policy_find(policy, (struct view){below, key.length + 1});
}

bool match_is_assumed(const struct asked *asked, const struct matches *matches)
{
    if (asked->is_default)
        return false;
    /* Beside an exact name the default entry is no rival: it is what the name leaves open. */
    return matches->list[0].kind != MATCH_EXACT || matches->count > 2;
}
