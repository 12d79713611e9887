/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include "cli/choice.h"
#include "cli/usage.h"
#include "cli/verbs.h"

#include <getopt.h>

static const struct verb_entry verbs[VERB_COUNT] = {
#define VERB(name, word, function, operands, least, most, help)                                  \
    {word, function, operands, least, most, help},
#include "cli/verbs.def"
};

/* Other ways to use a verb. */
static const struct verb_usage {
    enum verb verb;
    const char *usage;
} verb_usages[] = {
#define VERB_ALSO(name, usage) {VERB_##name, usage},
#include "cli/verbs.def"
};

enum verb_bit {
#define VERB(name, ...) name = 1 << VERB_##name,
#include "cli/verbs.def"
    ALL = (1 << VERB_COUNT) - 1,
    RESOLVERS = COMPILE | LIST | DETAIL | EXPLAIN | LINT | DIFF | PLAN | SET,
    READERS = RESOLVERS,
    INSTEAD = 0,
};

static const struct option_entry options[OPTION_COUNT] = {
#define OPTION(name, word, letter, argument, verbs, help) {word, letter, argument, verbs, help},
#include "cli/options.def"
};

/* The argument and help of an option for some of its verbs. */
static const struct option_text {
    enum option_id option;
    uint32_t verbs;
    const char *argument;
    const char *help;
} option_texts[] = {
#define OPTION_FOR(name, verbs, argument, help) {OPTION_##name, verbs, argument, help},
#include "cli/options.def"
};

/* For which verbs each use of an option counts. */
static const uint32_t each_counts[OPTION_COUNT] = {
#define OPTION_EACH(name, verbs) [OPTION_##name] = (verbs),
#include "cli/options.def"
};

const struct verb_entry *verb_entry(enum verb verb)
{
    return &verbs[verb];
}

const char *verb_also(enum verb verb, size_t index)
{
    for (size_t i = 0; i < sizeof verb_usages / sizeof *verb_usages; i++)
        if (verb_usages[i].verb == verb && index-- == 0)
            return verb_usages[i].usage;
    return NULL;
}

const struct option_entry *option_entry(enum option_id option)
{
    return &options[option];
}

bool option_counts_each(enum option_id option, enum verb verb)
{
    return (each_counts[option] & 1U << verb) != 0;
}

static const struct option_text *option_text(enum option_id option, enum verb verb)
{
    for (size_t i = 0; i < sizeof option_texts / sizeof option_texts[0]; i++)
        if (option_texts[i].option == option && (option_texts[i].verbs & 1U << verb) != 0)
            return &option_texts[i];
    return NULL;
}

const char *option_help(enum option_id option, enum verb verb)
{
    const struct option_text *text = option_text(option, verb);
    return text == NULL ? options[option].help : text->help;
}

const char *option_argument(enum option_id option, enum verb verb)
{
    const struct option_text *text = option_text(option, verb);
    return text == NULL || text->argument == NULL ? options[option].argument : text->argument;
}

/* WORDS begin with a verb; they end with NULL. */
static bool find_verb(struct command_line *line, struct arena *arena, const char *const *words,
                      const char **mistake)
{
    for (int i = 0; i < VERB_COUNT; i++)
        if (strcmp(words[0], verbs[i].word) == 0) {
            line->verb = (enum verb)i;
            return true;
        }
    *mistake = verb_mistake(arena, words);
    return false;
}

enum { LONG_ONLY = 256 };

/* An argument in brackets can be left out; if it is there, it stands behind "=". */
static int argument_kind(const char *argument)
{
    if (argument == NULL)
        return no_argument;
    return argument[0] == '[' ? optional_argument : required_argument;
}

/* getopt's two forms of the verb's rows. */
static void getopt_tables(struct arena *arena, enum verb verb, struct option **longs, char **shorts)
{
    struct option *table = arena_zero(arena, OPTION_COUNT + 1, sizeof *table);
    char *letters = arena_zero(arena, 2 * OPTION_COUNT + 3, 1);
    int used = 0;
    *longs = table;
    *shorts = letters;
    *letters++ = '-'; /* operands come in their places, not last */
    *letters++ = ':';
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((options[i].verbs & 1U << verb) == 0)
            continue;
        int has_argument = argument_kind(options[i].argument);
        table[used++] = (struct option){options[i].name, has_argument, NULL, LONG_ONLY + i};
        if (options[i].letter != 0)
            *letters++ = options[i].letter;
        if (options[i].letter != 0 && has_argument == required_argument)
            *letters++ = ':';
    }
}

static enum option_id option_of(int found)
{
    if (found >= LONG_ONLY)
        return (enum option_id)(found - LONG_ONLY);
    for (int i = 0; i < OPTION_COUNT; i++)
        if (options[i].letter == found)
            return (enum option_id)i;
    return OPTION_COUNT;
}

enum { OPERAND = 1 };

/* What is wrong with what getopt FOUND in WORD, or with the value behind it; NULL if nothing is. */
static const char *found_mistake(struct arena *arena, enum verb verb, int found, const char *word)
{
    bool is_long = strncmp(word, "--", 2) == 0;
    enum option_id option = option_of(found);
    if (found == ':')
        return is_long ? arena_printf(arena, "%s needs a value", word)
                       : arena_printf(arena, "-%c needs a value", optopt);
    if (found == '?' || option == OPTION_COUNT || (!is_long && lacks_hyphen(verb, word)))
        return option_mistake(arena, verb, word, found == '?' ? optopt : found);
    if (optarg == NULL)
        return NULL;
    return choice_mistake(arena, options[option].name, option_argument(option, verb), optarg);
}

static bool parse_options(struct command_line *line, struct arena *arena, int argc, char **argv,
                          const char **mistake)
{
    struct option *longs;
    char *shorts;
    getopt_tables(arena, line->verb, &longs, &shorts);
    line->uses = arena_zero(arena, (size_t)argc + 1, sizeof *line->uses);
    const char **operands = arena_zero(arena, (size_t)argc + 1, sizeof *operands);
    line->operands = operands;
    opterr = 0;
    optind = 1;
    for (;;) {
        int place = optind; /* of the word that the next thing is found in */
        int found = getopt_long(argc, argv, shorts, longs, NULL);
        if (found == -1)
            break;
        if (found == OPERAND) {
            operands[line->operand_count++] = optarg;
            continue;
        }
        *mistake = found_mistake(arena, line->verb, found, argv[place]);
        if (*mistake != NULL)
            return false;
        line->uses[line->use_count++] = (struct option_use){option_of(found), optarg};
    }
    while (optind < argc) /* behind "--" */
        operands[line->operand_count++] = argv[optind++];
    return true;
}

static bool check_operands(const struct command_line *line, struct arena *arena,
                           const char **mistake)
{
    const struct verb_entry *verb = &verbs[line->verb];
    if (option_given(line, OPTION_HELP) || option_given(line, OPTION_VERSION))
        return true;
    if (line->operand_count >= verb->least &&
        (verb->most < 0 || line->operand_count <= verb->most))
        return true;
    *mistake = line->operand_count < verb->least
                   ? arena_printf(arena, "%s needs %s", verb->word, verb->operands)
                   : arena_printf(arena, "\"%s\" is one operand too many: destc %s %s",
                                  line->operands[verb->most], verb->word, verb->operands);
    return false;
}

/* --completion in the place of a verb; the value may stand behind "=". */
static bool is_completion(const char *word)
{
    const char *name = options[OPTION_COMPLETION].name;
    size_t length = strlen(name);
    return strncmp(word, "--", 2) == 0 && strncmp(word + 2, name, length) == 0 &&
           (word[2 + length] == '\0' || word[2 + length] == '=');
}

static bool parse_completion(struct command_line *line, struct arena *arena, int argc, char **argv,
                             const char **mistake)
{
    const char *equals = strchr(argv[1], '=');
    int next = equals == NULL ? 3 : 2;
    if (next > argc) {
        *mistake = arena_printf(arena, "%s needs a value", argv[1]);
        return false;
    }
    if (next < argc) {
        *mistake = arena_printf(arena, "\"%s\" is one operand too many", argv[next]);
        return false;
    }
    const char *value = equals == NULL ? argv[2] : equals + 1;
    line->uses = arena_zero(arena, 1, sizeof *line->uses);
    line->uses[line->use_count++] = (struct option_use){OPTION_COMPLETION, value};
    *mistake = choice_mistake(arena, options[OPTION_COMPLETION].name,
                              options[OPTION_COMPLETION].argument, value);
    return *mistake == NULL;
}

bool command_line_parse(struct command_line *line, struct arena *arena, int argc, char **argv,
                        const char **mistake)
{
    *line = (struct command_line){.verb = VERB_COUNT};
    if (argc < 2) {
        *mistake = "what is to be done? destc --help lists the verbs";
        return false;
    }
    if (is_completion(argv[1]))
        return parse_completion(line, arena, argc, argv, mistake);
    bool help = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
                strcmp(argv[1], "help") == 0;
    bool version = strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0;
    bool of_verb = help && argc > 2 && strcmp(argv[1], "help") == 0;
    const char *const *words = (const char *const *)(argv + 1);
    if (of_verb && !find_verb(line, arena, words + 1, mistake))
        return false;
    if (help || version) {
        line->uses = arena_zero(arena, 1, sizeof *line->uses);
        line->uses[line->use_count++].option = help ? OPTION_HELP : OPTION_VERSION;
        return true;
    }
    return find_verb(line, arena, words, mistake) &&
           parse_options(line, arena, argc - 1, argv + 1, mistake) &&
           check_operands(line, arena, mistake);
}

bool option_given(const struct command_line *line, enum option_id option)
{
    for (int i = 0; i < line->use_count; i++)
        if (line->uses[i].option == option)
            return true;
    return false;
}

const char *option_value(const struct command_line *line, enum option_id option)
{
    const char *value = NULL;
    for (int i = 0; i < line->use_count; i++)
        if (line->uses[i].option == option)
            value = line->uses[i].value;
    return value;
}

bool option_is(const struct command_line *line, enum option_id option, const char *word)
{
    const char *value = option_value(line, option);
    return value != NULL && strcmp(value, word) == 0;
}
