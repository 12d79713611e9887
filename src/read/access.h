/* SPDX-License-Identifier: MIT */
/*
 * A Host Access Table put together from its parts, in whatever language they are written. What
 * concerns the table as a whole is judged here, once for all readers.
 *
 *     access_reader_init(...);
 *     access_policy(...);               mail flow policies, anywhere between entries
 *     access_group(...); access_member(...) ...; access_use(...) or access_behave(...);
 *     access_host(...);  access_use(...) or access_behave(...);
 *     access_all(...);   access_use(...) or access_behave(...);
 *     access_check(...);
 *
 * Texts are UTF-8 without control characters; whoever has read them has checked that.
 */
#ifndef DESTC_READ_ACCESS_H
#define DESTC_READ_ACCESS_H

#include "model/listener.h"
#include "read/vocabulary.h"

struct access_text {
    struct view text;
    struct span place;
};

/* A description, or none. */
struct access_note {
    bool given;
    struct view text;
};

struct access_reader {
    struct diag *diag;
    struct listener *listener; /* which the table belongs to */
    struct access_entry entry; /* the one that is open; it joins the listener's at its end */
    struct hash_table members; /* of the group that is open */
    bool has_all;              /* there was an ALL, good or not */
    enum vocabulary vocabulary; /* whose words messages use; a table's, if nobody sets it */
};

/* A reader of the table of LISTENER, as a HAT has it. */
void access_reader_init(struct access_reader *reader, struct diag *diag,
                        struct listener *listener);

/* --- Words ------------------------------------------------------------------------------------ */

enum access_word { ACCESS_WORD_MEMBER, ACCESS_WORD_BEHAVIOR, ACCESS_WORD_ALL };

/* What a HAT takes TEXT for where a member may stand: a behavior (misspelt, perhaps), ALL. */
enum access_word access_word(struct view text);

/* Whether NAME, without "$", is the name of a policy; reports it if not. */
bool access_policy_name(struct diag *diag, enum vocabulary vocabulary, struct access_text name);

/*
 * The behavior WORD, which VOCABULARY writes in capitals or small letters; or the one that it
 * misspells, which is reported. BEHAVIOR_COUNT, reported, if it is none.
 */
enum behavior access_read_behavior(struct diag *diag, enum vocabulary vocabulary,
                              struct access_text word);

/* The same for an action of recipients; RECIPIENT_ACTION_COUNT if it is none, misspelt or not. */
enum recipient_action access_read_action(struct diag *diag, enum vocabulary vocabulary,
                                    struct access_text word);

/* --- Parts ------------------------------------------------------------------------------------ */

/* Defines POLICY, whose name is one; reports a second one of its name. */
void access_policy(struct access_reader *reader, const struct mail_flow_policy *policy);

/* A sender group begins. */
void access_group(struct access_reader *reader, struct view name, struct span place);

/*
 * A member of the group that is open. False, and reported, if it is none; one that the group has
 * already is told of and taken.
 */
bool access_member(struct access_reader *reader, struct view text, struct span place,
                   struct access_note note);

/*
 * The entry of a single host begins. False, and reported, if TEXT is none: what follows is read
 * all the same, and the entry dropped at its end.
 */
bool access_host(struct access_reader *reader, struct view text, struct span place,
                 struct access_note note);

/* The same of a host whose text was reported as none before it came here. */
void access_no_host(struct access_reader *reader, struct span place);

/* The entry of everybody else begins. */
void access_all(struct access_reader *reader, struct span place, struct access_note note);

/*
 * The open entry ends: with a policy, whose name has no dollar sign (empty: it was reported), or
 * with a behavior of its own. SETTINGS are those of a block behind it.
 */
void access_use(struct access_reader *reader, struct access_text policy_without_dollar,
                struct flow_settings settings, struct access_note note);
void access_behave(struct access_reader *reader, enum behavior behavior, struct span place,
                   struct flow_settings settings, struct access_note note);

/* --- The table as a whole --------------------------------------------------------------------- */

/*
 * Reports policies that are used and not defined, and an ALL that is missing or not the last entry.
 * HAS_ALL: there was one, good or not. END is where a table without entries ends. LISTENER need not
 * come from a reader.
 */
void access_check(struct diag *diag, enum vocabulary vocabulary, const struct listener *listener,
                  bool has_all, struct span end);

#endif
