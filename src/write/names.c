/* SPDX-License-Identifier: MIT */
#include "write/names.h"

#include "base/utf8.h"

/* A name that is not in ASCII has its ASCII form beside it already. */
static struct view in_form(struct arena *arena, const struct destination *destination,
                           enum idn_form form)
{
    if (form == IDN_ASCII && (destination->flags & DESTINATION_OWN_KEY) != 0)
        return destination_key(destination);
    return domain_in_form(arena, destination_name(destination), form);
}

struct view name_shown(struct arena *arena, const struct destination *destination,
                       enum idn_form form, bool both)
{
    struct view name = destination_name(destination);
    bool may_differ = (destination->flags & DESTINATION_OWN_KEY) != 0 ||
                      memmem(name.text, name.length, "xn--", 4) != NULL;
    if (!may_differ || destination->kind == DOMAIN_ADDRESS)
        return name;
    struct view shown = in_form(arena, destination, form);
    if (!both)
        return shown;
    struct view other =
        in_form(arena, destination, utf8_is_ascii(shown) ? IDN_UNICODE : IDN_ASCII);
    if (view_equal(shown, other))
        return shown;
    return view_of(arena_printf(arena, "%.*s (%.*s)", VIEW_ARG(shown), VIEW_ARG(other)));
}
