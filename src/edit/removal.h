/* SPDX-License-Identifier: MIT */
/*
 * Taking settings of entries out of a text, in the formats where that is one plain change: a line
 * of a table file, a cell of a csv table, a statement in a policy source.
 */
#ifndef DESTC_EDIT_REMOVAL_H
#define DESTC_EDIT_REMOVAL_H

#include "edit/statement.h"
#include "edit/table.h"
#include "read/formats.h"

struct removal {
    enum format format;
    const struct source *source;
    struct diag diag; /* what is wrong with the text has been said elsewhere */
    struct table table;
    struct tokens tokens;
};

/*
 * Goes through SOURCE, which is of FORMAT and was read into POLICY. False if nothing can be taken
 * out of it.
 */
bool removal_begin(struct removal *removal, const struct policy *policy, enum format format,
                   const struct source *source);

/*
 * Whether in a sound text of FORMAT every setting stands by itself, so that it can be taken out
 * whichever it is: nobody need go through the text to know that.
 */
bool removal_is_sure(enum format format);

/*
 * Takes the settings of MASK out of what the entry at SECTION says, all or none: false if one of
 * them does not stand there by itself, as in a statement for several destinations. PATCH may be
 * NULL: it is only asked.
 */
bool removal_take(const struct removal *removal, const struct policy *policy, uint32_t section,
                  uint32_t mask, struct patch *patch);

#endif
