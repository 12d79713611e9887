/* SPDX-License-Identifier: MIT */
/*
 * Laws of comparing listeners, over random tables: another spelling is no difference; a caller, or
 * a recipient, gets something else just if a difference says so.
 *
 * SEED and ROUNDS in the environment choose other random tables.
 */
#include "analysis/connect.h"
#include "analysis/recipient.h"
#include "read/hat.h"
#include "support_comparing.h"
#include "support_hat.h"

enum { MOST_ROWS = 24, ASKED = 60 };

static const struct comparing_how hat = {.format = "hat"};

#define SAY(seed) ((unsigned long long)(seed))

/* --- Random Host Access Tables ---------------------------------------------------------------- */

/* An entry that keeps its name wherever it stands. */
struct row {
    struct plain_entry entry;
    bool is_all;
    int name;
    const char *policy;
};

struct rows {
    struct row list[MOST_ROWS];
    int count;
    int names; /* that were given */
};

static struct row random_row(uint64_t *seed, struct rows *rows)
{
    static const char *const policies[] = {"$GO", "$STOP", "$STOP", "$OTHER", "$OTHER",
                                           "REJECT", "RELAY", "CONTINUE"};
    struct plain_table table;
    do
        random_hat(seed, &table);
    while (table.count < 2);
    return (struct row){.entry = table.entries[0],
                        .name = rows->names++,
                        .policy = PICK(seed, policies)};
}

static void random_rows(uint64_t *seed, struct rows *rows)
{
    int count = 1 + (int)random_below(seed, MOST_ROWS / 2);
    *rows = (struct rows){.count = 0};
    while (rows->count < count) {
        rows->list[rows->count] = random_row(seed, rows);
        rows->count++;
    }
    rows->list[count - 1] = (struct row){
        .entry = {.count = 1, .members = {{.kind = PLAIN_ALL}}}, .is_all = true, .policy = "$STOP"};
}

/* A place that is not ALL's. */
static int random_place(uint64_t *seed, const struct rows *rows)
{
    return (int)random_below(seed, (uint32_t)rows->count - 1);
}

static void move_row(struct rows *rows, int from, int to)
{
    struct row row = rows->list[from];
    for (; from < to; from++)
        rows->list[from] = rows->list[from + 1];
    for (; from > to; from--)
        rows->list[from] = rows->list[from - 1];
    rows->list[to] = row;
}

static void add_row(uint64_t *seed, struct rows *rows)
{
    if (rows->count == MOST_ROWS)
        return;
    rows->list[rows->count++] = random_row(seed, rows);
    move_row(rows, rows->count - 1, (int)random_below(seed, (uint32_t)rows->count - 1));
}

/* Changes a thing or two. */
static void change_rows(uint64_t *seed, struct rows *rows)
{
    for (uint32_t times = random_below(seed, 4); times > 0; times--) {
        struct row other = random_row(seed, rows);
        if (rows->count < 2 || random_below(seed, 6) == 0) {
            add_row(seed, rows);
            continue;
        }
        struct row *row = &rows->list[random_place(seed, rows)];
        switch (random_below(seed, 6)) {
        case 0:
            row->policy = other.policy;
            break;
        case 1:
            rows->list[rows->count - 1].policy = "$OTHER";
            break;
        case 2:
            if (row->entry.count > 0 && other.entry.count > 0)
                row->entry.members[0] = other.entry.members[0];
            break;
        case 3:
            move_row(rows, (int)(row - rows->list), rows->count - 1);
            rows->count--;
            move_row(rows, rows->count - 1, rows->count - 1);
            break;
        default:
            move_row(rows, random_place(seed, rows), random_place(seed, rows));
        }
    }
    for (int i = 0; i + 1 < rows->count; i++) /* ALL comes last again */
        if (rows->list[i].is_all)
            move_row(rows, i, rows->count - 1);
}

static const char policies_text[] = "$GO\n CONTINUE\n$STOP\n ACCEPT {\n  tls = \"on\"\n"
                                    "  spam_check = \"on\"\n }\n$OTHER\n ACCEPT\n";

static const char *rows_text(struct arena *arena, const struct rows *rows)
{
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, policies_text);
    for (int i = 0; i < rows->count; i++) {
        const struct row *row = &rows->list[i];
        if (row->entry.is_group)
            buffer_printf(&text, "G%d:\n", row->name);
        for (uint32_t k = 0; k < row->entry.count; k++)
            buffer_printf(&text, "%s%s\n", row->entry.is_group ? "    " : "",
                          plain_member_text(arena, &row->entry.members[k]));
        buffer_printf(&text, "        %s\n", row->policy);
    }
    return buffer_string(&text);
}

/* --- Another spelling ------------------------------------------------------------------------- */

static void add_spelled(struct buffer *text, uint64_t *seed, const struct plain_member *member)
{
    bool is_range = member->kind == PLAIN_ADDRESS || member->kind == PLAIN_SCORE;
    if (is_range && member->last > member->first && random_below(seed, 2) == 0) {
        struct plain_member part = *member;
        int gap = member->last - member->first;
        part.last = member->first + (int)random_below(seed, (uint32_t)gap);
        add_spelled(text, seed, &part);
        part = (struct plain_member){.kind = member->kind, .is_ipv6 = member->is_ipv6,
                                     .first = part.last + (member->kind == PLAIN_ADDRESS),
                                     .last = member->last};
        add_spelled(text, seed, &part);
        return;
    }
    char *spelled = arena_string(text->arena, plain_member_text(text->arena, member));
    for (char *c = spelled; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z' && random_below(seed, 2) == 0)
            *c = (char)(*c - 'a' + 'A');
    buffer_printf(text, "    %s%s\n", spelled, random_below(seed, 4) == 0 ? " (a remark)" : "");
}

static const char *respelled_text(struct arena *arena, uint64_t *seed, const struct rows *rows)
{
    struct buffer text = buffer_new(arena);
    buffer_add_string(&text, "$OTHER\n ACCEPT {}\n$STOP\n ACCEPT {\n  spam_check = \"ON\"\n"
                             "  TLS = \"on\"\n }\n$GO\n CONTINUE\n");
    for (int i = 0; i < rows->count; i++) {
        const struct row *row = &rows->list[i];
        if (row->entry.is_group)
            buffer_printf(&text, "G%d:\n", row->name);
        else
            buffer_printf(&text, "%s\n", plain_member_text(arena, &row->entry.members[0]));
        for (uint32_t k = row->entry.is_group ? row->entry.count : 0; k-- > 0;)
            add_spelled(&text, seed, &row->entry.members[k]);
        buffer_printf(&text, "  %s (what it is for)\n", row->policy);
    }
    return buffer_string(&text);
}

static void spelling_is_no_difference(void **state)
{
    uint64_t seed = environment_number("SEED", 7);
    uint64_t rounds = environment_number("ROUNDS", 300);
    (void)state;
    for (uint64_t round = 0; round < rounds; round++) {
        uint64_t start = seed;
        struct arena arena;
        struct comparing comparing;
        struct rows rows;
        arena_init(&arena, memory_exhausted);
        random_rows(&seed, &rows);
        const char *before = rows_text(&arena, &rows);
        const char *after = respelled_text(&arena, &seed, &rows);
        comparing_begin(&comparing, &hat, before, after);
        assert_int_equal(comparing.setup.diag.counts[SEVERITY_ERROR], 0);
        if (comparing.differences.count > 0)
            fail_msg("SEED=%llu\n%s\n%s\n%s", SAY(start), before, after,
                     comparing_text(&comparing));
        setup_end(&comparing.setup);
        arena_free(&arena);
    }
}

/* --- Who gets what ---------------------------------------------------------------------------- */

/* A comparison, and both tables to be asked. */
struct asking {
    struct comparing comparing;
    struct connector connectors[2];
    const char *texts[2];
    uint64_t seed; /* of this round */
};

/* The name of a group now; one that was renamed had another. */
static struct view name_now(const struct asking *asking, struct view name)
{
    const struct differences *differences = &asking->comparing.differences;
    for (uint32_t i = 0; i < differences->count; i++) {
        const struct difference *difference = &differences->list[i];
        if (difference->part == PART_GROUP && difference->changes != NULL &&
            view_equal(difference->changes->list[0].name, VIEW("name")) &&
            view_equal(difference->changes->list[0].before.text, name))
            return difference->name;
    }
    return name;
}

/* What CALLER gets: "G3 $STOP", "host reject", "ALL $STOP"; "" for nothing. */
static const char *got(struct asking *asking, int side, const struct caller *caller, bool now)
{
    static const char *const behaviors[] = {"accept", "relay", "reject", "tcprefuse", "continue"};
    struct connection found = connect_find(&asking->connectors[side], caller);
    if (found.entry == NO_ACCESS)
        return "";
    const struct access_entry *entry =
        &asking->connectors[side].members.listener->entries[found.entry];
    struct view name = entry->kind == ACCESS_HOST ? VIEW("host") : VIEW("ALL");
    if (entry->kind == ACCESS_GROUP)
        name = now && side == 0 ? name_now(asking, entry->name) : entry->name;
    struct view policy = view_of(behaviors[entry->behavior]);
    bool is_named = entry->policy.length > 0;
    return arena_printf(&asking->comparing.setup.arena, "%.*s %s%.*s", VIEW_ARG(name),
                        is_named ? "$" : "", VIEW_ARG((is_named ? entry->policy : policy)));
}

/* The members of a side that end the way, of one kind, that match or are the same as LIKE. */
static bool is_listed(const struct asking *asking, const struct member *like)
{
    for (int side = 0; side < 2; side++) {
        const struct members *members = &asking->connectors[side].members;
        for (uint32_t i = 0; i < members->count; i++)
            if (members_stops(members, i) && member_same(members->list[i], like))
                return true;
    }
    return false;
}

static bool takes_address(const struct asking *asking, const struct caller *caller)
{
    for (int side = 0; side < 2; side++)
        if (range_index_find(&asking->connectors[side].addresses, &caller->address,
                             caller->family) != NO_OWNER)
            return true;
    return false;
}

static bool takes_score(const struct asking *asking, int score)
{
    return asking->connectors[0].scores[score - SCORE_LEAST] != NO_MEMBER ||
           asking->connectors[1].scores[score - SCORE_LEAST] != NO_MEMBER;
}

/* The member that stands for a name: the host, or the nearest domain above it. */
static bool name_key(const struct asking *asking, struct view host, struct member *key)
{
    *key = (struct member){.kind = MEMBER_HOST, .name = host};
    if (is_listed(asking, key))
        return true;
    for (size_t i = 0; i < host.length; i++) {
        *key = (struct member){.kind = MEMBER_PARTIAL,
                               .name = {host.text + i + 1, host.length - i - 1}};
        if (host.text[i] == '.' && is_listed(asking, key))
            return true;
    }
    return false;
}

/* What a caller is known by, one thing after the other: a member each, as items name them. */
struct keys {
    struct member list[8];
    int count;
};

static struct keys keys_of(const struct asking *asking, const struct caller *caller)
{
    struct keys keys = {.count = 0};
    struct member key;
    if (takes_address(asking, caller))
        keys.list[keys.count++] = (struct member){
            .kind = MEMBER_ADDRESS,
            .range = {caller->address, caller->address, (uint8_t)caller->family}};
    if (caller->has_score == CALLER_SCORE_GIVEN && takes_score(asking, caller->score)) {
        key = (struct member){.kind = MEMBER_SBRS};
        key.score.first = (int16_t)caller->score;
        key.score.last = (int16_t)caller->score;
        keys.list[keys.count++] = key;
    }
    key = (struct member){.kind = MEMBER_SBRS_NONE};
    if (caller->has_score == CALLER_SCORE_NONE && is_listed(asking, &key))
        keys.list[keys.count++] = key;
    if (caller->has_name == CALLER_NAME_GIVEN && name_key(asking, caller->host, &key))
        keys.list[keys.count++] = key;
    for (uint32_t i = 0; i < caller->matching_count; i++)
        if (is_listed(asking, &caller->matching[i]))
            keys.list[keys.count++] = caller->matching[i];
    return keys;
}

/* Whether MEMBER, of a difference's name, is KEY or has it. */
static bool is_key(const struct member *member, const struct member *key)
{
    if (member->kind == MEMBER_ADDRESS && key->kind == MEMBER_ADDRESS)
        return address_range_contains(&member->range, &key->range);
    if (member->kind == MEMBER_SBRS && key->kind == MEMBER_SBRS)
        return member->score.first <= key->score.first && key->score.last <= member->score.last;
    return member_same(member, key);
}

/* A difference's name, read again. */
struct item {
    const struct difference *difference;
    const struct access_entry *entry; /* with its members */
    bool has_rest;
    bool has_both;
};

static struct item item_of(struct asking *asking, const struct difference *difference)
{
    struct setup *setup = &asking->comparing.setup;
    struct buffer text = buffer_new(&setup->arena);
    struct item item = {.difference = difference};
    struct view rest = difference->name;
    buffer_add_string(&text, "X:\n");
    while (rest.length > 0) {
        const char *end = memmem(rest.text, rest.length, ", ", 2);
        struct view piece = {rest.text, end == NULL ? rest.length : (size_t)(end - rest.text)};
        size_t used = piece.length + (end == NULL ? 0 : 2);
        rest = (struct view){rest.text + used, rest.length - used};
        if (view_equal(piece, VIEW("everybody else")))
            item.has_rest = true;
        else if (view_equal(piece, VIEW("whoever matches both")))
            item.has_both = true;
        else
            buffer_printf(&text, "    %.*s\n", VIEW_ARG(piece));
    }
    buffer_add_string(&text, "  REJECT\nALL\n REJECT\n");
    struct policy *policy = arena_alloc(&setup->arena, sizeof *policy);
    setup_read(setup, policy, read_hat, "item", buffer_view(&text));
    item.entry = &policy->listeners.list[0].entries[0];
    return item;
}

/* Whether ITEM says that who is known by KEYS gets something else. */
static bool covers(const struct item *item, const struct keys *keys)
{
    if (keys->count == 0)
        return item->has_rest;
    for (int i = 0; i < keys->count; i++)
        for (uint32_t k = 0; k < item->entry->member_count; k++)
            if (is_key(&item->entry->members[k], &keys->list[i]))
                return true;
    return false;
}

struct items {
    struct item *list;
    uint32_t count;
};

static struct items items_of(struct asking *asking)
{
    const struct differences *differences = &asking->comparing.differences;
    struct items items = {arena_alloc(&asking->comparing.setup.arena,
                                      (differences->count + 1) * sizeof *items.list), 0};
    for (uint32_t i = 0; i < differences->count; i++)
        if (differences->list[i].part == PART_FATE)
            items.list[items.count++] = item_of(asking, &differences->list[i]);
    return items;
}

static void fail_at(struct asking *asking, const struct caller *caller, const char *before,
                    const char *after, const char *what)
{
    print_error("%s\n%s\n%s", asking->texts[0], asking->texts[1],
                comparing_text(&asking->comparing));
    fail_msg("SEED=%llu: %.*s %.*s: %s -> %s: %s", SAY(asking->seed), VIEW_ARG(caller->text),
             VIEW_ARG(caller->host), before, after, what);
}

static bool says(const struct item *item, const char *before, const char *after)
{
    const struct change *change = &item->difference->changes->list[0];
    return view_equal(change->before.text, view_of(before)) &&
           view_equal(change->after.text, view_of(after));
}

/* Whether mail is refused by one who is told as TEXT. */
static bool refuses(const char *text)
{
    return strstr(text, " reject") != NULL;
}

/* Whether a refusal that comes or goes has the weight of one. */
static bool weighs(const struct item *item, const char *before, const char *after)
{
    const struct weight *weight = &item->difference->changes->list[0].weight;
    if (before[0] == '\0' || after[0] == '\0' || refuses(before) == refuses(after))
        return true;
    return refuses(before) ? (weight->weaker & 1U << WEIGHT_ACCESS) != 0
                           : weight->may_stop;
}

static void check_caller(struct asking *asking, const struct items *items,
                         const struct caller *caller)
{
    struct keys keys = keys_of(asking, caller);
    const char *before = got(asking, 0, caller, false);
    const char *after = got(asking, 1, caller, false);
    bool differs = strcmp(got(asking, 0, caller, true), after) != 0;
    bool is_covered = false;
    const struct item *exact = NULL;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct item *item = &items->list[i];
        bool own = covers(item, &keys) || (item->has_both && keys.count > 1);
        is_covered |= own;
        if (own && says(item, before, after))
            exact = item;
    }
    if (differs && !is_covered)
        fail_at(asking, caller, before, after, "is not told");
    if (keys.count <= 1 && !differs && is_covered)
        fail_at(asking, caller, before, after, "is told");
    if (differs && exact == NULL)
        fail_at(asking, caller, before, after, "is told otherwise");
    if (exact != NULL && !weighs(exact, before, after))
        fail_at(asking, caller, before, after, "is weighed otherwise");
}

enum { MOST_MATCHING = 3 };

/* Whether CALLER can match MEMBER besides what he has: of all but DNS lists there is one. */
static bool can_match(const struct caller *caller, const struct member *member)
{
    enum trait trait = trait_of(member->kind);
    for (uint32_t i = 0; i < caller->matching_count; i++)
        if (trait != TRAIT_DNSLIST && trait_of(caller->matching[i].kind) == trait)
            return false;
    return trait != TRAIT_LOOKUP || caller->has_name != CALLER_NAME_GIVEN;
}

/* A member that a caller can match besides, or none. */
static bool random_matching(const struct asking *asking, uint64_t *seed, struct member *member)
{
    const struct members *members = &asking->connectors[random_below(seed, 2)].members;
    for (int i = 0; i < 20 && members->count > 0; i++) {
        *member = *members->list[random_below(seed, members->count)];
        enum trait trait = trait_of(member->kind);
        if (trait == TRAIT_OWNER || trait == TRAIT_COUNTRY || trait == TRAIT_DNSLIST ||
            trait == TRAIT_LOOKUP)
            return true;
    }
    return false;
}

/* A caller with one thing that matters, or with several. */
static struct caller random_caller(struct asking *asking, uint64_t *seed,
                                   struct member matching[MOST_MATCHING])
{
    struct arena *arena = &asking->comparing.setup.arena;
    uint32_t only = random_below(seed, 8);
    bool any = only >= 4;
    bool is_ipv6 = random_below(seed, 4) == 0;
    struct caller caller;
    const char *mistake = "";
    const char *address = only == 0 || any
                              ? plain_address(arena, is_ipv6, (int)random_below(seed, 34))
                              : "198.51.100.1";
    const char *name = only == 1 || (any && random_below(seed, 2) == 0) ? random_host(seed)
                                                                         : "unknown";
    const char *score = "";
    if (only == 2 || (any && random_below(seed, 2) == 0))
        score = random_below(seed, 4) == 0
                    ? "none"
                    : arena_printf(arena, "%u.%u", random_below(seed, 2), random_below(seed, 10));
    assert_true(caller_parse(arena,
                             view_of(arena_printf(arena, "%s,%s,%s", address, name, score)),
                             &caller, &mistake));
    caller.matching = matching;
    uint32_t wanted = any ? random_below(seed, MOST_MATCHING + 1) : only == 3;
    for (uint32_t i = 0; i < wanted; i++) {
        struct member *next = &matching[caller.matching_count];
        if (random_matching(asking, seed, next) && can_match(&caller, next))
            caller.matching_count++;
    }
    caller.has_matching = caller.matching_count > 0;
    return caller;
}

static void fates_are_exact(void **state)
{
    uint64_t seed = environment_number("SEED", 11);
    uint64_t rounds = environment_number("ROUNDS", 600);
    (void)state;
    for (uint64_t round = 0; round < rounds; round++) {
        struct asking asking = {.seed = seed};
        struct arena arena;
        struct rows rows;
        struct rows changed;
        arena_init(&arena, memory_exhausted);
        random_rows(&seed, &rows);
        changed = rows;
        change_rows(&seed, &changed);
        asking.texts[0] = rows_text(&arena, &rows);
        asking.texts[1] = rows_text(&arena, &changed);
        comparing_begin(&asking.comparing, &hat, asking.texts[0], asking.texts[1]);
        for (int i = 0; i < 2; i++)
            connector_build(&asking.comparing.setup.arena,
                            &asking.comparing.policies[i].listeners.list[0],
                            &asking.connectors[i]);
        struct items items = items_of(&asking);
        for (int i = 0; i < ASKED; i++) {
            struct member matching[MOST_MATCHING];
            struct caller caller = random_caller(&asking, &seed, matching);
            check_caller(&asking, &items, &caller);
        }
        setup_end(&asking.comparing.setup);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spelling_is_no_difference),
        cmocka_unit_test(fates_are_exact),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
