/* SPDX-License-Identifier: MIT */
/*
 * What an appliance changes in one of the base's listeners. It is put together anew: lists of what
 * the base has are changed, then added to a listener of their own, so that the base's stay as they
 * are. What a change is about is found by a hash: it may have as many as the base has entries.
 */
#include "base/chain.h"
#include "read/flow.h"
#include "read/member.h"
#include "read/policy_flow.h"
#include "read/policy_listener.h"
#include "read/policy_overlay_once.h"
#include "read/policy_overlay_report.h"
#include "read/policy_overlay_recipients.h"

static const struct tree_list no_bundles;

/* A listener that is being changed. */
struct reshaping {
    struct lowering *lowering;
    struct arena *arena;
    struct listener *listener; /* which is without tables until the end */
    struct chain policies;     /* of struct mail_flow_policy */
    struct chain entries;      /* of struct access_entry */
    struct recipients_overlay recipients;
    struct changed_once changed;
};

enum { MOST_COMPARED = 1000 };

static bool is_given(struct tree_text text)
{
    return text.place.offset != 0;
}

/* Whether one of the names in CHAIN is to be looked for that PLACE misspells. */
static bool is_to_compare(const struct reshaping *reshaping, const struct chain *chain,
                          struct span place)
{
    return chain->count <= MOST_COMPARED &&
           diag_would_keep(reshaping->lowering->diag, SEVERITY_ERROR, place);
}

/* --- Policies --------------------------------------------------------------------------------- */

static uint32_t hash_name(const struct reshaping *reshaping, struct view name)
{
    return hash_bytes(reshaping->listener->seed, name.text, name.length);
}

/* The number of the policy called NAME, or CHAIN_END. */
static uint32_t find_policy(const struct reshaping *reshaping, struct view name)
{
    uint32_t hash = hash_name(reshaping, name);
    uint32_t probe = hash;
    uint32_t number;
    while (chain_next(&reshaping->policies, hash, &probe, &number)) {
        const struct mail_flow_policy *policy = chain_item(&reshaping->policies, number);
        if (view_equal(policy->name, name))
            return number;
    }
    return CHAIN_END;
}

static enum overlay_use use_of(const struct tree_part *part)
{
    return part->edit == TREE_REMOVAL ? OVERLAY_REMOVES : OVERLAY_CHANGES;
}

static void unknown_policy(struct reshaping *reshaping, const struct tree_part *part)
{
    struct tree_text name = part->name;
    const struct chain *chain = &reshaping->policies;
    struct nearest nearest = nearest_to(name.text);
    if (is_to_compare(reshaping, chain, name.place))
        for (uint32_t i = chain->first; i != CHAIN_END; i = chain_after(chain, i)) {
            const struct mail_flow_policy *policy = chain_item(chain, i);
            nearest_offer(&nearest, policy->name, policy->name);
        }
    overlay_report_unknown(reshaping->lowering, OVERLAY_POLICY, use_of(part), name, &nearest);
}

static void add_policy(struct reshaping *reshaping, const struct tree_part *part)
{
    struct lowering *lowering = reshaping->lowering;
    struct diag *diag = lowering->diag;
    uint32_t known = find_policy(reshaping, part->name.text);
    struct mail_flow_policy policy = listener_read_policy(lowering, NULL, part);
    if (known != CHAIN_END) {
        const struct mail_flow_policy *first = chain_item(&reshaping->policies, known);
        overlay_report_known(lowering, OVERLAY_POLICY, true, false, part->name, first->place);
        return;
    }
    if (!access_policy_name(diag, VOCABULARY_SOURCE,
                            (struct access_text){part->name.text, part->name.place}))
        return;
    if (!is_given(part->behavior))
        diag_help(diag,
                  diag_report(diag, CODE_POLICY_WITHOUT_BEHAVIOR, part->name.place,
                              "the mail flow policy %.*s has no behavior",
                              VIEW_ARG(part->name.text)),
                  "write accept, relay, reject, tcprefuse or continue behind its name");
    chain_insert(&reshaping->policies, hash_name(reshaping, policy.name), &policy, CHAIN_END);
}

static void change_default_policy(struct reshaping *reshaping, const struct tree_part *part)
{
    struct listener *listener = reshaping->listener;
    const struct mail_flow_policy *before =
        listener->has_default_policy ? &listener->default_policy : NULL;
    struct mail_flow_policy policy = listener_read_policy(reshaping->lowering, before, part);
    listener->has_default_policy = true;
    listener->default_policy = policy;
}

static void take_policy(struct reshaping *reshaping, const struct tree_part *part)
{
    if (part->is_default) {
        change_default_policy(reshaping, part);
        return;
    }
    uint32_t number = find_policy(reshaping, part->name.text);
    if (part->edit == TREE_ADDITION) {
        add_policy(reshaping, part);
    } else if (number == CHAIN_END) {
        unknown_policy(reshaping, part);
    } else if (part->edit == TREE_REMOVAL) {
        chain_remove(&reshaping->policies, number);
    } else {
        struct mail_flow_policy *known = chain_item(&reshaping->policies, number);
        *known = listener_read_policy(reshaping->lowering, known, part);
    }
}

/* --- Entries ---------------------------------------------------------------------------------- */

static bool read_member(struct reshaping *reshaping, struct tree_text text, struct member *member)
{
    return listener_read_note(reshaping->lowering, text, NULL) &&
           member_read(reshaping->lowering->diag, text.text, text.place, member);
}

static uint32_t hash_entry(const struct reshaping *reshaping, const struct access_entry *entry)
{
    uint64_t seed = reshaping->listener->seed;
    if (entry->kind == ACCESS_HOST && entry->member_count > 0)
        return member_hash(seed, &entry->members[0]);
    return hash_bytes(seed + entry->kind, entry->name.text, entry->name.length);
}

static bool is_same_entry(const struct access_entry *a, const struct access_entry *b)
{
    if (a->kind != b->kind || a->kind == ACCESS_ALL)
        return a->kind == b->kind;
    if (a->kind == ACCESS_GROUP)
        return view_equal(a->name, b->name);
    return a->member_count > 0 && b->member_count > 0 && member_same(a->members, b->members);
}

/* The number of the first entry that PART is about, or CHAIN_END; HOST is its member. */
static uint32_t find_entry(const struct reshaping *reshaping, const struct tree_part *part,
                           struct member *host)
{
    static const enum access_kind kinds[] = {
        [TREE_SENDER_GROUP] = ACCESS_GROUP,
        [TREE_HOST] = ACCESS_HOST,
        [TREE_ALL_HOSTS] = ACCESS_ALL,
    };
    const struct access_entry wanted = {.kind = kinds[part->kind],
                                        .name = part->kind == TREE_SENDER_GROUP ? part->name.text
                                                                                : VIEW(""),
                                        .members = host,
                                        .member_count = part->kind == TREE_HOST ? 1 : 0};
    uint32_t hash = hash_entry(reshaping, &wanted);
    uint32_t probe = hash;
    uint32_t number;
    uint32_t found = CHAIN_END;
    while (chain_next(&reshaping->entries, hash, &probe, &number))
        if (number < found && is_same_entry(chain_item(&reshaping->entries, number), &wanted))
            found = number;
    return found;
}

/* What kind of entry PART is about. */
static enum overlay_thing thing_of(const struct tree_part *part)
{
    return part->kind == TREE_SENDER_GROUP ? OVERLAY_GROUP
           : part->kind == TREE_HOST       ? OVERLAY_HOST
                                           : OVERLAY_ALL;
}

/* There is no entry that PART, which uses it for USE, is about. */
static void unknown_entry(struct reshaping *reshaping, const struct tree_part *part,
                          enum overlay_use use)
{
    const struct chain *chain = &reshaping->entries;
    struct nearest nearest = nearest_to(part->name.text);
    struct tree_text name = part->name;
    if (part->kind == TREE_ALL_HOSTS)
        name = (struct tree_text){VIEW("all"), part->keyword, false};
    if (part->kind == TREE_SENDER_GROUP && is_to_compare(reshaping, chain, name.place))
        for (uint32_t i = chain->first; i != CHAIN_END; i = chain_after(chain, i)) {
            const struct access_entry *entry = chain_item(chain, i);
            if (entry->kind == ACCESS_GROUP)
                nearest_offer(&nearest, entry->name, entry->name);
        }
    overlay_report_unknown(reshaping->lowering, thing_of(part), use, name, &nearest);
}

/* The number of the entry that a new one is put before; CHAIN_END, reported, if there is none. */
static uint32_t find_successor(struct reshaping *reshaping, const struct tree_part *part)
{
    struct lowering *lowering = reshaping->lowering;
    const struct tree_part wanted = {
        .kind = part->before_all ? TREE_ALL_HOSTS : TREE_SENDER_GROUP,
        .keyword = part->before.place,
        .name = part->before};
    if (!is_given(part->before)) {
        struct message *message = diag_report(lowering->diag, CODE_OVERLAY_WORD, part->keyword,
                                              "a new entry without a place in the order");
        diag_help(lowering->diag, message,
                  "write before and the name of a group, or before all, behind its name");
        return CHAIN_END;
    }
    uint32_t number = find_entry(reshaping, &wanted, NULL);
    if (number == CHAIN_END)
        unknown_entry(reshaping, &wanted, OVERLAY_PLACES_BEFORE);
    return number;
}

/* A new entry, as it would stand in a listener of its own. */
static void add_entry(struct reshaping *reshaping, const struct tree_part *part)
{
    struct lowering *lowering = reshaping->lowering;
    struct listeners alone;
    struct access_reader reader;
    listeners_init(&alone, reshaping->arena, lowering->policy->store->seed);
    struct listener *listener = listeners_get(&alone, reshaping->listener->name);
    access_reader_init(&reader, lowering->diag, listener);
    reader.vocabulary = VOCABULARY_SOURCE;
    uint32_t successor = find_successor(reshaping, part);
    listener_add_part(lowering, &reader, part);
    if (successor != CHAIN_END && listener->entry_count > 0)
        chain_insert(&reshaping->entries, hash_entry(reshaping, listener->entries),
                     listener->entries, successor);
}

/* The members that an entry has, found by what they match. */
struct known_members {
    struct hash_table table;
    uint64_t seed;
};

static uint32_t find_member(const struct known_members *known, const struct access_entry *entry,
                            const struct member *member)
{
    uint32_t hash = member_hash(known->seed, member);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&known->table, hash, &probe, &index))
        if (member_same(&entry->members[index], member))
            return index;
    return entry->member_count;
}

static void change_member(struct reshaping *reshaping, struct known_members *known,
                          struct access_entry *entry, const struct tree_member *change,
                          bool *removed)
{
    struct member member;
    struct access_note note;
    struct lowering *lowering = reshaping->lowering;
    if (!listener_read_note(lowering, change->note, &note) ||
        !read_member(reshaping, change->text, &member))
        return;
    uint32_t index = find_member(known, entry, &member);
    if (change->removes) {
        if (index == entry->member_count || removed[index])
            overlay_report_unknown(lowering, OVERLAY_MEMBER, OVERLAY_REMOVES, change->text, NULL);
        else
            removed[index] = true;
        return;
    }
    if (index < entry->member_count) {
        overlay_report_known(lowering, OVERLAY_MEMBER, false, false, change->text,
                             entry->members[index].place);
        return;
    }
    if (note.given) {
        struct view *text = arena_alloc(reshaping->arena, sizeof *text);
        *text = note.text;
        member.description = text;
    }
    hash_table_insert(&known->table, member_hash(known->seed, &member), entry->member_count);
    access_add_member(reshaping->arena, entry, &member);
}

/* New members at the end; those that are removed go. */
static void change_members(struct reshaping *reshaping, struct access_entry *entry,
                           const struct tree_part *part)
{
    struct arena *arena = reshaping->arena;
    struct known_members known = {.seed = reshaping->listener->seed};
    struct access_entry old = *entry;
    uint32_t count = 0;
    for (const struct tree_member *member = part->members; member != NULL; member = member->next)
        count++;
    if (count == 0)
        return;
    hash_table_init(&known.table, arena, old.member_count);
    entry->members = NULL;
    entry->member_count = entry->member_capacity = 0;
    for (uint32_t i = 0; i < old.member_count; i++) {
        hash_table_insert(&known.table, member_hash(known.seed, &old.members[i]), i);
        access_add_member(arena, entry, &old.members[i]);
    }
    bool *removed = arena_zero(arena, old.member_count + count, sizeof *removed);
    for (const struct tree_member *member = part->members; member != NULL; member = member->next)
        change_member(reshaping, &known, entry, member, removed);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < entry->member_count; i++)
        if (!removed[i])
            entry->members[kept++] = entry->members[i];
    entry->member_count = kept;
}

static void change_entry(struct reshaping *reshaping, struct access_entry *entry,
                         const struct tree_part *part)
{
    struct lowering *lowering = reshaping->lowering;
    struct access_note note;
    const struct access_text use = {part->use.text, part->use.place};
    if (is_given(part->use) && access_policy_name(lowering->diag, VOCABULARY_SOURCE, use)) {
        entry->policy = use.text;
        entry->policy_place = use.place;
    } else if (is_given(part->behavior)) {
        enum behavior behavior = listener_behavior(lowering, part->behavior);
        entry->policy = VIEW("");
        entry->behavior = behavior == BEHAVIOR_COUNT ? entry->behavior : behavior;
        entry->policy_place = part->behavior.place;
    }
    entry->settings = policy_flow_settings(&lowering->names, FLOW_TABLE_HAT, &entry->settings,
                                           &no_bundles, &part->flow);
    if (listener_read_note(lowering, part->note, &note) && note.given) {
        entry->has_description = true;
        entry->description = note.text;
    }
    change_members(reshaping, entry, part);
}

static void take_entry(struct reshaping *reshaping, const struct tree_part *part)
{
    struct member host = {.kind = MEMBER_ALL};
    if (part->kind == TREE_HOST && !read_member(reshaping, part->name, &host))
        return;
    uint32_t number = find_entry(reshaping, part, &host);
    bool adds = part->edit == TREE_ADDITION || is_given(part->before);
    if (adds && number != CHAIN_END) {
        const struct access_entry *known = chain_item(&reshaping->entries, number);
        overlay_report_known(reshaping->lowering, thing_of(part), part->edit == TREE_ADDITION,
                             is_given(part->before), part->name, known->place);
    } else if (adds) {
        add_entry(reshaping, part);
    } else if (number == CHAIN_END) {
        unknown_entry(reshaping, part, use_of(part));
    } else if (part->edit == TREE_REMOVAL) {
        chain_remove(&reshaping->entries, number);
    } else {
        change_entry(reshaping, chain_item(&reshaping->entries, number), part);
    }
}

/* --- A listener ------------------------------------------------------------------------------- */

/* The lists of what LISTENER has, which is then without them. */
static void begin_reshaping(struct reshaping *reshaping, struct listener *listener)
{
    struct arena *arena = reshaping->arena;
    const struct listener old = *listener;
    reshaping->listener = listener;
    chain_init(&reshaping->policies, arena, sizeof *old.policies, old.policy_count);
    chain_init(&reshaping->entries, arena, sizeof *old.entries, old.entry_count);
    recipients_overlay_begin(&reshaping->recipients, reshaping->lowering, listener);
    for (uint32_t i = 0; i < old.policy_count; i++)
        chain_insert(&reshaping->policies, hash_name(reshaping, old.policies[i].name),
                     &old.policies[i], CHAIN_END);
    for (uint32_t i = 0; i < old.entry_count; i++)
        chain_insert(&reshaping->entries, hash_entry(reshaping, &old.entries[i]), &old.entries[i],
                     CHAIN_END);
    listener->policies = NULL;
    listener->entries = NULL;
    listener->policy_count = listener->policy_capacity = 0;
    listener->entry_count = listener->entry_capacity = 0;
    hash_table_init(&listener->policy_names, arena, old.policy_count);
    hash_table_init(&listener->group_names, arena, old.entry_count);
}

/* Whether the entry is the base's, and its policy is one that the base does not define either. */
static bool was_judged(const struct access_entry *entry, const struct listener *base,
                       const struct tree_statement *statement)
{
    uint32_t at = entry->policy_place.offset;
    bool own = at >= statement->place.offset && at < statement->place.end;
    return !own && entry->policy.length > 0 && listener_policy(base, entry->policy) == NULL;
}

/* The table as a whole, but for what was said of the base's. */
static void judge(const struct reshaping *reshaping, const struct tree_statement *statement)
{
    const struct lowering *lowering = reshaping->lowering;
    const struct listener *base =
        listeners_find(&lowering->policy->listeners, reshaping->listener->name);
    struct listener judged = *reshaping->listener;
    judged.entries =
        arena_alloc(reshaping->arena, (judged.entry_count + 1u) * sizeof *judged.entries);
    judged.entry_count = 0;
    for (uint32_t i = 0; i < reshaping->listener->entry_count; i++)
        if (!was_judged(&reshaping->listener->entries[i], base, statement))
            judged.entries[judged.entry_count++] = reshaping->listener->entries[i];
    access_check(lowering->diag, VOCABULARY_SOURCE, &judged, true, statement->name.place);
}

/* Whether a part of the listener could not be read, here or where the base defines it. */
static bool is_broken(const struct lowering *lowering, const struct tree_statement *statement)
{
    const struct definition *base =
        names_known(&lowering->names, DEFINITION_LISTENER, statement->name.text);
    return listener_is_broken(statement->parts) ||
           (base != NULL && listener_is_broken(base->statement->parts));
}

static void end_reshaping(struct reshaping *reshaping, const struct tree_statement *statement)
{
    struct listener *listener = reshaping->listener;
    const struct chain *chain = &reshaping->policies;
    for (uint32_t i = chain->first; i != CHAIN_END; i = chain_after(chain, i))
        listener_add_policy(reshaping->arena, listener, chain_item(chain, i));
    chain = &reshaping->entries;
    for (uint32_t i = chain->first; i != CHAIN_END; i = chain_after(chain, i))
        listener_add_entry(reshaping->arena, listener, chain_item(chain, i));
    if (listener_has_hat(listener) && !is_broken(reshaping->lowering, statement))
        judge(reshaping, statement);
    recipients_overlay_end(&reshaping->recipients, statement->name.place);
}

static void take_part(struct reshaping *reshaping, const struct tree_part *part,
                      enum tree_edit edit)
{
    if (part->kind == TREE_BROKEN_PART)
        return;
    if (part->kind == TREE_RECIPIENT_TABLE && reshaping->recipients.any)
        recipients_overlay_take(&reshaping->recipients, part, edit);
    if (part->kind == TREE_RECIPIENT_TABLE ||
        (listener_is_access(part) && !listener_has_hat(reshaping->listener)))
        return;
    bool places = is_given(part->before) && part->edit == TREE_CHANGE;
    if ((places ? TREE_ADDITION : part->edit) != edit)
        return;
    if (edit == TREE_CHANGE && !changed_once(&reshaping->changed, part))
        return;
    if (part->kind == TREE_LISTENER_SETTING)
        listener_take_setting(reshaping->lowering, reshaping->listener, part);
    else if (part->kind == TREE_MAIL_FLOW_POLICY)
        take_policy(reshaping, part);
    else
        take_entry(reshaping, part);
}

void listener_reshape(struct lowering *lowering, struct policy *policy, struct listener *listener,
                      const struct tree_statement *statement)
{
    static const enum tree_edit order[] = {TREE_REMOVAL, TREE_ADDITION, TREE_CHANGE};
    struct reshaping reshaping = {.lowering = lowering, .arena = lowering->diag->arena};
    begin_reshaping(&reshaping, listener);
    changed_once_init(&reshaping.changed, lowering->diag, listener->seed);
    listener_take_type(lowering, listener, statement);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        for (const struct tree_part *part = statement->parts; part != NULL; part = part->next)
            take_part(&reshaping, part, order[i]);
    end_reshaping(&reshaping, statement);
    listener_lower_tables(lowering, policy, listener, statement);
}
