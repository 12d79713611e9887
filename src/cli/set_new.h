/* SPDX-License-Identifier: MIT */
/*
 * Names of set's command line that become new entries: whether they are likely to be meant so.
 */
#ifndef DESTC_CLI_SET_NEW_H
#define DESTC_CLI_SET_NEW_H

#include "cli/set_run.h"

/* Whether POLICY has an entry called DOMAIN; an empty key is the default entry. */
bool set_is_there(const struct policy *policy, const struct domain *domain);

/*
 * Reports new entries that have nearly the name of one that is there, or a name of one label, and a
 * default entry that goes. False if they are errors, as without --lenient the first two are.
 */
bool set_check_new(struct setting_run *set);

#endif
