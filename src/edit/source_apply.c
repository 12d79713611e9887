/* SPDX-License-Identifier: MIT */
#include "edit/source_apply.h"

#include "edit/source_edit.h"
#include "edit/source_leave.h"
#include "model/policy_style.h"

#include "policy.tab.h"

const struct settings *source_settings_now(const struct source_change *change, uint32_t target)
{
    const struct policy *policy = change->policy;
    struct view key = change->index.targets[target].key;
    if (key.length == 0)
        return policy_default(policy);
    uint32_t entry = policy_find(policy, key);
    return entry == NO_ENTRY ? NULL
                             : policy_settings(policy, policy_destination(policy, entry)->settings);
}

/* Whether a bundle of STATEMENT gives it, whatever its block says. */
static bool bundle_gives(const struct source_index *index,
                         const struct source_statement *statement, uint32_t mask)
{
    return source_index_gives(index, statement, mask, false) != NULL;
}

struct block_unit source_block_unit(const struct source_change *change,
                                    const struct source_statement *statement, uint32_t wish)
{
    return block_unit_read(&change->index.files[statement->file].tokens, change->policy->store,
                           &statement->tree->block, &change->wishes[wish]);
}

/* What all of STATEMENT's targets have in the part of WISH that is open; empty if they differ. */
static struct view common_half(const struct source_change *change,
                               const struct source_statement *statement, uint32_t wish)
{
    struct view half = source_change_half(change, statement->targets[0].target, wish);
    for (uint32_t i = 1; i < statement->target_count; i++)
        if (!view_equal(half,
                        source_change_half(change, statement->targets[i].target, wish)))
            return VIEW("");
    return half;
}

/* The wish as a setting of STATEMENT's block, whose own words are UNIT. */
static const char *wish_in_block(const struct source_change *change,
                                 const struct source_statement *statement,
                                 const struct block_unit *unit, uint32_t wish)
{
    return block_unit_text(change->index.arena, unit, &change->wishes[wish],
                           common_half(change, statement, wish));
}

/* The wish as a setting for TARGET. */
static const char *wish_for(const struct source_change *change, uint32_t wish, uint32_t target)
{
    const struct block_unit none = {.count = 0};
    return block_unit_text(change->index.arena, &none, &change->wishes[wish],
                           source_change_half(change, target, wish));
}

void source_apply_bundle(struct source_change *change, const struct source_edit *edit)
{
    const struct source_index *index = &change->index;
    const struct tree_statement *tree = edit->bundle->statement;
    struct source_file *file = source_index_file(index, tree->keyword);
    const struct source_wish *wish = &change->wishes[edit->wish];
    struct block_unit unit =
        block_unit_read(&file->tokens, change->policy->store, &tree->block, wish);
    uint32_t first = 0;
    /* Who else uses it may have another half: it stays open, unless the bundle has it. */
    if (!wish->leaves && unit.count > 0)
        source_edit_setting(file, unit.settings[first++],
                            block_unit_text(index->arena, &unit, wish, VIEW("")));
    source_edit_remove_settings(file, unit.settings + first, unit.count - first);
}

/* --- A statement's own block ------------------------------------------------------------------ */

static void apply_block(struct source_change *change, const struct source_statement *statement)
{
    struct source_index *index = &change->index;
    struct block_edit edit = {.file = &index->files[statement->file],
                              .block = &statement->tree->block,
                              .end = statement->tree->place};
    for (uint32_t wish = 0; wish < change->wish_count; wish++) {
        if ((statement->in_block & (1U << wish)) == 0)
            continue;
        struct block_unit unit = source_block_unit(change, statement, wish);
        bool leaves = change->wishes[wish].leaves &&
                      !bundle_gives(index, statement, source_wish_mask(&change->wishes[wish]));
        const char *text = leaves ? NULL : wish_in_block(change, statement, &unit, wish);
        uint32_t first = 0;
        if (!leaves && unit.count > 0)
            source_edit_setting(edit.file, unit.settings[first++], text);
        else if (!leaves)
            edit.texts[edit.text_count++] = text;
        while (first < unit.count)
            edit.removed[edit.removed_count++] = unit.settings[first++];
    }
    source_edit_block(&edit);
}

/* --- Statements behind it --------------------------------------------------------------------- */

/* A statement that is put together. */
struct making {
    struct source_change *change;
    struct buffer settings; /* each with its semicolon, a line each */
    uint32_t count;
};

static void make_setting(struct making *making, const char *text)
{
    buffer_printf(&making->settings, "    %s;\n", text);
    making->count++;
}

/* The tokens from FIRST up to LAST, a blank between two but before commas. */
static const char *tokens_line(const struct tokens *tokens, uint32_t first, uint32_t last)
{
    struct buffer text = buffer_new(tokens->arena);
    for (uint32_t i = first; i < last; i++) {
        if (i > first && tokens_kind(tokens, i) != POLICY_TOKEN_COMMA)
            buffer_add_char(&text, ' ');
        buffer_add(&text, tokens_text(tokens, i));
    }
    return buffer_string(&text);
}

/* Whether the destination is to say something of the wish itself. */
static bool says(struct source_change *change, const struct source_statement *statement,
                 uint32_t wish)
{
    return !change->wishes[wish].leaves ||
           bundle_gives(&change->index, statement, source_wish_mask(&change->wishes[wish]));
}

/* What is to become of the settings of a block that is copied. */
struct copying {
    struct block_unit units[PARAM_COUNT]; /* by wish */
    uint32_t made;                        /* the wishes that have been written down */
};

/* The wish of STATEMENT that the setting with the token FIRST is about; or PARAM_COUNT. */
static uint32_t wish_at(const struct source_change *change,
                        const struct source_statement *statement, const struct copying *copying,
                        uint32_t first)
{
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        for (uint32_t i = 0; (statement->fresh & (1U << wish)) != 0 &&
                             i < copying->units[wish].count;
             i++)
            if (copying->units[wish].settings[i].first == first)
                return wish;
    return PARAM_COUNT;
}

static void make_wish(struct making *making, const struct source_statement *statement,
                      struct copying *copying, uint32_t wish)
{
    if ((copying->made & (1U << wish)) == 0 && says(making->change, statement, wish))
        make_setting(making, wish_in_block(making->change, statement, &copying->units[wish],
                                           wish));
    copying->made |= 1U << wish;
}

/* The settings of STATEMENT's block, wishes in their places; then the other wishes. */
static void copy_settings(struct making *making, const struct source_statement *statement)
{
    struct source_change *change = making->change;
    const struct tokens *tokens = &change->index.files[statement->file].tokens;
    struct span place = statement->tree->block.place;
    bool has_block = place.offset != SPAN_NONE.offset;
    struct copying copying = {.made = 0};
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        copying.units[wish] = source_block_unit(change, statement, wish);
    uint32_t right = has_block ? tokens_at(tokens, place.end - 1) : 0;
    for (uint32_t i = has_block ? tokens_at(tokens, place.offset) + 1 : 0; i < right; i++) {
        struct token_range setting = statement_setting(tokens, i);
        uint32_t wish = wish_at(change, statement, &copying, setting.first);
        if (wish == PARAM_COUNT)
            make_setting(making, tokens_line(tokens, setting.first, setting.last));
        else
            make_wish(making, statement, &copying, wish);
        i = setting.last;
    }
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        if ((statement->fresh & (1U << wish)) != 0)
            make_wish(making, statement, &copying, wish);
}

/* The statement of NAMES, with USES, and what MAKING has gathered. */
static const char *finish(struct making *making, const char *names, const char *uses,
                          const char *comments)
{
    struct arena *arena = making->change->index.arena;
    const char *settings = buffer_string(&making->settings);
    if (making->count == 0)
        return arena_printf(arena, "%s%s%s;", comments, names, uses);
    size_t length = strlen(settings);
    if (making->count == 1 && strlen(names) + strlen(uses) + length < STYLE_COLUMNS)
        return arena_printf(arena, "%s%s%s { %.*s }", comments, names, uses,
                            (int)(length - STYLE_INDENT - 1), settings + STYLE_INDENT);
    return arena_printf(arena, "%s%s%s {\n%s}", comments, names, uses, settings);
}

/* COUNT of STATEMENT's targets, or all where MEMBERS is NULL, in its spelling. */
static const char *names_text(const struct source_change *change,
                              const struct source_statement *statement, const uint32_t *members,
                              uint32_t count)
{
    struct styled text = styled_new(change->index.arena);
    styled_begin(&text, 0);
    for (uint32_t i = 0; i < count; i++)
        styled_name(&text, i == 0 ? "destination " : "",
                    statement->targets[members == NULL ? i : members[i]].name,
                    i + 1 < count ? "," : "");
    return buffer_string(&text.text);
}

/* The words of STATEMENT's "uses", with a blank before them; "" if it has none. */
static const char *uses_text(const struct source_change *change,
                             const struct source_statement *statement)
{
    const struct tokens *tokens = &change->index.files[statement->file].tokens;
    const struct tree_list *uses = &statement->tree->uses;
    if (uses->first == NULL)
        return "";
    uint32_t first = tokens_at(tokens, uses->first->text.place.offset);
    uint32_t last = tokens_at(tokens, uses->last->text.place.offset);
    return arena_printf(change->index.arena, " %s", tokens_line(tokens, first - 1, last + 1));
}

/* The statement for those who leave. */
static bool apply_split(struct source_change *change, const struct source_statement *statement)
{
    struct arena *arena = change->index.arena;
    struct making making = {.change = change, .settings = buffer_new(arena)};
    struct buffer comments = buffer_new(arena);
    if (!source_leave(change, statement, &comments))
        return false;
    copy_settings(&making, statement);
    source_edit_insert(&change->index.files[statement->file], statement->tree->place,
                       finish(&making,
                              names_text(change, statement, NULL, statement->target_count),
                              uses_text(change, statement), buffer_string(&comments)));
    return true;
}

/* One for those who get something beside it. */
static void apply_group(struct source_change *change, const struct source_statement *statement,
                        const struct source_group *group)
{
    struct making making = {.change = change, .settings = buffer_new(change->index.arena)};
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        if ((group->wishes & (1U << wish)) != 0)
            make_setting(&making, wish_for(change, wish,
                                           statement->targets[group->members[0]].target));
    source_edit_insert(&change->index.files[statement->file], statement->tree->place,
                       finish(&making,
                              names_text(change, statement, group->members, group->count), "",
                              ""));
}

bool source_apply(struct source_change *change, const struct source_statement *statement)
{
    if (statement->in_block != 0)
        apply_block(change, statement);
    if (statement->splits && !apply_split(change, statement))
        return false;
    for (const struct source_group *group = statement->groups; group != NULL; group = group->next)
        apply_group(change, statement, group);
    return true;
}

/* The last statement about destinations in the first file; NULL if there is none. */
static const struct source_statement *last_statement(const struct source_index *index)
{
    for (uint32_t i = index->count; i > 0; i--)
        if (index->statements[i - 1].file == 0 &&
            index->statements[i - 1].appliance.length == 0)
            return &index->statements[i - 1];
    return NULL;
}

/* The statement for TARGET, which has none. */
static const char *new_text(struct source_change *change, uint32_t target)
{
    const struct source_index *index = &change->index;
    struct making making = {.change = change, .settings = buffer_new(index->arena)};
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        if (!change->wishes[wish].leaves)
            make_setting(&making, wish_for(change, wish, target));
    struct buffer names = buffer_new(index->arena);
    bool is_default = index->targets[target].key.length == 0;
    buffer_add_string(&names, is_default ? "default" : "destination ");
    if (!is_default)
        style_add_name(&names, index->targets[target].name);
    return finish(&making, buffer_string(&names), "", "");
}

void source_apply_new(struct source_change *change)
{
    struct source_index *index = &change->index;
    const struct source_statement *last = last_statement(index);
    for (uint32_t target = 0; target < index->target_count; target++) {
        if (change->exists[target])
            continue;
        if (last != NULL)
            source_edit_insert(&index->files[0], last->tree->place, new_text(change, target));
        else
            source_edit_append(&index->files[0], new_text(change, target));
    }
}
