/* SPDX-License-Identifier: MIT */
#include "cli/verbs.h"
#include "schema/schema.h"

int run_schema(struct run *run)
{
    struct output output;
    if (run_open(run, &output)) {
        if (option_given(&run->line, OPTION_PATH))
            output_string(&output, DESTC_PREFIX "/share/destc/policy.xsd\n");
        else
            output_view(&output, schema_source());
        run_close(run, &output);
    }
    return run_finish(run, STATUS_DONE);
}
