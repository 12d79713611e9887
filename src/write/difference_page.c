/* SPDX-License-Identifier: MIT */
#include "write/difference_page.h"

#include "diag/show.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>

/* See difference_page.S. */
extern const char difference_style[];
extern const uint32_t difference_style_size;
extern const char difference_script[];
extern const uint32_t difference_script_size;

static struct view style(void)
{
    return (struct view){difference_style, difference_style_size};
}

static struct view script(void)
{
    return (struct view){difference_script, difference_script_size};
}

/* Writes "'sha256-...'", by which a browser knows TEXT. */
static void put_hash(struct output *output, struct view text)
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char encoded[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
    sha256_init(&context);
    sha256_update(&context, text.length, (const uint8_t *)text.text);
    sha256_digest(&context, sizeof digest, digest);
    base64_encode_raw(encoded, sizeof digest, digest);
    output_string(output, "'sha256-");
    output_write(output, encoded, sizeof encoded);
    output_char(output, '\'');
}

void html_begin(struct output *output, struct view title)
{
    output_string(output, "<!DOCTYPE html>\n"
                          "<html lang=\"en\">\n"
                          "<head>\n"
                          "<meta charset=\"utf-8\">\n"
                          "<meta http-equiv=\"Content-Security-Policy\" content=\""
                          "default-src 'none'; base-uri 'none'; form-action 'none'; style-src ");
    put_hash(output, style());
    output_string(output, "; script-src ");
    put_hash(output, script());
    output_string(output, "\">\n"
                          "<meta name=\"viewport\" content=\"width=device-width, "
                          "initial-scale=1\">\n"
                          "<meta name=\"color-scheme\" content=\"light dark\">\n"
                          "<meta name=\"referrer\" content=\"no-referrer\">\n"
                          "<meta name=\"generator\" content=\"destc\">\n"
                          "<title>");
    html_text(output, title);
    output_string(output, "</title>\n<style>");
    output_view(output, style());
    output_string(output, "</style>\n</head>\n");
}

void html_text(struct output *output, struct view text)
{
    text = escape_controls(output->arena, text);
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.text[i];
        const char *reference = c == '&'    ? "&amp;"
                                : c == '<'  ? "&lt;"
                                : c == '>'  ? "&gt;"
                                : c == '"'  ? "&quot;"
                                : c == '\'' ? "&#39;"
                                            : NULL;
        if (reference == NULL)
            continue;
        output_view(output, (struct view){text.text + start, i - start});
        output_string(output, reference);
        start = i + 1;
    }
    output_view(output, (struct view){text.text + start, text.length - start});
}

void html_header(struct output *output, bool has_table)
{
    output_string(output, "<body>\n");
    if (has_table)
        output_string(output, "<a class=\"skip\" href=\"#list\">Skip to the differences</a>\n");
    output_string(output, "<header>\n<h1>Policy differences</h1>\n");
}

void html_main(struct output *output)
{
    output_string(output, "<main>\n<h2>Differences</h2>\n");
}

/* --- The filter ------------------------------------------------------------------------------- */

/* The form stays hidden until the script has something to do with it. */
void html_filter(struct output *output)
{
    output_string(output,
                  "<form id=\"filter\" role=\"search\" aria-label=\"Filter the differences\" "
                  "autocomplete=\"off\" hidden>\n"
                  "<label>Words in a row <input type=\"search\" name=\"text\" "
                  "spellcheck=\"false\"></label>\n");
}

void html_filter_end(struct output *output)
{
    output_string(output,
                  "<button type=\"reset\">Clear</button>\n"
                  "<div class=\"result\"><p id=\"count\" role=\"status\" tabindex=\"-1\"></p>\n"
                  "<button type=\"button\" id=\"more\" hidden>Show all that fit</button></div>\n"
                  "</form>\n");
}

void html_choice(struct output *output, const char *label, const char *name)
{
    output_printf(output, "<label>%s <select name=\"%s\">\n", label, name);
    html_option(output, "", "all");
}

void html_option(struct output *output, const char *value, const char *words)
{
    output_printf(output, "<option value=\"%s\">%s</option>\n", value, words);
}

void html_choice_end(struct output *output)
{
    output_string(output, "</select></label>\n");
}

/* --- The table -------------------------------------------------------------------------------- */

void html_table(struct output *output, const struct html_table *table)
{
    output_printf(output,
                  "<div class=\"frame\" id=\"list\" role=\"region\" "
                  "aria-labelledby=\"caption\" tabindex=\"0\">\n"
                  "<table id=\"differences\"%s data-one=\"%s\" data-many=\"%s\">\n"
                  "<caption id=\"caption\"><span>%s</span></caption>\n<thead>\n<tr>",
                  table->attributes, table->one, table->many, table->caption);
}

void html_table_head_end(struct output *output)
{
    output_string(output, "</tr>\n</thead>\n");
}

void html_cell(struct output *output, const char *cell, uint32_t rows)
{
    output_char(output, '<');
    output_string(output, cell);
    if (rows > 1) {
        output_string(output, " rowspan=\"");
        output_number(output, rows);
        output_char(output, '"');
    }
    output_char(output, '>');
}

void html_table_end(struct output *output)
{
    output_string(output, "</table>\n</div>\n</main>\n");
}

void html_end(struct output *output)
{
    output_string(output, "<script>");
    output_view(output, script());
    output_string(output, "</script>\n</body>\n</html>\n");
}
