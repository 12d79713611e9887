/* SPDX-License-Identifier: MIT */
/*
 * The formats that are read, one row each, and finding out which one a text is.
 */
#ifndef DESTC_READ_FORMATS_H
#define DESTC_READ_FORMATS_H

#include "diag/allow.h"
#include "read/entry.h"

enum format {
    FORMAT_DESTCONFIG,
    FORMAT_XML,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_POLICY,
    FORMAT_HAT,
    FORMAT_RAT,
    FORMAT_SAVECONFIG, /* read only */
    FORMAT_COUNT,
    FORMAT_UNKNOWN = FORMAT_COUNT,
};

struct format_reader {
    const char *name; /* as --from and --to take it */
    enum carrier carrier;
    enum allow_style comments;
    bool has_lines;   /* its lines are limited to INPUT_LINE_LIMIT bytes */
    /* Reads SOURCE into POLICY; whatever is wrong goes to DIAG. */
    void (*read)(struct policy *policy, struct diag *diag, const struct read_options *options,
                 const struct source *source);
};

const struct format_reader *format_reader(enum format format);

/* The format of this name; FORMAT_UNKNOWN if there is none. */
enum format format_find(struct view name);

/*
 * Finds out TEXT's format from its first significant line, and of listeners' tables from those
 * behind it too, as docs/formats.md says; FORMAT_UNKNOWN if nothing fits.
 */
enum format format_detect(struct view text);

/* Whether TEXT has only blank lines and comments. */
bool format_is_bare(struct view text);

/* Whether TEXT begins with a comment as no format has it. */
bool format_has_foreign_comment(struct view text);

/* Whether TEXT begins with what either table of a listener could have: a host, a domain, ALL. */
bool format_has_entry(struct view text);

/* Whether a line of TEXT is a section head of a table file. */
bool format_has_section(struct view text);

#endif
