/* SPDX-License-Identifier: MIT */
#include "cli/set_run.h"

#include "base/buffer.h"

#include <stdlib.h>

uint32_t set_find(const struct setting_run *set, struct view key)
{
    uint32_t hash = hash_bytes(set->run->store.seed, key.text, key.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&set->known, hash, &probe, &index))
        if (view_equal(set->destinations[index].key, key))
            return index;
    return UINT32_MAX;
}

void set_add_draft(struct setting_run *set, const struct source *file, struct view text)
{
    struct arena *arena = &set->run->arena;
    char *path = realpath(file->name, NULL);
    set->drafts = array_grow(arena, set->drafts, set->draft_count, &set->draft_capacity,
                             sizeof *set->drafts);
    set->files = array_grow(arena, set->files, set->draft_count, &set->file_capacity,
                            sizeof(*set->files));
    set->drafts[set->draft_count] = (struct source_draft){
        path == NULL ? file->name : arena_string(arena, path), text};
    free(path);
    set->files[set->draft_count++] = file;
}
