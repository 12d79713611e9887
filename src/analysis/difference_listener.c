/* SPDX-License-Identifier: MIT */
#include "analysis/difference_listener.h"

#include "analysis/difference_fates.h"
#include "analysis/difference_flow.h"
#include "analysis/difference_groups.h"
#include "analysis/difference_recipients.h"
#include "analysis/members.h"
#include "analysis/weight_listener.h"
#include "base/buffer.h"
#include "model/document_listener.h"

#include <inttypes.h>

/* Two sides while their listeners are compared. */
struct comparing {
    struct listener_pair pair; /* the two that are at work */
    const struct side *before;
    const struct side *after;
    bool is_whole; /* what one side lacks is not there */
};

/* --- Who is compared with whom ---------------------------------------------------------------- */

static bool is_lonely(const struct side *before, const struct side *after)
{
    return (before->unnamed || after->unnamed) && before->policy->listeners.count == 1 &&
           after->policy->listeners.count == 1;
}

/* The listener of SIDE that OTHER's LISTENER is compared with, or NULL. */
static const struct listener *counterpart(const struct side *side, const struct side *other,
                                          const struct listener *listener)
{
    if (is_lonely(side, other))
        return &side->policy->listeners.list[0];
    return listeners_find(&side->policy->listeners, listener->name);
}

bool difference_listeners_clear(const struct side *before, const struct side *after)
{
    const struct side *unnamed = before->unnamed ? before : after;
    const struct side *other = before->unnamed ? after : before;
    const struct listeners *listeners = &unnamed->policy->listeners;
    if (!unnamed->unnamed || listeners->count == 0 || other->policy->listeners.count == 0)
        return true;
    return counterpart(other, unnamed, &listeners->list[0]) != NULL;
}

/* --- The listener's own settings -------------------------------------------------------------- */

/*
 * What another value of a setting weighs: through which door mail comes. Which one that is where
 * one side does not say it is not known.
 */
static struct weight weight_of_frame(enum listener_setting setting, bool is_known)
{
    bool is_door = setting == LISTENER_INTERFACE || setting == LISTENER_PROTOCOL ||
                   setting == LISTENER_PORT;
    return (struct weight){.may_stop = is_door && is_known, .stop_unknown = is_door && !is_known};
}

/*
 * A private listener takes mail for everybody, and a black hole swallows it: whether that is more
 * or less protection, its tables say.
 */
static struct weight weight_of_type(enum listener_type after)
{
    return (struct weight){.unknown = WEIGHT_BIT(WEIGHT_ACCESS),
                           .may_stop = after == LISTENER_BLACKHOLE,
                           .stop_unknown = after == LISTENER_PUBLIC || after == LISTENER_UNKNOWN};
}

static struct said said_frame(struct arena *arena, struct view text)
{
    return text.length == 0 ? said_nothing() : said_given(arena_copy(arena, text));
}

/* Adds a setting that differs: where both say it, or with IS_WHOLE whoever does. */
static void add_frame(struct changes *changes, const char *name, struct view before,
                      struct view after, bool is_whole, struct weight weight)
{
    if (view_equal(before, after) || (!is_whole && (before.length == 0 || after.length == 0)))
        return;
    changes_add(changes, view_of(name), said_frame(changes->arena, before),
                said_frame(changes->arena, after), weight);
}

static struct view frame_text(const struct listener *listener, enum listener_setting setting,
                              char buffer[FLOW_MOST_DIGITS])
{
    return listener == NULL ? VIEW("") : document_listener_text(listener, setting, buffer);
}

/* Either may be NULL: then all that the other says is told, and weighs nothing by itself. */
static void compare_frames(const struct listener *before, const struct listener *after,
                           bool is_whole, struct changes *changes)
{
    bool is_single = before == NULL || after == NULL;
    enum listener_type old = before == NULL ? LISTENER_UNKNOWN : before->type;
    enum listener_type new = after == NULL ? LISTENER_UNKNOWN : after->type;
    struct weight weight = {0};
    if (!is_single)
        weight = weight_of_type(new);
    add_frame(changes, "type", view_of(document_type_word(old)), view_of(document_type_word(new)),
              is_single || is_whole, weight);
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++) {
        enum listener_setting setting = (enum listener_setting)i;
        char digits[2][FLOW_MOST_DIGITS];
        struct view first = frame_text(before, setting, digits[false]);
        struct view second = frame_text(after, setting, digits[true]);
        if (!is_single)
            weight = weight_of_frame(setting, first.length > 0 && second.length > 0);
        add_frame(changes, document_listener_setting(setting), first, second,
                  is_single || is_whole, weight);
    }
}

/* --- A listener that one side lacks ----------------------------------------------------------- */

/* What LISTENER's entries give, a mask of behaviors; a policy that it lacks is BEHAVIOR_COUNT. */
static unsigned behaviors_of(const struct listener *listener)
{
    unsigned behaviors = 0;
    for (uint32_t i = 0; i < listener->entry_count; i++)
        if (listener->entries[i].member_count > 0)
            behaviors |= 1U << access_behavior(listener, &listener->entries[i]);
    return behaviors;
}

/* The weight of giving those who are refused where there is no listener what this one gives. */
static struct weight weight_of_opening(unsigned behaviors, bool is_added)
{
    struct weight weight = {0};
    for (int i = 0; i <= BEHAVIOR_COUNT; i++) {
        enum behavior behavior = (enum behavior)i;
        if ((behaviors & 1U << i) == 0)
            continue;
        weight = weight_join(weight, is_added
                                         ? weight_of_behavior(BEHAVIOR_REJECT, behavior)
                                         : weight_of_behavior(behavior, BEHAVIOR_REJECT));
    }
    return weight;
}

static struct view behaviors_said(struct arena *arena, unsigned behaviors)
{
    struct buffer text = buffer_new(arena);
    if ((behaviors & 1U << BEHAVIOR_COUNT) != 0)
        return VIEW("not known");
    for (int i = 0; i < BEHAVIOR_COUNT; i++) {
        if ((behaviors & 1U << i) == 0)
            continue;
        buffer_add_string(&text, text.length == 0 ? "" : ", ");
        buffer_add(&text, behavior_said(arena, (enum behavior)i));
    }
    return buffer_view(&text);
}

static uint32_t group_count(const struct listener *listener)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < listener->entry_count; i++)
        count += listener->entries[i].kind == ACCESS_GROUP;
    return count;
}

/* Adds one fact of a listener that one side lacks. */
static void add_fact(struct changes *changes, bool is_added, const char *name, struct view text,
                     struct weight weight)
{
    changes_add(changes, view_of(name), is_added ? said_nothing() : said_given(text),
                is_added ? said_given(text) : said_nothing(), weight);
}

static void add_count(struct changes *changes, bool is_added, const char *name, uint32_t count)
{
    if (count > 0)
        add_fact(changes, is_added, name,
                 view_of(arena_printf(changes->arena, "%" PRIu32, count)), (struct weight){0});
}

/* A listener that is new or gone: what it is, and how much it has. */
static void add_single(const struct listener_pair *pair, const struct listener *listener,
                       bool is_added)
{
    struct changes changes = {.arena = pair->arena};
    unsigned behaviors = behaviors_of(listener);
    compare_frames(is_added ? NULL : listener, is_added ? listener : NULL, true, &changes);
    if (behaviors != 0)
        add_fact(&changes, is_added, "behavior", behaviors_said(pair->arena, behaviors),
                 weight_of_opening(behaviors, is_added));
    else /* nothing is known of whom it takes */
        changes.weight = weight_of_nothing();
    add_count(&changes, is_added, "mail-flow-policies", listener->policy_count);
    add_count(&changes, is_added, "sender-groups", group_count(listener));
    add_count(&changes, is_added, "recipients", listener->recipient_count);
    pair_add(pair, PART_LISTENER, is_added ? DIFFERENCE_ADDED : DIFFERENCE_REMOVED, pair->name,
             &changes);
}

/* --- A table that one side lacks ------------------------------------------------------------- */

/* That one of two listeners has no such table: what the appliance does then nobody says. */
static void add_table(struct changes *changes, const char *name, bool old, bool new,
                      uint32_t old_count, uint32_t new_count)
{
    if (old == new)
        return;
    struct view text =
        view_of(arena_printf(changes->arena, "%" PRIu32, old ? old_count : new_count));
    changes_add(changes, view_of(name), old ? said_given(text) : said_nothing(),
                new ? said_given(text) : said_nothing(), weight_of_nothing());
}

static void compare_tables(const struct listener *before, const struct listener *after,
                           struct changes *changes)
{
    add_table(changes, "entries", listener_has_hat(before), listener_has_hat(after),
              before->entry_count, after->entry_count);
    add_table(changes, "recipients", listener_has_rat(before), listener_has_rat(after),
              before->recipient_count, after->recipient_count);
}

static void add_lack(struct comparing *comparing, enum side_content content, bool by_older,
                     struct view listener)
{
    differences_lack(comparing->pair.arena, comparing->pair.differences,
                     &(struct lack){content, by_older, listener});
}

/*
 * Whether something that the two listeners have, as OLD and NEW say, is to be compared. Where one
 * does not have it and that does not mean that it is not there, that is noted.
 */
static bool is_compared(struct comparing *comparing, enum side_content content, bool old, bool new)
{
    if (old == new || comparing->is_whole)
        return old || new;
    const struct side *lacking = new ? comparing->before : comparing->after;
    bool lacks_all = content != SIDE_FLOW_DEFAULTS && (side_holds(lacking) & 1U << content) == 0;
    add_lack(comparing, content, new, lacks_all ? VIEW("") : comparing->pair.name);
    return false;
}

/* Notes what is left out where one side has no listeners. */
static void leave_out_all(struct comparing *comparing)
{
    unsigned old = side_holds(comparing->before);
    unsigned new = side_holds(comparing->after);
    bool by_older = comparing->before->policy->listeners.count == 0;
    bool has_tables = false;
    for (int i = SIDE_HATS; i <= SIDE_RATS; i++) {
        if (((old ^ new) & 1U << i) == 0)
            continue;
        add_lack(comparing, (enum side_content)i, by_older, VIEW(""));
        has_tables = true;
    }
    if (!has_tables)
        add_lack(comparing, SIDE_LISTENERS, by_older, VIEW(""));
}

/* --- All -------------------------------------------------------------------------------------- */

static bool has_defaults(const struct listener_half *half)
{
    return half->defaults.settings != NULL;
}

/* Compares the two at work; true if they had anything in common. */
static bool compare_listeners(struct comparing *comparing)
{
    struct listener_pair *pair = &comparing->pair;
    const struct listener *before = pair->before.listener;
    const struct listener *after = pair->after.listener;
    struct changes changes = {.arena = pair->arena};
    bool has_hats = is_compared(comparing, SIDE_HATS, listener_has_hat(before),
                                listener_has_hat(after));
    bool has_rats = is_compared(comparing, SIDE_RATS, listener_has_rat(before),
                                listener_has_rat(after));
    bool has_own = before->has_default_policy || after->has_default_policy;
    bool has_flows = has_own && is_compared(comparing, SIDE_FLOW_DEFAULTS,
                                            has_defaults(&pair->before),
                                            has_defaults(&pair->after));
    compare_frames(before, after, comparing->is_whole, &changes);
    if (comparing->is_whole)
        compare_tables(before, after, &changes);
    if (changes.count > 0)
        pair_add(pair, PART_LISTENER, DIFFERENCE_CHANGED, pair->name, &changes);
    if (has_flows)
        difference_flow_defaults(pair);
    if (has_hats || comparing->is_whole)
        difference_policies(pair);
    if (has_hats) {
        difference_groups(pair);
        difference_fates(pair);
    }
    if (has_rats)
        difference_recipients(pair);
    return has_hats || has_rats || has_flows || comparing->is_whole ||
           (before->type != LISTENER_UNKNOWN && after->type != LISTENER_UNKNOWN);
}

static struct listener_half half_of(const struct side *side, const struct listener *listener)
{
    return (struct listener_half){listener, flow_defaults_of(listener, &side->flow_defaults)};
}

/* LISTENER, which the other side lacks. */
static void compare_single(struct comparing *comparing, const struct listener *listener,
                           bool is_added)
{
    bool is_alone = comparing->before->absent || comparing->after->absent;
    bool is_named = !comparing->before->unnamed && !comparing->after->unnamed &&
                    side_can_hold(comparing->before, SIDE_LISTENERS) &&
                    side_can_hold(comparing->after, SIDE_LISTENERS);
    comparing->pair.name = listener->name;
    if (!is_named && !is_alone) {
        add_lack(comparing, SIDE_LISTENERS, is_added, listener->name);
        return;
    }
    add_single(&comparing->pair, listener, is_added);
    comparing->pair.differences->has_listeners = true;
}

void difference_listeners(struct arena *arena, const struct side *before, const struct side *after,
                          const struct difference_wish *wish, struct differences *differences)
{
    const struct listeners *old = &before->policy->listeners;
    const struct listeners *new = &after->policy->listeners;
    bool is_alone = before->absent || after->absent;
    struct comparing comparing = {
        .pair = {.arena = arena, .effective = wish->effective, .differences = differences},
        .before = before,
        .after = after,
        .is_whole = sides_alike(before, after)};
    struct listener_pair *pair = &comparing.pair;
    if (!is_alone && !comparing.is_whole && (old->count == 0 || new->count == 0)) {
        if (old->count + new->count > 0)
            leave_out_all(&comparing);
        return;
    }
    for (uint32_t i = 0; i < new->count; i++) {
        const struct listener *partner = counterpart(before, after, &new->list[i]);
        if (partner == NULL) {
            compare_single(&comparing, &new->list[i], true);
            continue;
        }
        pair->before = half_of(before, partner);
        pair->after = half_of(after, &new->list[i]);
        pair->name = after->unnamed ? partner->name : new->list[i].name;
        differences->has_listeners |= compare_listeners(&comparing);
    }
    for (uint32_t i = 0; i < old->count; i++)
        if (counterpart(after, before, &old->list[i]) == NULL)
            compare_single(&comparing, &old->list[i], false);
}
