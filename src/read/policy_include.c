/* SPDX-License-Identifier: MIT */
#include "read/policy_include.h"

#include "base/hash.h"
#include "diag/allow.h"
#include "read/policy_parse.h"
#include "read/text.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEPTH = 64 };

/* An include statement that names a file which was read. */
struct edge {
    uint32_t to; /* number of the file */
    struct span place;
    const char *path;
};

/* What is known of a file while files are read. */
struct known_file {
    struct tree_file *file;
    uint32_t first_edge; /* of its own, which stand together */
    uint32_t edge_count;
};

struct including {
    struct tree *tree;
    struct diag *diag;
    struct hash_table identities; /* from device and inode to a number below */
    struct known_file *files;
    uint32_t count;
    uint32_t capacity;
    struct edge *edges;
    uint32_t edge_count;
    uint32_t edge_capacity;
};

#define NO_FILE UINT32_MAX

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

/* The number of the file, or NO_FILE. */
static uint32_t find_file(const struct including *including, struct file_identity identity)
{
    uint32_t hash = file_identity_hash(identity);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&including->identities, hash, &probe, &index))
        if (file_identity_same(including->files[index].file->identity, identity))
            return index;
    return NO_FILE;
}

/* Its number. */
static uint32_t know_file(struct including *including, struct tree_file *file)
{
    including->files = array_grow(including->diag->arena, including->files, including->count,
                                  &including->capacity, sizeof *including->files);
    including->files[including->count] = (struct known_file){.file = file};
    hash_table_insert(&including->identities, file_identity_hash(file->identity),
                      including->count);
    return including->count++;
}

static uint32_t add_file(struct including *including, struct tree_file *file)
{
    struct tree *tree = including->tree;
    if (tree->last_file == NULL)
        tree->files = file;
    else
        tree->last_file->next = file;
    tree->last_file = file;
    tree->file_count++;
    return know_file(including, file);
}

/* The file number FROM, whose statements are being looked at, names the file number TO. */
static void add_edge(struct including *including, uint32_t from, uint32_t to, struct span place,
                     const char *path)
{
    including->edges =
        array_grow(including->diag->arena, including->edges, including->edge_count,
                   &including->edge_capacity, sizeof *including->edges);
    including->edges[including->edge_count++] = (struct edge){to, place, path};
    including->files[from].edge_count++;
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

/* Reads the file PATH, which the file number FROM names at PLACE. Its number, or NO_FILE. */
static uint32_t read_included(struct including *including, uint32_t from, struct span place,
                              const char *path, struct file_identity identity)
{
    struct diag *diag = including->diag;
    struct tree_file *parent = including->files[from].file;
    bool usable;
    if (parent->depth == MOST_DEPTH) {
        report(diag, CODE_INCLUDE_DEPTH, place, path);
        return NO_FILE;
    }
    diag->sources->including = place;
    struct source *source = text_read(diag, path, has_lines, &usable);
    diag->sources->including = SPAN_NONE;
    if (!usable)
        return NO_FILE;
    allow_search(diag, source, ALLOW_STATEMENTS);
    text_check_lone_cr(diag, source);
    struct tree_file *included = new_file(including, source, identity);
    included->parent = parent;
    included->depth = parent->depth + 1;
    return add_file(including, included);
}

static void include(struct including *including, uint32_t from,
                    const struct tree_statement *statement)
{
    struct diag *diag = including->diag;
    struct file_identity identity;
    struct span place = statement->file.place;
    const char *path =
        policy_path(diag->arena, including->files[from].file->source, statement->file.text);
    if (!policy_check_file(diag, place, path, &identity))
        return;
    uint32_t to = find_file(including, identity);
    if (to == NO_FILE)
        to = read_included(including, from, place, path, identity);
    if (to != NO_FILE)
        add_edge(including, from, to, place, path);
}

/* The statements of a file, and the files that it names behind those that wait. */
static void parse_file(struct including *including, uint32_t number)
{
    struct tree *tree = including->tree;
    struct tree_statement *before = tree->last;
    policy_parse(tree, including->diag, including->files[number].file->source);
    struct tree_statement *statement = before == NULL ? tree->first : before->next;
    including->files[number].first_edge = including->edge_count;
    for (; statement != NULL; statement = statement->next)
        if (statement->kind == TREE_INCLUDE)
            include(including, number, statement);
}

enum mark { NOT_REACHED, ON_THE_WAY, LEFT };

/* From a file on the way, the edge that is followed next. */
struct step_down {
    uint32_t file;
    uint32_t next_edge;
};

/* Reports every edge that leads from a file reached through START to one that it is reached by. */
static void find_cycles(const struct including *including, uint32_t start)
{
    struct arena *arena = including->diag->arena;
    unsigned char *marks = arena_zero(arena, including->count, sizeof *marks);
    struct step_down *way = arena_zero(arena, including->count, sizeof *way);
    uint32_t length = 1;
    way[0] = (struct step_down){start, 0};
    marks[start] = ON_THE_WAY;
    while (length > 0) {
        struct step_down *last = &way[length - 1];
        const struct known_file *file = &including->files[last->file];
        if (last->next_edge == file->edge_count) {
            marks[last->file] = LEFT;
            length--;
            continue;
        }
        const struct edge *edge = &including->edges[file->first_edge + last->next_edge++];
        if (marks[edge->to] == ON_THE_WAY)
            report(including->diag, CODE_INCLUDE_CYCLE, edge->place, edge->path);
        if (marks[edge->to] != NOT_REACHED)
            continue;
        marks[edge->to] = ON_THE_WAY;
        way[length++] = (struct step_down){edge->to, 0};
    }
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
    if (identity.inode != 0 && find_file(&including, identity) != NO_FILE)
        return;
    uint32_t first = add_file(&including, new_file(&including, source, identity));
    for (uint32_t number = first; number < including.count; number++)
        parse_file(&including, number);
    find_cycles(&including, first);
}
