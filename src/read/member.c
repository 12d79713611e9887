/* SPDX-License-Identifier: MIT */
#include "read/member.h"

#include "base/buffer.h"
#include "model/domain.h"

/* A member that is being read. */
struct candidate {
    struct diag *diag;
    struct view text;
    struct span place;
    struct member *member;
};

/* Reports CODE about LENGTH bytes from OFFSET on. TEXT says what is wrong. */
static struct message *report_part(const struct candidate *candidate, enum code code, size_t offset,
                                   size_t length, const char *text)
{
    struct span at = {candidate->place.offset + (uint32_t)offset,
                      candidate->place.offset + (uint32_t)(offset + length)};
    if (at.end > candidate->place.end)
        at = candidate->place;
    return diag_report(candidate->diag, code, at, "%s: \"%.*s\"", text, VIEW_ARG(candidate->text));
}

/* The same about all of it. Always false. */
static bool fail(const struct candidate *candidate, enum code code, const char *text,
                 const char *help)
{
    struct message *message = report_part(candidate, code, 0, candidate->text.length, text);
    if (help == NULL)
        diag_mend(candidate->diag, message);
    else
        diag_help(candidate->diag, message, "%s", help);
    return false;
}

static bool has(struct view text, char c)
{
    return view_has(text, c);
}

static bool begins_with(struct view text, struct view prefix)
{
    return text.length >= prefix.length &&
           view_equal_nocase((struct view){text.text, prefix.length}, prefix);
}

/* --- Addresses -------------------------------------------------------------------------------- */

static const struct {
    enum code code;
    const char *text;
    const char *help; /* NULL: the catalogue's */
} address_mistakes[ADDRESS_MISTAKE_COUNT] = {
    [ADDRESS_OCTET_LARGE] = {CODE_MEMBER_ADDRESS, "an octet over 255", NULL},
    [ADDRESS_LEADING_ZERO] = {CODE_MEMBER_ADDRESS, "a number with a leading zero",
                              "remove the zero: some programs read such a number as octal"},
    [ADDRESS_OCTET_EMPTY] = {CODE_MEMBER_ADDRESS, "a dot without a number beside it", NULL},
    [ADDRESS_OCTETS_MANY] = {CODE_MEMBER_ADDRESS, "more than four octets", NULL},
    [ADDRESS_RANGE_BACKWARDS] = {CODE_MEMBER_BACKWARDS, "a range that runs backwards", NULL},
    [ADDRESS_RANGE_PARTIAL] = {CODE_MEMBER_ADDRESS,
                               "an end of a range that is neither an address nor the last number "
                               "of one",
                               "write 192.0.2.10-20 or 192.0.2.10-192.0.2.20"},
    [ADDRESS_PREFIX_LONG] = {CODE_MEMBER_PREFIX, "a prefix length over that of an address", NULL},
    [ADDRESS_NETMASK] = {CODE_MEMBER_PREFIX, "a netmask where the prefix length stands",
                         "write the prefix length: /24 for /255.255.255.0"},
    [ADDRESS_MIXED] = {CODE_MEMBER_MIXED, "a range with an IPv4 and an IPv6 address", NULL},
    [ADDRESS_BAD_IPV6] = {CODE_MEMBER_ADDRESS, "not an IPv6 address", NULL},
    [ADDRESS_ZONE] = {CODE_MEMBER_ADDRESS, "an address with a zone",
                      "leave out the % and what stands behind it"},
    [ADDRESS_GARBAGE] = {CODE_MEMBER_ADDRESS, "neither an address nor a range or network of them",
                         NULL},
};

static bool fail_address(const struct candidate *candidate, const struct address_fault *fault)
{
    enum code code = address_mistakes[fault->mistake].code;
    const char *help = address_mistakes[fault->mistake].help;
    struct message *message = report_part(candidate, code, fault->offset, fault->length,
                                          address_mistakes[fault->mistake].text);
    if (help == NULL)
        diag_mend(candidate->diag, message);
    else
        diag_help(candidate->diag, message, "%s", help);
    return false;
}

static bool take_address(const struct candidate *candidate, const struct address_range *range,
                         const struct address_fault *fault)
{
    struct diag *diag = candidate->diag;
    candidate->member->kind = MEMBER_ADDRESS;
    candidate->member->range = *range;
    if (fault->host_bits) {
        char network[ADDRESS_RANGE_BUFFER];
        address_range_print(range, network);
        struct message *message = report_part(candidate, CODE_MEMBER_HOST_BITS, fault->offset,
                                              fault->length, "an address within the network");
        diag_help(diag, message, "it is taken for the network, %s", network);
    }
    if (address_range_is_mapped(range))
        diag_mend(diag, report_part(candidate, CODE_MEMBER_MAPPED, 0, candidate->text.length,
                                    "IPv6 addresses that no connection comes from"));
    return true;
}

/* --- Forms with brackets, and owners ---------------------------------------------------------- */

/* A score in tenths; false if TEXT is none. */
static bool read_score(struct view text, int *score)
{
    size_t at = text.length > 0 && view_has(VIEW("+-"), text.text[0]) ? 1 : 0;
    size_t digits = at;
    *score = 0;
    while (at < text.length && text.text[at] >= '0' && text.text[at] <= '9') {
        if (*score <= SCORE_MOST)
            *score = *score * 10 + (text.text[at] - '0');
        at++;
    }
    if (at == digits)
        return false;
    *score *= 10;
    if (at + 2 == text.length && text.text[at] == '.' && text.text[at + 1] >= '0' &&
        text.text[at + 1] <= '9') {
        *score += text.text[at + 1] - '0';
        at += 2;
    }
    if (text.text[0] == '-')
        *score = -*score;
    return at == text.length;
}

static bool read_reputation(const struct candidate *candidate, struct view inside)
{
    const char *colon = memchr(inside.text, ':', inside.length);
    int first;
    int last;
    candidate->member->kind = MEMBER_SBRS_NONE;
    if (view_equal_nocase(inside, VIEW("none")))
        return true;
    if (colon == NULL)
        return fail(candidate, CODE_MEMBER_SCORE, "not a range of scores", NULL);
    size_t cut = (size_t)(colon - inside.text);
    struct view behind = {colon + 1, inside.length - cut - 1};
    if (!read_score(view_trim((struct view){inside.text, cut}), &first) ||
        !read_score(view_trim(behind), &last))
        return fail(candidate, CODE_MEMBER_SCORE, "not a range of scores", NULL);
    if (first < SCORE_LEAST || first > SCORE_MOST || last < SCORE_LEAST || last > SCORE_MOST)
        return fail(candidate, CODE_MEMBER_SCORE, "a score outside -10.0 to 10.0", NULL);
    if (first > last)
        return fail(candidate, CODE_MEMBER_BACKWARDS, "a range that runs backwards", NULL);
    candidate->member->kind = MEMBER_SBRS;
    candidate->member->score.first = (int16_t)first;
    candidate->member->score.last = (int16_t)last;
    return true;
}

/* What TEXT is in lower case. */
static struct view lower(struct arena *arena, struct view text)
{
    char *copy = arena_alloc(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++)
        copy[i] = ascii_lower(text.text[i]);
    copy[text.length] = '\0';
    return (struct view){copy, text.length};
}

static bool read_zone(const struct candidate *candidate, struct view inside)
{
    struct domain domain;
    struct domain_fault fault;
    if (inside.length == 0 || !domain_parse(candidate->diag->arena, inside, &domain, &fault) ||
        domain.kind != DOMAIN_FULL)
        return fail(candidate, CODE_MEMBER_INSIDE, "not the zone of a DNS list",
                    "write dnslist[zone.example]");
    candidate->member->kind = MEMBER_DNSLIST;
    candidate->member->name = domain.key;
    return true;
}

static bool is_letter(char c)
{
    return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

/* No document shows how a country is spelt, so nothing is refused that a table can hold. */
static bool read_country(const struct candidate *candidate, struct view inside)
{
    if (inside.length == 0)
        return fail(candidate, CODE_MEMBER_INSIDE, "no country in the brackets", "write geo[XX]");
    for (size_t i = 0; i < inside.length; i++)
        if (view_has(VIEW("[](){}"), inside.text[i]))
            return fail(candidate, CODE_MEMBER_INSIDE, "not a country", "write geo[XX]");
    candidate->member->kind = MEMBER_COUNTRY;
    candidate->member->name = lower(candidate->diag->arena, inside);
    if (inside.length != 2 || !is_letter(inside.text[0]) || !is_letter(inside.text[1]))
        diag_mend(candidate->diag, report_part(candidate, CODE_MEMBER_COUNTRY, 0,
                                               candidate->text.length,
                                               "a country that is not two letters"));
    return true;
}

static const struct {
    struct view word;
    bool (*read)(const struct candidate *candidate, struct view inside);
} bracketed[] = {
    {{"sbrs", 4}, read_reputation},
    {{"dnslist", 7}, read_zone},
    {{"geo", 3}, read_country},
};

/* WORD[INSIDE]; the bracket is at CUT. */
static bool read_bracketed(const struct candidate *candidate, size_t cut)
{
    struct view text = candidate->text;
    struct view word = {text.text, cut};
    struct nearest nearest = nearest_to(word);
    const char *closing = memchr(text.text, ']', text.length);
    if (closing == NULL)
        return fail(candidate, CODE_MEMBER_BRACKET, "a bracket that is not closed", NULL);
    struct view inside = {text.text + cut + 1, (size_t)(closing - text.text) - cut - 1};
    if (cut == 0)
        return fail(candidate, CODE_MEMBER_BRACKETS, "an address in brackets",
                    arena_printf(candidate->diag->arena, "write %.*s",
                                 VIEW_ARG(view_trim(inside))));
    for (size_t i = 0; i < sizeof bracketed / sizeof bracketed[0]; i++) {
        bool whole = closing == text.text + text.length - 1;
        if (view_equal_nocase(word, bracketed[i].word) && whole)
            return bracketed[i].read(candidate, view_trim(inside));
        nearest_offer(&nearest, bracketed[i].word, bracketed[i].word);
    }
    nearest_offer_exact(&nearest, VIEW("country"), VIEW("geo"));
    nearest_offer_exact(&nearest, VIEW("reputation"), VIEW("sbrs"));
    bool same = false; /* what is wrong stands behind the bracket */
    for (size_t i = 0; i < sizeof bracketed / sizeof bracketed[0]; i++)
        same |= view_equal_nocase(word, bracketed[i].word);
    if (!nearest_found(&nearest) || same)
        return fail(candidate, CODE_MEMBER_FORM, "not a member of a sender group", NULL);
    return fail(candidate, CODE_MEMBER_FORM, "not a member of a sender group",
                arena_printf(candidate->diag->arena, "did you mean %s?",
                             nearest_words(candidate->diag->arena, &nearest, "", "[...]")));
}

static bool read_owner(const struct candidate *candidate, struct view number)
{
    for (size_t i = 0; i < number.length; i++)
        if (number.text[i] < '0' || number.text[i] > '9')
            return fail(candidate, CODE_MEMBER_INSIDE, "not the number of a network owner",
                        "write digits: SBO:1234");
    while (number.length > 1 && number.text[0] == '0')
        number = (struct view){number.text + 1, number.length - 1};
    candidate->member->kind = MEMBER_OWNER;
    candidate->member->name = number;
    return true;
}

/* --- Names ------------------------------------------------------------------------------------ */

static const enum member_kind words[] = {MEMBER_NX_DOMAIN, MEMBER_SERV_FAIL, MEMBER_NOT_VERIFIED};

enum { WORD_COUNT = sizeof words / sizeof words[0] };

/* A word that is a member, or close to one. */
static bool read_word(const struct candidate *candidate, bool *read)
{
    struct nearest nearest = nearest_to(candidate->text);
    for (int i = 0; i < WORD_COUNT; i++) {
        struct view word = view_of(member_word(words[i]));
        if (view_equal_nocase(candidate->text, word)) {
            candidate->member->kind = words[i];
            *read = true;
            return true;
        }
        nearest_offer(&nearest, word, word);
    }
    *read = false;
    if (!nearest_found(&nearest))
        return false;
    fail(candidate, CODE_MEMBER_FORM, "not a member of a sender group",
         arena_printf(candidate->diag->arena, "did you mean %s?",
                      nearest_words(candidate->diag->arena, &nearest, "", "")));
    return true;
}

/* What covers the same without a wildcard, if that is easily said. */
static const char *wildcard_help(const struct candidate *candidate)
{
    struct view text = candidate->text;
    struct arena *arena = candidate->diag->arena;
    size_t star = (size_t)((const char *)memchr(text.text, '*', text.length) - text.text);
    bool numbers = star > 0 && text.text[star - 1] == '.';
    for (size_t i = 0; i < text.length; i++)
        numbers = numbers && view_has(VIEW("0123456789.*"), text.text[i]);
    if (numbers)
        return arena_printf(arena, "write %.*s", (int)star, text.text);
    if (star == 0 && text.length > 2 && text.text[1] == '.')
        return arena_printf(arena, "write %.*s", (int)(text.length - 1), text.text + 1);
    return NULL;
}

/* What is no host's name, in the words of a sender group. */
static const struct {
    enum code found;
    const char *text;
    const char *help; /* NULL: the catalogue's */
} host_faults[] = {
    {CODE_NAME_MAILBOX, "a mail address as a member", "write the host, or a domain: .example.com"},
    {CODE_NAME_URL, "a URL as a member", "write the host"},
    {CODE_NAME_LONG, "a name over 253 octets", NULL},
    {CODE_NAME_LABEL, "a label over 63 octets", NULL},
    {CODE_NAME_EMPTY_LABEL, "an empty label", "remove a dot"},
    {CODE_NAME_ADDRESS, "neither a host nor an address", NULL},
    {CODE_NAME_IDN, "not an internationalised name", "write it in its xn-- form"},
};

static bool fail_host(const struct candidate *candidate, const struct domain_fault *fault)
{
    struct diag *diag = candidate->diag;
    struct view text = candidate->text;
    const char *what = "not a host, nor another member of a sender group";
    const char *help = NULL;
    for (size_t i = 0; i < sizeof host_faults / sizeof host_faults[0]; i++) {
        if (host_faults[i].found != fault->code)
            continue;
        what = host_faults[i].text;
        help = host_faults[i].help;
    }
    if (has(text, ','))
        help = "write each member by itself, without commas";
    else if (text.text[text.length - 1] == ':')
        help = "a group's name is letters, digits, \"_\" and \"-\", begins with a letter or \"_\", "
               "and stands alone on its line";
    struct message *message =
        report_part(candidate, CODE_MEMBER_NAME, fault->offset, fault->length, what);
    if (help == NULL)
        diag_mend(diag, message);
    else
        diag_help(diag, message, "%s", help);
    return false;
}

static const struct {
    unsigned remark;
    enum code code;
} remarks[] = {
    {DOMAIN_HYPHEN_END, CODE_NAME_HYPHEN},
    {DOMAIN_BAD_ACE, CODE_NAME_ACE},
    {DOMAIN_ONE_LABEL, CODE_MEMBER_ONE_LABEL},
};

static bool read_name(const struct candidate *candidate)
{
    struct domain domain;
    struct domain_fault fault;
    if (has(candidate->text, '*'))
        return fail(candidate, CODE_MEMBER_WILDCARD, "a wildcard", wildcard_help(candidate));
    if (!domain_parse(candidate->diag->arena, candidate->text, &domain, &fault))
        return fail_host(candidate, &fault);
    if ((domain.remarks & DOMAIN_TRAILING_DOT) != 0)
        return fail(candidate, CODE_MEMBER_NAME, "a trailing dot", "remove the dot");
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++)
        if ((domain.remarks & remarks[i].remark) != 0)
            diag_mend(candidate->diag,
                      report_part(candidate, remarks[i].code, 0, candidate->text.length,
                                  code_entry(remarks[i].code)->title));
    bool partial = domain.kind == DOMAIN_PARTIAL;
    candidate->member->kind = partial ? MEMBER_PARTIAL : MEMBER_HOST;
    candidate->member->name = partial
                                  ? (struct view){domain.key.text + 1, domain.key.length - 1}
                                  : domain.key;
    return true;
}

bool member_read(struct diag *diag, struct view text, struct span place, struct member *member)
{
    const struct candidate candidate = {diag, text, place, member};
    struct address_range range;
    struct address_fault fault;
    bool read;
    *member = (struct member){.place = place, .text = text};
    enum address_result result = address_member_parse(text, &range, &fault);
    if (result == IS_ADDRESS)
        return take_address(&candidate, &range, &fault);
    if (result == IS_FAULTY)
        return fail_address(&candidate, &fault);
    const char *bracket = memchr(text.text, '[', text.length);
    if (bracket != NULL)
        return read_bracketed(&candidate, (size_t)(bracket - text.text));
    if (has(text, ' ') || has(text, '\t'))
        return fail(&candidate, CODE_MEMBER_BLANKS, "a range with blanks in it", NULL);
    if (begins_with(text, VIEW("SBO:")) && text.length > 4)
        return read_owner(&candidate, (struct view){text.text + 4, text.length - 4});
    if (read_word(&candidate, &read))
        return read;
    return read_name(&candidate);
}
