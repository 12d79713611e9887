/* SPDX-License-Identifier: MIT */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* A handler has no context but this: the one mutable variable of file scope in the program. */
static const char *volatile watched;

void signals_clean_up(void)
{
    const char *temporary = watched;
    if (temporary != NULL)
        unlink(temporary);
}

static void end_by_signal(int number)
{
    signals_clean_up();
    signal(number, SIG_DFL);
    raise(number);
}

void signals_init(void)
{
    static const int ending[] = {SIGHUP, SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
        struct sigaction old;
        /* What the caller ignores (nohup) stays ignored. */
        if (sigaction(ending[i], NULL, &old) == 0 && old.sa_handler == SIG_IGN)
            continue;
        struct sigaction action = {.sa_handler = end_by_signal};
        sigemptyset(&action.sa_mask);
        sigaction(ending[i], &action, NULL);
    }
    signal(SIGPIPE, SIG_IGN);
}

void signals_watch(const char *temporary)
{
    watched = temporary;
}
