/* SPDX-License-Identifier: MIT */
/*
 * The law of listeners' tables: what is written and read again is the same table, and what was
 * written is written again to the byte. Random tables in their canonical form, and the same with
 * blanks, lines and comments strewn in. A damaged table has an error, or it is a table, for which
 * the law holds too. SEED and TABLES in the environment choose other ones.
 */
#include "analysis/validate.h"
#include "read/hat.h"
#include "read/rat.h"
#include "read/xml.h"
#include "schema/schema.h"
#include "support_tables.h"

/* A text in canonical form, and one that means the same. */
struct pair {
    struct buffer canonical;
    struct buffer loose;
    uint64_t seed;
};

static uint32_t below(struct pair *pair, uint32_t bound)
{
    return random_below(&pair->seed, bound);
}

/* The same text in both. */
static void add(struct pair *pair, const char *text)
{
    buffer_add_string(&pair->canonical, text);
    buffer_add_string(&pair->loose, text);
}

/* What stands between two words: CANONICAL, or any white space. */
static void gap(struct pair *pair, const char *canonical, bool breaks)
{
    static const char *const blanks[] = {" ", "  ", "\t", " \t "};
    static const char *const ends[] = {"\n", "\r\n", " \n\n  ", "\n# a comment\n",
                                       "\n    # REJECT }\n\t"};
    buffer_add_string(&pair->canonical, canonical);
    if (below(pair, 3) == 0)
        buffer_add_string(&pair->loose, canonical);
    else
        buffer_add_string(&pair->loose, breaks ? PICK(&pair->seed, ends)
                                               : PICK(&pair->seed, blanks));
}

static void add_value(struct pair *pair, const struct flow_parameter *row)
{
    static const char *const texts[] = {"\"\"", "\"mx, (filtered)\"", "\"say \\\"hi\\\" {}\"",
                                        "\"$RemoteIP = #1\"", "\"caf\xC3\xA9 \\\\\""};
    char number[32];
    if (row->type == FLOW_TYPE_TEXT) {
        add(pair, PICK(&pair->seed, texts));
        return;
    }
    if (flow_type_has_words(row->type)) {
        enum flow_word word = (enum flow_word)below(pair, FLOW_WORD_COUNT);
        snprintf(number, sizeof number, "\"%s\"",
                 flow_word(flow_type_has(row->type, word) ? word : FLOW_ON));
        add(pair, number);
        return;
    }
    int64_t most = row->most - row->least < 100000 ? row->most - row->least : 100000;
    int64_t value = row->least + below(pair, (uint32_t)most + 1);
    if (row->type == FLOW_TYPE_SIZE)
        value *= 1024;
    snprintf(number, sizeof number, "%lld", (long long)value);
    buffer_add_string(&pair->canonical, number);
    if (row->type == FLOW_TYPE_SIZE && below(pair, 2) == 0)
        snprintf(number, sizeof number, "%lldk", (long long)value / 1024);
    buffer_add_string(&pair->loose, number);
}

/* A block of some parameters of TABLE, whose canonical indent is INDENT. */
static void add_block(struct pair *pair, enum flow_table table, const char *indent)
{
    uint32_t often = 2 + below(pair, 12);
    bool open = false;
    for (int i = 0; i <= FLOW_COUNT; i++) {
        bool other = i == FLOW_COUNT;
        if (below(pair, often) != 0 ||
            (!other && flow_parameter((enum flow_param)i)->table != table))
            continue;
        if (!open) {
            gap(pair, " ", false);
            add(pair, "{");
        }
        gap(pair, arena_printf(pair->loose.arena, "\n%s    ", indent), true);
        add(pair, other ? "quantum_safe" : flow_parameter((enum flow_param)i)->name);
        gap(pair, " ", false);
        add(pair, "=");
        gap(pair, " ", false);
        if (other)
            add(pair, "a \"b\" c");
        else
            add_value(pair, flow_parameter((enum flow_param)i));
        open = true;
    }
    if (!open) {
        if (below(pair, 3) == 0)
            buffer_add_string(&pair->loose, " {}");
        return;
    }
    gap(pair, arena_printf(pair->loose.arena, "\n%s", indent), true);
    add(pair, "}");
}

/* A description, or none; the line ends behind it in both texts. */
static void add_description(struct pair *pair)
{
    static const char *const texts[] = {"()", "(a (b), c)", "(it's \"here\" # {x})", "())", "($P)"};
    if (below(pair, 3) == 0) {
        gap(pair, " ", false);
        add(pair, PICK(&pair->seed, texts));
    }
    add(pair, "\n");
}

static const char *random_member(struct pair *pair)
{
    static const char *const words[] = {"nx.domain",  "serv.fail",       "not.double.verified",
                                        "SBRS[none]", "sbrs[-3.0:-1.0]", "SBO:1234",
                                        "geo[CH]",    "dnslist[zone.example]"};
    struct arena *arena = pair->loose.arena;
    unsigned a = below(pair, 256);
    unsigned b = below(pair, 256);
    switch (below(pair, 8)) {
    case 0:
        return arena_printf(arena, "10.%u.%u.7", a, b);
    case 1:
        return arena_printf(arena, "10.%u.%u.", a, b);
    case 2:
        return arena_printf(arena, "10.%u.%u.5-%u", a, b, 5 + below(pair, 200));
    case 3:
        return arena_printf(arena, "10.%u.%u.0/24", a, b);
    case 4:
        return arena_printf(arena, "2001:DB8:%x::%x/128", a, b);
    case 5:
        return arena_printf(arena, "%sH%u.example.com", b % 2 == 0 ? "." : "", a);
    default:
        return PICK(&pair->seed, words);
    }
}

/* A policy's name or a behavior, what belongs to it, and the end of the line. */
static void add_policy(struct pair *pair, uint32_t policies, const char *indent)
{
    if (below(pair, 3) > 0) {
        add(pair, arena_printf(pair->loose.arena, "$P%u", below(pair, policies)));
    } else {
        add(pair, behavior_word((enum behavior)below(pair, BEHAVIOR_COUNT)));
        add_block(pair, FLOW_TABLE_HAT, indent);
    }
    add_description(pair);
}

static void add_group(struct pair *pair, uint32_t number, uint32_t policies)
{
    add(pair, arena_printf(pair->loose.arena, "GROUP-%u:", number));
    gap(pair, "\n", true);
    for (uint32_t i = below(pair, 6); i > 0; i--) {
        buffer_add_string(&pair->canonical, "    ");
        buffer_add_string(&pair->loose, i % 2 == 0 ? "" : "  ");
        add(pair, random_member(pair));
        add_description(pair);
    }
    buffer_add_string(&pair->canonical, "        ");
    add_policy(pair, policies, "        ");
}

static void random_hat(struct pair *pair)
{
    uint32_t policies = 1 + below(pair, 5);
    for (uint32_t i = 0; i < policies; i++) {
        add(pair, arena_printf(pair->loose.arena, "$P%u", i));
        gap(pair, "\n    ", true);
        add(pair, behavior_word((enum behavior)below(pair, BEHAVIOR_COUNT)));
        add_block(pair, FLOW_TABLE_HAT, "    ");
        gap(pair, "\n", true);
    }
    for (uint32_t i = below(pair, 6); i > 0; i--) {
        if (below(pair, 3) > 0) {
            add_group(pair, i, policies);
            continue;
        }
        add(pair, random_member(pair));
        add_description(pair);
        buffer_add_string(&pair->canonical, "    ");
        add_policy(pair, policies, "    ");
    }
    buffer_add_string(&pair->canonical, "ALL");
    buffer_add_string(&pair->loose, below(pair, 2) == 0 ? "ALL" : "ALL:");
    gap(pair, "\n    ", true);
    add_policy(pair, policies, "    ");
}

static void random_rat(struct pair *pair)
{
    static const char *const addresses[] = {"D%u.example", ".d%u.example", "joe@d%u.example",
                                            "user%u@", "joe@[192.0.2.%u]", "[192.0.2.%u]"};
    static const char *const numbers[] = {"1", "22", "133"};
    for (uint32_t i = below(pair, 8); i > 0; i--) {
        const char *form = PICK(&pair->seed, addresses);
        const char *mark = strstr(form, "%u");
        add(pair, arena_printf(pair->loose.arena, "%.*s%s%s", (int)(mark - form), form,
                               PICK(&pair->seed, numbers), mark + 2));
        gap(pair, " ", false);
        add(pair, below(pair, 2) == 0 ? "ACCEPT" : "REJECT");
        add_block(pair, FLOW_TABLE_RAT, "");
        gap(pair, "\n", true);
    }
    add(pair, "ALL REJECT\n");
}

/* Reads TEXT, which must have no error. */
static struct view written(struct setup *setup, read_function *read, const char *format,
                           struct view text, struct policy *policy)
{
    setup_read(setup, policy, read, format, text);
    if (setup->diag.counts[SEVERITY_ERROR] > 0)
        fail_msg("%s\n%.*s", setup_messages(setup), VIEW_ARG(text));
    return table_written(setup, policy, format);
}

/* The table as a policy document, and back: nothing of it is lost. */
static void check_document(struct setup *setup, const struct policy *policy, const char *format,
                           struct view canonical)
{
    struct policy last;
    validate(policy, &setup->diag, true);
    struct view document = table_written(setup, policy, "xml");
    setup_read(setup, &last, read_xml, "xml", document);
    validate(&last, &setup->diag, false);
    if (setup->diag.counts[SEVERITY_ERROR] > 0)
        fail_msg("%s\n%.*s", setup_messages(setup), VIEW_ARG(document));
    struct view out = table_written(setup, &last, format);
    if (!view_equal(out, canonical) || !same_listener(only_listener(policy), only_listener(&last)))
        fail_msg("%.*s\ncomes by way of\n%.*s\nout as\n%.*s", VIEW_ARG(canonical),
                 VIEW_ARG(document), VIEW_ARG(out));
}

/* The canonical text comes out as it is, and what means the same comes out as that. */
static void check_law(read_function *read, const char *format, void (*make)(struct pair *pair),
                      uint64_t *seed)
{
    struct setup setup;
    struct policy first;
    struct policy second;
    setup_begin(&setup);
    struct pair pair = {buffer_new(&setup.arena), buffer_new(&setup.arena), *seed};
    make(&pair);
    struct view canonical = buffer_view(&pair.canonical);
    struct view loose = buffer_view(&pair.loose);
    struct view out = written(&setup, read, format, canonical, &first);
    if (!view_equal(out, canonical))
        fail_msg("seed %llu\n%.*s\ncomes out as\n%.*s", (unsigned long long)*seed,
                 VIEW_ARG(canonical), VIEW_ARG(out));
    out = written(&setup, read, format, loose, &second);
    if (!view_equal(out, canonical) ||
        !same_listener(only_listener(&first), only_listener(&second)))
        fail_msg("seed %llu\n%.*s\ncomes out as\n%.*s", (unsigned long long)*seed, VIEW_ARG(loose),
                 VIEW_ARG(out));
    check_document(&setup, &first, format, canonical);
    *seed = pair.seed;
    setup_end(&setup);
}

static void host_tables(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20260705);
    uint64_t tables = environment_number("TABLES", 2000);
    for (uint64_t i = 0; i < tables; i++)
        check_law(read_hat, "hat", random_hat, &seed);
}

static void recipient_tables(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20260706);
    uint64_t tables = environment_number("TABLES", 2000);
    for (uint64_t i = 0; i < tables; i++)
        check_law(read_rat, "rat", random_rat, &seed);
}

/* TEXT with some bytes changed, left out, put in, or a piece of it in another place. */
static struct view damaged(struct arena *arena, struct view text, uint64_t *seed)
{
    static const char bytes[] = "\n\n {}()\"$:=#[]-./*\\\t\r,;aA0\x01\xFC";
    struct buffer out = buffer_new(arena);
    buffer_add(&out, text);
    for (uint32_t i = 1 + random_below(seed, 3); i > 0 && out.length > 1; i--) {
        size_t at = random_below(seed, (uint32_t)out.length);
        size_t length = 1 + random_below(seed, random_below(seed, 2) == 0 ? 2 : 40);
        if (length > out.length - at)
            length = out.length - at;
        char byte = bytes[random_below(seed, sizeof bytes - 1)];
        struct view piece = arena_copy(arena, (struct view){out.text + at, length});
        switch (random_below(seed, 4)) {
        case 0:
            out.text[at] = byte;
            break;
        case 1:
            memmove(out.text + at, out.text + at + length, out.length - at - length);
            out.length -= length;
            break;
        case 2:
            buffer_add_char(&out, '\0');
            memmove(out.text + at + 1, out.text + at, out.length - at - 1);
            out.text[at] = byte;
            break;
        default:
            buffer_add(&out, piece);
            break;
        }
    }
    return buffer_view(&out);
}

static void check_damaged(read_function *read, const char *format, void (*make)(struct pair *pair),
                          uint64_t *seed)
{
    struct setup setup;
    struct policy first;
    struct policy second;
    setup_begin(&setup);
    struct pair pair = {buffer_new(&setup.arena), buffer_new(&setup.arena), *seed};
    make(&pair);
    struct view text = damaged(&setup.arena, buffer_view(&pair.loose), &pair.seed);
    const struct source *source = setup_read(&setup, &first, read, "damaged", text);
    /* The scanner leaves the text as it was. */
    assert_true(view_equal((struct view){source->text, source->size}, text));
    if (setup.diag.counts[SEVERITY_ERROR] == 0) {
        struct view out = table_written(&setup, &first, format);
        struct view again = written(&setup, read, format, out, &second);
        if (!view_equal(out, again) ||
            !same_listener(only_listener(&first), only_listener(&second)))
            fail_msg("seed %llu\n%.*s\ncomes out as\n%.*s\nand then as\n%.*s",
                     (unsigned long long)*seed, VIEW_ARG(text), VIEW_ARG(out), VIEW_ARG(again));
        check_document(&setup, &second, format, out);
    }
    /* Whatever is wrong with a table, its reader says it before the schema does. */
    validate(&first, &setup.diag, true);
    if (setup.diag.by_code[CODE_SCHEMA] > 0)
        fail_msg("seed %llu\n%.*s\n%s", (unsigned long long)*seed, VIEW_ARG(text),
                 setup_messages(&setup));
    *seed = pair.seed;
    setup_end(&setup);
}

static void damaged_tables(void **state)
{
    (void)state;
    uint64_t seed = environment_number("SEED", 20260707);
    uint64_t tables = environment_number("TABLES", 2000);
    for (uint64_t i = 0; i < tables; i++) {
        check_damaged(read_hat, "hat", random_hat, &seed);
        check_damaged(read_rat, "rat", random_rat, &seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(host_tables),
        cmocka_unit_test(recipient_tables),
        cmocka_unit_test(damaged_tables),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
