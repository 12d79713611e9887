/* SPDX-License-Identifier: MIT */
#include "write/list_listener.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "diag/show.h"
#include "write/listener_shown.h"
#include "write/sheet.h"

/* A listener that is being listed. */
struct lister {
    struct arena *arena;
    const struct listener *listener;
    const struct write_options *options;
    struct flow_defaults defaults;
    enum flow_columns columns;
    bool note; /* a cell lacks what only the listener's defaults would tell */
    struct output *output;
};

/* --- Mail flow policies ----------------------------------------------------------------------- */

/* In this order. */
static const struct flow_column {
    const char *header;
    enum flow_param param;
    bool few; /* a column of FLOW_COLUMNS_FEW */
} flow_columns[] = {
    {"TLS", FLOW_TLS, true},
    {"SMTP Auth", FLOW_SMTP_AUTH, false},
    {"TLS for Auth", FLOW_SMTP_AUTH_REQUIRE_TLS, false},
    {"Spam Check", FLOW_SPAM_CHECK, true},
    {"Virus Check", FLOW_VIRUS_CHECK, true},
    {"Message Size", FLOW_MAX_MESSAGE_SIZE, true},
    {"Connections per Address", FLOW_MAX_CONCURRENCY, false},
    {"Messages per Connection", FLOW_MAX_MSGS_PER_SESSION, false},
    {"Recipients per Message", FLOW_MAX_RCPTS_PER_MSG, false},
    {"Recipients per Hour", FLOW_MAX_RCPTS_PER_HOUR, true},
    {"Code Above", FLOW_MAX_RCPTS_PER_HOUR_CODE, false},
    {"Text Above", FLOW_MAX_RCPTS_PER_HOUR_TEXT, false},
    {"Reputation Control", FLOW_USE_SB, false},
    {"Significant Bits", FLOW_SIGNIFICANT_BITS, false},
    {"Harvest Limit", FLOW_DHAP_LIMIT, false},
    {"Untagged Bounces", FLOW_ACCEPT_UNTAGGED_BOUNCES, false},
    {"DKIM Signing", FLOW_DKIM_SIGNING, false},
    {"DKIM Verification", FLOW_DKIM_VERIFICATION, false},
    {"SPF", FLOW_SPF, false},
    {"DMARC", FLOW_DMARC_VERIFICATION, false},
    {"Override Hostname", FLOW_USE_OVERRIDE_HOSTNAME, false},
    {"Hostname", FLOW_OVERRIDE_HOSTNAME, false},
    {"Banner Code", FLOW_SMTP_BANNER_CODE, false},
    {"Banner Text", FLOW_SMTP_BANNER_TEXT, false},
};

enum { FLOW_COLUMN_COUNT = sizeof flow_columns / sizeof flow_columns[0] };

static uint32_t given_by(const struct flow_settings *settings)
{
    uint32_t given = 0;
    for (uint32_t i = 0; i < settings->count; i++)
        if (settings->list[i].param != FLOW_COUNT)
            given |= FLOW_BIT(settings->list[i].param);
    return given;
}

/* The parameters that have a column, a mask. */
static uint32_t shown_columns(const struct lister *lister)
{
    const struct listener *listener = lister->listener;
    uint32_t shown = 0;
    if (lister->columns == FLOW_COLUMNS_FEW) {
        for (int i = 0; i < FLOW_COLUMN_COUNT; i++)
            shown |= flow_columns[i].few ? FLOW_BIT(flow_columns[i].param) : 0;
        return shown;
    }
    shown = FLOW_BIT(FLOW_TLS);
    for (uint32_t i = 0; i < listener->policy_count; i++)
        shown |= given_by(&listener->policies[i].settings);
    if (listener->has_default_policy)
        shown |= given_by(&listener->default_policy.settings);
    if (lister->options->effective && lister->defaults.settings != NULL)
        shown |= given_by(lister->defaults.settings);
    if (lister->options->effective && lister->defaults.beyond != NULL)
        shown |= given_by(lister->defaults.beyond);
    return shown;
}

/* What a policy says of a parameter. */
static struct view policy_cell(struct lister *lister, const struct flow_effective *effective)
{
    bool few = lister->columns == FLOW_COLUMNS_FEW;
    bool bare = lister->options->effective || effective->origin == FLOW_FROM_POLICY;
    if (few && !bare)
        return VIEW("Default");
    lister->note |= effective->setting == NULL;
    struct view text = effective->setting == NULL
                           ? FLOW_UNKNOWN_SHORT
                           : flow_value_shown(lister->arena, effective->setting);
    return bare ? text : view_of(arena_printf(lister->arena, "(%.*s)", VIEW_ARG(text)));
}

/* The row of the listener's default policy parameters, which inherit from nothing. */
static void add_default_row(struct lister *lister, uint32_t shown, struct sheet *sheet)
{
    const struct mail_flow_policy *policy = &lister->listener->default_policy;
    struct view *cell = sheet_row(sheet);
    *cell++ = VIEW("(Default)");
    cell++; /* they are no policy, and have no behavior */
    for (int i = 0; i < FLOW_COLUMN_COUNT; i++) {
        if ((shown & FLOW_BIT(flow_columns[i].param)) == 0)
            continue;
        enum flow_param param = flow_columns[i].param;
        const struct flow_setting *setting = lister->options->effective
                                                 ? flow_default(&lister->defaults, param)
                                                 : flow_get(&policy->settings, param);
        *cell++ = setting == NULL ? VIEW("(not given)") : flow_value_shown(lister->arena, setting);
    }
}

static void add_policy_row(struct lister *lister, const struct mail_flow_policy *policy,
                           uint32_t shown, struct sheet *sheet)
{
    struct flow_resolved resolved;
    struct view *cell = sheet_row(sheet);
    flow_resolve_policy(lister->arena, lister->listener, policy, &lister->defaults, &resolved);
    *cell++ = view_of(arena_printf(lister->arena, "$%.*s", VIEW_ARG(policy->name)));
    *cell++ = view_of(behavior_word(policy->behavior));
    for (int i = 0; i < FLOW_COLUMN_COUNT; i++)
        if ((shown & FLOW_BIT(flow_columns[i].param)) != 0)
            *cell++ = policy_cell(lister, &resolved.params[flow_columns[i].param]);
}

static void list_policies(struct lister *lister)
{
    const struct listener *listener = lister->listener;
    struct sheet sheet;
    uint32_t shown = shown_columns(lister);
    if (listener->policy_count == 0 && !listener->has_default_policy)
        return;
    sheet_init(&sheet, lister->arena, "Policy");
    sheet_column(&sheet, "Behavior");
    for (int i = 0; i < FLOW_COLUMN_COUNT; i++)
        if ((shown & FLOW_BIT(flow_columns[i].param)) != 0)
            sheet_column(&sheet, flow_columns[i].header);
    for (uint32_t i = 0; i < listener->policy_count; i++)
        add_policy_row(lister, &listener->policies[i], shown, &sheet);
    if (listener->has_default_policy)
        add_default_row(lister, shown, &sheet);
    output_char(lister->output, '\n');
    sheet_write(&sheet, lister->output);
    if (lister->note)
        output_printf(lister->output, "%.*s: --listener-defaults FILE gives it\n",
                      VIEW_ARG(flow_unknown_shown(FLOW_FROM_UNKNOWN)));
}

/* --- The Host Access Table -------------------------------------------------------------------- */

/* The first members of a group, as many as fit. */
enum { MEMBERS_MOST = 3, MEMBERS_WIDTH = 44 };

static struct view first_members(const struct lister *lister, const struct access_entry *entry)
{
    struct buffer text = buffer_new(lister->arena);
    if (entry->member_count == 1)
        return escape_controls(lister->arena, entry->members[0].text);
    for (uint32_t i = 0; i < entry->member_count && i < MEMBERS_MOST; i++) {
        struct view member = escape_controls(lister->arena, entry->members[i].text);
        if (i > 0 && utf8_width(buffer_view(&text)) + utf8_width(member) > MEMBERS_WIDTH)
            break;
        if (i > 0)
            buffer_add_string(&text, ", ");
        buffer_add(&text, member);
        if (i + 1 == entry->member_count)
            return buffer_view(&text);
    }
    if (entry->member_count > 0)
        buffer_add_string(&text, ", ...");
    return buffer_view(&text);
}

static struct view policy_of(const struct lister *lister, const struct access_entry *entry)
{
    struct view policy = access_policy_shown(lister->arena, lister->listener, entry);
    if (entry->settings.count == 0)
        return policy;
    return view_of(arena_printf(lister->arena, "%.*s + %u setting%s", VIEW_ARG(policy),
                                entry->settings.count, entry->settings.count == 1 ? "" : "s"));
}

/* What stands in parentheses behind an entry, or behind the one member of a host. */
static struct view description_of(const struct lister *lister, const struct access_entry *entry)
{
    if (entry->has_description)
        return escape_controls(lister->arena, entry->description);
    if (entry->kind == ACCESS_GROUP || entry->member_count == 0 ||
        entry->members[0].description == NULL)
        return VIEW("");
    return escape_controls(lister->arena, *entry->members[0].description);
}

static uint32_t most_members(const struct listener *listener)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < listener->entry_count; i++)
        if (listener->entries[i].member_count > most)
            most = listener->entries[i].member_count;
    return most;
}

static void list_entries(const struct lister *lister)
{
    static const char *const headers[] = {"Sender Group", "Members", "First Members", "Policy",
                                          "Description"};
    const struct listener *listener = lister->listener;
    struct arena *arena = lister->arena;
    struct sheet sheet;
    uint32_t most = most_members(listener);
    if (listener->entry_count == 0)
        return;
    sheet_init(&sheet, arena, "#");
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        sheet_column(&sheet, headers[i]);
    for (uint32_t i = 0; i < listener->entry_count; i++) {
        const struct access_entry *entry = &listener->entries[i];
        struct view *cells = sheet_row(&sheet);
        cells[0] = sheet_number(arena, i + 1, listener->entry_count);
        cells[1] = entry->kind == ACCESS_GROUP  ? entry->name
                   : entry->kind == ACCESS_HOST ? VIEW("(host)")
                                                : view_of(member_word(MEMBER_ALL));
        if (entry->kind != ACCESS_ALL) {
            cells[2] = sheet_number(arena, entry->member_count, most);
            cells[3] = first_members(lister, entry);
        }
        cells[4] = policy_of(lister, entry);
        cells[5] = description_of(lister, entry);
    }
    output_char(lister->output, '\n');
    sheet_write(&sheet, lister->output);
}

/* --- The Recipient Access Table --------------------------------------------------------------- */

static struct view options_of(const struct lister *lister, const struct recipient_entry *entry)
{
    struct buffer text = buffer_new(lister->arena);
    for (uint32_t i = 0; i < entry->options.count; i++) {
        const struct flow_setting *setting = &entry->options.list[i];
        buffer_add_string(&text, i == 0 ? "" : ", ");
        buffer_add(&text, flow_name_shown(lister->arena, setting));
        buffer_add_string(&text, ": ");
        buffer_add(&text, flow_value_shown(lister->arena, setting));
    }
    return text.length == 0 ? VIEW("") : buffer_view(&text);
}

static void list_recipients(const struct lister *lister)
{
    const struct listener *listener = lister->listener;
    struct sheet sheet;
    if (listener->recipient_count == 0)
        return;
    sheet_init(&sheet, lister->arena, "#");
    sheet_column(&sheet, "Recipient");
    sheet_column(&sheet, "Action");
    sheet_column(&sheet, "Options");
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *entry = &listener->recipients[i];
        struct view *cells = sheet_row(&sheet);
        cells[0] = sheet_number(lister->arena, i + 1, listener->recipient_count);
        cells[1] = escape_controls(lister->arena, entry->text);
        cells[2] = view_of(recipient_action_word(entry->action));
        cells[3] = options_of(lister, entry);
    }
    output_char(lister->output, '\n');
    sheet_write(&sheet, lister->output);
}

/* --- Listeners -------------------------------------------------------------------------------- */

void write_list_listeners(const struct policy *policy, const struct write_options *options,
                          const struct flow_defaults *defaults, enum flow_columns columns,
                          struct output *output)
{
    bool first = true;
    for (uint32_t i = 0; i < policy->listeners.count; i++) {
        const struct listener *listener = &policy->listeners.list[i];
        if (!shows_listener(options, listener))
            continue;
        struct lister lister = {.arena = policy->arena,
                                  .listener = listener,
                                  .options = options,
                                  .defaults = flow_defaults_of(listener, defaults),
                                  .columns = columns,
                                  .output = output};
        const char *type = listener_type_word(listener->type);
        struct view name = escape_controls(policy->arena, listener->name);
        output_printf(output, "%sListener %.*s%s%s%s\n", first ? "" : "\n", VIEW_ARG(name),
                      type == NULL ? "" : " (", type == NULL ? "" : type, type == NULL ? "" : ")");
        list_policies(&lister);
        list_entries(&lister);
        list_recipients(&lister);
        first = false;
    }
}
