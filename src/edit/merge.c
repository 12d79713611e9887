/* SPDX-License-Identifier: MIT */
#include "edit/merge.h"

#include "base/buffer.h"

/* The three sets of settings of an entry; NULL where a side does not have the entry. */
struct three {
    const struct settings *base;
    const struct settings *ours;
    const struct settings *theirs;
};

struct merging {
    struct arena *arena;
    const struct store *store;
    struct merge *merge;
    struct merge_entry *entry; /* the one that is put together */
    uint32_t capacity;         /* of its settings */
};

/* --- Values ----------------------------------------------------------------------------------- */

static struct merge_value value_of(const struct merging *merging, const struct settings *settings,
                                   enum param param)
{
    char number[VALUE_BUFFER];
    if (settings == NULL || !settings_has(settings, param))
        return (struct merge_value){.given = false};
    struct view text = value_export(merging->store, param, settings->values[param], number);
    if (text.text == number)
        text = arena_copy(merging->arena, text);
    return (struct merge_value){true, text};
}

static struct merge_value other_of(const struct merging *merging, const struct settings *settings,
                                   struct view name)
{
    for (uint32_t i = 0; settings != NULL && i < settings->other_count; i++)
        if (view_equal_nocase(atom_view(merging->store, settings->others[i].name), name))
            return (struct merge_value){true, atom_view(merging->store, settings->others[i].text)};
    return (struct merge_value){.given = false};
}

static bool same_param(const struct settings *a, const struct settings *b, enum param param)
{
    bool first = a != NULL && settings_has(a, param);
    bool second = b != NULL && settings_has(b, param);
    return first == second && (!first || value_same(a->values[param], b->values[param]));
}

static bool same_value(const struct merge_value *a, const struct merge_value *b)
{
    return a->given == b->given && view_equal(a->text, b->text);
}

static bool same_settings(const struct store *store, const struct settings *a,
                          const struct settings *b)
{
    if (a == b || a == NULL || b == NULL)
        return a == b;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (!same_param(a, b, (enum param)i))
            return false;
    return settings_same_others(store, a, b);
}

/* --- Settings --------------------------------------------------------------------------------- */

static void add_setting(struct merging *merging, const struct merge_setting *setting)
{
    struct merge_entry *entry = merging->entry;
    entry->settings = array_grow(merging->arena, entry->settings, entry->setting_count,
                                 &merging->capacity, sizeof *entry->settings);
    entry->settings[entry->setting_count++] = *setting;
    merging->merge->conflicts += setting->kind == MERGE_CONFLICT;
}

static void add_param(struct merging *merging, const struct three *three, enum param param,
                      enum merge_kind kind)
{
    add_setting(merging, &(struct merge_setting){kind, view_of(parameter(param)->export_name),
                                                 value_of(merging, three->base, param),
                                                 value_of(merging, three->ours, param),
                                                 value_of(merging, three->theirs, param)});
}

/*
 * The same of all that PARAM is one with: a limit of recipients and its time. Half of ours and half
 * of theirs would be a rate that nobody wrote.
 */
static bool same_unit(const struct settings *a, const struct settings *b, enum param param)
{
    uint32_t unit = PARAM_BIT(param);
    if ((unit & RECIPIENTS_PAIR) != 0)
        unit = RECIPIENTS_PAIR;
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((unit & PARAM_BIT(i)) != 0 && !same_param(a, b, (enum param)i))
            return false;
    return true;
}

/* Merges PARAM. Returns whether the merged entry gives it. */
static bool merge_param(struct merging *merging, const struct three *three, enum param param)
{
    bool ours = three->ours != NULL && settings_has(three->ours, param);
    bool theirs = three->theirs != NULL && settings_has(three->theirs, param);
    if (same_param(three->ours, three->theirs, param) ||
        same_unit(three->base, three->theirs, param))
        return ours;
    bool is_free = same_unit(three->base, three->ours, param);
    add_param(merging, three, param,
              !is_free ? MERGE_CONFLICT
              : theirs ? MERGE_TAKE
                       : MERGE_DROP);
    return is_free ? theirs : true;
}

/* The parameter whose conflict was told already, or is told now. */
static bool is_told(const struct merging *merging, enum param param)
{
    const struct merge_entry *entry = merging->entry;
    for (uint32_t i = 0; i < entry->setting_count; i++)
        if (view_equal(entry->settings[i].name, view_of(parameter(param)->export_name)))
            return true;
    return false;
}

/*
 * What a merged setting needs beside it and one side has taken out, while the other still has it:
 * each change is good by itself, both together are not.
 */
static void merge_companions(struct merging *merging, const struct three *three, uint32_t given)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        uint32_t lacking = parameter((enum param)i)->needs & ~given;
        for (int k = 0; k < PARAM_COUNT && (given & PARAM_BIT(i)) != 0; k++) {
            enum param param = (enum param)k;
            if ((lacking & PARAM_BIT(k)) == 0 || same_param(three->ours, three->theirs, param))
                continue;
            struct merge_entry *entry = merging->entry;
            if (is_told(merging, param)) /* as dropped: theirs' doing, which is a conflict now */
                for (uint32_t n = 0; n < entry->setting_count; n++) {
                    struct merge_setting *told = &entry->settings[n];
                    bool meant = view_equal(told->name, view_of(parameter(param)->export_name));
                    merging->merge->conflicts += meant && told->kind != MERGE_CONFLICT;
                    told->kind = meant ? MERGE_CONFLICT : told->kind;
                }
            else
                add_param(merging, three, param, MERGE_CONFLICT);
        }
    }
}

/* --- Parameters that are not known ------------------------------------------------------------ */

static void merge_other(struct merging *merging, const struct three *three, struct view name)
{
    const struct merge_value base = other_of(merging, three->base, name);
    const struct merge_value ours = other_of(merging, three->ours, name);
    const struct merge_value theirs = other_of(merging, three->theirs, name);
    if (same_value(&ours, &theirs) || same_value(&base, &theirs))
        return;
    enum merge_kind kind = !same_value(&base, &ours) ? MERGE_CONFLICT
                           : theirs.given            ? MERGE_TAKE
                                                     : MERGE_DROP;
    add_setting(merging, &(struct merge_setting){kind, name, base, ours, theirs});
}

static void merge_others(struct merging *merging, const struct three *three)
{
    const struct settings *ours = three->ours;
    const struct settings *theirs = three->theirs;
    for (uint32_t i = 0; ours != NULL && i < ours->other_count; i++)
        merge_other(merging, three, atom_view(merging->store, ours->others[i].name));
    for (uint32_t i = 0; theirs != NULL && i < theirs->other_count; i++) {
        struct view name = atom_view(merging->store, theirs->others[i].name);
        if (!other_of(merging, ours, name).given)
            merge_other(merging, three, name);
    }
}

/* --- Entries ---------------------------------------------------------------------------------- */

static void merge_settings(struct merging *merging, const struct three *three)
{
    uint32_t given = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (merge_param(merging, three, (enum param)i))
            given |= PARAM_BIT(i);
    if (!merging->entry->is_default)
        merge_companions(merging, three, given);
    merge_others(merging, three);
}

/* What happens to the entry as such; false if nothing does. */
static bool choose_whole(const struct store *store, const struct three *three,
                         enum merge_whole *whole)
{
    if (same_settings(store, three->ours, three->theirs) ||
        same_settings(store, three->base, three->theirs))
        return false;
    if (three->ours == NULL)
        *whole = three->base == NULL ? MERGE_ADD : MERGE_OURS_GONE;
    else if (three->theirs == NULL)
        *whole = same_settings(store, three->base, three->ours) ? MERGE_REMOVE : MERGE_THEIRS_GONE;
    else
        *whole = MERGE_INSIDE;
    return true;
}

static void merge_three(struct merging *merging, const struct three *three,
                        struct merge_entry entry)
{
    static const struct three nothing;
    struct merge *merge = merging->merge;
    if (!choose_whole(merging->store, three, &entry.whole))
        return;
    merge->entries = array_grow(merging->arena, merge->entries, merge->count, &merge->capacity,
                                sizeof *merge->entries);
    merging->entry = &merge->entries[merge->count];
    merging->capacity = 0;
    *merging->entry = entry;
    merge->conflicts += entry.whole == MERGE_OURS_GONE || entry.whole == MERGE_THEIRS_GONE;
    struct three told = entry.whole == MERGE_INSIDE ? *three : nothing;
    told.theirs = three->theirs;
    if (entry.whole != MERGE_REMOVE && entry.whole != MERGE_THEIRS_GONE)
        merge_settings(merging, &told);
    merge->count += entry.whole != MERGE_INSIDE || merging->entry->setting_count > 0;
}

static const struct settings *settings_of(const struct policy *policy, uint32_t entry)
{
    return entry == NO_ENTRY
               ? NULL
               : policy_settings(policy, policy_destination(policy, entry)->settings);
}

static void merge_names(struct merging *merging, const struct policy *base,
                        const struct policy *ours, const struct policy *theirs, bool theirs_alone)
{
    const struct policy *walked = theirs_alone ? theirs : ours;
    for (uint32_t i = 0; i < walked->count; i++) {
        const struct destination *destination = policy_destination(walked, i);
        struct view key = destination_key(destination);
        uint32_t other = policy_find(theirs_alone ? ours : theirs, key);
        if (theirs_alone && other != NO_ENTRY)
            continue;
        uint32_t own = theirs_alone ? NO_ENTRY : i;
        uint32_t their = theirs_alone ? i : other;
        const struct three three = {settings_of(base, policy_find(base, key)),
                                    settings_of(ours, own), settings_of(theirs, their)};
        merge_three(merging, &three, (struct merge_entry){.name = destination_name(destination),
                                                          .ours = own,
                                                          .theirs = their});
    }
}

void merge_policies(struct arena *arena, const struct policy *base, const struct policy *ours,
                    const struct policy *theirs, struct merge *merge)
{
    struct merging merging = {.arena = arena, .store = ours->store, .merge = merge};
    const struct three defaults = {policy_default(base), policy_default(ours),
                                   policy_default(theirs)};
    *merge = (struct merge){.count = 0};
    merge_three(&merging, &defaults,
                (struct merge_entry){.is_default = true,
                                     .name = VIEW("DEFAULT"),
                                     .ours = NO_ENTRY,
                                     .theirs = NO_ENTRY});
    merge_names(&merging, base, ours, theirs, false);
    merge_names(&merging, base, ours, theirs, true);
}
