/* SPDX-License-Identifier: MIT */
#include "read/policy_listener.h"

#include "model/document_listener.h"
#include "read/flow.h"
#include "read/listener.h"
#include "read/policy_flow.h"

static const struct tree_list no_bundles;

static bool is_given(struct tree_text text)
{
    return text.place.offset != 0;
}

static struct access_text access_text(struct tree_text text)
{
    return (struct access_text){text.text, text.place};
}

/* --- A listener's own settings ---------------------------------------------------------------- */

static void help_type(struct diag *diag, struct message *message, struct view word)
{
    static const char *const types[] = {"public", "private", "blackhole"};
    struct nearest nearest = nearest_to(word);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        nearest_offer(&nearest, view_of(types[i]), view_of(types[i]));
    if (nearest_found(&nearest))
        diag_help(diag, message, "did you mean %s?",
                  nearest_words(diag->arena, &nearest, "", ""));
    else
        diag_mend(diag, message);
}

void listener_take_type(struct lowering *lowering, struct listener *listener,
                        const struct tree_statement *statement)
{
    struct tree_text word = statement->file;
    struct tree_text name = statement->name;
    if (!is_given(word) && !name.quoted &&
        document_listener_type(name.text) != LISTENER_UNKNOWN) {
        struct message *message =
            diag_report(lowering->diag, CODE_LISTENER_TYPE, name.place,
                        "%.*s is a type of listener, and no name", VIEW_ARG(name.text));
        diag_help(lowering->diag, message,
                  "write the name before it: listener \"NAME\" %.*s; a listener of that name stands "
                  "in quotes", VIEW_ARG(name.text));
    }
    if (!is_given(word))
        return;
    listener->type = document_listener_type(word.text);
    if (listener->type != LISTENER_UNKNOWN)
        return;
    struct message *message = diag_report(lowering->diag, CODE_LISTENER_TYPE, word.place,
                                          "not a type of listener: \"%.*s\"", VIEW_ARG(word.text));
    help_type(lowering->diag, message, word.text);
}

void listener_take_setting(struct lowering *lowering, struct listener *listener,
                           const struct tree_part *part)
{
    enum listener_setting setting = (enum listener_setting)part->setting;
    if (part->is_default) {
        document_listener_set(listener, setting, VIEW(""));
        return;
    }
    bool is_empty = part->name.text.length == 0;
    bool is_trim = view_trim(part->name.text).length == part->name.text.length;
    bool one_line = listener_read_note(lowering, part->name, NULL);
    if (!one_line ||
        (!is_empty && is_trim && document_listener_set(listener, setting, part->name.text)))
        return;
    struct message *message =
        diag_report(lowering->diag, CODE_LISTENER_SETTING, part->name.place,
                    "\"%.*s\" is no %s", VIEW_ARG(part->name.text),
                    document_listener_setting(setting));
    if (is_empty)
        diag_help(lowering->diag, message, "take the setting out, or write its name");
    else if (!is_trim)
        diag_help(lowering->diag, message, "write it without the blanks at its ends");
    else if (setting == LISTENER_PORT)
        diag_help(lowering->diag, message, "write a number from 1 to 65535");
    else
        diag_mend(lowering->diag, message);
}

/* --- Entries ---------------------------------------------------------------------------------- */

enum behavior listener_behavior(struct lowering *lowering, struct tree_text word)
{
    enum behavior behavior = behavior_find(word.text);
    if (behavior != BEHAVIOR_COUNT)
        return behavior;
    return access_read_behavior(lowering->diag, VOCABULARY_SOURCE, access_text(word));
}

struct mail_flow_policy listener_read_policy(struct lowering *lowering,
                                             const struct mail_flow_policy *before,
                                             const struct tree_part *part)
{
    struct mail_flow_policy policy = {.name = part->name.text, .place = part->name.place};
    if (before != NULL)
        policy = *before;
    if (is_given(part->behavior))
        policy.behavior = listener_behavior(lowering, part->behavior);
    if (policy.behavior == BEHAVIOR_COUNT)
        policy.behavior = BEHAVIOR_ACCEPT;
    if (part->is_default)
        policy.place = part->keyword;
    policy.settings = policy_flow_settings(&lowering->names, FLOW_TABLE_HAT,
                                           before == NULL ? NULL : &before->settings, &part->uses,
                                           &part->flow);
    return policy;
}

bool listener_read_note(struct lowering *lowering, struct tree_text text,
                        struct access_note *note)
{
    struct flow_reader reader;
    struct access_note read = {.given = is_given(text), .text = text.text};
    flow_reader_init(&reader, lowering->diag, FLOW_TABLE_HAT, 0, false);
    bool good = !read.given || flow_check_text(&reader, text.text, text.place, "a text");
    read.given = read.given && good;
    if (note != NULL)
        *note = read;
    return good;
}

static bool is_entry(const struct tree_part *part)
{
    return part->kind == TREE_SENDER_GROUP || part->kind == TREE_HOST ||
           part->kind == TREE_ALL_HOSTS;
}

bool listener_is_access(const struct tree_part *part)
{
    return is_entry(part) || (part->kind == TREE_MAIL_FLOW_POLICY && !part->is_default);
}

static void add_members(struct lowering *lowering, struct access_reader *reader,
                        const struct tree_part *part)
{
    for (const struct tree_member *member = part->members; member != NULL;
         member = member->next) {
        struct access_note note;
        listener_read_note(lowering, member->note, &note);
        if (member->removes)
            diag_help(lowering->diag,
                      diag_report(lowering->diag, CODE_OVERLAY_WORD, member->text.place,
                                  "remove: the group begins here, and has no members yet"),
                      "leave the member out");
        else if (listener_read_note(lowering, member->text, NULL))
            access_member(reader, member->text.text, member->text.place, note);
    }
}

/* What the entry gets. */
static void end_entry(struct lowering *lowering, struct access_reader *reader,
                      const struct tree_part *part)
{
    struct access_note note;
    struct flow_settings settings = policy_flow_settings(&lowering->names, FLOW_TABLE_HAT, NULL,
                                                         &no_bundles, &part->flow);
    listener_read_note(lowering, part->note, &note);
    if (is_given(part->use)) {
        struct access_text policy = access_text(part->use);
        if (!access_policy_name(lowering->diag, VOCABULARY_SOURCE, policy))
            policy.text.length = 0;
        access_use(reader, policy, settings, note);
    } else if (is_given(part->behavior) &&
               listener_policy(reader->listener, part->behavior.text) != NULL &&
               behavior_find(part->behavior.text) == BEHAVIOR_COUNT) {
        struct message *message =
            diag_report(lowering->diag, CODE_BEHAVIOR_MISSPELT, part->behavior.place,
                        "%.*s is a mail flow policy, and no behavior",
                        VIEW_ARG(part->behavior.text));
        diag_help(lowering->diag, message, "write uses %.*s", VIEW_ARG(part->behavior.text));
        access_use(reader, access_text(part->behavior), settings, note);
    } else if (is_given(part->behavior)) {
        enum behavior behavior = listener_behavior(lowering, part->behavior);
        if (behavior == BEHAVIOR_COUNT) /* which was reported */
            behavior = BEHAVIOR_REJECT;
        access_behave(reader, behavior, part->behavior.place, settings, note);
    } else {
        struct message *message =
            diag_report(lowering->diag, CODE_ENTRY_WITHOUT_POLICY, part->keyword,
                        "no policy, nor a behavior");
        diag_help(lowering->diag, message, "write uses NAME, or a behavior such as accept");
    }
}

/* What is no name has been reported; another stands for it, so that the schema is content. */
static void check_group_name(struct lowering *lowering, struct access_reader *reader,
                             struct tree_text name)
{
    if (listener_is_name(name.text))
        return;
    struct message *message = diag_report(lowering->diag, CODE_GROUP_NAME, name.place,
                                          "not the name of a sender group: \"%.*s\"",
                                          VIEW_ARG(name.text));
    struct view before = {name.text.text, name.text.length - (name.text.length > 0)};
    if (listener_is_name(before) && name.text.text[before.length] == ':')
        diag_help(lowering->diag, message, "write %.*s: the colon is a HAT file's",
                  VIEW_ARG(before));
    else
        diag_mend(lowering->diag, message);
    reader->entry.name = VIEW("_");
}

void listener_add_part(struct lowering *lowering, struct access_reader *reader,
                       const struct tree_part *part)
{
    struct tree_text name = part->name;
    const struct access_note none = {.given = false};
    if (part->kind == TREE_ALL_HOSTS) {
        access_all(reader, part->keyword, none);
    } else if (part->kind == TREE_HOST) {
        if (listener_read_note(lowering, name, NULL))
            access_host(reader, name.text, name.place, none);
        else
            access_no_host(reader, name.place);
    } else {
        access_group(reader, name.text, name.place);
        check_group_name(lowering, reader, name);
        add_members(lowering, reader, part);
    }
    end_entry(lowering, reader, part);
}

/* --- Policies --------------------------------------------------------------------------------- */

static void add_default_policy(struct lowering *lowering, struct listener *listener,
                               const struct tree_part *part)
{
    if (listener->has_default_policy) {
        struct message *message =
            diag_report(lowering->diag, CODE_POLICY_TWICE, part->keyword,
                        "the listener's default policy parameters are given twice");
        diag_note(lowering->diag, message, listener->default_policy.place, "first given here");
        diag_help(lowering->diag, message, "put all of it into one of the two statements");
        return;
    }
    listener->has_default_policy = true;
    listener->default_policy = listener_read_policy(lowering, NULL, part);
}

static void add_policy(struct lowering *lowering, struct access_reader *reader,
                       const struct tree_part *part)
{
    struct access_text name = access_text(part->name);
    struct mail_flow_policy policy = listener_read_policy(lowering, NULL, part);
    if (!access_policy_name(lowering->diag, VOCABULARY_SOURCE, name))
        return;
    if (!is_given(part->behavior)) {
        struct message *message =
            diag_report(lowering->diag, CODE_POLICY_WITHOUT_BEHAVIOR, name.place,
                        "the mail flow policy %.*s has no behavior", VIEW_ARG(name.text));
        diag_help(lowering->diag, message,
                  "write accept, relay, reject, tcprefuse or continue behind its name");
    }
    access_policy(reader, &policy);
}

/* --- Recipients ------------------------------------------------------------------------------- */

struct adding {
    struct lowering *lowering;
    struct recipients_reader *reader;
    enum recipient_action action;
    struct span action_place;
    struct flow_settings options;
};

static void add_set_member(void *context, uint32_t subject, struct span place)
{
    const struct adding *adding = context;
    const struct subject *known = &adding->lowering->names.subjects[subject];
    (void)place;
    recipients_add(adding->reader, (struct access_text){known->domain.name, known->place},
                   adding->action, adding->action_place, adding->options);
}

static void add_address(struct adding *adding, const struct tree_list_item *item)
{
    struct lowering *lowering = adding->lowering;
    if (item->is_set) {
        struct tree_list_item alone = *item;
        alone.next = NULL;
        const struct tree_list list = {&alone, &alone};
        names_report_empty(&lowering->names, &list);
        names_each(&lowering->names, &list, adding, add_set_member);
        return;
    }
    struct access_text address = access_text(item->text);
    if (item->is_all)
        address.text = VIEW("ALL");
    if (listener_read_note(lowering, item->text, NULL))
        recipients_add(adding->reader, address, adding->action, adding->action_place,
                       adding->options);
}

void listener_add_recipients(struct lowering *lowering, struct recipients_reader *reader,
                             const struct tree_part *part)
{
    struct adding adding = {
        .lowering = lowering,
        .reader = reader,
        .action = access_read_action(lowering->diag, VOCABULARY_SOURCE,
                                     access_text(part->behavior)),
        .action_place = part->behavior.place,
        .options = policy_flow_settings(&lowering->names, FLOW_TABLE_RAT, NULL, &no_bundles,
                                        &part->flow),
    };
    for (const struct tree_list_item *item = part->list.first; item != NULL; item = item->next)
        add_address(&adding, item);
}

/* --- A listener ------------------------------------------------------------------------------- */

bool listener_is_broken(const struct tree_part *list)
{
    while (list != NULL && list->kind != TREE_BROKEN_PART)
        list = list->next;
    return list != NULL;
}

/* What only an appliance's listener may say. */
static bool is_for_overlay(struct lowering *lowering, const struct tree_part *part)
{
    static const struct {
        const char *word;
        const char *help;
    } words[] = {
        [TREE_CHANGE] = {"before", "leave it out, and write the entry where it belongs in the order"},
        [TREE_ADDITION] = {"add", "leave add out: here the order of entries is that of the lines"},
        [TREE_REMOVAL] = {"remove", "take the entry itself out"},
    };
    if (part->edit == TREE_CHANGE && !is_given(part->before))
        return false;
    struct span place = part->edit == TREE_CHANGE ? part->before.place : part->keyword;
    struct diag *diag = lowering->diag;
    if (diag->about != NULL) {
        diag_help(diag,
                  diag_report(diag, CODE_OVERLAY_WORD, place,
                              "a change of a table that the base does not have"),
                  "write the whole table here, without add and before");
        return true;
    }
    struct message *message = diag_report(diag, CODE_OVERLAY_WORD, place,
                                          "%s outside of an appliance", words[part->edit].word);
    diag_help(diag, message, "%s, or move the statement into an appliance's block",
              words[part->edit].help);
    return true;
}

static void lower_recipients(struct lowering *lowering, struct listener *listener,
                             const struct tree_part *table)
{
    struct recipients_reader reader;
    recipients_reader_init(&reader, lowering->diag, listener);
    reader.vocabulary = VOCABULARY_SOURCE;
    const struct tree_part *part = table->children;
    for (; part != NULL; part = part->next)
        if (part->kind == TREE_RECIPIENT && !is_for_overlay(lowering, part))
            listener_add_recipients(lowering, &reader, part);
    if (!listener_is_broken(table->children))
        recipients_check(lowering->diag, VOCABULARY_SOURCE, listener, reader.has_all,
                         table->keyword);
}

/* Whether there is anything of a HAT. */
static bool has_access(const struct tree_statement *statement)
{
    const struct tree_part *part = statement->parts;
    while (part != NULL && !listener_is_access(part))
        part = part->next;
    return part != NULL;
}

static void lower_access(struct lowering *lowering, struct listener *listener,
                         const struct tree_statement *statement)
{
    struct access_reader reader;
    access_reader_init(&reader, lowering->diag, listener);
    reader.vocabulary = VOCABULARY_SOURCE;
    for (const struct tree_part *part = statement->parts; part != NULL; part = part->next) {
        if (!listener_is_access(part) || is_for_overlay(lowering, part))
            continue;
        if (is_entry(part))
            listener_add_part(lowering, &reader, part);
        else
            add_policy(lowering, &reader, part);
    }
    if (!listener_is_broken(statement->parts))
        access_check(lowering->diag, VOCABULARY_SOURCE, listener, reader.has_all,
                     statement->name.place);
}

/* The parts of a listener that stand once: its settings, and the table of recipients. */
struct once {
    const struct tree_part *first[LISTENER_SETTING_COUNT + 1];
};

/* Whether PART is not there for the second time; reports it if it is. */
static bool is_first(struct lowering *lowering, struct once *once, const struct tree_part *part)
{
    bool table = part->kind == TREE_RECIPIENT_TABLE;
    const struct tree_part **first =
        &once->first[table ? LISTENER_SETTING_COUNT : part->setting];
    if (*first == NULL) {
        *first = part;
        return true;
    }
    struct view word = sources_text(lowering->diag->sources, part->keyword);
    struct message *message =
        diag_report(lowering->diag, table ? CODE_RAT_TWICE : CODE_DUPLICATE_PARAMETER,
                    part->keyword, "%.*s is given twice", VIEW_ARG(word));
    diag_note(lowering->diag, message, (*first)->keyword, "first given here");
    diag_help(lowering->diag, message, "keep one of the two");
    return false;
}

void listener_lower_tables(struct lowering *lowering, struct policy *policy,
                           const struct listener *listener,
                           const struct tree_statement *statement)
{
    const struct read_options options = {.listener = listener->name};
    bool has_rat = listener_has_rat(listener);
    bool has_hat = listener_has_hat(listener);
    struct once once = {{NULL}};
    for (const struct tree_part *part = statement->parts; part != NULL; part = part->next)
        if (part->kind == TREE_RECIPIENT_TABLE && !has_rat && is_first(lowering, &once, part))
            lower_recipients(lowering, listener_for_rat(policy, lowering->diag, &options,
                                                        part->keyword), part);
    if (has_access(statement) && !has_hat)
        lower_access(lowering, listener_for_hat(policy, lowering->diag, &options,
                                                statement->name.place), statement);
}

void listener_lower(struct lowering *lowering, struct policy *policy,
                    const struct tree_statement *statement)
{
    struct listener *listener =
        listeners_get(&policy->listeners, lowering_take_label(lowering, statement->name));
    struct once once = {{NULL}};
    if (listener->place.offset == 0)
        listener->place = statement->name.place;
    listener_take_type(lowering, listener, statement);
    for (const struct tree_part *part = statement->parts; part != NULL; part = part->next) {
        if (part->kind == TREE_LISTENER_SETTING && is_first(lowering, &once, part))
            listener_take_setting(lowering, listener, part);
        else if (part->kind == TREE_MAIL_FLOW_POLICY && part->is_default &&
                 !is_for_overlay(lowering, part))
            add_default_policy(lowering, listener, part);
    }
    listener_lower_tables(lowering, policy, listener, statement);
}

void lowering_listeners(struct lowering *lowering)
{
    const struct names *names = &lowering->names;
    for (uint32_t i = 0; i < names->definition_count; i++)
        if (names->definitions[i]->kind == DEFINITION_LISTENER)
            listener_lower(lowering, lowering->policy, names->definitions[i]->statement);
}
