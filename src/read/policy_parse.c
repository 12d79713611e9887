/* SPDX-License-Identifier: MIT */
#include "read/policy_parse.h"

#include "base/utf8.h"

void policy_parse(struct tree *tree, struct diag *diag, const struct source *source)
{
    policy_parse_marked(tree, diag, source, NULL);
}

void policy_parse_marked(struct tree *tree, struct diag *diag, const struct source *source,
                         struct policy_marks *marks)
{
    size_t offset;
    struct policy_parser parser = {.tree = tree, .diag = diag, .source = source, .marks = marks};
    parser.text_is_clean = utf8_check((struct view){source->text, source->size}, &offset);
    parser.at_start = true;
    parser.blocks[0] = PLACE_TOP;
    policy_scan_and_parse(&parser);
}

void policy_add_mark(struct policy_parser *parser, const struct policy_lexeme *lexeme)
{
    struct policy_marks *marks = parser->marks;
    marks->list = array_grow(parser->diag->arena, marks->list, marks->count, &marks->capacity,
                             sizeof *marks->list);
    marks->list[marks->count++] = (struct policy_mark){
        lexeme->place, (uint16_t)lexeme->kind, (uint16_t)lexeme->token.number};
}

void policy_check_text(struct policy_parser *parser, struct view text, struct span place)
{
    size_t offset;
    if (parser->text_is_clean || utf8_check(text, &offset))
        return;
    unsigned char byte = (unsigned char)text.text[offset];
    struct message *message =
        diag_report(parser->diag, CODE_BAD_UTF8, place, "not UTF-8: byte 0x%02X", byte);
    diag_mend(parser->diag, message);
}

size_t policy_unterminated(struct policy_parser *parser, struct span place, const char *text,
                           size_t length)
{
    struct message *message = diag_report(parser->diag, CODE_POLICY_STRING, place,
                                          "the string does not end on its line");
    diag_mend(parser->diag, message);
    const char *brace = memchr(text, '{', length);
    if (parser->next_block != PLACE_NOWHERE && brace != NULL)
        length = (size_t)(brace - text);
    while (length > 1 && view_has(VIEW(" \t\r;{}"), text[length - 1]))
        length--;
    return length;
}

struct view policy_string(struct policy_parser *parser, struct view text, struct span place)
{
    if (memchr(text.text, '\\', text.length) == NULL)
        return text;
    struct buffer plain = buffer_new(parser->diag->arena);
    for (size_t i = 0; i < text.length; i++) {
        bool escape = text.text[i] == '\\' && i + 1 < text.length;
        if (escape && !view_has(VIEW("\"\\"), text.text[i + 1])) {
            /* One byte for the quote. */
            uint32_t at = place.offset + 1 + (uint32_t)i;
            struct message *message = diag_report(parser->diag, CODE_POLICY_ESCAPE,
                                                  (struct span){at, at + 2}, "no such escape");
            diag_mend(parser->diag, message);
        }
        i += escape;
        buffer_add_char(&plain, text.text[i]);
    }
    return buffer_view(&plain);
}

struct tree_list policy_list(struct policy_parser *parser, struct tree_list list,
                             struct tree_text text, bool is_set)
{
    struct tree_list_item *item = arena_zero(parser->diag->arena, 1, sizeof *item);
    item->text = text;
    item->is_set = is_set;
    if (list.last == NULL)
        list.first = item;
    else
        list.last->next = item;
    list.last = item;
    return list;
}

struct tree_setting *policy_setting(struct policy_parser *parser, enum tree_setting_kind kind,
                                    enum param param, struct tree_text keyword,
                                    struct tree_text value)
{
    struct tree_setting *setting = arena_zero(parser->diag->arena, 1, sizeof *setting);
    setting->kind = kind;
    setting->param = param;
    setting->keyword = keyword;
    setting->value = value;
    return setting;
}

struct tree_setting *policy_take_back(struct policy_parser *parser, enum param param,
                                      struct tree_text keyword)
{
    struct tree_setting *setting =
        policy_setting(parser, TREE_PARAMETER, param, keyword, (struct tree_text){0});
    setting->take_back = true;
    return setting;
}

struct tree_setting *policy_pair(struct tree_setting *first, struct tree_setting *second)
{
    first->next = second;
    return first;
}

struct tree_block policy_block(struct tree_block block, struct tree_setting *settings)
{
    if (block.last == NULL)
        block.first = settings;
    else
        block.last->next = settings;
    block.last = settings->next == NULL ? settings : settings->next;
    return block;
}

struct tree_block policy_break_block(struct tree_block block)
{
    block.is_broken = true;
    return block;
}

/* TEXT, which has no line end within a string, with one blank for white space and comments. */
static void add_squeezed(struct buffer *squeezed, struct view text)
{
    bool in_string = false;
    bool blank = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.text[i];
        if (!in_string && c == '#')
            while (i + 1 < text.length && text.text[i + 1] != '\n')
                i++;
        if (!in_string && (c == '#' || view_has(VIEW(" \t\r\n"), c))) {
            blank = true;
            continue;
        }
        if (blank)
            buffer_add_char(squeezed, ' ');
        blank = false;
        in_string = in_string != (c == '"');
        buffer_add_char(squeezed, c);
        if (in_string && c == '\\' && i + 1 < text.length)
            buffer_add_char(squeezed, text.text[++i]);
    }
}

struct tree_text policy_join(struct policy_parser *parser, struct tree_text first,
                             struct tree_text last)
{
    struct span place = {first.place.offset, last.place.end};
    struct buffer text = buffer_new(parser->diag->arena);
    add_squeezed(&text, sources_text(parser->diag->sources, place));
    return (struct tree_text){buffer_view(&text), place, false};
}

struct tree_text policy_usual_minutes(struct tree_text unlimited)
{
    return (struct tree_text){VIEW("60"), unlimited.place, false};
}

struct tree_statement *policy_statement(struct policy_parser *parser, enum tree_kind kind,
                                        struct span place, struct span keyword)
{
    struct tree_statement *statement = arena_zero(parser->diag->arena, 1, sizeof *statement);
    statement->kind = kind;
    statement->place = place;
    statement->keyword = keyword;
    return statement;
}

void policy_add_statement(struct policy_parser *parser, struct tree_statement *statement)
{
    struct tree *tree = parser->tree;
    if (tree->last == NULL)
        tree->first = statement;
    else
        tree->last->next = statement;
    tree->last = statement;
}

struct tree_statement *policy_add_child(struct tree_statement *list, struct tree_statement *child)
{
    if (list == NULL) {
        child->last_child = child;
        return child;
    }
    list->last_child->next = child;
    list->last_child = child;
    return list;
}
