/* SPDX-License-Identifier: MIT */
/*
 * From a value's text to a value, with a message for whatever is wrong with it.
 */
#ifndef DESTC_READ_VALUE_H
#define DESTC_READ_VALUE_H

#include "diag/diag.h"
#include "model/settings.h"
#include "read/entry.h"

/*
 * The value of PARAM that TEXT stands for. TEXT is valid UTF-8 without blanks round it. What is
 * wrong is reported at PLACE; a value that cannot be used comes back as VALUE_REJECTED.
 */
struct value value_read(struct store *store, struct diag *diag, enum vocabulary vocabulary,
                        enum param param, struct view text, struct span place);

/* Whether TEXT has a control character (C0, DEL or C1); *OFFSET is where. */
bool text_has_control(struct view text, size_t *offset);

#endif
