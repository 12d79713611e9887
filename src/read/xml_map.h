/* SPDX-License-Identifier: MIT */
/*
 * The names of elements in the appliance's own XML file, which are not public: a small file of the
 * user's says which elements hold destination controls. docs/xml-map.md describes it.
 *
 *     entry = destination_controls/destination
 *     domain = name
 *
 *     [parameters]
 *     table_tls = tls
 *
 *     [values table_tls]
 *     0 = off
 */
#ifndef DESTC_READ_XML_MAP_H
#define DESTC_READ_XML_MAP_H

#include "diag/diag.h"
#include "model/settings.h"

/* A word of the file; without text it is not given. */
struct xml_map_word {
    struct view text;
    struct span place;
};

enum xml_map_key {
    MAP_CONFIG,        /* the element below which everything is read */
    MAP_ENTRY,         /* the element of a destination, below that */
    MAP_DOMAIN,        /* the element of its domain, below the entry, as are all others */
    MAP_DEFAULT,       /* what stands as the domain of the default entry */
    MAP_DEFAULT_ENTRY, /* the element of the default entry, if it has one of its own */
    MAP_IGNORE,        /* elements that are no parameters, separated by commas */
    MAP_KEY_COUNT
};

/* What stands in the file for VALUE of PARAM. */
struct xml_map_value {
    enum param param;
    struct xml_map_word word;
    struct view value;
};

struct xml_map {
    bool good; /* nothing is wrong with it */
    struct xml_map_word keys[MAP_KEY_COUNT];
    struct xml_map_word elements[PARAM_COUNT];
    struct xml_map_value *values;
    uint32_t value_count;
    uint32_t value_capacity;
};

/*
 * Reads the file PATH ("-" is standard input). What is wrong with it is reported; then the result
 * is not good. STORE is for judging values.
 */
const struct xml_map *xml_map_read(struct diag *diag, struct store *store, const char *path);

/* Whether it says where destinations stand. */
bool xml_map_has_entries(const struct xml_map *map);

/* The parameter that the element at PATH, below the entry, holds; PARAM_COUNT: none. */
enum param xml_map_param(const struct xml_map *map, struct view path);

/* Whether the element at PATH, below the entry, is to be left out, or stands in one that is. */
bool xml_map_ignores(const struct xml_map *map, struct view path);

/* The value of PARAM that TEXT stands for: TEXT itself, unless the file says otherwise. */
struct view xml_map_value(const struct xml_map *map, enum param param, struct view text);

#endif
