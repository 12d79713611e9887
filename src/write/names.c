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

/* SHOWN, and OTHER in parentheses where that is something else. */
static struct view both_forms(struct arena *arena, struct view shown, struct view other)
{
    if (view_equal(shown, other))
        return shown;
    return view_of(arena_printf(arena, "%.*s (%.*s)", VIEW_ARG(shown), VIEW_ARG(other)));
}

static enum idn_form other_form(struct view shown)
{
    return utf8_is_ascii(shown) ? IDN_UNICODE : IDN_ASCII;
}

struct view name_both_forms(struct arena *arena, struct view name)
{
    return both_forms(arena, name, domain_in_form(arena, name, other_form(name)));
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
    return both_forms(arena, shown, in_form(arena, destination, other_form(shown)));
}
