/* SPDX-License-Identifier: MIT */
#include "write/nothing.h"

bool has_no_entry(const struct policy *policy, const struct write_options *options)
{
    return policy->count == 0 && (!policy->has_default || options->omit_default);
}

/* The default entry that is left out, or else the beginning of what was read. */
static struct span place_of(const struct policy *policy)
{
    if (policy->has_default)
        return (struct span){policy->default_section, policy->default_section + 1};
    if (policy->text_count == 0)
        return SPAN_NONE;
    uint32_t begin = policy->texts[0].source->base + source_begin(policy->texts[0].source);
    return (struct span){begin, begin};
}

void report_nothing(const struct policy *policy, struct diag *diag, const char *why)
{
    struct message *message = diag_report(diag, CODE_OUTPUT_NOTHING, place_of(policy), "%s: %s",
                                          code_entry(CODE_OUTPUT_NOTHING)->title, why);
    diag_mend(diag, message);
}
