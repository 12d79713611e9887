/* SPDX-License-Identifier: MIT */
/*
 * Expectations held against listeners. Tables are read from HAT and RAT files, expectations made by
 * hand from lines like "recipients reject all", "flow tls >= required for A, B", "host
 * 192.0.2.1,mx.example,-1 matching geo[CH] is A", "relay A, B", with " @LISTENER" and " because
 * TEXT" behind them.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_EXPECT_H
#define DESTC_TESTS_UNIT_SUPPORT_EXPECT_H

#include "analysis/expect.h"
#include "support_hat.h"

enum { MOST_RULES = 1024 };

struct expecting {
    struct setup setup;
    struct policy policy;
    struct flow_defaults outside;
    const struct source *rules; /* one a line */
    struct expectation list[MOST_RULES];
    uint32_t count;
};

/* No tables yet; RULES are the expectations. */
void expecting_begin(struct expecting *bench, const char *rules);

/* Reads TEXT, the table of LISTENER in a file called NAME; nothing if it is NULL. */
void expecting_read(struct expecting *bench, const char *listener, const char *name,
                    const char *text, read_function *read);

/* Holds the expectations against the tables, whose own warnings are forgotten. */
void expecting_judge(struct expecting *bench);

/* Messages as "hat 14: TEXT | NOTE | NOTE (HELP)\n", lines of the file they stand in. */
const char *expecting_found(struct expecting *bench);

/* RULES, held against the tables of one listener, either of which may be NULL, give MESSAGES. */
void expects(const char *hat, const char *rat, const char *rules, const char *messages);

#define HAT                                                                                        \
    "$RELAYED\n    RELAY {\n        tls = \"required\"\n    }\n"                                   \
    "$TRUSTED\n    ACCEPT {\n        spam_check = \"off\"\n        tls = \"on\"\n    }\n"          \
    "$ACCEPTED\n    ACCEPT\n"                                                                      \
    "$BLOCKED\n    REJECT\n"                                                                       \
    "RELAYLIST:\n    10.0.0.0/8\n    $RELAYED\n"                                                   \
    "ALLOWED:\n    192.0.2.0/24\n    .partner.example\n"                                           \
    "    $TRUSTED {\n        tls = \"off\"\n    }\n"                                               \
    "POOR:\n    sbrs[-10.0:-3.0]\n    $BLOCKED\n"                                                  \
    "LISTED:\n    dnslist[zone.example]\n    $ACCEPTED\n"                                          \
    "198.51.100.7\n    RELAY\n"                                                                    \
    "ALL\n    $ACCEPTED\n"

#endif
