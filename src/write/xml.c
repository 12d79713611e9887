/* SPDX-License-Identifier: MIT */
#include "write/xml.h"

#include "base/buffer.h"
#include "model/document_expect.h"
#include "model/document_listener.h"
#include "model/listener_overlay.h"
#include "model/overlay.h"

enum {
    INDENT = 2,
    POLICY_DEPTH = 1,    /* of what stands in the policy */
    APPLIANCE_DEPTH = 2, /* of what stands in an appliance */
    MOST_DEPTH = 8,
    MOST_HELD = 64 * 1024, /* bytes of a listener that wait to be written */
};

/* Elements and what stands in them as they are put together. */
struct body {
    struct buffer text;
    struct view open[MOST_DEPTH];
    unsigned depth;
    bool in_tag;  /* the last start tag waits for its end */
    bool in_line; /* a text was written: the end tag stands on its line */
};

/* What is written for a character; NULL: itself. */
struct escape {
    const char *in_text;
    const char *in_attribute;
};

static const struct escape escapes[] = {
    ['\t'] = {NULL, "&#9;"},      ['\n'] = {NULL, "&#10;"},   ['\r'] = {"&#13;", "&#13;"},
    ['"'] = {NULL, "&quot;"},     ['&'] = {"&amp;", "&amp;"}, ['<'] = {"&lt;", "&lt;"},
    ['>'] = {"&gt;", "&gt;"},
};

static const char *escape_of(char c, bool attribute)
{
    unsigned char code = (unsigned char)c;
    if (code >= sizeof escapes / sizeof escapes[0])
        return NULL;
    return attribute ? escapes[code].in_attribute : escapes[code].in_text;
}

static void add_escaped(struct buffer *buffer, struct view text, bool attribute)
{
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *escape = escape_of(text.text[i], attribute);
        if (escape == NULL)
            continue;
        buffer_add(buffer, (struct view){text.text + start, i - start});
        buffer_add_string(buffer, escape);
        start = i + 1;
    }
    buffer_add(buffer, (struct view){text.text + start, text.length - start});
}

static void add_indent(struct body *body)
{
    for (unsigned i = 0; i < body->depth * INDENT; i++)
        buffer_add_char(&body->text, ' ');
}

static void end_tag(struct body *body)
{
    if (body->in_tag)
        buffer_add_string(&body->text, ">\n");
    body->in_tag = false;
}

static void on_start(void *context, struct view name, const struct document_attribute *attributes,
                     size_t count, struct view subject)
{
    struct body *body = context;
    (void)subject;
    end_tag(body);
    add_indent(body);
    buffer_add_char(&body->text, '<');
    buffer_add(&body->text, name);
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(&body->text, ' ');
        buffer_add(&body->text, attributes[i].name);
        buffer_add_string(&body->text, "=\"");
        add_escaped(&body->text, attributes[i].value, true);
        buffer_add_char(&body->text, '"');
    }
    body->open[body->depth++] = name;
    body->in_tag = true;
}

static void on_text(void *context, struct view text)
{
    struct body *body = context;
    buffer_add_char(&body->text, '>');
    add_escaped(&body->text, text, false);
    body->in_tag = false;
    body->in_line = true;
}

static void on_end(void *context)
{
    struct body *body = context;
    body->depth--;
    if (body->in_tag) {
        buffer_add_string(&body->text, "/>\n");
    } else {
        if (!body->in_line)
            add_indent(body);
        buffer_add_string(&body->text, "</");
        buffer_add(&body->text, body->open[body->depth]);
        buffer_add_string(&body->text, ">\n");
    }
    body->in_tag = false;
    body->in_line = false;
}

/* Entries at DEPTH of the document; what stands in them is rendered once for each set. */
struct entries {
    const struct policy *policy;
    const struct write_options *options;
    struct output *output;
    unsigned depth;
    struct body scratch;
    struct view *kept; /* by set; without text where it has not been rendered yet */
    uint8_t *uses;     /* by set: 0, 1, or 2 for more: what is used once is not kept */
};

static struct entries entries_at(const struct policy *policy, const struct write_options *options,
                                 struct output *output, unsigned depth)
{
    uint32_t sets = policy->store->set_count;
    struct entries entries = {policy, options, output, depth, {.depth = 0}, NULL, NULL};
    entries.scratch.text = buffer_new(policy->arena);
    entries.kept = arena_zero(policy->arena, sets, sizeof *entries.kept);
    entries.uses = arena_zero(policy->arena, sets, sizeof *entries.uses);
    return entries;
}

static void count_use(struct entries *entries, uint32_t set)
{
    entries->uses[set] = (uint8_t)(entries->uses[set] == 0 ? 1 : 2);
}

/* What stands in an entry that gives the settings SET; good until the next call. */
static struct view render(struct entries *entries, uint32_t set)
{
    struct body *body = &entries->scratch;
    const struct document_sink sink = {body, on_start, on_text, on_end};
    struct view *kept = &entries->kept[set];
    if (kept->text != NULL)
        return *kept;
    body->text.length = 0;
    body->depth = entries->depth + 1;
    document_walk(entries->policy->store, policy_settings(entries->policy, set), &sink);
    if (entries->uses[set] < 2)
        return buffer_view(&body->text);
    *kept = arena_copy(entries->policy->arena, buffer_view(&body->text));
    return *kept;
}

static void write_attribute(struct output *output, const char *name, struct view value)
{
    if (value.length == 0)
        return;
    output_char(output, ' ');
    output_string(output, name);
    output_string(output, "=\"");
    bool good = document_holds(value);
    for (size_t i = 0; i < value.length; i++) {
        const char *escape = escape_of(value.text[i], true);
        if (!good && !document_holds((struct view){value.text + i, 1}))
            escape = "\xEF\xBF\xBD";
        if (escape == NULL)
            output_char(output, value.text[i]);
        else
            output_string(output, escape);
    }
    output_char(output, '"');
}

static void indent(struct output *output, unsigned depth)
{
    output_repeat(output, ' ', (size_t)depth * INDENT);
}

/* An entry; the default entry has no name. */
static void write_entry(struct entries *entries, const char *element, struct view name,
                        uint32_t set)
{
    struct output *output = entries->output;
    struct view inside = render(entries, set);
    indent(output, entries->depth);
    output_char(output, '<');
    output_string(output, element);
    write_attribute(output, "domain", name);
    if (inside.length == 0) {
        output_string(output, "/>\n");
        return;
    }
    output_string(output, ">\n");
    output_view(output, inside);
    indent(output, entries->depth);
    output_string(output, "</");
    output_string(output, element);
    output_string(output, ">\n");
}

static void write_destinations(struct entries *entries, const struct policy *policy,
                               const uint32_t *order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct destination *destination = policy_destination(policy, order[i]);
        struct view name = domain_in_form(policy->arena, destination_name(destination),
                                          entries->options->idn);
        write_entry(entries, "destination", name, destination->settings);
    }
}

static void write_base(struct entries *entries)
{
    const struct policy *policy = entries->policy;
    for (uint32_t i = 0; i < policy->count; i++)
        count_use(entries, policy_destination(policy, i)->settings);
    if (policy->has_default && !entries->options->omit_default)
        write_entry(entries, "default", VIEW(""), policy->default_settings);
    write_destinations(entries, policy, policy_sorted(policy), policy->count);
}

static void write_frame(struct output *output, struct view name, bool has_target,
                        struct release target)
{
    write_attribute(output, "name", name);
    if (has_target)
        output_printf(output, " asyncos=\"%u.%u\"", (unsigned)target.major,
                      (unsigned)target.minor);
}

static void write_removals(struct entries *entries, const struct overlay *overlay)
{
    const struct policy *base = entries->policy;
    for (uint32_t i = 0; i < overlay->removed_count; i++) {
        struct view name = destination_name(policy_destination(base, overlay->removed[i]));
        indent(entries->output, APPLIANCE_DEPTH);
        output_string(entries->output, "<remove");
        write_attribute(entries->output, "domain",
                        domain_in_form(base->arena, name, entries->options->idn));
        output_string(entries->output, "/>\n");
    }
}

/* A listener as it is put together, and where it goes meanwhile. */
struct listener_body {
    struct body *body;
    struct output *output;
    unsigned depth; /* of its element */
};

static void on_listener_start(void *context, struct view name,
                              const struct document_attribute *attributes, size_t count,
                              struct view subject)
{
    struct listener_body *listener = context;
    on_start(listener->body, name, attributes, count, subject);
}

static void on_listener_text(void *context, struct view text)
{
    struct listener_body *listener = context;
    on_text(listener->body, text);
}

static void on_listener_end(void *context)
{
    struct listener_body *listener = context;
    struct body *body = listener->body;
    on_end(body);
    if (body->text.length < MOST_HELD && body->depth > listener->depth)
        return;
    output_view(listener->output, buffer_view(&body->text));
    body->text.length = 0;
}

static void write_listener(struct entries *entries, const struct listener *listener,
                           unsigned depth)
{
    struct listener_body body = {&entries->scratch, entries->output, depth};
    const struct document_sink sink = {&body, on_listener_start, on_listener_text,
                                       on_listener_end};
    struct listener_walk walk = {.listener = listener, .all = true};
    body.body->text.length = 0;
    body.body->depth = depth;
    document_walk_listener(&walk, &sink);
}

/* The listeners of an appliance, and those that it does not have. */
static void write_listener_overlay(struct entries *entries,
                                   const struct listeners_overlay *overlay)
{
    for (uint32_t i = 0; i < overlay->changed_count; i++)
        write_listener(entries, overlay->changed[i], APPLIANCE_DEPTH);
    for (uint32_t i = 0; i < overlay->removed_count; i++) {
        indent(entries->output, APPLIANCE_DEPTH);
        output_string(entries->output, "<remove-listener");
        write_attribute(entries->output, "name", overlay->removed[i]->name);
        output_string(entries->output, "/>\n");
    }
}

static void write_appliance(struct entries *entries, const struct appliance *appliance,
                            const struct overlay *overlay)
{
    struct listeners_overlay listeners;
    const struct policy *base = entries->policy;
    const struct policy *whole = appliance->policy;
    listeners_difference(&base->listeners, &whole->listeners, &listeners);
    bool changes_default = overlay->changes_default && whole->has_default &&
                           !entries->options->omit_default;
    bool own_target = whole->has_target && (!base->has_target ||
                                            release_compare(whole->target, base->target) != 0);
    indent(entries->output, POLICY_DEPTH);
    output_string(entries->output, "<appliance");
    write_frame(entries->output, appliance->name, own_target, whole->target);
    if (!changes_default && overlay->changed_count + overlay->removed_count == 0 &&
        listeners.changed_count + listeners.removed_count == 0) {
        output_string(entries->output, "/>\n");
        return;
    }
    output_string(entries->output, ">\n");
    if (changes_default)
        write_entry(entries, "default", VIEW(""), whole->default_settings);
    write_destinations(entries, whole, overlay->changed, overlay->changed_count);
    write_removals(entries, overlay);
    write_listener_overlay(entries, &listeners);
    indent(entries->output, POLICY_DEPTH);
    output_string(entries->output, "</appliance>\n");
}

static void write_listeners(struct entries *entries)
{
    const struct listeners *listeners = &entries->policy->listeners;
    for (uint32_t i = 0; i < listeners->count; i++)
        write_listener(entries, &listeners->list[i], POLICY_DEPTH);
}

/* What each appliance of POLICY makes differ. */
static const struct overlay *find_overlays(const struct policy *policy)
{
    struct overlay *overlays =
        arena_zero(policy->arena, policy->appliance_count, sizeof *overlays);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        overlay_difference(policy, policy->appliances[i].policy, &overlays[i]);
    return overlays;
}

static void write_appliances(struct entries *entries)
{
    const struct policy *policy = entries->policy;
    const struct overlay *overlays = find_overlays(policy);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        for (uint32_t j = 0; j < overlays[i].changed_count; j++)
            count_use(entries, policy_destination(policy->appliances[i].policy,
                                                  overlays[i].changed[j])->settings);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        write_appliance(entries, &policy->appliances[i], &overlays[i]);
}

static void write_assertions(struct entries *entries)
{
    const struct policy *policy = entries->policy;
    struct body *body = &entries->scratch;
    const struct document_sink sink = {body, on_start, on_text, on_end};
    for (uint32_t i = 0; i < policy->assertion_count; i++) {
        body->text.length = 0;
        body->depth = POLICY_DEPTH;
        document_walk_assertion(policy->arena, &policy->assertions[i], entries->options->idn,
                                UINT32_MAX, &sink);
        output_view(entries->output, buffer_view(&body->text));
    }
    for (uint32_t i = 0; i < policy->expectation_count; i++) {
        body->text.length = 0;
        body->depth = POLICY_DEPTH;
        document_walk_expectation(policy->arena, &policy->expectations[i], UINT32_MAX, &sink);
        output_view(entries->output, buffer_view(&body->text));
    }
}

void write_xml(const struct policy *policy, const struct write_options *options,
               struct output *output)
{
    struct entries entries = entries_at(policy, options, output, POLICY_DEPTH);
    output_string(output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<policy xmlns=\"urn:destc:policy:1\"");
    write_frame(output, policy->name, policy->has_target, policy->target);
    output_string(output, ">\n");
    write_base(&entries);
    write_listeners(&entries);
    if (policy->appliance_count > 0) {
        struct entries inner = entries_at(policy, options, output, APPLIANCE_DEPTH);
        write_appliances(&inner);
    }
    write_assertions(&entries);
    output_string(output, "</policy>\n");
}

static bool is_text(struct value value)
{
    return value.kind == VALUE_NAME || value.kind == VALUE_UNKNOWN;
}

static void report_loss(const struct policy *policy, struct diag *diag, uint32_t section,
                        struct view name)
{
    struct span place = {section, section + 1};
    if (diag_would_keep(diag, diag_severity(diag, CODE_OUTPUT_LOSS), place)) {
        struct span found = policy_locate(policy, section, name);
        place = found.offset == 0 ? place : found;
    }
    diag_report(diag, CODE_OUTPUT_LOSS, place,
                "%.*s holds a character that XML does not have, and is left out", VIEW_ARG(name));
}

/* Reports, or with a NULL diag only finds, what of SETTINGS would be left out. */
static bool check_settings(const struct policy *policy, const struct settings *settings,
                           struct diag *diag, uint32_t section)
{
    bool loss = false;
    const struct store *store = policy->store;
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct value value = settings->values[i];
        if (!is_text(value) || document_holds(atom_view(store, value.number)))
            continue;
        loss = true;
        if (diag != NULL)
            report_loss(policy, diag, section, view_of(parameter((enum param)i)->export_name));
    }
    for (uint32_t i = 0; i < settings->other_count; i++) {
        struct view name = atom_view(store, settings->others[i].name);
        if (document_holds(name) && document_holds(atom_view(store, settings->others[i].text)))
            continue;
        loss = true;
        if (diag != NULL)
            report_loss(policy, diag, section, name);
    }
    return loss;
}

/* Reports what is left out of an entry's settings, if LOSES says that something is. */
static void check_entry(const struct policy *policy, const bool *loses, uint32_t set,
                        struct diag *diag, uint32_t section)
{
    if (loses[set])
        check_settings(policy, policy_settings(policy, set), diag, section);
}

static void check_listener(const struct listener *listener, struct diag *diag);

static void check_appliance(const struct policy *base, const struct appliance *appliance,
                            const struct write_options *options, const bool *loses,
                            struct diag *diag)
{
    struct overlay overlay;
    struct listeners_overlay listeners;
    const struct policy *whole = appliance->policy;
    overlay_difference(base, whole, &overlay);
    listeners_difference(&base->listeners, &whole->listeners, &listeners);
    if (!document_holds(appliance->name))
        diag_report(diag, CODE_OUTPUT_LOSS, appliance->place,
                    "the appliance's name holds a character that XML does not have");
    if (overlay.changes_default && whole->has_default && !options->omit_default)
        check_entry(whole, loses, whole->default_settings, diag, whole->default_section);
    for (uint32_t i = 0; i < overlay.changed_count; i++) {
        const struct destination *destination = policy_destination(whole, overlay.changed[i]);
        check_entry(whole, loses, destination->settings, diag, destination->section);
    }
    for (uint32_t i = 0; i < listeners.changed_count; i++)
        check_listener(listeners.changed[i], diag);
}

static void check_assertion(const struct assertion *assertion, struct arena *arena,
                            struct diag *diag)
{
    if (!document_holds(document_condition(arena, assertion)))
        diag_report(diag, CODE_OUTPUT_LOSS, assertion->place,
                    "the assertion holds a character that XML does not have, and is left out");
    else if (!document_holds(assertion->message))
        diag_report(diag, CODE_OUTPUT_LOSS, assertion->place,
                    "the assertion's message holds a character that XML does not have, and is "
                    "left out");
}

static void check_expectation(const struct expectation *expectation, struct diag *diag)
{
    bool good = document_holds_expectation(expectation);
    if (!good || !document_holds(expectation->message))
        diag_report(diag, CODE_OUTPUT_LOSS, expectation->place,
                    "the %s holds a character that XML does not have, and is left out",
                    good ? "expectation's message" : "expectation");
}

static void on_lost(void *context, const char *what, struct span place)
{
    diag_report(context, CODE_OUTPUT_LOSS, place,
                "%s holds a character that XML does not have, and is left out", what);
}

static void ignore_start(void *context, struct view name,
                         const struct document_attribute *attributes, size_t count,
                         struct view subject)
{
    (void)context;
    (void)name;
    (void)attributes;
    (void)count;
    (void)subject;
}

static void ignore_text(void *context, struct view text)
{
    (void)context;
    (void)text;
}

static void ignore_end(void *context)
{
    (void)context;
}

static void check_listener(const struct listener *listener, struct diag *diag)
{
    const struct document_sink nobody = {NULL, ignore_start, ignore_text, ignore_end};
    struct listener_walk walk = {
        .listener = listener, .all = true, .lost = on_lost, .context = diag};
    document_walk_listener(&walk, &nobody);
}

void check_xml(const struct policy *policy, const struct write_options *options,
               struct diag *diag)
{
    uint32_t sets = policy->store->set_count;
    bool *loses = arena_zero(policy->arena, sets, sizeof *loses);
    for (uint32_t i = 0; i < sets; i++)
        loses[i] = check_settings(policy, policy_settings(policy, i), NULL, 0);
    if (policy->has_default && !options->omit_default)
        check_entry(policy, loses, policy->default_settings, diag, policy->default_section);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        check_entry(policy, loses, destination->settings, diag, destination->section);
    }
    for (uint32_t i = 0; i < policy->listeners.count; i++)
        check_listener(&policy->listeners.list[i], diag);
    for (uint32_t i = 0; i < policy->appliance_count; i++)
        check_appliance(policy, &policy->appliances[i], options, loses, diag);
    for (uint32_t i = 0; i < policy->assertion_count; i++)
        check_assertion(&policy->assertions[i], policy->arena, diag);
    for (uint32_t i = 0; i < policy->expectation_count; i++)
        check_expectation(&policy->expectations[i], diag);
}
