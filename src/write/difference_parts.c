/* SPDX-License-Identifier: MIT */
#include "write/difference_parts.h"

#include "diag/show.h"
#include "write/names.h"

#include <inttypes.h>

/* --- Weights ---------------------------------------------------------------------------------- */

static const struct {
    const char *words;
    const char *name;
} tones[TONE_COUNT] = {
    [TONE_WEAKER] = {"weaker", "weaker"},
    [TONE_STOP] = {"may stop mail", "may-stop-mail"},
    [TONE_UNKNOWN] = {"not known", "not-known"},
    [TONE_STRONGER] = {"stronger", "stronger"},
    [TONE_NEUTRAL] = {"neutral", "neutral"},
};

const char *tone_words(enum tone tone)
{
    return tones[tone].words;
}

const char *tone_name(enum tone tone)
{
    return tones[tone].name;
}

bool weight_says(struct weight weight, enum tone tone)
{
    const bool said[TONE_COUNT] = {
        [TONE_WEAKER] = weight.weaker != 0,
        [TONE_STOP] = weight.may_stop,
        [TONE_UNKNOWN] = weight.unknown != 0 || weight.stop_unknown,
        [TONE_STRONGER] = weight.stronger != 0,
        [TONE_NEUTRAL] = weight_is_neutral(weight),
    };
    return said[tone];
}

enum tone weight_tone(struct weight weight)
{
    int tone = 0;
    while (!weight_says(weight, (enum tone)tone))
        tone++;
    return (enum tone)tone;
}

static void add_topics(struct buffer *buffer, unsigned topics, const char *more)
{
    const char *separator = ": ";
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++) {
        if ((topics & WEIGHT_BIT(i)) == 0)
            continue;
        buffer_add_string(buffer, separator);
        buffer_add_string(buffer, weight_topic_name((enum weight_topic)i));
        separator = ", ";
    }
    if (more == NULL)
        return;
    buffer_add_string(buffer, separator);
    buffer_add_string(buffer, more);
}

void add_tone(struct buffer *buffer, struct weight weight, enum tone tone)
{
    buffer_add_string(buffer, tones[tone].words);
    if (tone == TONE_WEAKER)
        add_topics(buffer, weight.weaker, NULL);
    else if (tone == TONE_STRONGER)
        add_topics(buffer, weight.stronger, NULL);
    else if (tone == TONE_UNKNOWN && (weight.unknown != WEIGHT_ALL || !weight.stop_unknown))
        add_topics(buffer, weight.unknown, weight.stop_unknown ? "delivery" : NULL);
}

struct weight difference_weight(const struct difference *difference)
{
    static const struct weight none = {0};
    return difference->changes == NULL ? none : difference->changes->weight;
}

/* --- Words ------------------------------------------------------------------------------------ */

static const struct part_words parts[PART_COUNT] = {
    [PART_DEFAULT] = {"default entry", "default entry", "default entries"},
    [PART_DESTINATION] = {"destinations", "destination", "destinations"},
    [PART_LISTENER] = {NULL, "listener", "listeners"},
    [PART_FLOW_DEFAULTS] = {"default policy parameters", "default policy parameters",
                            "default policy parameters"},
    [PART_FLOW_POLICY] = {"mail flow policies", "mail flow policy", "mail flow policies"},
    [PART_GROUP] = {"sender groups", "sender group", "sender groups"},
    [PART_HOST] = {"single hosts", "single host", "single hosts"},
    [PART_FATE] = {"callers treated otherwise", "range of callers", "ranges of callers"},
    [PART_RECIPIENT] = {"recipients", "recipient", "recipients"},
};

const struct part_words *part_words(enum difference_part part)
{
    return &parts[part];
}

struct view listener_label(const struct difference_frame *frame, struct view listener)
{
    bool is_unnamed = frame->before != NULL && frame->before->unnamed && frame->after != NULL &&
                      frame->after->unnamed;
    return is_unnamed ? VIEW("") : listener;
}

void add_counted(struct buffer *buffer, uint32_t count, enum difference_part part)
{
    buffer_printf(buffer, "%" PRIu32 " %s", count, count == 1 ? parts[part].one : parts[part].many);
}

/* The destination that DIFFERENCE is about, as the newer side has it; NULL if it is about none. */
static const struct destination *destination_of(const struct difference_frame *frame,
                                                const struct difference *difference)
{
    if (difference->part != PART_DESTINATION)
        return NULL;
    if (difference->after != NO_ENTRY && frame->after != NULL)
        return policy_destination(frame->after->policy, difference->after);
    if (difference->before != NO_ENTRY && frame->before != NULL)
        return policy_destination(frame->before->policy, difference->before);
    return NULL;
}

static void add_safe(struct buffer *buffer, struct view text)
{
    buffer_add(buffer, escape_controls(buffer->arena, text));
}

void add_name(struct buffer *buffer, const struct difference_frame *frame,
              const struct difference *difference)
{
    const struct destination *destination = destination_of(frame, difference);
    if (destination != NULL)
        add_safe(buffer, name_shown(buffer->arena, destination, frame->idn, true));
    else if (difference->name.length > 0)
        add_safe(buffer, difference->name);
    else
        buffer_add_string(buffer, parts[difference->part].one);
}

void add_reached_name(struct buffer *buffer, const struct difference_frame *frame, uint32_t entry)
{
    const struct destination *destination = policy_destination(frame->after->policy, entry);
    add_safe(buffer, name_shown(buffer->arena, destination, frame->idn, true));
}

const char *holder_words(const struct difference *difference, uint32_t count)
{
    if (difference->holds.length == 0 || view_equal(difference->holds, VIEW("default entry")))
        return NULL;
    if (difference->kind == DIFFERENCE_ADDED)
        return count == 1 ? " held for it before" : " held for them before";
    return count == 1 ? " holds for it now" : " holds for them now";
}

void add_reached_params(struct buffer *buffer, uint32_t params)
{
    const char *separator = "";
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((params & PARAM_BIT(i)) == 0)
            continue;
        buffer_printf(buffer, "%s%s", separator, parameter((enum param)i)->policy_name);
        separator = ", ";
    }
}

/* " (connections 3, tls 1)": how many inherit each. */
static void add_reached_counts(struct buffer *buffer, const struct differences *differences)
{
    const char *separator = " (";
    for (int i = 0; i < PARAM_COUNT; i++) {
        if (differences->reached_by[i] == 0)
            continue;
        buffer_printf(buffer, "%s%s %" PRIu32, separator, parameter((enum param)i)->policy_name,
                      differences->reached_by[i]);
        separator = ", ";
    }
    buffer_add_char(buffer, ')');
}

void add_reached(struct buffer *buffer, const struct differences *differences)
{
    uint32_t count = differences->reached_count;
    bool all = true; /* each inherits all that differs */
    for (int i = 0; i < PARAM_COUNT; i++)
        all &= differences->reached_by[i] == 0 || differences->reached_by[i] == count;
    buffer_printf(buffer, "%" PRIu32 " %s", count, count == 1 ? "entry inherits" : "entries inherit");
    buffer_add_string(buffer, all ? " it" : " some of it");
    if (!all)
        add_reached_counts(buffer, differences);
    buffer_add_string(buffer, ", and so do domains without an entry");
}

const char *same_words(const struct difference_frame *frame)
{
    static const char *const words[2][2] = {
        {"no difference", "no difference in the base"},
        {"no difference in what takes effect", "no difference in what takes effect in the base"},
    };
    return words[frame->effective][!appliances_same(&frame->appliances)];
}

struct appliance_words appliance_words(struct arena *arena, const struct difference_frame *frame,
                                       const struct appliance_difference *appliance)
{
    struct buffer words = buffer_new(arena);
    if (!appliance->in_before || !appliance->in_after)
        return (struct appliance_words){
            "The appliance ", VIEW(" is only in "),
            view_of(appliance->in_before ? frame->before_name : frame->after_name)};
    buffer_add_string(&words, ": ");
    add_summary(&words, &appliance->found);
    return (struct appliance_words){"On the appliance ", buffer_view(&words), VIEW("")};
}

const char *difference_note(const struct differences *differences, uint32_t n)
{
    static const char *const words[] = {
        "What some changes weigh is not known: it needs the default entry, which a side lacks "
        "(--default FILE names one).",
        "What some changes weigh is not known: it needs a listener's default policy parameters, "
        "which a side lacks (--listener-defaults FILE names a file that holds them).",
    };
    const bool said[] = {differences->wants_default, differences->wants_flow_defaults};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i] && n-- == 0)
            return words[i];
    return NULL;
}

/* --- The summary ------------------------------------------------------------------------------ */

struct listing {
    struct buffer *buffer;
    const char *separator; /* before the next item */
};

static void add_item(struct listing *listing, uint32_t count, const char *words)
{
    if (count == 0)
        return;
    buffer_printf(listing->buffer, "%s%" PRIu32 " %s", listing->separator, count, words);
    listing->separator = ", ";
}

/* " (tls 2, access 1)". */
static void add_topic_counts(struct buffer *buffer, const uint32_t counts[WEIGHT_TOPIC_COUNT])
{
    const char *separator = " (";
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++) {
        if (counts[i] == 0)
            continue;
        buffer_printf(buffer, "%s%s %" PRIu32, separator, weight_topic_name((enum weight_topic)i),
                      counts[i]);
        separator = ", ";
    }
    buffer_add_string(buffer, separator[0] == ',' ? ")" : "");
}

void add_gate(struct buffer *buffer, const struct difference_frame *frame)
{
    if (frame->gate != NULL)
        buffer_printf(buffer, "; %s", frame->gate);
}

void add_summary(struct buffer *buffer, const struct differences *differences)
{
    struct listing listing = {buffer, ""};
    for (int kind = 0; kind < DIFFERENCE_KIND_COUNT; kind++) {
        uint32_t count = 0;
        for (int part = 0; part < PART_COUNT; part++)
            count += part == PART_FATE ? 0 : differences->counts[part][kind];
        add_item(&listing, count, difference_kind_name((enum difference_kind)kind));
    }
    add_item(&listing, differences->reached_count, "reached through the default entry");
    uint32_t fates = 0;
    for (int kind = 0; kind < DIFFERENCE_KIND_COUNT; kind++)
        fates += differences->counts[PART_FATE][kind];
    add_item(&listing, fates, fates == 1 ? "range of callers treated otherwise"
                                         : "ranges of callers treated otherwise");
    listing.separator = "; ";
    add_item(&listing, differences->weaker, "weaker");
    if (differences->weaker > 0)
        add_topic_counts(buffer, differences->weaker_in);
    add_item(&listing, differences->may_stop, "may stop mail");
    add_item(&listing, differences->unknown, "not known");
    add_item(&listing, differences->stronger, "stronger");
    if (differences->stronger > 0)
        add_topic_counts(buffer, differences->stronger_in);
}
