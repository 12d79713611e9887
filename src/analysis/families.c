/* SPDX-License-Identifier: MIT */
#include "analysis/families.h"

static const struct family_member members[] = {
    {FAMILY_TLS, PARAM_TABLE_TLS, "tls-", "tls-"},
    {FAMILY_TLS, PARAM_DANE_OPTION, "dane-", "dane-"},
    {FAMILY_LIMITS, PARAM_MAX_HOST_CONCURRENCY, "connections-", "connections-"},
    {FAMILY_LIMITS, PARAM_RECIPIENT_LIMIT, "rcpt-", "rcpt-"},
    {FAMILY_LIMITS, PARAM_RECIPIENT_MINUTES, "per-", "per-"},
    {FAMILY_LIMITS, PARAM_MAX_MESSAGES_PER_CONNECTION, "msg-", "msg-"},
    {FAMILY_LIMITS, PARAM_LIMIT_TYPE, "", ""},
    {FAMILY_LIMITS, PARAM_LIMIT_APPLY, "", ""},
    {FAMILY_BOUNCE, PARAM_BOUNCE_PROFILE, "bounce-", "bounce-"},
    {FAMILY_BOUNCE, PARAM_BOUNCE_VALIDATION, "bounce-verification-", "verification-"},
    {FAMILY_IP, PARAM_IP_SORT_PREF, "", ""},
};

enum { MEMBER_COUNT = sizeof members / sizeof members[0] };

const struct family_member *family_members(uint32_t *count)
{
    *count = MEMBER_COUNT;
    return members;
}

uint32_t family_params(enum family family)
{
    uint32_t mask = 0;
    for (int i = 0; i < MEMBER_COUNT; i++)
        if (members[i].family == family)
            mask |= PARAM_BIT(members[i].param);
    return mask;
}
