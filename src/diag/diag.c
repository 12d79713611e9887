/* SPDX-License-Identifier: MIT */
#include "diag/diag.h"

#include "base/buffer.h"

#include <stdlib.h>

void diag_init(struct diag *diag, struct arena *arena, struct sources *sources)
{
    *diag = (struct diag){.arena = arena, .sources = sources, .limit = DIAG_DEFAULT_LIMIT};
}

static enum rule_level level_of(const struct diag *diag, enum code code)
{
    return diag->levels == NULL ? LEVEL_OWN : (enum rule_level)diag->levels[code];
}

bool diag_is_off(const struct diag *diag, enum code code)
{
    enum rule_level level = level_of(diag, code);
    return level == LEVEL_OFF || (level == LEVEL_OWN && code_entry(code)->off);
}

enum severity diag_severity(const struct diag *diag, enum code code)
{
    const struct code_entry *entry = code_entry(code);
    enum rule_level level = level_of(diag, code);
    if (level >= LEVEL_INFO)
        return (enum severity)(level - LEVEL_INFO);
    if ((diag->lenient && entry->lenient) || (diag->findings_allowed && entry->finding))
        return SEVERITY_WARNING;
    if (diag->strict && entry->severity == SEVERITY_WARNING)
        return SEVERITY_ERROR;
    return entry->severity;
}

bool diag_may_excuse(const struct diag *diag, enum code code)
{
    return diag->excuse != NULL && !code_entry(code)->unreadable &&
           (diag->excusable == NULL || diag->excusable[code]);
}

static struct span in_file(const struct diag *diag, struct span place);

bool diag_would_count(const struct diag *diag, enum code code, struct span place,
                      const struct topic *topic)
{
    struct message message = {.code = code, .place = in_file(diag, place), .topic = *topic};
    if (diag_is_off(diag, code))
        return false;
    return !diag_may_excuse(diag, code) || diag->excuse(diag->excuse_context, &message) == NULL;
}

static bool comes_after(const struct message *a, const struct message *b)
{
    if (a->place.offset != b->place.offset)
        return a->place.offset > b->place.offset;
    return a->order > b->order;
}

static void swap(struct message *a, struct message *b)
{
    struct message kept = *a;
    *a = *b;
    *b = kept;
}

/* Moves the message at I up while it comes after its parent; returns where it ends. */
static uint32_t sift_up(struct message_heap *heap, uint32_t i)
{
    while (i > 0 && comes_after(&heap->list[i], &heap->list[(i - 1) / 2])) {
        swap(&heap->list[i], &heap->list[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    return i;
}

static uint32_t sift_down(struct message_heap *heap, uint32_t i)
{
    for (;;) {
        uint32_t last = i;
        for (uint32_t child = 2 * i + 1; child <= 2 * i + 2 && child < heap->count; child++)
            if (comes_after(&heap->list[child], &heap->list[last]))
                last = child;
        if (last == i)
            return i;
        swap(&heap->list[i], &heap->list[last]);
        i = last;
    }
}

static bool would_keep(const struct diag *diag, const struct message_heap *heap, uint32_t offset)
{
    return diag->limit == 0 || heap->count < diag->limit || offset < heap->list[0].place.offset;
}

static const struct message_heap *heap_of(const struct diag *diag, enum severity severity)
{
    return severity == SEVERITY_ERROR ? &diag->errors : &diag->others;
}

/* Where PLACE stands in a file: messages are sorted, and shown, by that. */
static struct span in_file(const struct diag *diag, struct span place)
{
    return place.offset == 0 ? place : sources_original(diag->sources, place);
}

bool diag_would_keep(const struct diag *diag, enum severity severity, struct span place)
{
    return would_keep(diag, heap_of(diag, severity), in_file(diag, place).offset);
}

static struct message *keep(struct diag *diag, struct message_heap *heap, struct message message)
{
    if (diag->limit != 0 && heap->count == diag->limit) {
        heap->list[0] = message;
        return &heap->list[sift_down(heap, 0)];
    }
    heap->list =
        array_grow(diag->arena, heap->list, heap->count, &heap->capacity, sizeof *heap->list);
    heap->list[heap->count] = message;
    return &heap->list[sift_up(heap, heap->count++)];
}

enum { MOST_INCLUDES = 8 }; /* shown of a chain */

/* How the file of a message was reached. */
static void note_includes(struct diag *diag, struct message *message)
{
    struct span place = message->place;
    for (int i = 0; i < MOST_INCLUDES && place.offset != 0; i++) {
        const struct source *source = sources_find(diag->sources, place.offset);
        place = source == NULL ? SPAN_NONE : source->included_by;
        if (place.offset != 0)
            diag_note(diag, message, place, "included here");
    }
}

static struct message *report(struct diag *diag, struct message message, const char *format,
                              va_list arguments) __attribute__((format(printf, 3, 0)));

static void told_init(struct told_messages *told, struct arena *arena)
{
    hash_table_init(&told->table, arena, 0);
    told->seed = hash_seed();
}

void diag_tell_once(struct diag *diag)
{
    if (!diag->once)
        told_init(&diag->told, diag->arena);
    diag->once = true;
}

void diag_tell_all(struct diag *diag)
{
    diag->once = false;
}

static bool is_same_file(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether TOLD has MESSAGE; if not, it has now. */
static bool has_told(struct told_messages *told, struct arena *arena,
                     const struct told_message *message)
{
    const char *file = message->file == NULL ? "" : message->file;
    uint32_t mark[2] = {(uint32_t)message->code, message->offset};
    uint32_t hash = hash_bytes(told->seed, mark, sizeof mark) ^
                    hash_bytes(told->seed, message->text, strlen(message->text)) ^
                    hash_bytes(told->seed + 1, file, strlen(file));
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&told->table, hash, &probe, &index)) {
        const struct told_message *other = &told->list[index];
        if (other->code == message->code && other->offset == message->offset &&
            is_same_file(other->file, message->file) && strcmp(other->text, message->text) == 0)
            return true;
    }
    told->list =
        array_grow(arena, told->list, told->count, &told->capacity, sizeof *told->list);
    told->list[told->count] = *message;
    hash_table_insert(&told->table, hash, told->count++);
    return false;
}

/* The text of PLACE if several files of a run of lint can use it: it is included, or comes first. */
static const struct source *shared_source(const struct diag *diag, struct span place)
{
    const struct source *source =
        diag->linting && place.offset != 0 ? sources_find(diag->sources, place.offset) : NULL;
    bool shared = source != NULL &&
                  (source->included_by.offset != 0 || place.offset < diag->home.offset);
    return shared ? source : NULL;
}

/* Whether the same was reported since diag_tell_once(), or of the same text in another file's run. */
static bool was_told(struct diag *diag, struct message *message, const char *format,
                     va_list arguments) __attribute__((format(printf, 3, 0)));

static bool was_told(struct diag *diag, struct message *message, const char *format,
                     va_list arguments)
{
    uint32_t offset = message->place.offset;
    const struct source *source = shared_source(diag, message->place);
    bool once = diag->once && offset != 0;
    if (!once && source == NULL)
        return false;
    va_list again;
    va_copy(again, arguments);
    message->text = arena_vprintf(diag->arena, format, again);
    va_end(again);
    struct told_message told = {message->code, NULL, offset, message->text};
    if (once && has_told(&diag->told, diag->arena, &told))
        return true;
    if (source == NULL)
        return false;
    if (diag->shared.count == 0)
        told_init(&diag->shared, diag->arena);
    told.file = source->name;
    told.offset = offset - source->base;
    return has_told(&diag->shared, diag->arena, &told);
}

static bool is_excused(struct diag *diag, struct message *message, const char *format,
                       va_list arguments) __attribute__((format(printf, 3, 0)));

/* Makes the text of a message about which there may be an excuse, and asks for it. */
static bool is_excused(struct diag *diag, struct message *message, const char *format,
                       va_list arguments)
{
    const struct topic *topic = &message->topic;
    if (!diag_may_excuse(diag, message->code))
        return false;
    if (message->text == NULL &&
        topic->entry.length + topic->setting.length + topic->value.length == 0) {
        va_list again;
        va_copy(again, arguments);
        message->text = arena_vprintf(diag->arena, format, again);
        va_end(again);
    }
    message->excuse = diag->excuse(diag->excuse_context, message);
    return message->excuse != NULL;
}

static bool is_finding(const struct diag *diag, enum code code)
{
    const struct code_entry *entry = code_entry(code);
    return diag->linting ? !entry->unreadable : entry->finding;
}

static struct message *keep_excused(struct diag *diag, struct message message,
                                    const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

static struct message *keep_excused(struct diag *diag, struct message message,
                                    const char *format, va_list arguments)
{
    message.order = diag->excused_count++;
    if (!would_keep(diag, &diag->excused, message.place.offset))
        return NULL;
    if (message.text == NULL)
        message.text = arena_vprintf(diag->arena, format, arguments);
    return keep(diag, &diag->excused, message);
}

static struct message *report(struct diag *diag, struct message message, const char *format,
                              va_list arguments)
{
    if (diag_is_off(diag, message.code))
        return NULL;
    message.place = in_file(diag, message.place);
    if (message.place.offset == 0 && message.file == NULL)
        message.place = diag->home;
    if (was_told(diag, &message, format, arguments))
        return NULL;
    message.severity = diag_severity(diag, message.code);
    if (is_excused(diag, &message, format, arguments))
        return keep_excused(diag, message, format, arguments);
    struct message_heap *heap =
        message.severity == SEVERITY_ERROR ? &diag->errors : &diag->others;
    message.order = diag->counts[0] + diag->counts[1] + diag->counts[2];
    diag->counts[message.severity]++;
    diag->by_code[message.code]++;
    diag->findings += message.severity == SEVERITY_ERROR && is_finding(diag, message.code);
    if (!would_keep(diag, heap, message.place.offset))
        return NULL;
    if (message.text == NULL)
        message.text = arena_vprintf(diag->arena, format, arguments);
    note_includes(diag, &message);
    if (diag->about != NULL)
        diag_note(diag, &message, SPAN_NONE, "%s", diag->about);
    if (diag->side != NULL)
        diag_note(diag, &message, SPAN_NONE, "%s", diag->side);
    return keep(diag, heap, message);
}

static void join_heap(struct diag *diag, struct message_heap *heap,
                      const struct message_heap *other, uint32_t order)
{
    for (uint32_t i = 0; i < other->count; i++) {
        struct message message = other->list[i];
        message.order += order;
        if (would_keep(diag, heap, message.place.offset))
            keep(diag, heap, message);
    }
}

void diag_join(struct diag *diag, const struct diag *other)
{
    uint32_t order = diag->counts[0] + diag->counts[1] + diag->counts[2];
    join_heap(diag, &diag->errors, &other->errors, order);
    join_heap(diag, &diag->others, &other->others, order);
    join_heap(diag, &diag->excused, &other->excused, diag->excused_count);
    diag->excused_count += other->excused_count;
    diag->findings += other->findings;
    for (int i = 0; i < SEVERITY_COUNT; i++)
        diag->counts[i] += other->counts[i];
    for (int i = 0; i < CODE_COUNT; i++)
        diag->by_code[i] += other->by_code[i];
}

struct message *diag_report(struct diag *diag, enum code code, struct span place,
                            const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct message *message =
        report(diag, (struct message){.code = code, .place = place}, format, arguments);
    va_end(arguments);
    return message;
}

struct message *diag_vreport_about(struct diag *diag, enum code code, struct span place,
                                   const struct topic *topic, const char *format,
                                   va_list arguments)
{
    return report(diag, (struct message){.code = code, .place = place, .topic = *topic},
                  format, arguments);
}

struct message *diag_report_about(struct diag *diag, enum code code, struct span place,
                                  const struct topic *topic, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct message *message =
        diag_vreport_about(diag, code, place, topic, format, arguments);
    va_end(arguments);
    return message;
}

struct message *diag_report_file(struct diag *diag, enum code code, const char *name,
                                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct message *message =
        report(diag, (struct message){.code = code, .file = name}, format, arguments);
    va_end(arguments);
    return message;
}

void diag_note(struct diag *diag, struct message *message, struct span place, const char *format,
               ...)
{
    if (message == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    struct note *note = arena_zero(diag->arena, 1, sizeof *note);
    note->place = in_file(diag, place);
    note->text = arena_vprintf(diag->arena, format, arguments);
    va_end(arguments);
    if (message->last_note == NULL)
        message->notes = note;
    else
        message->last_note->next = note;
    message->last_note = note; /* of some messages there are as many as entries */
}

void diag_help(struct diag *diag, struct message *message, const char *format, ...)
{
    if (message == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    message->help = arena_vprintf(diag->arena, format, arguments);
    va_end(arguments);
}

void diag_mend(struct diag *diag, struct message *message)
{
    if (message != NULL)
        diag_help(diag, message, "%s", code_entry(message->code)->mend);
}

void diag_rewrite(struct diag *diag, struct message *message, struct view text)
{
    if (message != NULL)
        message->rewrite = arena_copy(diag->arena, text).text;
}

static int by_place(const void *a, const void *b)
{
    const struct message *first = *(const struct message *const *)a;
    const struct message *second = *(const struct message *const *)b;
    return comes_after(first, second) ? 1 : -1;
}

static void add_all(const struct message **list, uint32_t *count, const struct message_heap *heap)
{
    for (uint32_t i = 0; i < heap->count; i++)
        list[(*count)++] = &heap->list[i];
}

const struct message *const *diag_sorted(const struct diag *diag, uint32_t *count)
{
    uint32_t room = diag->errors.count + diag->others.count;
    const struct message **sorted = arena_zero(diag->arena, room + 1u, sizeof(*sorted));
    *count = 0;
    add_all(sorted, count, &diag->errors);
    add_all(sorted, count, &diag->others);
    qsort(sorted, *count, sizeof(*sorted), by_place);
    return sorted;
}

const struct message *const *diag_excused(const struct diag *diag, uint32_t *count)
{
    const struct message **sorted =
        arena_zero(diag->arena, diag->excused.count + 1u, sizeof(*sorted));
    *count = 0;
    add_all(sorted, count, &diag->excused);
    qsort(sorted, *count, sizeof(*sorted), by_place);
    return sorted;
}
