/* SPDX-License-Identifier: MIT */
/*
 * What holds for mail to a destination, and why: which entry matched, each effective setting and
 * the place it comes from, what the TLS setting does in each case, what a table cannot tell, and
 * what had to be assumed.
 *
 *     struct explainer *explainer = explain_begin(&request, diag, output);
 *     explain(explainer, name, place);      any number of times
 *     explain_end(explainer);
 */
#ifndef DESTC_WRITE_EXPLAIN_H
#define DESTC_WRITE_EXPLAIN_H

#include "write/write.h"

enum explain_form {
    EXPLAIN_TEXT,  /* a page a name */
    EXPLAIN_BRIEF, /* a line a name, fields separated by tabs: the name as it was asked for, entry,
                      TLS (and DANE unless it is off), the place of the TLS setting, ids of the
                      assumptions that this rests on */
    EXPLAIN_JSON,  /* an array with an object a name: see docs/explain-json.md */
    EXPLAIN_FORM_COUNT,
};

struct explain_request {
    const struct policy *policy;
    const struct write_options *options; /* its defaults, target and idn count */
    enum explain_form form;
};

struct explainer;

/* Both REQUEST's policy and options must live until explain_end(). */
struct explainer *explain_begin(const struct explain_request *request, struct diag *diag,
                                struct output *output);

/*
 * Explains what holds for NAME: a domain, a partial domain, an address, a mail address or
 * DEFAULT; any bytes. PLACE is where NAME stands, SPAN_NONE if on the command line. False, and
 * reported, if it names no destination.
 */
bool explain(struct explainer *explainer, struct view name, struct span place);

/* Ends what was written. Every explainer needs this call, also without a name. */
void explain_end(struct explainer *explainer);

#endif
