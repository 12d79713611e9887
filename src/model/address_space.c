/* SPDX-License-Identifier: MIT */
#include "model/address_space.h"

static const char *const own[ADDRESS_SPACE_OWN] = {
    "10.0.0.0/8",      /* RFC 1918: private networks */
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",     /* RFC 1122: the host itself */
    "169.254.0.0/16",  /* RFC 3927: the link */
    "100.64.0.0/10",   /* RFC 6598: a provider's own network */
    "192.0.2.0/24",    /* RFC 5737: documents */
    "198.51.100.0/24",
    "203.0.113.0/24",
    "::1/128",         /* RFC 4291: the host itself, the link */
    "fe80::/10",
    "fc00::/7",        /* RFC 4193: private networks */
    "2001:db8::/32",   /* RFC 3849 and RFC 9637: documents */
    "3fff::/20",
};

void address_space_own(struct address_range ranges[ADDRESS_SPACE_OWN])
{
    struct address_fault fault;
    for (int i = 0; i < ADDRESS_SPACE_OWN; i++)
        address_member_parse(view_of(own[i]), &ranges[i], &fault);
}
