/* SPDX-License-Identifier: MIT */
/*
 * The forms of showing what differs between two policies, one row each behind one signature.
 */
#ifndef DESTC_WRITE_DIFFERENCE_H
#define DESTC_WRITE_DIFFERENCE_H

#include "analysis/difference.h"
#include "base/output.h"

/* What is shown beside the differences themselves. */
struct difference_frame {
    const char *before_name; /* as the user called the sides */
    const char *after_name;
    const struct side *before;
    const struct side *after;
    struct appliance_differences appliances; /* what was compared beside the bases */
    bool effective; /* only what takes effect was compared */
    bool names;     /* the names of all whom the default entry's change reaches */
    bool color;     /* text: the terminal has colours */
    bool summary;   /* text: the last line alone */
    const char *gate; /* what a gate makes of it, at the summary's end; or NULL */
    enum idn_form idn;
};

struct difference_form {
    const char *name;
    void (*write)(struct arena *arena, const struct differences *differences,
                  const struct difference_frame *frame, struct output *output);
};

/* The form of this name ("text", "json", "markdown", "html"), or NULL. */
const struct difference_form *difference_form(struct view name);

#endif
