/* SPDX-License-Identifier: MIT */
#include "schema/schema.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#if LIBXML_VERSION >= 21200
#define CONST_ERROR const xmlError
#else
#define CONST_ERROR xmlError
#endif

/* The schema's text; see embedded.S. */
extern const char policy_xsd[];
extern const uint32_t policy_xsd_size;

enum {
    MOST_DEPTH = 8,      /* a policy document has five levels */
    MOST_ATTRIBUTES = 8, /* its elements have two at most */
    TEXT_SPACE = 512,    /* of a complaint; a longer one is cut */
};

struct schema_validator {
    struct arena *arena;
    void (*complain)(void *context, const struct schema_complaint *complaint);
    void *context;
    xmlSchemaValidCtxt *valid;
    xmlSchemaSAXPlugPtr plug;
    xmlSAXHandler *sax; /* the validator's own handlers, called here as a parser would */
    void *sax_data;
    xmlDict *names; /* libxml2 keeps the names that it is given */
    const xmlChar *uri;
    const xmlChar *open[MOST_DEPTH];
    unsigned depth;
    bool starting;                 /* an element begins */
    bool told;                     /* in this call already ... */
    const xmlChar *told_attribute; /* ... about this attribute's value, or the element's text */
    char text[TEXT_SPACE];
};

/* The schema as the library has it, made once for all validators; NULL: it is not usable. */
static xmlSchema *compiled;

struct view schema_source(void)
{
    return (struct view){policy_xsd, policy_xsd_size};
}

const char *schema_library_version(void)
{
    return LIBXML_DOTTED_VERSION;
}

static const xmlChar *intern(struct schema_validator *validator, struct view name)
{
    return xmlDictLookup(validator->names, (const xmlChar *)name.text, (int)name.length);
}

/* The validator's words in one line of limited length, without the namespace round each name. */
static void clean_words(char text[TEXT_SPACE], const char *words)
{
    static const char braces[] = "{" SCHEMA_NAMESPACE "}";
    size_t used = 0;
    while (*words != '\0' && used < TEXT_SPACE - 1) {
        if (strncmp(words, braces, sizeof braces - 1) == 0) {
            words += sizeof braces - 1;
            continue;
        }
        unsigned char c = (unsigned char)*words++;
        text[used++] = (char)(c < 0x20 ? ' ' : c);
    }
    size_t cut; /* within a character, here or by libxml2 itself */
    if (!utf8_check((struct view){text, used}, &cut))
        used = cut;
    while (used > 0 && text[used - 1] == ' ')
        used--;
    text[used] = '\0';
}

/* NAME out of "Element 'x', attribute 'NAME': ..."; empty if the fault is the element's. */
static struct view attribute_of(const char *text)
{
    static const char mark[] = "', attribute '";
    const char *colon = strstr(text, "': ");
    const char *name = strstr(text, mark);
    if (name == NULL || colon == NULL || name > colon)
        return VIEW("");
    name += sizeof mark - 1;
    return (struct view){name, (size_t)(colon - name)};
}

static void on_error(void *data, CONST_ERROR *error)
{
    struct schema_validator *validator = data;
    if (error->message == NULL || error->level < XML_ERR_ERROR)
        return;
    clean_words(validator->text, error->message);
    struct schema_complaint complaint = {
        .text = validator->text,
        .attribute = attribute_of(validator->text),
        .structural = error->code == XML_SCHEMAV_ELEMENT_CONTENT ||
                      error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_4,
        .unexpected = error->code == XML_SCHEMAV_ELEMENT_CONTENT && validator->starting,
    };
    /* A facet's complaint may be followed by one that says the same of the type. */
    const xmlChar *attribute = intern(validator, complaint.attribute);
    if (!complaint.structural && validator->told && validator->told_attribute == attribute)
        return;
    validator->told = !complaint.structural;
    validator->told_attribute = attribute;
    validator->complain(validator->context, &complaint);
}

static void ignore_error(void *data, CONST_ERROR *error)
{
    (void)data;
    (void)error;
}

/* The node that follows NODE and all that is in it; NULL behind the last below ROOT. */
static xmlNode *node_behind(xmlNode *node, const xmlNode *root)
{
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

static xmlNode *next_node(xmlNode *node, const xmlNode *root)
{
    return node->children != NULL ? node->children : node_behind(node, root);
}

/*
 * Identity constraints are for other validators: kept for a large table they cost more than all
 * the rest, and the model's own hash table finds duplicates.
 */
static void remove_constraints(xmlDoc *document)
{
    xmlNode *root = xmlDocGetRootElement(document);
    for (xmlNode *node = root; node != NULL;) {
        xmlNode *next = next_node(node, root);
        bool is_element = node->type == XML_ELEMENT_NODE;
        const char *name = is_element ? (const char *)node->name : "";
        if (strcmp(name, "unique") == 0 || strcmp(name, "key") == 0 ||
            strcmp(name, "keyref") == 0) {
            next = node_behind(node, root);
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        }
        node = next;
    }
}

/* The schema of DOCUMENT, which goes with it; NULL if it is none. */
static xmlSchema *compile(xmlDoc *document)
{
    xmlSchema *schema = NULL;
    remove_constraints(document);
    xmlSchemaParserCtxt *parser = xmlSchemaNewDocParserCtxt(document);
    if (parser != NULL) {
        xmlSchemaSetParserStructuredErrors(parser, ignore_error, NULL);
        schema = xmlSchemaParse(parser);
    }
    xmlSchemaFreeParserCtxt(parser);
    return schema;
}

void schema_library_init(void)
{
    struct view source = schema_source();
    xmlInitParser();
    xmlSchemaInitTypes();
    if (compiled != NULL)
        return;
    xmlDoc *document =
        xmlReadMemory(source.text, (int)source.length, "policy.xsd", NULL,
                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document != NULL)
        compiled = compile(document);
}

/* The library's validator for one document. */
static bool begin_validation(struct schema_validator *validator)
{
    validator->valid = compiled == NULL ? NULL : xmlSchemaNewValidCtxt(compiled);
    if (validator->valid == NULL)
        return false;
    xmlSchemaSetValidStructuredErrors(validator->valid, on_error, validator);
    return true;
}

/* A document begins. */
static bool plug_in(struct schema_validator *validator)
{
    validator->sax = NULL;
    validator->sax_data = NULL;
    validator->depth = 0;
    validator->plug = xmlSchemaSAXPlug(validator->valid, &validator->sax, &validator->sax_data);
    return validator->plug != NULL;
}

struct schema_validator *schema_new(struct arena *arena,
                                    void (*complain)(void *context,
                                                     const struct schema_complaint *complaint),
                                    void *context)
{
    struct schema_validator *validator = arena_zero(arena, 1, sizeof *validator);
    validator->arena = arena;
    validator->complain = complain;
    validator->context = context;
    validator->names = xmlDictCreate();
    validator->uri = validator->names == NULL ? NULL : intern(validator, VIEW(SCHEMA_NAMESPACE));
    if (validator->uri != NULL && begin_validation(validator) && plug_in(validator))
        return validator;
    schema_free(validator);
    return NULL;
}

void schema_free(struct schema_validator *validator)
{
    if (validator == NULL)
        return;
    if (validator->plug != NULL)
        xmlSchemaSAXUnplug(validator->plug);
    xmlSchemaFreeValidCtxt(validator->valid);
    xmlDictFree(validator->names);
}

/* TEXT with U+FFFD for whatever the validator must not see. */
static struct view presentable(struct schema_validator *validator, struct view text)
{
    if (utf8_is_xml(text))
        return text;
    struct buffer buffer = buffer_new(validator->arena);
    for (size_t i = 0; i < text.length; i++) {
        struct view byte = {text.text + i, 1};
        buffer_add(&buffer, utf8_is_xml(byte) ? byte : VIEW("\xEF\xBF\xBD"));
    }
    return buffer_view(&buffer);
}

/* A parser of the SAX2 interface writes an attribute's ampersand as a reference. */
static struct view attribute_value(struct schema_validator *validator, struct view value)
{
    struct view text = presentable(validator, value);
    if (text.length == 0 || memchr(text.text, '&', text.length) == NULL)
        return text;
    struct buffer buffer = buffer_new(validator->arena);
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '&')
            buffer_add_string(&buffer, "&#38;");
        else
            buffer_add_char(&buffer, text.text[i]);
    }
    return buffer_view(&buffer);
}

void schema_start(struct schema_validator *validator, struct view name,
                  const struct schema_attribute *attributes, size_t count)
{
    validator->told = false;
    if (validator->depth++ >= MOST_DEPTH)
        return;
    const xmlChar *parts[MOST_ATTRIBUTES * 5] = {NULL}; /* name, prefix, URI, value, its end */
    size_t used = count < MOST_ATTRIBUTES ? count : MOST_ATTRIBUTES;
    for (size_t i = 0; i < used; i++) {
        struct view value = attribute_value(validator, attributes[i].value);
        parts[i * 5] = intern(validator, attributes[i].name);
        parts[i * 5 + 3] = (const xmlChar *)value.text;
        parts[i * 5 + 4] = (const xmlChar *)value.text + value.length;
    }
    const xmlChar *element = intern(validator, name);
    validator->open[validator->depth - 1] = element;
    validator->starting = true;
    validator->sax->startElementNs(validator->sax_data, element, NULL, validator->uri, 0, NULL,
                                   (int)used, 0, parts);
    validator->starting = false;
}

void schema_text(struct schema_validator *validator, struct view text)
{
    struct view shown = presentable(validator, text);
    if (validator->depth == 0 || validator->depth > MOST_DEPTH || shown.length > INT32_MAX)
        return;
    validator->sax->characters(validator->sax_data, (const xmlChar *)shown.text,
                               (int)shown.length);
}

void schema_end(struct schema_validator *validator)
{
    validator->told = false;
    if (validator->depth == 0 || validator->depth-- > MOST_DEPTH)
        return;
    validator->sax->endElementNs(validator->sax_data, validator->open[validator->depth], NULL,
                                 validator->uri);
}

void schema_finish(struct schema_validator *validator)
{
    xmlSchemaSAXUnplug(validator->plug);
    validator->plug = NULL;
    if (!plug_in(validator))
        arena_give_up(validator->arena);
}
