/* SPDX-License-Identifier: MIT */
#include "write/matrix.h"

#include "write/matrix_parts.h"

static const struct matrix_form forms[] = {
    {"text", matrix_text},
    {"json", matrix_json},
    {"markdown", matrix_markdown},
    {"html", matrix_html},
};

const struct matrix_form *matrix_form(struct view name)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (view_equal(name, view_of(forms[i].name)))
            return &forms[i];
    return NULL;
}
