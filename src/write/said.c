/* SPDX-License-Identifier: MIT */
#include "write/said.h"

#include "diag/show.h"

const char *said_how_name(enum said_how how)
{
    static const char *const names[] = {
        [SAID_NOTHING] = "nothing",
        [SAID_GIVEN] = "given",
        [SAID_INHERITED] = "inherited",
        [SAID_UNKNOWN] = "not-known",
    };
    return names[how];
}

void add_said(struct buffer *buffer, const struct said *said)
{
    static const char *const empty[] = {
        [SAID_NOTHING] = "none",
        [SAID_GIVEN] = "\"\"",
        [SAID_INHERITED] = "\"\"",
        [SAID_UNKNOWN] = "not known",
    };
    bool is_given = said->how == SAID_GIVEN;
    buffer_add_string(buffer, is_given ? "" : "(");
    if (said->text.length == 0)
        buffer_add_string(buffer, empty[said->how]);
    buffer_add(buffer, escape_controls(buffer->arena, said->text));
    buffer_add_string(buffer, is_given ? "" : ")");
}
