/* SPDX-License-Identifier: MIT */
/*
 * The law of plans for the dialogue: whoever gives its answers makes the older table the newer one,
 * but for the entries that it names as left out. A small interpreter plays the appliance. It knows
 * the questions, their order and what follows from an answer, as the reference of the dialogue has
 * them, and nothing of plans. What it does not ask stays as it is.
 */
#include "support_plan_law.h"

/* --- What is asked ---------------------------------------------------------------------------- */

struct asking {
    struct machine *machine;
    struct view rest;  /* of the answers, with their questions */
    const char *texts; /* to be shown when something is wrong */
    struct left_out left_out;
};

__attribute__((noreturn)) static void fail_asking(const struct asking *asking, const char *wanted,
                                                  struct view found)
{
    fail_msg("wanted %s, found \"%.*s\"\n%s", wanted, VIEW_ARG(found), asking->texts);
    abort();
}

/* Asks QUESTION, in which %s is NAME; returns the answer. */
static struct view ask(struct asking *asking, const char *question, struct view name)
{
    const char *slot = strstr(question, "%s");
    size_t before = slot == NULL ? strlen(question) : (size_t)(slot - question);
    const char *wanted =
        arena_printf(asking->machine->arena, "# %.*s%.*s%s", (int)before, question,
                     slot == NULL ? 0 : (int)name.length, name.text, slot == NULL ? "" : slot + 2);
    struct view found = next_word(&asking->rest, '\n');
    if (!view_equal(found, view_of(wanted)))
        fail_asking(asking, wanted, found);
    struct view text = next_word(&asking->rest, '\n');
    if (text.length == 0 || text.text[0] == '#')
        fail_asking(asking, "an answer", text);
    return text;
}

static bool ask_whether(struct asking *asking, const char *question, struct view name)
{
    struct view text = ask(asking, question, name);
    if (!view_equal(text, VIEW("Y")) && !view_equal(text, VIEW("N")))
        fail_asking(asking, "Y or N", text);
    return view_equal(text, VIEW("Y"));
}

/* A number from LEAST on. */
static struct view ask_number(struct asking *asking, const char *question, struct view name,
                              unsigned long least)
{
    struct view text = ask(asking, question, name);
    char *end;
    unsigned long number = strtoul(text.text, &end, 10);
    if (end != text.text + text.length || number < least)
        fail_asking(asking, "a number", text);
    return text;
}

/* One of COUNT words that are numbered from 1. */
static struct view ask_word(struct asking *asking, const char *question, struct view name,
                            const char *const *words, unsigned long count)
{
    struct view text = ask_number(asking, question, name, 1);
    unsigned long number = strtoul(text.text, NULL, 10);
    if (number > count)
        fail_asking(asking, "a number of the list", text);
    return view_of(words[number - 1]);
}

/* One of what the appliance has and numbers: FIRST is 1. Empty if it is to stay. */
static struct view ask_thing(struct asking *asking, const char *question, struct view first)
{
    static const struct view before = {"(the number before ", 19};
    struct view text = ask(asking, question, VIEW(""));
    if (first.length > 0 && view_equal(text, VIEW("1")))
        return first;
    if (text.length < before.length + 2 || memcmp(text.text, before.text, before.length) != 0)
        fail_asking(asking, "which number", text);
    text = (struct view){text.text + before.length, text.length - before.length - 1};
    return text.length > 11 && memcmp(text.text, "the one in ", 11) == 0 ? VIEW("") : text;
}

#define PUT(entry, parameter, value) machine_put((entry), VIEW(parameter), (value))

/* --- An entry --------------------------------------------------------------------------------- */

/* Returns whether a limit is given. */
static bool ask_connections(struct asking *asking, struct machine_entry *entry, struct view name)
{
    if (!ask_whether(asking, "Do you wish to configure a concurrency limit for %s? [Y]", name)) {
        machine_drop(entry, VIEW("max_host_concurrency"));
        return false;
    }
    PUT(entry, "max_host_concurrency",
        ask_number(asking, "Enter the max concurrency limit for \"%s\".", name, 1));
    return true;
}

static void ask_messages(struct asking *asking, struct machine_entry *entry, struct view name)
{
    if (ask_whether(asking,
                    "Do you wish to apply a messages-per-connection limit to this domain? [N]",
                    name))
        PUT(entry, "max_messages_per_connection",
            ask_number(asking, "Enter the max number of messages per connection for \"%s\".", name,
                       1));
    else
        machine_drop(entry, VIEW("max_messages_per_connection"));
}

/* Returns whether a limit is given. The default entry's is 0 if there is none. */
static bool ask_recipients(struct asking *asking, struct machine_entry *entry, struct view name,
                           bool is_default)
{
    bool is_wanted = ask_whether(
        asking, "Do you wish to apply a recipient limit to this domain? [N]", name);
    if (!is_wanted && is_default) {
        PUT(entry, "recipient_limit", VIEW("0"));
    } else if (!is_wanted) {
        machine_drop(entry, VIEW("recipient_limit"));
    } else {
        struct view minutes = ask_number(
            asking, "Enter the number of minutes used to measure the recipient limit.", name, 1);
        const char *question =
            arena_printf(asking->machine->arena,
                         "Enter the max number of recipients per %.*s minutes for \"%%s\".",
                         VIEW_ARG(minutes));
        PUT(entry, "recipient_minutes", minutes);
        PUT(entry, "recipient_limit", ask_number(asking, question, name, 0));
    }
    return is_wanted;
}

static void ask_limits(struct asking *asking, struct machine_entry *entry, struct view name,
                       bool is_default)
{
    static const char *const types[] = {"host", "MXIP"};
    static const char *const reach[] = {"system", "VG"};
    bool is_limited = ask_connections(asking, entry, name);
    ask_messages(asking, entry, name);
    is_limited |= ask_recipients(asking, entry, name, is_default);
    if (!is_limited)
        return;
    PUT(entry, "limit_type",
        ask_word(asking, "Select how you want to apply the limits for %s:", name, types, 2));
    PUT(entry, "limit_apply",
        ask_word(asking, "Select how the limits will be enforced:", name, reach, 2));
}

static void ask_tls(struct asking *asking, struct machine_entry *entry)
{
    static const char *const words[] = {"off", "on", "required",
                                        "on_verify", "require_verify",
                                        "require_verify_hosted"};
    if (ask_whether(asking, "Do you wish to apply a specific TLS setting for this domain? [N]",
                    VIEW("")))
        PUT(entry, "table_tls",
            ask_word(asking, "Do you want to use TLS support?", VIEW(""), words, 6));
    else
        machine_drop(entry, VIEW("table_tls"));
}

static void ask_bounces(struct asking *asking, struct machine_entry *entry, bool is_default)
{
    if (!ask_whether(asking,
                     "Do you wish to apply a specific bounce verification address tagging setting "
                     "for this domain? [N]",
                     VIEW("")))
        machine_drop(entry, VIEW("bounce_validation"));
    else
        PUT(entry, "bounce_validation",
            ask_whether(asking, "Perform bounce verification address tagging? [N]", VIEW(""))
                ? VIEW("on")
                : VIEW("off"));
    if (is_default) /* which cannot have a profile */
        return;
    if (ask_whether(asking, "Do you wish to apply a specific bounce profile to this domain? [N]",
                    VIEW("")))
        PUT(entry, "bounce_profile",
            ask_thing(asking, "Please choose a bounce profile to apply:", VIEW("Default")));
    else
        machine_drop(entry, VIEW("bounce_profile"));
}

static void ask_ip(struct asking *asking, struct machine_entry *entry)
{
    static const char *const words[] = {"PREFER_V6", "REQUIRE_V6", "PREFER_V4", "REQUIRE_V4"};
    if (ask_whether(asking,
                    "Do you wish to apply a specific IP sort preference to this domain? [N]",
                    VIEW("")))
        PUT(entry, "ip_sort_pref",
            ask_word(asking, "Choose the IP sort preference:", VIEW(""), words, 4));
    else
        machine_drop(entry, VIEW("ip_sort_pref"));
}

static void ask_entry(struct asking *asking, struct machine_entry *entry, struct view name,
                      bool is_default)
{
    ask_limits(asking, entry, name, is_default);
    ask_tls(asking, entry);
    ask_bounces(asking, entry, is_default);
    ask_ip(asking, entry);
}

/* --- The menu --------------------------------------------------------------------------------- */

/* Every appliance has one; a table can be without it. */
static struct machine_entry *default_entry(struct machine *machine)
{
    struct machine_entry *entry = machine_find(machine, VIEW("DEFAULT"));
    return entry == NULL ? machine_add(machine, VIEW("DEFAULT")) : entry;
}

static void do_setup(struct asking *asking)
{
    struct machine_entry *entry = default_entry(asking->machine);
    struct view certificate =
        ask_thing(asking, "Please choose the certificate to apply:", VIEW(""));
    if (certificate.length > 0)
        PUT(entry, "certificate", certificate);
    bool is_alert =
        ask_whether(asking, "Do you want to send an alert when a required TLS connection fails? [N]",
                    VIEW(""));
    PUT(entry, "send_tls_req_alert", is_alert ? VIEW("on") : VIEW("off"));
}

static void do_operation(struct asking *asking, struct view operation)
{
    struct machine *machine = asking->machine;
    if (view_equal(operation, VIEW("SETUP"))) {
        do_setup(asking);
        return;
    }
    if (view_equal(operation, VIEW("DEFAULT"))) {
        ask_entry(asking, default_entry(machine), VIEW("default"), true);
        return;
    }
    struct view name = ask(asking, "Enter the domain you wish to configure.", VIEW(""));
    struct machine_entry *entry = machine_find(machine, name);
    bool is_new = view_equal(operation, VIEW("NEW"));
    if (is_new != (entry == NULL))
        fail_asking(asking, is_new ? "a new name" : "the name of an entry", name);
    if (view_equal(operation, VIEW("DELETE"))) {
        entry->is_there = false;
        return;
    }
    if (!is_new && !view_equal(operation, VIEW("EDIT")))
        fail_asking(asking, "an operation of the menu", operation);
    ask_entry(asking, is_new ? machine_add(machine, name) : entry, name, false);
}

static bool begins(struct view line, const char *text)
{
    return line.length >= strlen(text) && memcmp(line.text, text, strlen(text)) == 0;
}

/* The head of an entry that is left out: "# delete and new x.example". */
static void leave_out(struct asking *asking, struct view head)
{
    static const char *const actions[] = {"# new ", "# edit ", "# delete and new ", "# delete "};
    size_t i = 0;
    while (i < sizeof actions / sizeof actions[0] && !begins(head, actions[i]))
        i++;
    if (i == sizeof actions / sizeof actions[0])
        fail_asking(asking, "the name of what is left out", head);
    size_t length = strlen(actions[i]);
    struct view name = {head.text + length, head.length - length};
    if (view_equal(name, VIEW("DEFAULT")))
        asking->left_out.has_default = true;
    else
        asking->left_out.keys[asking->left_out.count++] = machine_key(asking->machine, name);
}

/* Gives the answers, one operation of the menu after the other. */
static void run_answers(struct asking *asking)
{
    static const char menu[] = "# Choose the operation you want to perform:";
    struct view line = VIEW("");
    struct view answer = VIEW("none");
    while (asking->rest.length > 0 && answer.length > 0) {
        struct view head = line;
        line = next_word(&asking->rest, '\n');
        if (begins(line, "# left out: ")) {
            leave_out(asking, head);
        } else if (begins(line, menu)) {
            answer = next_word(&asking->rest, '\n');
            if (answer.length > 0) /* an empty line leaves the command */
                do_operation(asking, answer);
        } else if (line.length > 0 && line.text[0] != '#' &&
                   !view_equal(line, VIEW("destconfig"))) {
            fail_asking(asking, "a question", line);
        }
    }
    if (asking->rest.length > 0)
        fail_asking(asking, "the end", asking->rest);
}

/* --- The law ---------------------------------------------------------------------------------- */

static void judge(struct planned *planned, const char *texts)
{
    struct arena *arena = &planned->setup.arena;
    const char *answers = planned_text(planned, "dialogue");
    struct asking asking = {
        .machine = machine_load(arena, table_of(planned, planned->plan.before->policy)),
        .rest = view_of(answers),
        .texts = arena_printf(arena, "%s\n%s", texts, answers)};
    run_answers(&asking);
    is_done(planned, PLAN_DIALOGUE, &asking.left_out, machine_export(asking.machine),
            asking.texts);
}

static void the_answers_make_the_old_table_the_new(void **state)
{
    (void)state;
    for_random_plans(400, judge);
}

/* --- Single entries --------------------------------------------------------------------------- */

#define BEGINS TABLE_DEFAULT("on", "off", "c")

/* What the dialogue has no question for is left out, by this name. */
static void leaves_out(const char *before, const char *after, const char *words)
{
    struct planned planned;
    planned_begin(&planned, before, after);
    const char *line = strstr(planned_text(&planned, "dialogue"), "# left out: ");
    assert_int_equal(planned.plan.lacking[PLAN_DIALOGUE], words != NULL);
    if ((line == NULL) != (words == NULL) || (words != NULL && strstr(line, words) == NULL))
        fail_msg("wanted %s, found %s", words == NULL ? "nothing" : words, line);
    setup_end(&planned.setup);
}

static void what_is_asked_behind_a_limit_alone_is_left_out_without_one(void **state)
{
    (void)state;
    leaves_out(BEGINS, BEGINS "[x.example]\nlimit_type = MXIP\nlimit_apply = VG\n",
               "by import or batch, the dialogue has no answer for limits-per mx-address, "
               "limits-apply per-gateway\n");
    leaves_out(BEGINS, BEGINS "[x.example]\nrecipient_minutes = 5\n", "recipient-minutes 5\n");
    leaves_out(BEGINS "[x.example]\nlimit_type = MXIP\n",
               BEGINS "[x.example]\nlimit_type = MXIP\ntable_tls = on\n", NULL);
    leaves_out(BEGINS, BEGINS "[x.example]\nmax_host_concurrency = 5\nlimit_type = MXIP\n"
                              "limit_apply = VG\n", NULL);
}

/* A default entry has always both; a limit of 0 is none. */
static void the_window_of_no_limit_of_the_default_entry_is_left_out(void **state)
{
    static const char rest[] = "[DEFAULT]\nip_sort_pref = PREFER_V6\nmax_host_concurrency = 5\n"
                               "max_messages_per_connection = 5\nlimit_type = host\n"
                               "limit_apply = system\nbounce_validation = off\ntable_tls = off\n"
                               "send_tls_req_alert = off\ncertificate = c\n";
    static const char *const limits[] = {"recipient_limit = 0\nrecipient_minutes = 60\n",
                                         "recipient_limit = 0\nrecipient_minutes = 30\n",
                                         "recipient_limit = 7\nrecipient_minutes = 30\n"};
    char texts[3][400];
    (void)state;
    for (int i = 0; i < 3; i++)
        snprintf(texts[i], sizeof texts[i], "%s%s", rest, limits[i]);
    leaves_out(texts[0], texts[1], "recipient-minutes 30\n");
    leaves_out(texts[0], texts[2], NULL);
    leaves_out(texts[1], texts[2], NULL);
    leaves_out(texts[2], texts[1], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answers_make_the_old_table_the_new),
        cmocka_unit_test(what_is_asked_behind_a_limit_alone_is_left_out_without_one),
        cmocka_unit_test(the_window_of_no_limit_of_the_default_entry_is_left_out),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
