/* SPDX-License-Identifier: MIT */
#include "write/flow.h"

enum { STEP = 4 };

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
