/* SPDX-License-Identifier: MIT */
#include "write/catalogue.h"

#include "write/layout.h"

/* Paragraphs are narrower than tables: they are read, not looked up. */
enum { TEXT_WIDTH = 90, TERM_WIDTH = 10 };

/* "why      TEXT": a term and what is said of it, wrapped unless its lines are to be kept. */
static void write_term(struct output *output, const char *term, const char *text, bool wrap)
{
    struct view name = view_of(term);
    output_view(output, name);
    output_repeat(output, ' ', TERM_WIDTH - name.length);
    write_wrapped(output, view_of(text), TERM_WIDTH, TERM_WIDTH, wrap ? TEXT_WIDTH : SIZE_MAX);
}

void write_rules(struct arena *arena, struct output *output)
{
    struct grid grid = grid_new(arena);
    for (int i = 0; i < CODE_COUNT; i++) {
        const struct code_entry *entry = code_entry((enum code)i);
        grid_row(&grid);
        grid_add(&grid, entry->id);
        grid_add(&grid, severity_name(entry->severity));
        grid_add(&grid, entry->title);
    }
    grid_write(&grid, 0, output);
}

void write_rule(struct arena *arena, enum code code, struct output *output)
{
    const struct code_entry *entry = code_entry(code);
    const char *severity = severity_name(entry->severity);
    if (entry->lenient)
        severity = arena_printf(arena, "%s; a warning with --lenient", severity);
    else if (entry->off)
        severity = arena_printf(arena, "%s; off unless it is asked for", severity);
    else if (entry->unreadable)
        severity = "error; of lint too the status is 2";
    else if (entry->severity == SEVERITY_WARNING)
        severity = "warning; an error with --strict";
    else if (entry->finding)
        severity = "error; a finding: the status is 1";
    write_term(output, entry->id, entry->title, true);
    write_term(output, "severity", severity, true);
    write_term(output, "why", entry->why, true);
    write_term(output, "example", entry->example, false);
    write_term(output, "mend", entry->mend, true);
}

void write_assumption(enum assumption assumption, struct output *output)
{
    const struct assumption_entry *entry = assumption_entry(assumption);
    write_term(output, entry->id, entry->claim, true);
    write_term(output, "why", entry->why, true);
    write_term(output, "to try", entry->trial, true);
}

void write_assumptions(struct output *output)
{
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++) {
        if (i > ASSUMED_NONE + 1)
            output_char(output, '\n');
        write_assumption((enum assumption)i, output);
    }
}
