/* SPDX-License-Identifier: MIT */
#include "diag/allow.h"

#include "base/buffer.h"
#include "base/near.h"
#include "diag/allow_sections.h"
#include "diag/sections_known.h"

#include <stdlib.h>

static const char mark[] = "destc:";

enum reach { REACH_LINE, REACH_SECTION, REACH_FILE, REACH_COUNT };

static const char *const reach_words[REACH_COUNT] = {"allow", "allow-section", "allow-file"};

/* A comment for destc. */
struct directive {
    size_t start; /* of the comment in its text */
    size_t end;   /* of the comment */
    struct view words; /* behind the mark */
    bool alone;   /* nothing else is on its line */
};

/* A part of a text. */
struct stretch {
    size_t start;
    size_t end;
};

/* The searching of a text. What was found last is kept: it is often asked for again. */
struct search {
    struct allowances *allowances;
    const struct source *source;
    struct view text;
    enum allow_style style;
    struct sections sections;
    bool has_sections;    /* they were found */
    struct stretch line;  /* that was looked at last */
    struct stretch quiet; /* of blanks and comments, that was walked last */
    size_t looked;        /* how far the line was looked at for strings and comments */
    bool quoted;          /* there is in a string */
    bool comment;         /* there is in a comment */
};

void allow_init(struct allowances *allowances, struct diag *diag, bool excusable[CODE_COUNT])
{
    *allowances = (struct allowances){.diag = diag, .excusable = excusable};
    diag->allowances = allowances;
}

/* --- Comments --------------------------------------------------------------------------------- */

static size_t line_start(struct view text, size_t at)
{
    const char *found = at == 0 ? NULL : memrchr(text.text, '\n', at);
    return found == NULL ? 0 : (size_t)(found - text.text) + 1;
}

static size_t line_end(struct view text, size_t at)
{
    const char *found = memchr(text.text + at, '\n', text.length - at);
    return found == NULL ? text.length : (size_t)(found - text.text);
}

static bool is_blank(struct view text, size_t start, size_t end)
{
    return view_trim((struct view){text.text + start, end - start}).length == 0;
}

/* The line that AT is in. */
static struct stretch line_at(struct search *search, size_t at)
{
    if (at < search->line.start || at >= search->line.end) {
        search->line = (struct stretch){line_start(search->text, at), line_end(search->text, at)};
        search->looked = search->line.start;
        search->quoted = search->comment = false;
    }
    return search->line;
}

/* Whether a "#" at AT, in the line looked at, begins a comment, and not a part of a string. */
static bool is_outside(struct search *search, size_t at)
{
    const char *text = search->text.text;
    size_t i = search->looked;
    for (; i < at && !search->comment; i++) {
        if (search->quoted && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            search->quoted = !search->quoted;
        else if (!search->quoted && text[i] == '#')
            search->comment = true;
    }
    search->looked = i > search->looked ? i : search->looked;
    return !search->quoted && !search->comment;
}

/* The comment of a line whose mark is at AT. */
static bool find_line_comment(struct search *search, size_t at, struct directive *directive)
{
    struct view text = search->text;
    size_t start = line_at(search, at).start;
    size_t sign = at;
    while (sign > start && view_has(VIEW(" \t"), text.text[sign - 1]))
        sign--;
    bool has_sign = sign > start &&
                    (text.text[sign - 1] == '#' ||
                     (text.text[sign - 1] == ';' && search->style == ALLOW_SECTIONS));
    if (!has_sign)
        return false;
    sign--;
    while (sign > start && text.text[sign - 1] == '#')
        sign--;
    size_t end = search->line.end;
    size_t words = at + sizeof mark - 1;
    *directive = (struct directive){sign, end, {text.text + words, end - words},
                                    is_blank(text, start, sign)};
    return directive->alone || (search->style == ALLOW_STATEMENTS && is_outside(search, sign));
}

/* The comment of an XML document from START to END; false if it is not for destc. */
static bool find_element_comment(const struct search *search, size_t start, size_t end,
                                 struct directive *directive)
{
    static const char begin[] = "<!--";
    static const char stop[] = "-->";
    struct view text = search->text;
    size_t frame = sizeof begin - 1 + sizeof stop - 1;
    if (end - start < frame || memcmp(text.text + start, begin, sizeof begin - 1) != 0 ||
        memcmp(text.text + end - (sizeof stop - 1), stop, sizeof stop - 1) != 0)
        return false;
    struct view words =
        view_trim((struct view){text.text + start + sizeof begin - 1, end - start - frame});
    if (words.length < sizeof mark - 1 || memcmp(words.text, mark, sizeof mark - 1) != 0)
        return false;
    words = (struct view){words.text + sizeof mark - 1, words.length - (sizeof mark - 1)};
    *directive = (struct directive){start, end, words,
                                    is_blank(text, line_start(text, start), start) &&
                                        is_blank(text, end, line_end(text, end))};
    return true;
}

/* Behind the comment that begins at AT, or AT. */
static size_t skip_comment(const struct search *search, size_t at)
{
    struct view text = search->text;
    if (search->style == ALLOW_ELEMENTS) {
        if (text.length - at < 4 || memcmp(text.text + at, "<!--", 4) != 0)
            return at;
        const char *stop = memmem(text.text + at, text.length - at, "-->", 3);
        return stop == NULL ? text.length : (size_t)(stop - text.text) + 3;
    }
    bool comment = text.text[at] == '#' ||
                   (text.text[at] == ';' && search->style == ALLOW_SECTIONS);
    return comment ? line_end(text, at) : at;
}

/* The first place from AT on, behind a comment, that is neither blank nor a comment. */
static size_t next_significant(struct search *search, size_t at)
{
    struct view text = search->text;
    size_t start = at;
    if (at >= search->quiet.start && at < search->quiet.end)
        return search->quiet.end;
    while (at < text.length) {
        size_t behind = view_has(VIEW(" \t\r\n"), text.text[at]) ? at + 1
                                                                  : skip_comment(search, at);
        if (behind == at)
            break;
        at = behind;
    }
    search->quiet = (struct stretch){start, at};
    return at;
}

/* --- What it says ----------------------------------------------------------------------------- */

static struct span place_of(const struct search *search, size_t start, size_t end)
{
    uint32_t base = search->source->base;
    return (struct span){base + (uint32_t)start, base + (uint32_t)end};
}

static struct span place_of_word(const struct search *search, struct view word)
{
    size_t start = (size_t)(word.text - search->text.text);
    return place_of(search, start, start + word.length);
}

static void mistake(const struct search *search, enum code code, struct span place,
                    const char *text, const char *help)
{
    struct allowances *allowances = search->allowances;
    allowances->mistakes = array_grow(allowances->diag->arena, allowances->mistakes,
                                      allowances->mistake_count, &allowances->mistake_capacity,
                                      sizeof *allowances->mistakes);
    allowances->mistakes[allowances->mistake_count++] =
        (struct allow_mistake){code, place, text, help};
}

/* The word that WORDS begins with, without blanks before it; *WORDS loses it. */
static struct view take_word(struct view *words, struct view stops)
{
    *words = view_trim(*words);
    size_t length = 0;
    while (length < words->length && !view_has(stops, words->text[length]))
        length++;
    struct view word = {words->text, length};
    *words = (struct view){words->text + length, words->length - length};
    return word;
}

/*
 * The reason, which is what WORDS has behind the codes, without its "--" or ":". *MARKED is false
 * if there is a reason and nothing divides it from the codes.
 */
static struct view reason_of(struct view words, bool *marked)
{
    words = view_trim(words);
    size_t sign = words.length > 0 && words.text[0] == ':'                             ? 1
                  : words.length > 1 && words.text[0] == '-' && words.text[1] == '-' ? 2
                                                                                       : 0;
    *marked = sign > 0 || words.length == 0;
    return view_trim((struct view){words.text + sign, words.length - sign});
}

/* Whether WORD is a code, or was meant as one: a figure in it, and a letter before them at most. */
static bool is_code_like(struct view word)
{
    enum code code = code_find(word);
    bool figure = false;
    size_t letters = 0;
    for (size_t i = 0; i < word.length; i++) {
        char c = ascii_lower(word.text[i]);
        figure = figure || (c >= '0' && c <= '9');
        letters += c >= 'a' && c <= 'z';
    }
    return code != CODE_COUNT ||
           (figure && word.length >= 4 && word.length <= 6 && letters <= 4 &&
            (letters == 0 || view_has(VIEW("eEwWiIxX"), word.text[0])));
}

static struct span file_span(const struct search *search)
{
    return place_of(search, 0, search->text.length + 1);
}

static struct span section_span(struct search *search, const struct directive *directive)
{
    if (!search->has_sections)
        sections_find(&search->sections, search->allowances->diag->arena, search->text,
                      search->style);
    search->has_sections = true;
    size_t next = directive->alone ? next_significant(search, directive->end) : directive->start;
    const struct section *section = sections_meant(&search->sections, directive->start, next);
    return section == NULL ? SPAN_NONE : place_of(search, section->start, section->end);
}

static struct span line_span(struct search *search, const struct directive *directive)
{
    size_t at = directive->alone ? next_significant(search, directive->end) : directive->start;
    return place_of(search, line_start(search->text, at), line_end(search->text, at) + 1);
}

static void add_to(struct arena *arena, struct allowance_list *list, struct allowance *allowance)
{
    list->list = array_grow(arena, list->list, list->count, &list->capacity, sizeof(*list->list));
    list->list[list->count++] = allowance;
    list->open = true;
}

static void allow_code(const struct search *search, enum code code, const struct allowance *model)
{
    struct allowances *allowances = search->allowances;
    struct allowance *allowance = arena_alloc(allowances->diag->arena, sizeof *allowance);
    *allowance = *model;
    allowance->code = code;
    allowances->excusable[code] = true;
    add_to(allowances->diag->arena, &allowances->all, allowance);
    add_to(allowances->diag->arena, &allowances->by_code[code], allowance);
}

/* The codes that WORDS begins with, which loses them: all before a reason. How many there are. */
static uint32_t take_codes(const struct search *search, struct view *words,
                           const struct allowance *model)
{
    uint32_t count = 0;
    bool more = false; /* a comma says that another follows */
    for (;;) {
        struct view rest = *words;
        struct view word = take_word(&rest, VIEW(" \t\r\n,:-#"));
        enum code code;
        if (word.length == 0 || (count > 0 && !more && !is_code_like(word)))
            return count;
        *words = rest;
        const char *wrong = code_choose(search->allowances->diag->arena, word, &code);
        count++;
        if (wrong == NULL)
            allow_code(search, code, model);
        else
            mistake(search, CODE_ALLOW_CODE, place_of_word(search, word), wrong, NULL);
        *words = view_trim(*words);
        more = words->length > 0 && words->text[0] == ',';
        *words = (struct view){words->text + more, words->length - more};
    }
}

/* Which of the words it is; REACH_COUNT, and reported, if it is none. */
static enum reach find_reach(const struct search *search, struct view word,
                             const struct directive *directive)
{
    struct arena *arena = search->allowances->diag->arena;
    struct nearest nearest = nearest_to(word);
    for (int i = 0; i < REACH_COUNT; i++) {
        if (view_equal(word, view_of(reach_words[i])))
            return (enum reach)i;
        nearest_offer(&nearest, view_of(reach_words[i]), view_of(reach_words[i]));
    }
    const char *near = nearest_words(arena, &nearest, "", "");
    mistake(search, CODE_ALLOW_FORM, place_of(search, directive->start, directive->end),
            arena_printf(arena, "a comment for destc does not begin with \"%.*s\"", VIEW_ARG(word)),
            near == NULL ? code_entry(CODE_ALLOW_FORM)->mend
                         : arena_printf(arena, "did you mean %s?", near));
    return REACH_COUNT;
}

static void take_directive(struct search *search, const struct directive *directive)
{
    struct view words = directive->words;
    struct span comment = place_of(search, directive->start, directive->end);
    enum reach reach = find_reach(search, take_word(&words, VIEW(" \t\r\n:,")), directive);
    if (reach == REACH_COUNT)
        return;
    struct allowance model = {.comment = comment, .excuse = {.in_source = true}};
    model.covers = reach == REACH_LINE      ? line_span(search, directive)
                   : reach == REACH_SECTION ? section_span(search, directive)
                                            : file_span(search);
    struct allowance_list *all = &search->allowances->all;
    uint32_t first = all->count;
    uint32_t mistakes = search->allowances->mistake_count;
    uint32_t count = take_codes(search, &words, &model);
    bool marked;
    struct view reason = reason_of(words, &marked);
    for (uint32_t i = first; i < all->count; i++)
        all->list[i]->excuse.reason = reason;
    if (search->allowances->mistake_count > mistakes)
        return; /* the reason may begin there */
    if (count == 0)
        mistake(search, CODE_ALLOW_FORM, comment, "a comment for destc that names no codes",
                code_entry(CODE_ALLOW_FORM)->mend);
    else if (reason.length == 0)
        mistake(search, CODE_ALLOW_REASON, comment, code_entry(CODE_ALLOW_REASON)->title,
                code_entry(CODE_ALLOW_REASON)->mend);
    else if (!marked)
        mistake(search, CODE_ALLOW_REASON, comment, "a suppression without -- before its reason",
                search->style == ALLOW_ELEMENTS ? "write a colon before the reason"
                                                : "write -- before the reason");
}

/* --- The text --------------------------------------------------------------------------------- */

enum { PIECE = 1 << 20 };

/* Whether the mark is in a text that is not in memory. */
static bool is_marked(const struct source *source, char *piece)
{
    uint32_t offset = 0;
    while (offset < source->size) {
        size_t got = source->load(source->context, offset, piece, PIECE);
        if (memmem(piece, got, mark, sizeof mark - 1) != NULL)
            return true;
        if (got <= sizeof mark)
            return false;
        offset += (uint32_t)(got < PIECE ? got : got - sizeof mark);
    }
    return false;
}

/* The whole text of SOURCE; of one that is not in memory only if the mark is in it. */
static struct view text_of(struct arena *arena, const struct source *source)
{
    if (source->load == NULL)
        return (struct view){source->text, source->size};
    char *piece = malloc(PIECE);
    bool marked = piece != NULL && is_marked(source, piece);
    free(piece);
    if (!marked)
        return VIEW("");
    char *whole = arena_alloc(arena, source->size);
    return (struct view){whole, source->load(source->context, 0, whole, source->size)};
}

static void search_elements(struct search *search)
{
    struct view text = search->text;
    size_t at = 0;
    for (const char *found; (found = memchr(text.text + at, '<', text.length - at)) != NULL;) {
        struct directive directive;
        size_t start = (size_t)(found - text.text);
        at = sections_markup_end(text, start);
        if (find_element_comment(search, start, at, &directive))
            take_directive(search, &directive);
    }
}

static void search_lines(struct search *search)
{
    struct view text = search->text;
    size_t at = 0;
    for (const char *found;
         (found = memmem(text.text + at, text.length - at, mark, sizeof mark - 1)) != NULL;) {
        struct directive directive;
        at = (size_t)(found - text.text);
        bool good = find_line_comment(search, at, &directive);
        at += sizeof mark - 1;
        if (!good)
            continue;
        take_directive(search, &directive);
        at = directive.end;
    }
}

void allow_search(struct diag *diag, const struct source *source, enum allow_style style)
{
    sections_note(diag, source, style);
    if (diag->allowances == NULL || style < ALLOW_SECTIONS)
        return;
    struct search search = {.allowances = diag->allowances,
                            .source = source,
                            .text = text_of(diag->arena, source),
                            .style = style};
    if (memmem(search.text.text, search.text.length, mark, sizeof mark - 1) == NULL)
        return;
    if (style == ALLOW_ELEMENTS)
        search_elements(&search);
    else
        search_lines(&search);
}

/* --- Asking ----------------------------------------------------------------------------------- */

static int by_cover(const void *a, const void *b)
{
    const struct allowance *first = *(const struct allowance *const *)a;
    const struct allowance *second = *(const struct allowance *const *)b;
    if (first->covers.offset != second->covers.offset)
        return first->covers.offset < second->covers.offset ? -1 : 1;
    return first->covers.end > second->covers.end   ? -1
           : first->covers.end < second->covers.end ? 1
                                                    : 0;
}

static void close_list(struct allowance_list *list)
{
    if (!list->open)
        return;
    list->open = false;
    qsort(list->list, list->count, sizeof(*list->list), by_cover);
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t wider = i;
        while (wider > 0 && list->list[wider - 1]->covers.end <= list->list[i]->covers.end)
            wider = list->list[wider - 1]->wider;
        list->list[i]->wider = wider;
    }
}

const struct excuse *allow_find(struct allowances *allowances, const struct message *message)
{
    struct allowance_list *list = &allowances->by_code[message->code];
    uint32_t offset = message->place.offset;
    if (list->count == 0 || offset == 0)
        return NULL;
    close_list(list);
    uint32_t low = 0;
    uint32_t high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->list[middle]->covers.offset <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    /* What one does not reach, none of those does that end before it. */
    while (low > 0 && offset >= list->list[low - 1]->covers.end)
        low = list->list[low - 1]->wider;
    if (low == 0)
        return NULL;
    list->list[low - 1]->used = true;
    return &list->list[low - 1]->excuse;
}

void allow_report(struct allowances *allowances, bool unused, const bool unjudged[CODE_COUNT])
{
    struct diag *diag = allowances->diag;
    for (uint32_t i = 0; i < allowances->mistake_count; i++) {
        const struct allow_mistake *wrong = &allowances->mistakes[i];
        struct message *message =
            diag_report(diag, wrong->code, wrong->place, "%s", wrong->text);
        if (wrong->help != NULL)
            diag_help(diag, message, "%s", wrong->help);
    }
    allowances->mistake_count = 0;
    for (; allowances->told < allowances->all.count; allowances->told++) {
        const struct allowance *allowance = allowances->all.list[allowances->told];
        enum code code = allowance->code;
        if (!unused || allowance->used || unjudged[code] || diag_is_off(diag, code))
            continue;
        const char *id = code_entry(code)->id;
        const struct topic topic = {.value = view_of(id)};
        diag_mend(diag, diag_report_about(diag, CODE_ALLOW_UNUSED, allowance->comment, &topic,
                                          "%s is allowed here, and nothing of it is found", id));
    }
}
