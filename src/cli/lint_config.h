/* SPDX-License-Identifier: MIT */
/*
 * How lint judges a file: what the settings file .destc says and, before it, the options.
 */
#ifndef DESTC_CLI_LINT_CONFIG_H
#define DESTC_CLI_LINT_CONFIG_H

#include "analysis/lint.h"
#include "cli/run.h"
#include "read/house.h"

/* What holds for the files below one settings file, or below none. */
struct lint_config {
    const char *path;    /* of the settings file; NULL: there is none */
    struct house house;  /* what it says */
    bool broken;         /* it is not understood: nothing is to be judged by it */
    uint8_t *levels;     /* by code an enum rule_level */
    enum severity fail_on;
    struct lint_settings settings;
};

/* The configurations of a run. */
struct lint_configs {
    struct run *run;
    struct lint_config **list;
    uint32_t count;
    uint32_t capacity;
};

/*
 * Whether the options can be taken; if not, one line is printed. To be asked before anything is
 * read.
 */
bool lint_options_good(struct run *run);

/*
 * What holds for the file PATH: its .destc is looked for in its folder and in those above, up to
 * one with .git in it; of standard input, from the working directory. Each is read once, and what is
 * wrong in it reported then.
 */
const struct lint_config *lint_config_find(struct lint_configs *configs, const char *path);

/* The run goes on with what CONFIG says. */
void lint_config_use(struct run *run, const struct lint_config *config);

/* Prints what holds for the file PATH, as a settings file, and where each line comes from. */
void lint_config_show(struct run *run, const struct lint_config *config, const char *path,
                      struct output *output);

#endif
