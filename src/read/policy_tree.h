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
};

/* Whom an assertion is about. */
enum tree_target { TREE_FOR_LIST, TREE_FOR_ALL, TREE_FOR_DEFAULT };

struct tree_condition {
    bool enforced;              /* NAME enforced: no operation, no value */
    struct tree_text name;
    struct tree_text operation; /* "=", "!=", "<", "<=", ">", ">=" */
    struct tree_text value;     /* one word or several, as it is written */
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
    struct tree_condition condition;
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
