/* SPDX-License-Identifier: MIT */
/*
 * A DTD of the user's, and a document held against it as it streams by, by libxml2's validator. No
 * tree is built, and nothing is fetched: a DTD that would have to be put together is refused. What
 * needs the whole document, IDs and what refers to them, is not judged.
 */
#ifndef DESTC_SCHEMA_DTD_H
#define DESTC_SCHEMA_DTD_H

#include "schema/schema.h"

#include <stdint.h>

struct dtd;

enum { DTD_MOST_SIZE = 16 * 1024 * 1024, DTD_MOST_DEPTH = 64 };

/* What is wrong with a DTD itself. */
struct dtd_fault {
    const char *text;
    uint32_t line;   /* from 1; 0: nobody knows */
    uint32_t column; /* in bytes, from 1 */
};

/*
 * The DTD that SOURCE has. NULL, and *FAULT, if it cannot be used. It is freed by dtd_free(). The
 * library must have been initialised (schema_library_init).
 */
struct dtd *dtd_new(struct arena *arena, struct view source, struct dtd_fault *fault);
void dtd_free(struct dtd *dtd);

/*
 * A fault of the document: what is wrong in one line, and what the DTD has instead, or NULL. The
 * texts are the arena's.
 */
typedef void dtd_complain(void *context, const char *text, const char *help);

/* Who is told of faults, during the call that brings them. */
void dtd_listen(struct dtd *dtd, dtd_complain *complain, void *context);

/* An element begins, at most DTD_MOST_DEPTH deep; in it a text; it ends. */
void dtd_start(struct dtd *dtd, struct view name, const struct schema_attribute *attributes,
               size_t count);
void dtd_text(struct dtd *dtd, struct view text);
void dtd_end(struct dtd *dtd);

#endif
