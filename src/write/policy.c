/* SPDX-License-Identifier: MIT */
#include "write/policy.h"

#include "analysis/factor.h"
#include "write/nothing.h"
#include "write/policy_expect.h"
#include "write/policy_listener.h"
#include "write/policy_overlay.h"
#include "write/policy_settings.h"

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
    if (has_no_entry(policy, options) && !has_head && policy->assertion_count == 0 &&
        policy->expectation_count == 0 && policy->listeners.count == 0 &&
        policy->appliance_count == 0)
        report_nothing(policy, diag, "such a source is an empty file");
    check_notes(policy, diag);
    policy_listeners_check(&policy->listeners, diag);
    policy_overlays_check(policy, options, diag);
}

/* --- Statements ------------------------------------------------------------------------------- */

struct writer {
    const struct policy *policy;
    const struct write_options *options;
    struct statements statements;
    struct styled *styled; /* the one of STATEMENTS */
    struct policy_block block;
};

/* The block will hold those of SETTINGS that are in MASK, and unknown ones if WITH_OTHERS. */
static void fill_block(struct writer *writer, const struct settings *settings, uint32_t mask,
                       bool with_others)
{
    statements_clear(&writer->statements);
    policy_block_add(&writer->block, settings, mask, with_others);
}

/* Ends a statement whose head is there, up to the brace or semicolon. */
static void end_block(struct writer *writer)
{
    statements_put_block(&writer->statements);
    statements_end(&writer->statements);
}

static void write_head(struct writer *writer)
{
    const struct policy *policy = writer->policy;
    struct statements *statements = &writer->statements;
    if (policy->name.length == 0 && !policy->has_target)
        return;
    statements_part(statements);
    statements_clear(statements);
    if (policy->has_target) {
        buffer_printf(&statements->lines, "asyncos %u.%u", policy->target.major,
                      policy->target.minor);
        statements_end_line(statements);
    }
    styled_begin(writer->styled, 0);
    styled_string(writer->styled, "policy ", policy->name, policy->has_target ? " {" : " { }");
    end_block(writer);
}

static void write_default(struct writer *writer)
{
    if (!writer->policy->has_default || writer->options->omit_default)
        return;
    statements_part(&writer->statements);
    fill_block(writer, policy_default(writer->policy), UINT32_MAX, true);
    styled_begin(writer->styled, 0);
    styled_text(writer->styled,
                writer->statements.line_count == 0 ? VIEW("default;") : VIEW("default {"));
    end_block(writer);
}

static void write_bundles(struct writer *writer, const struct factoring *factoring)
{
    if (factoring->bundle_count > 0)
        statements_part(&writer->statements);
    for (uint32_t i = 0; i < factoring->bundle_count; i++) {
        const struct bundle *bundle = &factoring->bundles[i];
        fill_block(writer, bundle->settings, family_params(bundle->family), false);
        styled_begin(writer->styled, 0);
        styled_name(writer->styled, "settings ", bundle->name, " {");
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
        styled_name(writer->styled, i == 0 ? "destination " : "",
                    domain_in_form(policy->arena, name, writer->options->idn),
                    tail_of(i, count, last));
        statements_relieve(&writer->statements);
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
    fill_block(writer, statement->settings, in_block, true);
    const char *mark = writer->statements.line_count == 0 ? ";" : " {";
    styled_begin(writer->styled, 0);
    add_destinations(writer, factoring->destinations + statement->first, statement->count,
                     used == 0 ? mark : "");
    for (uint32_t i = 0; i < used; i++)
        styled_name(writer->styled, i == 0 ? "uses " : "", names[i], tail_of(i, used, mark));
    end_block(writer);
}

/* The names of destinations' bundles are theirs. */
static void write_listeners(struct writer *writer, const struct factoring *factoring)
{
    const struct policy *policy = writer->policy;
    struct view *taken =
        arena_alloc(policy->arena, ((size_t)factoring->bundle_count + 1) * sizeof *taken);
    for (uint32_t i = 0; i < factoring->bundle_count; i++)
        taken[i] = factoring->bundles[i].name;
    policy_listeners_write(&writer->statements, &policy->listeners, taken,
                           factoring->bundle_count);
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
    styled_text(writer->styled, view_of(head));
    if (assertion->enforced)
        return;
    if (param < PARAM_COUNT && parameter(param)->type == TYPE_NAME)
        styled_string(writer->styled, "", assertion->value.text, "");
    else
        styled_text(writer->styled, assertion->value.text);
}

static void add_target(struct writer *writer, const struct assertion *assertion, const char *last)
{
    static const char *const whole[] = {
        [ASSERTION_FOR_ALL] = "for all", [ASSERTION_FOR_DEFAULT] = "for default"};
    if (assertion->target != ASSERTION_FOR_NAMES) {
        const char *text =
            arena_printf(writer->policy->arena, "%s%s", whole[assertion->target], last);
        styled_text(writer->styled, view_of(text));
        return;
    }
    for (uint32_t i = 0; i < assertion->name_count; i++) {
        struct view name = assertion->names[i].domain.name;
        styled_name(writer->styled, i == 0 ? "for " : "",
                    domain_in_form(writer->policy->arena, name, writer->options->idn),
                    tail_of(i, assertion->name_count, last));
    }
}

static void write_assertion(struct writer *writer, const struct assertion *assertion)
{
    bool has_message = assertion->message.length > 0;
    styled_begin(writer->styled, 0);
    add_condition(writer, assertion);
    add_target(writer, assertion, has_message ? "" : ";");
    if (has_message)
        styled_string(writer->styled, "", assertion->message, ";");
    statements_end(&writer->statements);
}

void write_policy(const struct policy *policy, const struct write_options *options,
                  struct output *output)
{
    struct factoring factoring;
    struct writer writer = {.policy = policy, .options = options};
    writer.statements = statements_new(policy->arena, output);
    writer.styled = &writer.statements.styled;
    writer.block = (struct policy_block){.store = policy->store,
                                  .statements = &writer.statements,
                                  .lines = &writer.statements.lines};
    factor(policy, &factoring);
    write_head(&writer);
    write_default(&writer);
    write_bundles(&writer, &factoring);
    if (factoring.statement_count > 0)
        statements_part(&writer.statements);
    for (uint32_t i = 0; i < factoring.statement_count; i++)
        write_statement(&writer, &factoring, &factoring.statements[i]);
    write_listeners(&writer, &factoring);
    policy_overlays_write(&writer.statements, policy, options);
    if (policy->assertion_count > 0)
        statements_part(&writer.statements);
    for (uint32_t i = 0; i < policy->assertion_count; i++)
        write_assertion(&writer, &policy->assertions[i]);
    policy_expectations(policy, &writer.statements);
}
