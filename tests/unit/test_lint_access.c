/* SPDX-License-Identifier: MIT */
/*
 * The finer points of the rules about listeners. What each rule is, tests/cli/rules/ shows.
 */
#include "analysis/lint_listener.h"

#include "model/address_space.h"
#include "read/hat.h"
#include "read/rat.h"
#include "support_listener.h"

/* A table, and what the rules find in it. */
struct row {
    const char *text;
    const char *found; /* the messages with their texts, then "?CODE" for what was not judged */
};

/* What stands for the listener's default policy parameters of a HAT that ends with ALL. */
#define GIVES "$GIVES\n ACCEPT {\n spam_check = \"on\"\n dhap_limit = 25\n tls = \"on\"\n}\n"

static const struct flow_settings *read_defaults(struct setup *setup)
{
    struct policy *policy = arena_alloc(&setup->arena, sizeof *policy);
    setup_read(setup, policy, read_hat, "defaults", VIEW(GIVES "ALL\n $GIVES\n"));
    return &policy->listeners.list[0].policies[0].settings;
}

static void add_unjudged(struct buffer *found, const struct lint_gaps *gaps)
{
    for (int need = 0; need < LINT_NEED_COUNT; need++)
        for (int code = 0; code < CODE_COUNT; code++)
            if (gaps->missed[need][code])
                buffer_printf(found, "%s?%s", found->length == 0 ? "" : " ",
                              code_entry((enum code)code)->id);
}

/* What the user says of listeners of which nothing else says it. */
static enum listener_type said_type = LISTENER_UNKNOWN;

/* What the rules find in the listener of READING, which is of TYPE. */
static const char *lint_text(struct reading *reading, enum listener_type type, bool with_defaults)
{
    const struct view cloud = VIEW(".cloud.example");
    const struct lint_settings settings = {
        .clouds = &cloud, .cloud_count = 1, .listener_type = said_type};
    struct flow_defaults defaults = FLOW_DEFAULTS_UNKNOWN;
    struct setup *setup = &reading->setup;
    struct lint_gaps gaps = {.missed = {{false}}};
    if (with_defaults)
        defaults = (struct flow_defaults){read_defaults(setup), FLOW_FROM_FILE, NULL};
    reading->policy.listeners.list[0].type = type;
    struct linter linter = {.diag = &setup->diag,
                            .arena = &setup->arena,
                            .policy = &reading->policy,
                            .flow_defaults = &defaults,
                            .settings = &settings,
                            .gaps = &gaps};
    lint_listener(&linter);
    struct buffer found = buffer_new(&setup->arena);
    buffer_add_string(&found, setup_message_texts(setup));
    add_unjudged(&found, &gaps);
    return buffer_string(&found);
}

static void judge(read_function *read, const struct row *rows, size_t count,
                  enum listener_type type, bool with_defaults)
{
    for (size_t i = 0; i < count; i++) {
        struct reading reading;
        reading_begin(&reading, read, rows[i].text);
        const char *found = lint_text(&reading, type, with_defaults);
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("%s\ngives %s\nnot   %s", rows[i].text, found, rows[i].found);
        setup_end(&reading.setup);
    }
}

#define JUDGE(read, rows, type, with_defaults)                                                     \
    judge(read, rows, sizeof(rows) / sizeof(rows)[0], type, with_defaults)

#define END "ALL\n ACCEPT\n"
#define RELAYS "$R\n RELAY\n"

/* --- Relaying --------------------------------------------------------------------------------- */

static void relaying(void **state)
{
    static const struct row rows[] = {
        {RELAYS "A:\n sbrs[1.0:2.0]\n sbrs[none]\n dnslist[a.example]\n geo[CH]\n nx.domain\n"
                " serv.fail\n not.double.verified\n SBO:12\n .bank.example\n $R\n" END,
         "E4001=sbrs[1.0:2.0] E4001=sbrs[none] E4001=dnslist[a.example] E4001=geo[CH] "
         "E4001=nx.domain E4001=serv.fail E4001=not.double.verified E4001=SBO:12"},
        /* Names below which everybody has hosts. */
        {RELAYS "A:\n .mail.protection.outlook.com\n a.OUTLOOK.com\n outlook.com\n .cloud.example\n"
                " .DE\n .co.uk\n .local\n .bank.example\n $R\n" END,
         "E4001=.mail.protection.outlook.com E4001=a.OUTLOOK.com I4209=outlook.com "
         "E4001=.cloud.example E4001=.DE E4001=.co.uk"},
        /* What is rented there has names of its own. */
        {RELAYS "A:\n host7.amazonaws.com\n .hc1.iphmx.com\n $R\nB:\n .iphmx.com\n $R\n" END,
         "E4001=.iphmx.com"},
        /* Each that is too wide is told of. */
        {RELAYS "A:\n 8.0.0.0/8\n 9.0.0.1\n 12.0.0.0/8\n $R\n" END,
         "E4001=8.0.0.0/8 E4001=12.0.0.0/8"},
        {RELAYS "A:\n 2a00::/31\n $R\n" END, "E4001=2a00::/31"},
        {RELAYS "A:\n 2a00::/32\n $R\n" END, ""},
        /* What an undefined policy does is not known. */
        {"A:\n .com\n $RELAYED\n" END, "W2011=$RELAYED ?E4001"},
        {"A:\n 8.0.0.0/8\n $RELAYED\n" END, "W2011=$RELAYED ?E4001"},
        {"A:\n 8.0.0.1\n .bank.example\n $RELAYED\n" END, "W2011=$RELAYED"},
        {RELAYS "ALL\n $R\n", "E4001=ALL"},
        {"ALL\n RELAY\n", "E4001=ALL"},
        /* What never gets there does not count. */
        {RELAYS "A:\n 8.0.0.0/8\n REJECT\nB:\n 8.0.0.0/9\n $R\n" END, "W4003=8.0.0.0/9"},
        {RELAYS "A:\n 8.0.0.0/16\n $R\n" END, ""},
        {RELAYS "A:\n 8.0.0.0/15\n $R\n" END, "E4001=8.0.0.0/15"},
        {RELAYS "A:\n 8.0.0.0/16\n 9.0.0.1\n $R\n" END, "E4001=8.0.0.0/16"},
        {RELAYS "A:\n 8.0.0.0/16\n $R\nB:\n 9.0.0.1\n $R\n" END, "E4001=8.0.0.0/16"},
        {RELAYS "A:\n 8.0.0.0/16\n 8.0.0.1\n $R\n" END, "W4003=8.0.0.1"},
        {RELAYS "A:\n 0/0\n $R\n" END, "E4001=0/0"},
        {RELAYS "A:\n 10.0.0.0/7\n $R\n" END, "E4001=10.0.0.0/7"},
        {RELAYS "A:\n 172.0.0.0/11\n $R\n" END, "E4001=172.0.0.0/11"},
        {RELAYS "A:\n ::/0\n $R\n" END, "E4001=::/0"},
        {RELAYS "A:\n fc00::/7\n fe80::/10\n 2001:db8::/32\n 3fff::/20\n $R\n" END, ""},
        {RELAYS "A:\n 127.\n 169.254.\n 192.168.\n 100.64.0.0/10\n 172.16.0.0/12\n 10\n $R\n" END,
         ""},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PRIVATE, true);
    JUDGE(read_hat, rows, LISTENER_UNKNOWN, true);
}

static void space(void **state)
{
    struct address_range ranges[ADDRESS_SPACE_OWN];
    (void)state;
    address_space_own(ranges);
    for (int i = 0; i < ADDRESS_SPACE_OWN; i++)
        assert_true(address_range_prefix(&ranges[i]) > 0);
}

/* --- By the listener's type ------------------------------------------------------------------- */

#define OFF(tls, auth)                                                                             \
    "$R\n RELAY {\n tls = \"" tls "\"\n smtp_auth = \"" auth "\"\n}\nA:\n 10.0.0.1\n $R\n"

static void public(void **state)
{
    static const struct row rows[] = {
        {"ALL\n TCPREFUSE\n", "E4002=ALL"},
        {"A:\n sbrs[none]\n REJECT\n" END, "E4002=sbrs[none]"},
        {"A:\n sbrs[none]\n ACCEPT\nB:\n sbrs[none]\n REJECT\n" END, "W4003=sbrs[none]"},
        {OFF("off", "off") END, "W4205=\"off\""},
        {OFF("on", "off") END, ""},
        {OFF("off", "on") END, ""},
        /* Once a policy, but again for an entry that changes it. */
        {OFF("off", "off") "B:\n 10.0.0.2\n $R\n" END, "W4205=\"off\""},
        {OFF("off", "off") "B:\n 10.0.0.2\n $R {\n dhap_limit = 1\n}\n" END,
         "W4205=\"off\" W4205=\"off\""},
        {"$D\n ACCEPT {\n dhap_limit = 0\n}\nA:\n .bank.example\n SBO:1\n 10.0.0.1\n $D\n" END, ""},
        {"$D\n ACCEPT {\n dhap_limit = 0\n}\nA:\n nx.domain\n $D\n" END, "W4203=0"},
        {"$D\n ACCEPT {\n dhap_limit = 0\n}\nALL\n $D {\n dhap_limit = 1\n}\n", ""},
        {"$D\n ACCEPT\nALL\n $D {\n dhap_limit = 0\n}\n", "W4203=0"},
        {"ALL\n ACCEPT {\n tls = \"required\"\n}\n", "W4206=ALL"},
        {"A:\n 10.0.0.1\n ACCEPT {\n tls = \"required\"\n}\n" END, ""},
        {"A:\n sbrs[none]\n 10.0.0.1\n $BLOCKED\nALL\n $BLOCKED\n",
         "W2011=$BLOCKED W2011=$BLOCKED ?E4001 ?E4002"},
        /* To relay for ALL is no way of taking mail. */
        {"$R\n RELAY {\n tls = \"required\"\n spam_check = \"off\"\n dhap_limit = 0\n}\nALL\n $R\n",
         "E4001=ALL"},
    };
    static const struct row silent[] = {
        {"ALL\n TCPREFUSE\n", ""},
        {OFF("off", "off") "ALL\n ACCEPT {\n tls = \"required\"\n dhap_limit = 0\n}\n", ""},
    };
    static const struct row unknown[] = {
        {"ALL\n TCPREFUSE\n", "?E4002"},
        {OFF("off", "off") "ALL\n ACCEPT {\n tls = \"required\"\n dhap_limit = 0\n}\n",
         "?W4203 ?W4205 ?W4206"},
        {OFF("on", "off") END, ""},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PUBLIC, true);
    JUDGE(read_hat, silent, LISTENER_PRIVATE, true);
    JUDGE(read_hat, silent, LISTENER_BLACKHOLE, true);
    JUDGE(read_hat, unknown, LISTENER_UNKNOWN, true);
    said_type = LISTENER_PUBLIC;
    JUDGE(read_hat, rows, LISTENER_UNKNOWN, true);
    JUDGE(read_hat, silent, LISTENER_PRIVATE, true);
    said_type = LISTENER_PRIVATE;
    JUDGE(read_hat, silent, LISTENER_UNKNOWN, true);
    said_type = LISTENER_UNKNOWN;
}

/* A blackhole throws away what it relays. */
static void blackhole(void **state)
{
    static const struct row rows[] = {{"ALL\n RELAY\n", ""}};
    (void)state;
    JUDGE(read_hat, rows, LISTENER_BLACKHOLE, true);
}

static void inherited(void **state)
{
    static const struct row rows[] = {
        {END, "?W4202 ?W4203 ?W4206"},
        {RELAYS "A:\n 10.0.0.1\n $R\nALL\n REJECT {\n dhap_limit = 0\n}\n", "E4002=ALL ?W4205"},
        {RELAYS "A:\n 10.0.0.1\n $R {\n tls = \"off\"\n}\n B:\n 10.0.0.2\n $R {\n tls = \"on\"\n}\n"
                "ALL\n CONTINUE\n",
         "?W4205"},
        {"A:\n .outlook.com\n sbrs[1.0:2.0]\n ACCEPT\nALL\n CONTINUE\n", "?W4201 ?W4202 ?W4203"},
        {"A:\n .outlook.com\n sbrs[none]\n CONTINUE\nALL\n CONTINUE\n", ""},
        {"ALL\n ACCEPT {\n max_concurrency = 5\n dhap_limit = 1\n tls = \"off\"\n}\n",
         "?W4202 ?W4204"},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PUBLIC, false);
}

/* --- Members ---------------------------------------------------------------------------------- */

static void never(void **state)
{
    static const struct row rows[] = {
        {"A:\n 10.0.0.0/9\n 10.128.0.0/9\n REJECT\nB:\n 10.\n ACCEPT\n" END, "W4003=10."},
        {"A:\n 10.\n CONTINUE\nB:\n 10.0.0.1\n ACCEPT\n" END, ""},
        {"A:\n .bank.example\n REJECT\nB:\n a.bank.example\n bank.example\n ACCEPT\n" END,
         "W4003=a.bank.example"},
        {"A:\n 10.\n 10.0.0.1\n ACCEPT\n" END, "W4003=10.0.0.1"},
        /* The reader says of these that the group has them twice. */
        {"A:\n 10.0.0.1\n 10.0.0.1\n ACCEPT\n" END, "W2113=10.0.0.1"},
        {"A:\n 10.0.0.1\n ACCEPT\nB:\n 10.0.0.1\n ACCEPT\n" END, "W4003=10.0.0.1"},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PUBLIC, true);
}

static void scores(void **state)
{
    static const struct row rows[] = {
        {"A:\n sbrs[-10.0:-3.0]\n REJECT\nB:\n sbrs[-3.0:-1.0]\n sbrs[-1.0:10.0]\n ACCEPT\n" END,
         ""},
        {"A:\n sbrs[-5.0:5.0]\n ACCEPT\nB:\n sbrs[-10.0:10.0]\n ACCEPT\n" END,
         "W4004=sbrs[-10.0:10.0]"},
        {"A:\n sbrs[-5.0:5.0]\n CONTINUE\nB:\n sbrs[-10.0:10.0]\n ACCEPT\n" END, ""},
        {"A:\n sbrs[-5.0:5.0]\n ACCEPT\nB:\n sbrs[-1.0:1.0]\n ACCEPT\n" END,
         "W4003=sbrs[-1.0:1.0]"},
        /* One score on its own. */
        {"A:\n sbrs[-5.0:-5.0]\n REJECT\nB:\n sbrs[-10.0:0.0]\n ACCEPT\n" END,
         "W4004=sbrs[-10.0:0.0]"},
        {"A:\n sbrs[-5.0:-5.0]\n ACCEPT\nB:\n sbrs[-5.0:0.0]\n ACCEPT\n" END, ""},
        /* Gaps. */
        {"A:\n sbrs[-9.9:-3.0]\n REJECT\n" END, "W4005=sbrs[-9.9:-3.0]"},
        {"A:\n sbrs[-9.9:-3.0]\n TCPREFUSE\n" END, "W4005=sbrs[-9.9:-3.0]"},
        {"A:\n sbrs[-9.9:-3.0]\n ACCEPT\n" END, ""},
        {"A:\n sbrs[-10.0:-3.0]\n REJECT\nB:\n sbrs[-2.9:0.0]\n ACCEPT\n" END, ""},
        {"$P\n ACCEPT\nA:\n sbrs[2.0:3.0]\n $P\nB:\n sbrs[-2.9:0.0]\n sbrs[5.0:6.0]\n $P\n" END,
         "W4005=sbrs[2.0:3.0] W4005=sbrs[5.0:6.0]"},
        /* In a gap nothing is otherwise than round it. */
        {"A:\n sbrs[2.0:3.0]\n ACCEPT\nB:\n sbrs[-2.9:0.0]\n sbrs[5.0:6.0]\n ACCEPT\n" END, ""},
        {"A:\n sbrs[2.0:3.0]\n ACCEPT\nB:\n sbrs[-2.9:0.0]\n ACCEPT {\n dhap_limit = 2\n}\n" END,
         "W4005=sbrs[2.0:3.0]"},
        /* The last mark of a range is its own. */
        {"A:\n sbrs[-5.0:-4.9]\n REJECT\nB:\n sbrs[-4.9:-4.8]\n sbrs[-4.8:0.0]\n REJECT\nC:\n"
         " sbrs[-10.0:-5.0]\n REJECT\n" END, ""},
        {"A:\n sbrs[-5.0:-4.9]\n REJECT\nB:\n sbrs[-10.0:0.0]\n REJECT\n" END,
         "W4004=sbrs[-10.0:0.0]"},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PUBLIC, true);
}

#define UNCHECKED " ACCEPT {\n spam_check = \"off\"\n}\n"

static void unchecked(void **state)
{
    static const struct row rows[] = {
        {"A:\n .outlook.com\n .GOOGLE.com\n a.sendgrid.net\n .a.amazonses.com\n" UNCHECKED END,
         "W4201=.outlook.com W4201=.GOOGLE.com W4201=a.sendgrid.net W4201=.a.amazonses.com"},
        {"A:\n .com\n .b.cloud.example\n .cloud.example\n" UNCHECKED END,
         "W4201=.com W4201=.b.cloud.example W4201=.cloud.example"},
        {"A:\n .le.com\n .ogle.com\n .google.com.example\n .google.co\n" UNCHECKED END, ""},
        {"A:\n google.com\n" UNCHECKED END, "I4209=google.com"},
        {"A:\n .org\n .local\n" UNCHECKED END, "W4201=.org"},
        /* A cloud that nothing gets to. */
        {"A:\n .outlook.com\n ACCEPT\nB:\n .x.outlook.com\n" UNCHECKED END,
         "W4003=.x.outlook.com"},
        /* To relay for it is worse. */
        {"$R\n RELAY {\n spam_check = \"off\"\n}\nA:\n .outlook.com\n $R\n" END,
         "E4001=.outlook.com"},
        {"A:\n .outlook.com\n REJECT {\n spam_check = \"off\"\n}\n" END, ""},
        {"A:\n .outlook.com\n ACCEPT\n" END, ""},
        {"A:\n sbrs[none]\n sbrs[5.0:6.0]\n" UNCHECKED END, "W4202=sbrs[none] W4202=sbrs[5.0:6.0]"},
        {"A:\n nx.domain\n serv.fail\n geo[CH]\n dnslist[a.example]\n 10.0.0.1\n SBO:1\n"
         " .bank.example\n" UNCHECKED END,
         "W4202=nx.domain W4202=serv.fail W4202=geo[CH] W4202=dnslist[a.example]"},
        {"ALL\n" UNCHECKED, "W4202=ALL"},
    };
    static const struct row private[] = {
        {"A:\n geo[CH]\n sbrs[1.0:2.0]\n" UNCHECKED "ALL\n" UNCHECKED, "W4202=sbrs[1.0:2.0]"},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PUBLIC, true);
    JUDGE(read_hat, private, LISTENER_PRIVATE, true);
}

/* RELAYLIST behind others. */
static void order(void **state)
{
    static const struct row rows[] = {
        {RELAYS "A:\n 10.0.0.1\n REJECT\nRELAYLIST:\n 10.0.0.0/24\n $R\n" END,
         "W4006=RELAYLIST"},
        {RELAYS "A:\n 10.0.1.0-9.0.0.0\n 10.0.1.1\n 8.0.0.1\n 2001:db8::1\n REJECT\nRELAYLIST:\n"
                " 10.0.0.0/24\n 10.0.2.0/24\n $R\n" END,
         "E2103=10.0.1.0-9.0.0.0"},
        {RELAYS "A:\n nx.domain\n REJECT\nRELAYLIST:\n 10.0.0.1\n $R\n" END, "W4006=RELAYLIST"},
        {RELAYS "A:\n 10.0.0.1\n REJECT\nRELAYLIST:\n .bank.example\n $R\n" END,
         "W4006=RELAYLIST"},
        {RELAYS "A:\n nx.domain\n CONTINUE\nB:\n .bank.example\n $R\nRELAYLIST:\n 10.0.0.1\n $R\n"
         END, ""},
        {RELAYS "A:\n nx.domain\n REJECT\nRELAYLIST:\n $R\n" END, ""},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PRIVATE, true);
}

static void names(void **state)
{
    static const struct row rows[] = {
        {"A:\n bank.example\n shop.co.uk\n mail.bank.example\n a.shop.example.org\n ACCEPT\n" END,
         "I4209=bank.example I4209=shop.co.uk"},
        {"A:\n x.com.au\n x.info.au\n x.com.example\n ACCEPT\n" END, "I4209=x.com.au"},
        {"A:\n bank.example\n ACCEPT\nB:\n .example\n ACCEPT\n" END, ""},
        {"A:\n bank.example\n .BANK.example\n ACCEPT\n" END, ""},
        {"bank.example\n REJECT\n" END, ""},
        {"RELAYLIST:\n ACCEPT\nBLACKLIST:\n ACCEPT\nMINE:\n ACCEPT\n" END, "I4208=MINE"},
        {"ALLOWED_LIST:\n 10.0.0.1\n ACCEPT\nBLACKLIST:\n ACCEPT\nWHITELIST:\n ACCEPT\n" END,
         "I4210=BLACKLIST"},
        {"A:\n ACCEPT\nRELAYLIST:\n ACCEPT\n" END, "I4208=A"},
        {"$A\n ACCEPT\n$BLOCKED\n REJECT\n$B\n ACCEPT\nC:\n 10.0.0.1\n $B\n" END, "I4207=$A"},
    };
    (void)state;
    JUDGE(read_hat, rows, LISTENER_PUBLIC, true);
}

/* --- Recipients ------------------------------------------------------------------------------- */

static void recipients(void **state)
{
    static const struct row rows[] = {
        {"ALL RELAY\n", "W2205=RELAY E4101=RELAY"},
        {".a.example ACCEPT\na.example ACCEPT\n.b.a.example REJECT\njoe@b.a.example ACCEPT\n"
         "b.a.example ACCEPT\nALL REJECT\n",
         "W4102=.b.a.example W4102=joe@b.a.example W4102=b.a.example"},
        {"joe@ ACCEPT\njoe@a.example ACCEPT\nJoe@a.example ACCEPT\njoe@[192.0.2.1] REJECT\n"
         "ALL REJECT\n",
         "W4102=joe@a.example W4102=joe@[192.0.2.1]"},
        {"[192.0.2.1] ACCEPT\njoe@[192.0.2.1] REJECT\njoe@[192.0.2.2] REJECT\nALL REJECT\n",
         "W4102=joe@[192.0.2.1]"},
        /* The reader says of these that they stand there twice. */
        {"joe@ ACCEPT\njoe@ REJECT\nALL REJECT\n", "W2208=joe@"},
        {"a.example ACCEPT\nJoe@a.example REJECT\nJoe@a.example REJECT\nALL REJECT\n",
         "W4102=Joe@a.example W2208=Joe@a.example"},
        /* A domain alone is usual, unless its siblings are not. */
        {"a.example ACCEPT\nALL REJECT\n", ""},
        {"a.example ACCEPT\nb.example ACCEPT\n.b.example REJECT\nALL REJECT\n", ""},
        {"a.example ACCEPT\nb.example ACCEPT\n.b.example REJECT\nc.example ACCEPT\n"
         ".c.example ACCEPT\nALL REJECT\n", "W4103=a.example"},
        {"a.example ACCEPT\nd.example ACCEPT\nb.example ACCEPT\n.b.example REJECT\n"
         "c.example ACCEPT\n.c.example ACCEPT\nALL REJECT\n", ""},
        {"mail.a.example ACCEPT\nb.example ACCEPT\n.b.example REJECT\nc.example ACCEPT\n"
         ".c.example ACCEPT\nALL REJECT\n", ""},
        {".a.example ACCEPT\nALL REJECT\n", "W4103=.a.example"},
        {".a.example ACCEPT\n.a.example ACCEPT\nALL REJECT\n",
         "W4103=.a.example W2208=.a.example"},
        /* Where all is taken, the twin is too. */
        {".a.example ACCEPT\nALL ACCEPT\n", "E4101=ACCEPT"},
        {".de ACCEPT\nde ACCEPT\n.co.uk ACCEPT\n.net REJECT\ngmail.com ACCEPT\n.bank.test ACCEPT\n"
         "bank.test ACCEPT\n.local ACCEPT\nlocal ACCEPT\n.github.io ACCEPT\ngithub.io ACCEPT\n"
         "ALL REJECT\n",
         "E4105=.de E4105=.co.uk E4105=gmail.com"},
        {"a.example REJECT\n.b.example REJECT\nc@c.example ACCEPT\nALL REJECT\n", ""},
        {"a.example ACCEPT\n.example REJECT\nexample REJECT\nALL REJECT\n", ""},
    };
    static const struct row private[] = {
        {"ALL ACCEPT\n", "W4104=A"},
        {"ALL REJECT\n", "W4104=A"},
        {".a.example ACCEPT\n.de ACCEPT\nALL REJECT\n", "W4104=."},
    };
    /* No other listener has such a table. */
    static const struct row unknown[] = {
        {"ALL ACCEPT\n", "E4101=ACCEPT"},
        {"ALL REJECT\n", ""},
    };
    (void)state;
    JUDGE(read_rat, rows, LISTENER_PUBLIC, true);
    JUDGE(read_rat, private, LISTENER_PRIVATE, true);
    JUDGE(read_rat, unknown, LISTENER_UNKNOWN, true);
}

/* --- What findings are about ------------------------------------------------------------------ */

/* The topic of the first message with CODE, as "ENTRY|SETTING|VALUE". */
static const char *topic_of(struct reading *reading, enum code code)
{
    const struct message *message = setup_message(&reading->setup, code);
    assert_non_null(message);
    return arena_printf(&reading->setup.arena, "%.*s|%.*s|%.*s", VIEW_ARG(message->topic.entry),
                        VIEW_ARG(message->topic.setting), VIEW_ARG(message->topic.value));
}

static void topics(void **state)
{
    static const struct {
        read_function *read;
        const char *text;
        enum code code;
        const char *topic;
    } rows[] = {
        {read_hat, "A:\n 10.\n ACCEPT\nB:\n 10.1\n REJECT\n" END, CODE_LINT_NEVER_MATCHES,
         "Listener/B|member|10.1"},
        {read_hat, "ALL\n REJECT\n", CODE_LINT_REFUSE_ALL, "Listener/ALL|member|ALL"},
        {read_hat, OFF("off", "off") END, CODE_LINT_RELAY_CLEAR, "Listener/$R|tls|off"},
        {read_hat, "ALL\n ACCEPT {\n dhap_limit = 0\n}\n", CODE_LINT_HARVEST,
         "Listener/ALL|dhap_limit|0"},
        {read_hat, "A:\n sbrs[-10.0:-3.0]\n sbrs[0.0:1.0]\n REJECT\n" END, CODE_LINT_SCORES_GAP,
         "Listener|scores|-2.9:-0.1"},
        {read_rat, "ALL ACCEPT\n", CODE_LINT_OPEN_RELAY, "Listener|ALL|ACCEPT"},
        {read_rat, ".a.example ACCEPT\nALL REJECT\n", CODE_LINT_RECIPIENT_TWIN,
         "Listener|.a.example|ACCEPT"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct reading reading;
        reading_begin(&reading, rows[i].read, rows[i].text);
        lint_text(&reading, LISTENER_PUBLIC, true);
        assert_string_equal(topic_of(&reading, rows[i].code), rows[i].topic);
        setup_end(&reading.setup);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relaying),  cmocka_unit_test(space),      cmocka_unit_test(public),
        cmocka_unit_test(inherited), cmocka_unit_test(never),      cmocka_unit_test(scores),
        cmocka_unit_test(unchecked), cmocka_unit_test(names),      cmocka_unit_test(recipients),
        cmocka_unit_test(topics),    cmocka_unit_test(blackhole), cmocka_unit_test(order),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
