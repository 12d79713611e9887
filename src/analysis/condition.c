/* SPDX-License-Identifier: MIT */
#include "analysis/condition.h"

#include "base/buffer.h"

enum token_kind {
    TOKEN_WORD,
    TOKEN_QUOTED,   /* its text is without the quotes */
    TOKEN_OPERATOR, /* a run of = ! < >, known or not */
    TOKEN_PARENTHESIS,
    TOKEN_OPEN_QUOTE, /* a quote that is never closed */
    TOKEN_END,
};

struct token {
    enum token_kind kind;
    struct phrase phrase;
};

struct scanner {
    struct diag *diag;
    const struct source *source;
    uint32_t at;       /* behind NEXT */
    struct token next; /* what comes next */
};

static bool is_one_of(char c, const char *characters)
{
    return c != '\0' && strchr(characters, c) != NULL;
}

static uint32_t run(const struct source *source, uint32_t from, const char *characters, bool in)
{
    while (from < source->size && is_one_of(source->text[from], characters) == in)
        from++;
    return from;
}

static struct token make_token(struct scanner *scanner, enum token_kind kind, uint32_t from,
                               uint32_t to)
{
    const struct source *source = scanner->source;
    scanner->at = to;
    return (struct token){
        kind, {{source->text + from, to - from}, {source->base + from, source->base + to}}};
}

static struct token scan_quoted(struct scanner *scanner, uint32_t from)
{
    uint32_t to = run(scanner->source, from + 1, "\"", false);
    if (to == scanner->source->size)
        return make_token(scanner, TOKEN_OPEN_QUOTE, from, to);
    struct token token = make_token(scanner, TOKEN_QUOTED, from, to + 1);
    token.phrase.text = (struct view){token.phrase.text.text + 1, to - from - 1};
    return token;
}

static struct token scan(struct scanner *scanner)
{
    const struct source *source = scanner->source;
    uint32_t from = run(source, scanner->at, " \t\r\n", true);
    if (from == source->size)
        return make_token(scanner, TOKEN_END, from, from);
    if (source->text[from] == '"')
        return scan_quoted(scanner, from);
    if (is_one_of(source->text[from], "()"))
        return make_token(scanner, TOKEN_PARENTHESIS, from, from + 1);
    if (is_one_of(source->text[from], "=!<>"))
        return make_token(scanner, TOKEN_OPERATOR, from, run(source, from, "=!<>", true));
    return make_token(scanner, TOKEN_WORD, from, run(source, from, " \t\r\n\"()=!<>", false));
}

static struct token take(struct scanner *scanner)
{
    struct token token = scanner->next;
    scanner->next = scan(scanner);
    return token;
}

static bool is_word(const struct token *token, const char *word)
{
    return token->kind == TOKEN_WORD && view_equal_nocase(token->phrase.text, view_of(word));
}

static bool is_joint(const struct token *token)
{
    return is_word(token, "and") || is_word(token, "or") || is_word(token, "not");
}

/* Reports that WANTED was expected where TOKEN stands. Always false. */
static bool expected(struct scanner *scanner, const struct token *token, const char *wanted,
                     const char *help)
{
    struct diag *diag = scanner->diag;
    struct message *message =
        diag_report(diag, CODE_CONDITION_SYNTAX, token->phrase.place, "%s expected here", wanted);
    if (token->kind == TOKEN_PARENTHESIS)
        help = "there are no parentheses: \"and\" binds closer than \"or\", \"not\" closest";
    if (token->kind == TOKEN_OPEN_QUOTE)
        help = "close the quote";
    if (help != NULL)
        diag_help(diag, message, "%s", help);
    return false;
}

/* A value: a quoted text, or all words up to the next joint. */
static bool parse_value(struct scanner *scanner, struct phrase *value)
{
    struct token first = take(scanner);
    bool quoted = first.kind == TOKEN_QUOTED;
    if (!quoted && (first.kind != TOKEN_WORD || is_joint(&first)))
        return expected(scanner, &first, "a value", NULL);
    *value = first.phrase;
    struct token last = first;
    while (!quoted && scanner->next.kind == TOKEN_WORD && !is_joint(&scanner->next)) {
        last = take(scanner);
        value->place.end = last.phrase.place.end;
        value->text.length = value->place.end - value->place.offset;
    }
    if (scanner->next.kind == TOKEN_OPERATOR && last.phrase.place.offset != value->place.offset)
        return expected(scanner, &last, "\"and\" or \"or\"", NULL);
    return true;
}

static bool parse_enforced(struct scanner *scanner, const struct token *first, struct term *term)
{
    if (!term_read_enforced(first->phrase.text, term))
        return expected(scanner, first, "encryption or verification",
                        "write encryption enforced, verification enforced, or a comparison");
    if (!is_word(&scanner->next, "enforced"))
        return expected(scanner, &scanner->next, "\"enforced\"", NULL);
    take(scanner);
    return true;
}

static bool parse_term(struct scanner *scanner, struct term *term)
{
    struct token name = take(scanner);
    if (name.kind != TOKEN_WORD || is_joint(&name))
        return expected(scanner, &name, "a setting", "write something like tls >= required");
    if (is_word(&scanner->next, "enforced") || term_read_enforced(name.phrase.text, term))
        return parse_enforced(scanner, &name, term);
    if (scanner->next.kind != TOKEN_OPERATOR)
        return expected(scanner, &scanner->next, "an operator", "one of = != < <= > >=");
    struct token operation = take(scanner);
    struct phrase value;
    return parse_value(scanner, &value) &&
           term_read(scanner->diag, &name.phrase, &operation.phrase, &value, term);
}

static struct condition_term *add_term(struct arena *arena, struct condition *condition)
{
    condition->terms = array_grow(arena, condition->terms, condition->count,
                                  &condition->capacity, sizeof *condition->terms);
    condition->terms[condition->count] = (struct condition_term){.negated = false};
    return &condition->terms[condition->count++];
}

bool condition_parse(struct arena *arena, struct diag *diag, const struct source *source,
                     struct condition *condition)
{
    struct scanner scanner = {.diag = diag, .source = source};
    *condition = (struct condition){.place = {source->base, source->base + source->size}};
    scanner.next = scan(&scanner);
    for (bool alternative = false;;) {
        struct condition_term *term = add_term(arena, condition);
        term->alternative = alternative;
        for (; is_word(&scanner.next, "not"); take(&scanner))
            term->negated = !term->negated;
        if (!parse_term(&scanner, &term->term))
            return false;
        if (scanner.next.kind == TOKEN_END)
            return true;
        struct token joint = take(&scanner);
        alternative = is_word(&joint, "or");
        if (!alternative && !is_word(&joint, "and"))
            return expected(&scanner, &joint, "\"and\", \"or\" or the end", NULL);
    }
}

uint32_t condition_params(const struct condition *condition)
{
    uint32_t params = 0;
    for (uint32_t i = 0; i < condition->count; i++)
        params |= term_params(&condition->terms[i].term);
    return params;
}

enum verdict condition_holds(const struct condition *condition, const struct policy *policy,
                             const struct resolved *resolved)
{
    enum verdict any = VERDICT_FALSE;
    enum verdict group = VERDICT_TRUE;
    for (uint32_t i = 0; i < condition->count; i++) {
        const struct condition_term *term = &condition->terms[i];
        enum verdict verdict = term_holds(&term->term, policy->store, resolved);
        if (term->negated)
            verdict = verdict_not(verdict);
        if (term->alternative) {
            any = verdict_or(any, group);
            group = VERDICT_TRUE;
        }
        group = verdict_and(group, verdict);
    }
    return verdict_or(any, group);
}
