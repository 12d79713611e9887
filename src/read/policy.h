/* SPDX-License-Identifier: MIT */
/*
 * Policy sources: the files of a source are parsed one by one, includes with them, and become a
 * policy when all have been read, for statements may stand in any order and in any file.
 */
#ifndef DESTC_READ_POLICY_H
#define DESTC_READ_POLICY_H

#include "read/entry.h"
#include "read/policy_tree.h"

/*
 * Parses SOURCE and the files that it includes; the statements wait in POLICY until
 * policy_lower(). See struct format_reader.
 */
void read_policy(struct policy *policy, struct diag *diag, const struct read_options *options,
                 const struct source *source);

/* Makes entries, appliances and assertions of the statements that wait in POLICY, if any do. */
void policy_lower(struct policy *policy, struct diag *diag, const struct read_options *options);

/* Whether TEXT begins with a word that begins a statement of the language. */
bool policy_detect(struct view text);

#endif
