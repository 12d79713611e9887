/* SPDX-License-Identifier: MIT */
/*
 * A policy source as it is written: statements with their places, before anything is made of
 * them. The parser (grammar/policy.y) builds it, read/policy_lower.c makes a policy of it.
 * Everything lives in the arena of the run; texts are views into the sources, but for strings
 * with escapes.
 */
#ifndef DESTC_READ_POLICY_TREE_H
#define DESTC_READ_POLICY_TREE_H

#include "diag/diag.h"
#include "model/comments.h"
#include "model/flow.h"
#include "model/settings.h"
#include "read/policy_broken.h"

/* A word or a string, or a phrase of several; the text is without quotes and escapes. */
struct tree_text {
    struct view text;
    struct span place; /* with the quotes */
    bool quoted;
};

struct tree_list_item {
    struct tree_text text;
    bool is_set; /* @name: the set called TEXT */
    bool is_all; /* the word "all", among recipients */
    struct tree_list_item *next;
};

/* Names in the order they are written. */
struct tree_list {
    struct tree_list_item *first;
    struct tree_list_item *last;
};

enum tree_setting_kind {
    TREE_PARAMETER, /* param and value */
    TREE_OTHER,     /* parameter "name" "value": unknown to this release of destc */
    TREE_NOTE,      /* value is the text */
    TREE_UNTIL,     /* value is a date, 2027-06-30 */
};

/*
 * One setting. "recipients 20 per 1 minute" and "limits per domain, system-wide" make two each,
 * so that a setting is always one parameter.
 */
struct tree_setting {
    enum tree_setting_kind kind;
    enum param param;         /* for TREE_PARAMETER */
    bool take_back;           /* "tls default": inherit again; no value */
    struct tree_text keyword; /* the setting's word; for TREE_OTHER the parameter's name */
    struct tree_text value;
    bool is_read;      /* what follows has been worked out, and reported where it is wrong */
    struct value read;
    struct tree_setting *next;
};

/* The settings of a block, in the order they are written. */
struct tree_block {
    struct tree_setting *first;
    struct tree_setting *last;
    struct span place; /* from brace to brace; SPAN_NONE where there is only a semicolon */
    bool is_broken;    /* a setting in it could not be read, which has been reported */
};

/* --- Listeners -------------------------------------------------------------------------------- */

/* A parameter of a mail flow policy, or an option of a recipient. */
struct tree_flow_setting {
    enum flow_param param;    /* FLOW_COUNT: parameter "name" "value", unknown to this destc */
    bool take_back;           /* "tls default": inherit again; no value */
    struct tree_text keyword; /* its word; of an unknown one its name */
    struct tree_text value;
    struct tree_flow_setting *next;
};

struct tree_flow {
    struct tree_flow_setting *first;
    struct tree_flow_setting *last;
    struct span place; /* from brace to brace; SPAN_NONE where there are none */
};

/* A member of a sender group: its text is as a table spells it, sbrs[-3.0:-1.0]. */
struct tree_member {
    struct tree_text text;
    struct tree_text note; /* the description; its place is SPAN_NONE if there is none */
    bool removes;          /* remove MEMBER, in an appliance's listener */
    struct tree_member *next;
};

/* What stands in the braces behind a sender group: settings, or members, or nothing. */
struct tree_group_block {
    struct tree_flow flow;
    struct tree_member *first;
    struct tree_member *last;
    struct span place; /* SPAN_NONE where there are no braces */
};

enum tree_part_kind {
    TREE_LISTENER_SETTING, /* setting and name; is_default: none any more */
    TREE_MAIL_FLOW_POLICY, /* name, or is_default; behavior, uses, flow */
    TREE_SENDER_GROUP,     /* name, before, use or behavior, flow, note, members */
    TREE_HOST,             /* the same with a member's text as its name, and no members */
    TREE_ALL_HOSTS,        /* use or behavior, flow, note */
    TREE_RECIPIENT_TABLE,  /* children, each a TREE_RECIPIENT */
    TREE_RECIPIENT,        /* behavior is the action; list, flow are its addresses and options */
    TREE_BROKEN_PART,      /* could not be read, which was reported */
};

/* What an item does in an appliance's listener; elsewhere only TREE_CHANGE makes sense. */
enum tree_edit { TREE_CHANGE, TREE_ADDITION, TREE_REMOVAL };

/* An item in the block of a listener. A text that is not there has the place SPAN_NONE. */
struct tree_part {
    enum tree_part_kind kind;
    enum tree_edit edit;
    struct span place;
    struct span keyword;
    unsigned setting; /* enum listener_setting */
    bool is_default;
    struct tree_text name;
    struct tree_text before; /* the name of a group, or "all" */
    bool before_all;         /* the word "all" */
    struct tree_text use;
    struct tree_text behavior;
    struct tree_list uses; /* bundles of a mail flow policy, left to right */
    struct tree_list list;
    struct tree_flow flow;
    struct tree_text note;
    bool has_members; /* there was a block for them */
    struct tree_member *members;
    struct tree_part *children; /* of a table of recipients */
    struct tree_part *last_child; /* of the list whose first this is */
    struct tree_part *next;
};

/* --- Statements ------------------------------------------------------------------------------- */

enum tree_kind {
    TREE_POLICY,      /* policy NAME { asyncos RELEASE; } */
    TREE_INCLUDE,     /* include NAME; */
    TREE_DECLARE,     /* declare certificate|bounce-profile LIST; param says which */
    TREE_DEFINE,      /* define NAME = { LIST } or = file FILE */
    TREE_SETTINGS,    /* settings NAME extends USES BLOCK */
    TREE_DEFAULT,     /* default uses USES BLOCK */
    TREE_DESTINATION, /* destination LIST uses USES BLOCK */
    TREE_ADD,         /* add destination ..., in an appliance */
    TREE_REMOVE,      /* remove destination LIST, in an appliance */
    TREE_APPLIANCE,   /* appliance NAME { CHILDREN } */
    TREE_ASSERT,      /* assert CONDITION for LIST|all|default "MESSAGE" */
    TREE_ASYNCOS,     /* asyncos RELEASE; value in file; in an appliance or a policy block */
    TREE_FLOW_BUNDLE, /* mail-flow-settings NAME extends USES FLOW */
    TREE_LISTENER,    /* listener NAME FILE { PARTS }: the file is its type; edit, in an appliance */
    TREE_EXPECT,      /* EXPECTATION, NAME is the listener's, LIST its subjects, FILE a message */
};

/* Whom an assertion is about. */
enum tree_target { TREE_FOR_LIST, TREE_FOR_ALL, TREE_FOR_DEFAULT };

struct tree_condition {
    bool enforced;              /* NAME enforced: no operation, no value */
    struct tree_text name;
    struct tree_text operation; /* "=", "!=", "<", "<=", ">", ">=" */
    struct tree_text value;     /* one word or several, as it is written */
};

/* What an expectation is made of; see struct expectation. */
struct tree_expectation {
    unsigned kind; /* enum expectation_kind */
    struct tree_text action;
    struct tree_text address;
    struct tree_text named;
    struct tree_text scored;
    struct tree_text result;
};

/* One statement. Which members count is said above, beside its kind. */
struct tree_statement {
    enum tree_kind kind;
    struct span place;   /* the whole statement */
    struct span keyword; /* its first word */
    struct tree_text name;
    struct tree_text file;   /* a path, a release, or an assertion's message; may be empty */
    enum param param;        /* of a declaration */
    struct tree_list list;
    struct tree_list uses;   /* bundles, left to right */
    struct tree_block block;
    enum tree_target target; /* of an assertion */
    struct tree_condition *condition; /* of an assertion, or NULL */
    struct tree_flow flow;
    enum tree_edit edit;
    struct tree_part *parts;
    struct tree_expectation *expectation;
    struct tree_statement *children; /* of an appliance or a policy */
    struct tree_statement *last_child;
    struct tree_statement *next;
};

/* What makes a file itself, whatever path leads to it. */
struct file_identity {
    uint64_t device;
    uint64_t inode;
};

/* One file of a source, and how it was reached. */
struct tree_file {
    const struct source *source;
    struct file_identity identity;
    unsigned depth;
    struct tree_file *parent; /* the file that includes it first; NULL for one given by name */
    struct tree_file *next;
};

/* Everything that the files of a run say, joined as includes would be. */
struct tree {
    struct tree_statement *first;
    struct tree_statement *last;
    struct tree_file *files; /* in the order they were read */
    struct tree_file *last_file;
    uint32_t file_count;
    struct comments comments;
    struct broken_words broken; /* what stands in statements that could not be read */
};

#endif
