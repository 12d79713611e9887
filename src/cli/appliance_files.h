/* SPDX-License-Identifier: MIT */
/*
 * The files of a run that writes a folder: a table for each appliance, for each listener, or both.
 * They take their places together, or none does.
 */
#ifndef DESTC_CLI_APPLIANCE_FILES_H
#define DESTC_CLI_APPLIANCE_FILES_H

#include "cli/run.h"

/* A file that will be written. */
struct table_file {
    struct policy *policy;
    const struct appliance *appliance; /* whose policy it is; NULL: the base */
    const struct listener *listener;   /* whose table it is; NULL: no listener's */
    const struct format_writer *writer;
    const char *name; /* in the folder */
};

struct table_files {
    const char *folder;
    const struct format_writer *writer; /* the one that --to names */
    struct table_file *list;
    uint32_t count;
    uint32_t capacity;
    bool all; /* of all appliances */
};

/* Whether the run writes a folder with WRITER, which may be NULL. */
bool table_files_wanted(const struct run *run, const struct format_writer *writer);

/*
 * Adds the files of POLICY, the base or that of APPLIANCE. With --all-appliances the tables of
 * listeners stand beside a table of destinations.
 */
void table_files_add(struct run *run, struct table_files *files, struct policy *policy,
                     const struct appliance *appliance);

/* The run goes on with FILE: its policy and its listener go into write_options. */
void table_files_use(struct run *run, const struct table_files *files,
                     const struct table_file *file);

/*
 * Reports names that cannot be files', and warns of each file in the folder that has the name of
 * such a table and belongs to nothing in POLICY.
 */
void table_files_check(struct run *run, const struct table_files *files,
                       const struct policy *policy);

/* Writes all of them, or none: then what was there is as it was. */
void table_files_write(struct run *run, const struct table_files *files);

#endif
