/* SPDX-License-Identifier: MIT */
/*
 * What an appliance has by name, as its own file says or a policy source declares: the names that a
 * policy may refer to.
 */
#ifndef DESTC_MODEL_REFERENCES_H
#define DESTC_MODEL_REFERENCES_H

#include "base/hash.h"
#include "diag/source.h"

/* A name, and where it is given. */
struct reference {
    struct view name;
    struct span place;
};

struct reference_list {
    struct reference *list;
    uint32_t count;
    uint32_t capacity;
    struct hash_table table; /* by name; of an empty list there is none */
    uint64_t seed;
};

/* An interface; a field is empty where nothing says it. */
struct reference_interface {
    struct reference name;
    struct reference hostname;
    struct reference certificate;
};

struct references {
    bool given;                /* a file that lists them was read */
    struct reference hostname; /* the appliance's */
    struct reference_list bounce_profiles;
    struct reference_list certificates; /* that something is said to use, or declared */
    bool certificates_declared;         /* a source declares those that there are */
    struct reference_interface *interfaces;
    uint32_t interface_count;
    uint32_t interface_capacity;
};

/* The reference called NAME, or NULL. */
const struct reference *references_find(const struct reference_list *list, struct view name);

/* Adds REFERENCE, unless its name is there. */
void references_add(struct arena *arena, struct reference_list *list,
                    const struct reference *reference);

/* Adds an interface and the certificate it uses. */
void references_add_interface(struct arena *arena, struct references *references,
                              const struct reference_interface *interface);

#endif
