/* SPDX-License-Identifier: MIT */
#include "write/difference.h"

#include "write/difference_parts.h"

static const struct difference_form forms[] = {
    {"text", difference_text},
    {"json", difference_json},
    {"markdown", difference_markdown},
    {"html", difference_html},
};

const struct difference_form *difference_form(struct view name)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (view_equal(name, view_of(forms[i].name)))
            return &forms[i];
    return NULL;
}
