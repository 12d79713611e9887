/* SPDX-License-Identifier: MIT */
#include "cli/lint_config.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS_A_DAY = 24 * 60 * 60 };

static const char file_name[] = ".destc";

/* The options that say what is wanted of codes, and the settings that are called like them. */
static const struct {
    enum option_id option;
    enum rule_level level;
} level_options[] = {
    {OPTION_DISABLE, LEVEL_OFF},
    {OPTION_ERROR, LEVEL_ERROR},
    {OPTION_WARNING, LEVEL_WARNING},
    {OPTION_INFO, LEVEL_INFO},
};

enum { LEVEL_OPTIONS = sizeof level_options / sizeof *level_options };

/* --- Options ---------------------------------------------------------------------------------- */

/* What LEVEL the option of USE gives codes; LEVEL_OWN: it is another option. */
static enum rule_level level_of_use(const struct option_use *use)
{
    for (int i = 0; i < LEVEL_OPTIONS; i++)
        if (use->option == level_options[i].option)
            return level_options[i].level;
    return LEVEL_OWN;
}

/* The next word of *TEXT, which loses it and the comma behind. */
static struct view take_word(struct view *text)
{
    const char *comma = memchr(text->text, ',', text->length);
    size_t length = comma == NULL ? text->length : (size_t)(comma - text->text);
    struct view word = {text->text, length};
    length += comma != NULL;
    *text = (struct view){text->text + length, text->length - length};
    return view_trim(word);
}

/* Gives the codes of VALUE their level; what is wrong, or NULL. */
static const char *take_codes(struct arena *arena, const char *value, enum rule_level level,
                              uint8_t *levels)
{
    struct view rest = view_of(value);
    do {
        enum code code;
        const char *mistake = code_choose(arena, take_word(&rest), &code);
        if (mistake != NULL)
            return mistake;
        levels[code] = (uint8_t)level;
    } while (rest.length > 0);
    return NULL;
}

/* What the options say of codes, the later one first; NULL, or what is wrong with one. */
static const char *take_level_options(struct run *run, uint8_t *levels)
{
    for (int i = 0; i < run->line.use_count; i++) {
        const struct option_use *use = &run->line.uses[i];
        enum rule_level level = level_of_use(use);
        const char *mistake =
            level == LEVEL_OWN ? NULL : take_codes(&run->arena, use->value, level, levels);
        if (mistake != NULL)
            return arena_printf(&run->arena, "--%s: %s", option_entry(use->option)->name, mistake);
    }
    return NULL;
}

bool lint_options_good(struct run *run)
{
    static const enum option_id files[] = {OPTION_BASELINE, OPTION_WRITE_BASELINE};
    uint8_t levels[CODE_COUNT] = {0};
    const char *mistake = take_level_options(run, levels);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (option_is(&run->line, files[i], "") || option_is(&run->line, files[i], "-"))
            mistake = arena_printf(&run->arena, "--%s needs the name of a file",
                                   option_entry(files[i])->name);
    if (option_given(&run->line, OPTION_SHOW_CONFIG) &&
        option_given(&run->line, OPTION_WRITE_BASELINE))
        mistake = "--show-config judges nothing that --write-baseline could write";
    if (mistake != NULL)
        usage_error(run, mistake);
    return mistake == NULL;
}

/* The least severity that makes the status 1: --fail-on's, or OTHERWISE. */
static enum severity lint_threshold(const struct run *run, enum severity otherwise)
{
    for (enum severity i = 0; i < SEVERITY_COUNT; i++)
        if (option_is(&run->line, OPTION_FAIL_ON, severity_name(i)))
            return i;
    return otherwise;
}

/* --- Finding the settings file ---------------------------------------------------------------- */

/* FOLDER with NAME in it. */
static const char *inside(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", name);
}

/* The folder that PATH, a file's, stands in, from the root on; NULL if it cannot be said. */
static char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strcmp(path, "-") == 0 ? NULL : strrchr(path, '/');
    const char *named = slash == NULL ? "."
                                      : arena_printf(arena, "%.*s", (int)(slash + 1 - path), path);
    char *resolved = realpath(named, NULL);
    char *copy = resolved == NULL ? NULL : arena_string(arena, resolved);
    free(resolved);
    return copy;
}

/* Whether PATH is there; a link that leads nowhere is. */
static bool is_there(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

/* Whether FOLDER is the working directory or below it. */
static bool is_here(const char *folder, const char *here)
{
    size_t length = here == NULL ? 0 : strlen(here);
    return length > 1 && strncmp(folder, here, length) == 0 &&
           (folder[length] == '/' || folder[length] == '\0');
}

/*
 * The settings file that holds for the file PATH; NULL if there is none. Where no repository ends
 * the search, it goes no further than the working directory, or the file's own folder: above them
 * anybody may have put one.
 */
static const char *find_file(struct arena *arena, const char *path)
{
    char *folder = folder_of(arena, path);
    char *here = realpath(".", NULL);
    const char *found = NULL;
    bool own = true;
    bool ours = false; /* it is found where no repository is needed */
    bool repository = false;
    while (folder != NULL && !repository) {
        const char *file = inside(arena, folder, file_name);
        if (found == NULL && is_there(file)) {
            found = file;
            ours = own || is_here(folder, here);
        }
        own = false;
        repository = is_there(inside(arena, folder, ".git"));
        char *slash = strrchr(folder, '/');
        if (slash == NULL || strcmp(folder, "/") == 0)
            break;
        slash[slash == folder] = '\0';
    }
    free(here);
    return ours || repository ? found : NULL;
}

/* Reads the settings file PATH. What is no file, such as a pipe, could make the run wait. */
static void read_house(struct run *run, const char *path, struct house *house)
{
    struct stat status;
    if (stat(path, &status) != 0 || S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))
        house_read(&run->diag, path, house);
    else
        diag_help(&run->diag,
                  diag_report_file(&run->diag, CODE_SETTINGS_FILE, path,
                                   "the settings file is no regular file"),
                  "make it one, or remove it");
}

/* PATH as seen from the working directory, if it is below it. */
static const char *shorter(struct arena *arena, const char *path)
{
    char *here = realpath(".", NULL);
    size_t length = here == NULL ? 0 : strlen(here);
    bool below = length > 1 && strncmp(path, here, length) == 0 && path[length] == '/';
    free(here);
    return below ? arena_string(arena, path + length + 1) : path;
}

/* --- What holds ------------------------------------------------------------------------------- */

static void fill_lists(struct arena *arena, struct lint_config *config)
{
    const struct house_names *encrypt = &config->house.must_encrypt;
    const struct house_names *clouds = &config->house.clouds;
    struct domain *domains = arena_zero(arena, encrypt->count + 1u, sizeof *domains);
    struct view *names = arena_zero(arena, clouds->count + 1u, sizeof *names);
    for (uint32_t i = 0; i < encrypt->count; i++)
        domains[i] = encrypt->list[i].domain;
    for (uint32_t i = 0; i < clouds->count; i++)
        names[i] = clouds->list[i].domain.key;
    config->settings.must_encrypt = domains;
    config->settings.must_encrypt_count = encrypt->count;
    config->settings.clouds = names;
    config->settings.cloud_count = clouds->count;
}

/*
 * Days since 1970-01-01. SOURCE_DATE_EPOCH is what reproducible builds set instead of the clock's
 * time, in seconds.
 */
static int64_t today(void)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    char *end = NULL;
    long long seconds = given == NULL ? 0 : strtoll(given, &end, 10);
    bool good = given != NULL && end != given && *end == '\0';
    return (good ? (int64_t)seconds : (int64_t)time(NULL)) / SECONDS_A_DAY;
}

static void fill(struct run *run, struct lint_config *config)
{
    const struct house *house = &config->house;
    config->levels = arena_zero(&run->arena, CODE_COUNT, sizeof *config->levels);
    for (uint32_t i = 0; i < house->level_count; i++)
        config->levels[house->levels[i].code] = (uint8_t)house->levels[i].level;
    take_level_options(run, config->levels);
    config->fail_on = lint_threshold(
        run, house->fail_on_place.offset == 0 ? SEVERITY_WARNING : house->fail_on);
    config->settings = (struct lint_settings){.today = today(),
                                              .has_target = run->read_options.has_target,
                                              .target = run->read_options.target};
    config->settings.listener_type = house->listener_type;
    if (option_given(&run->line, OPTION_LISTENER_TYPE))
        config->settings.listener_type = option_is(&run->line, OPTION_LISTENER_TYPE, "public")
                                             ? LISTENER_PUBLIC
                                             : LISTENER_PRIVATE;
    fill_lists(&run->arena, config);
}

const struct lint_config *lint_config_find(struct lint_configs *configs, const char *path)
{
    struct run *run = configs->run;
    const char *file = find_file(&run->arena, path);
    for (uint32_t i = 0; i < configs->count; i++) {
        const char *known = configs->list[i]->path;
        if (known == NULL ? file == NULL : file != NULL && strcmp(known, file) == 0)
            return configs->list[i];
    }
    struct lint_config *config = arena_zero(&run->arena, 1, sizeof *config);
    config->path = file;
    uint32_t before = run->diag.counts[SEVERITY_ERROR];
    if (file != NULL)
        read_house(run, shorter(&run->arena, file), &config->house);
    config->broken = run->diag.counts[SEVERITY_ERROR] > before;
    fill(run, config);
    configs->list = array_grow(&run->arena, configs->list, configs->count, &configs->capacity,
                               sizeof(*configs->list));
    configs->list[configs->count++] = config;
    return config;
}

void lint_config_use(struct run *run, const struct lint_config *config)
{
    run->diag.levels = config->levels;
}

/* --- Showing it ------------------------------------------------------------------------------- */

enum { ORIGIN_COLUMN = 40 };

/* "NAME = VALUE   # ORIGIN". */
static void show_line(struct output *output, const char *name, struct view value,
                      const char *origin)
{
    size_t length = strlen(name) + 3 + value.length;
    output_printf(output, "%s = ", name);
    output_view(output, value);
    output_repeat(output, ' ', length < ORIGIN_COLUMN ? ORIGIN_COLUMN - length : 1);
    output_printf(output, "# %s\n", origin);
}

/* "FILE:LINE". */
static const char *origin_of(struct run *run, struct span place)
{
    struct position at = sources_position(&run->sources, place.offset);
    return arena_printf(&run->arena, "%s:%u", at.source->name, at.line);
}

/* The name of the setting that gives codes LEVEL, which is that of the option. */
static const char *level_name(enum rule_level level)
{
    for (int i = 0; i < LEVEL_OPTIONS; i++)
        if (level_options[i].level == level)
            return option_entry(level_options[i].option)->name;
    return "";
}

static void show_levels(struct run *run, const struct lint_config *config, struct output *output)
{
    uint8_t given[CODE_COUNT] = {0};
    take_level_options(run, given);
    for (int code = 0; code < CODE_COUNT; code++) {
        const char *id = code_entry((enum code)code)->id;
        const char *origin = NULL;
        for (uint32_t i = 0; i < config->house.level_count; i++)
            if (config->house.levels[i].code == (enum code)code)
                origin = origin_of(run, config->house.levels[i].place);
        enum rule_level level = (enum rule_level)config->levels[code];
        if (given[code] != LEVEL_OWN)
            origin = arena_printf(&run->arena, "--%s", level_name(level));
        if (level != LEVEL_OWN)
            show_line(output, level_name(level), view_of(id), origin);
    }
}

static void show_names(struct run *run, const char *name, const struct house_names *names,
                       struct output *output)
{
    for (uint32_t i = 0; i < names->count; i++)
        show_line(output, name, names->list[i].domain.name, origin_of(run, names->list[i].place));
}

static const char *release_text(struct arena *arena, struct release release)
{
    return arena_printf(arena, "%u.%u", (unsigned)release.major, (unsigned)release.minor);
}

static void show_listener_type(struct run *run, const struct lint_config *config,
                               struct output *output)
{
    enum listener_type type = config->settings.listener_type;
    if (type != LISTENER_UNKNOWN)
        show_line(output, "listener-type", view_of(type == LISTENER_PUBLIC ? "public" : "private"),
                  option_given(&run->line, OPTION_LISTENER_TYPE)
                      ? "--listener-type"
                      : origin_of(run, config->house.listener_place));
}

void lint_config_show(struct run *run, const struct lint_config *config, const char *path,
                      struct output *output)
{
    const struct house *house = &config->house;
    struct arena *arena = &run->arena;
    output_printf(output, "# %s: %s\n[lint]\n", strcmp(path, "-") == 0 ? "standard input" : path,
                  house->source == NULL ? "no .destc above it" : house->source->name);
    show_line(output, "fail-on", view_of(severity_name(config->fail_on)),
              option_given(&run->line, OPTION_FAIL_ON) ? "--fail-on"
              : house->fail_on_place.offset != 0       ? origin_of(run, house->fail_on_place)
                                                       : "if nothing is said");
    if (run->read_options.has_target)
        show_line(output, "asyncos", view_of(release_text(arena, run->read_options.target)),
                  "--asyncos");
    else if (house->target_place.offset != 0)
        show_line(output, "asyncos", view_of(release_text(arena, house->target)),
                  origin_of(run, house->target_place));
    show_listener_type(run, config, output);
    show_levels(run, config, output);
    show_names(run, "must-encrypt", &house->must_encrypt, output);
    show_names(run, "clouds", &house->clouds, output);
}
