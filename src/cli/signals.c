/* SPDX-License-Identifier: MIT */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* A handler has no context but this: the one mutable variable of file scope in the program. */
static struct {
    const char *volatile one;
    const char *volatile *volatile all; /* NULL: only one at a time */
    volatile size_t count;
} watched;

static const int ending[] = {SIGHUP, SIGINT, SIGTERM};

void signals_clean_up(void)
{
    const char *temporary = watched.one;
    if (temporary != NULL)
        unlink(temporary);
    for (size_t i = 0; watched.all != NULL && i < watched.count; i++)
        unlink(watched.all[i]);
}

static void end_by_signal(int number)
{
    signals_clean_up();
    signal(number, SIG_DFL);
    raise(number);
}

void signals_init(void)
{
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
    signal(SIGXFSZ, SIG_IGN);
}

void signals_watch(const char *temporary)
{
    if (watched.all == NULL) {
        watched.one = temporary;
    } else if (temporary != NULL) {
        watched.all[watched.count] = temporary;
        watched.count = watched.count + 1;
    }
}

void signals_watch_all(const char **room)
{
    watched.count = 0;
    watched.all = room;
}

static void mask_ending(int how)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++)
        sigaddset(&set, ending[i]);
    sigprocmask(how, &set, NULL);
}

void signals_hold(void)
{
    mask_ending(SIG_BLOCK);
}

void signals_release(void)
{
    mask_ending(SIG_UNBLOCK);
}
