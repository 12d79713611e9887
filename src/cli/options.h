/* SPDX-License-Identifier: MIT */
/*
 * The command line: verbs and options as tables, and what the user gave.
 */
#ifndef DESTC_CLI_OPTIONS_H
#define DESTC_CLI_OPTIONS_H

#include "base/arena.h"

#include <stdint.h>

struct run;

enum verb {
#define VERB(name, ...) VERB_##name,
#include "cli/verbs.def"
    VERB_COUNT
};

struct verb_entry {
    const char *word;
    int (*run)(struct run *run); /* returns the exit status */
    const char *operands;
    int least;
    int most; /* -1: any number */
    const char *help;
};

enum option_id {
#define OPTION(name, ...) OPTION_##name,
#include "cli/options.def"
    OPTION_COUNT
};

struct option_entry {
    const char *name;
    char letter;
    const char *argument;
    uint32_t verbs;
    const char *help;
};

/* One use of an option. */
struct option_use {
    enum option_id option;
    const char *value; /* NULL for one without argument */
};

struct command_line {
    enum verb verb; /* VERB_COUNT: none was named */
    struct option_use *uses;
    int use_count;
    const char *const *operands; /* ends with NULL */
    int operand_count;
};

const struct verb_entry *verb_entry(enum verb verb);
const struct option_entry *option_entry(enum option_id option);

/* Another way to use VERB, the one of number INDEX: what stands behind its word; NULL if none is. */
const char *verb_also(enum verb verb, size_t index);

/* Whether each use of OPTION counts for VERB, and not the last alone. */
bool option_counts_each(enum option_id option, enum verb verb);

/* What OPTION does for VERB, in a line. */
const char *option_help(enum option_id option, enum verb verb);

/* What OPTION takes for VERB; NULL for nothing. */
const char *option_argument(enum option_id option, enum verb verb);

/*
 * Reads the arguments. On a mistake returns false and sets *MISTAKE to one line that says what is
 * wrong and, where there is one, the nearest right word.
 */
bool command_line_parse(struct command_line *line, struct arena *arena, int argc, char **argv,
                        const char **mistake);

/* Whether OPTION was given. */
bool option_given(const struct command_line *line, enum option_id option);

/* The value of OPTION's last use, or NULL. */
const char *option_value(const struct command_line *line, enum option_id option);

/* Whether OPTION's last value is WORD. */
bool option_is(const struct command_line *line, enum option_id option, const char *word);

#endif
