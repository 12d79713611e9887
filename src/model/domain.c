/* SPDX-License-Identifier: MIT */
#include "model/domain.h"

#include "base/utf8.h"
#include "model/domain_mistakes.h"

#include <arpa/inet.h>
#include <idn2.h>

enum class {
    CLASS_BAD,    /* never part of a name */
    CLASS_LOWER,  /* a lower-case letter or an underscore */
    CLASS_UPPER,
    CLASS_DIGIT,
    CLASS_HYPHEN,
    CLASS_DOT,
    CLASS_WIDE, /* part of a UTF-8 character */
};

#define L CLASS_LOWER
#define U CLASS_UPPER
#define D CLASS_DIGIT

static const uint8_t classes[128] = {
    ['a'] = L, ['b'] = L, ['c'] = L, ['d'] = L, ['e'] = L, ['f'] = L, ['g'] = L, ['h'] = L,
    ['i'] = L, ['j'] = L, ['k'] = L, ['l'] = L, ['m'] = L, ['n'] = L, ['o'] = L, ['p'] = L,
    ['q'] = L, ['r'] = L, ['s'] = L, ['t'] = L, ['u'] = L, ['v'] = L, ['w'] = L, ['x'] = L,
    ['y'] = L, ['z'] = L, ['_'] = L,
    ['A'] = U, ['B'] = U, ['C'] = U, ['D'] = U, ['E'] = U, ['F'] = U, ['G'] = U, ['H'] = U,
    ['I'] = U, ['J'] = U, ['K'] = U, ['L'] = U, ['M'] = U, ['N'] = U, ['O'] = U, ['P'] = U,
    ['Q'] = U, ['R'] = U, ['S'] = U, ['T'] = U, ['U'] = U, ['V'] = U, ['W'] = U, ['X'] = U,
    ['Y'] = U, ['Z'] = U,
    ['0'] = D, ['1'] = D, ['2'] = D, ['3'] = D, ['4'] = D, ['5'] = D, ['6'] = D, ['7'] = D,
    ['8'] = D, ['9'] = D,
    ['-'] = CLASS_HYPHEN, ['.'] = CLASS_DOT,
};

#undef L
#undef U
#undef D

static enum class class_of(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte < 0x80 ? (enum class)classes[byte] : CLASS_WIDE;
}

/* Turns an address into the one spelling that all its spellings share. */
static bool parse_address(struct arena *arena, struct view text, struct domain *domain)
{
    unsigned char bytes[DOMAIN_ADDRESS_BYTES];
    char number[INET6_ADDRSTRLEN];
    int family;
    struct view bare = domain_is_in(text, '[', ']') ? domain_inside(text) : text;
    if (!domain_address_bytes(bare, bytes, &family))
        return false;
    inet_ntop(family, bytes, number, sizeof number);
    domain->kind = DOMAIN_ADDRESS;
    domain->name = arena_copy(arena, text);
    char *name = arena_string(arena, domain->name.text);
    for (size_t i = 0; i < domain->name.length; i++)
        name[i] = ascii_lower(name[i]);
    domain->name.text = name;
    domain->key = view_equal(view_of(number), domain->name) ? domain->name
                                                            : arena_copy(arena, view_of(number));
    return true;
}

/* What one pass over a name's bytes finds out. */
struct scan {
    bool upper;
    bool wide;
    bool letters;    /* or an underscore */
    bool dot;
    bool all_digits; /* of the last label */
    bool ace;        /* a label begins with xn-- */
    bool hyphen_end;
    size_t longest_at; /* a label over the limit, or an empty one */
    size_t longest;
    bool empty_label;
    size_t empty_at;
    bool bad;
    size_t bad_at;
};

static void end_label(struct scan *scan, const char *text, size_t start, size_t end)
{
    size_t length = end - start;
    if (length == 0) {
        if (!scan->empty_label)
            scan->empty_at = start;
        scan->empty_label = true;
        return;
    }
    if (length > scan->longest) {
        scan->longest = length;
        scan->longest_at = start;
    }
    scan->hyphen_end |= text[start] == '-' || text[end - 1] == '-';
    scan->ace |= length >= 4 && (text[start] | 0x20) == 'x' && (text[start + 1] | 0x20) == 'n' &&
                 text[start + 2] == '-' && text[start + 3] == '-';
}

static void scan_name(struct scan *scan, struct view text, size_t start)
{
    *scan = (struct scan){.all_digits = true};
    const char *name = text.text;
    unsigned digits_only = 1;
    unsigned seen = 0;
    for (size_t i = start; i < text.length; i++) {
        enum class class = class_of(name[i]);
        if (class == CLASS_DOT) {
            end_label(scan, name, start, i);
            start = i + 1;
            digits_only = 1;
            scan->dot = true;
            continue;
        }
        if (class == CLASS_BAD && !scan->bad) {
            scan->bad = true;
            scan->bad_at = i;
        }
        seen |= 1U << class;
        digits_only &= class == CLASS_DIGIT;
    }
    end_label(scan, name, start, text.length);
    scan->all_digits = digits_only != 0;
    scan->upper = (seen & 1U << CLASS_UPPER) != 0;
    scan->wide = (seen & 1U << CLASS_WIDE) != 0;
    scan->letters = (seen & (1U << CLASS_LOWER | 1U << CLASS_UPPER | 1U << CLASS_WIDE)) != 0;
}

static struct view lower(struct arena *arena, struct view text)
{
    char *copy = arena_alloc(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++)
        copy[i] = ascii_lower(text.text[i]);
    copy[text.length] = '\0';
    return (struct view){copy, text.length};
}

static struct view adopt(struct arena *arena, char *text)
{
    struct view copy = arena_copy(arena, view_of(text));
    idn2_free(text);
    return copy;
}

static bool is_wide(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.text[i] >= 0x80)
            return true;
    return false;
}

static const int IDN_FLAGS = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;

/*
 * One label in xn-- form: CODE_COUNT. Else why there is none: it would be too long, or IDNA 2008
 * has no such label.
 */
static enum code convert_label(struct arena *arena, struct view label, struct view *ascii)
{
    char *text = NULL;
    struct view copy = arena_copy(arena, label);
    int status = idn2_to_ascii_8z(copy.text, &text, IDN_FLAGS);
    if (status == IDN2_PUNYCODE_BIG_OUTPUT || status == IDN2_TOO_BIG_LABEL ||
        status == IDN2_TOO_BIG_DOMAIN)
        return CODE_NAME_LABEL;
    if (status != IDN2_OK)
        return CODE_NAME_IDN;
    *ascii = adopt(arena, text);
    bool whole = ascii->length > 0 && memchr(ascii->text, '.', ascii->length) == NULL;
    return whole ? CODE_COUNT : CODE_NAME_IDN;
}

static bool label_to_ascii(struct arena *arena, struct view label, struct view *ascii)
{
    return convert_label(arena, label, ascii) == CODE_COUNT;
}

/* One label in its own script; false if it does not decode, or to something else's xn-- form. */
static bool label_to_unicode(struct arena *arena, struct view label, struct view *unicode)
{
    char *text = NULL;
    struct view copy = arena_copy(arena, label);
    struct view ascii;
    if (idn2_to_unicode_8z8z(copy.text, &text, IDN_FLAGS) != IDN2_OK)
        return false;
    *unicode = adopt(arena, text);
    return unicode->length > 0 && label_to_ascii(arena, *unicode, &ascii) &&
           view_equal_nocase(ascii, label);
}

enum { NAME_SPACE = 4096 };

/* A name that is being put together label by label. */
struct joined {
    char text[NAME_SPACE];
    size_t length;
};

static void join(struct joined *joined, struct view part)
{
    if (part.length > NAME_SPACE - 1 - joined->length)
        part.length = NAME_SPACE - 1 - joined->length;
    memcpy(joined->text + joined->length, part.text, part.length);
    joined->length += part.length;
}

/* The label that begins at *START; moves *START behind it and its dot. */
static struct view next_label(struct view name, size_t *start)
{
    const char *text = name.text + *start;
    const char *dot = memchr(text, '.', name.length - *start);
    size_t length = dot == NULL ? name.length - *start : (size_t)(dot - text);
    *start += length + 1;
    return (struct view){text, length};
}

/* Two that are not seen and mean something between letters of some scripts: IDNA judges them. */
static bool is_joiner(uint32_t character)
{
    return character == 0x200C || character == 0x200D;
}

/* Whether every character of LABEL, which begins at AT in a name, is seen for what it is. */
static bool check_hidden(struct view label, size_t at, struct domain_fault *fault)
{
    uint32_t character;
    for (size_t i = 0, length; i < label.length; i += length) {
        length = utf8_character((struct view){label.text + i, label.length - i}, &character);
        if (length == 0)
            break;
        if (!utf8_is_hidden(character) || is_joiner(character))
            continue;
        domain_fail(fault, CODE_NAME_CHARACTER, at + i, length,
             "remove it: it looks like a blank or like nothing");
        fault->character = character;
        return false;
    }
    return true;
}

/*
 * Both forms of a label in another script, which begins at AT in a name; false, and FAULT, if it
 * has none.
 */
static bool convert_wide(struct arena *arena, struct view label, size_t at, struct view *ascii,
                         struct view *shown, struct domain_fault *fault)
{
    if (!check_hidden(label, at, fault))
        return false;
    enum code code = convert_label(arena, label, ascii);
    if (code == CODE_NAME_LABEL) {
        domain_fail(fault, code, at, label.length, NULL);
        fault->title = "a label over 63 octets in its xn-- form";
        return false;
    }
    if (code == CODE_COUNT && label_to_unicode(arena, *ascii, shown))
        return true;
    return domain_fail(fault, CODE_NAME_IDN, at, label.length,
                       "write the label in its xn-- form if it is meant");
}

/* Name and key of a name with labels in other scripts than ASCII. */
static bool internationalise(struct arena *arena, struct view text, struct domain *domain,
                             struct domain_fault *fault)
{
    struct joined name = {.length = 0};
    struct joined key = {.length = 0};
    for (size_t start = 0; start <= text.length;) {
        size_t at = start;
        struct view label = next_label(text, &start);
        struct view ascii = label;
        struct view shown = label;
        if (is_wide(label)) {
            if (!convert_wide(arena, label, at, &ascii, &shown, fault))
                return false;
            if (!view_equal(shown, label) && !view_equal(shown, utf8_lower(arena, label)))
                domain->remarks |= DOMAIN_MAPPED;
        } else {
            ascii = shown = lower(arena, label);
        }
        if (ascii.length > DOMAIN_MOST_LABEL)
            return domain_fail(fault, CODE_NAME_LABEL, at, label.length, NULL);
        join(&name, shown);
        join(&key, ascii);
        if (start <= text.length) {
            join(&name, VIEW("."));
            join(&key, VIEW("."));
        }
    }
    domain->name = arena_copy(arena, (struct view){name.text, name.length});
    domain->key = arena_copy(arena, (struct view){key.text, key.length});
    /* Compatibility forms of "*", "/" or digits turn into the plain ones. */
    struct scan scan;
    scan_name(&scan, domain->key, domain->kind == DOMAIN_PARTIAL ? 1 : 0);
    if (scan.bad || scan.empty_label || scan.all_digits)
        return domain_fail(fault, CODE_NAME_IDN, 0, text.length,
                    arena_printf(arena, "it stands for %.*s", VIEW_ARG(domain->key)));
    return true;
}

/* An xn-- label is what it stands for: the key keeps the xn-- form, a bad one is remarked. */
static void check_ace(struct arena *arena, struct domain *domain)
{
    for (size_t start = 0; start <= domain->key.length;) {
        struct view unicode;
        struct view label = next_label(domain->key, &start);
        bool ace = label.length >= 4 && memcmp(label.text, "xn--", 4) == 0;
        if (ace && !label_to_unicode(arena, label, &unicode))
            domain->remarks |= DOMAIN_BAD_ACE;
    }
}

static bool check_sizes(const struct scan *scan, struct view text, size_t start,
                        struct domain_fault *fault)
{
    if (scan->bad)
        return domain_fail_character(text, scan->bad_at, fault,
                                     "a name has letters, digits, hyphens and underscores between "
                                     "its dots");
    if (scan->empty_label)
        return domain_fail(fault, CODE_NAME_EMPTY_LABEL, scan->empty_at, 1,
                    "write one dot between two labels");
    if (scan->longest > DOMAIN_MOST_LABEL && !scan->wide)
        return domain_fail(fault, CODE_NAME_LABEL, scan->longest_at, scan->longest, NULL);
    if (text.length - start > DOMAIN_MOST_OCTETS && !scan->wide)
        return domain_fail(fault, CODE_NAME_LONG, 0, text.length, NULL);
    return true;
}

/* What is no address, but might be meant for one or for something else that is no name. */
static bool check_address(struct arena *arena, const struct scan *scan, struct view text,
                          struct domain_fault *fault)
{
    if (!domain_check_mistakes(arena, text, fault))
        return false;
    if (memchr(text.text, ':', text.length) != NULL)
        return domain_fail(fault, CODE_NAME_ADDRESS, 0, text.length,
                    "write an IPv6 address like 2001:db8::1, without zone or prefix length");
    bool number = !scan->bad && !scan->empty_label && scan->all_digits;
    if (number || domain_is_in(text, '[', ']'))
        return domain_fail(fault, CODE_NAME_ADDRESS, 0, text.length,
                    "an IPv4 address has four numbers from 0 to 255; a domain's last label "
                    "is not a number");
    return true;
}

bool domain_parse(struct arena *arena, struct view text, struct domain *domain,
                  struct domain_fault *fault)
{
    *domain = (struct domain){.kind = DOMAIN_FULL};
    if (text.length == 0)
        return domain_fail(fault, CODE_NAME_EMPTY, 0, 0, "write a domain, or DEFAULT");
    struct view whole = text;
    size_t start = text.text[0] == '.' ? 1 : 0;
    domain->kind = start == 1 ? DOMAIN_PARTIAL : DOMAIN_FULL;
    if (text.length > start + 1 && text.text[text.length - 1] == '.') {
        text.length--;
        domain->remarks |= DOMAIN_TRAILING_DOT;
    }
    struct scan scan;
    scan_name(&scan, text, start);
    if (scan.bad || scan.all_digits || !scan.letters) {
        if (parse_address(arena, whole, domain))
            return true;
        if (!check_address(arena, &scan, whole, fault))
            return false;
    }
    if (!check_sizes(&scan, text, start, fault))
        return false;
    if (scan.wide) {
        if (!internationalise(arena, text, domain, fault))
            return false;
        if (domain->key.length - start > DOMAIN_MOST_OCTETS)
            return domain_fail(fault, CODE_NAME_LONG, 0, whole.length, NULL);
    } else {
        domain->name = scan.upper ? lower(arena, text) : text;
        domain->key = domain->name;
    }
    if (scan.ace)
        check_ace(arena, domain);
    if (scan.hyphen_end)
        domain->remarks |= DOMAIN_HYPHEN_END;
    if (!scan.dot && domain->kind == DOMAIN_FULL)
        domain->remarks |= DOMAIN_ONE_LABEL;
    return true;
}

struct view domain_in_form(struct arena *arena, struct view name, enum idn_form form)
{
    if (form == IDN_AS_READ || (form == IDN_ASCII && !is_wide(name)) ||
        (form == IDN_UNICODE && memmem(name.text, name.length, "xn--", 4) == NULL))
        return name;
    struct joined joined = {.length = 0};
    for (size_t start = 0; start <= name.length;) {
        struct view label = next_label(name, &start);
        struct view converted = label;
        if (form == IDN_ASCII && is_wide(label) && !label_to_ascii(arena, label, &converted))
            return name;
        if (form == IDN_UNICODE && !is_wide(label) &&
            !label_to_unicode(arena, label, &converted))
            converted = label;
        join(&joined, converted);
        if (start <= name.length)
            join(&joined, VIEW("."));
    }
    return arena_copy(arena, (struct view){joined.text, joined.length});
}
