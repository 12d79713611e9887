/* SPDX-License-Identifier: MIT */
#include "model/domain_mistakes.h"

#include <arpa/inet.h>

_Static_assert(DOMAIN_ADDRESS_BYTES == sizeof(struct in6_addr), "room for the longer address");

bool domain_fail(struct domain_fault *fault, enum code code, size_t offset, size_t length,
                 const char *help)
{
    *fault = (struct domain_fault){
        .code = code, .offset = offset, .length = length, .title = code_entry(code)->title,
        .help = help};
    return false;
}

bool domain_fail_character(struct view text, size_t offset, struct domain_fault *fault,
                           const char *help)
{
    domain_fail(fault, CODE_NAME_CHARACTER, offset, 1, help);
    fault->character = (unsigned char)text.text[offset];
    return false;
}

const char *domain_fault_words(struct arena *arena, const struct domain_fault *fault)
{
    static const char words[] = "a destination name cannot have";
    uint32_t character = fault->character;
    if (character == 0)
        return fault->title;
    if (character == ' ')
        return arena_printf(arena, "%s a blank", words);
    if (character == '"')
        return arena_printf(arena, "%s a double quote", words);
    if (character < ' ' || character >= 0x7F)
        return arena_printf(arena, "%s U+%04X", words, character);
    return arena_printf(arena, "%s \"%c\"", words, (int)character);
}

bool domain_is_in(struct view text, char first, char last)
{
    return text.length > 2 && text.text[0] == first && text.text[text.length - 1] == last;
}

struct view domain_inside(struct view text)
{
    return (struct view){text.text + 1, text.length - 2};
}

/*
 * The checks: each returns false, and FAULT, if TEXT is its kind of mistake.
 */

static const char *write_help(struct arena *arena, struct view name)
{
    return name.length == 0 ? "write the domain alone"
                            : arena_printf(arena, "write %.*s", VIEW_ARG(name));
}

static bool check_url(struct arena *arena, struct view text, struct domain_fault *fault)
{
    const char *scheme = memmem(text.text, text.length, "://", 3);
    if (scheme == NULL)
        return true;
    struct view host = {scheme + 3, (size_t)(text.text + text.length - scheme - 3)};
    for (size_t i = 0; i < host.length; i++)
        if (view_has(VIEW("/?#"), host.text[i]))
            host.length = i;
    return domain_fail(fault, CODE_NAME_URL, 0, text.length, write_help(arena, host));
}

/* joe@example.com, <joe@example.com>, Joe <joe@example.com> */
static bool check_mailbox(struct arena *arena, struct view text, struct domain_fault *fault)
{
    const char *at = memrchr(text.text, '@', text.length);
    if (at == NULL)
        return true;
    size_t local = (size_t)(at + 1 - text.text);
    struct view host = {at + 1, text.length - local};
    const char *close = memchr(host.text, '>', host.length);
    if (close != NULL)
        host.length = (size_t)(close - host.text);
    bool list = false;
    for (size_t i = 0; i < host.length; i++)
        list = list || view_has(VIEW(",; \t"), host.text[i]);
    return domain_fail(fault, CODE_NAME_MAILBOX, 0, local,
                       list ? "write an entry for each domain" : write_help(arena, host));
}

static bool check_wildcard(struct arena *arena, struct view text, struct domain_fault *fault)
{
    const char *star = memchr(text.text, '*', text.length);
    if (star == NULL)
        return true;
    size_t offset = (size_t)(star - text.text);
    const char *help = "the default entry covers every domain that has none of its own; "
                       "write .example.com for all hosts below example.com";
    if (offset == 0 && text.length > 2 && text.text[1] == '.')
        help = arena_printf(arena, "write %.*s", (int)(text.length - 1), text.text + 1);
    return domain_fail(fault, CODE_NAME_WILDCARD, offset, 1, help);
}

static bool check_quotes(struct arena *arena, struct view text, struct domain_fault *fault)
{
    if (!domain_is_in(text, '"', '"') && !domain_is_in(text, '\'', '\''))
        return true;
    struct view name = domain_inside(text);
    return domain_fail_character(text, 0, fault,
                                 arena_printf(arena, "write %.*s, without quotes", VIEW_ARG(name)));
}

bool domain_address_bytes(struct view text, unsigned char bytes[DOMAIN_ADDRESS_BYTES], int *family)
{
    char number[INET6_ADDRSTRLEN + 1];
    if (text.length >= sizeof number || memchr(text.text, '\0', text.length) != NULL)
        return false;
    memcpy(number, text.text, text.length);
    number[text.length] = '\0';
    *family = memchr(number, ':', text.length) != NULL ? AF_INET6 : AF_INET;
    return inet_pton(*family, number, bytes) == 1;
}

/* 192.0.2.0/24, 192.0.2.1-10, 10.0.0/8, 2001:db8::/32 */
static bool check_range(struct arena *arena, struct view text, struct domain_fault *fault)
{
    (void)arena;
    struct view bare = domain_is_in(text, '[', ']') ? domain_inside(text) : text;
    size_t numeric = 0;
    size_t mark = bare.length;
    bool dot = false;
    for (size_t i = 0; i < bare.length; i++) {
        if (mark == bare.length && view_has(VIEW("/-"), bare.text[i]))
            mark = i;
        numeric += view_has(VIEW("0123456789./-"), bare.text[i]);
        dot = dot || (bare.text[i] == '.' && i + 1 < bare.length);
    }
    unsigned char bytes[DOMAIN_ADDRESS_BYTES];
    int family;
    bool all_numeric = dot && numeric == bare.length && bare.text[0] != '.';
    if (mark == bare.length ||
        (!all_numeric && !domain_address_bytes((struct view){bare.text, mark}, bytes, &family)))
        return true;
    domain_fail(fault, CODE_NAME_ADDRESS, 0, text.length, "write an entry for each address");
    fault->title = "ranges and networks of addresses are not possible";
    return false;
}

/* example.com:25, [192.0.2.1]:25, smtp:example.com: one colon, outside of brackets */
static bool check_port(struct arena *arena, struct view text, struct domain_fault *fault)
{
    const char *colon = memrchr(text.text, ':', text.length);
    if (colon == NULL || colon == text.text || text.text[text.length - 1] == ']')
        return true;
    struct view host = {text.text, (size_t)(colon - text.text)};
    struct view behind = {colon + 1, text.length - host.length - 1};
    if (!domain_is_in(host, '[', ']') && memchr(host.text, ':', host.length) != NULL)
        return true;
    if (memchr(behind.text, '.', behind.length) != NULL)
        return domain_fail_character(
            text, host.length, fault,
            arena_printf(arena, "write %.*s: a destination has no protocol", VIEW_ARG(behind)));
    return domain_fail_character(text, host.length, fault,
                                 arena_printf(arena, "write %.*s: a domain has no port",
                                              VIEW_ARG(host)));
}

/* [IPv6:2001:db8::1], as it stands in a mail address */
static bool check_tag(struct arena *arena, struct view text, struct domain_fault *fault)
{
    static const struct view tag = {"IPv6:", 5};
    struct view bare = domain_is_in(text, '[', ']') ? domain_inside(text) : text;
    if (bare.length <= tag.length ||
        !view_equal_nocase((struct view){bare.text, tag.length}, tag))
        return true;
    return domain_fail(fault, CODE_NAME_ADDRESS, (size_t)(bare.text - text.text), tag.length,
                arena_printf(arena, "remove IPv6:, and write [%.*s]",
                             (int)(bare.length - tag.length), bare.text + tag.length));
}

/* [example.com], in brackets of its own */
static bool check_brackets(struct arena *arena, struct view text, struct domain_fault *fault)
{
    struct view name = domain_is_in(text, '[', ']') ? domain_inside(text) : VIEW("");
    bool number = name.length > 0 && name.text[name.length - 1] >= '0' &&
                  name.text[name.length - 1] <= '9';
    if (name.length == 0 || number || memchr(name.text, ':', name.length) != NULL)
        return true;
    return domain_fail_character(text, 0, fault,
                                 arena_printf(arena, "write %.*s: only an address has brackets",
                                              VIEW_ARG(name)));
}

bool domain_check_mistakes(struct arena *arena, struct view text, struct domain_fault *fault)
{
    static bool (*const checks[])(struct arena *arena, struct view text,
                                  struct domain_fault *fault) = {
        check_url, check_mailbox, check_wildcard, check_quotes,
        check_range, check_port,  check_tag,      check_brackets,
    };
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
        if (!checks[i](arena, text, fault))
            return false;
    return true;
}
