/* SPDX-License-Identifier: MIT */
#include "model/policy.h"

#include "base/buffer.h"

void policy_init(struct policy *policy, struct arena *arena, struct sources *sources,
                 struct store *store)
{
    *policy = (struct policy){.arena = arena, .sources = sources, .store = store};
    hash_table_init(&policy->names, arena, 0);
    listeners_init(&policy->listeners, arena, store->seed);
}

void policy_expect(struct policy *policy, uint32_t expected)
{
    if (policy->count == 0)
        hash_table_init(&policy->names, policy->arena, expected);
}

void policy_add_text(struct policy *policy, const struct source *source, locate_function *locate)
{
    policy->texts = array_grow(policy->arena, policy->texts, policy->text_count,
                               &policy->text_capacity, sizeof *policy->texts);
    policy->texts[policy->text_count++] = (struct policy_text){source, locate};
}

struct view destination_key(const struct destination *destination)
{
    if ((destination->flags & DESTINATION_OWN_KEY) != 0)
        return view_of(destination->name + destination->length + 1);
    return destination_name(destination);
}

uint32_t policy_hash(const struct policy *policy, struct view key)
{
    uint32_t hash = hash_bytes(policy->store->seed, key.text, key.length);
    __builtin_prefetch(&policy->names.slots[hash & policy->names.mask]);
    return hash;
}

uint32_t policy_find_hashed(const struct policy *policy, struct view key, uint32_t hash)
{
    uint32_t probe = hash;
    uint32_t index;
    while (hash_table_next(&policy->names, hash, &probe, &index))
        if (view_equal(destination_key(policy_destination(policy, index)), key))
            return index;
    return NO_ENTRY;
}

uint32_t policy_find(const struct policy *policy, struct view key)
{
    return policy_find_hashed(policy, key, policy_hash(policy, key));
}

/* Name and key in one piece, each with a NUL behind it. */
static const char *store_pair(struct arena *arena, const struct domain *domain)
{
    char *pair = arena_alloc(arena, domain->name.length + domain->key.length + 2);
    memcpy(pair, domain->name.text, domain->name.length);
    pair[domain->name.length] = '\0';
    memcpy(pair + domain->name.length + 1, domain->key.text, domain->key.length);
    pair[domain->name.length + 1 + domain->key.length] = '\0';
    return pair;
}

static struct destination *append(struct policy *policy)
{
    uint32_t chunk = policy->count / DESTINATIONS_PER_CHUNK;
    if (policy->count % DESTINATIONS_PER_CHUNK == 0) {
        policy->chunks = array_grow(policy->arena, policy->chunks, chunk, &policy->chunk_capacity,
                                    sizeof(*policy->chunks));
        policy->chunks[chunk] =
            arena_alloc(policy->arena, DESTINATIONS_PER_CHUNK * sizeof **policy->chunks);
    }
    return &policy->chunks[chunk][policy->count++ % DESTINATIONS_PER_CHUNK];
}

uint32_t policy_add(struct policy *policy, const struct domain *domain, uint32_t hash,
                    uint32_t settings, uint32_t section)
{
    bool own_key = !view_equal(domain->name, domain->key);
    struct destination *destination = append(policy);
    *destination = (struct destination){
        .name = own_key ? store_pair(policy->arena, domain) : domain->name.text,
        .settings = settings,
        .section = section,
        .length = (uint16_t)domain->name.length,
        .kind = (uint8_t)domain->kind,
        .flags = own_key ? DESTINATION_OWN_KEY : 0,
    };
    hash_table_insert(&policy->names, hash, policy->count - 1);
    return policy->count - 1;
}

const struct composition *policy_composition(const struct policy *policy, uint32_t section)
{
    const struct composition *composition = NULL;
    if (policy->provenance != NULL)
        composition = provenance_find(policy->provenance, section);
    /* Sections of all texts are different offsets. */
    if (composition == NULL && policy->outside != NULL)
        composition = policy_composition(policy->outside, section);
    return composition;
}

struct span policy_locate(const struct policy *policy, uint32_t section, struct view name)
{
    const struct composition *composition = policy_composition(policy, section);
    if (composition != NULL) {
        const struct step *step = composition_find(composition, name);
        return step == NULL ? SPAN_NONE : step->place;
    }
    const struct source *source = sources_find(policy->sources, section);
    for (uint32_t i = 0; section != 0 && i < policy->text_count; i++)
        if (policy->texts[i].source == source)
            return policy->texts[i].locate(source, section, name);
    return SPAN_NONE;
}

static bool is_name_byte(char c)
{
    char lower = ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
           view_has(VIEW("._-"), c);
}

/* No format has more before the name. */
enum { MOST_BEFORE_NAME = 64 };

/* The first word from FIRST on that is another spelling of NAME. */
static struct span respelt_place(const struct policy *policy, const struct source *source,
                                 uint32_t first, struct view name)
{
    uint32_t most = source->size - first < MOST_BEFORE_NAME ? source->size
                                                            : first + MOST_BEFORE_NAME;
    for (uint32_t at = first, end; at < most; at = end + 1) {
        struct domain domain;
        struct domain_fault fault;
        for (end = at; end < source->size && is_name_byte(source->text[end]); end++)
            continue;
        struct view word = {source->text + at, end - at};
        if (word.length > 0 && domain_parse(policy->arena, word, &domain, &fault) &&
            view_equal(domain.name, name))
            return (struct span){source->base + at, source->base + end};
    }
    return (struct span){source->base + first, source->base + first + 1};
}

struct span policy_name_place(const struct policy *policy, uint32_t section, struct view name)
{
    const struct source *source = sources_find(policy->sources, section);
    struct span none = {section, section + 1};
    if (section == 0 || source == NULL || name.length == 0 || source->load != NULL)
        return none;
    uint32_t first = section - source->base;
    for (uint32_t at = first; at < first + MOST_BEFORE_NAME; at++) {
        if (at > source->size || name.length > source->size - at)
            break;
        const char *text = source->text + at;
        bool alone = !is_name_byte(text[name.length]) && (at == first || !is_name_byte(text[-1]));
        if (alone && view_equal_nocase((struct view){text, name.length}, name))
            return (struct span){source->base + at, source->base + at + (uint32_t)name.length};
    }
    return respelt_place(policy, source, first, name);
}

const struct set_use *policy_sets(const struct policy *policy, uint32_t *count)
{
    struct set_use *uses = arena_zero(policy->arena, policy->store->set_count, sizeof *uses);
    uint32_t *slots = arena_zero(policy->arena, policy->store->set_count, sizeof *slots);
    *count = 0;
    for (uint32_t i = 0; i < policy->count; i++) {
        uint32_t settings = policy_destination(policy, i)->settings;
        if (slots[settings] == 0) {
            uses[*count] = (struct set_use){.settings = settings, .first = i};
            slots[settings] = ++*count;
        }
        uses[slots[settings] - 1].count++;
    }
    return uses;
}

void policy_convert_names(struct policy *policy, enum idn_form form)
{
    for (uint32_t i = 0; i < policy->count; i++) {
        struct destination *destination = policy_destination(policy, i);
        struct view name = destination_name(destination);
        struct domain converted = {.name = domain_in_form(policy->arena, name, form),
                                   .key = destination_key(destination)};
        if (view_equal(converted.name, name))
            continue;
        bool own_key = !view_equal(converted.name, converted.key);
        destination->name =
            own_key ? store_pair(policy->arena, &converted) : converted.name.text;
        destination->length = (uint16_t)converted.name.length;
        destination->flags = own_key ? DESTINATION_OWN_KEY : 0;
    }
}
