/* SPDX-License-Identifier: MIT */
#include "model/listener.h"

#include "base/buffer.h"

/* --- Words ------------------------------------------------------------------------------------ */

static const char *const behaviors[BEHAVIOR_COUNT] = {
    [BEHAVIOR_ACCEPT] = "ACCEPT",         [BEHAVIOR_RELAY] = "RELAY",
    [BEHAVIOR_REJECT] = "REJECT",         [BEHAVIOR_TCPREFUSE] = "TCPREFUSE",
    [BEHAVIOR_CONTINUE] = "CONTINUE",
};

static const char *const actions[RECIPIENT_ACTION_COUNT] = {
    [RECIPIENT_ACCEPT] = "ACCEPT",
    [RECIPIENT_REJECT] = "REJECT",
    [RECIPIENT_RELAY] = "RELAY",
};

static const char *const member_words[MEMBER_KIND_COUNT] = {
    [MEMBER_NX_DOMAIN] = "nx.domain",
    [MEMBER_SERV_FAIL] = "serv.fail",
    [MEMBER_NOT_VERIFIED] = "not.double.verified",
    [MEMBER_ALL] = "ALL",
};

/* The policies that the set-up of a listener makes. */
static const char *const own_policies[] = {"ACCEPTED", "BLOCKED", "RELAYED", "THROTTLED",
                                           "TRUSTED"};

static int word_find(const char *const *words, int count, struct view word)
{
    for (int i = 0; i < count; i++)
        if (view_equal_nocase(word, view_of(words[i])))
            return i;
    return count;
}

static void words_nearest(const char *const *words, int count, struct nearest *nearest)
{
    for (int i = 0; i < count; i++)
        nearest_offer(nearest, view_of(words[i]), view_of(words[i]));
}

const char *behavior_word(enum behavior behavior)
{
    return behaviors[behavior];
}

enum behavior behavior_find(struct view word)
{
    return (enum behavior)word_find(behaviors, BEHAVIOR_COUNT, word);
}

void behavior_nearest(struct nearest *nearest)
{
    words_nearest(behaviors, BEHAVIOR_COUNT, nearest);
}

const char *recipient_action_word(enum recipient_action action)
{
    return actions[action];
}

enum recipient_action recipient_action_find(struct view word)
{
    return (enum recipient_action)word_find(actions, RECIPIENT_ACTION_COUNT, word);
}

void recipient_action_nearest(struct nearest *nearest)
{
    words_nearest(actions, RECIPIENT_ACTION_COUNT, nearest);
}

const char *member_word(enum member_kind kind)
{
    return member_words[kind];
}

bool listener_has_by_itself(struct view policy_name)
{
    for (size_t i = 0; i < sizeof own_policies / sizeof own_policies[0]; i++)
        if (view_equal(policy_name, view_of(own_policies[i])))
            return true;
    return false;
}

static bool is_letter(char c)
{
    char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || c == '_';
}

bool listener_is_name(struct view name)
{
    if (name.length == 0 || !is_letter(name.text[0]))
        return false;
    for (size_t i = 1; i < name.length; i++)
        if (!is_letter(name.text[i]) && name.text[i] != '-' &&
            !(name.text[i] >= '0' && name.text[i] <= '9'))
            return false;
    return true;
}

/* --- Members ---------------------------------------------------------------------------------- */

/* The bytes that tell a member from others of its kind. */
static struct view member_bytes(const struct member *member)
{
    switch (member->kind) {
    case MEMBER_ADDRESS:
        return (struct view){(const char *)&member->range, sizeof member->range};
    case MEMBER_SBRS:
        return (struct view){(const char *)&member->score, sizeof member->score};
    case MEMBER_HOST:
    case MEMBER_PARTIAL:
    case MEMBER_OWNER:
    case MEMBER_DNSLIST:
    case MEMBER_COUNTRY:
        return member->name;
    default:
        return VIEW("");
    }
}

bool member_same(const struct member *a, const struct member *b)
{
    return a->kind == b->kind && view_equal(member_bytes(a), member_bytes(b));
}

uint32_t member_hash(uint64_t seed, const struct member *member)
{
    struct view bytes = member_bytes(member);
    return hash_bytes(seed + (uint64_t)member->kind, bytes.text, bytes.length);
}

void access_add_member(struct arena *arena, struct access_entry *entry, const struct member *member)
{
    entry->members = array_grow(arena, entry->members, entry->member_count, &entry->member_capacity,
                                sizeof *entry->members);
    entry->members[entry->member_count++] = *member;
}

/* --- What a listener has ---------------------------------------------------------------------- */

static uint32_t name_hash(uint64_t seed, struct view name)
{
    return hash_bytes(seed, name.text, name.length);
}

struct mail_flow_policy *listener_policy(const struct listener *listener, struct view name)
{
    uint32_t hash = name_hash(listener->seed, name);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&listener->policy_names, hash, &probe, &index))
        if (view_equal(listener->policies[index].name, name))
            return &listener->policies[index];
    return NULL;
}

const struct access_entry *listener_group(const struct listener *listener, struct view name)
{
    uint32_t hash = name_hash(listener->seed, name);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&listener->group_names, hash, &probe, &index))
        if (view_equal(listener->entries[index].name, name))
            return &listener->entries[index];
    return NULL;
}

struct mail_flow_policy *listener_add_policy(struct arena *arena, struct listener *listener,
                                             const struct mail_flow_policy *policy)
{
    listener->policies = array_grow(arena, listener->policies, listener->policy_count,
                                    &listener->policy_capacity, sizeof *listener->policies);
    hash_table_insert(&listener->policy_names, name_hash(listener->seed, policy->name),
                      listener->policy_count);
    listener->policies[listener->policy_count] = *policy;
    return &listener->policies[listener->policy_count++];
}

struct access_entry *listener_add_entry(struct arena *arena, struct listener *listener,
                                        const struct access_entry *entry)
{
    listener->entries = array_grow(arena, listener->entries, listener->entry_count,
                                   &listener->entry_capacity, sizeof *listener->entries);
    if (entry->kind == ACCESS_GROUP && listener_group(listener, entry->name) == NULL)
        hash_table_insert(&listener->group_names, name_hash(listener->seed, entry->name),
                          listener->entry_count);
    listener->entries[listener->entry_count] = *entry;
    return &listener->entries[listener->entry_count++];
}

struct recipient_entry *listener_add_recipient(struct arena *arena, struct listener *listener,
                                               const struct recipient_entry *recipient)
{
    listener->recipients = array_grow(arena, listener->recipients, listener->recipient_count,
                                      &listener->recipient_capacity, sizeof *listener->recipients);
    listener->recipients[listener->recipient_count] = *recipient;
    return &listener->recipients[listener->recipient_count++];
}

/* --- Listeners -------------------------------------------------------------------------------- */

void listeners_init(struct listeners *listeners, struct arena *arena, uint64_t seed)
{
    *listeners = (struct listeners){.arena = arena, .seed = seed};
}

struct listener *listeners_find(const struct listeners *listeners, struct view name)
{
    uint32_t hash = name_hash(listeners->seed, name);
    uint32_t probe = hash;
    uint32_t index;
    if (listeners->count == 0)
        return NULL;
    while (hash_table_next(&listeners->names, hash, &probe, &index))
        if (view_equal(listeners->list[index].name, name))
            return &listeners->list[index];
    return NULL;
}

struct listener *listeners_get(struct listeners *listeners, struct view name)
{
    struct listener *known = listeners_find(listeners, name);
    if (known != NULL)
        return known;
    if (listeners->count == 0)
        hash_table_init(&listeners->names, listeners->arena, 0);
    listeners->list = array_grow(listeners->arena, listeners->list, listeners->count,
                                 &listeners->capacity, sizeof *listeners->list);
    hash_table_insert(&listeners->names, name_hash(listeners->seed, name), listeners->count);
    struct listener *listener = &listeners->list[listeners->count++];
    *listener = (struct listener){.name = name, .seed = listeners->seed};
    hash_table_init(&listener->policy_names, listeners->arena, 0);
    hash_table_init(&listener->group_names, listeners->arena, 0);
    return listener;
}
