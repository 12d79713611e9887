/* SPDX-License-Identifier: MIT */
#include "write/write.h"

#include "write/carried.h"
#include "write/csv.h"
#include "write/destconfig.h"
#include "write/hat.h"
#include "write/json.h"
#include "write/policy.h"
#include "write/rat.h"
#include "write/xml.h"

static const struct format_writer writers[] = {
    {"destconfig", false, false, false, true, CARRIES_DESTINATIONS, check_destconfig,
     write_destconfig},
    {"xml", false, true, false, false, CARRIES_ALL, check_xml, write_xml},
    {"csv", true, false, false, false, CARRIES_DESTINATIONS, check_csv, write_csv},
    {"json", true, false, false, false, CARRIES_ALL, check_json, write_json},
    {"policy", false, true, true, false, CARRIES_ALL, check_policy, write_policy},
    {"hat", false, false, false, true, CARRIES_HAT, check_hat, write_hat},
    {"rat", false, false, false, true, CARRIES_RAT, check_rat, write_rat},
};

enum { WRITER_COUNT = sizeof writers / sizeof writers[0] };

const struct format_writer *format_writer(struct view name)
{
    for (int i = 0; i < WRITER_COUNT; i++)
        if (view_equal(name, view_of(writers[i].name)))
            return &writers[i];
    return NULL;
}

void format_check(const struct format_writer *writer, const struct policy *policy,
                  const struct write_options *options, struct diag *diag)
{
    if (writer->carries != CARRIES_ALL)
        check_carried(policy, writer, options, diag);
    writer->check(policy, options, diag);
}
