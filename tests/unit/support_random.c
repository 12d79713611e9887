/* SPDX-License-Identifier: MIT */
#include "support_random.h"

#include "model/params.h"

void add_section(struct buffer *text, uint64_t *seed, uint32_t number)
{
    static const struct {
        const char *before;
        const char *behind;
        bool hexadecimal;
    } forms[] = {
        {"h", ".example", false},       {".h", ".example", false},
        {"192.0.2.", "", false},        {"[2001:db8::", "]", true},
        {"b\xC3\xBC", ".example", false}, {"_dmarc.H", ".Example", false},
        {"2001:db8:1::", "", true},
    };
    uint32_t form = random_below(seed, sizeof forms / sizeof forms[0]);
    buffer_printf(text, forms[form].hexadecimal ? "[%s%x%s]\n" : "[%s%u%s]\n", forms[form].before,
                  number, forms[form].behind);
}

const char *random_word(uint64_t *seed, enum word_list list)
{
    const struct word *word = word_by_code(list, random_below(seed, word_count(list)));
    bool numeric = word->number != NULL && random_below(seed, 2) == 0;
    return numeric ? word->number : word->export_word;
}

bool random_in_default(uint64_t *seed, enum param param)
{
    enum fallback fallback = parameter(param)->in_default;
    return fallback == FALLBACK_REQUIRED ||
           (fallback != FALLBACK_NO && random_below(seed, 2) != 0);
}

uint32_t random_mask(uint64_t *seed, uint32_t often)
{
    uint32_t mask = 0;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (parameter((enum param)i)->in_domain && random_below(seed, often) == 0)
            mask |= PARAM_BIT(i);
    for (int i = 0; i < PARAM_COUNT; i++)
        if ((mask & PARAM_BIT(i)) != 0)
            mask |= parameter((enum param)i)->needs;
    return mask;
}
