/* SPDX-License-Identifier: MIT */
#include "read/policy_overlay_report.h"

static const struct {
    const char *name;
    const char *makes; /* how a new one is made; of an entry, which needs a place, its keyword */
    bool needs_place;
} things[OVERLAY_THING_COUNT] = {
    [OVERLAY_LISTENER] = {"listener", "add listener makes a new one", false},
    [OVERLAY_POLICY] = {"mail flow policy", "add mail-flow-policy makes a new one", false},
    [OVERLAY_GROUP] = {"sender group", "sender-group", true},
    [OVERLAY_HOST] = {"host", "host", true},
    [OVERLAY_ALL] = {"entry", "the base's table must end with all", false},
    [OVERLAY_MEMBER] = {"member", "mend the member", false},
    [OVERLAY_RECIPIENT] = {"recipient", NULL, false},
};

/* How a THING that is new, called NAME, is made. */
static const char *making(struct arena *arena, enum overlay_thing thing, struct view name)
{
    if (things[thing].needs_place)
        return arena_printf(arena, "a new %s needs its place, as in %s %.*s before all",
                            thing == OVERLAY_GROUP ? "group" : "one", things[thing].makes,
                            VIEW_ARG(name));
    if (things[thing].makes != NULL)
        return things[thing].makes;
    return arena_printf(arena, "add accept %.*s makes a new one", VIEW_ARG(name));
}

void overlay_report_unknown(struct lowering *lowering, enum overlay_thing thing,
                            enum overlay_use use, struct tree_text text,
                            const struct nearest *nearest)
{
    struct diag *diag = lowering->diag;
    if (broken_has(&lowering->tree->broken, text.text))
        return;
    struct message *message =
        diag_report(diag, CODE_PART_UNKNOWN, text.place, "the base has no %s %.*s",
                    things[thing].name, VIEW_ARG(text.text));
    bool near = nearest != NULL && nearest_found(nearest);
    const char *names = near ? nearest_words(diag->arena, nearest, "", "") : "";
    const char *how = making(diag->arena, thing, text.text);
    if (use == OVERLAY_CHANGES)
        diag_help(diag, message, near ? "did you mean %s? %s" : "%s%s", names, how);
    else if (near)
        diag_help(diag, message, "did you mean %s?", names);
    else if (use == OVERLAY_REMOVES)
        diag_help(diag, message, "there is nothing to remove: mend it, or leave it out");
    else
        diag_help(diag, message, "write before and a group that the listener has, or before all");
}

void overlay_report_known(struct lowering *lowering, enum overlay_thing thing, bool adds,
                          bool places, struct tree_text text, struct span first)
{
    struct diag *diag = lowering->diag;
    struct message *message =
        diag_report(diag, CODE_PART_KNOWN, text.place, "there is a %s %.*s already",
                    things[thing].name, VIEW_ARG(text.text));
    diag_note(diag, message, first, "it is here");
    if (places)
        diag_help(diag, message,
                  "leave %s to change the %s; to move it, remove it as well",
                  adds ? "add out, and before and what stands behind it,"
                       : "before and what stands behind it out",
                  thing == OVERLAY_GROUP ? "group" : things[thing].name);
    else
        diag_help(diag, message, adds ? "leave add out to change it" : "leave it out");
}
