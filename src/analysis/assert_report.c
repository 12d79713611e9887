/* SPDX-License-Identifier: MIT */
#include "analysis/assert_report.h"

#include "base/buffer.h"
#include "model/document.h"

/* A group's settings as they take effect, and the one that decides. */
struct cause {
    const struct assert_subject *subject;
    struct resolved resolved;
    enum param param;
    struct effective effective;
    uint32_t entry_section;
};

/* "encryption enforced" is decided by TLS, unless only DANE's part cannot be. */
static enum param deciding(const struct term *term, const struct resolved *resolved,
                           enum verdict verdict)
{
    if (!term->enforced)
        return term->param;
    bool tls_known = resolved->settings[PARAM_TABLE_TLS].value.kind == VALUE_WORD;
    return verdict == VERDICT_UNDECIDED && tls_known ? PARAM_DANE_OPTION : PARAM_TABLE_TLS;
}

static void find_cause(struct cause *cause, const struct assert_subject *subject,
                       const struct term *term, const struct assert_group *group)
{
    const struct policy *policy = subject->policy;
    *cause = (struct cause){.subject = subject};
    if (group->entry == NO_ENTRY) {
        resolve_default(&subject->defaults, &cause->resolved);
        cause->entry_section = subject->defaults.section;
    } else {
        const struct destination *destination = policy_destination(policy, group->entry);
        resolve(policy_settings(policy, destination->settings), &subject->defaults,
                &cause->resolved);
        cause->entry_section = destination->section;
    }
    cause->param = deciding(term, &cause->resolved, group->verdict);
    cause->effective = cause->resolved.settings[cause->param];
}

static struct span head_of(uint32_t section)
{
    return section == 0 ? SPAN_NONE : (struct span){section, section + 1};
}

/* The entry in which the value stands, or would stand; 0: none. */
static uint32_t section_of(const struct cause *cause)
{
    switch (cause->effective.origin) {
    case ORIGIN_ENTRY:
        return cause->entry_section;
    case ORIGIN_DEFAULT:
    case ORIGIN_FILE:
        return cause->subject->defaults.section;
    default:
        return 0;
    }
}

/* The value that decides, or its entry; where it stands in no text, the entry that inherits it. */
static struct span place_of(const struct cause *cause)
{
    uint32_t section = section_of(cause);
    struct view name = view_of(parameter(cause->param)->export_name);
    struct span place = policy_locate(cause->subject->policy, section, name);
    if (place.offset != 0)
        return place;
    return head_of(section != 0 ? section : cause->entry_section);
}

static void add_recipients(struct buffer *text, const struct resolved *resolved)
{
    uint32_t minutes = resolved->settings[PARAM_RECIPIENT_MINUTES].value.number;
    uint32_t limit = resolved->settings[PARAM_RECIPIENT_LIMIT].value.number;
    if (limit == 0)
        buffer_add_string(text, "unlimited");
    else
        buffer_printf(text, "%u per %u minute%s", limit, minutes, minutes == 1 ? "" : "s");
}

/* "tls is preferred" */
static void add_value(struct buffer *text, const struct cause *cause, enum param param)
{
    char buffer[VALUE_BUFFER];
    struct value value = cause->resolved.settings[param].value;
    buffer_printf(text, "%s is ", parameter(param)->policy_name);
    if (value.kind == VALUE_ABSENT)
        buffer_add_string(text, param == PARAM_BOUNCE_PROFILE ? "Default" : "not given");
    else if (param == PARAM_RECIPIENT_LIMIT && value.kind == VALUE_NUMBER)
        add_recipients(text, &cause->resolved);
    else
        buffer_add(text, value_policy(cause->subject->policy->store, param, value, buffer));
}

static void add_values(struct buffer *text, const struct cause *cause, const struct term *term)
{
    add_value(text, cause, cause->param);
    if (term->enforced) {
        buffer_add_string(text, " and ");
        add_value(text, cause, PARAM_DANE_OPTION);
    }
}

/* "bank.example, clinic.example and 12 more" */
static void add_names(struct buffer *text, const struct assert_group *group)
{
    uint32_t named = group->count < ASSERT_MOST_NAMED ? group->count : ASSERT_MOST_NAMED;
    for (uint32_t i = 0; i < named; i++) {
        bool last = i + 1 == group->count;
        buffer_add_string(text, i == 0 ? "" : last ? " and " : ", ");
        buffer_add(text, group->names[i].length == 0 ? VIEW("the default entry")
                                                     : group->names[i]);
    }
    if (group->count > named)
        buffer_printf(text, " and %u more", group->count - named);
}

static void add_appliance(struct buffer *text, const struct assert_subject *subject)
{
    if (subject->appliance.length > 0)
        buffer_printf(text, " on %.*s", VIEW_ARG(subject->appliance));
}

static void add_assertion(struct buffer *text, struct arena *arena,
                          const struct assertion *assertion)
{
    static const char *const whole[] = {
        [ASSERTION_FOR_NAMES] = NULL,
        [ASSERTION_FOR_ALL] = "all",
        [ASSERTION_FOR_DEFAULT] = "default",
    };
    const char *target = whole[assertion->target];
    buffer_add_string(text, "assert ");
    buffer_add(text, document_condition(arena, assertion));
    buffer_add_string(text, " for ");
    buffer_add(text, target != NULL ? view_of(target) : assertion->target_text);
}

/* Where an assertion stands and what it says; a message that stands there itself needs less. */
static void note_assertion(struct diag *diag, struct message *message,
                           const struct assertion *assertion, struct span place)
{
    bool there = place.offset == assertion->place.offset;
    bool has_text = assertion->message.length > 0;
    if (!there)
        diag_note(diag, message, assertion->place, "asserted here%s%.*s", has_text ? ": " : "",
                  VIEW_ARG(assertion->message));
    else if (has_text)
        diag_note(diag, message, SPAN_NONE, "%.*s", VIEW_ARG(assertion->message));
}

/*
 * Which table it is about, for a message at an assertion that stands in another file. A policy
 * source has its own assertions, whatever file of it they stand in.
 */
static void note_table(struct diag *diag, struct message *message,
                       const struct assert_subject *subject, struct span place)
{
    const struct policy *policy = subject->policy;
    const struct source *source = sources_find(diag->sources, place.offset);
    for (uint32_t i = 0; i < policy->text_count; i++)
        if (policy->texts[i].source == source)
            return;
    if (policy->text_count == 0 || policy->provenance != NULL)
        return;
    uint32_t begin = policy->texts[0].source->base;
    diag_note(diag, message, (struct span){begin, begin + 1}, "held against this table");
}

/* Where a policy source takes back what an entry was given; SPAN_NONE if it does not. */
static struct span taken_back(const struct cause *cause)
{
    const struct provenance *provenance = cause->subject->policy->provenance;
    const struct composition *composition =
        provenance == NULL ? NULL : provenance_find(provenance, cause->entry_section);
    struct span place = SPAN_NONE;
    for (uint32_t i = 0; composition != NULL && i < composition->step_count; i++)
        if (composition->steps[i].param == cause->param && composition->steps[i].takes_back)
            place = composition->steps[i].place;
    return place;
}

/* Which way the first name came to the value. */
static void note_way(struct diag *diag, struct message *message, const struct cause *cause,
                     const struct assert_group *group)
{
    struct view name = group->names[0];
    if (name.length == 0)
        return;
    if (group->entry == NO_ENTRY) {
        diag_note(diag, message, SPAN_NONE, "no entry matches %.*s: the default entry rules it",
                  VIEW_ARG(name));
        return;
    }
    struct view entry =
        destination_name(policy_destination(cause->subject->policy, group->entry));
    struct span head = head_of(cause->entry_section);
    bool own = cause->effective.origin == ORIGIN_ENTRY;
    if (!view_equal(entry, name))
        diag_note(diag, message, head, "%.*s is ruled by %.*s%s", VIEW_ARG(name),
                  VIEW_ARG(entry), own ? "" : ", which inherits it");
    else if (!own)
        diag_note(diag, message, head, "%.*s inherits it", VIEW_ARG(entry));
    struct span back = own ? SPAN_NONE : taken_back(cause);
    if (back.offset != 0)
        diag_note(diag, message, back, "its own is taken back here");
}

static void report_failed(struct diag *diag, const struct cause *cause,
                          const struct assertion *assertion, const struct term *term,
                          const struct assert_group *group)
{
    struct span place = place_of(cause);
    struct buffer text = buffer_new(diag->arena);
    if (place.offset == 0)
        place = assertion->place;
    add_values(&text, cause, term);
    if (cause->effective.origin == ORIGIN_FACTORY)
        buffer_add_string(&text, " by the factory default");
    buffer_add_string(&text, " for ");
    add_names(&text, group);
    add_appliance(&text, cause->subject);
    buffer_add_string(&text, ", which fails \"");
    add_assertion(&text, diag->arena, assertion);
    buffer_add_char(&text, '"');
    struct message *message =
        diag_report(diag, CODE_ASSERTION_FAILED, place, "%s", buffer_string(&text));
    note_assertion(diag, message, assertion, place);
    note_table(diag, message, cause->subject, place);
    note_way(diag, message, cause, group);
}

static void report_undecided(struct diag *diag, const struct cause *cause,
                             const struct assertion *assertion, const struct assert_group *group)
{
    struct buffer text = buffer_new(diag->arena);
    bool unknown_word = cause->effective.value.kind == VALUE_UNKNOWN;
    buffer_add_char(&text, '"');
    add_assertion(&text, diag->arena, assertion);
    buffer_add_string(&text, "\" cannot be decided for ");
    add_names(&text, group);
    add_appliance(&text, cause->subject);
    buffer_add_string(&text, unknown_word ? ": its word is not known to destc"
                                          : ": no default entry is known");
    struct message *message = diag_report(diag, CODE_ASSERTION_UNDECIDED, assertion->place, "%s",
                                          buffer_string(&text));
    note_table(diag, message, cause->subject, assertion->place);
    if (unknown_word)
        diag_note(diag, message, place_of(cause), "a word of a newer release, taken as it stands");
    else
        diag_mend(diag, message);
}

void assert_report(struct diag *diag, const struct assert_subject *subject,
                   const struct assertion *assertion, const struct term *term,
                   const struct assert_group *group)
{
    struct cause cause;
    find_cause(&cause, subject, term, group);
    if (group->verdict == VERDICT_FALSE)
        report_failed(diag, &cause, assertion, term, group);
    else
        report_undecided(diag, &cause, assertion, group);
}

void assert_report_absence(struct diag *diag, const struct absence *absence,
                           uint32_t subject_count, const struct assertion *assertion,
                           const struct assertion_name *name)
{
    struct span place = name->place.offset != 0 ? name->place : assertion->place;
    struct view domain = name->domain.name;
    bool nowhere = absence->count == subject_count;
    struct buffer text = buffer_new(diag->arena);
    buffer_printf(&text, "there is no entry at or below %.*s", VIEW_ARG(domain));
    if (!nowhere || subject_count == 1)
        add_appliance(&text, absence->first);
    if (!nowhere && absence->count > 1)
        buffer_printf(&text, ", and on %u more", absence->count - 1);
    struct message *message =
        diag_report(diag, nowhere ? CODE_ASSERTION_UNKNOWN : CODE_ASSERTION_ABSENT, place, "%s",
                    buffer_string(&text));
    note_table(diag, message, absence->first, place);
    diag_help(diag, message, "correct the name, or write it without the dot: %.*s is what mail to "
              "that domain gets", (int)domain.length - 1, domain.text + 1);
}
