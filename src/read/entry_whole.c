/* SPDX-License-Identifier: MIT */
#include "read/entry_whole.h"

#include "base/buffer.h"

/* Adds how PARAM is called, or what is to be written of it. */
typedef void add_function(const struct entry_reader *reader, struct buffer *text,
                          enum param param);

static void add_name(const struct entry_reader *reader, struct buffer *text, enum param param)
{
    buffer_add_string(text, vocabulary_setting(reader->vocabulary, param));
}

/* "limit_type = host|MXIP", "recipient_minutes = 1 to 60" */
static void add_choice(const struct entry_reader *reader, struct buffer *text, enum param param)
{
    const struct parameter *row = parameter(param);
    bool policy = reader->vocabulary >= VOCABULARY_POLICY;
    const char *name = vocabulary_setting(reader->vocabulary, param);
    const char *attribute = strrchr(name, '@');
    buffer_printf(text, "%s = ", attribute == NULL ? name : attribute + 1);
    if (row->type != TYPE_WORD) {
        buffer_printf(text, "%u to %u", row->least, row->most);
        return;
    }
    for (uint32_t i = 0; i < word_count(row->words); i++) {
        const struct word *word = word_by_code(row->words, i);
        buffer_printf(text, "%s%s", i == 0 ? "" : "|",
                      policy ? word->policy_word : word->export_word);
    }
}

/* "table_tls = off": the factory default's value, which the entry takes. */
static void add_factory(const struct entry_reader *reader, struct buffer *text, enum param param)
{
    char buffer[VALUE_BUFFER];
    struct view value =
        value_export(reader->policy->store, param, reader->draft.set.values[param], buffer);
    buffer_printf(text, "%s = %.*s", vocabulary_name(reader->vocabulary, param), VIEW_ARG(value));
}

/* MASK with one parameter for each setting that gives several of them. */
static uint32_t settings_in(const struct entry_reader *reader, uint32_t mask)
{
    const char *known[PARAM_COUNT];
    for (int i = 0; i < PARAM_COUNT; i++) {
        known[i] = (mask & PARAM_BIT(i)) == 0
                       ? ""
                       : vocabulary_setting(reader->vocabulary, (enum param)i);
        for (int k = 0; k < i; k++)
            if (strcmp(known[k], known[i]) == 0)
                mask &= ~PARAM_BIT(i);
    }
    return mask;
}

/* The parameters in MASK: "limit_type and limit_apply", with LAST before the last. */
static const char *list_of(const struct entry_reader *reader, uint32_t mask, add_function *add,
                           const char *last)
{
    struct buffer list = buffer_new(reader->diag->arena);
    mask = settings_in(reader, mask);
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((mask & PARAM_BIT(i)) == 0)
            continue;
        mask &= ~PARAM_BIT(i);
        if (list.length > 0)
            buffer_add_string(&list, mask == 0 ? last : ", ");
        add(reader, &list, (enum param)i);
    }
    return buffer_string(&list);
}

static const uint32_t SCOPE = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);

/* PARAM lacks what MISSING, a mask, says: one message for all of it. */
static void report_missing(struct entry_reader *reader, enum param param, uint32_t missing)
{
    enum code code = (missing & ~SCOPE) != 0 ? CODE_MISSING_MINUTES : CODE_MISSING_SCOPE;
    struct span place = reader->draft.names[param];
    reader->draft.set.complained |= missing;
    if (!diag_would_keep(reader->diag, diag_severity(reader->diag, code), place)) {
        diag_report(reader->diag, code, place, "%s", "");
        return;
    }
    struct message *message =
        diag_report(reader->diag, code, place, "%s needs %s beside it",
                    vocabulary_name(reader->vocabulary, param),
                    list_of(reader, missing, add_name, " and "));
    diag_help(reader->diag, message, "add %s", list_of(reader, missing, add_choice, " and "));
}

static void report_idle(struct entry_reader *reader, enum param param)
{
    bool scope = (PARAM_BIT(param) & SCOPE) != 0;
    struct message *message = diag_report(
        reader->diag, scope ? CODE_IDLE_SCOPE : CODE_IDLE_MINUTES, reader->draft.names[param],
        "%s has no effect without %s", vocabulary_name(reader->vocabulary, param),
        list_of(reader, parameter(param)->idle, add_name, " or "));
    vocabulary_mend(reader->diag, message, reader->vocabulary,
                    scope ? CODE_IDLE_SCOPE : CODE_IDLE_MINUTES);
}

void entry_check_company(struct entry_reader *reader)
{
    const struct settings *set = &reader->draft.set;
    uint32_t there = set->given | set->complained;
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        const struct parameter *row = parameter(param);
        if (!settings_has(set, param))
            continue;
        uint32_t missing = row->needs & ~there;
        if (row->idle != 0 && (row->idle & there) == 0)
            report_idle(reader, param);
        if (missing == 0)
            continue;
        report_missing(reader, param, missing);
        there |= missing & SCOPE; /* said once, for both limits */
    }
}

/* What a default entry must give from RELEASE on and need not before, a mask. */
static uint32_t required_since(struct release release)
{
    uint32_t params = 0;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        if (row->in_default == FALLBACK_REQUIRED && release_compare(row->since, release) >= 0)
            params |= PARAM_BIT(i);
    }
    return params;
}

/* A release before which exactly what is MISSING did not exist; NULL if there is none. */
static const struct release *lacked_before(uint32_t missing)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct release *since = &parameter((enum param)i)->since;
        if (since->major != 0 && required_since(*since) == missing)
            return since;
    }
    return NULL;
}

/* --lenient: what the default entry lacks is taken from the factory default. */
static void fill_in(struct entry_reader *reader, uint32_t missing)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((missing & PARAM_BIT(i)) != 0)
            draft_set(&reader->draft, (enum param)i,
                      factory_value(reader->policy->store, (enum param)i), SPAN_NONE, SPAN_NONE);
}

static void report_missing_parameters(struct entry_reader *reader, uint32_t missing)
{
    struct diag *diag = reader->diag;
    const struct release *since = lacked_before(missing);
    struct message *message =
        diag_report(diag, CODE_MISSING_PARAMETER, reader->head, "the default entry lacks %s",
                    list_of(reader, missing, add_name, " and "));
    if (diag_severity(diag, CODE_MISSING_PARAMETER) != SEVERITY_ERROR) {
        fill_in(reader, missing);
        diag_help(diag, message, "taken from the factory default: %s",
                  list_of(reader, missing, add_factory, " and "));
        return;
    }
    reader->draft.set.complained |= missing;
    if (since != NULL)
        diag_help(diag, message,
                  "releases before %u.%u do not have it: --asyncos %u.%u reads their tables",
                  since->major, since->minor, since->major, since->minor - 1u);
    else
        diag_mend(diag, message);
}

/* The factory default is no stand-in for a value that is there under a wrong name. */
static void report_misspelt_parameters(struct entry_reader *reader, uint32_t missing)
{
    struct message *message =
        diag_report(reader->diag, CODE_MISSING_MISSPELT, reader->head,
                    "the default entry has %s under a misspelt name only",
                    list_of(reader, missing, add_name, " and "));
    reader->draft.set.complained |= missing;
    diag_mend(reader->diag, message);
}

static void check_certificate(struct entry_reader *reader)
{
    if (reader->options->certificate_told)
        return;
    struct message *message =
        diag_report(reader->diag, CODE_MISSING_CERTIFICATE, reader->head,
                    "the default entry lacks %s: the appliance would use its demonstration "
                    "certificate",
                    vocabulary_name(reader->vocabulary, PARAM_CERTIFICATE));
    vocabulary_mend(reader->diag, message, reader->vocabulary, CODE_MISSING_CERTIFICATE);
}

void entry_check_default(struct entry_reader *reader)
{
    const struct settings *set = &reader->draft.set;
    const struct policy *policy = reader->policy;
    bool told = !reader->options->has_target && policy->has_target;
    struct release target = told ? policy->target : reader->options->target;
    uint32_t missing = 0;
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct parameter *row = parameter((enum param)i);
        bool there = ((set->given | set->complained) & PARAM_BIT(i)) != 0;
        if (there || release_compare(row->since, target) > 0)
            continue;
        if (row->in_default == FALLBACK_REQUIRED)
            missing |= PARAM_BIT(i);
        if (row->in_default == FALLBACK_ADVISED)
            check_certificate(reader);
    }
    if ((missing & ~reader->misspelt) != 0)
        report_missing_parameters(reader, missing & ~reader->misspelt);
    if ((missing & reader->misspelt) != 0)
        report_misspelt_parameters(reader, missing & reader->misspelt);
}
