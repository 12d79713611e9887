/* SPDX-License-Identifier: MIT */
/*
 * Ending by a signal: the temporary file of a half-written output is removed first.
 */
#ifndef DESTC_CLI_SIGNALS_H
#define DESTC_CLI_SIGNALS_H

/* Installs the handlers; a closed pipe and a file over its limit become errors of writing. */
void signals_init(void);

/* Tells which temporary file is being written, or NULL: the callback of output_open(). */
void signals_watch(const char *temporary);

/*
 * From now on ROOM takes every temporary file that signals_watch() is told of, and none is
 * forgotten before the call with NULL: for files that take their places together.
 */
void signals_watch_all(const char **room);

/*
 * Holds back what would end the program, for a step that is done whole or not at all and takes no
 * time; signals_release() lets through what came meanwhile.
 */
void signals_hold(void);
void signals_release(void);

/* Removes the temporary files that are being written. */
void signals_clean_up(void);

#endif
