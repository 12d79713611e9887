/* SPDX-License-Identifier: MIT */
/*
 * The schema's types for listeners, held against the model's own checks: parameters value by value,
 * members and recipients at random. SEED and NAMES in the environment choose other random ones,
 * and how many.
 */
#include "base/utf8.h"
#include "model/document_listener.h"
#include "read/flow.h"
#include "read/member.h"
#include "read/recipient.h"
#include "support_schema.h"

static void begin(struct judge *judge)
{
    struct schema_attribute name = {VIEW("name"), VIEW("L")};
    judge->complaints = 0;
    schema_start(judge->validator, VIEW("policy"), NULL, 0);
    schema_start(judge->validator, VIEW("listener"), &name, 1);
}

static void end(struct judge *judge, unsigned depth)
{
    for (depth += 2; depth > 0; depth--)
        schema_end(judge->validator);
    schema_finish(judge->validator);
}

/* An end of a table that is as it must be. */
static void end_hat(struct judge *judge)
{
    struct schema_attribute behavior = {VIEW("behavior"), VIEW("accept")};
    schema_start(judge->validator, VIEW("own-policy"), &behavior, 1);
    schema_end(judge->validator);
    schema_end(judge->validator);
    schema_start(judge->validator, VIEW("all"), NULL, 0);
    schema_start(judge->validator, VIEW("own-policy"), &behavior, 1);
    schema_end(judge->validator);
    schema_end(judge->validator);
    end(judge, 1);
}

static bool takes_member(struct judge *judge, struct view text)
{
    begin(judge);
    schema_start(judge->validator, VIEW("access"), NULL, 0);
    schema_start(judge->validator, VIEW("host"), NULL, 0);
    schema_start(judge->validator, VIEW("member"), NULL, 0);
    schema_text(judge->validator, text);
    schema_end(judge->validator);
    end_hat(judge);
    return judge->complaints == 0;
}

static bool takes_recipient(struct judge *judge, struct view text)
{
    struct schema_attribute attributes[] = {{VIEW("address"), text},
                                            {VIEW("action"), VIEW("accept")}};
    begin(judge);
    schema_start(judge->validator, VIEW("recipients"), NULL, 0);
    schema_start(judge->validator, VIEW("recipient"), attributes, 2);
    schema_end(judge->validator);
    schema_start(judge->validator, VIEW("all"), attributes + 1, 1);
    schema_end(judge->validator);
    end(judge, 1);
    return judge->complaints == 0;
}

/* Whether the schema takes TEXT as the value of PARAM. */
static bool takes_value(struct judge *judge, enum flow_param param, struct view text)
{
    const struct flow_parameter *row = flow_parameter(param);
    struct schema_attribute action = {VIEW("action"), VIEW("accept")};
    bool hat = row->table == FLOW_TABLE_HAT;
    begin(judge);
    if (!hat)
        schema_start(judge->validator, VIEW("recipients"), NULL, 0);
    schema_start(judge->validator, hat ? VIEW("default-policy") : VIEW("all"), &action, !hat);
    schema_start(judge->validator, view_of(row->policy_name), NULL, 0);
    schema_text(judge->validator, text);
    end(judge, hat ? 2 : 3);
    return judge->complaints == 0;
}

/* --- Members and recipients ------------------------------------------------------------------- */

/* Whether the model takes TEXT. */
typedef bool model_function(struct diag *diag, struct view text);
typedef bool schema_function(struct judge *judge, struct view text);

static bool is_member(struct diag *diag, struct view text)
{
    struct member member;
    size_t brackets = 0;
    for (size_t i = 0; i < text.length; i++) {
        brackets += text.text[i] == '[';
        if (view_has(VIEW("(){}"), text.text[i]) || brackets > 1)
            return false; /* not one word in a table, whatever it is */
    }
    return text.length > 0 && view_trim(text).length == text.length &&
           member_read(diag, text, SPAN_NONE, &member);
}

static bool is_recipient(struct diag *diag, struct view text)
{
    struct recipient_entry recipient = {.kind = RECIPIENT_ALL};
    for (size_t i = 0; i < text.length; i++)
        if (view_has(VIEW(" {}"), text.text[i]))
            return false;
    return text.length > 0 && recipient_read(diag, text, SPAN_NONE, &recipient);
}

/*
 * What the model refuses and a schema cannot: ranges that run backwards; words that are misspelt,
 * which could be hosts; numbers and hyphens, which could be a range; what IDNA does not know.
 */
static bool is_beyond(struct setup *setup, struct view text)
{
    bool letters = false;
    bool wide = false;
    for (size_t i = 0; i < text.length; i++) {
        wide |= (unsigned char)text.text[i] >= 0x80;
        letters |= (ascii_lower(text.text[i]) >= 'a' && ascii_lower(text.text[i]) <= 'z') ||
                   text.text[i] == '_';
    }
    return wide || setup->diag.by_code[CODE_MEMBER_BACKWARDS] > 0 ||
           setup->diag.by_code[CODE_MEMBER_FORM] > 0 || !letters;
}

static bool compare(struct judge *judge, struct view text, model_function *model,
                    schema_function *schema)
{
    struct setup setup;
    setup_begin(&setup);
    bool wanted = model(&setup.diag, text);
    bool taken = schema(judge, text);
    if (wanted != taken && !(taken && is_beyond(&setup, text)))
        fail_msg("SEED=%llu: the schema %s \"%.*s\"\n%s", (unsigned long long)random_seed(),
                 taken ? "takes" : "refuses", VIEW_ARG(text), setup_messages(&setup));
    setup_end(&setup);
    return taken;
}

static void add_octets(struct buffer *text, uint64_t *seed)
{
    uint32_t count = 1 + random_below(seed, random_below(seed, 9) == 0 ? 5 : 4);
    for (uint32_t i = 0; i < count; i++)
        buffer_printf(text, "%s%s%u", i == 0 ? "" : ".", random_below(seed, 40) == 0 ? "0" : "",
                      random_below(seed, random_below(seed, 8) == 0 ? 300 : 256));
    buffer_add_string(text, random_below(seed, 8) == 0 ? "." : "");
}

static void add_groups(struct buffer *text, uint64_t *seed)
{
    uint32_t groups = random_below(seed, 10);
    uint32_t gap = random_below(seed, 3) == 0 ? 99 : random_below(seed, groups + 1);
    const char *form = random_below(seed, 2) == 0 ? "%x" : "%X";
    for (uint32_t i = 0; i < groups; i++) {
        uint32_t group = random_below(seed, 2) == 0 ? random_below(seed, 16)
                                                    : random_below(seed, 0x10400);
        if (i == gap)
            buffer_add_char(text, ':');
        if (form[1] == 'x')
            buffer_printf(text, "%x", group);
        else
            buffer_printf(text, "%X", group);
        if (i + 1 < groups || i + 1 == gap || random_below(seed, 12) == 0)
            buffer_add_char(text, ':');
    }
    if (groups == 0 || groups == gap)
        buffer_add_string(text, groups == 0 ? "::" : ":");
    if (random_below(seed, 6) == 0)
        add_octets(text, seed);
}

static void add_address(struct buffer *text, uint64_t *seed)
{
    if (random_below(seed, 2) == 0)
        add_octets(text, seed);
    else
        add_groups(text, seed);
}

/* An address, a network, or a range. */
static void add_range(struct buffer *text, uint64_t *seed)
{
    bool wide = random_below(seed, 2) == 0;
    void (*add)(struct buffer *text, uint64_t *seed) = wide ? add_groups : add_octets;
    add(text, seed);
    switch (random_below(seed, 4)) {
    case 0:
        buffer_printf(text, "/%s%u", random_below(seed, 20) == 0 ? "0" : "",
                      random_below(seed, wide ? 140 : 36));
        break;
    case 1:
        buffer_add_char(text, '-');
        add(text, seed);
        break;
    case 2:
        if (!wide)
            buffer_printf(text, "-%u", random_below(seed, 270));
        break;
    default:
        break;
    }
}

static void add_host(struct buffer *text, uint64_t *seed)
{
    static const char letters[] = "abcXYZ019-_";
    static const char *const whole[] = {"com", "1", "255", "xn--bcher-kva", "", "b\xC3\xBC\x63her",
                                        "a b", "*", "\xCE\xB1"};
    uint32_t labels = 1 + random_below(seed, 4);
    buffer_add_string(text, random_below(seed, 4) == 0 ? "." : "");
    for (uint32_t i = 0; i < labels; i++) {
        buffer_add_string(text, i == 0 ? "" : ".");
        if (random_below(seed, 6) == 0) {
            buffer_add_string(text, PICK(seed, whole));
            continue;
        }
        uint32_t length = random_below(seed, 12) == 0 ? 60 + random_below(seed, 6)
                                                      : 1 + random_below(seed, 4);
        while (length-- > 0)
            buffer_add_char(text, letters[random_below(seed, sizeof letters - 1)]);
    }
    buffer_add_string(text, random_below(seed, 12) == 0 ? "." : "");
}

static void add_score(struct buffer *text, uint64_t *seed)
{
    static const char *const signs[] = {"", "", "-", "-", "+"};
    buffer_add_string(text, PICK(seed, signs));
    buffer_printf(text, "%u", random_below(seed, 12));
    if (random_below(seed, 2) == 0)
        buffer_printf(text, ".%u", random_below(seed, random_below(seed, 9) == 0 ? 20 : 10));
}

static void add_inside(struct buffer *text, uint64_t *seed)
{
    static const char *const words[] = {"sbrs", "SBRS", "Sbrs", "geo", "Geo", "dnslist", "DNSList",
                                        "geos"};
    const char *word = PICK(seed, words);
    const char *blank = random_below(seed, 6) == 0 ? " " : "";
    buffer_printf(text, "%s[%s", word, blank);
    if (ascii_lower(word[0]) == 'd') {
        add_host(text, seed);
    } else if (ascii_lower(word[0]) == 'g') {
        static const char *const countries[] = {"CH", "de", "", "XYZ", "a b"};
        buffer_add_string(text, PICK(seed, countries));
    } else if (random_below(seed, 4) == 0) {
        buffer_add_string(text, random_below(seed, 2) == 0 ? "none" : "NONE");
    } else {
        add_score(text, seed);
        buffer_printf(text, "%s:%s", blank, blank);
        add_score(text, seed);
    }
    buffer_printf(text, "%s%s", blank, random_below(seed, 20) == 0 ? "" : "]");
}

static void add_word(struct buffer *text, uint64_t *seed)
{
    static const char *const words[] = {"nx.domain", "NX.Domain", "serv.fail", "SERV.FAIL",
                                        "nx.domian", "not.double.verified", "SBO:1234", "sbo:0",
                                        "SBO:", "SBO:x"};
    buffer_add_string(text, PICK(seed, words));
}

static void add_mailbox(struct buffer *text, uint64_t *seed)
{
    static const char *const locals[] = {"joe", "a.b+c", "J\xC3\xB6rg", "", "a b", "a\"b", "x@y",
                                         "!#$%&'*/=?^_`|~-"};
    buffer_add_string(text, PICK(seed, locals));
    buffer_add_char(text, '@');
    switch (random_below(seed, 4)) {
    case 0:
        break;
    case 1:
        buffer_printf(text, "[%s", random_below(seed, 3) == 0 ? "IPv6:" : "");
        add_address(text, seed);
        buffer_add_char(text, ']');
        break;
    default:
        add_host(text, seed);
    }
}

static void add_literal(struct buffer *text, uint64_t *seed)
{
    buffer_printf(text, "[%s", random_below(seed, 3) == 0 ? "IPv6:" : "");
    add_address(text, seed);
    buffer_add_string(text, random_below(seed, 20) == 0 ? "" : "]");
}

typedef void add_function(struct buffer *text, uint64_t *seed);

/* Random texts of KINDS: of both sorts, or the comparison says little. */
static void compare_random(struct judge *judge, add_function *const *kinds, uint32_t kind_count,
                           model_function *model, schema_function *schema)
{
    uint64_t seed = random_seed();
    uint32_t count = rounds(8000);
    unsigned taken = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct buffer text = buffer_new(&judge->setup.arena);
        kinds[random_below(&seed, kind_count)](&text, &seed);
        if (text.length > 0 && random_below(&seed, 20) == 0)
            text.text[random_below(&seed, (uint32_t)text.length)] =
                (char)(0x20 + random_below(&seed, 0x5F));
        buffer_string(&text);
        struct view view = buffer_view(&text);
        size_t offset;
        if (utf8_check(view, &offset))
            taken += compare(judge, view, model, schema);
    }
    assert_in_range(taken, count / 10, count / 10 * 9);
}

static void random_members(void **state)
{
    static add_function *const kinds[] = {add_range, add_range, add_host, add_inside, add_word};
    compare_random(*state, kinds, sizeof kinds / sizeof *kinds, is_member, takes_member);
}

static void random_recipients(void **state)
{
    static add_function *const kinds[] = {add_host, add_mailbox, add_literal};
    compare_random(*state, kinds, sizeof kinds / sizeof *kinds, is_recipient, takes_recipient);
}

/* --- Parameters ------------------------------------------------------------------------------- */

/* Whether the reader of blocks takes TEXT, an element's, as it stands. */
static bool is_value(struct setup *setup, enum flow_param param, struct view text)
{
    const struct flow_parameter *row = flow_parameter(param);
    struct flow_reader reader;
    bool quoted = row->type == FLOW_TYPE_TEXT || flow_type_has_words(row->type);
    flow_reader_init(&reader, &setup->diag, row->table, 1, true);
    flow_begin(&reader, SPAN_NONE);
    flow_read_setting(&reader, view_of(row->name), SPAN_NONE,
                      (struct flow_text){document_flow_text(&setup->arena, param, text),
                                         quoted ? FLOW_QUOTED : FLOW_BARE},
                      SPAN_NONE);
    flow_end(&reader);
    return setup->diag.counts[SEVERITY_ERROR] + setup->diag.counts[SEVERITY_WARNING] == 0;
}

/* Spellings that tables may have and documents do not. */
static bool is_other_spelling(const struct flow_parameter *row, struct view text)
{
    bool other = false;
    for (size_t i = 0; i < text.length; i++)
        other |= (text.text[i] >= 'A' && text.text[i] <= 'Z') || text.text[i] == 'k';
    bool tls_on =
        view_equal(view_of(row->policy_name), VIEW("tls")) && view_equal(text, VIEW("on"));
    bool zeros = text.length > 1 && text.text[0] == '0';
    return other || tls_on || zeros || view_equal(text, VIEW("-1"));
}

static void compare_value(struct judge *judge, enum flow_param param, const char *text)
{
    const struct flow_parameter *row = flow_parameter(param);
    struct setup setup;
    setup_begin(&setup);
    struct view view = view_of(text);
    bool wanted = is_value(&setup, param, view);
    if (row->type != FLOW_TYPE_TEXT && is_other_spelling(row, view))
        wanted = false;
    if (takes_value(judge, param, view) != wanted)
        fail_msg("the schema %s %s = \"%s\"", wanted ? "refuses" : "takes", row->policy_name, text);
    setup_end(&setup);
}

static void values(void **state)
{
    static const char *const texts[] = {
        "0", "1", "5", "32", "33", "99", "100", "199", "200", "452", "554", "599", "600", "1000",
        "1023", "1024", "1029", "1030", "1099", "1100", "1999", "2000", "9999", "10000",
        "2147483647", "2147483648", "4294967295", "9223372036854775806", "-1", "-2", "+5", "05",
        "1k", "unlimited", "off", "on", "required", "preferred", "default", "On", "",
    };
    struct judge *judge = *state;
    for (int param = 0; param < FLOW_COUNT; param++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            compare_value(judge, (enum flow_param)param, texts[i]);
}

static void texts(void **state)
{
    struct judge *judge = *state;
    assert_true(takes_value(judge, FLOW_SMTP_BANNER_TEXT, VIEW("")));
    assert_true(takes_value(judge, FLOW_SMTP_BANNER_TEXT, VIEW(" say \\\"hi\\\" \\\\ ")));
    assert_false(takes_value(judge, FLOW_SMTP_BANNER_TEXT, VIEW("say \"hi\"")));
    assert_false(takes_value(judge, FLOW_SMTP_BANNER_TEXT, VIEW("an open end \\")));
    assert_false(takes_value(judge, FLOW_SMTP_BANNER_TEXT, VIEW("two\nlines")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_members),
        cmocka_unit_test(random_recipients),
        cmocka_unit_test(values),
        cmocka_unit_test(texts),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    schema_library_init();
    return cmocka_run_group_tests(tests, judge_begin, judge_end);
}
