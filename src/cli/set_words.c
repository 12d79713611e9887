/* SPDX-License-Identifier: MIT */
#include "cli/set_words.h"

#include "base/buffer.h"
#include "edit/source_index.h"

#include <sys/stat.h>

/* --- Operands --------------------------------------------------------------------------------- */

static bool is_file(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 && S_ISREG(file.st_mode);
}

static const char *wrong_order(struct setting_run *set)
{
    const struct command_line *line = &set->run->line;
    struct stat there;
    if (stat(set->path, &there) == 0)
        return NULL;
    for (int i = 1; i < line->operand_count; i++)
        if (is_file(line->operands[i]))
            return arena_printf(&set->run->arena, "FILE comes first: destc set %s ...",
                                line->operands[i]);
    return strchr(set->path, '=') == NULL
               ? NULL
               : arena_printf(&set->run->arena,
                              "FILE comes first, before %s: destc set FILE DESTINATION... "
                              "NAME=VALUE...",
                              set->path);
}

/* "=" or "=required" behind BEFORE, which is NULL if it is a setting of its own. */
static const char *blank_before(struct run *run, const char *before, const char *text,
                                const char *after)
{
    const char *value = text[1] != '\0' ? text + 1 : after == NULL ? "VALUE" : after;
    bool known = before != NULL && param_find_setting(view_of(before)) != PARAM_COUNT;
    return arena_printf(&run->arena, "no blanks round =: did you mean %s=%s?",
                        known ? before : "NAME", value);
}

/* The word behind "NAME=", of which nobody knows whether it is the value. */
static const char *blank_behind(struct run *run, const char *text, const char *word)
{
    struct view name = {text, strlen(text) - 1};
    enum param param = param_find_setting(name);
    bool numeric;
    if (param == PARAM_COUNT) /* which is worse */
        return NULL;
    const struct parameter *row = parameter(param);
    bool is_value = word_find_policy(row->words, view_of(word)) != NULL ||
                    word_find(row->words, view_of(word), &numeric) != NULL ||
                    strspn(word, "0123456789") == strlen(word) ||
                    strcmp(word, "unlimited") == 0;
    if (is_value)
        return arena_printf(&run->arena, "no blank behind =: did you mean %s%s?", text, word);
    return arena_printf(&run->arena,
                        "is \"%s\" behind \"%s\" its value or a destination? A value stands behind "
                        "= without a blank, a destination before the settings",
                        word, text);
}

/* "tls:on". */
static const char *other_sign(struct run *run, const char *text)
{
    size_t length = strcspn(text, ":");
    if (text[length] == '\0' ||
        param_find_setting((struct view){text, length}) == PARAM_COUNT)
        return NULL;
    return arena_printf(&run->arena, "a setting is NAME=VALUE: did you mean %.*s=%s?", (int)length,
                        text, text + length + 1);
}

const char *set_words_slip(struct setting_run *set)
{
    struct run *run = set->run;
    const char *const *words = run->line.operands;
    const char *mistake = wrong_order(set);
    for (int i = 1; mistake == NULL && i < run->line.operand_count; i++) {
        const char *before = i > 1 ? words[i - 1] : NULL;
        const char *equals = strchr(words[i], '=');
        if (equals == words[i])
            mistake = blank_before(run, before, words[i], words[i + 1]);
        else if (equals == NULL && before != NULL && strchr(before, '=') != NULL &&
                 strchr(before, '=')[1] == '\0')
            mistake = blank_behind(run, before, words[i]);
        if (mistake == NULL && equals == NULL)
            mistake = other_sign(run, words[i]);
    }
    return mistake;
}

/* --- Names of settings ------------------------------------------------------------------------ */

/* Whether PART, without regard to case, begins a word of TEXT. */
static bool has_part(const char *text, struct view part)
{
    size_t length = strlen(text);
    for (size_t i = 0; i + part.length <= length; i++) {
        bool begins = i == 0 || view_has(VIEW("-_ ("), text[i - 1]);
        if (begins && view_equal_nocase((struct view){text + i, part.length}, part))
            return true;
    }
    return false;
}

enum { SHORTEST_PART = 3 };

/* What is typed of a near name, or of those with NAME as a part; NULL if there are none. */
static const char *meant_settings(struct run *run, struct view name)
{
    struct nearest nearest = nearest_to(name);
    uint32_t meant = param_nearest(&nearest, 0);
    struct buffer words = buffer_new(&run->arena);
    bool looks = meant == 0 && name.length >= SHORTEST_PART;
    for (int i = 0; looks && i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        if (has_part(row->policy_name, name) || has_part(row->export_name, name) ||
            has_part(row->label, name))
            meant |= PARAM_BIT(i);
    }
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((meant & PARAM_BIT(i)) != 0) {
            meant &= ~PARAM_BIT(i);
            buffer_printf(&words, "%s%s", words.length == 0 ? "" : meant == 0 ? " or " : ", ",
                          parameter((enum param)i)->policy_name);
        }
    return words.length == 0 ? NULL : buffer_string(&words);
}

const char *set_words_unknown(struct run *run, struct view name)
{
    const char *meant = meant_settings(run, name);
    struct buffer all = buffer_new(&run->arena);
    if (meant != NULL)
        return arena_printf(&run->arena, "there is no setting \"%.*s\"; did you mean %s?",
                            VIEW_ARG(name), meant);
    for (int i = 0; i < PARAM_COUNT; i++)
        buffer_printf(&all, "%s%s", i == 0 ? "" : ", ", parameter((enum param)i)->policy_name);
    return arena_printf(&run->arena, "there is no setting \"%.*s\"; there are %s", VIEW_ARG(name),
                        buffer_string(&all));
}

/* --- Values ----------------------------------------------------------------------------------- */

/* Takes the text up to a blank off the beginning of REST. */
static struct view take_word(struct view *rest)
{
    *rest = view_trim(*rest);
    struct view word = {rest->text, 0};
    while (word.length < rest->length && !view_has(VIEW(" \t"), rest->text[word.length]))
        word.length++;
    *rest = (struct view){rest->text + word.length, rest->length - word.length};
    return word;
}

bool set_words_window(struct view value, struct view *recipients, struct view *minutes)
{
    *recipients = take_word(&value);
    struct view per = take_word(&value);
    *minutes = take_word(&value);
    struct view unit = take_word(&value);
    return view_equal(per, VIEW("per")) &&
           (view_equal(unit, VIEW("minutes")) || view_equal(unit, VIEW("minute"))) &&
           view_trim(value).length == 0;
}

/* What to type for WORD in a table file or a policy source. */
static const char *typed(const struct word *word, bool is_policy)
{
    bool turns = word->assumed == ASSUMED_NONE || word->export_word == NULL;
    return is_policy || turns ? word->policy_word : word->export_word;
}

/* Whether VALUE, "verify" or "v4", is a part of what WORD is called. */
static bool is_part(const struct word *word, struct view value)
{
    return value.length > 1 &&
           (has_part(word->policy_word, value) || has_part(word->detail, value) ||
            (word->export_word != NULL && has_part(word->export_word, value)));
}

/* The words of LIST that VALUE may be meant for, a mask by code; 0 if it is like none. */
static uint32_t meant_words(enum word_list list, struct view value)
{
    struct nearest nearest = nearest_to(value);
    uint32_t near = 0;
    uint32_t parts = 0;
    if (value.length == 0 || view_has(VIEW("-0123456789"), value.text[0]))
        return 0;
    word_nearest(list, true, &nearest);
    for (uint32_t i = 0; i < word_count(list); i++) {
        const struct word *word = word_by_code(list, i);
        for (int k = 0; k < nearest.count; k++)
            if (view_equal(nearest.names[k], view_of(word->policy_word)))
                near |= 1U << i;
        if (is_part(word, value))
            parts |= 1U << i;
    }
    return near != 0 ? near : parts;
}

/* "A, B or C": what to type for the words of LIST in MASK. */
static const char *list_words(struct arena *arena, enum word_list list, uint32_t mask,
                              bool is_policy)
{
    struct buffer words = buffer_new(arena);
    for (uint32_t i = 0; i < word_count(list); i++) {
        if ((mask & 1U << i) == 0)
            continue;
        mask &= ~(1U << i);
        buffer_printf(&words, "%s%s", words.length == 0 ? "" : mask == 0 ? " or " : ", ",
                      typed(word_by_code(list, i), is_policy));
    }
    return buffer_string(&words);
}

static bool is_word(const struct setting_run *set, enum word_list list, struct view value)
{
    bool numeric = false;
    if (set->is_policy && word_find_policy(list, value) != NULL)
        return true;
    return word_find(list, value, &numeric) != NULL && !(numeric && set->is_policy);
}

bool set_words_known(struct setting_run *set)
{
    struct run *run = set->run;
    for (uint32_t i = 0; !run->diag.lenient && i < set->setting_count; i++) {
        const struct wanted_setting *setting = &set->settings[i];
        const struct parameter *row = parameter(setting->param);
        if (row->type != TYPE_WORD || setting->value.length == 0 ||
            is_word(set, row->words, setting->value))
            continue;
        uint32_t all = (1U << word_count(row->words)) - 1;
        uint32_t meant = meant_words(row->words, setting->value);
        struct message *message =
            diag_report(&run->diag, CODE_WORD_MISSPELT, SPAN_NONE, "unknown value \"%.*s\" of %s",
                        VIEW_ARG(setting->value), row->policy_name);
        diag_help(&run->diag, message, "%s %s%s%s", meant == 0 ? "it is" : "did you mean",
                  list_words(&run->arena, row->words, meant == 0 ? all : meant, set->is_policy),
                  meant == 0 ? "" : "?",
                  set->is_policy ? "" : " (--lenient writes it as it stands)");
    }
    return !diag_has_errors(&run->diag);
}

/* --- Sets ------------------------------------------------------------------------------------- */

enum { MOST_MEMBERS = 8 };

struct members {
    const struct names *names;
    struct buffer words;
    uint32_t count;
};

static void add_members(struct members *members, const struct definition *set)
{
    for (uint32_t i = 0; i < set->member_count; i++, members->count++)
        if (members->count < MOST_MEMBERS)
            buffer_printf(&members->words, "%s%.*s", members->count == 0 ? "" : " ",
                          VIEW_ARG(members->names->subjects[set->members[i]].domain.name));
    for (uint32_t i = 0; i < set->part_count; i++)
        add_members(members, set->parts[i]);
}

static void report_set(struct setting_run *set, const struct names *names, struct view name)
{
    struct run *run = set->run;
    const struct definition *definition =
        names == NULL ? NULL : names_known(names, DEFINITION_SET, name);
    struct members members = {.names = names, .words = buffer_new(&run->arena)};
    if (definition == NULL) {
        run_refuse(run, arena_printf(&run->arena,
                                     set->is_policy
                                         ? "@%.*s: the source has no such set; name destinations"
                                         : "@%.*s: a table has no sets; name destinations",
                                     VIEW_ARG(name)));
        return;
    }
    add_members(&members, definition);
    uint32_t left = members.count < MOST_MEMBERS ? 0 : members.count - MOST_MEMBERS;
    const char *more = left == 0 ? "" : arena_printf(&run->arena, " and %u more", left);
    diag_help(&run->diag,
              diag_report(&run->diag, CODE_REFUSED, definition->statement->name.place,
                          "@%.*s is a set, and set takes destinations: its members are %s%s",
                          VIEW_ARG(name), buffer_string(&members.words), more),
              "name those that are meant; --domains FILE takes a list of them");
}

bool set_words_no_sets(struct setting_run *set)
{
    struct run *run = set->run;
    struct source_index *index = NULL;
    bool good = true;
    for (int i = 1; i < run->line.operand_count; i++) {
        const char *word = run->line.operands[i];
        if (word[0] != '@' || strchr(word, '=') != NULL)
            continue;
        if (index == NULL) {
            index = arena_zero(&run->arena, 1, sizeof *index);
            if (!set->is_policy ||
                !source_index_read(index, &run->arena, &run->sources, &run->store, set->source,
                                   set->destinations, set->count))
                index->names.arena = NULL;
        }
        report_set(set, index->names.arena == NULL ? NULL : &index->names, view_of(word + 1));
        good = false;
    }
    return good;
}
