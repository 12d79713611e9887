/* SPDX-License-Identifier: MIT */
#include "write/rat.h"

#include "write/carried.h"
#include "write/flow.h"

void check_rat(const struct policy *policy, const struct write_options *options, struct diag *diag)
{
    if (rat_listener(policy, options) == NULL)
        report_no_rat(policy, options, diag);
}

void write_rat(const struct policy *policy, const struct write_options *options,
               struct output *output)
{
    const struct listener *listener = rat_listener(policy, options);
    for (uint32_t i = 0; listener != NULL && i < listener->recipient_count; i++) {
        const struct recipient_entry *recipient = &listener->recipients[i];
        output_view(output, recipient->text);
        output_char(output, ' ');
        output_string(output, recipient_action_word(recipient->action));
        write_flow_block(output, &recipient->options, 0);
        output_char(output, '\n');
    }
}
