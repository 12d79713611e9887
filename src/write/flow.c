/* SPDX-License-Identifier: MIT */
#include "write/flow.h"

enum { STEP = 4 };

/* A parameter that no document shows in such a table. */
static void check_assumed(struct diag *diag, const struct flow_setting *setting)
{
    const struct flow_parameter *row = flow_parameter(setting->param);
    const struct assumption_entry *assumption = assumption_entry(row->assumed);
    struct message *message =
        diag_report(diag, CODE_OUTPUT_ASSUMED, setting->name_place,
                    "%s rests on assumption %s: no document shows it in a %s file", row->name,
                    assumption->id, row->table == FLOW_TABLE_HAT ? "HAT" : "RAT");
    diag_mend(diag, message);
}

void check_flow_block(struct diag *diag, const struct write_options *options,
                      enum flow_table table, const struct flow_settings *settings)
{
    for (uint32_t i = 0; i < settings->count; i++) {
        const struct flow_setting *setting = &settings->list[i];
        bool proved = setting->from_table || options->accept_assumptions ||
                      setting->param == FLOW_COUNT ||
                      flow_parameter(setting->param)->assumed == ASSUMED_NONE;
        if (!proved && setting->kind != FLOW_VALUE_REJECTED)
            check_assumed(diag, setting);
        if (!flow_stands(table, setting))
            diag_mend(diag, diag_report(diag, CODE_PARAMETER_FORM, setting->place, "%s",
                                        code_entry(CODE_PARAMETER_FORM)->title));
    }
}

static void write_value(struct output *output, const struct flow_setting *setting)
{
    switch (setting->kind) {
    case FLOW_VALUE_NUMBER:
        output_printf(output, "%lld", (long long)setting->number);
        break;
    case FLOW_VALUE_WORD:
        output_char(output, '"');
        output_string(output, flow_word((enum flow_word)setting->number));
        output_char(output, '"');
        break;
    case FLOW_VALUE_TEXT:
        output_char(output, '"');
        output_view(output, setting->text);
        output_char(output, '"');
        break;
    case FLOW_VALUE_UNKNOWN:
        output_view(output, setting->text);
        break;
    case FLOW_VALUE_REJECTED:
        break;
    }
}

void write_flow_block(struct output *output, const struct flow_settings *settings, size_t indent)
{
    if (settings->count == 0)
        return;
    output_string(output, " {\n");
    for (uint32_t i = 0; i < settings->count; i++) {
        const struct flow_setting *setting = &settings->list[i];
        output_repeat(output, ' ', indent + STEP);
        if (setting->param == FLOW_COUNT)
            output_view(output, setting->name);
        else
            output_string(output, flow_parameter(setting->param)->name);
        output_string(output, " = ");
        write_value(output, setting);
        output_char(output, '\n');
    }
    output_repeat(output, ' ', indent);
    output_char(output, '}');
}
