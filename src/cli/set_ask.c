/* SPDX-License-Identifier: MIT */
#include "cli/set_ask.h"

#include "base/buffer.h"
#include "cli/set_words.h"
#include "read/entry.h"
#include "read/formats.h"
#include "read/value.h"

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

/* Adds a setting in its place; NULL, or what is wrong with it. */
static const char *add_setting(struct setting_run *set, enum param param, struct view name,
                               struct view value)
{
    struct run *run = set->run;
    size_t control;
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

/* Takes "NAME=VALUE"; NULL, or what is wrong with it. */
static const char *take_setting(struct setting_run *set, struct view text, size_t equals)
{
    struct view name = {text.text, equals};
    struct view value = view_trim((struct view){text.text + equals + 1, text.length - equals - 1});
    enum param param = param_find_setting(name);
    struct view number;
    struct view minutes;
    if (param == PARAM_COUNT)
        return set_words_unknown(set->run, name);
    if (param != PARAM_RECIPIENT_LIMIT || !set_words_window(value, &number, &minutes))
        return add_setting(set, param, name, value);
    const char *mistake = add_setting(set, param, name, number);
    return mistake != NULL ? mistake
                           : add_setting(set, PARAM_RECIPIENT_MINUTES,
                                         view_of(parameter(PARAM_RECIPIENT_MINUTES)->policy_name),
                                         minutes);
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

/* The names in the file PATH of --domains, one a line; # comments are passed over. */
static void take_domains(struct setting_run *set, const char *path)
{
    struct run *run = set->run;
    const struct source *source = read_names(&run->diag, path);
    bool found = false;
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
        if (name.length == 0)
            continue;
        found = true;
        take_destination(set, name, (struct span){at, at + (uint32_t)name.length});
    }
    if (!found)
        run_refuse(run, arena_printf(&run->arena, "--domains %s: the file has no names", path));
}

const char *set_ask(struct setting_run *set)
{
    const struct command_line *line = &set->run->line;
    const char *mistake = set_words_slip(set);
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
    if (mistake == NULL && option_given(line, OPTION_OUTPUT) &&
        option_given(line, OPTION_DRY_RUN))
        mistake = "-o names where the result is written, and --dry-run writes nothing";
    return mistake;
}

void set_ask_names(struct setting_run *set)
{
    const struct command_line *line = &set->run->line;
    for (int i = 1; i < line->operand_count; i++)
        if (strchr(line->operands[i], '=') == NULL && line->operands[i][0] != '@')
            take_destination(set, view_of(line->operands[i]), SPAN_NONE);
    for (int i = 0; i < line->use_count; i++)
        if (line->uses[i].option == OPTION_DOMAINS)
            take_domains(set, line->uses[i].value);
}
