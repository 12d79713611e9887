/* SPDX-License-Identifier: MIT */
#include "support_tables.h"

#include "read/formats.h"

const struct listener *only_listener(const struct policy *policy)
{
    assert_int_equal(policy->listeners.count, 1);
    return &policy->listeners.list[0];
}

static uint32_t problems(const struct setup *setup)
{
    return setup->diag.counts[SEVERITY_ERROR] + setup->diag.counts[SEVERITY_WARNING];
}

struct view table_written(struct setup *setup, const struct policy *policy, const char *name)
{
    struct capture capture;
    struct write_options options = {
        .defaults = defaults_of(policy), .target = RELEASE_NEWEST, .accept_assumptions = true};
    const struct format_writer *writer = format_writer(view_of(name));
    assert_non_null(writer);
    uint32_t before = problems(setup);
    struct output *output = capture_begin(&capture, &setup->arena);
    format_check(writer, policy, &options, &setup->diag);
    writer->write(policy, &options, output);
    assert_int_equal(problems(setup), before);
    return capture_end(&capture);
}

static bool same_definition(const struct mail_flow_policy *a, const struct mail_flow_policy *b)
{
    return view_equal(a->name, b->name) && a->behavior == b->behavior &&
           flow_settings_same(&a->settings, &b->settings);
}

static bool same_member(const struct member *a, const struct member *b)
{
    if ((a->description == NULL) != (b->description == NULL))
        return false;
    return member_same(a, b) && view_equal(a->text, b->text) &&
           (a->description == NULL || view_equal(*a->description, *b->description));
}

static bool same_entry(const struct access_entry *a, const struct access_entry *b)
{
    if (a->kind != b->kind || !view_equal(a->name, b->name) || a->member_count != b->member_count ||
        !view_equal(a->policy, b->policy) || a->behavior != b->behavior ||
        a->has_description != b->has_description || !view_equal(a->description, b->description))
        return false;
    for (uint32_t i = 0; i < a->member_count; i++)
        if (!same_member(&a->members[i], &b->members[i]))
            return false;
    return flow_settings_same(&a->settings, &b->settings);
}

static bool same_recipient(const struct recipient_entry *a, const struct recipient_entry *b)
{
    return a->kind == b->kind && view_equal(a->text, b->text) && view_equal(a->local, b->local) &&
           view_equal(a->domain, b->domain) && a->action == b->action &&
           flow_settings_same(&a->options, &b->options);
}

bool same_listener(const struct listener *a, const struct listener *b)
{
    if (a->policy_count != b->policy_count || a->entry_count != b->entry_count ||
        a->recipient_count != b->recipient_count)
        return false;
    for (uint32_t i = 0; i < a->policy_count; i++)
        if (!same_definition(&a->policies[i], &b->policies[i]))
            return false;
    for (uint32_t i = 0; i < a->entry_count; i++)
        if (!same_entry(&a->entries[i], &b->entries[i]))
            return false;
    for (uint32_t i = 0; i < a->recipient_count; i++)
        if (!same_recipient(&a->recipients[i], &b->recipients[i]))
            return false;
    return true;
}

static struct view again(struct setup *setup, const char *name, struct view text)
{
    struct policy policy;
    setup_read(setup, &policy, format_reader(format_find(view_of(name)))->read, name, text);
    if (setup->diag.counts[SEVERITY_ERROR] > 0)
        fail_msg("%s\n%.*s", setup_messages(setup), VIEW_ARG(text));
    return table_written(setup, &policy, name);
}

void table_comes_out(const char *name, const char *text, const char *wanted)
{
    struct setup setup;
    setup_begin(&setup);
    struct view first = again(&setup, name, view_of(text));
    assert_view_equal(first, wanted);
    assert_view_equal(again(&setup, name, first), wanted);
    setup_end(&setup);
}
