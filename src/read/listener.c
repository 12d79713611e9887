/* SPDX-License-Identifier: MIT */
#include "read/listener.h"

static struct listener *find_or_make(struct policy *policy, const struct read_options *options)
{
    bool named = options->listener.length > 0;
    return listeners_get(&policy->listeners, named ? options->listener : VIEW("Listener"));
}

/* A listener that no policy has, in the place of KNOWN. */
static struct listener *stand_in(struct policy *policy, const struct listener *known)
{
    struct listeners *others = arena_alloc(policy->arena, sizeof *others);
    listeners_init(others, policy->arena, policy->store->seed);
    return listeners_get(others, known->name);
}

/* The file that PLACE is in, also where it is a table that stands in another text. */
static const struct source *file_of(const struct sources *sources, struct span place)
{
    const struct source *source = sources_find(sources, place.offset);
    while (source != NULL && source->origin != NULL)
        source = source->origin;
    return source;
}

static void report_twice(struct diag *diag, enum code code, const struct listener *listener,
                         struct span first, struct span place)
{
    struct message *message = diag_report(diag, code, place, "%s: %.*s", code_entry(code)->title,
                                          VIEW_ARG(listener->name));
    diag_note(diag, message, first, "the first is this");
    if (file_of(diag->sources, place) == file_of(diag->sources, first))
        diag_help(diag, message, "two listeners of the file have this name: rename one of them");
    else
        diag_mend(diag, message);
}

struct listener *listener_for_hat(struct policy *policy, struct diag *diag,
                                  const struct read_options *options, struct span place)
{
    struct listener *listener = find_or_make(policy, options);
    if (listener_has_hat(listener)) {
        report_twice(diag, CODE_HAT_TWICE, listener, listener->hat_place, place);
        listener = stand_in(policy, listener);
    }
    listener->hat_place = place;
    return listener;
}

struct listener *listener_for_rat(struct policy *policy, struct diag *diag,
                                  const struct read_options *options, struct span place)
{
    struct listener *listener = find_or_make(policy, options);
    if (listener_has_rat(listener)) {
        report_twice(diag, CODE_RAT_TWICE, listener, listener->rat_place, place);
        listener = stand_in(policy, listener);
    }
    listener->rat_place = place;
    if (listener->type == LISTENER_UNKNOWN)
        listener->type = LISTENER_PUBLIC; /* others have no RAT */
    return listener;
}
