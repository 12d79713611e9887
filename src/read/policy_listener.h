/* SPDX-License-Identifier: MIT */
/*
 * The listeners of a policy source.
 */
#ifndef DESTC_READ_POLICY_LISTENER_H
#define DESTC_READ_POLICY_LISTENER_H

#include "read/access_recipients.h"
#include "read/policy_lower.h"

/* Makes the listeners of the base of the statements outside of appliances. */
void lowering_listeners(struct lowering *lowering);

/*
 * Makes the listeners of POLICY, an appliance's, of the base's and what the appliance's statements
 * change in them. Removals and additions are looked at before changes.
 */
void lowering_overlay_listeners(struct lowering *lowering, struct policy *policy,
                                const struct tree_statement *appliance);

/*
 * Changes LISTENER of POLICY, an appliance's, which is a copy of the base's, by what STATEMENT says.
 */
void listener_reshape(struct lowering *lowering, struct policy *policy, struct listener *listener,
                      const struct tree_statement *statement);

/* --- What they share ------------------------------------------------------------------------- */

/* Makes the listener of STATEMENT in POLICY, which has none of its name. */
void listener_lower(struct lowering *lowering, struct policy *policy,
                    const struct tree_statement *statement);

/*
 * Makes the tables of LISTENER, of POLICY, that it does not have yet: what an appliance says of a
 * table that the base lacks is all of it.
 */
void listener_lower_tables(struct lowering *lowering, struct policy *policy,
                           const struct listener *listener,
                           const struct tree_statement *statement);

/* Takes the type that STATEMENT names; reports what is none. */
void listener_take_type(struct lowering *lowering, struct listener *listener,
                        const struct tree_statement *statement);

/* Takes a TREE_LISTENER_SETTING; reports a value that it cannot have. */
void listener_take_setting(struct lowering *lowering, struct listener *listener,
                           const struct tree_part *part);

/* A policy as PART defines it, on top of BEFORE; the behavior, if any is named, is reported. */
struct mail_flow_policy listener_read_policy(struct lowering *lowering,
                                             const struct mail_flow_policy *before,
                                             const struct tree_part *part);

/* Whether PART is without a description that is wrong, which is reported; *NOTE is what it has. */
bool listener_read_note(struct lowering *lowering, struct tree_text text,
                        struct access_note *note);

/*
 * Whether something in LIST, the parts of a listener or of its table of recipients, could not be
 * read: what seems to be missing may have stood there.
 */
bool listener_is_broken(const struct tree_part *list);

/* Whether PART belongs to a HAT: a mail flow policy with a name, or an entry. */
bool listener_is_access(const struct tree_part *part);

/*
 * Adds what PART says to the table of READER, as an entry at its end: a sender group, a host, or
 * all.
 */
void listener_add_part(struct lowering *lowering, struct access_reader *reader,
                       const struct tree_part *part);

/* Adds the recipients of PART to the table of READER, at its end. */
void listener_add_recipients(struct lowering *lowering, struct recipients_reader *reader,
                             const struct tree_part *part);

/* The behavior of WORD, in small letters or as a table has it; reported if it is none. */
enum behavior listener_behavior(struct lowering *lowering, struct tree_text word);

#endif
