/* SPDX-License-Identifier: MIT */
/*
 * The Host Access Table: definitions of policies, and entries, top down. What is missing from an
 * entry is a rule of its own, so that what stands below is read as it was meant; after any other
 * error the parser goes on at the next line.
 */
%require "3.8"
%define api.pure full
%define api.prefix {hat_yy}
%define api.token.prefix {HAT_TOKEN_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0

%code requires {
#include "read/hat.h"

#define YYLLOC_DEFAULT(current, rhs, n)                                                            \
    do {                                                                                           \
        (current).offset = (n) > 0 ? YYRHSLOC(rhs, 1).offset : YYRHSLOC(rhs, 0).end;               \
        (current).end = YYRHSLOC(rhs, n).end;                                                      \
    } while (0)
}

%code provides {
/* flex's names for bison's types */
#define YYSTYPE HAT_YYSTYPE
#define YYLTYPE HAT_YYLTYPE

int hat_yylex(YYSTYPE *value, YYLTYPE *place, void *scanner);
}

%code {
#include "base/buffer.h"

static void hat_yyerror(const struct span *place, struct hat_reader *reader, void *scanner,
                        const char *message);
}

%parse-param {struct hat_reader *reader} {void *scanner}
%lex-param {void *scanner}
%initial-action { @$ = (struct span){reader->source->base, reader->source->base}; }

%union {
    struct view text;
    struct access_note description;
}

%token OPEN "\"{\""
%token CLOSE "\"}\""
%token UNCLOSED "another entry"
%token EQUALS "\"=\""
%token NEWLINE "end of line"
%token STRAY "a stray character"
%token ALL "ALL"
%token <text> POLICY "a policy"
%token <text> BEHAVIOR "a behavior"
%token <text> LABEL "a group"
%token <text> WORD "a member"
%token <text> DESCRIPTION "a description"
%token <text> NAME "a parameter's name"
%token <text> STRING "a text"
%token <text> BARE "a value"
%token <text> BROKEN "a text without its end"
%token YYEOF 0 "end of file"

%type <description> description

/* What may belong to the entry above does. */
%precedence NOTHING
%precedence POLICY OPEN CLOSE STRAY WORD ALL error

%%

table:
    entries                             { hat_end(reader); }
;

entries:
    %empty
|   entries entry
;

entry:
    POLICY BEHAVIOR block description   { hat_policy(reader, $POLICY, @POLICY, $BEHAVIOR, @BEHAVIOR);
                                          hat_no_description(reader, &$description, @description); }
|   POLICY block                        { hat_policy_without(reader, $POLICY, @POLICY); }
|   subject POLICY block description    { hat_use(reader, $POLICY, @POLICY, &$description); }
|   subject BEHAVIOR block description  { hat_behave(reader, $BEHAVIOR, @BEHAVIOR, &$description); }
|   subject %prec NOTHING               { hat_nothing(reader); }
|   subject POLICY BEHAVIOR block description {
                                          hat_nothing(reader);
                                          hat_policy(reader, $POLICY, @POLICY, $BEHAVIOR, @BEHAVIOR);
                                          hat_no_description(reader, &$description, @description); }
|   braces                              { hat_stray_block(reader, @braces); }
|   stray
|   error NEWLINE                       { yyerrok; hat_recovered(reader); }
;

subject:
    group %prec NOTHING
|   WORD description                    { hat_host(reader, $WORD, @WORD, &$description); }
|   ALL description                     { hat_all(reader, @ALL, &$description); }
;

group:
    LABEL                               { hat_group(reader, $LABEL, @LABEL); }
|   group WORD description              { hat_member(reader, $WORD, @WORD, &$description); }
|   group ALL description               { hat_all_in_group(reader, @ALL, &$description); }
|   group stray
|   group error NEWLINE                 { yyerrok; hat_recovered(reader); }
;

 /* What stands before it is whole, and what stands behind it may be. */
stray:
    CLOSE                               { hat_stray(reader, @CLOSE); }
|   STRAY                               { hat_stray(reader, @STRAY); }
;

description:
    %empty                              { $$ = (struct access_note){.given = false}; }
|   DESCRIPTION                         { $$ = hat_description(reader, $DESCRIPTION, @DESCRIPTION); }
;

block:
    %empty %prec NOTHING
|   braces
;

braces:
    brace lines setting end
|   brace lines error end               { yyerrok; hat_recovered(reader); }
;

brace:
    OPEN                                { flow_begin(&reader->flow, @OPEN); }
;

lines:
    %empty
|   lines setting NEWLINE
|   lines error NEWLINE                 { yyerrok; hat_recovered(reader); }
;

setting:
    %empty
|   NAME EQUALS STRING                  { hat_setting(reader, $NAME, @NAME, $STRING, @STRING, FLOW_QUOTED); }
|   NAME EQUALS BARE                    { hat_setting(reader, $NAME, @NAME, $BARE, @BARE, FLOW_BARE); }
|   NAME EQUALS BROKEN                  { hat_setting(reader, $NAME, @NAME, $BROKEN, @BROKEN, FLOW_BROKEN); }
;

end:
    CLOSE                               { flow_end(&reader->flow); }
|   UNCLOSED                            { flow_report_unclosed(&reader->flow, @UNCLOSED);
                                          flow_end(&reader->flow); }
;

%%

enum { MOST_EXPECTED = 8 };

/* "unexpected A, expected B or C": the lists are bison's own. */
static int yyreport_syntax_error(const yypcontext_t *context, struct hat_reader *reader,
                                 void *scanner)
{
    (void)scanner;
    struct span place = *yypcontext_location(context);
    yysymbol_kind_t expected[MOST_EXPECTED];
    if (!diag_would_keep(reader->diag, SEVERITY_ERROR, place)) {
        hat_syntax_error(reader, place, "");
        return 0;
    }
    int count = yypcontext_expected_tokens(context, expected, MOST_EXPECTED);
    struct buffer text = buffer_new(reader->diag->arena);
    buffer_printf(&text, "unexpected %s", yysymbol_name(yypcontext_token(context)));
    for (int i = 0; i < count; i++)
        buffer_printf(&text, "%s%s", i == 0 ? ", expected " : i == count - 1 ? " or " : ", ",
                      yysymbol_name(expected[i]));
    hat_syntax_error(reader, place, buffer_string(&text));
    return 0;
}

/* Only for what is no syntax error: the parser's stack is used up. */
static void hat_yyerror(const struct span *place, struct hat_reader *reader, void *scanner,
                        const char *message)
{
    (void)scanner;
    hat_syntax_error(reader, *place, message);
}
