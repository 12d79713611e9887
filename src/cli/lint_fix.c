/* SPDX-License-Identifier: MIT */
#include "cli/lint_fix.h"

#include "analysis/lint_removal.h"
#include "base/buffer.h"
#include "edit/removal.h"
#include "edit/unified.h"

#include <stdlib.h>
#include <sys/stat.h>

/* A mend can make room for the next: of a name that has two faults, one after the other. */
enum { MOST_PASSES = 8 };

/* A run of its own, of which only the mended texts stay. */
struct aside {
    struct lint_fixing *fixing;
    const struct lint_config *config;
    const char *path;
    struct run run;
    struct linting linting;
    uint8_t levels[CODE_COUNT];
    /* Of the pass at hand: */
    struct policy *policy;
    const struct source *source;
    const struct standing *standings;
    uint32_t standing_count;
};

static bool is_redundant(const struct run *run)
{
    return option_is(&run->line, OPTION_FIX, "redundant");
}

bool lint_fix_options_good(struct run *run)
{
    const struct command_line *line = &run->line;
    const char *mistake = NULL;
    bool input = option_is(line, OPTION_DEFAULT, "-") ||
                 option_is(line, OPTION_LISTENER_DEFAULTS, "-");
    for (int i = 0; i < line->operand_count; i++)
        input = input || strcmp(line->operands[i], "-") == 0;
    if (option_given(line, OPTION_DRY_RUN) && !option_given(line, OPTION_FIX))
        mistake = "--dry-run goes with --fix";
    else if (option_given(line, OPTION_FIX) && input)
        mistake = "--fix reads files again once they are mended, and standard input is read once";
    else if (option_given(line, OPTION_FIX) && option_given(line, OPTION_WRITE_BASELINE))
        mistake = "--write-baseline takes every finding as it is, so --fix has no use";
    if (mistake != NULL)
        usage_error(run, mistake);
    return mistake == NULL;
}

bool lint_fix_shows(const struct run *run)
{
    return option_given(&run->line, OPTION_FIX) && option_given(&run->line, OPTION_DRY_RUN);
}

/* --- What may be changed ---------------------------------------------------------------------- */

static enum format format_of(const struct run *run, const struct source *source)
{
    if (source->load != NULL)
        return FORMAT_SAVECONFIG;
    return run->from != FORMAT_UNKNOWN ? run->from
                                       : format_detect((struct view){source->text, source->size});
}

/* Whether TOP includes SOURCE, itself or through another. */
static bool is_included(const struct sources *sources, const struct source *top,
                        const struct source *source)
{
    while (source != NULL && source != top && source->included_by.offset != 0)
        source = sources_find(sources, source->included_by.offset);
    return source == top;
}

/*
 * Whether the finding in SOURCE can be mended by its rewriting. What a file includes can stand in
 * other tables too, where names may have another form.
 */
static bool is_mendable(const struct run *run, const struct source *top,
                        const struct source *source, const struct message *message)
{
    if (message->rewrite == NULL || source == NULL || source->origin != NULL)
        return false;
    return source == top || (message->code != CODE_LINT_IDN_FORM &&
                             is_included(&run->sources, top, source));
}

/* Whether the message says that the file has an error, whatever the run makes of it. */
static bool is_error(const struct diag *diag, const struct message *message)
{
    const struct code_entry *entry = code_entry(message->code);
    return entry->severity == SEVERITY_ERROR && !entry->lint && !entry->finding &&
           !(diag->lenient && entry->lenient);
}

/* Whether one of the messages from the offset FROM on, or without a place, says so. */
static bool has_error(const struct diag *diag, uint32_t from)
{
    const struct message_heap *heaps[] = {&diag->errors, &diag->others, &diag->excused};
    for (size_t heap = 0; heap < sizeof heaps / sizeof *heaps; heap++)
        for (uint32_t i = 0; i < heaps[heap]->count; i++)
            if (heaps[heap]->list[i].place.offset >= from &&
                is_error(diag, &heaps[heap]->list[i]))
                return true;
    return false;
}

/* --- One pass --------------------------------------------------------------------------------- */

/* Only rules are judged whose findings can be rewritten; what others find is said later. */
static void set_levels(struct aside *aside)
{
    for (int i = 0; i < CODE_COUNT; i++) {
        bool wanted = i == CODE_LINT_NAME_CASE || i == CODE_LINT_IDN_FORM;
        aside->levels[i] = code_entry((enum code)i)->lint && !wanted ? (uint8_t)LEVEL_OFF
                                                                     : aside->config->levels[i];
    }
}

static void begin(struct aside *aside, struct lint_fixing *fixing, const char *path,
                  const struct lint_config *config)
{
    *aside = (struct aside){.fixing = fixing, .config = config, .path = path};
    run_init(&aside->run);
    aside->run.line = fixing->run->line;
    run_configure(&aside->run);
    aside->linting = (struct linting){.run = &aside->run};
    set_levels(aside);
}

/* Reads the file, as it is to become so far, and judges it. False if that cannot be done. */
static bool read_again(struct aside *aside)
{
    struct run *run = &aside->run;
    bool lenient = run->diag.lenient;
    bool judged;
    diag_init(&run->diag, &run->arena, &run->sources);
    run->diag.lenient = lenient;
    run->diag.linting = true;
    run->diag.limit = 0;
    run->diag.levels = aside->levels;
    lint_excuses_init(&aside->linting.excuses, run);
    run->sources.drafts = aside->fixing->drafts;
    run->sources.draft_count = aside->fixing->count;
    aside->policy = arena_zero(&run->arena, 1, sizeof *aside->policy);
    if (!lint_file(&aside->linting, aside->path, aside->config, aside->policy, &judged,
                   &aside->source))
        return false;
    aside->standings = lint_standings(run, aside->policy, &aside->standing_count);
    return aside->source != NULL && (judged || has_error(&run->diag, 0));
}

static uint32_t number_of(const struct sources *sources, const struct source *source)
{
    uint32_t number = 0;
    while (sources->list[number] != source)
        number++;
    return number;
}

/* The patches, one for each source of the run, of what can be rewritten. */
static void collect_rewrites(struct aside *aside, struct patch *patches)
{
    const struct sources *sources = &aside->run.sources;
    uint32_t count;
    const struct message *const *messages = diag_sorted(&aside->run.diag, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct span place = messages[i]->place;
        const struct source *source =
            messages[i]->rewrite == NULL ? NULL : sources_find(sources, place.offset);
        if (is_mendable(&aside->run, aside->source, source, messages[i]))
            patch_replace(&patches[number_of(sources, source)], place.offset - source->base,
                          place.end - source->base, view_of(messages[i]->rewrite));
    }
}

/* The same of settings that are inherited all the same. */
static void collect_removals(struct aside *aside, struct patch *patch)
{
    struct run *run = &aside->run;
    const struct policy *policy = aside->policy;
    const struct source *source = aside->source;
    struct removal removal;
    if (!removal_begin(&removal, policy, format_of(run, source), source))
        return;
    run->diag.levels = aside->config->levels;
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        uint32_t section = policy_destination(policy, entry)->section;
        if (section < source->base || section > source->base + source->size)
            continue;
        uint32_t mask =
            lint_removable(aside->standings, aside->standing_count, entry, &run->diag);
        if (mask != 0)
            removal_take(&removal, policy, section, mask, patch);
    }
}

/* What is to become of the file of SOURCE. */
static void put_draft(struct lint_fixing *fixing, const struct source *source, struct view text)
{
    struct arena *arena = &fixing->run->arena;
    char *path = realpath(source->name, NULL);
    uint32_t i = 0;
    while (path != NULL && i < fixing->count && strcmp(fixing->drafts[i].path, path) != 0)
        i++;
    if (path != NULL && i == fixing->count) {
        fixing->drafts = array_grow(arena, fixing->drafts, fixing->count, &fixing->capacity,
                                    sizeof *fixing->drafts);
        fixing->files = array_grow(arena, fixing->files, fixing->count, &fixing->file_capacity,
                                   sizeof *fixing->files);
        fixing->drafts[i].path = arena_string(arena, path);
        fixing->files[i] = (struct mended_file){
            arena_string(arena, source->name),
            arena_copy(arena, (struct view){source->text, source->size})};
        fixing->count++;
    }
    if (path != NULL)
        fixing->drafts[i].text = arena_copy(arena, text);
    free(path);
}

/* Whether something is changed. */
static bool change(struct aside *aside)
{
    struct run *run = &aside->run;
    uint32_t count = run->sources.count;
    struct patch *patches = arena_zero(&run->arena, count, sizeof *patches);
    bool any = false;
    for (uint32_t i = 0; i < count; i++)
        patches[i] = patch_new(&run->arena);
    collect_rewrites(aside, patches);
    if (is_redundant(run))
        collect_removals(aside, &patches[number_of(&run->sources, aside->source)]);
    for (uint32_t i = 0; i < count; i++) {
        const struct source *source = run->sources.list[i];
        if (patches[i].count == 0)
            continue;
        patch_settle(&patches[i]);
        put_draft(aside->fixing, source,
                  patch_apply(&patches[i], (struct view){source->text, source->size}));
        any = true;
    }
    return any;
}

/* --- One file --------------------------------------------------------------------------------- */

/* Whether every policy of the file has the effect that it had. */
static bool is_as_before(const struct aside *aside, const struct standing *before, uint32_t count)
{
    bool same = aside->standing_count == count;
    for (uint32_t i = 0; same && i < count; i++)
        same = same_effect(&before[i], &aside->standings[i]);
    return same;
}

/* Mends the file in FIXING's drafts; NULL, or why it is left as it is. */
static const char *mend(struct aside *aside)
{
    const struct standing *before = NULL;
    uint32_t count = 0;
    for (int pass = 0;; pass++) {
        if (!read_again(aside))
            return pass == 0 ? "" : "mended, it could not be read"; /* the first is said anyway */
        if (pass == 0 && format_of(&aside->run, aside->source) == FORMAT_SAVECONFIG)
            return "the appliance's own file is not changed: mend it on the appliance";
        if (has_error(&aside->run.diag, 0))
            return pass == 0 ? "it has errors, which are to be mended first"
                             : "mended, it would have errors";
        if (pass == 0) {
            before = aside->standings;
            count = aside->standing_count;
        }
        if (pass == MOST_PASSES || !change(aside))
            break;
    }
    return is_as_before(aside, before, count) ? NULL : "mended, it would mean something else";
}

static void write_drafts(struct lint_fixing *fixing)
{
    struct run *run = fixing->run;
    struct output *outputs = arena_zero(&run->arena, fixing->count + 1u, sizeof *outputs);
    uint32_t ready = 0;
    bool good = true;
    for (uint32_t i = 0; good && i < fixing->count; i++) {
        good = run_open_file(run, &outputs[i], fixing->drafts[i].path);
        if (!good)
            break;
        output_view(&outputs[i], fixing->drafts[i].text);
        good = run_settle(run, &outputs[i]);
        ready += good;
    }
    if (good && ready > 0)
        run_place(run, outputs, ready);
    for (uint32_t i = 0; !good && i < ready; i++)
        run_abandon(&outputs[i]);
}

static void tell_unmended(struct run *run, const char *path, const char *why)
{
    diag_mend(&run->diag,
              diag_report_file(&run->diag, CODE_LINT_NOT_MENDED, path, "left as it is: %s", why));
}

static bool is_regular(const char *path)
{
    struct stat status;
    return stat(path, &status) != 0 || S_ISREG(status.st_mode);
}

void lint_fix_file(struct lint_fixing *fixing, const char *path, const struct lint_config *config)
{
    struct run *run = fixing->run;
    struct aside aside;
    if (!option_given(&run->line, OPTION_FIX))
        return;
    if (!is_regular(path)) {
        tell_unmended(run, path, "it is no regular file");
        return;
    }
    uint32_t count = fixing->count;
    struct source_draft *drafts = arena_zero(&run->arena, count + 1u, sizeof *drafts);
    for (uint32_t i = 0; i < count; i++)
        drafts[i] = fixing->drafts[i];
    begin(&aside, fixing, path, config);
    const char *refusal = mend(&aside);
    arena_free(&aside.run.arena);
    if (refusal != NULL) {
        fixing->count = count;
        for (uint32_t i = 0; i < count; i++)
            fixing->drafts[i] = drafts[i];
    }
    if (refusal != NULL && *refusal != '\0')
        tell_unmended(run, path, refusal);
    if (lint_fix_shows(run)) {
        run->sources.drafts = fixing->drafts;
        run->sources.draft_count = fixing->count;
        return;
    }
    write_drafts(fixing);
    fixing->count = 0;
}

/* --- What is said ----------------------------------------------------------------------------- */

/* What is looked at while findings of one file are told to be mendable. */
struct telling {
    struct run *run;
    const struct policy *policy;
    const struct source *source;
    const struct standing *standings;
    uint32_t count;
    bool is_sure; /* whatever can be removed can be taken out of the text */
    struct removal removal;
    bool can_remove;
};

static bool is_removable(const struct telling *telling, const struct message *message)
{
    struct arena *arena = &telling->run->arena;
    const struct policy *policy = telling->policy;
    struct domain domain;
    struct domain_fault fault;
    enum param param = param_find(message->topic.setting);
    if (!telling->can_remove || param == PARAM_COUNT ||
        (message->code != CODE_LINT_LIMIT_SAME && message->code != CODE_LINT_SETTING_SAME) ||
        !domain_parse(arena, message->topic.entry, &domain, &fault))
        return false;
    uint32_t entry = policy_find(policy, domain.key);
    if (entry == NO_ENTRY)
        return false;
    uint32_t mask =
        lint_removable(telling->standings, telling->count, entry, &telling->run->diag);
    return (mask & PARAM_BIT(param)) != 0 &&
           (telling->is_sure ||
            removal_take(&telling->removal, policy, policy_destination(policy, entry)->section,
                         mask, NULL));
}

static void tell(struct telling *telling, struct message *message)
{
    struct run *run = telling->run;
    if (message->place.offset < telling->source->base)
        return;
    const struct source *source = sources_find(&run->sources, message->place.offset);
    const char *option = is_mendable(run, telling->source, source, message) ? "--fix"
                         : is_removable(telling, message)                   ? "--fix=redundant"
                                                                            : NULL;
    if (option != NULL)
        diag_help(&run->diag, message, "%s; destc lint %s mends this",
                  message->help == NULL ? "" : message->help, option);
}

void lint_fix_tell(struct run *run, const struct policy *policy, const struct source *source)
{
    struct message_heap *heaps[] = {&run->diag.errors, &run->diag.others};
    struct telling telling = {.run = run, .policy = policy, .source = source};
    enum format format = format_of(run, source);
    if (format == FORMAT_SAVECONFIG || has_error(&run->diag, source->base))
        return;
    telling.standings = lint_standings(run, policy, &telling.count);
    bool any =
        run->diag.by_code[CODE_LINT_LIMIT_SAME] + run->diag.by_code[CODE_LINT_SETTING_SAME] > 0;
    telling.is_sure = removal_is_sure(format);
    telling.can_remove = any && telling.is_sure;
    if (any && !telling.is_sure)
        telling.can_remove = removal_begin(&telling.removal, policy, format, source);
    for (size_t heap = 0; heap < sizeof heaps / sizeof *heaps; heap++)
        for (uint32_t i = 0; i < heaps[heap]->count; i++)
            tell(&telling, &heaps[heap]->list[i]);
}

int lint_fix_finish(struct lint_fixing *fixing)
{
    struct run *run = fixing->run;
    struct output output;
    if (!run_open(run, &output))
        return run_finish(run, STATUS_FAILED);
    for (uint32_t i = 0; i < fixing->count; i++)
        write_unified(&output, &run->arena, fixing->files[i].name, fixing->files[i].before,
                      fixing->drafts[i].text);
    bool good = run_close(run, &output);
    return run_finish(run, good ? STATUS_DONE : STATUS_FAILED);
}
