/* SPDX-License-Identifier: MIT */
#include "analysis/factor_flow.h"

#include "analysis/bundle_names.h"

#include <inttypes.h>

/* A parameter of a family, and how its value appears in a bundle's name. */
struct flow_member {
    enum flow_param param;
    enum flow_family family;
    const char *word; /* before the value; of a switch that is on, the whole */
};

static const struct flow_member flow_members[] = {
    {FLOW_MAX_MESSAGE_SIZE, FLOW_FAMILY_LIMITS, "size"},
    {FLOW_MAX_CONCURRENCY, FLOW_FAMILY_LIMITS, "connections"},
    {FLOW_MAX_MSGS_PER_SESSION, FLOW_FAMILY_LIMITS, "msg"},
    {FLOW_MAX_RCPTS_PER_MSG, FLOW_FAMILY_LIMITS, "rcpt"},
    {FLOW_MAX_RCPTS_PER_HOUR, FLOW_FAMILY_LIMITS, "hourly"},
    {FLOW_MAX_RCPTS_PER_HOUR_CODE, FLOW_FAMILY_LIMITS, "code"},
    {FLOW_MAX_RCPTS_PER_HOUR_TEXT, FLOW_FAMILY_LIMITS, "text"},
    {FLOW_SMTP_BANNER_CODE, FLOW_FAMILY_GREETING, "banner"},
    {FLOW_SMTP_BANNER_TEXT, FLOW_FAMILY_GREETING, "banner"},
    {FLOW_USE_OVERRIDE_HOSTNAME, FLOW_FAMILY_GREETING, "override"},
    {FLOW_OVERRIDE_HOSTNAME, FLOW_FAMILY_GREETING, "host"},
    {FLOW_USE_SB, FLOW_FAMILY_REPUTATION, "reputation"},
    {FLOW_SIGNIFICANT_BITS, FLOW_FAMILY_REPUTATION, "bits"},
    {FLOW_DHAP_LIMIT, FLOW_FAMILY_REPUTATION, "dhap"},
    {FLOW_SPAM_CHECK, FLOW_FAMILY_CHECKS, "spam-check"},
    {FLOW_VIRUS_CHECK, FLOW_FAMILY_CHECKS, "virus-check"},
    {FLOW_ACCEPT_UNTAGGED_BOUNCES, FLOW_FAMILY_CHECKS, "untagged-bounces"},
    {FLOW_DKIM_SIGNING, FLOW_FAMILY_CHECKS, "dkim-signing"},
    {FLOW_DKIM_VERIFICATION, FLOW_FAMILY_CHECKS, "dkim"},
    {FLOW_SPF, FLOW_FAMILY_CHECKS, "spf"},
    {FLOW_DMARC_VERIFICATION, FLOW_FAMILY_CHECKS, "dmarc"},
    {FLOW_TLS, FLOW_FAMILY_TLS, "tls"},
    {FLOW_SMTP_AUTH, FLOW_FAMILY_TLS, "auth"},
    {FLOW_SMTP_AUTH_REQUIRE_TLS, FLOW_FAMILY_TLS, "auth-by-tls"},
};

static const struct flow_member *find_member(enum flow_param param)
{
    for (size_t i = 0; i < sizeof flow_members / sizeof flow_members[0]; i++)
        if (flow_members[i].param == param)
            return &flow_members[i];
    return NULL;
}

/* The family of PARAM; FLOW_FAMILY_COUNT: none. */
static enum flow_family flow_family(enum flow_param param)
{
    const struct flow_member *member = find_member(param);
    return member == NULL ? FLOW_FAMILY_COUNT : member->family;
}

/* --- Runs ------------------------------------------------------------------------------------- */

#define NOTHING UINT32_MAX

/* Settings of one family that two or more policies may have. */
struct combination {
    struct flow_bundle bundle; /* without a name yet */
    uint32_t uses;             /* policies that could use it as a bundle */
    uint32_t last;             /* the last of its runs; others by their "previous" */
    uint32_t number;           /* of the bundle it became, or NOTHING */
    bool dropped;
};

/* A place where a policy has a combination. */
struct run {
    uint32_t combination; /* NOTHING: settings of no family */
    uint32_t statement;
    uint32_t settings; /* of the policy, up to the end of this run */
    uint32_t previous; /* the run before it of the same combination, or NOTHING */
};

/* A policy that is taken apart. */
struct parts {
    uint32_t first; /* of its runs */
    uint32_t count;
    uint32_t usable; /* how many of them, from the first on, may be bundles */
};

struct factory {
    struct arena *arena;
    uint64_t seed;
    struct hash_table table;
    struct combination *combinations;
    uint32_t combination_count;
    uint32_t combination_capacity;
    struct run *runs;
    uint32_t run_count;
    uint32_t run_capacity;
    struct parts *parts;
    uint32_t parts_count;
    uint32_t *dropped; /* combinations whose uses must be taken back */
    uint32_t dropped_count;
};

static uint32_t hash_settings(uint64_t seed, const struct flow_setting *settings, uint32_t count)
{
    uint32_t hash = 0;
    for (uint32_t i = 0; i < count; i++) {
        int64_t meaning[] = {hash, settings[i].param, settings[i].kind, settings[i].number};
        bool text = settings[i].kind != FLOW_VALUE_NUMBER && settings[i].kind != FLOW_VALUE_WORD;
        meaning[3] = text ? 0 : meaning[3];
        hash = hash_bytes(seed, (const char *)meaning, sizeof meaning);
        if (text)
            hash ^= hash_bytes(seed, settings[i].text.text, settings[i].text.length);
    }
    return hash;
}

static bool same_settings(const struct flow_bundle *bundle, const struct flow_setting *settings,
                          uint32_t count)
{
    if (bundle->count != count)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!flow_same(&bundle->settings[i], &settings[i]))
            return false;
    return true;
}

static uint32_t find_combination(struct factory *factory, enum flow_family family,
                                 const struct flow_setting *settings, uint32_t count)
{
    uint32_t hash = hash_settings(factory->seed, settings, count);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&factory->table, hash, &probe, &index))
        if (same_settings(&factory->combinations[index].bundle, settings, count))
            return index;
    factory->combinations =
        array_grow(factory->arena, factory->combinations, factory->combination_count,
                   &factory->combination_capacity, sizeof *factory->combinations);
    factory->combinations[factory->combination_count] =
        (struct combination){.bundle = {family, settings, count, VIEW("")},
                             .last = NOTHING,
                             .number = NOTHING};
    hash_table_insert(&factory->table, hash, factory->combination_count);
    return factory->combination_count++;
}

/* Adds the run that ends with setting END, exclusive. Returns its combination. */
static uint32_t add_run(struct factory *factory, enum flow_family family,
                        const struct flow_setting *settings, uint32_t count, uint32_t end)
{
    struct run run = {.combination = NOTHING,
                      .statement = factory->parts_count,
                      .settings = end,
                      .previous = NOTHING};
    if (family != FLOW_FAMILY_COUNT) {
        run.combination = find_combination(factory, family, settings, count);
        struct combination *combination = &factory->combinations[run.combination];
        run.previous = combination->last;
        combination->last = factory->run_count;
    }
    factory->runs = array_grow(factory->arena, factory->runs, factory->run_count,
                               &factory->run_capacity, sizeof *factory->runs);
    factory->runs[factory->run_count++] = run;
    return run.combination;
}

/* Takes a policy apart, up to the first of its settings that cannot be in a bundle. */
static void take_apart(struct factory *factory, const struct flow_settings *settings)
{
    struct parts *parts = &factory->parts[factory->parts_count];
    parts->first = factory->run_count;
    for (uint32_t i = 0, next; i < settings->count; i = next) {
        enum flow_family family = flow_family(settings->list[i].param);
        next = i + 1;
        while (next < settings->count && flow_family(settings->list[next].param) == family)
            next++;
        if (family == FLOW_FAMILY_COUNT)
            break;
        uint32_t number = add_run(factory, family, &settings->list[i], next - i, next);
        factory->combinations[number].uses++;
    }
    parts->count = parts->usable = factory->run_count - parts->first;
    factory->parts_count++;
}

/* --- Which are bundles ------------------------------------------------------------------------ */

static void drop(struct factory *factory, uint32_t number)
{
    struct combination *combination = &factory->combinations[number];
    if (combination->dropped || combination->uses > 1)
        return;
    combination->dropped = true;
    factory->dropped[factory->dropped_count++] = number;
}

/* The policy does not use its run at INDEX, nor those behind it. */
static void cut(struct factory *factory, struct parts *parts, uint32_t index)
{
    while (parts->usable > index) {
        uint32_t number = factory->runs[parts->first + --parts->usable].combination;
        factory->combinations[number].uses--;
        drop(factory, number);
    }
}

/* What one policy alone could use is no bundle; then others behind it are not at their place. */
static void choose_bundles(struct factory *factory)
{
    factory->dropped =
        arena_alloc(factory->arena, (factory->combination_count + 1) * sizeof *factory->dropped);
    for (uint32_t i = 0; i < factory->combination_count; i++)
        drop(factory, i);
    for (uint32_t i = 0; i < factory->dropped_count; i++) {
        uint32_t run = factory->combinations[factory->dropped[i]].last;
        for (; run != NOTHING; run = factory->runs[run].previous) {
            struct parts *parts = &factory->parts[factory->runs[run].statement];
            cut(factory, parts, run - parts->first);
        }
    }
}

/* --- Names ------------------------------------------------------------------------------------ */

/* The word of a run whose switches are all off or all on; NULL: there is none. */
static const char *common_word(const struct flow_bundle *bundle)
{
    if (bundle->family != FLOW_FAMILY_CHECKS || bundle->count < 2)
        return NULL;
    for (uint32_t i = 0; i < bundle->count; i++)
        if (bundle->settings[i].kind != FLOW_VALUE_WORD ||
            bundle->settings[i].number != bundle->settings[0].number)
            return NULL;
    return bundle->settings[0].number == FLOW_OFF ? "no-checks" : "checks";
}

static void add_number(struct buffer *buffer, const struct flow_setting *setting)
{
    enum { K = 1024, M = 1024 * 1024 };
    int64_t number = setting->number;
    bool size = flow_parameter(setting->param)->type == FLOW_TYPE_SIZE;
    if (number == FLOW_UNLIMITED)
        buffer_add_string(buffer, "unlimited");
    else if (size && number % M == 0)
        buffer_printf(buffer, "%" PRId64 "M", number / M);
    else if (size && number % K == 0)
        buffer_printf(buffer, "%" PRId64 "k", number / K);
    else
        buffer_printf(buffer, "%" PRId64, number);
}

static void add_part(struct buffer *buffer, const struct flow_setting *setting)
{
    const char *word = find_member(setting->param)->word;
    bool is_switch = setting->kind == FLOW_VALUE_WORD &&
                     flow_parameter(setting->param)->type == FLOW_TYPE_SWITCH;
    if (buffer->length > 0)
        buffer_add_char(buffer, '-');
    if (is_switch) {
        buffer_printf(buffer, "%s%s", setting->number == FLOW_OFF ? "no-" : "", word);
        return;
    }
    buffer_printf(buffer, "%s-", word);
    if (setting->kind == FLOW_VALUE_NUMBER)
        add_number(buffer, setting);
    else if (setting->kind != FLOW_VALUE_WORD)
        bundle_add_word(buffer, setting->text);
    else if (setting->param == FLOW_TLS && setting->number == FLOW_ON)
        buffer_add_string(buffer, "preferred");
    else
        buffer_add_string(buffer, flow_word((enum flow_word)setting->number));
}

_Static_assert((int)FLOW_COUNT < (int)BUNDLE_MOST_PARTS, "a name may have every value");

static struct bundle_candidate candidate_of(struct arena *arena, const struct flow_bundle *bundle)
{
    struct buffer buffer = buffer_new(arena);
    struct bundle_candidate candidate = {.count = 0};
    const char *common = common_word(bundle);
    if (common != NULL) {
        buffer_add_string(&buffer, common);
        candidate.ends[candidate.count++] = (uint32_t)buffer.length;
    }
    for (uint32_t i = 0; i < bundle->count; i++) {
        add_part(&buffer, &bundle->settings[i]);
        candidate.ends[candidate.count++] = (uint32_t)buffer.length;
    }
    candidate.text = buffer_view(&buffer);
    return candidate;
}

static void name_flow_bundles(const struct factory *factory, const struct view *taken,
                              uint32_t taken_count, struct flow_bundle *bundles, uint32_t count)
{
    const struct bundle_naming naming = {factory->arena, factory->seed, taken, taken_count};
    struct view *names = arena_alloc(factory->arena, (count + 1) * sizeof *names);
    struct bundle_candidate *candidates =
        arena_alloc(factory->arena, (count + 1) * sizeof *candidates);
    for (uint32_t i = 0; i < count; i++)
        candidates[i] = candidate_of(factory->arena, &bundles[i]);
    bundle_choose_names(&naming, candidates, count, names);
    for (uint32_t i = 0; i < count; i++)
        bundles[i].name = names[i];
}

/* --- The result ------------------------------------------------------------------------------- */

static struct flow_bundle *make_bundles(struct factory *factory, uint32_t *count)
{
    struct flow_bundle *bundles =
        arena_alloc(factory->arena, (factory->combination_count + 1) * sizeof *bundles);
    *count = 0;
    for (int family = 0; family < FLOW_FAMILY_COUNT; family++) {
        for (uint32_t i = 0; i < factory->combination_count; i++) {
            struct combination *combination = &factory->combinations[i];
            if (combination->dropped || (int)combination->bundle.family != family)
                continue;
            combination->number = *count;
            bundles[(*count)++] = combination->bundle;
        }
    }
    return bundles;
}

static struct flow_statement statement_of(const struct factory *factory,
                                          const struct parts *parts)
{
    struct flow_statement statement = {.bundle_count = parts->usable};
    uint32_t *numbers = arena_alloc(factory->arena, (parts->usable + 1) * sizeof *numbers);
    for (uint32_t i = 0; i < parts->usable; i++) {
        const struct run *run = &factory->runs[parts->first + i];
        numbers[i] = factory->combinations[run->combination].number;
        statement.in_bundles = run->settings;
    }
    statement.bundles = numbers;
    return statement;
}

void factor_flow(const struct listeners *listeners, const struct view *taken, uint32_t taken_count,
                 struct flow_factoring *factoring)
{
    struct factory factory = {.arena = listeners->arena, .seed = listeners->seed};
    static const struct flow_settings none = {.count = 0};
    size_t most = 1;
    for (uint32_t i = 0; i < listeners->count; i++)
        most += (size_t)listeners->list[i].policy_count + 1;
    hash_table_init(&factory.table, factory.arena, 0);
    factory.parts = arena_alloc(factory.arena, most * sizeof *factory.parts);
    for (uint32_t i = 0; i < listeners->count; i++) {
        const struct listener *listener = &listeners->list[i];
        take_apart(&factory,
                   listener->has_default_policy ? &listener->default_policy.settings : &none);
        for (uint32_t j = 0; j < listener->policy_count; j++)
            take_apart(&factory, &listener->policies[j].settings);
    }
    choose_bundles(&factory);
    struct flow_bundle *bundles = make_bundles(&factory, &factoring->bundle_count);
    name_flow_bundles(&factory, taken, taken_count, bundles, factoring->bundle_count);
    struct flow_statement *statements = arena_alloc(factory.arena, most * sizeof *statements);
    for (uint32_t i = 0; i < factory.parts_count; i++)
        statements[i] = statement_of(&factory, &factory.parts[i]);
    factoring->bundles = bundles;
    factoring->statements = statements;
}
