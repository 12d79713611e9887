/* SPDX-License-Identifier: MIT */
#include "schema/dtd.h"

#include "base/buffer.h"

#include <libxml/parser.h>
#include <libxml/valid.h>
#include <stdio.h>

#if LIBXML_VERSION >= 21200
#define CONST_ERROR const xmlError
#else
#define CONST_ERROR xmlError
#endif

enum { MOST_MODEL = 400, MOST_WORDS = 300 };

/* An element that is open. */
struct dtd_level {
    xmlNode *node;
    const xmlElement *declared; /* NULL: it is not */
    bool told;                  /* its children, or its text, have been complained of */
};

struct dtd {
    struct arena *arena;
    xmlDoc *document; /* has the DTD and nothing else */
    xmlValidCtxt *context;
    dtd_complain *complain;
    void *complain_context;
    struct dtd_level levels[DTD_MOST_DEPTH];
    unsigned depth;
    struct buffer name;  /* of what is being judged, with a NUL behind it; used again and again */
    struct buffer value;
    char words[MOST_WORDS]; /* the validator's, of the call that is under way */
};

static const char *text_of(const xmlChar *text)
{
    return (const char *)text;
}

/* --- The DTD itself --------------------------------------------------------------------------- */

/* The library knows no context of ours while it reads a DTD, but it knows its handler. */
struct loader {
    xmlSAXHandler handler; /* first */
    struct arena *arena;
    struct dtd_fault *fault;
    bool failed;
};

static struct loader *loader_of(void *data)
{
    const xmlParserCtxt *parser = data;
    return (struct loader *)(void *)parser->sax;
}

/* Keeps the first fault. */
static void fail(struct loader *loader, const char *text, int line, int column)
{
    struct view words = view_trim(view_of(text));
    if (loader->failed)
        return;
    loader->failed = true;
    words.length = words.length < MOST_WORDS ? words.length : MOST_WORDS;
    *loader->fault = (struct dtd_fault){
        .text = arena_printf(loader->arena, "%.*s", VIEW_ARG(words)),
        .line = line > 0 ? (uint32_t)line : 0,
        .column = column > 0 ? (uint32_t)column : 1,
    };
}

static void on_error(void *data, CONST_ERROR *error)
{
    if (error->level >= XML_ERR_ERROR && error->message != NULL)
        fail(loader_of(data), error->message, error->line, error->int2);
}

/* An external parameter entity would have to be fetched, so it is not even declared. */
static void on_entity(void *data, const xmlChar *name, int type, const xmlChar *public_id,
                      const xmlChar *system_id, xmlChar *content)
{
    xmlParserCtxt *parser = data;
    struct loader *loader = loader_of(data);
    if (type != XML_EXTERNAL_PARAMETER_ENTITY) {
        xmlSAX2EntityDecl(data, name, type, public_id, system_id, content);
        return;
    }
    fail(loader,
         arena_printf(loader->arena, "the entity %%%.100s; stands in another file, and nothing is "
                      "fetched", text_of(name)),
         parser->input == NULL ? 0 : parser->input->line,
         parser->input == NULL ? 0 : parser->input->col);
    xmlStopParser(parser);
}

static xmlDtd *load(struct arena *arena, struct view source, struct dtd_fault *fault)
{
    struct loader loader = {.arena = arena, .fault = fault};
    xmlSAXVersion(&loader.handler, 2);
    loader.handler.serror = on_error;
    loader.handler.error = NULL;
    loader.handler.fatalError = NULL;
    loader.handler.warning = NULL;
    loader.handler.entityDecl = on_entity;
    xmlParserInputBuffer *input = xmlParserInputBufferCreateMem(source.text, (int)source.length,
                                                                XML_CHAR_ENCODING_NONE);
    if (input == NULL)
        arena_give_up(arena);
    xmlDtd *dtd = xmlIOParseDTD(&loader.handler, input, XML_CHAR_ENCODING_NONE);
    if (dtd == NULL)
        fail(&loader, "the library cannot read it", 0, 0);
    if (!loader.failed)
        return dtd;
    if (dtd != NULL)
        xmlFreeDtd(dtd);
    return NULL;
}

/* The validator's first words. */
__attribute__((format(printf, 2, 3))) static void note_words(void *data, const char *format, ...)
{
    struct dtd *dtd = data;
    va_list arguments;
    va_start(arguments, format);
    if (dtd->words[0] == '\0')
        vsnprintf(dtd->words, sizeof dtd->words, format, arguments);
    va_end(arguments);
}

/* What elements may hold is worked out now, so that it is never complained of in a document. */
static uint32_t build_models(struct dtd *dtd)
{
    uint32_t count = 0;
    for (xmlNode *node = dtd->document->extSubset->children; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_DECL)
            continue;
        xmlValidBuildContentModel(dtd->context, (xmlElement *)(void *)node);
        count++;
    }
    return count;
}

static void ignore_complaint(void *context, const char *text, const char *help)
{
    (void)context, (void)text, (void)help;
}

struct dtd *dtd_new(struct arena *arena, struct view source, struct dtd_fault *fault)
{
    *fault = (struct dtd_fault){.text = "a DTD over 16 MiB"};
    if (source.length > DTD_MOST_SIZE)
        return NULL;
    xmlDtd *external = load(arena, source, fault);
    if (external == NULL)
        return NULL;
    struct dtd *dtd = arena_zero(arena, 1, sizeof *dtd);
    *dtd = (struct dtd){.arena = arena,
                        .document = xmlNewDoc((const xmlChar *)"1.0"),
                        .context = xmlNewValidCtxt(),
                        .complain = ignore_complaint,
                        .name = buffer_new(arena),
                        .value = buffer_new(arena)};
    if (dtd->document == NULL || dtd->context == NULL)
        arena_give_up(arena);
    dtd->document->extSubset = external;
    dtd->context->userData = dtd;
    dtd->context->error = note_words;
    dtd->context->warning = note_words;
    if (build_models(dtd) > 0)
        return dtd;
    dtd_free(dtd);
    *fault = (struct dtd_fault){.text = "it declares no element"};
    return NULL;
}

void dtd_listen(struct dtd *dtd, dtd_complain *complain, void *context)
{
    dtd->complain = complain;
    dtd->complain_context = context;
}

/* --- The document ----------------------------------------------------------------------------- */

static void complain(struct dtd *dtd, const char *text, const char *help)
{
    dtd->complain(dtd->complain_context, text, help);
}

static struct dtd_level *innermost(struct dtd *dtd)
{
    return dtd->depth == 0 ? NULL : &dtd->levels[dtd->depth - 1];
}

/* What LEVEL's element may hold, in the DTD's own form; NULL if nothing says so. */
static const char *model_of(struct dtd *dtd, const struct dtd_level *level)
{
    const xmlElement *declared = level->declared;
    const char *name = text_of(level->node->name);
    if (declared == NULL)
        return NULL;
    if (declared->etype == XML_ELEMENT_TYPE_EMPTY)
        return arena_printf(dtd->arena, "the DTD declares <%s> EMPTY", name);
    if (declared->content == NULL)
        return NULL;
    char model[MOST_MODEL] = "";
    xmlSnprintfElementContent(model, sizeof model, declared->content, 1);
    return arena_printf(dtd->arena, "the DTD declares <%s> as %s", name, model);
}

/* TEXT as the library wants it, in BUFFER. */
static const xmlChar *terminated(struct buffer *buffer, struct view text)
{
    buffer->length = 0;
    buffer_add(buffer, text);
    buffer_add_char(buffer, '\0');
    return (const xmlChar *)buffer->text;
}

/* An attribute as the library wants it; only its name and the element count. */
static void judge_attribute(struct dtd *dtd, const struct dtd_level *level,
                            const struct schema_attribute *given)
{
    const xmlChar *name = terminated(&dtd->name, given->name);
    const xmlChar *value = terminated(&dtd->value, given->value);
    const char *element = text_of(level->node->name);
    const xmlAttribute *declared =
        xmlGetDtdAttrDesc(dtd->document->extSubset, level->node->name, name);
    xmlAttr attribute = {.type = XML_ATTRIBUTE_NODE,
                         .name = name,
                         .parent = level->node,
                         .doc = dtd->document};
    if (declared == NULL) {
        complain(dtd, arena_printf(dtd->arena, "the DTD declares no attribute %s of <%s>",
                                   text_of(name), element), NULL);
        return;
    }
    if (declared->atype == XML_ATTRIBUTE_ID || declared->atype == XML_ATTRIBUTE_IDREF ||
        declared->atype == XML_ATTRIBUTE_IDREFS)
        return;
    dtd->words[0] = '\0';
    if (xmlValidateOneAttribute(dtd->context, dtd->document, level->node, &attribute, value) == 1)
        return;
    struct view words = view_trim(view_of(dtd->words));
    complain(dtd, arena_printf(dtd->arena, "the attribute %s of <%s> has a value that the DTD does "
                               "not allow", text_of(name), element),
             arena_printf(dtd->arena, "the validator says: %.*s", VIEW_ARG(words)));
}

static bool is_given(const xmlChar *name, const struct schema_attribute *attributes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_equal(attributes[i].name, view_of(text_of(name))))
            return true;
    return false;
}

static void judge_attributes(struct dtd *dtd, const struct dtd_level *level,
                             const struct schema_attribute *attributes, size_t count)
{
    if (level->declared == NULL)
        return;
    for (size_t i = 0; i < count; i++)
        judge_attribute(dtd, level, &attributes[i]);
    for (const xmlAttribute *declared = level->declared->attributes; declared != NULL;
         declared = declared->nexth)
        if (declared->def == XML_ATTRIBUTE_REQUIRED && !is_given(declared->name, attributes, count))
            complain(dtd, arena_printf(dtd->arena, "<%s> lacks its attribute %s",
                                       text_of(level->node->name), text_of(declared->name)), NULL);
}

/* The element of LEVEL has no place in PARENT. One that is not declared was complained of. */
static void complain_of_child(struct dtd *dtd, const struct dtd_level *level,
                              struct dtd_level *parent)
{
    bool silent = parent->told || level->declared == NULL;
    /* After a child that it does not allow, the validator knows no more of an order. */
    if (parent->declared->etype == XML_ELEMENT_TYPE_ELEMENT)
        parent->told = true;
    if (silent)
        return;
    complain(dtd, arena_printf(dtd->arena, "<%s> must not stand there in <%s>",
                               text_of(level->node->name), text_of(parent->node->name)),
             model_of(dtd, parent));
}

void dtd_start(struct dtd *dtd, struct view name, const struct schema_attribute *attributes,
               size_t count)
{
    struct dtd_level *parent = innermost(dtd);
    struct dtd_level *level = &dtd->levels[dtd->depth];
    *level = (struct dtd_level){
        .node = xmlNewDocNode(dtd->document, NULL, terminated(&dtd->name, name), NULL)};
    if (level->node == NULL)
        arena_give_up(dtd->arena);
    const xmlElement *declared =
        xmlGetDtdElementDesc(dtd->document->extSubset, level->node->name);
    if (declared != NULL && declared->etype != XML_ELEMENT_TYPE_UNDEFINED)
        level->declared = declared;
    int good = xmlValidatePushElement(dtd->context, dtd->document, level->node, level->node->name);
    if (level->declared == NULL)
        complain(dtd, arena_printf(dtd->arena, "the DTD does not declare the element <%.*s>",
                                   VIEW_ARG(name)), NULL);
    if (good != 1 && parent != NULL && parent->declared != NULL)
        complain_of_child(dtd, level, parent);
    judge_attributes(dtd, level, attributes, count);
    dtd->depth++;
}

void dtd_text(struct dtd *dtd, struct view text)
{
    struct dtd_level *level = innermost(dtd);
    if (level == NULL || level->told || level->declared == NULL ||
        xmlValidatePushCData(dtd->context, (const xmlChar *)text.text, (int)text.length) == 1)
        return;
    level->told = true;
    complain(dtd, arena_printf(dtd->arena, "<%s> must have no text",
                               text_of(level->node->name)),
             model_of(dtd, level));
}

/* The innermost element ends; whether it was what the DTD says. */
static bool pop(struct dtd *dtd)
{
    struct dtd_level *level = innermost(dtd);
    return xmlValidatePopElement(dtd->context, dtd->document, level->node, level->node->name) == 1;
}

void dtd_end(struct dtd *dtd)
{
    struct dtd_level *level = innermost(dtd);
    if (!pop(dtd) && !level->told && level->declared != NULL)
        complain(dtd, arena_printf(dtd->arena, "<%s> lacks something that it must hold",
                                   text_of(level->node->name)),
                 model_of(dtd, level));
    xmlFreeNode(level->node);
    dtd->depth--;
}

void dtd_free(struct dtd *dtd)
{
    while (dtd->depth > 0) {
        pop(dtd);
        xmlFreeNode(innermost(dtd)->node);
        dtd->depth--;
    }
    xmlFreeValidCtxt(dtd->context);
    xmlFreeDoc(dtd->document);
}
