/* SPDX-License-Identifier: MIT */
#include "edit/source_set.h"

#include "edit/source_apply.h"
#include "edit/source_edit.h"
#include "edit/source_homes.h"
#include "edit/source_leave.h"

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

/* The bundle from which STEP is is to be changed, once for each wish. */
static void edit_bundle(struct source_change *change, uint32_t wish, const struct step *step)
{
    const struct definition *bundle =
        names_known(&change->index.names, DEFINITION_BUNDLE, step->name);
    const uint32_t pair[] = {bundle->number, wish};
    uint32_t hash = hash_bytes(change->index.seed, pair, sizeof pair);
    uint32_t probe = hash;
    uint32_t found;
    while (hash_table_next(&change->edits, hash, &probe, &found))
        if (change->edit_list[found].bundle == bundle && change->edit_list[found].wish == wish)
            return;
    change->edit_list = array_grow(change->index.arena, change->edit_list, change->edit_count,
                                   &change->edit_capacity, sizeof *change->edit_list);
    change->edit_list[change->edit_count] = (struct source_edit){bundle, wish};
    hash_table_insert(&change->edits, hash, change->edit_count++);
}

/* The steps of one statement that say something else than a wish. */
struct wrong {
    const struct step *steps[WISH_PARTS];
    uint32_t count;
    bool bundles; /* they are all of bundles */
};

/* Those of STATEMENT; what else there is of the wish is noted for its targets. */
static struct wrong wrong_steps(struct source_change *change,
                                const struct source_statement *statement, uint32_t wish)
{
    const struct source_wish *wished = &change->wishes[wish];
    struct wrong wrong = {.bundles = true};
    uint32_t given = 0;
    for (int part = 0; part < WISH_PARTS; part++) {
        enum param param = wished->params[part];
        const struct step *step =
            param == PARAM_COUNT || !(wished->leaves || source_wish_names(wished, part))
                ? NULL
                : source_index_gives(&change->index, statement, PARAM_BIT(param), true);
        if (step == NULL)
            continue;
        given |= PARAM_BIT(param);
        if (wished->leaves ? step->takes_back
                           : !step->takes_back && value_same(step->value, wished->values[part]))
            continue;
        wrong.steps[wrong.count++] = step;
        wrong.bundles = wrong.bundles && step->kind == STEP_BUNDLE;
    }
    for (uint32_t i = 0; i < statement->target_count; i++) {
        uint32_t target = statement->targets[i].target;
        change->told[target] |= 1U << wish;
        change->given[target] |= given;
        change->edited[target] |= wrong.count > 0 ? 1U << wish : 0;
    }
    return wrong;
}

/* STATEMENT gives the wish's setting, by the steps of WRONG: what is to become of that. */
static bool decide(struct source_change *change, struct source_statement *statement, uint32_t wish,
                   const struct wrong *wrong)
{
    const struct source_statement *sharer = statement->others > 0 ? statement : NULL;
    struct span place = wrong->steps[wrong->count - 1]->place;
    bool leaves = change->wishes[wish].leaves;
    bool editable = wrong->bundles && sharer == NULL;
    for (uint32_t i = 0; editable && sharer == NULL && i < wrong->count; i++) {
        sharer = source_index_sharer(&change->index, wrong->steps[i]->place);
        place = sharer == NULL ? place : wrong->steps[i]->place;
        editable = !leaves || is_only_bundle(&change->index, statement, wrong->steps[i]);
    }
    for (uint32_t i = 0; editable && sharer == NULL && i < wrong->count; i++)
        edit_bundle(change, wish, wrong->steps[i]);
    if (editable && sharer == NULL)
        return true;
    if (sharer != NULL && !change->splits)
        return refuse_shared(change, statement, sharer, place, wish_name(&change->wishes[wish]));
    statement->splits = statement->splits || statement->others > 0;
    *(statement->others > 0 ? &statement->fresh : &statement->in_block) |= 1U << wish;
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
        struct wrong wrong = wrong_steps(change, statement, wish);
        if (wrong.count > 0)
            good = decide(change, statement, wish, &wrong) && good;
    }
    return good;
}

/* --- Halves ----------------------------------------------------------------------------------- */

/* The place where a statement of the base first names TARGET; no place if none does. */
static struct span place_of(const struct source_index *index, uint32_t target)
{
    uint32_t count;
    const struct source_mention *mentions = source_index_mentions(index, target, &count);
    for (uint32_t i = 0; i < count; i++) {
        const struct source_statement *statement = &index->statements[mentions[i].statement];
        if (statement->appliance.length == 0)
            return statement->targets[mentions[i].number].place;
    }
    return SPAN_NONE;
}

/* Finds out what each target has in the parts that are not named. False if one has nothing. */
static bool find_halves(struct source_change *change)
{
    bool good = true;
    for (uint32_t target = 0; target < change->index.target_count; target++)
        for (uint32_t i = 0; i < change->wish_count; i++) {
            const struct source_wish *wish = &change->wishes[i];
            const struct settings *settings = source_settings_now(change, target);
            int open = source_wish_open(wish);
            struct view half =
                source_wish_half(wish, change->index.arena, change->policy->store, settings);
            change->halves[target * change->wish_count + i] = half;
            if (open == WISH_PARTS || half.length > 0 ||
                (settings != NULL && source_wish_given(wish, settings)))
                continue;
            diag_mend(change->diag,
                      diag_report(change->diag, CODE_SET_HALF, place_of(&change->index, target),
                                  "%.*s: %s needs %s beside it",
                                  VIEW_ARG(change->index.targets[target].name),
                                  parameter(wish->params[!open])->policy_name,
                                  parameter(wish->params[open])->policy_name));
            good = false;
        }
    return good;
}

/* --- The whole -------------------------------------------------------------------------------- */

static void begin(struct source_change *change)
{
    const struct source_index *index = &change->index;
    struct arena *arena = index->arena;
    size_t count = index->target_count + 1u;
    change->exists = arena_zero(arena, count, sizeof *change->exists);
    change->told = arena_zero(arena, count, sizeof *change->told);
    change->given = arena_zero(arena, count, sizeof *change->given);
    change->edited = arena_zero(arena, count, sizeof *change->edited);
    change->homeless = arena_zero(arena, count, sizeof *change->homeless);
    change->halves =
        arena_zero(arena, count * (change->wish_count + 1u), sizeof *change->halves);
    hash_table_init(&change->edits, arena, 0);
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
    if (!good || !find_halves(change))
        return false;
    source_find_homes(change);
    for (uint32_t i = 0; i < change->edit_count; i++)
        source_apply_bundle(change, &change->edit_list[i]);
    for (uint32_t i = 0; i < change->index.count; i++)
        good = source_apply(change, &change->index.statements[i]) && good;
    source_apply_new(change);
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
