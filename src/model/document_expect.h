/* SPDX-License-Identifier: MIT */
/*
 * The shape of what a policy document expects of listeners: the walk through one expectation, which
 * the writer and the validator take, and its words in one line.
 */
#ifndef DESTC_MODEL_DOCUMENT_EXPECT_H
#define DESTC_MODEL_DOCUMENT_EXPECT_H

#include "model/document.h"
#include "model/listener.h"

/*
 * Walks through an expectation, with its own element. Of its subjects at most MOST come. One that
 * document_holds_expectation() is false for is left out, and so is a message that no XML document
 * can hold.
 */
void document_walk_expectation(struct arena *arena, const struct expectation *expectation,
                               uint32_t most, const struct document_sink *sink);

/* Whether an XML document can hold all of it, its message aside. */
bool document_holds_expectation(const struct expectation *expectation);

/*
 * What it says in one line of the policy language, without its message and without quotes, for
 * messages: "assert recipients reject all on listener InboundMail". Of many subjects the first.
 */
const char *expectation_words(struct arena *arena, const struct expectation *expectation);

/* The small letters in which the document and the policy language write an action. */
const char *document_action_word(enum recipient_action action);

#endif
