/* SPDX-License-Identifier: MIT */
/*
 * Policy documents: short ways to write one, and reading it as the program does.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_XML_H
#define DESTC_TESTS_UNIT_SUPPORT_XML_H

#include "support_reading.h"
#include "write/write.h"

/* A document with TEXT in its second line. */
#define POLICY(text) "<policy xmlns=\"urn:destc:policy:1\">\n" text "\n</policy>\n"
/* One with a destination. */
#define ENTRY(text) POLICY("<destination domain=\"a.example\">" text "</destination>")
#define SCOPE "per=\"domain\" apply=\"system-wide\""
#define IP "<ip>prefer-ipv4</ip>"
/* A default entry with these elements, and all others that it must have. */
#define DEFAULT_ENTRY(tls, ip)                                                                     \
    "<default>" ip "<limits " SCOPE "><connections>5</connections>"                                \
    "<recipients limit=\"9\" minutes=\"1\"/></limits><messages>1</messages>" tls                  \
    "<bounce-verification>on</bounce-verification><certificate>mx</certificate>"                  \
    "<tls-alert>off</tls-alert></default>"

/* A read_function: reads a document, completes its appliances, holds all against the schema. */
void read_document(struct policy *policy, struct diag *diag, const struct read_options *options,
                   const struct source *source);

/* POLICY as a document. */
struct view document_written(struct setup *setup, const struct policy *policy,
                             const struct write_options *options);

#endif
