/* SPDX-License-Identifier: MIT */
#include "write/baseline.h"

#include "diag/show.h"
#include "write/json_text.h"

#include <stdlib.h>

static int by_topic(const void *a, const void *b)
{
    const struct known_finding *first = a;
    const struct known_finding *second = b;
    int order = strcmp(code_entry(first->code)->id, code_entry(second->code)->id);
    order = order != 0 ? order : view_compare(first->topic.entry, second->topic.entry);
    order = order != 0 ? order : view_compare(first->topic.setting, second->topic.setting);
    order = order != 0 ? order : view_compare(first->topic.value, second->topic.value);
    return order != 0 ? order : memcmp(&first->print, &second->print, sizeof first->print);
}

static void write_part(struct arena *arena, const char *name, struct view text,
                       struct output *output)
{
    output_printf(output, ",\"%s\":", name);
    output_json_string(output, escape_controls(arena, text));
}

void write_baseline(struct arena *arena, struct known_finding *findings, uint32_t count,
                    struct output *output)
{
    if (count > 0)
        qsort(findings, count, sizeof *findings, by_topic);
    output_string(output, "{\"destc_baseline\":1,\"findings\":[");
    for (uint32_t i = 0; i < count; i++) {
        char digits[FINDING_DIGITS];
        finding_digits(&findings[i].print, digits);
        output_printf(output, "%s\n{\"fingerprint\":\"%s\",\"code\":\"%s\"", i == 0 ? "" : ",",
                      digits, code_entry(findings[i].code)->id);
        write_part(arena, "entry", findings[i].topic.entry, output);
        write_part(arena, "setting", findings[i].topic.setting, output);
        write_part(arena, "value", findings[i].topic.value, output);
        output_char(output, '}');
    }
    output_string(output, "\n]}\n");
}
