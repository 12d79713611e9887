/* SPDX-License-Identifier: MIT */
/*
 * What a Recipient Access Table says of a recipient: its lines are tried top down, and the first
 * that matches holds. .example.com is every domain below it and not example.com itself; user@ is
 * that user of every domain. Whether the appliance tells letters' case apart before the "@" is not
 * documented, so a line that differs in that is undecided.
 */
#ifndef DESTC_ANALYSIS_RECIPIENT_H
#define DESTC_ANALYSIS_RECIPIENT_H

#include "model/domain.h"
#include "model/listener.h"

/* The number of no recipient. */
#define NO_RECIPIENT UINT32_MAX

/* A mail address that somebody asks about. */
struct recipient {
    struct view text;     /* as it was given, without blanks and angle brackets */
    struct view local;    /* before the "@" */
    struct domain domain; /* behind it; of a literal the address */
};

/*
 * Reads USER@DOMAIN or USER@[ADDRESS], in angle brackets too. TEXT may hold any bytes. False, and
 * *MISTAKE in words, if it is something else.
 */
bool recipient_parse(struct arena *arena, struct view text, struct recipient *recipient,
                     const char **mistake);

enum recipient_verdict {
    RECIPIENT_NO,
    RECIPIENT_YES,
    RECIPIENT_OPEN, /* it does if case means nothing before the "@" */
};

enum recipient_verdict recipient_verdict(const struct recipient_entry *entry,
                                         const struct recipient *recipient);

struct recipient_match {
    uint32_t entry; /* the first that matches for certain, or NO_RECIPIENT */
    uint32_t open;  /* the first before it that may match, or NO_RECIPIENT */
    uint32_t later; /* how many below it would match too, ALL aside */
    uint32_t next;  /* the first of them, or NO_RECIPIENT */
};

/* The match in LISTENER's table. O(n). */
struct recipient_match recipient_find(const struct listener *listener,
                                      const struct recipient *recipient);

/* Why an entry of KIND matches, in words that go behind its text. */
const char *recipient_reason(enum recipient_kind kind);

/* "domain", "partial", "address", "user", "literal", "all". */
const char *recipient_kind_name(enum recipient_kind kind);

/* What ACTION does, in a sentence. */
const char *recipient_effect(enum recipient_action action);

#endif
