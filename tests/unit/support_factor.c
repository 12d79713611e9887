/* SPDX-License-Identifier: MIT */
#include "support_factor.h"

#include "read/destconfig.h"
#include "write/policy.h"

void table_read(struct setup *setup, struct policy *policy, const char *table)
{
    setup_read(setup, policy, read_destconfig, "table", view_of(table));
}

void source_read(struct setup *setup, struct policy *policy, struct view text)
{
    setup_read(setup, policy, read_statements, "policy", text);
}

struct view source_written_with(struct setup *setup, const struct policy *policy,
                                const struct write_options *options)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &setup->arena);
    check_policy(policy, options, &setup->diag);
    write_policy(policy, options, output);
    return capture_end(&capture);
}

struct view source_written(struct setup *setup, const struct policy *policy)
{
    const struct write_options options = {.target = RELEASE_NEWEST};
    return source_written_with(setup, policy, &options);
}

void becomes(const char *table, const char *source)
{
    struct setup setup;
    struct policy policy;
    setup_begin(&setup);
    table_read(&setup, &policy, table);
    if (setup.diag.counts[SEVERITY_ERROR] != 0)
        fail_msg("%s\n%s", setup_messages(&setup), table);
    struct view text = source_written(&setup, &policy);
    if (!view_equal(text, view_of(source)))
        fail_msg("instead of\n%s\n---\n%.*s", source, VIEW_ARG(text));
    setup_end(&setup);
}

void check_layout(struct setup *setup, uint64_t seed, struct view text)
{
    struct view formatted = format_text(setup, text);
    if (!view_equal(formatted, text))
        fail_msg("seed %llu\n%.*s\n---\n%.*s", (unsigned long long)seed, VIEW_ARG(text),
                 VIEW_ARG(formatted));
}
