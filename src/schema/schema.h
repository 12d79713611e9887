/* SPDX-License-Identifier: MIT */
/*
 * The policy document's XML schema, judged by libxml2's validator in streaming: three calls tell
 * it of a document's parts, and it tells of each fault by a callback. No document is built.
 * This and the XML reader are the only places that know libxml2.
 */
#ifndef DESTC_SCHEMA_SCHEMA_H
#define DESTC_SCHEMA_SCHEMA_H

#include "base/arena.h"

/* The schema's text, part of the binary. */
struct view schema_source(void);

/* The namespace of its elements. */
#define SCHEMA_NAMESPACE "urn:destc:policy:1"

/* An attribute of an element: local name and value. */
struct schema_attribute {
    struct view name;
    struct view value;
};

/* A fault. The texts are good until the callback returns. */
struct schema_complaint {
    const char *text;      /* the validator's words: one line, without namespace braces */
    struct view attribute; /* the attribute whose value is at fault; empty if none is */
    bool structural;       /* an element or attribute is missing, or stands where it must not */
    bool unexpected;       /* the element that begins must not stand there */
};

struct schema_validator;

/*
 * A validator at the beginning of a document. COMPLAIN is called with CONTEXT during the call
 * that brought the fault: schema_start() for an element out of place, a missing attribute or an
 * attribute's value, schema_end() for the element's text or missing children. One fault brings
 * one complaint. After a structural complaint the rest of the parent element is not judged.
 * Returns NULL if the schema cannot be compiled. Memory of libxml2's own is freed by
 * schema_free(). The library must have been initialised (schema_library_init), which compiles the
 * schema.
 */
struct schema_validator *schema_new(struct arena *arena,
                                    void (*complain)(void *context,
                                                     const struct schema_complaint *complaint),
                                    void *context);
void schema_free(struct schema_validator *validator);

/*
 * Once in a program, before threads: initialises libxml2's parser and schema types, and compiles
 * the schema that all validators share.
 */
void schema_library_init(void);

/* The version of libxml2 that the program was built with, like "2.9.14". */
const char *schema_library_version(void);

/* Element NAME (of the policy's namespace) begins. */
void schema_start(struct schema_validator *validator, struct view name,
                  const struct schema_attribute *attributes, size_t count);
/* Text inside it. What is not UTF-8 of XML characters is judged as U+FFFD. */
void schema_text(struct schema_validator *validator, struct view text);
/* The element that began last ends. */
void schema_end(struct schema_validator *validator);
/* The document ends, wherever it is; another may begin. */
void schema_finish(struct schema_validator *validator);

#endif
