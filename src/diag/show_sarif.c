/* SPDX-License-Identifier: MIT */
/*
 * SARIF 2.1.0 (OASIS), for code scanning: one run with the rules that were broken and a result a
 * message; what is excused is there too, with its suppression. Written result by result, so that a
 * million of them need no tree.
 */
#include "diag/fingerprint.h"
#include "diag/show_parts.h"

#include <inttypes.h>

static const char *const levels[SEVERITY_COUNT] = {"note", "warning", "error"};

static json_t *text_object(const char *text)
{
    return json_pack("{ss}", "text", text);
}

/* The same of a message's text, in which a single brace would begin a placeholder. */
static json_t *message_object(struct arena *arena, const char *text)
{
    struct buffer doubled = buffer_new(arena);
    for (; *text != '\0'; text++) {
        buffer_add_char(&doubled, *text);
        if (*text == '{' || *text == '}')
            buffer_add_char(&doubled, *text);
    }
    return text_object(buffer_string(&doubled));
}

/* What the catalogue's own page says, as one text. */
static json_t *help_text(struct arena *arena, const struct code_entry *entry)
{
    const char *plain = arena_printf(arena, "%s\n\nExample:\n%s\n\nTo mend it: %s", entry->why,
                                     entry->example, entry->mend);
    const char *markdown =
        arena_printf(arena, "%s\n\nExample:\n\n```\n%s\n```\n\nTo mend it: %s", entry->why,
                     entry->example, entry->mend);
    return json_pack("{ss ss}", "text", plain, "markdown", markdown);
}

static json_t *rule(struct arena *arena, const struct code_entry *entry)
{
    return json_pack("{ss so so so s{sb ss}}", "id", entry->id, "shortDescription",
                     text_object(entry->title), "fullDescription", text_object(entry->why), "help",
                     help_text(arena, entry), "defaultConfiguration", "enabled", entry->off ? 0 : 1,
                     "level", levels[entry->severity]);
}

/* The rules that messages of LIST are about. INDEX tells where the rule of a code stands. */
static json_t *rules(struct arena *arena, const struct message *const *list, uint32_t count,
                     int index[CODE_COUNT])
{
    bool used[CODE_COUNT] = {false};
    for (uint32_t i = 0; i < count; i++)
        used[list[i]->code] = true;
    json_t *array = json_array();
    for (int code = 0; code < CODE_COUNT; code++) {
        if (!used[code])
            continue;
        index[code] = (int)json_array_size(array);
        json_array_append_new(array, rule(arena, code_entry((enum code)code)));
    }
    return array;
}

/* A file's name as a URI: relative as it is given, absolute with the scheme "file". */
static const char *file_uri(struct arena *arena, const char *file)
{
    static const char kept[] = "/-._~";
    static const char digits[] = "0123456789ABCDEF";
    struct buffer uri = buffer_new(arena);
    buffer_add_string(&uri, file[0] == '/' ? "file://" : "");
    for (; *file != '\0'; file++) {
        unsigned char byte = (unsigned char)*file;
        char lower = ascii_lower(*file);
        if ((lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') ||
            strchr(kept, byte) != NULL) {
            buffer_add_char(&uri, *file);
        } else {
            buffer_add_char(&uri, '%');
            buffer_add_char(&uri, digits[byte >> 4]);
            buffer_add_char(&uri, digits[byte & 15]);
        }
    }
    return buffer_string(&uri);
}

static json_t *region(const struct range *range)
{
    return json_pack("{sI sI sI sI}", "startLine", (json_int_t)range->start.line, "startColumn",
                     (json_int_t)range->start.column, "endLine", (json_int_t)range->end.line,
                     "endColumn", (json_int_t)range->end.column);
}

static json_t *location(struct diag *diag, const char *file, struct span place)
{
    json_t *physical = json_pack("{s{ss}}", "artifactLocation", "uri",
                                 file_uri(diag->arena, file));
    struct range range = show_range(diag, place);
    if (range.start.source != NULL)
        json_object_set_new(physical, "region", region(&range));
    return json_pack("{so}", "physicalLocation", physical);
}

static json_t *related(struct diag *diag, const struct note *notes)
{
    json_t *list = json_array();
    for (const struct note *note = notes; note != NULL; note = note->next) {
        const struct source *source = sources_find(diag->sources, note->place.offset);
        if (source == NULL)
            continue;
        json_t *entry = location(diag, source->name, note->place);
        const char *words = show_words(diag->arena, note->text);
        json_object_set_new(entry, "message", message_object(diag->arena, words));
        json_array_append_new(list, entry);
    }
    return list;
}

/* The message, then its help and the notes that have no place to stand at. */
static const char *result_text(struct diag *diag, const struct message *message)
{
    struct buffer text = buffer_new(diag->arena);
    buffer_add_string(&text, show_words(diag->arena, message->text));
    for (const struct note *note = message->notes; note != NULL; note = note->next) {
        if (note->place.offset != 0)
            continue;
        buffer_add_string(&text, "\nnote: ");
        buffer_add_string(&text, show_words(diag->arena, note->text));
    }
    if (message->help != NULL) {
        buffer_add_string(&text, "\nhelp: ");
        buffer_add_string(&text, show_words(diag->arena, message->help));
    }
    return buffer_string(&text);
}

/* Why a result does not count. */
static json_t *suppression(struct arena *arena, const struct excuse *excuse)
{
    json_t *object = json_pack("{ss ss}", "kind", excuse->in_source ? "inSource" : "external",
                               "status", "accepted");
    if (excuse->reason.length > 0)
        json_object_set_new(
            object, "justification",
            json_string(show_words(arena, arena_copy(arena, excuse->reason).text)));
    return json_pack("[o]", object);
}

/* The fingerprint of the message and, of a finding, that which a baseline has of it. */
static json_t *prints(struct diag *diag, const struct message *message, const char *fingerprint)
{
    char digits[FINDING_DIGITS];
    struct topic topic = finding_topic(diag, message);
    struct finding_print print = finding_print(message->code, &topic);
    finding_digits(&print, digits);
    return json_pack("{ss ss}", "destcMessage/v1", fingerprint, "destcFinding/v1", digits);
}

static json_t *result(struct diag *diag, const struct message *message, int rule_index,
                      const char *fingerprint)
{
    const char *file = show_file(diag, message);
    json_t *object =
        json_pack("{ss si ss so}", "ruleId", code_entry(message->code)->id, "ruleIndex", rule_index,
                  "level", levels[message->severity], "message",
                  message_object(diag->arena, result_text(diag, message)));
    if (file != NULL)
        json_object_set_new(object, "locations",
                            json_pack("[o]", location(diag, file, message->place)));
    json_t *others = related(diag, message->notes);
    if (json_array_size(others) > 0)
        json_object_set(object, "relatedLocations", others);
    json_decref(others);
    json_object_set_new(object, "partialFingerprints", prints(diag, message, fingerprint));
    if (message->excuse != NULL)
        json_object_set_new(object, "suppressions", suppression(diag->arena, message->excuse));
    return object;
}

static void write_tool(const struct show_options *options, json_t *rule_list,
                       struct output *output)
{
    json_t *driver = json_pack("{ss}", "name", SHOW_TOOL);
    if (options->tool_version != NULL)
        json_object_set_new(driver, "version", json_string(options->tool_version));
    json_object_set_new(driver, "rules", rule_list);
    output_string(output, "\"tool\":");
    show_json_value(output, json_pack("{so}", "driver", driver));
}

static json_t *notice(const char *words)
{
    return json_pack("{ss so}", "level", levels[SEVERITY_WARNING], "message", text_object(words));
}

/* Whether all could be judged; what was counted only is a word of the tool about its own work. */
static void write_invocation(struct diag *diag, const struct show_options *options,
                             struct output *output)
{
    struct unshown unshown;
    json_t *invocation = json_pack("{sb}", "executionSuccessful", diag_has_errors(diag) ? 0 : 1);
    json_t *notices = json_array();
    if (show_unshown(diag, options, &unshown))
        json_array_append_new(notices, notice(show_unshown_words(diag->arena, &unshown)));
    uint32_t excused = diag->excused_count - diag->excused.count;
    if (excused > 0 && !options->quiet)
        json_array_append_new(notices,
                              notice(arena_printf(diag->arena,
                                                  "%" PRIu32 " more suppressed not shown; "
                                                  "--max-errors 0 shows all", excused)));
    if (json_array_size(notices) > 0)
        json_object_set(invocation, "toolExecutionNotifications", notices);
    json_decref(notices);
    output_string(output, ",\n\"invocations\":");
    show_json_value(output, json_pack("[o]", invocation));
}

static void write_results(struct diag *diag, const struct message *const *list, uint32_t count,
                          const int index[CODE_COUNT], struct output *output)
{
    struct fingerprints fingerprints;
    fingerprints_init(&fingerprints, diag->arena);
    output_string(output, ",\n\"results\":[");
    for (uint32_t i = 0; i < count; i++) {
        char fingerprint[FINGERPRINT_TEXT];
        fingerprints_next(&fingerprints, diag, list[i], fingerprint);
        output_string(output, i == 0 ? "\n" : ",\n");
        show_json_value(output, result(diag, list[i], index[list[i]->code], fingerprint));
    }
    output_string(output, "\n]");
}

/* The messages, and those that are excused behind them. */
static const struct message *const *all_results(struct diag *diag,
                                                const struct show_options *options,
                                                uint32_t *count)
{
    uint32_t shown;
    uint32_t excused;
    const struct message *const *list = show_list(diag, options, &shown);
    const struct message *const *others = diag_excused(diag, &excused);
    const struct message **all =
        arena_zero(diag->arena, (size_t)shown + excused + 1, sizeof(*all));
    *count = shown;
    for (uint32_t i = 0; i < shown; i++)
        all[i] = list[i];
    for (uint32_t i = 0; i < excused && !options->quiet; i++)
        all[(*count)++] = others[i];
    return all;
}

void show_sarif(struct diag *diag, const struct show_options *options, struct output *output)
{
    uint32_t count;
    const struct message *const *list = all_results(diag, options, &count);
    int index[CODE_COUNT] = {0};
    output_string(output, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                          "\"version\":\"2.1.0\",\"runs\":[{\n");
    write_tool(options, rules(diag->arena, list, count, index), output);
    output_string(output, ",\n\"columnKind\":\"unicodeCodePoints\"");
    write_invocation(diag, options, output);
    write_results(diag, list, count, index, output);
    output_string(output, "\n}]}\n");
}
