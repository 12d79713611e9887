/* SPDX-License-Identifier: MIT */
#include "edit/source_set.h"

#include "edit/source_apply.h"
#include "edit/source_edit.h"
#include "edit/source_leave.h"

/* --- What is there ---------------------------------------------------------------------------- */

/* Whether the entry of TARGET gives what WISH wants. */
static bool is_fulfilled(const struct source_change *change, const struct source_wish *wish,
                         uint32_t target)
{
    const struct settings *settings = source_settings_now(change, target);
    for (int part = 0; settings != NULL && !wish->leaves && part < WISH_PARTS; part++) {
        enum param param = wish->params[part];
        if (param == PARAM_COUNT || wish->words[part].length == 0)
            continue;
        struct view now = source_value_word(change->index.arena, change->policy->store, param,
                                            settings->values[param]);
        if (!settings_has(settings, param) || !view_equal(now, wish->words[part]))
            return false;
    }
    return settings != NULL && !wish->leaves;
}

/* --- Refusals --------------------------------------------------------------------------------- */

static const char *sharers_text(struct arena *arena, const struct source_statement *statement)
{
    struct buffer text = buffer_new(arena);
    uint32_t named = statement->others < SHARERS_NAMED ? statement->others : SHARERS_NAMED;
    for (uint32_t i = 0; i < named; i++)
        buffer_printf(&text, "%s%.*s", i == 0 ? "" : ", ", VIEW_ARG(statement->sharers[i]));
    if (statement->others > named)
        buffer_printf(&text, " and %u more", statement->others - named);
    return buffer_string(&text);
}

/* What gives WHAT to a target of STATEMENT, at PLACE, is SHARER's too. */
static bool refuse_shared(struct source_change *change, const struct source_statement *statement,
                          const struct source_statement *sharer, struct span place,
                          const char *what)
{
    const struct domain *target = &change->index.targets[statement->targets[0].target];
    const char *on = sharer->appliance.length == 0
                         ? ""
                         : arena_printf(change->index.arena, " on the appliance %.*s",
                                        VIEW_ARG(sharer->appliance));
    struct message *message =
        diag_report(change->diag, CODE_SET_SHARED, place, "%s of %.*s is shared with %s%s", what,
                    VIEW_ARG(target->name), sharers_text(change->index.arena, sharer), on);
    if (sharer != statement)
        diag_note(change->diag, message, sharer->tree->keyword, "this statement uses it too");
    diag_mend(change->diag, message);
    return false;
}

static bool refuse_overlay(struct source_change *change, const struct source_statement *statement,
                           struct span place, const char *what)
{
    const struct domain *target = &change->index.targets[statement->targets[0].target];
    diag_mend(change->diag,
              diag_report(change->diag, CODE_SET_OVERLAY, place,
                          "the appliance %.*s has %s of its own for %.*s",
                          VIEW_ARG(statement->appliance), what, VIEW_ARG(target->name)));
    return false;
}

static const char *wish_name(const struct source_wish *wish)
{
    return parameter(wish->params[0])->policy_name;
}

/* --- What is to become of the statements ------------------------------------------------------ */

/* A statement, not of targets alone, that gets the setting of a bundle at PLACE; or NULL. */
static const struct source_statement *bundle_sharer(const struct source_index *index,
                                                    struct span place)
{
    for (uint32_t i = 0; i < index->count; i++) {
        const struct source_statement *statement = &index->statements[i];
        const struct giving *giving = source_index_giving(index, statement);
        if (statement->others == 0)
            continue;
        for (uint32_t step = 0; step < giving->step_count; step++)
            if (giving->steps[step].place.offset == place.offset)
                return statement;
    }
    return NULL;
}

/*
 * Whether without the setting that STEP comes from no bundle gives it to STATEMENT: it uses this
 * one alone, and that extends none.
 */
static bool is_only_bundle(const struct source_index *index,
                           const struct source_statement *statement, const struct step *step)
{
    const struct tree_list_item *use = statement->tree->uses.first;
    const struct definition *bundle = names_known(&index->names, DEFINITION_BUNDLE, step->name);
    return use->next == NULL && view_equal(use->text.text, step->name) && bundle != NULL &&
           bundle->statement->uses.first == NULL;
}

/* Changes the bundle itself, once. False if a part of the setting is missing, which is reported. */
static bool edit_bundle(struct source_change *change, struct source_statement *statement,
                        uint32_t wish, struct span place)
{
    for (uint32_t i = 0; i < change->edited_count; i++)
        if (change->edited[i] == place.offset)
            return true;
    change->edited = array_grow(change->index.arena, change->edited, change->edited_count,
                                &change->edited_capacity, sizeof *change->edited);
    change->edited[change->edited_count++] = place.offset;
    return source_apply_bundle(change, statement, wish);
}

/* STATEMENT gives the wish's setting, by STEP: what is to become of that. */
static bool decide(struct source_change *change, struct source_statement *statement, uint32_t wish,
                   const struct step *step)
{
    const struct source_statement *sharer = statement->others > 0 ? statement : NULL;
    const char *what = wish_name(&change->wishes[wish]);
    bool bundle = step->kind == STEP_BUNDLE;
    if (bundle && sharer == NULL) {
        sharer = bundle_sharer(&change->index, step->place);
        if (sharer == NULL && (!change->wishes[wish].leaves ||
                               is_only_bundle(&change->index, statement, step)))
            return edit_bundle(change, statement, wish, step->place);
    }
    if (sharer != NULL && !change->splits)
        return refuse_shared(change, statement, sharer, step->place, what);
    if (statement->others > 0) {
        statement->splits = true;
        statement->fresh_units |= 1U << wish;
    } else if (bundle) {
        statement->added |= 1U << wish;
    } else {
        statement->replaced |= 1U << wish;
    }
    return true;
}

/* Goes through the statements that give the wish to targets. */
static bool decide_wish(struct source_change *change, uint32_t wish)
{
    uint32_t mask = source_wish_mask(&change->wishes[wish]);
    bool good = true;
    for (uint32_t i = 0; i < change->index.count; i++) {
        struct source_statement *statement = &change->index.statements[i];
        const struct step *step =
            statement->target_count == 0
                ? NULL
                : source_index_gives(&change->index, statement, mask, true);
        if (step == NULL)
            continue;
        if (statement->appliance.length > 0) {
            good = refuse_overlay(change, statement, step->place,
                                  arena_printf(change->index.arena, "a value of %s",
                                               wish_name(&change->wishes[wish]))) &&
                   good;
            continue;
        }
        for (uint32_t target = 0; target < statement->target_count; target++)
            change->given[statement->targets[target].target] |= 1U << wish;
        bool done = is_fulfilled(change, &change->wishes[wish], statement->targets[0].target) ||
                    (step->takes_back && change->wishes[wish].leaves);
        if (!done)
            good = decide(change, statement, wish, step) && good;
    }
    return good;
}

static bool names_target(const struct source_statement *statement, uint32_t target)
{
    for (uint32_t i = 0; i < statement->target_count; i++)
        if (statement->targets[i].target == target)
            return true;
    return false;
}

/* Finds a statement for wishes that none gives to TARGET: its own, or one behind the last. */
static void find_home(struct source_change *change, uint32_t target, uint32_t wishes)
{
    struct source_statement *own = NULL;
    struct source_statement *last = NULL;
    for (uint32_t i = 0; i < change->index.count; i++) {
        struct source_statement *statement = &change->index.statements[i];
        if (statement->appliance.length > 0 || !names_target(statement, target))
            continue;
        if (own == NULL && statement->others == 0)
            own = statement;
        if (last == NULL || !last->splits)
            last = statement;
    }
    if (own != NULL) {
        own->added |= wishes;
    } else if (last != NULL) {
        last->fresh_units |= wishes;
        last->adds = !last->splits;
        source_add_fresh(change, last, target);
    }
}

static void find_homes(struct source_change *change)
{
    for (uint32_t target = 0; target < change->index.target_count; target++) {
        uint32_t wishes = 0;
        for (uint32_t i = 0; i < change->wish_count; i++)
            if (!change->wishes[i].leaves && (change->given[target] & (1U << i)) == 0)
                wishes |= 1U << i;
        if (change->exists[target] && wishes != 0)
            find_home(change, target, wishes);
    }
}

/* --- The whole -------------------------------------------------------------------------------- */

static void begin(struct source_change *change)
{
    const struct source_index *index = &change->index;
    change->exists = arena_zero(index->arena, index->target_count + 1u, sizeof *change->exists);
    change->given = arena_zero(index->arena, index->target_count + 1u, sizeof *change->given);
    for (uint32_t i = 0; i < index->count; i++)
        for (uint32_t target = 0; target < index->statements[i].target_count; target++)
            if (index->statements[i].appliance.length == 0)
                change->exists[index->statements[i].targets[target].target] = true;
}

bool source_change_set(struct source_change *change)
{
    bool good = true;
    begin(change);
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        good = decide_wish(change, wish) && good;
    if (!good)
        return false;
    find_homes(change);
    for (uint32_t i = 0; i < change->index.count; i++) {
        struct source_statement *statement = &change->index.statements[i];
        if ((statement->replaced | statement->added) != 0)
            good = source_apply_block(change, statement) && good;
        if (statement->splits || statement->adds)
            good = source_apply_behind(change, statement) && good;
    }
    for (uint32_t target = 0; target < change->index.target_count; target++)
        if (!change->exists[target])
            good = source_apply_new(change, target) && good;
    return good;
}

static bool remove_from(struct source_change *change, const struct source_statement *statement)
{
    struct source_file *file = &change->index.files[statement->file];
    struct span place = statement->targets[0].place;
    if (statement->appliance.length > 0)
        return refuse_overlay(change, statement, place, "a statement");
    if (statement->others > 0 && !change->splits)
        return refuse_shared(change, statement, statement, place, "the statement");
    if (statement->others > 0)
        return source_leave(change, statement, NULL);
    source_edit_remove(file, statement->tree->place);
    return true;
}

bool source_change_remove(struct source_change *change)
{
    bool good = true;
    for (uint32_t i = 0; good && i < change->index.count; i++)
        if (change->index.statements[i].target_count > 0)
            good = remove_from(change, &change->index.statements[i]) && good;
    return good;
}
