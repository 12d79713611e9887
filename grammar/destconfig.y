/* SPDX-License-Identifier: MIT */
/*
 * The destination table file: sections of settings, line by line. A broken line is reported and
 * left out; after a broken section head the lines below belong to no entry.
 */
%require "3.8"
%define api.pure full
%define api.prefix {destconfig_yy}
%define api.token.prefix {DESTCONFIG_TOKEN_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0

%code requires {
#include "read/destconfig.h"

#define YYLLOC_DEFAULT(current, rhs, n)                                                           \
    do {                                                                                          \
        (current).offset = (n) > 0 ? YYRHSLOC(rhs, 1).offset : YYRHSLOC(rhs, 0).end;             \
        (current).end = YYRHSLOC(rhs, n).end;                                                     \
    } while (0)
}

%code provides {
/* flex's names for bison's types */
#define YYSTYPE DESTCONFIG_YYSTYPE
#define YYLTYPE DESTCONFIG_YYLTYPE

int destconfig_yylex(YYSTYPE *value, YYLTYPE *place, void *scanner);
}

%code {
#include "base/buffer.h"

static void destconfig_yyerror(const struct span *place, struct destconfig_reader *reader,
                               void *scanner, const char *message);
}

%parse-param {struct destconfig_reader *reader} {void *scanner}
%lex-param {void *scanner}
%initial-action { @$ = (struct span){reader->source->base, reader->source->base}; }

%union {
    struct view text;
}

%token OPEN "\"[\""
%token CLOSE "\"]\""
%token EQUALS "\"=\""
%token NEWLINE "end of line"
%token <text> NAME "a parameter's name"
%token <text> DOMAIN "a destination's name"
%token <text> TEXT "text behind \"]\""
%token <text> VALUE "a value"
%token YYEOF 0 "end of file"

%%

table:
    lines                       { destconfig_end(reader); }
;

lines:
    %empty
|   lines line
;

line:
    OPEN DOMAIN CLOSE NEWLINE   { destconfig_section(reader, $DOMAIN, @DOMAIN, @1); }
|   NAME EQUALS VALUE NEWLINE   { destconfig_setting(reader, $NAME, @NAME, $VALUE, @VALUE); }
|   NAME NEWLINE                { destconfig_bare(reader, $NAME, @NAME, @NEWLINE); }
|   OPEN error NEWLINE          { destconfig_broken_section(reader); yyerrok; }
|   error NEWLINE               { yyerrok; }
;

%%

enum { MOST_EXPECTED = 8 };

/* The token that was not expected; a colon is the same one as an equals sign. */
static const char *met(const yypcontext_t *context, const struct destconfig_reader *reader)
{
    yysymbol_kind_t token = yypcontext_token(context);
    uint32_t offset = yypcontext_location(context)->offset - reader->source->base;
    return token == YYSYMBOL_EQUALS && reader->source->text[offset] == ':' ? "\":\""
                                                                          : yysymbol_name(token);
}

/* "unexpected A, expected B or C": the lists are bison's own. */
static int yyreport_syntax_error(const yypcontext_t *context, struct destconfig_reader *reader,
                                 void *scanner)
{
    (void)scanner;
    struct span place = *yypcontext_location(context);
    yysymbol_kind_t expected[MOST_EXPECTED];
    if (!diag_would_keep(reader->diag, SEVERITY_ERROR, place)) {
        destconfig_syntax_error(reader, place, "");
        return 0;
    }
    int count = yypcontext_expected_tokens(context, expected, MOST_EXPECTED);
    struct buffer text = buffer_new(reader->diag->arena);
    buffer_printf(&text, "unexpected %s", met(context, reader));
    for (int i = 0; i < count; i++)
        buffer_printf(&text, "%s%s", i == 0 ? ", expected " : i == count - 1 ? " or " : ", ",
                      yysymbol_name(expected[i]));
    destconfig_syntax_error(reader, place, buffer_string(&text));
    return 0;
}

/* Only for what is no syntax error: the parser's stack is used up. */
static void destconfig_yyerror(const struct span *place, struct destconfig_reader *reader,
                               void *scanner, const char *message)
{
    (void)scanner;
    destconfig_syntax_error(reader, *place, message);
}
