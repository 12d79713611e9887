/* SPDX-License-Identifier: MIT */
/*
 * Listeners' tables, read and written again.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_TABLES_H
#define DESTC_TESTS_UNIT_SUPPORT_TABLES_H

#include "support_reading.h"
#include "write/write.h"

/* The only listener of POLICY; the test fails if there is another number of them. */
const struct listener *only_listener(const struct policy *policy);

/* What the format called NAME, which can hold all of POLICY, makes of it. */
struct view table_written(struct setup *setup, const struct policy *policy, const char *name);

/* Whether two listeners have tables that mean the same, in the same order and spelling. */
bool same_listener(const struct listener *a, const struct listener *b);

/*
 * TEXT, read and written as the format called NAME, must come out as WANTED, without an error.
 * WANTED read and written must be the same again.
 */
void table_comes_out(const char *name, const char *text, const char *wanted);

#endif
