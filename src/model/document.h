/* SPDX-License-Identifier: MIT */
/*
 * The shape of the policy document: which element or attribute of an entry holds which parameter
 * (params.def says where, as a path such as "limits/recipients/@limit"), and the walk through an
 * entry in the document's fixed order. The writer and the validator take the same walk, so what
 * is judged is what is written.
 */
#ifndef DESTC_MODEL_DOCUMENT_H
#define DESTC_MODEL_DOCUMENT_H

#include "model/settings.h"

/*
 * What stands for a word that is not known; the word itself is in a <parameter> with the name
 * that exports give it.
 */
#define DOCUMENT_OTHER "other"

/* SUBJECT is the export's name of the parameter that the value is of. */
struct document_attribute {
    struct view name;
    struct view value;
    struct view subject;
};

/* Who takes the walk. The views are good until the function returns. */
struct document_sink {
    void *context;
    /* An element; SUBJECT is the export's name of the parameter its text is of, or empty. */
    void (*start)(void *context, struct view name, const struct document_attribute *attributes,
                  size_t count, struct view subject);
    void (*text)(void *context, struct view text);
    void (*end)(void *context);
};

/*
 * Walks through the elements below an entry that gives SETTINGS. An unknown word is carried by
 * <parameter>, as are unknown parameters and those that have no effect for want of a limit. What
 * no XML document can hold (document_holds) is left out.
 */
void document_walk(const struct store *store, const struct settings *settings,
                   const struct document_sink *sink);

/* Whether an XML document can hold TEXT: it is UTF-8 and has no control characters to speak of. */
bool document_holds(struct view text);

/*
 * Paths. The child element NAME of the element at PATH (of the entry itself where PATH is empty),
 * as a path that lasts; empty if there is none.
 */
struct view document_child(struct view path, struct view name);

/* The parameter that is the text of the element at PATH, PARAM_COUNT if none is. */
enum param document_param(struct view path);

/* The same for an attribute of the element at PATH. */
enum param document_attribute(struct view path, struct view name);

/* The parameters at PATH and below it, a mask. */
uint32_t document_params(struct view path);

/* The child element of PATH, and the attribute, that NAME is a misspelling of; empty if none. */
struct view document_near_child(struct view path, struct view name);
struct view document_near_attribute(struct view path, struct view name);

#endif
