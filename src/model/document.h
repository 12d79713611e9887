/* SPDX-License-Identifier: MIT */
/*
 * The shape of the policy document: which element or attribute of an entry holds which parameter
 * (params.def says where, as a path such as "limits/recipients/@limit"), and the walk through an
 * entry in the document's fixed order. The writer and the validator take the same walk, so what
 * is judged is what is written.
 */
#ifndef DESTC_MODEL_DOCUMENT_H
#define DESTC_MODEL_DOCUMENT_H

#include "model/assertions.h"
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

/*
 * Walks through an assertion, with its own element. Of its names at most MOST come, in FORM. One
 * whose condition no XML document can hold is left out, and so is a message of that kind.
 */
void document_walk_assertion(struct arena *arena, const struct assertion *assertion,
                             enum idn_form form, uint32_t most, const struct document_sink *sink);

/* The condition of an assertion as the document says it: "tls >= required". */
struct view document_condition(struct arena *arena, const struct assertion *assertion);

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

/* Offers NEAREST the child elements of PATH, or its attributes. */
void document_nearest_child(struct view path, struct nearest *nearest);
void document_nearest_attribute(struct view path, struct nearest *nearest);

#endif
