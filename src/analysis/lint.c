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

static void tell_gap(const struct lint_gaps *gaps, enum lint_need need, struct span place,
                     struct diag *diag)
{
    static const struct {
        const char *what;
        const char *help;
    } needs[LINT_NEED_COUNT] = {
        [LINT_NEEDS_DEFAULT] = {"the default entry",
                                "--default FILE gives a default entry, --factory-default the "
                                "appliance's own"},
        [LINT_NEEDS_LISTENER_DEFAULTS] = {"the listener's default policy parameters",
                                          "--listener-defaults FILE gives them"},
        [LINT_NEEDS_LISTENER_TYPE] = {"the listener's type",
                                      "a policy source or an XML document says whether it is "
                                      "public or private"},
        [LINT_NEEDS_LISTENER_LIMIT] = {"how many connections the listener takes",
                                       "a policy source, an XML document or the appliance's own "
                                       "file says it"},
    };
    struct buffer codes = buffer_new(diag->arena);
    for (int i = 0; i < CODE_COUNT; i++)
        if (gaps->missed[need][i])
            buffer_printf(&codes, "%s%s", codes.length == 0 ? "" : ", ",
                          code_entry((enum code)i)->id);
    if (codes.length == 0)
        return;
    const struct topic topic = {.value = view_of(needs[need].what)};
    struct message *message =
        diag_report_about(diag, CODE_LINT_UNJUDGED, place, &topic,
                          "not judged for want of %s: %s", needs[need].what,
                          buffer_string(&codes));
    diag_help(diag, message, "%s", needs[need].help);
}

void lint_tell_gaps(const struct lint_gaps *gaps, struct span place, struct diag *diag)
{
    for (int need = 0; need < LINT_NEED_COUNT; need++)
        tell_gap(gaps, (enum lint_need)need, place, diag);
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
    /* Finding a place again is dear: the section's is near enough to see that none is wanted. */
    if (diag_may_excuse(diag, rule->code) || diag_would_keep(diag, diag_severity(diag, rule->code), place)) {
        topic.entry = locate(linter, rule, entry, &place);
        topic.value = value_of(linter, rule, entry);
        if (rule->param != PARAM_COUNT)
            topic.setting = view_of(parameter(rule->param)->export_name);
    }
    va_start(arguments, format);
    struct message *message =
        diag_vreport_about(diag, rule->code, place, &topic, format, arguments);
    va_end(arguments);
    return message;
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
