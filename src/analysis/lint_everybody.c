/* SPDX-License-Identifier: MIT */
#include "analysis/lint_everybody.h"

#include <libpsl.h>

static bool is_one_of(struct view name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_equal_nocase(name, view_of(names[i])))
            return true;
    return false;
}

/* --- Suffixes --------------------------------------------------------------------------------- */

/* Top levels below which a house has its own names: RFC 6762, appendix G, and ICANN's .internal. */
static const char *const private_use[] = {"corp",     "home", "internal",  "intranet",
                                          "lan",      "local", "localhost", "private"};

/* Those of documents and tests, below which nobody has one: RFC 2606. */
static const char *const reserved[] = {"example", "invalid", "test"};

bool everybody_private(struct view name)
{
    size_t at = name.length;
    while (at > 0 && name.text[at - 1] != '.')
        at--;
    return is_one_of((struct view){name.text + at, name.length - at}, private_use,
                     sizeof private_use / sizeof *private_use);
}

/* A library that was built without its list knows no suffix but the top levels. */
const char *everybody_below(struct view name, bool registries)
{
    char text[DOMAIN_MOST_OCTETS + 1];
    const psl_ctx_t *list = psl_builtin();
    if (memchr(name.text, '.', name.length) == NULL)
        return everybody_private(name) ||
                       is_one_of(name, reserved, sizeof reserved / sizeof *reserved)
                   ? NULL
                   : "all domains of a top level";
    if (list == NULL || name.length >= sizeof text)
        return NULL;
    for (size_t i = 0; i < name.length; i++)
        text[i] = ascii_lower(name.text[i]);
    text[name.length] = '\0';
    if (psl_is_public_suffix2(list, text, registries ? PSL_TYPE_ICANN : PSL_TYPE_ANY) == 0)
        return NULL;
    return "the domains of everybody who has one below this public suffix";
}

/* --- Houses ----------------------------------------------------------------------------------- */

enum { SHORT_LABEL = 3, COUNTRY_LABEL = 2 }; /* of names like example.co.uk */

bool lint_is_house(struct view name)
{
    size_t dots[3];
    int count = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (name.text[i] != '.')
            continue;
        if (count == 2)
            return false;
        dots[count++] = i;
    }
    return count == 1 || (count == 2 && dots[1] - dots[0] - 1 <= SHORT_LABEL &&
                          name.length - dots[1] - 1 == COUNTRY_LABEL);
}

/* --- Shared clouds ---------------------------------------------------------------------------- */

/* Whoever rents there sends from hosts of these names. */
static const struct {
    const char *name;
    bool named; /* each customer has names of its own below it: those are no others' */
} clouds[] = {
    {".amazonaws.com", true},      {".amazonses.com", false},         {".exacttarget.com", false},
    {".gmail.com", false},         {".google.com", false},            {".googlemail.com", false},
    {".googleusercontent.com", true}, {".hotmail.com", false},        {".icloud.com", false},
    {".iphmx.com", true},          {".mailgun.net", false},           {".mailgun.org", false},
    {".mailjet.com", false},       {".mandrillapp.com", false},       {".mcsv.net", false},
    {".messagelabs.com", false},   {".mimecast.com", false},          {".mtasv.net", false},
    {".outlook.com", false},       {".pphosted.com", true},           {".rsgsv.net", false},
    {".salesforce.com", false},    {".sendgrid.net", false},          {".sparkpostmail.com", false},
    {".yahoo.com", false},         {".zoho.com", false},
};

enum { CLOUDS = sizeof clouds / sizeof clouds[0] };

/* Whether the host or domain NAME is PARENT or stands below it, letters' case aside. */
static bool is_in(struct view name, struct view parent)
{
    if (name.length < parent.length)
        return false;
    size_t before = name.length - parent.length;
    return (before == 0 || name.text[before - 1] == '.') &&
           view_equal_nocase((struct view){name.text + before, parent.length}, parent);
}

/*
 * Whether MEMBER has hosts of the cloud DOTTED: it is below the cloud, the cloud itself, or a
 * partial domain that the cloud is below.
 */
static bool is_of_cloud(const struct member *member, struct view dotted, bool named)
{
    struct view cloud = {dotted.text + 1, dotted.length - 1};
    bool below = !named && member->name.length > cloud.length && is_in(member->name, cloud);
    return below || (member->kind == MEMBER_PARTIAL && is_in(cloud, member->name));
}

struct view everybody_cloud(const struct lint_settings *settings, const struct member *member)
{
    if (member->kind != MEMBER_HOST && member->kind != MEMBER_PARTIAL)
        return VIEW("");
    for (int i = 0; i < CLOUDS; i++)
        if (is_of_cloud(member, view_of(clouds[i].name), clouds[i].named))
            return view_of(clouds[i].name);
    for (uint32_t i = 0; i < settings->cloud_count; i++)
        if (settings->clouds[i].length > 1 && is_of_cloud(member, settings->clouds[i], false))
            return settings->clouds[i];
    return VIEW("");
}

const char *everybody_words(struct arena *arena, const struct lint_settings *settings,
                            const struct member *member)
{
    const char *suffix =
        member->kind == MEMBER_PARTIAL ? everybody_below(member->name, false) : NULL;
    if (suffix != NULL)
        return arena_printf(arena, "that is %s", suffix);
    struct view cloud = everybody_cloud(settings, member);
    return cloud.length == 0
               ? NULL
               : arena_printf(arena, "everybody can send from %.*s", VIEW_ARG(cloud));
}

/* --- Mailboxes -------------------------------------------------------------------------------- */

bool everybody_mailbox(struct view name)
{
    static const char *const domains[] = {
        "aol.com",     "gmail.com",   "gmx.de",      "gmx.net",   "googlemail.com", "hotmail.com",
        "icloud.com",  "live.com",    "mail.ru",     "msn.com",   "outlook.com",    "proton.me",
        "t-online.de", "web.de",      "yahoo.com",   "yandex.ru"};
    return is_one_of(name, domains, sizeof domains / sizeof *domains);
}
