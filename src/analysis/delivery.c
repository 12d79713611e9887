/* SPDX-License-Identifier: MIT */
#include "analysis/delivery.h"

#define NEVER {RESULT_NEVER, "does not arise: TLS is not tried", ASSUMED_NONE}
#define CLEAR {RESULT_CLEAR, "delivered in clear", ASSUMED_NONE}
#define ENCRYPTED {RESULT_ENCRYPTED, "delivered encrypted", ASSUMED_NONE}
#define UNCHECKED                                                                                  \
    {RESULT_ENCRYPTED, "delivered encrypted; no verification is tried", ASSUMED_NONE}
#define REFUSED {RESULT_NOT_DELIVERED, "not delivered", ASSUMED_NONE}
#define HOSTED_REFUSED {RESULT_NOT_DELIVERED, "not delivered", ASSUMED_HOSTED_DELIVERY}

static const struct delivery deliveries[TLS_SETTING_COUNT][DELIVERY_CASE_COUNT] = {
    [TLS_OFF] = {{RESULT_CLEAR, "delivered in clear; TLS is not tried at all", ASSUMED_NONE},
                 NEVER, NEVER, NEVER},
    [TLS_PREFERRED] = {CLEAR,
                       {RESULT_NOT_DELIVERED,
                        "not delivered on this connection: no fall back to clear", ASSUMED_NONE},
                       UNCHECKED, ENCRYPTED},
    [TLS_REQUIRED] = {REFUSED, REFUSED, UNCHECKED, ENCRYPTED},
    [TLS_PREFERRED_VERIFY] = {CLEAR,
                              {RESULT_NOT_DELIVERED, "not delivered on this connection",
                               ASSUMED_VERIFY_FALLBACK},
                              ENCRYPTED, ENCRYPTED},
    [TLS_REQUIRED_VERIFY] = {REFUSED, REFUSED, REFUSED, ENCRYPTED},
    [TLS_REQUIRED_VERIFY_HOSTED] = {HOSTED_REFUSED, HOSTED_REFUSED, HOSTED_REFUSED,
                                    {RESULT_ENCRYPTED, "delivered encrypted",
                                     ASSUMED_HOSTED_DELIVERY}},
};

static const struct delivery_case_entry cases[DELIVERY_CASE_COUNT] = {
    [CASE_NO_STARTTLS] = {"no-starttls", "no STARTTLS, or refused before 220"},
    [CASE_TLS_ERROR] = {"tls-error", "error after the 220 answer"},
    [CASE_UNVERIFIED] = {"unverified", "TLS up, certificate not verified"},
    [CASE_VERIFIED] = {"verified", "TLS up, certificate verified"},
};

#define VERIFY                                                                                     \
    "Verify checks that the certificate's common name matches the receiving host's DNS name or "   \
    "the destination domain, or that the destination domain matches a subjectAltName (wildcards "  \
    "as in RFC 2818), and that the chain ends in a trusted authority."
#define VERIFY_HOSTED                                                                              \
    "Verify Hosted Domains checks the certificate against the e-mail domain first, and that the "  \
    "chain ends in a trusted authority. If it has DNS names in subjectAltName, only these are "    \
    "used and the common name is ignored (RFC 6125)."

static const char *const checks[TLS_SETTING_COUNT] = {
    [TLS_PREFERRED_VERIFY] = VERIFY,
    [TLS_REQUIRED_VERIFY] = VERIFY,
    [TLS_REQUIRED_VERIFY_HOSTED] = VERIFY_HOSTED,
};

static const struct delivery_limit limits[] = {
    {"dane", "DANE is not enforced for a domain that has an SMTP route.", {12, 0}},
    {"mta-sts", "An MTA-STS policy of the recipient's domain may decide too, from AsyncOS 16 on.",
     {16, 0}},
    {"sender-recipient", "TLS may be enforced by sender or recipient, from AsyncOS 15 on.", {15, 0}},
    {"filters", "Filter actions may decide otherwise.", {0, 0}},
    {"cluster", "In a cluster another level may override the table.", {0, 0}},
    {"match-by",
     "It is not documented whether an entry is matched by the recipient's domain or by the SMTP "
     "route's host.",
     {0, 0}},
};

enum { LIMIT_COUNT = sizeof limits / sizeof limits[0] };

const struct delivery *delivery(enum tls_setting setting, enum delivery_case which)
{
    return &deliveries[setting][which];
}

const struct delivery_case_entry *delivery_case_entry(enum delivery_case which)
{
    return &cases[which];
}

const char *delivery_result_name(enum delivery_result result)
{
    static const char *const names[DELIVERY_RESULT_COUNT] = {
        [RESULT_NEVER] = "never",
        [RESULT_CLEAR] = "clear",
        [RESULT_ENCRYPTED] = "encrypted",
        [RESULT_NOT_DELIVERED] = "not-delivered",
    };
    return names[result];
}

const char *delivery_not_delivered(void)
{
    return "Not delivered: the message stays queued, is tried again and bounces in the end under "
           "the bounce profile.";
}

bool delivery_may_fail(enum tls_setting setting)
{
    for (int i = 0; i < DELIVERY_CASE_COUNT; i++)
        if (deliveries[setting][i].result == RESULT_NOT_DELIVERED)
            return true;
    return false;
}

const char *delivery_check(enum tls_setting setting)
{
    return checks[setting];
}

const char *delivery_dane(uint32_t code, bool has_cases)
{
    if (code == DANE_OFF)
        return NULL;
    if (code == DANE_UNKNOWN)
        return has_cases ? "The DANE setting is not known, so whether DANE adds to these cases "
                           "cannot be told."
                         : "The DANE setting is not known either.";
    return has_cases ? "DANE is set too. These cases are the TLS setting's alone: what DANE adds "
                       "to them a table does not tell."
                     : "DANE is set. What it does by itself a table does not tell.";
}

const char *delivery_unknown(void)
{
    return "The TLS setting is not known, so what it does cannot be told.";
}

const struct delivery_limit *delivery_limit_next(const struct delivery_limit *previous,
                                                 struct release target)
{
    const struct delivery_limit *next = previous == NULL ? limits : previous + 1;
    for (; next < limits + LIMIT_COUNT; next++)
        if (release_compare(next->since, target) <= 0)
            return next;
    return NULL;
}
