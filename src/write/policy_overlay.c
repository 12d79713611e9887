/* SPDX-License-Identifier: MIT */
#include "write/policy_overlay.h"

#include "model/listener_overlay.h"
#include "model/overlay.h"
#include "write/policy_listener.h"
#include "write/policy_listener_change.h"
#include "write/policy_settings.h"

/* --- Settings --------------------------------------------------------------------------------- */

/* What a block must say for BEFORE to become AFTER. */
struct settings_change {
    uint32_t given;
    uint32_t taken_back;
    bool sayable; /* a block can say all of it */
};

/* Sets of STORE. */
static struct settings_change change_of(const struct store *store, const struct settings *before,
                                        const struct settings *after)
{
    struct settings_change change = {.taken_back = before->given & ~after->given};
    for (int i = 0; i < PARAM_COUNT; i++)
        if (settings_has(after, (enum param)i) &&
            (!settings_has(before, (enum param)i) ||
             !value_same(before->values[i], after->values[i])))
            change.given |= PARAM_BIT(i);
    if ((change.given & RECIPIENTS_PAIR) != 0)
        change.given |= RECIPIENTS_PAIR;
    if ((change.given & SCOPE_PAIR) != 0)
        change.given |= SCOPE_PAIR;
    change.sayable = (change.taken_back & (RECIPIENTS_PAIR | SCOPE_PAIR)) == 0 &&
                     settings_same_others(store, before, after);
    return change;
}

/* --- Blocks ----------------------------------------------------------------------------------- */

struct scribe {
    struct statements *statements;
    const struct policy *base;
    const struct policy *whole;
    const struct write_options *options;
    struct policy_block block;
    bool any; /* something stands in the appliance's block */
};

static void begin(const struct scribe *scribe)
{
    styled_begin(&scribe->statements->styled, STYLE_INDENT);
}

static void end(struct scribe *scribe)
{
    statements_put_block(scribe->statements);
    statements_end(scribe->statements);
    scribe->any = true;
}

/* Makes the block say CHANGE; AFTER has the values. */
static void fill_change(struct scribe *scribe, const struct settings_change *change,
                        const struct settings *after)
{
    statements_clear(scribe->statements);
    policy_block_add(&scribe->block, after, change->given, false);
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((change->taken_back & PARAM_BIT(i)) != 0)
            policy_block_take_back(&scribe->block, (enum param)i);
}

/* --- The default entry and destinations ------------------------------------------------------- */

static void write_default(struct scribe *scribe)
{
    static const struct settings nothing = {.given = 0};
    const struct settings *before = policy_default(scribe->base);
    const struct settings *after = policy_default(scribe->whole);
    struct settings_change change =
        change_of(scribe->base->store, before == NULL ? &nothing : before, after);
    fill_change(scribe, &change, after);
    if (scribe->statements->line_count == 0)
        return;
    begin(scribe);
    styled_text(&scribe->statements->styled, VIEW("default {"));
    end(scribe);
}

static void put_destination(struct scribe *scribe, const char *lead,
                            const struct destination *destination)
{
    bool empty = scribe->statements->line_count == 0;
    begin(scribe);
    styled_name(&scribe->statements->styled, lead,
                domain_in_form(scribe->base->arena, destination_name(destination),
                               scribe->options->idn),
                empty ? ";" : " {");
    end(scribe);
}

static void write_removal(struct scribe *scribe, const struct destination *destination)
{
    statements_clear(scribe->statements);
    put_destination(scribe, "remove destination ", destination);
}

static void write_destination(struct scribe *scribe, const struct destination *destination)
{
    const struct policy *base = scribe->base;
    const struct settings *after = policy_settings(scribe->whole, destination->settings);
    uint32_t known = policy_find(base, destination_key(destination));
    struct settings_change change = {.sayable = false};
    if (known != NO_ENTRY)
        change = change_of(base->store,
                           policy_settings(base, policy_destination(base, known)->settings), after);
    if (change.sayable) {
        fill_change(scribe, &change, after);
        put_destination(scribe, "destination ", destination);
        return;
    }
    if (known != NO_ENTRY)
        write_removal(scribe, destination);
    statements_clear(scribe->statements);
    policy_block_add(&scribe->block, after, UINT32_MAX, true);
    put_destination(scribe, "add destination ", destination);
}

static void write_destinations(struct scribe *scribe, const struct overlay *overlay)
{
    for (uint32_t i = 0; i < overlay->changed_count; i++)
        write_destination(scribe, policy_destination(scribe->whole, overlay->changed[i]));
    for (uint32_t i = 0; i < overlay->removed_count; i++)
        write_removal(scribe, policy_destination(scribe->base, overlay->removed[i]));
}

/* --- Listeners -------------------------------------------------------------------------------- */

static void blank_line(struct scribe *scribe)
{
    if (scribe->any)
        buffer_add_char(&scribe->statements->styled.text, '\n');
    scribe->any = true;
}

static void remove_listener(struct scribe *scribe, struct view name)
{
    begin(scribe);
    styled_string(&scribe->statements->styled, "remove listener ", name, ";");
    statements_end(scribe->statements);
}

static void write_listener(struct scribe *scribe, const struct listener *listener)
{
    const struct listener *before = listeners_find(&scribe->base->listeners, listener->name);
    blank_line(scribe);
    if (before != NULL && policy_listener_change_write(scribe->statements, scribe->base->arena,
                                                       before, listener, STYLE_INDENT))
        return;
    if (before != NULL)
        remove_listener(scribe, listener->name);
    policy_listener_write(scribe->statements, scribe->base->arena, listener, "add ", STYLE_INDENT);
}

static void write_listeners(struct scribe *scribe, const struct listeners_overlay *overlay)
{
    for (uint32_t i = 0; i < overlay->changed_count; i++)
        write_listener(scribe, overlay->changed[i]);
    if (overlay->removed_count > 0)
        blank_line(scribe);
    for (uint32_t i = 0; i < overlay->removed_count; i++)
        remove_listener(scribe, overlay->removed[i]->name);
}

/* --- Appliances ------------------------------------------------------------------------------- */

static void write_release(struct scribe *scribe)
{
    begin(scribe);
    styled_text(&scribe->statements->styled,
                view_of(arena_printf(scribe->base->arena, "asyncos %u.%u;",
                                     (unsigned)scribe->whole->target.major,
                                     (unsigned)scribe->whole->target.minor)));
    statements_end(scribe->statements);
    scribe->any = true;
}

/* Whether the appliance has a default entry that is another, and is written. */
static bool changes_default(const struct overlay *overlay, const struct policy *whole,
                            const struct write_options *options)
{
    return overlay->changes_default && whole->has_default && !options->omit_default;
}

static void write_appliance(struct statements *statements, const struct policy *base,
                            const struct appliance *appliance, const struct write_options *options)
{
    struct overlay overlay;
    struct listeners_overlay listeners;
    const struct policy *whole = appliance->policy;
    struct scribe scribe = {.statements = statements, .base = base, .whole = whole};
    scribe.options = options;
    scribe.block = (struct policy_block){
        .store = base->store, .statements = statements, .lines = &statements->lines};
    overlay_difference(base, whole, &overlay);
    listeners_difference(&base->listeners, &whole->listeners, &listeners);
    bool own_target = whole->has_target &&
                      (!base->has_target || release_compare(whole->target, base->target) != 0);
    bool own_default = changes_default(&overlay, whole, options);
    bool empty = !own_target && !own_default &&
                 overlay.changed_count + overlay.removed_count + listeners.changed_count +
                         listeners.removed_count == 0;
    statements_part(statements);
    styled_begin(&statements->styled, 0);
    styled_string(&statements->styled, "appliance ", appliance->name, empty ? " { }" : " {");
    statements_end(statements);
    if (empty)
        return;
    if (own_target)
        write_release(&scribe);
    if (own_default)
        write_default(&scribe);
    write_destinations(&scribe, &overlay);
    write_listeners(&scribe, &listeners);
    styled_begin(&statements->styled, 0);
    styled_text(&statements->styled, VIEW("}"));
    statements_end(statements);
}

void policy_overlays_write(struct statements *statements, const struct policy *base,
                           const struct write_options *options)
{
    for (uint32_t i = 0; i < base->appliance_count; i++)
        write_appliance(statements, base, &base->appliances[i], options);
}

/* An appliance always has a default entry, and it cannot lose what a block has no word for. */
static void check_default(const struct policy *base, const struct appliance *appliance,
                          const struct overlay *overlay, const struct write_options *options,
                          struct diag *diag)
{
    const struct policy *whole = appliance->policy;
    if (!changes_default(overlay, whole, options) || !base->has_default ||
        change_of(base->store, policy_default(base), policy_default(whole)).sayable)
        return;
    diag_report(diag, CODE_OUTPUT_LOSS, appliance->place,
                "the appliance %.*s has other parameters in its default entry than the base, which "
                "a source cannot say", VIEW_ARG(appliance->name));
}

void policy_overlays_check(const struct policy *base, const struct write_options *options,
                           struct diag *diag)
{
    for (uint32_t i = 0; i < base->appliance_count; i++) {
        struct overlay overlay;
        struct listeners_overlay listeners;
        const struct policy *whole = base->appliances[i].policy;
        overlay_difference(base, whole, &overlay);
        listeners_difference(&base->listeners, &whole->listeners, &listeners);
        check_default(base, &base->appliances[i], &overlay, options, diag);
        for (uint32_t j = 0; j < listeners.changed_count; j++)
            policy_listener_check(listeners.changed[j], diag);
    }
}
