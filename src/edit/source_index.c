/* SPDX-License-Identifier: MIT */
#include "edit/source_index.h"

#include "read/policy_include.h"

#include "policy.tab.h"

/* --- Whom a statement names ------------------------------------------------------------------- */

static uint32_t target_of(const struct source_index *index, struct view key)
{
    uint32_t hash = hash_bytes(0, key.text, key.length);
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

bool source_index_read(struct source_index *index, struct arena *arena, struct sources *sources,
                       struct store *store, const struct source *source,
                       const struct domain *targets, uint32_t count)
{
    *index = (struct source_index){.arena = arena, .targets = targets, .target_count = count};
    diag_init(&index->aside, arena, sources);
    hash_table_init(&index->known, arena, count);
    for (uint32_t i = 0; i < count; i++)
        hash_table_insert(&index->known,
                          hash_bytes(0, targets[i].key.text, targets[i].key.length), i);
    policy_read_files(&index->tree, &index->aside, source);
    if (diag_has_errors(&index->aside) || !read_files(index))
        return false;
    names_init(&index->names, &index->aside, store, &index->tree.broken);
    composer_init(&index->composer, &index->names, &index->aside, store);
    define_names(index);
    for (struct tree_statement *tree = index->tree.first; tree != NULL; tree = tree->next) {
        take_statement(index, tree, VIEW(""));
        struct tree_statement *child = tree->kind == TREE_APPLIANCE ? tree->children : NULL;
        for (; child != NULL; child = child->next)
            take_statement(index, child, tree->name.text);
    }
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
    for (uint32_t i = 0; i < index->file_count; i++) {
        const struct source *source = index->files[i].source;
        if (place.offset >= source->base && place.offset <= source->base + source->size)
            return &index->files[i];
    }
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
        bool counts = blocks || step->kind == STEP_BUNDLE || step->kind == STEP_OVERLAY_BUNDLE;
        if (counts && step->param != PARAM_COUNT && (PARAM_BIT(step->param) & mask) != 0)
            return step;
    }
    return NULL;
}

uint32_t source_index_uses(const struct source_index *index, struct view name)
{
    uint32_t uses = 0;
    for (uint32_t i = 0; i < index->file_count; i++) {
        const struct tokens *tokens = &index->files[i].tokens;
        for (uint32_t token = 0; token < tokens->marks.count; token++) {
            if (tokens_kind(tokens, token) != POLICY_TOKEN_SET)
                continue;
            struct view text = tokens_text(tokens, token);
            uses += text.length == name.length + 1 &&
                    memcmp(text.text + 1, name.text, name.length) == 0;
        }
    }
    return uses;
}
