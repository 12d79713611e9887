/* SPDX-License-Identifier: MIT */
#include "analysis/receipt.h"

static const char *const behaviors[BEHAVIOR_COUNT] = {
    [BEHAVIOR_ACCEPT] = "The connection is accepted. A public listener then asks its Recipient "
                        "Access Table about each recipient.",
    [BEHAVIOR_RELAY] = "The connection is accepted, for recipients anywhere: the Recipient Access "
                       "Table is not asked.",
    [BEHAVIOR_REJECT] = "The connection is greeted with a refusal, and no mail is taken.",
    [BEHAVIOR_TCPREFUSE] = "The connection is refused before any greeting.",
    [BEHAVIOR_CONTINUE] = "The next entries are tried.",
};

static const struct receipt receipts[FLOW_WORD_COUNT] = {
    [FLOW_OFF] = {"not-offered", "Off", "STARTTLS is not offered: mail comes in clear."},
    [FLOW_ON] = {"offered", "Preferred",
                 "STARTTLS is offered. Without it mail comes in clear."},
    [FLOW_REQUIRED] = {"demanded", "Required",
                       "STARTTLS is offered. Until it is given, every command but NOOP, EHLO and "
                       "QUIT is refused. The client's certificate is not verified."},
};

static const struct receipt_limit limits[] = {
    {"tls-more", "Later releases can demand TLS of listed addresses beside Preferred, and verify "
                 "the client's certificate; how a table spells that is not documented.", true},
    {"cluster", "In a cluster another level may override the table.", false},
};

enum { LIMIT_COUNT = sizeof limits / sizeof limits[0] };

const char *receipt_behavior(enum behavior behavior)
{
    return behaviors[behavior];
}

bool receipt_refuses(enum behavior behavior)
{
    return behavior == BEHAVIOR_REJECT || behavior == BEHAVIOR_TCPREFUSE;
}

const struct receipt *receipt(enum flow_word word)
{
    return &receipts[word];
}

const char *receipt_unknown(void)
{
    return "The TLS setting is not known, so what it does cannot be told.";
}

const char *receipt_refused(void)
{
    return "No mail is taken, so the TLS setting has no part in it.";
}

const struct receipt_limit *receipt_limit_next(const struct receipt_limit *previous, bool refused)
{
    const struct receipt_limit *next = previous == NULL ? limits : previous + 1;
    while (refused && next < limits + LIMIT_COUNT && next->of_taking)
        next++;
    return next < limits + LIMIT_COUNT ? next : NULL;
}
