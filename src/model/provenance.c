/* SPDX-License-Identifier: MIT */
#include "model/provenance.h"

#include "base/buffer.h"

struct provenance *provenance_new(struct arena *arena)
{
    struct provenance *provenance = arena_zero(arena, 1, sizeof *provenance);
    provenance->arena = arena;
    hash_table_init(&provenance->sections, arena, 0);
    return provenance;
}

uint32_t provenance_add(struct provenance *provenance, struct composition composition)
{
    provenance->compositions =
        array_grow(provenance->arena, provenance->compositions, provenance->composition_count,
                   &provenance->composition_capacity, sizeof *provenance->compositions);
    provenance->compositions[provenance->composition_count] = composition;
    return provenance->composition_count++;
}

/* Offsets are the run's own, nobody chooses them: a multiplication spreads them well enough. */
static uint32_t section_hash(uint32_t section)
{
    return section * UINT32_C(2654435761);
}

void provenance_bind(struct provenance *provenance, uint32_t section, uint32_t composition)
{
    uint32_t capacity = provenance->entry_capacity;
    provenance->entry_sections =
        array_grow(provenance->arena, provenance->entry_sections, provenance->entry_count,
                   &capacity, sizeof *provenance->entry_sections);
    provenance->entry_compositions =
        array_grow(provenance->arena, provenance->entry_compositions, provenance->entry_count,
                   &provenance->entry_capacity, sizeof *provenance->entry_compositions);
    provenance->entry_sections[provenance->entry_count] = section;
    provenance->entry_compositions[provenance->entry_count] = composition;
    hash_table_insert(&provenance->sections, section_hash(section), provenance->entry_count++);
}

const struct composition *provenance_find(const struct provenance *provenance, uint32_t section)
{
    uint32_t hash = section_hash(section);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&provenance->sections, hash, &probe, &index))
        if (provenance->entry_sections[index] == section)
            return &provenance->compositions[provenance->entry_compositions[index]];
    return NULL;
}

bool step_same(const struct step *a, const struct step *b)
{
    return a->param == b->param &&
           (a->param != PARAM_COUNT || view_equal_nocase(a->other, b->other));
}

static const struct step *deciding(const struct composition *composition, const struct step *wanted)
{
    for (uint32_t i = composition->step_count; i > 0; i--) {
        const struct step *step = &composition->steps[i - 1];
        if (step_same(step, wanted))
            return step->takes_back ? NULL : step;
    }
    return NULL;
}

const struct step *composition_step(const struct composition *composition, enum param param)
{
    return deciding(composition, &(struct step){.param = param});
}

const struct step *composition_find(const struct composition *composition, struct view name)
{
    return deciding(composition, &(struct step){.param = param_find(name), .other = name});
}
