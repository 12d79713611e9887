/* SPDX-License-Identifier: MIT */
/*
 * A file as a text: read whole, and what makes a text no text reported.
 */
#ifndef DESTC_READ_TEXT_H
#define DESTC_READ_TEXT_H

#include "diag/diag.h"

/*
 * Reads the file PATH ("-" is standard input) and adds it to DIAG's sources. NULL, and reported,
 * if it cannot be read. *USABLE is false where reading on would only add noise: a NUL byte,
 * UTF-16, a line over the limit (where HAS_LINES says that it counts, see base/input.h); that is
 * reported too.
 */
struct source *text_read(struct diag *diag, const char *path,
                         bool (*has_lines)(struct view beginning), bool *usable);

/* Whether there is nothing but blanks in it. */
bool text_is_blank(const struct source *source);

/* Reports the first carriage return that does not end a line. */
void text_check_lone_cr(struct diag *diag, const struct source *source);

/* Reports BYTE, at PLACE, which is not UTF-8. */
struct message *text_report_bad_utf8(struct diag *diag, struct span place, char byte);

/* Reports CODE with its own title and mend. */
struct message *text_report(struct diag *diag, enum code code, struct span place);

#endif
