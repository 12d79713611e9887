/* SPDX-License-Identifier: MIT */
#include "read/saveconfig_stream.h"

#include "read/capture.h"
#include "read/saveconfig_dtd.h"
#include "read/saveconfig_level.h"
#include "read/saveconfig_text.h"
#include "read/xml_tag.h"

#include <libxml/parser.h>

#if LIBXML_VERSION >= 21200
#define CONST_ERROR const xmlError
#else
#define CONST_ERROR xmlError
#endif

/* How the parser's words about bytes that are not UTF-8 begin; it has several codes for them. */
#define BAD_UTF8 "Input is not proper UTF-8"

enum {
    CHUNK = 64 * 1024,
    MOST_SHOWN = 300,     /* bytes of the parser's words */
    MOST_STRETCHES = 4096, /* of the map, before those that are done with go */
    PADDING = 2,          /* NULs behind a text */
};

/* An element that is open. */
struct level {
    struct span name;   /* in the file */
    size_t path_length; /* of what it stands in */
};

struct stream {
    const struct source *source;
    struct diag *diag;
    const struct saveconfig_handler *handler;
    xmlParserCtxt *parser;
    struct capture_filter filter;
    struct source_map map;  /* from what the parser was given to the file */
    struct buffer window;   /* the end of what the parser was given */
    uint32_t window_begin;  /* where that begins */
    struct level levels[SAVECONFIG_MOST_DEPTH];
    unsigned depth;
    unsigned root;          /* the depth of <config>; 0 while it is not open */
    struct saveconfig_level level;
    struct dtd *dtd;        /* NULL: none was given */
    struct span judged;     /* what the DTD is being asked about */
    struct view type;       /* the root's name in the document type; empty: there is none */
    struct schema_attribute *attributes; /* room for those of an element */
    uint32_t attribute_capacity;
    struct buffer path;
    uint32_t text_begin;    /* behind the last tag */
    size_t most_text;       /* of the text there */
    bool wanted;
    bool leaf_only;         /* an element in it makes it unwanted */
    bool is_cut;            /* the file ends in the text that is handed over */
    bool stopped;
    bool failed;            /* stopped, and not by what stands behind the document */
    bool ending;            /* the parser has got all there is */
};

/* --- Places ----------------------------------------------------------------------------------- */

static uint32_t end_of_given(const struct stream *stream)
{
    return stream->window_begin + (uint32_t)stream->window.length;
}

/* How far the parser has read of what it was given. */
static uint32_t position(const struct stream *stream)
{
    long consumed = xmlByteConsumed(stream->parser);
    uint32_t end = end_of_given(stream);
    return consumed < 0 || consumed > (long)end ? end : (uint32_t)consumed;
}

static uint32_t in_file(const struct stream *stream, uint32_t at)
{
    uint32_t found = source_map_find(&stream->map, at);
    return stream->source->base + (found < stream->source->size ? found : stream->source->size);
}

static struct span place_of(const struct stream *stream, uint32_t begin, uint32_t end)
{
    struct span place = {in_file(stream, begin), in_file(stream, end)};
    if (place.end < place.offset)
        place.end = place.offset;
    return place;
}

/* What the parser was given from BEGIN up to END. */
static struct view given(const struct stream *stream, uint32_t begin, uint32_t end)
{
    uint32_t most = end_of_given(stream);
    end = end < most ? end : most;
    begin = begin < stream->window_begin ? stream->window_begin : begin < end ? begin : end;
    return (struct view){stream->window.text + (begin - stream->window_begin), end - begin};
}

/* The last MARK before AT, or where the window begins. */
static uint32_t last_mark(const struct stream *stream, uint32_t at, char mark)
{
    struct view before = given(stream, stream->window_begin, at);
    const char *found = before.length == 0 ? NULL : memrchr(before.text, mark, before.length);
    return stream->window_begin + (found == NULL ? 0 : (uint32_t)(found - before.text));
}

static char character_at(const struct stream *stream, uint32_t at)
{
    struct view here = given(stream, at, at + 1);
    if (here.length == 0)
        return '\0';
    return here.text[0];
}

static struct message *report(struct stream *stream, enum code code, struct span place,
                              const char *text)
{
    stream->stopped = stream->failed = true;
    return diag_report(stream->diag, code, place, "%s", text);
}

/* --- Elements --------------------------------------------------------------------------------- */

static void open_path(struct stream *stream, struct view name)
{
    if (stream->path.length > 0)
        buffer_add_char(&stream->path, '/');
    buffer_add(&stream->path, name);
    struct saveconfig_want want =
        stream->handler->wanted(stream->handler->context, buffer_view(&stream->path));
    stream->wanted = want.most > 0;
    stream->leaf_only = want.leaf_only;
    stream->most_text = want.most > 0 ? want.most : SAVECONFIG_MOST_TEXT;
}

/* The element NAME begins, outside what is read or as that. */
static void open_outside(struct stream *stream, struct view name, struct span place)
{
    enum level_place found = saveconfig_level_open(&stream->level, name, place);
    if (found == LEVEL_READ)
        stream->root = stream->depth;
    stream->stopped = stream->failed = found == LEVEL_WRONG;
}

/* An element in one that has a text. */
static void leave_text(struct stream *stream, struct view name, struct span place)
{
    stream->wanted = false;
    if (stream->leaf_only)
        return;
    struct message *message = diag_report(stream->diag, CODE_XML_ELEMENT, place,
                                          "<%.*s> in <%.*s>, which holds a text",
                                          VIEW_ARG(name), VIEW_ARG(buffer_view(&stream->path)));
    diag_help(stream->diag, message, "what the text has of < and & is written &lt; and &amp;");
}

/* --- The DTD ---------------------------------------------------------------------------------- */

static void on_invalid(void *context, const char *text, const char *help)
{
    struct stream *stream = context;
    struct message *message =
        diag_report(stream->diag, CODE_DTD_INVALID, stream->judged, "%s", text);
    if (help != NULL)
        diag_help(stream->diag, message, "%s", help);
    else
        diag_mend(stream->diag, message);
}

/* The element NAME with the library's COUNT attributes, five pointers each. */
static void judge_start(struct stream *stream, struct view name, const xmlChar **attributes,
                        int count)
{
    enum { LOCAL, VALUE = 3, VALUE_END, POINTERS };
    if (stream->dtd == NULL)
        return;
    if (stream->depth == 1 && stream->type.length > 0 && !view_equal(stream->type, name))
        on_invalid(stream, "the root element is not the one that the document type names", NULL);
    for (int i = 0; i < count; i++) {
        const xmlChar *const *given = attributes + (size_t)i * POINTERS;
        stream->attributes =
            array_grow(stream->diag->arena, stream->attributes, (uint32_t)i,
                       &stream->attribute_capacity, sizeof *stream->attributes);
        stream->attributes[i] = (struct schema_attribute){
            view_of((const char *)given[LOCAL]),
            {(const char *)given[VALUE], (size_t)(given[VALUE_END] - given[VALUE])}};
    }
    dtd_start(stream->dtd, name, stream->attributes, (size_t)count);
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted, const xmlChar **attributes)
{
    struct stream *stream = data;
    struct view local = view_of((const char *)name);
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted;
    if (stream->stopped)
        return;
    uint32_t at = position(stream);
    uint32_t tag = last_mark(stream, at, '<') + 1;
    struct span place = place_of(stream, tag, tag + (uint32_t)local.length);
    if (stream->wanted)
        leave_text(stream, local, place);
    if (stream->depth == SAVECONFIG_MOST_DEPTH) {
        diag_mend(stream->diag, report(stream, CODE_XML_DEPTH, place,
                                       "elements nested more than 64 deep"));
        return;
    }
    stream->text_begin = at + (character_at(stream, at) == '/' ? 2 : 1);
    stream->most_text = SAVECONFIG_MOST_TEXT;
    stream->levels[stream->depth++] = (struct level){place, stream->path.length};
    stream->judged = place;
    if (stream->root != 0)
        open_path(stream, local);
    else
        open_outside(stream, local, place);
    if (!stream->stopped)
        judge_start(stream, local, attributes, attribute_count);
}

/* Reports a text up to END that does not keep to its limit: nobody gets it. */
static void check_length(struct stream *stream, uint32_t end)
{
    if (end <= stream->text_begin || end - stream->text_begin <= stream->most_text)
        return;
    struct span place = place_of(stream, stream->text_begin, stream->text_begin + 1);
    struct message *message =
        diag_report(stream->diag, CODE_XML_SIZE, place, "a text over %zu bytes%s", stream->most_text,
                    stream->wanted ? ", left out" : "");
    diag_mend(stream->diag, message);
    stream->wanted = false;
    stream->most_text = SIZE_MAX;
}

static void on_text(void *data, const xmlChar *piece, int size)
{
    struct stream *stream = data;
    if (stream->stopped)
        return;
    check_length(stream, position(stream));
    if (stream->dtd == NULL)
        return;
    stream->judged = stream->levels[stream->depth - 1].name;
    dtd_text(stream->dtd, (struct view){(const char *)piece, (size_t)size});
}

/* The view without blanks at its end and its beginning. */
static struct view trimmed(struct view text, uint32_t *begin)
{
    struct view inside = view_trim(text);
    *begin += (uint32_t)(inside.text - text.text);
    return inside;
}

/* Hands over the wanted text that ends at END. */
static void hand_over(struct stream *stream, uint32_t end)
{
    const struct level *level = &stream->levels[stream->depth - 1];
    uint32_t begin = stream->text_begin < end ? stream->text_begin : end;
    struct saveconfig_text text = {.stream = &stream->map};
    text.raw = trimmed(given(stream, begin, end), &begin);
    text.begin = begin;
    struct span place = level->name;
    if (text.raw.length > 0)
        place = place_of(stream, begin, begin + (uint32_t)text.raw.length);
    source_map_init(&text.map, stream->diag->arena);
    char *out = arena_alloc(stream->diag->arena, text.raw.length + PADDING);
    size_t length = saveconfig_decode(&text, out);
    memset(out + length, 0, PADDING);
    const struct saveconfig_found found = {
        .path = buffer_view(&stream->path),
        .text = out,
        .length = length,
        .place = place,
        .name = level->name,
        .map = &text.map,
        .is_cut = stream->is_cut,
    };
    stream->handler->text(stream->handler->context, &found);
}

/*
 * Hands over what there is of the wanted text in which the file ends, at END: its whole lines, if
 * there is nothing but text in them.
 */
static void hand_over_cut(struct stream *stream, uint32_t end)
{
    struct view text = given(stream, stream->text_begin, end);
    const char *last = memrchr(text.text, '\n', text.length);
    if (last == NULL || memchr(text.text, '<', text.length) != NULL)
        return;
    stream->is_cut = true;
    hand_over(stream, stream->text_begin + (uint32_t)(last + 1 - text.text));
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct stream *stream = data;
    (void)prefix, (void)uri;
    if (stream->stopped)
        return;
    uint32_t at = position(stream);
    uint32_t tag = last_mark(stream, at, '<');
    check_length(stream, tag);
    if (stream->wanted)
        hand_over(stream, tag);
    stream->wanted = false;
    const struct level *level = &stream->levels[stream->depth - 1];
    if (stream->root != 0)
        stream->handler->end(stream->handler->context, buffer_view(&stream->path), level->name);
    stream->path.length = level->path_length;
    stream->judged = level->name;
    if (stream->dtd != NULL)
        dtd_end(stream->dtd);
    if (stream->depth == stream->root)
        stream->root = 0;
    if (stream->root == 0)
        saveconfig_level_close(&stream->level, view_of((const char *)name));
    stream->depth--;
    stream->text_begin = at;
    stream->most_text = SAVECONFIG_MOST_TEXT;
}

/* --- What a parser must be kept from ---------------------------------------------------------- */

static void on_document_type(void *data, const xmlChar *name, const xmlChar *external_id,
                             const xmlChar *system_id)
{
    struct stream *stream = data;
    (void)external_id, (void)system_id;
    stream->type = arena_copy(stream->diag->arena, view_of((const char *)name));
    uint32_t at = position(stream);
    if (stream->stopped || character_at(stream, at) != '[')
        return;
    struct message *message = report(stream, CODE_XML_DTD, place_of(stream, at, at + 1),
                                     "a document type with declarations of its own is refused");
    diag_help(stream->diag, message,
              "the appliance writes <!DOCTYPE config SYSTEM \"config.dtd\">");
    xmlStopParser(stream->parser);
}

static bool has_root(const struct stream *stream)
{
    return stream->level.root.offset != 0;
}

/* What stands behind the document and is no markup: the terminal's. */
static bool is_prompt(const struct stream *stream, CONST_ERROR *error, uint32_t at)
{
    return error->code == XML_ERR_DOCUMENT_END && stream->depth == 0 && has_root(stream) &&
           character_at(stream, at) != '<';
}

/*
 * Whether the file ends in the middle of an element. What the parser complains of at AT when it gets
 * no more is the same thing, if that is something that nothing behind it ends.
 */
static bool is_cut_off(const struct stream *stream, CONST_ERROR *error, uint32_t at)
{
    if (stream->depth == 0 || !stream->ending)
        return false;
    if (error->code == XML_ERR_DOCUMENT_END || error->code == XML_ERR_COMMENT_NOT_FINISHED ||
        error->code == XML_ERR_CDATA_NOT_FINISHED || error->code == XML_ERR_PI_NOT_FINISHED)
        return true;
    struct view behind = given(stream, at, end_of_given(stream));
    return behind.length == 0 || memchr(behind.text, '>', behind.length) == NULL;
}

/* The parser's words; it calls all that is wrong at a document's end "extra content". */
static const char *error_text(const struct stream *stream, CONST_ERROR *error)
{
    if (error->code == XML_ERR_DOCUMENT_END && !has_root(stream))
        return "the document has no element";
    struct view text = view_trim(view_of(error->message));
    const char *colon = memchr(text.text, ':', text.length);
    if (colon != NULL && text.length > 3 && memcmp(text.text, "xml", 3) == 0) /* a function's name */
        text = view_trim((struct view){
            colon + 1, (size_t)(text.text + text.length - colon) - 1});
    text.length = text.length < MOST_SHOWN ? text.length : MOST_SHOWN;
    return arena_printf(stream->diag->arena, "%.*s", VIEW_ARG(text));
}

/* What an error is about begins before the place where the parser noticed it. */
static uint32_t error_begin(const struct stream *stream, int code, uint32_t at)
{
    if (code == XML_ERR_TAG_NAME_MISMATCH || code == XML_ERR_ATTRIBUTE_REDEFINED)
        return last_mark(stream, at, '<');
    if (code == XML_ERR_UNDECLARED_ENTITY || code == XML_WAR_UNDECLARED_ENTITY)
        return last_mark(stream, at, '&');
    return at;
}

/* The byte at AT is not what the encoding has that the document declares, or means by not doing so. */
static void report_encoding(struct stream *stream, uint32_t at)
{
    unsigned byte = (unsigned char)character_at(stream, at);
    struct message *message =
        report(stream, CODE_XML_ENCODING, place_of(stream, at, at + 1),
               arena_printf(stream->diag->arena, "not UTF-8, though the document says that it is: "
                            "byte 0x%02X", byte));
    diag_help(stream->diag, message, "if the file is ISO-8859-1, let its first line be "
              "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>, as the appliance writes it");
}

static void on_error(void *data, CONST_ERROR *error)
{
    struct stream *stream = data;
    if (stream->stopped || error->level < XML_ERR_ERROR || error->message == NULL ||
        error->code == XML_WAR_NS_URI)
        return;
    bool cut_off = is_cut_off(stream, error, position(stream));
    uint32_t at = cut_off ? end_of_given(stream) : position(stream);
    if (is_prompt(stream, error, at)) {
        stream->stopped = true;
        uint32_t file = source_map_find(&stream->map, at);
        if (!stream->filter.found)
            stream->filter.residue = (struct span){file, file + 1};
        stream->filter.found = true;
        return;
    }
    if (strncmp(error->message, BAD_UTF8, sizeof BAD_UTF8 - 1) == 0) {
        report_encoding(stream, at);
        return;
    }
    if (cut_off && stream->wanted && stream->text_begin < at)
        hand_over_cut(stream, at);
    uint32_t begin = cut_off ? at : error_begin(stream, error->code, at);
    struct message *message =
        report(stream, CODE_XML_SYNTAX, place_of(stream, begin, at),
               cut_off ? "the file ends before all of its elements do: it was cut off"
                       : error_text(stream, error));
    if (cut_off)
        diag_help(stream->diag, message, "save and transfer the file again");
    else if (error->code == XML_WAR_UNDECLARED_ENTITY)
        diag_help(stream->diag, message, "entities are neither declared nor fetched here");
    else
        diag_mend(stream->diag, message);
}

/* --- The pieces ------------------------------------------------------------------------------- */

/* Forgets what the parser has done with. */
static void drop(struct stream *stream)
{
    uint32_t keep = position(stream);
    if (stream->wanted && stream->text_begin < keep)
        keep = stream->text_begin;
    uint32_t done = keep - stream->window_begin;
    stream->window.length -= done;
    if (done > 0) /* else a long text would be moved again and again */
        memmove(stream->window.text, stream->window.text + done, stream->window.length);
    stream->window_begin = keep;
    if (stream->map.count < MOST_STRETCHES)
        return;
    uint32_t gone = 0;
    while (gone + 1 < stream->map.count && stream->map.list[gone + 1].offset <= keep)
        gone++;
    stream->map.count -= gone;
    memmove(stream->map.list, stream->map.list + gone,
            stream->map.count * sizeof *stream->map.list);
}

/* Gives the parser what the filter has added to the window since it had LENGTH bytes. */
static void give(struct stream *stream, size_t length)
{
    if (stream->window.length > length)
        xmlParseChunk(stream->parser, stream->window.text + length,
                      (int)(stream->window.length - length), 0);
    if (stream->stopped)
        return;
    drop(stream);
    uint32_t at = position(stream);
    if (end_of_given(stream) - at > SAVECONFIG_MOST_MARKUP)
        diag_mend(stream->diag, report(stream, CODE_XML_SIZE, place_of(stream, at, at + 1),
                                       "a tag or comment over a megabyte"));
}

static void feed(struct stream *stream)
{
    uint32_t size = stream->source->size;
    uint32_t at = stream->filter.read;
    while (!stream->stopped && at < size) {
        size_t count;
        size_t length = stream->window.length;
        const char *bytes =
            source_bytes(stream->diag->sources, stream->source, at, CHUNK, &count);
        bool last = count == 0 || at + count >= size;
        at = last ? size : at + (uint32_t)count;
        capture_filter_add(&stream->filter, (struct view){bytes, count}, last, &stream->window,
                           &stream->map);
        give(stream, length);
    }
    stream->ending = true;
    if (!stream->stopped)
        xmlParseChunk(stream->parser, "", 0, 1);
}

/* Whether the encoding is one that is read; reports it if not. */
static bool check_encoding(struct stream *stream, struct view name, struct span place,
                           bool *latin_1)
{
    static const struct {
        const char *name;
        bool latin_1;
    } known[] = {{"", false},         {"UTF-8", false},  {"US-ASCII", false},
                 {"ISO-8859-1", true}, {"LATIN1", true}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        *latin_1 = known[i].latin_1;
        if (view_equal_nocase(name, view_of(known[i].name)))
            return true;
    }
    name.length = name.length < MOST_SHOWN ? name.length : MOST_SHOWN;
    struct message *message = diag_report(stream->diag, CODE_XML_ENCODING, place,
                                          "the document declares the encoding %.*s",
                                          VIEW_ARG(name));
    diag_help(stream->diag, message, "an appliance's file is ISO-8859-1 or UTF-8");
    return false;
}

/* Finds where the document begins and its encoding; false if it cannot be read. */
static bool begin(struct stream *stream)
{
    const struct source *source = stream->source;
    uint32_t mark = source_begin(source);
    struct view head = {source->text, source->size < CHUNK ? source->size : CHUNK};
    head = (struct view){head.text + mark, head.length - mark};
    size_t before = capture_document(head);
    head = (struct view){head.text + before, head.length - before};
    struct span encoding = xml_declared_encoding(head.text, (uint32_t)head.length);
    struct view name = {head.text + encoding.offset, encoding.end - encoding.offset};
    uint32_t start = mark + (uint32_t)before;
    uint32_t base = source->base + start;
    bool latin_1;
    if (!check_encoding(stream, name, (struct span){base + encoding.offset, base + encoding.end},
                        &latin_1))
        return false;
    capture_filter_init(&stream->filter, stream->diag->arena, start, latin_1);
    stream->filter.found =
        view_trim((struct view){source->text + mark, before}).length > 0;
    stream->filter.residue = (struct span){mark, mark + 1};
    return true;
}

/* Parses what BEGIN has found; false if that stopped before the end. */
static bool parse(struct stream *stream)
{
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = on_document_type,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .serror = on_error,
    };
    stream->parser = xmlCreatePushParserCtxt(&sax, stream, NULL, 0, NULL);
    if (stream->parser == NULL)
        arena_give_up(stream->diag->arena);
    xmlCtxtUseOptions(stream->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    feed(stream);
    xmlFreeParserCtxt(stream->parser);
    return !stream->failed;
}

bool saveconfig_parse(const struct source *source, struct diag *diag,
                      const struct read_options *options, const struct saveconfig_handler *handler)
{
    struct stream *stream = arena_zero(diag->arena, 1, sizeof *stream);
    stream->source = source;
    stream->diag = diag;
    stream->handler = handler;
    stream->window = buffer_new(diag->arena);
    stream->path = buffer_new(diag->arena);
    stream->most_text = SAVECONFIG_MOST_TEXT;
    source_map_init(&stream->map, diag->arena);
    saveconfig_level_init(&stream->level, diag, options->xml_map);
    if (!begin(stream))
        return false;
    stream->dtd = saveconfig_dtd_open(diag, options->dtd);
    if (stream->dtd != NULL)
        dtd_listen(stream->dtd, on_invalid, stream);
    bool whole = parse(stream);
    if (whole)
        saveconfig_level_end(&stream->level);
    if (stream->dtd != NULL)
        dtd_free(stream->dtd);
    if (stream->filter.found)
        capture_report(diag, source, stream->filter.residue);
    return whole;
}
