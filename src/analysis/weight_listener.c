/* SPDX-License-Identifier: MIT */
#include "analysis/weight_listener.h"

/* --- Parameters ------------------------------------------------------------------------------- */

/* What a number stands for on a ladder: a word. */
enum numbers {
    NUMBERS_NONE,
    NUMBERS_ABOVE, /* above 0 on, else off */
    NUMBERS_ZERO,  /* 0 off, else on */
    NUMBERS_REPLY, /* an SMTP reply that is no refusal on, else off */
};

/*
 * How strongly each word protects, and how much it demands: mail that passes with one that demands
 * less may not pass with one that demands more.
 */
struct ladder {
    uint8_t protection[FLOW_WORD_COUNT];
    uint8_t demand[FLOW_WORD_COUNT];
    enum numbers numbers;
    bool is_doubtful; /* what off does is not documented */
    bool usual_on;    /* where nothing is said, or what the default is, it is not off */
};

static const struct ladder encryption = {{[FLOW_ON] = 1, [FLOW_REQUIRED] = 2},
                                         {[FLOW_REQUIRED] = 1}, NUMBERS_NONE, false, false};
static const struct ladder required = {{[FLOW_REQUIRED] = 1}, {[FLOW_REQUIRED] = 1}, NUMBERS_NONE,
                                       false, false};
static const struct ladder check = {{[FLOW_ON] = 1}, {0}, NUMBERS_NONE, false, false};
static const struct ladder refusing_check = {{[FLOW_ON] = 1}, {[FLOW_ON] = 1}, NUMBERS_NONE, false,
                                             false};
static const struct ladder limit = {{[FLOW_ON] = 1}, {0}, NUMBERS_ABOVE, false, false};
static const struct ladder loosening = {{[FLOW_OFF] = 1}, {0}, NUMBERS_NONE, false, false};
static const struct ladder letting_in = {{[FLOW_OFF] = 1}, {[FLOW_OFF] = 1}, NUMBERS_NONE, false,
                                         false};
static const struct ladder greeting = {{[FLOW_OFF] = 1}, {[FLOW_OFF] = 1}, NUMBERS_REPLY, false,
                                       false};
static const struct ladder answer = {{[FLOW_OFF] = 1}, {[FLOW_OFF] = 1}, NUMBERS_REPLY, true, true};
static const struct ladder amount = {{[FLOW_OFF] = 1}, {[FLOW_OFF] = 1}, NUMBERS_ZERO, true, true};

struct rule {
    enum weight_topic topic;
    const struct ladder *ladder; /* NULL: the parameter weighs nothing */
};

static const struct rule rules[FLOW_COUNT] = {
    [FLOW_MAX_MESSAGE_SIZE] = {0},
    [FLOW_MAX_CONCURRENCY] = {WEIGHT_ACCESS, &amount},
    [FLOW_MAX_MSGS_PER_SESSION] = {WEIGHT_ACCESS, &amount},
    [FLOW_MAX_RCPTS_PER_MSG] = {WEIGHT_ACCESS, &amount},
    [FLOW_MAX_RCPTS_PER_HOUR] = {WEIGHT_ACCESS, &amount},
    [FLOW_MAX_RCPTS_PER_HOUR_CODE] = {0},
    [FLOW_MAX_RCPTS_PER_HOUR_TEXT] = {0},
    [FLOW_SMTP_BANNER_CODE] = {WEIGHT_ACCESS, &greeting},
    [FLOW_SMTP_BANNER_TEXT] = {0},
    [FLOW_USE_OVERRIDE_HOSTNAME] = {0},
    [FLOW_OVERRIDE_HOSTNAME] = {0},
    [FLOW_USE_SB] = {0},
    [FLOW_SIGNIFICANT_BITS] = {0},
    [FLOW_DHAP_LIMIT] = {WEIGHT_CHECKS, &limit},
    [FLOW_SPAM_CHECK] = {WEIGHT_CHECKS, &check},
    [FLOW_VIRUS_CHECK] = {WEIGHT_CHECKS, &check},
    [FLOW_TLS] = {WEIGHT_TLS, &encryption},
    [FLOW_SMTP_AUTH] = {WEIGHT_ACCESS, &required},
    [FLOW_SMTP_AUTH_REQUIRE_TLS] = {WEIGHT_TLS, &refusing_check},
    [FLOW_ACCEPT_UNTAGGED_BOUNCES] = {WEIGHT_CHECKS, &letting_in},
    [FLOW_DKIM_SIGNING] = {0},
    [FLOW_DKIM_VERIFICATION] = {WEIGHT_CHECKS, &check},
    [FLOW_SPF] = {WEIGHT_CHECKS, &check},
    [FLOW_DMARC_VERIFICATION] = {WEIGHT_CHECKS, &refusing_check},
    [FLOW_BYPASS_RECEIVING_CONTROL] = {WEIGHT_ACCESS, &loosening},
    [FLOW_BYPASS_LDAP_ACCEPT] = {WEIGHT_ACCESS, &letting_in},
    [FLOW_SMTP_RESPONSE_CODE] = {WEIGHT_ACCESS, &answer},
    [FLOW_SMTP_RESPONSE_TEXT] = {0},
};

static enum flow_word word_of_number(enum numbers numbers, int64_t number)
{
    bool is_on = numbers == NUMBERS_ABOVE  ? number > 0
                 : numbers == NUMBERS_ZERO ? number != 0
                                           : number >= 200 && number < 300;
    return is_on ? FLOW_ON : FLOW_OFF;
}

/* The rung that a value stands on; FLOW_WORD_COUNT: not known. */
static enum flow_word rung_of(const struct ladder *ladder, enum flow_table table,
                              const struct flow_setting *setting)
{
    if (setting == NULL && ladder->usual_on)
        return FLOW_ON;
    if (setting == NULL)
        return table == FLOW_TABLE_RAT ? FLOW_OFF : FLOW_WORD_COUNT;
    if (ladder->numbers != NUMBERS_NONE && setting->kind == FLOW_VALUE_NUMBER)
        return word_of_number(ladder->numbers, setting->number);
    return setting->kind == FLOW_VALUE_WORD ? (enum flow_word)setting->number : FLOW_WORD_COUNT;
}

/* Whether some value that is not known could demand more than RUNG does. */
static bool is_exceeded(const struct ladder *ladder, enum flow_word rung)
{
    for (int i = 0; i < FLOW_WORD_COUNT; i++)
        if (ladder->demand[i] > ladder->demand[rung])
            return true;
    return false;
}

static struct weight weigh(const struct rule *rule, enum flow_word before, enum flow_word after)
{
    const struct ladder *ladder = rule->ladder;
    uint8_t topic = (uint8_t)WEIGHT_BIT(rule->topic);
    struct weight weight = {0};
    if (before == FLOW_WORD_COUNT || after == FLOW_WORD_COUNT) {
        weight.unknown = topic;
        if (after != FLOW_WORD_COUNT)
            weight.stop_unknown = ladder->demand[after] > 0;
        else
            weight.stop_unknown = is_exceeded(ladder, before == FLOW_WORD_COUNT ? FLOW_DEFAULT
                                                                                : before);
        return weight;
    }
    weight.weaker = ladder->protection[after] < ladder->protection[before] ? topic : 0;
    weight.stronger = ladder->protection[after] > ladder->protection[before] ? topic : 0;
    weight.may_stop = ladder->demand[after] > ladder->demand[before];
    return ladder->is_doubtful ? (struct weight){.unknown = weight.weaker,
                                                 .stop_unknown = weight.may_stop}
                               : weight;
}

struct weight weight_of_flow(enum flow_param param, const struct flow_setting *before,
                             const struct flow_setting *after)
{
    const struct rule *rule = &rules[param];
    enum flow_table table = flow_parameter(param)->table;
    if (rule->ladder == NULL || (before == NULL && after == NULL) ||
        (before != NULL && after != NULL && flow_same(before, after)))
        return (struct weight){0};
    return weigh(rule, rung_of(rule->ladder, table, before), rung_of(rule->ladder, table, after));
}

/* --- Behaviors -------------------------------------------------------------------------------- */

/* How far a behavior lets mail in; NOT_KNOWN where only other entries say it. */
enum { REFUSED, TAKEN, RELAYED, NOT_KNOWN };

static const uint8_t openness[BEHAVIOR_COUNT + 1] = {
    [BEHAVIOR_ACCEPT] = TAKEN,       [BEHAVIOR_RELAY] = RELAYED,
    [BEHAVIOR_REJECT] = REFUSED,     [BEHAVIOR_TCPREFUSE] = REFUSED,
    [BEHAVIOR_CONTINUE] = NOT_KNOWN, [BEHAVIOR_COUNT] = NOT_KNOWN,
};

bool behavior_takes_mail(enum behavior behavior)
{
    return openness[behavior] == TAKEN || openness[behavior] == RELAYED;
}

static struct weight weigh_openness(int before, int after)
{
    struct weight weight = {0};
    weight.weaker = after > before ? WEIGHT_BIT(WEIGHT_ACCESS) : 0;
    weight.stronger = after < before ? WEIGHT_BIT(WEIGHT_ACCESS) : 0;
    weight.may_stop = after < before;
    return weight;
}

struct weight weight_of_behavior(enum behavior before, enum behavior after)
{
    if (before == after || before == BEHAVIOR_CONTINUE || after == BEHAVIOR_CONTINUE)
        return (struct weight){0};
    if (before == BEHAVIOR_COUNT || after == BEHAVIOR_COUNT)
        return weight_of_unknown();
    return weigh_openness(openness[before], openness[after]);
}

/* Whether both have the same parameters of unknown names, in the same order. */
static bool has_same_others(const struct flow_resolved *before, const struct flow_resolved *after)
{
    if (before->other_count != after->other_count)
        return false;
    for (uint32_t i = 0; i < before->other_count; i++)
        if (!flow_same(before->others[i].setting, after->others[i].setting))
            return false;
    return true;
}

struct weight weight_of_treatment(const struct flow_resolved *before,
                                  const struct flow_resolved *after)
{
    struct weight weight = weight_of_behavior(before->behavior, after->behavior);
    if (!behavior_takes_mail(before->behavior) || !behavior_takes_mail(after->behavior))
        return weight;
    if (!has_same_others(before, after))
        weight = weight_join(weight, weight_of_unknown());
    for (int i = 0; i < FLOW_COUNT; i++)
        if (flow_parameter((enum flow_param)i)->table == FLOW_TABLE_HAT)
            weight = weight_join(weight, weight_of_flow((enum flow_param)i,
                                                        before->params[i].setting,
                                                        after->params[i].setting));
    return weight;
}

/* --- Recipients ------------------------------------------------------------------------------- */

bool action_takes_mail(enum recipient_action action)
{
    return action != RECIPIENT_REJECT;
}

struct weight weight_of_action(enum recipient_action before, enum recipient_action after)
{
    return weigh_openness(action_takes_mail(before) ? TAKEN : REFUSED,
                          action_takes_mail(after) ? TAKEN : REFUSED);
}

struct weight weight_of_nothing(void)
{
    return (struct weight){.unknown = WEIGHT_BIT(WEIGHT_ACCESS), .stop_unknown = true};
}
