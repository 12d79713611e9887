/* SPDX-License-Identifier: MIT */
#include "analysis/lint_recipients.h"

#include "analysis/lint_everybody.h"
#include "analysis/recipient.h"

/* --- Finding lines ---------------------------------------------------------------------------- */

/* The lines of a table, found by what they stand for. */
struct lines {
    struct linter *linter;
    const struct listener *listener;
    struct hash_table table;
};

/* What lines are compared by. */
struct wanted {
    enum recipient_kind kind;
    struct view local;
    struct view domain;
};

static uint32_t hash_of(const struct lines *lines, const struct wanted *wanted)
{
    uint64_t seed = lines->listener->seed;
    return hash_bytes(seed, wanted->local.text, wanted->local.length) ^
           hash_bytes(seed + 1 + (uint64_t)wanted->kind, wanted->domain.text,
                      wanted->domain.length);
}

/* The first line that stands for what is wanted, or NO_RECIPIENT. */
static uint32_t find(const struct lines *lines, struct wanted wanted)
{
    uint32_t hash = hash_of(lines, &wanted);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&lines->table, hash, &probe, &index)) {
        const struct recipient_entry *line = &lines->listener->recipients[index];
        if (line->kind == wanted.kind && view_equal(line->local, wanted.local) &&
            view_equal(line->domain, wanted.domain))
            return index;
    }
    return NO_RECIPIENT;
}

static struct lines lines_of(struct linter *linter, const struct listener *listener)
{
    struct lines lines = {.linter = linter, .listener = listener};
    hash_table_init(&lines.table, linter->arena, listener->recipient_count);
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *line = &listener->recipients[i];
        const struct wanted wanted = {line->kind, line->local, line->domain};
        if (find(&lines, wanted) == NO_RECIPIENT)
            hash_table_insert(&lines.table, hash_of(&lines, &wanted), i);
    }
    return lines;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The first partial domain that NAME, without a dot before it, stands below; or NO_RECIPIENT. */
static uint32_t find_parent(const struct lines *lines, struct view name)
{
    uint32_t first = NO_RECIPIENT;
    for (size_t i = 1; i < name.length; i++)
        if (name.text[i] == '.')
            first = least(first, find(lines, (struct wanted){
                                                 .kind = RECIPIENT_PARTIAL,
                                                 .domain = {name.text + i, name.length - i}}));
    return first;
}

/* The domain of LINE without its dot. */
static struct view bare_domain(const struct recipient_entry *line)
{
    size_t dot = line->kind == RECIPIENT_PARTIAL ? 1 : 0;
    return (struct view){line->domain.text + dot, line->domain.length - dot};
}

/* --- Reports ---------------------------------------------------------------------------------- */

static struct message *tell(const struct lines *lines, enum code code,
                            const struct recipient_entry *line, struct span place,
                            const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Reports CODE about LINE, with the code's mend. */
static struct message *tell(const struct lines *lines, enum code code,
                            const struct recipient_entry *line, struct span place,
                            const char *format, ...)
{
    const struct topic topic = {
        .entry = lines->listener->name,
        .setting = line->kind == RECIPIENT_ALL ? VIEW("ALL") : line->text,
        .value = line->action == RECIPIENT_ACTION_COUNT
                     ? VIEW("")
                     : view_of(recipient_action_word(line->action))};
    va_list arguments;
    va_start(arguments, format);
    struct message *message =
        diag_vreport_about(lines->linter->diag, code, place, &topic, format, arguments);
    va_end(arguments);
    diag_mend(lines->linter->diag, message);
    return message;
}

/* --- The rules -------------------------------------------------------------------------------- */

static bool is_refused(const struct recipient_entry *line)
{
    return line->action == RECIPIENT_REJECT || line->action == RECIPIENT_ACTION_COUNT;
}

static void judge_all(const struct lines *lines, const struct recipient_entry *line)
{
    const enum code code = CODE_LINT_OPEN_RELAY;
    if (!is_refused(line) && lint_is_public(lines->linter, lines->listener, code, line->place))
        tell(lines, code, line, line->action_place,
             "ALL %s makes the public listener %.*s an open relay",
             recipient_action_word(line->action), VIEW_ARG(lines->listener->name));
}

/* What is everybody's among the domains that LINE stands for, in words; NULL if nothing is. */
static const char *whose(const struct recipient_entry *line)
{
    struct view bare = bare_domain(line);
    const char *below =
        line->kind == RECIPIENT_PARTIAL ? everybody_below(bare, true) : NULL;
    if (below != NULL)
        return below;
    return (line->kind == RECIPIENT_PARTIAL || line->kind == RECIPIENT_DOMAIN) &&
                   everybody_mailbox(bare)
               ? "the mailboxes of a provider, which everybody can have"
               : NULL;
}

static void judge_suffix(const struct lines *lines, const struct recipient_entry *line)
{
    const enum code code = CODE_LINT_RECIPIENT_SUFFIX;
    const char *words = is_refused(line) ? NULL : whose(line);
    if (words != NULL && lint_is_public(lines->linter, lines->listener, code, line->place))
        tell(lines, code, line, line->place, "mail is taken for %.*s: %s", VIEW_ARG(line->text),
             words);
}

/* The first line that has all that LINE stands for; LINE itself at the latest. */
static uint32_t find_cover(const struct lines *lines, const struct recipient_entry *line)
{
    uint32_t first = NO_RECIPIENT;
    if (line->kind == RECIPIENT_USER || line->kind == RECIPIENT_LITERAL)
        return first;
    if (line->kind == RECIPIENT_ADDRESS) {
        first = least(find(lines, (struct wanted){.kind = RECIPIENT_USER, .local = line->local}),
                      find(lines, (struct wanted){.kind = RECIPIENT_LITERAL,
                                                  .domain = line->domain}));
        first = least(first, find(lines, (struct wanted){.kind = RECIPIENT_DOMAIN,
                                                         .domain = line->domain}));
    }
    return least(first, find_parent(lines, bare_domain(line)));
}

/* A line that stands there twice is another rule's. */
static void judge_covered(const struct lines *lines, uint32_t number)
{
    const struct recipient_entry *line = &lines->listener->recipients[number];
    uint32_t first = find_cover(lines, line);
    if (first >= number ||
        find(lines, (struct wanted){line->kind, line->local, line->domain}) != number)
        return;
    const struct recipient_entry *cover = &lines->listener->recipients[first];
    struct message *message =
        tell(lines, CODE_LINT_RECIPIENT_COVERED, line, line->place,
             "%.*s can never match: %.*s before it takes all of it", VIEW_ARG(line->text),
             VIEW_ARG(cover->text));
    diag_note(lines->linter->diag, message, cover->place, "taken here");
}

/* --- Twins ------------------------------------------------------------------------------------ */

/* Enough domains to tell a habit, and how often it must be kept; as I3306 has it. */
enum { BOTH_LEAST = 2, BOTH_TIMES = 2 };

/* The line for .NAME, or NO_RECIPIENT. */
static uint32_t find_partial(const struct lines *lines, struct view name)
{
    struct view dotted = view_of(arena_printf(lines->linter->arena, ".%.*s", VIEW_ARG(name)));
    return find(lines, (struct wanted){.kind = RECIPIENT_PARTIAL, .domain = dotted});
}

/*
 * Whether LINE takes mail for a domain that could have a partial one beside it: no top level, no
 * host's name, and none that a partial domain covers.
 */
static bool is_single(const struct lines *lines, uint32_t number)
{
    const struct recipient_entry *line = &lines->listener->recipients[number];
    return line->kind == RECIPIENT_DOMAIN && !is_refused(line) &&
           find(lines, (struct wanted){RECIPIENT_DOMAIN, line->local, line->domain}) == number &&
           lint_is_house(line->domain) && find_parent(lines, line->domain) == NO_RECIPIENT;
}

/* Whether those who wrote the table name the domains below a domain where they mean them. */
static bool has_habit(const struct lines *lines)
{
    uint32_t both = 0;
    uint32_t alone = 0;
    for (uint32_t i = 0; i < lines->listener->recipient_count; i++) {
        if (!is_single(lines, i))
            continue;
        if (find_partial(lines, lines->listener->recipients[i].domain) == NO_RECIPIENT)
            alone++;
        else
            both++;
    }
    return both >= BOTH_LEAST && both / BOTH_TIMES >= alone;
}

/* A partial domain whose mail is taken, while nothing is said of the domain itself. */
static void judge_partial(const struct lines *lines, uint32_t number)
{
    const struct recipient_entry *line = &lines->listener->recipients[number];
    struct view bare = bare_domain(line);
    if (line->kind != RECIPIENT_PARTIAL || is_refused(line) ||
        find(lines, (struct wanted){RECIPIENT_PARTIAL, line->local, line->domain}) != number ||
        find(lines, (struct wanted){.kind = RECIPIENT_DOMAIN, .domain = bare}) != NO_RECIPIENT ||
        find_parent(lines, bare) != NO_RECIPIENT)
        return;
    tell(lines, CODE_LINT_RECIPIENT_TWIN, line, line->place,
         "%.*s stands without %.*s: mail for the domain itself is left to ALL",
         VIEW_ARG(line->text), VIEW_ARG(bare));
}

/* The reverse, where the others have both. */
static void judge_single(const struct lines *lines, uint32_t number)
{
    const struct recipient_entry *line = &lines->listener->recipients[number];
    if (is_single(lines, number) && find_partial(lines, line->domain) == NO_RECIPIENT)
        tell(lines, CODE_LINT_RECIPIENT_TWIN, line, line->place,
             "%.*s stands without .%.*s, which most others have: mail for the domains below it is "
             "left to ALL",
             VIEW_ARG(line->text), VIEW_ARG(line->domain));
}

/* Whether mail for every domain is taken all the same. */
static bool takes_all(const struct listener *listener)
{
    for (uint32_t i = 0; i < listener->recipient_count; i++)
        if (listener->recipients[i].kind == RECIPIENT_ALL)
            return !is_refused(&listener->recipients[i]);
    return false;
}

static void judge_twins(const struct lines *lines)
{
    const struct listener *listener = lines->listener;
    if (!lint_wants(lines->linter, CODE_LINT_RECIPIENT_TWIN) || takes_all(listener))
        return;
    bool habit = has_habit(lines);
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        if (!is_refused(&listener->recipients[i]) && whose(&listener->recipients[i]) != NULL)
            continue; /* the line is wrong, with its twin too */
        judge_partial(lines, i);
        if (habit)
            judge_single(lines, i);
    }
}

/* --- The way in ------------------------------------------------------------------------------- */

void lint_recipients(struct linter *linter, const struct listener *listener)
{
    struct lines lines = lines_of(linter, listener);
    bool private = lint_type(linter, listener) == LISTENER_PRIVATE;
    if (listener_has_rat(listener) && private) {
        const struct topic topic = {.entry = listener->name};
        diag_mend(linter->diag,
                  diag_report_about(linter->diag, CODE_LINT_PRIVATE_RAT, listener->rat_place,
                                    &topic, "the private listener %.*s has a Recipient Access "
                                    "Table", VIEW_ARG(listener->name)));
    }
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *line = &listener->recipients[i];
        if (line->kind == RECIPIENT_ALL) {
            judge_all(&lines, line);
            continue;
        }
        judge_suffix(&lines, line);
        judge_covered(&lines, i);
    }
    if (!private)
        judge_twins(&lines);
}
