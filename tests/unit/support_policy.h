/* SPDX-License-Identifier: MIT */
/*
 * Policy sources: what they give, and what is reported about them.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_POLICY_H
#define DESTC_TESTS_UNIT_SUPPORT_POLICY_H

#include "support_reading.h"

/* A default entry in every parameter that one must have, and as entries_of() shows it. */
#define DEFAULT_BLOCK                                                                              \
    "default { ip prefer-ipv6; connections 500; messages 50; recipients unlimited;"               \
    " limits per domain, system-wide; tls preferred; bounce-verification off;"                    \
    " certificate \"c\"; tls-alert on; }\n"
#define DEFAULT_ENTRY                                                                              \
    "DEFAULT ip=prefer-ipv6 connections=500 messages=50 recipient-minutes=60"                     \
    " recipients=unlimited limits-per=domain limits-apply=system-wide"                            \
    " bounce-verification=off tls=preferred tls-alert=on certificate=c; "

/* A read_function: reads a source and makes entries of its statements. */
void read_statements(struct policy *policy, struct diag *diag, const struct read_options *options,
                     const struct source *source);

void read_source(struct reading *reading, const char *text);

/*
 * Every entry, "NAME NAME=VALUE ...; ...", destinations sorted; the default entry first. Settings
 * are in the order of the table; an unknown parameter is "NAME:TEXT".
 */
const char *entries_of(const struct policy *policy);

/* The appliance called NAME. */
const struct policy *appliance(const struct reading *reading, const char *name);

/* TEXT gives these entries, and nothing is reported. */
void gives(const char *text, const char *entries);

/* The same of the appliance "x". */
void appliance_gives(const char *text, const char *entries);

/* TEXT gives just MESSAGES. */
void complains(const char *text, const char *messages);

/* The first message of TEXT: its words, and its help behind a colon. */
void says(const char *text, const char *words);

/* Formats TEXT, which must be sound. */
struct view format_text(struct setup *setup, struct view text);

#endif
