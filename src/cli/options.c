/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include "base/near.h"
#include "cli/verbs.h"
#include "model/params.h"

#include <getopt.h>

static const struct verb_entry verbs[VERB_COUNT] = {
#define VERB(name, word, function, operands, least, most, help)                                  \
    {word, function, operands, least, most, help},
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

const struct verb_entry *verb_entry(enum verb verb)
{
    return &verbs[verb];
}

const struct option_entry *option_entry(enum option_id option)
{
    return &options[option];
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

static bool find_verb(struct command_line *line, struct arena *arena, const char *word,
                      const char **mistake)
{
    struct nearest nearest = nearest_to(view_of(word));
    for (int i = 0; i < VERB_COUNT; i++) {
        if (strcmp(word, verbs[i].word) == 0) {
            line->verb = (enum verb)i;
            return true;
        }
        nearest_offer(&nearest, view_of(verbs[i].word), view_of(verbs[i].word));
    }
    const char *near = nearest_words(arena, &nearest, "", "");
    *mistake = near == NULL ? arena_printf(arena, "there is no verb \"%s\"", word)
                            : arena_printf(arena, "there is no verb \"%s\"; did you mean %s?",
                                           word, near);
    return false;
}

static const char *unknown_option(struct arena *arena, enum verb verb, const char *word)
{
    struct view name = view_of(word);
    while (name.length > 0 && name.text[0] == '-') {
        name.text++;
        name.length--;
    }
    const char *equals = memchr(name.text, '=', name.length);
    const char *setting = name.text;
    if (equals != NULL)
        name.length = (size_t)(equals - name.text);
    if (verb == VERB_SET && param_find_setting(name) != PARAM_COUNT)
        return arena_printf(arena, "a setting is NAME=VALUE, without dashes: did you mean %s%s?",
                            setting, equals == NULL ? "=VALUE" : "");
    struct nearest nearest = nearest_to(name);
    for (int i = 0; i < OPTION_COUNT; i++) {
        bool taken = (options[i].verbs & 1U << verb) != 0;
        struct view known = view_of(options[i].name);
        if (!taken && view_equal(name, known))
            return arena_printf(arena, "%s does not take --%s", verbs[verb].word, known.text);
        if (taken)
            nearest_offer(&nearest, known, known);
    }
    if (nearest_found(&nearest))
        return arena_printf(arena, "there is no option --%.*s; did you mean %s?", VIEW_ARG(name),
                            nearest_words(arena, &nearest, "--", ""));
    return arena_printf(arena, "%s has no option %s", verbs[verb].word, word);
}

/* Takes the next word of a choice from *REST, up to "|", "]" or the end; false after the last. */
static bool next_choice(const char **rest, struct view *word)
{
    *word = (struct view){*rest, strcspn(*rest, "|]")};
    *rest += word->length;
    *rest += **rest != '\0';
    return word->length > 0;
}

/* Whether ARGUMENT is a choice of words; CHOICES is where they begin. */
static bool is_choice(const char *argument, const char **choices)
{
    *choices = argument + (*argument == '[');
    return *choices != argument || strchr(argument, '|') != NULL;
}

/* Whether ABBREVIATION has WORD's first letter and others of it in their order: "md", "mark". */
static bool abbreviates(struct view abbreviation, struct view word)
{
    size_t found = 0;
    for (size_t i = 0; i < word.length && found < abbreviation.length; i++) {
        bool same = ascii_lower(word.text[i]) == ascii_lower(abbreviation.text[found]);
        if (i == 0 && !same)
            return false;
        found += same;
    }
    return found > 0 && found == abbreviation.length;
}

/* What VALUE may have meant: what it abbreviates, else what it is near to; NULL if nothing. */
static const char *near_choice(struct arena *arena, const char *choices, struct view value)
{
    struct nearest abbreviated = nearest_to(value);
    struct nearest nearest = nearest_to(value);
    for (struct view word; next_choice(&choices, &word);) {
        if (abbreviates(value, word))
            nearest_offer(&abbreviated, value, word);
        nearest_offer(&nearest, word, word);
    }
    return nearest_words(arena, nearest_found(&abbreviated) ? &abbreviated : &nearest, "", "");
}

/* A choice's value must be one of its words. */
static bool check_choice(struct arena *arena, const struct option_entry *option,
                         const char *argument, const char *value, const char **mistake)
{
    const char *choices;
    if (!is_choice(argument, &choices))
        return true;
    const char *rest = choices;
    for (struct view word; next_choice(&rest, &word);)
        if (view_equal(word, view_of(value)))
            return true;
    const char *near = near_choice(arena, choices, view_of(value));
    *mistake = arena_printf(arena, "--%s takes %s, not \"%s\"%s%s%s", option->name, argument,
                            value, near == NULL ? "" : "; did you mean ",
                            near == NULL ? "" : near, near == NULL ? "" : "?");
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
    char *letters = arena_zero(arena, 2 * OPTION_COUNT + 2, 1);
    int used = 0;
    *longs = table;
    *shorts = letters;
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

static bool parse_options(struct command_line *line, struct arena *arena, int argc, char **argv,
                          const char **mistake)
{
    struct option *longs;
    char *shorts;
    getopt_tables(arena, line->verb, &longs, &shorts);
    line->uses = arena_zero(arena, (size_t)argc + 1, sizeof *line->uses);
    opterr = 0;
    optind = 1;
    for (int found; (found = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "";
        if (found == ':') {
            *mistake = arena_printf(arena, "%s needs a value", word);
            return false;
        }
        enum option_id option = option_of(found);
        if (found == '?' || option == OPTION_COUNT) {
            *mistake = unknown_option(arena, line->verb, word);
            return false;
        }
        if (optarg != NULL &&
            !check_choice(arena, &options[option],
                          option_argument((enum option_id)option, line->verb), optarg, mistake))
            return false;
        line->uses[line->use_count++] = (struct option_use){option, optarg};
    }
    line->operands = (const char *const *)(argv + optind);
    line->operand_count = argc - optind;
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
    return check_choice(arena, &options[OPTION_COMPLETION],
                        options[OPTION_COMPLETION].argument, value, mistake);
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
    if (of_verb && !find_verb(line, arena, argv[2], mistake))
        return false;
    if (help || version) {
        line->uses = arena_zero(arena, 1, sizeof *line->uses);
        line->uses[line->use_count++].option = help ? OPTION_HELP : OPTION_VERSION;
        return true;
    }
    return find_verb(line, arena, argv[1], mistake) &&
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
