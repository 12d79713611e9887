/* SPDX-License-Identifier: MIT */
/*
 * What differs between two Recipient Access Tables, point by point; and over random ones that a
 * recipient gets something else just if a difference says so.
 *
 * SEED and ROUNDS in the environment choose other random tables.
 */
#include "analysis/recipient.h"
#include "read/rat.h"
#include "support_comparing.h"

static const struct comparing_how given = {.format = "rat"};
static const struct comparing_how effective = {.format = "rat", .effective = true};

#define SAY(seed) ((unsigned long long)(seed))

/* --- Point by point --------------------------------------------------------------------------- */

static void same_for_everybody(void **state)
{
    (void)state;
    differ_by(&given,
              "example.com ACCEPT {\n bypass_ldap_accept = \"on\"\n bypass_receiving_control = "
              "\"on\"\n}\n"
              ".example.com ACCEPT\npostmaster@ ACCEPT\nexample.net ACCEPT\nALL REJECT\n",
              "# other order, other spelling\n.EXAMPLE.com ACCEPT\nexample.net ACCEPT\n"
              "Example.Com ACCEPT {\n bypass_receiving_control = \"on\"\n bypass_ldap_accept = "
              "\"on\"\n}\n"
              "postmaster@ ACCEPT\nALL REJECT\n",
              "");
}

static void lines_come_and_go(void **state)
{
    (void)state;
    differ_by(&given, "example.com ACCEPT\n.example.com ACCEPT\nold.example ACCEPT\nALL REJECT\n",
              "joe@a.example.com REJECT\nexample.com ACCEPT\nb.example.com ACCEPT\n"
              ".example.com ACCEPT\nALL REJECT\n",
              "recipient added joe@a.example.com (.example.com): "
              "action (accept) -> reject +access stop\n"
              "recipient added b.example.com (.example.com): action (accept) -> accept\n"
              "recipient removed old.example (ALL): action accept -> (reject) +access stop\n");
    differ_by(&effective,
              "example.com ACCEPT\n.example.com ACCEPT\nold.example ACCEPT\nALL REJECT\n",
              "joe@a.example.com REJECT\nexample.com ACCEPT\nb.example.com ACCEPT\n"
              ".example.com ACCEPT\nALL REJECT\n",
              "recipient added joe@a.example.com (.example.com): "
              "action (accept) -> reject +access stop\n"
              "recipient removed old.example (ALL): action accept -> (reject) +access stop\n");
}

static void actions_and_options(void **state)
{
    (void)state;
    differ_by(&given, "a.example ACCEPT\nb.example REJECT\nc.example ACCEPT\nALL REJECT\n",
              "a.example ACCEPT { bypass_ldap_accept = \"on\" }\n"
              "b.example ACCEPT { bypass_receiving_control = \"on\" }\n"
              "c.example REJECT {\n smtp_response_code = 551\n}\nALL ACCEPT\n",
              "recipient a.example: bypass-ldap-accept - -> on -access\n"
              "recipient b.example: action reject -> accept -access; "
              "bypass-receiving-control - -> on\n"
              "recipient c.example: action accept -> reject +access stop; "
              "smtp-response-code - -> 551\n"
              "recipient ALL: action reject -> accept -access\n");
    differ_by(&given, "a.example ACCEPT { bypass_ldap_accept = \"on\" }\nALL REJECT\n",
              "a.example ACCEPT { bypass_ldap_accept = \"off\" }\nALL REJECT\n",
              "recipient a.example: bypass-ldap-accept on -> off +access stop\n");
    differ_by(&given, "a.example ACCEPT\nALL REJECT\n",
              "a.example ACCEPT { bypass_ldap_accept = \"off\" }\nALL REJECT\n",
              "recipient a.example: bypass-ldap-accept - -> off\n");
    differ_by(&effective, "a.example ACCEPT\nALL REJECT\n",
              "a.example ACCEPT { bypass_ldap_accept = \"off\" }\nALL REJECT\n", "");
}

/* A line above another that is for more, and below it. */
static void order_decides(void **state)
{
    (void)state;
    differ_by(&given, "a.example.com REJECT\n.example.com ACCEPT\nALL REJECT\n",
              ".example.com ACCEPT\na.example.com REJECT\nALL REJECT\n",
              "recipient a.example.com: action reject -> (accept) -access; "
              "place first -> behind .example.com\n");
    /* Neither has all whom the other has. */
    differ_by(&given, "joe@ REJECT\nexample.com ACCEPT\n.example.com ACCEPT\nALL REJECT\n",
              "example.com ACCEPT\n.example.com ACCEPT\njoe@ REJECT\nALL REJECT\n",
              "recipient joe@example.com: action (reject) -> (accept) -access\n"
              "recipient joe@.example.com: action (reject) -> (accept) -access\n");
    /* What stands for the user of the domain alone decides there. */
    differ_by(&given, "joe@example.com ACCEPT\njoe@ REJECT\nexample.com ACCEPT\nALL REJECT\n",
              "joe@example.com ACCEPT\nexample.com ACCEPT\njoe@ REJECT\nALL REJECT\n", "");
}

/* Tables so large that not each user is held against each domain. */
static void large_tables(void **state)
{
    struct buffer texts[2];
    struct setup setup;
    struct comparing comparing;
    (void)state;
    setup_begin(&setup);
    for (int side = 0; side < 2; side++) {
        texts[side] = buffer_new(&setup.arena);
        for (int i = 0; i < 3000; i++) {
            buffer_printf(&texts[side], "u%d@ REJECT\n", side == 0 ? i : 2999 - i);
            buffer_printf(&texts[side], "d%d.example ACCEPT\n", i);
        }
        buffer_add_string(&texts[side], "ALL REJECT\n");
    }
    const char *before = buffer_string(&texts[0]);
    comparing_begin(&comparing, &given, before, before);
    assert_int_equal(comparing.differences.count, 0);
    setup_end(&comparing.setup);
    comparing_begin(&comparing, &given, before, buffer_string(&texts[1]));
    assert_true(comparing.differences.count > 1000 && comparing.differences.count < 1010);
    assert_non_null(strstr(comparing_text(&comparing),
                           "\nrecipient more users of domains, whose lines changed places: "
                           "action ? -> ? ?access ?stop\n"));
    setup_end(&comparing.setup);
    setup_end(&setup);
}

/* --- Random tables ---------------------------------------------------------------------------- */

enum { MOST_LINES = 12, ASKED = 40 };

static const char *const users[] = {"joe", "ann", "postmaster"};
static const char *const domains[] = {"x.example", "a.x.example", "b.a.x.example", "y.example",
                                      "c.x.example"};
static const char *const keys[] = {
    "x.example",  "a.x.example", "b.a.x.example", "y.example",   ".x.example",      ".a.x.example",
    ".example",   "joe@",        "ann@",          "postmaster@", "joe@a.x.example", "ann@x.example",
    "[192.0.2.1]", "joe@[192.0.2.1]"};
static const char *const actions[] = {"ACCEPT", "ACCEPT", "REJECT",
                                      "ACCEPT { bypass_ldap_accept = \"on\" }",
                                      "ACCEPT { bypass_ldap_accept = \"off\" }",
                                      "ACCEPT { zz_new = 1 }",
                                      "ACCEPT { smtp_response_code = 250 }",
                                      "REJECT { smtp_response_code = 551 }"};

struct lines {
    const char *keys[MOST_LINES];
    const char *actions[MOST_LINES];
    uint32_t count;
};

static bool has_key(const struct lines *lines, const char *key)
{
    for (uint32_t i = 0; i < lines->count; i++)
        if (lines->keys[i] == key)
            return true;
    return false;
}

static void random_lines(uint64_t *seed, struct lines *lines)
{
    uint32_t count = 1 + random_below(seed, MOST_LINES);
    *lines = (struct lines){.count = 0};
    for (uint32_t i = 0; i < count; i++) {
        const char *key = PICK(seed, keys);
        if (has_key(lines, key))
            continue;
        lines->keys[lines->count] = key;
        lines->actions[lines->count++] = PICK(seed, actions);
    }
}

static void swap(const char **list, uint32_t a, uint32_t b)
{
    const char *kept = list[a];
    list[a] = list[b];
    list[b] = kept;
}

static void change_lines(uint64_t *seed, struct lines *lines)
{
    for (uint32_t times = random_below(seed, 4); times > 0 && lines->count > 0; times--) {
        uint32_t at = random_below(seed, lines->count);
        uint32_t to = random_below(seed, lines->count);
        const char *key = PICK(seed, keys);
        uint32_t what = random_below(seed, 5);
        if (what == 0)
            lines->actions[at] = PICK(seed, actions);
        else if (what == 1 && !has_key(lines, key))
            lines->keys[at] = key;
        else if (what == 2)
            lines->count--;
        else {
            swap(lines->keys, at, to);
            swap(lines->actions, at, to);
        }
    }
}

static const char *lines_text(struct arena *arena, const struct lines *lines, const char *all)
{
    struct buffer text = buffer_new(arena);
    for (uint32_t i = 0; i < lines->count; i++)
        buffer_printf(&text, "%s %s\n", lines->keys[i], lines->actions[i]);
    buffer_printf(&text, "ALL %s\n", all);
    return buffer_string(&text);
}

struct asking {
    struct comparing comparing;
    const char *texts[2];
    uint64_t seed;
    bool effective;
};

/* What a recipient gets: 'R', 'A'; 'S', 'C' with a code, 'B', 'U' with another option. */
static char got(const struct asking *asking, int side, const struct recipient *recipient)
{
    const struct listener *listener = &asking->comparing.policies[side].listeners.list[0];
    const struct recipient_entry *entry =
        &listener->recipients[recipient_find(listener, recipient).entry];
    const struct flow_setting *option = flow_get(&entry->options, FLOW_BYPASS_LDAP_ACCEPT);
    bool has_code = flow_get(&entry->options, FLOW_SMTP_RESPONSE_CODE) != NULL;
    if (entry->action == RECIPIENT_REJECT)
        return has_code ? 'S' : 'R';
    if (has_code)
        return 'C';
    if (entry->options.count > 0 && entry->options.list[0].param == FLOW_COUNT)
        return 'U';
    return option != NULL && option->number == FLOW_ON ? 'B' : 'A';
}

static struct recipient recipient_of(struct asking *asking, const char *user, const char *domain)
{
    struct arena *arena = &asking->comparing.setup.arena;
    struct recipient recipient;
    const char *mistake = "";
    if (!recipient_parse(arena, view_of(arena_printf(arena, "%s@%s", user, domain)), &recipient,
                         &mistake))
        fail_msg("%s", mistake);
    return recipient;
}

/* Whether NAME, of a difference, stands for RECIPIENT. */
static bool names(struct asking *asking, struct view name, const struct recipient *recipient)
{
    struct setup *setup = &asking->comparing.setup;
    struct policy *policy = arena_alloc(&setup->arena, sizeof *policy);
    const char *at = memchr(name.text, '@', name.length);
    if (at != NULL && at + 1 < name.text + name.length && at[1] == '.') {
        struct view user = {name.text, (size_t)(at - name.text)};
        struct view domain = {at + 1, name.length - user.length - 1};
        return view_equal(user, recipient->local) && names(asking, domain, recipient);
    }
    setup_read(setup, policy, read_rat, "item",
               view_of(arena_printf(&setup->arena, "%.*s REJECT\n", VIEW_ARG(name))));
    return recipient_verdict(&policy->listeners.list[0].recipients[0], recipient) == RECIPIENT_YES;
}

static void fail_at(struct asking *asking, struct view name, const char *what)
{
    print_error("%s\n%s\n%s", asking->texts[0], asking->texts[1],
                comparing_text(&asking->comparing));
    fail_msg("SEED=%llu: %.*s %s", SAY(asking->seed), VIEW_ARG(name), what);
}

static bool is_taken(char got)
{
    return got != 'R' && got != 'S';
}

/* Whether WEIGHT says what it is to get AFTER and no longer BEFORE. */
static bool says(struct weight weight, char before, char after)
{
    bool is_weaker = (weight.weaker & WEIGHT_BIT(WEIGHT_ACCESS)) != 0;
    if (is_taken(before) != is_taken(after))
        return is_taken(after) ? is_weaker : weight.may_stop;
    if (!is_taken(before))
        return true;
    if ((before == 'U') != (after == 'U') && (weight.unknown != WEIGHT_ALL || !weight.stop_unknown))
        return false;
    return (after != 'B' || before == 'B' || is_weaker) &&
           (before != 'B' || after == 'B' || weight.may_stop);
}

/* Whoever gets something else is named by a difference, which weighs that. */
static void check_recipient(struct asking *asking, const struct recipient *recipient)
{
    const struct differences *differences = &asking->comparing.differences;
    char before = got(asking, 0, recipient);
    char after = got(asking, 1, recipient);
    bool is_told = before == after;
    for (uint32_t i = 0; i < differences->count && !is_told; i++)
        is_told = says(differences->list[i].changes->weight, before, after) &&
                  names(asking, differences->list[i].name, recipient);
    if (!is_told)
        fail_at(asking, recipient->text, "is not told");
}

/* Of each difference in what takes effect: those who match nothing narrower get something else. */
static void check_difference(struct asking *asking, const struct difference *difference)
{
    struct arena *arena = &asking->comparing.setup.arena;
    struct view name = difference->name;
    const char *at = memchr(name.text, '@', name.length);
    struct view user = at == NULL ? VIEW("nobody")
                                  : (struct view){name.text, (size_t)(at - name.text)};
    struct view domain = at == NULL ? name
                                    : (struct view){at + 1, name.length - user.length - 1};
    if (domain.length == 0 || view_equal(domain, VIEW("ALL")))
        domain = VIEW("elsewhere.test");
    const char *text = arena_printf(arena, "%.*s", VIEW_ARG(user));
    const char *where = arena_printf(arena, "%s%.*s", domain.text[0] == '.' ? "none" : "",
                                     VIEW_ARG(domain));
    struct recipient recipient = recipient_of(asking, text, where);
    if (got(asking, 0, &recipient) == got(asking, 1, &recipient))
        fail_at(asking, name, "gets what it got");
}

static void check_tables(struct asking *asking, uint64_t *seed)
{
    const struct differences *differences = &asking->comparing.differences;
    comparing_begin(&asking->comparing, asking->effective ? &effective : &given, asking->texts[0],
                    asking->texts[1]);
    for (int i = 0; i < ASKED; i++) {
        const char *domain = random_below(seed, 8) == 0 ? "[192.0.2.1]" : PICK(seed, domains);
        struct recipient recipient = recipient_of(asking, PICK(seed, users), domain);
        check_recipient(asking, &recipient);
    }
    for (uint32_t i = 0; i < differences->count && asking->effective; i++)
        check_difference(asking, &differences->list[i]);
    setup_end(&asking->comparing.setup);
}

static void recipients_are_exact(void **state)
{
    uint64_t seed = environment_number("SEED", 13);
    uint64_t rounds = environment_number("ROUNDS", 400);
    (void)state;
    for (uint64_t round = 0; round < rounds; round++) {
        struct asking asking = {.seed = seed};
        struct arena arena;
        struct lines lines;
        arena_init(&arena, memory_exhausted);
        random_lines(&seed, &lines);
        const char *all = PICK(&seed, actions);
        asking.texts[0] = lines_text(&arena, &lines, all);
        change_lines(&seed, &lines);
        if (random_below(&seed, 8) == 0)
            all = PICK(&seed, actions);
        asking.texts[1] = lines_text(&arena, &lines, all);
        check_tables(&asking, &seed);
        asking.effective = true;
        check_tables(&asking, &seed);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_for_everybody),   cmocka_unit_test(lines_come_and_go),
        cmocka_unit_test(actions_and_options),  cmocka_unit_test(order_decides),
        cmocka_unit_test(large_tables),         cmocka_unit_test(recipients_are_exact),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
