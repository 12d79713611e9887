/* SPDX-License-Identifier: MIT */
/*
 * Showing messages: one form a file, all behind one signature.
 */
#ifndef DESTC_DIAG_SHOW_H
#define DESTC_DIAG_SHOW_H

#include "base/output.h"
#include "diag/diag.h"

struct show_options {
    bool color;               /* text: with ANSI colours */
    bool quiet;               /* errors only */
    const char *tool_version; /* sarif: NULL to leave it out */
};

struct message_format {
    const char *name; /* as --message-format takes it */
    /* Writes all kept messages of DIAG, and how many were counted only. */
    void (*show)(struct diag *diag, const struct show_options *options, struct output *output);
};

/* The form of this name (text, json, sarif, github, junit, gitlab), or NULL. */
const struct message_format *message_format(struct view name);

void show_text(struct diag *diag, const struct show_options *options, struct output *output);
void show_json(struct diag *diag, const struct show_options *options, struct output *output);
void show_sarif(struct diag *diag, const struct show_options *options, struct output *output);
void show_github(struct diag *diag, const struct show_options *options, struct output *output);
void show_junit(struct diag *diag, const struct show_options *options, struct output *output);
void show_gitlab(struct diag *diag, const struct show_options *options, struct output *output);

/*
 * TEXT with control characters (C0, DEL, C1), characters that are not seen for what they are
 * (blanks that are not ASCII's, direction marks, line separators) and bytes that are not UTF-8
 * written as \xNN or \u{N}, so that a terminal does nothing with them. The result is
 * valid UTF-8, fit for JSON and XML; it is TEXT itself where nothing is to be done.
 */
struct view escape_controls(struct arena *arena, struct view text);

#endif
