/* SPDX-License-Identifier: MIT */
/*
 * Changes of the text of a policy source: settings of a block, names of a list, whole statements.
 * Comments stay where they are, but for those at the end of a line that goes.
 */
#ifndef DESTC_EDIT_SOURCE_EDIT_H
#define DESTC_EDIT_SOURCE_EDIT_H

#include "edit/source_index.h"
#include "edit/statement.h"

/* What becomes of the settings of a block. */
struct block_edit {
    struct source_file *file;
    const struct tree_block *block;
    struct span end;                        /* of the statement: its semicolon, without a block */
    struct token_range removed[PARAM_COUNT]; /* settings that go */
    uint32_t removed_count;
    const char *texts[PARAM_COUNT]; /* settings that come, without their semicolons */
    uint32_t text_count;
};

/* Makes it so. What comes stands in the place of what goes, then at the end of the block. */
void source_edit_block(struct block_edit *edit);

/* Puts TEXT in the place of the setting, which keeps its semicolon. */
void source_edit_setting(struct source_file *file, struct token_range setting, const char *text);

/* Takes out COUNT settings of one block. */
void source_edit_remove_settings(struct source_file *file, struct token_range *settings,
                                 uint32_t count);

/* Takes out a whole statement, and the comment behind it. */
void source_edit_remove(struct source_file *file, struct span statement);

/*
 * Takes out the names that stand at COUNT offsets, sorted, of the list whose first is at FIRST; not
 * all of them. *COMMENTS gets the comments that went with their lines.
 */
void source_edit_remove_names(struct source_file *file, uint32_t first, const uint32_t *offsets,
                              uint32_t count, struct buffer *comments);

/* Puts a statement behind the one at PLACE, on a line of its own. */
void source_edit_insert(struct source_file *file, struct span place, const char *text);

/* Puts a statement at the end of the file. */
void source_edit_append(struct source_file *file, const char *text);

#endif
