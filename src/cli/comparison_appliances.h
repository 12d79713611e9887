/* SPDX-License-Identifier: MIT */
/*
 * What differs on the appliances of two sources, beside their bases.
 */
#ifndef DESTC_CLI_COMPARISON_APPLIANCES_H
#define DESTC_CLI_COMPARISON_APPLIANCES_H

#include "cli/comparison.h"

/*
 * Compares the whole policy of each appliance that either side has, unless --appliance says which
 * one is meant or only one side's file could have any; then it says so. False if that cannot be
 * done; then it is in the messages. Takes the time of a comparison for each, and no memory for what
 * differs.
 */
bool comparison_appliances(struct comparison *comparison);

#endif
