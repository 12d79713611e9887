/* SPDX-License-Identifier: MIT */
/*
 * Who connects: what somebody asks about when he asks what a Host Access Table gives a connection.
 */
#ifndef DESTC_ANALYSIS_CALLER_H
#define DESTC_ANALYSIS_CALLER_H

#include "base/arena.h"
#include "model/listener.h"

/* Whether it has a validated host name: its PTR record and the name's address agree on it. */
enum caller_name { CALLER_NAME_UNKNOWN, CALLER_NAME_NONE, CALLER_NAME_GIVEN };

/* Its reputation score. */
enum caller_score { CALLER_SCORE_UNKNOWN, CALLER_SCORE_NONE, CALLER_SCORE_GIVEN };

struct caller {
    struct view text; /* as it was asked for */
    bool is_logged;   /* by a line of the mail log */
    struct address address;
    enum address_family family;
    enum caller_name has_name;
    struct view host; /* in the form in which names are compared */
    enum caller_score has_score;
    int score; /* in tenths */
    /*
     * What else is said of it: network owner, DNS lists, country, why it has no name. Each is a
     * member that matches; others of these kinds do not, but for the reason, which is one of them.
     */
    bool has_matching; /* it is said; the list may be empty */
    const struct member *matching;
    uint32_t matching_count;
};

/*
 * Reads IP[,[NAME][,SCORE]]. NAME is a validated host name, or "unknown" for a host that has none;
 * SCORE is a number from -10.0 to 10.0, or "none". What is left out is not known. TEXT may hold any
 * bytes. False, and *MISTAKE in words, if it is something else.
 */
bool caller_parse(struct arena *arena, struct view text, struct caller *caller,
                  const char **mistake);

/*
 * Reads a line of the mail log, with its head or without:
 *
 *     New SMTP ICID 5 interface Data 1 (192.168.1.1) address 10.0.0.1 reverse dns host
 *     mail.example.com verified yes
 *
 * TEXT may be several lines, such as this one wrapped at blanks, and what the log says of the
 * connection later: of that the score is taken ("ICID 5 ACCEPT SG A match B SBRS -1.1"), the rest
 * is passed over. A host that is not "verified yes", or unknown, has no validated name.
 */
bool caller_parse_log(struct arena *arena, struct view text, struct caller *caller,
                      const char **mistake);

/* Whether no connection is seen with the address: an IPv4 address as a text of IPv6. */
bool caller_is_mapped(const struct caller *caller);

#endif
