/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"
#include "cli/set_judge.h"
#include "cli/set_source.h"
#include "cli/set_tell.h"
#include "edit/unified.h"
#include "read/entry.h"
#include "read/formats.h"
#include "read/value.h"
#include "write/difference.h"

#include <stdlib.h>
#include <sys/stat.h>

/* --- What is asked for ------------------------------------------------------------------------ */

/* VALUE as a table has it: words of the policy language whose spelling is known are turned round. */
static struct view table_value(enum param param, struct view value)
{
    const struct parameter *row = parameter(param);
    const struct word *word =
        row->type == TYPE_WORD ? word_find_policy(row->words, value) : NULL;
    if (word != NULL && word->assumed == ASSUMED_NONE && word->export_word != NULL)
        return view_of(word->export_word);
    return row->type == TYPE_LIMIT && view_equal(value, VIEW("unlimited")) ? VIEW("0") : value;
}

static const char *unknown_name(struct run *run, struct view name)
{
    struct nearest nearest = nearest_to(name);
    param_nearest(&nearest, 0);
    if (!nearest_found(&nearest))
        return arena_printf(&run->arena, "there is no setting \"%.*s\"", VIEW_ARG(name));
    return arena_printf(&run->arena, "there is no setting \"%.*s\"; did you mean %s?",
                        VIEW_ARG(name), nearest_words(&run->arena, &nearest, "", ""));
}

/* Takes "NAME=VALUE"; NULL, or what is wrong with it. */
static const char *take_setting(struct setting_run *set, struct view text, size_t equals)
{
    struct run *run = set->run;
    struct view name = {text.text, equals};
    struct view value = view_trim((struct view){text.text + equals + 1, text.length - equals - 1});
    enum param param = param_find_setting(name);
    size_t control;
    if (param == PARAM_COUNT)
        return unknown_name(run, name);
    if (text_has_control(value, &control))
        return arena_printf(&run->arena, "the value of %.*s has a control character",
                            VIEW_ARG(name));
    uint32_t at = 0;
    while (at < set->setting_count && set->settings[at].param < param)
        at++;
    if (at < set->setting_count && set->settings[at].param == param)
        return arena_printf(&run->arena, "%.*s is given twice", VIEW_ARG(name));
    for (uint32_t i = set->setting_count++; i > at; i--)
        set->settings[i] = set->settings[i - 1];
    set->settings[at] = (struct wanted_setting){param, table_value(param, value)};
    return NULL;
}

uint32_t set_find(const struct setting_run *set, struct view key)
{
    uint32_t hash = hash_bytes(set->run->store.seed, key.text, key.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&set->known, hash, &probe, &index))
        if (view_equal(set->destinations[index].key, key))
            return index;
    return UINT32_MAX;
}

static void take_destination(struct setting_run *set, struct view name, struct span place)
{
    struct run *run = set->run;
    struct domain domain = {.name = VIEW("DEFAULT"), .key = VIEW("")};
    struct domain_fault fault;
    if (!view_equal_nocase(name, VIEW("DEFAULT")) &&
        !domain_parse(&run->arena, name, &domain, &fault)) {
        entry_report_name_fault(&run->diag, &fault, name, place);
        return;
    }
    if (set_find(set, domain.key) != UINT32_MAX)
        return;
    hash_table_insert(&set->known,
                      hash_bytes(run->store.seed, domain.key.text, domain.key.length), set->count);
    set->destinations = array_grow(&run->arena, set->destinations, set->count, &set->capacity,
                                   sizeof *set->destinations);
    set->places = array_grow(&run->arena, set->places, set->count, &set->place_capacity,
                             sizeof *set->places);
    set->places[set->count] = place;
    set->destinations[set->count++] = domain;
}

/* The names in the file that --domains names, one a line; # comments are passed over. */
static void take_domains(struct setting_run *set)
{
    struct run *run = set->run;
    const char *path = option_value(&run->line, OPTION_DOMAINS);
    const struct source *source = path == NULL ? NULL : read_names(&run->diag, path);
    if (source == NULL)
        return;
    const char *limit = source->text + source->size;
    for (const char *text = source->text + source_begin(source), *end; text < limit;
         text = end + 1) {
        end = memchr(text, '\n', (size_t)(limit - text));
        end = end == NULL ? limit : end;
        struct view line = {text, (size_t)(end - text)};
        const char *comment = memchr(line.text, '#', line.length);
        if (comment != NULL)
            line.length = (size_t)(comment - line.text);
        struct view name = view_trim(line);
        uint32_t at = source->base + (uint32_t)(name.text - source->text);
        if (name.length > 0)
            take_destination(set, name, (struct span){at, at + (uint32_t)name.length});
    }
}

/* NULL, or what is wrong with the command line. */
static const char *take_operands(struct setting_run *set)
{
    const struct command_line *line = &set->run->line;
    const char *mistake = NULL;
    uint32_t names = option_given(line, OPTION_DOMAINS);
    for (int i = 1; mistake == NULL && i < line->operand_count; i++) {
        struct view text = view_of(line->operands[i]);
        size_t equals = strcspn(text.text, "=");
        if (equals < text.length)
            mistake = take_setting(set, text, equals);
        else
            names++;
    }
    if (mistake == NULL && set->removes && set->setting_count > 0)
        mistake = "--remove takes entries out whole; NAME= takes a setting out";
    if (mistake == NULL && !set->removes && set->setting_count == 0)
        mistake = "set needs NAME=VALUE, or --remove";
    if (mistake == NULL && names == 0)
        mistake = "set needs a DESTINATION, or --domains FILE";
    return mistake;
}

/* --- The change ------------------------------------------------------------------------------- */

/* Reads the table as it is. False if it cannot be changed. */
static bool read_before(struct setting_run *set)
{
    struct run *run = set->run;
    struct stat status;
    if (stat(set->path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        run_refuse(run, "set changes a file in place: a pipe or device is none");
        return false;
    }
    uint32_t first = run->sources.count;
    if (!run_read(run, &set->before, &set->path, 1))
        return false;
    for (uint32_t i = first; i < run->sources.count; i++)
        if (strcmp(run->sources.list[i]->name, set->path) == 0)
            set->source = run->sources.list[i];
    struct view text = {set->source->text, set->source->size};
    enum format format = run->from != FORMAT_UNKNOWN    ? run->from
                         : set->source->load != NULL    ? FORMAT_SAVECONFIG
                                                        : format_detect(text);
    set->is_policy = format == FORMAT_POLICY;
    bool splits = option_given(&run->line, OPTION_SPLIT);
    if (set->is_policy || (format == FORMAT_DESTCONFIG && !splits))
        return true;
    if (format == FORMAT_DESTCONFIG)
        run_refuse(run, "--split is for policy sources; in a table nothing is shared");
    else
        run_refuse(run, arena_printf(&run->arena,
                                     "set changes table files (destconfig) and policy sources, "
                                     "not %s",
                                     format_reader(format)->name));
    return false;
}

/*
 * What --lenient lets pass: a section or setting that is given twice. Once the later place says
 * nothing any more the earlier one would count again. False, and reported, if there is one.
 */
static bool check_once(struct setting_run *set, const struct diag *said)
{
    static const enum code twice[] = {CODE_DUPLICATE_DESTINATION, CODE_DUPLICATE_DEFAULT,
                                      CODE_DUPLICATE_PARAMETER};
    struct span place = SPAN_NONE;
    bool found = false;
    uint32_t count;
    const struct message *const *messages = diag_sorted(said, &count);
    for (size_t code = 0; code < sizeof twice / sizeof *twice; code++) {
        found = found || said->by_code[twice[code]] > 0;
        for (uint32_t i = 0; place.offset == 0 && i < count; i++)
            if (messages[i]->code == twice[code])
                place = messages[i]->place;
    }
    if (!found)
        return true;
    struct diag *diag = &set->run->diag;
    diag_help(diag,
              diag_report(diag, CODE_REFUSED, place,
                          "set changes no table that gives something twice, also with --lenient: "
                          "it would not be sure which of the two holds afterwards"),
              "keep one of the two, as the warnings show them, then use set");
    return false;
}

static void change_entries(struct setting_run *set, struct table_change *change)
{
    bool *missing = arena_zero(&set->run->arena, set->count + 1u, sizeof *missing);
    for (uint32_t i = 0; i < set->count; i++) {
        const struct domain *domain = &set->destinations[i];
        missing[i] = set->removes ? !table_remove_entry(change, domain->key)
                                  : !table_set_entry(change, domain->key, set->settings,
                                                     set->setting_count);
    }
    for (uint32_t i = 0; i < set->count; i++)
        if (missing[i] && !set->removes)
            table_add_entry(change, set->destinations[i].name, set->settings,
                            set->setting_count);
}

void set_add_draft(struct setting_run *set, const struct source *file, struct view text)
{
    struct arena *arena = &set->run->arena;
    uint32_t count = set->draft_count;
    struct source_draft *drafts = arena_zero(arena, count + 1u, sizeof *drafts);
    const struct source **files = arena_zero(arena, count + 1u, sizeof(*files));
    for (uint32_t i = 0; i < count; i++) {
        drafts[i] = set->drafts[i];
        files[i] = set->files[i];
    }
    char *path = realpath(file->name, NULL);
    drafts[count] = (struct source_draft){
        path == NULL ? file->name : arena_string(arena, path), text};
    free(path);
    files[count] = file;
    set->drafts = drafts;
    set->files = files;
    set->draft_count++;
}

/* Whether none of the table's entries would be left. Those to be removed are there. */
static bool removes_all(const struct setting_run *set)
{
    return set->removes && set->count == set->before.count + set->before.has_default;
}

/* Makes the draft of a table file. False if something is in the way. */
static bool draft_table(struct setting_run *set)
{
    struct run *run = set->run;
    struct table_change change = {.patch = patch_new(&run->arena)};
    struct diag aside; /* what is wrong has been said */
    diag_init(&aside, &run->arena, &run->sources);
    aside.lenient = run->diag.lenient;
    if (!table_parse(&change.table, &aside, &run->store, &run->read_options, set->source) ||
        !check_once(set, &aside))
        return false;
    if (removes_all(set)) {
        run_refuse(run, arena_printf(&run->arena,
                                     "nothing is changed: the table would be empty, and nothing "
                                     "can be read from or imported as such a file; leave an entry, "
                                     "or delete %s",
                                     set->path));
        return false;
    }
    change_entries(set, &change);
    patch_settle(&change.patch);
    set_add_draft(set, set->source,
                  patch_apply(&change.patch, (struct view){set->source->text, set->source->size}));
    return true;
}

/* Makes the drafts and reads them as if they had been written. False if they have errors. */
static bool make_drafts(struct setting_run *set)
{
    struct run *run = set->run;
    if (!(set->is_policy ? set_source_draft(set) : draft_table(set)))
        return false;
    /* What was said of the file as it is, is said again of what it becomes. */
    const struct diag fresh = run->diag;
    diag_init(&run->diag, &run->arena, &run->sources);
    run->diag.lenient = fresh.lenient;
    run->diag.strict = fresh.strict;
    run->diag.limit = fresh.limit;
    run->diag.findings_allowed = option_given(&run->line, OPTION_ALLOW_FAILED_ASSERTIONS);
    run->sources.drafts = set->drafts;
    run->sources.draft_count = set->draft_count;
    set->draft_first = run->sources.count;
    if (!run_read(run, &set->after, &set->path, 1)) {
        set_tell_kept(set, "these are the errors that the file would have");
        return false;
    }
    return !set->is_policy || set_source_check(set);
}

/* Judges what the drafts say. False, and reported, if something must not be written. */
static bool judge_drafts(struct setting_run *set)
{
    const struct diag *diag = &set->run->diag;
    set_tell_new(set);
    bool holds = set_judge(set);
    bool good = !diag_has_errors(diag) && !diag_has_findings(diag);
    if (!good)
        set_tell_kept(set, holds ? "--strict makes errors of warnings"
                                 : "an assertion would not hold");
    return good;
}

/* --- The result ------------------------------------------------------------------------------- */

/* With --dry-run, of a source: the lines too. */
static void show_lines(struct setting_run *set, struct output *output)
{
    struct run *run = set->run;
    if (!set->is_policy || !option_given(&run->line, OPTION_DRY_RUN) || set->draft_count == 0)
        return;
    output_string(output, "\n");
    for (uint32_t i = 0; i < set->draft_count; i++)
        write_unified(output, &run->arena, set->files[i]->name,
                      (struct view){set->files[i]->text, set->files[i]->size},
                      set->drafts[i].text);
}

static bool show_difference(struct setting_run *set)
{
    struct run *run = set->run;
    const struct difference_wish wish = {.effective = false};
    struct differences differences = {.count = 0};
    struct side before = {.policy = &set->before, .defaults = run_defaults(run, &set->before)};
    struct side after = {.policy = &set->after, .defaults = run_defaults(run, &set->after)};
    struct output output;
    difference_destinations(&run->arena, &run->store, &before, &after, &wish, &differences);
    const char *after_name =
        option_given(&run->line, OPTION_DRY_RUN)
            ? arena_printf(&run->arena, "%s (nothing was written: --dry-run)", set->path)
            : set->path;
    const struct difference_frame frame = {.before_name = set->path,
                                           .after_name = after_name,
                                           .before = &before,
                                           .after = &after,
                                           .names = option_given(&run->line, OPTION_NAMES)};
    if (!run_open(run, &output))
        return false;
    difference_form(VIEW("text"))->write(&run->arena, &differences, &frame, &output);
    show_lines(set, &output);
    return run_close(run, &output);
}

/* Writes what differs, all files or none, and says so. */
static void write_drafts(struct setting_run *set)
{
    struct run *run = set->run;
    struct output *outputs = arena_zero(&run->arena, set->draft_count + 1u, sizeof *outputs);
    uint32_t ready = 0;
    bool dry = option_given(&run->line, OPTION_DRY_RUN);
    bool good = true;
    for (uint32_t i = 0; good && !dry && i < set->draft_count; i++) {
        struct view old = {set->files[i]->text, set->files[i]->size};
        if (view_equal(old, set->drafts[i].text))
            continue;
        good = run_open_file(run, &outputs[ready], set->files[i]->name);
        if (!good)
            break;
        output_view(&outputs[ready], set->drafts[i].text);
        good = run_settle(run, &outputs[ready]);
        ready += good;
    }
    for (uint32_t i = 0; !good && i < ready; i++)
        run_abandon(&outputs[i]);
    if (good && (ready == 0 || run_place(run, outputs, ready)))
        set_tell_written(set, outputs, ready);
}

int run_set(struct run *run)
{
    struct setting_run *set = arena_zero(&run->arena, 1, sizeof *set);
    set->run = run;
    hash_table_init(&set->known, &run->arena, 0);
    set->path = run->line.operands[0];
    set->removes = option_given(&run->line, OPTION_REMOVE);
    const char *mistake = strcmp(set->path, "-") == 0
                              ? "set changes a file in place: standard input is none"
                              : take_operands(set);
    if (mistake != NULL)
        return usage_error(run, mistake);
    for (int i = 1; i < run->line.operand_count; i++)
        if (strchr(run->line.operands[i], '=') == NULL)
            take_destination(set, view_of(run->line.operands[i]), SPAN_NONE);
    take_domains(set);
    if (diag_has_errors(&run->diag) || !read_before(set) || !set_check_there(set) ||
        !make_drafts(set))
        return run_finish(run, STATUS_FAILED);
    if (!judge_drafts(set))
        return run_finish(run, STATUS_DONE);
    if (show_difference(set))
        write_drafts(set);
    return run_finish(run, STATUS_DONE);
}
