/* SPDX-License-Identifier: MIT */
#include "write/xml.h"

#include "base/buffer.h"
#include "model/document.h"

enum {
    INDENT = 2,
    ENTRY_DEPTH = 2, /* of what stands in an entry */
    MOST_DEPTH = ENTRY_DEPTH + 2,
};

/* An entry's inside as it is being put together. */
struct body {
    struct buffer text;
    struct view open[MOST_DEPTH];
    unsigned depth;
    bool in_tag;  /* the last start tag waits for its end */
    bool in_line; /* a text was written: the end tag stands on its line */
};

static const char *escape_of(char c, bool attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    case '"':
        return attribute ? "&quot;" : NULL;
    case '\t':
        return attribute ? "&#9;" : NULL;
    case '\n':
        return attribute ? "&#10;" : NULL;
    default:
        return NULL;
    }
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

/* What stands in an entry that gives SETTINGS; good until the next call. */
static struct view render(struct body *body, const struct store *store,
                          const struct settings *settings)
{
    const struct document_sink sink = {body, on_start, on_text, on_end};
    body->text.length = 0;
    body->depth = ENTRY_DEPTH;
    document_walk(store, settings, &sink);
    return buffer_view(&body->text);
}

/* Rendered sets. What only one destination uses is not kept. */
struct bodies {
    const struct policy *policy;
    struct body scratch;
    struct view *kept;
    bool *is_kept;
    bool *used;
    bool *shared;
};

static void bodies_init(struct bodies *bodies, const struct policy *policy)
{
    uint32_t sets = policy->store->set_count;
    *bodies = (struct bodies){.policy = policy, .scratch.text = buffer_new(policy->arena)};
    bodies->kept = arena_zero(policy->arena, sets, sizeof *bodies->kept);
    bodies->is_kept = arena_zero(policy->arena, sets, sizeof *bodies->is_kept);
    bodies->used = arena_zero(policy->arena, sets, sizeof *bodies->used);
    bodies->shared = arena_zero(policy->arena, sets, sizeof *bodies->shared);
    for (uint32_t i = 0; i < policy->count; i++) {
        uint32_t set = policy_destination(policy, i)->settings;
        bodies->shared[set] = bodies->used[set];
        bodies->used[set] = true;
    }
}

static struct view body_of(struct bodies *bodies, uint32_t set)
{
    if (bodies->is_kept[set])
        return bodies->kept[set];
    struct view body = render(&bodies->scratch, bodies->policy->store,
                              policy_settings(bodies->policy, set));
    if (!bodies->shared[set])
        return body;
    bodies->is_kept[set] = true;
    bodies->kept[set] = arena_copy(bodies->policy->arena, body);
    return bodies->kept[set];
}

static void write_name(struct output *output, struct view name)
{
    for (size_t i = 0; i < name.length; i++) {
        const char *escape = escape_of(name.text[i], true);
        if (escape == NULL)
            output_char(output, name.text[i]);
        else
            output_string(output, escape);
    }
}

static void write_destination(struct output *output, struct view name, struct view body)
{
    output_string(output, "  <destination domain=\"");
    write_name(output, name);
    if (body.length == 0) {
        output_string(output, "\"/>\n");
        return;
    }
    output_string(output, "\">\n");
    output_view(output, body);
    output_string(output, "  </destination>\n");
}

void write_xml(const struct policy *policy, const struct write_options *options,
               struct output *output)
{
    struct bodies bodies;
    bodies_init(&bodies, policy);
    output_string(output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<policy xmlns=\"urn:destc:policy:1\">\n");
    if (policy->has_default && !options->omit_default) {
        output_string(output, "  <default>\n");
        output_view(output, body_of(&bodies, policy->default_settings));
        output_string(output, "  </default>\n");
    }
    const uint32_t *order = policy_sorted(policy);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, order[i]);
        struct view name =
            domain_in_form(policy->arena, destination_name(destination), options->idn);
        write_destination(output, name, body_of(&bodies, destination->settings));
    }
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

void check_xml(const struct policy *policy, const struct write_options *options,
               struct diag *diag)
{
    uint32_t sets = policy->store->set_count;
    bool *loses = arena_zero(policy->arena, sets, sizeof *loses);
    for (uint32_t i = 0; i < sets; i++)
        loses[i] = check_settings(policy, policy_settings(policy, i), NULL, 0);
    if (policy->has_default && !options->omit_default && loses[policy->default_settings])
        check_settings(policy, policy_default(policy), diag, policy->default_section);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        if (loses[destination->settings])
            check_settings(policy, policy_settings(policy, destination->settings), diag,
                           destination->section);
    }
}
