/* SPDX-License-Identifier: MIT */
#include "analysis/factor_names.h"

#include "analysis/bundle_names.h"

struct namer {
    const struct policy *policy;
    uint32_t usual; /* connections of the default entry */
};

/* --- What a bundle can be called -------------------------------------------------------------- */

/* Whether the name says more without a value: it is what one would expect. */
static bool is_ordinary(const struct settings *settings, enum param param)
{
    const struct parameter *row = parameter(param);
    struct value value = settings->values[param];
    return (row->idle & settings->given) != 0 && value.kind != VALUE_UNKNOWN &&
           value.number == (uint32_t)row->factory;
}

static void add_part(const struct namer *namer, struct buffer *buffer,
                     const struct family_member *member, const struct settings *settings)
{
    char number[VALUE_BUFFER];
    const struct parameter *row = parameter(member->param);
    struct value value = settings->values[member->param];
    bool idle = row->idle != 0 && (row->idle & settings->given) == 0;
    bool first = buffer->length == 0;
    if (!first)
        buffer_add_char(buffer, '-');
    if (value.kind == VALUE_UNKNOWN || idle)
        buffer_printf(buffer, "%s-", row->policy_name);
    else if (member->param == PARAM_MAX_HOST_CONCURRENCY && value.number < namer->usual)
        buffer_add_string(buffer, "slow-");
    else
        buffer_add_string(buffer, first ? member->first : member->next);
    bundle_add_word(buffer, value_policy(namer->policy->store, member->param, value, number));
}

static struct bundle_candidate candidate_of(const struct namer *namer, const struct bundle *bundle)
{
    uint32_t member_count;
    struct bundle_candidate candidate = {.count = 0};
    struct buffer buffer = buffer_new(namer->policy->arena);
    const struct family_member *members = family_members(&member_count);
    for (uint32_t i = 0; i < member_count; i++) {
        const struct family_member *member = &members[i];
        if (member->family != bundle->family ||
            !settings_has(bundle->settings, member->param) ||
            is_ordinary(bundle->settings, member->param))
            continue;
        add_part(namer, &buffer, member, bundle->settings);
        candidate.ends[candidate.count++] = (uint32_t)buffer.length;
    }
    candidate.text = buffer_view(&buffer);
    return candidate;
}

static uint32_t usual_connections(const struct policy *policy)
{
    const struct settings *settings = policy_default(policy);
    if (settings != NULL && settings->values[PARAM_MAX_HOST_CONCURRENCY].kind == VALUE_NUMBER)
        return settings->values[PARAM_MAX_HOST_CONCURRENCY].number;
    return (uint32_t)parameter(PARAM_MAX_HOST_CONCURRENCY)->factory;
}

_Static_assert((int)PARAM_COUNT <= (int) BUNDLE_MOST_PARTS, "a name may have every value");

void name_bundles(const struct policy *policy, struct bundle *bundles, uint32_t count)
{
    const struct namer namer = {policy, usual_connections(policy)};
    const struct bundle_naming naming = {.arena = policy->arena, .seed = policy->store->seed};
    struct view *names = arena_alloc(policy->arena, (count + 1) * sizeof *names);
    struct bundle_candidate *candidates =
        arena_alloc(policy->arena, (count + 1) * sizeof *candidates);
    for (uint32_t i = 0; i < count; i++)
        candidates[i] = candidate_of(&namer, &bundles[i]);
    bundle_choose_names(&naming, candidates, count, names);
    for (uint32_t i = 0; i < count; i++)
        bundles[i].name = names[i];
}
