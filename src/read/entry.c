/* SPDX-License-Identifier: MIT */
#include "read/entry.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "read/value.h"

void entry_reader_init(struct entry_reader *reader, struct policy *policy, struct diag *diag,
                       const struct read_options *options, const struct source *source,
                       enum vocabulary vocabulary)
{
    size_t offset;
    *reader = (struct entry_reader){
        .policy = policy, .diag = diag, .options = options, .vocabulary = vocabulary};
    reader->text_is_clean = utf8_check((struct view){source->text, source->size}, &offset);
}

/* Reports what is not UTF-8 in TEXT, which stands at PLACE. */
static bool check_text(struct entry_reader *reader, struct view text, struct span place)
{
    size_t offset;
    if (reader->text_is_clean || utf8_check(text, &offset))
        return true;
    unsigned char byte = (unsigned char)text.text[offset];
    uint32_t at = place.offset + (uint32_t)offset;
    struct message *message = diag_report(reader->diag, CODE_BAD_UTF8, (struct span){at, at + 1},
                                          "not UTF-8: byte 0x%02X", byte);
    diag_help(reader->diag, message, "%s", code_entry(CODE_BAD_UTF8)->mend);
    return false;
}

static void report_name_fault(struct entry_reader *reader, const struct domain_fault *fault,
                              struct view name, struct span place)
{
    struct span at = {place.offset + (uint32_t)fault->offset,
                      place.offset + (uint32_t)(fault->offset + fault->length)};
    bool verbatim = name.length == place.end - place.offset; /* not so if it was escaped */
    if (!verbatim || at.end > place.end || at.offset >= place.end)
        at = place;
    struct message *message = diag_report(reader->diag, fault->code, at, "%s: \"%.*s\"",
                                          code_entry(fault->code)->title, VIEW_ARG(name));
    if (fault->help != NULL)
        diag_help(reader->diag, message, "%s", fault->help);
}

static void report_name_remarks(struct entry_reader *reader)
{
    static const struct {
        unsigned remark;
        enum code code;
    } remarks[] = {
        {DOMAIN_TRAILING_DOT, CODE_NAME_TRAILING_DOT},
        {DOMAIN_HYPHEN_END, CODE_NAME_HYPHEN},
        {DOMAIN_BAD_ACE, CODE_NAME_ACE},
    };
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++)
        if ((reader->domain.remarks & remarks[i].remark) != 0)
            diag_report(reader->diag, remarks[i].code, reader->head, "%s",
                        code_entry(remarks[i].code)->title);
}

static void begin(struct entry_reader *reader, enum entry_state state, struct span place,
                  uint32_t section)
{
    draft_reset(&reader->draft);
    reader->state = state;
    reader->head = place;
    reader->section = section;
}

void entry_begin(struct entry_reader *reader, struct view name, struct span place, uint32_t section)
{
    if (view_equal_nocase(name, VIEW("DEFAULT"))) {
        entry_begin_default(reader, place, section);
        return;
    }
    begin(reader, ENTRY_ORPHAN, place, section);
    if (!check_text(reader, name, place))
        return;
    struct domain_fault fault;
    if (!domain_parse(reader->policy->arena, name, &reader->domain, &fault)) {
        report_name_fault(reader, &fault, name, place);
        return;
    }
    reader->state = ENTRY_DESTINATION;
    reader->hash = policy_hash(reader->policy, reader->domain.key);
    if (reader->domain.remarks != 0)
        report_name_remarks(reader);
}

void entry_begin_default(struct entry_reader *reader, struct span place, uint32_t section)
{
    begin(reader, ENTRY_DEFAULT, place, section);
}

void entry_begin_orphan(struct entry_reader *reader)
{
    begin(reader, ENTRY_ORPHAN, SPAN_NONE, 0);
}

/* --lenient: the later of two wins. */
static bool later_wins(const struct entry_reader *reader, enum code code)
{
    return diag_severity(reader->diag, code) != SEVERITY_ERROR;
}

/* Whether a parameter may stand in this kind of entry; reports it if not. */
static bool check_entry_kind(struct entry_reader *reader, enum param param, struct span place)
{
    const struct parameter *row = parameter(param);
    if (reader->state == ENTRY_DEFAULT && row->in_default == FALLBACK_NO) {
        struct message *message =
            diag_report(reader->diag, CODE_NOT_IN_DEFAULT, place,
                        "%s cannot stand in the default entry", row->export_name);
        diag_help(reader->diag, message, "%s", code_entry(CODE_NOT_IN_DEFAULT)->mend);
        return false;
    }
    if (reader->state == ENTRY_DESTINATION && !row->in_domain) {
        struct message *message =
            diag_report(reader->diag, CODE_NOT_IN_DOMAIN, place,
                        "%s is a global setting and can stand in the default entry only",
                        row->export_name);
        diag_help(reader->diag, message, "%s", code_entry(CODE_NOT_IN_DOMAIN)->mend);
        return false;
    }
    return true;
}

/* Whether the entry has no such parameter yet; reports a second one. */
static bool check_first(struct entry_reader *reader, struct span first, struct view name,
                        struct span place)
{
    if (first.offset == 0)
        return true;
    struct message *message = diag_report(reader->diag, CODE_DUPLICATE_PARAMETER, place,
                                          "%.*s is given twice", VIEW_ARG(name));
    diag_note(reader->diag, message, first, "first given here");
    if (later_wins(reader, CODE_DUPLICATE_PARAMETER)) {
        diag_help(reader->diag, message, "the later one is taken");
        return true;
    }
    return false;
}

static void complain(struct entry_reader *reader, enum param param)
{
    reader->draft.set.complained |= PARAM_BIT(param);
}

void entry_parameter(struct entry_reader *reader, enum param param, struct span name_place,
                     struct view value, struct span value_place)
{
    struct draft *draft = &reader->draft;
    struct span first = settings_has(&draft->set, param) ? draft->names[param] : SPAN_NONE;
    if (!check_first(reader, first, view_of(parameter(param)->export_name), name_place))
        return;
    if (!check_entry_kind(reader, param, name_place))
        return;
    if (!check_text(reader, value, value_place)) {
        complain(reader, param);
        value = VIEW("?");
        draft_set(draft, param,
                  (struct value){.kind = VALUE_REJECTED,
                                 .number = store_atom(reader->policy->store, value)},
                  name_place, value_place);
        return;
    }
    struct value read = value_read(reader->policy->store, reader->diag, reader->vocabulary, param,
                                   value, value_place);
    if (read.kind == VALUE_REJECTED)
        complain(reader, param);
    draft_set(draft, param, read, name_place, value_place);
}

bool entry_judge_unknown(struct entry_reader *reader, struct view name, struct span place,
                         uint32_t taken, enum param *meant)
{
    size_t control;
    *meant = PARAM_COUNT;
    if (!check_text(reader, name, place))
        return false;
    if (text_has_control(name, &control)) {
        diag_report(reader->diag, CODE_CONTROL_CHARACTER, place,
                    "a control character in the name of a parameter");
        return false;
    }
    enum param near = param_near(name, taken);
    if (near == PARAM_COUNT) {
        diag_report(reader->diag, CODE_PARAMETER_UNKNOWN, place,
                    "unknown parameter \"%.*s\", kept as it stands", VIEW_ARG(name));
        return true;
    }
    struct message *message = diag_report(reader->diag, CODE_PARAMETER_MISSPELT, place,
                                          "unknown parameter \"%.*s\"", VIEW_ARG(name));
    diag_help(reader->diag, message, "did you mean %s?", parameter(near)->export_name);
    if (!later_wins(reader, CODE_PARAMETER_MISSPELT))
        *meant = near;
    return true;
}

/* Whether the value of an unknown parameter can be kept; reports it if not. */
static bool check_other_value(struct entry_reader *reader, struct view name, struct view value,
                              struct span value_place)
{
    size_t control;
    if (!check_text(reader, value, value_place))
        return false;
    if (!text_has_control(value, &control))
        return true;
    diag_report(reader->diag, CODE_CONTROL_CHARACTER, value_place,
                "a control character in the value of %.*s", VIEW_ARG(name));
    return false;
}

static bool is_lower(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.text[i] != ascii_lower(text.text[i]))
            return false;
    return true;
}

/* NAME in lower case, stored once. */
static atom lower_atom(struct entry_reader *reader, struct view name)
{
    if (is_lower(name))
        return store_atom(reader->policy->store, name);
    char *text = arena_alloc(reader->policy->arena, name.length);
    for (size_t i = 0; i < name.length; i++)
        text[i] = ascii_lower(name.text[i]);
    return store_atom(reader->policy->store, (struct view){text, name.length});
}

/*
 * Where the draft has an unknown parameter with KEY, or would have it next. The list of places is
 * never emptied: a place of an earlier entry is recognised by what stands there now.
 */
static uint32_t *other_place(struct entry_reader *reader, atom key)
{
    if (key >= reader->others_capacity) {
        uint32_t capacity = reader->policy->store->atom_count * 2;
        uint32_t *places = arena_zero(reader->policy->arena, capacity, sizeof *places);
        if (reader->others_capacity > 0)
            memcpy(places, reader->others, reader->others_capacity * sizeof *places);
        reader->others = places;
        reader->others_capacity = capacity;
    }
    const struct draft *draft = &reader->draft;
    uint32_t *place = &reader->others[key];
    if (*place >= draft->other_count || draft->others[*place].key != key)
        *place = draft->other_count;
    return place;
}

/* Keeps an unknown parameter; a second one of the same name is reported. */
static void add_other(struct entry_reader *reader, struct view name, struct span name_place,
                      struct view value)
{
    struct store *store = reader->policy->store;
    struct draft *draft = &reader->draft;
    struct draft_other other = {lower_atom(reader, name), store_atom(store, name),
                                store_atom(store, value), name_place};
    uint32_t place = *other_place(reader, other.key);
    if (place == draft->other_count)
        draft_add_other(store, draft, other);
    else if (check_first(reader, draft->others[place].name_place, name, name_place))
        draft->others[place] = other;
}

void entry_other(struct entry_reader *reader, struct view name, struct span name_place,
                 struct view value, struct span value_place)
{
    if (check_other_value(reader, name, value, value_place))
        add_other(reader, name, name_place, value);
}

void entry_rejected(struct entry_reader *reader, enum param param)
{
    complain(reader, param);
}

/* A parameter that is not known: a misspelling of one that is missing, or a newer release's. */
static void unknown_parameter(struct entry_reader *reader, struct view name,
                              struct span name_place, struct view value, struct span value_place)
{
    enum param meant;
    if (!check_other_value(reader, name, value, value_place) ||
        !entry_judge_unknown(reader, name, name_place, reader->draft.set.given, &meant))
        return;
    if (meant != PARAM_COUNT)
        complain(reader, meant);
    add_other(reader, name, name_place, value);
}

void entry_setting(struct entry_reader *reader, struct view name, struct span name_place,
                   struct view value, struct span value_place)
{
    if (reader->state == ENTRY_NONE && !reader->orphan_told) {
        struct message *message = diag_report(reader->diag, CODE_BEFORE_SECTION, name_place,
                                              "%.*s stands before any section", VIEW_ARG(name));
        diag_help(reader->diag, message, "%s", code_entry(CODE_BEFORE_SECTION)->mend);
        reader->orphan_told = true;
    }
    enum param param = param_find(name);
    if (param == PARAM_COUNT)
        unknown_parameter(reader, name, name_place, value, value_place);
    else
        entry_parameter(reader, param, name_place, value, value_place);
}

/* The export names of the parameters in MASK: "limit_type and limit_apply". */
static const char *names_of(struct entry_reader *reader, uint32_t mask)
{
    struct buffer names = buffer_new(reader->diag->arena);
    for (int i = 0; i < PARAM_COUNT; i++) {
        if ((mask & PARAM_BIT(i)) == 0)
            continue;
        mask &= ~PARAM_BIT(i);
        if (names.length > 0)
            buffer_add_string(&names, mask == 0 ? " and " : ", ");
        buffer_add_string(&names, parameter((enum param)i)->export_name);
    }
    return buffer_string(&names);
}

static const uint32_t SCOPE = PARAM_BIT(PARAM_LIMIT_TYPE) | PARAM_BIT(PARAM_LIMIT_APPLY);

static void report_missing(struct entry_reader *reader, enum param param, enum code code,
                           uint32_t missing)
{
    if (missing == 0)
        return;
    reader->draft.set.complained |= missing;
    struct message *message =
        diag_report(reader->diag, code, reader->draft.names[param], "%s needs %s beside it",
                    parameter(param)->export_name, names_of(reader, missing));
    diag_help(reader->diag, message, "%s", code_entry(code)->mend);
}

/* What must stand beside a limit, and what has no effect without one. */
static void check_company(struct entry_reader *reader)
{
    const struct settings *set = &reader->draft.set;
    uint32_t there = set->given | set->complained;
    bool scope_told = false;
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        const struct parameter *row = parameter(param);
        if (!settings_has(set, param))
            continue;
        uint32_t missing = row->needs & ~there;
        if ((missing & SCOPE) != 0 && !scope_told) {
            report_missing(reader, param, CODE_MISSING_SCOPE, missing & SCOPE);
            scope_told = true;
        }
        report_missing(reader, param, CODE_MISSING_MINUTES, missing & ~SCOPE);
        if (row->idle == 0 || (row->idle & there) != 0)
            continue;
        enum code code = (PARAM_BIT(param) & SCOPE) != 0 ? CODE_IDLE_SCOPE : CODE_IDLE_MINUTES;
        diag_report(reader->diag, code, reader->draft.names[param],
                    "%s has no effect without %s", row->export_name,
                    param == PARAM_RECIPIENT_MINUTES ? "recipient_limit"
                                                     : "max_host_concurrency or recipient_limit");
    }
}

/* --lenient: what the default entry lacks is taken from the factory default. */
static void fill_in(struct entry_reader *reader, enum param param, struct message *message)
{
    char buffer[VALUE_BUFFER];
    struct store *store = reader->policy->store;
    struct value value = factory_value(store, param);
    draft_set(&reader->draft, param, value, SPAN_NONE, SPAN_NONE);
    diag_help(reader->diag, message, "taken from the factory default: %.*s",
              VIEW_ARG(value_export(store, param, value, buffer)));
}

static void missing_parameter(struct entry_reader *reader, enum param param)
{
    const struct parameter *row = parameter(param);
    struct message *message =
        diag_report(reader->diag, CODE_MISSING_PARAMETER, reader->head,
                    "the default entry lacks %s", row->export_name);
    if (diag_severity(reader->diag, CODE_MISSING_PARAMETER) != SEVERITY_ERROR) {
        fill_in(reader, param, message);
        return;
    }
    complain(reader, param);
    if (row->since.major != 0)
        diag_help(reader->diag, message,
                  "releases before %u.%u do not have it: --asyncos %u.%u reads their tables",
                  row->since.major, row->since.minor, row->since.major, row->since.minor - 1u);
}

static void check_default(struct entry_reader *reader)
{
    const struct settings *set = &reader->draft.set;
    for (int i = 0; i < PARAM_COUNT; i++) {
        enum param param = (enum param)i;
        const struct parameter *row = parameter(param);
        bool there = ((set->given | set->complained) & PARAM_BIT(param)) != 0;
        if (there || release_compare(row->since, reader->options->target) > 0)
            continue;
        if (row->in_default == FALLBACK_REQUIRED)
            missing_parameter(reader, param);
        if (row->in_default == FALLBACK_ADVISED) {
            struct message *message =
                diag_report(reader->diag, CODE_MISSING_CERTIFICATE, reader->head,
                            "the default entry lacks %s: the appliance would use its "
                            "demonstration certificate",
                            row->export_name);
            diag_help(reader->diag, message, "%s", code_entry(CODE_MISSING_CERTIFICATE)->mend);
        }
    }
}

static void end_default(struct entry_reader *reader)
{
    struct policy *policy = reader->policy;
    check_default(reader);
    if (policy->has_default) {
        struct message *message = diag_report(reader->diag, CODE_DUPLICATE_DEFAULT, reader->head,
                                              "the default entry is given twice");
        struct span first = {policy->default_section, policy->default_section + 1};
        diag_note(reader->diag, message, first, "first given here");
        if (!later_wins(reader, CODE_DUPLICATE_DEFAULT))
            return;
        diag_help(reader->diag, message, "the later one is taken");
    }
    policy->has_default = true;
    policy->default_settings = store_settings(policy->store, &reader->draft);
    policy->default_section = reader->section;
}

static void end_destination(struct entry_reader *reader)
{
    struct policy *policy = reader->policy;
    check_company(reader);
    uint32_t settings = store_settings(policy->store, &reader->draft);
    uint32_t known = policy_find_hashed(policy, reader->domain.key, reader->hash);
    if (known == NO_ENTRY) {
        policy_add(policy, &reader->domain, reader->hash, settings, reader->section);
        return;
    }
    struct destination *destination = policy_destination(policy, known);
    struct message *message =
        diag_report(reader->diag, CODE_DUPLICATE_DESTINATION, reader->head,
                    "the destination %.*s is given twice", VIEW_ARG(reader->domain.name));
    diag_note(reader->diag, message,
              (struct span){destination->section, destination->section + 1},
              "first given here as %.*s", VIEW_ARG(destination_name(destination)));
    if (later_wins(reader, CODE_DUPLICATE_DESTINATION)) {
        diag_help(reader->diag, message, "the later one is taken");
        destination->settings = settings;
        destination->section = reader->section;
    }
}

void entry_end(struct entry_reader *reader)
{
    if (reader->state == ENTRY_DEFAULT)
        end_default(reader);
    else if (reader->state == ENTRY_DESTINATION)
        end_destination(reader);
    reader->state = ENTRY_ORPHAN;
    draft_reset(&reader->draft);
}
