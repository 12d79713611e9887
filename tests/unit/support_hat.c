/* SPDX-License-Identifier: MIT */
#include "support_hat.h"

static const char *const hosts[] = {
    "x.example",     "a.x.example",   "b.x.example", "c.a.x.example",
    "a.b.x.example", "ax.example",    "y.example",   "a.y.example",
};

static const char *const parents[] = {
    "x.example", "a.x.example", "b.x.example", "y.example", "example", "le",
};

static const char *const lookups[] = {"nx.domain", "serv.fail", "not.double.verified"};

const char *random_host(uint64_t *seed)
{
    return PICK(seed, hosts);
}

const char *plain_address(struct arena *arena, bool is_ipv6, int number)
{
    return arena_printf(arena, is_ipv6 ? "2001:db8::%x" : "192.0.2.%d", number);
}

static struct plain_member random_member(uint64_t *seed)
{
    static const enum plain_kind kinds[] = {
        PLAIN_ADDRESS,  PLAIN_ADDRESS, PLAIN_ADDRESS, PLAIN_ADDRESS, PLAIN_HOST,  PLAIN_HOST,
        PLAIN_PARTIAL,  PLAIN_PARTIAL, PLAIN_SCORE,   PLAIN_SCORE,   PLAIN_SCORE, PLAIN_NO_SCORE,
        PLAIN_LOOKUP,   PLAIN_DNSLIST, PLAIN_OWNER,   PLAIN_COUNTRY,
    };
    struct plain_member member = {
        .kind = kinds[random_below(seed, sizeof kinds / sizeof kinds[0])]};
    uint32_t bound = member.kind == PLAIN_LOOKUP    ? 3
                     : member.kind == PLAIN_ADDRESS ? PLAIN_ADDRESSES
                                                    : PLAIN_SCORES;
    member.first = (int)random_below(seed, bound);
    member.last = member.first;
    if (random_below(seed, 2) == 0)
        member.last += (int)random_below(seed, bound - (uint32_t)member.first);
    member.is_ipv6 = random_below(seed, 4) == 0;
    member.name = member.kind == PLAIN_HOST ? random_host(seed) : PICK(seed, parents);
    return member;
}

void random_hat(uint64_t *seed, struct plain_table *table)
{
    static const struct plain_member all = {.kind = PLAIN_ALL};
    uint32_t often = 2 + random_below(seed, 5);
    table->count = 1 + random_below(seed, PLAIN_ENTRIES);
    for (uint32_t i = 0; i < table->count; i++) {
        struct plain_entry *entry = &table->entries[i];
        entry->is_group = random_below(seed, 3) != 0;
        entry->continues = random_below(seed, often) == 0;
        entry->count = entry->is_group ? random_below(seed, PLAIN_MEMBERS + 1) : 1;
        for (uint32_t k = 0; k < entry->count; k++)
            entry->members[k] = random_member(seed);
    }
    if (random_below(seed, 4) != 0) {
        table->entries[table->count - 1] = (struct plain_entry){.count = 1, .members = {all}};
    }
}

static void add_member(struct buffer *text, const struct plain_member *member)
{
    switch (member->kind) {
    case PLAIN_ADDRESS:
        buffer_add_string(text, plain_address(text->arena, member->is_ipv6, member->first));
        if (member->last > member->first)
            buffer_printf(text, "-%s",
                          plain_address(text->arena, member->is_ipv6, member->last));
        break;
    case PLAIN_HOST:
        buffer_add_string(text, member->name);
        break;
    case PLAIN_PARTIAL:
        buffer_printf(text, ".%s", member->name);
        break;
    case PLAIN_SCORE:
        buffer_printf(text, "sbrs[%d.%d:%d.%d]", member->first / 10, member->first % 10,
                      member->last / 10, member->last % 10);
        break;
    case PLAIN_NO_SCORE:
        buffer_add_string(text, "sbrs[none]");
        break;
    case PLAIN_LOOKUP:
        buffer_add_string(text, lookups[member->first]);
        break;
    case PLAIN_DNSLIST:
        buffer_printf(text, "dnslist[%s]", member->name);
        break;
    case PLAIN_OWNER:
        buffer_printf(text, "SBO:%d", member->first);
        break;
    case PLAIN_COUNTRY:
        buffer_printf(text, "geo[%s]", member->is_ipv6 ? "CH" : "AT");
        break;
    case PLAIN_ALL:
        buffer_add_string(text, "ALL");
        break;
    }
}

const char *plain_member_text(struct arena *arena, const struct plain_member *member)
{
    struct buffer text = buffer_new(arena);
    add_member(&text, member);
    return buffer_string(&text);
}

const char *plain_text(struct arena *arena, const struct plain_table *table)
{
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, "$GO\n CONTINUE\n$STOP\n ACCEPT\n");
    for (uint32_t i = 0; i < table->count; i++) {
        const struct plain_entry *entry = &table->entries[i];
        if (entry->is_group)
            buffer_printf(&text, "G%u:\n", i);
        for (uint32_t k = 0; k < entry->count; k++) {
            buffer_add_string(&text, entry->is_group ? "    " : "");
            add_member(&text, &entry->members[k]);
            buffer_add_char(&text, '\n');
        }
        buffer_printf(&text, "        %s\n",
                      i % 2 == 0 ? (entry->continues ? "$GO" : "$STOP")
                                 : (entry->continues ? "CONTINUE" : "REJECT"));
    }
    return buffer_string(&text);
}
