/* SPDX-License-Identifier: MIT */
/*
 * The fingerprint of a table of destinations: SHA-256 of its canonical form, which is the table
 * file as compile --to destconfig --idn ascii --accept-assumptions --allow-demo-certificate writes
 * it, but that the names of parameters which are not known are in lower case. Order, case, white
 * space and comments are left out of it.
 */
#ifndef DESTC_WRITE_FINGERPRINT_H
#define DESTC_WRITE_FINGERPRINT_H

#include "model/policy.h"

enum { FINGERPRINT_DIGITS = 65 }; /* with a NUL */

/*
 * Of POLICY, whose names are in their xn-- form, in hexadecimal digits. Returns 0, or the errno of
 * why there is none; then DIGITS are left alone.
 */
int policy_fingerprint(const struct policy *policy, char digits[FINGERPRINT_DIGITS]);

#endif
