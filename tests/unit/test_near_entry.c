/* SPDX-License-Identifier: MIT */
/*
 * Which name of an entry may be a misspelling of another's.
 */
#include "support.h"

#include "analysis/near_entry.h"

static void is_near(const char *a, const char *b, bool wanted)
{
    if (near_entry(view_of(a), view_of(b)) != wanted ||
        near_entry(view_of(b), view_of(a)) != wanted)
        fail_msg("%s and %s", a, b);
}

static void misspellings(void **state)
{
    (void)state;
    is_near("bnak.example", "bank.example", true);
    is_near("bank.exmaple", "bank.example", true);
    is_near("BANKS.example", "bank.EXAMPLE", true);
    is_near(".parner.example", ".partner.example", true);
    is_near("www.bnak.example", "www.bank.example", true);
    is_near("insurrance.example", "insurance.example", true);
    is_near("ibm.example", "ibn.example", true);
}

static void names_of_their_own(void **state)
{
    (void)state;
    is_near("bank.example", "bank.example", false);
    is_near("BANK.example", "bank.example", false);
    is_near("bank.example", "clinic.example", false);
    is_near("mx1.example", "mx2.example", false);
    is_near("mx1.example", "mx12.example", false);
    is_near("a1.b2.example", "a3.b4.example", false);
    is_near("hp.example", "hq.example", false);
    is_near("a.example", "b.example", false);
    is_near("bank.example", "www.bank.example", false);
    is_near("m.partners.example", "partners.example", false);
    is_near(".bank.example", "bank.example", false);
    is_near("", "", false);
    is_near("", "abc", false);
    is_near(".", "..", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(misspellings),
        cmocka_unit_test(names_of_their_own),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
