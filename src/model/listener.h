/* SPDX-License-Identifier: MIT */
/*
 * Listeners: what a gateway accepts. A Host Access Table (HAT) says who may connect and by which
 * mail flow policy, a Recipient Access Table (RAT) for which recipients. The order of a table is
 * its meaning: nothing here is ever sorted.
 *
 * Source: the user guide's chapters on listeners; docs/listener-tables.md says what is assumed.
 */
#ifndef DESTC_MODEL_LISTENER_H
#define DESTC_MODEL_LISTENER_H

#include "base/hash.h"
#include "model/address.h"
#include "model/flow.h"

/* --- Host Access Table ------------------------------------------------------------------------ */

/* What a connection gets. */
enum behavior {
    BEHAVIOR_ACCEPT,
    BEHAVIOR_RELAY,
    BEHAVIOR_REJECT,
    BEHAVIOR_TCPREFUSE,
    BEHAVIOR_CONTINUE,
    BEHAVIOR_COUNT
};

/* "ACCEPT" and so on, as a HAT has it. */
const char *behavior_word(enum behavior behavior);

/* The behavior with this word, in any case; BEHAVIOR_COUNT: none. */
enum behavior behavior_find(struct view word);

/* Offers all words to NEAREST. */
void behavior_nearest(struct nearest *nearest);

/* A mail flow policy: $NAME. What it does not give comes from the listener's default policy. */
struct mail_flow_policy {
    struct view name; /* without the dollar sign */
    enum behavior behavior;
    struct flow_settings settings;
    struct span place; /* of the name */
};

/* Whether NAME is the name of a group, or of a policy without its dollar sign. */
bool listener_is_name(struct view name);

/* Whether a new listener of the appliance has a policy of this name. */
bool listener_has_by_itself(struct view policy_name);

enum member_kind {
    MEMBER_ADDRESS,    /* an address, a partial one, a range or a network */
    MEMBER_HOST,       /* host.example.com: a validated host name */
    MEMBER_PARTIAL,    /* .example.com: every host below it */
    MEMBER_SBRS,       /* sbrs[-10.0:-3.0]: sender reputation, both ends included */
    MEMBER_SBRS_NONE,  /* sbrs[none]: no score */
    MEMBER_OWNER,      /* SBO:1234: network owner */
    MEMBER_DNSLIST,    /* dnslist[zone.example] */
    MEMBER_NX_DOMAIN,  /* nx.domain: no PTR record */
    MEMBER_SERV_FAIL,  /* serv.fail: the PTR lookup failed */
    MEMBER_NOT_VERIFIED, /* not.double.verified: PTR and forward lookup disagree */
    MEMBER_COUNTRY,    /* geo[XX] */
    MEMBER_ALL,        /* everything; the last entry's only */
    MEMBER_KIND_COUNT
};

/* The word of a kind that is one word, such as "nx.domain"; else NULL. */
const char *member_word(enum member_kind kind);

/* Reputation scores are held in tenths: -10.0 is -100. */
enum { SCORE_LEAST = -100, SCORE_MOST = 100 };

/* There may be hundreds of thousands of them. */
struct member {
    enum member_kind kind;
    struct span place;
    struct view text; /* as it is written back */
    union {
        struct address_range range; /* of ADDRESS */
        struct {
            int16_t first;
            int16_t last;
        } score; /* of SBRS */
        struct view name; /* of HOST, PARTIAL (without its dot), DNSLIST, OWNER, COUNTRY: what is
                             compared; an internationalised name in its xn-- form, all in lower case */
    };
    const struct view *description; /* what stands in its parentheses; NULL: none */
};

/* Whether two members stand for the same. */
bool member_same(const struct member *a, const struct member *b);

/* A hash of what member_same() compares. */
uint32_t member_hash(uint64_t seed, const struct member *member);

enum access_kind {
    ACCESS_GROUP, /* a sender group: NAME: and members */
    ACCESS_HOST,  /* one member on its own */
    ACCESS_ALL,
};

/* One entry of the HAT, top down. */
struct access_entry {
    enum access_kind kind;
    struct view name; /* of a group */
    struct member *members; /* of a group; one of a host or ALL */
    uint32_t member_count;
    uint32_t member_capacity;
    struct view policy;     /* without the dollar sign; empty: BEHAVIOR */
    enum behavior behavior; /* where no policy is named */
    struct flow_settings settings; /* of a block behind it */
    struct view description;
    bool has_description;
    struct span place;        /* of the name, the host, ALL */
    struct span policy_place; /* of the policy's name or the behavior */
};

/* --- Recipient Access Table ------------------------------------------------------------------- */

enum recipient_kind {
    RECIPIENT_DOMAIN,  /* example.com */
    RECIPIENT_PARTIAL, /* .example.com */
    RECIPIENT_ADDRESS, /* user@example.com, user@[192.0.2.1] */
    RECIPIENT_USER,    /* user@ */
    RECIPIENT_LITERAL, /* [192.0.2.1] */
    RECIPIENT_ALL,
};

enum recipient_action {
    RECIPIENT_ACCEPT,
    RECIPIENT_REJECT,
    RECIPIENT_RELAY,
    RECIPIENT_ACTION_COUNT
};

/* "ACCEPT" and so on. */
const char *recipient_action_word(enum recipient_action action);

/* The action with this word, in any case; RECIPIENT_ACTION_COUNT: none. */
enum recipient_action recipient_action_find(struct view word);

/* Offers all words to NEAREST. */
void recipient_action_nearest(struct nearest *nearest);

struct recipient_entry {
    enum recipient_kind kind;
    struct view text;   /* as it is written back */
    struct view local;  /* before the "@" */
    struct view domain; /* key of the domain, see model/domain.h; the address of a literal */
    enum recipient_action action;
    struct flow_settings options;
    struct span place;
    struct span action_place;
};

/* --- Listeners -------------------------------------------------------------------------------- */

enum listener_type { LISTENER_UNKNOWN, LISTENER_PUBLIC, LISTENER_PRIVATE, LISTENER_BLACKHOLE };

struct listener {
    struct view name;
    enum listener_type type;
    struct view interface; /* empty where nothing says so, like the next four */
    struct view protocol;  /* SMTP or QMQP */
    struct view default_domain;
    struct view bounce_profile;
    struct view certificate;
    uint16_t port; /* 0: not said, like the next two */
    uint32_t max_connections;
    uint32_t queue_size;
    struct span place;     /* where it is named first; SPAN_NONE if it has its name by an option */
    struct span hat_place; /* where its HAT begins; SPAN_NONE: it has none */
    struct span rat_place;
    bool has_default_policy;
    struct mail_flow_policy default_policy; /* the listener's default policy parameters */
    struct mail_flow_policy *policies;
    uint32_t policy_count;
    uint32_t policy_capacity;
    struct access_entry *entries;
    uint32_t entry_count;
    uint32_t entry_capacity;
    struct recipient_entry *recipients;
    uint32_t recipient_count;
    uint32_t recipient_capacity;
    uint64_t seed;
    struct hash_table policy_names;
    struct hash_table group_names;
};

/* Whether it has a HAT, a RAT; either may be without an entry. */
static inline bool listener_has_hat(const struct listener *listener)
{
    return listener->hat_place.offset != 0;
}

static inline bool listener_has_rat(const struct listener *listener)
{
    return listener->rat_place.offset != 0;
}

struct listeners {
    struct arena *arena;
    uint64_t seed;
    struct listener *list;
    uint32_t count;
    uint32_t capacity;
    struct hash_table names;
};

/* No listeners. SEED is for hashes of their names and of what they have. */
void listeners_init(struct listeners *listeners, struct arena *arena, uint64_t seed);

/* The listener called NAME, made if there is none; the pointer is good until the next is made. */
struct listener *listeners_get(struct listeners *listeners, struct view name);

/* The same, or NULL. Of names, case matters. */
struct listener *listeners_find(const struct listeners *listeners, struct view name);

/* The policy called NAME, or NULL. */
struct mail_flow_policy *listener_policy(const struct listener *listener, struct view name);

/* The entry of the first sender group called NAME, or NULL. */
const struct access_entry *listener_group(const struct listener *listener, struct view name);

/*
 * Each adds one at the end: a copy of what is given, which is found by its name from now on. The
 * result is good until the next is added.
 */
struct mail_flow_policy *listener_add_policy(struct arena *arena, struct listener *listener,
                                             const struct mail_flow_policy *policy);
struct access_entry *listener_add_entry(struct arena *arena, struct listener *listener,
                                        const struct access_entry *entry);
struct recipient_entry *listener_add_recipient(struct arena *arena, struct listener *listener,
                                               const struct recipient_entry *recipient);

/* Adds a copy of MEMBER to ENTRY. */
void access_add_member(struct arena *arena, struct access_entry *entry,
                       const struct member *member);

#endif
