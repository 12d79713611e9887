/* SPDX-License-Identifier: MIT */
#include "write/wide.h"

#include "write/listing.h"

/* A number, or a text that is no word; a word that is not known in quotes. */
static struct view plain_text(const struct listing *listing, struct value value)
{
    if (value.kind == VALUE_NUMBER)
        return view_of(arena_printf(listing->policy->arena, "%u", value.number));
    struct view text = listing_text(listing, value);
    if (value.kind != VALUE_UNKNOWN)
        return text;
    return view_of(arena_printf(listing->policy->arena, "\"%.*s\"", VIEW_ARG(text)));
}

/* TEXT, in parentheses if the setting is inherited. */
static struct view marked(const struct listing *listing, const struct listing_column *column,
                          const struct listing_row *row, struct view text)
{
    enum origin origin = row->resolved.settings[column->param].origin;
    if (origin == ORIGIN_APPLIANCE)
        return VIEW("(appliance default)");
    bool own = origin == ORIGIN_ENTRY || (row->is_default && origin == ORIGIN_DEFAULT);
    if (own || listing->options->effective || text.length == 0)
        return text;
    return view_of(arena_printf(listing->policy->arena, "(%.*s)", VIEW_ARG(text)));
}

static struct view number_cell(const struct listing *listing, const struct listing_column *column,
                               const struct listing_row *row)
{
    struct value value = row->resolved.settings[column->param].value;
    return marked(listing, column, row, plain_text(listing, value));
}

static struct view rate_cell(const struct listing *listing, const struct listing_column *column,
                             const struct listing_row *row)
{
    struct value limit = row->resolved.settings[PARAM_RECIPIENT_LIMIT].value;
    struct value minutes = row->resolved.settings[PARAM_RECIPIENT_MINUTES].value;
    struct view text = plain_text(listing, limit);
    if (limit.kind == VALUE_NUMBER && limit.number == 0)
        text = VIEW("Unlimited");
    else if (limit.kind == VALUE_NUMBER && minutes.kind == VALUE_NUMBER)
        text = view_of(arena_printf(listing->policy->arena, "%u per %u minute%s", limit.number,
                                    minutes.number, minutes.number == 1 ? "" : "s"));
    return marked(listing, column, row, text);
}

static const struct word *row_word(const struct listing_column *column,
                                   const struct listing_row *row)
{
    struct value value = row->resolved.settings[column->param].value;
    return value.kind == VALUE_WORD ? word_by_code(parameter(column->param)->words, value.number)
                                    : NULL;
}

/* A setting in the listing's words. */
static struct view word_cell(const struct listing *listing, const struct listing_column *column,
                             const struct listing_row *row)
{
    const struct word *word = row_word(column, row);
    struct value value = row->resolved.settings[column->param].value;
    return marked(listing, column, row,
                  word != NULL ? view_of(word->listing) : plain_text(listing, value));
}

/* A setting whose words in the listing say less than those of DETAIL. */
static struct view mode_cell(const struct listing *listing, const struct listing_column *column,
                             const struct listing_row *row)
{
    const struct word *word = row_word(column, row);
    struct value value = row->resolved.settings[column->param].value;
    return marked(listing, column, row,
                  word != NULL ? view_of(word->detail) : plain_text(listing, value));
}

static struct view profile_cell(const struct listing *listing,
                                const struct listing_column *column,
                                const struct listing_row *row)
{
    struct value value = row->resolved.settings[column->param].value;
    return marked(listing, column, row,
                  value.kind == VALUE_ABSENT ? VIEW("Default") : listing_text(listing, value));
}

static const struct listing_column columns[] = {
    {"Connections", PARAM_MAX_HOST_CONCURRENCY, number_cell},
    {"Messages per Connection", PARAM_MAX_MESSAGES_PER_CONNECTION, number_cell},
    {"Recipients", PARAM_RECIPIENT_LIMIT, rate_cell},
    {"Limits Per", PARAM_LIMIT_TYPE, word_cell},
    {"Limits Apply", PARAM_LIMIT_APPLY, word_cell},
    {"TLS", PARAM_TABLE_TLS, mode_cell},
    {"DANE", PARAM_DANE_OPTION, mode_cell},
    {"Bounce Verification", PARAM_BOUNCE_VALIDATION, word_cell},
    {"Bounce Profile", PARAM_BOUNCE_PROFILE, profile_cell},
    {"IP Version Preference", PARAM_IP_SORT_PREF, word_cell},
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

void write_wide(const struct policy *policy, const struct write_options *options,
                const struct selection *selection, struct output *output)
{
    struct listing listing;
    listing_init(&listing, policy, options, selection, true);
    uint32_t shown = listing.given | PARAM_BIT(PARAM_TABLE_TLS);
    if (options->effective && options->defaults.settings != NULL)
        shown |= options->defaults.settings->given;
    for (int i = 0; i < COLUMN_COUNT; i++)
        if ((shown & PARAM_BIT(columns[i].param)) != 0)
            listing_add(&listing, &columns[i]);
    listing_write(&listing, output);
}
