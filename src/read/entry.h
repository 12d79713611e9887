/* SPDX-License-Identifier: MIT */
/*
 * From what a format says to the model, one entry at a time. Every reader calls these and nothing
 * else of the model: names and values are judged here, once, for all formats.
 *
 *     entry_begin(...);                 the head of a section, element, object or row
 *     entry_setting(...);               any number of times
 *     entry_end(...);                   the entry enters the policy
 */
#ifndef DESTC_READ_ENTRY_H
#define DESTC_READ_ENTRY_H

#include "diag/diag.h"
#include "model/policy.h"
#include "read/vocabulary.h"

struct xml_map; /* see read/xml_map.h */

/* What reading depends on beside the text. */
struct read_options {
    struct release target; /* decides which parameters a default entry must have */
    bool certificate_told; /* a missing certificate is not worth a warning: it is meant so, or the
                              writer says it */
    bool has_target;       /* it was asked for, and wins over the release that a text names */
    struct view listener;  /* whose a HAT or RAT file is; empty: it was not said */
    bool policies_alone;   /* a HAT need not have entries: what its policies say is wanted */
    bool is_cut;           /* a HAT ends before its last entry: ALL is not missing */
    const struct xml_map *xml_map; /* of the appliance's own file; NULL: none was given */
    const struct source *dtd;      /* the same; a DTD that can be used */
};

struct entry_reader {
    struct policy *policy;
    struct diag *diag;
    const struct read_options *options;
    enum vocabulary vocabulary;
    enum entry_state {
        ENTRY_NONE,        /* before the first entry */
        ENTRY_DEFAULT,
        ENTRY_DESTINATION,
        ENTRY_ORPHAN,      /* a head that named nothing: its settings are judged and dropped */
    } state;
    struct draft draft;
    struct domain domain;
    uint32_t hash;      /* of the domain's key */
    struct span head;   /* the name, for messages about the entry */
    uint32_t section;   /* where the entry begins, for finding its settings again */
    uint32_t *others;   /* by an unknown name's key: where it stands in the draft, if it does */
    uint32_t others_capacity;
    uint32_t misspelt;  /* a mask: parameters whose misspelling the entry keeps as it stands */
    bool orphan_told;   /* a parameter before any section was reported */
    bool text_is_clean; /* the source is valid UTF-8 throughout */
};

/* A reader of SOURCE, which goes into POLICY. Judges the text's encoding once. */
void entry_reader_init(struct entry_reader *reader, struct policy *policy, struct diag *diag,
                       const struct read_options *options, const struct source *source,
                       enum vocabulary vocabulary);

/*
 * An entry begins: NAME, at PLACE, is a destination or DEFAULT (in any case). SECTION is the
 * offset from which the format's locate function finds the entry's settings again.
 */
void entry_begin(struct entry_reader *reader, struct view name, struct span place,
                 uint32_t section);

/* The default entry begins. */
void entry_begin_default(struct entry_reader *reader, struct span place, uint32_t section);

/* A head that could not be read: what follows is judged, and belongs to no entry. */
void entry_begin_orphan(struct entry_reader *reader);

/* A setting by the table file's name of its parameter, known or not. */
void entry_setting(struct entry_reader *reader, struct view name, struct span name_place,
                   struct view value, struct span value_place);

/* A setting of a known parameter, in the reader's vocabulary. */
void entry_parameter(struct entry_reader *reader, enum param param, struct span name_place,
                     struct view value, struct span value_place);

/*
 * Judges the name of an unknown parameter, without a value: for a format that names a parameter
 * once for many entries. TAKEN is a mask of the known parameters that are named beside it. False
 * if the name cannot be kept. *MEANT is a mask of the parameters that it may misspell.
 */
bool entry_judge_unknown(struct entry_reader *reader, struct view name, struct span place,
                         uint32_t taken, uint32_t *meant);

/*
 * Judges an unknown parameter, name and value, that does not come by way of an entry_reader. TAKEN
 * is a mask of the known parameters beside it. False if it cannot be kept.
 */
bool entry_judge_other(struct diag *diag, struct view name, struct span name_place,
                       struct view value, struct span value_place, uint32_t taken);

/* The entry has an unknown parameter that misspells one of MEANT, a mask, as was reported. */
void entry_misspelt(struct entry_reader *reader, uint32_t meant);

/* A setting of an unknown parameter whose name was judged. */
void entry_other(struct entry_reader *reader, struct view name, struct span name_place,
                 struct view value, struct span value_place);

/* The reader has reported an error about PARAM itself: it is not called missing as well. */
void entry_rejected(struct entry_reader *reader, enum param param);

/* The entry is complete: judges it as a whole and adds it to the policy. */
void entry_end(struct entry_reader *reader);

/*
 * Whether PARAM, named at PLACE, may stand in that kind of entry, the default entry or a
 * destination's; reports it if not.
 */
bool entry_check_kind(struct diag *diag, enum vocabulary vocabulary, enum param param,
                      bool in_default, struct span place);

/* Reports why NAME, at PLACE, is no destination. */
void entry_report_name_fault(struct diag *diag, const struct domain_fault *fault, struct view name,
                             struct span place);

/* Reports what is remarkable about a name that is one. */
void entry_report_name_remarks(struct diag *diag, const struct domain *domain, struct span place);

#endif
