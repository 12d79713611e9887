/* SPDX-License-Identifier: MIT */
#include "cli/set_tell.h"

#include "cli/set_new.h"
#include "edit/draft_place.h"

/* --- Names ------------------------------------------------------------------------------------ */

static void report_missing(struct setting_run *set, uint32_t number)
{
    struct run *run = set->run;
    const struct domain *domain = &set->destinations[number];
    struct nearest nearest = nearest_to(domain->name);
    struct message *message = diag_report(&run->diag, CODE_NAME_NOT_LISTED, set->places[number],
                                          "%s: %.*s", code_entry(CODE_NAME_NOT_LISTED)->title,
                                          VIEW_ARG(domain->name));
    for (uint32_t i = 0; message != NULL && i < set->before.count; i++) {
        struct view known = destination_name(policy_destination(&set->before, i));
        nearest_offer(&nearest, known, known);
    }
    if (nearest_found(&nearest))
        diag_help(&run->diag, message, "did you mean %s?",
                  nearest_words(&run->arena, &nearest, "", ""));
    else
        diag_help(&run->diag, message, "destc list %s lists the entries", set->path);
}

bool set_check_there(struct setting_run *set)
{
    bool adds = false;
    for (uint32_t i = 0; i < set->setting_count; i++)
        adds = adds || set->settings[i].value.length > 0;
    adds = adds && !option_given(&set->run->line, OPTION_EXISTING);
    for (uint32_t i = 0; !adds && i < set->count; i++)
        if (!set_is_there(&set->before, &set->destinations[i]))
            report_missing(set, i);
    return !diag_has_errors(&set->run->diag);
}

/* --- Lines of files that stay as they are ----------------------------------------------------- */

/* The file that SOURCE was read instead of; NULL if it is the file itself. */
static const struct source *file_of(const struct setting_run *set, const struct source *source)
{
    const struct sources *sources = &set->run->sources;
    bool draft = false;
    for (uint32_t i = set->draft_first; !draft && i < sources->count; i++)
        draft = sources->list[i] == source;
    const struct source_draft *found = draft ? sources_draft(sources, source->name) : NULL;
    return found == NULL ? NULL : set->files[found - sources->drafts];
}

/* Makes PLACE that of the same line in the file as it is; false if the file has no such line. */
static bool find_line(const struct setting_run *set, struct span *place)
{
    const struct source *source = sources_find(&set->run->sources, place->offset);
    const struct source *file = source == NULL ? NULL : file_of(set, source);
    if (file == NULL)
        return true;
    uint32_t at = place->offset - source->base;
    if (!draft_place((struct view){file->text, file->size},
                     (struct view){source->text, source->size}, &at))
        return false;
    uint32_t length = place->end - place->offset;
    *place = (struct span){file->base + at, file->base + at + length};
    return true;
}

/* What to type for what a limit needs; the reader has named it as a table has it. */
static void name_needs(struct run *run, struct message *message)
{
    static const char scope[] =
        "limits-per=domain|mx-address limits-apply=system-wide|per-gateway";
    if (message->code == CODE_MISSING_SCOPE)
        message->help = arena_printf(&run->arena, "give %s too", scope);
    if (message->code == CODE_MISSING_MINUTES)
        message->help = arena_printf(&run->arena,
                                     "give recipient-minutes=1..60 too, and what is missing of %s",
                                     scope);
}

static void place_message(struct setting_run *set, struct message *message)
{
    struct run *run = set->run;
    name_needs(run, message);
    for (struct note *note = message->notes; note != NULL; note = note->next)
        if (!find_line(set, &note->place))
            note->text = arena_printf(&run->arena, "%s (the line as it would be)", note->text);
    if (!find_line(set, &message->place))
        diag_note(&run->diag, message, SPAN_NONE, "the line as it would be; nothing was written");
}

void set_tell_kept(struct setting_run *set, const char *why)
{
    struct diag *diag = &set->run->diag;
    struct message_heap *heaps[] = {&diag->errors, &diag->others};
    for (size_t heap = 0; heap < sizeof heaps / sizeof *heaps; heap++)
        for (uint32_t i = 0; i < heaps[heap]->count; i++)
            place_message(set, &heaps[heap]->list[i]);
    diag_report(diag, CODE_SET_WRITTEN, SPAN_NONE, "nothing was written: %s", why);
}

/* --- Files that were written ------------------------------------------------------------------ */

void set_tell_written(struct setting_run *set, const struct output *outputs, uint32_t count)
{
    struct diag *diag = &set->run->diag;
    const char *what = set->differs        ? "was written"
                       : set->text_differs ? "was written: only the spelling changed"
                                           : "was written: it says what the file says already";
    for (uint32_t i = 0; i < count; i++)
        diag_report_file(diag, CODE_SET_WRITTEN, outputs[i].name, "%s", what);
    if (count == 0)
        diag_report(diag, CODE_SET_WRITTEN, SPAN_NONE, "nothing was written: %s",
                    set->text_differs ? "--dry-run" : "it says so already");
}
