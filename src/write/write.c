/* SPDX-License-Identifier: MIT */
#include "write/write.h"

#include "base/buffer.h"
#include "write/csv.h"
#include "write/destconfig.h"
#include "write/json.h"
#include "write/policy.h"
#include "write/xml.h"

static const struct format_writer writers[] = {
    {"destconfig", false, false, false, check_destconfig, write_destconfig},
    {"xml", false, true, false, check_xml, write_xml},
    {"csv", true, false, false, check_csv, write_csv},
    {"json", true, false, false, check_json, write_json},
    {"policy", false, false, true, check_policy, write_policy},
};

enum { WRITER_COUNT = sizeof writers / sizeof writers[0] };

const struct format_writer *format_writer(struct view name)
{
    for (int i = 0; i < WRITER_COUNT; i++)
        if (view_equal(name, view_of(writers[i].name)))
            return &writers[i];
    return NULL;
}

const char *format_writer_names(struct arena *arena)
{
    struct buffer names = buffer_new(arena);
    for (int i = 0; i < WRITER_COUNT; i++)
        buffer_printf(&names, "%s%s", i == 0 ? "" : "|", writers[i].name);
    return buffer_string(&names);
}
