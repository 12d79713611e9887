/* SPDX-License-Identifier: MIT */
/*
 * The blocks of listeners' tables: "name = value" lines between braces. Names and values are judged
 * here, once for all readers. Readers of other formats than HAT and RAT files give names and values
 * as a table has them (flow_policy_text(), document_flow_text()).
 *
 *     flow_begin(...);                  the brace
 *     flow_read_setting(...);           any number of times
 *     flow_end(...);                    the other brace, or where it is missing
 *     settings = flow_take(...);
 */
#ifndef DESTC_READ_FLOW_H
#define DESTC_READ_FLOW_H

#include "diag/diag.h"
#include "model/flow.h"
#include "read/vocabulary.h"

/* How a value stands in the text. */
enum flow_form {
    FLOW_QUOTED,
    FLOW_BARE,
    FLOW_BROKEN, /* its closing quote is missing */
};

/* A value with its quotes, if it has any. */
struct flow_text {
    struct view text;
    enum flow_form form;
};

struct flow_reader {
    struct diag *diag;
    enum flow_table table;
    bool text_is_clean; /* the source is valid UTF-8 throughout */
    enum vocabulary vocabulary; /* what the block stands in; like a table, if nobody sets it */
    uint64_t seed;
    struct flow_settings settings;
    uint32_t given; /* a mask: parameters that the block has, with a good value or not */
    uint32_t places[FLOW_COUNT]; /* of those: where in the settings */
    bool has_others;
    struct hash_table others; /* unknown parameters by their names */
    struct span open;         /* the brace */
};

/* A reader of blocks in a file of TABLE. */
void flow_reader_init(struct flow_reader *reader, struct diag *diag, enum flow_table table,
                      uint64_t seed, bool text_is_clean);

/* A block begins, with the brace at PLACE. */
void flow_begin(struct flow_reader *reader, struct span place);

void flow_read_setting(struct flow_reader *reader, struct view name, struct span name_place,
                       struct flow_text value, struct span value_place);

/* The block ends. */
void flow_end(struct flow_reader *reader);

/* Reports that the block was not closed; what stands at PLACE shows it. flow_end() follows. */
void flow_report_unclosed(struct flow_reader *reader, struct span place);

/* What the block has. The reader is ready for the next one. */
struct flow_settings flow_take(struct flow_reader *reader);

/* Reports a text whose closing quote is missing. */
void flow_report_open_text(struct diag *diag, struct span place);

/* Whether TEXT, at PLACE, is UTF-8 without control characters; reports it if not. WHAT it is. */
bool flow_check_text(const struct flow_reader *reader, struct view text, struct span place,
                     const char *what);

#endif
