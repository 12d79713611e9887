/* SPDX-License-Identifier: MIT */
#include "write/hat.h"

#include "write/carried.h"
#include "write/flow.h"

enum { STEP = 4 };

/* A description ends with its line. */
static void check_description(struct diag *diag, struct view text, struct span place)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] != '\n' && text.text[i] != '\r')
            continue;
        diag_mend(diag, diag_report(diag, CODE_CONTROL_CHARACTER, place,
                                    "a line's end in a description"));
        return;
    }
}

static void check_entry(const struct access_entry *entry, const struct write_options *options,
                        struct diag *diag)
{
    for (uint32_t i = 0; i < entry->member_count; i++)
        if (entry->members[i].description != NULL)
            check_description(diag, *entry->members[i].description, entry->members[i].place);
    check_description(diag, entry->description, entry->place);
    check_flow_block(diag, options, FLOW_TABLE_HAT, &entry->settings);
}

void check_hat(const struct policy *policy, const struct write_options *options, struct diag *diag)
{
    const struct listener *listener = hat_listener(policy, options);
    if (listener == NULL) {
        report_no_hat(policy, options, diag);
        return;
    }
    for (uint32_t i = 0; i < listener->policy_count; i++)
        check_flow_block(diag, options, FLOW_TABLE_HAT, &listener->policies[i].settings);
    for (uint32_t i = 0; i < listener->entry_count; i++)
        check_entry(&listener->entries[i], options, diag);
}

static void write_policy_definition(struct output *output, const struct mail_flow_policy *policy)
{
    output_char(output, '$');
    output_view(output, policy->name);
    output_char(output, '\n');
    output_repeat(output, ' ', STEP);
    output_string(output, behavior_word(policy->behavior));
    write_flow_block(output, &policy->settings, STEP);
    output_char(output, '\n');
}

static void write_description(struct output *output, struct view description)
{
    output_string(output, " (");
    output_view(output, description);
    output_char(output, ')');
}

static void write_member(struct output *output, const struct member *member)
{
    output_view(output, member->text);
    if (member->description != NULL)
        write_description(output, *member->description);
    output_char(output, '\n');
}

static void write_entry(struct output *output, const struct access_entry *entry)
{
    bool group = entry->kind == ACCESS_GROUP;
    size_t indent = group ? 2 * STEP : STEP;
    if (group) {
        output_view(output, entry->name);
        output_string(output, ":\n");
    }
    for (uint32_t i = 0; i < entry->member_count; i++) {
        output_repeat(output, ' ', group ? STEP : 0);
        write_member(output, &entry->members[i]);
    }
    output_repeat(output, ' ', indent);
    if (entry->policy.length > 0) {
        output_char(output, '$');
        output_view(output, entry->policy);
    } else {
        output_string(output, behavior_word(entry->behavior));
    }
    write_flow_block(output, &entry->settings, indent);
    if (entry->has_description)
        write_description(output, entry->description);
    output_char(output, '\n');
}

void write_hat(const struct policy *policy, const struct write_options *options,
               struct output *output)
{
    const struct listener *listener = hat_listener(policy, options);
    if (listener == NULL)
        return;
    for (uint32_t i = 0; i < listener->policy_count; i++)
        write_policy_definition(output, &listener->policies[i]);
    for (uint32_t i = 0; i < listener->entry_count; i++)
        write_entry(output, &listener->entries[i]);
}
