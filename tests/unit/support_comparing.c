/* SPDX-License-Identifier: MIT */
#include "support_comparing.h"

#include "read/formats.h"
#include "read/policy.h"

void comparing_begin(struct comparing *comparing, const struct comparing_how *how,
                     const char *before, const char *after)
{
    const struct format_reader *reader = format_reader(format_find(view_of(how->format)));
    const char *const texts[] = {before, after};
    const struct difference_wish wish = {.effective = how->effective};
    struct flow_defaults outside = FLOW_DEFAULTS_UNKNOWN;
    struct policy policy;
    *comparing = (struct comparing){.differences = {.count = 0}};
    setup_begin(&comparing->setup);
    if (how->defaults != NULL) {
        setup_read(&comparing->setup, &policy, format_reader(FORMAT_HAT)->read, "defaults",
                   view_of(how->defaults));
        outside = (struct flow_defaults){&policy.listeners.list[0].policies[0].settings,
                                         FLOW_FROM_FILE, NULL};
        comparing->setup.diag.counts[SEVERITY_ERROR] = 0; /* it has no ALL */
    }
    for (int i = 0; i < 2; i++) {
        setup_read(&comparing->setup, &comparing->policies[i], reader->read, how->format,
                   view_of(texts[i]));
        policy_lower(&comparing->policies[i], &comparing->setup.diag, &newest);
        comparing->sides[i] = (struct side){.policy = &comparing->policies[i],
                                            .flow_defaults = outside,
                                            .unnamed = strcmp(how->format, "policy") != 0};
    }
    difference_listeners(&comparing->setup.arena, &comparing->sides[0], &comparing->sides[1], &wish,
                         &comparing->differences);
}

/* --- As text ---------------------------------------------------------------------------------- */

static void add_topics(struct buffer *text, char sign, unsigned topics)
{
    for (int i = 0; i < WEIGHT_TOPIC_COUNT; i++)
        if ((topics & WEIGHT_BIT(i)) != 0)
            buffer_printf(text, " %c%s", sign, weight_topic_name((enum weight_topic)i));
}

static void add_weight(struct buffer *text, struct weight weight)
{
    add_topics(text, '-', weight.weaker);
    add_topics(text, '+', weight.stronger);
    add_topics(text, '?', weight.unknown);
    buffer_add_string(text, weight.may_stop ? " stop" : "");
    buffer_add_string(text, weight.stop_unknown ? " ?stop" : "");
}

static void add_value(struct buffer *text, const struct said *said)
{
    static const char *const signs[][2] = {[SAID_NOTHING] = {"-", ""},
                                           [SAID_GIVEN] = {"", ""},
                                           [SAID_INHERITED] = {"(", ")"},
                                           [SAID_UNKNOWN] = {"?", ""}};
    buffer_printf(text, "%s%.*s%s", signs[said->how][0], VIEW_ARG(said->text),
                  signs[said->how][1]);
}

const char *comparing_text(struct comparing *comparing)
{
    struct buffer text = buffer_new(&comparing->setup.arena);
    for (uint32_t i = 0; i < comparing->differences.count; i++) {
        const struct difference *difference = &comparing->differences.list[i];
        const struct change_list *changes = difference->changes;
        bool is_changed = difference->kind == DIFFERENCE_CHANGED;
        buffer_printf(&text, "%s%s%s%s%.*s", difference_part_name(difference->part),
                      is_changed ? "" : " ",
                      is_changed ? "" : difference_kind_name(difference->kind),
                      difference->name.length > 0 ? " " : "", VIEW_ARG(difference->name));
        if (difference->holds.length > 0)
            buffer_printf(&text, " (%.*s)", VIEW_ARG(difference->holds));
        for (uint32_t k = 0; changes != NULL && k < changes->count; k++) {
            const struct change *change = &changes->list[k];
            buffer_printf(&text, "%s%.*s ", k == 0 ? ": " : "; ", VIEW_ARG(change->name));
            add_value(&text, &change->before);
            buffer_add_string(&text, " -> ");
            add_value(&text, &change->after);
            add_weight(&text, change->weight);
        }
        buffer_add_char(&text, '\n');
    }
    return buffer_string(&text);
}

void differ_by(const struct comparing_how *how, const char *before, const char *after,
               const char *wanted)
{
    struct comparing comparing;
    comparing_begin(&comparing, how, before, after);
    const char *found = comparing_text(&comparing);
    if (comparing.setup.diag.counts[SEVERITY_ERROR] > 0)
        print_error("%s\n", setup_messages(&comparing.setup));
    if (comparing.setup.diag.counts[SEVERITY_ERROR] > 0 || strcmp(found, wanted) != 0) {
        print_error("%s", found);
        fail_msg("not\n%s", wanted);
    }
    setup_end(&comparing.setup);
}
