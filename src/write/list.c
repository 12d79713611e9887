/* SPDX-License-Identifier: MIT */
#include "write/list.h"

#include "write/listing.h"

/* The first release whose listing has the IP version preference. */
static const struct release IP_COLUMN_SINCE = {8, 0};

#define INHERITED VIEW("Default")

static struct view word_text(const struct listing *listing, enum word_list list, uint32_t code)
{
    const struct word *word = word_by_code(list, code);
    return view_of(listing->options->reference_words ? word->reference : word->listing);
}

static struct view switch_text(const struct listing *listing, bool on)
{
    return word_text(listing, WORDS_SWITCH, on ? SWITCH_ON : SWITCH_OFF);
}

/* What the row says of PARAM: what is given, or what takes effect. Absent for "Default". */
static struct value row_value(const struct listing *listing, const struct listing_row *row,
                              enum param param)
{
    return listing->options->effective ? row->resolved.settings[param].value
                                       : row->settings->values[param];
}

static struct view word_cell(const struct listing *listing, const struct listing_column *column,
                             const struct listing_row *row)
{
    struct value value = row_value(listing, row, column->param);
    if (value.kind == VALUE_WORD)
        return word_text(listing, parameter(column->param)->words, value.number);
    if (value.kind == VALUE_ABSENT && !row->is_default)
        return INHERITED;
    return listing_text(listing, value);
}

static struct view rate_cell(const struct listing *listing, const struct listing_column *column,
                             const struct listing_row *row)
{
    struct value connections = row_value(listing, row, column->param);
    struct value recipients = row_value(listing, row, PARAM_RECIPIENT_LIMIT);
    bool no_limit = recipients.kind == VALUE_NUMBER && recipients.number == 0;
    if (row->is_default || connections.kind != VALUE_ABSENT)
        return switch_text(listing, true);
    if (recipients.kind == VALUE_ABSENT)
        return listing->options->effective ? switch_text(listing, false) : INHERITED;
    return switch_text(listing, !no_limit);
}

static struct view profile_cell(const struct listing *listing,
                                const struct listing_column *column,
                                const struct listing_row *row)
{
    struct value value = row_value(listing, row, column->param);
    if (row->is_default)
        return LISTING_DEFAULT_ROW;
    return value.kind == VALUE_ABSENT ? INHERITED : listing_text(listing, value);
}

/* A column and the words that it leaves room for, beside "Default". */
static const struct list_column {
    struct listing_column column;
    enum word_list words;
    bool default_row; /* "(Default)" may stand there */
} columns[] = {
    {{"Rate Limiting", PARAM_MAX_HOST_CONCURRENCY, rate_cell}, WORDS_SWITCH, false},
    {{"TLS", PARAM_TABLE_TLS, word_cell}, WORDS_TLS, false},
    {{"Bounce Verification", PARAM_BOUNCE_VALIDATION, word_cell}, WORDS_SWITCH, false},
    {{"Bounce Profile", PARAM_BOUNCE_PROFILE, profile_cell}, WORDS_NONE, true},
    {{"IP Version Preference", PARAM_IP_SORT_PREF, word_cell}, WORDS_IP, false},
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static void add_column(struct listing *listing, const struct list_column *column)
{
    struct table *table = &listing->table;
    uint32_t number = listing_add(listing, &column->column);
    table_fit(table, number, INHERITED);
    if (column->default_row)
        table_fit(table, number, LISTING_DEFAULT_ROW);
    for (uint32_t i = 0; i < word_count(column->words); i++)
        table_fit(table, number, word_text(listing, column->words, i));
}

void write_list(const struct policy *policy, const struct write_options *options,
                const struct selection *selection, struct output *output)
{
    struct listing listing;
    listing_init(&listing, policy, options, selection, false);
    bool old = options->has_target && release_compare(options->target, IP_COLUMN_SINCE) < 0;
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (!old || columns[i].column.param != PARAM_IP_SORT_PREF)
            add_column(&listing, &columns[i]);
    listing_write(&listing, output);
}
