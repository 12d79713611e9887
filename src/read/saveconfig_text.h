/* SPDX-License-Identifier: MIT */
/*
 * The text of an element as it stands in a file, without its escapes; each byte knows where it
 * stood.
 */
#ifndef DESTC_READ_SAVECONFIG_TEXT_H
#define DESTC_READ_SAVECONFIG_TEXT_H

#include "base/buffer.h"
#include "diag/source.h"

/* The source of what is decoded: where it stands by STREAM, and what comes of it. */
struct saveconfig_text {
    struct view raw;                 /* between the tags; well-formed */
    uint32_t begin;                  /* the offset of its first byte in STREAM */
    const struct source_map *stream; /* from there to the file */
    struct source_map map;           /* from the decoded text to the file */
};

/*
 * Decodes references and sections, leaves comments out, and writes the result to OUT, which has
 * room for the raw text and may be the raw text itself. Returns its length.
 */
size_t saveconfig_decode(struct saveconfig_text *text, char *out);

#endif
