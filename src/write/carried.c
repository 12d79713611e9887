/* SPDX-License-Identifier: MIT */
#include "write/carried.h"

#include "base/buffer.h"
#include "base/near.h"

/* One of the two tables of listeners. */
struct table_kind {
    const char *name;
    const char *format;
    bool (*is_in)(const struct listener *listener);
};

static const struct table_kind hat = {"Host Access Table", "hat", listener_has_hat};
static const struct table_kind rat = {"Recipient Access Table", "rat", listener_has_rat};

/* --- Whose table ------------------------------------------------------------------------------ */

static const struct listener *find_listener(const struct policy *policy,
                                            const struct write_options *options,
                                            const struct table_kind *kind)
{
    const struct listeners *listeners = &policy->listeners;
    const struct listener *found = NULL;
    for (uint32_t i = 0; i < listeners->count; i++) {
        const struct listener *listener = &listeners->list[i];
        bool named = options->listener.length > 0;
        if (!kind->is_in(listener) || (named && !view_equal(listener->name, options->listener)))
            continue;
        if (found != NULL)
            return NULL;
        found = listener;
    }
    return found;
}

const struct listener *hat_listener(const struct policy *policy,
                                    const struct write_options *options)
{
    return find_listener(policy, options, &hat);
}

const struct listener *rat_listener(const struct policy *policy,
                                    const struct write_options *options)
{
    return find_listener(policy, options, &rat);
}

/* The names of the listeners that have the table. */
static const char *names_of(const struct policy *policy, const struct table_kind *kind)
{
    struct buffer names = buffer_new(policy->arena);
    for (uint32_t i = 0; i < policy->listeners.count; i++)
        if (kind->is_in(&policy->listeners.list[i]))
            buffer_printf(&names, "%s%.*s", names.length == 0 ? "" : ", ",
                          VIEW_ARG(policy->listeners.list[i].name));
    return buffer_string(&names);
}

static void report_none(const struct policy *policy, const struct write_options *options,
                        const struct table_kind *kind, struct diag *diag)
{
    const char *names = names_of(policy, kind);
    if (*names == '\0') {
        struct message *message =
            diag_report(diag, CODE_OUTPUT_NOTHING, SPAN_NONE, "%s: the input has no %s",
                        code_entry(CODE_OUTPUT_NOTHING)->title, kind->name);
        diag_help(diag, message, "give a file that has one");
        return;
    }
    if (options->listener.length == 0) {
        diag_report(diag, CODE_REFUSED, SPAN_NONE,
                    "several listeners have a %s: --to %s needs --listener NAME, or -o FOLDER; "
                    "there is %s",
                    kind->name, kind->format, names);
        return;
    }
    struct nearest nearest = nearest_to(options->listener);
    for (uint32_t i = 0; i < policy->listeners.count; i++)
        if (kind->is_in(&policy->listeners.list[i]))
            nearest_offer(&nearest, policy->listeners.list[i].name, policy->listeners.list[i].name);
    if (nearest_found(&nearest))
        diag_report(diag, CODE_REFUSED, SPAN_NONE,
                    "no listener \"%.*s\" has a %s; did you mean %s?", VIEW_ARG(options->listener),
                    kind->name, nearest_words(diag->arena, &nearest, "", ""));
    else
        diag_report(diag, CODE_REFUSED, SPAN_NONE, "no listener \"%.*s\" has a %s; there is %s",
                    VIEW_ARG(options->listener), kind->name, names);
}

void report_no_hat(const struct policy *policy, const struct write_options *options,
                   struct diag *diag)
{
    report_none(policy, options, &hat, diag);
}

void report_no_rat(const struct policy *policy, const struct write_options *options,
                   struct diag *diag)
{
    report_none(policy, options, &rat, diag);
}

/* --- What is left out ------------------------------------------------------------------------- */

/* Whether another file gets the listener's table, of those that PART stands for. */
static bool is_beside(const struct listener *listener, unsigned part,
                      const struct write_options *options)
{
    return (options->beside & part) != 0 &&
           (options->beside_listener.length == 0 ||
            view_equal(options->beside_listener, listener->name));
}

/* Who asks for one of the appliance's files has chosen; any other format lacks room. */
static enum code loss_code(const struct format_writer *writer)
{
    return writer->is_export ? CODE_OUTPUT_OTHER : CODE_OUTPUT_LOSS;
}

static void report_table(const struct listener *listener, const struct table_kind *kind,
                         struct span place, enum code code, const char *format, struct diag *diag)
{
    struct message *message =
        diag_report(diag, code, place, "the %s of the listener %.*s is left out: %s", kind->name,
                    VIEW_ARG(listener->name), format);
    diag_help(diag, message, "write it with --to %s", kind->format);
}

static void check_listeners(const struct policy *policy, const struct format_writer *writer,
                            const struct write_options *options, struct diag *diag)
{
    const struct listener *with_hat = hat_listener(policy, options);
    const struct listener *with_rat = rat_listener(policy, options);
    const char *why = (writer->carries & (CARRIES_HAT | CARRIES_RAT)) != 0
                          ? "a file has one table"
                          : arena_printf(diag->arena, "%s has no listeners", writer->name);
    enum code code = loss_code(writer);
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        if (listener_has_hat(listener) && !is_beside(listener, CARRIES_HAT, options) &&
            !((writer->carries & CARRIES_HAT) != 0 && listener == with_hat))
            report_table(listener, &hat, listener->hat_place, code, why, diag);
        if (listener_has_rat(listener) && !is_beside(listener, CARRIES_RAT, options) &&
            !((writer->carries & CARRIES_RAT) != 0 && listener == with_rat))
            report_table(listener, &rat, listener->rat_place, code, why, diag);
    }
}

static void check_destinations(const struct policy *policy, const struct format_writer *writer,
                               const struct write_options *options, struct diag *diag)
{
    bool has_default = policy->has_default && !options->omit_default;
    uint32_t count = policy->count + has_default;
    if (count == 0 || ((writer->carries | options->beside) & CARRIES_DESTINATIONS) != 0)
        return;
    uint32_t first = has_default ? policy->default_section : policy_destination(policy, 0)->section;
    struct message *message = diag_report(
        diag, loss_code(writer), (struct span){first, first + 1},
        "%u %s of destinations %s left out: %s has none", count, count == 1 ? "entry" : "entries",
        count == 1 ? "is" : "are", writer->name);
    diag_help(diag, message, "write them with --to destconfig");
}

void check_carried(const struct policy *policy, const struct format_writer *writer,
                   const struct write_options *options, struct diag *diag)
{
    check_destinations(policy, writer, options, diag);
    bool settled = (writer->carries & CARRIES_DESTINATIONS) != 0 ||
                   ((writer->carries & CARRIES_HAT) != 0 && hat_listener(policy, options) != NULL) ||
                   ((writer->carries & CARRIES_RAT) != 0 && rat_listener(policy, options) != NULL);
    if (settled)
        check_listeners(policy, writer, options, diag);
}
