/* SPDX-License-Identifier: MIT */
#include "analysis/lint_groups.h"

#include "analysis/lint_everybody.h"

/* --- The groups of a new listener ------------------------------------------------------------- */

/* Groups that the appliance makes itself; of some the name has changed. */
static const struct {
    const char *name;
    const char *old_name; /* before AsyncOS 13; NULL: the same */
} own_groups[] = {
    {"ALLOWED_LIST", "WHITELIST"}, {"BLOCKED_LIST", "BLACKLIST"}, {"RELAYLIST", NULL},
    {"SUSPECTLIST", NULL},         {"UNKNOWNLIST", NULL},
};

enum { OWN_GROUPS = sizeof own_groups / sizeof own_groups[0] };

static bool is_own(struct view name)
{
    for (int i = 0; i < OWN_GROUPS; i++)
        if (view_equal(name, view_of(own_groups[i].name)) ||
            (own_groups[i].old_name != NULL && view_equal(name, view_of(own_groups[i].old_name))))
            return true;
    return false;
}

static void judge_empty(struct hat_lint *hat, const struct access_entry *entry)
{
    if (entry->kind != ACCESS_GROUP || entry->member_count > 0 || is_own(entry->name))
        return;
    const struct listener_topic topic = {.listener = hat->listener, .name = entry->name};
    diag_mend(hat->linter->diag,
              lint_report_listener(hat->linter, CODE_LINT_GROUP_EMPTY, entry->place, &topic,
                                   "the group %.*s has no members", VIEW_ARG(entry->name)));
}

/* The entry that stands first. */
static const struct access_entry *earlier(const struct access_entry *a,
                                          const struct access_entry *b)
{
    return a == NULL || (b != NULL && b < a) ? b : a;
}

static void judge_names(struct hat_lint *hat)
{
    const struct access_entry *new_one = NULL;
    const struct access_entry *old_one = NULL;
    for (int i = 0; i < OWN_GROUPS; i++) {
        if (own_groups[i].old_name == NULL)
            continue;
        new_one = earlier(new_one, listener_group(hat->listener, view_of(own_groups[i].name)));
        old_one = earlier(old_one, listener_group(hat->listener, view_of(own_groups[i].old_name)));
    }
    if (new_one == NULL || old_one == NULL)
        return;
    const struct listener_topic topic = {.listener = hat->listener, .name = old_one->name};
    struct message *message = lint_report_listener(
        hat->linter, CODE_LINT_GROUP_NAMES, old_one->place, &topic,
        "%.*s is an old name, while %.*s is a new one", VIEW_ARG(old_one->name),
        VIEW_ARG(new_one->name));
    diag_note(hat->linter->diag, message, new_one->place, "the new name is this");
    diag_mend(hat->linter->diag, message);
}

/* --- Hosts ------------------------------------------------------------------------------------ */

/* The names of all partial domains of a listener. */
struct partials {
    const struct hat_lint *hat;
    struct hash_table table;
};

static struct partials partials_of(const struct hat_lint *hat)
{
    struct partials partials = {.hat = hat};
    hash_table_init(&partials.table, hat->linter->arena, 0);
    for (uint32_t i = 0; i < hat->members.count; i++)
        if (hat->members.list[i]->kind == MEMBER_PARTIAL)
            hash_table_insert(&partials.table,
                              member_hash(hat->listener->seed, hat->members.list[i]), i);
    return partials;
}

static bool has_partial(const struct partials *partials, struct view name)
{
    const struct member like = {.kind = MEMBER_PARTIAL, .name = name};
    uint32_t hash = member_hash(partials->hat->listener->seed, &like);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&partials->table, hash, &probe, &index))
        if (member_same(partials->hat->members.list[index], &like))
            return true;
    return false;
}

/* Whether NAME's form with a dot, or one that has it, is there. */
static bool has_dotted(const struct partials *partials, struct view name)
{
    for (size_t i = 0; i < name.length; i++)
        if ((i == 0 || name.text[i - 1] == '.') &&
            has_partial(partials, (struct view){name.text + i, name.length - i}))
            return true;
    return false;
}

static void judge_host(struct hat_lint *hat, const struct partials *partials, uint32_t number)
{
    const struct member *member = hat->members.list[number];
    if (member->kind != MEMBER_HOST || !lint_is_house(member->name) ||
        has_dotted(partials, member->name))
        return;
    const struct member below = {.kind = MEMBER_PARTIAL, .name = member->name};
    struct member_words words = hat_member_words(hat, number);
    struct message *message =
        lint_report_member(hat, CODE_LINT_HOST_ALONE, number,
                           "%.*s%s%.*s is this host alone: the hosts below it are .%.*s",
                           MEMBER_ARG(words), VIEW_ARG(member->text));
    if (everybody_cloud(hat->linter->settings, &below).length > 0)
        diag_help(hat->linter->diag, message,
                  "remove it: no mail comes from a host of this name, and from those below it "
                  "everybody can send");
    else
        diag_mend(hat->linter->diag, message);
}

/* --- Shared clouds ---------------------------------------------------------------------------- */

static void judge_cloud(struct hat_lint *hat, const struct access_entry *entry, uint32_t number)
{
    const enum code code = CODE_LINT_CLOUD_UNCHECKED;
    const char *whose = everybody_words(hat->linter->arena, hat->linter->settings,
                                        hat->members.list[number]);
    if (whose == NULL || !hat_is_reached(hat, number))
        return;
    const struct flow_resolved *resolved = hat_resolved(hat, entry);
    if (resolved->behavior != BEHAVIOR_ACCEPT) /* relaying is another rule's */
        return;
    const struct flow_setting *spam = lint_flow(hat->linter, resolved, FLOW_SPAM_CHECK, code);
    if (spam == NULL || !flow_is_word(spam, FLOW_OFF))
        return;
    struct member_words words = hat_member_words(hat, number);
    struct message *message = lint_report_member(
        hat, code, number, "mail from %.*s%s%.*s is not checked for spam, and %s",
        MEMBER_ARG(words), whose);
    diag_note(hat->linter->diag, message, spam->place, "spam checks are off here");
    diag_mend(hat->linter->diag, message);
}

void lint_groups(struct hat_lint *hat)
{
    const struct members *members = &hat->members;
    const struct partials partials = partials_of(hat);
    for (uint32_t i = 0; i < hat->listener->entry_count; i++) {
        const struct access_entry *entry = &hat->listener->entries[i];
        judge_empty(hat, entry);
        for (uint32_t number = members->starts[i]; number < members->starts[i + 1]; number++) {
            judge_cloud(hat, entry, number);
            if (entry->kind == ACCESS_GROUP) /* a single host is meant for one */
                judge_host(hat, &partials, number);
        }
    }
    judge_names(hat);
}
