/* SPDX-License-Identifier: MIT */
/*
 * What unit tests share: a run (arena, texts, messages, store) set up in one call, output caught
 * in memory, and a seeded source of random numbers. What is about one subject only stands in a
 * support_*.h of its own.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_H
#define DESTC_TESTS_UNIT_SUPPORT_H

#include "base/buffer.h"
#include "base/output.h"
#include "diag/diag.h"
#include "model/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* A run of the program in small. */
struct setup {
    struct arena arena;
    struct sources sources;
    struct diag diag;
    struct store store;
};

/* What an arena calls when there is no memory left: the test fails. */
__attribute__((noreturn)) void memory_exhausted(void);

void setup_begin(struct setup *setup);
void setup_end(struct setup *setup);

/* Makes POLICY an empty policy of the run. */
void setup_policy(struct setup *setup, struct policy *policy);

/* A copy of TEXT, which may hold NULs, as a source called NAME with two NULs behind it. */
struct source *setup_source_view(struct setup *setup, const char *name, struct view text);

/* The same for a string. */
struct source *setup_source(struct setup *setup, const char *name, const char *text);

/* The span of the first occurrence of PART in SOURCE; the test fails if there is none. */
struct span span_of(const struct source *source, const char *part);

/*
 * All kept messages in the order they are shown, as "E0204@14:21 W0110@15:1"; "E0701@-" for one
 * without a place; "" for none.
 */
const char *setup_messages(struct setup *setup);

/* The same with the text that each is about, its first 40 bytes: "E0209=zz E0604=colour". */
const char *setup_message_texts(struct setup *setup);

/* The first kept message with CODE, or NULL. */
const struct message *setup_message(struct setup *setup, enum code code);

/* Output caught in memory. */
struct capture {
    struct output output;
    struct arena *arena;
    int descriptor;
};

/* An output whose text capture_end() gives back. */
struct output *capture_begin(struct capture *capture, struct arena *arena);

/* Closes the output. What was written to it, with a NUL behind its length. */
struct view capture_end(struct capture *capture);

/* Adds PART as many TIMES. */
void add_times(struct buffer *text, const char *part, uint32_t times);

/* The next number of a sequence that SEED decides; *SEED moves on. */
uint64_t random_next(uint64_t *seed);

/* A number below BOUND. */
uint32_t random_below(uint64_t *seed, uint32_t bound);

/* One of the COUNT strings in LIST; PICK() counts those of an array. */
const char *random_pick(uint64_t *seed, const char *const *list, uint32_t count);

#define PICK(seed, list) random_pick(seed, list, sizeof(list) / sizeof(list)[0])

/* The number that the variable NAME of the environment holds, or FALLBACK if there is none. */
uint64_t environment_number(const char *name, uint64_t fallback);

/* The view must hold exactly the string. */
#define assert_view_equal(given, string)                                                           \
    do {                                                                                           \
        struct view actual_view_ = (given);                                                        \
        struct view wanted_view_ = view_of(string);                                                \
        if (!view_equal(actual_view_, wanted_view_))                                               \
            fail_msg("\"%.*s\" is not \"%s\"", VIEW_ARG(actual_view_), wanted_view_.text);         \
    } while (0)

#endif
