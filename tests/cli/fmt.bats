# SPDX-License-Identifier: MIT
# fmt: policy sources in canonical style. tests/unit/test_format.c has the layout itself.

load helper

untidy() { printf 'default{tls on;dane off;} # c\n'; }

tidy() { printf 'default {\n    tls preferred;\n    dane off;\n}  # c\n'; }

# The examples of the page on the style, one file each.
blocks_of_style_page() {
    awk '/^```$/ { inside = !inside; n += inside; next }
        inside { print > "block" n ".policy" }' "$ROOT/docs/policy-style.md"
}

@test "a large source, before and after" {
    cp "$GOLDEN/fmt/page.before" page.policy
    destc fmt page.policy
    expect_status 0
    [ -z "$output$errors" ]
    same_as_golden fmt/page.after page.policy
    destc fmt --check page.policy
    expect_status 0
}

@test "a file is written in place, with its mode, through links" {
    untidy >real.policy
    chmod 640 real.policy
    ln -s real.policy link.policy
    destc fmt link.policy
    expect_status 0
    [ -z "$output$errors" ]
    [ -L link.policy ]
    [ "$(stat -c %a real.policy)" = 640 ]
    tidy | diff - real.policy
}

@test "a file that is in order is not touched" {
    tidy >t.policy
    touch -d '2001-02-03 04:05:06 UTC' t.policy
    before=$(stat -c '%i %Y' t.policy)
    destc fmt t.policy
    expect_status 0
    [ "$(stat -c '%i %Y' t.policy)" = "$before" ]
}

@test "standard input goes to standard output, changed or not" {
    destc fmt - < <(untidy)
    expect_status 0
    tidy | diff - .out
    destc fmt - < <(tidy)
    tidy | diff - .out
    destc fmt - </dev/null
    expect_status 0
    [ ! -s .out ]
}

@test "-o writes one file's result elsewhere" {
    untidy >t.policy
    destc fmt t.policy -o new.policy
    expect_status 0
    tidy | diff - new.policy
    untidy | diff - t.policy
    destc fmt t.policy -o -
    tidy | diff - .out
    untidy | diff - t.policy
    # What is in order is written too.
    destc fmt new.policy -o copy.policy
    tidy | diff - copy.policy
}

@test "-o takes one file only, and nothing with --check" {
    tidy >a.policy
    destc fmt a.policy a.policy -o new.policy
    expect_status 2
    has_error "takes one FILE"
    destc fmt --check a.policy -o new.policy
    expect_status 2
    has_error "--check writes nothing"
    [ ! -e new.policy ]
    destc fmt
    expect_status 2
}

@test "--check finds what it would change, and changes nothing" {
    untidy >bad.policy
    tidy >good.policy
    destc fmt --check good.policy bad.policy good.policy
    expect_status 1
    has 'bad.policy:1:1: error[E1008]: from here on it is not in canonical style'
    has_not good.policy
    [ -z "$errors" ]
    untidy | diff - bad.policy
    destc fmt --check good.policy
    expect_status 0
    [ -z "$output$errors" ]
    destc fmt --check - < <(untidy)
    expect_status 1
    has 'standard input:1:1: error[E1008]'
    destc fmt --check --message-format github bad.policy
    expect_status 1
    [ "$output" = "$(grep '^::error file=bad.policy,line=1' <<<"$output")" ]
}

@test "several files: all are done, and the highest status wins" {
    untidy >a.policy
    echo 'destination {' >b.policy
    untidy >c.policy
    destc fmt a.policy b.policy missing.policy c.policy
    expect_status 2
    has_error "b.policy:1:13: error[E1005]"
    has_error "missing.policy: error[E0701]"
    tidy | diff - a.policy
    tidy | diff - c.policy
    [ "$(cat b.policy)" = 'destination {' ]
    untidy >c.policy
    destc fmt --check a.policy b.policy c.policy
    expect_status 2
    has "b.policy:1:13: error[E1005]"
    has "c.policy:1:1: error[E1008]"
    has_not a.policy
}

@test "a file with errors is left alone, and all errors are shown" {
    printf 'default{tls }\ndestination a.example { tls required; tls = off; }\n' >t.policy
    cp t.policy before
    destc fmt t.policy
    expect_status 2
    has_error "t.policy:1:"
    has_error "t.policy:2:"
    diff before t.policy
    destc fmt - <t.policy
    expect_status 2
    [ -z "$output" ]
}

@test "only syntax counts: names need not exist, values not be right, includes not be there" {
    printf 'include "none";\ndestination @nobody uses nothing { connections 0; until never; }\n' \
        >t.policy
    destc fmt t.policy
    expect_status 0
    [ "$(tail -n 4 t.policy | head -n 2 | tail -n 1)" = '    connections 0;' ]
}

@test "line ends and a byte order mark" {
    printf '\357\273\277include "a"; # c\r\n\r\n\r\ninclude "b";\r\n' >t.policy
    destc fmt t.policy
    expect_status 0
    printf 'include "a";  # c\n\ninclude "b";\n' | diff - t.policy
}

@test "what is no text is refused" {
    printf 'include "a";\0' >nul.policy
    printf '\377\376i\0n\0' >utf16.policy
    printf 'include "a";\rinclude "b";\n' >cr.policy
    { printf '#'; head -c 70000 /dev/zero | tr '\0' x; } >long.policy
    mkdir folder.policy
    for file in nul utf16 cr long; do
        cp $file.policy before
        destc fmt $file.policy
        expect_status 2
        has_error "$file.policy:1:"
        cmp before $file.policy
    done
    destc fmt folder.policy
    expect_status 2
    has_error "E0702"
}

@test "what is no regular file cannot be written in place" {
    mkfifo pipe
    destc fmt pipe
    expect_status 2
    has_error "destc fmt -"
    untidy >pipe &
    destc fmt pipe -o new.policy
    expect_status 0
    tidy | diff - new.policy
}

@test "a file that cannot be written is left alone" {
    untidy >t.policy
    untidy >u.policy
    # No byte can be written to a file, as on a full disk.
    errors=$( (trap '' XFSZ && ulimit -f 0 && "$DESTC" fmt t.policy u.policy 2>&1) || echo "[$?]")
    has_error "t.policy: error[E0705]"
    has_error "u.policy: error[E0705]"
    has_error "[2]"
    untidy | diff - t.policy
    [ -z "$(find . -name '.destc-*')" ]
}

@test "messages take the usual forms" {
    echo 'destination {' >t.policy
    destc fmt --message-format json t.policy
    expect_status 2
    [ "$(jq -r .code "$BATS_TEST_TMPDIR/.err" | head -n 1)" = E1005 ]
}

@test "the page on the style is in that style" {
    blocks_of_style_page
    set -- block*.policy
    [ $# -ge 4 ]
    destc fmt --check "$@"
    expect_status 0 || { destc fmt - <block1.policy; echo "$output"; false; }
}

@test "an untidy example of the page is found" {
    blocks_of_style_page
    sed -i 's/ uses/  uses/' block1.policy
    destc fmt --check block*.policy
    expect_status 1
    has 'block1.policy:'
    has_not 'block2.policy:'
}

@test "a set of a million names" {
    { echo 'define everyone = {'; seq -f 'host%.0f.example,' 1000000; echo '};'; } >t.policy
    # The sanitizers need room of their own.
    [[ $DESTC == *build-asan* ]] || ulimit -v 1000000
    timeout 60 "$DESTC" fmt t.policy
    [ "$(grep -o 'host[0-9]*\.example' t.policy | wc -l)" -eq 1000000 ]
    [ "$(awk 'length > 100' t.policy | wc -l)" -eq 0 ]
    destc fmt --check t.policy
    expect_status 0
}

@test "blocks and comments without end" {
    { for i in $(seq 20000); do printf 'default{'; done; } >deep.policy
    destc fmt --max-errors 1 deep.policy
    expect_status 2
    { seq -f '# %.0f' 100000; seq -f ';;;# %.0f' 100000; } >comments.policy
    destc fmt comments.policy
    expect_status 0
    [ "$(wc -l <comments.policy)" -eq 200000 ]
}

@test "what compile --to policy writes is in canonical style, and comes back from one line" {
    for example in outbound newer-release partners example.com; do
        destc compile --to policy --accept-assumptions "$EXAMPLES/$example.txt" -o t.policy
        [ -s t.policy ] || continue
        destc fmt --check t.policy
        expect_status 0
        tr '\n' ' ' <t.policy >line.policy
        destc fmt line.policy
        diff <(grep -v '^$' t.policy) line.policy
        touch found
    done
    [ -e found ]
}

@test "the meaning is the same" {
    cp "$GOLDEN/fmt/page.before" page.policy
    echo 'declare bounce-profile "partners";' >bounce-profiles.policy
    echo slow.example >shops.txt
    {
        echo 'default{ip PREFER_V4;connections 5;messages 5;recipients 5 per 60 minute;'
        echo 'limits per MXIP,VG;tls require;bounce-verification ON;certificate x;tls-alert OFF;}'
        echo 'destination a.example,.a.example{tls on;messages 1;};'
    } >words.policy
    destc compile --appliance esa-dmz --to json page.policy -o page.json
    expect_status 0
    destc compile --to json words.policy -o words.json
    expect_status 0
    destc fmt page.policy words.policy
    expect_status 0
    destc compile --appliance esa-dmz --to json page.policy
    diff page.json .out
    destc compile --to json words.policy
    diff words.json .out
    grep -q 'tls preferred' words.policy
}

@test "a table is not taken for a source full of mistakes" {
    cp "$EXAMPLES/inbound.hat" table
    for options in "" --check; do
        destc fmt $options table
        expect_status 2
        [[ "$output$errors" == *"table: error[E0714]: fmt lays out policy sources, and this is in the format hat"* ]]
        [[ "$output$errors" == *"compile --to policy makes a source of it"* ]]
        cmp table "$EXAMPLES/inbound.hat"
    done
}
