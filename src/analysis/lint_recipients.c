/* SPDX-License-Identifier: MIT */
#include "analysis/lint_recipients.h"

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
    if (!is_refused(line) && lint_is_public(lines->linter, lines->listener, code))
        tell(lines, code, line, line->action_place,
             "ALL %s makes the public listener %.*s an open relay",
             recipient_action_word(line->action), VIEW_ARG(lines->listener->name));
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

static void judge_covered(const struct lines *lines, uint32_t number)
{
    const struct recipient_entry *line = &lines->listener->recipients[number];
    uint32_t first = find_cover(lines, line);
    if (first >= number)
        return;
    const struct recipient_entry *cover = &lines->listener->recipients[first];
    struct message *message =
        tell(lines, CODE_LINT_RECIPIENT_COVERED, line, line->place,
             "%.*s can never match: %.*s before it takes all of it", VIEW_ARG(line->text),
             VIEW_ARG(cover->text));
    diag_note(lines->linter->diag, message, cover->place, "taken here");
}

/* A domain whose mail is taken, while nothing is said of those below it; or the reverse. */
static void judge_twin(const struct lines *lines, const struct recipient_entry *line)
{
    bool is_partial = line->kind == RECIPIENT_PARTIAL;
    struct view bare = bare_domain(line);
    if ((!is_partial && line->kind != RECIPIENT_DOMAIN) || is_refused(line))
        return;
    const struct wanted twin = {
        .kind = is_partial ? RECIPIENT_DOMAIN : RECIPIENT_PARTIAL,
        .domain = is_partial ? bare : view_of(arena_printf(lines->linter->arena, ".%.*s",
                                                           VIEW_ARG(bare)))};
    if (find(lines, twin) != NO_RECIPIENT || find_parent(lines, bare) != NO_RECIPIENT)
        return;
    tell(lines, CODE_LINT_RECIPIENT_TWIN, line, line->place,
         is_partial ? "%.*s stands without %.*s: mail for the domain itself is left to ALL"
                    : "%.*s stands without .%.*s: mail for the domains below it is left to ALL",
         VIEW_ARG(line->text), VIEW_ARG(bare));
}

void lint_recipients(struct linter *linter, const struct listener *listener)
{
    struct lines lines = lines_of(linter, listener);
    if (listener_has_rat(listener) && listener->type == LISTENER_PRIVATE) {
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
        judge_covered(&lines, i);
        judge_twin(&lines, line);
    }
}
