/* SPDX-License-Identifier: MIT */
#include "read/policy_overlay_once.h"

#include "base/buffer.h"

void changed_once_init(struct changed_once *changed, struct diag *diag, uint64_t seed)
{
    *changed = (struct changed_once){.diag = diag, .seed = seed};
    hash_table_init(&changed->table, diag->arena, 0);
}

/* The name by which PART says what it is about; a setting and "default" have none. */
static struct view name_of(const struct tree_part *part)
{
    bool named = part->kind != TREE_LISTENER_SETTING && !part->is_default;
    return named ? part->name.text : VIEW("");
}

static bool is_same(const struct tree_part *a, const struct tree_part *b)
{
    return a->kind == b->kind && a->setting == b->setting &&
           (a->kind == TREE_LISTENER_SETTING || a->is_default == b->is_default) &&
           view_equal(name_of(a), name_of(b));
}

static void report(struct diag *diag, const struct tree_part *part, const struct tree_part *first)
{
    struct view word = sources_text(diag->sources, part->keyword);
    struct view name = name_of(part);
    struct message *message =
        diag_report(diag, CODE_DEFINED_TWICE, part->keyword, "%.*s%s%.*s is changed twice",
                    VIEW_ARG(word), name.length == 0 ? "" : " ", VIEW_ARG(name));
    diag_note(diag, message, first->keyword, "first changed here");
    diag_help(diag, message, "put all of it into one of the two statements");
}

bool changed_once(struct changed_once *changed, const struct tree_part *part)
{
    struct view name = name_of(part);
    uint32_t hash = hash_bytes(changed->seed + (uint64_t)part->kind * 256 + part->setting,
                               name.text, name.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&changed->table, hash, &probe, &index)) {
        if (!is_same(changed->list[index], part))
            continue;
        report(changed->diag, part, changed->list[index]);
        return false;
    }
    changed->list = array_grow(changed->diag->arena, changed->list, changed->count,
                               &changed->capacity, sizeof(*changed->list));
    changed->list[changed->count] = part;
    hash_table_insert(&changed->table, hash, changed->count++);
    return true;
}
