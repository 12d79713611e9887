/* SPDX-License-Identifier: MIT */
#include "cli/gate.h"

static const char weaker_word[] = "weaker";
static const char stop_word[] = "may-stop-mail";

/* The topics of "tls,access"; 0 if one of them is none. */
static unsigned read_topics(struct view text)
{
    unsigned topics = 0;
    for (;;) {
        const char *comma = memchr(text.text, ',', text.length);
        size_t length = comma == NULL ? text.length : (size_t)(comma - text.text);
        enum weight_topic topic = weight_topic_find((struct view){text.text, length});
        if (topic == WEIGHT_TOPIC_COUNT)
            return 0;
        topics |= WEIGHT_BIT(topic);
        if (comma == NULL)
            return topics;
        text = (struct view){comma + 1, text.length - length - 1};
    }
}

static bool read_one(const char *value, struct gate *gate)
{
    size_t length = strlen(weaker_word);
    if (strcmp(value, stop_word) == 0) {
        gate->may_stop = true;
        return true;
    }
    if (strncmp(value, weaker_word, length) != 0)
        return false;
    unsigned topics = value[length] == ':' ? read_topics(view_of(value + length + 1))
                      : value[length] == '\0' ? WEIGHT_ALL
                                              : 0;
    gate->weaker |= topics;
    return topics != 0;
}

const char *gate_read(struct run *run, struct gate *gate)
{
    for (int i = 0; i < run->line.use_count; i++) {
        const struct option_use *use = &run->line.uses[i];
        if (use->option == OPTION_FAIL_ON && !read_one(use->value, gate))
            return arena_printf(&run->arena,
                                "--fail-on takes weaker, weaker:TOPIC[,TOPIC] (tls, access, "
                                "checks) or may-stop-mail, not \"%s\"",
                                use->value);
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

bool gate_passes(const struct gate *gate, const struct differences *differences)
{
    struct weight weight = differences->weight;
    if (!gate_is_set(gate))
        return differences->count == 0;
    return ((weight.weaker | weight.unknown) & gate->weaker) == 0 &&
           !(gate->may_stop && (weight.may_stop || weight.stop_unknown));
}
