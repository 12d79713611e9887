/* SPDX-License-Identifier: MIT */
#include "cli/gate.h"

#include "base/buffer.h"
#include "base/near.h"

static const char weaker_word[] = "weaker";
static const char stop_word[] = "may-stop-mail";

/* The topics of "tls,access"; 0 if one of them is none, and UNKNOWN is that one then. */
static unsigned read_topics(struct view text, struct view *unknown)
{
    unsigned topics = 0;
    for (;;) {
        const char *comma = memchr(text.text, ',', text.length);
        size_t length = comma == NULL ? text.length : (size_t)(comma - text.text);
        *unknown = (struct view){text.text, length};
        enum weight_topic topic = weight_topic_find(*unknown);
        if (topic == WEIGHT_TOPIC_COUNT)
            return 0;
        topics |= WEIGHT_BIT(topic);
        if (comma == NULL)
            return topics;
        text = (struct view){comma + 1, text.length - length - 1};
    }
}

/* Where the topics of VALUE are, if it is "weaker:TOPIC[,TOPIC]"; else NULL. */
static const char *topics_of(const char *value)
{
    size_t length = strlen(weaker_word);
    bool has_topics = strncmp(value, weaker_word, length) == 0 && value[length] == ':';
    return has_topics ? value + length + 1 : NULL;
}

static bool read_one(const char *value, struct gate *gate)
{
    struct view unknown;
    const char *topics = topics_of(value);
    if (strcmp(value, stop_word) == 0) {
        gate->may_stop = true;
        return true;
    }
    unsigned read = topics != NULL                    ? read_topics(view_of(topics), &unknown)
                    : strcmp(value, weaker_word) == 0 ? WEIGHT_ALL
                                                      : 0;
    gate->weaker |= read;
    return read != 0;
}

/* Whether TEXT goes on with a weight, and not with a topic of the weight before it. */
static bool begins_weight(const char *text)
{
    return strncmp(text, weaker_word, strlen(weaker_word)) == 0 ||
           strncmp(text, stop_word, strlen(stop_word)) == 0;
}

/* Where the weight that TEXT begins with ends: at a comma before the next one, or the end. */
static size_t weight_length(const char *text)
{
    size_t length = strcspn(text, ",");
    while (text[length] == ',' && !begins_weight(text + length + 1))
        length += 1 + strcspn(text + length + 1, ",");
    return length;
}

/* Of weights joined with commas how each is given; NULL if VALUE is something else. */
static const char *each_by_itself(struct arena *arena, const char *value)
{
    struct gate gate = {0};
    struct buffer words = buffer_new(arena);
    for (const char *next = value; next != NULL;) {
        size_t length = weight_length(next);
        const char *one = arena_printf(arena, "%.*s", (int)length, next);
        if (!read_one(one, &gate))
            return NULL;
        buffer_printf(&words, "%s--fail-on %s", words.length == 0 ? "" : " ", one);
        next = next[length] == ',' ? next + length + 1 : NULL;
    }
    return buffer_string(&words);
}

/* That TOPIC is none. */
static const char *topic_mistake(struct arena *arena, struct view topic)
{
    struct nearest nearest = nearest_to(topic);
    struct buffer names = buffer_new(arena);
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++) {
        struct view name = view_of(weight_topic_name((enum weight_topic)i));
        nearest_offer(&nearest, name, name);
        buffer_printf(&names, "%s%.*s", i == 0 ? "" : ", ", VIEW_ARG(name));
    }
    const char *near = nearest_words(arena, &nearest, "", "");
    return arena_printf(arena, "--fail-on takes weaker with topics (%s), not \"%.*s\"%s%s%s",
                        buffer_string(&names), VIEW_ARG(topic),
                        near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
                        near == NULL ? "" : "?");
}

static const char *near_weight(struct arena *arena, const char *value)
{
    struct nearest nearest = nearest_to((struct view){value, strcspn(value, ":,")});
    nearest_offer(&nearest, view_of(weaker_word), view_of(weaker_word));
    nearest_offer(&nearest, view_of(stop_word), view_of(stop_word));
    return nearest_words(arena, &nearest, "", "");
}

/* What is wrong with VALUE, which is GIVEN in lower case, and how it is given instead. */
static const char *mistake_of(struct arena *arena, const char *given, const char *value)
{
    struct view unknown = VIEW("");
    const char *topics = topics_of(value);
    const char *each = each_by_itself(arena, value);
    if (each != NULL)
        return arena_printf(arena, "--fail-on takes one weight, and is given once for each: %s",
                            each);
    if (topics != NULL && read_topics(view_of(topics), &unknown) == 0 && unknown.length > 0)
        return topic_mistake(arena, unknown);
    const char *near = topics == NULL ? near_weight(arena, value) : NULL;
    return arena_printf(arena,
                        "--fail-on takes weaker, weaker:TOPIC[,TOPIC] (tls, access, checks) or "
                        "may-stop-mail, not \"%s\"%s%s%s",
                        given, near == NULL ? "" : "; did you mean ", near == NULL ? "" : near,
                        near == NULL ? "" : "?");
}

static const char *lower(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    char *lowered = arena_zero(arena, length + 1, 1);
    for (size_t i = 0; i < length; i++)
        lowered[i] = ascii_lower(text[i]);
    return lowered;
}

const char *gate_read(struct run *run, struct gate *gate)
{
    for (int i = 0; i < run->line.use_count; i++) {
        const struct option_use *use = &run->line.uses[i];
        if (use->option != OPTION_FAIL_ON)
            continue;
        const char *value = lower(&run->arena, use->value);
        if (!read_one(value, gate))
            return mistake_of(&run->arena, use->value, value);
    }
    return NULL;
}

bool gate_is_set(const struct gate *gate)
{
    return gate->weaker != 0 || gate->may_stop;
}

bool gate_is_open(const struct gate *gate, const struct differences *differences)
{
    struct weight weight = differences->weight;
    bool asked = (weight.unknown & gate->weaker) != 0 || (gate->may_stop && weight.stop_unknown);
    bool holds = (weight.weaker & gate->weaker) != 0 || (gate->may_stop && weight.may_stop);
    return asked && !holds;
}

/* Whether something of WEIGHT is held up. */
static bool holds_up(const struct gate *gate, struct weight weight)
{
    return ((weight.weaker | weight.unknown) & gate->weaker) != 0 ||
           (gate->may_stop && (weight.may_stop || weight.stop_unknown));
}

bool gate_passes(const struct gate *gate, const struct differences *differences)
{
    return gate_is_set(gate) ? !holds_up(gate, differences->weight) : differences->count == 0;
}

/* Each weight as --fail-on takes it. */
static void add_weights(struct buffer *words, const struct gate *gate)
{
    const char *separator = ":";
    if (gate->weaker != 0)
        buffer_add_string(words, weaker_word);
    for (int i = 0; i < WEIGHT_TOPIC_COUNT && gate->weaker != WEIGHT_ALL; i++) {
        if ((gate->weaker & WEIGHT_BIT(i)) == 0)
            continue;
        buffer_printf(words, "%s%s", separator, weight_topic_name((enum weight_topic)i));
        separator = ",";
    }
    if (gate->may_stop)
        buffer_printf(words, "%s%s", gate->weaker == 0 ? "" : " or ", stop_word);
}

uint32_t gate_count(const struct gate *gate, const struct differences *differences)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < differences->count; i++)
        count += differences->list[i].changes != NULL &&
                 holds_up(gate, differences->list[i].changes->weight);
    return count;
}

const char *gate_words(struct arena *arena, const struct gate *gate, enum gate_verdict verdict,
                       uint32_t count)
{
    static const char *const words_of[] = {
        [GATE_PASSED] = ": passed",
        [GATE_HELD] = ": not passed",
        [GATE_NOT_JUDGED] = ": could not be judged",
    };
    if (!gate_is_set(gate))
        return NULL;
    struct buffer words = buffer_new(arena);
    buffer_add_string(&words, "gate ");
    add_weights(&words, gate);
    if (verdict == GATE_HELD && count > 0)
        buffer_printf(&words, ": %u %s not pass", count, count == 1 ? "does" : "do");
    else
        buffer_add_string(&words, words_of[verdict]);
    return buffer_string(&words);
}
