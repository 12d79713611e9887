/* SPDX-License-Identifier: MIT */
/*
 * Listeners built by hand, without a reader.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_FLOW_H
#define DESTC_TESTS_UNIT_SUPPORT_FLOW_H

#include "model/listener.h"
#include "support.h"

/* A setting of each kind. */
struct flow_setting flow_of_number(enum flow_param param, int64_t number);
struct flow_setting flow_of_word(enum flow_param param, enum flow_word word);
struct flow_setting flow_of_text(enum flow_param param, const char *text);
struct flow_setting flow_of_unknown(const char *name, const char *text);

/* COUNT settings. */
struct flow_settings flow_of(struct setup *setup, const struct flow_setting *list, uint32_t count);

#define FLOWS(setup, ...)                                                                          \
    flow_of(setup, (const struct flow_setting[]){__VA_ARGS__},                                     \
            sizeof((const struct flow_setting[]){__VA_ARGS__}) / sizeof(struct flow_setting))

/* The listener called NAME of POLICY, with an empty HAT. */
struct listener *listener_made(struct policy *policy, const char *name);

/* A mail flow policy at its end. */
void add_policy(struct setup *setup, struct listener *listener, const char *name,
                enum behavior behavior, struct flow_settings settings);

/*
 * An entry at its end: the group NAME or, where that is NULL, a host or ALL; with MEMBERS, texts
 * that end with a NULL; POLICY is $NAME or a behavior.
 */
struct access_entry *add_entry(struct setup *setup, struct listener *listener, const char *name,
                               const char *const *members, const char *policy,
                               const char *description);

#define MEMBERS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* A recipient at its end. */
void add_recipient(struct setup *setup, struct listener *listener, const char *text,
                   enum recipient_action action, struct flow_settings options);

#endif
