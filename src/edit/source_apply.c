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

void source_add_fresh(struct source_change *change, struct source_statement *statement,
                      uint32_t target)
{
    for (uint32_t i = 0; i < statement->fresh_count; i++)
        if (statement->fresh[i] == target)
            return;
    statement->fresh = array_grow(change->index.arena, statement->fresh, statement->fresh_count,
                                  &statement->fresh_capacity, sizeof *statement->fresh);
    statement->fresh[statement->fresh_count++] = target;
}

/* Whether a bundle of STATEMENT gives it, whatever its block says. */
static bool bundle_gives(const struct source_index *index,
                         const struct source_statement *statement, uint32_t mask)
{
    return source_index_gives(index, statement, mask, false) != NULL;
}

/* The settings of what a step comes from that MASK is about; at most PARAM_COUNT. */
static uint32_t settings_of(const struct source_index *index,
                            const struct source_statement *statement, uint32_t mask,
                            enum step_kind kind, struct token_range *ranges)
{
    const struct giving *giving = source_index_giving(index, statement);
    uint32_t count = 0;
    for (uint32_t i = 0; i < giving->step_count; i++) {
        const struct step *step = &giving->steps[i];
        if (step->param == PARAM_COUNT || (PARAM_BIT(step->param) & mask) == 0 ||
            step->kind != kind)
            continue;
        const struct tokens *tokens = &source_index_file(index, step->place)->tokens;
        struct token_range range = statement_setting(tokens, tokens_at(tokens, step->place.offset));
        bool known = range.first == TOKEN_INDEX_NONE;
        for (uint32_t other = 0; other < count; other++)
            known = known || ranges[other].first == range.first;
        if (!known)
            ranges[count++] = range;
    }
    return count;
}

/* Where a statement of the base first names TARGET; no place if none does. */
static struct span place_of(const struct source_index *index, uint32_t target)
{
    for (uint32_t i = 0; i < index->count; i++) {
        const struct source_statement *statement = &index->statements[i];
        for (uint32_t name = 0; name < statement->target_count; name++)
            if (statement->appliance.length == 0 && statement->targets[name].target == target)
                return statement->targets[name].place;
    }
    return SPAN_NONE;
}

/*
 * The wish as a setting for TARGET, whose other half may be what the entry gives already; NULL, and
 * reported, if that gives none.
 */
static const char *wish_text(struct source_change *change, uint32_t wish, uint32_t target)
{
    struct source_wish filled = change->wishes[wish];
    const struct domain *domain = &change->index.targets[target];
    if (source_wish_fill(&filled, change->index.arena, change->policy->store,
                         source_settings_now(change, target)))
        return source_wish_text(change->index.arena, &filled);
    int missing = filled.words[0].length > 0;
    diag_mend(change->diag,
              diag_report(change->diag, CODE_SET_HALF, place_of(&change->index, target),
                          "%.*s: %s needs %s beside it", VIEW_ARG(domain->name),
                          parameter(filled.params[!missing])->policy_name,
                          parameter(filled.params[missing])->policy_name));
    return NULL;
}

bool source_apply_bundle(struct source_change *change, const struct source_statement *statement,
                         uint32_t wish)
{
    const struct source_index *index = &change->index;
    uint32_t mask = source_wish_mask(&change->wishes[wish]);
    const struct step *step = source_index_gives(index, statement, mask, false);
    struct source_file *file = source_index_file(index, step->place);
    struct token_range ranges[PARAM_COUNT];
    uint32_t count = settings_of(index, statement, mask, STEP_BUNDLE, ranges);
    uint32_t first = 0;
    if (!change->wishes[wish].leaves) {
        const char *text = wish_text(change, wish, statement->targets[0].target);
        if (text == NULL)
            return false;
        source_edit_setting(file, ranges[first++], text);
    }
    source_edit_remove_settings(file, ranges + first, count - first);
    return true;
}

bool source_apply_block(struct source_change *change, const struct source_statement *statement)
{
    struct source_index *index = &change->index;
    struct block_edit edit = {.file = &index->files[statement->file],
                              .block = &statement->tree->block,
                              .end = statement->tree->place};
    for (uint32_t wish = 0; wish < change->wish_count; wish++) {
        uint32_t bit = 1U << wish;
        uint32_t mask = source_wish_mask(&change->wishes[wish]);
        if (((statement->replaced | statement->added) & bit) == 0)
            continue;
        bool leaves = change->wishes[wish].leaves && !bundle_gives(index, statement, mask);
        const char *text = leaves ? NULL
                                  : wish_text(change, wish, statement->targets[0].target);
        if (!leaves && text == NULL)
            return false;
        if ((statement->replaced & bit) != 0) {
            struct token_range ranges[PARAM_COUNT];
            uint32_t count = settings_of(index, statement, mask, STEP_BLOCK, ranges);
            uint32_t first = 0;
            if (!leaves)
                source_edit_setting(edit.file, ranges[first++], text);
            while (first < count)
                edit.removed[edit.removed_count++] = ranges[first++];
        } else if (!leaves) {
            edit.texts[edit.text_count++] = text;
        }
    }
    source_edit_block(&edit);
    return true;
}

/* A statement that is put together. */
struct making {
    struct source_change *change;
    struct buffer settings; /* each with its semicolon, a line each */
    uint32_t count;
    bool failed;
};

static void make_setting(struct making *making, const char *text, size_t length)
{
    buffer_printf(&making->settings, "    %.*s;\n", (int)length, text);
    making->count++;
}

static void make_wish(struct making *making, uint32_t wish, uint32_t target)
{
    const char *text = wish_text(making->change, wish, target);
    making->failed = making->failed || text == NULL;
    if (text != NULL)
        make_setting(making, text, strlen(text));
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

/* The wish, of those of STATEMENT, that the setting with the token FIRST is about; or 32. */
static uint32_t wish_at(struct source_change *change, const struct source_statement *statement,
                        uint32_t first)
{
    struct token_range ranges[PARAM_COUNT];
    for (uint32_t wish = 0; wish < change->wish_count; wish++) {
        if ((statement->fresh_units & (1U << wish)) == 0)
            continue;
        uint32_t count = settings_of(&change->index, statement,
                                     source_wish_mask(&change->wishes[wish]), STEP_BLOCK, ranges);
        for (uint32_t i = 0; i < count; i++)
            if (ranges[i].first == first)
                return wish;
    }
    return PARAM_COUNT;
}

/* Whether the destination is to say something of the wish itself. */
static bool says(struct source_change *change, const struct source_statement *statement,
                 uint32_t wish)
{
    return !change->wishes[wish].leaves ||
           bundle_gives(&change->index, statement, source_wish_mask(&change->wishes[wish]));
}

/* The settings of STATEMENT's block, wishes in their places. Returns a mask of those made. */
static uint32_t copy_settings(struct making *making, const struct source_statement *statement)
{
    struct source_change *change = making->change;
    const struct tokens *tokens = &change->index.files[statement->file].tokens;
    struct span place = statement->tree->block.place;
    uint32_t made = 0;
    if (place.offset == SPAN_NONE.offset)
        return 0;
    uint32_t right = tokens_at(tokens, place.end - 1);
    for (uint32_t i = tokens_at(tokens, place.offset) + 1; i < right; i++) {
        struct token_range setting = statement_setting(tokens, i);
        uint32_t wish = wish_at(change, statement, setting.first);
        if (wish == PARAM_COUNT) {
            const char *text = tokens_line(tokens, setting.first, setting.last);
            make_setting(making, text, strlen(text));
        } else if ((made & (1U << wish)) == 0 && says(change, statement, wish)) {
            make_wish(making, wish, statement->targets[0].target);
        }
        made |= wish == PARAM_COUNT ? 0 : 1U << wish;
        i = setting.last;
    }
    return made;
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

/* Who leaves STATEMENT, or gets something beside it, in its spelling. */
static const char *fresh_text(const struct source_change *change,
                              const struct source_statement *statement)
{
    struct styled text = styled_new(change->index.arena);
    uint32_t left = statement->fresh_count;
    bool *fresh = arena_zero(change->index.arena, change->index.target_count, sizeof *fresh);
    for (uint32_t i = 0; i < statement->fresh_count; i++)
        fresh[statement->fresh[i]] = true;
    styled_begin(&text, 0);
    for (uint32_t i = 0; i < statement->target_count; i++) {
        if (!fresh[statement->targets[i].target])
            continue;
        styled_name(&text, left == statement->fresh_count ? "destination " : "",
                    statement->targets[i].name, left > 1 ? "," : "");
        left--;
    }
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

bool source_apply_behind(struct source_change *change, struct source_statement *statement)
{
    struct arena *arena = change->index.arena;
    struct making making = {.change = change, .settings = buffer_new(arena)};
    struct buffer comments = buffer_new(arena);
    uint32_t made = 0;
    if (statement->splits) {
        for (uint32_t i = 0; i < statement->target_count; i++)
            source_add_fresh(change, statement, statement->targets[i].target);
        if (!source_leave(change, statement, &comments))
            return false;
        made = copy_settings(&making, statement);
    }
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        if ((statement->fresh_units & ~made & (1U << wish)) != 0 &&
            (!statement->splits || says(change, statement, wish)))
            make_wish(&making, wish, statement->fresh[0]);
    const char *names = fresh_text(change, statement);
    const char *uses = statement->splits ? uses_text(change, statement) : "";
    source_edit_insert(&change->index.files[statement->file], statement->tree->place,
                       finish(&making, names, uses, buffer_string(&comments)));
    return !making.failed;
}

/* The last statement about destinations in the first file; NULL if there is none. */
static const struct source_statement *last_statement(const struct source_index *index)
{
    const struct source_statement *last = NULL;
    for (uint32_t i = 0; i < index->count; i++)
        if (index->statements[i].file == 0 && index->statements[i].appliance.length == 0)
            last = &index->statements[i];
    return last;
}

bool source_apply_new(struct source_change *change, uint32_t target)
{
    struct source_index *index = &change->index;
    const struct source_statement *last = last_statement(index);
    struct making making = {.change = change, .settings = buffer_new(index->arena)};
    for (uint32_t wish = 0; wish < change->wish_count; wish++)
        if (!change->wishes[wish].leaves)
            make_wish(&making, wish, target);
    struct buffer names = buffer_new(index->arena);
    bool is_default = index->targets[target].key.length == 0;
    buffer_add_string(&names, is_default ? "default" : "destination ");
    if (!is_default)
        style_add_name(&names, index->targets[target].name);
    const char *text = finish(&making, buffer_string(&names), "", "");
    if (last != NULL)
        source_edit_insert(&index->files[0], last->tree->place, text);
    else
        source_edit_append(&index->files[0], text);
    return !making.failed;
}
