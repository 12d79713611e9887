/* SPDX-License-Identifier: MIT */
/*
 * What a listener gives a connection or a recipient, and why: further pages, lines or objects of
 * an explainer, see explain.h. docs/explain-json.md has the objects' keys.
 */
#ifndef DESTC_WRITE_EXPLAIN_LISTENER_H
#define DESTC_WRITE_EXPLAIN_LISTENER_H

#include "analysis/connect.h"
#include "analysis/flow_resolve.h"
#include "analysis/recipient.h"
#include "write/explain.h"

/*
 * Explains what the HAT that CONNECTOR was built for gives CALLER: which entry matches and which
 * are passed by or undecided, the policy, each parameter with its origin, what the TLS setting
 * does. DEFAULTS stand for the default policy parameters of a listener that has none. As a line,
 * fields between tabs: what was asked for, listener, entry, policy and behavior, TLS setting and
 * its place, undecided entries, ids of assumptions.
 */
void explain_caller(struct explainer *explainer, const struct connector *connector,
                    const struct flow_defaults *defaults, const struct caller *caller);

/*
 * Explains what LISTENER's RAT says of RECIPIENT. As a line: what was asked for, listener, entry,
 * action and its place, the undecided entry, ids of assumptions.
 */
void explain_recipient(struct explainer *explainer, const struct listener *listener,
                       const struct recipient *recipient);

#endif
