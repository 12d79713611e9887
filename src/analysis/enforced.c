/* SPDX-License-Identifier: MIT */
#include "analysis/enforced.h"

bool tls_is_required(const struct value *tls)
{
    return tls->kind == VALUE_WORD && word_by_code(WORDS_TLS, tls->number)->rank >=
                                          word_by_code(WORDS_TLS, TLS_REQUIRED)->rank;
}

bool tls_is_off(const struct value *tls)
{
    return tls->kind == VALUE_WORD && tls->number == TLS_OFF;
}

bool dane_is_mandatory(const struct value *dane)
{
    return dane->kind == VALUE_WORD && dane->number == DANE_MANDATORY;
}

bool is_enforced(const struct resolved *resolved)
{
    const struct value *tls = &resolved->settings[PARAM_TABLE_TLS].value;
    return tls_is_required(tls) ||
           (!tls_is_off(tls) && dane_is_mandatory(&resolved->settings[PARAM_DANE_OPTION].value));
}
