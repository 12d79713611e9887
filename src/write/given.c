/* SPDX-License-Identifier: MIT */
#include "write/given.h"

#include "base/buffer.h"
#include "diag/show.h"
#include "write/names.h"
#include "write/shown.h"

/* All lines of a set of settings without the name before them; made once for each set. */
struct lines {
    struct view *list;
    uint32_t count;
};

static struct view value_text(const struct policy *policy, enum param param, struct value value)
{
    char number[VALUE_BUFFER];
    struct arena *arena = policy->arena;
    if (value.kind == VALUE_WORD)
        return view_of(word_by_code(parameter(param)->words, value.number)->detail);
    if (value.kind == VALUE_NUMBER && value.number == 0 && parameter(param)->type == TYPE_LIMIT)
        return VIEW("no limit");
    struct view text = escape_controls(arena, value_export(policy->store, param, value, number));
    if (value.kind == VALUE_UNKNOWN)
        return view_of(arena_printf(arena, "\"%.*s\"", VIEW_ARG(text)));
    return text;
}

static void add_line(struct arena *arena, struct lines *lines, struct view label,
                     struct view value)
{
    lines->list[lines->count++] =
        view_of(arena_printf(arena, ": %.*s: %.*s\n", VIEW_ARG(label), VIEW_ARG(value)));
}

static struct lines make_lines(const struct policy *policy, const struct write_options *options,
                               const struct settings *settings, enum entry_kind kind)
{
    struct arena *arena = policy->arena;
    struct value shown[PARAM_COUNT];
    struct lines lines = {.list = arena_zero(arena, PARAM_COUNT + settings->other_count + 1,
                                             sizeof *lines.list)};
    shown_values(settings, kind, options, shown);
    for (int i = 0; i < PARAM_COUNT; i++)
        if (shown[i].kind != VALUE_ABSENT)
            add_line(arena, &lines, view_of(parameter((enum param)i)->label),
                     value_text(policy, (enum param)i, shown[i]));
    for (uint32_t i = 0; i < settings->other_count; i++)
        add_line(arena, &lines,
                 escape_controls(arena, atom_view(policy->store, settings->others[i].name)),
                 escape_controls(arena, atom_view(policy->store, settings->others[i].text)));
    if (lines.count == 0)
        lines.list[lines.count++] = VIEW(": all inherited\n");
    return lines;
}

static void write_lines(const struct lines *lines, struct view name, struct output *output)
{
    for (uint32_t i = 0; i < lines->count; i++) {
        output_view(output, name);
        output_view(output, lines->list[i]);
    }
}

void write_given(const struct policy *policy, const struct write_options *options,
                 const struct selection *selection, struct output *output)
{
    struct lines *of_sets = arena_zero(policy->arena, policy->store->set_count, sizeof *of_sets);
    for (uint32_t i = 0; i < selection->count; i++) {
        const struct destination *destination = policy_destination(policy, selection->entries[i]);
        struct lines *lines = &of_sets[destination->settings];
        if (lines->count == 0)
            *lines = make_lines(policy, options, policy_settings(policy, destination->settings),
                                ENTRY_IS_DESTINATION);
        write_lines(lines, name_shown(policy->arena, destination, options->idn, false), output);
    }
    if (!selection->with_default)
        return;
    struct lines lines = make_lines(policy, options, policy_default(policy), ENTRY_IS_DEFAULT);
    write_lines(&lines, VIEW("(Default)"), output);
}
