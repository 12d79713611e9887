/* SPDX-License-Identifier: MIT */
#include "read/saveconfig.h"

#include "read/capture.h"
#include "read/saveconfig_listener.h"
#include "read/saveconfig_stream.h"

enum {
    MOST_TABLE = 64 * 1024 * 1024, /* bytes of a <hat> */
    MOST_VALUE = 64 * 1024,        /* of any other text that is read */
};

#define LISTENER "listeners/listener"
#define INTERFACE "interfaces/interface"

struct saveconfig_reader {
    struct policy *policy;
    struct diag *diag;
    const struct source *source;
    struct saveconfig_listener listener;
    struct reference_interface interface;
};

/* --- Finding out whether it is one ------------------------------------------------------------ */

/* TEXT without its first LENGTH bytes. */
static struct view behind(struct view text, size_t length)
{
    return (struct view){text.text + length, text.length - length};
}

static bool begins_with(struct view text, struct view prefix)
{
    return text.length >= prefix.length && memcmp(text.text, prefix.text, prefix.length) == 0;
}

/* TEXT behind the first MARK in it; empty if there is none. */
static struct view behind_mark(struct view text, struct view mark)
{
    const char *found = memmem(text.text, text.length, mark.text, mark.length);
    return found == NULL ? VIEW("") : behind(text, (size_t)(found - text.text) + mark.length);
}

/* TEXT, which begins with "<", without declarations, comments and instructions before its root. */
static struct view behind_prolog(struct view text)
{
    for (;;) {
        text = view_trim(text);
        if (begins_with(text, VIEW("<!--")))
            text = behind_mark(text, VIEW("-->"));
        else if (begins_with(text, VIEW("<?")))
            text = behind_mark(text, VIEW("?>"));
        else
            return text;
    }
}

/* Whether TEXT begins with NAME and no longer one. */
static bool names(struct view text, struct view name)
{
    return begins_with(text, name) && text.length > name.length &&
           view_has(VIEW(" \t\r\n>/["), text.text[name.length]);
}

bool saveconfig_detect(struct view text)
{
    struct view type = VIEW("<!DOCTYPE");
    text = behind(text, begins_with(text, VIEW("\xEF\xBB\xBF")) ? 3 : 0);
    text = behind_prolog(behind(text, capture_document(text)));
    if (begins_with(text, type)) /* names the root */
        text = view_trim(behind(text, type.length));
    else if (begins_with(text, VIEW("<")))
        text = behind(text, 1);
    else
        return false;
    return names(text, VIEW("config")) || names(text, VIEW("cluster_config"));
}

/* --- References ------------------------------------------------------------------------------- */

/* Where the text of the element at PATH goes; NULL if it is none of these. */
static struct reference *reference_at(struct saveconfig_reader *reader, struct view path)
{
    struct references *references = &reader->policy->references;
    const struct {
        const char *path;
        struct reference *reference;
    } known[] = {
        {"hostname", &references->hostname},
        {INTERFACE "/interface_name", &reader->interface.name},
        {INTERFACE "/interface_hostname", &reader->interface.hostname},
        {INTERFACE "/certificate_name", &reader->interface.certificate},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (view_equal(path, view_of(known[i].path)))
            return known[i].reference;
    return NULL;
}

static bool is_bounce_profile(struct view path)
{
    return view_equal(path, VIEW("bounce_profiles/bounce_profile/bounce_profile_name"));
}

/* --- Elements --------------------------------------------------------------------------------- */

/* What the element at PATH is of a listener. */
static enum saveconfig_part listener_part(struct view path, enum flow_param *param)
{
    struct view folder = VIEW(LISTENER "/");
    *param = FLOW_COUNT;
    return begins_with(path, folder) ? saveconfig_part(behind(path, folder.length), param)
                                     : PART_NONE;
}

static size_t on_wanted(void *context, struct view path)
{
    enum flow_param param;
    enum saveconfig_part part = listener_part(path, &param);
    if (part == PART_HAT)
        return MOST_TABLE;
    if (part != PART_NONE && part != PART_RECIPIENTS)
        return MOST_VALUE;
    return is_bounce_profile(path) || reference_at(context, path) != NULL ? MOST_VALUE : 0;
}

/* The text of <hat> as a source of its own; NULL, and reported, if there is no room for it. */
static const struct source *add_table(struct saveconfig_reader *reader, char *text, size_t length,
                                      const struct source_map *map)
{
    const struct source *source =
        sources_add_derived(reader->diag->sources, reader->source, text, length, map);
    if (source == NULL)
        diag_report_file(reader->diag, CODE_FILES_TOO_LARGE, reader->source->name, "%s",
                         code_entry(CODE_FILES_TOO_LARGE)->title);
    return source;
}

static void on_text(void *context, struct view path, char *bytes, size_t length,
                    struct span place, const struct source_map *map)
{
    struct view text = {bytes, length};
    struct saveconfig_reader *reader = context;
    struct saveconfig_piece piece = {.text = text, .place = place};
    struct reference *reference = reference_at(reader, path);
    piece.part = listener_part(path, &piece.param);
    if (piece.part == PART_HAT) {
        piece.table = add_table(reader, bytes, length, map);
        if (piece.table == NULL)
            return;
    }
    if (text.length == 0 && piece.part != PART_HAT)
        return; /* it is not given */
    if (piece.part != PART_NONE)
        saveconfig_note(&reader->listener, &piece);
    else if (is_bounce_profile(path))
        references_add(reader->policy->arena, &reader->policy->references.bounce_profiles,
                       &(struct reference){text, place});
    else if (reference != NULL)
        *reference = (struct reference){text, place};
}

static void on_end(void *context, struct view path, struct span place)
{
    struct saveconfig_reader *reader = context;
    struct saveconfig_piece piece = {.part = PART_RECIPIENTS, .place = place};
    if (view_equal(path, VIEW(LISTENER))) {
        saveconfig_listener_end(&reader->listener);
    } else if (listener_part(path, &piece.param) == PART_RECIPIENTS) {
        saveconfig_note(&reader->listener, &piece);
    } else if (view_equal(path, VIEW(INTERFACE))) {
        references_add_interface(reader->policy->arena, &reader->policy->references,
                                 &reader->interface);
        reader->interface = (struct reference_interface){0};
    } else if (path.length == 0) {
        diag_mend(reader->diag, diag_report(reader->diag, CODE_DESTINATIONS_UNREAD, place, "%s",
                                            code_entry(CODE_DESTINATIONS_UNREAD)->title));
    }
}

void read_saveconfig(struct policy *policy, struct diag *diag, const struct read_options *options,
                     const struct source *source)
{
    struct saveconfig_reader reader = {
        .policy = policy,
        .diag = diag,
        .source = source,
        .listener = {.policy = policy, .diag = diag, .options = options, .source = source},
    };
    struct saveconfig_handler handler = {&reader, on_wanted, on_text, on_end};
    policy->references.given = true;
    saveconfig_parse(source, diag, &handler);
    saveconfig_listener_end(&reader.listener); /* one that was cut off */
}
