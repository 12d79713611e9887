/* SPDX-License-Identifier: MIT */
/*
 * A term about a parameter of mail flow policies: "tls >= required", "dhap-limit <= 20". Read once,
 * judged on any number of settings.
 *
 * TLS and SMTP authentication are ordered: off, preferred (which a table spells "on"), required.
 * Numbers are ordered, unlimited is the largest; a dhap-limit of 0 is no limit either. Everything
 * else knows = and != only.
 */
#ifndef DESTC_ANALYSIS_EXPECT_TERM_H
#define DESTC_ANALYSIS_EXPECT_TERM_H

#include "diag/diag.h"
#include "model/assertions.h"
#include "model/flow.h"

/* What is known of a thing that is asked about. */
enum finding { FINDING_NO, FINDING_OPEN, FINDING_YES };

struct flow_term {
    enum flow_param param;
    unsigned outcomes; /* a mask: which of below (1), same (2), above (4) satisfy it */
    int64_t number;    /* in the order of the parameter's values */
    struct view text;  /* of a TEXT, without its escapes */
};

/*
 * Reads the name, the operation and the value of EXPECTATION, an EXPECT_FLOW. The name is the
 * policy language's or a table's. False, and reported, if they are no such term.
 */
bool flow_term_read(struct diag *diag, const struct expectation *expectation,
                    struct flow_term *term);

/* Whether SETTING, of the term's parameter, satisfies TERM; open of a newer release's word. */
enum finding flow_term_holds(const struct flow_term *term, struct arena *arena,
                             const struct flow_setting *setting);

/* The value of SETTING in the policy language: "preferred", "50M", "unlimited". */
const char *flow_value_words(struct arena *arena, const struct flow_setting *setting);

#endif
