/* SPDX-License-Identifier: MIT */
#include "read/saveconfig_level.h"

#define CLUSTER_PATH "cluster_config/cluster/config"

/* "b[2]" as a step; a path that was checked has no other form. */
static struct level_step step_of(struct view text)
{
    struct level_step step = {.name = text};
    const char *bracket = memchr(text.text, '[', text.length);
    if (bracket == NULL)
        return step;
    step.name.length = (size_t)(bracket - text.text);
    for (size_t i = step.name.length + 1; i + 1 < text.length; i++)
        step.number = step.number * 10 + (uint32_t)(text.text[i] - '0');
    return step;
}

static void take_path(struct saveconfig_level *level, struct view path)
{
    level->step_count = 0;
    while (path.length > 0 && level->step_count < LEVEL_MOST_STEPS) {
        const char *slash = memchr(path.text, '/', path.length);
        size_t length = slash == NULL ? path.length : (size_t)(slash - path.text);
        level->steps[level->step_count++] = step_of((struct view){path.text, length});
        length += slash != NULL;
        path = (struct view){path.text + length, path.length - length};
    }
}

void saveconfig_level_init(struct saveconfig_level *level, struct diag *diag,
                           const struct xml_map *map)
{
    *level = (struct saveconfig_level){.diag = diag, .path = buffer_new(diag->arena)};
    if (map != NULL && map->good && map->keys[MAP_CONFIG].text.length > 0)
        level->told = &map->keys[MAP_CONFIG];
    if (level->told != NULL)
        take_path(level, level->told->text);
}

/* The root: it says whether the file is a cluster's. */
static bool take_root(struct saveconfig_level *level, struct view name, struct span place)
{
    bool config = view_equal(name, VIEW("config"));
    level->root = place;
    if (!config && !view_equal(name, VIEW("cluster_config"))) {
        struct message *message = diag_report(level->diag, CODE_XML_ELEMENT, place,
                                              "the root element <%.*s> is not that of an "
                                              "appliance's file", VIEW_ARG(name));
        diag_help(level->diag, message, "it is <config>, or <cluster_config> in a cluster's file");
        return false;
    }
    if (level->told == NULL)
        take_path(level, config ? VIEW("config") : VIEW(CLUSTER_PATH));
    return true;
}

/* Whether the element NAME, which has been opened, goes on with the way. */
static bool goes_on(struct saveconfig_level *level, struct view name)
{
    if (level->matched + 1 != level->depth || level->matched == level->step_count)
        return false;
    struct level_step *step = &level->steps[level->matched];
    if (!view_equal(name, step->name))
        return false;
    step->count++;
    if (step->number != 0 && step->count != step->number)
        return false;
    if (level->matched + 1 < level->step_count)
        level->steps[level->matched + 1].count = 0;
    level->matched++;
    return true;
}

/* The element that is read stands there again. */
static void report_twice(struct saveconfig_level *level, struct span place)
{
    struct message *message =
        diag_report(level->diag, CODE_LEVEL_TWICE, place,
                    "there is more than one %.*s, and the first was read",
                    VIEW_ARG(buffer_view(&level->path)));
    diag_note(level->diag, message, level->found, "the first stands here");
    diag_help(level->diag, message, "[1], [2] and so on behind a name in config = PATH of an "
              "xml-map says which is meant");
}

/* Tells of an element that holds settings and is not read: <config>, or one with listeners. */
static void tell_unread(struct saveconfig_level *level, struct view name, struct span place)
{
    bool config = view_equal(name, VIEW("config"));
    struct view holder = buffer_view(&level->path);
    if (level->unread != 0 || (!config && !view_equal(name, VIEW("listeners"))))
        return;
    if (!config)
        holder.length -= name.length + (holder.length > name.length);
    level->unread = config ? level->depth : level->depth - 1;
    if (level->told != NULL) {
        diag_mend(level->diag, diag_report(level->diag, CODE_LEVEL_PASSED, place,
                                           "%.*s was not read, only %.*s, as the xml-map says",
                                           VIEW_ARG(holder), VIEW_ARG(level->told->text)));
        return;
    }
    struct message *message = diag_report(level->diag, CODE_LEVEL_UNREAD, place,
                                          "%.*s was not read, only " CLUSTER_PATH,
                                          VIEW_ARG(holder));
    diag_help(level->diag, message, "to read this level instead: config = %.*s in a file for "
              "--xml-map", VIEW_ARG(holder));
}

enum level_place saveconfig_level_open(struct saveconfig_level *level, struct view name,
                                       struct span place)
{
    if (level->depth++ == 0 && !take_root(level, name, place))
        return LEVEL_WRONG;
    if (level->path.length > 0)
        buffer_add_char(&level->path, '/');
    buffer_add(&level->path, name);
    if (!goes_on(level, name)) {
        tell_unread(level, name, place);
        return LEVEL_OUTSIDE;
    }
    if (level->matched < level->step_count)
        return LEVEL_OUTSIDE;
    if (level->found.offset != 0) {
        report_twice(level, place);
        level->unread = level->depth;
        return LEVEL_OUTSIDE;
    }
    level->found = place;
    return LEVEL_READ;
}

void saveconfig_level_close(struct saveconfig_level *level, struct view name)
{
    level->path.length -= name.length;
    level->path.length -= level->path.length > 0; /* the slash */
    if (level->matched == level->depth)
        level->matched--;
    if (level->unread == level->depth)
        level->unread = 0;
    level->depth--;
}

void saveconfig_level_end(const struct saveconfig_level *level)
{
    if (level->found.offset != 0)
        return;
    if (level->told == NULL) {
        diag_mend(level->diag, diag_report(level->diag, CODE_LEVEL_MISSING, level->root,
                                           "there is no " CLUSTER_PATH ", so nothing was read"));
        return;
    }
    struct message *message =
        diag_report(level->diag, CODE_LEVEL_MISSING, level->told->place,
                    "there is no %.*s, so nothing was read", VIEW_ARG(level->told->text));
    diag_note(level->diag, message, level->root, "in this file");
    diag_help(level->diag, message, "the path begins with the root element");
}
