/* SPDX-License-Identifier: MIT */
/*
 * Families of a destination's parameters: what belongs together is changed together.
 */
#ifndef DESTC_ANALYSIS_FAMILIES_H
#define DESTC_ANALYSIS_FAMILIES_H

#include "model/params.h"

enum family {
    FAMILY_TLS,    /* TLS and DANE */
    FAMILY_LIMITS, /* limits with their scope, and messages */
    FAMILY_BOUNCE,
    FAMILY_IP,
    FAMILY_COUNT
};

/* A parameter of a family, and how its value appears in a bundle's name. */
struct family_member {
    enum family family;
    enum param param;
    const char *first; /* before the value where the name begins with it */
    const char *next;  /* before the value behind other values */
};

/* The members of all families, by family, then by weight; *COUNT of them. */
const struct family_member *family_members(uint32_t *count);

/* The parameters of FAMILY, a mask. */
uint32_t family_params(enum family family);

#endif
