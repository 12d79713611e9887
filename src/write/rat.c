/* SPDX-License-Identifier: MIT */
#include "write/rat.h"

#include "write/carried.h"
#include "write/flow.h"

void check_rat(const struct policy *policy, const struct write_options *options, struct diag *diag)
{
    const struct listener *listener = rat_listener(policy, options);
    if (listener == NULL)
        report_no_rat(policy, options, diag);
    const struct flow_setting *last = NULL; /* one statement of a source gives one to many */
    for (uint32_t i = 0; listener != NULL && i < listener->recipient_count; i++) {
        const struct flow_settings *own = &listener->recipients[i].options;
        if (own->list != last)
            check_flow_block(diag, options, FLOW_TABLE_RAT, own);
        last = own->list;
    }
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
