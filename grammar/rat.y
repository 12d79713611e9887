/* SPDX-License-Identifier: MIT */
/*
 * The Recipient Access Table: a recipient a line. What an action is, read/rat.c says. After an
 * error the parser goes on at the next line.
 */
%require "3.8"
%define api.pure full
%define api.prefix {rat_yy}
%define api.token.prefix {RAT_TOKEN_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0

%code requires {
#include "read/rat.h"

#define YYLLOC_DEFAULT(current, rhs, n)                                                            \
    do {                                                                                           \
        (current).offset = (n) > 0 ? YYRHSLOC(rhs, 1).offset : YYRHSLOC(rhs, 0).end;               \
        (current).end = YYRHSLOC(rhs, n).end;                                                      \
    } while (0)
}

%code provides {
/* flex's names for bison's types */
#define YYSTYPE RAT_YYSTYPE
#define YYLTYPE RAT_YYLTYPE

int rat_yylex(YYSTYPE *value, YYLTYPE *place, void *scanner);
}

%code {
#include "base/buffer.h"

static void rat_yyerror(const struct span *place, struct rat_reader *reader, void *scanner,
                        const char *message);
}

%parse-param {struct rat_reader *reader} {void *scanner}
%lex-param {void *scanner}
%initial-action { @$ = (struct span){reader->source->base, reader->source->base}; }

%union {
    struct view text;
}

%token OPEN "\"{\""
%token CLOSE "\"}\""
%token UNCLOSED "another recipient"
%token EQUALS "\"=\""
%token NEWLINE "end of line"
%token STRAY "a stray character"
%token <text> WORD "a word"
%token <text> NAME "an option's name"
%token <text> STRING "a text"
%token <text> BARE "a value"
%token <text> BROKEN "a text without its end"
%token YYEOF 0 "end of file"

%%

table:
    rows                                { rat_end(reader); }
;

rows:
    %empty
|   rows row
;

row:
    NEWLINE
|   WORD[address] WORD[action] tail     { rat_recipient(reader, $address, @address, $action, @action); }
|   WORD NEWLINE                        { rat_without_action(reader, $WORD, @WORD); }
|   block NEWLINE                       { rat_stray_block(reader, @block); }
|   unclosed                            { rat_stray_block(reader, @unclosed); }
|   error NEWLINE                       { yyerrok; }
;

tail:
    NEWLINE
|   block NEWLINE
|   unclosed
;

block:
    brace lines option CLOSE            { flow_end(&reader->flow); }
|   brace lines error CLOSE             { yyerrok; flow_end(&reader->flow); }
;

 /* Where the brace is missing, so is the end of its line. */
unclosed:
    brace lines option UNCLOSED         { rat_unclosed(reader, @UNCLOSED); }
|   brace lines error UNCLOSED          { yyerrok; rat_unclosed(reader, @UNCLOSED); }
;

brace:
    OPEN                                { flow_begin(&reader->flow, @OPEN); }
;

lines:
    %empty
|   lines option NEWLINE
|   lines error NEWLINE                 { yyerrok; }
;

option:
    %empty
|   NAME EQUALS STRING                  { rat_option(reader, $NAME, @NAME, $STRING, @STRING, FLOW_QUOTED); }
|   NAME EQUALS BARE                    { rat_option(reader, $NAME, @NAME, $BARE, @BARE, FLOW_BARE); }
|   NAME EQUALS BROKEN                  { rat_option(reader, $NAME, @NAME, $BROKEN, @BROKEN, FLOW_BROKEN); }
;

%%

enum { MOST_EXPECTED = 8 };

/* "unexpected A, expected B or C": the lists are bison's own. */
static int yyreport_syntax_error(const yypcontext_t *context, struct rat_reader *reader,
                                 void *scanner)
{
    (void)scanner;
    struct span place = *yypcontext_location(context);
    yysymbol_kind_t expected[MOST_EXPECTED];
    if (!diag_would_keep(reader->table.diag, SEVERITY_ERROR, place)) {
        rat_syntax_error(reader, place, "");
        return 0;
    }
    int count = yypcontext_expected_tokens(context, expected, MOST_EXPECTED);
    struct buffer text = buffer_new(reader->table.diag->arena);
    buffer_printf(&text, "unexpected %s", yysymbol_name(yypcontext_token(context)));
    for (int i = 0; i < count; i++)
        buffer_printf(&text, "%s%s", i == 0 ? ", expected " : i == count - 1 ? " or " : ", ",
                      yysymbol_name(expected[i]));
    rat_syntax_error(reader, place, buffer_string(&text));
    return 0;
}

/* Only for what is no syntax error: the parser's stack is used up. */
static void rat_yyerror(const struct span *place, struct rat_reader *reader, void *scanner,
                        const char *message)
{
    (void)scanner;
    rat_syntax_error(reader, *place, message);
}
