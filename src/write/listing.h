/* SPDX-License-Identifier: MIT */
/*
 * What the compatible and the wide listing share: rows of a policy, one a destination, the
 * default entry last. All cells but the name depend on the set of settings only, so they are
 * worked out once for each distinct set.
 */
#ifndef DESTC_WRITE_LISTING_H
#define DESTC_WRITE_LISTING_H

#include "analysis/selection.h"
#include "write/table.h"
#include "write/write.h"

/* An entry, or all entries that give the same settings. */
struct listing_row {
    const struct settings *settings; /* what it gives */
    struct resolved resolved;
    bool is_default;
};

struct listing;

struct listing_column {
    const char *header;
    enum param param; /* the setting that it is about */
    /* The cell of ROW: valid UTF-8, in the policy's arena or for ever. */
    struct view (*cell)(const struct listing *listing, const struct listing_column *column,
                        const struct listing_row *row);
};

/* A destination in the listing: kept small and in order, since a table may have a million. */
struct listing_entry {
    const char *name; /* as it is shown */
    uint32_t settings; /* number of its set */
    uint16_t length;
    uint16_t width;
};

struct listing {
    const struct policy *policy;
    const struct write_options *options;
    bool with_default;
    struct table table;
    const struct listing_column *columns[TABLE_MOST_COLUMNS]; /* the first, of names, is NULL */
    struct listing_entry *entries;
    uint32_t count;
    bool *used;     /* by number of set: an entry in the listing has it */
    uint32_t given; /* a mask: the settings that an entry in the listing gives */
};

/*
 * A listing of SELECTION with the column of names; finds out what is given in it. With BOTH_FORMS
 * internationalised names are shown in both forms.
 */
void listing_init(struct listing *listing, const struct policy *policy,
                  const struct write_options *options, const struct selection *selection,
                  bool both_forms);

/* One column more; returns its number in the table. */
uint32_t listing_add(struct listing *listing, const struct listing_column *column);

/* Writes header, rule and rows. */
void listing_write(struct listing *listing, struct output *output);

/* A value that is no word or number, as it stands, safe for a terminal. */
struct view listing_text(const struct listing *listing, struct value value);

/* What the default entry's row is called, and the bounce profile that stands in it. */
#define LISTING_DEFAULT_ROW VIEW("(Default)")

#endif
