/* SPDX-License-Identifier: MIT */
#include "read/xml_check.h"

#include "base/buffer.h"

static void hold(struct xml_check *check, const char *text)
{
    /* Of a flood only what would be shown is worth its memory. */
    enum severity severity = diag_severity(check->diag, CODE_SCHEMA);
    bool kept = diag_would_keep(check->diag, severity, check->place);
    check->held = array_grow(check->diag->arena, check->held, check->held_count,
                             &check->held_capacity, sizeof *check->held);
    check->held[check->held_count++] =
        (struct xml_held){kept ? arena_string(check->diag->arena, text) : "", check->place};
}

static void complain(void *context, const struct schema_complaint *complaint)
{
    struct xml_check *check = context;
    struct span place = check->place;
    bool told = check->told;
    check->unexpected |= complaint->unexpected;
    if (complaint->structural) {
        hold(check, complaint->text);
        return;
    }
    for (size_t i = 0; i < check->attribute_count; i++) {
        if (view_equal(check->attributes[i].name, complaint->attribute)) {
            place = check->attribute_places[i];
            told = check->attribute_told[i];
        }
    }
    if (!told)
        diag_report(check->diag, CODE_SCHEMA, place, "%s", complaint->text);
}

void xml_check_init(struct xml_check *check, struct diag *diag)
{
    *check = (struct xml_check){.diag = diag};
    check->validator = schema_new(diag->arena, complain, check);
}

void xml_check_free(struct xml_check *check)
{
    schema_free(check->validator);
    check->validator = NULL;
}

void xml_check_attribute(struct xml_check *check, const struct xml_attribute *attribute, bool told)
{
    size_t number = check->attribute_count;
    if (number == XML_MOST_SHOWN)
        return;
    check->attributes[number] = (struct schema_attribute){attribute->name, attribute->value};
    check->attribute_places[number] = attribute->value_place;
    check->attribute_told[number] = told;
    check->attribute_count++;
}

void xml_check_clear(struct xml_check *check)
{
    check->attribute_count = 0;
}

bool xml_check_start(struct xml_check *check, struct view name, struct span place)
{
    check->place = place;
    check->told = false;
    check->unexpected = false;
    if (check->validator != NULL)
        schema_start(check->validator, name, check->attributes, check->attribute_count);
    return !check->unexpected;
}

void xml_check_text(struct xml_check *check, struct view text, struct span place, bool told)
{
    if (check->validator == NULL)
        return;
    xml_check_clear(check);
    check->place = place;
    check->told = told;
    schema_text(check->validator, text);
    schema_end(check->validator);
}

void xml_check_end(struct xml_check *check, struct span place)
{
    if (check->validator == NULL)
        return;
    xml_check_clear(check);
    check->place = place;
    check->told = false;
    schema_end(check->validator);
}

void xml_check_restart(struct xml_check *check, struct view root)
{
    if (check->validator == NULL)
        return;
    schema_finish(check->validator);
    schema_start(check->validator, root, NULL, 0);
}

void xml_check_reopen(struct xml_check *check, struct view name,
                      const struct schema_attribute *attributes, size_t count)
{
    /* What is wrong with it has been said when it began first. */
    uint32_t held = check->held_count;
    check->told = true;
    if (check->validator != NULL)
        schema_start(check->validator, name, attributes, count);
    check->held_count = held;
}

void xml_check_release(struct xml_check *check, bool excused)
{
    for (uint32_t i = 0; i < check->held_count && !excused; i++)
        diag_report(check->diag, CODE_SCHEMA, check->held[i].place, "%s", check->held[i].text);
    check->held_count = 0;
}
