/* SPDX-License-Identifier: MIT */
#include "cli/overwrite.h"

#include "read/baseline.h"

#include <sys/stat.h>

/* Whether both paths lead to one regular file. */
static bool is_same(const struct stat *file, const char *path)
{
    struct stat other;
    return stat(path, &other) == 0 && other.st_dev == file->st_dev && other.st_ino == file->st_ino;
}

/* Whether the file PATH is there, and what it is; anything else than a file does not count. */
static bool is_file(const char *path, struct stat *file)
{
    return path != NULL && strcmp(path, "-") != 0 && stat(path, file) == 0 &&
           S_ISREG(file->st_mode);
}

static bool is_operand(const struct run *run, const struct stat *file)
{
    bool found = false;
    for (int i = 0; i < run->line.operand_count; i++)
        found = found || is_same(file, run->line.operands[i]);
    return found;
}

/* The text that was read from the file PATH; NULL if none was. */
static const struct source *read_from(const struct run *run, const char *path)
{
    const struct sources *sources = &run->sources;
    struct stat file;
    if (!is_file(path, &file))
        return NULL;
    for (uint32_t i = 0; i < sources->count; i++)
        if (is_same(&file, sources->list[i]->name))
            return sources->list[i];
    return NULL;
}

static enum format format_of(const struct run *run, const struct source *source)
{
    return run->from != FORMAT_UNKNOWN
               ? run->from
               : format_detect((struct view){source->text, source->load == NULL ? source->size : 0});
}

/* The operand that a verb writes again. */
enum { OPERAND_SET = 0, OPERAND_OURS = 1 };

/* Whether PATH is an operand of a verb that writes it again as it was: in its format. */
static bool is_rewritten(const struct run *run, const char *path, const struct source *source)
{
    const struct command_line *line = &run->line;
    const char *to = option_value(line, OPTION_TO);
    struct stat file;
    if (line->verb == VERB_MERGE)
        return is_file(path, &file) && is_same(&file, line->operands[OPERAND_OURS]);
    if (line->verb == VERB_SET)
        return is_file(path, &file) && is_same(&file, line->operands[OPERAND_SET]);
    return line->verb == VERB_COMPILE && to != NULL && is_file(path, &file) &&
           is_operand(run, &file) && format_find(view_of(to)) == format_of(run, source);
}

/* Reports that PATH is a policy of the run, which another reader found, and is not overwritten. */
static void overwrite_report(struct run *run, const char *path)
{
    struct message *message =
        diag_report_file(&run->diag, CODE_OUTPUT_FAILED, path,
                         "is not written: this run reads it, and it would be lost");
    diag_help(&run->diag, message, "name another file; this one is as it was");
}

bool overwrite_allowed(struct run *run, const char *path)
{
    const struct source *source = read_from(run, path);
    struct stat file;
    bool named = run->line.verb == VERB_LINT && is_file(path, &file) && is_operand(run, &file);
    if (source == NULL ? !named : is_rewritten(run, path, source))
        return true;
    overwrite_report(run, path);
    return false;
}

bool overwrite_allowed_baseline(struct run *run, const char *path)
{
    struct stat file;
    if (!is_file(path, &file) || file.st_size == 0 || baseline_is_one(path))
        return true;
    struct message *message =
        diag_report_file(&run->diag, CODE_OUTPUT_FAILED, path,
                         "is not written: there is something else than a baseline in it");
    diag_help(&run->diag, message, "name another file; this one is as it was");
    return false;
}
