/* SPDX-License-Identifier: MIT */
#include "read/policy_names.h"

#include "base/buffer.h"
#include "base/near.h"
#include "base/utf8.h"
#include "read/entry.h"
#include "read/policy_include.h"
#include "read/text.h"

void names_init(struct names *names, struct diag *diag, struct store *store,
                const struct broken_words *broken)
{
    *names = (struct names){
        .arena = diag->arena, .diag = diag, .store = store, .broken = broken};
    hash_table_init(&names->definition_table, names->arena, 0);
    hash_table_init(&names->subject_table, names->arena, 0);
    hash_table_init(&names->file_table, names->arena, 0);
}

static uint32_t name_hash(const struct names *names, enum definition_kind kind, struct view name)
{
    return hash_bytes(names->store->seed + kind, name.text, name.length);
}

struct definition *names_known(const struct names *names, enum definition_kind kind,
                               struct view name)
{
    uint32_t hash = name_hash(names, kind, name);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&names->definition_table, hash, &probe, &index)) {
        struct definition *definition = names->definitions[index];
        if (definition->kind == kind && view_equal(definition->statement->name.text, name))
            return definition;
    }
    return NULL;
}

void names_define(struct names *names, enum definition_kind kind, struct tree_statement *statement)
{
    struct view name = statement->name.text;
    const struct definition *known = names_known(names, kind, name);
    if (known != NULL) {
        struct message *message = diag_report(names->diag, CODE_DEFINED_TWICE,
                                              statement->name.place, "\"%.*s\" is defined twice",
                                              VIEW_ARG(name));
        diag_note(names->diag, message, known->statement->name.place, "first defined here");
        diag_mend(names->diag, message);
        return;
    }
    struct definition *definition = arena_zero(names->arena, 1, sizeof *definition);
    definition->kind = kind;
    definition->statement = statement;
    definition->number = names->definition_count;
    names->definitions = array_grow(names->arena, names->definitions, names->definition_count,
                                    &names->definition_capacity, sizeof(*names->definitions));
    names->definitions[names->definition_count] = definition;
    names->appliance_count += kind == DEFINITION_APPLIANCE;
    hash_table_insert(&names->definition_table, name_hash(names, kind, name),
                      names->definition_count++);
}

static const char *const kind_words[] = {"set", "bundle", "appliance",
                                         "bundle of mail flow settings", "listener"};

static void report_undefined(struct names *names, enum definition_kind kind, struct tree_text text)
{
    struct message *message =
        diag_report(names->diag, CODE_NOT_DEFINED, text.place, "no %s is called \"%.*s\"",
                    kind_words[kind], VIEW_ARG(text.text));
    if (message == NULL)
        return;
    struct nearest nearest = nearest_to(text.text);
    for (uint32_t i = 0; i < names->definition_count; i++) {
        const struct definition *definition = names->definitions[i];
        struct view known = definition->statement->name.text;
        if (definition->kind == kind)
            nearest_offer(&nearest, known, known);
    }
    if (nearest_found(&nearest))
        diag_help(names->diag, message, "did you mean %s?",
                  nearest_words(names->arena, &nearest, "", ""));
    else
        diag_mend(names->diag, message);
}

struct definition *names_find(struct names *names, enum definition_kind kind, struct tree_text text)
{
    struct definition *definition = names_known(names, kind, text.text);
    if (definition == NULL && !broken_has(names->broken, text.text))
        report_undefined(names, kind, text);
    if (definition != NULL)
        definition->is_used = true;
    return definition;
}

struct unused_definitions names_unused(const struct names *names)
{
    struct unused_definition *list =
        arena_zero(names->arena, names->definition_count + 1u, sizeof *list);
    struct unused_definitions unused = {.list = list};
    for (uint32_t i = 0; i < names->definition_count; i++) {
        const struct definition *definition = names->definitions[i];
        const struct tree_text *name = &definition->statement->name;
        enum definition_kind kind = definition->kind;
        if (definition->is_used || kind == DEFINITION_APPLIANCE || kind == DEFINITION_LISTENER)
            continue;
        list[unused.count++] = (struct unused_definition){
            kind == DEFINITION_SET      ? UNUSED_SET
            : kind == DEFINITION_BUNDLE ? UNUSED_BUNDLE
                                        : UNUSED_FLOW_BUNDLE,
            name->text, name->place};
    }
    return unused;
}

static uint32_t find_subject(const struct names *names, struct view key, uint32_t hash)
{
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&names->subject_table, hash, &probe, &index))
        if (view_equal(names->subjects[index].domain.key, key))
            return index;
    return NO_SUBJECT;
}

static bool read_domain(struct names *names, struct tree_text text, struct domain *domain)
{
    struct domain_fault fault;
    size_t offset;
    /* Where the text was read, this has been reported. */
    if (!utf8_check(text.text, &offset))
        return false;
    if (view_equal_nocase(text.text, VIEW("DEFAULT"))) {
        struct message *message = diag_report(names->diag, CODE_DESTINATION_DEFAULT, text.place,
                                              "DEFAULT is the default entry's name in a table");
        diag_mend(names->diag, message);
        return false;
    }
    if (!domain_parse(names->arena, text.text, domain, &fault)) {
        entry_report_name_fault(names->diag, &fault, text.text, text.place);
        return false;
    }
    entry_report_name_remarks(names->diag, domain, text.place);
    return true;
}

/* The subject that TEXT names; NO_SUBJECT, and reported, if it is no destination. */
static uint32_t names_subject(struct names *names, struct tree_text text)
{
    struct domain domain;
    if (!read_domain(names, text, &domain))
        return NO_SUBJECT;
    uint32_t hash = hash_bytes(names->store->seed, domain.key.text, domain.key.length);
    uint32_t known = find_subject(names, domain.key, hash);
    if (known != NO_SUBJECT)
        return known;
    names->subjects = array_grow(names->arena, names->subjects, names->subject_count,
                                 &names->subject_capacity, sizeof *names->subjects);
    names->subjects[names->subject_count] =
        (struct subject){.domain = domain, .hash = hash, .place = text.place};
    hash_table_insert(&names->subject_table, hash, names->subject_count);
    return names->subject_count++;
}

/* A name without @ that a set has: whoever wrote it may have meant either. */
static bool is_bare_set(struct names *names, struct tree_text text)
{
    if (text.quoted || names_known(names, DEFINITION_SET, text.text) == NULL)
        return false;
    struct message *message =
        diag_report(names->diag, CODE_SET_BARE, text.place, "%.*s is the name of a set",
                    VIEW_ARG(text.text));
    diag_help(names->diag, message, "write @%.*s; for a destination of that name write \"%.*s\"",
              VIEW_ARG(text.text), VIEW_ARG(text.text));
    return true;
}

static void add_member(struct names *names, struct definition *set, struct tree_text text)
{
    uint32_t subject = names_subject(names, text);
    if (subject == NO_SUBJECT) {
        set->is_bad = true;
        return;
    }
    set->members = array_grow(names->arena, set->members, set->member_count,
                              &set->member_capacity, sizeof *set->members);
    set->members[set->member_count++] = subject;
}

static void add_part(struct names *names, struct definition *set, struct definition *part)
{
    if (part == NULL) {
        set->is_bad = true;
        return;
    }
    set->parts = array_grow(names->arena, set->parts, set->part_count, &set->part_capacity,
                            sizeof(*set->parts));
    set->parts[set->part_count++] = part;
}

/* The name in a line of a list: the line up to a comment. */
static struct view name_in_line(struct view line)
{
    const char *comment = memchr(line.text, '#', line.length);
    if (comment != NULL)
        line.length = (size_t)(comment - line.text);
    return view_trim(line);
}

/* Takes the first cell off *LINE, a csv row; without its quotes and the blanks round it. */
static struct view take_cell(struct view *line, char separator)
{
    size_t end = 0;
    bool quoted = false;
    while (end < line->length && (quoted || line->text[end] != separator))
        quoted = quoted != (line->text[end++] == '"');
    struct view cell = view_trim((struct view){line->text, end});
    end += end < line->length;
    *line = (struct view){line->text + end, line->length - end};
    if (cell.length >= 2 && cell.text[0] == '"' && cell.text[cell.length - 1] == '"')
        cell = (struct view){cell.text + 1, cell.length - 2};
    return cell;
}

/* What reading a file of names has come to. */
struct name_lines {
    const char *next;
    const char *limit;
    bool begun;
    bool csv; /* the first line was a header */
    char separator;
    unsigned column; /* that has the names */
};

/* Whether LINE is the header of a csv with a column called domain. */
static bool take_header(struct name_lines *lines, struct view line)
{
    lines->separator = ',';
    for (size_t i = line.length; i > 0; i--)
        if (view_has(VIEW(",;\t"), line.text[i - 1]))
            lines->separator = line.text[i - 1];
    for (lines->column = 0; line.length > 0; lines->column++)
        if (view_equal_nocase(take_cell(&line, lines->separator), VIEW("domain")))
            return true;
    return false;
}

/* The next line that is neither blank nor a comment. */
static bool next_line(struct name_lines *lines, struct view *line)
{
    while (lines->next < lines->limit) {
        const char *start = lines->next;
        const char *end = memchr(start, '\n', (size_t)(lines->limit - start));
        end = end == NULL ? lines->limit : end;
        lines->next = end + 1;
        *line = view_trim((struct view){start, (size_t)(end - start)});
        if (line->length > 0 && line->text[0] != '#')
            return true;
    }
    return false;
}

/* The next name; empty for a line without one. */
static bool next_name(struct name_lines *lines, struct view *name)
{
    struct view line;
    if (!next_line(lines, &line))
        return false;
    if (!lines->begun) {
        lines->begun = true;
        lines->csv = take_header(lines, line);
        if (lines->csv)
            return next_name(lines, name);
    }
    if (!lines->csv) {
        *name = name_in_line(line);
        return true;
    }
    for (unsigned i = 0; i <= lines->column; i++)
        *name = take_cell(&line, lines->separator);
    if (view_equal_nocase(*name, VIEW("DEFAULT")))
        name->length = 0;
    return true;
}

/* A list of names, one a line with # comments; or a csv with a column called domain. */
static void read_members(struct names *names, struct definition *set, const struct source *source)
{
    struct name_lines lines = {.next = source->text + source_begin(source),
                               .limit = source->text + source->size};
    struct view name;
    while (next_name(&lines, &name)) {
        uint32_t at = source->base + (uint32_t)(name.text - source->text);
        struct tree_text member = {name, {at, at + (uint32_t)name.length}, false};
        size_t offset;
        if (!utf8_check(name, &offset))
            text_report(names->diag, CODE_BAD_UTF8, member.place);
        if (name.length > 0)
            add_member(names, set, member);
    }
}

static bool has_lines(struct view beginning)
{
    (void)beginning;
    return true;
}

/* The set that was read from the same file before, or NULL; then SET is remembered for it. */
static struct definition *known_file(struct names *names, struct definition *set,
                                     struct file_identity identity)
{
    uint32_t hash = file_identity_hash(identity);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&names->file_table, hash, &probe, &index))
        if (file_identity_same(names->definitions[index]->identity, identity))
            return names->definitions[index];
    set->identity = identity;
    hash_table_insert(&names->file_table, hash, set->number);
    return NULL;
}

static void read_set_file(struct names *names, struct definition *set)
{
    struct sources *sources = names->diag->sources;
    struct tree_text file = set->statement->file;
    struct file_identity identity;
    const struct source *here = sources_find(sources, file.place.offset);
    const char *path = policy_path(names->arena, here, file.text);
    bool usable = policy_check_file(names->diag, file.place, path, &identity);
    struct definition *known = usable ? known_file(names, set, identity) : NULL;
    if (known != NULL) {
        add_part(names, set, known);
        return;
    }
    sources->including = file.place;
    const struct source *source = usable ? text_read(names->diag, path, has_lines, &usable) : NULL;
    sources->including = SPAN_NONE;
    if (usable)
        read_members(names, set, source);
    else
        set->is_bad = true;
}

static void finish_set(struct names *names, struct definition *set)
{
    if (set->statement->file.place.offset != 0)
        read_set_file(names, set);
    const struct tree_list_item *item = set->statement->list.first;
    for (; item != NULL; item = item->next) {
        if (item->is_set)
            add_part(names, set, names_known(names, DEFINITION_SET, item->text.text));
        else if (is_bare_set(names, item->text))
            set->is_bad = true;
        else
            add_member(names, set, item->text);
    }
    set->is_empty = !set->is_bad && set->member_count == 0;
    for (uint32_t i = 0; i < set->part_count; i++)
        set->is_empty = set->is_empty && set->parts[i]->is_empty;
}

/* A definition whose references are being followed, and the next of them. */
struct frame {
    struct definition *definition;
    const struct tree_list_item *next;
};

struct resolving {
    struct names *names;
    struct frame *frames;
    uint32_t count;
    uint32_t capacity;
};

static void enter(struct resolving *resolving, struct definition *definition)
{
    const struct tree_statement *statement = definition->statement;
    definition->state = DEFINITION_OPEN;
    resolving->frames = array_grow(resolving->names->arena, resolving->frames, resolving->count,
                                   &resolving->capacity, sizeof *resolving->frames);
    resolving->frames[resolving->count++] = (struct frame){
        definition, definition->kind == DEFINITION_SET ? statement->list.first
                                                       : statement->uses.first};
}

static void report_cycle(struct names *names, const struct definition *definition,
                         struct tree_text text)
{
    struct message *message =
        diag_report(names->diag, CODE_DEFINED_BY_ITSELF, text.place,
                    "the %s \"%.*s\" contains itself", kind_words[definition->kind],
                    VIEW_ARG(definition->statement->name.text));
    diag_note(names->diag, message, definition->statement->name.place, "defined here");
    diag_mend(names->diag, message);
}

/* Follows the next reference of the innermost definition; false if it has no more. */
static bool follow(struct resolving *resolving)
{
    struct frame *frame = &resolving->frames[resolving->count - 1];
    enum definition_kind kind = frame->definition->kind;
    while (frame->next != NULL && kind == DEFINITION_SET && !frame->next->is_set)
        frame->next = frame->next->next;
    if (frame->next == NULL)
        return false;
    struct tree_text text = frame->next->text;
    frame->next = frame->next->next;
    struct definition *other = names_find(resolving->names, kind, text);
    if (other != NULL && other->state == DEFINITION_OPEN) {
        report_cycle(resolving->names, other, text);
        frame->definition->is_bad = true;
    }
    if (other != NULL && other->state == DEFINITION_NEW)
        enter(resolving, other);
    return true;
}

/* Sets and bundles are; what they refer to is worked out before them. */
static bool is_made_of_others(const struct definition *definition)
{
    return definition->kind != DEFINITION_APPLIANCE && definition->kind != DEFINITION_LISTENER;
}

void names_resolve(struct names *names, void *context,
                   void (*finish_bundle)(void *context, struct definition *bundle))
{
    struct resolving resolving = {.names = names};
    for (uint32_t i = 0; i < names->definition_count; i++) {
        struct definition *definition = names->definitions[i];
        if (definition->state != DEFINITION_NEW || !is_made_of_others(definition))
            continue;
        enter(&resolving, definition);
        while (resolving.count > 0) {
            if (follow(&resolving))
                continue;
            struct definition *done = resolving.frames[--resolving.count].definition;
            if (done->kind == DEFINITION_SET)
                finish_set(names, done);
            else
                finish_bundle(context, done);
            done->state = DEFINITION_DONE;
        }
    }
}

/* A walk through a list: each set and each subject counts once, however often it is named. */
struct walk {
    struct names *names;
    void *context;
    names_function *each;
    struct span place;
    int64_t count;
    bool bad; /* a part was not understood */
};

static void come_by(struct walk *walk, uint32_t number)
{
    struct subject *subject = &walk->names->subjects[number];
    if (subject->last_walk == walk->names->walk)
        return;
    subject->last_walk = walk->names->walk;
    walk->count++;
    walk->each(walk->context, number, walk->place);
}

static void queue_set(struct names *names, struct definition *set)
{
    if (set->last_walk == names->walk)
        return;
    set->last_walk = names->walk;
    names->waiting = array_grow(names->arena, names->waiting, names->waiting_count,
                                &names->waiting_capacity, sizeof(*names->waiting));
    names->waiting[names->waiting_count++] = set;
}

/* The set and those that stand in it. No recursion: sets may be nested as deep as a file goes. */
static void walk_set(struct walk *walk, struct definition *set)
{
    struct names *names = walk->names;
    queue_set(names, set);
    while (names->waiting_count > 0) {
        const struct definition *next = names->waiting[--names->waiting_count];
        walk->bad = walk->bad || next->is_bad;
        for (uint32_t i = 0; i < next->member_count; i++)
            come_by(walk, next->members[i]);
        for (uint32_t i = next->part_count; i > 0; i--)
            queue_set(names, next->parts[i - 1]);
    }
}

void names_report_empty(struct names *names, const struct tree_list *list)
{
    for (const struct tree_list_item *item = list->first; item != NULL; item = item->next) {
        const struct definition *set =
            item->is_set ? names_known(names, DEFINITION_SET, item->text.text) : NULL;
        if (set != NULL && set->is_empty)
            diag_mend(names->diag, diag_report(names->diag, CODE_SET_EMPTY, item->text.place,
                                               "the set has no members"));
    }
}

int64_t names_each(struct names *names, const struct tree_list *list, void *context,
                   names_function *each)
{
    struct walk walk = {.names = names, .context = context, .each = each};
    names->walk++;
    for (const struct tree_list_item *item = list->first; item != NULL; item = item->next) {
        walk.place = item->text.place;
        if (item->is_set) {
            struct definition *set = names_find(names, DEFINITION_SET, item->text);
            walk.bad = walk.bad || set == NULL;
            if (set != NULL)
                walk_set(&walk, set);
            continue;
        }
        uint32_t subject =
            is_bare_set(names, item->text) ? NO_SUBJECT : names_subject(names, item->text);
        walk.bad = walk.bad || subject == NO_SUBJECT;
        if (subject != NO_SUBJECT)
            come_by(&walk, subject);
    }
    return walk.bad ? -1 : walk.count;
}
