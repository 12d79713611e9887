/* SPDX-License-Identifier: MIT */
#include "support_machine.h"

#include "model/domain.h"

struct view next_word(struct view *rest, char end)
{
    const char *found = memchr(rest->text, end, rest->length);
    struct view word = {rest->text, found == NULL ? rest->length : (size_t)(found - rest->text)};
    size_t used = word.length + (found == NULL ? 0 : 1);
    *rest = (struct view){rest->text + used, rest->length - used};
    return word;
}

struct view machine_key(const struct machine *machine, struct view name)
{
    struct domain domain;
    struct domain_fault fault;
    if (view_equal_nocase(name, VIEW("default")))
        return VIEW("DEFAULT");
    assert_true(domain_parse(machine->arena, name, &domain, &fault));
    return domain.key;
}

struct machine_entry *machine_find(struct machine *machine, struct view name)
{
    struct view key = machine_key(machine, name);
    for (int i = 0; i < machine->count; i++)
        if (machine->entries[i].is_there &&
            view_equal(machine_key(machine, machine->entries[i].name), key))
            return &machine->entries[i];
    return NULL;
}

struct machine_entry *machine_add(struct machine *machine, struct view name)
{
    struct machine_entry *entry = &machine->entries[machine->count++];
    assert_true(machine->count <= MACHINE_ENTRIES);
    *entry = (struct machine_entry){.name = name, .is_there = true};
    return entry;
}

void machine_put(struct machine_entry *entry, struct view name, struct view value)
{
    int i = 0;
    while (i < entry->count && !view_equal_nocase(entry->lines[i].name, name))
        i++;
    assert_true(i < MACHINE_LINES);
    entry->lines[i].name = name;
    entry->lines[i].value = value;
    entry->count = i == entry->count ? i + 1 : entry->count;
}

void machine_drop(struct machine_entry *entry, struct view name)
{
    for (int i = 0; i < entry->count; i++)
        if (view_equal_nocase(entry->lines[i].name, name))
            entry->lines[i] = entry->lines[--entry->count];
}

struct machine *machine_load(struct arena *arena, struct view table)
{
    struct machine *machine = arena_zero(arena, 1, sizeof *machine);
    struct machine_entry *entry = NULL;
    machine->arena = arena;
    while (table.length > 0) {
        struct view line = next_word(&table, '\n');
        if (line.length == 0)
            continue;
        bool is_head = line.text[0] == '[' && line.text[line.length - 1] == ']';
        if (is_head && memchr(line.text, '=', line.length) == NULL) {
            entry = machine_add(machine, (struct view){line.text + 1, line.length - 2});
            continue;
        }
        struct view name = next_word(&line, '=');
        machine_put(entry, view_trim(name), view_trim(line));
    }
    return machine;
}

struct view machine_export(const struct machine *machine)
{
    struct buffer text = buffer_new(machine->arena);
    for (int i = 0; i < machine->count; i++) {
        const struct machine_entry *entry = &machine->entries[i];
        if (!entry->is_there)
            continue;
        buffer_printf(&text, "[%.*s]\n", VIEW_ARG(entry->name));
        for (int k = 0; k < entry->count; k++)
            buffer_printf(&text, "%.*s = %.*s\n", VIEW_ARG(entry->lines[k].name),
                          VIEW_ARG(entry->lines[k].value));
    }
    return buffer_view(&text);
}
