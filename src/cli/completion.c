/* SPDX-License-Identifier: MIT */
#include "cli/completion.h"

#include "base/buffer.h"
#include "model/assumptions.h"
#include "read/formats.h"

/* What can stand where an option's value or an operand does. */
struct filling {
    const char *words; /* between blanks; NULL: nobody knows them */
    bool files;
    bool codes; /* of these several, with commas, where an option takes them */
};

static void add_word(struct buffer *words, const char *word)
{
    if (words->length > 0)
        buffer_add_char(words, ' ');
    buffer_add_string(words, word);
}

static const char *choice_words(struct arena *arena, const char *argument)
{
    struct buffer words = buffer_new(arena);
    for (; *argument != '\0'; argument++)
        buffer_add_char(&words, (char)(*argument == '|' ? ' ' : *argument));
    return buffer_string(&words);
}

static const char *format_words(struct arena *arena)
{
    struct buffer words = buffer_new(arena);
    for (int i = 0; i < FORMAT_COUNT; i++)
        add_word(&words, format_reader((enum format)i)->name);
    return buffer_string(&words);
}

static const char *code_words(struct arena *arena)
{
    struct buffer words = buffer_new(arena);
    for (int i = 0; i < CODE_COUNT; i++)
        add_word(&words, code_entry((enum code)i)->id);
    return buffer_string(&words);
}

static const char *assumption_words(struct arena *arena)
{
    struct buffer words = buffer_new(arena);
    for (int i = ASSUMED_NONE + 1; i < ASSUMPTION_COUNT; i++)
        add_word(&words, assumption_entry((enum assumption)i)->id);
    return buffer_string(&words);
}

/* The words that the tables' arguments and operands begin with, and what they stand for. */
static const struct kind {
    const char *word;
    bool files;
    bool codes;
    const char *(*words)(struct arena *arena);
} kinds[] = {
    {"FILE", true, false, NULL},
    {"POLICY", true, false, NULL},
    {"FORMAT", false, false, format_words},
    {"CODE", false, true, code_words},
    {"ID", false, false, assumption_words},
};

/* What ARGUMENT, of an option or of a verb, stands for: "a|b", "FILE...", "[CODE...]". */
static struct filling filling_of(struct arena *arena, const char *argument)
{
    if (*argument == '[')
        argument++;
    size_t length = strspn(argument, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (view_equal((struct view){argument, length}, view_of(kinds[i].word)))
            return (struct filling){kinds[i].words == NULL ? NULL : kinds[i].words(arena),
                                  kinds[i].files, kinds[i].codes};
    if (length == 0 && strchr(argument, '|') != NULL)
        return (struct filling){choice_words(arena, argument), false, false};
    return (struct filling){NULL, false, false};
}

/* Whether OPTION's value is the next word; an argument in brackets can only stand behind "=". */
static bool takes_word(const struct option_entry *option)
{
    return option->argument != NULL && option->argument[0] != '[';
}

static bool takes_option(enum verb verb, enum option_id option)
{
    return (option_entry(option)->verbs & 1U << verb) != 0;
}

/* TEXT with a backslash before each byte of SET. */
static const char *escaped(struct arena *arena, const char *text, const char *set)
{
    struct buffer result = buffer_new(arena);
    for (; *text != '\0'; text++) {
        if (strchr(set, *text) != NULL)
            buffer_add_char(&result, '\\');
        buffer_add_char(&result, *text);
    }
    return buffer_string(&result);
}

static void write_verbs(struct output *output)
{
    for (int i = 0; i < VERB_COUNT; i++)
        output_printf(output, "%s%s", i > 0 ? " " : "", verb_entry((enum verb)i)->word);
}

static const char *shell_words(struct arena *arena)
{
    return choice_words(arena, option_entry(OPTION_COMPLETION)->argument);
}

/* --- bash ------------------------------------------------------------------------------------ */

static void bash_value(struct output *output, const struct filling *value)
{
    if (value->codes)
        output_string(output, " words=$codes");
    else if (value->words != NULL)
        output_printf(output, " words='%s'", value->words);
    if (value->files)
        output_string(output, " files=yes");
    output_string(output, " ;;\n");
}

/* What OPTION takes, for any verb: in bash the values do not depend on it. */
static const char *all_arguments(struct arena *arena, enum option_id option)
{
    const char *all = option_entry(option)->argument;
    for (int i = 0; i < VERB_COUNT; i++) {
        const char *other = option_argument(option, (enum verb)i);
        if (strchr(other, '|') != NULL && strcmp(other, option_entry(option)->argument) != 0)
            all = arena_printf(arena, "%s|%s", all, other);
    }
    return all;
}

static void bash_values(struct output *output, struct arena *arena)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_entry *option = option_entry((enum option_id)i);
        if (!takes_word(option))
            continue;
        struct filling value = filling_of(arena, all_arguments(arena, (enum option_id)i));
        output_printf(output, "    --%s", option->name);
        if (option->letter != 0)
            output_printf(output, " | -%c", option->letter);
        output_char(output, ')');
        bash_value(output, &value);
    }
}

static void bash_verb(struct output *output, struct arena *arena, enum verb verb)
{
    struct filling operands = filling_of(arena, verb_entry(verb)->operands);
    output_printf(output, "        %s)\n            options='", verb_entry(verb)->word);
    const char *before = "";
    for (int i = 0; i < OPTION_COUNT; i++)
        if (takes_option(verb, (enum option_id)i)) {
            output_printf(output, "%s--%s", before, option_entry((enum option_id)i)->name);
            before = " ";
        }
    output_string(output, "'\n           ");
    bash_value(output, &operands);
}

static void write_bash(struct output *output, struct arena *arena)
{
    output_string(output, "# Completes destc's words in bash; made by destc --completion bash.\n"
                          "_destc()\n{\n"
                          "    local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]}\n"
                          "    local before=${COMP_WORDS[COMP_CWORD-1]}\n"
                          "    local begun= options= words= files=\n");
    output_printf(output, "    local codes='%s'\n", code_words(arena));
    output_string(output, "    COMPREPLY=()\n"
                          "    if ((COMP_CWORD == 1)); then\n"
                          "        verb= before=\n"
                          "    elif [[ $word == = ]]; then # of --to=xml bash makes three words\n"
                          "        word=\n"
                          "    elif [[ $before == = ]]; then\n"
                          "        before=${COMP_WORDS[COMP_CWORD-2]}\n"
                          "    fi\n"
                          "    case $before in\n");
    bash_values(output, arena);
    output_string(output, "    *)\n        case $verb in\n"
                          "        '')\n            options='--completion --help --version'\n"
                          "            words='");
    write_verbs(output);
    output_string(output, "' ;;\n        help) words='");
    write_verbs(output);
    output_string(output, "' ;;\n");
    for (int i = 0; i < VERB_COUNT; i++)
        bash_verb(output, arena, (enum verb)i);
    output_string(output, "        esac\n"
                          "        [[ $word != -* ]] || words=$options files= ;;\n"
                          "    esac\n"
                          "    [[ -z $files ]] || compopt -o default\n"
                          "    if [[ $word == *,* ]]; then\n"
                          "        begun=${word%,*},\n"
                          "    fi\n"
                          "    word=${word#\"$begun\"}\n"
                          "    COMPREPLY=($(compgen -P \"$begun\" -W \"$words\" -- \"$word\"))\n"
                          "}\n"
                          "complete -F _destc destc\n");
}

/* --- zsh ------------------------------------------------------------------------------------- */

/* TEXT as a part of a word in single quotes, with a backslash before each byte of SET. */
static const char *zsh_text(struct arena *arena, const char *text, const char *set)
{
    struct buffer result = buffer_new(arena);
    for (text = escaped(arena, text, set); *text != '\0'; text++) {
        if (*text == '\'')
            buffer_add_string(&result, "'\\'");
        buffer_add_char(&result, *text);
    }
    return buffer_string(&result);
}

/* ":MESSAGE:ACTION", as _arguments takes it. */
static void zsh_value(struct output *output, struct arena *arena, const char *argument,
                      bool of_option)
{
    struct filling value = filling_of(arena, argument);
    output_printf(output, ":%s:", zsh_text(arena, argument, "\\:"));
    if (value.files)
        output_string(output, "_files");
    else if (value.codes && of_option)
        output_string(output, "_destc_codes");
    else if (value.words != NULL)
        output_printf(output, "(%s)", value.words);
    else
        output_char(output, ' ');
}

static void zsh_option(struct output *output, struct arena *arena, enum option_id id,
                       enum verb verb)
{
    const struct option_entry *option = option_entry(id);
    const char *help = zsh_text(arena, option_help(id, verb), "\\[]");
    bool word = takes_word(option);
    output_string(output, " \\\n            ");
    if (word)
        output_string(output, "\\*");
    if (option->letter != 0 && word)
        output_printf(output, "{-%c+,--%s=}'", option->letter, option->name);
    else if (option->letter != 0)
        output_printf(output, "'(-%c --%s)'{-%c,--%s}'", option->letter, option->name,
                      option->letter, option->name);
    else
        output_printf(output, "'--%s%s", option->name, word ? "=" : "");
    output_printf(output, "[%s]", help);
    if (word)
        zsh_value(output, arena, option_argument(id, verb), true);
    output_char(output, '\'');
}

static void zsh_verb(struct output *output, struct arena *arena, enum verb verb)
{
    const struct verb_entry *entry = verb_entry(verb);
    output_printf(output, "    %s)\n        _arguments -s -S", entry->word);
    for (int i = 0; i < OPTION_COUNT; i++)
        if (takes_option(verb, (enum option_id)i))
            zsh_option(output, arena, (enum option_id)i, verb);
    if (*entry->operands != '\0') {
        output_string(output, " \\\n            '*");
        zsh_value(output, arena, entry->operands, false);
        output_char(output, '\'');
    }
    output_string(output, " ;;\n");
}

static void write_zsh(struct output *output, struct arena *arena)
{
    output_string(output, "#compdef destc\n"
                          "# Completes destc's words in zsh; made by destc --completion zsh.\n"
                          "_destc_codes() {\n    _sequence compadd - ");
    output_printf(output, "%s\n}\n\n_destc() {\n    local -a verbs=(\n", code_words(arena));
    for (int i = 0; i < VERB_COUNT; i++)
        output_printf(output, "        '%s:%s'\n", verb_entry((enum verb)i)->word,
                      zsh_text(arena, verb_entry((enum verb)i)->help, "\\"));
    output_string(output, "    )\n"
                          "    local verb=$words[2]\n"
                          "    if (( CURRENT == 2 )); then\n"
                          "        if [[ $verb == -* ]]; then\n"
                          "            compadd -- --completion --help --version\n"
                          "        else\n"
                          "            _describe verb verbs\n"
                          "        fi\n"
                          "        return\n"
                          "    fi\n"
                          "    shift words\n"
                          "    (( CURRENT-- ))\n"
                          "    case $verb in\n"
                          "    help) _describe verb verbs ;;\n");
    output_printf(output, "    --completion) compadd %s ;;\n", shell_words(arena));
    for (int i = 0; i < VERB_COUNT; i++)
        zsh_verb(output, arena, (enum verb)i);
    output_string(output, "    esac\n}\n\n"
                          "if [[ $funcstack[1] == _destc ]]; then\n"
                          "    _destc \"$@\"\n"
                          "else\n"
                          "    compdef _destc destc\n"
                          "fi\n");
}

/* --- fish ------------------------------------------------------------------------------------ */

static const char *fish_value(struct arena *arena, const char *argument)
{
    struct filling value = filling_of(arena, argument);
    if (value.files)
        return "-r -F";
    if (value.codes)
        return "-x -a '(__destc_codes)'";
    return value.words == NULL ? "-x" : arena_printf(arena, "-x -a '%s'", value.words);
}

static void fish_verb(struct output *output, struct arena *arena, enum verb verb)
{
    const struct verb_entry *entry = verb_entry(verb);
    struct filling operands = filling_of(arena, entry->operands);
    output_printf(output, "\ncomplete -c destc -n __destc_first -a %s -d '%s'\n", entry->word,
                  escaped(arena, entry->help, "\\'"));
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_entry *option = option_entry((enum option_id)i);
        if (!takes_option(verb, (enum option_id)i))
            continue;
        output_printf(output, "complete -c destc -n '__destc_verb %s' -l %s", entry->word,
                      option->name);
        if (option->letter != 0)
            output_printf(output, " -s %c", option->letter);
        if (takes_word(option))
            output_printf(output, " %s", fish_value(arena, option_argument((enum option_id)i, verb)));
        output_printf(output, " -d '%s'\n",
                      escaped(arena, option_help((enum option_id)i, verb), "\\'"));
    }
    if (operands.files)
        output_printf(output, "complete -c destc -n '__destc_verb %s' -F\n", entry->word);
    else if (operands.words != NULL)
        output_printf(output, "complete -c destc -n '__destc_verb %s' -a '%s'\n", entry->word,
                      operands.words);
}

static void write_fish(struct output *output, struct arena *arena)
{
    output_string(output, "# Completes destc's words in fish; made by destc --completion fish.\n"
                          "function __destc_first\n"
                          "    test (count (commandline -opc)) -eq 1\n"
                          "end\n\n"
                          "function __destc_verb\n"
                          "    set -l words (commandline -opc)\n"
                          "    test (count $words) -gt 1; and test \"$words[2]\" = $argv[1]\n"
                          "end\n\n"
                          "function __destc_codes\n"
                          "    set -l begun (commandline -ct | string replace -r '^--[a-z-]+=' '' "
                          "| string match -r '^.*,')\n");
    output_printf(output, "    set -l codes %s\n    printf '%%s\\n' \"$begun\"$codes\nend\n\n"
                  "complete -c destc -f\n", code_words(arena));
    output_printf(output, "complete -c destc -n __destc_first -l completion -x -a '%s' -d '%s'\n",
                  shell_words(arena), option_entry(OPTION_COMPLETION)->help);
    output_printf(output, "complete -c destc -n '__destc_verb --completion' -a '%s'\n",
                  shell_words(arena));
    output_string(output, "complete -c destc -n __destc_first -l help -s h\n"
                          "complete -c destc -n __destc_first -l version -s V\n"
                          "complete -c destc -n '__destc_verb help' -a '");
    write_verbs(output);
    output_string(output, "'\n");
    for (int i = 0; i < VERB_COUNT; i++)
        fish_verb(output, arena, (enum verb)i);
}

/* --------------------------------------------------------------------------------------------- */

static const struct shell {
    const char *name; /* as --completion takes it */
    void (*write)(struct output *output, struct arena *arena);
} shells[] = {
    {"bash", write_bash},
    {"zsh", write_zsh},
    {"fish", write_fish},
};

int show_completion(struct run *run)
{
    struct output output;
    output_open(&output, &run->arena, NULL, NULL);
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (option_is(&run->line, OPTION_COMPLETION, shells[i].name))
            shells[i].write(&output, &run->arena);
    run_close(run, &output);
    return run_finish(run, STATUS_DONE);
}
