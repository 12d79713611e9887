/* SPDX-License-Identifier: MIT */
#include "write/listing.h"

#include "base/utf8.h"
#include "diag/show.h"
#include "write/names.h"

static struct listing_entry make_entry(const struct listing *listing,
                                       const struct destination *destination, bool both_forms)
{
    struct view name = destination_name(destination);
    enum idn_form form = listing->options->idn;
    if (both_forms || form != IDN_AS_READ)
        name = name_shown(listing->policy->arena, destination, form, both_forms);
    return (struct listing_entry){name.text, destination->settings, (uint16_t)name.length,
                                  (uint16_t)utf8_width(name)};
}

/*
 * Destinations lie in memory in the order they were read, rows are in the order of names. Asking
 * for them some rows ahead spares most of the waiting: it halves the time of a large listing.
 */
enum { NAMES_AHEAD = 16, DESTINATIONS_AHEAD = 32 };

static void add_entries(struct listing *listing, const struct selection *selection,
                        bool both_forms)
{
    const struct policy *policy = listing->policy;
    size_t widest = 0;
    listing->entries = arena_alloc(policy->arena, selection->count * sizeof *listing->entries);
    for (; listing->count < selection->count; listing->count++) {
        const uint32_t *entries = &selection->entries[listing->count];
        if (selection->count - listing->count > DESTINATIONS_AHEAD) {
            __builtin_prefetch(policy_destination(policy, entries[DESTINATIONS_AHEAD]));
            __builtin_prefetch(policy_destination(policy, entries[NAMES_AHEAD])->name);
        }
        const struct destination *destination = policy_destination(policy, entries[0]);
        struct listing_entry entry = make_entry(listing, destination, both_forms);
        listing->entries[listing->count] = entry;
        listing->used[entry.settings] = true;
        widest = entry.width > widest ? entry.width : widest;
    }
    table_fit_width(&listing->table, 0, widest);
}

void listing_init(struct listing *listing, const struct policy *policy,
                  const struct write_options *options, const struct selection *selection,
                  bool both_forms)
{
    *listing = (struct listing){.policy = policy, .options = options};
    listing->used = arena_zero(policy->arena, policy->store->set_count, sizeof *listing->used);
    table_init(&listing->table, policy->arena, "Domain");
    add_entries(listing, selection, both_forms);
    for (uint32_t set = 0; set < policy->store->set_count; set++)
        if (listing->used[set])
            listing->given |= policy_settings(policy, set)->given;
    listing->with_default = selection->with_default;
    if (listing->with_default)
        listing->given |= policy_default(policy)->given;
}

uint32_t listing_add(struct listing *listing, const struct listing_column *column)
{
    uint32_t number = table_add(&listing->table, column->header);
    listing->columns[number] = column;
    return number;
}

struct view listing_text(const struct listing *listing, struct value value)
{
    if (value.kind == VALUE_ABSENT)
        return VIEW("");
    return escape_controls(listing->policy->arena, atom_view(listing->policy->store, value.number));
}

static struct listing_row row_of_set(const struct listing *listing, uint32_t set)
{
    struct listing_row row = {.settings = policy_settings(listing->policy, set)};
    resolve(row.settings, &listing->options->defaults, &row.resolved);
    return row;
}

static struct listing_row row_of_default(const struct listing *listing)
{
    struct listing_row row = {.settings = policy_default(listing->policy), .is_default = true};
    struct defaults defaults = defaults_of(listing->policy);
    resolve_default(&defaults, &row.resolved);
    return row;
}

static void make_cells(const struct listing *listing, const struct listing_row *row,
                       struct view *cells)
{
    for (uint32_t i = 1; i < listing->table.count; i++)
        cells[i] = listing->columns[i]->cell(listing, listing->columns[i], row);
}

static void fit_row(struct listing *listing, const struct listing_row *row)
{
    struct view cells[TABLE_MOST_COLUMNS] = {{0}};
    make_cells(listing, row, cells);
    for (uint32_t i = 1; i < listing->table.count; i++)
        table_fit(&listing->table, i, cells[i]);
}

static void fit_rows(struct listing *listing)
{
    for (uint32_t set = 0; set < listing->policy->store->set_count; set++) {
        if (!listing->used[set])
            continue;
        struct listing_row row = row_of_set(listing, set);
        fit_row(listing, &row);
    }
    if (!listing->with_default)
        return;
    struct listing_row row = row_of_default(listing);
    fit_row(listing, &row);
    table_fit(&listing->table, 0, LISTING_DEFAULT_ROW);
}

static struct view make_rest(const struct listing *listing, const struct listing_row *row)
{
    struct view cells[TABLE_MOST_COLUMNS];
    make_cells(listing, row, cells);
    return table_rest(&listing->table, cells);
}

static void write_entries(const struct listing *listing, struct output *output)
{
    struct view *rests =
        arena_zero(listing->policy->arena, listing->policy->store->set_count, sizeof *rests);
    for (uint32_t i = 0; i < listing->count; i++) {
        const struct listing_entry *entry = &listing->entries[i];
        if (listing->count - i > NAMES_AHEAD)
            __builtin_prefetch(entry[NAMES_AHEAD].name);
        struct view *rest = &rests[entry->settings];
        if (rest->length == 0) {
            struct listing_row row = row_of_set(listing, entry->settings);
            *rest = make_rest(listing, &row);
        }
        table_row(&listing->table, output, (struct view){entry->name, entry->length},
                  entry->width, *rest);
    }
}

void listing_write(struct listing *listing, struct output *output)
{
    fit_rows(listing);
    table_ready(&listing->table);
    table_head(&listing->table, output);
    write_entries(listing, output);
    if (!listing->with_default)
        return;
    struct listing_row row = row_of_default(listing);
    table_row(&listing->table, output, LISTING_DEFAULT_ROW, LISTING_DEFAULT_ROW.length,
              make_rest(listing, &row));
}
