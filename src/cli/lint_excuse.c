/* SPDX-License-Identifier: MIT */
#include "cli/lint_excuse.h"

#include "base/buffer.h"
#include "cli/overwrite.h"
#include "diag/show.h"

#include <inttypes.h>
#include <stdio.h>

static const struct excuse *find_known(struct lint_excuses *excuses, const struct message *message)
{
    if (excuses->known.count == 0 && !excuses->writing)
        return NULL;
    struct topic topic = finding_topic(&excuses->run->diag, message);
    struct finding_print print = finding_print(message->code, &topic);
    if (excuses->writing && baseline_add(&excuses->written, &print)) {
        excuses->findings = array_grow(&excuses->run->arena, excuses->findings, excuses->count,
                                       &excuses->capacity, sizeof *excuses->findings);
        excuses->findings[excuses->count++] = (struct known_finding){message->code, topic, print};
    }
    if (baseline_find(&excuses->known, &print))
        return &excuses->known_excuse;
    return excuses->writing ? &excuses->written_excuse : NULL;
}

static const struct excuse *find(void *context, const struct message *message)
{
    struct lint_excuses *excuses = context;
    const struct excuse *allowed = allow_find(&excuses->allowances, message);
    return allowed != NULL ? allowed : find_known(excuses, message);
}

static struct excuse in_baseline(struct run *run, const char *path)
{
    return (struct excuse){
        .reason = view_of(arena_printf(&run->arena, "in the baseline %s", path))};
}

void lint_excuses_init(struct lint_excuses *excuses, struct run *run)
{
    const char *known = option_value(&run->line, OPTION_BASELINE);
    const char *written = option_value(&run->line, OPTION_WRITE_BASELINE);
    *excuses = (struct lint_excuses){.run = run, .writing = written != NULL};
    baseline_init(&excuses->known, &run->arena);
    baseline_init(&excuses->written, &run->arena);
    for (int i = 0; i < CODE_COUNT; i++)
        excuses->excusable[i] = written != NULL;
    if (written != NULL)
        excuses->written_excuse = in_baseline(run, written);
    allow_init(&excuses->allowances, &run->diag, excuses->excusable);
    if (known != NULL) {
        excuses->known_excuse = in_baseline(run, known);
        baseline_read(&excuses->known, &run->diag, known, excuses->excusable);
    }
    run->diag.excuse = find;
    run->diag.excuse_context = excuses;
    run->diag.excusable = excuses->excusable;
}

void lint_excuses_write(struct lint_excuses *excuses)
{
    struct run *run = excuses->run;
    struct output output;
    const char *path = option_value(&run->line, OPTION_WRITE_BASELINE);
    if (!excuses->writing || diag_has_errors(&run->diag) ||
        !overwrite_allowed_baseline(run, path) || !run_open_file(run, &output, path))
        return;
    write_baseline(&run->arena, excuses->findings, excuses->count, &output);
    if (run_close(run, &output) && !option_given(&run->line, OPTION_QUIET))
        fprintf(stderr, "destc: %" PRIu32 " finding%s written to %s\n", excuses->count,
                excuses->count == 1 ? "" : "s",
                escape_controls(&run->arena, view_of(path)).text);
}

void lint_excuses_tell(const struct lint_excuses *excuses)
{
    const struct run *run = excuses->run;
    const char *path = option_value(&run->line, OPTION_BASELINE);
    uint32_t gone = excuses->known.count - excuses->known.found_count;
    if (path == NULL || gone == 0 || diag_has_errors(&run->diag) ||
        option_given(&run->line, OPTION_QUIET))
        return;
    fprintf(stderr, "destc: %" PRIu32 " of %" PRIu32 " findings in %s were not found any more\n",
            gone, excuses->known.count,
            escape_controls(excuses->run->diag.arena, view_of(path)).text);
}
