/* SPDX-License-Identifier: MIT */
/*
 * Whether mail is delivered with TLS or not at all. Source: docs/tls.md.
 */
#ifndef DESTC_ANALYSIS_ENFORCED_H
#define DESTC_ANALYSIS_ENFORCED_H

#include "analysis/resolve.h"

/* Whether TLS, a value of table_tls, demands TLS; false of one that is not known. */
bool tls_is_required(const struct value *tls);

/* Whether TLS, a value of table_tls, says that none is used; false of one that is not known. */
bool tls_is_off(const struct value *tls);

/* Whether DANE, a value of dane_option, is mandatory; false of one that is not known. */
bool dane_is_mandatory(const struct value *dane);

/*
 * Whether mail goes with TLS or not at all: by TLS, or by mandatory DANE. What DANE does where TLS
 * is off is not documented: nothing relies on it.
 */
bool is_enforced(const struct resolved *resolved);

#endif
