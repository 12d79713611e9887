/* SPDX-License-Identifier: MIT */
#include "support_xml.h"

#include "analysis/validate.h"
#include "model/overlay.h"
#include "read/xml.h"
#include "write/xml.h"

void read_document(struct policy *policy, struct diag *diag, const struct read_options *options,
                   const struct source *source)
{
    read_xml(policy, diag, options, source);
    overlay_complete(policy, diag);
    validate(policy, diag, false);
}

struct view document_written(struct setup *setup, const struct policy *policy,
                             const struct write_options *options)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &setup->arena);
    write_xml(policy, options, output);
    return capture_end(&capture);
}
