/* SPDX-License-Identifier: MIT */
#include "read/policy_emit.h"

#include "base/buffer.h"

void emitter_init(struct emitter *emitter, struct composer *composer,
                  const struct read_options *options, struct policy *policy)
{
    *emitter = (struct emitter){.composer = composer,
                                .diag = composer->diag,
                                .options = options,
                                .base = policy,
                                .foreign = policy->count,
                                .default_base = NO_COMPOSITION,
                                .default_foreign = NO_COMPOSITION};
    hash_table_init(&emitter->told, composer->diag->arena, 0);
}

/* The policy that is being made. */
struct emitting {
    struct emitter *emitter;
    struct policy *policy;
    struct emitted_default default_entry;
    struct emitted_entries entries;
    const struct settings *defaults; /* the default entry's, or NULL */
    uint32_t *settings;              /* by composition: its stored set, and */
    uint32_t *bound;                 /* its number in the policy's provenance */
};

static const uint32_t SCOPE = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);
static const uint32_t LIMITS =
    PARAM_BIT(PARAM_MAX_HOST_CONCURRENCY) | PARAM_BIT(PARAM_RECIPIENT_LIMIT);

enum { USUAL_MINUTES = 60 };

/* "recipients unlimited" says nothing of minutes, but a table must. */
static void fill_minutes(struct draft *draft)
{
    const uint32_t minutes = PARAM_BIT(PARAM_RECIPIENT_MINUTES);
    if ((draft->set.given & PARAM_BIT(PARAM_RECIPIENT_LIMIT)) == 0 ||
        (draft->set.given & minutes) != 0)
        return;
    draft_set(draft, PARAM_RECIPIENT_MINUTES,
              (struct value){.kind = VALUE_NUMBER, .number = USUAL_MINUTES}, SPAN_NONE, SPAN_NONE);
}

/* Whether CODE is reported at OFFSET for the first time. */
static bool first_time(struct emitter *emitter, enum code code, uint32_t offset)
{
    struct told told = {code, offset};
    uint32_t hash = hash_bytes(0, &told, sizeof told);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&emitter->told, hash, &probe, &index))
        if (emitter->told_list[index].code == code && emitter->told_list[index].offset == offset)
            return false;
    emitter->told_list =
        array_grow(emitter->diag->arena, emitter->told_list, emitter->told_count,
                   &emitter->told_capacity, sizeof *emitter->told_list);
    emitter->told_list[emitter->told_count] = told;
    hash_table_insert(&emitter->told, hash, emitter->told_count++);
    return true;
}

/* Once, however many entries and appliances the step is in. */
static void report_at(struct emitting *emitting, enum code code, const struct step *step)
{
    struct diag *diag = emitting->emitter->diag;
    if (step == NULL || !first_time(emitting->emitter, code, step->place.offset))
        return;
    struct message *message =
        diag_report(diag, code, step->place, "%s", code_entry(code)->title);
    diag_mend(diag, message);
}

/* Takes out, and reports once, what cannot stand in the default entry, or not in another. */
static void refuse(struct emitting *emitting, const struct composition *composition,
                   struct draft *draft, bool in_default)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        const struct parameter *row = parameter(param);
        bool allowed = in_default ? row->in_default != FALLBACK_NO : row->in_domain;
        if (!settings_has(&draft->set, param) || allowed)
            continue;
        const struct step *step = composition_step(composition, param);
        enum code code = in_default ? CODE_NOT_IN_DEFAULT : CODE_NOT_IN_DOMAIN;
        if (step != NULL && first_time(emitting->emitter, code, step->place.offset))
            entry_check_kind(emitting->emitter->diag, VOCABULARY_SOURCE, param, in_default,
                             step->place);
        draft_clear(draft, param);
    }
}

/* The default entry's step for PARAM, or NULL. */
static const struct step *default_step(const struct emitting *emitting, enum param param)
{
    uint32_t number = emitting->default_entry.composition;
    return number == NO_COMPOSITION
               ? NULL
               : composition_step(&emitting->emitter->composer->list[number], param);
}

/* The scope that a limit takes from the default entry is spelt out; it becomes a step. */
static void take_scope(struct emitting *emitting, struct composition *composition,
                       struct draft *draft, enum param param)
{
    struct step *steps = arena_alloc(emitting->emitter->diag->arena,
                                     (composition->step_count + 1) * sizeof *steps);
    if (composition->step_count > 0)
        memcpy(steps, composition->steps, composition->step_count * sizeof *steps);
    const struct step *given = default_step(emitting, param);
    struct value value = emitting->defaults->values[param];
    steps[composition->step_count++] =
        (struct step){.kind = STEP_SCOPE,
                      .param = param,
                      .value = value,
                      .place = given == NULL ? SPAN_NONE : given->place};
    composition->steps = steps;
    draft_set(draft, param, value, SPAN_NONE, SPAN_NONE);
}

/*
 * Whether there may be a default entry all the same: in a statement that could not be read, or on
 * each appliance, where the entries are judged again.
 */
static bool waits_for_default(const struct emitting *emitting)
{
    const struct names *names = emitting->emitter->composer->names;
    return broken_has(names->broken, VIEW("default")) ||
           (emitting->policy == emitting->emitter->base && emitting->defaults == NULL &&
            names->appliance_count > 0);
}

static void fill_scope(struct emitting *emitting, struct composition *composition,
                       struct draft *draft)
{
    uint32_t missing = SCOPE & ~draft->set.given;
    if ((draft->set.given & LIMITS) == 0 || missing == 0)
        return;
    for (int i = PARAM_LIMIT_TYPE; i <= PARAM_LIMIT_APPLY; i++) {
        enum param param = (enum param)i;
        if ((missing & PARAM_BIT(i)) == 0)
            continue;
        if (emitting->defaults != NULL && settings_has(emitting->defaults, param)) {
            take_scope(emitting, composition, draft, param);
            continue;
        }
        const struct step *limit = composition_step(composition, PARAM_MAX_HOST_CONCURRENCY);
        if (limit == NULL)
            limit = composition_step(composition, PARAM_RECIPIENT_LIMIT);
        if (!waits_for_default(emitting))
            report_at(emitting, CODE_SCOPE_UNKNOWN, limit);
        draft->set.complained |= missing;
        return;
    }
}

/* What an entry lacks may stand where it could not be read. */
static void excuse(struct draft *draft)
{
    draft->set.complained |= (PARAM_BIT(PARAM_COUNT) - 1) & ~draft->set.given;
}

/* A scope, or minutes, that no limit stands beside. */
static void check_idle(struct emitting *emitting, const struct composition *composition,
                       const struct draft *draft)
{
    uint32_t given = draft->set.given;
    if ((given & SCOPE) != 0 && (given & LIMITS) == 0) {
        const struct step *step = composition_step(
            composition, (given & PARAM_BIT(PARAM_LIMIT_TYPE)) != 0 ? PARAM_LIMIT_TYPE
                                                                    : PARAM_LIMIT_APPLY);
        report_at(emitting,
                  step != NULL && step->is_parameter ? CODE_IDLE_SCOPE : CODE_SCOPE_ALONE,
                  step);
    }
    if ((given & PARAM_BIT(PARAM_RECIPIENT_MINUTES)) != 0 &&
        (given & PARAM_BIT(PARAM_RECIPIENT_LIMIT)) == 0)
        report_at(emitting, CODE_IDLE_MINUTES,
                  composition_step(composition, PARAM_RECIPIENT_MINUTES));
}

static uint32_t settings_of(struct emitting *emitting, uint32_t number)
{
    if (emitting->settings[number] != NO_COMPOSITION)
        return emitting->settings[number];
    struct composition composition = emitting->emitter->composer->list[number];
    struct draft draft = {.other_count = 0};
    compose_draft(emitting->emitter->composer, &composition, &draft);
    refuse(emitting, &composition, &draft, false);
    fill_minutes(&draft);
    if (emitting->emitter->composer->partial[number]) {
        excuse(&draft);
    } else {
        fill_scope(emitting, &composition, &draft);
        check_idle(emitting, &composition, &draft);
    }
    emitting->settings[number] = store_settings(emitting->policy->store, &draft);
    emitting->bound[number] = provenance_add(emitting->policy->provenance, composition);
    return emitting->settings[number];
}

/* Another format's default entry, or the base's own. */
static void share_default(struct emitting *emitting)
{
    const struct policy *base = emitting->emitter->base;
    emitting->policy->has_default = base->has_default;
    emitting->policy->default_settings = base->default_settings;
    emitting->policy->default_section = base->default_section;
}

static void make_default(struct emitting *emitting)
{
    struct emitter *emitter = emitting->emitter;
    struct span place = emitting->default_entry.place;
    const struct composition *composition =
        &emitter->composer->list[emitting->default_entry.composition];
    uint32_t errors = emitter->diag->counts[SEVERITY_ERROR];
    struct entry_reader reader;
    entry_reader_init(&reader, emitting->policy, emitter->diag, emitter->options,
                      sources_find(emitter->diag->sources, place.offset), VOCABULARY_SOURCE);
    entry_begin_default(&reader, place, emitting->default_entry.origin.offset);
    compose_draft(emitter->composer, composition, &reader.draft);
    refuse(emitting, composition, &reader.draft, true);
    fill_minutes(&reader.draft);
    if (emitter->composer->partial[emitting->default_entry.composition])
        excuse(&reader.draft);
    entry_end(&reader);
    if (emitting->policy == emitter->base && emitter->diag->counts[SEVERITY_ERROR] > errors)
        emitter->default_told = true;
}

/*
 * The default entry of an appliance whose base's has faults, which have been told: what is wrong
 * with it is most likely the same.
 */
static void make_default_quietly(struct emitting *emitting)
{
    struct emitter *emitter = emitting->emitter;
    struct diag *diag = emitter->diag;
    struct diag unheard;
    diag_init(&unheard, diag->arena, diag->sources);
    unheard.lenient = diag->lenient;
    emitter->diag = emitter->composer->diag = &unheard;
    make_default(emitting);
    emitter->diag = emitter->composer->diag = diag;
}

static void emit_default(struct emitting *emitting)
{
    struct emitter *emitter = emitting->emitter;
    struct provenance *provenance = emitting->policy->provenance;
    uint32_t number = emitting->default_entry.composition;
    bool is_base = emitting->policy == emitter->base;
    if (is_base)
        emitter->default_base = number;
    bool is_foreign = number != NO_COMPOSITION && number == emitter->default_foreign;
    if (!is_base && (number == emitter->default_base || is_foreign))
        share_default(emitting);
    else if (number != NO_COMPOSITION && !is_base && emitter->default_told)
        make_default_quietly(emitting);
    else if (number != NO_COMPOSITION)
        make_default(emitting);
    if (number != NO_COMPOSITION && !is_foreign)
        provenance_bind(provenance, emitting->default_entry.origin.offset,
                        provenance_add(provenance, emitter->composer->list[number]));
}

/* SUBJECT stands in a file of another format too. --lenient: the later of the two wins. */
static void report_foreign(struct emitting *emitting, const struct subject *subject,
                           struct destination *known, uint32_t settings)
{
    struct diag *diag = emitting->emitter->diag;
    uint32_t section = known->section;
    bool is_error = diag_severity(diag, CODE_DUPLICATE_DESTINATION) == SEVERITY_ERROR;
    if (!is_error && subject->place.offset > section) {
        known->settings = settings;
        known->section = subject->place.offset;
    }
    if (!first_time(emitting->emitter, CODE_DUPLICATE_DESTINATION, subject->place.offset))
        return;
    struct message *message =
        diag_report(diag, CODE_DUPLICATE_DESTINATION, subject->place,
                    "the destination %.*s is given twice", VIEW_ARG(subject->domain.name));
    diag_note(diag, message, (struct span){section, section + 1}, "first given here");
    if (is_error)
        vocabulary_mend(diag, message, VOCABULARY_SOURCE, CODE_DUPLICATE_DESTINATION);
    else
        diag_help(diag, message, "the later one is taken");
}

static void emit_entry(struct emitting *emitting, uint32_t index)
{
    const struct subject *subject = &emitting->emitter->composer->names->subjects[index];
    const struct span *added = emitting->entries.added;
    uint32_t number = emitting->entries.compositions[index];
    uint32_t section = subject->place.offset;
    if (added != NULL && added[index].offset != 0)
        section = added[index].offset;
    struct policy *policy = emitting->policy;
    uint32_t settings = settings_of(emitting, number);
    uint32_t known = policy_find_hashed(policy, subject->domain.key, subject->hash);
    if (known != NO_ENTRY) {
        report_foreign(emitting, subject, policy_destination(policy, known), settings);
        section = policy_destination(policy, known)->section;
        if (section == subject->place.offset)
            provenance_bind(policy->provenance, section, emitting->bound[number]);
        return;
    }
    policy_add(policy, &subject->domain, subject->hash, settings, section);
    provenance_bind(policy->provenance, section, emitting->bound[number]);
}

/* Which of the base's entries from other formats the appliance changes or does not have. */
static bool *changed_foreign(const struct emitting *emitting)
{
    const struct policy *base = emitting->emitter->base;
    const struct subject *subjects = emitting->emitter->composer->names->subjects;
    bool *changed = arena_zero(emitting->emitter->diag->arena, emitting->emitter->foreign, 1);
    for (uint32_t i = 0; i < emitting->entries.count; i++) {
        if (emitting->entries.compositions[i] == NO_COMPOSITION)
            continue;
        uint32_t known = policy_find_hashed(base, subjects[i].domain.key, subjects[i].hash);
        if (known < emitting->emitter->foreign)
            changed[known] = true;
    }
    return changed;
}

/* The entries that files of other formats gave to the base. */
static void emit_foreign(struct emitting *emitting)
{
    const struct policy *base = emitting->emitter->base;
    if (emitting->policy == base || emitting->emitter->foreign == 0)
        return;
    const bool *changed = changed_foreign(emitting);
    for (uint32_t i = 0; i < emitting->emitter->foreign; i++) {
        const struct destination *destination = policy_destination(base, i);
        if (changed[i])
            continue;
        struct domain domain = {.name = destination_name(destination),
                                .key = destination_key(destination),
                                .kind = (enum domain_kind)destination->kind};
        policy_add(emitting->policy, &domain, policy_hash(emitting->policy, domain.key),
                   destination->settings, destination->section);
    }
}

static uint32_t *unset(struct arena *arena, uint32_t count)
{
    uint32_t *array = arena_alloc(arena, ((size_t)count + 1) * sizeof *array);
    for (uint32_t i = 0; i < count; i++)
        array[i] = NO_COMPOSITION;
    return array;
}

void emit_policy(struct emitter *emitter, struct policy *policy,
                 struct emitted_default default_entry, struct emitted_entries entries)
{
    struct arena *arena = emitter->diag->arena;
    const struct composer *composer = emitter->composer;
    struct emitting emitting = {
        .emitter = emitter, .policy = policy, .default_entry = default_entry, .entries = entries};
    emitting.settings = unset(arena, composer->count);
    emitting.bound = unset(arena, composer->count);
    if (policy->provenance == NULL)
        policy->provenance = provenance_new(arena);
    policy_expect(policy, entries.count);
    emit_default(&emitting);
    emitting.defaults = policy_default(policy);
    emit_foreign(&emitting);
    for (uint32_t i = 0; i < entries.count; i++)
        if (entries.compositions[i] != NO_COMPOSITION && entries.compositions[i] != TAKEN_AWAY)
            emit_entry(&emitting, i);
}
