/* SPDX-License-Identifier: MIT */
/*
 * The policy held against the XML schema: the model is streamed to the validator as the policy
 * document it would make, each distinct set of settings once. Names of destinations are judged by
 * the model's own check (domain.h). A complaint about a shared set is reported at every entry that
 * uses it, at the line of the table's own file; one about something that a reader has reported
 * already is dropped.
 */
#ifndef DESTC_ANALYSIS_VALIDATE_H
#define DESTC_ANALYSIS_VALIDATE_H

#include "diag/diag.h"
#include "model/policy.h"

/* Validates POLICY. FULL streams every entry with its name, as --full-schema asks. */
void validate(const struct policy *policy, struct diag *diag, bool full);

#endif
