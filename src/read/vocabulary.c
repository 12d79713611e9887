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
     "entry, compile --default-entry omit",
     "add certificate \"NAME\"; for an import that keeps the appliance's default entry, "
     "compile --default-entry omit"},
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
    {CODE_POLICY_NAME,
     "a name begins with a letter or underscore and has letters, digits, underscores and hyphens",
     "a name begins with a letter or underscore and has letters, digits, underscores and hyphens"},
    {CODE_BEHAVIOR_MISSPELT, "write accept, relay, reject, tcprefuse or continue",
     "write accept, relay, reject, tcprefuse or continue"},
    {CODE_ACTION, "write accept or reject", "write accept or reject"},
    {CODE_RECIPIENT_RELAY, "write accept, unless the appliance's own file has it",
     "write accept, unless the appliance's own file has it"},
    {CODE_POLICY_UNDEFINED,
     "define it at the top of <access>: <mail-flow-policy name=\"NAME\" behavior=\"accept\"/>",
     "define it in the listener: mail-flow-policy NAME accept;"},
    {CODE_POLICY_NOT_HERE,
     "define it at the top of <access>, as the appliance's own export does",
     "define it in the listener, as the appliance's own export does"},
    {CODE_ALL_MISSING, "put <all> at the end", "put all uses POLICY; at the end"},
    {CODE_ALL_NOT_LAST, "move <all> to the end", "move it to the end"},
    {CODE_RAT_ALL_MISSING, "put <all action=\"reject\"/> at the end", "put reject all; at the end"},
    {CODE_RAT_ALL_NOT_LAST, "move <all> to the end", "move it to the end"},
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
