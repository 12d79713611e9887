/* SPDX-License-Identifier: MIT */
#include "support_schema.h"

static void complain(void *context, const struct schema_complaint *complaint)
{
    struct judge *judge = context;
    judge->complaints++;
    judge->structural |= complaint->structural;
    judge->unexpected |= complaint->unexpected;
    snprintf(judge->text, sizeof judge->text, "%s", complaint->text);
    if (strchr(complaint->text, '\n') != NULL || strstr(complaint->text, "{urn:") != NULL)
        fail_msg("not clean: %s", complaint->text);
}

int judge_begin(void **state)
{
    struct judge *judge = calloc(1, sizeof *judge);
    if (judge == NULL)
        return -1;
    setup_begin(&judge->setup);
    judge->validator = schema_new(&judge->setup.arena, complain, judge);
    *state = judge;
    return judge->validator == NULL ? -1 : 0;
}

int judge_end(void **state)
{
    struct judge *judge = *state;
    schema_free(judge->validator);
    setup_end(&judge->setup);
    free(judge);
    return 0;
}

void start_destination(struct judge *judge, struct view name)
{
    struct schema_attribute domain = {VIEW("domain"), name};
    schema_start(judge->validator, VIEW("destination"), &domain, 1);
}

uint64_t random_seed(void)
{
    return environment_number("SEED", 20);
}

uint32_t rounds(uint32_t usual)
{
    return (uint32_t)environment_number("NAMES", usual);
}
