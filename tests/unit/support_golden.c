/* SPDX-License-Identifier: MIT */
#include "support_golden.h"

static const char *golden_path(struct arena *arena, const char *name)
{
    static const char *const candidates[] = {".", "..", "../..", "../../.."};
    const char *top = getenv("ROOT");
    for (size_t i = 0; top == NULL && i < sizeof candidates / sizeof candidates[0]; i++)
        if (access(arena_printf(arena, "%s/tests/golden", candidates[i]), R_OK) == 0)
            top = candidates[i];
    assert_non_null(top);
    return arena_printf(arena, "%s/tests/golden/%s", top, name);
}

void same_as_golden(struct arena *arena, const char *name, struct view text)
{
    const char *path = golden_path(arena, name);
    const char *update = getenv("UPDATE_GOLDEN");
    bool writes = update != NULL && *update != '\0';
    FILE *file = fopen(path, writes ? "wb" : "rb");
    assert_non_null(file);
    if (writes) {
        assert_int_equal(fwrite(text.text, 1, text.length, file), text.length);
    } else {
        char *there = arena_alloc(arena, text.length + 1);
        size_t length = fread(there, 1, text.length + 1, file);
        if (!view_equal((struct view){there, length}, text))
            fail_msg("%s is not what is written now; UPDATE_GOLDEN=1 rewrites it", path);
    }
    assert_int_equal(fclose(file), 0);
}

struct view body_of(struct view page)
{
    const char *begin = memmem(page.text, page.length, "<body>", 6);
    const char *end = memmem(page.text, page.length, "<script>", 8);
    assert_non_null(begin);
    assert_non_null(end);
    return (struct view){begin, (size_t)(end - begin)};
}
