/* SPDX-License-Identifier: MIT */
#include "analysis/lint_source.h"

#include "base/buffer.h"

#include <stdlib.h>

enum { DAYS_BEFORE = 30 };

/* The days since 1970-01-01 of TEXT, a date of the calendar like 2027-06-30. */
static int64_t days_of(struct view text)
{
    int64_t parts[3] = {0};
    int part = 0;
    for (size_t i = 0; i < text.length && part < 3; i++) {
        if (text.text[i] == '-')
            part++;
        else
            parts[part] = parts[part] * 10 + (text.text[i] - '0');
    }
    /* A year that begins with March has its odd day at the end. */
    int64_t year = parts[1] <= 2 ? parts[0] - 1 : parts[0];
    int64_t month = (parts[1] + 9) % 12;
    int64_t day = (153 * month + 2) / 5 + parts[2] - 1;
    enum { DAYS_TO_1970 = 719468 }; /* from 0000-03-01 */
    return year * 365 + year / 4 - year / 100 + year / 400 + day - DAYS_TO_1970;
}

static void judge_until(struct linter *linter, const struct entry_note *note, struct view entry)
{
    int64_t left = days_of(note->text) - linter->settings->today;
    if (left > DAYS_BEFORE)
        return;
    enum code code = left < 0 ? CODE_LINT_UNTIL_PAST : CODE_LINT_UNTIL_SOON;
    const struct topic topic = {entry, VIEW("until"), note->text};
    struct message *message =
        diag_report_about(linter->diag, code, note->place, &topic, "until %.*s %s",
                          VIEW_ARG(note->text),
                          left < 0    ? "is past"
                          : left == 0 ? "is today"
                                      : "is near");
    if (left > 0)
        diag_note(linter->diag, message, SPAN_NONE, "%d day%s left", (int)left,
                  left == 1 ? "" : "s");
    diag_mend(linter->diag, message);
}

/* A date of a source, and the first entry that it is given for. */
struct dated {
    const struct entry_note *note;
    struct view entry;
    uint32_t order;
};

struct dates {
    struct arena *arena;
    struct dated *list;
    uint32_t count;
    uint32_t capacity;
};

static int by_place(const void *a, const void *b)
{
    const struct dated *first = a;
    const struct dated *second = b;
    if (first->note->place.offset != second->note->place.offset)
        return first->note->place.offset < second->note->place.offset ? -1 : 1;
    return first->order < second->order ? -1 : first->order > second->order;
}

static void gather(struct dates *dates, const struct composition *composition, struct view entry)
{
    for (uint32_t i = 0; i < composition->note_count; i++) {
        if (!composition->notes[i].is_until)
            continue;
        dates->list = array_grow(dates->arena, dates->list, dates->count, &dates->capacity,
                                 sizeof *dates->list);
        dates->list[dates->count] =
            (struct dated){&composition->notes[i], entry, dates->count};
        dates->count++;
    }
}

static bool any_until(const struct provenance *provenance)
{
    for (uint32_t i = 0; i < provenance->composition_count; i++)
        for (uint32_t j = 0; j < provenance->compositions[i].note_count; j++)
            if (provenance->compositions[i].notes[j].is_until)
                return true;
    return false;
}

/* The dates of each composition, by the first entry that has it. */
static void gather_all(struct dates *dates, const struct policy *policy)
{
    const struct provenance *provenance = policy->provenance;
    bool *seen = arena_zero(dates->arena, provenance->composition_count + 1u, sizeof *seen);
    const struct composition *composition =
        policy->has_default ? provenance_find(provenance, policy->default_section) : NULL;
    if (composition != NULL)
        gather(dates, composition, VIEW("DEFAULT"));
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, i);
        composition = provenance_find(provenance, destination->section);
        if (composition == NULL || seen[composition - provenance->compositions])
            continue;
        seen[composition - provenance->compositions] = true;
        gather(dates, composition, destination_name(destination));
    }
}

void lint_source(struct linter *linter)
{
    const struct policy *policy = linter->policy;
    struct dates dates = {.arena = linter->arena};
    if (policy->provenance == NULL || !any_until(policy->provenance))
        return;
    gather_all(&dates, policy);
    if (dates.count > 0)
        qsort(dates.list, dates.count, sizeof *dates.list, by_place);
    for (uint32_t i = 0; i < dates.count; i++)
        if (i == 0 ||
            dates.list[i].note->place.offset != dates.list[i - 1].note->place.offset)
            judge_until(linter, dates.list[i].note, dates.list[i].entry);
}
