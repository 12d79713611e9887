/* SPDX-License-Identifier: MIT */
#include "cli/saveconfig_options.h"

#include "read/saveconfig_dtd.h"
#include "read/xml_map.h"

void load_saveconfig_options(struct run *run)
{
    const char *map = option_value(&run->line, OPTION_XML_MAP);
    const char *dtd = option_value(&run->line, OPTION_DTD);
    if (run->saveconfig_loaded)
        return;
    run->saveconfig_loaded = true;
    if (map != NULL)
        run->read_options.xml_map = xml_map_read(&run->diag, &run->store, map);
    if (dtd != NULL)
        run->read_options.dtd = saveconfig_dtd_read(&run->diag, dtd);
}

void note_saveconfig(struct run *run, const struct policy *policy)
{
    run->saveconfig_read |= policy->references.given || run->outside->references.given;
}

void check_saveconfig_options(struct run *run)
{
    static const enum option_id options[] = {OPTION_XML_MAP, OPTION_DTD};
    if (run->saveconfig_read)
        return;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (option_given(&run->line, options[i]))
            run_refuse(run, arena_printf(&run->arena, "--%s is for an appliance's own XML file, "
                                         "and none was read", option_entry(options[i])->name));
}
