/* SPDX-License-Identifier: MIT */
#include "analysis/weight.h"

static const char *const topic_names[WEIGHT_TOPIC_COUNT] = {
    [WEIGHT_TLS] = "tls",
    [WEIGHT_ACCESS] = "access",
    [WEIGHT_CHECKS] = "checks",
};

const char *weight_topic_name(enum weight_topic topic)
{
    return topic_names[topic];
}

enum weight_topic weight_topic_find(struct view name)
{
    int topic = 0;
    while (topic < WEIGHT_TOPIC_COUNT && !view_equal(name, view_of(topic_names[topic])))
        topic++;
    return (enum weight_topic)topic;
}

struct weight weight_join(struct weight a, struct weight b)
{
    return (struct weight){
        .weaker = a.weaker | b.weaker,
        .stronger = a.stronger | b.stronger,
        .unknown = a.unknown | b.unknown,
        .may_stop = a.may_stop || b.may_stop,
        .stop_unknown = a.stop_unknown || b.stop_unknown,
    };
}

bool weight_is_neutral(struct weight weight)
{
    return weight.weaker == 0 && weight.stronger == 0 && weight.unknown == 0 &&
           !weight.may_stop && !weight.stop_unknown;
}

struct weight weight_of_unknown(void)
{
    return (struct weight){.unknown = WEIGHT_ALL, .stop_unknown = true};
}

/* --- The destination table's settings --------------------------------------------------------- */

/* How strongly a value protects, from 0; and from which level on it can stop mail. */
struct level {
    bool known;
    unsigned protection;
    unsigned demand; /* mail that a lower one lets pass may not pass this one; 0: any mail passes */
};

typedef struct level level_function(const struct store *store, const struct value *value);

static const struct level unknown_level = {.known = false};

/* What each TLS setting demands of the receiving server: see analysis/delivery.c. */
static struct level level_of_tls(const struct store *store, const struct value *value)
{
    static const unsigned demands[TLS_SETTING_COUNT] = {
        [TLS_REQUIRED] = 1, [TLS_REQUIRED_VERIFY] = 2, [TLS_REQUIRED_VERIFY_HOSTED] = 3};
    (void)store;
    if (value->kind != VALUE_WORD)
        return unknown_level;
    return (struct level){true, word_by_code(WORDS_TLS, value->number)->rank,
                          demands[value->number]};
}

/* Opportunistic DANE refuses a server whose TLSA records do not fit (RFC 7672, section 2.2). */
static struct level level_of_dane(const struct store *store, const struct value *value)
{
    (void)store;
    if (value->kind != VALUE_WORD)
        return unknown_level;
    return (struct level){true, word_by_code(WORDS_DANE, value->number)->rank, value->number};
}

static struct level level_of_switch(const struct store *store, const struct value *value)
{
    (void)store;
    if (value->kind != VALUE_WORD)
        return unknown_level;
    return (struct level){true, value->number, 0};
}

/* The demonstration certificate encrypts and proves nothing; a missing one becomes it. */
static struct level level_of_certificate(const struct store *store, const struct value *value)
{
    bool own = value->kind == VALUE_NAME &&
               !view_equal_nocase(atom_view(store, value->number), VIEW("Demo"));
    return (struct level){true, own, 0};
}

/* A version of IP that is required is not the one that was, or was preferred. */
static struct level level_of_ip(const struct store *store, const struct value *value)
{
    (void)store;
    if (value->kind != VALUE_WORD)
        return unknown_level;
    return (struct level){true, 0,
                          value->number == IP_REQUIRE_V6 || value->number == IP_REQUIRE_V4};
}

struct rule {
    level_function *level; /* NULL: the parameter weighs nothing */
    enum weight_topic topic;
    bool protects; /* the axis of protection has a part in it */
    bool demands;  /* that of delivery has */
    bool changes;  /* two different values that both demand something exclude each other */
};

static const struct rule rules[PARAM_COUNT] = {
    [PARAM_TABLE_TLS] = {level_of_tls, WEIGHT_TLS, .protects = true, .demands = true},
    [PARAM_DANE_OPTION] = {level_of_dane, WEIGHT_TLS, .protects = true, .demands = true},
    [PARAM_CERTIFICATE] = {level_of_certificate, WEIGHT_TLS, .protects = true},
    [PARAM_BOUNCE_VALIDATION] = {level_of_switch, WEIGHT_CHECKS, .protects = true},
    [PARAM_IP_SORT_PREF] = {level_of_ip, WEIGHT_TLS, .demands = true, .changes = true},
};

/* Whether a missing value says that nothing is known, and not that there is none. */
static bool is_unknown(const struct effective *effective)
{
    return effective->value.kind == VALUE_ABSENT && effective->origin == ORIGIN_APPLIANCE;
}

static struct weight weigh_levels(const struct rule *rule, struct level before, struct level after)
{
    struct weight weight = {0};
    uint8_t topic = (uint8_t)WEIGHT_BIT(rule->topic);
    if (rule->protects && before.known && after.known) {
        weight.weaker = after.protection < before.protection ? topic : 0;
        weight.stronger = after.protection > before.protection ? topic : 0;
    } else if (rule->protects) {
        weight.unknown = topic;
    }
    if (!rule->demands || (after.known && after.demand == 0))
        return weight; /* whatever passed before passes now */
    if (before.known && after.known)
        weight.may_stop = rule->changes || after.demand > before.demand;
    else
        weight.stop_unknown = true;
    return weight;
}

struct weight weight_of_setting(const struct store *store, enum param param,
                                const struct effective *before, const struct effective *after)
{
    const struct rule *rule = &rules[param];
    if (rule->level == NULL || value_same(before->value, after->value))
        return (struct weight){0};
    struct level old = is_unknown(before) ? unknown_level : rule->level(store, &before->value);
    struct level new = is_unknown(after) ? unknown_level : rule->level(store, &after->value);
    return weigh_levels(rule, old, new);
}
