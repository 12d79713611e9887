/* SPDX-License-Identifier: MIT */
#include "read/xml_parse.h"

#include "base/buffer.h"
#include "read/xml_tag.h"

#include <libxml/parser.h>

#if LIBXML_VERSION >= 21200
#define CONST_ERROR const xmlError
#else
#define CONST_ERROR xmlError
#endif

enum {
    CHUNK = 32 * 1024,
    MOST_SHOWN = 300, /* bytes of the parser's words */
};

struct xml_parser {
    const struct source *source;
    struct arena *arena;
    struct diag *diag;
    const struct xml_handler *handler;
    void *context;
    xmlParserCtxt *parser;
    uint32_t begin;   /* the first byte given to the parser */
    uint32_t tag_end; /* behind the last tag */
    unsigned depth;
    bool stopped;
    struct buffer text;     /* since the last tag */
    uint32_t text_begin;    /* where it begins in the source */
    bool text_is_verbatim;  /* it stands in the source just so */
    struct xml_attribute *attributes;
    uint32_t attribute_capacity;
};

static struct span place_of(const struct xml_parser *xml, uint32_t begin, uint32_t end)
{
    uint32_t base = xml->source->base;
    return (struct span){base + begin, base + (end < begin ? begin : end)};
}

static struct view view_of_name(const xmlChar *name)
{
    return name == NULL ? VIEW("") : view_of((const char *)name);
}

/* How far the parser has read: an offset in the source. */
static uint32_t position(const struct xml_parser *xml)
{
    long consumed = xmlByteConsumed(xml->parser);
    uint32_t left = xml->source->size - xml->begin;
    return xml->begin + (consumed < 0 || consumed > (long)left ? left : (uint32_t)consumed);
}

/* The last MARK before AT, or the beginning of the text. */
static uint32_t last_mark(const struct xml_parser *xml, uint32_t at, char mark)
{
    const char *text = xml->source->text;
    const char *found =
        at <= xml->begin ? NULL : memrchr(text + xml->begin, mark, at - xml->begin);
    return found == NULL ? xml->begin : (uint32_t)(found - text);
}

/* The beginning of the tag that the parser is in or has just left: no tag holds a second '<'. */
static uint32_t tag_begin(const struct xml_parser *xml, uint32_t at)
{
    return last_mark(xml, at, '<');
}

static void stop_unless(struct xml_parser *xml, bool go_on)
{
    if (!go_on)
        xml->stopped = true;
}

static void report(struct xml_parser *xml, enum code code, struct span place, const char *text)
{
    xml->stopped = true;
    struct message *message = diag_report(xml->diag, code, place, "%s", text);
    diag_help(xml->diag, message, "%s", code_entry(code)->mend);
}

/* Texts */

static bool is_inside(const xmlParserInput *input, const xmlChar *text)
{
    return (uintptr_t)text >= (uintptr_t)input->base && (uintptr_t)text < (uintptr_t)input->end;
}

/*
 * Where a piece of text begins in the source; false if it is not there in these bytes. The parser
 * hands over either a part of its buffer or a copy of what it has just read.
 */
static bool find_piece(const struct xml_parser *xml, const xmlChar *piece, uint32_t length,
                       uint32_t *begin)
{
    const xmlParserInput *input = xml->parser->input;
    uint32_t at = position(xml);
    if (is_inside(input, piece))
        *begin = (uint32_t)((ptrdiff_t)at - (input->cur - piece));
    else if (at >= length)
        *begin = at - length;
    else
        return false;
    return *begin <= xml->source->size - length &&
           memcmp(xml->source->text + *begin, piece, length) == 0;
}

static void on_text(void *data, const xmlChar *piece, int size)
{
    struct xml_parser *xml = data;
    uint32_t length = (uint32_t)size;
    uint32_t begin = 0;
    if (xml->stopped)
        return;
    bool found = find_piece(xml, piece, length, &begin);
    if (xml->text.length == 0) {
        xml->text_begin = found ? begin : xml->tag_end;
        xml->text_is_verbatim = found;
    } else if (!found || begin != xml->text_begin + xml->text.length) {
        xml->text_is_verbatim = false;
    }
    buffer_add(&xml->text, (struct view){(const char *)piece, length});
    if (xml->text.length > XML_MOST_BYTES)
        report(xml, CODE_XML_SIZE, place_of(xml, xml->text_begin, xml->text_begin + 1),
               "a text over 65536 bytes");
}

/* Hands over the text that ends where the next tag begins. */
static void flush_text(struct xml_parser *xml, uint32_t tag)
{
    struct view text = buffer_view(&xml->text);
    struct span place = place_of(xml, xml->text_begin, tag);
    if (text.length == 0)
        return;
    if (xml->text_is_verbatim) {
        text.text = xml->source->text + xml->text_begin;
        place = place_of(xml, xml->text_begin, xml->text_begin + (uint32_t)text.length);
    }
    xml->text.length = 0;
    stop_unless(xml, xml->handler->text(xml->context, text, place));
}

/* Tags */

/* The parser leaves an ampersand as a reference where it does not put in entities. */
static struct view decode_value(struct arena *arena, struct view value)
{
    struct buffer text = buffer_new(arena);
    struct view reference = VIEW("&#38;");
    for (size_t i = 0; i < value.length; i++) {
        struct view here = {value.text + i, reference.length};
        buffer_add_char(&text, value.text[i]);
        if (value.length - i >= reference.length && view_equal(here, reference))
            i += reference.length - 1;
    }
    return buffer_view(&text);
}

/* Name, value and places of an attribute. PARTS are libxml2's: name, prefix, URI, value, end. */
static struct xml_attribute read_attribute(const struct xml_parser *xml, const xmlChar **parts,
                                           const struct xml_raw_attribute *raw)
{
    struct view value = {(const char *)parts[3], (size_t)(parts[4] - parts[3])};
    struct view there = {xml->source->text + raw->value.offset,
                         raw->value.end - raw->value.offset};
    bool verbatim = view_equal(value, there) && memchr(there.text, '&', there.length) == NULL;
    return (struct xml_attribute){
        .name = view_of_name(parts[0]),
        .uri = view_of_name(parts[2]),
        .value = verbatim ? there : decode_value(xml->arena, value),
        .place = place_of(xml, raw->name.offset, raw->name.end),
        .value_place = place_of(xml, raw->value.offset, raw->value.end),
    };
}

/* The next attribute as it stands in the tag, declarations of namespaces left out. */
static struct xml_raw_attribute next_raw(const struct xml_parser *xml, uint32_t *at,
                                         uint32_t limit)
{
    struct xml_raw_attribute raw;
    while (xml_next_attribute(xml->source->text, at, limit, &raw))
        if (!xml_declares_namespace(xml->source->text, raw.name))
            return raw;
    return (struct xml_raw_attribute){{*at, limit}, {*at, limit}};
}

static void read_attributes(struct xml_parser *xml, const xmlChar **parts, uint32_t count,
                            uint32_t at, uint32_t limit)
{
    for (uint32_t i = 0; i < count; i++) {
        struct xml_raw_attribute raw = next_raw(xml, &at, limit);
        xml->attributes = array_grow(xml->arena, xml->attributes, i, &xml->attribute_capacity,
                                     sizeof *xml->attributes);
        xml->attributes[i] = read_attribute(xml, parts + (size_t)i * 5, &raw);
    }
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int defaulted, const xmlChar **parts)
{
    struct xml_parser *xml = data;
    (void)prefix;
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted;
    if (xml->stopped)
        return;
    uint32_t at = position(xml);
    uint32_t tag = tag_begin(xml, at);
    flush_text(xml, tag);
    uint32_t end = xml_name_end(xml->source->text, tag + 1, at);
    xml->tag_end = at + (xml->source->text[at] == '/' ? 2 : 1);
    struct xml_element element = {
        .name = view_of_name(name),
        .uri = view_of_name(uri),
        .place = place_of(xml, tag + 1, end),
        .count = (size_t)attribute_count,
    };
    if (++xml->depth > XML_MOST_DEPTH) {
        report(xml, CODE_XML_DEPTH, element.place, "elements nested more than 64 deep");
        return;
    }
    read_attributes(xml, parts, (uint32_t)attribute_count, end, at);
    element.attributes = xml->attributes;
    if (!xml->stopped)
        stop_unless(xml, xml->handler->start(xml->context, &element));
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_parser *xml = data;
    (void)name;
    (void)prefix;
    (void)uri;
    if (xml->stopped)
        return;
    uint32_t at = position(xml);
    uint32_t tag = tag_begin(xml, at);
    flush_text(xml, tag);
    xml->depth--;
    xml->tag_end = at;
    if (!xml->stopped)
        stop_unless(xml, xml->handler->end(xml->context, place_of(xml, tag, at)));
}

/* No comment holds the mark that begins it. */
static void on_comment(void *data, const xmlChar *text)
{
    struct xml_parser *xml = data;
    (void)text;
    if (xml->stopped)
        return;
    uint32_t end = position(xml);
    uint32_t begin = tag_begin(xml, end);
    while (begin > xml->begin && memcmp(xml->source->text + begin, "<!--", 4) != 0)
        begin = tag_begin(xml, begin);
    xml->handler->comment(xml->context, place_of(xml, begin, end));
}

/* What a parser must be kept from */

static void on_document_type(void *data, const xmlChar *name, const xmlChar *external_id,
                             const xmlChar *system_id)
{
    struct xml_parser *xml = data;
    (void)name;
    (void)external_id;
    (void)system_id;
    uint32_t at = position(xml);
    if (!xml->stopped)
        report(xml, CODE_XML_DTD, place_of(xml, tag_begin(xml, at), at),
               "a document type declaration is refused");
    xmlStopParser(xml->parser);
}

/* What an error is about begins before the place where the parser noticed it. */
static uint32_t error_begin(const struct xml_parser *xml, int code, uint32_t at)
{
    switch (code) {
    case XML_ERR_TAG_NAME_MISMATCH:
    case XML_ERR_ATTRIBUTE_REDEFINED:
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
        return tag_begin(xml, at);
    case XML_ERR_UNDECLARED_ENTITY:
        return last_mark(xml, at, '&');
    default:
        return at;
    }
}

/* The parser's words; it calls all that is wrong at a document's end "extra content". */
static struct view error_text(const struct xml_parser *xml, CONST_ERROR *error)
{
    if (error->code == XML_ERR_DOCUMENT_END && xml->depth > 0)
        return VIEW("the document ends before all of its elements do");
    if (error->code == XML_ERR_DOCUMENT_END && xml->tag_end == xml->begin)
        return VIEW("the document has no element");
    struct view text = view_trim(view_of(error->message));
    if (text.length > MOST_SHOWN)
        text.length = MOST_SHOWN;
    return text;
}

static void on_error(void *data, CONST_ERROR *error)
{
    struct xml_parser *xml = data;
    if (xml->stopped || error->level < XML_ERR_ERROR || error->message == NULL ||
        error->code == XML_WAR_NS_URI) /* a warning in spite of its level */
        return;
    struct view text = error_text(xml, error);
    uint32_t at = position(xml);
    uint32_t begin = error_begin(xml, error->code, at);
    report(xml, CODE_XML_SYNTAX, place_of(xml, begin, at),
           arena_printf(xml->arena, "%.*s", VIEW_ARG(text)));
}

bool xml_check_encoding(const struct source *source, struct diag *diag)
{
    uint32_t begin = source_begin(source);
    const char *text = source->text + begin;
    uint32_t size = source->size - begin;
    struct span span = xml_declared_encoding(text, size < CHUNK ? size : CHUNK);
    struct view name = {text + span.offset, span.end - span.offset};
    if (name.length == 0 || view_equal_nocase(name, VIEW("UTF-8")) ||
        view_equal_nocase(name, VIEW("US-ASCII")))
        return true;
    if (name.length > MOST_SHOWN)
        name.length = MOST_SHOWN;
    uint32_t base = source->base + begin;
    struct span place = {base + span.offset, base + span.end};
    diag_mend(diag, diag_report(diag, CODE_XML_ENCODING, place,
                                "the document declares the encoding %.*s", VIEW_ARG(name)));
    return false;
}

/* Gives the text to the parser, as long as it gets on with what it has. */
static void feed(struct xml_parser *xml)
{
    uint32_t fed = xml->begin;
    while (!xml->stopped && fed < xml->source->size) {
        uint32_t left = xml->source->size - fed;
        uint32_t size = left < CHUNK ? left : CHUNK;
        xmlParseChunk(xml->parser, xml->source->text + fed, (int)size, 0);
        fed += size;
        uint32_t at = xml->stopped ? fed : position(xml);
        if (fed - at > XML_MOST_BYTES)
            report(xml, CODE_XML_SIZE, place_of(xml, at, at + 1), code_entry(CODE_XML_SIZE)->title);
    }
    if (!xml->stopped)
        xmlParseChunk(xml->parser, "", 0, 1);
}

void xml_parse(const struct source *source, struct diag *diag, const struct xml_handler *handler,
               void *context)
{
    struct arena *arena = diag->arena;
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = on_document_type,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .comment = on_comment,
        .serror = on_error,
    };
    struct xml_parser xml = {
        .source = source,
        .arena = arena,
        .diag = diag,
        .handler = handler,
        .context = context,
        .begin = source_begin(source),
        .tag_end = source_begin(source),
        .text = buffer_new(arena),
        .stopped = !xml_check_encoding(source, diag),
    };
    xml.parser = xmlCreatePushParserCtxt(&sax, &xml, NULL, 0, NULL);
    if (xml.parser == NULL)
        arena_give_up(arena);
    xmlCtxtUseOptions(xml.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    feed(&xml);
    xmlFreeParserCtxt(xml.parser);
}
