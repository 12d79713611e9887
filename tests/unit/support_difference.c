/* SPDX-License-Identifier: MIT */
#include "support_difference.h"

#include "model/domain.h"

static const struct weight stops = {.stronger = WEIGHT_BIT(WEIGHT_TLS), .may_stop = true};
static const struct weight mixed = {.weaker = WEIGHT_BIT(WEIGHT_TLS) | WEIGHT_BIT(WEIGHT_ACCESS),
                                    .stronger = WEIGHT_BIT(WEIGHT_CHECKS)};
static const struct weight unknown = {.unknown = WEIGHT_ALL, .stop_unknown = true};
static const struct weight unknown_tls = {.unknown = WEIGHT_BIT(WEIGHT_TLS), .stop_unknown = true};

static const struct said not_known = {.how = SAID_UNKNOWN};

static uint32_t add_destination(struct forms *forms, struct policy *policy, const char *name)
{
    struct domain domain;
    struct domain_fault fault;
    assert_true(domain_parse(&forms->setup.arena, view_of(name), &domain, &fault));
    return policy_add(policy, &domain, policy_hash(policy, domain.key), 0, 0);
}

void forms_begin(struct forms *forms)
{
    *forms = (struct forms){0};
    setup_begin(&forms->setup);
    setup_policy(&forms->setup, &forms->before);
    setup_policy(&forms->setup, &forms->after);
    forms->sides[0].policy = &forms->before;
    forms->sides[1].policy = &forms->after;
    forms->frame = (struct difference_frame){.before_name = "old.txt",
                                             .after_name = "new.txt",
                                             .before = &forms->sides[0],
                                             .after = &forms->sides[1]};
}

const struct change_list *forms_share(struct forms *forms, const struct change *changes,
                                      uint32_t count)
{
    struct change_list *list = arena_zero(&forms->setup.arena, 1, sizeof *list);
    struct change *kept = arena_alloc(&forms->setup.arena, count * sizeof *kept);
    memcpy(kept, changes, count * sizeof *kept);
    *list = (struct change_list){.list = kept, .count = count};
    for (uint32_t i = 0; i < count; i++)
        list->weight = weight_join(list->weight, kept[i].weight);
    return list;
}

static void add(struct forms *forms, const struct difference *difference)
{
    differences_add(&forms->setup.arena, &forms->differences, difference);
}

void forms_destination(struct forms *forms, enum difference_kind kind, const char *name,
                       const char *holds, const struct change_list *changes)
{
    struct difference difference = {.kind = kind,
                                    .part = PART_DESTINATION,
                                    .before = NO_ENTRY,
                                    .after = NO_ENTRY,
                                    .name = view_of(name),
                                    .holds = view_of(holds),
                                    .changes = changes};
    if (kind != DIFFERENCE_ADDED)
        difference.before = add_destination(forms, &forms->before, name);
    if (kind != DIFFERENCE_REMOVED)
        difference.after = add_destination(forms, &forms->after, name);
    add(forms, &difference);
}

static void add_default(struct forms *forms)
{
    static struct reached reached[3];
    add(forms, &(struct difference){
                   .kind = DIFFERENCE_CHANGED,
                   .part = PART_DEFAULT,
                   .before = NO_ENTRY,
                   .after = NO_ENTRY,
                   .name = VIEW("DEFAULT"),
                   .changes = SHARE(forms,
                                    {PARAM_TABLE_TLS, VIEW("tls"), given("preferred"),
                                     given("required"), stops},
                                    {PARAM_CERTIFICATE, VIEW("certificate"), NOTHING,
                                     given("mx.example.org"), NEUTRAL})});
    reached[0].entry = add_destination(forms, &forms->after, "a.quiet.example");
    reached[1].entry = add_destination(forms, &forms->after, "b\xC3\xBC" "cher.quiet.example");
    reached[2].entry = add_destination(forms, &forms->after, "192.0.2.7");
    reached[0].params = reached[2].params = PARAM_BIT(PARAM_TABLE_TLS);
    reached[1].params = reached[0].params | PARAM_BIT(PARAM_BOUNCE_PROFILE);
    forms->differences.reached_by[PARAM_TABLE_TLS] = 3;
    forms->differences.reached_by[PARAM_BOUNCE_PROFILE] = 1;
    forms->differences.reached = reached;
    forms->differences.reached_count = 3;
}

static void add_destinations(struct forms *forms)
{
    const struct change_list *same =
        SHARE(forms, {PARAM_TABLE_TLS, VIEW("tls"), given("required"),
                      inherited("preferred", "default entry"), WEAKER_TLS});
    const struct change_list *several = SHARE(
        forms, {PARAM_MAX_HOST_CONCURRENCY, VIEW("connections"), given("5"), given("10"), NEUTRAL},
        {PARAM_TABLE_TLS, VIEW("tls"), not_known, given("off"), unknown_tls},
        {PARAM_BOUNCE_PROFILE, VIEW("bounce-profile"), inherited("Default", "AsyncOS"),
         given("a strict profile with a name that is longer than a column"), NEUTRAL},
        {PARAM_COUNT, VIEW("new<setting>"), NOTHING, given(HOSTILE), unknown});
    forms->differences.has_destinations = true;
    forms_destination(forms, DIFFERENCE_CHANGED, "b\xC3\xBC" "cher.example", "", same);
    forms_destination(forms, DIFFERENCE_ADDED, "fresh.example", "default entry", NULL);
    forms_destination(forms, DIFFERENCE_REMOVED, "gone.example", "default entry", same);
    forms_destination(forms, DIFFERENCE_ADDED, "in.part.example", ".part.example",
                      SHARE(forms, {PARAM_TABLE_TLS, VIEW("tls"),
                                    inherited("preferred", "default entry"), given("required"),
                                    stops}));
    forms_destination(forms, DIFFERENCE_CHANGED, "mail-1.example", "", same);
    forms_destination(forms, DIFFERENCE_CHANGED, "mail-2.example", "", same);
    forms_destination(forms, DIFFERENCE_CHANGED, "mail-3.example", "", same);
    forms_destination(forms, DIFFERENCE_CHANGED, "several.example", "", several);
}

void forms_part(struct forms *forms, enum difference_part part, enum difference_kind kind,
                const char *name, const struct change_list *changes)
{
    add(forms, &(struct difference){.kind = kind,
                                    .part = part,
                                    .before = NO_ENTRY,
                                    .after = NO_ENTRY,
                                    .listener = VIEW("In"),
                                    .name = view_of(name),
                                    .changes = changes});
}

void forms_listener(struct forms *forms)
{
    forms->differences.has_listeners = true;
    forms_part(forms, PART_LISTENER, DIFFERENCE_CHANGED, "In",
               SHARE(forms, {PARAM_COUNT, VIEW("type"), given("private"), given("public"),
                             NEUTRAL}));
    forms_part(forms, PART_FLOW_DEFAULTS, DIFFERENCE_CHANGED, "",
               SHARE(forms, {PARAM_COUNT, VIEW("spam-check"), given("on"), given("off"),
                             {.weaker = WEIGHT_BIT(WEIGHT_CHECKS)}}));
    forms_part(forms, PART_FLOW_POLICY, DIFFERENCE_REMOVED, "$TRUSTED",
               SHARE(forms, {PARAM_COUNT, VIEW("tls"), given("on"),
                             inherited("", "listener's default"), mixed}));
    forms_part(forms, PART_GROUP, DIFFERENCE_CHANGED, HOSTILE,
               SHARE(forms, {PARAM_COUNT, VIEW("place"), given("4"), given("2"), NEUTRAL},
                     {PARAM_COUNT, VIEW("member"), NOTHING, given("192.0.2.0/24"), NEUTRAL}));
    forms_part(forms, PART_HOST, DIFFERENCE_ADDED, "10.1.2.3",
               SHARE(forms, {PARAM_COUNT, VIEW("behavior"), NOTHING, given("REJECT"),
                             {.may_stop = true}}));
    forms_part(forms, PART_FATE, DIFFERENCE_CHANGED, "192.0.2.0/25",
               SHARE(forms, {PARAM_COUNT, VIEW("entry"), given("SUSPECTLIST $THROTTLED"),
                             given("ALLOWED_LIST $TRUSTED"),
                             {.weaker = WEIGHT_BIT(WEIGHT_ACCESS)}}));
    forms_part(forms, PART_RECIPIENT, DIFFERENCE_CHANGED, "ALL",
               SHARE(forms, {PARAM_COUNT, VIEW("action"), given("REJECT"), given("ACCEPT"),
                             {.weaker = WEIGHT_BIT(WEIGHT_ACCESS)}}));
}

void forms_fill(struct forms *forms)
{
    forms_begin(forms);
    add_default(forms);
    add_destinations(forms);
    forms_listener(forms);
    forms->differences.wants_default = true;
    forms->frame.names = true;
}

struct view forms_written(struct forms *forms, const char *form)
{
    struct capture capture;
    struct output *output = capture_begin(&capture, &forms->setup.arena);
    difference_form(view_of(form))
        ->write(&forms->setup.arena, &forms->differences, &forms->frame, output);
    return capture_end(&capture);
}

