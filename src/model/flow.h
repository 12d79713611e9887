/* SPDX-License-Identifier: MIT */
/*
 * The settings of a mail flow policy, which stand between braces in a Host Access Table, and the
 * options of a recipient in a Recipient Access Table. What each parameter is, flow.def says.
 */
#ifndef DESTC_MODEL_FLOW_H
#define DESTC_MODEL_FLOW_H

#include "base/arena.h"
#include "base/near.h"
#include "diag/source.h"
#include "model/assumptions.h"

enum flow_param {
#define FLOW(id, ...) FLOW_##id,
#include "model/flow.def"
    FLOW_COUNT
};

/* A mask of parameters has one bit for each. */
#define FLOW_BIT(param) (UINT32_C(1) << (param))

/* Whose blocks a parameter stands in. */
enum flow_table { FLOW_TABLE_HAT, FLOW_TABLE_RAT };

enum flow_type {
    FLOW_TYPE_SIZE,
    FLOW_TYPE_COUNT,
    FLOW_TYPE_NUMBER,
    FLOW_TYPE_REPLY,
    FLOW_TYPE_SWITCH,
    FLOW_TYPE_OVERRIDE,
    FLOW_TYPE_TLS,
    FLOW_TYPE_TEXT,
};

/* One row of flow.def; see there for what each field says. */
struct flow_parameter {
    enum flow_table table;
    const char *name;
    const char *policy_name;
    const char *saveconfig_name; /* NULL: none */
    const char *label;
    enum flow_type type;
    int64_t least;
    int64_t most;
    enum assumption assumed;
};

const struct flow_parameter *flow_parameter(enum flow_param param);

/* The parameter with this name in a file of TABLE (any case); FLOW_COUNT: none. */
enum flow_param flow_find(enum flow_table table, struct view name);

/* The same by its policy word. */
enum flow_param flow_find_policy(enum flow_table table, struct view policy_name);

/*
 * The parameters of TABLE that NEAREST's text may misspell, a mask; offered to NEAREST under their
 * names. Those of TAKEN, a mask, are there already and are not meant.
 */
uint32_t flow_nearest(enum flow_table table, uint32_t taken, struct nearest *nearest);

/* --- Values ----------------------------------------------------------------------------------- */

/* The words of the types that have words, as a file spells them. */
enum flow_word { FLOW_OFF, FLOW_ON, FLOW_REQUIRED, FLOW_DEFAULT, FLOW_WORD_COUNT };

/* The word's spelling. */
const char *flow_word(enum flow_word word);

/* Whether a parameter of TYPE can be WORD. */
bool flow_type_has(enum flow_type type, enum flow_word word);

/* Whether a parameter of TYPE has words. */
bool flow_type_has_words(enum flow_type type);

/* The word of TYPE with this spelling, in any case; FLOW_WORD_COUNT: none. */
enum flow_word flow_word_find(enum flow_type type, struct view text);

/* Offers to NEAREST the words of TYPE, under what people call them elsewhere as well. */
void flow_word_nearest(enum flow_type type, struct nearest *nearest);

enum { FLOW_UNLIMITED = -1 }; /* the number of a COUNT */

/*
 * The table's spelling of TEXT, a value of PARAM as the policy language and the document have it:
 * "on" for tls preferred, -1 for unlimited; TEXT itself where there is no other.
 */
struct view flow_table_word(enum flow_param param, struct view text);

/*
 * TEXT, a value of PARAM in the policy language, without its quotes there, as a table has it: in
 * the table's words; a word or text between quotes, in which quotes and backslashes have a backslash
 * before them.
 */
struct view flow_policy_text(struct arena *arena, enum flow_param param, struct view text);

/* Whether TEXT can stand between quotes: each quote in it has a backslash before it. */
bool flow_is_quotable(struct view text);

/* Whether TEXT, with its quotes if it has any, can stand behind the "=" of a block's line. */
bool flow_is_value(struct view text);

/* Whether NAME can stand before it in a block of TABLE. */
bool flow_is_name(enum flow_table table, struct view name);

enum flow_value_kind {
    FLOW_VALUE_NUMBER,  /* of SIZE, COUNT, NUMBER, REPLY */
    FLOW_VALUE_WORD,    /* an enum flow_word in number */
    FLOW_VALUE_TEXT,    /* what stands between the quotes, escapes left as they are */
    FLOW_VALUE_UNKNOWN, /* of an unknown parameter, or a newer release's word: as it stood */
    FLOW_VALUE_REJECTED, /* an error was reported; such a value is never written */
};

/* One setting of a policy, a group or a recipient. */
struct flow_setting {
    enum flow_param param; /* FLOW_COUNT: unknown */
    struct view name;      /* as it was read; of an unknown one what is written */
    enum flow_value_kind kind;
    bool from_table;       /* a HAT or RAT file has it like this: its spelling is proved */
    int64_t number;
    struct view text;      /* of TEXT and UNKNOWN; an UNKNOWN one with its quotes, if it has any */
    struct span name_place;
    struct span place;     /* of the value */
};

/* In the order they were read. A parameter stands in it once. */
struct flow_settings {
    struct flow_setting *list;
    uint32_t count;
    uint32_t capacity;
};

/* The setting of PARAM, or NULL. */
const struct flow_setting *flow_get(const struct flow_settings *settings, enum flow_param param);

/* Room for a number in digits. */
enum { FLOW_MOST_DIGITS = 24 };

/*
 * The value of SETTING, whose parameter is known, as the policy language and the document have it:
 * a word, digits (in BUFFER), or the text as it stands between a table's quotes. Of UNKNOWN as it
 * stands in a table.
 */
struct view flow_policy_word(const struct flow_setting *setting, char buffer[FLOW_MOST_DIGITS]);

/* Whether a table can hold the setting; one that comes from a table it can. */
bool flow_stands(enum flow_table table, const struct flow_setting *setting);

/* Adds one at the end. */
void flow_add(struct arena *arena, struct flow_settings *settings,
              const struct flow_setting *setting);

/* Whether both set the same parameter to the same value. */
bool flow_same(const struct flow_setting *a, const struct flow_setting *b);

/* The same of all settings, in their order. */
bool flow_settings_same(const struct flow_settings *a, const struct flow_settings *b);

#endif
