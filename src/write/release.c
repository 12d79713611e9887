/* SPDX-License-Identifier: MIT */
#include "write/release.h"

/* What is being fitted. */
struct fit {
    struct policy *policy;
    const struct write_options *options;
    struct diag *diag;
    uint32_t lacking; /* a mask: what the release does not have */
    bool leaves_out;
};

/*
 * The parameter's name where it stands on the line before its value at PLACE; else PLACE. In csv
 * it stands in the header, in XML an element is called otherwise.
 */
static struct span name_place(const struct fit *fit, struct view name, struct span place)
{
    struct position at = sources_position(fit->policy->sources, place.offset);
    for (size_t i = at.line_offset; at.source != NULL && i-- > 0;) {
        struct view there = {at.line_text.text + i, name.length};
        if (i + name.length > at.line_offset || !view_equal_nocase(there, name))
            continue;
        uint32_t offset = place.offset - (uint32_t)(at.line_offset - i);
        return (struct span){offset, offset + (uint32_t)name.length};
    }
    return place;
}

static void report(const struct fit *fit, enum param param, const struct set_use *use,
                   uint32_t section)
{
    const struct parameter *row = parameter(param);
    struct view name = view_of(row->export_name);
    struct release target = fit->options->target;
    struct span place = name_place(fit, name, policy_locate(fit->policy, section, name));
    struct message *message = diag_report(
        fit->diag, CODE_RELEASE_LACKS, place, "AsyncOS %u.%u has no %s (it came with %u.%u)%s",
        target.major, target.minor, row->export_name, row->since.major, row->since.minor,
        fit->leaves_out ? ": left out" : "");
    if (use->count > 1)
        diag_note(fit->diag, message, SPAN_NONE, "the same in %u more entries", use->count - 1);
    if (!fit->leaves_out)
        diag_help(fit->diag, message, "%s", code_entry(CODE_RELEASE_LACKS)->mend);
}

/* The set of USE, whose first entry begins at SECTION, without what the release lacks. */
static uint32_t fit_set(struct fit *fit, const struct set_use *use, uint32_t section)
{
    const struct policy *policy = fit->policy;
    const struct settings *set = policy_settings(policy, use->settings);
    uint32_t surplus = set->given & fit->lacking;
    if (surplus == 0)
        return use->settings;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((surplus & PARAM_BIT(i)) != 0)
            report(fit, (enum param)i, use, section);
    if (!fit->leaves_out)
        return use->settings;
    return store_without(policy->store, set, surplus);
}

static void fit_destinations(struct fit *fit)
{
    struct policy *policy = fit->policy;
    uint32_t count;
    bool changed = false;
    const struct set_use *uses = policy_sets(policy, &count);
    uint32_t *fitted = arena_zero(policy->arena, policy->store->set_count, sizeof *fitted);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t section = policy_destination(policy, uses[i].first)->section;
        fitted[uses[i].settings] = fit_set(fit, &uses[i], section);
        changed = changed || fitted[uses[i].settings] != uses[i].settings;
    }
    for (uint32_t i = 0; changed && i < policy->count; i++) {
        struct destination *destination = policy_destination(policy, i);
        destination->settings = fitted[destination->settings];
    }
}

void release_fit(struct policy *policy, const struct write_options *options, struct diag *diag)
{
    if (!options->has_target)
        return;
    struct fit fit = {.policy = policy,
                      .options = options,
                      .diag = diag,
                      .lacking = params_lacking(options->target),
                      .leaves_out = diag_severity(diag, CODE_RELEASE_LACKS) != SEVERITY_ERROR};
    struct set_use use = {.settings = policy->default_settings, .count = 1};
    if (policy->has_default && !options->omit_default)
        policy->default_settings = fit_set(&fit, &use, policy->default_section);
    fit_destinations(&fit);
}
