/* SPDX-License-Identifier: MIT */
/*
 * Policy sources, from text to model: what statements give together, where each setting comes
 * from, what is reported, and how the parser goes on after an error.
 */
#include "read/policy.h"

#include "support.h"

static const struct read_options newest = {.target = {16, 0}};

struct reading {
    struct setup setup;
    struct policy policy;
    const struct source *source;
};

static void read_source(struct reading *reading, const char *text)
{
    setup_begin(&reading->setup);
    struct setup *setup = &reading->setup;
    policy_init(&reading->policy, &setup->arena, &setup->sources, &setup->store);
    reading->source = setup_source(setup, "no such file.policy", text);
    read_policy(&reading->policy, &setup->diag, &newest, reading->source);
    policy_lower(&reading->policy, &setup->diag, &newest);
}

/* "tls=required connections=10", the entry's settings in the order of the table. */
static void add_settings(struct buffer *text, const struct store *store,
                         const struct settings *settings)
{
    char digits[VALUE_BUFFER];
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        if (!settings_has(settings, param))
            continue;
        struct view value = value_policy(store, param, settings->values[i], digits);
        buffer_printf(text, " %s=%.*s", parameter(param)->policy_name, VIEW_ARG(value));
    }
    for (uint32_t i = 0; i < settings->other_count; i++) {
        struct view name = atom_view(store, settings->others[i].name);
        struct view value = atom_view(store, settings->others[i].text);
        buffer_printf(text, " %.*s:%.*s", VIEW_ARG(name), VIEW_ARG(value));
    }
}

/* Every entry, "NAME NAME=VALUE ...; ...", destinations sorted; the default entry first. */
static const char *entries_of(const struct policy *policy)
{
    struct buffer text = buffer_new(policy->arena);
    if (policy->has_default) {
        buffer_add(&text, VIEW("DEFAULT"));
        add_settings(&text, policy->store, policy_default(policy));
        buffer_add(&text, VIEW("; "));
    }
    const uint32_t *sorted = policy_sorted(policy);
    for (uint32_t i = 0; i < policy->count; i++) {
        const struct destination *destination = policy_destination(policy, sorted[i]);
        buffer_printf(&text, "%.*s", VIEW_ARG(destination_name(destination)));
        add_settings(&text, policy->store, policy_settings(policy, destination->settings));
        buffer_add(&text, VIEW("; "));
    }
    return buffer_string(&text);
}

/* TEXT gives these entries, and nothing is reported. */
static void gives(const char *text, const char *entries)
{
    struct reading reading;
    read_source(&reading, text);
    const char *messages = setup_messages(&reading.setup);
    const char *found = entries_of(&reading.policy);
    if (strcmp(messages, "") != 0 || strcmp(found, entries) != 0)
        fail_msg("%s\ngives %s\nnot   %s\nmessages: %s", text, found, entries, messages);
    setup_end(&reading.setup);
}

/* TEXT gives just MESSAGES. */
static void complains(const char *text, const char *messages)
{
    struct reading reading;
    read_source(&reading, text);
    const char *found = setup_messages(&reading.setup);
    if (strcmp(found, messages) != 0)
        fail_msg("%s\ngives %s\nnot   %s", text, found, messages);
    setup_end(&reading.setup);
}

/* The appliance called NAME. */
static const struct policy *appliance(const struct reading *reading, const char *name)
{
    for (uint32_t i = 0; i < reading->policy.appliance_count; i++)
        if (view_equal(reading->policy.appliances[i].name, view_of(name)))
            return reading->policy.appliances[i].policy;
    fail_msg("no appliance %s", name);
    return NULL;
}

/* The same of the appliance "x". */
static void appliance_gives(const char *text, const char *entries)
{
    struct reading reading;
    read_source(&reading, text);
    const char *messages = setup_messages(&reading.setup);
    if (strcmp(messages, "") != 0)
        fail_msg("%s\ngives %s", text, messages);
    const char *found = entries_of(appliance(&reading, "x"));
    if (strcmp(found, entries) != 0)
        fail_msg("%s\ngives %s\nnot   %s", text, found, entries);
    setup_end(&reading.setup);
}

/* The first message of TEXT: its words, and its help behind a colon. */
static void says(const char *text, const char *words)
{
    struct reading reading;
    uint32_t count;
    read_source(&reading, text);
    const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
    if (count == 0)
        fail_msg("%s\ngives no message", text);
    const char *found = arena_printf(&reading.setup.arena, "%s: %s", list[0]->text,
                                     list[0]->help == NULL ? "" : list[0]->help);
    if (strcmp(found, words) != 0)
        fail_msg("%s\nsays %s\nnot  %s", text, found, words);
    setup_end(&reading.setup);
}

#define DEFAULT_BLOCK                                                                              \
    "default { ip prefer-ipv6; connections 500; messages 50; recipients unlimited;"               \
    " limits per domain, system-wide; tls preferred; bounce-verification off;"                    \
    " certificate \"c\"; tls-alert on; }\n"
#define DEFAULT_ENTRY                                                                              \
    "DEFAULT ip=prefer-ipv6 connections=500 messages=50 recipient-minutes=60"                     \
    " recipients=unlimited limits-per=domain limits-apply=system-wide"                            \
    " bounce-verification=off tls=preferred tls-alert=on certificate=c; "

/* --- What statements give ------------------------------------------------------------------ */

static void settings(void **state)
{
    (void)state;
    gives(DEFAULT_BLOCK, DEFAULT_ENTRY);
    gives("destination a.example;", "a.example; ");
    gives("destination a.example { }", "a.example; ");
    gives("destination a.example { tls required; messages 1; ip require-ipv4; dane mandatory; "
          "bounce-profile \"p q\"; bounce-verification on; }",
          "a.example ip=require-ipv4 messages=1 bounce-verification=on tls=required "
          "bounce-profile=p q dane=mandatory; ");
    gives("destination a.example { recipients 20 per 1 minute; limits per mx-address, "
          "per-gateway; connections 2; }",
          "a.example connections=2 recipient-minutes=1 recipients=20 limits-per=mx-address "
          "limits-apply=per-gateway; ");
    gives("destination a.example { recipients unlimited per 20 minutes; limits per domain, "
          "system-wide; }",
          "a.example recipient-minutes=20 recipients=unlimited limits-per=domain "
          "limits-apply=system-wide; ");
    gives("destination a.example { recipients unlimited; limits per domain, system-wide; }",
          "a.example recipient-minutes=60 recipients=unlimited limits-per=domain "
          "limits-apply=system-wide; ");
    /* Several names, a semicolon behind the block. */
    gives("destination b.example, a.example { tls off; };",
          "a.example tls=off; b.example tls=off; ");
    gives("destination a.example, A.Example, a.example { tls off; }", "a.example tls=off; ");
}

/* The spellings of a table file are read, its numbers for words are not. */
static void spellings(void **state)
{
    (void)state;
    gives("destination a.example { tls on; ip PREFER_V4; bounce-verification ON; dane Mandatory; }",
          "a.example ip=prefer-ipv4 bounce-verification=on tls=preferred dane=mandatory; ");
    gives("destination a.example { tls require_verify; }", "a.example tls=required-verify; ");
    gives("destination a.example { tls require; }", "a.example tls=required; ");
    gives("destination a.example { tls \"required\"; connections 3; limits per host, VG; }",
          "a.example connections=3 limits-per=domain limits-apply=per-gateway tls=required; ");
    complains("destination a.example { tls 3; }", "E0209@1:29");
    complains("destination a.example { bounce-verification 1; }", "E0209@1:45");
    says("destination a.example { tls requred; }",
         "unknown value \"requred\" of tls: did you mean required?");
}

static void other_parameters(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "destination a.example { parameter \"zork\" \"7 of 9\"; }");
    assert_string_equal(setup_messages(&reading.setup), "W0213@1:35");
    assert_string_equal(entries_of(&reading.policy), "a.example zork:7 of 9; ");
    setup_end(&reading.setup);
    /* One that is known, in the table's words: needed where it stands without company. */
    read_source(&reading, "destination a.example { parameter \"limit_type\" \"MXIP\"; }");
    assert_string_equal(entries_of(&reading.policy), "a.example limits-per=mx-address; ");
    assert_string_equal(setup_messages(&reading.setup), "W0308@1:48");
    setup_end(&reading.setup);
    complains("destination a.example { parameter \"z\" \"x\"; parameter \"Z\" \"y\"; }",
              "W0213@1:35 W0213@1:54 E0302@1:54");
    complains("destination a.example { bounce-profile p; parameter \"bounce_profile\" \"p\"; }",
              "E0302@1:53");
}

/* No word is reserved. */
static void words_are_names(void **state)
{
    (void)state;
    gives("settings tls { tls off; } settings uses { messages 1; } "
          "destination a.example uses tls, uses;",
          "a.example messages=1 tls=off; ");
    gives("define default = { all.example, \"default.example\" }; "
          "define define = { @default, 163.com }; destination @define { tls off; }",
          "163.com tls=off; all.example tls=off; default.example tls=off; ");
    gives("settings \"two words\" extends default { tls off; } settings default { messages 2; } "
          "destination a.example uses \"two words\" { bounce-profile required; }",
          "a.example messages=2 tls=off bounce-profile=required; ");
    gives("destination a.example { bounce-profile \"default\"; }",
          "a.example bounce-profile=default; ");
    gives("appliance default { default uses default; } settings default { tls off; }" DEFAULT_BLOCK,
          DEFAULT_ENTRY);
    /* A warning says that these names have no dot; they are names all the same. */
    complains("destination policy, destination, tls, \"all\", file, all;",
              "W0416@1:13 W0416@1:21 W0416@1:34 W0416@1:39 W0416@1:46 W0416@1:52");
}

static void scripts(void **state)
{
    (void)state;
    gives("define \xD0\xBC\xD0\xB8\xD1\x80 = { b\xC3\xBC" "cher.example };\n"
          "destination @\xD0\xBC\xD0\xB8\xD1\x80 { tls off; }",
          "b\xC3\xBC" "cher.example tls=off; ");
    /* The same destination in two forms. */
    gives("destination b\xC3\xBC" "cher.example { tls off; }\n"
          "destination xn--bcher-kva.example { messages 1; }",
          "b\xC3\xBC" "cher.example messages=1 tls=off; ");
    gives("\xEF\xBB\xBF" "destination a.example;\r\n", "a.example; ");
    complains("destination b\xFC.example;", "E0106@1:13");
    complains("define s = { b\xFC.example };\ndestination @s;", "E0106@1:14");
    complains("# caf\xE9\ndestination a.example;", "");
}

static void strings(void **state)
{
    (void)state;
    gives("destination a.example { bounce-profile \"a \\\"b\\\" \\\\ # { } ;\"; }",
          "a.example bounce-profile=a \"b\" \\ # { } ;; ");
    gives("# a \"quote\" { in a comment\ndestination a.example; # }", "a.example; ");
    gives("destination a.example{tls off;}#", "a.example tls=off; ");
    complains("destination a.example { note \"C:\\temp\"; }", "E1007@1:33");
    /* The marks at the line's end are outside. */
    complains("destination a.example { note \"open; }\ndestination b.example { zork; }",
              "E1006@1:30 E1005@2:25");
    complains("destination a.example { note \"open", "E1006@1:30 E1005@1:35");
}

/* --- Bundles, merging, the scope ----------------------------------------------------------- */

static void bundles(void **state)
{
    (void)state;
    /* Left to right, the later wins; the own block wins over all. */
    gives("settings a { tls off; messages 1; } settings b { tls required; dane off; }\n"
          "destination x.example uses a, b; destination y.example uses b, a;\n"
          "destination z.example uses a, b { tls preferred; }",
          "x.example messages=1 tls=required dane=off; "
          "y.example messages=1 tls=off dane=off; "
          "z.example messages=1 tls=preferred dane=off; ");
    /* What a bundle extends comes first; its own block wins. Defined after its use. */
    gives("destination x.example uses c;\n"
          "settings c extends a, b { ip require-ipv4; }\n"
          "settings b { tls required; ip require-ipv6; } settings a { tls off; messages 1; }",
          "x.example ip=require-ipv4 messages=1 tls=required; ");
    gives("settings a { parameter \"bounce_profile\" \"p\"; } destination x.example uses a;",
          "x.example bounce-profile=p; ");
    gives("settings d { tls off; } " DEFAULT_BLOCK, DEFAULT_ENTRY);
}

/* "default" takes back what was given before it, and nothing that comes after it. */
static void taking_back(void **state)
{
    (void)state;
    gives("settings a { tls required; messages 1; } destination x.example uses a { tls default; }",
          "x.example messages=1; ");
    gives("settings a { tls required; } settings b { tls default; }\n"
          "destination x.example uses a, b; destination y.example uses b, a;",
          "x.example; y.example tls=required; ");
    gives("settings a { connections 3; recipients 5 per 2 minutes; "
          "limits per domain, system-wide; messages 9; }\n"
          "destination x.example uses a { recipients default; }\n"
          "destination y.example uses a "
          "{ recipients default; connections default; limits default; messages default; }",
          "x.example connections=3 messages=9 limits-per=domain limits-apply=system-wide; "
          "y.example; ");
    appliance_gives("destination x.example { tls required; messages 2; }\n"
                    "appliance x { destination x.example { tls default; } }",
                    "x.example messages=2; ");
}

static void merging(void **state)
{
    (void)state;
    gives("destination a.example { tls off; } destination a.example { messages 1; }",
          "a.example messages=1 tls=off; ");
    gives("destination a.example { tls off; } destination A.example { tls off; }",
          "a.example tls=off; ");
    complains("destination a.example { tls off; }\ndestination b.example, a.example { tls on; }",
              "E1107@2:40");
    complains("settings s { tls off; }\ndestination a.example uses s;\n"
              "destination a.example { tls on; }",
              "E1107@3:29");
    complains("destination a.example { tls off; }\ndestination a.example { tls default; }",
              "E1107@2:25");
    /* A statement's block and its bundle are one giving; they do not disagree. */
    complains("settings s { tls off; } destination a.example uses s { tls on; }", "");
    /* Nor do the base and an overlay. */
    complains("destination a.example { tls off; }\n"
              "appliance x { destination a.example { tls on; } }",
              "");
    complains("destination a.example;\nappliance x {\ndestination a.example { tls on; }\n"
              "destination a.example { tls off; } }",
              "E1107@4:29");
    complains("destination a.example { tls off; tls off; }", "E0302@1:34");
    complains("default { tls off; }\ndefault { tls off; }",
              "W0305@1:1 E0304@1:1 E0310@2:1");
}

/* Both places of a conflict are told. */
static void conflicts_name_both(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "destination a.example { tls off; }\n\n"
                          "destination a.example { tls required; }\n");
    const struct message *message = setup_message(&reading.setup, CODE_SETTING_CONFLICT);
    assert_non_null(message);
    assert_string_equal(message->text, "another statement gives another tls");
    assert_int_equal(message->notes->place.offset, span_of(reading.source, "off").offset);
    setup_end(&reading.setup);
}

/* The scope of a limit: the entry's, else its bundles', else the default entry's. */
static void scope(void **state)
{
    (void)state;
    gives(DEFAULT_BLOCK "destination x.example { connections 3; }",
          DEFAULT_ENTRY
          "x.example connections=3 limits-per=domain limits-apply=system-wide; ");
    gives(DEFAULT_BLOCK "destination x.example { recipients 3 per 1 minute; "
                        "limits per mx-address, per-gateway; }",
          DEFAULT_ENTRY "x.example recipient-minutes=1 recipients=3 limits-per=mx-address "
                        "limits-apply=per-gateway; ");
    gives("settings s { limits per mx-address, system-wide; } "
          "destination x.example uses s { connections 3; }",
          "x.example connections=3 limits-per=mx-address limits-apply=system-wide; ");
    /* From another statement about the same destination, however they are written. */
    gives("destination x.example { limits per domain, per-gateway; }\n"
          "destination x.example { connections 3; }",
          "x.example connections=3 limits-per=domain limits-apply=per-gateway; ");
    complains("destination x.example { connections 3; }", "E1109@1:37");
    complains("destination x.example { recipients unlimited; }", "E1109@1:36");
    complains("destination x.example { limits per domain, system-wide; }", "E1108@1:36");
    /* Told once, however many entries it is about. */
    complains("define d = { x.example, y.example };\ndestination @d { connections 3; }",
              "E1109@2:30");
    complains("destination x.example { certificate \"c\"; }", "E0307@1:37");
    complains("destination x.example { tls-alert on; }", "E0307@1:35");
}

/* --- Sets ---------------------------------------------------------------------------------- */

static void sets(void **state)
{
    (void)state;
    gives("define a = { @b, one.example };\ndefine b = { two.example, .two.example, };\n"
          "destination @a, three.example, @b { tls off; }",
          ".two.example tls=off; one.example tls=off; three.example tls=off; "
          "two.example tls=off; ");
    /* A set and a bundle of one name are no conflict, nor is a set that nobody uses. */
    gives("define a = { one.example } settings a { tls off; } appliance a { }", "");
    complains("define a = { };", "");
    complains("define a = { };\ndestination @a;", "E1115@2:13");
    complains("define a = { };\ndefine b = { @a };\ndestination @b, @a;", "E1115@3:13");
    complains("define a = { };\ndestination @a, one.example;", "");
    complains("define a = { };\nassert tls = off for @a;", "E1115@2:22");
    complains("define a = { };\nassert tls = off for @a, b.example;", "");
    complains("define a = { *.example, one.example, a..b };", "E0402@1:14 E0407@1:40");
    /* A bad name is told once, where it stands. */
    complains("define a = { *.example };\ndestination @a;\ndestination @a { tls off; }",
              "E0402@1:14");
    complains("destination @nobody;", "E1102@1:13");
    says("define partners = { a.example };\ndestination @partner;",
         "no set is called \"partner\": did you mean partners?");
    complains("define a = { @b };\ndefine b = { @c };\ndefine c = { @a };", "E1103@3:14");
    complains("define a = { @a };", "E1103@1:14");
    complains("settings a extends b { }\nsettings b extends a { }", "E1103@2:20");
    complains("settings a extends a { }", "E1103@1:20");
    complains("define a = { };\ndefine a = { };", "E1101@2:8");
    complains("settings a { }\nsettings a { }", "E1101@2:10");
    complains("policy a { }\npolicy a { }", "E1101@2:8");
    complains("appliance a { }\nappliance a { }", "E1101@2:11");
    complains("destination DEFAULT;", "E1116@1:13");
    complains("destination a.example uses s;", "E1102@1:28");
}

/* --- Overlays ------------------------------------------------------------------------------ */

#define BASE "destination a.example { tls off; }\ndestination b.example;\n"

static void overlays(void **state)
{
    (void)state;
    appliance_gives(BASE "appliance x { }", "a.example tls=off; b.example; ");
    appliance_gives(BASE "appliance x { destination a.example { messages 1; tls on; } }",
                    "a.example messages=1 tls=preferred; b.example; ");
    appliance_gives(BASE "appliance x { add destination c.example { messages 1; } "
                         "remove destination b.example; }",
                    "a.example tls=off; c.example messages=1; ");
    /* An overlay's bundle wins over the base's block. */
    appliance_gives(BASE "settings s { tls required; }\n"
                         "appliance x { destination a.example uses s; }",
                    "a.example tls=required; b.example; ");
    appliance_gives(DEFAULT_BLOCK "appliance x { default { connections 7; } }",
                    "DEFAULT ip=prefer-ipv6 connections=7 messages=50 recipient-minutes=60"
                    " recipients=unlimited limits-per=domain limits-apply=system-wide"
                    " bounce-verification=off tls=preferred tls-alert=on certificate=c; ");
    /* The scope that a limit takes is the appliance's own. */
    appliance_gives(DEFAULT_BLOCK "destination a.example { connections 3; }\n"
                                  "appliance x { default { limits per mx-address, "
                                  "system-wide; } }",
                    "DEFAULT ip=prefer-ipv6 connections=500 messages=50 recipient-minutes=60"
                    " recipients=unlimited limits-per=mx-address limits-apply=system-wide"
                    " bounce-verification=off tls=preferred tls-alert=on certificate=c; "
                    "a.example connections=3 limits-per=mx-address limits-apply=system-wide; ");
    complains(BASE "appliance x {\ndestination bb.example { tls on; } }", "E1110@4:13");
    complains(BASE "appliance x {\nadd destination a.example { tls on; } }", "E1111@4:17");
    complains(BASE "appliance x {\nremove destination c.example; }", "E1112@4:20");
    complains(BASE "appliance x {\nremove destination a.example;\n"
                   "destination a.example { tls on; } }",
              "E1110@5:13");
    complains("appliance x {\nadd destination .c.example;\nremove destination c.example; }",
              "E1112@3:20");
}

/* An appliance has the base, its release and its own; the base has nothing of the appliance's. */
static void appliances(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, BASE "policy \"p q\" { asyncos 14.2; }\n"
                               "appliance x { asyncos 15.0; remove destination a.example; }\n"
                               "appliance y { add destination c.example; }\n"
                               "assert tls = off for b.example \"why\";");
    assert_string_equal(setup_messages(&reading.setup), "");
    const struct policy *base = &reading.policy;
    const struct policy *x = appliance(&reading, "x");
    const struct policy *y = appliance(&reading, "y");
    assert_string_equal(entries_of(base), "a.example tls=off; b.example; ");
    assert_string_equal(entries_of(x), "b.example; ");
    assert_string_equal(entries_of(y), "a.example tls=off; b.example; c.example; ");
    assert_view_equal(base->name, "p q");
    assert_true(base->has_target && x->has_target && y->has_target);
    assert_int_equal(base->target.major * 100 + base->target.minor, 1402);
    assert_int_equal(x->target.major * 100 + x->target.minor, 1500);
    assert_int_equal(y->target.major * 100 + y->target.minor, 1402);
    assert_int_equal(x->assertion_count, 1);
    assert_view_equal(base->assertions[0].text, "assert tls = off for b.example \"why\"");
    assert_view_equal(base->assertions[0].message, "why");
    assert_view_equal(base->assertions[0].target_text, "b.example");
    setup_end(&reading.setup);
    complains("policy p { asyncos latest; }", "E1114@1:20");
    complains("appliance x { asyncos 14; }", "E1114@1:23");
}

/* --- Where a setting comes from ------------------------------------------------------------ */

/* "bundle s tls=off 1:20, block messages=1 2:3", the steps of the entry NAME. */
static const char *steps_of(struct reading *reading, const struct policy *policy, const char *name)
{
    static const char *const kinds[] = {"bundle", "block", "scope", "overlay bundle", "overlay"};
    uint32_t index = policy_find(policy, view_of(name));
    assert_int_not_equal(index, NO_ENTRY);
    const struct composition *composition =
        provenance_find(policy->provenance, policy_destination(policy, index)->section);
    assert_non_null(composition);
    struct buffer text = buffer_new(policy->arena);
    for (uint32_t i = 0; i < composition->step_count; i++) {
        const struct step *step = &composition->steps[i];
        char digits[VALUE_BUFFER];
        struct view value = step->takes_back
                                ? VIEW("default")
                                : value_policy(policy->store, step->param, step->value, digits);
        struct position at = sources_position(&reading->setup.sources, step->place.offset);
        buffer_printf(&text, "%s%s %.*s%s%s=%.*s %u:%u", i == 0 ? "" : ", ", kinds[step->kind],
                      VIEW_ARG(step->name), step->name.length > 0 ? " " : "",
                      parameter(step->param)->policy_name, VIEW_ARG(value), at.line, at.column);
    }
    for (uint32_t i = 0; i < composition->note_count; i++)
        buffer_printf(&text, ", %s %.*s", composition->notes[i].is_until ? "until" : "note",
                      VIEW_ARG(composition->notes[i].text));
    return buffer_string(&text);
}

static void steps(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "settings base { tls off; messages 1; }\n"
                          "settings more extends base { tls on; }\n"
                          "destination a.example uses more { dane off; note \"n\"; }\n"
                          "destination a.example { ip require-ipv4; until 2027-06-30; }\n"
                          "appliance x {\n"
                          "destination a.example uses base { tls default; } }\n");
    assert_string_equal(setup_messages(&reading.setup), "");
    assert_string_equal(steps_of(&reading, &reading.policy, "a.example"),
                        "bundle more tls=preferred 2:34, bundle base messages=1 1:35, "
                        "block dane=off 3:40, block ip=require-ipv4 4:28, "
                        "note n, until 2027-06-30");
    assert_string_equal(steps_of(&reading, appliance(&reading, "x"), "a.example"),
                        "bundle more tls=preferred 2:34, bundle base messages=1 1:35, "
                        "block dane=off 3:40, block ip=require-ipv4 4:28, "
                        "overlay bundle base tls=off 1:21, overlay bundle base messages=1 1:35, "
                        "overlay x tls=default 6:35, note n, until 2027-06-30");
    assert_string_equal(entries_of(appliance(&reading, "x")),
                        "a.example ip=require-ipv4 messages=1 dane=off; ");
    setup_end(&reading.setup);
}

/* A scope that is taken from the default entry is a step of its own, at the default's place. */
static void scope_steps(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, DEFAULT_BLOCK "destination a.example { connections 3; }\n"
                                        "appliance x { default {\n"
                                        "limits per mx-address, system-wide; } }");
    assert_string_equal(setup_messages(&reading.setup), "");
    assert_string_equal(steps_of(&reading, &reading.policy, "a.example"),
                        "block connections=3 2:37, scope limits-per=domain 1:90, "
                        "scope limits-apply=system-wide 1:98");
    assert_string_equal(steps_of(&reading, appliance(&reading, "x"), "a.example"),
                        "block connections=3 2:37, scope limits-per=mx-address 4:12, "
                        "scope limits-apply=system-wide 4:24");
    setup_end(&reading.setup);
}

static void dates(void **state)
{
    (void)state;
    complains("destination a.example { until 2027-06-30; note \"x\"; until 2028-02-29; }", "");
    for (const char *const *date = (const char *const[]){"30.6.2027", "2027-6-30", "2027-06-31",
                                                         "2027-02-29", "2027-13-01", "2027-00-10",
                                                         "2027-06-00", "20270630", "soon", NULL};
         *date != NULL; date++) {
        char text[64];
        snprintf(text, sizeof text, "destination a.example { until %s; }", *date);
        complains(text, "E1113@1:31");
    }
}

/* --- Errors of form ------------------------------------------------------------------------ */

#define SETTING_WORDS                                                                              \
    "ip, connections, messages, bounce-verification, tls, bounce-profile, tls-alert, "            \
    "certificate, dane, recipients, limits, note, until or parameter"
#define STATEMENT_WORDS                                                                            \
    "policy, include, declare, define, settings, default, destination, appliance or assert"

static void unexpected_tokens(void **state)
{
    (void)state;
    says("destinaton a.example;", "unexpected \"destinaton\", expected \";\", " STATEMENT_WORDS
                                  ": did you mean destination?");
    says("}", "unexpected \"}\", expected \";\", " STATEMENT_WORDS ": ");
    says("destination a.example { tsl required; }",
         "unexpected \"tsl\", expected \"}\", " SETTING_WORDS ": did you mean tls?");
    says("destination a.example { table_tls required; }",
         "unexpected \"table_tls\", expected \"}\", " SETTING_WORDS ": in a policy source: tls");
    says("destination a.example { recipient_limit 5; }",
         "unexpected \"recipient_limit\", expected \"}\", " SETTING_WORDS
         ": in a policy source: recipients N per N minutes");
    says("destination a.example use strict;",
         "unexpected \"use\", expected \"{\", \";\", \",\" or uses: did you mean uses?");
    says("destination a.example { recipients 20 per 1 minuts; }",
         "unexpected \"minuts\", expected minutes: did you mean minute or minutes?");
    says("destination { tls off; }", "unexpected \"{\", expected a word, a string or @set: ");
    says("define a { };", "unexpected \"{\", expected \"=\": ");
    says("settings a extend b { }",
         "unexpected \"extend\", expected \"{\" or extends: did you mean extends?");
    says("declare certficate \"x\";", "unexpected \"certficate\", expected certificate or "
                                      "bounce-profile: did you mean certificate?");
    says("appliance x { ad destination a.example; }",
         "unexpected \"ad\", expected \"}\", \";\", default, destination, asyncos, add or remove: "
         "did you mean add?");
    says("appliance x { policy y { } }", "unexpected \"policy\", expected \"}\", \";\", default, "
                                         "destination, asyncos, add or remove: ");
    says("assert tls >= required fro a.example;",
         "unexpected \"fro\", expected for or per: did you mean for?");
    says("assert tls required for a.example;",
         "unexpected \"required\", expected \"=\", a comparison or enforced: ");
    says("policy p { asyncs 14.2; }",
         "unexpected \"asyncs\", expected \"}\" or asyncos: did you mean asyncos?");
    says("include;", "unexpected \";\", expected a word or a string: ");
    says("destination a.example { note plain; }", "unexpected \"plain\", expected a string: ");
    says("destination a.example { tls off }", "unexpected \"}\", expected \";\": ");
    says("destination a.example { tls off", "unexpected end of file, expected \";\": ");
    says("destination a.example",
         "unexpected end of file, expected \"{\", \";\", \",\" or uses: ");
    says("destination a.example \"b\"",
         "unexpected a string, expected \"{\", \";\", \",\" or uses: ");
}

/* All errors of a source in one run, and no error that another one makes. */
static void recovery(void **state)
{
    (void)state;
    complains("zork;\ndestination a.example { tls; messages; }\nzork { tls; }\n"
              "destination b.example { tls off; }\ndestination { }\n",
              "E1005@1:1 E1005@2:28 E1005@2:38 E1005@3:1 E1005@5:13");
    /* A semicolon is missing. */
    complains("destination a.example {\n tls off\n messages 1;\n dane off;\n zork 1;\n}\nzork;",
              "E1005@3:2 E1005@5:2 E1005@7:1");
    complains("settings s {\n tls off\n}\nzork;\n", "E1005@3:1 E1005@4:1");
    complains("policy p {\n zork 1;\n asyncos latest;\n}\nzork;",
              "E1005@2:2 E1114@3:10 E1005@5:1");
    complains("destination a.example;\nappliance x {\n zork;\n destination a.example { zork; }\n"
              " add a.example;\n}\nzork;",
              "E1005@3:2 E1005@4:26 E1005@5:6 E1005@7:1");
    complains("define a = { b.example c.example };\nzork;", "E1005@1:24 E1005@2:1");
    complains("define a = { b.example;\nzork;", "E1005@1:23 E1005@2:1");
    complains("destination a.example { tls off; } ! ;\n@ ;\n= ;",
              "E1005@1:36 E1005@2:1 E1005@3:1");
}

static void braces(void **state)
{
    (void)state;
    /* A block that is not closed. */
    complains("destination a.example {\n tls off;\ndestination b.example { tls off; }\n"
              "destination c.example { tls off; }\nzork;\n",
              "E1005@3:1 E1005@5:1");
    complains("destination a.example;\nappliance x {\n destination a.example {\n tls off;\n"
              " remove destination a.example;\n}\nzork;\n",
              "E1005@5:2 E1005@7:1");
    complains("appliance x {\n add destination a.example {\n tls zork;\n", "E0209@3:6 E1005@3:11");
    /* One that is not opened. */
    complains("default tls off;\n dane zork;\n messages 1;\n}\nzork;", "E1005@1:9 E1005@5:1");
    /* One brace too many. */
    complains("destination a.example { tls off; } }\nzork;\ndestination b.example;",
              "E1005@1:36 E1005@2:1");
    complains("appliance x { } }\nappliance y { add destination a.example { zork; } } }\nzork;",
              "E1005@1:17 E1005@2:43 E1005@2:53 E1005@3:1");
    complains("default {{\n tls off; }\ndestination a.example { zork; }", "W0305@1:1 E0304@1:1 "
              "E1005@1:10 E1005@3:1 E1005@3:25");
    complains("{ { { { { { { { { { { {\nzork;", "E1005@1:1");
    /* A statement at the beginning of a line is a statement. */
    complains("{ { {\n tls off;\ndestination a.example { zork; }", "E1005@1:1 E1005@3:25");
}

/* A block that is not closed is shown. */
static void open_blocks(void **state)
{
    struct reading reading;
    (void)state;
    read_source(&reading, "appliance x {\n add destination a.example {\n tls off;\n");
    const struct message *message = setup_message(&reading.setup, CODE_POLICY_SYNTAX);
    assert_non_null(message);
    assert_int_equal(message->notes->place.offset, span_of(reading.source, "{\n tls").offset);
    assert_string_equal(message->notes->text, "this block is not closed");
    setup_end(&reading.setup);
}

/* --- Laws ---------------------------------------------------------------------------------- */

/* A source with every statement, one token a string; blanks may stand between any two. */
static const char *const tokens[] = {
    "policy", "\"p\"", "{", "asyncos", "14.2", ";", "}",
    "declare", "certificate", "c", ",", "\"d e\"", ";", "declare", "bounce-profile", "b", ";",
    "define", "set", "=", "{", "a.example", ",", "@other", ",", "}", ";",
    "define", "other", "=", "{", "b.example", "}",
    "settings", "strict", "{", "tls", "required", ";", "messages", "5", ";", "}",
    "settings", "slow", "extends", "strict", ",", "plain", "{", "connections", "10", ";", "}",
    "settings", "plain", "{", "}",
    "default", "{", "ip", "prefer-ipv6", ";", "connections", "500", ";", "messages", "50", ";",
    "recipients", "300", "per", "60", "minutes", ";", "limits", "per", "domain", ",",
    "system-wide", ";", "tls", "preferred", ";", "bounce-verification", "off", ";",
    "certificate", "c", ";", "tls-alert", "on", ";", "}",
    "destination", "@set", ",", "c.example", "uses", "strict", ",", "slow", "{", "note",
    "\"n\"", ";", "until", "2027-06-30", ";", "tls", "default", ";", "}",
    "destination", "d.example", "{", "recipients", "unlimited", ";", "parameter",
    "\"limit_type\"", "\"host\"", ";", "}",
    "destination", "b.example", ";",
    "appliance", "x", "{", "asyncos", "15.0", ";", "default", "{", "connections", "9", ";",
    "}", "destination", "@set", "{", "dane", "mandatory", ";", "}", "add", "destination",
    "e.example", "uses", "slow", ";", "remove", "destination", "d.example", ";", "}",
    "assert", "tls", ">=", "required", "for", "@set", "\"m\"", ";",
    "assert", "recipients", "<=", "300", "per", "60", "minutes", "for", "all", ";",
    "assert", "encryption", "enforced", "for", "default", ";",
};

enum { TOKEN_COUNT = sizeof tokens / sizeof tokens[0] };

/* Reads TEXT; whatever it is, every message has a place in it. Returns how many errors of form. */
static uint32_t survives(const char *text)
{
    struct reading reading;
    uint32_t count;
    read_source(&reading, text);
    const struct message *const *list = diag_sorted(&reading.setup.diag, &count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t offset = list[i]->place.offset;
        uint32_t end = reading.source->base + reading.source->size;
        if (offset < reading.source->base || offset > end || list[i]->place.end > end + 1)
            fail_msg("%s\n%s has its place outside", text, list[i]->text);
    }
    uint32_t errors = reading.setup.diag.by_code[CODE_POLICY_SYNTAX];
    setup_end(&reading.setup);
    return errors;
}

/*
 * TOKEN where the token at INDEX stands when people lay the source out: a statement a line, what
 * stands in a block indented.
 */
static void add_token(struct buffer *text, int index, const char *token)
{
    int depth = 0;
    for (int i = 0; i < index; i++)
        depth += strcmp(tokens[i], "{") == 0 ? 1 : strcmp(tokens[i], "}") == 0 ? -1 : 0;
    depth -= strcmp(tokens[index], "}") == 0;
    if (index > 0 && strchr("{};", *tokens[index - 1]) != NULL)
        buffer_printf(text, "\n%*s%s", depth * 4, "", token);
    else
        buffer_printf(text, " %s", token);
}

static void the_whole(void **state)
{
    struct setup setup;
    (void)state;
    setup_begin(&setup);
    struct buffer text = buffer_new(&setup.arena);
    for (int i = 0; i < TOKEN_COUNT; i++)
        add_token(&text, i, tokens[i]);
    complains(buffer_string(&text), "");
    setup_end(&setup);
}

static const char *const instead[] = {"zork", "{", "}", ";", ",", "@s", "\"s\"", "=", "!"};

enum { LEFT_OUT, DOUBLED, SWAPPED, REPLACED, WAYS = REPLACED + sizeof instead / sizeof *instead };

/* The whole with one mistake, in one of WAYS, at the token AT. */
static void add_with_mistake(struct buffer *text, int at, int way)
{
    for (int i = 0; i < TOKEN_COUNT; i++) {
        if (i == at && way == LEFT_OUT)
            continue;
        if (i == at && way >= REPLACED)
            add_token(text, i, instead[way - REPLACED]);
        else if (way == SWAPPED && (i == at || i == at + 1) && at + 1 < TOKEN_COUNT)
            add_token(text, i, tokens[2 * at + 1 - i]);
        else
            add_token(text, i, tokens[i]);
        if (i == at && way == DOUBLED)
            buffer_printf(text, " %s", tokens[i]);
    }
}

/* A mistake makes few errors of form, wherever it is. */
static void one_mistake(void **state)
{
    enum { MOST_ERRORS = 6 };
    uint32_t errors = 0;
    (void)state;
    for (int at = 0; at < TOKEN_COUNT; at++) {
        for (int way = 0; way < (int)WAYS; way++) {
            struct setup setup;
            setup_begin(&setup);
            struct buffer text = buffer_new(&setup.arena);
            add_with_mistake(&text, at, way);
            uint32_t count = survives(buffer_string(&text));
            if (count > MOST_ERRORS)
                fail_msg("way %d at token %d (%s): %u errors", way, at, tokens[at], count);
            errors += count;
            setup_end(&setup);
        }
    }
    /* Most make just one. */
    assert_in_range(errors, TOKEN_COUNT * 8, TOKEN_COUNT * WAYS * 6 / 5);
}

/* Any tokens in any order: messages, no more. */
static void soup(void **state)
{
    static const char *const further[] = {"!", "@", "=", "\"", "\\", "#", "\xFC", "(", "\x1B[2J"};
    enum { FURTHER = sizeof further / sizeof further[0], ROUNDS = 4000 };
    uint64_t seed = 20;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct setup setup;
        setup_begin(&setup);
        struct buffer text = buffer_new(&setup.arena);
        /* Runs of the whole source, so that the soup has sense in it. */
        for (uint32_t runs = 1 + random_below(&seed, 12); runs > 0; runs--) {
            uint32_t start = random_below(&seed, TOKEN_COUNT);
            uint32_t length = 1 + random_below(&seed, 1 + random_below(&seed, 40));
            for (uint32_t i = start; i < start + length && i < TOKEN_COUNT; i++)
                buffer_printf(&text, "%s%s", tokens[i], random_below(&seed, 9) == 0 ? "\n" : " ");
            if (random_below(&seed, 6) == 0)
                buffer_printf(&text, "%s ", further[random_below(&seed, FURTHER)]);
        }
        survives(buffer_string(&text));
        setup_end(&setup);
    }
}

/* Bytes without sense. */
static void noise(void **state)
{
    static const char alphabet[] = "{};,\"#=<>!@\\ \n\tadefault.1-\xC3\xBC";
    enum { ROUNDS = 3000, MOST = 200 };
    uint64_t seed = 21;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char text[MOST + 1];
        uint32_t length = random_below(&seed, MOST);
        for (uint32_t i = 0; i < length; i++)
            text[i] = alphabet[random_below(&seed, sizeof alphabet - 1)];
        text[length] = '\0';
        survives(text);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings),
        cmocka_unit_test(spellings),
        cmocka_unit_test(other_parameters),
        cmocka_unit_test(words_are_names),
        cmocka_unit_test(scripts),
        cmocka_unit_test(strings),
        cmocka_unit_test(bundles),
        cmocka_unit_test(taking_back),
        cmocka_unit_test(merging),
        cmocka_unit_test(conflicts_name_both),
        cmocka_unit_test(scope),
        cmocka_unit_test(sets),
        cmocka_unit_test(overlays),
        cmocka_unit_test(appliances),
        cmocka_unit_test(steps),
        cmocka_unit_test(scope_steps),
        cmocka_unit_test(dates),
        cmocka_unit_test(unexpected_tokens),
        cmocka_unit_test(recovery),
        cmocka_unit_test(braces),
        cmocka_unit_test(open_blocks),
        cmocka_unit_test(the_whole),
        cmocka_unit_test(one_mistake),
        cmocka_unit_test(soup),
        cmocka_unit_test(noise),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
