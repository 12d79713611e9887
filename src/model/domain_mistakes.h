/* SPDX-License-Identifier: MIT */
/*
 * What people write where a destination's name belongs, and what they are told. Only
 * model/domain.c includes this.
 */
#ifndef DESTC_MODEL_DOMAIN_MISTAKES_H
#define DESTC_MODEL_DOMAIN_MISTAKES_H

#include "model/domain.h"

/* Fills FAULT, with the code's title. Always false. */
bool domain_fail(struct domain_fault *fault, enum code code, size_t offset, size_t length,
                 const char *help);

/* The same for a character that no name has, at OFFSET of TEXT. */
bool domain_fail_character(struct view text, size_t offset, struct domain_fault *fault,
                           const char *help);

/* Whether TEXT has something between FIRST and LAST; and what that is. */
bool domain_is_in(struct view text, char first, char last);
struct view domain_inside(struct view text);

enum { DOMAIN_ADDRESS_BYTES = 16 };

/* Whether TEXT, without brackets, is an address; its bytes and family (AF_INET, AF_INET6). */
bool domain_address_bytes(struct view text, unsigned char bytes[DOMAIN_ADDRESS_BYTES],
                          int *family);

/*
 * Mistakes that deserve words of their own before a character is called wrong: URLs, mail
 * addresses, wildcards, quotes, ranges, ports, brackets. False, and FAULT, if TEXT is one. TEXT is
 * not empty.
 */
bool domain_check_mistakes(struct arena *arena, struct view text, struct domain_fault *fault);

#endif
