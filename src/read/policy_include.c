/* SPDX-License-Identifier: MIT */
#include "read/policy_include.h"

#include "base/hash.h"
#include "read/policy_parse.h"
#include "read/text.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEPTH = 64 };

/* What is known of the files while they are read. */
struct including {
    struct tree *tree;
    struct diag *diag;
    struct hash_table identities; /* from device and inode to a number below */
    struct tree_file **files;
    uint32_t count;
    uint32_t capacity;
};

const char *policy_path(struct arena *arena, const struct source *source, struct view path)
{
    const char *slash = strrchr(source->name, '/');
    if (slash == NULL || path.text[0] == '/')
        return arena_copy(arena, path).text;
    return arena_printf(arena, "%.*s%.*s", (int)(slash + 1 - source->name), source->name,
                        VIEW_ARG(path));
}

uint32_t file_identity_hash(struct file_identity identity)
{
    return hash_bytes(0, &identity, sizeof identity);
}

bool file_identity_same(struct file_identity a, struct file_identity b)
{
    return a.device == b.device && a.inode == b.inode;
}

static struct tree_file *find_file(const struct including *including,
                                   struct file_identity identity)
{
    uint32_t hash = file_identity_hash(identity);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&including->identities, hash, &probe, &index))
        if (file_identity_same(including->files[index]->identity, identity))
            return including->files[index];
    return NULL;
}

static void know_file(struct including *including, struct tree_file *file)
{
    including->files = array_grow(including->diag->arena, including->files, including->count,
                                  &including->capacity, sizeof(*including->files));
    including->files[including->count] = file;
    hash_table_insert(&including->identities, file_identity_hash(file->identity),
                      including->count++);
}

static void add_file(struct including *including, struct tree_file *file)
{
    struct tree *tree = including->tree;
    if (tree->last_file == NULL)
        tree->files = file;
    else
        tree->last_file->next = file;
    tree->last_file = file;
    tree->file_count++;
    know_file(including, file);
}

/* Whether FILE is reached through ANCESTOR (or is it). */
static bool is_below(const struct tree_file *file, const struct tree_file *ancestor)
{
    for (; file != NULL; file = file->parent)
        if (file == ancestor)
            return true;
    return false;
}

static void report(struct diag *diag, enum code code, struct span place, const char *path)
{
    struct message *message =
        diag_report(diag, code, place, "%s: %s", code_entry(code)->title, path);
    diag_mend(diag, message);
}

bool policy_check_file(struct diag *diag, struct span place, const char *path,
                       struct file_identity *identity)
{
    struct stat status;
    bool found = stat(path, &status) == 0;
    if (!found || (S_ISREG(status.st_mode) && access(path, R_OK) != 0)) {
        struct message *message = diag_report(diag, CODE_FILE_READ, place,
                                              "%s cannot be read: %s", path, strerror(errno));
        diag_mend(diag, message);
        return false;
    }
    *identity = (struct file_identity){status.st_dev, status.st_ino};
    if (S_ISREG(status.st_mode))
        return true;
    report(diag, S_ISDIR(status.st_mode) ? CODE_FILE_DIRECTORY : CODE_INCLUDE_FILE, place, path);
    return false;
}

/* Whether PATH, named at PLACE in FILE, is a file to be read now. */
static bool check_file(const struct including *including, const struct tree_file *file,
                       struct span place, const char *path, struct file_identity *identity)
{
    struct diag *diag = including->diag;
    if (!policy_check_file(diag, place, path, identity))
        return false;
    const struct tree_file *known = find_file(including, *identity);
    if (known != NULL && is_below(file, known))
        report(diag, CODE_INCLUDE_CYCLE, place, path);
    else if (known == NULL && file->depth == MOST_DEPTH)
        report(diag, CODE_INCLUDE_DEPTH, place, path);
    else
        return known == NULL;
    return false;
}

static struct tree_file *new_file(const struct including *including, const struct source *source,
                                  struct file_identity identity)
{
    struct tree_file *file = arena_zero(including->diag->arena, 1, sizeof *file);
    file->source = source;
    file->identity = identity;
    return file;
}

static bool has_lines(struct view beginning)
{
    (void)beginning;
    return true;
}

static void include(struct including *including, struct tree_file *file,
                    const struct tree_statement *statement)
{
    struct diag *diag = including->diag;
    struct file_identity identity;
    struct span place = statement->file.place;
    const char *path = policy_path(diag->arena, file->source, statement->file.text);
    if (!check_file(including, file, place, path, &identity))
        return;
    bool usable;
    diag->sources->including = place;
    struct source *source = text_read(diag, path, has_lines, &usable);
    diag->sources->including = SPAN_NONE;
    if (!usable)
        return;
    text_check_lone_cr(diag, source);
    struct tree_file *included = new_file(including, source, identity);
    included->parent = file;
    included->depth = file->depth + 1;
    add_file(including, included);
}

/* The statements of FILE, and the files that it names behind those that wait. */
static void parse_file(struct including *including, struct tree_file *file)
{
    struct tree *tree = including->tree;
    struct tree_statement *before = tree->last;
    policy_parse(tree, including->diag, file->source);
    struct tree_statement *statement = before == NULL ? tree->first : before->next;
    for (; statement != NULL; statement = statement->next)
        if (statement->kind == TREE_INCLUDE)
            include(including, file, statement);
}

/* What SOURCE is; nothing for standard input, which is read once in any case. */
static struct file_identity identity_of(const struct source *source)
{
    struct stat status;
    if (stat(source->name, &status) != 0 || !S_ISREG(status.st_mode))
        return (struct file_identity){0, 0};
    return (struct file_identity){status.st_dev, status.st_ino};
}

void policy_read_files(struct tree *tree, struct diag *diag, const struct source *source)
{
    struct including including = {.tree = tree, .diag = diag};
    struct file_identity identity = identity_of(source);
    hash_table_init(&including.identities, diag->arena, 0);
    for (struct tree_file *file = tree->files; file != NULL; file = file->next)
        know_file(&including, file);
    if (identity.inode != 0 && find_file(&including, identity) != NULL)
        return;
    struct tree_file *first = new_file(&including, source, identity);
    add_file(&including, first);
    for (struct tree_file *file = first; file != NULL; file = file->next)
        parse_file(&including, file);
}
