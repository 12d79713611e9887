/* SPDX-License-Identifier: MIT */
#include "diag/fingerprint.h"

#include "base/buffer.h"
#include "diag/sections_known.h"

#include <nettle/sha2.h>

struct topic finding_topic(struct diag *diag, const struct message *message)
{
    const struct topic *topic = &message->topic;
    if (topic->entry.length + topic->setting.length + topic->value.length > 0)
        return *topic;
    const char *text = message->text == NULL ? "" : message->text;
    struct view words = sections_words(diag, message->place);
    struct view entry = sections_heads(diag, message->place);
    if (message->place.offset == 0 && message->file != NULL)
        entry = view_of(message->file);
    return (struct topic){
        .entry = entry,
        .setting = VIEW(""),
        .value = view_of(words.length == 0 ? text
                                           : arena_printf(diag->arena, "%s: %.*s", text,
                                                          VIEW_ARG(words)))};
}

/* A part and a NUL behind it, which no part has: "ab" and "c" differ from "a" and "bc". */
static void add(struct sha256_ctx *context, struct view part)
{
    sha256_update(context, part.length, (const uint8_t *)part.text);
    sha256_update(context, 1, (const uint8_t *)"");
}

struct finding_print finding_print(enum code code, const struct topic *topic)
{
    struct sha256_ctx context;
    struct finding_print print;
    sha256_init(&context);
    add(&context, view_of(code_entry(code)->id));
    add(&context, topic->entry);
    add(&context, topic->setting);
    add(&context, topic->value);
    sha256_digest(&context, sizeof print.bytes, print.bytes);
    return print;
}

static const char hexadecimal[] = "0123456789abcdef";

void finding_digits(const struct finding_print *print, char digits[FINDING_DIGITS])
{
    for (size_t i = 0; i < FINDING_BYTES; i++) {
        digits[2 * i] = hexadecimal[print->bytes[i] >> 4];
        digits[2 * i + 1] = hexadecimal[print->bytes[i] & 15];
    }
    digits[FINDING_DIGITS - 1] = '\0';
}

bool finding_parse(struct view digits, struct finding_print *print)
{
    *print = (struct finding_print){{0}};
    if (digits.length != FINDING_DIGITS - 1)
        return false;
    for (size_t i = 0; i < digits.length; i++) {
        const char *found = digits.text[i] == '\0' ? NULL : strchr(hexadecimal, digits.text[i]);
        if (found == NULL)
            return false;
        print->bytes[i / 2] =
            (unsigned char)(print->bytes[i / 2] << 4 | (unsigned)(found - hexadecimal));
    }
    return true;
}
