/* SPDX-License-Identifier: MIT */
#include "support_table.h"

#include "read/destconfig.h"

void fixture_read(struct fixture *fixture, const char *name, const char *text)
{
    struct setup *setup = &fixture->setup;
    read_destconfig(&fixture->policy, &setup->diag, &newest, setup_source(setup, name, text));
    fixture->options.defaults = defaults_of(&fixture->policy);
}

void fixture_begin(struct fixture *fixture, const char *text)
{
    struct setup *setup = &fixture->setup;
    setup_begin(setup);
    setup_policy(setup, &fixture->policy);
    fixture->options = (struct write_options){.effective = false};
    fixture_read(fixture, "table.txt", text);
    if (diag_has_errors(&setup->diag))
        fail_msg("the table has errors: %s", setup_messages(setup));
    diag_init(&setup->diag, &setup->arena, &setup->sources);
}

const char *selection_written(struct fixture *fixture, write_function *write,
                              const struct selection *selection)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &fixture->setup.arena);
    write(&fixture->policy, &fixture->options, selection, output);
    return capture_end(&capture).text;
}

const char *written(struct fixture *fixture, write_function *write)
{
    struct selection_wish wish = {.match = NULL};
    struct selection selection;
    select_destinations(&fixture->policy, &fixture->options.defaults, &wish,
                        &fixture->setup.diag, &selection);
    return selection_written(fixture, write, &selection);
}

void shows(const char *text, write_function *write, const char *wanted)
{
    struct fixture fixture;
    fixture_begin(&fixture, text);
    assert_string_equal(written(&fixture, write), wanted);
    setup_end(&fixture.setup);
}

void shows_line(const char *text, write_function *write, const char *wanted)
{
    struct fixture fixture;
    fixture_begin(&fixture, text);
    struct arena *arena = &fixture.setup.arena;
    const char *all = arena_printf(arena, "\n%s", written(&fixture, write));
    if (strstr(all, arena_printf(arena, "\n%s\n", wanted)) == NULL)
        fail_msg("no line \"%s\" in:%s", wanted, all);
    setup_end(&fixture.setup);
}
