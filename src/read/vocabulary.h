/* SPDX-License-Identifier: MIT */
/*
 * How messages of the readers speak: of a parameter by the name that it has where it was read, and
 * of what to write instead in that format's own form.
 */
#ifndef DESTC_READ_VOCABULARY_H
#define DESTC_READ_VOCABULARY_H

#include "diag/diag.h"
#include "model/params.h"

/* Whose words a format's values are in. */
enum vocabulary {
    VOCABULARY_EXPORT,     /* the table file's own, and it is an export: spellings are proof */
    VOCABULARY_EXPORT_LIKE, /* the table file's words in another format */
    VOCABULARY_POLICY,     /* the policy language's, as the XML document has them */
    VOCABULARY_SOURCE,     /* the policy language's, the table file's spellings too */
    VOCABULARY_COUNT
};

/* What PARAM is called: limit_type, limits/@per, limits. */
const char *vocabulary_name(enum vocabulary vocabulary, enum param param);

/* The same of what is to be added to have it: a source's "limits" gives two parameters. */
const char *vocabulary_setting(enum vocabulary vocabulary, enum param param);

/* Says how to mend CODE: as the catalogue, where VOCABULARY has no words of its own for it. */
void vocabulary_mend(struct diag *diag, struct message *message, enum vocabulary vocabulary,
                     enum code code);

#endif
