/* SPDX-License-Identifier: MIT */
#include "analysis/caller.h"

#include "base/utf8.h"
#include "model/domain.h"
#include "model/listener.h"

/* --- Parts ------------------------------------------------------------------------------------ */

static bool fail(struct arena *arena, const char **mistake, const char *words, struct view text)
{
    *mistake = arena_printf(arena, "%s: \"%.*s\"", words, VIEW_ARG(text));
    return false;
}

static bool read_address(struct arena *arena, struct view text, struct caller *caller,
                         const char **mistake)
{
    struct address_range range;
    struct address_fault fault;
    if (address_parse(text, &caller->address, &caller->family))
        return true;
    if (address_member_parse(text, &range, &fault) == IS_ADDRESS)
        return fail(arena, mistake, "one whole IP address is asked for, not several", text);
    return fail(arena, mistake, "not an IP address", text);
}

static bool read_name(struct arena *arena, struct view text, struct caller *caller,
                      const char **mistake)
{
    struct domain domain;
    struct domain_fault fault;
    size_t offset;
    if (view_equal_nocase(text, VIEW("unknown"))) {
        caller->has_name = CALLER_NAME_NONE;
        return true;
    }
    if (!utf8_check(text, &offset) || !domain_parse(arena, text, &domain, &fault) ||
        domain.kind != DOMAIN_FULL)
        return fail(arena, mistake, "not the name of a host", text);
    caller->has_name = CALLER_NAME_GIVEN;
    caller->host = domain.key;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits that *TEXT begins with, at most MOST of them, as a number; -1 if there are none. */
static int take_digits(struct view *text, size_t most)
{
    size_t length = 0;
    int number = 0;
    while (length < most && length < text->length && is_digit(text->text[length]))
        number = number * 10 + (text->text[length++] - '0');
    *text = (struct view){text->text + length, text->length - length};
    return length == 0 ? -1 : number;
}

static bool take(struct view *text, char c)
{
    if (text->length == 0 || text->text[0] != c)
        return false;
    *text = (struct view){text->text + 1, text->length - 1};
    return true;
}

/* A score in tenths; false if TEXT is none. */
static bool read_tenths(struct view text, int *score)
{
    bool minus = take(&text, '-');
    if (!minus)
        take(&text, '+');
    int whole = take_digits(&text, 3);
    int tenth = take(&text, '.') ? take_digits(&text, 1) : 0;
    if (whole < 0 || tenth < 0 || text.length > 0)
        return false;
    *score = (minus ? -1 : 1) * (whole * 10 + tenth);
    return *score >= SCORE_LEAST && *score <= SCORE_MOST;
}

static bool read_score(struct arena *arena, struct view text, struct caller *caller,
                       const char **mistake)
{
    caller->has_score = CALLER_SCORE_NONE;
    if (view_equal_nocase(text, VIEW("none")))
        return true;
    caller->has_score = CALLER_SCORE_GIVEN;
    if (read_tenths(text, &caller->score))
        return true;
    return fail(arena, mistake, "not a score from -10.0 to 10.0, nor none", text);
}

/* What stands before the next comma, without blanks round it; *TEXT loses it and the comma. */
static struct view take_part(struct view *text)
{
    const char *comma = text->length == 0 ? NULL : memchr(text->text, ',', text->length);
    size_t length = comma == NULL ? text->length : (size_t)(comma - text->text);
    struct view part = view_trim((struct view){text->text, length});
    size_t used = length + (comma == NULL ? 0 : 1);
    *text = (struct view){text->text + used, text->length - used};
    return part;
}

bool caller_parse(struct arena *arena, struct view text, struct caller *caller,
                  const char **mistake)
{
    *caller = (struct caller){.text = view_trim(text)};
    struct view rest = caller->text;
    struct view address = take_part(&rest);
    struct view name = take_part(&rest);
    struct view score = take_part(&rest);
    int number;
    if (name.length > 0 && score.length == 0 && read_tenths(name, &number))
        return fail(arena, mistake, "a score where the host name stands: write ADDRESS,,SCORE",
                    caller->text);
    if (rest.length > 0)
        return fail(arena, mistake, "more than an address, a name and a score", caller->text);
    return read_address(arena, address, caller, mistake) &&
           (name.length == 0 || read_name(arena, name, caller, mistake)) &&
           (score.length == 0 || read_score(arena, score, caller, mistake));
}

/* --- Lines of the mail log -------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next word of *TEXT, which loses it; empty at the end. */
static struct view take_word(struct view *text)
{
    *text = view_trim(*text);
    size_t length = 0;
    while (length < text->length && !is_blank(text->text[length]))
        length++;
    struct view word = {text->text, length};
    *text = (struct view){text->text + length, text->length - length};
    return word;
}

/* Takes WORDS from *TEXT, whatever the case of letters and the blanks; false if it has others. */
static bool take_words(struct view *text, struct view words)
{
    struct view rest = *text;
    for (struct view word = take_word(&words); word.length > 0; word = take_word(&words))
        if (!view_equal_nocase(take_word(&rest), word))
            return false;
    *text = rest;
    return true;
}

/* LINE without its head, which ends with the level; LINE itself if it has none. */
static struct view without_head(struct view line)
{
    static const struct view levels[] = {
        {"Info:", 5}, {"Warning:", 8}, {"Critical:", 9}, {"Debug:", 6}, {"Trace:", 6},
    };
    static const struct view begins[] = {{"New", 3}, {"ICID", 4}, {"MID", 3}};
    struct view rest = line;
    for (struct view word = take_word(&rest); word.length > 0; word = take_word(&rest)) {
        for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
            if (view_equal(word, levels[i]))
                return rest;
        for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
            if (view_equal_nocase(word, begins[i]))
                return line;
    }
    return line;
}

/*
 * The next line of *TEXT, which loses it, without its head and with all that stands below: a line
 * may be wrapped. False at the end.
 */
static bool next_line(struct view *text, struct view *line)
{
    if (text->length == 0)
        return false;
    const char *last = text->text + text->length;
    const char *end = memchr(text->text, '\n', text->length);
    size_t length = end == NULL ? text->length : (size_t)(end - text->text) + 1;
    *line = without_head((struct view){text->text, length});
    line->length = (size_t)(last - line->text);
    *text = (struct view){text->text + length, text->length - length};
    return true;
}

/* Finds the line that begins a connection; *TEXT is then what stands behind "ICID". */
static bool find_connection(struct view *text)
{
    struct view rest = *text;
    struct view line;
    while (next_line(&rest, &line)) {
        if (take_words(&line, VIEW("New SMTP ICID"))) {
            *text = line;
            return true;
        }
    }
    return false;
}

/* The score that TEXT tells of the connection NUMBER: "ICID 5 ACCEPT SG A match B SBRS -1.1". */
static void take_later_score(struct arena *arena, struct view text, struct view number,
                             struct caller *caller)
{
    struct view line;
    while (next_line(&text, &line)) {
        if (!take_words(&line, VIEW("ICID")) || !view_equal(take_word(&line), number))
            continue;
        take_word(&line); /* the behavior */
        if (!take_words(&line, VIEW("SG")))
            continue;
        struct view word = take_word(&line);
        while (word.length > 0 && !view_equal(word, VIEW("SBRS")) &&
               !view_equal(word, VIEW("ICID")))
            word = take_word(&line);
        const char *mistake;
        struct caller scored = *caller;
        if (view_equal(word, VIEW("SBRS")) &&
            read_score(arena, take_word(&line), &scored, &mistake))
            *caller = scored; /* else it says "not enabled", or why there is none */
        return;
    }
}

/*
 * Finds the address. Names of interfaces hold blanks, so it is the first "address" that an address
 * and "reverse dns host" follow; what a stranger chose stands behind it.
 */
static bool find_address(struct arena *arena, struct view *text, struct caller *caller)
{
    const char *mistake;
    while (text->length > 0) {
        if (!view_equal_nocase(take_word(text), VIEW("address")))
            continue;
        struct view rest = *text;
        if (read_address(arena, take_word(&rest), caller, &mistake) &&
            take_words(&rest, VIEW("reverse dns host"))) {
            *text = rest;
            return true;
        }
    }
    return false;
}

bool caller_parse_log(struct arena *arena, struct view text, struct caller *caller,
                      const char **mistake)
{
    *caller = (struct caller){.text = view_trim(text), .is_logged = true};
    struct view rest = caller->text;
    if (!find_connection(&rest))
        return fail(arena, mistake, "no log line that begins with New SMTP ICID", caller->text);
    struct view number = take_word(&rest);
    if (!take_words(&rest, VIEW("interface")) || !find_address(arena, &rest, caller))
        return fail(arena, mistake,
                    "the log line does not go on with interface ... address ... reverse dns host",
                    caller->text);
    struct view host = take_word(&rest);
    if (!take_words(&rest, VIEW("verified")))
        return fail(arena, mistake, "the log line does not end with verified yes or no",
                    caller->text);
    caller->has_name = CALLER_NAME_NONE;
    struct view verified = take_word(&rest);
    take_later_score(arena, rest, number, caller);
    if (view_equal_nocase(verified, VIEW("yes")))
        return read_name(arena, host, caller, mistake);
    if (view_equal_nocase(verified, VIEW("no")) || view_equal_nocase(verified, VIEW("unknown")))
        return true;
    return fail(arena, mistake, "verified is followed by neither yes nor no nor unknown",
                caller->text);
}

bool caller_is_mapped(const struct caller *caller)
{
    const struct address_range range = {caller->address, caller->address,
                                        (uint8_t)caller->family};
    return address_range_is_mapped(&range);
}
