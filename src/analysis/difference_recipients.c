/* SPDX-License-Identifier: MIT */
#include "analysis/difference_recipients.h"

#include "analysis/difference_flow.h"
#include "analysis/recipient_book.h"
#include "analysis/weight_listener.h"

#include <stdlib.h>

/* How many users and domains are held against each other, and how many of them are told. */
enum { MOST_CROSSED = 1 << 22, MOST_TOLD = 1000 };

struct recipients {
    struct listener_pair *pair;
    struct recipient_book books[2];
    struct partners partners;
};

/* What one side says of those whom a line stands for. */
struct recipient_half {
    const struct recipient_entry *own;   /* the line; NULL: it is not there */
    const struct recipient_entry *holds; /* the line that holds for them; NULL: none does */
    uint32_t number;                     /* of OWN */
};

static const struct recipient_entry *line_at(const struct recipients *recipients, bool is_after,
                                             uint32_t number)
{
    return number == NO_RECIPIENT ? NULL
                                  : &recipients->books[is_after].listener->recipients[number];
}

static struct recipient_half half_of(const struct recipients *recipients, bool is_after,
                                     uint32_t number, const struct recipient_entry *like)
{
    uint32_t holder = recipient_book_holder(&recipients->books[is_after], like);
    return (struct recipient_half){line_at(recipients, is_after, number),
                                   line_at(recipients, is_after, holder), number};
}

/* --- Counterparts ----------------------------------------------------------------------------- */

static uint32_t hash_key(const void *context, bool is_after, uint32_t index)
{
    const struct recipients *recipients = context;
    return recipient_hash(recipients->pair->before.listener->seed,
                          line_at(recipients, is_after, index));
}

static bool same_key(const void *context, bool is_after, uint32_t index, bool other_is_after,
                     uint32_t other)
{
    return recipient_same(line_at(context, is_after, index),
                          line_at(context, other_is_after, other));
}

/* --- What lines do ---------------------------------------------------------------------------- */

/* Whether two values of an option do the same; one that is not there is off. */
static bool same_option(enum flow_param param, const struct flow_setting *a,
                        const struct flow_setting *b)
{
    if (a != NULL && b != NULL)
        return flow_same(a, b);
    const struct flow_setting *only = a != NULL ? a : b;
    return only == NULL || (flow_parameter(param)->type == FLOW_TYPE_SWITCH &&
                            only->kind == FLOW_VALUE_WORD && only->number == FLOW_OFF);
}

/* Whether two lines do the same for whom they take. */
static bool does_same(struct arena *arena, const struct recipient_entry *a,
                      const struct recipient_entry *b)
{
    if (a == NULL || b == NULL || a->action != b->action)
        return a == b;
    if (flows_same(arena, &a->options, &b->options))
        return true;
    for (int i = 0; i < FLOW_COUNT; i++)
        if (!same_option((enum flow_param)i, flow_get(&a->options, (enum flow_param)i),
                         flow_get(&b->options, (enum flow_param)i)))
            return false;
    return true;
}

/* --- Changes ---------------------------------------------------------------------------------- */

/* What is told of one side: what LINE says, as HALF's own or of another. */
static struct said said_of(struct arena *arena, const struct recipient_half *half,
                           const struct recipient_entry *line, struct view text)
{
    if (line == NULL)
        return said_nothing();
    if (line == half->own)
        return said_given(text);
    return (struct said){SAID_INHERITED, text,
                         arena_printf(arena, "%.*s", VIEW_ARG(line->text))};
}

/* What LINE says of an option: nothing is said of one that it does not give. */
static struct said said_option(struct arena *arena, const struct recipient_half *half,
                               const struct recipient_entry *line,
                               const struct flow_setting *setting)
{
    if (setting == NULL)
        return said_nothing();
    return said_of(arena, half, line, flow_said(arena, setting));
}

static void compare_action(struct changes *changes, const struct recipient_half *before,
                           const struct recipient_entry *old, const struct recipient_half *after,
                           const struct recipient_entry *new)
{
    struct arena *arena = changes->arena;
    struct weight weight = before->holds == NULL || after->holds == NULL
                               ? weight_of_nothing()
                               : weight_of_action(before->holds->action, after->holds->action);
    changes_add(changes, VIEW("action"),
                said_of(arena, before, old,
                        old == NULL ? VIEW("") : action_said(arena, old->action)),
                said_of(arena, after, new,
                        new == NULL ? VIEW("") : action_said(arena, new->action)),
                weight);
}

static const struct flow_setting *option_of(const struct recipient_entry *line,
                                            enum flow_param param)
{
    return line == NULL ? NULL : flow_get(&line->options, param);
}

static void compare_options(struct changes *changes, bool effective,
                            const struct recipient_half *before, const struct recipient_entry *old,
                            const struct recipient_half *after, const struct recipient_entry *new)
{
    bool weighs = before->holds != NULL && after->holds != NULL &&
                  action_takes_mail(before->holds->action) &&
                  action_takes_mail(after->holds->action);
    for (int i = 0; i < FLOW_COUNT; i++) {
        enum flow_param param = (enum flow_param)i;
        const struct flow_setting *a = option_of(old, param);
        const struct flow_setting *b = option_of(new, param);
        bool is_same = a == b || (a != NULL && b != NULL && flow_same(a, b));
        struct weight weight = {0};
        if (is_same || (effective && same_option(param, a, b)))
            continue;
        if (weighs)
            weight = weight_of_flow(param, option_of(before->holds, param),
                                    option_of(after->holds, param));
        changes_add(changes, view_of(flow_parameter(param)->policy_name),
                    said_option(changes->arena, before, old, a),
                    said_option(changes->arena, after, new, b), weight);
    }
    static const struct flow_settings nothing;
    const struct flow_comparison unknown = {
        .before = {old == NULL ? &nothing : &old->options, NULL},
        .after = {new == NULL ? &nothing : &new->options, NULL},
        .weighs = weighs,
    };
    difference_unknown_flows(&unknown, changes);
}

static struct said place_of(const struct recipients *recipients, bool is_after, uint32_t number)
{
    if (number == 0)
        return said_given(VIEW("first"));
    struct view text = line_at(recipients, is_after, number - 1)->text;
    return said_given(
        view_of(arena_printf(recipients->pair->arena, "behind %.*s", VIEW_ARG(text))));
}

/* What differs for those whom a line of either side, or of both, stands for. */
static void compare_halves(const struct recipients *recipients,
                           const struct recipient_half *before, const struct recipient_half *after,
                           struct changes *changes)
{
    const struct listener_pair *pair = recipients->pair;
    bool is_single = before->own == NULL || after->own == NULL;
    bool is_same = does_same(pair->arena, before->holds, after->holds);
    const struct recipient_entry *old = before->own != NULL ? before->own : before->holds;
    const struct recipient_entry *new = after->own != NULL ? after->own : after->holds;
    bool gives_same = !is_single && before->own->action == after->own->action &&
                      flows_same(pair->arena, &before->own->options, &after->own->options);
    if ((pair->effective || gives_same) && is_same)
        return;
    if (pair->effective || gives_same) {
        old = before->holds;
        new = after->holds;
    }
    if (is_single || old == NULL || new == NULL || old->action != new->action)
        compare_action(changes, before, old, after, new);
    compare_options(changes, pair->effective, before, old, after, new);
    if (gives_same)
        changes_add(changes, VIEW("place"), place_of(recipients, false, before->number),
                    place_of(recipients, true, after->number), (struct weight){0});
}

static void add_line(const struct recipients *recipients, uint32_t before, uint32_t after)
{
    const struct listener_pair *pair = recipients->pair;
    const struct recipient_entry *like = after != NO_RECIPIENT
                                             ? line_at(recipients, true, after)
                                             : line_at(recipients, false, before);
    struct recipient_half old = half_of(recipients, false, before, like);
    struct recipient_half new = half_of(recipients, true, after, like);
    struct changes changes = {.arena = pair->arena};
    struct difference difference = {.kind = DIFFERENCE_CHANGED,
                                    .part = PART_RECIPIENT,
                                    .before = NO_ENTRY,
                                    .after = NO_ENTRY,
                                    .listener = pair->name,
                                    .name = like->text};
    compare_halves(recipients, &old, &new, &changes);
    if (changes.count == 0)
        return;
    if (old.own == NULL || new.own == NULL) {
        const struct recipient_entry *holds = old.own == NULL ? old.holds : new.holds;
        difference.kind = old.own == NULL ? DIFFERENCE_ADDED : DIFFERENCE_REMOVED;
        difference.holds = holds == NULL ? VIEW("") : holds->text;
    }
    difference.changes = changes_done(&changes);
    differences_add(pair->arena, pair->differences, &difference);
}

/* --- A user of a domain ----------------------------------------------------------------------- */

/* A line for a user or for domains that does the same for whom it stands on both sides. */
struct cross_line {
    const struct recipient_entry *line;
    uint32_t before; /* the numbers of the lines that hold */
    uint32_t after;
};

struct cross_lines {
    struct cross_line *list;
    uint32_t count;
};

/* Adds the line NUMBER, unless it was told or stands in the newer table as well. */
static void collect(const struct recipients *recipients, bool is_after, uint32_t number,
                    struct cross_lines *users, struct cross_lines *domains)
{
    const struct recipient_entry *line = line_at(recipients, is_after, number);
    struct cross_line cross = {line, recipient_book_holder(&recipients->books[false], line),
                               recipient_book_holder(&recipients->books[true], line)};
    bool is_known = recipient_book_find(&recipients->books[is_after], line) != number ||
                    (!is_after && recipient_book_find(&recipients->books[true], line) !=
                                      NO_RECIPIENT);
    if (is_known || line->kind == RECIPIENT_ADDRESS || line->kind == RECIPIENT_ALL ||
        !does_same(recipients->pair->arena, line_at(recipients, false, cross.before),
                   line_at(recipients, true, cross.after)))
        return;
    struct cross_lines *lines = line->kind == RECIPIENT_USER ? users : domains;
    lines->list[lines->count++] = cross;
}

/* Whether a line of either side is about USER of DOMAIN alone. */
static bool has_own_line(const struct recipients *recipients, const struct recipient_entry *user,
                         const struct recipient_entry *domain)
{
    const struct recipient_entry like = {
        .kind = RECIPIENT_ADDRESS, .local = user->local, .domain = domain->domain};
    return recipient_book_find(&recipients->books[false], &like) != NO_RECIPIENT ||
           recipient_book_find(&recipients->books[true], &like) != NO_RECIPIENT;
}

/* What holds for USER of DOMAIN, if it changed since lines changed places; true if it is told. */
static bool add_crossing(const struct recipients *recipients, const struct cross_line *user,
                         const struct cross_line *domain)
{
    const struct listener_pair *pair = recipients->pair;
    uint32_t old = user->before < domain->before ? user->before : domain->before;
    uint32_t new = user->after < domain->after ? user->after : domain->after;
    struct recipient_half before = {NULL, line_at(recipients, false, old), old};
    struct recipient_half after = {NULL, line_at(recipients, true, new), new};
    struct changes changes = {.arena = pair->arena};
    if (does_same(pair->arena, before.holds, after.holds) ||
        has_own_line(recipients, user->line, domain->line))
        return false;
    if (before.holds == NULL || after.holds == NULL ||
        before.holds->action != after.holds->action)
        compare_action(&changes, &before, before.holds, &after, after.holds);
    compare_options(&changes, pair->effective, &before, before.holds, &after, after.holds);
    pair_add(pair, PART_RECIPIENT, DIFFERENCE_CHANGED,
             view_of(arena_printf(pair->arena, "%.*s%.*s", VIEW_ARG(user->line->text),
                                  VIEW_ARG(domain->line->text))),
             &changes);
    return changes.count > 0;
}

static void add_more(const struct listener_pair *pair)
{
    const struct said unknown = {.how = SAID_UNKNOWN};
    struct changes changes = {.arena = pair->arena};
    changes_add(&changes, VIEW("action"), unknown, unknown, weight_of_nothing());
    pair_add(pair, PART_RECIPIENT, DIFFERENCE_CHANGED,
             VIEW("more users of domains, whose lines changed places"), &changes);
}

static int compare_cross(const void *left, const void *right)
{
    const struct cross_line *a = left;
    const struct cross_line *b = right;
    if (a->before != b->before)
        return a->before < b->before ? -1 : 1;
    return (a->after > b->after) - (a->after < b->after);
}

/* Whether those who hold for any of the lines stand in one order on both sides. */
static bool are_in_order(struct arena *arena, const struct cross_lines *users,
                         const struct cross_lines *domains)
{
    uint32_t count = users->count + domains->count;
    struct cross_line *all = arena_alloc(arena, ((size_t)count + 1) * sizeof *all);
    memcpy(all, users->list, users->count * sizeof *all);
    memcpy(all + users->count, domains->list, domains->count * sizeof *all);
    qsort(all, count, sizeof *all, compare_cross);
    for (uint32_t i = 1; i < count; i++)
        if (all[i - 1].after > all[i].after)
            return false;
    return true;
}

/*
 * A line for a user and one for a domain have recipients in common, and neither has all of the
 * other's. Where nothing else differs for either, it matters which of the two stands first.
 */
static void compare_crossings(const struct recipients *recipients)
{
    const struct partners *partners = &recipients->partners;
    struct arena *arena = recipients->pair->arena;
    size_t most = (size_t)partners->before_count + partners->after_count + 1;
    struct cross_lines users = {arena_alloc(arena, most * sizeof *users.list), 0};
    struct cross_lines domains = {arena_alloc(arena, most * sizeof *domains.list), 0};
    for (uint32_t i = 0; i < partners->after_count; i++)
        collect(recipients, true, i, &users, &domains);
    for (uint32_t i = 0; i < partners->before_count; i++)
        collect(recipients, false, i, &users, &domains);
    if (users.count == 0 || are_in_order(arena, &users, &domains))
        return;
    bool is_much = (uint64_t)users.count * domains.count > MOST_CROSSED;
    uint32_t told = 0;
    for (uint32_t u = 0; u < users.count && !is_much; u++) {
        for (uint32_t d = 0; d < domains.count && told <= MOST_TOLD; d++) {
            const struct cross_line *user = &users.list[u];
            const struct cross_line *domain = &domains.list[d];
            if ((user->before < domain->before) != (user->after < domain->after))
                told += add_crossing(recipients, user, domain);
        }
    }
    if (is_much || told > MOST_TOLD)
        add_more(recipients->pair);
}

void difference_recipients(struct listener_pair *pair)
{
    struct recipients recipients = {.pair = pair};
    const struct partner_key key = {&recipients, hash_key, same_key};
    struct partners *partners = &recipients.partners;
    recipient_book_make(pair->arena, pair->before.listener, &recipients.books[false]);
    recipient_book_make(pair->arena, pair->after.listener, &recipients.books[true]);
    partners_init(pair->arena, pair->before.listener->recipient_count,
                  pair->after.listener->recipient_count, partners);
    partners_match(pair->arena, partners, &key);
    for (uint32_t i = 0; i < partners->after_count; i++)
        add_line(&recipients, partners->of_after[i], i);
    for (uint32_t i = 0; i < partners->before_count; i++)
        if (partners->of_before[i] == NO_PARTNER)
            add_line(&recipients, i, NO_RECIPIENT);
    compare_crossings(&recipients);
}
