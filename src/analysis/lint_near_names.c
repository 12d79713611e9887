/* SPDX-License-Identifier: MIT */
#include "analysis/lint_near_names.h"

#include "analysis/enforced.h"
#include "analysis/lint_letters.h"
#include "base/buffer.h"

/* --- Hashes of a name and of its neighbours --------------------------------------------------- */

/* What a hash is of, which its last bits say. */
enum kind {
    KIND_WHOLE,       /* a name */
    KIND_SHORTER,     /* a name without one letter */
    KIND_LETTER_HOLE, /* a name but for the letter at one place */
    KIND_DIGIT_HOLE,  /* the same, where the letter is a digit */
    KIND_COUNT
};

enum { KIND_BITS = 2 };

/* Twice each letter, and the whole, is the most that a name leaves; three times, that it asks. */
enum { HASHES_MOST = 3 * LETTERS_MOST + 1 };

struct hashes {
    uint32_t count;
    uint64_t list[HASHES_MOST];
};

/*
 * A name's hash is a polynomial: its beginnings, ends and powers give that of any neighbour in one
 * step. The base is secret, for names are chosen by others.
 */
struct hasher {
    uint64_t base;
    uint64_t powers[LETTERS_MOST + 1];
    struct letters letters;
    uint64_t before[LETTERS_MOST + 1]; /* of the letters before each place */
    uint64_t behind[LETTERS_MOST + 1]; /* of those from each place on */
    struct hashes hashes;
};

static const uint64_t ODD_1 = 0xFF51AFD7ED558CCDu;
static const uint64_t ODD_2 = 0xC4CEB9FE1A85EC53u;

static uint64_t scatter(uint64_t hash)
{
    hash = (hash ^ (hash >> 33)) * ODD_1;
    hash = (hash ^ (hash >> 33)) * ODD_2;
    return hash ^ (hash >> 33);
}

static void hasher_init(struct hasher *hasher, uint64_t seed)
{
    hasher->base = scatter(seed) | 1;
    hasher->powers[0] = 1;
    for (int i = 0; i < LETTERS_MOST; i++)
        hasher->powers[i + 1] = hasher->powers[i] * hasher->base;
}

static void hasher_read(struct hasher *hasher, struct view name)
{
    struct letters *letters = &hasher->letters;
    letters_of(name, letters);
    uint32_t count = letters->count;
    hasher->hashes.count = 0;
    hasher->before[0] = 0;
    hasher->behind[count] = 0;
    for (uint32_t i = 0; i < count; i++)
        hasher->before[i + 1] = hasher->before[i] * hasher->base + letters->list[i];
    for (uint32_t i = count; i-- > 0;)
        hasher->behind[i] =
            letters->list[i] * hasher->powers[count - 1 - i] + hasher->behind[i + 1];
}

/* The first place that counts: a partial domain's dot stays. */
static uint32_t first_place(const struct letters *letters)
{
    return letters->list[0] == '.' ? 1 : 0;
}

/* A partial domain is close to partial domains only: www.a.test is below .a.test, not misspelt. */
static void put(struct hasher *hasher, uint64_t hash, enum kind kind, uint32_t place)
{
    uint64_t where = (uint64_t)place << 1 | first_place(&hasher->letters);
    uint64_t mixed = scatter(hash ^ where * ODD_2);
    hasher->hashes.list[hasher->hashes.count++] = mixed << KIND_BITS | (uint64_t)kind;
}

static enum kind kind_of(uint64_t hash)
{
    return (enum kind)(hash % KIND_COUNT);
}

static uint64_t shorter_at(const struct hasher *hasher, uint32_t i)
{
    return hasher->before[i] * hasher->powers[hasher->letters.count - 1 - i] +
           hasher->behind[i + 1];
}

static bool is_digit(uint32_t letter)
{
    return letter >= '0' && letter <= '9';
}

/* Whether the letter at I may be left out and gives a new name: of a run, the first does. */
static bool gives_shorter(const struct letters *letters, uint32_t i)
{
    return !is_digit(letters->list[i]) &&
           (i == first_place(letters) || letters->list[i] != letters->list[i - 1]);
}

/* The marks that an enforcing name leaves. */
static const struct hashes *marks_of(struct hasher *hasher, struct view name)
{
    const struct letters *letters = &hasher->letters;
    hasher_read(hasher, name);
    put(hasher, hasher->before[letters->count], KIND_WHOLE, 0);
    for (uint32_t i = first_place(letters); i < letters->count; i++) {
        uint64_t shorter = shorter_at(hasher, i);
        if (gives_shorter(letters, i))
            put(hasher, shorter, KIND_SHORTER, 0);
        put(hasher, shorter, is_digit(letters->list[i]) ? KIND_DIGIT_HOLE : KIND_LETTER_HOLE, i);
    }
    return &hasher->hashes;
}

/* The marks of names that are close to one which does not enforce. */
static const struct hashes *asks_of(struct hasher *hasher, struct view name)
{
    const struct letters *letters = &hasher->letters;
    hasher_read(hasher, name);
    uint64_t whole = hasher->before[letters->count];
    put(hasher, whole, KIND_SHORTER, 0); /* which has one more letter */
    for (uint32_t i = first_place(letters); i < letters->count; i++) {
        uint32_t letter = letters->list[i];
        uint64_t shorter = shorter_at(hasher, i);
        if (gives_shorter(letters, i)) /* which has one less */
            put(hasher, shorter, KIND_WHOLE, 0);
        put(hasher, shorter, KIND_LETTER_HOLE, i);
        if (!is_digit(letter))
            put(hasher, shorter, KIND_DIGIT_HOLE, i);
    }
    return &hasher->hashes;
}

/* The same for names that have two neighbours the other way round. */
static const struct hashes *swaps_of(struct hasher *hasher)
{
    const struct letters *letters = &hasher->letters;
    uint64_t whole = hasher->before[letters->count];
    hasher->hashes.count = 0;
    for (uint32_t i = first_place(letters); i + 1 < letters->count; i++) {
        uint32_t a = letters->list[i];
        uint32_t b = letters->list[i + 1];
        uint64_t high = hasher->powers[letters->count - 1 - i];
        uint64_t low = hasher->powers[letters->count - 2 - i];
        if (a != b && !(is_digit(a) && is_digit(b)))
            put(hasher, whole + ((uint64_t)b - a) * (high - low), KIND_WHOLE, 0);
    }
    return &hasher->hashes;
}

/* --- Sets of hashes, with some that are not among them ---------------------------------------- */

enum { BITS_A_HASH = 16, WORD_BITS = 64 };

/* Two bits of one word a hash. */
struct filter {
    uint64_t *words;
    uint64_t mask;
};

static void filter_init(struct filter *filter, struct arena *arena, uint64_t expected)
{
    uint64_t words = 1;
    while (words < expected * BITS_A_HASH / WORD_BITS)
        words *= 2;
    filter->words = arena_zero(arena, words, sizeof *filter->words);
    filter->mask = words - 1;
}

static uint64_t bits_of(uint64_t hash)
{
    hash >>= KIND_BITS;
    return UINT64_C(1) << (hash % WORD_BITS) | UINT64_C(1) << (hash / WORD_BITS % WORD_BITS);
}

static void filter_add(struct filter *filter, uint64_t hash)
{
    filter->words[hash >> 16 & filter->mask] |= bits_of(hash);
}

static bool filter_may_have(const struct filter *filter, uint64_t hash)
{
    uint64_t bits = bits_of(hash);
    return (filter->words[hash >> 16 & filter->mask] & bits) == bits;
}

/* --- Who is close to whom --------------------------------------------------------------------- */

/* What a set of settings says about TLS. */
enum stance { STANCE_OPEN, STANCE_ENFORCES, STANCE_UNKNOWN };

/* Somebody who asks for a mark that may be there. */
struct question {
    uint64_t hash;
    uint32_t entry;
    uint32_t next; /* one more than the number of the next with this hash; 0: none */
};

struct search {
    struct linter *linter;
    struct hasher hasher;
    uint8_t *stances; /* by set of settings */
    struct filter marks[KIND_COUNT]; /* the fewer there are, the faster is the look-up */
    struct question *questions;
    uint32_t count;
    uint32_t capacity;
    uint32_t *close; /* by destination one more than the enforcing one's number; 0: none */
};

static enum stance stance_of(const struct linter *linter, const struct settings *settings)
{
    struct resolved resolved;
    resolve(settings, &linter->defaults, &resolved);
    const struct value *tls = &resolved.settings[PARAM_TABLE_TLS].value;
    const struct value *dane = &resolved.settings[PARAM_DANE_OPTION].value;
    if (tls_is_required(tls) || dane_is_mandatory(dane))
        return STANCE_ENFORCES;
    return tls->kind == VALUE_WORD ? STANCE_OPEN : STANCE_UNKNOWN;
}

/* Whether some names enforce TLS and others do not. */
static bool judge_sets(struct search *search)
{
    struct linter *linter = search->linter;
    const struct policy *policy = linter->policy;
    bool has[STANCE_UNKNOWN + 1] = {false};
    uint32_t count;
    const struct set_use *sets = policy_sets(policy, &count);
    search->stances = arena_zero(linter->arena, policy->store->set_count + 1u, 1);
    for (uint32_t i = 0; i < count; i++) {
        enum stance stance = stance_of(linter, policy_settings(policy, sets[i].settings));
        search->stances[sets[i].settings] = (uint8_t)stance;
        has[stance] = true;
    }
    if (has[STANCE_UNKNOWN] && has[STANCE_ENFORCES] && linter->defaults.settings == NULL)
        lint_unknown(linter, LINT_NEEDS_DEFAULT, CODE_LINT_NEAR_NAME);
    return has[STANCE_ENFORCES] && has[STANCE_OPEN];
}

/* The name of destination number ENTRY, if it has one and its settings are of this kind. */
static bool has_stance(const struct search *search, uint32_t entry, enum stance stance,
                       struct view *name)
{
    const struct destination *destination = policy_destination(search->linter->policy, entry);
    *name = destination_name(destination);
    return destination->kind != DOMAIN_ADDRESS &&
           search->stances[destination->settings] == (uint8_t)stance;
}

/* How many marks of each kind a name leaves, roughly: by its bytes. */
static void count_marks(struct view name, uint64_t counts[KIND_COUNT])
{
    uint64_t digits = 0;
    for (size_t i = 0; i < name.length; i++)
        digits += is_digit((unsigned char)name.text[i]);
    counts[KIND_WHOLE]++;
    counts[KIND_SHORTER] += name.length - digits;
    counts[KIND_LETTER_HOLE] += name.length - digits;
    counts[KIND_DIGIT_HOLE] += digits;
}

static void leave_marks(struct search *search)
{
    const struct policy *policy = search->linter->policy;
    struct view name;
    uint64_t counts[KIND_COUNT] = {0};
    for (uint32_t entry = 0; entry < policy->count; entry++)
        if (has_stance(search, entry, STANCE_ENFORCES, &name))
            count_marks(name, counts);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        filter_init(&search->marks[kind], search->linter->arena, counts[kind]);
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        if (!has_stance(search, entry, STANCE_ENFORCES, &name))
            continue;
        const struct hashes *hashes = marks_of(&search->hasher, name);
        for (uint32_t i = 0; i < hashes->count; i++)
            filter_add(&search->marks[kind_of(hashes->list[i])], hashes->list[i]);
    }
}

static void ask_for(struct search *search, uint32_t entry, const struct hashes *hashes)
{
    for (uint32_t i = 0; i < hashes->count; i++) {
        if (!filter_may_have(&search->marks[kind_of(hashes->list[i])], hashes->list[i]))
            continue;
        search->questions =
            array_grow(search->linter->arena, search->questions, search->count, &search->capacity,
                       sizeof *search->questions);
        search->questions[search->count++] = (struct question){hashes->list[i], entry, 0};
    }
}

static void ask(struct search *search)
{
    const struct policy *policy = search->linter->policy;
    struct view name;
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        if (!has_stance(search, entry, STANCE_OPEN, &name))
            continue;
        ask_for(search, entry, asks_of(&search->hasher, name));
        ask_for(search, entry, swaps_of(&search->hasher));
    }
}

/* --- The answers ------------------------------------------------------------------------------ */

/* The question with HASH that heads its chain; NO_ENTRY if nobody asks for it. */
static uint32_t find_question(const struct search *search, const struct hash_table *table,
                              uint64_t hash)
{
    uint32_t index;
    uint32_t slot = (uint32_t)(hash >> KIND_BITS);
    for (uint32_t probe = slot; hash_table_next(table, slot, &probe, &index);)
        if (search->questions[index].hash == hash)
            return index;
    return NO_ENTRY;
}

/* Puts questions into TABLE, those with one hash in one chain, and into FILTER. */
static void put_questions(struct search *search, struct hash_table *table, struct filter *filter)
{
    hash_table_init(table, search->linter->arena, search->count);
    filter_init(filter, search->linter->arena, search->count);
    for (uint32_t i = 0; i < search->count; i++) {
        struct question *question = &search->questions[i];
        uint32_t head = find_question(search, table, question->hash);
        filter_add(filter, question->hash);
        if (head == NO_ENTRY) {
            hash_table_insert(table, (uint32_t)(question->hash >> KIND_BITS), i);
            continue;
        }
        question->next = search->questions[head].next;
        search->questions[head].next = i + 1;
    }
}

/*
 * Whether both are what the hashes say, one letter apart: hashes of different names may be the
 * same, if hardly ever.
 */
static bool are_close(const struct letters *a, const struct letters *b)
{
    uint32_t least = a->count < b->count ? a->count : b->count;
    uint32_t front = 0;
    while (front < least && a->list[front] == b->list[front])
        front++;
    uint32_t back = 0;
    while (back < least - front && a->list[a->count - 1 - back] == b->list[b->count - 1 - back])
        back++;
    uint32_t in_a = a->count - front - back;
    uint32_t in_b = b->count - front - back;
    if (in_a == 2 && in_b == 2)
        return a->list[front] == b->list[front + 1] && a->list[front + 1] == b->list[front];
    return in_a <= 1 && in_b <= 1 && in_a + in_b > 0;
}

/*
 * The enforcing name ENTRY, with these marks, answers those who ask for HASH from question HEAD
 * on. Who has an answer leaves the chain, so that no chain is walked often.
 */
static void answer(struct search *search, uint32_t entry, uint32_t head)
{
    const struct policy *policy = search->linter->policy;
    struct letters letters;
    struct question *questions = search->questions;
    uint32_t *link = NULL;
    for (uint32_t number = head + 1; number != 0; number = questions[number - 1].next) {
        uint32_t *close = &search->close[questions[number - 1].entry];
        if (*close == 0) {
            letters_of(destination_name(policy_destination(policy, questions[number - 1].entry)),
                       &letters);
            if (are_close(&search->hasher.letters, &letters))
                *close = entry + 1;
        }
        if (*close == 0 || link == NULL)
            link = &questions[number - 1].next;
        else
            *link = questions[number - 1].next;
    }
}

static void answer_all(struct search *search)
{
    const struct policy *policy = search->linter->policy;
    struct hash_table table;
    struct filter filter;
    struct view name;
    put_questions(search, &table, &filter);
    search->close = arena_zero(search->linter->arena, policy->count, sizeof *search->close);
    for (uint32_t entry = 0; entry < policy->count; entry++) {
        if (!has_stance(search, entry, STANCE_ENFORCES, &name))
            continue;
        const struct hashes *hashes = marks_of(&search->hasher, name);
        for (uint32_t i = 0; i < hashes->count; i++) {
            if (!filter_may_have(&filter, hashes->list[i]))
                continue;
            uint32_t head = find_question(search, &table, hashes->list[i]);
            if (head != NO_ENTRY)
                answer(search, entry, head);
        }
    }
}

static void tell(struct linter *linter, uint32_t entry, uint32_t other)
{
    static const struct set_rule rule = {.code = CODE_LINT_NEAR_NAME, .param = PARAM_COUNT};
    const struct policy *policy = linter->policy;
    const struct destination *destination = policy_destination(policy, other);
    struct view name = destination_name(destination);
    struct message *message = lint_report_entry(
        linter, &rule, entry, "one letter away from %.*s, which enforces TLS", VIEW_ARG(name));
    if (message != NULL)
        diag_note(linter->diag, message, policy_name_place(policy, destination->section, name),
                  "TLS is enforced here");
    diag_mend(linter->diag, message);
}

void lint_near_names(struct linter *linter)
{
    if (!lint_wants(linter, CODE_LINT_NEAR_NAME))
        return;
    struct search *search = arena_zero(linter->arena, 1, sizeof *search);
    search->linter = linter;
    if (!judge_sets(search))
        return;
    hasher_init(&search->hasher, linter->policy->store->seed);
    leave_marks(search);
    ask(search);
    if (search->count == 0)
        return;
    answer_all(search);
    for (uint32_t entry = 0; entry < linter->policy->count; entry++)
        if (search->close[entry] != 0)
            tell(linter, entry, search->close[entry] - 1);
}
