/* SPDX-License-Identifier: MIT */
#include "analysis/lint.h"

#include "analysis/lint_idn.h"
#include "analysis/lint_limits.h"
#include "analysis/lint_listener.h"
#include "analysis/lint_names.h"
#include "analysis/lint_near_names.h"
#include "analysis/lint_redundant.h"
#include "analysis/lint_release.h"
#include "analysis/lint_source.h"
#include "analysis/lint_tls.h"
#include "analysis/lint_twins.h"
#include "base/buffer.h"

#include <stdarg.h>

/* --- What could not be judged ----------------------------------------------------------------- */

bool lint_wants(const struct linter *linter, enum code code)
{
    return !diag_is_off(linter->diag, code);
}

void lint_unknown(struct linter *linter, enum lint_need need, enum code code)
{
    linter->gaps->missed[need][code] = true;
}

void lint_unknown_at(struct linter *linter, enum lint_need need, enum code code,
                     struct span place)
{
    struct span *first = &linter->gaps->places[need];
    lint_unknown(linter, need, code);
    if (first->offset == 0 || place.offset < first->offset)
        *first = place;
}

/* What is not there, and what gives it. */
static const struct {
    const char *what;
    const char *help;
} needs[LINT_NEED_COUNT] = {
    [LINT_NEEDS_DEFAULT] = {"the default entry", "--default FILE gives a default entry, "
                                                 "--factory-default the appliance's own"},
    [LINT_NEEDS_LISTENER_DEFAULTS] = {"the listener's default policy parameters",
                                      "--listener-defaults FILE gives its default policy "
                                      "parameters"},
    [LINT_NEEDS_LISTENER_TYPE] = {"the listener's type",
                                  "--listener-type public, or private, says what it is"},
    [LINT_NEEDS_LISTENER_LIMIT] = {"how many connections the listener takes",
                                   "a policy source, an XML document or the appliance's own file "
                                   "says how many connections it takes"},
    [LINT_NEEDS_POLICY] = {"what an undefined policy does",
                           "the whole table defines its policies"},
};

/* Adds WHAT to TEXT, with BETWEEN before it unless it is the first. */
static void add_part(struct buffer *text, const char *between, const char *what)
{
    buffer_printf(text, "%s%s", text->length == 0 ? "" : between, what);
}

/* The codes that are missed for NEED, "E4002, W4206"; empty if there are none. */
static const char *missed_codes(struct arena *arena, const bool missed[CODE_COUNT])
{
    struct buffer codes = buffer_new(arena);
    for (int i = 0; i < CODE_COUNT; i++)
        if (missed[i])
            add_part(&codes, ", ", code_entry((enum code)i)->id);
    return buffer_string(&codes);
}

void lint_tell_gaps(const struct lint_gaps *gaps, struct span place, struct diag *diag)
{
    struct buffer what = buffer_new(diag->arena);
    struct buffer text = buffer_new(diag->arena);
    struct buffer help = buffer_new(diag->arena);
    for (int need = 0; need < LINT_NEED_COUNT; need++) {
        const char *codes = missed_codes(diag->arena, gaps->missed[need]);
        if (*codes == '\0')
            continue;
        add_part(&what, ", ", needs[need].what);
        add_part(&text, "; for want of ",
                 arena_printf(diag->arena, "%s: %s", needs[need].what, codes));
        add_part(&help, "; ", needs[need].help);
    }
    if (what.length == 0)
        return;
    const struct topic topic = {.value = buffer_view(&what)};
    struct message *message =
        diag_report_about(diag, CODE_LINT_UNJUDGED, place, &topic, "not judged for want of %s",
                          buffer_string(&text));
    for (int need = 0; need < LINT_NEED_COUNT; need++)
        if (gaps->places[need].offset != 0)
            diag_note(diag, message, gaps->places[need], "here %s would have to be known",
                      needs[need].what);
    diag_help(diag, message, "%s", buffer_string(&help));
}

/* --- Rules about entries ---------------------------------------------------------------------- */

/* The entry's name, and where a message of RULE about it stands. */
static struct view locate(const struct linter *linter, const struct set_rule *rule,
                          uint32_t entry, struct span *place)
{
    const struct policy *policy = linter->policy;
    bool is_default = entry == NO_ENTRY;
    const struct destination *destination =
        is_default ? NULL : policy_destination(policy, entry);
    uint32_t section = is_default ? linter->defaults.section : destination->section;
    struct view name = is_default ? VIEW("DEFAULT") : destination_name(destination);
    *place = SPAN_NONE;
    if (rule->param != PARAM_COUNT)
        *place = policy_locate(policy, section, view_of(parameter(rule->param)->export_name));
    if (place->offset == 0)
        *place = policy_name_place(policy, section, name);
    return name;
}

/* The value of the rule's parameter, as an export has it. */
static struct view value_of(const struct linter *linter, const struct set_rule *rule,
                            uint32_t entry)
{
    const struct policy *policy = linter->policy;
    const struct settings *settings =
        entry == NO_ENTRY ? linter->defaults.settings
                          : policy_settings(policy, policy_destination(policy, entry)->settings);
    if (rule->param == PARAM_COUNT || !settings_has(settings, rule->param))
        return VIEW("");
    char digits[VALUE_BUFFER];
    struct view text =
        value_export(policy->store, rule->param, settings->values[rule->param], digits);
    char *kept = arena_alloc(linter->arena, text.length + 1);
    memcpy(kept, text.text, text.length);
    return (struct view){kept, text.length};
}

struct topic lint_topic(const struct linter *linter, const struct set_rule *rule, uint32_t entry,
                        struct span *place)
{
    struct topic topic = {.entry = locate(linter, rule, entry, place),
                          .value = value_of(linter, rule, entry)};
    if (rule->param != PARAM_COUNT)
        topic.setting = view_of(parameter(rule->param)->export_name);
    return topic;
}

void lint_rewrite_name(struct linter *linter, struct message *message, struct view better)
{
    struct domain written;
    struct domain wanted;
    struct domain_fault fault;
    if (message == NULL)
        return;
    struct view text = sources_text(linter->policy->sources, message->place);
    if (domain_parse(linter->arena, text, &written, &fault) &&
        domain_parse(linter->arena, better, &wanted, &fault) &&
        view_equal(written.key, wanted.key))
        diag_rewrite(linter->diag, message, better);
}

struct message *lint_report_entry(struct linter *linter, const struct set_rule *rule,
                                  uint32_t entry, const char *format, ...)
{
    const struct policy *policy = linter->policy;
    struct diag *diag = linter->diag;
    uint32_t section = entry == NO_ENTRY ? linter->defaults.section
                                         : policy_destination(policy, entry)->section;
    struct span place = {section, section + 1};
    struct topic topic = {.entry = VIEW("")};
    va_list arguments;
    /*
     * Finding a place again is dear: the section's is near enough to see that none is wanted. In a
     * policy source a bundle's can be anywhere.
     */
    if (policy->provenance != NULL || diag_may_excuse(diag, rule->code) ||
        diag_would_keep(diag, diag_severity(diag, rule->code), place))
        topic = lint_topic(linter, rule, entry, &place);
    va_start(arguments, format);
    struct message *message =
        diag_vreport_about(diag, rule->code, place, &topic, format, arguments);
    va_end(arguments);
    return message;
}

struct view lint_param_name(const struct linter *linter, enum param param)
{
    const struct parameter *row = parameter(param);
    bool is_source = linter->policy->provenance != NULL && row->policy_name != NULL;
    return view_of(is_source ? row->policy_name : row->export_name);
}

void lint_tell_title(struct linter *linter, const struct set_rule *rule, uint32_t entry)
{
    struct message *message =
        lint_report_entry(linter, rule, entry, "%s", code_entry(rule->code)->title);
    diag_mend(linter->diag, message);
}

/* A mask of the rules that a set of settings breaks. */
static uint32_t judge_set(struct linter *linter, const struct set_rule *rules, uint32_t count,
                          uint32_t number)
{
    struct resolved resolved;
    uint32_t broken = 0;
    const struct settings *settings = policy_settings(linter->policy, number);
    resolve(settings, &linter->defaults, &resolved);
    for (uint32_t i = 0; i < count; i++)
        if (lint_wants(linter, rules[i].code) && rules[i].breaks(linter, settings, &resolved))
            broken |= UINT32_C(1) << i;
    return broken;
}

/* Whether ENTRY stands in the policy that was judged before just as it does here. */
static bool was_judged(const struct linter *linter, uint32_t entry)
{
    const struct policy *policy = linter->policy;
    const struct policy *before = linter->settings->judged;
    if (before == NULL || before->default_settings != policy->default_settings)
        return false;
    const struct destination *own = policy_destination(policy, entry);
    uint32_t known = policy_find(before, destination_key(own));
    return known != NO_ENTRY &&
           policy_destination(before, known)->settings == own->settings &&
           policy_destination(before, known)->section == own->section;
}

void lint_fold(struct linter *linter, const struct set_rule *rule, struct lint_fold *fold,
               uint32_t entry)
{
    if (was_judged(linter, entry))
        return;
    if (diag_may_excuse(linter->diag, rule->code)) {
        struct span place;
        struct topic topic = lint_topic(linter, rule, entry, &place);
        if (!diag_would_count(linter->diag, rule->code, place, &topic)) {
            lint_tell_title(linter, rule, entry); /* whoever looks for it finds it excused */
            return;
        }
    }
    if (fold->count++ == 0) {
        fold->rule = *rule;
        fold->first = entry;
    }
}

void lint_tell_fold(struct linter *linter, const struct lint_fold *fold)
{
    if (fold->count == 0)
        return;
    uint32_t others = fold->count - 1;
    const char *title = code_entry(fold->rule.code)->title;
    struct message *message =
        lint_report_entry(linter, &fold->rule, fold->first, "%s", title);
    if (others > 0)
        diag_note(linter->diag, message, SPAN_NONE, "and the same of %u other%s", others,
                  others == 1 ? "" : "s");
    diag_mend(linter->diag, message);
}

void lint_sets(struct linter *linter, const struct set_rule *rules, uint32_t count)
{
    const struct policy *policy = linter->policy;
    uint32_t set_count;
    const struct set_use *sets = policy_sets(policy, &set_count);
    uint32_t *broken = arena_zero(linter->arena, policy->store->set_count + 1u, sizeof *broken);
    uint32_t any = 0;
    for (uint32_t i = 0; i < set_count; i++) {
        broken[sets[i].settings] = judge_set(linter, rules, count, sets[i].settings);
        any |= broken[sets[i].settings];
    }
    for (uint32_t entry = 0; any != 0 && entry < policy->count; entry++) {
        uint32_t mask = broken[policy_destination(policy, entry)->settings];
        for (uint32_t i = 0; mask != 0; i++, mask >>= 1)
            if ((mask & 1) != 0)
                rules[i].tell(linter, &rules[i], entry);
    }
}

/* --- The way in ------------------------------------------------------------------------------- */

static void (*const rooms[])(struct linter *linter) = {
    lint_tls,
    lint_limits,
    lint_redundant,
    lint_source,
    lint_release,
    lint_listener,
    lint_names,
    lint_idn,
    lint_twins,
    lint_near_names,
};

void lint(const struct policy *policy, struct defaults defaults,
          const struct flow_defaults *flow_defaults, const struct lint_settings *settings,
          struct lint_gaps *gaps, struct diag *diag)
{
    struct linter linter = {.diag = diag,
                            .gaps = gaps,
                            .arena = diag->arena,
                            .policy = policy,
                            .defaults = defaults,
                            .flow_defaults = flow_defaults,
                            .settings = settings};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        rooms[i](&linter);
}
