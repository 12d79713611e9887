/* SPDX-License-Identifier: MIT */
#include "read/saveconfig_listener.h"

#include "base/buffer.h"
#include "read/hat.h"
#include "read/listener.h"
#include "read/rat.h"

#define DEFAULT_PREFIX "hat_default_"
#define OPTION_FOLDER "rat/rat_entry/rat_params/"

static const struct {
    const char *path;
    enum saveconfig_part part;
} parts[] = {
    {"listener_name", PART_NAME},
    {"type", PART_TYPE},
    {"protocol", PART_PROTOCOL},
    {"port", PART_PORT},
    {"listen_queue_size", PART_QUEUE},
    {"default_domain", PART_DOMAIN},
    {"max_concurrency", PART_CONNECTIONS},
    {"bounce_profile_name", PART_BOUNCE},
    {"hat", PART_HAT},
    {"rat/rat_entry", PART_RECIPIENTS},
    {"rat/rat_entry/rat_address", PART_RECIPIENT},
    {"rat/rat_entry/access", PART_ACTION},
};

static bool begins_with(struct view text, struct view prefix)
{
    return text.length > prefix.length && memcmp(text.text, prefix.text, prefix.length) == 0;
}

/* The parameter of TABLE whose element is called NAME; FLOW_COUNT: none. */
static enum flow_param find_element(enum flow_table table, struct view name)
{
    for (int i = 0; i < FLOW_COUNT; i++) {
        const struct flow_parameter *row = flow_parameter((enum flow_param)i);
        if (row->table == table && row->saveconfig_name != NULL &&
            view_equal(name, view_of(row->saveconfig_name)))
            return (enum flow_param)i;
    }
    return FLOW_COUNT;
}

enum saveconfig_part saveconfig_part(struct view path, enum flow_param *param)
{
    struct view folder = VIEW(OPTION_FOLDER);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (view_equal(path, view_of(parts[i].path)))
            return parts[i].part;
    if (begins_with(path, VIEW(DEFAULT_PREFIX))) {
        *param = find_element(FLOW_TABLE_HAT, path);
        return *param == FLOW_COUNT ? PART_NONE : PART_DEFAULT;
    }
    if (!begins_with(path, folder))
        return PART_NONE;
    path = (struct view){path.text + folder.length, path.length - folder.length};
    *param = find_element(FLOW_TABLE_RAT, path);
    return *param == FLOW_COUNT ? PART_NONE : PART_OPTION;
}

void saveconfig_note(struct saveconfig_listener *listener, const struct saveconfig_piece *piece)
{
    listener->pieces = array_grow(listener->diag->arena, listener->pieces, listener->count,
                                  &listener->capacity, sizeof *listener->pieces);
    listener->pieces[listener->count++] = *piece;
}

/* The first piece that is PART, or NULL. */
static const struct saveconfig_piece *find_piece(const struct saveconfig_listener *listener,
                                                 enum saveconfig_part part)
{
    for (uint32_t i = 0; i < listener->count; i++)
        if (listener->pieces[i].part == part)
            return &listener->pieces[i];
    return NULL;
}

/* --- Values ----------------------------------------------------------------------------------- */

/* TEXT between quotes, as a table has it. */
static struct view quoted(struct arena *arena, struct view text)
{
    struct buffer result = buffer_new(arena);
    buffer_add_char(&result, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (view_has(VIEW("\"\\"), text.text[i]))
            buffer_add_char(&result, '\\');
        buffer_add_char(&result, text.text[i]);
    }
    buffer_add_char(&result, '"');
    return buffer_view(&result);
}

/* The value of PIECE as a table has it. The file writes switches as 0 and 1. */
static struct flow_text table_value(struct arena *arena, const struct saveconfig_piece *piece)
{
    enum flow_type type = flow_parameter(piece->param)->type;
    struct view text = piece->text;
    if (flow_type_has_words(type) && view_equal(text, VIEW("0")))
        text = view_of(flow_word(FLOW_OFF));
    else if (flow_type_has_words(type) && view_equal(text, VIEW("1")))
        text = view_of(flow_word(FLOW_ON));
    if (!flow_type_has_words(type) && type != FLOW_TYPE_TEXT)
        return (struct flow_text){text, FLOW_BARE};
    return (struct flow_text){quoted(arena, text), FLOW_QUOTED};
}

/* A text that no table can hold is left out: the rest of the file is worth reading. */
static bool has_lines(struct diag *diag, const struct saveconfig_piece *piece)
{
    const struct flow_parameter *row = flow_parameter(piece->param);
    if (row->type != FLOW_TYPE_TEXT || memchr(piece->text.text, '\n', piece->text.length) == NULL)
        return false;
    diag_mend(diag, diag_report(diag, CODE_TEXT_LINES, piece->place,
                                "%s has several lines, and is left out", row->name));
    return true;
}

static void read_setting(struct flow_reader *flow, const struct saveconfig_piece *piece)
{
    if (has_lines(flow->diag, piece))
        return;
    flow_read_setting(flow, view_of(flow_parameter(piece->param)->name), piece->place,
                      table_value(flow->diag->arena, piece), piece->place);
}

/* A number from 1 to MOST; 0, and reported, if it is none. 0 in the file stays unsaid. */
static uint32_t read_number(struct diag *diag, const struct saveconfig_piece *piece, uint32_t most,
                            const char *name)
{
    uint64_t number = 0;
    bool good = piece->text.length > 0;
    for (size_t i = 0; i < piece->text.length && good; i++) {
        char c = piece->text.text[i];
        good = c >= '0' && c <= '9';
        number = number * 10 + (uint64_t)(c - '0');
        good = good && number <= most;
    }
    if (good)
        return (uint32_t)number;
    struct message *message = diag_report(diag, CODE_NOT_A_NUMBER, piece->place,
                                          "%s must be a number from 0 to %u", name, most);
    diag_mend(diag, message);
    return 0;
}

static enum listener_type read_type(struct diag *diag, const struct saveconfig_piece *piece)
{
    static const char *const words[] = {[LISTENER_PUBLIC] = "public",
                                        [LISTENER_PRIVATE] = "private",
                                        [LISTENER_BLACKHOLE] = "blackhole"};
    for (int i = LISTENER_PUBLIC; i <= LISTENER_BLACKHOLE; i++)
        if (view_equal_nocase(piece->text, view_of(words[i])))
            return (enum listener_type)i;
    struct message *message = diag_report(diag, CODE_WORD_UNKNOWN, piece->place,
                                          "unknown type of listener \"%.*s\", left out",
                                          VIEW_ARG(piece->text));
    diag_help(diag, message, "public, private or blackhole, if it is no newer release's");
    return LISTENER_UNKNOWN;
}

/* --- The listener ----------------------------------------------------------------------------- */

static void take_setting(struct diag *diag, struct listener *listener,
                         const struct saveconfig_piece *piece)
{
    if (piece->part == PART_NAME && listener->place.offset == 0)
        listener->place = piece->place;
    else if (piece->part == PART_TYPE)
        listener->type = read_type(diag, piece);
    else if (piece->part == PART_PROTOCOL)
        listener->protocol = piece->text;
    else if (piece->part == PART_PORT)
        listener->port = (uint16_t)read_number(diag, piece, UINT16_MAX, "port");
    else if (piece->part == PART_QUEUE)
        listener->queue_size = read_number(diag, piece, INT32_MAX, "listen_queue_size");
    else if (piece->part == PART_CONNECTIONS)
        listener->max_connections = read_number(diag, piece, INT32_MAX, "max_concurrency");
    else if (piece->part == PART_DOMAIN)
        listener->default_domain = piece->text;
    else if (piece->part == PART_BOUNCE)
        listener->bounce_profile = piece->text;
}

/* The parameters of all hat_default_ elements. */
static void read_default(struct saveconfig_listener *pending, struct listener *listener)
{
    const struct saveconfig_piece *first = find_piece(pending, PART_DEFAULT);
    struct flow_reader flow;
    if (first == NULL)
        return;
    flow_reader_init(&flow, pending->diag, FLOW_TABLE_HAT, pending->policy->store->seed, true);
    flow_begin(&flow, first->place);
    for (uint32_t i = 0; i < pending->count; i++)
        if (pending->pieces[i].part == PART_DEFAULT)
            read_setting(&flow, &pending->pieces[i]);
    flow_end(&flow);
    listener->has_default_policy = true;
    listener->default_policy = (struct mail_flow_policy){
        .behavior = BEHAVIOR_ACCEPT, .settings = flow_take(&flow), .place = first->place};
}

/* --- The recipients --------------------------------------------------------------------------- */

/* The pieces of a rat_entry, from FIRST up to END: its recipients share action and options. */
static void read_recipients(struct rat_reader *reader, const struct saveconfig_piece *first,
                            const struct saveconfig_piece *end)
{
    const struct saveconfig_piece *action = NULL;
    flow_begin(&reader->flow, first->place);
    for (const struct saveconfig_piece *piece = first; piece < end; piece++) {
        if (piece->part == PART_OPTION)
            read_setting(&reader->flow, piece);
        else if (piece->part == PART_ACTION)
            action = piece;
    }
    flow_end(&reader->flow);
    struct flow_settings options = flow_take(&reader->flow);
    for (const struct saveconfig_piece *piece = first; piece < end; piece++) {
        if (piece->part != PART_RECIPIENT)
            continue;
        reader->flow.settings = options;
        if (action == NULL)
            rat_without_action(reader, piece->text, piece->place);
        else
            rat_recipient(reader, piece->text, piece->place, action->text, action->place);
    }
    flow_take(&reader->flow);
}

static void read_table_of_recipients(struct saveconfig_listener *pending,
                                     const struct read_options *options)
{
    const struct saveconfig_piece *first = find_piece(pending, PART_RECIPIENT);
    if (first == NULL)
        return;
    struct rat_reader reader = {.policy = pending->policy, .source = pending->source};
    recipients_reader_init(
        &reader.table, pending->diag,
        listener_for_rat(pending->policy, pending->diag, options, first->place));
    flow_reader_init(&reader.flow, pending->diag, FLOW_TABLE_RAT, pending->policy->store->seed,
                     true);
    const struct saveconfig_piece *begin = pending->pieces;
    const struct saveconfig_piece *end = pending->pieces + pending->count;
    for (const struct saveconfig_piece *piece = begin; piece < end; piece++) {
        if (piece->part != PART_RECIPIENTS)
            continue;
        read_recipients(&reader, begin, piece);
        begin = piece + 1;
    }
    reader.table.has_all |= pending->cut_off; /* what is not there yet is not missing */
    rat_end(&reader);
}

/* --- The end ---------------------------------------------------------------------------------- */

/* The name of the listener; one that has none is judged as "Listener". */
static struct view listener_name(const struct saveconfig_listener *pending)
{
    const struct saveconfig_piece *name = find_piece(pending, PART_NAME);
    if (name != NULL)
        return name->text;
    diag_mend(pending->diag, diag_report(pending->diag, CODE_LISTENER_UNNAMED,
                                         pending->pieces[0].place, "%s",
                                         code_entry(CODE_LISTENER_UNNAMED)->title));
    return VIEW("Listener");
}

void saveconfig_listener_end(struct saveconfig_listener *pending)
{
    if (pending->count == 0)
        return;
    struct read_options options = *pending->options;
    options.listener = listener_name(pending);
    const struct saveconfig_piece *hat = find_piece(pending, PART_HAT);
    struct listener *listener = listeners_get(&pending->policy->listeners, options.listener);
    for (uint32_t i = 0; i < pending->count; i++)
        take_setting(pending->diag, listener, &pending->pieces[i]);
    read_default(pending, listener);
    options.is_cut = hat != NULL && hat->is_cut;
    if (hat != NULL)
        read_hat(pending->policy, pending->diag, &options, hat->table);
    read_table_of_recipients(pending, &options);
    pending->count = 0;
}
