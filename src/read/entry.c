/* SPDX-License-Identifier: MIT */
#include "read/entry.h"

#include "base/utf8.h"
#include "read/entry_whole.h"
#include "read/text.h"
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
    uint32_t at = place.offset + (uint32_t)offset;
    text_report_bad_utf8(reader->diag, (struct span){at, at + 1}, text.text[offset]);
    return false;
}

void entry_report_name_fault(struct diag *diag, const struct domain_fault *fault, struct view name,
                             struct span place)
{
    struct span at = {place.offset + (uint32_t)fault->offset,
                      place.offset + (uint32_t)(fault->offset + fault->length)};
    bool verbatim = name.length == place.end - place.offset; /* not so if it was escaped */
    if (!verbatim || at.end > place.end || at.offset >= place.end)
        at = place;
    if (!diag_would_keep(diag, SEVERITY_ERROR, at)) {
        diag_report(diag, fault->code, at, "%s", fault->title);
        return;
    }
    struct message *message =
        diag_report(diag, fault->code, at, "%s: \"%.*s\"", domain_fault_words(diag->arena, fault),
                    VIEW_ARG(name));
    if (fault->help != NULL)
        diag_help(diag, message, "%s", fault->help);
    else
        diag_mend(diag, message);
}

/* The last byte of a name, which may stand in quotes, is a dot that can go. */
static void report_dot(struct diag *diag, struct span place)
{
    struct view text = sources_text(diag->sources, place);
    size_t quote = text.length > 1 && text.text[text.length - 1] == '"';
    bool seen = text.length > quote && text.text[text.length - 1 - quote] == '.';
    if (seen)
        place = (struct span){place.end - (uint32_t)quote - 1, place.end - (uint32_t)quote};
    struct message *message = text_report(diag, CODE_NAME_TRAILING_DOT, place);
    if (seen)
        diag_rewrite(diag, message, VIEW(""));
}

void entry_report_name_remarks(struct diag *diag, const struct domain *domain, struct span place)
{
    static const struct {
        unsigned remark;
        enum code code;
    } remarks[] = {
        {DOMAIN_TRAILING_DOT, CODE_NAME_TRAILING_DOT},
        {DOMAIN_HYPHEN_END, CODE_NAME_HYPHEN},
        {DOMAIN_BAD_ACE, CODE_NAME_ACE},
        {DOMAIN_ONE_LABEL, CODE_NAME_ONE_LABEL},
        {DOMAIN_MAPPED, CODE_NAME_MAPPED},
    };
    for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++) {
        if ((domain->remarks & remarks[i].remark) == 0)
            continue;
        if (remarks[i].remark == DOMAIN_TRAILING_DOT) {
            report_dot(diag, place);
            continue;
        }
        const char *title = code_entry(remarks[i].code)->title;
        diag_mend(diag, remarks[i].remark == DOMAIN_MAPPED
                            ? diag_report(diag, remarks[i].code, place, "%s, taken for %.*s",
                                          title, VIEW_ARG(domain->name))
                            : diag_report(diag, remarks[i].code, place, "%s", title));
    }
}

static void begin(struct entry_reader *reader, enum entry_state state, struct span place,
                  uint32_t section)
{
    draft_reset(&reader->draft);
    reader->state = state;
    reader->misspelt = 0;
    reader->head = place;
    reader->section = section;
}

/*
 * Whether a name of one label is the default entry's, misspelt; reports it if so. In the policy
 * language that entry is no destination's name.
 */
static bool is_default_misspelt(struct entry_reader *reader, struct view name)
{
    if ((reader->domain.remarks & DOMAIN_ONE_LABEL) == 0 ||
        reader->vocabulary >= VOCABULARY_POLICY || !near_miss(name, VIEW("DEFAULT")))
        return false;
    bool kept = diag_severity(reader->diag, CODE_NAME_DEFAULT) != SEVERITY_ERROR;
    struct message *message =
        diag_report(reader->diag, CODE_NAME_DEFAULT, reader->head, "\"%.*s\" looks like DEFAULT%s",
                    VIEW_ARG(name), kept ? ", and is taken for a destination" : "");
    diag_help(reader->diag, message, "did you mean DEFAULT?");
    return true;
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
        entry_report_name_fault(reader->diag, &fault, name, place);
        return;
    }
    if (is_default_misspelt(reader, name)) {
        if (diag_severity(reader->diag, CODE_NAME_DEFAULT) == SEVERITY_ERROR)
            return;
        reader->domain.remarks &= ~(unsigned)DOMAIN_ONE_LABEL;
    }
    reader->state = ENTRY_DESTINATION;
    reader->hash = policy_hash(reader->policy, reader->domain.key);
    if (reader->domain.remarks != 0)
        entry_report_name_remarks(reader->diag, &reader->domain, place);
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

bool entry_check_kind(struct diag *diag, enum vocabulary vocabulary, enum param param,
                      bool in_default, struct span place)
{
    const struct parameter *row = parameter(param);
    if (in_default ? row->in_default != FALLBACK_NO : row->in_domain)
        return true;
    enum code code = in_default ? CODE_NOT_IN_DEFAULT : CODE_NOT_IN_DOMAIN;
    struct message *message =
        diag_report(diag, code, place, "%s %s", vocabulary_name(vocabulary, param),
                    in_default ? "cannot stand in the default entry"
                               : "is a global setting and can stand in the default entry only");
    vocabulary_mend(diag, message, vocabulary, code);
    return false;
}

/* The same of the entry that is being read. */
static bool check_entry_kind(struct entry_reader *reader, enum param param, struct span place)
{
    if (reader->state != ENTRY_DEFAULT && reader->state != ENTRY_DESTINATION)
        return true;
    return entry_check_kind(reader->diag, reader->vocabulary, param,
                            reader->state == ENTRY_DEFAULT, place);
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
    vocabulary_mend(reader->diag, message, reader->vocabulary, CODE_DUPLICATE_PARAMETER);
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
    if (!check_first(reader, first,
                     view_of(vocabulary_name(reader->vocabulary, param)), name_place))
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

enum { MARK_LENGTH = 7 }; /* at least; see grammar/destconfig.l */

/* Whether a line that begins with NAME is a mark of a merge. */
static bool is_mark(struct view name)
{
    size_t same = 0;
    while (same < name.length && name.text[same] == name.text[0])
        same++;
    return view_has(VIEW("<>|"), name.text[0]) && same >= MARK_LENGTH &&
           (same == name.length || view_has(VIEW(" \t\r"), name.text[same]));
}

/* Whether NAME, written before "=", is read as the same name again. */
static bool can_begin_line(struct view name)
{
    if (name.length == 0 || !view_equal(view_trim(name), name) ||
        view_has(VIEW("[#;"), name.text[0]) || is_mark(name))
        return false;
    for (size_t i = 0; i < name.length; i++)
        if (view_has(VIEW("=:"), name.text[i]))
            return false;
    return true;
}

/* Whether the name of an unknown parameter can be kept; reports it if not. */
static bool check_name(struct entry_reader *reader, struct view name, struct span place)
{
    size_t control;
    if (!check_text(reader, name, place))
        return false;
    if (text_has_control(name, &control)) {
        diag_mend(reader->diag, diag_report(reader->diag, CODE_CONTROL_CHARACTER, place,
                                            "a control character in the name of a parameter"));
        return false;
    }
    if (can_begin_line(name))
        return true;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_PARAMETER_NAME, place,
                                        "no table can hold a parameter named \"%.*s\"",
                                        VIEW_ARG(name)));
    return false;
}

static void report_misspelt(struct entry_reader *reader, struct view name, struct span place,
                            const struct nearest *nearest)
{
    bool kept = diag_severity(reader->diag, CODE_PARAMETER_MISSPELT) != SEVERITY_ERROR;
    struct message *message =
        diag_report(reader->diag, CODE_PARAMETER_MISSPELT, place, "unknown parameter \"%.*s\"%s",
                    VIEW_ARG(name), kept ? ", kept as it stands" : "");
    if (message != NULL)
        diag_help(reader->diag, message, "did you mean %s?",
                  nearest_words(reader->diag->arena, nearest, "", ""));
}

/* Says whether NAME is a misspelling or a newer release's; what it may misspell, a mask. */
static uint32_t judge_name(struct entry_reader *reader, struct view name, struct span place,
                           uint32_t taken)
{
    struct nearest nearest = nearest_to(name);
    uint32_t meant = param_nearest(&nearest, taken);
    if (meant != 0)
        report_misspelt(reader, name, place, &nearest);
    else
        diag_mend(reader->diag,
                  diag_report(reader->diag, CODE_PARAMETER_UNKNOWN, place,
                              "unknown parameter \"%.*s\", kept as it stands", VIEW_ARG(name)));
    return meant;
}

bool entry_judge_unknown(struct entry_reader *reader, struct view name, struct span place,
                         uint32_t taken, uint32_t *meant)
{
    bool kept = check_name(reader, name, place);
    *meant = kept ? judge_name(reader, name, place, taken) : 0;
    return kept;
}

/* Whether the value of an unknown parameter can be kept; reports it if not. */
static bool check_other_value(struct entry_reader *reader, struct view name, struct view value,
                              struct span value_place)
{
    size_t control;
    if (!check_text(reader, value, value_place))
        return false;
    if (text_has_control(value, &control)) {
        diag_mend(reader->diag,
                  diag_report(reader->diag, CODE_CONTROL_CHARACTER, value_place,
                              "a control character in the value of %.*s", VIEW_ARG(name)));
        return false;
    }
    if (value.length > 0 && view_trim(value).length == value.length)
        return true;
    diag_mend(reader->diag, diag_report(reader->diag, CODE_OTHER_VALUE, value_place,
                                        "no table can hold \"%.*s\" as the value of %.*s",
                                        VIEW_ARG(value), VIEW_ARG(name)));
    return false;
}

bool entry_judge_other(struct diag *diag, struct view name, struct span name_place,
                       struct view value, struct span value_place, uint32_t taken)
{
    uint32_t meant;
    struct entry_reader reader = {.diag = diag};
    bool good_name = entry_judge_unknown(&reader, name, name_place, taken, &meant);
    return check_other_value(&reader, name, value, value_place) && good_name;
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
                      struct view value, bool judged)
{
    struct store *store = reader->policy->store;
    struct draft *draft = &reader->draft;
    struct draft_other other = {lower_atom(reader, name), store_atom(store, name),
                                store_atom(store, value), name_place, judged};
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
        add_other(reader, name, name_place, value, true);
}

void entry_rejected(struct entry_reader *reader, enum param param)
{
    complain(reader, param);
}

void entry_misspelt(struct entry_reader *reader, uint32_t meant)
{
    if (diag_severity(reader->diag, CODE_PARAMETER_MISSPELT) == SEVERITY_ERROR)
        reader->draft.set.complained |= meant;
    else
        reader->misspelt |= meant;
}

/*
 * The parameters of the entry that are not known: misspellings of some that it lacks, or a newer
 * release's. Now that the entry is complete, it is known what it lacks.
 */
static void judge_others(struct entry_reader *reader)
{
    struct draft *draft = &reader->draft;
    uint32_t taken = draft->set.given | draft->set.complained;
    for (uint32_t i = 0; i < draft->other_count; i++) {
        struct draft_other *other = &draft->others[i];
        if (!other->judged)
            entry_misspelt(reader, judge_name(reader, atom_view(reader->policy->store, other->name),
                                              other->name_place, taken));
    }
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
    if (param != PARAM_COUNT)
        entry_parameter(reader, param, name_place, value, value_place);
    else if (check_other_value(reader, name, value, value_place) &&
             check_name(reader, name, name_place))
        add_other(reader, name, name_place, value, false);
}

static void end_default(struct entry_reader *reader)
{
    struct policy *policy = reader->policy;
    entry_check_default(reader);
    if (policy->has_default) {
        struct message *message = diag_report(reader->diag, CODE_DUPLICATE_DEFAULT, reader->head,
                                              "the default entry is given twice");
        struct span first = policy_name_place(policy, policy->default_section, VIEW("DEFAULT"));
        diag_note(reader->diag, message, first, "first given here");
        vocabulary_mend(reader->diag, message, reader->vocabulary, CODE_DUPLICATE_DEFAULT);
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
    entry_check_company(reader);
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
    struct view name = destination_name(destination);
    struct span first = message == NULL ? SPAN_NONE
                                        : policy_name_place(policy, destination->section, name);
    diag_note(reader->diag, message, first, "first given here as %.*s", VIEW_ARG(name));
    vocabulary_mend(reader->diag, message, reader->vocabulary, CODE_DUPLICATE_DESTINATION);
    if (later_wins(reader, CODE_DUPLICATE_DESTINATION)) {
        diag_help(reader->diag, message, "the later one is taken");
        destination->settings = settings;
        destination->section = reader->section;
    }
}

void entry_end(struct entry_reader *reader)
{
    judge_others(reader);
    if (reader->state == ENTRY_DEFAULT)
        end_default(reader);
    else if (reader->state == ENTRY_DESTINATION)
        end_destination(reader);
    reader->state = ENTRY_ORPHAN;
    draft_reset(&reader->draft);
}
