/* SPDX-License-Identifier: MIT */
#include "read/saveconfig_dtd.h"

#include "read/text.h"

static struct dtd *parse(struct diag *diag, const struct source *source, struct dtd_fault *fault)
{
    uint32_t begin = source_begin(source);
    return dtd_new(diag->arena, (struct view){source->text + begin, source->size - begin}, fault);
}

/* Where LINE and COLUMN of SOURCE are. */
static struct span place_of(const struct source *source, uint32_t line, uint32_t column)
{
    uint32_t at = source_begin(source);
    for (; line > 1; line--) {
        const char *end = memchr(source->text + at, '\n', source->size - at);
        if (end == NULL)
            break;
        at = (uint32_t)(end - source->text) + 1;
    }
    uint32_t left = source->size - at;
    at += column == 0 ? 0 : column - 1 < left ? column - 1 : left;
    return (struct span){source->base + at, source->base + at + (at < source->size)};
}

static bool has_declaration(const struct source *source)
{
    return memmem(source->text, source->size, "<!", 2) != NULL;
}

const struct source *saveconfig_dtd_read(struct diag *diag, const char *path)
{
    bool usable;
    struct dtd_fault fault;
    const struct source *source = text_read(diag, path, NULL, &usable);
    if (!usable)
        return NULL;
    struct dtd *dtd = parse(diag, source, &fault);
    if (dtd != NULL) {
        dtd_free(dtd);
        return source;
    }
    struct message *message = diag_report(diag, CODE_DTD_UNUSABLE,
                                          place_of(source, fault.line, fault.column), "%s",
                                          fault.text);
    if (!has_declaration(source))
        diag_help(diag, message, "there is no declaration in it, like <!ELEMENT config (...)>: "
                  "--xml-map takes an xml-map");
    else
        diag_mend(diag, message);
    return NULL;
}

struct dtd *saveconfig_dtd_open(struct diag *diag, const struct source *source)
{
    struct dtd_fault fault;
    return source == NULL ? NULL : parse(diag, source, &fault);
}
