/* SPDX-License-Identifier: MIT */
#include "read/access_recipients.h"

#include "read/recipient.h"

void recipients_reader_init(struct recipients_reader *reader, struct diag *diag,
                            struct listener *listener)
{
    *reader = (struct recipients_reader){
        .diag = diag, .listener = listener, .vocabulary = VOCABULARY_EXPORT};
    hash_table_init(&reader->recipients, diag->arena, 0);
}

static bool is_same(const struct recipient_entry *a, const struct recipient_entry *b)
{
    return a->kind == b->kind && view_equal(a->local, b->local) && view_equal(a->domain, b->domain);
}

/* Warns of a recipient that the table has already. */
static void check_twice(struct recipients_reader *reader, const struct recipient_entry *recipient)
{
    const struct listener *listener = reader->listener;
    uint32_t hash = hash_bytes(listener->seed, recipient->local.text, recipient->local.length) ^
                    hash_bytes(listener->seed + 1 + (uint64_t)recipient->kind,
                               recipient->domain.text, recipient->domain.length);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&reader->recipients, hash, &probe, &index)) {
        const struct recipient_entry *first = &listener->recipients[index];
        if (!is_same(first, recipient) || recipient->kind == RECIPIENT_ALL)
            continue;
        struct message *message = diag_report(reader->diag, CODE_RECIPIENT_TWICE, recipient->place,
                                              "%.*s is given twice; the first holds",
                                              VIEW_ARG(recipient->text));
        diag_note(reader->diag, message, first->place, "first given here");
        diag_mend(reader->diag, message);
        return;
    }
    hash_table_insert(&reader->recipients, hash, listener->recipient_count);
}

/* For all recipients ACCEPT would be no better. */
static void report_relay(struct recipients_reader *reader, struct span place, bool for_all)
{
    struct diag *diag = reader->diag;
    struct message *message = diag_report(diag, CODE_RECIPIENT_RELAY, place, "%s",
                                          code_entry(CODE_RECIPIENT_RELAY)->title);
    if (for_all)
        diag_help(diag, message, "reject all recipients that no line before it accepts");
    else
        vocabulary_mend(diag, message, reader->vocabulary, CODE_RECIPIENT_RELAY);
}

bool recipients_add(struct recipients_reader *reader, struct access_text address,
                    enum recipient_action action, struct span action_place,
                    struct flow_settings options)
{
    struct diag *diag = reader->diag;
    struct recipient_entry recipient = {
        .action = action, .action_place = action_place, .options = options};
    bool good = recipient_read(diag, address.text, address.place, &recipient);
    if (action == RECIPIENT_RELAY)
        report_relay(reader, action_place, good && recipient.kind == RECIPIENT_ALL);
    if (!good)
        return false;
    reader->has_all |= recipient.kind == RECIPIENT_ALL;
    if (action == RECIPIENT_ACTION_COUNT)
        return true;
    check_twice(reader, &recipient);
    listener_add_recipient(diag->arena, reader->listener, &recipient);
    return true;
}

/* What is wrong with the table as a whole, in each language. */
static const struct {
    const char *missing;
    const char *not_last;
} faults[VOCABULARY_COUNT] = {
    [VOCABULARY_EXPORT] = {"the table does not end with ALL", "ALL is not the last line"},
    [VOCABULARY_EXPORT_LIKE] = {"the table does not end with ALL", "ALL is not the last line"},
    [VOCABULARY_POLICY] = {"the table does not end with <all>",
                           "<all> is not the last recipient"},
    [VOCABULARY_SOURCE] = {"the recipients do not end with \"all\"",
                           "\"all\" is not the last recipient"},
};

void recipients_check(struct diag *diag, enum vocabulary vocabulary,
                      const struct listener *listener, bool has_all, struct span end)
{
    uint32_t count = listener->recipient_count;
    if (!has_all) {
        struct span place = count == 0 ? end : listener->recipients[count - 1].place;
        struct message *message =
            diag_report(diag, CODE_RAT_ALL_MISSING, place, "%s", faults[vocabulary].missing);
        vocabulary_mend(diag, message, vocabulary, CODE_RAT_ALL_MISSING);
    }
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (listener->recipients[i].kind != RECIPIENT_ALL)
            continue;
        struct message *message =
            diag_report(diag, CODE_RAT_ALL_NOT_LAST, listener->recipients[i].place, "%s",
                        faults[vocabulary].not_last);
        diag_note(diag, message, listener->recipients[i + 1].place,
                  "what stands from here on never matches");
        vocabulary_mend(diag, message, vocabulary, CODE_RAT_ALL_NOT_LAST);
        return;
    }
}
