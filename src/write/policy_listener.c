/* SPDX-License-Identifier: MIT */
#include "write/policy_listener.h"

#include "analysis/factor_flow.h"
#include "base/utf8.h"
#include "analysis/listener_change.h"
#include "write/policy_flow.h"

/* --- What has no place ------------------------------------------------------------------------ */

/* A host has one description, which stands behind what it gets. */
static void check_entry(const struct access_entry *entry, struct diag *diag)
{
    if (entry->kind == ACCESS_GROUP || !entry->has_description || entry->member_count == 0 ||
        entry->members[0].description == NULL)
        return;
    diag_report(diag, CODE_OUTPUT_LOSS, entry->place,
                "the description of %.*s itself is left out: there is another behind its policy",
                VIEW_ARG(entry->members[0].text));
}

void policy_listener_check(const struct listener *listener, struct diag *diag)
{
    for (uint32_t i = 0; i < listener->entry_count; i++)
        check_entry(&listener->entries[i], diag);
}

void policy_listeners_check(const struct listeners *listeners, struct diag *diag)
{
    for (uint32_t i = 0; i < listeners->count; i++)
        policy_listener_check(&listeners->list[i], diag);
}

/* --- Words ------------------------------------------------------------------------------------ */

/* Words that mean something somewhere in a listener's block. */
static bool is_word(struct view name)
{
    static const char *const words[] = {
        "accept",  "add",  "before",    "continue", "extends", "host",      "listener", "none",
        "reject",  "relay", "remove",   "sbrs",     "to",      "tcprefuse", "parameter",
        "recipients", "mail-flow-policy", "sender-group",
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (view_equal(name, view_of(words[i])))
            return true;
    return flow_find_policy(FLOW_TABLE_HAT, name) != FLOW_COUNT ||
           flow_find_policy(FLOW_TABLE_RAT, name) != FLOW_COUNT;
}

void source_add_word(struct buffer *buffer, struct view name)
{
    if (is_word(name))
        style_add_string(buffer, name);
    else
        style_add_name(buffer, name);
}

/* A word of the model, which has it in capitals, in small letters. */
static void add_lower(struct buffer *buffer, const char *word)
{
    for (; *word != '\0'; word++)
        buffer_add_char(buffer, ascii_lower(*word));
}

/* A range of scores in words, if MEMBER spells it as a table does; else false. */
static bool add_scores(struct buffer *buffer, struct view text)
{
    static const size_t head = sizeof "sbrs[" - 1;
    if (text.length <= head || !view_equal((struct view){text.text, head}, VIEW("sbrs[")))
        return false;
    struct view inside = {text.text + head, text.length - head - 1};
    const char *colon = memchr(inside.text, ':', inside.length);
    buffer_add_string(buffer, "sbrs ");
    if (colon == NULL) {
        buffer_add(buffer, inside); /* none */
        return true;
    }
    size_t first = (size_t)(colon - inside.text);
    buffer_add(buffer, (struct view){inside.text, first});
    buffer_add_string(buffer, " to ");
    buffer_add(buffer, (struct view){colon + 1, inside.length - first - 1});
    return true;
}

void source_add_member(struct buffer *buffer, const struct member *member)
{
    bool scores = member->kind == MEMBER_SBRS || member->kind == MEMBER_SBRS_NONE;
    if (!scores || !add_scores(buffer, member->text))
        source_add_word(buffer, member->text);
}

/* --- Heads ------------------------------------------------------------------------------------ */

/* A head that is put together: what is in WORD is not broken. */
static struct buffer *begin_word(struct statements *statements)
{
    statements->styled.word.length = 0;
    return &statements->styled.word;
}

static void end_word(struct statements *statements)
{
    styled_text(&statements->styled, buffer_view(&statements->styled.word));
}

static void begin_part(const struct policy_part *part)
{
    styled_begin(&part->statements->styled, part->indent);
    buffer_add_string(begin_word(part->statements), part->lead);
}

/* Makes the block give SETTINGS, but for the first, and take back what the part takes back. */
static void fill_flow(const struct policy_part *part, const struct flow_settings *settings,
                      uint32_t skipped)
{
    statements_clear(part->statements);
    policy_flow_lines(part->statements, settings->list + skipped, settings->count - skipped);
    for (int i = 0; i < FLOW_COUNT; i++)
        if ((part->taken_back & FLOW_BIT(i)) != 0)
            policy_flow_default(part->statements, (enum flow_param)i);
}

/* --- Mail flow policies ----------------------------------------------------------------------- */

void policy_part_policy(const struct policy_part *part, const struct mail_flow_policy *policy,
                        bool is_default, const struct view *names, uint32_t name_count,
                        uint32_t skipped)
{
    struct statements *statements = part->statements;
    struct buffer *word = &statements->styled.word;
    fill_flow(part, &policy->settings, skipped);
    const char *mark = statements->line_count == 0 ? ";" : " {";
    begin_part(part);
    buffer_add_string(word, "mail-flow-policy ");
    if (is_default) {
        buffer_add_string(word, "default");
    } else {
        source_add_word(word, policy->name);
        buffer_add_string(word, part->same_use ? "" : " ");
        add_lower(word, part->same_use ? "" : behavior_word(policy->behavior));
    }
    buffer_add_string(word, name_count == 0 ? mark : "");
    end_word(statements);
    for (uint32_t i = 0; i < name_count; i++)
        styled_name(&statements->styled, i == 0 ? "uses " : "", names[i],
                    i + 1 < name_count ? "," : mark);
    statements_put_block(statements);
    statements_end(statements);
}

/* --- Entries ---------------------------------------------------------------------------------- */

/* The description of an entry, or of a host that has it as a member; NULL: none. */
static const struct view *description_of(const struct access_entry *entry)
{
    if (entry->has_description)
        return &entry->description;
    return entry->kind == ACCESS_GROUP || entry->member_count == 0 ? NULL
                                                                   : entry->members[0].description;
}

static void add_subject(struct buffer *word, const struct policy_part *part,
                        const struct access_entry *entry)
{
    if (entry->kind == ACCESS_GROUP) {
        buffer_add_string(word, "sender-group ");
        source_add_word(word, entry->name);
    } else if (entry->kind == ACCESS_HOST && entry->member_count > 0) {
        buffer_add_string(word, "host ");
        source_add_member(word, &entry->members[0]);
    } else {
        buffer_add_string(word, "all");
    }
    if (part->before_all) {
        buffer_add_string(word, " before all");
    } else if (part->before.length > 0) {
        buffer_add_string(word, " before ");
        source_add_word(word, part->before);
    }
}

static void add_use(struct statements *statements, const struct access_entry *entry)
{
    struct buffer *word = &statements->styled.word;
    if (entry->policy.length > 0) {
        end_word(statements);
        buffer_add_string(begin_word(statements), "uses ");
        source_add_word(word, entry->policy);
    } else {
        buffer_add_char(word, ' ');
        add_lower(word, behavior_word(entry->behavior));
    }
}

/* Those that are gone, then those that are new; all of an entry that is whole. */
static void fill_members(const struct policy_part *part, const struct access_entry *entry)
{
    struct statements *statements = part->statements;
    struct arena *arena = statements->lines.arena;
    const struct access_entry *old = part->old;
    const bool *gone = old == NULL ? NULL : entry_members_beside(arena, old, entry);
    const bool *new = old == NULL ? NULL : entry_members_beside(arena, entry, old);
    statements_clear(statements);
    for (uint32_t i = 0; old != NULL && i < old->member_count; i++) {
        if (!gone[i])
            continue;
        buffer_add_string(&statements->lines, "remove ");
        source_add_member(&statements->lines, &old->members[i]);
        statements_end_line(statements);
    }
    for (uint32_t i = 0; i < entry->member_count; i++) {
        if (old != NULL && !new[i])
            continue;
        source_add_member(&statements->lines, &entry->members[i]);
        if (entry->members[i].description != NULL) {
            buffer_add_char(&statements->lines, ' ');
            style_add_string(&statements->lines, *entry->members[i].description);
        }
        statements_end_line(statements);
    }
}

/* What stands behind the settings: the description, then the members or the end. */
static void add_tail(struct buffer *word, const struct view *description, bool opens, bool blank)
{
    if (description != NULL) {
        buffer_add_string(word, blank ? " " : "");
        style_add_string(word, *description);
        buffer_add_string(word, opens ? " {" : ";");
    } else {
        buffer_add_string(word, !opens ? ";" : blank ? " {" : "{");
    }
}

void policy_part_entry(const struct policy_part *part, const struct access_entry *entry)
{
    struct statements *statements = part->statements;
    struct buffer *word = &statements->styled.word;
    bool own = part->old == NULL || entry->has_description;
    const struct view *description = own ? description_of(entry) : NULL;
    bool has_members = false;
    if (entry->kind == ACCESS_GROUP) {
        fill_members(part, entry);
        has_members = statements->line_count > 0;
    }
    fill_flow(part, &entry->settings, 0);
    bool has_settings = statements->line_count > 0;
    begin_part(part);
    add_subject(word, part, entry);
    if (!part->same_use)
        add_use(statements, entry);
    if (has_settings)
        buffer_add_string(word, " {");
    else
        add_tail(word, description, has_members, true);
    end_word(statements);
    if (has_settings) {
        statements_put_block(statements);
        if (description != NULL || has_members) {
            add_tail(begin_word(statements), description, has_members, false);
            statements_add(statements, buffer_view(word));
        }
    }
    if (has_members) {
        fill_members(part, entry);
        statements_put_block(statements);
    }
    statements_end(statements);
}

/* --- Recipients ------------------------------------------------------------------------------- */

void source_add_recipient(struct buffer *word, const struct recipient_entry *recipient)
{
    if (recipient->kind == RECIPIENT_ALL)
        buffer_add_string(word, "all");
    else
        source_add_word(word, recipient->text);
}

void policy_part_recipients(const struct policy_part *part,
                            const struct recipient_entry *recipients, uint32_t count,
                            struct view set)
{
    struct statements *statements = part->statements;
    struct buffer *word = &statements->styled.word;
    bool is_set = set.length > 0;
    fill_flow(part, &recipients->options, 0);
    const char *mark = statements->line_count == 0 ? ";" : " {";
    begin_part(part);
    add_lower(word, recipient_action_word(recipients->action));
    buffer_add_char(word, ' ');
    if (is_set) {
        buffer_printf(word, "@%.*s%s", VIEW_ARG(set), mark);
        end_word(statements);
    }
    for (uint32_t i = 0; i < count && !is_set; i++) {
        if (i > 0)
            begin_word(statements);
        source_add_recipient(word, &recipients[i]);
        buffer_add_string(word, i + 1 < count ? "," : mark);
        end_word(statements);
        statements_relieve(statements);
    }
    statements_put_block(statements);
    statements_end(statements);
}

/* --- A listener ------------------------------------------------------------------------------- */

/* What a listener is written with: of what it shares with others, nothing if these are NULL. */
struct shared {
    const struct flow_bundle *bundles;
    const struct flow_statement *flows; /* of its default policy, then of the others */
    const struct recipient_set *sets;
    const struct recipient_statement *recipients;
    uint32_t recipient_count; /* how many of those */
};

struct scribe {
    struct statements *statements;
    struct arena *arena;
    const struct listener *listener;
    const struct shared *shared;
    size_t indent; /* of what stands in the listener */
    bool any;      /* something stands in it */
};

static void blank_line(struct scribe *scribe)
{
    if (scribe->any)
        buffer_add_char(&scribe->statements->styled.text, '\n');
    scribe->any = true;
}

static struct policy_part part_of(const struct scribe *scribe)
{
    return (struct policy_part){
        .statements = scribe->statements, .indent = scribe->indent, .lead = ""};
}

void policy_listener_setting(struct statements *statements, struct arena *arena,
                             enum listener_setting setting, struct view text)
{
    const char *lead = arena_printf(arena, "%s ", document_listener_setting(setting));
    if (setting == LISTENER_INTERFACE || setting == LISTENER_BOUNCE_PROFILE ||
        setting == LISTENER_CERTIFICATE)
        styled_string(&statements->styled, lead, text, ";");
    else
        styled_name(&statements->styled, lead, text, ";");
}

static void write_settings(struct scribe *scribe)
{
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++) {
        enum listener_setting setting = (enum listener_setting)i;
        char buffer[FLOW_MOST_DIGITS];
        struct view text = document_listener_text(scribe->listener, setting, buffer);
        if (text.length == 0)
            continue;
        scribe->any = true;
        styled_begin(&scribe->statements->styled, scribe->indent);
        policy_listener_setting(scribe->statements, scribe->arena, setting, text);
        statements_end(scribe->statements);
    }
}

static void write_policy(const struct scribe *scribe, const struct mail_flow_policy *policy,
                         bool is_default, uint32_t number)
{
    const struct policy_part part = part_of(scribe);
    const struct flow_statement *flow =
        scribe->shared->flows == NULL ? NULL : &scribe->shared->flows[number];
    uint32_t count = flow == NULL ? 0 : flow->bundle_count;
    struct view names[FLOW_COUNT];
    for (uint32_t i = 0; i < count; i++)
        names[i] = scribe->shared->bundles[flow->bundles[i]].name;
    policy_part_policy(&part, policy, is_default, names, count,
                       flow == NULL ? 0 : flow->in_bundles);
}

static void write_policies(struct scribe *scribe)
{
    const struct listener *listener = scribe->listener;
    if (!listener->has_default_policy && listener->policy_count == 0)
        return;
    blank_line(scribe);
    if (listener->has_default_policy)
        write_policy(scribe, &listener->default_policy, true, 0);
    for (uint32_t i = 0; i < listener->policy_count; i++)
        write_policy(scribe, &listener->policies[i], false, i + 1);
}

static void write_entries(struct scribe *scribe)
{
    const struct policy_part part = part_of(scribe);
    if (scribe->listener->entry_count == 0)
        return;
    blank_line(scribe);
    for (uint32_t i = 0; i < scribe->listener->entry_count; i++)
        policy_part_entry(&part, &scribe->listener->entries[i]);
}

/* The table on one line, if it has one statement that fits there. */
static bool write_short_table(const struct scribe *scribe,
                              const struct recipient_statement *statement)
{
    struct statements *statements = scribe->statements;
    const struct recipient_entry *recipients = &scribe->listener->recipients[statement->first];
    if (recipients->options.count > 0 || statement->count > STYLE_COLUMNS)
        return false;
    statements_clear(statements);
    add_lower(&statements->lines, recipient_action_word(recipients->action));
    for (uint32_t i = 0; i < statement->count && statement->set == NO_RECIPIENT_SET; i++) {
        buffer_add_string(&statements->lines, i == 0 ? " " : ", ");
        source_add_recipient(&statements->lines, &recipients[i]);
    }
    if (statement->set != NO_RECIPIENT_SET)
        buffer_printf(&statements->lines, " @%.*s",
                      VIEW_ARG(scribe->shared->sets[statement->set].name));
    statements_end_line(statements);
    size_t width = scribe->indent + utf8_width(VIEW("recipients {  }")) +
                   utf8_width(buffer_view(&statements->lines));
    if (width > STYLE_COLUMNS)
        return false;
    styled_begin(&statements->styled, scribe->indent);
    styled_text(&statements->styled, VIEW("recipients {"));
    statements_put_block(statements);
    statements_end(statements);
    return true;
}

static void write_recipients(struct scribe *scribe)
{
    struct policy_part part = part_of(scribe);
    struct styled *styled = &scribe->statements->styled;
    uint32_t count = scribe->shared->recipient_count;
    const struct recipient_statement *list = scribe->shared->recipients;
    if (!listener_has_rat(scribe->listener))
        return;
    if (list == NULL)
        list = recipient_statements(scribe->arena, scribe->listener, &count);
    blank_line(scribe);
    if (count == 1 && write_short_table(scribe, list))
        return;
    styled_begin(styled, scribe->indent);
    styled_text(styled, count == 0 ? VIEW("recipients { }") : VIEW("recipients {"));
    statements_end(scribe->statements);
    part.indent += STYLE_INDENT;
    for (uint32_t i = 0; i < count; i++)
        policy_part_recipients(&part, &scribe->listener->recipients[list[i].first], list[i].count,
                               list[i].set == NO_RECIPIENT_SET
                                   ? VIEW("")
                                   : scribe->shared->sets[list[i].set].name);
    if (count > 0) {
        styled_begin(styled, scribe->indent);
        styled_text(styled, VIEW("}"));
        statements_end(scribe->statements);
    }
}

static bool is_empty(const struct scribe *scribe)
{
    char buffer[FLOW_MOST_DIGITS];
    const struct listener *listener = scribe->listener;
    for (int i = 0; i < LISTENER_SETTING_COUNT; i++)
        if (document_listener_text(listener, (enum listener_setting)i, buffer).length > 0)
            return false;
    return !listener->has_default_policy && listener->policy_count == 0 &&
           listener->entry_count == 0 && !listener_has_rat(listener);
}

static void write_listener(struct scribe *scribe, const char *lead)
{
    struct statements *statements = scribe->statements;
    struct styled *styled = &statements->styled;
    const struct listener *listener = scribe->listener;
    const char *type = document_type_word(listener->type);
    struct buffer *word = begin_word(statements);
    bool empty = is_empty(scribe);
    styled_begin(styled, scribe->indent - STYLE_INDENT);
    buffer_printf(word, "%slistener ", lead);
    style_add_string(word, listener->name);
    buffer_printf(word, "%s%s %s", *type == '\0' ? "" : " ", type, empty ? "{ }" : "{");
    end_word(statements);
    statements_end(statements);
    if (empty)
        return;
    write_settings(scribe);
    write_policies(scribe);
    write_entries(scribe);
    write_recipients(scribe);
    styled_begin(styled, scribe->indent - STYLE_INDENT);
    styled_text(styled, VIEW("}"));
    statements_end(statements);
}

void policy_listener_write(struct statements *statements, struct arena *arena,
                           const struct listener *listener, const char *lead, size_t indent)
{
    static const struct shared nothing = {.flows = NULL};
    struct scribe scribe = {.statements = statements,
                            .arena = arena,
                            .listener = listener,
                            .shared = &nothing,
                            .indent = indent + STYLE_INDENT};
    write_listener(&scribe, lead);
}

/* --- What they share -------------------------------------------------------------------------- */

/* A set on one line if it fits there; else its names fill lines of their own. */
static void write_set(struct statements *statements, const struct recipient_set *set)
{
    struct styled *styled = &statements->styled;
    const char *head = arena_printf(styled->text.arena, "define %.*s = {", VIEW_ARG(set->name));
    size_t width = strlen(head) + strlen(" };");
    for (uint32_t i = 0; i < set->count; i++)
        width += utf8_width(set->list[i].text) + (i == 0 ? 1 : 2);
    bool flat = width <= STYLE_COLUMNS;
    styled_begin(styled, 0);
    styled_text(styled, view_of(head));
    for (uint32_t i = 0; i < set->count; i++) {
        size_t more = utf8_width(set->list[i].text) + (i + 1 < set->count);
        if (!flat && (i == 0 || styled->column + 1 + more > STYLE_COLUMNS)) {
            styled_end(styled);
            styled_begin(styled, STYLE_INDENT);
            styled_name(styled, "", set->list[i].text, i + 1 < set->count ? "," : "");
        } else {
            styled_name(styled, "", set->list[i].text, i + 1 < set->count ? "," : "");
        }
        statements_relieve(statements);
    }
    if (!flat) {
        styled_end(styled);
        styled_begin(styled, 0);
    }
    styled_text(styled, VIEW("};"));
    statements_end(statements);
}

static void write_bundle(struct statements *statements, const struct flow_bundle *bundle)
{
    statements_clear(statements);
    policy_flow_lines(statements, bundle->settings, bundle->count);
    styled_begin(&statements->styled, 0);
    styled_name(&statements->styled, "mail-flow-settings ", bundle->name,
                statements->line_count == 0 ? " { }" : " {");
    statements_put_block(statements);
    statements_end(statements);
}

void policy_listeners_write(struct statements *statements, const struct listeners *listeners,
                            const struct view *taken, uint32_t taken_count)
{
    struct flow_factoring flows;
    struct recipient_factoring recipients;
    factor_flow(listeners, taken, taken_count, &flows);
    factor_recipients(listeners, &recipients);
    if (recipients.set_count > 0)
        statements_part(statements);
    for (uint32_t i = 0; i < recipients.set_count; i++)
        write_set(statements, &recipients.sets[i]);
    if (flows.bundle_count > 0)
        statements_part(statements);
    for (uint32_t i = 0; i < flows.bundle_count; i++)
        write_bundle(statements, &flows.bundles[i]);
    struct shared shared = {
        flows.bundles, flows.statements, recipients.sets, recipients.statements, 0};
    for (uint32_t i = 0; i < listeners->count; i++) {
        struct scribe scribe = {.statements = statements,
                                .arena = listeners->arena,
                                .listener = &listeners->list[i],
                                .shared = &shared,
                                .indent = STYLE_INDENT};
        shared.recipient_count = recipients.counts[i];
        statements_part(statements);
        write_listener(&scribe, "");
        shared.flows += listeners->list[i].policy_count + 1;
        shared.recipients += recipients.counts[i];
    }
}
