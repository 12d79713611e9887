/* SPDX-License-Identifier: MIT */
/*
 * --listener-defaults FILE: what stands for the default policy parameters of a listener.
 */
#ifndef DESTC_CLI_LISTENER_DEFAULTS_H
#define DESTC_CLI_LISTENER_DEFAULTS_H

#include "cli/run.h"

/*
 * Reads FILE into run->flow_defaults: the default policy parameters of its listener, of the one
 * that --listener names if it has several; in a HAT, which has none, the settings of its one mail
 * flow policy, behind which nothing else need stand. What is wrong with it is reported. Without the
 * option nothing is known of them.
 */
void load_listener_defaults(struct run *run);

/* Whether POLICY has a listener to which the option's file can give something. */
bool listener_defaults_used(const struct run *run, const struct policy *policy);

/* Reports that POLICY has no listener to which the option could give something. */
void check_listener_defaults(struct run *run, const struct policy *policy);

/*
 * Reports that POLICY has listeners, but none called as --listener says; false then. For verbs that
 * show that one only.
 */
bool check_listener_name(struct run *run, const struct policy *policy);

#endif
