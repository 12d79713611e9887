/* SPDX-License-Identifier: MIT */
#include "read/read.h"

#include "model/overlay.h"
#include "read/policy.h"
#include "read/saveconfig_file.h"
#include "read/text.h"

static bool text_has_lines(struct view beginning)
{
    enum format format = format_detect(beginning);
    return format == FORMAT_UNKNOWN || format_reader(format)->has_lines;
}

static enum format choose_format(struct diag *diag, const struct source *source, enum format from)
{
    if (from != FORMAT_UNKNOWN)
        return from;
    struct view text = {source->text, source->size};
    enum format found = format_detect(text);
    if (found == FORMAT_UNKNOWN) {
        uint32_t at = source->base + source_begin(source);
        struct message *message = text_report(diag, CODE_UNKNOWN_FORMAT, (struct span){at, at});
        if (format_has_foreign_comment(text))
            diag_help(diag, message, "a comment begins with #");
        else if (format_has_entry(text))
            diag_help(diag, message, "no policy and no action shows which table of a listener it "
                      "is: --from hat or --from rat says so");
        else if (format_has_section(text))
            diag_help(diag, message, "there are section heads further down: --from destconfig "
                      "reads it as a table, and says what is wrong with the lines above them");
    }
    return found;
}

static bool is_limited(struct view beginning)
{
    (void)beginning;
    return true;
}

/* Which lines of a text are limited when it is read as FROM. */
static bool (*line_limit(enum format from))(struct view beginning)
{
    if (from == FORMAT_UNKNOWN)
        return text_has_lines;
    return format_reader(from)->has_lines ? is_limited : NULL;
}

const struct source *read_names(struct diag *diag, const char *path)
{
    bool usable;
    const struct source *source = text_read(diag, path, is_limited, &usable);
    return usable ? source : NULL;
}

static bool is_appliance_file(struct view head)
{
    return format_detect(head) == FORMAT_SAVECONFIG;
}

static bool is_any(struct view head)
{
    (void)head;
    return true;
}

static void read_as(enum format format, struct policy *policy, struct diag *diag,
                    const struct read_options *options, const struct source *source)
{
    const struct format_reader *reader = format_reader(format);
    policy->carrier = reader->carrier;
    allow_search(diag, source, reader->comments);
    if (reader->has_lines)
        text_check_lone_cr(diag, source);
    reader->read(policy, diag, options, source);
}

/* An appliance's own file, which may be large, is not read whole; NULL if PATH is none. */
static const struct source *read_in_pieces(struct policy *policy, struct diag *diag,
                                           const struct read_options *options, enum format from,
                                           const char *path)
{
    if (from != FORMAT_UNKNOWN && from != FORMAT_SAVECONFIG)
        return NULL;
    const struct source *source =
        saveconfig_load(diag, path, from == FORMAT_UNKNOWN ? is_appliance_file : is_any);
    if (source == NULL)
        return NULL;
    read_as(FORMAT_SAVECONFIG, policy, diag, options, source);
    return source;
}

const struct source *read_file(struct policy *policy, struct diag *diag,
                               const struct read_options *options, enum format from,
                               const char *path)
{
    bool usable;
    const struct source *large = read_in_pieces(policy, diag, options, from, path);
    if (large != NULL)
        return large;
    const struct source *source = text_read(diag, path, line_limit(from), &usable);
    if (!usable)
        return source;
    if (from == FORMAT_UNKNOWN && format_is_bare((struct view){source->text, source->size})) {
        struct span start = {source->base, source->base};
        if (text_is_blank(source))
            text_report(diag, CODE_EMPTY_INPUT, start);
        else
            diag_mend(diag, diag_report(diag, CODE_EMPTY_INPUT, start,
                                        "the file has nothing but comments"));
        return source;
    }
    enum format format = choose_format(diag, source, from);
    if (format == FORMAT_UNKNOWN)
        return source;
    read_as(format, policy, diag, options, source);
    return source;
}

void read_finish(struct policy *policy, struct diag *diag, const struct read_options *options)
{
    policy_lower(policy, diag, options);
    overlay_complete(policy, diag);
}
