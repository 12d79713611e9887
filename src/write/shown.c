/* SPDX-License-Identifier: MIT */
#include "write/shown.h"

bool shown_has_place(enum param param, enum entry_kind kind)
{
    const struct parameter *row = parameter(param);
    return kind == ENTRY_IS_DEFAULT ? row->in_default != FALLBACK_NO : row->in_domain;
}

bool shown_is_lacking(enum param param, const struct write_options *options)
{
    return options->effective && options->has_target &&
           release_compare(parameter(param)->since, options->target) > 0;
}

void shown_values(const struct settings *settings, enum entry_kind kind,
                  const struct write_options *options, struct value shown[PARAM_COUNT])
{
    struct resolved resolved;
    if (options->effective && kind == ENTRY_IS_DEFAULT)
        resolve_default(&options->defaults, &resolved);
    else if (options->effective)
        resolve(settings, &options->defaults, &resolved);
    for (int i = 0; i < PARAM_COUNT; i++) {
        shown[i] = options->effective ? resolved.settings[i].value : settings->values[i];
        if (!shown_has_place((enum param)i, kind) || shown_is_lacking((enum param)i, options))
            shown[i] = (struct value){.kind = VALUE_ABSENT};
        shown[i].seen = SEEN_NOWHERE;
    }
}
