/* SPDX-License-Identifier: MIT */
#include "read/baseline.h"

#include "base/buffer.h"
#include "read/text.h"

#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

enum { VERSION = 1, HEAD = 256 };

static const char version_name[] = "destc_baseline";

bool baseline_is_one(const char *path)
{
    char head[HEAD];
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t got = descriptor < 0 ? -1 : read(descriptor, head, HEAD);
    if (descriptor >= 0)
        close(descriptor);
    struct view text = view_trim((struct view){head, got < 0 ? 0 : (size_t)got});
    return text.length > 0 && text.text[0] == '{' &&
           memmem(text.text, text.length, version_name, sizeof version_name - 1) != NULL;
}

void baseline_init(struct baseline *baseline, struct arena *arena)
{
    *baseline = (struct baseline){0};
    hash_table_init(&baseline->table, arena, 0);
}

/* Fingerprints are as good as random: their first bytes are a hash. */
static uint32_t hash_of(const struct finding_print *print)
{
    uint32_t hash;
    memcpy(&hash, print->bytes, sizeof hash);
    return hash;
}

static struct known_print *look_up(const struct baseline *baseline,
                                   const struct finding_print *print)
{
    uint32_t hash = hash_of(print);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&baseline->table, hash, &probe, &index))
        if (memcmp(&baseline->list[index].print, print, sizeof *print) == 0)
            return &baseline->list[index];
    return NULL;
}

bool baseline_has(const struct baseline *baseline, const struct finding_print *print)
{
    return look_up(baseline, print) != NULL;
}

bool baseline_find(struct baseline *baseline, const struct finding_print *print)
{
    struct known_print *known = look_up(baseline, print);
    if (known == NULL)
        return false;
    baseline->found_count += !known->found;
    known->found = true;
    return true;
}

bool baseline_add(struct baseline *baseline, const struct finding_print *print)
{
    if (baseline_has(baseline, print))
        return false;
    baseline->list = array_grow(baseline->table.arena, baseline->list, baseline->count,
                                &baseline->capacity, sizeof *baseline->list);
    baseline->list[baseline->count] = (struct known_print){.print = *print};
    hash_table_insert(&baseline->table, hash_of(print), baseline->count++);
    return true;
}

static void report(struct diag *diag, struct span place, const char *what)
{
    diag_mend(diag, diag_report(diag, CODE_BASELINE, place, "%s", what));
}

/* Takes a finding; what is wrong with it, or NULL. */
static const char *take(struct baseline *baseline, const json_t *finding, bool has[CODE_COUNT])
{
    const char *digits = json_string_value(json_object_get(finding, "fingerprint"));
    const char *id = json_string_value(json_object_get(finding, "code"));
    struct finding_print print;
    if (digits == NULL || !finding_parse(view_of(digits), &print))
        return "a fingerprint is 64 hexadecimal digits in small letters";
    enum code code = id == NULL ? CODE_COUNT : code_find(view_of(id));
    if (code == CODE_COUNT)
        return "it has no code that destc knows";
    has[code] = true;
    baseline_add(baseline, &print);
    return NULL;
}

static void take_all(struct baseline *baseline, struct diag *diag, const json_t *root,
                     struct span start, bool has[CODE_COUNT])
{
    const json_t *findings = json_object_get(root, "findings");
    const json_t *version = json_object_get(root, version_name);
    if (!json_is_integer(version) || !json_is_array(findings)) {
        report(diag, start, "this is no baseline");
        return;
    }
    if (json_integer_value(version) != VERSION) {
        report(diag, start, "a baseline of another version of destc");
        return;
    }
    for (size_t i = 0; i < json_array_size(findings); i++) {
        const char *wrong = take(baseline, json_array_get(findings, i), has);
        if (wrong != NULL) {
            report(diag, start, arena_printf(diag->arena, "finding %zu: %s", i + 1, wrong));
            return;
        }
    }
}

void baseline_read(struct baseline *baseline, struct diag *diag, const char *path,
                   bool has[CODE_COUNT])
{
    bool usable;
    const struct source *source = text_read(diag, path, NULL, &usable);
    if (!usable)
        return;
    json_error_t error;
    json_t *root = json_loadb(source->text, source->size, JSON_REJECT_DUPLICATES, &error);
    struct span start = {source->base, source->base};
    if (root == NULL) {
        uint32_t at = error.position < 0 || (uint32_t)error.position > source->size
                          ? source->base
                          : source->base + (uint32_t)error.position;
        report(diag, (struct span){at, at},
               arena_printf(diag->arena, "the baseline is not JSON: %s", error.text));
        return;
    }
    take_all(baseline, diag, root, start, has);
    json_decref(root);
}
