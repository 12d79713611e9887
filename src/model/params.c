/* SPDX-License-Identifier: MIT */
#include "model/params.h"

#include "base/near.h"

#define BIT(id) PARAM_BIT(PARAM_##id)
#define RELEASE(major, minor) {major, minor}
#define ALWAYS {0, 0}
#define IS_YES true
#define IS_NO false
#define NONE (-1)

static const struct parameter parameters[PARAM_COUNT] = {
#define PARAM(id, export_name, policy, batch, element, label, type, words, least, most, usual,   \
              since, domain, fallback, needs, idle, factory)                                     \
    {export_name, policy, batch, element, label, TYPE_##type, WORDS_##words, least, most, usual, \
     since, IS_##domain, FALLBACK_##fallback, needs, idle, factory},
#include "model/params.def"
};

/* Their names again with their lengths: the readers look one up for every line. */
static const struct view export_names[PARAM_COUNT] = {
#define PARAM(id, export_name, ...) {export_name, sizeof(export_name) - 1},
#include "model/params.def"
};

static const struct word words[] = {
#define WORD(list, code, rank, export_word, number, policy, listing, reference, detail, assumed) \
    {code,    rank,      export_word, sizeof(export_word) - 1, number, policy, listing,           \
     reference, detail, ASSUMED_##assumed},
#include "model/words.def"
};

enum word_row {
#define WORD(list, code, ...) ROW_##list##_##code,
#include "model/words.def"
    ROW_COUNT
};

/* Where each list begins among the words. */
static const uint8_t first_row[WORDS_COUNT + 1] = {
    [WORDS_NONE] = 0,
#define X(list) [WORDS_##list] = ROW_##list##_0,
    WORD_LISTS(X)
#undef X
    [WORDS_COUNT] = ROW_COUNT,
};

struct spelling {
    enum word_list list;
    uint32_t code;
    const char *text;
};

static const struct spelling spellings[] = {
#define SPELLING(list, code, text) {WORDS_##list, code, text},
#include "model/words.def"
};

enum { SPELLING_COUNT = sizeof spellings / sizeof spellings[0] };

const struct parameter *parameter(enum param param)
{
    return &parameters[param];
}

enum param param_find(struct view export_name)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (view_equal_nocase(export_name, export_names[i]))
            return (enum param)i;
    return PARAM_COUNT;
}

enum param param_find_policy(struct view policy_name)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (view_equal(policy_name, view_of(parameters[i].policy_name)))
            return (enum param)i;
    return PARAM_COUNT;
}

enum param param_near(struct view name, uint32_t taken)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((taken & PARAM_BIT(i)) == 0 && near_miss(name, view_of(parameters[i].export_name)))
            return (enum param)i;
    return PARAM_COUNT;
}

uint32_t word_count(enum word_list list)
{
    return (uint32_t)(first_row[list + 1] - first_row[list]);
}

const struct word *word_by_code(enum word_list list, uint32_t code)
{
    return code < word_count(list) ? &words[first_row[list] + code] : NULL;
}

const struct word *word_find(enum word_list list, struct view text, bool *numeric)
{
    *numeric = false;
    for (int row = first_row[list]; row < first_row[list + 1]; row++) {
        const struct view known = {words[row].export_word, words[row].export_length};
        if (view_equal_nocase(text, known))
            return &words[row];
        if (words[row].number != NULL && view_equal(text, view_of(words[row].number))) {
            *numeric = true;
            return &words[row];
        }
    }
    for (int i = 0; i < SPELLING_COUNT; i++)
        if (spellings[i].list == list && view_equal_nocase(text, view_of(spellings[i].text)))
            return word_by_code(list, spellings[i].code);
    return NULL;
}

const struct word *word_find_policy(enum word_list list, struct view text)
{
    for (int row = first_row[list]; row < first_row[list + 1]; row++)
        if (view_equal(text, view_of(words[row].policy_word)))
            return &words[row];
    return NULL;
}

const struct word *word_near(enum word_list list, struct view text, bool policy)
{
    for (int row = first_row[list]; row < first_row[list + 1]; row++) {
        const char *known = policy ? words[row].policy_word : words[row].export_word;
        if (view_equal_nocase(text, view_of(known)) || near_miss(text, view_of(known)))
            return &words[row];
    }
    return NULL;
}

static bool read_number(struct view *text, uint16_t *number)
{
    size_t digits = 0;
    uint32_t value = 0;
    while (digits < text->length && text->text[digits] >= '0' && text->text[digits] <= '9') {
        value = value * 10 + (uint32_t)(text->text[digits] - '0');
        if (++digits > 4)
            return false;
    }
    text->text += digits;
    text->length -= digits;
    *number = (uint16_t)value;
    return digits > 0;
}

bool release_parse(struct view text, struct release *release)
{
    *release = (struct release){0, 0};
    if (!read_number(&text, &release->major))
        return false;
    if (text.length == 0)
        return true;
    if (text.text[0] != '.')
        return false;
    text.text++;
    text.length--;
    if (!read_number(&text, &release->minor))
        return false;
    /* The build, "-620" or ".0-620", is not compared. */
    return text.length == 0 || text.text[0] == '.' || text.text[0] == '-';
}

int release_compare(struct release a, struct release b)
{
    if (a.major != b.major)
        return a.major < b.major ? -1 : 1;
    return (a.minor > b.minor) - (a.minor < b.minor);
}
