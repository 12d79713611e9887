/* SPDX-License-Identifier: MIT */
#include "read/policy_parts.h"

/* --- Settings --------------------------------------------------------------------------------- */

struct tree_flow_setting *policy_flow(struct policy_parser *parser,
                                      const struct policy_token *token, struct tree_text value)
{
    struct tree_flow_setting *setting = arena_zero(parser->diag->arena, 1, sizeof *setting);
    setting->param = token == NULL ? FLOW_COUNT : (enum flow_param)token->number;
    if (token != NULL)
        setting->keyword = token->text;
    setting->value = value;
    return setting;
}

void policy_add_flow(struct tree_flow *flow, struct tree_flow_setting *setting)
{
    if (flow->last == NULL)
        flow->first = setting;
    else
        flow->last->next = setting;
    flow->last = setting;
}

/* --- Members ---------------------------------------------------------------------------------- */

struct tree_text policy_scores(struct policy_parser *parser, struct span place,
                               struct tree_text low, const struct tree_text *high)
{
    struct tree_text scores = {VIEW("sbrs[none]"), place, false};
    if (high != NULL) {
        scores.text = view_of(arena_printf(parser->diag->arena, "sbrs[%.*s:%.*s]",
                                           VIEW_ARG(low.text), VIEW_ARG(high->text)));
    } else if (!view_equal_nocase(low.text, VIEW("none"))) {
        struct message *message = diag_report(parser->diag, CODE_MEMBER_SCORE, place,
                                              "a range of scores has two ends");
        diag_help(parser->diag, message,
                  "write sbrs -3.0 to -1.0, or sbrs none for hosts without a score");
    }
    return scores;
}

struct tree_member *policy_member(struct policy_parser *parser, struct tree_text text)
{
    struct tree_member *member = arena_zero(parser->diag->arena, 1, sizeof *member);
    member->text = text;
    return member;
}

struct tree_group_block policy_add_member(struct tree_group_block block,
                                          struct tree_member *member)
{
    if (block.last == NULL)
        block.first = member;
    else
        block.last->next = member;
    block.last = member;
    return block;
}

/* --- Parts of a listener ---------------------------------------------------------------------- */

struct tree_part *policy_part(struct policy_parser *parser, enum tree_part_kind kind,
                              struct span place, struct span keyword)
{
    struct tree_part *part = arena_zero(parser->diag->arena, 1, sizeof *part);
    return policy_part_use(part, kind, place, keyword);
}

struct tree_part *policy_part_use(struct tree_part *part, enum tree_part_kind kind,
                                  struct span place, struct span keyword)
{
    part->kind = kind;
    part->place = place;
    part->keyword = keyword;
    return part;
}

/* A setting or a member that stands in the other one's block. */
static void report_mixed(struct policy_parser *parser, struct span place, const char *what)
{
    struct message *message =
        diag_report(parser->diag, CODE_POLICY_SYNTAX, place, "%s", what);
    diag_help(parser->diag, message,
              "a group's settings stand in a block of their own before that of its members");
}

struct tree_part *policy_group(struct policy_parser *parser,
                               const struct tree_group_block *settings,
                               const struct tree_group_block *members)
{
    static const struct tree_group_block none;
    struct tree_part *part = policy_part(parser, TREE_SENDER_GROUP, SPAN_NONE, SPAN_NONE);
    if (settings != NULL && members == NULL && settings->flow.first == NULL) {
        members = settings;
        settings = NULL;
    }
    settings = settings == NULL ? &none : settings;
    part->has_members = members != NULL;
    members = members == NULL ? &none : members;
    if (settings->first != NULL)
        report_mixed(parser, settings->first->text.place, "a member among settings");
    if (members->flow.first != NULL)
        report_mixed(parser, members->flow.first->keyword.place, "a setting among members");
    part->flow = settings->flow;
    part->flow.place = settings->place;
    part->members = members->first;
    return part;
}

struct tree_part *policy_entry(struct policy_parser *parser, struct tree_flow flow,
                               struct tree_text note)
{
    struct tree_part *part = policy_part(parser, TREE_ALL_HOSTS, SPAN_NONE, SPAN_NONE);
    part->flow = flow;
    part->note = note;
    return part;
}

struct tree_part *policy_part_join(struct tree_part *head, const struct tree_part *tail,
                                   struct span place)
{
    head->place = place;
    head->flow = tail->flow;
    head->note = tail->note;
    head->has_members = tail->has_members;
    head->members = tail->members;
    return head;
}

struct tree_part *policy_broken_part(struct policy_parser *parser)
{
    return policy_part(parser, TREE_BROKEN_PART, SPAN_NONE, SPAN_NONE);
}

struct tree_part *policy_add_part(struct tree_part *list, struct tree_part *part)
{
    if (list == NULL) {
        part->last_child = part;
        return part;
    }
    list->last_child->next = part;
    list->last_child = part;
    return list;
}

/* --- Recipients and expectations -------------------------------------------------------------- */

struct tree_list_item *policy_address(struct policy_parser *parser, struct tree_text text,
                                      bool is_set, bool is_all)
{
    struct tree_list_item *item = arena_zero(parser->diag->arena, 1, sizeof *item);
    item->text = text;
    item->is_set = is_set;
    item->is_all = is_all;
    return item;
}

struct tree_list policy_addresses(struct tree_list list, struct tree_list_item *item)
{
    if (list.last == NULL)
        list.first = item;
    else
        list.last->next = item;
    list.last = item;
    return list;
}

struct tree_condition *policy_condition(struct policy_parser *parser,
                                        struct tree_condition condition)
{
    struct tree_condition *kept = arena_alloc(parser->diag->arena, sizeof *kept);
    *kept = condition;
    return kept;
}

struct tree_statement *policy_expectation(struct policy_parser *parser, enum expectation_kind kind,
                                          struct span place, struct span keyword,
                                          struct tree_text message)
{
    struct tree_statement *statement = policy_statement(parser, TREE_EXPECT, place, keyword);
    statement->expectation = arena_zero(parser->diag->arena, 1, sizeof *statement->expectation);
    statement->expectation->kind = kind;
    statement->file = message;
    return statement;
}
