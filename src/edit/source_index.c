/* SPDX-License-Identifier: MIT */
#include "edit/source_index.h"

#include "read/policy_include.h"

#include "policy.tab.h"

#include <stdlib.h>

/* --- Whom a statement names ------------------------------------------------------------------- */

static uint32_t target_of(const struct source_index *index, struct view key)
{
    uint32_t hash = hash_bytes(index->seed, key.text, key.length);
    uint32_t probe = hash;
    uint32_t target;
    while (hash_table_next(&index->known, hash, &probe, &target))
        if (view_equal(index->targets[target].key, key))
            return target;
    return UINT32_MAX;
}

/* The statement that is being looked at. */
struct looking {
    struct source_index *index;
    struct source_statement *statement;
};

static void take_name(const struct looking *looking, const struct domain *domain, struct span place)
{
    struct source_statement *statement = looking->statement;
    uint32_t target = target_of(looking->index, domain->key);
    if (target == UINT32_MAX) {
        if (statement->others < SHARERS_NAMED)
            statement->sharers[statement->others] = domain->name;
        statement->others++;
        return;
    }
    statement->targets =
        array_grow(looking->index->arena, statement->targets, statement->target_count,
                   &statement->target_capacity, sizeof *statement->targets);
    statement->targets[statement->target_count++] =
        (struct named_target){target, domain->name, place};
}

static void take_subject(void *context, uint32_t subject, struct span place)
{
    const struct looking *looking = context;
    take_name(looking, &looking->index->names.subjects[subject].domain, place);
}

static void take_statement(struct source_index *index, struct tree_statement *tree,
                           struct view appliance)
{
    static const struct domain default_entry = {.name = {"DEFAULT", 7}, .key = {"", 0}};
    bool names_some = tree->kind == TREE_DESTINATION || tree->kind == TREE_ADD;
    if (!names_some && tree->kind != TREE_DEFAULT)
        return;
    index->statements = array_grow(index->arena, index->statements, index->count,
                                   &index->capacity, sizeof *index->statements);
    struct source_statement *statement = &index->statements[index->count++];
    struct looking looking = {index, statement};
    *statement = (struct source_statement){.tree = tree, .appliance = appliance};
    statement->file = (uint32_t)(source_index_file(index, tree->keyword) - index->files);
    statement->giving = compose_giving(&index->composer, tree, appliance);
    if (names_some)
        names_each(&index->names, &tree->list, &looking, take_subject);
    else
        take_name(&looking, &default_entry, tree->keyword);
}

/* --- Reading ---------------------------------------------------------------------------------- */

static bool read_files(struct source_index *index)
{
    uint32_t count = 0;
    index->files = arena_zero(index->arena, index->tree.file_count + 1u, sizeof *index->files);
    for (const struct tree_file *file = index->tree.files; file != NULL; file = file->next) {
        struct source_file *next = &index->files[count++];
        next->source = file->source;
        next->patch = patch_new(index->arena);
        if (!tokens_read(&next->tokens, &index->aside, file->source))
            return false;
    }
    index->file_count = count;
    return true;
}

/* A file's number beside where its text stands. */
struct placed_file {
    uint32_t base;
    uint32_t number;
};

static int by_base(const void *a, const void *b)
{
    const struct placed_file *first = a;
    const struct placed_file *second = b;
    return first->base < second->base ? -1 : first->base > second->base;
}

static void order_files(struct source_index *index)
{
    uint32_t count = index->file_count;
    struct placed_file *placed = arena_zero(index->arena, count + 1u, sizeof *placed);
    for (uint32_t i = 0; i < count; i++)
        placed[i] = (struct placed_file){index->files[i].source->base, i};
    qsort(placed, count, sizeof *placed, by_base);
    index->file_order = arena_zero(index->arena, count + 1u, sizeof *index->file_order);
    for (uint32_t i = 0; i < count; i++)
        index->file_order[i] = placed[i].number;
}

static void finish_bundle(void *context, struct definition *bundle)
{
    struct source_index *index = context;
    compose_bundle(&index->composer, bundle);
}

static void define_names(struct source_index *index)
{
    for (struct tree_statement *tree = index->tree.first; tree != NULL; tree = tree->next)
        if (tree->kind == TREE_DEFINE || tree->kind == TREE_SETTINGS)
            names_define(&index->names,
                         tree->kind == TREE_DEFINE ? DEFINITION_SET : DEFINITION_BUNDLE, tree);
    names_resolve(&index->names, index, finish_bundle);
}

/* --- What is looked up ------------------------------------------------------------------------ */

static void index_mentions(struct source_index *index)
{
    uint32_t *next = arena_zero(index->arena, index->target_count + 1u, sizeof *next);
    uint32_t total = 0;
    index->first_mentions =
        arena_zero(index->arena, index->target_count + 1u, sizeof *index->first_mentions);
    for (uint32_t i = 0; i < index->count; i++)
        for (uint32_t number = 0; number < index->statements[i].target_count; number++)
            next[index->statements[i].targets[number].target]++;
    for (uint32_t target = 0; target < index->target_count; target++) {
        index->first_mentions[target] = total;
        total += next[target];
        next[target] = index->first_mentions[target];
    }
    index->first_mentions[index->target_count] = total;
    index->mentions = arena_zero(index->arena, total + 1u, sizeof *index->mentions);
    for (uint32_t i = 0; i < index->count; i++)
        for (uint32_t number = 0; number < index->statements[i].target_count; number++)
            index->mentions[next[index->statements[i].targets[number].target]++] =
                (struct source_mention){i, number};
}

static void add_sharer(struct source_index *index, uint32_t offset, uint32_t statement)
{
    uint32_t hash = hash_bytes(index->seed, &offset, sizeof offset);
    uint32_t probe = hash;
    uint32_t found;
    while (hash_table_next(&index->sharers, hash, &probe, &found))
        if (index->sharer_list[found].offset == offset)
            return;
    index->sharer_list = array_grow(index->arena, index->sharer_list, index->sharer_count,
                                    &index->sharer_capacity, sizeof *index->sharer_list);
    index->sharer_list[index->sharer_count] = (struct source_sharer){offset, statement};
    hash_table_insert(&index->sharers, hash, index->sharer_count++);
}

static bool of_bundle(const struct step *step)
{
    return step->kind == STEP_BUNDLE || step->kind == STEP_OVERLAY_BUNDLE;
}

static void index_sharers(struct source_index *index)
{
    hash_table_init(&index->sharers, index->arena, 0);
    for (uint32_t i = 0; i < index->count; i++) {
        const struct giving *giving = source_index_giving(index, &index->statements[i]);
        for (uint32_t step = 0; index->statements[i].others > 0 && step < giving->step_count;
             step++)
            if (of_bundle(&giving->steps[step]))
                add_sharer(index, giving->steps[step].place.offset, i);
    }
}

/* How often the set called NAME is used, NULL for never; *HASH is that of the name. */
static struct source_use *use_of(const struct source_index *index, struct view name, uint32_t *hash)
{
    *hash = hash_bytes(index->seed, name.text, name.length);
    uint32_t probe = *hash;
    uint32_t found;
    while (hash_table_next(&index->uses, *hash, &probe, &found))
        if (view_equal(index->use_list[found].name, name))
            return &index->use_list[found];
    return NULL;
}

static void index_uses(struct source_index *index)
{
    hash_table_init(&index->uses, index->arena, 0);
    for (uint32_t i = 0; i < index->file_count; i++) {
        const struct tokens *tokens = &index->files[i].tokens;
        for (uint32_t token = 0; token < tokens->marks.count; token++) {
            if (tokens_kind(tokens, token) != POLICY_TOKEN_SET)
                continue;
            struct view text = tokens_text(tokens, token);
            struct view name = {text.text + 1, text.length - 1};
            uint32_t hash;
            struct source_use *use = use_of(index, name, &hash);
            if (use != NULL) {
                use->count++;
                continue;
            }
            index->use_list = array_grow(index->arena, index->use_list, index->use_count,
                                         &index->use_capacity, sizeof *index->use_list);
            index->use_list[index->use_count] = (struct source_use){name, 1};
            hash_table_insert(&index->uses, hash, index->use_count++);
        }
    }
}

bool source_index_read(struct source_index *index, struct arena *arena, struct sources *sources,
                       struct store *store, const struct source *source,
                       const struct domain *targets, uint32_t count)
{
    *index = (struct source_index){
        .arena = arena, .seed = store->seed, .targets = targets, .target_count = count};
    diag_init(&index->aside, arena, sources);
    hash_table_init(&index->known, arena, count);
    for (uint32_t i = 0; i < count; i++)
        hash_table_insert(&index->known,
                          hash_bytes(index->seed, targets[i].key.text, targets[i].key.length), i);
    policy_read_files(&index->tree, &index->aside, source);
    if (diag_has_errors(&index->aside) || !read_files(index))
        return false;
    order_files(index);
    names_init(&index->names, &index->aside, store, &index->tree.broken);
    composer_init(&index->composer, &index->names, &index->aside, store);
    define_names(index);
    for (struct tree_statement *tree = index->tree.first; tree != NULL; tree = tree->next) {
        take_statement(index, tree, VIEW(""));
        struct tree_statement *child = tree->kind == TREE_APPLIANCE ? tree->children : NULL;
        for (; child != NULL; child = child->next)
            take_statement(index, child, tree->name.text);
    }
    index_mentions(index);
    index_sharers(index);
    index_uses(index);
    return true;
}

/* --- Questions -------------------------------------------------------------------------------- */

const struct domain *source_index_target(const struct source_index *index, struct view key)
{
    uint32_t target = target_of(index, key);
    return target == UINT32_MAX ? NULL : &index->targets[target];
}

struct source_file *source_index_file(const struct source_index *index, struct span place)
{
    uint32_t low = 0;
    uint32_t high = index->file_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (index->files[index->file_order[middle]].source->base <= place.offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &index->files[index->file_order[low - 1]];
}

const struct source_mention *source_index_mentions(const struct source_index *index,
                                                   uint32_t target, uint32_t *count)
{
    *count = index->first_mentions[target + 1] - index->first_mentions[target];
    return index->mentions + index->first_mentions[target];
}

const struct source_statement *source_index_sharer(const struct source_index *index,
                                                   struct span place)
{
    uint32_t hash = hash_bytes(index->seed, &place.offset, sizeof place.offset);
    uint32_t probe = hash;
    uint32_t found;
    while (hash_table_next(&index->sharers, hash, &probe, &found))
        if (index->sharer_list[found].offset == place.offset)
            return &index->statements[index->sharer_list[found].statement];
    return NULL;
}

const struct giving *source_index_giving(const struct source_index *index,
                                         const struct source_statement *statement)
{
    return &index->composer.givings[statement->giving];
}

const struct step *source_index_gives(const struct source_index *index,
                                      const struct source_statement *statement, uint32_t mask,
                                      bool blocks)
{
    const struct giving *giving = source_index_giving(index, statement);
    for (uint32_t i = giving->step_count; i > 0; i--) {
        const struct step *step = &giving->steps[i - 1];
        if ((blocks || of_bundle(step)) && step->param != PARAM_COUNT &&
            (PARAM_BIT(step->param) & mask) != 0)
            return step;
    }
    return NULL;
}

uint32_t source_index_uses(const struct source_index *index, struct view name)
{
    uint32_t hash;
    const struct source_use *use = use_of(index, name, &hash);
    return use == NULL ? 0 : use->count;
}
