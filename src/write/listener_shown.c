/* SPDX-License-Identifier: MIT */
#include "write/listener_shown.h"

#include "base/buffer.h"
#include "diag/show.h"

bool shows_destinations(const struct policy *policy)
{
    return policy->count > 0 || policy->has_default || policy->listeners.count == 0;
}

bool shows_listener(const struct write_options *options, const struct listener *listener)
{
    return options->listener.length == 0 || view_equal(options->listener, listener->name);
}

/* --- Parameters ------------------------------------------------------------------------------- */

static const char *const words[FLOW_WORD_COUNT] = {
    [FLOW_OFF] = "Off",
    [FLOW_ON] = "On",
    [FLOW_REQUIRED] = "Required",
    [FLOW_DEFAULT] = "Set to default", /* "Default" is what inherits */
};

static struct view number_shown(struct arena *arena, const struct flow_setting *setting)
{
    enum { KILO = 1024, MEGA = 1024 * 1024 };
    int64_t number = setting->number;
    enum flow_type type = flow_parameter(setting->param)->type;
    if (type == FLOW_TYPE_COUNT && number == FLOW_UNLIMITED)
        return VIEW("Unlimited");
    if (setting->param == FLOW_DHAP_LIMIT && number == 0)
        return VIEW("Off");
    const char *unit = "";
    if (type == FLOW_TYPE_SIZE && number > 0 && number % KILO == 0) {
        unit = number % MEGA == 0 ? "M" : "k";
        number /= number % MEGA == 0 ? MEGA : KILO;
    }
    return view_of(arena_printf(arena, "%lld%s", (long long)number, unit));
}

/* A text between quotes without its escapes. */
static struct view text_shown(struct arena *arena, struct view text)
{
    if (text.length == 0)
        return VIEW("(empty)");
    if (memchr(text.text, '\\', text.length) == NULL)
        return escape_controls(arena, text);
    struct buffer plain = buffer_new(arena);
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '\\' && i + 1 < text.length && view_has(VIEW("\"\\"), text.text[i + 1]))
            i++;
        buffer_add_char(&plain, text.text[i]);
    }
    return escape_controls(arena, buffer_view(&plain));
}

struct view flow_value_shown(struct arena *arena, const struct flow_setting *setting)
{
    struct view text = setting->text;
    switch (setting->kind) {
    case FLOW_VALUE_NUMBER:
        return number_shown(arena, setting);
    case FLOW_VALUE_WORD:
        if (setting->number == FLOW_ON && flow_parameter(setting->param)->type == FLOW_TYPE_TLS)
            return VIEW("Preferred");
        return view_of(words[setting->number]);
    case FLOW_VALUE_TEXT:
        return text_shown(arena, text);
    case FLOW_VALUE_UNKNOWN:
        if (text.length > 0 && text.text[0] == '"')
            return escape_controls(arena, text);
        text = escape_controls(arena, text);
        return view_of(arena_printf(arena, "\"%.*s\"", VIEW_ARG(text)));
    case FLOW_VALUE_REJECTED:
        break;
    }
    return VIEW("");
}

struct view flow_name_shown(struct arena *arena, const struct flow_setting *setting)
{
    return setting->param == FLOW_COUNT ? escape_controls(arena, setting->name)
                                        : view_of(flow_parameter(setting->param)->label);
}

struct view flow_unknown_shown(enum flow_origin origin)
{
    return origin == FLOW_FROM_NO_POLICY ? VIEW("the policy's (not in this file)")
                                         : VIEW("listener's default (not in this file)");
}

/* --- Entries ---------------------------------------------------------------------------------- */

struct view access_policy_shown(struct arena *arena, const struct listener *listener,
                                const struct access_entry *entry)
{
    if (entry->policy.length == 0)
        return view_of(behavior_word(entry->behavior));
    bool known = listener_policy(listener, entry->policy) != NULL;
    return view_of(arena_printf(arena, "$%.*s%s", VIEW_ARG(entry->policy),
                                known ? "" : " (not in this file)"));
}

struct view member_shown(struct arena *arena, const struct member *member)
{
    struct view text = escape_controls(arena, member->text);
    if (member->description == NULL)
        return text;
    struct view description = escape_controls(arena, *member->description);
    return view_of(
        arena_printf(arena, "%.*s (%.*s)", VIEW_ARG(text), VIEW_ARG(description)));
}

const char *listener_type_word(enum listener_type type)
{
    static const char *const types[] = {
        [LISTENER_PUBLIC] = "public",
        [LISTENER_PRIVATE] = "private",
        [LISTENER_BLACKHOLE] = "blackhole",
    };
    return types[type];
}
