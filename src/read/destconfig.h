/* SPDX-License-Identifier: MIT */
/*
 * The table file that destconfig exports and imports: what grammar/destconfig.l and .y call.
 */
#ifndef DESTC_READ_DESTCONFIG_H
#define DESTC_READ_DESTCONFIG_H

#include "read/entry.h"

/* A token's text; its place is the token's location. */
struct destconfig_token {
    struct view text;
};

/* What stands in a table's text, as the parser got it: a section's head, or a setting. */
struct destconfig_mark {
    bool is_head;
    struct span name;  /* of a head between its brackets */
    struct span value; /* of a head its opening bracket */
};

/* All of them in their order; between them stand blanks, blank lines and comments. */
struct destconfig_marks {
    struct destconfig_mark *list;
    uint32_t count;
    uint32_t capacity;
};

/* Conflicts of a merge that nobody has decided yet. */
struct destconfig_conflicts {
    struct span *list; /* the line that each begins with */
    uint32_t count;
    uint32_t capacity;
    bool is_open; /* the last one has not ended */
};

struct destconfig_reader {
    struct entry_reader entry;
    struct diag *diag;
    const struct source *source;
    struct destconfig_marks *marks; /* where they are noted, or NULL */
    struct destconfig_conflicts conflicts;
};

/* What a syntax error expected and met, as bison knows it. */
void destconfig_syntax_error(struct destconfig_reader *reader, struct span place,
                             const char *message);

/*
 * A line that is a mark of a merge, which begins with the character FIRST. Returns whether the lines
 * behind it, up to the next mark, are another side than ours.
 */
bool destconfig_conflict(struct destconfig_reader *reader, char first, struct span place);

/* A line that begins with blanks. */
void destconfig_indented(struct destconfig_reader *reader, struct span blanks);

void destconfig_comment(struct destconfig_reader *reader, struct span place);
void destconfig_section(struct destconfig_reader *reader, struct view name, struct span name_place,
                        struct span place);
void destconfig_broken_section(struct destconfig_reader *reader);
/* A line that is NAME alone; END is where it ends. */
void destconfig_bare(struct destconfig_reader *reader, struct view name, struct span name_place,
                     struct span end);
void destconfig_setting(struct destconfig_reader *reader, struct view name, struct span name_place,
                        struct view value, struct span value_place);
void destconfig_end(struct destconfig_reader *reader);

/* The scanner and parser of grammar/: reads the whole source. */
void destconfig_parse(struct destconfig_reader *reader);

/* Reads a table file into POLICY. SOURCE's text is written to while it is scanned. */
void read_destconfig(struct policy *policy, struct diag *diag, const struct read_options *options,
                     const struct source *source);

/* The same for what works on the text itself: *MARKS gets what stands in it. */
void read_destconfig_marked(struct policy *policy, struct diag *diag,
                            const struct read_options *options, const struct source *source,
                            struct destconfig_marks *marks);

/* See locate_function in model/policy.h. */
struct span locate_destconfig(const struct source *source, uint32_t section, struct view name);

#endif
