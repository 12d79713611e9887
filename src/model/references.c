/* SPDX-License-Identifier: MIT */
#include "model/references.h"

#include "base/buffer.h"

const struct reference *references_find(const struct reference_list *list, struct view name)
{
    uint32_t hash = hash_bytes(list->seed, name.text, name.length);
    uint32_t probe = hash;
    uint32_t index;
    while (list->count > 0 && hash_table_next(&list->table, hash, &probe, &index))
        if (index < list->count && view_equal(list->list[index].name, name))
            return &list->list[index];
    return NULL;
}

void references_add(struct arena *arena, struct reference_list *list,
                    const struct reference *reference)
{
    struct view name = reference->name;
    if (name.length == 0 || references_find(list, name) != NULL)
        return;
    if (list->count == 0) {
        list->seed = hash_seed();
        hash_table_init(&list->table, arena, 0);
    }
    list->list = array_grow(arena, list->list, list->count, &list->capacity, sizeof *list->list);
    hash_table_insert(&list->table, hash_bytes(list->seed, name.text, name.length), list->count);
    list->list[list->count++] = *reference;
}

void references_add_interface(struct arena *arena, struct references *references,
                              const struct reference_interface *interface)
{
    references->interfaces =
        array_grow(arena, references->interfaces, references->interface_count,
                   &references->interface_capacity, sizeof *references->interfaces);
    references->interfaces[references->interface_count++] = *interface;
    references_add(arena, &references->certificates, &interface->certificate);
}
