/* SPDX-License-Identifier: MIT */
#include "support_listener.h"

#include "read/hat.h"
#include "read/rat.h"

static const struct listener *begin(struct reading *reading, read_function *read,
                                    const char *text)
{
    reading_begin(reading, read, text);
    assert_int_equal(reading->policy.listeners.count, 1);
    return &reading->policy.listeners.list[0];
}

const struct listener *hat_begin(struct reading *reading, const char *text)
{
    return begin(reading, read_hat, text);
}

const struct listener *rat_begin(struct reading *reading, const char *text)
{
    return begin(reading, read_rat, text);
}
