/* SPDX-License-Identifier: MIT */
/*
 * What set says beside the difference: names that are not there; what was
 * written, or why nothing was.
 */
#ifndef DESTC_CLI_SET_TELL_H
#define DESTC_CLI_SET_TELL_H

#include "base/output.h"
#include "cli/set_run.h"

/*
 * Only an entry that is given something can come new, and none with --existing. False, and
 * reported, if one of the others is not there.
 */
bool set_check_there(struct setting_run *set);

/*
 * Says that nothing was written, and WHY; and of the messages so far, which are about the files as
 * they would be, where their lines stand in the files as they are.
 */
void set_tell_kept(struct setting_run *set, const char *why);

/* Says what was written: COUNT files; none with --dry-run, or where nothing differs. */
void set_tell_written(struct setting_run *set, const struct output *outputs, uint32_t count);

#endif
