/* SPDX-License-Identifier: MIT */
/*
 * Differences that are put together by hand: every part, kind, weight and way of saying a value,
 * and names that are full of what the forms of showing them use as syntax.
 */
#ifndef DESTC_TESTS_UNIT_SUPPORT_DIFFERENCE_H
#define DESTC_TESTS_UNIT_SUPPORT_DIFFERENCE_H

#include "support.h"

#include "write/difference.h"

/* Two policies, what differs, and what is shown beside it. */
struct forms {
    struct setup setup;
    struct policy before;
    struct policy after;
    struct side sides[2];
    struct differences differences;
    struct difference_frame frame;
};

/* Markup, a pipe, code's end, a mention, an escape, a direction override, a line end, \xFF. */
#define HOSTILE "</td><script>alert(1)</script>&amp;|`@all`\"'\\|\033[31m\xE2\x80\xAE\n\xFF"

/* What a side says, and what a change weighs. */
#define NOTHING ((struct said){.how = SAID_NOTHING})
#define NEUTRAL ((struct weight){0})
#define WEAKER_TLS ((struct weight){.weaker = WEIGHT_BIT(WEIGHT_TLS)})

static inline struct said given(const char *text)
{
    return (struct said){SAID_GIVEN, view_of(text), NULL};
}

static inline struct said inherited(const char *text, const char *origin)
{
    return (struct said){SAID_INHERITED, view_of(text), origin};
}

/* Nothing differs yet. */
void forms_begin(struct forms *forms);

/* All there is; the run ends with setup_end(&forms->setup). */
void forms_fill(struct forms *forms);

/* COUNT changes that several differences can share. */
const struct change_list *forms_share(struct forms *forms, const struct change *changes,
                                      uint32_t count);

#define SHARE(forms, ...)                                                                          \
    forms_share(forms, (const struct change[]){__VA_ARGS__},                                       \
          sizeof((const struct change[]){__VA_ARGS__}) / sizeof(struct change))

/* A destination that is in both policies, or in one. */
void forms_destination(struct forms *forms, enum difference_kind kind, const char *name,
                       const char *holds, const struct change_list *changes);

/* Something of the listener called In. */
void forms_part(struct forms *forms, enum difference_part part, enum difference_kind kind,
                const char *name, const struct change_list *changes);

/* One of each part of a listener. */
void forms_listener(struct forms *forms);

/* What the form of this name makes of it. */
struct view forms_written(struct forms *forms, const char *form);

#endif
