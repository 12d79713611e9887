/* SPDX-License-Identifier: MIT */
#include "read/policy_compose.h"

#include "base/buffer.h"
#include "read/date.h"
#include "read/entry.h"
#include "read/value.h"

void composer_init(struct composer *composer, struct names *names, struct diag *diag,
                   struct store *store)
{
    *composer = (struct composer){.names = names, .diag = diag, .store = store};
    hash_table_init(&composer->table, diag->arena, 0);
}

/*
 * Steps that are being gathered, in arrays that are used again and again. Known parameters are few;
 * of the others, and of notes, an entry may have so many that looking through them one by one is no
 * trouble.
 */
struct gathering {
    struct composer *composer;
    struct scratch *scratch;
    uint32_t count;      /* of the scratch's steps */
    uint32_t note_count; /* and notes */
    uint32_t extras;     /* notes and unknown parameters */
};

enum { MOST_EXTRAS = 100 };

static struct gathering gather(struct composer *composer, int scratch)
{
    return (struct gathering){.composer = composer, .scratch = &composer->scratch[scratch]};
}

/* Whether there is room for one more note or unknown parameter; reported the first time. */
static bool take_extra(struct gathering *gathering, struct span place)
{
    gathering->extras++;
    if (gathering->extras == MOST_EXTRAS + 1) {
        struct diag *diag = gathering->composer->diag;
        struct message *message = diag_report(diag, CODE_ENTRY_LARGE, place, "%s",
                                              code_entry(CODE_ENTRY_LARGE)->title);
        diag_mend(diag, message);
    }
    return gathering->extras <= MOST_EXTRAS;
}

static void add_step(struct gathering *gathering, struct step step)
{
    if (step.param == PARAM_COUNT && !take_extra(gathering, step.place))
        return;
    struct scratch *scratch = gathering->scratch;
    scratch->steps = array_grow(gathering->composer->diag->arena, scratch->steps,
                                gathering->count, &scratch->step_capacity,
                                sizeof *scratch->steps);
    scratch->steps[gathering->count++] = step;
}

/* A and then B, of COUNT_A and COUNT_B objects, in one array; A itself if there is no B. */
static const void *join(struct arena *arena, const void *a, uint32_t count_a, const void *b,
                        uint32_t count_b, size_t size)
{
    if (count_b == 0)
        return a;
    char *both = arena_alloc(arena, ((size_t)count_a + count_b) * size);
    if (count_a > 0)
        memcpy(both, a, count_a * size);
    memcpy(both + count_a * size, b, count_b * size);
    return both;
}

/* Puts STEP in the place of an earlier one for the same parameter: a bundle keeps the last. */
static void replace_step(struct gathering *gathering, struct step step)
{
    for (uint32_t i = 0; i < gathering->count; i++) {
        if (step_same(&gathering->scratch->steps[i], &step)) {
            gathering->scratch->steps[i] = step;
            return;
        }
    }
    add_step(gathering, step);
}

/* The value of a setting, read once however often the statement is used. */
static struct value setting_value(struct composer *composer, struct tree_setting *setting,
                                  enum vocabulary vocabulary)
{
    if (!setting->is_read) {
        setting->read = value_read(composer->store, composer->diag, vocabulary, setting->param,
                                   setting->value.text, setting->value.place);
        setting->is_read = true;
    }
    return setting->read;
}

/* The parameters that a block gives: a mask. */
static uint32_t block_params(const struct tree_block *block)
{
    uint32_t mask = 0;
    for (const struct tree_setting *setting = block->first; setting != NULL;
         setting = setting->next)
        if (setting->kind == TREE_PARAMETER)
            mask |= PARAM_BIT(setting->param);
    return mask;
}

/*
 * parameter "NAME" "VALUE": as in a table, known or not. BESIDE is a mask of the parameters that
 * the block gives. False if it cannot be kept.
 */
static bool read_other(struct composer *composer, uint32_t beside, struct tree_setting *setting,
                       struct step *step)
{
    step->is_parameter = true;
    step->param = param_find(setting->keyword.text);
    step->other = setting->keyword.text;
    if (step->param != PARAM_COUNT) {
        setting->param = step->param;
        step->value = setting_value(composer, setting, VOCABULARY_EXPORT_LIKE);
        return true;
    }
    if (!setting->is_read && entry_judge_other(composer->diag, setting->keyword.text,
                                               setting->keyword.place, setting->value.text,
                                               setting->value.place, beside))
        setting->read =
            (struct value){.kind = VALUE_UNKNOWN,
                           .number = store_atom(composer->store, setting->value.text)};
    setting->is_read = true;
    step->value = setting->read;
    return step->value.kind != VALUE_ABSENT;
}

static void add_note(struct gathering *gathering, struct entry_note note)
{
    if (!take_extra(gathering, note.place))
        return;
    struct scratch *scratch = gathering->scratch;
    scratch->notes = array_grow(gathering->composer->diag->arena, scratch->notes,
                                gathering->note_count, &scratch->note_capacity,
                                sizeof *scratch->notes);
    scratch->notes[gathering->note_count++] = note;
}

static void read_note(struct gathering *gathering, struct tree_setting *setting)
{
    struct diag *diag = gathering->composer->diag;
    bool until = setting->kind == TREE_UNTIL;
    if (until && !setting->is_read && !date_valid(setting->value.text)) {
        struct message *message = diag_report(diag, CODE_UNTIL_DATE, setting->value.place,
                                              "\"%.*s\" is not a date",
                                              VIEW_ARG(setting->value.text));
        diag_help(diag, message, "%s", date_help(diag->arena, setting->value.text));
    }
    setting->is_read = true;
    add_note(gathering, (struct entry_note){setting->value.text, setting->value.place, until});
}

/*
 * Whether a block has given the same parameter before; reports it, unless the setting that stands
 * at TOLD was: it may give two.
 */
static bool given_twice(const struct gathering *gathering, const struct step *step,
                        const struct tree_setting *setting, uint32_t *told)
{
    struct diag *diag = gathering->composer->diag;
    for (uint32_t i = 0; i < gathering->count; i++) {
        const struct step *other = &gathering->scratch->steps[i];
        if (!step_same(other, step))
            continue;
        if (*told == setting->keyword.place.offset)
            return true;
        *told = setting->keyword.place.offset;
        struct message *message =
            diag_report(diag, CODE_DUPLICATE_PARAMETER, setting->keyword.place,
                        "%.*s is given twice", VIEW_ARG(setting->keyword.text));
        diag_note(diag, message, other->place, "first given here");
        if (diag_severity(diag, CODE_DUPLICATE_PARAMETER) == SEVERITY_ERROR)
            diag_help(diag, message, "keep one of the two");
        else
            diag_help(diag, message, "the later one is taken");
        return true;
    }
    return false;
}

static void read_block(struct gathering *gathering, const struct tree_block *block,
                       enum step_kind kind, struct view name)
{
    struct composer *composer = gathering->composer;
    struct gathering own = gather(composer, 1);
    uint32_t told = 0;
    uint32_t beside = block_params(block);
    for (struct tree_setting *setting = block->first; setting != NULL; setting = setting->next) {
        struct step step = {.kind = kind,
                            .takes_back = setting->take_back,
                            .param = setting->param,
                            .name = name,
                            .place = setting->take_back ? setting->keyword.place
                                                        : setting->value.place};
        if (setting->kind == TREE_NOTE || setting->kind == TREE_UNTIL) {
            read_note(gathering, setting);
            continue;
        }
        if (setting->kind == TREE_OTHER && !read_other(composer, beside, setting, &step))
            continue;
        if (setting->kind == TREE_PARAMETER && !setting->take_back)
            step.value = setting_value(composer, setting, VOCABULARY_SOURCE);
        if (!given_twice(&own, &step, setting, &told))
            add_step(&own, step);
        else if (diag_severity(composer->diag, CODE_DUPLICATE_PARAMETER) != SEVERITY_ERROR)
            replace_step(&own, step);
    }
    for (uint32_t i = 0; i < own.count; i++) {
        if (kind == STEP_BUNDLE)
            replace_step(gathering, own.scratch->steps[i]);
        else
            add_step(gathering, own.scratch->steps[i]);
    }
}

/* Returns whether they give all that they were written to give. */
static bool add_bundles(struct gathering *gathering, const struct tree_list *uses, bool overlay)
{
    bool whole = true;
    const struct tree_list_item *item = uses->first;
    for (; item != NULL; item = item->next) {
        const struct definition *bundle =
            names_find(gathering->composer->names, DEFINITION_BUNDLE, item->text);
        whole = whole && bundle != NULL && !bundle->is_bad;
        for (uint32_t i = 0; bundle != NULL && i < bundle->note_count; i++)
            add_note(gathering, bundle->notes[i]);
        for (uint32_t i = 0; bundle != NULL && i < bundle->step_count; i++) {
            struct step step = bundle->steps[i];
            step.kind = overlay ? STEP_OVERLAY_BUNDLE : STEP_BUNDLE;
            replace_step(gathering, step);
        }
    }
    return whole;
}

/* What a bundle extends, then its own block. An unknown one was reported on the way here. */
void compose_bundle(void *context, struct definition *bundle)
{
    struct composer *composer = context;
    struct gathering gathering = gather(composer, 0);
    const struct tree_list_item *item = bundle->statement->uses.first;
    bundle->is_bad = bundle->is_bad || bundle->statement->block.is_broken;
    for (; item != NULL; item = item->next) {
        const struct definition *other =
            names_known(composer->names, DEFINITION_BUNDLE, item->text.text);
        bundle->is_bad = bundle->is_bad || other == NULL || other->is_bad;
        for (uint32_t i = 0; other != NULL && i < other->step_count; i++)
            replace_step(&gathering, other->steps[i]);
        for (uint32_t i = 0; other != NULL && i < other->note_count; i++)
            add_note(&gathering, other->notes[i]);
    }
    read_block(&gathering, &bundle->statement->block, STEP_BUNDLE, bundle->statement->name.text);
    bundle->steps = join(composer->diag->arena, NULL, 0, gathering.scratch->steps,
                         gathering.count, sizeof *bundle->steps);
    bundle->step_count = gathering.count;
    bundle->notes = join(composer->diag->arena, NULL, 0, gathering.scratch->notes,
                         gathering.note_count, sizeof *bundle->notes);
    bundle->note_count = gathering.note_count;
}

uint32_t compose_giving(struct composer *composer, struct tree_statement *statement,
                        struct view overlay)
{
    struct gathering gathering = gather(composer, 0);
    bool whole = add_bundles(&gathering, &statement->uses, overlay.length > 0);
    read_block(&gathering, &statement->block, overlay.length > 0 ? STEP_OVERLAY : STEP_BLOCK,
               overlay);
    composer->givings = array_grow(composer->diag->arena, composer->givings,
                                   composer->giving_count, &composer->giving_capacity,
                                   sizeof *composer->givings);
    struct arena *arena = composer->diag->arena;
    const struct scratch *scratch = gathering.scratch;
    composer->givings[composer->giving_count] = (struct giving){
        .steps = join(arena, NULL, 0, scratch->steps, gathering.count, sizeof *scratch->steps),
        .step_count = gathering.count,
        .notes = join(arena, NULL, 0, scratch->notes, gathering.note_count,
                      sizeof *scratch->notes),
        .note_count = gathering.note_count,
        .is_partial = !whole || statement->block.is_broken,
    };
    return composer->giving_count++;
}

static bool of_overlay(const struct step *step)
{
    return step->kind == STEP_OVERLAY || step->kind == STEP_OVERLAY_BUNDLE;
}

/* The last of STEPS that is about the same parameter and of the same level. */
static const struct step *last_same(const struct step *steps, uint32_t count,
                                    const struct step *wanted)
{
    for (uint32_t i = count; i > 0; i--)
        if (step_same(&steps[i - 1], wanted) && of_overlay(&steps[i - 1]) == of_overlay(wanted))
            return &steps[i - 1];
    return NULL;
}

static void report_conflict(struct composer *composer, const struct step *step,
                            const struct step *other)
{
    struct view name = step->param == PARAM_COUNT ? step->other
                                                  : view_of(parameter(step->param)->policy_name);
    struct message *message =
        diag_report(composer->diag, CODE_SETTING_CONFLICT, step->place,
                    "another statement gives another %.*s", VIEW_ARG(name));
    diag_note(composer->diag, message, other->place, "given here");
    diag_mend(composer->diag, message);
}

/*
 * Adds what GIVING gives and no statement of its level has given before. What one has given before
 * is the same, or reported.
 */
static void add_giving(struct gathering *gathering, const struct composition *before,
                       const struct giving *giving)
{
    for (uint32_t i = 0; i < giving->step_count; i++) {
        const struct step *step = &giving->steps[i];
        const struct step *other = last_same(before->steps, before->step_count, step);
        if (other == NULL)
            add_step(gathering, *step);
        else if (last_same(giving->steps, giving->step_count, step) == step &&
                 (other->takes_back != step->takes_back || !value_same(other->value, step->value)))
            report_conflict(gathering->composer, step, other);
    }
    for (uint32_t i = 0; i < giving->note_count; i++)
        add_note(gathering, giving->notes[i]);
}

static uint32_t pair_hash(uint32_t before, uint32_t giving)
{
    uint32_t pair[2] = {before, giving};
    return hash_bytes(0, pair, sizeof pair);
}

static uint32_t extras_of(const struct composition *composition)
{
    uint32_t count = composition->note_count;
    for (uint32_t i = 0; i < composition->step_count; i++)
        count += composition->steps[i].param == PARAM_COUNT;
    return count;
}

static uint32_t add_composition(struct composer *composer, struct composition composition,
                                bool partial)
{
    struct arena *arena = composer->diag->arena;
    composer->list = array_grow(arena, composer->list, composer->count, &composer->capacity,
                                sizeof *composer->list);
    composer->partial = array_grow(arena, composer->partial, composer->count,
                                   &composer->partial_capacity, sizeof *composer->partial);
    composer->list[composer->count] = composition;
    composer->partial[composer->count] = partial;
    return composer->count++;
}

static uint32_t make(struct composer *composer, uint32_t before, uint32_t giving)
{
    struct arena *arena = composer->diag->arena;
    struct composition old = {0};
    if (before != NO_COMPOSITION)
        old = composer->list[before];
    struct gathering new = gather(composer, 0);
    new.extras = extras_of(&old);
    add_giving(&new, &old, &composer->givings[giving]);
    struct composition made = {
        .steps = join(arena, old.steps, old.step_count, new.scratch->steps, new.count,
                      sizeof *old.steps),
        .step_count = old.step_count + new.count,
        .notes = join(arena, old.notes, old.note_count, new.scratch->notes, new.note_count,
                      sizeof *old.notes),
        .note_count = old.note_count + new.note_count,
    };
    bool partial = composer->givings[giving].is_partial ||
                   (before != NO_COMPOSITION && composer->partial[before]);
    return add_composition(composer, made, partial);
}

uint32_t compose(struct composer *composer, uint32_t before, uint32_t giving)
{
    uint32_t hash = pair_hash(before, giving);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&composer->table, hash, &probe, &index))
        if (composer->known[index].before == before && composer->known[index].giving == giving)
            return composer->known[index].result;
    uint32_t result = make(composer, before, giving);
    composer->known = array_grow(composer->diag->arena, composer->known, composer->known_count,
                                 &composer->known_capacity, sizeof *composer->known);
    composer->known[composer->known_count] = (struct composed){before, giving, result};
    hash_table_insert(&composer->table, hash, composer->known_count++);
    return result;
}

uint32_t compose_foreign(struct composer *composer, const struct policy *base, uint32_t settings,
                         uint32_t section)
{
    const struct settings *set = policy_settings(base, settings);
    struct step *steps =
        arena_zero(composer->diag->arena, PARAM_COUNT + set->other_count, sizeof *steps);
    uint32_t count = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (settings_has(set, (enum param)i))
            steps[count++] = (struct step){
                .kind = STEP_BLOCK,
                .param = (enum param)i,
                .value = set->values[i],
                .place = policy_locate(base, section, view_of(parameter((enum param)i)->export_name))};
    for (uint32_t i = 0; i < set->other_count; i++) {
        struct view name = atom_view(composer->store, set->others[i].name);
        steps[count++] = (struct step){
            .kind = STEP_BLOCK,
            .is_parameter = true,
            .param = PARAM_COUNT,
            .other = name,
            .value = {.kind = VALUE_UNKNOWN, .number = set->others[i].text},
            .place = policy_locate(base, section, name)};
    }
    return add_composition(composer, (struct composition){.steps = steps, .step_count = count},
                           false);
}

void compose_draft(struct composer *composer, const struct composition *composition,
                   struct draft *draft)
{
    draft_reset(draft);
    for (uint32_t i = 0; i < composition->step_count; i++) {
        const struct step *step = &composition->steps[i];
        if (step->param != PARAM_COUNT && step->takes_back) {
            draft_clear(draft, step->param);
        } else if (step->param != PARAM_COUNT) {
            uint32_t bit = PARAM_BIT(step->param);
            draft_set(draft, step->param, step->value, step->place, step->place);
            draft->set.complained &= ~bit;
            draft->set.complained |= step->value.kind == VALUE_REJECTED ? bit : 0;
        } else if (composition_find(composition, step->other) == step) {
            struct draft_other other = {.name = store_atom(composer->store, step->other),
                                        .text = step->value.number,
                                        .name_place = step->place};
            draft_add_other(composer->store, draft, other);
        }
    }
}
