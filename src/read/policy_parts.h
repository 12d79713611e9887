/* SPDX-License-Identifier: MIT */
/*
 * The parser's actions for what a policy source says of listeners. What they make lives in the
 * arena of the run.
 */
#ifndef DESTC_READ_POLICY_PARTS_H
#define DESTC_READ_POLICY_PARTS_H

#include "model/assertions.h"
#include "read/policy_parse.h"

/* --- Settings --------------------------------------------------------------------------------- */

/* The setting of the parameter that TOKEN is; NULL: one unknown, whose name the caller fills in. */
struct tree_flow_setting *policy_flow(struct policy_parser *parser,
                                      const struct policy_token *token, struct tree_text value);
void policy_add_flow(struct tree_flow *flow, struct tree_flow_setting *setting);

/* --- Members ---------------------------------------------------------------------------------- */

/* "sbrs LOW to HIGH" at PLACE as a table has it; without HIGH "sbrs none", if LOW says so. */
struct tree_text policy_scores(struct policy_parser *parser, struct span place,
                               struct tree_text low, const struct tree_text *high);
struct tree_member *policy_member(struct policy_parser *parser, struct tree_text text);
struct tree_group_block policy_add_member(struct tree_group_block block,
                                          struct tree_member *member);

/* --- Parts of a listener ---------------------------------------------------------------------- */

/* A part of KIND at PLACE; KEYWORD is its first word. The caller fills in the rest. */
struct tree_part *policy_part(struct policy_parser *parser, enum tree_part_kind kind,
                              struct span place, struct span keyword);

/* PART, of which there is a piece already, as what it is. */
struct tree_part *policy_part_use(struct tree_part *part, enum tree_part_kind kind,
                                  struct span place, struct span keyword);

/*
 * What stands behind a sender group's policy: the block of its settings and that of its members.
 * One alone may be either: it is the members' unless it has settings only. What stands in the
 * wrong one is reported.
 */
struct tree_part *policy_group(struct policy_parser *parser,
                               const struct tree_group_block *settings,
                               const struct tree_group_block *members);

/* What stands behind the policy of a host or all. */
struct tree_part *policy_entry(struct policy_parser *parser, struct tree_flow flow,
                               struct tree_text note);

/* HEAD with what TAIL, a policy_group() or policy_entry(), has. */
struct tree_part *policy_part_join(struct tree_part *head, const struct tree_part *tail,
                                   struct span place);

/* Stands for one that could not be read. */
struct tree_part *policy_broken_part(struct policy_parser *parser);

/* PART at the end of LIST, which may be NULL; returns the list's first. */
struct tree_part *policy_add_part(struct tree_part *list, struct tree_part *part);

/* --- Assertions ------------------------------------------------------------------------------- */

/* A copy that lasts. */
struct tree_condition *policy_condition(struct policy_parser *parser,
                                        struct tree_condition condition);

/* --- Recipients and expectations -------------------------------------------------------------- */

struct tree_list_item *policy_address(struct policy_parser *parser, struct tree_text text,
                                      bool is_set, bool is_all);
struct tree_list policy_addresses(struct tree_list list, struct tree_list_item *item);

struct tree_statement *policy_expectation(struct policy_parser *parser, enum expectation_kind kind,
                                          struct span place, struct span keyword,
                                          struct tree_text message);

#endif
