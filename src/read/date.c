/* SPDX-License-Identifier: MIT */
#include "read/date.h"

struct date {
    unsigned year;
    unsigned month;
    unsigned day;
};

enum { PARTS = 3, YEAR_DIGITS = 4 };

/* Numbers with a mark between them. */
struct parts {
    unsigned numbers[PARTS];
    size_t digits[PARTS];
    char mark;
};

/* Whether TEXT is three numbers of up to four digits with the same mark between them. */
static bool read_parts(struct view text, struct parts *parts)
{
    int part = 0;
    *parts = (struct parts){.mark = '\0'};
    for (size_t i = 0; i < text.length; i++) {
        char c = text.text[i];
        if (c >= '0' && c <= '9' && parts->digits[part] < YEAR_DIGITS) {
            parts->numbers[part] = parts->numbers[part] * 10 + (unsigned)(c - '0');
            parts->digits[part]++;
        } else if (view_has(VIEW("-./"), c) && part < PARTS - 1 && parts->digits[part] > 0 &&
                   (part == 0 || c == parts->mark)) {
            parts->mark = c;
            part++;
        } else {
            return false;
        }
    }
    return part == PARTS - 1 && parts->digits[part] > 0;
}

/* How many days the month has, which is one of twelve. */
static unsigned days_in(struct date date)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
    return days[date.month - 1] + (date.month == 2 && leap ? 1u : 0u);
}

static bool has_month(struct date date)
{
    return date.month >= 1 && date.month <= 12;
}

static bool is_real(struct date date)
{
    return has_month(date) && date.day >= 1 && date.day <= days_in(date);
}

bool date_valid(struct view text)
{
    struct parts parts;
    if (!read_parts(text, &parts) || parts.mark != '-' || parts.digits[0] != YEAR_DIGITS ||
        parts.digits[1] != 2 || parts.digits[2] != 2)
        return false;
    return is_real((struct date){parts.numbers[0], parts.numbers[1], parts.numbers[2]});
}

/* Whether PARTS can be one date only; the year has four digits and stands at either end. */
static bool only_date(const struct parts *parts, struct date *date)
{
    if (parts->digits[0] == YEAR_DIGITS) {
        *date = (struct date){parts->numbers[0], parts->numbers[1], parts->numbers[2]};
        return true;
    }
    struct date day_first = {parts->numbers[2], parts->numbers[1], parts->numbers[0]};
    struct date month_first = {parts->numbers[2], parts->numbers[0], parts->numbers[1]};
    bool one_way = !is_real(month_first) || parts->numbers[0] == parts->numbers[1];
    *date = one_way ? day_first : month_first;
    return parts->digits[2] == YEAR_DIGITS && (one_way || !is_real(day_first));
}

const char *date_help(struct arena *arena, struct view text)
{
    struct parts parts;
    struct date date;
    if (!read_parts(text, &parts) || !only_date(&parts, &date))
        return "a date is year-month-day, as in 2027-06-30";
    if (is_real(date))
        return arena_printf(arena, "write %04u-%02u-%02u", date.year, date.month, date.day);
    if (!has_month(date))
        return "a date is year-month-day, and a year has 12 months";
    return arena_printf(arena, "%04u-%02u has %u days", date.year, date.month, days_in(date));
}
