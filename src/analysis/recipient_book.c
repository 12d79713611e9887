/* SPDX-License-Identifier: MIT */
#include "analysis/recipient_book.h"

uint32_t recipient_hash(uint64_t seed, const struct recipient_entry *entry)
{
    return hash_bytes(seed, entry->local.text, entry->local.length) ^
           hash_bytes(seed + 1 + (uint64_t)entry->kind, entry->domain.text, entry->domain.length);
}

bool recipient_same(const struct recipient_entry *a, const struct recipient_entry *b)
{
    return a->kind == b->kind && view_equal(a->local, b->local) && view_equal(a->domain, b->domain);
}

uint32_t recipient_book_find(const struct recipient_book *book, const struct recipient_entry *like)
{
    uint32_t hash = recipient_hash(book->listener->seed, like);
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&book->firsts, hash, &probe, &index))
        if (recipient_same(&book->listener->recipients[index], like))
            return index;
    return NO_RECIPIENT;
}

void recipient_book_make(struct arena *arena, const struct listener *listener,
                         struct recipient_book *book)
{
    *book = (struct recipient_book){.listener = listener};
    hash_table_init(&book->firsts, arena, listener->recipient_count);
    for (uint32_t i = 0; i < listener->recipient_count; i++) {
        const struct recipient_entry *entry = &listener->recipients[i];
        if (recipient_book_find(book, entry) == NO_RECIPIENT)
            hash_table_insert(&book->firsts, recipient_hash(listener->seed, entry), i);
    }
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t find_kind(const struct recipient_book *book, enum recipient_kind kind,
                          struct view local, struct view domain)
{
    const struct recipient_entry like = {.kind = kind, .local = local, .domain = domain};
    return recipient_book_find(book, &like);
}

/* The first line for all domains below one that DOMAIN is below. */
static uint32_t find_parent(const struct recipient_book *book, struct view domain)
{
    uint32_t first = NO_RECIPIENT;
    for (size_t i = 1; i < domain.length; i++) {
        struct view parent = {domain.text + i, domain.length - i};
        if (domain.text[i] == '.')
            first = least(first, find_kind(book, RECIPIENT_PARTIAL, VIEW(""), parent));
    }
    return first;
}

uint32_t recipient_book_holder(const struct recipient_book *book,
                               const struct recipient_entry *like)
{
    uint32_t first = least(recipient_book_find(book, like),
                           find_kind(book, RECIPIENT_ALL, VIEW(""), VIEW("")));
    bool is_address = like->kind == RECIPIENT_ADDRESS;
    if (is_address) {
        first = least(first, find_kind(book, RECIPIENT_USER, like->local, VIEW("")));
        first = least(first, find_kind(book, RECIPIENT_DOMAIN, VIEW(""), like->domain));
        first = least(first, find_kind(book, RECIPIENT_LITERAL, VIEW(""), like->domain));
    }
    if (is_address && like->text.length > 0 && like->text.text[like->text.length - 1] == ']')
        return first; /* no domain is below an address */
    if (is_address || like->kind == RECIPIENT_DOMAIN || like->kind == RECIPIENT_PARTIAL)
        first = least(first, find_parent(book, like->domain));
    return first;
}
