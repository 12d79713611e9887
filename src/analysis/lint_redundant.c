/* SPDX-License-Identifier: MIT */
#include "analysis/lint_redundant.h"

#include "analysis/lint_cover.h"
#include "base/buffer.h"

static const uint32_t SCOPE = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);
static const uint32_t RECIPIENTS =
    PARAM_BIT(PARAM_RECIPIENT_LIMIT) | PARAM_BIT(PARAM_RECIPIENT_MINUTES);
static const uint32_t CONNECTIONS = PARAM_BIT(PARAM_MAX_HOST_CONCURRENCY);

/* --- Settings --------------------------------------------------------------------------------- */

/* What takes effect as it is compared: the bounce profile of all is the one called Default. */
static struct value comparable(const struct store *store, enum param param, struct value value)
{
    if (param == PARAM_BOUNCE_PROFILE && value.kind == VALUE_NAME &&
        view_equal(atom_view(store, value.number), VIEW("Default")))
        value = (struct value){.kind = VALUE_ABSENT};
    return value;
}

/* The parameters that SETTINGS give as they would be inherited. */
static uint32_t same_settings(const struct store *store, const struct settings *settings,
                              const struct defaults *defaults)
{
    struct resolved inherited;
    uint32_t same = 0;
    resolve_default(defaults, &inherited);
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct value own = comparable(store, (enum param)i, settings->values[i]);
        if (settings_has(settings, (enum param)i) && own.kind != VALUE_REJECTED &&
            value_same(own, inherited.settings[i].value))
            same |= PARAM_BIT(i);
    }
    return same;
}

uint32_t redundant_settings(const struct store *store, const struct settings *settings,
                            const struct defaults *defaults)
{
    const uint32_t limits = CONNECTIONS | RECIPIENTS | SCOPE;
    if (defaults->settings == NULL)
        return 0;
    uint32_t same = same_settings(store, settings, defaults);
    uint32_t redundant = same & ~limits;
    bool connections = (settings->given & CONNECTIONS) != 0;
    bool recipients = settings_has(settings, PARAM_RECIPIENT_LIMIT);
    bool same_connections = (same & CONNECTIONS) != 0;
    bool same_recipients = (same & RECIPIENTS) == RECIPIENTS;
    /* A limit that stays keeps the scope, which holds for the inherited limit too. */
    if ((connections || recipients) && same_connections == connections &&
        same_recipients == recipients && (same & SCOPE) == (settings->given & SCOPE))
        redundant |= settings->given & limits;
    else if (connections && recipients && same_connections != same_recipients)
        redundant |= same_connections ? CONNECTIONS : RECIPIENTS;
    return redundant;
}

/* --- Entries ---------------------------------------------------------------------------------- */

/* What is worked out about each stored set that a destination has. */
struct worth {
    uint32_t redundant; /* a mask */
    uint32_t effect;    /* equal numbers: the same takes effect; 0: that cannot be said */
};

struct redundancy {
    struct linter *linter;
    struct worth *sets;    /* by the number of the set */
    uint32_t inherited;    /* the effect of the default entry; 0: not known */
    bool any_partial;
    bool *partial;         /* by effect: whether a partial domain has it */
    struct hash_table table; /* from what takes effect to its number below, less 1 */
    struct value (*effects)[PARAM_COUNT];
    uint32_t effect_count;
    uint32_t effect_capacity;
};

/* The number of what takes effect. */
static uint32_t number_effect(struct redundancy *redundancy, const struct resolved *resolved)
{
    const struct store *store = redundancy->linter->policy->store;
    struct value values[PARAM_COUNT];
    memset(values, 0, sizeof values);
    for (int i = 0; i < PARAM_COUNT; i++) {
        struct value value =
            comparable(store, (enum param)i, resolved->settings[i].value);
        if (value.kind == VALUE_REJECTED)
            return 0;
        values[i].kind = value.kind;
        values[i].number = value.number;
    }
    uint32_t hash = hash_bytes(store->seed, values, sizeof values);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&redundancy->table, hash, &probe, &index))
        if (memcmp(redundancy->effects[index], values, sizeof values) == 0)
            return index + 1;
    redundancy->effects =
        array_grow(redundancy->linter->arena, redundancy->effects, redundancy->effect_count,
                   &redundancy->effect_capacity, sizeof *redundancy->effects);
    memcpy(redundancy->effects[redundancy->effect_count], values, sizeof values);
    hash_table_insert(&redundancy->table, hash, redundancy->effect_count++);
    return redundancy->effect_count;
}

static void judge_sets(struct redundancy *redundancy)
{
    const struct linter *linter = redundancy->linter;
    const struct policy *policy = linter->policy;
    struct resolved resolved;
    uint32_t count;
    const struct set_use *sets = policy_sets(policy, &count);
    redundancy->sets = arena_zero(linter->arena, policy->store->set_count + 1u,
                                  sizeof *redundancy->sets);
    for (uint32_t i = 0; i < count; i++) {
        const struct settings *settings = policy_settings(policy, sets[i].settings);
        struct worth *worth = &redundancy->sets[sets[i].settings];
        resolve(settings, &linter->defaults, &resolved);
        worth->redundant = redundant_settings(policy->store, settings, &linter->defaults);
        if (settings->other_count == 0)
            worth->effect = number_effect(redundancy, &resolved);
    }
    if (linter->defaults.settings != NULL && linter->defaults.settings->other_count == 0) {
        resolve_default(&linter->defaults, &resolved);
        redundancy->inherited = number_effect(redundancy, &resolved);
    }
    redundancy->partial = arena_zero(linter->arena, redundancy->effect_count + 1u, sizeof(bool));
}

static void find_partial(struct redundancy *redundancy)
{
    const struct policy *policy = redundancy->linter->policy;
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        if (destination->kind != DOMAIN_PARTIAL)
            continue;
        redundancy->any_partial = true;
        redundancy->partial[redundancy->sets[destination->settings].effect] = true;
    }
    redundancy->partial[0] = false;
}

/* --- What is told ----------------------------------------------------------------------------- */

static void tell_same_as_default(struct linter *linter, uint32_t entry)
{
    static const struct set_rule rule = {.code = CODE_LINT_ENTRY_DEFAULT, .param = PARAM_COUNT};
    lint_tell_title(linter, &rule, entry);
}

static void tell_same_as_partial(struct linter *linter, uint32_t entry, uint32_t other)
{
    static const struct set_rule rule = {.code = CODE_LINT_ENTRY_COVERED, .param = PARAM_COUNT};
    const struct destination *cover = policy_destination(linter->policy, other);
    struct view name = destination_name(cover);
    struct message *message = lint_report_entry(
        linter, &rule, entry, "the entry gives what %.*s would give it", VIEW_ARG(name));
    if (message == NULL)
        return;
    diag_note(linter->diag, message, policy_name_place(linter->policy, cover->section, name),
              "the partial domain that covers it");
    diag_mend(linter->diag, message);
}

static void tell_setting(struct linter *linter, enum code code, enum param param, uint32_t entry)
{
    const struct set_rule rule = {.code = code, .param = param};
    struct view name = view_of(parameter(param)->export_name);
    struct message *message = lint_report_entry(
        linter, &rule, entry, "%.*s is what would be inherited",
        VIEW_ARG(lint_param_name(linter, param)));
    if (message == NULL)
        return;
    struct span place = policy_locate(linter->policy, linter->defaults.section, name);
    if (place.offset != 0)
        diag_note(linter->diag, message, place, "the default entry's value");
    diag_mend(linter->diag, message);
}

/* Of a limit, minutes and scope go with it and are not told of by themselves. */
static void tell_settings(struct linter *linter, uint32_t mask, uint32_t entry)
{
    const uint32_t limits = CONNECTIONS | PARAM_BIT(PARAM_RECIPIENT_LIMIT) |
                            PARAM_BIT(PARAM_MAX_MESSAGES_PER_CONNECTION);
    mask &= ~(SCOPE | PARAM_BIT(PARAM_RECIPIENT_MINUTES));
    for (int i = 0; mask >> i != 0; i++)
        if ((mask >> i & 1) != 0)
            tell_setting(linter,
                         (limits >> i & 1) != 0 ? CODE_LINT_LIMIT_SAME : CODE_LINT_SETTING_SAME,
                         (enum param)i, entry);
}

/* Whether the whole entry could go, which is told then. */
static bool judge_entry(struct redundancy *redundancy, uint32_t entry, uint32_t effect)
{
    struct linter *linter = redundancy->linter;
    bool as_default = effect == redundancy->inherited &&
                      lint_wants(linter, CODE_LINT_ENTRY_DEFAULT);
    bool as_partial = redundancy->partial[effect] && lint_wants(linter, CODE_LINT_ENTRY_COVERED);
    if (effect == 0 || (!as_default && !as_partial))
        return false;
    uint32_t other = NO_ENTRY;
    if (redundancy->any_partial) {
        struct covers covers = covers_of(linter->policy, entry);
        other = covers_next(&covers);
    }
    if (other == NO_ENTRY) {
        if (as_default)
            tell_same_as_default(linter, entry);
        return as_default;
    }
    const struct destination *cover = policy_destination(linter->policy, other);
    if (!as_partial || redundancy->sets[cover->settings].effect != effect)
        return false;
    tell_same_as_partial(linter, entry, other);
    return true;
}

/*
 * The settings of ENTRY that are no matter of chance: TLS and DANE below a partial domain that has
 * other ones. The rule about weaker TLS says what is wrong with them, if anything is.
 */
static uint32_t meant(const struct redundancy *redundancy, uint32_t entry)
{
    struct covers covers = covers_of(redundancy->linter->policy, entry);
    bool is_covered = redundancy->any_partial && covers_next(&covers) != NO_ENTRY;
    return is_covered ? PARAM_BIT(PARAM_TABLE_TLS) | PARAM_BIT(PARAM_DANE_OPTION) : 0;
}

static void judge_entries(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    struct redundancy redundancy = {.linter = linter};
    hash_table_init(&redundancy.table, linter->arena, 0);
    judge_sets(&redundancy);
    find_partial(&redundancy);
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        const struct worth *worth =
            &redundancy.sets[policy_destination(policy, entry)->settings];
        if (!judge_entry(&redundancy, entry, worth->effect) && worth->redundant != 0)
            tell_settings(linter, worth->redundant & ~meant(&redundancy, entry), entry);
    }
    if (policy->count > 0 && linter->defaults.settings == NULL) {
        lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_LIMIT_SAME);
        lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_SETTING_SAME);
        lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_ENTRY_DEFAULT);
    }
}

/* --- What nothing uses ------------------------------------------------------------------------ */

static void judge_definitions(struct linter *linter)
{
    static const struct {
        enum code code;
        const char *words;
    } kinds[] = {
        [UNUSED_SET] = {CODE_LINT_SET_UNUSED, "the set"},
        [UNUSED_BUNDLE] = {CODE_LINT_BUNDLE_UNUSED, "the bundle"},
        [UNUSED_FLOW_BUNDLE] = {CODE_LINT_BUNDLE_UNUSED, "the bundle of mail flow settings"},
    };
    const struct unused_definitions *unused = &linter->policy->unused;
    for (uint32_t i = 0; i < unused->count; i++) {
        const struct unused_definition *definition = &unused->list[i];
        const struct topic topic = {.entry = definition->name};
        struct message *message = diag_report_about(
            linter->diag, kinds[definition->kind].code, definition->place, &topic,
            "nothing uses %s \"%.*s\"", kinds[definition->kind].words,
            VIEW_ARG(definition->name));
        diag_mend(linter->diag, message);
    }
}

void lint_redundant(struct linter *linter)
{
    judge_entries(linter);
    judge_definitions(linter);
}
