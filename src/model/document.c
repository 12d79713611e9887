/* SPDX-License-Identifier: MIT */
#include "model/document.h"

#include "base/buffer.h"
#include "base/utf8.h"

/* The order of the document; attributes stand before their element's children. */
static const enum param document_order[] = {
    PARAM_IP_SORT_PREF,
    PARAM_LIMIT_TYPE,
    PARAM_LIMIT_APPLY,
    PARAM_MAX_HOST_CONCURRENCY,
    PARAM_RECIPIENT_LIMIT,
    PARAM_RECIPIENT_MINUTES,
    PARAM_MAX_MESSAGES_PER_CONNECTION,
    PARAM_TABLE_TLS,
    PARAM_DANE_OPTION,
    PARAM_BOUNCE_VALIDATION,
    PARAM_BOUNCE_PROFILE,
    PARAM_CERTIFICATE,
    PARAM_SEND_TLS_REQ_ALERT,
};

_Static_assert(sizeof document_order / sizeof document_order[0] == PARAM_COUNT,
               "the document has a place for every parameter");

enum { MOST_ATTRIBUTES = 2 };

struct walk {
    const struct store *store;
    const struct settings *settings;
    const struct document_sink *sink;
    struct view open; /* the path of the open element; empty: the entry */
};

bool document_holds(struct view text)
{
    return utf8_is_xml(text);
}

static struct view path_of(enum param param)
{
    static const struct view paths[PARAM_COUNT] = {
#define PARAM(id, export_name, policy, batch, element, ...) {element, sizeof element - 1},
#include "model/params.def"
    };
    return paths[param];
}

/* The path without its last part. */
static struct view parent_of(struct view path)
{
    while (path.length > 0 && path.text[path.length - 1] != '/')
        path.length--;
    path.length -= path.length > 0;
    return path;
}

/* The last part of PATH, below PARENT. */
static struct view name_below(struct view path, struct view parent)
{
    size_t skip = parent.length == 0 ? 0 : parent.length + 1;
    return (struct view){path.text + skip, path.length - skip};
}

static bool is_attribute(struct view path)
{
    return name_below(path, parent_of(path)).text[0] == '@';
}

/* Whether PATH is OUTER or lies in it. */
static bool is_within(struct view path, struct view outer)
{
    if (outer.length == 0)
        return true;
    return path.length >= outer.length && memcmp(path.text, outer.text, outer.length) == 0 &&
           (path.length == outer.length || path.text[outer.length] == '/');
}

/* Closes and opens elements until the one at PATH, which gets ATTRIBUTES, is open. */
static void move_to(struct walk *walk, struct view path,
                    const struct document_attribute *attributes, size_t count)
{
    while (!is_within(path, walk->open)) {
        walk->sink->end(walk->sink->context);
        walk->open = parent_of(walk->open);
    }
    while (walk->open.length < path.length) {
        struct view outer = walk->open;
        size_t end = outer.length == 0 ? 0 : outer.length + 1;
        while (end < path.length && path.text[end] != '/')
            end++;
        walk->open = (struct view){path.text, end};
        bool last = end == path.length;
        walk->sink->start(walk->sink->context, name_below(walk->open, outer),
                          last ? attributes : NULL, last ? count : 0, VIEW(""));
    }
}

/* An element with a text. */
static void walk_leaf(struct walk *walk, struct view name,
                      const struct document_attribute *attributes, size_t count,
                      struct view text, struct view subject)
{
    const struct document_sink *sink = walk->sink;
    sink->start(sink->context, name, attributes, count, subject);
    sink->text(sink->context, text);
    sink->end(sink->context);
}

/* Whether PARAM is given, and not only kept for want of the limit that would give it effect. */
static bool has_effect(const struct settings *settings, enum param param)
{
    uint32_t idle = parameter(param)->idle;
    return settings_has(settings, param) && (idle == 0 || (settings->given & idle) != 0);
}

/* The value as the document says it. False if there is none to be said in its element. */
static bool value_text(const struct walk *walk, enum param param, char buffer[VALUE_BUFFER],
                       struct view *text)
{
    struct value value = walk->settings->values[param];
    if (!has_effect(walk->settings, param))
        return false;
    *text = value.kind == VALUE_UNKNOWN ? VIEW(DOCUMENT_OTHER)
                                        : value_policy(walk->store, param, value, buffer);
    return document_holds(*text);
}

/* The element with the attribute at *NEXT in the order and those behind it. */
static void walk_attributes(struct walk *walk, size_t *next)
{
    char buffers[MOST_ATTRIBUTES][VALUE_BUFFER];
    struct document_attribute attributes[MOST_ATTRIBUTES];
    size_t count = 0;
    struct view element = parent_of(path_of(document_order[*next]));
    for (; *next < PARAM_COUNT && count < MOST_ATTRIBUTES; ++*next) {
        enum param param = document_order[*next];
        struct view path = path_of(param);
        if (!is_attribute(path) || !view_equal(parent_of(path), element))
            break;
        struct document_attribute *attribute = &attributes[count];
        if (!value_text(walk, param, buffers[count], &attribute->value))
            continue;
        attribute->name = name_below(path, element);
        attribute->name = (struct view){attribute->name.text + 1, attribute->name.length - 1};
        attribute->subject = view_of(parameter(param)->export_name);
        count++;
    }
    if (count > 0)
        move_to(walk, element, attributes, count);
}

static void walk_element(struct walk *walk, enum param param)
{
    char buffer[VALUE_BUFFER];
    struct view text;
    struct view path = path_of(param);
    struct view parent = parent_of(path);
    if (!value_text(walk, param, buffer, &text))
        return;
    move_to(walk, parent, NULL, 0);
    walk_leaf(walk, name_below(path, parent), NULL, 0, text,
              view_of(parameter(param)->export_name));
}

static void walk_parameter(struct walk *walk, struct view name, struct view text)
{
    struct document_attribute attribute = {VIEW("name"), name, name};
    if (document_holds(name) && document_holds(text))
        walk_leaf(walk, VIEW("parameter"), &attribute, 1, text, name);
}

/* Parameters that have no element to themselves. */
static void walk_parameters(struct walk *walk)
{
    const struct settings *settings = walk->settings;
    for (int i = 0; i < PARAM_COUNT; i++) {
        char buffer[VALUE_BUFFER];
        enum param param = (enum param)i;
        struct value value = settings->values[param];
        if (settings_has(settings, param) &&
            (value.kind == VALUE_UNKNOWN || !has_effect(settings, param)))
            walk_parameter(walk, view_of(parameter(param)->export_name),
                           value_export(walk->store, param, value, buffer));
    }
    for (uint32_t i = 0; i < settings->other_count; i++)
        walk_parameter(walk, atom_view(walk->store, settings->others[i].name),
                       atom_view(walk->store, settings->others[i].text));
}

void document_walk(const struct store *store, const struct settings *settings,
                   const struct document_sink *sink)
{
    struct walk walk = {store, settings, sink, VIEW("")};
    for (size_t next = 0; next < PARAM_COUNT;) {
        if (is_attribute(path_of(document_order[next])))
            walk_attributes(&walk, &next);
        else
            walk_element(&walk, document_order[next++]);
    }
    move_to(&walk, VIEW(""), NULL, 0);
    walk_parameters(&walk);
}

/* Adds TEXT, a run of blanks with a line end in it as one blank. */
static void add_in_line(struct buffer *line, struct view text)
{
    static const struct view blanks = {" \t\r\n", 4};
    for (size_t i = 0; i < text.length;) {
        size_t run = 0;
        bool ends_line = false;
        while (i + run < text.length && view_has(blanks, text.text[i + run]))
            ends_line |= text.text[i + run++] == '\n';
        if (run == 0 || !ends_line)
            buffer_add(line, (struct view){text.text + i, run == 0 ? 1 : run});
        else
            buffer_add_char(line, ' ');
        i += run == 0 ? 1 : run;
    }
}

struct view document_condition(struct arena *arena, const struct assertion *assertion)
{
    struct buffer text = buffer_new(arena);
    buffer_add(&text, assertion->name.text);
    if (assertion->enforced) {
        buffer_add_string(&text, " enforced");
        return buffer_view(&text);
    }
    buffer_add_char(&text, ' ');
    buffer_add(&text, assertion->operation.text);
    buffer_add_char(&text, ' ');
    add_in_line(&text, assertion->value.text);
    return buffer_view(&text);
}

static size_t assertion_attributes(const struct assertion *assertion,
                                   struct document_attribute attributes[2])
{
    size_t count = 0;
    bool by_set = view_has(assertion->target_text, '@');
    if (by_set && document_holds(assertion->target_text))
        attributes[count++] =
            (struct document_attribute){VIEW("target"), assertion->target_text, VIEW("")};
    if (assertion->message.length > 0 && document_holds(assertion->message))
        attributes[count++] =
            (struct document_attribute){VIEW("message"), assertion->message, VIEW("")};
    return count;
}

void document_walk_assertion(struct arena *arena, const struct assertion *assertion,
                             enum idn_form form, uint32_t most, const struct document_sink *sink)
{
    static const char *const whole[] = {
        [ASSERTION_FOR_NAMES] = NULL,
        [ASSERTION_FOR_ALL] = "all",
        [ASSERTION_FOR_DEFAULT] = "default",
    };
    struct document_attribute attributes[2];
    struct walk walk = {.sink = sink};
    struct view condition = document_condition(arena, assertion);
    size_t count = assertion_attributes(assertion, attributes);
    if (!document_holds(condition))
        return;
    sink->start(sink->context, VIEW("assertion"), attributes, count, VIEW(""));
    walk_leaf(&walk, VIEW("condition"), NULL, 0, condition, VIEW(""));
    if (whole[assertion->target] != NULL) {
        sink->start(sink->context, view_of(whole[assertion->target]), NULL, 0, VIEW(""));
        sink->end(sink->context);
    }
    for (uint32_t i = 0; i < assertion->name_count && i < most; i++)
        walk_leaf(&walk, VIEW("name"), NULL, 0,
                  domain_in_form(arena, assertion->names[i].domain.name, form), VIEW(""));
    sink->end(sink->context);
}

/* The path of the child through which the way from PATH to KNOWN leads; empty if none does. */
static struct view step(struct view known, struct view path)
{
    if (!is_within(known, path) || known.length == path.length)
        return VIEW("");
    size_t begin = path.length == 0 ? 0 : path.length + 1;
    const char *slash = memchr(known.text + begin, '/', known.length - begin);
    return slash == NULL ? known : (struct view){known.text, (size_t)(slash - known.text)};
}

struct view document_child(struct view path, struct view name)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct view child = step(path_of((enum param)i), path);
        if (child.length > 0 && !is_attribute(child) && view_equal(name_below(child, path), name))
            return child;
    }
    return VIEW("");
}

enum param document_param(struct view path)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (view_equal(path_of((enum param)i), path))
            return (enum param)i;
    return PARAM_COUNT;
}

/* The attribute of the element at PATH that PARAM is; empty if it is none. */
static struct view attribute_below(enum param param, struct view path)
{
    struct view known = path_of(param);
    if (!is_attribute(known) || !view_equal(parent_of(known), path))
        return VIEW("");
    struct view name = name_below(known, path);
    return (struct view){name.text + 1, name.length - 1};
}

enum param document_attribute(struct view path, struct view name)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct view known = attribute_below((enum param)i, path);
        if (known.length > 0 && view_equal(known, name))
            return (enum param)i;
    }
    return PARAM_COUNT;
}

uint32_t document_params(struct view path)
{
    uint32_t params = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (is_within(path_of((enum param)i), path))
            params |= PARAM_BIT(i);
    return params;
}

void document_nearest_child(struct view path, struct nearest *nearest)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct view child = step(path_of((enum param)i), path);
        if (child.length > 0 && !is_attribute(child))
            nearest_offer(nearest, name_below(child, path), name_below(child, path));
    }
}

void document_nearest_attribute(struct view path, struct nearest *nearest)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct view known = attribute_below((enum param)i, path);
        if (known.length > 0)
            nearest_offer(nearest, known, known);
    }
}
