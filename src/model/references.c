/* SPDX-License-Identifier: MIT */
#include "model/references.h"

#include "base/buffer.h"

const struct reference *references_find(const struct reference_list *list, struct view name)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (view_equal(list->list[i].name, name))
            return &list->list[i];
    return NULL;
}

void references_add(struct arena *arena, struct reference_list *list,
                    const struct reference *reference)
{
    if (reference->name.length == 0 || references_find(list, reference->name) != NULL)
        return;
    list->list = array_grow(arena, list->list, list->count, &list->capacity, sizeof *list->list);
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
