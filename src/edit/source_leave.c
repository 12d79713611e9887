/* SPDX-License-Identifier: MIT */
#include "edit/source_leave.h"

#include "edit/source_edit.h"

/* A set that a statement names, itself or in another set. */
struct met {
    struct definition *set;
    bool closed; /* it cannot lose a name without others being meant */
};

/* A walk through a list and the sets in it. */
struct leaving {
    struct source_change *change;
    const struct source_statement *statement;
    struct buffer *comments;
    struct met *sets; /* those that were met */
    uint32_t set_count;
    uint32_t set_capacity;
};

static const struct domain *target_of_item(const struct source_index *index,
                                           const struct tree_list_item *item)
{
    struct domain domain;
    struct domain_fault fault;
    if (item->is_set || !domain_parse(index->arena, item->text.text, &domain, &fault))
        return NULL;
    return source_index_target(index, domain.key);
}

static bool is_closed(const struct source_index *index, const struct definition *set)
{
    const struct tree_statement *statement = set->statement;
    return statement->file.text.length > 0 ||
           source_index_uses(index, statement->name.text) > 1;
}

/* Meets the set called NAME, which stands in what is CLOSED or not. */
static void meet(struct leaving *leaving, struct view name, bool closed)
{
    struct source_index *index = &leaving->change->index;
    struct definition *set = names_known(&index->names, DEFINITION_SET, name);
    for (uint32_t i = 0; i < leaving->set_count; i++)
        if (leaving->sets[i].set == set)
            return;
    leaving->sets = array_grow(index->arena, leaving->sets, leaving->set_count,
                               &leaving->set_capacity, sizeof *leaving->sets);
    leaving->sets[leaving->set_count++] = (struct met){set, closed || is_closed(index, set)};
}

/* Takes the targets out of LIST itself, and meets its sets. */
static void leave_list(struct leaving *leaving, const struct tree_list *list, bool closed)
{
    struct source_index *index = &leaving->change->index;
    uint32_t *offsets = NULL;
    uint32_t count = 0;
    uint32_t capacity = 0;
    for (const struct tree_list_item *item = list->first; item != NULL; item = item->next) {
        if (item->is_set)
            meet(leaving, item->text.text, closed);
        if (target_of_item(index, item) == NULL)
            continue;
        offsets = array_grow(index->arena, offsets, count, &capacity, sizeof *offsets);
        offsets[count++] = item->text.place.offset;
    }
    if (count > 0)
        source_edit_remove_names(source_index_file(index, list->first->text.place),
                                 list->first->text.place.offset, offsets, count,
                                 leaving->comments);
}

/* The first target among the set's own members; NULL if there is none. */
static const struct domain *target_in(const struct source_index *index,
                                      const struct definition *set)
{
    const struct domain *target = NULL;
    for (uint32_t i = 0; target == NULL && i < set->member_count; i++)
        target = source_index_target(index, index->names.subjects[set->members[i]].domain.key);
    return target;
}

static bool refuse_set(const struct leaving *leaving, const struct definition *set,
                       const struct domain *target)
{
    struct diag *diag = leaving->change->diag;
    const struct tree_statement *statement = set->statement;
    bool is_file = statement->file.text.length > 0;
    struct message *message = diag_report(
        diag, CODE_SET_IN_SET, statement->name.place, "%.*s stands in the set \"%.*s\", which %s",
        VIEW_ARG(target->name), VIEW_ARG(statement->name.text),
        is_file ? "comes from a file" : "is used elsewhere too");
    diag_note(diag, message, leaving->statement->tree->keyword, "this statement names it");
    diag_mend(diag, message);
    return false;
}

bool source_leave(struct source_change *change, const struct source_statement *statement,
                  struct buffer *comments)
{
    struct leaving leaving = {.change = change, .statement = statement, .comments = comments};
    leave_list(&leaving, &statement->tree->list, false);
    for (uint32_t i = 0; i < leaving.set_count; i++) {
        struct met met = leaving.sets[i];
        const struct domain *target = target_in(&change->index, met.set);
        if (target != NULL && met.closed)
            return refuse_set(&leaving, met.set, target);
        if (met.set->statement->file.text.length == 0)
            leave_list(&leaving, &met.set->statement->list, met.closed);
    }
    return true;
}
