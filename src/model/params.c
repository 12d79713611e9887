/* SPDX-License-Identifier: MIT */
#include "model/params.h"

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

static const struct spelling foreign[] = {
#define FOREIGN(list, code, text) {WORDS_##list, code, text},
#include "model/words.def"
};

static const struct spelling batch_words[] = {
#define BATCH(list, code, text) {WORDS_##list, code, text},
#include "model/words.def"
};

enum {
    BATCH_COUNT = sizeof batch_words / sizeof batch_words[0],
    SPELLING_COUNT = sizeof spellings / sizeof spellings[0],
    FOREIGN_COUNT = sizeof foreign / sizeof foreign[0],
};

const char *word_batch(enum word_list list, uint32_t code)
{
    for (int i = 0; i < BATCH_COUNT; i++)
        if (batch_words[i].list == list && batch_words[i].code == code)
            return batch_words[i].text;
    return word_by_code(list, code)->export_word;
}

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

enum param param_find_setting(struct view name)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (view_equal_nocase(name, view_of(parameter((enum param)i)->policy_name)))
            return (enum param)i;
    return param_find(name);
}

uint32_t param_nearest(struct nearest *nearest, uint32_t taken)
{
    uint32_t found = 0;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = &parameters[i];
        const char *others[] = {row->policy_name, row->batch_name};
        bool is_taken = (taken & PARAM_BIT(i)) != 0;
        if (!is_taken)
            nearest_offer(nearest, export_names[i], export_names[i]);
        for (size_t k = 0; k < sizeof others / sizeof others[0]; k++) {
            if (others[k] == NULL)
                continue;
            if (is_taken)
                nearest_offer_exact(nearest, view_of(others[k]), export_names[i]);
            else
                nearest_offer(nearest, view_of(others[k]), export_names[i]);
        }
    }
    for (int i = 0; i < nearest->count; i++)
        for (int k = 0; k < PARAM_COUNT; k++)
            if (nearest->names[i].text == export_names[k].text)
                found |= PARAM_BIT(k);
    return found;
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

static struct view word_name(const struct word *word, bool policy)
{
    return view_of(policy ? word->policy_word : word->export_word);
}

/* Words that are read somewhere. */
static void offer_words(enum word_list list, bool policy, struct nearest *nearest)
{
    for (int row = first_row[list]; row < first_row[list + 1]; row++) {
        const struct word *word = &words[row];
        nearest_offer(nearest, view_of(word->export_word), word_name(word, policy));
        nearest_offer(nearest, view_of(word->policy_word), word_name(word, policy));
    }
    for (int i = 0; i < SPELLING_COUNT; i++)
        if (spellings[i].list == list)
            nearest_offer(nearest, view_of(spellings[i].text),
                          word_name(word_by_code(list, spellings[i].code), policy));
}

void word_nearest(enum word_list list, bool policy, struct nearest *nearest)
{
    offer_words(list, policy, nearest);
    if (nearest->distance == 0)
        return;
    for (int row = first_row[list]; row < first_row[list + 1]; row++) {
        const struct word *word = &words[row];
        nearest_offer(nearest, view_of(word->detail), word_name(word, policy));
        /* These are short and stand for many words. */
        nearest_offer_exact(nearest, view_of(word->listing), word_name(word, policy));
        nearest_offer_exact(nearest, view_of(word->reference), word_name(word, policy));
    }
    for (int i = 0; i < FOREIGN_COUNT; i++)
        if (foreign[i].list == list)
            nearest_offer(nearest, view_of(foreign[i].text),
                          word_name(word_by_code(list, foreign[i].code), policy));
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
    if (!read_number(&text, &release->major) || text.length == 0 || text.text[0] != '.')
        return false;
    text.text++;
    text.length--;
    if (!read_number(&text, &release->minor))
        return false;
    /* The build, "-620" or ".0-620", is not compared. */
    while (text.length > 0 && (text.text[0] == '.' || text.text[0] == '-')) {
        uint16_t part;
        text.text++;
        text.length--;
        if (!read_number(&text, &part))
            return false;
    }
    return text.length == 0;
}

int release_compare(struct release a, struct release b)
{
    if (a.major != b.major)
        return a.major < b.major ? -1 : 1;
    return (a.minor > b.minor) - (a.minor < b.minor);
}

uint32_t params_lacking(struct release target)
{
    uint32_t mask = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (release_compare(parameters[i].since, target) > 0)
            mask |= PARAM_BIT(i);
    return mask;
}
