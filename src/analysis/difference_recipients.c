/* SPDX-License-Identifier: MIT */
#include "analysis/difference_recipients.h"

#include "analysis/difference_flow.h"
#include "analysis/recipient_crossings.h"
#include "analysis/recipient_letters.h"
#include "analysis/weight_listener.h"
#include "base/buffer.h"


struct recipients {
    struct listener_pair *pair;
    struct recipient_book books[2];
    struct recipient_deeds deeds;
    const struct recipient_letters *letters; /* NULL: case tells users apart */
    const struct hash_table *told;           /* what is told if it does, by name; NULL likewise */
};

/* What one side says of those whom a line stands for. */
struct recipient_half {
    const struct recipient_entry *own;   /* the line; NULL: it is not there */
    const struct recipient_entry *holds; /* the line that holds for them; NULL: none does */
    uint32_t number;                     /* of OWN */
    uint32_t holder;                     /* of HOLDS; NO_RECIPIENT: none does */
};

static const struct recipient_entry *line_at(const struct recipients *recipients, bool is_after,
                                             uint32_t number)
{
    return number == NO_RECIPIENT ? NULL
                                  : &recipients->books[is_after].listener->recipients[number];
}

/* Whether line NUMBER of a side is to be told of. */
static bool is_concerned(const struct recipients *recipients, bool is_after, uint32_t number)
{
    return recipients->letters == NULL || recipients->letters->is_concerned[is_after][number];
}

static struct recipient_half half_held(const struct recipients *recipients, bool is_after,
                                       uint32_t number, uint32_t holder)
{
    return (struct recipient_half){line_at(recipients, is_after, number),
                                   line_at(recipients, is_after, holder), number, holder};
}

static struct recipient_half half_of(const struct recipients *recipients, bool is_after,
                                     uint32_t number, const struct recipient_entry *like)
{
    return half_held(recipients, is_after, number,
                     recipient_book_holder(&recipients->books[is_after], like));
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

/* Whether the lines that hold have two actions, or none holds on a side. */
static bool act_otherwise(const struct recipient_half *before, const struct recipient_half *after)
{
    return before->holds == NULL || after->holds == NULL ||
           before->holds->action != after->holds->action;
}

/* Whether mail for those whom the halves are about was taken and is. */
static bool are_taken(const struct recipient_half *before, const struct recipient_half *after)
{
    return before->holds != NULL && after->holds != NULL &&
           action_takes_mail(before->holds->action) && action_takes_mail(after->holds->action);
}

static const struct flow_setting *option_of(const struct recipient_entry *line,
                                            enum flow_param param)
{
    return line == NULL ? NULL : flow_get(&line->options, param);
}

/* One option, that of lines OLD and NEW; where both give the same, what holds instead of them. */
static void compare_option(struct changes *changes, enum flow_param param, bool effective,
                           const struct recipient_half *before, const struct recipient_entry *old,
                           const struct recipient_half *after, const struct recipient_entry *new)
{
    const struct flow_setting *held = option_of(before->holds, param);
    const struct flow_setting *holds = option_of(after->holds, param);
    const struct flow_setting *a = option_of(old, param);
    const struct flow_setting *b = option_of(new, param);
    bool is_same = a == b || (a != NULL && b != NULL && flow_same(a, b));
    if (is_same || (effective && recipient_same_option(a, b))) {
        if (recipient_same_option(held, holds))
            return;
        old = before->holds;
        new = after->holds;
        a = held;
        b = holds;
    }
    struct weight weight = {0};
    if (are_taken(before, after))
        weight = weight_of_flow(param, held, holds);
    changes_add(changes, view_of(flow_parameter(param)->policy_name),
                said_option(changes->arena, before, old, a),
                said_option(changes->arena, after, new, b), weight);
}

static const struct flow_settings *options_of(const struct recipient_entry *line)
{
    static const struct flow_settings nothing;
    return line == NULL ? &nothing : &line->options;
}

/* The same for options of unknown names. */
static void compare_unknown(struct changes *changes, const struct recipient_half *before,
                            const struct recipient_entry *old, const struct recipient_half *after,
                            const struct recipient_entry *new)
{
    struct arena *arena = changes->arena;
    const struct flow_settings *held = options_of(before->holds);
    const struct flow_settings *holds = options_of(after->holds);
    const struct flow_settings *a = options_of(old);
    const struct flow_settings *b = options_of(new);
    if (held->count == 0 && holds->count == 0 && a->count == 0 && b->count == 0)
        return;
    bool is_same = unknown_flows_same(arena, held, holds);
    if (unknown_flows_same(arena, a, b)) {
        a = held;
        b = holds;
    }
    const struct flow_comparison unknown = {
        .before = {a, NULL}, .after = {b, NULL}, .weighs = !is_same && are_taken(before, after)};
    difference_unknown_flows(&unknown, changes);
}

static void compare_options(struct changes *changes, bool effective,
                            const struct recipient_half *before, const struct recipient_entry *old,
                            const struct recipient_half *after, const struct recipient_entry *new)
{
    for (int i = 0; i < FLOW_COUNT; i++)
        compare_option(changes, (enum flow_param)i, effective, before, old, after, new);
    compare_unknown(changes, before, old, after, new);
}

static struct said place_of(const struct recipients *recipients, bool is_after, uint32_t number)
{
    if (number == 0)
        return said_given(VIEW("first"));
    struct view text = line_at(recipients, is_after, number - 1)->text;
    return said_given(
        view_of(arena_printf(recipients->pair->arena, "behind %.*s", VIEW_ARG(text))));
}

/* Whether the line itself holds for whom it stands for. */
static bool is_in_force(const struct recipient_half *half)
{
    return half->holds == half->own;
}

/* What differs for those whom a line of either side, or of both, stands for. */
static void compare_halves(const struct recipients *recipients,
                           const struct recipient_half *before, const struct recipient_half *after,
                           struct changes *changes)
{
    const struct listener_pair *pair = recipients->pair;
    bool is_single = before->own == NULL || after->own == NULL;
    bool is_same = recipient_deed(&recipients->deeds, false, before->holder) ==
                   recipient_deed(&recipients->deeds, true, after->holder);
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
    else if (act_otherwise(before, after))
        compare_action(changes, before, before->holds, after, after->holds);
    compare_options(changes, pair->effective, before, old, after, new);
    if (gives_same || (!is_single && is_in_force(before) != is_in_force(after)))
        changes_add(changes, VIEW("place"), place_of(recipients, false, before->number),
                    place_of(recipients, true, after->number), (struct weight){0});
}

/* --- Telling ---------------------------------------------------------------------------------- */

static uint32_t hash_name(const struct recipients *recipients, struct view name)
{
    struct buffer key = buffer_new(recipients->pair->arena);
    for (size_t i = 0; i < name.length; i++)
        buffer_add_char(&key, ascii_lower(name.text[i]));
    return hash_bytes(recipients->pair->before.listener->seed, key.text, key.length);
}

/* Whether what is told says all that OTHER does. */
static bool covers(struct weight told, struct weight other)
{
    return (other.weaker & ~told.weaker) == 0 &&
           (other.unknown & ~(told.unknown | told.weaker)) == 0 &&
           (!other.may_stop || told.may_stop) &&
           (!other.stop_unknown || told.stop_unknown || told.may_stop);
}

/* Whether as much as WEIGHT is told of NAME, however its letters are written. */
static bool is_told(const struct recipients *recipients, struct view name, struct weight weight)
{
    const struct difference *list = recipients->pair->differences->list;
    uint32_t hash = hash_name(recipients, name);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(recipients->told, hash, &probe, &index))
        if (view_equal_nocase(list[index].name, name) &&
            covers(list[index].changes->weight, weight))
            return true;
    return false;
}

/* CHANGES as they are if case means nothing, which nobody knows. */
static struct changes in_doubt(const struct changes *changes)
{
    struct changes result = {.arena = changes->arena};
    const struct change_list *list = changes_done(changes);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct change *change = &list->list[i];
        const struct weight weight = {
            .unknown = change->weight.weaker | change->weight.unknown,
            .stop_unknown = change->weight.may_stop || change->weight.stop_unknown};
        changes_add(&result, change->name, change->before, change->after, weight);
    }
    return result;
}

static void add_difference(const struct recipients *recipients, struct difference *difference,
                           const struct changes *changes)
{
    const struct listener_pair *pair = recipients->pair;
    struct changes doubtful;
    if (changes->count == 0)
        return;
    if (recipients->told != NULL) {
        if (is_told(recipients, difference->name, changes->weight))
            return;
        doubtful = in_doubt(changes);
        changes = &doubtful;
        difference->kind = DIFFERENCE_CHANGED;
        difference->holds = VIEW("");
        difference->name = view_of(arena_printf(pair->arena, "%.*s, if case means nothing",
                                                VIEW_ARG(difference->name)));
    }
    difference->part = PART_RECIPIENT;
    difference->before = difference->after = NO_ENTRY;
    difference->listener = pair->name;
    difference->changes = changes_done(changes);
    differences_add(pair->arena, pair->differences, difference);
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
    struct difference difference = {.kind = DIFFERENCE_CHANGED, .name = like->text};
    compare_halves(recipients, &old, &new, &changes);
    if (old.own == NULL || new.own == NULL) {
        const struct recipient_entry *holds = old.own == NULL ? old.holds : new.holds;
        difference.kind = old.own == NULL ? DIFFERENCE_ADDED : DIFFERENCE_REMOVED;
        difference.holds = holds == NULL ? VIEW("") : holds->text;
    }
    add_difference(recipients, &difference, &changes);
}

/* --- A user of a domain ----------------------------------------------------------------------- */

static void add_crossing(const struct recipients *recipients, const struct crossing *crossing)
{
    const struct listener_pair *pair = recipients->pair;
    struct recipient_half before = half_held(recipients, false, NO_RECIPIENT, crossing->before);
    struct recipient_half after = half_held(recipients, true, NO_RECIPIENT, crossing->after);
    struct changes changes = {.arena = pair->arena};
    if (act_otherwise(&before, &after))
        compare_action(&changes, &before, before.holds, &after, after.holds);
    compare_options(&changes, pair->effective, &before, before.holds, &after, after.holds);
    struct difference difference = {
        .kind = DIFFERENCE_CHANGED,
        .name = view_of(arena_printf(pair->arena, "%.*s%.*s", VIEW_ARG(crossing->user->text),
                                     VIEW_ARG(crossing->domain->text)))};
    add_difference(recipients, &difference, &changes);
}

/* Whether a line of LISTENER has an option of an unknown name: it may be about anything. */
static bool has_unknown(const struct listener *listener)
{
    for (uint32_t i = 0; i < listener->recipient_count; i++)
        for (uint32_t k = 0; k < listener->recipients[i].options.count; k++)
            if (listener->recipients[i].options.list[k].param == FLOW_COUNT)
                return true;
    return false;
}

static void add_more(const struct listener_pair *pair)
{
    const struct said unknown = {.how = SAID_UNKNOWN};
    struct changes changes = {.arena = pair->arena};
    bool is_any = has_unknown(pair->before.listener) || has_unknown(pair->after.listener);
    changes_add(&changes, VIEW("action"), unknown, unknown,
                is_any ? weight_of_unknown() : weight_of_nothing());
    pair_add(pair, PART_RECIPIENT, DIFFERENCE_CHANGED,
             VIEW("more users of domains, whose lines changed places"), &changes);
}

/* True if all of them are told. */
static bool compare_crossings(const struct recipients *recipients)
{
    struct crossings crossings;
    recipient_crossings(recipients->pair->arena, recipients->books, &recipients->deeds, &crossings);
    for (uint32_t i = 0; i < crossings.count; i++)
        if (is_concerned(recipients, crossings.list[i].is_after, crossings.list[i].number))
            add_crossing(recipients, &crossings.list[i]);
    return crossings.is_whole;
}

/* --- All -------------------------------------------------------------------------------------- */

/* Compares the tables of the books; true if all that differs is told. */
static bool compare_tables(const struct recipients *recipients)
{
    struct arena *arena = recipients->pair->arena;
    const struct partner_key key = {recipients, hash_key, same_key};
    struct partners partners;
    partners_init(arena, recipients->books[false].listener->recipient_count,
                  recipients->books[true].listener->recipient_count, &partners);
    partners_match(arena, &partners, &key);
    for (uint32_t i = 0; i < partners.after_count; i++)
        if (is_concerned(recipients, true, i))
            add_line(recipients, partners.of_after[i], i);
    for (uint32_t i = 0; i < partners.before_count; i++)
        if (partners.of_before[i] == NO_PARTNER && is_concerned(recipients, false, i))
            add_line(recipients, i, NO_RECIPIENT);
    return compare_crossings(recipients);
}

static void make_books(struct recipients *recipients, const struct listener *before,
                       const struct listener *after)
{
    recipient_book_make(recipients->pair->arena, before, &recipients->books[false]);
    recipient_book_make(recipients->pair->arena, after, &recipients->books[true]);
}

/*
 * The same tables if case means nothing in users' names; FIRST is the difference that was told of
 * them first. True if all that differs is told.
 */
static bool compare_letters(const struct recipients *recipients, uint32_t first)
{
    const struct listener_pair *pair = recipients->pair;
    struct recipients folded = *recipients;
    struct recipient_letters letters;
    struct hash_table told;
    if (!recipient_letters_find(pair->arena, pair->before.listener, pair->after.listener, &letters))
        return true;
    hash_table_init(&told, pair->arena, 0);
    for (uint32_t i = first; i < pair->differences->count; i++)
        hash_table_insert(&told, hash_name(recipients, pair->differences->list[i].name), i);
    folded.told = &told;
    folded.letters = &letters;
    make_books(&folded, &letters.tables[false], &letters.tables[true]);
    return compare_tables(&folded);
}

void difference_recipients(struct listener_pair *pair)
{
    struct recipients recipients = {.pair = pair};
    uint32_t first = pair->differences->count;
    make_books(&recipients, pair->before.listener, pair->after.listener);
    recipient_deeds_make(pair->arena, pair->before.listener, pair->after.listener,
                         &recipients.deeds);
    if (!compare_tables(&recipients) || !compare_letters(&recipients, first))
        add_more(pair);
}
