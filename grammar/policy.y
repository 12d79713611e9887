/* SPDX-License-Identifier: MIT */
/*
 * The policy language: statements of words, ended by ";" or a block. After an error the parser
 * gets SYNC where the statement ends (read/policy_recover.c), and goes on there, so that all errors
 * of a file are reported in one run.
 */
%require "3.8"
%define api.pure full
%define api.push-pull push
%define api.prefix {policy_yy}
%define api.token.prefix {POLICY_TOKEN_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0

%code requires {
#include "read/policy_parts.h"

#define YYLLOC_DEFAULT(current, rhs, n)                                                          \
    do {                                                                                         \
        (current).offset = (n) > 0 ? YYRHSLOC(rhs, 1).offset : YYRHSLOC(rhs, 0).end;             \
        (current).end = YYRHSLOC(rhs, n).end;                                                    \
    } while (0)
}

%code provides {
/* flex's names for bison's types */
#define YYSTYPE POLICY_YYSTYPE
#define YYLTYPE POLICY_YYLTYPE
}

%code {
static void policy_yyerror(const struct span *place, struct policy_parser *parser, void *scanner,
                           const char *message);
}

%parse-param {struct policy_parser *parser} {void *scanner}

%union {
    struct policy_token token;
    struct tree_text text;
    struct tree_list list;
    struct tree_block block;
    struct tree_setting *setting;
    struct tree_statement *statement;
    struct tree_condition condition;
    enum tree_target target;
    struct tree_part *part;
    struct tree_flow flow;
    struct tree_flow_setting *flow_setting;
    struct tree_group_block group_block;
    struct tree_member *member;
    struct tree_list_item *address;
}

%token LEFT "\"{\"" RIGHT "\"}\"" SEMICOLON "\";\"" COMMA "\",\""
%token STRAY "a stray character"
%token END "end of file" SYNC "end of statement"
%token <token> EQUALS "\"=\"" COMPARISON "a comparison"
%token <token> WORD "a word" STRING "a string" SET "@set"
%token <token> SETTING "a setting"
%token <token> POLICY "policy" INCLUDE "include" DECLARE "declare" DEFINE "define"
%token <token> SETTINGS "settings" DEFAULT "default" DESTINATION "destination"
%token <token> APPLIANCE "appliance" ASSERT "assert" ASYNCOS "asyncos" ADD "add" REMOVE "remove"
%token <token> RECIPIENTS "recipients" LIMITS "limits" NOTE "note" UNTIL "until"
%token <token> PARAMETER "parameter" CERTIFICATE "certificate" BOUNCE_PROFILE "bounce-profile"
%token <token> FILE "file" EXTENDS "extends" USES "uses" ENFORCED "enforced" FOR "for" ALL "all"
%token <token> UNLIMITED "unlimited" PER "per" MINUTES "minutes"
%token <token> LISTENER "listener" LISTENER_SETTING "a setting of the listener"
%token <token> MAIL_FLOW_SETTINGS "mail-flow-settings" MAIL_FLOW_POLICY "mail-flow-policy"
%token <token> FLOW "a parameter of mail flow" SENDER_GROUP "sender-group" HOST "host" BEFORE "before"
%token <token> SBRS "sbrs" TO "to" ACTION "accept, reject, relay"
%token <token> EXPECT "expect" RELAY "relay" ONLY "only" FROM "from" ON "on" IS "is"
%token <token> NAMED "named" SCORED "scored" MATCHING "matching"
%token YYEOF 0 "no more"

%type <text> name value message type behavior on named scored host note_end
%type <part> listener_items listener_item part entry recipient_items recipient recipient_head
%type <part> group group_head host_head before
%type <flow> flow_settings flow_block flow_body
%type <flow_setting> flow_setting
%type <group_block> group_items group_block
%type <member> member member_item
%type <list> addresses
%type <address> address
%type <statement> listener
%type <target> whole
%type <list> list names uses extends matching
%type <block> settings block body
%type <setting> setting
%type <statement> statement policy_items appliance_items appliance_item asyncos
%type <condition> condition

%%

source:
    %empty
|   source statement            { policy_add_statement(parser, $statement); }
|   source SEMICOLON
|   source error SYNC           { yyerrok; }
;

statement:
    POLICY name LEFT policy_items RIGHT {
        $$ = policy_statement(parser, TREE_POLICY, @$, @POLICY);
        $$->name = $name;
        $$->children = $policy_items; }
|   INCLUDE name SEMICOLON {
        $$ = policy_statement(parser, TREE_INCLUDE, @$, @INCLUDE);
        $$->file = $name; }
|   DECLARE CERTIFICATE names SEMICOLON {
        $$ = policy_statement(parser, TREE_DECLARE, @$, @DECLARE);
        $$->param = PARAM_CERTIFICATE;
        $$->list = $names; }
|   DECLARE BOUNCE_PROFILE names SEMICOLON {
        $$ = policy_statement(parser, TREE_DECLARE, @$, @DECLARE);
        $$->param = PARAM_BOUNCE_PROFILE;
        $$->list = $names; }
|   DEFINE name EQUALS LEFT list RIGHT {
        $$ = policy_statement(parser, TREE_DEFINE, @$, @DEFINE);
        $$->name = $name;
        $$->list = $list; }
|   DEFINE name EQUALS LEFT list COMMA RIGHT {
        $$ = policy_statement(parser, TREE_DEFINE, @$, @DEFINE);
        $$->name = $name;
        $$->list = $list; }
|   DEFINE name EQUALS LEFT RIGHT {
        $$ = policy_statement(parser, TREE_DEFINE, @$, @DEFINE);
        $$->name = $name; }
|   DEFINE name EQUALS FILE[keyword] name[path] SEMICOLON {
        $$ = policy_statement(parser, TREE_DEFINE, @$, @DEFINE);
        $$->name = $2;
        $$->file = $path; }
|   SETTINGS name extends block {
        $$ = policy_statement(parser, TREE_SETTINGS, @$, @SETTINGS);
        $$->name = $name;
        $$->uses = $extends;
        $$->block = $block; }
|   DEFAULT uses body {
        $$ = policy_statement(parser, TREE_DEFAULT, @$, @DEFAULT);
        $$->uses = $uses;
        $$->block = $body; }
|   DESTINATION list uses body {
        $$ = policy_statement(parser, TREE_DESTINATION, @$, @DESTINATION);
        $$->list = $list;
        $$->uses = $uses;
        $$->block = $body; }
|   APPLIANCE name LEFT appliance_items RIGHT {
        $$ = policy_statement(parser, TREE_APPLIANCE, @$, @APPLIANCE);
        $$->name = $name;
        $$->children = $appliance_items; }
|   ASSERT condition FOR list message SEMICOLON {
        $$ = policy_statement(parser, TREE_ASSERT, @$, @ASSERT);
        $$->condition = policy_condition(parser, $condition);
        $$->target = TREE_FOR_LIST;
        $$->list = $list;
        $$->file = $message; }
|   ASSERT condition FOR whole message SEMICOLON {
        $$ = policy_statement(parser, TREE_ASSERT, @$, @ASSERT);
        $$->condition = policy_condition(parser, $condition);
        $$->target = $whole;
        $$->file = $message; }
|   ASSERT condition FOR list ON LISTENER name message SEMICOLON {
        $$ = policy_expectation(parser, EXPECT_FLOW, @$, @ASSERT, $message);
        $$->condition = policy_condition(parser, $condition);
        $$->target = TREE_FOR_LIST;
        $$->list = $list;
        $$->name = $name; }
|   ASSERT condition FOR whole ON LISTENER name message SEMICOLON {
        $$ = policy_expectation(parser, EXPECT_FLOW, @$, @ASSERT, $message);
        $$->condition = policy_condition(parser, $condition);
        $$->target = $whole;
        $$->name = $name; }
|   ASSERT RECIPIENTS ACTION addresses on message SEMICOLON {
        $$ = policy_expectation(parser, EXPECT_RECIPIENTS, @$, @ASSERT, $message);
        $$->expectation->action = $ACTION.text;
        $$->list = $addresses;
        $$->name = $on; }
|   EXPECT HOST name[address] named scored matching on IS name[result] message SEMICOLON {
        $$ = policy_expectation(parser, EXPECT_HOST, @$, @EXPECT, $message);
        $$->expectation->address = $address;
        $$->expectation->named = $named;
        $$->expectation->scored = $scored;
        $$->expectation->result = $result;
        $$->list = $matching;
        $$->name = $on; }
|   EXPECT RELAY ONLY FROM names on message SEMICOLON {
        $$ = policy_expectation(parser, EXPECT_RELAY, @$, @EXPECT, $message);
        $$->list = $names;
        $$->name = $on; }
|   MAIL_FLOW_SETTINGS name extends flow_block {
        $$ = policy_statement(parser, TREE_FLOW_BUNDLE, @$, @MAIL_FLOW_SETTINGS);
        $$->name = $name;
        $$->uses = $extends;
        $$->flow = $flow_block; }
|   listener
;

on:
    %empty                      { $$ = (struct tree_text){0}; }
|   ON LISTENER name            { $$ = $name; }
;

named:
    %empty                      { $$ = (struct tree_text){0}; }
|   NAMED name                  { $$ = $name; }
;

scored:
    %empty                      { $$ = (struct tree_text){0}; }
|   SCORED name                 { $$ = $name; }
;

matching:
    %empty                      { $$ = (struct tree_list){0}; }
|   MATCHING names              { $$ = $names; }
;

whole:
    ALL                         { $$ = TREE_FOR_ALL; }
|   DEFAULT                     { $$ = TREE_FOR_DEFAULT; }
;

message:
    %empty                      { $$ = (struct tree_text){0}; }
|   STRING                      { $$ = $STRING.text; }
;

/* Sets, lists and names */

name:
    WORD                        { $$ = $WORD.text; }
|   STRING                      { $$ = $STRING.text; }
;

names:
    name                        { $$ = policy_list(parser, (struct tree_list){0}, $name, false); }
|   names[before] COMMA name    { $$ = policy_list(parser, $before, $name, false); }
;

list:
    name                        { $$ = policy_list(parser, (struct tree_list){0}, $name, false); }
|   SET                         { $$ = policy_list(parser, (struct tree_list){0}, $SET.text,
                                                   true); }
|   list[before] COMMA name     { $$ = policy_list(parser, $before, $name, false); }
|   list[before] COMMA SET      { $$ = policy_list(parser, $before, $SET.text, true); }
;

extends:
    %empty                      { $$ = (struct tree_list){0}; }
|   EXTENDS names               { $$ = $names; }
;

uses:
    %empty                      { $$ = (struct tree_list){0}; }
|   USES names                  { $$ = $names; }
;

/* Blocks of settings */

body:
    block
|   SEMICOLON                   { $$ = (struct tree_block){0}; }
;

block:
    LEFT settings RIGHT         { $$ = $settings; $$.place = @$; }
;

settings:
    %empty                      { $$ = (struct tree_block){0}; }
|   settings[before] setting SEMICOLON {
                                  $$ = policy_block($before, $setting); }
|   settings[before] error SYNC { $$ = policy_break_block($before); yyerrok; }
;

setting:
    SETTING name                { $$ = policy_setting(parser, TREE_PARAMETER, (enum param)$SETTING.number,
                                                      $SETTING.text, $name); }
|   SETTING DEFAULT             { $$ = policy_take_back(parser, (enum param)$SETTING.number, $SETTING.text); }
|   RECIPIENTS name[limit] PER name[minutes] MINUTES {
        $$ = policy_pair(policy_setting(parser, TREE_PARAMETER, PARAM_RECIPIENT_LIMIT,
                                        $RECIPIENTS.text, $limit),
                         policy_setting(parser, TREE_PARAMETER, PARAM_RECIPIENT_MINUTES,
                                        $RECIPIENTS.text, $minutes)); }
|   RECIPIENTS UNLIMITED PER name[minutes] MINUTES {
        $$ = policy_pair(policy_setting(parser, TREE_PARAMETER, PARAM_RECIPIENT_LIMIT,
                                        $RECIPIENTS.text, $UNLIMITED.text),
                         policy_setting(parser, TREE_PARAMETER, PARAM_RECIPIENT_MINUTES,
                                        $RECIPIENTS.text, $minutes)); }
|   RECIPIENTS UNLIMITED        {
        $$ = policy_pair(policy_setting(parser, TREE_PARAMETER, PARAM_RECIPIENT_LIMIT,
                                        $RECIPIENTS.text, $UNLIMITED.text),
                         policy_setting(parser, TREE_PARAMETER, PARAM_RECIPIENT_MINUTES,
                                        $RECIPIENTS.text, policy_usual_minutes($UNLIMITED.text))); }
|   RECIPIENTS DEFAULT          { $$ = policy_pair(policy_take_back(parser, PARAM_RECIPIENT_LIMIT,
                                                                   $RECIPIENTS.text),
                                                  policy_take_back(parser, PARAM_RECIPIENT_MINUTES,
                                                                   $RECIPIENTS.text)); }
|   LIMITS PER name[type] COMMA name[apply] {
        $$ = policy_pair(policy_setting(parser, TREE_PARAMETER, PARAM_LIMIT_TYPE, $LIMITS.text,
                                        $type),
                         policy_setting(parser, TREE_PARAMETER, PARAM_LIMIT_APPLY, $LIMITS.text,
                                        $apply)); }
|   LIMITS DEFAULT              { $$ = policy_pair(policy_take_back(parser, PARAM_LIMIT_TYPE,
                                                                   $LIMITS.text),
                                                  policy_take_back(parser, PARAM_LIMIT_APPLY,
                                                                   $LIMITS.text)); }
|   NOTE STRING                 { $$ = policy_setting(parser, TREE_NOTE, PARAM_COUNT, $NOTE.text,
                                                      $STRING.text); }
|   UNTIL name                  { $$ = policy_setting(parser, TREE_UNTIL, PARAM_COUNT,
                                                      $UNTIL.text, $name); }
|   PARAMETER STRING[key] STRING[value] {
                                  $$ = policy_setting(parser, TREE_OTHER, PARAM_COUNT, $key.text,
                                                      $value.text); }
;

/* What stands in a policy block and in an appliance's */

policy_items:
    %empty                      { $$ = NULL; }
|   policy_items[before] asyncos { $$ = policy_add_child($before, $asyncos); }
|   policy_items[before] error SYNC { $$ = $before; yyerrok; }
;

asyncos:
    ASYNCOS name SEMICOLON {
        $$ = policy_statement(parser, TREE_ASYNCOS, @$, @ASYNCOS);
        $$->file = $name; }
;

appliance_items:
    %empty                      { $$ = NULL; }
|   appliance_items[before] appliance_item {
                                  $$ = policy_add_child($before, $appliance_item); }
|   appliance_items[before] SEMICOLON { $$ = $before; }
|   appliance_items[before] error SYNC { $$ = $before; yyerrok; }
;

appliance_item:
    asyncos
|   DEFAULT uses body {
        $$ = policy_statement(parser, TREE_DEFAULT, @$, @DEFAULT);
        $$->uses = $uses;
        $$->block = $body; }
|   DESTINATION list uses body {
        $$ = policy_statement(parser, TREE_DESTINATION, @$, @DESTINATION);
        $$->list = $list;
        $$->uses = $uses;
        $$->block = $body; }
|   ADD DESTINATION list uses body {
        $$ = policy_statement(parser, TREE_ADD, @$, @ADD);
        $$->list = $list;
        $$->uses = $uses;
        $$->block = $body; }
|   REMOVE DESTINATION list SEMICOLON {
        $$ = policy_statement(parser, TREE_REMOVE, @$, @REMOVE);
        $$->list = $list; }
|   listener
|   ADD listener {
        $$ = $2;
        $$->edit = TREE_ADDITION;
        $$->place = @$; }
|   REMOVE LISTENER name SEMICOLON {
        $$ = policy_statement(parser, TREE_LISTENER, @$, @REMOVE);
        $$->name = $name;
        $$->edit = TREE_REMOVAL; }
;

/* Listeners */

listener:
    LISTENER name type LEFT listener_items RIGHT {
        $$ = policy_statement(parser, TREE_LISTENER, @$, @LISTENER);
        $$->name = $name;
        $$->file = $type;
        $$->parts = $listener_items; }
;

type:
    %empty                      { $$ = (struct tree_text){0}; }
|   WORD                        { $$ = $WORD.text; }
;

listener_items:
    %empty                      { $$ = NULL; }
|   listener_items[before] listener_item {
                                  $$ = policy_add_part($before, $listener_item); }
|   listener_items[before] SEMICOLON { $$ = $before; }
|   listener_items[before] error SYNC {
                                  $$ = policy_add_part($before, policy_broken_part(parser));
                                  yyerrok; }
;

listener_item:
    LISTENER_SETTING name SEMICOLON {
        $$ = policy_part(parser, TREE_LISTENER_SETTING, @$, @LISTENER_SETTING);
        $$->setting = $LISTENER_SETTING.number;
        $$->name = $name; }
|   LISTENER_SETTING DEFAULT SEMICOLON {
        $$ = policy_part(parser, TREE_LISTENER_SETTING, @$, @LISTENER_SETTING);
        $$->setting = $LISTENER_SETTING.number;
        $$->is_default = true; }
|   ALL behavior entry          { $$ = policy_part_use($entry, TREE_ALL_HOSTS, @$, @ALL);
                                  $$->behavior = $behavior; }
|   ALL USES name[policy] entry { $$ = policy_part_use($entry, TREE_ALL_HOSTS, @$, @ALL);
                                  $$->use = $policy; }
|   RECIPIENTS LEFT recipient_items RIGHT {
        $$ = policy_part(parser, TREE_RECIPIENT_TABLE, @$, @RECIPIENTS);
        $$->children = $recipient_items; }
|   part
|   ADD part                    { $$ = $2;
                                  $$->edit = TREE_ADDITION;
                                  $$->place = @$; }
|   REMOVE MAIL_FLOW_POLICY name SEMICOLON {
        $$ = policy_part(parser, TREE_MAIL_FLOW_POLICY, @$, @REMOVE);
        $$->name = $name;
        $$->edit = TREE_REMOVAL; }
|   REMOVE SENDER_GROUP name SEMICOLON {
        $$ = policy_part(parser, TREE_SENDER_GROUP, @$, @REMOVE);
        $$->name = $name;
        $$->edit = TREE_REMOVAL; }
|   REMOVE HOST host SEMICOLON {
        $$ = policy_part(parser, TREE_HOST, @$, @REMOVE);
        $$->name = $host;
        $$->edit = TREE_REMOVAL; }
;

part:
    MAIL_FLOW_POLICY name behavior uses flow_body {
        $$ = policy_part(parser, TREE_MAIL_FLOW_POLICY, @$, @MAIL_FLOW_POLICY);
        $$->name = $name;
        $$->behavior = $behavior;
        $$->uses = $uses;
        $$->flow = $flow_body; }
|   MAIL_FLOW_POLICY DEFAULT uses flow_body {
        $$ = policy_part(parser, TREE_MAIL_FLOW_POLICY, @$, @MAIL_FLOW_POLICY);
        $$->is_default = true;
        $$->uses = $uses;
        $$->flow = $flow_body; }
|   group_head group             { $$ = policy_part_join($group_head, $group, @$); }
|   host_head entry             { $$ = policy_part_join($host_head, $entry, @$); }
;

behavior:
    %empty                      { $$ = (struct tree_text){0}; }
|   WORD                        { $$ = $WORD.text; }
;

before:
    %empty                      { $$ = policy_part(parser, TREE_SENDER_GROUP, @$, @$); }
|   BEFORE name                 { $$ = policy_part(parser, TREE_SENDER_GROUP, @$, @$);
                                  $$->before = $name; }
|   BEFORE ALL                  { $$ = policy_part(parser, TREE_SENDER_GROUP, @$, @$);
                                  $$->before = $ALL.text;
                                  $$->before_all = true; }
;

/* A sender group, a host, or all, and behind it what it gets */

group_head:
    SENDER_GROUP name before behavior {
        $$ = policy_part_use($before, TREE_SENDER_GROUP, @$, @SENDER_GROUP);
        $$->name = $name;
        $$->behavior = $behavior; }
|   SENDER_GROUP name before USES name[policy] {
        $$ = policy_part_use($before, TREE_SENDER_GROUP, @$, @SENDER_GROUP);
        $$->name = $2;
        $$->use = $policy; }
;

group:
    SEMICOLON                   { $$ = policy_group(parser, NULL, NULL); }
|   group_block                 { $$ = policy_group(parser, &$group_block, NULL); }
|   STRING SEMICOLON            { $$ = policy_group(parser, NULL, NULL);
                                  $$->note = $STRING.text; }
|   STRING group_block          { $$ = policy_group(parser, NULL, &$group_block);
                                  $$->note = $STRING.text; }
|   group_block[settings] group_block[members] {
                                  $$ = policy_group(parser, &$settings, &$members); }
|   group_block STRING SEMICOLON { $$ = policy_group(parser, &$group_block, NULL);
                                  $$->note = $STRING.text; }
|   group_block[settings] STRING group_block[members] {
                                  $$ = policy_group(parser, &$settings, &$members);
                                  $$->note = $STRING.text; }
;

group_block:
    LEFT group_items RIGHT      { $$ = $group_items; $$.place = @$; }
;

group_items:
    %empty                      { $$ = (struct tree_group_block){0}; }
|   group_items[before] flow_setting SEMICOLON {
                                  $$ = $before;
                                  policy_add_flow(&$$.flow, $flow_setting); }
|   group_items[before] member_item SEMICOLON {
                                  $$ = policy_add_member($before, $member_item); }
|   group_items[before] SEMICOLON { $$ = $before; }
|   group_items[before] error SYNC { $$ = $before; yyerrok; }
;

member_item:
    member
|   member STRING               { $$ = $member; $$->note = $STRING.text; }
|   REMOVE member               { $$ = $member; $$->removes = true; }
;

member:
    name                        { $$ = policy_member(parser, $name); }
|   SBRS name[low] TO name[high] {
        $$ = policy_member(parser, policy_scores(parser, @$, $low, &$high)); }
|   SBRS name[score]            {
        $$ = policy_member(parser, policy_scores(parser, @$, $score, NULL)); }
;

host_head:
    HOST host before behavior {
        $$ = policy_part_use($before, TREE_HOST, @$, @HOST);
        $$->name = $host;
        $$->behavior = $behavior; }
|   HOST host before USES name[policy] {
        $$ = policy_part_use($before, TREE_HOST, @$, @HOST);
        $$->name = $host;
        $$->use = $policy; }
;

host:
    name
|   SBRS name[low] TO name[high] { $$ = policy_scores(parser, @$, $low, &$high); }
|   SBRS name[score]            { $$ = policy_scores(parser, @$, $score, NULL); }
;

entry:
    flow_block note_end         { $$ = policy_entry(parser, $flow_block, $note_end); }
|   flow_block                  { $$ = policy_entry(parser, $flow_block, (struct tree_text){0}); }
|   note_end                    { $$ = policy_entry(parser, (struct tree_flow){0}, $note_end); }
|   SEMICOLON                   { $$ = policy_entry(parser, (struct tree_flow){0},
                                                    (struct tree_text){0}); }
;

note_end:
    STRING SEMICOLON            { $$ = $STRING.text; }
;

/* Parameters of mail flow policies, options of recipients */

flow_body:
    flow_block
|   SEMICOLON                   { $$ = (struct tree_flow){0}; }
;

flow_block:
    LEFT flow_settings RIGHT    { $$ = $flow_settings; $$.place = @$; }
;

flow_settings:
    %empty                      { $$ = (struct tree_flow){0}; }
|   flow_settings[before] flow_setting SEMICOLON {
                                  $$ = $before;
                                  policy_add_flow(&$$, $flow_setting); }
|   flow_settings[before] SEMICOLON { $$ = $before; }
|   flow_settings[before] error SYNC { $$ = $before; yyerrok; }
;

flow_setting:
    FLOW name                   { $$ = policy_flow(parser, &$FLOW, $name); }
|   FLOW DEFAULT                { $$ = policy_flow(parser, &$FLOW, (struct tree_text){0});
                                  $$->take_back = true; }
|   PARAMETER STRING[key] STRING[value] { $$ = policy_flow(parser, NULL, $value.text);
                                  $$->keyword = $key.text; }
;

/* Recipients */

recipient_items:
    %empty                      { $$ = NULL; }
|   recipient_items[before] recipient {
                                  $$ = policy_add_part($before, $recipient); }
|   recipient_items[before] SEMICOLON { $$ = $before; }
|   recipient_items[before] error SYNC {
                                  $$ = policy_add_part($before, policy_broken_part(parser));
                                  yyerrok; }
;

recipient:
    recipient_head addresses flow_body {
        $$ = $recipient_head;
        $$->place = @$;
        $$->list = $addresses;
        $$->flow = $flow_body; }
|   REMOVE addresses SEMICOLON  {
        $$ = policy_part(parser, TREE_RECIPIENT, @$, @REMOVE);
        $$->edit = TREE_REMOVAL;
        $$->list = $addresses; }
;

recipient_head:
    ACTION                      { $$ = policy_part(parser, TREE_RECIPIENT, @$, @ACTION);
                                  $$->behavior = $ACTION.text; }
|   ADD ACTION                  { $$ = policy_part(parser, TREE_RECIPIENT, @$, @ADD);
                                  $$->behavior = $ACTION.text;
                                  $$->edit = TREE_ADDITION; }
;

addresses:
    address                     { $$ = policy_addresses((struct tree_list){0}, $address); }
|   addresses[before] COMMA address { $$ = policy_addresses($before, $address); }
;

address:
    name                        { $$ = policy_address(parser, $name, false, false); }
|   SET                         { $$ = policy_address(parser, $SET.text, true, false); }
|   ALL                         { $$ = policy_address(parser, $ALL.text, false, true); }
;

/* Assertions */

condition:
    RECIPIENTS[word] EQUALS value { $$ = (struct tree_condition){.name = $word.text,
                                      .operation = $EQUALS.text, .value = $value}; }
|   RECIPIENTS[word] COMPARISON value { $$ = (struct tree_condition){.name = $word.text,
                                      .operation = $COMPARISON.text, .value = $value}; }
|   WORD[word] EQUALS value     { $$ = (struct tree_condition){.name = $word.text,
                                      .operation = $EQUALS.text, .value = $value}; }
|   WORD[word] COMPARISON value { $$ = (struct tree_condition){.name = $word.text,
                                      .operation = $COMPARISON.text, .value = $value}; }
|   WORD[word] ENFORCED         { $$ = (struct tree_condition){.enforced = true,
                                      .name = $word.text}; }
;

value:
    name
|   name[limit] PER name[last]  { $$ = policy_join(parser, $limit, $last); }
|   name[limit] PER name MINUTES[last] { $$ = policy_join(parser, $limit, $last.text); }
;

%%

enum { MOST_EXPECTED = 16, MOST_SHOWN = 40 };

/* A token, and what could stand in its place: bison's own lists. */
struct unexpected {
    yysymbol_kind_t token;
    struct span place;
    yysymbol_kind_t expected[MOST_EXPECTED];
    int count;
};

static void add_unexpected(struct buffer *text, const struct policy_parser *parser,
                           const struct unexpected *unexpected)
{
    yysymbol_kind_t token = unexpected->token;
    struct view word = sources_text(parser->diag->sources, unexpected->place);
    if (token == YYSYMBOL_END || token == YYSYMBOL_STRING || token == YYSYMBOL_LEFT ||
        token == YYSYMBOL_RIGHT || word.length > MOST_SHOWN)
        buffer_printf(text, "unexpected %s", yysymbol_name(token));
    else
        buffer_printf(text, "unexpected \"%.*s\"", VIEW_ARG(word));
}

static void add_expected(struct buffer *text, const struct policy_parser *parser,
                         yysymbol_kind_t token, const char *before)
{
    bool is_setting = token == YYSYMBOL_SETTING || token == YYSYMBOL_LISTENER_SETTING ||
                      token == YYSYMBOL_FLOW;
    buffer_printf(text, "%s", before);
    if (!is_setting || !policy_name_settings(text, parser))
        buffer_printf(text, "%s", yysymbol_name(token));
}

/* "unexpected A, expected B or C" */
static const char *words_of(const struct policy_parser *parser,
                            const struct unexpected *unexpected)
{
    struct buffer text = buffer_new(parser->diag->arena);
    int count = unexpected->count;
    add_unexpected(&text, parser, unexpected);
    int first = count > 1 && unexpected->expected[0] == YYSYMBOL_YYEOF ? 1 : 0;
    for (int i = first; i < count; i++)
        add_expected(&text, parser, unexpected->expected[i],
                     i == first ? ", expected " : i == count - 1 ? " or " : ", ");
    return buffer_string(&text);
}

static int yyreport_syntax_error(const yypcontext_t *context, struct policy_parser *parser,
                                 void *scanner)
{
    (void)scanner;
    struct unexpected unexpected = {.token = yypcontext_token(context),
                                    .place = *yypcontext_location(context)};
    const char *words = "";
    if (diag_would_keep(parser->diag, SEVERITY_ERROR, unexpected.place)) {
        unexpected.count =
            yypcontext_expected_tokens(context, unexpected.expected, MOST_EXPECTED);
        words = words_of(parser, &unexpected);
    }
    policy_syntax_error(parser, unexpected.place, words);
    return 0;
}

static bool is_expected(const struct unexpected *unexpected, yysymbol_kind_t token)
{
    for (int i = 0; i < unexpected->count; i++)
        if (unexpected->expected[i] == token)
            return true;
    return false;
}

bool policy_parser_lacks_end(struct policy_parser *parser, void *state,
                             const struct policy_lexeme *lexeme)
{
    struct unexpected unexpected = {.token = YYTRANSLATE(lexeme->kind), .place = lexeme->place};
    unexpected.count = yypstate_expected_tokens(state, unexpected.expected, MOST_EXPECTED);
    if (!is_expected(&unexpected, YYSYMBOL_SEMICOLON) ||
        is_expected(&unexpected, unexpected.token))
        return false;
    if (policy_line_between(parser, parser->behind, lexeme->place.offset))
        policy_report_syntax(parser, (struct span){parser->behind, parser->behind},
                             "\";\" is missing at the end of this statement");
    else
        policy_report_syntax(parser, lexeme->place,
                             diag_would_keep(parser->diag, SEVERITY_ERROR, lexeme->place)
                                 ? words_of(parser, &unexpected)
                                 : "");
    return true;
}

/* Only for what is no syntax error: the parser's stack is used up. */
static void policy_yyerror(const struct span *place, struct policy_parser *parser, void *scanner,
                           const char *message)
{
    (void)scanner;
    policy_syntax_error(parser, *place, message);
}
