/* SPDX-License-Identifier: MIT */
#include "support_reading.h"

#include "read/destconfig.h"

const struct read_options newest = {.target = {16, 0}};

const struct source *setup_read(struct setup *setup, struct policy *policy, read_function *read,
                                const char *name, struct view text)
{
    setup_policy(setup, policy);
    const struct source *source = setup_source_view(setup, name, text);
    read(policy, &setup->diag, &newest, source);
    return source;
}

void reading_begin_view(struct reading *reading, read_function *read, struct view text,
                        bool lenient)
{
    setup_begin(&reading->setup);
    reading->setup.diag.lenient = lenient;
    reading->source = setup_read(&reading->setup, &reading->policy, read, "no such file", text);
}

void reading_begin(struct reading *reading, read_function *read, const char *text)
{
    reading_begin_view(reading, read, view_of(text), false);
}

/* --- Messages --------------------------------------------------------------------------------- */

static void end_with(struct reading *reading, const char *text, const char *found,
                     const char *wanted)
{
    if (strcmp(found, wanted) != 0)
        fail_msg("%.2000s\ngives %s\nnot   %s", text, found, wanted);
    setup_end(&reading->setup);
}

void reading_gave(struct reading *reading, const char *text, const char *messages)
{
    end_with(reading, text, setup_messages(&reading->setup), messages);
}

void reading_gave_texts(struct reading *reading, const char *text, const char *messages)
{
    end_with(reading, text, setup_message_texts(&reading->setup), messages);
}

void read_gives(read_function *read, const char *text, const char *messages)
{
    struct reading reading;
    reading_begin(&reading, read, text);
    reading_gave(&reading, text, messages);
}

/* --- Meanings --------------------------------------------------------------------------------- */

static bool same_default(const struct policy *a, const struct policy *b)
{
    if (a->has_default != b->has_default)
        return false;
    return !a->has_default || settings_same(policy_default(a), policy_default(b));
}

/* Whether the destination I of A is the destination J of B. */
static bool same_destination(const struct policy *a, uint32_t i, const struct policy *b, uint32_t j)
{
    const struct destination *one = policy_destination(a, i);
    const struct destination *two = policy_destination(b, j);
    return view_equal(destination_name(one), destination_name(two)) &&
           view_equal(destination_key(one), destination_key(two)) &&
           settings_same(policy_settings(a, one->settings), policy_settings(b, two->settings));
}

bool same_policy(const struct policy *a, const struct policy *b)
{
    if (a->count != b->count || !same_default(a, b))
        return false;
    const uint32_t *first = policy_sorted(a);
    const uint32_t *second = policy_sorted(b);
    for (uint32_t i = 0; i < a->count; i++)
        if (!same_destination(a, first[i], b, second[i]))
            return false;
    return true;
}

void read_means(read_function *read, const char *text, const char *table)
{
    struct reading reading;
    struct policy wanted;
    reading_begin(&reading, read, text);
    struct setup *setup = &reading.setup;
    if (diag_has_errors(&setup->diag))
        fail_msg("%s\ngives %s", text, setup_messages(setup));
    setup_read(setup, &wanted, read_destconfig, "wanted", view_of(table));
    assert_int_equal(reading.policy.count, wanted.count);
    if (!same_default(&reading.policy, &wanted))
        fail_msg("%s: the default entry differs", text);
    for (uint32_t i = 0; i < wanted.count; i++)
        if (!same_destination(&reading.policy, i, &wanted, i))
            fail_msg("%s: entry %u differs", text, i);
    setup_end(setup);
}
