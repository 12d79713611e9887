/* SPDX-License-Identifier: MIT */
/*
 * What is not the same in several policies, and which of them deviate: a matrix whose rows are
 * settings and whose columns are the policies. Each is compared with the first one; from what
 * differs there follows what each of them says.
 *
 * Source: docs/diff.md, "Several at once".
 */
#ifndef DESTC_ANALYSIS_MATRIX_H
#define DESTC_ANALYSIS_MATRIX_H

#include "analysis/difference.h"

struct matrix_column {
    const char *name;
    struct side side;
    bool comparable; /* it holds something that the first column holds too */
    const struct lack *lacks; /* what was not compared with the first, which is the older side */
    uint32_t lack_count;
};

/* What some columns say alike. */
struct matrix_value {
    struct said said;
    bool missing; /* there is no such destination, policy, group, ... in them */
    const uint32_t *columns; /* their numbers, rising */
    uint32_t count;
};

struct matrix_row {
    enum difference_part part;
    struct view listener; /* empty for destinations */
    struct view name;
    struct view setting; /* empty: whether it is there at all */
    const struct matrix_value *values; /* at least two, that of the most columns first */
    uint32_t value_count;
    bool is_tie; /* there is no such: the first two have as many */
};

struct matrix {
    struct matrix_column *columns;
    uint32_t column_count;
    struct matrix_row *rows; /* part by part, listener by listener, by name */
    uint32_t row_count;
    uint32_t row_capacity;
    uint32_t thing_count;   /* how many destinations, policies, ... the rows are about */
    uint32_t *deviations;   /* by column: in how many rows it is not with the most */
    bool effective;
};

/*
 * Compares the COUNT columns, and says of each whether it could be. STORE is as
 * difference_destinations() takes it. Without WISH's effective all that is inherited is the same,
 * whatever it is: the default entry has a row of its own. Takes the time of COUNT - 1 comparisons,
 * and O(COUNT log COUNT) a row.
 */
void matrix_make(struct arena *arena, struct store *store, struct matrix_column *columns,
                 uint32_t count, const struct difference_wish *wish, struct matrix *matrix);

#endif
