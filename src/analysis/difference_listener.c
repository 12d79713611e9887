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

/* What another value of a setting weighs: through which door mail comes. */
static struct weight weight_of_frame(enum listener_setting setting)
{
    bool is_door = setting == LISTENER_INTERFACE || setting == LISTENER_PROTOCOL ||
                   setting == LISTENER_PORT;
    return (struct weight){.may_stop = is_door};
}

/*
 * A private listener takes mail for everybody, and a black hole swallows it: whether that is more
 * or less protection, its tables say.
 */
static struct weight weight_of_type(enum listener_type after)
{
    return (struct weight){.unknown = WEIGHT_BIT(WEIGHT_ACCESS),
                           .may_stop = after == LISTENER_BLACKHOLE,
                           .stop_unknown = after == LISTENER_PUBLIC};
}

static struct said said_frame(struct arena *arena, struct view text)
{
    return text.length == 0 ? said_nothing() : said_given(arena_copy(arena, text));
}

/* Adds a setting that differs: where both say it, or all of a listener that stands alone. */
static void add_frame(struct changes *changes, const char *name, struct view before,
                      struct view after, bool is_single, struct weight weight)
{
    if (view_equal(before, after) || (!is_single && (before.length == 0 || after.length == 0)))
        return;
    if (is_single)
        weight = (struct weight){0};
    changes_add(changes, view_of(name), said_frame(changes->arena, before),
                said_frame(changes->arena, after), weight);
}

static struct view frame_text(const struct listener *listener, enum listener_setting setting,
                              char buffer[FLOW_MOST_DIGITS])
{
    return listener == NULL ? VIEW("") : document_listener_text(listener, setting, buffer);
}

/* Either may be NULL: then all that the other says is told. */
static void compare_frames(const struct listener *before, const struct listener *after,
                           struct changes *changes)
{
    bool is_single = before == NULL || after == NULL;
    enum listener_type old = before == NULL ? LISTENER_UNKNOWN : before->type;
    enum listener_type new = after == NULL ? LISTENER_UNKNOWN : after->type;
    add_frame(changes, "type", view_of(document_type_word(old)), view_of(document_type_word(new)),
              is_single, weight_of_type(new));
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++) {
        enum listener_setting setting = (enum listener_setting)i;
        char first[FLOW_MOST_DIGITS];
        char second[FLOW_MOST_DIGITS];
        add_frame(changes, document_listener_setting(setting), frame_text(before, setting, first),
                  frame_text(after, setting, second), is_single,
                  weight_of_frame(setting));
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
    uint32_t groups = 0;
    compare_frames(is_added ? NULL : listener, is_added ? listener : NULL, &changes);
    for (uint32_t i = 0; i < listener->entry_count; i++)
        groups += listener->entries[i].kind == ACCESS_GROUP;
    if (behaviors != 0)
        add_fact(&changes, is_added, "behavior", behaviors_said(pair->arena, behaviors),
                 weight_of_opening(behaviors, is_added));
    else /* nothing is known of whom it takes */
        changes.weight = weight_of_nothing();
    add_count(&changes, is_added, "mail-flow-policies", listener->policy_count);
    add_count(&changes, is_added, "sender-groups", groups);
    add_count(&changes, is_added, "recipients", listener->recipient_count);
    pair_add(pair, PART_LISTENER, is_added ? DIFFERENCE_ADDED : DIFFERENCE_REMOVED, pair->name,
             &changes);
}

/* --- All -------------------------------------------------------------------------------------- */

static void compare_listeners(struct listener_pair *pair)
{
    const struct listener *before = pair->before.listener;
    const struct listener *after = pair->after.listener;
    struct changes changes = {.arena = pair->arena};
    compare_frames(before, after, &changes);
    if (changes.count > 0)
        pair_add(pair, PART_LISTENER, DIFFERENCE_CHANGED, pair->name, &changes);
    difference_flow_defaults(pair);
    if (listener_has_hat(before) && listener_has_hat(after)) {
        difference_policies(pair);
        difference_groups(pair);
        difference_fates(pair);
    }
    if (listener_has_rat(before) && listener_has_rat(after))
        difference_recipients(pair);
}

static struct listener_half half_of(const struct side *side, const struct listener *listener)
{
    return (struct listener_half){listener, flow_defaults_of(listener, &side->flow_defaults)};
}

/* Whether two listeners have anything that both hold. */
static bool are_comparable(const struct listener *before, const struct listener *after)
{
    return (listener_has_hat(before) && listener_has_hat(after)) ||
           (listener_has_rat(before) && listener_has_rat(after)) ||
           (before->type != LISTENER_UNKNOWN && after->type != LISTENER_UNKNOWN) ||
           (before->has_default_policy && after->has_default_policy);
}

void difference_listeners(struct arena *arena, const struct side *before, const struct side *after,
                          const struct difference_wish *wish, struct differences *differences)
{
    const struct listeners *old = &before->policy->listeners;
    const struct listeners *new = &after->policy->listeners;
    bool is_alone = before->absent || after->absent;
    bool tells_single = is_alone || !(before->unnamed || before->alone || after->unnamed ||
                                      after->alone);
    struct listener_pair pair = {
        .arena = arena, .effective = wish->effective, .differences = differences};
    if (!is_alone && (old->count == 0 || new->count == 0))
        return;
    for (uint32_t i = 0; i < new->count; i++) {
        const struct listener *partner = counterpart(before, after, &new->list[i]);
        if (partner != NULL) {
            pair.before = half_of(before, partner);
            pair.after = half_of(after, &new->list[i]);
            pair.name = after->unnamed ? partner->name : new->list[i].name;
            compare_listeners(&pair);
            differences->has_listeners |= are_comparable(partner, &new->list[i]);
        } else if (tells_single) {
            pair.name = new->list[i].name;
            add_single(&pair, &new->list[i], true);
            differences->has_listeners = true;
        }
    }
    for (uint32_t i = 0; i < old->count && tells_single; i++) {
        pair.name = old->list[i].name;
        if (counterpart(after, before, &old->list[i]) == NULL)
            add_single(&pair, &old->list[i], false);
        differences->has_listeners |= after->absent;
    }
}
