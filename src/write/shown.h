/* SPDX-License-Identifier: MIT */
/*
 * What csv and json show of an entry: the settings that it gives or, with --effective, those that
 * take effect.
 */
#ifndef DESTC_WRITE_SHOWN_H
#define DESTC_WRITE_SHOWN_H

#include "write/write.h"

enum entry_kind { ENTRY_IS_DESTINATION, ENTRY_IS_DEFAULT };

/* Whether an entry of KIND can have PARAM at all. */
bool shown_has_place(enum param param, enum entry_kind kind);

/* Whether PARAM is left out of what takes effect: the release that is written for lacks it. */
bool shown_is_lacking(enum param param, const struct write_options *options);

/*
 * The values to show of an entry of KIND that gives SETTINGS. A parameter that the entry cannot
 * have, or of which nothing is known, is absent. Words are shown as words, however they were spelt.
 */
void shown_values(const struct settings *settings, enum entry_kind kind,
                  const struct write_options *options, struct value shown[PARAM_COUNT]);

#endif
