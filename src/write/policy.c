/* SPDX-License-Identifier: MIT */
#include "write/policy.h"

#include "analysis/factor.h"
#include "base/utf8.h"
#include "model/policy_style.h"
#include "write/nothing.h"

/* --- What cannot be carried ------------------------------------------------------------------- */

static void check_notes(const struct policy *policy, struct diag *diag)
{
    uint32_t count = 0;
    struct span first = SPAN_NONE;
    const struct provenance *provenance = policy->provenance;
    for (uint32_t i = 0; provenance != NULL && i < provenance->composition_count; i++) {
        const struct composition *composition = &provenance->compositions[i];
        if (count == 0 && composition->note_count > 0)
            first = composition->notes[0].place;
        count += composition->note_count;
    }
    if (count > 0)
        diag_report(diag, CODE_OUTPUT_LOSS, first,
                    count == 1 ? "a note or date is left out: statements are put together anew"
                               : "%u notes and dates are left out: statements are put together "
                                 "anew",
                    count);
}

void check_policy(const struct policy *policy, const struct write_options *options,
                  struct diag *diag)
{
    bool has_head = policy->name.length > 0 || policy->has_target;
    if (has_no_entry(policy, options) && !has_head && policy->assertion_count == 0)
        report_nothing(policy, diag, "such a source is an empty file");
    check_notes(policy, diag);
    if (policy->appliance_count > 0)
        diag_report(diag, CODE_OUTPUT_LOSS, policy->appliances[0].place,
                    "the appliances' overlays are left out: this is the base alone");
}

/* --- Settings --------------------------------------------------------------------------------- */

/* A block's settings, a line each. */
struct block {
    const struct store *store;
    const struct settings *settings;
    struct buffer lines;
    uint32_t count;
};

/* The order of settings in a block. Those that are not named here stand behind these. */
static const enum param setting_order[] = {
    PARAM_IP_SORT_PREF,      PARAM_MAX_HOST_CONCURRENCY, PARAM_MAX_MESSAGES_PER_CONNECTION,
    PARAM_RECIPIENT_LIMIT,   PARAM_RECIPIENT_MINUTES,    PARAM_LIMIT_TYPE,
    PARAM_LIMIT_APPLY,       PARAM_TABLE_TLS,            PARAM_DANE_OPTION,
    PARAM_BOUNCE_VALIDATION, PARAM_BOUNCE_PROFILE,       PARAM_CERTIFICATE,
    PARAM_SEND_TLS_REQ_ALERT,
};

static void end_line(struct block *block)
{
    buffer_add_string(&block->lines, ";\n");
    block->count++;
}

/* A setting as a table file has it. */
static void add_parameter(struct block *block, struct view name, struct view value)
{
    buffer_add_string(&block->lines, "parameter ");
    style_add_string(&block->lines, name);
    buffer_add_char(&block->lines, ' ');
    style_add_string(&block->lines, value);
    end_line(block);
}

static struct view value_word(const struct block *block, enum param param,
                              char number[VALUE_BUFFER])
{
    return value_policy(block->store, param, block->settings->values[param], number);
}

static void add_recipients(struct block *block)
{
    char number[VALUE_BUFFER];
    uint32_t limit = block->settings->values[PARAM_RECIPIENT_LIMIT].number;
    uint32_t minutes = block->settings->values[PARAM_RECIPIENT_MINUTES].number;
    buffer_add_string(&block->lines, "recipients ");
    buffer_add(&block->lines, value_word(block, PARAM_RECIPIENT_LIMIT, number));
    if (limit != 0 || minutes != (uint32_t)parameter(PARAM_RECIPIENT_MINUTES)->factory)
        buffer_printf(&block->lines, " per %u minute%s", minutes, minutes == 1 ? "" : "s");
    end_line(block);
}

static void add_limits(struct block *block)
{
    char number[VALUE_BUFFER];
    buffer_add_string(&block->lines, "limits per ");
    buffer_add(&block->lines, value_word(block, PARAM_LIMIT_TYPE, number));
    buffer_add_string(&block->lines, ", ");
    buffer_add(&block->lines, value_word(block, PARAM_LIMIT_APPLY, number));
    end_line(block);
}

static void add_setting(struct block *block, enum param param)
{
    char number[VALUE_BUFFER];
    struct view word = value_word(block, param, number);
    buffer_printf(&block->lines, "%s ", parameter(param)->policy_name);
    if (block->settings->values[param].kind == VALUE_NAME)
        style_add_string(&block->lines, word);
    else
        buffer_add(&block->lines, word);
    end_line(block);
}

/* Whether the policy language has words for the pair that PARAM belongs to. */
static bool pair_has_words(const struct settings *settings, enum param first, enum param second,
                           enum value_kind kind)
{
    uint32_t limits = parameter(first)->idle | parameter(second)->idle;
    return (settings->given & limits) != 0 && settings->values[first].kind == kind &&
           settings->values[second].kind == kind;
}

/* Adds PARAM, or the pair that it begins. Returns a mask of what needs no adding any more. */
static uint32_t add_one(struct block *block, enum param param)
{
    char number[VALUE_BUFFER];
    const struct settings *settings = block->settings;
    struct value value = settings->values[param];
    bool in_pair = parameter(param)->idle != 0 || param == PARAM_RECIPIENT_LIMIT;
    if (param == PARAM_RECIPIENT_LIMIT &&
        pair_has_words(settings, param, PARAM_RECIPIENT_MINUTES, VALUE_NUMBER)) {
        add_recipients(block);
        return PARAM_BIT(param) | PARAM_BIT(PARAM_RECIPIENT_MINUTES);
    }
    if (param == PARAM_LIMIT_TYPE &&
        pair_has_words(settings, param, PARAM_LIMIT_APPLY, VALUE_WORD)) {
        add_limits(block);
        return PARAM_BIT(param) | PARAM_BIT(PARAM_LIMIT_APPLY);
    }
    value.seen = SEEN_NOWHERE;
    if (in_pair || value.kind == VALUE_UNKNOWN)
        add_parameter(block, view_of(parameter(param)->export_name),
                      value_export(block->store, param, value, number));
    else
        add_setting(block, param);
    return PARAM_BIT(param);
}

static void add_others(struct block *block)
{
    for (uint32_t i = 0; i < block->settings->other_count; i++)
        add_parameter(block, atom_view(block->store, block->settings->others[i].name),
                      atom_view(block->store, block->settings->others[i].text));
}

/* Makes BLOCK hold those of SETTINGS that are in MASK, and unknown parameters if WITH_OTHERS. */
static void fill_block(struct block *block, const struct settings *settings, uint32_t mask,
                       bool with_others)
{
    uint32_t left = settings->given & mask;
    block->settings = settings;
    block->lines.length = 0;
    block->count = 0;
    for (size_t i = 0; i < sizeof setting_order / sizeof setting_order[0]; i++)
        if ((left & PARAM_BIT(setting_order[i])) != 0)
            left &= ~add_one(block, setting_order[i]);
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((left & PARAM_BIT(i)) != 0)
            left &= ~add_one(block, (enum param)i);
    if (with_others)
        add_others(block);
}

/* --- Statements ------------------------------------------------------------------------------- */

enum { FLUSH_FROM = 64 * 1024 };

struct writer {
    const struct policy *policy;
    const struct write_options *options;
    struct output *output;
    struct styled styled;
    struct block block;
    bool any; /* something has been written */
};

static void flush(struct writer *writer)
{
    output_view(writer->output, buffer_view(&writer->styled.text));
    writer->styled.text.length = 0;
}

/* A blank line between the parts of a source. */
static void begin_part(struct writer *writer)
{
    if (writer->any)
        output_char(writer->output, '\n');
    writer->any = true;
}

/* Puts the block on the line of its statement's head if it is one setting that fits there. */
static bool join_block(struct writer *writer)
{
    struct styled *styled = &writer->styled;
    struct view setting = buffer_view(&writer->block.lines);
    if (writer->block.count != 1 || styled->is_broken)
        return false;
    setting.length--;
    if (styled->column + 1 + utf8_width(setting) + 2 > STYLE_COLUMNS)
        return false;
    styled_text(styled, setting);
    styled_text(styled, VIEW("}"));
    styled_end(styled);
    return true;
}

/* Ends a statement whose head is there, up to the brace or semicolon. */
static void end_block(struct writer *writer)
{
    struct styled *styled = &writer->styled;
    struct view left = buffer_view(&writer->block.lines);
    if (!join_block(writer)) {
        styled_end(styled);
        while (left.length > 0) {
            const char *end = memchr(left.text, '\n', left.length);
            size_t length = (size_t)(end - left.text);
            styled_begin(styled, STYLE_INDENT);
            styled_text(styled, (struct view){left.text, length});
            styled_end(styled);
            left = (struct view){end + 1, left.length - length - 1};
        }
        if (writer->block.count > 0)
            buffer_add_string(&styled->text, "}\n");
    }
    flush(writer);
}

static void write_head(struct writer *writer)
{
    const struct policy *policy = writer->policy;
    struct block *block = &writer->block;
    if (policy->name.length == 0 && !policy->has_target)
        return;
    begin_part(writer);
    block->lines.length = 0;
    block->count = 0;
    if (policy->has_target) {
        buffer_printf(&block->lines, "asyncos %u.%u", policy->target.major,
                      policy->target.minor);
        end_line(block);
    }
    styled_begin(&writer->styled, 0);
    styled_string(&writer->styled, "policy ", policy->name, policy->has_target ? " {" : " { }");
    end_block(writer);
}

static void write_default(struct writer *writer)
{
    if (!writer->policy->has_default || writer->options->omit_default)
        return;
    begin_part(writer);
    fill_block(&writer->block, policy_default(writer->policy), UINT32_MAX, true);
    styled_begin(&writer->styled, 0);
    styled_text(&writer->styled, writer->block.count == 0 ? VIEW("default;") : VIEW("default {"));
    end_block(writer);
}

static void write_bundles(struct writer *writer, const struct factoring *factoring)
{
    if (factoring->bundle_count > 0)
        begin_part(writer);
    for (uint32_t i = 0; i < factoring->bundle_count; i++) {
        const struct bundle *bundle = &factoring->bundles[i];
        fill_block(&writer->block, bundle->settings, family_params(bundle->family), false);
        styled_begin(&writer->styled, 0);
        styled_name(&writer->styled, "settings ", bundle->name, " {");
        end_block(writer);
    }
}

/* What stands behind the name at INDEX of a list of COUNT: LAST behind the last. */
static const char *tail_of(uint32_t index, uint32_t count, const char *last)
{
    return index + 1 < count ? "," : last;
}

static void add_destinations(struct writer *writer, const uint32_t *destinations, uint32_t count,
                             const char *last)
{
    const struct policy *policy = writer->policy;
    for (uint32_t i = 0; i < count; i++) {
        struct view name = destination_name(policy_destination(policy, destinations[i]));
        styled_name(&writer->styled, i == 0 ? "destination " : "",
                    domain_in_form(policy->arena, name, writer->options->idn),
                    tail_of(i, count, last));
        if (writer->styled.text.length > FLUSH_FROM)
            flush(writer);
    }
}

static void write_statement(struct writer *writer, const struct factoring *factoring,
                            const struct shared_statement *statement)
{
    uint32_t used = 0;
    uint32_t in_block = UINT32_MAX;
    struct view names[FAMILY_COUNT];
    for (int i = 0; i < FAMILY_COUNT; i++) {
        if (statement->bundles[i] == NO_BUNDLE)
            continue;
        names[used++] = factoring->bundles[statement->bundles[i]].name;
        in_block &= ~family_params((enum family)i);
    }
    fill_block(&writer->block, statement->settings, in_block, true);
    const char *mark = writer->block.count == 0 ? ";" : " {";
    styled_begin(&writer->styled, 0);
    add_destinations(writer, factoring->destinations + statement->first, statement->count,
                     used == 0 ? mark : "");
    for (uint32_t i = 0; i < used; i++)
        styled_name(&writer->styled, i == 0 ? "uses " : "", names[i], tail_of(i, used, mark));
    end_block(writer);
}

/* --- Assertions ------------------------------------------------------------------------------- */

static void add_condition(struct writer *writer, const struct assertion *assertion)
{
    enum param param = param_find_setting(assertion->name.text);
    struct view name =
        param == PARAM_COUNT ? assertion->name.text : view_of(parameter(param)->policy_name);
    struct view operation = assertion->enforced ? VIEW("enforced") : assertion->operation.text;
    const char *head = arena_printf(writer->policy->arena, "assert %.*s %.*s",
                                    VIEW_ARG(name), VIEW_ARG(operation));
    styled_text(&writer->styled, view_of(head));
    if (assertion->enforced)
        return;
    if (param < PARAM_COUNT && parameter(param)->type == TYPE_NAME)
        styled_string(&writer->styled, "", assertion->value.text, "");
    else
        styled_text(&writer->styled, assertion->value.text);
}

static void add_target(struct writer *writer, const struct assertion *assertion, const char *last)
{
    static const char *const whole[] = {
        [ASSERTION_FOR_ALL] = "for all", [ASSERTION_FOR_DEFAULT] = "for default"};
    if (assertion->target != ASSERTION_FOR_NAMES) {
        const char *text =
            arena_printf(writer->policy->arena, "%s%s", whole[assertion->target], last);
        styled_text(&writer->styled, view_of(text));
        return;
    }
    for (uint32_t i = 0; i < assertion->name_count; i++) {
        struct view name = assertion->names[i].domain.name;
        styled_name(&writer->styled, i == 0 ? "for " : "",
                    domain_in_form(writer->policy->arena, name, writer->options->idn),
                    tail_of(i, assertion->name_count, last));
    }
}

static void write_assertion(struct writer *writer, const struct assertion *assertion)
{
    bool has_message = assertion->message.length > 0;
    styled_begin(&writer->styled, 0);
    add_condition(writer, assertion);
    add_target(writer, assertion, has_message ? "" : ";");
    if (has_message)
        styled_string(&writer->styled, "", assertion->message, ";");
    styled_end(&writer->styled);
    flush(writer);
}

void write_policy(const struct policy *policy, const struct write_options *options,
                  struct output *output)
{
    struct factoring factoring;
    struct writer writer = {.policy = policy, .options = options, .output = output};
    writer.styled = styled_new(policy->arena);
    writer.block = (struct block){.store = policy->store, .lines = buffer_new(policy->arena)};
    factor(policy, &factoring);
    write_head(&writer);
    write_default(&writer);
    write_bundles(&writer, &factoring);
    if (factoring.statement_count > 0)
        begin_part(&writer);
    for (uint32_t i = 0; i < factoring.statement_count; i++)
        write_statement(&writer, &factoring, &factoring.statements[i]);
    if (policy->assertion_count > 0)
        begin_part(&writer);
    for (uint32_t i = 0; i < policy->assertion_count; i++)
        write_assertion(&writer, &policy->assertions[i]);
}
