/* SPDX-License-Identifier: MIT */
/*
 * An appliance's table of destinations, for the interpreters of what a plan has it told: lines by
 * section, and nothing known of policies.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_MACHINE_H
#define DESTC_TESTS_UNIT_SUPPORT_MACHINE_H

#include "support.h"

enum { MACHINE_ENTRIES = 26, MACHINE_LINES = 16 };

/* An entry: lines of its section, by name of the parameter. */
struct machine_entry {
    struct view name;
    bool is_there;
    struct {
        struct view name;
        struct view value;
    } lines[MACHINE_LINES];
    int count;
};

struct machine {
    struct arena *arena;
    struct machine_entry entries[MACHINE_ENTRIES];
    int count;
};

/* The part of *REST before END, or all of it; *REST loses it, and END. */
struct view next_word(struct view *rest, char end);

/* An appliance with this table file, which is in its canonical form. */
struct machine *machine_load(struct arena *arena, struct view table);

/* The table file that it exports. */
struct view machine_export(const struct machine *machine);

/* What names of one entry have in common; that of the default entry is "DEFAULT". */
struct view machine_key(const struct machine *machine, struct view name);

/* The entry of this name; NULL: it is not there. */
struct machine_entry *machine_find(struct machine *machine, struct view name);

/* A new entry without settings. */
struct machine_entry *machine_add(struct machine *machine, struct view name);

/* Sets a parameter, or takes it away. */
void machine_put(struct machine_entry *entry, struct view name, struct view value);
void machine_drop(struct machine_entry *entry, struct view name);

#endif
