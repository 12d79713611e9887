/* SPDX-License-Identifier: MIT */
/*
 * The parameters of a destination table and their symbolic values: two tables, declared once in
 * params.def and words.def.
 */
#ifndef DESTC_MODEL_PARAMS_H
#define DESTC_MODEL_PARAMS_H

#include "base/near.h"
#include "model/assumptions.h"

#include <stdint.h>

enum param {
#define PARAM(id, ...) PARAM_##id,
#include "model/params.def"
    PARAM_COUNT
};

/* One bit a parameter, for sets of them. */
#define PARAM_BIT(param) (UINT32_C(1) << (param))

/* What the policy language says in one statement: a limit of recipients and its time, a scope. */
#define RECIPIENTS_PAIR (PARAM_BIT(PARAM_RECIPIENT_LIMIT) | PARAM_BIT(PARAM_RECIPIENT_MINUTES))
#define SCOPE_PAIR (PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY))

enum param_type {
    TYPE_NUMBER,
    TYPE_LIMIT, /* a number whose 0 is "unlimited" in the policy language */
    TYPE_WORD,
    TYPE_NAME,
};

/* The word lists of words.def, in its order. */
#define WORD_LISTS(X) X(IP) X(LIMIT_TYPE) X(LIMIT_APPLY) X(SWITCH) X(TLS) X(DANE)

enum word_list {
    WORDS_NONE,
#define X(list) WORDS_##list,
    WORD_LISTS(X)
#undef X
    WORDS_COUNT
};

/* What a default entry does about a parameter. */
enum fallback {
    FALLBACK_REQUIRED, /* an error when missing */
    FALLBACK_ADVISED,  /* a warning when missing, an error when written */
    FALLBACK_OPTIONAL,
    FALLBACK_NO, /* must not stand there */
};

/* A release of AsyncOS; compared by its first two numbers. {0, 0} is before every other. */
struct release {
    uint16_t major;
    uint16_t minor;
};

/* The newest release that is known; meant when no other is named. */
#define RELEASE_NEWEST ((struct release){16, 0})

/* The codes of TLS settings in the model, as in the export's numbers. */
enum tls_setting {
    TLS_OFF,
    TLS_PREFERRED,
    TLS_REQUIRED,
    TLS_PREFERRED_VERIFY,
    TLS_REQUIRED_VERIFY,
    TLS_REQUIRED_VERIFY_HOSTED,
    TLS_SETTING_COUNT
};

/* The codes of IP preferences. */
enum ip_setting { IP_PREFER_V6, IP_REQUIRE_V6, IP_PREFER_V4, IP_REQUIRE_V4 };

enum { DANE_OFF = 0, DANE_MANDATORY = 2, SWITCH_OFF = 0, SWITCH_ON = 1 };

/* One row of params.def; see there for what each field says. */
struct parameter {
    const char *export_name;
    const char *policy_name;
    const char *batch_name;
    const char *element;
    const char *label;
    enum param_type type;
    enum word_list words;
    uint32_t least;
    uint32_t most;
    uint32_t usual;
    struct release since;
    bool in_domain;
    enum fallback in_default;
    uint32_t needs;
    uint32_t idle;
    int64_t factory; /* -1: none */
};

/* One row of words.def. */
struct word {
    uint32_t code;
    uint32_t rank;
    const char *export_word;
    uint32_t export_length;
    const char *number;
    const char *policy_word;
    const char *listing;
    const char *reference;
    const char *detail;
    enum assumption assumed;
};

/* The row of PARAM. */
const struct parameter *parameter(enum param param);

/* The parameter with this name in exports (any case); PARAM_COUNT if there is none. */
enum param param_find(struct view export_name);

/* The same by either name, in any case: what people write in a condition. */
enum param param_find_setting(struct view name);

/*
 * Offers NEAREST the export names of the parameters whose name its text may misspell, and returns
 * these parameters, a mask. A name is known by its export name, its word of the policy language and
 * its option in the batch form; parameters in TAKEN (a mask) count only if the text is one of the
 * latter two to the letter.
 */
uint32_t param_nearest(struct nearest *nearest, uint32_t taken);

/* The word of LIST with CODE; NULL if CODE is out of range. */
const struct word *word_by_code(enum word_list list, uint32_t code);

/* What the batch form of destconfig calls the word with CODE; NULL if it cannot be given there. */
const char *word_batch(enum word_list list, uint32_t code);

/* How many words LIST has. Their codes run from 0. */
uint32_t word_count(enum word_list list);

/*
 * Finds TEXT among the export's words, numbers and further spellings of LIST, in any case.
 * *NUMERIC tells whether it was the number.
 */
const struct word *word_find(enum word_list list, struct view text, bool *numeric);

/* Finds TEXT among the policy language's words of LIST, in exactly these letters. */
const struct word *word_find_policy(enum word_list list, struct view text);

/*
 * Offers NEAREST the words of LIST that its text may misspell, or calls as another vocabulary does:
 * the policy language, the appliance's listings and menus, everyday words. They are called as an
 * export has them, with POLICY as the policy language does.
 */
void word_nearest(enum word_list list, bool policy, struct nearest *nearest);

/* Reads "14.2" or "14.2.0-620": the first two numbers. False if it is no release. */
bool release_parse(struct view text, struct release *release);

/* The parameters that TARGET does not have yet, a mask. */
uint32_t params_lacking(struct release target);

/* Below 0, 0 or above 0 as A is before, the same as or after B. */
int release_compare(struct release a, struct release b);

#endif
