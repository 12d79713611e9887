/* SPDX-License-Identifier: MIT */
#include "read/saveconfig.h"

#include "read/capture.h"
#include "read/saveconfig_destination.h"
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
    struct saveconfig_destinations destinations;
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

static struct saveconfig_want on_wanted(void *context, struct view path)
{
    struct saveconfig_reader *reader = context;
    bool inside;
    enum flow_param param;
    struct saveconfig_want want = saveconfig_destination_want(&reader->destinations, path, &inside);
    enum saveconfig_part part = listener_part(path, &param);
    if (inside)
        return want;
    if (part == PART_HAT)
        want.most = MOST_TABLE;
    else if ((part != PART_NONE && part != PART_RECIPIENTS) || is_bounce_profile(path) ||
             reference_at(reader, path) != NULL)
        want.most = MOST_VALUE;
    return want;
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

/* Whether the element at PATH stands in an entry of destination controls. */
static bool is_in_entry(struct saveconfig_reader *reader, struct view path)
{
    bool inside;
    saveconfig_destination_want(&reader->destinations, path, &inside);
    return inside;
}

/* How much of TEXT, a HAT in which the file ends, are entries that are whole. */
static size_t whole_entries(char *text, size_t length)
{
    while (length > 0 && (view_has(VIEW(" \t\n\r"), text[length - 1]) ||
                          (length > 1 && text[length - 2] != '\n')))
        length--;
    length -= length > 0; /* the first byte of the last line that is not indented */
    memset(text + length, 0, 2);
    return length;
}

static void on_text(void *context, const struct saveconfig_found *found)
{
    struct view path = found->path;
    struct view text = {found->text, found->length};
    struct saveconfig_reader *reader = context;
    struct saveconfig_piece piece = {.text = text, .place = found->place};
    struct reference *reference = reference_at(reader, path);
    piece.is_cut = found->is_cut;
    if (found->is_cut && listener_part(path, &piece.param) != PART_HAT)
        return;
    if (is_in_entry(reader, path)) {
        saveconfig_destination_note(&reader->destinations, found);
        return;
    }
    piece.part = listener_part(path, &piece.param);
    if (piece.part == PART_HAT) {
        size_t length = found->is_cut ? whole_entries(found->text, found->length) : found->length;
        piece.table = add_table(reader, found->text, length, found->map);
        if (piece.table == NULL)
            return;
    }
    if (text.length == 0 && piece.part != PART_HAT)
        return; /* it is not given */
    if (piece.part != PART_NONE)
        saveconfig_note(&reader->listener, &piece);
    else if (is_bounce_profile(path))
        references_add(reader->policy->arena, &reader->policy->references.bounce_profiles,
                       &(struct reference){text, found->place});
    else if (reference != NULL)
        *reference = (struct reference){text, found->place};
}

/* What is read has ended: destination controls were not, unless the user has said where they are. */
static void tell_unread(struct saveconfig_reader *reader, struct span place)
{
    const struct xml_map *map = reader->listener.options->xml_map;
    if (reader->destinations.names == NULL && (map == NULL || map->good))
        diag_mend(reader->diag, diag_report(reader->diag, CODE_DESTINATIONS_UNREAD, place, "%s",
                                            code_entry(CODE_DESTINATIONS_UNREAD)->title));
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
        tell_unread(reader, place);
    }
    saveconfig_destination_end(&reader->destinations, path, place);
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
    saveconfig_destinations_init(&reader.destinations, policy, diag, options, source);
    bool whole = saveconfig_parse(source, diag, options, &handler);
    reader.listener.cut_off = !whole;
    saveconfig_listener_end(&reader.listener);
    saveconfig_destinations_end(&reader.destinations, whole);
}
