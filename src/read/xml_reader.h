/* SPDX-License-Identifier: MIT */
/*
 * What the files of the XML reader share: xml.c has the entries, xml_policy.c what stands round
 * them, xml_expect.c what is expected of listeners, xml_listener.c the listeners, xml_known.c what
 * may stand where. Not for others: they include read/xml.h.
 */
#ifndef DESTC_READ_XML_READER_H
#define DESTC_READ_XML_READER_H

#include "base/near.h"
#include "model/overlay.h"
#include "read/xml.h"
#include "read/xml_check.h"
#include "read/xml_listener.h"

enum frame_kind {
    FRAME_POLICY,
    FRAME_ENTRY,
    FRAME_CONTAINER, /* holds elements or attributes of an entry */
    FRAME_VALUE,     /* a parameter's value is its text */
    FRAME_PARAMETER, /* <parameter name="..."> */
    FRAME_APPLIANCE,
    FRAME_REMOVE,    /* of a destination, in an appliance */
    FRAME_ASSERTION,
    FRAME_CONDITION, /* of an assertion */
    FRAME_NAME,      /* that an assertion is about */
    FRAME_WHOLE,     /* <all/> or <default/> in an assertion */
    FRAME_EXPECTATION,
    FRAME_EXPECTED,       /* of an expectation: one of its four kinds */
    FRAME_EXPECTED_TEXT,  /* in it: a condition, a subject, a result */
    FRAME_EXPECTED_WHOLE, /* <all/> or <default/> in it */
    FRAME_LISTENER,
    FRAME_LISTENER_SETTING,
    FRAME_ACCESS,         /* a listener's Host Access Table */
    FRAME_ACCESS_ENTRY,   /* a sender group, a host, everybody */
    FRAME_DESCRIPTION,    /* of such an entry */
    FRAME_MEMBER,         /* of such an entry */
    FRAME_RECIPIENTS,     /* a listener's Recipient Access Table */
    FRAME_FLOW,           /* a block of parameters: of a policy, of a recipient */
    FRAME_FLOW_VALUE,     /* a parameter of a block */
    FRAME_FLOW_PARAMETER, /* <parameter name="..."> in a block */
    FRAME_UNKNOWN,   /* reported; nothing in it is judged */
};

/* An element that is open. */
struct frame {
    enum frame_kind kind;
    bool shown; /* to the validator */
    struct view element;
    struct span place;
    uint32_t errors;  /* how many there were when it began */
    struct view path; /* below the entry, of a container or value */
    enum param param; /* of a value */
    enum flow_param flow; /* of a value in a block */
    struct xml_attribute name; /* the attribute of a parameter or member */
    bool has_name;
    struct view text; /* of what has one */
    struct span text_place;
    struct schema_attribute attributes[XML_MOST_SHOWN]; /* of an appliance, as they were shown */
    size_t attribute_count;
};

struct xml_reader {
    struct entry_reader entry; /* its policy is an appliance's while we are in one */
    struct diag *diag;
    const struct source *source;
    struct policy *policy;
    struct read_options options; /* the target is the document's where none was asked for */
    struct xml_check check;
    struct frame frames[XML_MOST_DEPTH];
    unsigned depth;
    bool excused;      /* what the entry lacks was reported: a name in it is misspelt */
    uint32_t excusing; /* excuse_count() when the entry began */
    uint32_t others;   /* parameters whose word is said to stand in a <parameter>, a mask */
    struct span other_places[PARAM_COUNT];
    struct policy *changed; /* of the appliance that is open */
    struct policy *removed;
    struct assertion assertion; /* that is open */
    struct assertion_name *names;
    uint32_t name_capacity;
    bool has_condition;
    struct expectation expectation; /* that is open */
    struct assertion_part *parts;   /* its subjects */
    uint32_t part_capacity;
    bool is_expected; /* it has one of its kinds, and nothing in it was refused */
    struct xml_listener listener; /* that is open */
};

/* How many messages there are: whether something was said is seen by its growing. */
uint32_t xml_message_count(const struct diag *diag);

/* Shows the validator that FRAME's element begins, if it knows what the element stands in. */
void xml_show_start(struct xml_reader *reader, struct frame *frame);

bool xml_is_ours(struct view uri);

/* Reports an element. NEAREST may be NULL: nothing like it could stand there. */
void xml_unexpected_element(struct xml_reader *reader, const struct xml_element *element,
                            const struct nearest *nearest);

/* The same for an attribute; hints for other programs are passed over. */
void xml_unexpected_attribute(struct xml_reader *reader, const struct xml_element *element,
                              const struct xml_attribute *attribute,
                              const struct nearest *nearest);

/* An attribute that an element may have. */
struct xml_known {
    const char *name;
    const struct xml_attribute *found; /* NULL if it is not there */
};

/* Finds the known attributes of ELEMENT and reports all others. */
void xml_take_attributes(struct xml_reader *reader, const struct xml_element *element,
                         struct xml_known *known, size_t count);
void xml_no_attributes(struct xml_reader *reader, const struct xml_element *element);

/* An element that may stand in another. */
struct xml_child {
    const char *name;
    void (*begin)(struct xml_reader *reader, struct frame *frame,
                  const struct xml_element *element);
};

/* Begins one of CHILDREN, or reports the element. Always true. */
bool xml_start_child(struct xml_reader *reader, struct frame *frame,
                     const struct xml_element *element, const struct xml_child *children,
                     size_t count);

/*
 * Begins an entry of the entry reader's policy by its name. A destination called "default" would
 * be the default entry in every other format: it is refused.
 */
void xml_begin_name(struct xml_reader *reader, struct view name, struct span place,
                    uint32_t section);

/*
 * The name that was begun as a document is to write it: what the validator is shown. TEXT, as it
 * was read, if it is none.
 */
struct view xml_name_read(const struct xml_reader *reader, struct view text);

/* Begins an entry by the name in the attribute domain of its element. */
void xml_begin_destination(struct xml_reader *reader, const struct xml_element *element);

/* The beginnings and ends of listeners and their parts. */
void xml_begin_listener(struct xml_reader *reader, struct frame *frame,
                        const struct xml_element *element);
void xml_begin_remove_listener(struct xml_reader *reader, struct frame *frame,
                               const struct xml_element *element);
bool xml_start_in_listener(struct xml_reader *reader, struct frame *frame,
                           const struct xml_element *element);
bool xml_start_in_access(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element);
bool xml_start_in_access_entry(struct xml_reader *reader, struct frame *frame,
                               const struct xml_element *element);
bool xml_start_in_recipients(struct xml_reader *reader, struct frame *frame,
                             const struct xml_element *element);
bool xml_start_in_flow(struct xml_reader *reader, struct frame *frame,
                       const struct xml_element *element);
void xml_end_listener(struct xml_reader *reader, struct frame *frame);
void xml_end_listener_setting(struct xml_reader *reader, struct frame *frame);
void xml_end_access(struct xml_reader *reader, struct frame *frame);
void xml_end_access_entry(struct xml_reader *reader, struct frame *frame);
void xml_end_description(struct xml_reader *reader, struct frame *frame);
void xml_end_member(struct xml_reader *reader, struct frame *frame);
void xml_end_recipients(struct xml_reader *reader, struct frame *frame);
void xml_end_flow(struct xml_reader *reader, struct frame *frame);
void xml_end_flow_value(struct xml_reader *reader, struct frame *frame);
void xml_end_flow_parameter(struct xml_reader *reader, struct frame *frame);

/* The beginnings and ends of what stands round the entries. */
void xml_begin_policy(struct xml_reader *reader, const struct xml_element *element);
void xml_begin_appliance(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element);
void xml_begin_remove(struct xml_reader *reader, struct frame *frame,
                      const struct xml_element *element);
void xml_begin_assertion(struct xml_reader *reader, struct frame *frame,
                         const struct xml_element *element);
bool xml_start_in_assertion(struct xml_reader *reader, struct frame *frame,
                            const struct xml_element *element);
void xml_end_container(struct xml_reader *reader, struct frame *frame);
void xml_end_appliance(struct xml_reader *reader, struct frame *frame);
void xml_end_remove(struct xml_reader *reader, struct frame *frame);
void xml_end_assertion(struct xml_reader *reader, struct frame *frame);
void xml_end_condition(struct xml_reader *reader, struct frame *frame);
void xml_end_name(struct xml_reader *reader, struct frame *frame);

/* "NAME OPERATOR VALUE", the text of FRAME, in parts; false if it is no such thing. */
bool xml_split_comparison(const struct xml_reader *reader, const struct frame *frame,
                          struct assertion_part *name, struct assertion_part *operation,
                          struct assertion_part *value);

/* The beginnings and ends of expectations and their parts. */
void xml_begin_expectation(struct xml_reader *reader, struct frame *frame,
                           const struct xml_element *element);
bool xml_start_in_expectation(struct xml_reader *reader, struct frame *frame,
                              const struct xml_element *element);
bool xml_start_in_expected(struct xml_reader *reader, struct frame *frame,
                           const struct xml_element *element);
void xml_end_expectation(struct xml_reader *reader, struct frame *frame);
void xml_end_expected_text(struct xml_reader *reader, struct frame *frame);

#endif
