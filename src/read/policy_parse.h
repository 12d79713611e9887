/* SPDX-License-Identifier: MIT */
/*
 * One file of a policy source, from text to statements: what grammar/policy.l and .y call.
 */
#ifndef DESTC_READ_POLICY_PARSE_H
#define DESTC_READ_POLICY_PARSE_H

#include "base/buffer.h"
#include "read/policy_tree.h"

/* Where a word stands decides what it means. */
enum policy_place {
    PLACE_NOWHERE, /* no word counts here: the brace that opened this was out of place */
    PLACE_TOP,
    PLACE_POLICY_BLOCK,
    PLACE_SETTINGS_BLOCK,
    PLACE_APPLIANCE_BLOCK,
    PLACE_LIST,
    /* Behind the word that begins a statement: */
    PLACE_PLAIN,
    PLACE_DECLARE,
    PLACE_DEFINE,
    PLACE_SETTINGS,
    PLACE_DESTINATION,
    PLACE_ADD,
    PLACE_ASSERT,
    PLACE_TARGET,
    PLACE_SETTING,
    PLACE_RECIPIENTS,
    PLACE_LIMITS,
    /* Listeners: blocks, */
    PLACE_LISTENER_BLOCK,
    PLACE_FLOW_BLOCK,
    PLACE_GROUP_BLOCK,
    PLACE_RECIPIENTS_BLOCK,
    PLACE_OPTIONS_BLOCK,
    /* and what stands behind words: */
    PLACE_MAIL_FLOW_SETTINGS,
    PLACE_MAIL_FLOW_POLICY,
    PLACE_SENDER_GROUP,
    PLACE_HOST,
    PLACE_ENTRY,
    PLACE_BEFORE,
    PLACE_SCORES,
    PLACE_HOST_SCORES,
    PLACE_MEMBER,
    PLACE_PART,
    PLACE_ACTION,
    PLACE_RECIPIENT,
    PLACE_ASSERT_RECIPIENTS,
    PLACE_ASSERT_ADDRESS,
    PLACE_BEHIND_ADDRESS,
    PLACE_BEHIND_TARGET,
    PLACE_BEHIND_FROM,
    PLACE_ON,
    PLACE_EXPECT,
    PLACE_EXPECT_HOST,
    PLACE_EXPECT_MATCHING,
    PLACE_BEHIND_MATCHING,
    PLACE_EXPECT_RELAY,
    PLACE_EXPECT_FROM,
};

enum { POLICY_MOST_BLOCKS = 8 }; /* deeper ones are counted, and no word counts in them */

/* A token as the parser got it. */
struct policy_mark {
    struct span place;
    uint16_t kind;  /* POLICY_TOKEN_... of policy.tab.h */
    uint16_t number; /* which one: see struct policy_token */
};

/* All tokens of a text in their order; between them stand blanks and comments only. */
struct policy_marks {
    struct policy_mark *list;
    uint32_t count;
    uint32_t capacity;
};

/* What the scanner tells the parser of a token beside its kind. */
struct policy_token {
    struct tree_text text;
    /* Of SETTING an enum param, of FLOW an enum flow_param, of LISTENER_SETTING its enum. */
    unsigned number;
};

/* A token with what was known before it was read. */
struct policy_lexeme {
    int kind; /* POLICY_TOKEN_... of policy.tab.h */
    struct policy_token token;
    struct span place;
    uint32_t depth; /* open braces before it */
    bool starts;    /* it begins a statement */
};

struct policy_parser {
    struct tree *tree;
    struct diag *diag;
    const struct source *source;
    struct policy_marks *marks; /* where the tokens are noted, or NULL */
    bool text_is_clean; /* UTF-8 throughout */
    bool at_start;      /* a statement begins */
    enum policy_place head;                      /* the place of the words in this statement */
    enum policy_place next_block;                /* of what the next "{" opens */
    enum policy_place blocks[POLICY_MOST_BLOCKS];
    struct span opened[POLICY_MOST_BLOCKS];      /* the braces that opened them */
    uint32_t depth;
    enum policy_place word_place; /* where the last word was looked for, for "did you mean" */
    uint32_t behind;              /* the end of the token that the parser got before the last */
    uint32_t begun[POLICY_MOST_BLOCKS]; /* where the last statement of each open block begins */
    /* Going on after an error, see read/policy_recover.c: */
    struct policy_lexeme last;  /* what the parser got last */
    bool failed;                /* it was unexpected */
    bool sync;                  /* what the parser gets next, in this order: the end of the */
    uint32_t closes;            /* statement, ends of blocks, */
    bool has_again;             /* and a token that was read already */
    struct policy_lexeme again;
};

/* Parses SOURCE and adds its statements to TREE. */
void policy_parse(struct tree *tree, struct diag *diag, const struct source *source);

/* The same for what works on the text itself: *MARKS gets the tokens. */
void policy_parse_marked(struct tree *tree, struct diag *diag, const struct source *source,
                         struct policy_marks *marks);

/*
 * The scanner and parser of grammar/. STATE is the parser's: policy_parser_lacks_end() reports a
 * semicolon that is missing before the last token, KIND, if one could stand there.
 */
void policy_scan_and_parse(struct policy_parser *parser);
void policy_scan(struct policy_parser *parser, struct policy_lexeme *lexeme, void *scanner);
bool policy_parser_lacks_end(struct policy_parser *parser, void *state,
                             const struct policy_lexeme *lexeme);

/*
 * The next token for the parser. After an error it leaves out what belongs to the statement, and
 * says where that ends.
 */
void policy_next(struct policy_parser *parser, struct policy_lexeme *lexeme, void *scanner);

/*
 * Whether a statement seems to end before LEXEME without its semicolon: it is for the parser to say
 * whether one could stand there. policy_end_statement() makes LEXEME that semicolon; what it was
 * comes next.
 */
bool policy_seems_ended(struct policy_parser *parser, const struct policy_lexeme *lexeme);
void policy_end_statement(struct policy_parser *parser, struct policy_lexeme *lexeme);

/* Whether a line ends between two offsets. */
bool policy_line_between(const struct policy_parser *parser, uint32_t from, uint32_t to);

/*
 * Whether LEXEME begins a statement that stands outside of every block, though it stands in that
 * of an appliance or policy, and not behind one that was left open.
 */
bool policy_is_foreign(const struct policy_parser *parser, const struct policy_lexeme *lexeme);

/* What to write instead of the last token, if it is a frequent slip; else NULL. */
const char *policy_slip_help(const struct policy_parser *parser);

/* Whether WORD may misspell one that counts where the last word stood. */
bool policy_near_word(const struct policy_parser *parser, struct view word);

/*
 * The depth of the block whose statement LEXEME begins. Less than the depth where it stands: the
 * blocks between them were not closed.
 */
uint32_t policy_left_open(const struct policy_parser *parser, const struct policy_lexeme *lexeme);

/* Notes a token in the parser's marks. */
void policy_add_mark(struct policy_parser *parser, const struct policy_lexeme *lexeme);

/*
 * The scanner's questions: the token that a word is where it stands; what a name that is no word
 * (a string, a set), ",", "{", "}" and ";" change.
 */
int policy_word(struct policy_parser *parser, struct policy_token *token);
void policy_name(struct policy_parser *parser);
void policy_comma(struct policy_parser *parser);
void policy_open(struct policy_parser *parser, struct span place);
void policy_close(struct policy_parser *parser);
void policy_semicolon(struct policy_parser *parser);

/* Whether WORD begins a statement outside every block; the same for what begins one at PLACE. */
bool policy_begins_statement(struct view word);

/* Whether WORD misspells one that does. */
bool policy_nearly_begins_statement(struct view word);
bool policy_begins_at(enum policy_place place, struct view word);

/*
 * Names the words that begin a setting of the block where the last token stood, as "a, b, c". False,
 * and nothing named, where they are too many to be read.
 */
bool policy_name_settings(struct buffer *text, const struct policy_parser *parser);

/* A string's text from what stands between its quotes; reports bad escapes. */
struct view policy_string(struct policy_parser *parser, struct view text, struct span place);
/*
 * Reports a string that does not end on its line: LENGTH bytes at TEXT. Returns how many of them
 * it is taken to have: marks at the line's end are thought to be outside.
 */
size_t policy_unterminated(struct policy_parser *parser, struct span place, const char *text,
                           size_t length);

/* Reports what is not UTF-8 in a token. */
void policy_check_text(struct policy_parser *parser, struct view text, struct span place);

/* Reports what is wrong with the last token; policy_syntax_error(): and it is not to be used. */
void policy_report_syntax(struct policy_parser *parser, struct span place, const char *message);
void policy_syntax_error(struct policy_parser *parser, struct span place, const char *message);

/* The parser's actions. */
struct tree_list policy_list(struct policy_parser *parser, struct tree_list list,
                             struct tree_text text, bool is_set);
struct tree_setting *policy_setting(struct policy_parser *parser, enum tree_setting_kind kind,
                                    enum param param, struct tree_text keyword,
                                    struct tree_text value);
/* The same that takes back what was given. */
struct tree_setting *policy_take_back(struct policy_parser *parser, enum param param,
                                      struct tree_text keyword);
/* SECOND behind FIRST: two settings of one statement. */
struct tree_setting *policy_pair(struct tree_setting *first, struct tree_setting *second);
struct tree_block policy_block(struct tree_block block, struct tree_setting *settings);
/* BLOCK has a setting that could not be read. */
struct tree_block policy_break_block(struct tree_block block);
/* The minutes that "recipients unlimited", which is UNLIMITED, means: a table must name some. */
struct tree_text policy_usual_minutes(struct tree_text unlimited);
/*
 * Two tokens, and what stands between them, as one text: one blank for each run of white space and
 * comments.
 */
struct tree_text policy_join(struct policy_parser *parser, struct tree_text first,
                             struct tree_text last);
/* A statement of KIND at PLACE; KEYWORD is its first word. The caller fills in the rest. */
struct tree_statement *policy_statement(struct policy_parser *parser, enum tree_kind kind,
                                        struct span place, struct span keyword);
void policy_add_statement(struct policy_parser *parser, struct tree_statement *statement);
/* CHILD at the end of LIST, either of which may be NULL; returns the list's first. */
struct tree_statement *policy_add_child(struct tree_statement *list,
                                        struct tree_statement *child);

#endif
