/* SPDX-License-Identifier: MIT */
#include "read/policy_overlay_recipients.h"

#include "read/policy_flow.h"
#include "read/policy_listener.h"
#include "read/policy_overlay_report.h"

static const struct tree_list no_bundles;

/* What PART says of recipients, as a table of its own. */
static const struct listener *read_recipients(struct recipients_overlay *overlay,
                                              const struct tree_part *part)
{
    struct lowering *lowering = overlay->lowering;
    struct tree_part named = *part;
    struct listeners alone;
    struct recipients_reader reader;
    listeners_init(&alone, overlay->lowering->diag->arena, lowering->policy->store->seed);
    struct listener *listener = listeners_get(&alone, overlay->listener->name);
    recipients_reader_init(&reader, lowering->diag, listener);
    reader.vocabulary = VOCABULARY_SOURCE;
    if (part->edit == TREE_REMOVAL)
        named.behavior = (struct tree_text){VIEW("accept"), part->keyword, false};
    listener_add_recipients(lowering, &reader, &named);
    return listener;
}

static uint32_t hash_recipient(const struct recipients_overlay *overlay,
                               const struct recipient_entry *recipient)
{
    uint64_t seed = overlay->listener->seed;
    return hash_bytes(seed, recipient->local.text, recipient->local.length) ^
           hash_bytes(seed + 1 + recipient->kind, recipient->domain.text,
                      recipient->domain.length);
}

/* The number of the first recipient that is the same, or CHAIN_END. */
static uint32_t find_recipient(const struct recipients_overlay *overlay,
                               const struct recipient_entry *wanted)
{
    uint32_t hash = hash_recipient(overlay, wanted);
    uint32_t probe = hash;
    uint32_t number;
    uint32_t found = CHAIN_END;
    while (chain_next(&overlay->recipients, hash, &probe, &number)) {
        const struct recipient_entry *known = chain_item(&overlay->recipients, number);
        if (number < found && known->kind == wanted->kind &&
            view_equal(known->local, wanted->local) && view_equal(known->domain, wanted->domain))
            found = number;
    }
    return found;
}

/* Before ALL. */
static void insert_recipient(struct recipients_overlay *overlay,
                             const struct recipient_entry *recipient)
{
    const struct recipient_entry all = {.kind = RECIPIENT_ALL};
    chain_insert(&overlay->recipients, hash_recipient(overlay, recipient), recipient,
                 find_recipient(overlay, &all));
}

static void take_recipient(struct recipients_overlay *overlay, const struct tree_part *part,
                           const struct recipient_entry *recipient)
{
    const struct tree_text name = {recipient->text, recipient->place, false};
    uint32_t number = find_recipient(overlay, recipient);
    struct recipient_entry *known =
        number == CHAIN_END ? NULL : chain_item(&overlay->recipients, number);
    if (part->edit == TREE_ADDITION && known != NULL) {
        overlay_report_known(overlay->lowering, OVERLAY_RECIPIENT, true, false, name, known->place);
    } else if (part->edit == TREE_ADDITION) {
        insert_recipient(overlay, recipient);
    } else if (known == NULL) {
        overlay_report_unknown(overlay->lowering, OVERLAY_RECIPIENT,
                               part->edit == TREE_REMOVAL ? OVERLAY_REMOVES : OVERLAY_CHANGES,
                               name, NULL);
    } else if (part->edit == TREE_REMOVAL) {
        chain_remove(&overlay->recipients, number);
    } else {
        known->action = recipient->action;
        known->action_place = recipient->action_place;
        known->options = policy_flow_settings(&overlay->lowering->names, FLOW_TABLE_RAT,
                                              &known->options, &no_bundles, &part->flow);
    }
}

void recipients_overlay_take(struct recipients_overlay *overlay, const struct tree_part *table,
                             enum tree_edit edit)
{
    for (const struct tree_part *part = table->children; part != NULL; part = part->next) {
        if (part->edit != edit || part->kind != TREE_RECIPIENT)
            continue;
        const struct listener *said = read_recipients(overlay, part);
        for (uint32_t i = 0; i < said->recipient_count; i++)
            take_recipient(overlay, part, &said->recipients[i]);
    }
}

static bool ends_with_all(const struct listener *listener)
{
    uint32_t count = listener->recipient_count;
    return count > 0 && listener->recipients[count - 1].kind == RECIPIENT_ALL;
}

void recipients_overlay_begin(struct recipients_overlay *overlay, struct lowering *lowering,
                              struct listener *listener)
{
    *overlay = (struct recipients_overlay){.lowering = lowering,
                                           .listener = listener,
                                           .any = listener_has_rat(listener),
                                           .had_all = ends_with_all(listener)};
    chain_init(&overlay->recipients, lowering->diag->arena, sizeof *listener->recipients,
               listener->recipient_count);
    for (uint32_t i = 0; i < listener->recipient_count; i++)
        chain_insert(&overlay->recipients, hash_recipient(overlay, &listener->recipients[i]),
                     &listener->recipients[i], CHAIN_END);
    listener->recipients = NULL;
    listener->recipient_count = listener->recipient_capacity = 0;
}

void recipients_overlay_end(const struct recipients_overlay *overlay, struct span end)
{
    const struct chain *chain = &overlay->recipients;
    struct diag *diag = overlay->lowering->diag;
    for (uint32_t i = chain->first; i != CHAIN_END; i = chain_after(chain, i))
        listener_add_recipient(diag->arena, overlay->listener, chain_item(chain, i));
    if (overlay->had_all && !ends_with_all(overlay->listener))
        recipients_check(diag, VOCABULARY_SOURCE, overlay->listener, false, end);
}
