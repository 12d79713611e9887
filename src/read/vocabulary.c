/* SPDX-License-Identifier: MIT */
#include "read/vocabulary.h"

/* Settings of a source that give two parameters, and what each of these is in it. */
static const struct {
    const char *name;
    const char *setting;
} pairs[PARAM_COUNT] = {
    [PARAM_RECIPIENT_MINUTES] = {"the minutes of recipients", "recipients"},
    [PARAM_LIMIT_TYPE] = {"limits", "limits"},
    [PARAM_LIMIT_APPLY] = {"limits", "limits"},
};

const char *vocabulary_name(enum vocabulary vocabulary, enum param param)
{
    const struct parameter *row = parameter(param);
    if (vocabulary < VOCABULARY_POLICY)
        return row->export_name;
    if (vocabulary == VOCABULARY_POLICY)
        return row->element;
    return pairs[param].name == NULL ? row->policy_name : pairs[param].name;
}

const char *vocabulary_setting(enum vocabulary vocabulary, enum param param)
{
    if (vocabulary != VOCABULARY_SOURCE || pairs[param].setting == NULL)
        return vocabulary_name(vocabulary, param);
    return pairs[param].setting;
}

/* What the catalogue says of table files, for the policy document and for policy sources. */
static const struct {
    enum code code;
    const char *document;
    const char *source;
} mends[] = {
    {CODE_RANGE_RECIPIENTS, "write a number from 1 to 2147483647, or unlimited",
     "write a number from 1 to 2147483647, or unlimited"},
    {CODE_UNUSUAL_RECIPIENTS, "write unlimited for no limit", "write unlimited for no limit"},
    {CODE_DUPLICATE_PARAMETER, "keep one of the two", "keep one of the two"},
    {CODE_MISSING_CERTIFICATE,
     "add <certificate>NAME</certificate>; for an import that keeps the appliance's default "
     "entry, --default-entry omit",
     "add certificate \"NAME\"; for an import that keeps the appliance's default entry, "
     "--default-entry omit"},
    {CODE_NOT_IN_DEFAULT,
     "edit the appliance's Default bounce profile instead, and remove the element",
     "edit the appliance's Default bounce profile instead, and remove the setting"},
    {CODE_NOT_IN_DOMAIN, "move the element to <default>", "move it to the default statement"},
    {CODE_IDLE_SCOPE, "add the limit that was meant, or remove the attribute",
     "add the limit that was meant, or take the setting out"},
    {CODE_IDLE_MINUTES, "add the limit that was meant, or remove the attribute",
     "add the limit that was meant, or take the setting out"},
    {CODE_DUPLICATE_DESTINATION, "keep one of the two elements", "keep one of the two"},
    {CODE_DUPLICATE_DEFAULT, "keep one of the two elements",
     "put all of it into one of the two statements"},
};

void vocabulary_mend(struct diag *diag, struct message *message, enum vocabulary vocabulary,
                     enum code code)
{
    for (size_t i = 0; i < sizeof mends / sizeof *mends; i++) {
        if (mends[i].code != code || vocabulary < VOCABULARY_POLICY)
            continue;
        diag_help(diag, message, "%s",
                  vocabulary == VOCABULARY_POLICY ? mends[i].document : mends[i].source);
        return;
    }
    diag_mend(diag, message);
}
