/* SPDX-License-Identifier: MIT */
/*
 * Captures of a terminal session: what the terminal and the appliance's pager left in a text is
 * taken out, piece by piece, and what remains knows where it stood.
 *
 *     mail.example.com> showconfig                      a prompt, before and behind
 *     <config>\r\n                                      line ends
 *     -Press Any Key For More-\r                         \r  <hostname>
 */
#ifndef DESTC_READ_CAPTURE_H
#define DESTC_READ_CAPTURE_H

#include "base/buffer.h"
#include "diag/diag.h"

struct capture_filter {
    struct arena *arena;
    bool latin_1;         /* the text is ISO-8859-1, and becomes UTF-8 */
    struct buffer held;   /* bytes that are to be judged with those behind them */
    uint32_t read;        /* where the first of these stands in the original */
    uint32_t written;     /* bytes given out */
    bool found;           /* there was something that only a terminal leaves */
    struct span residue;  /* the first of it, as offsets in the original */
};

/* A filter for a text of which the bytes from START on come. */
void capture_filter_init(struct capture_filter *filter, struct arena *arena, uint32_t start,
                         bool latin_1);

/*
 * Takes the next bytes of the text, LAST if there are no more, and adds what remains of them to
 * OUT. MAP is told where the bytes that are given out, counted from the first one, stand in the
 * original. Carriage returns before a line feed go too; they are nothing to warn of.
 */
void capture_filter_add(struct capture_filter *filter, struct view bytes, bool last,
                        struct buffer *out, struct source_map *map);

/*
 * Where the XML document in a text that begins with HEAD begins: at the first line that begins
 * with "<". 0 if there is no such line.
 */
size_t capture_document(struct view head);

/* Reports that SOURCE was captured, as what stands at PLACE (offsets in SOURCE) shows. */
void capture_report(struct diag *diag, const struct source *source, struct span place);

#endif
