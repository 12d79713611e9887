# SPDX-License-Identifier: MIT
# Policy sources through the whole program: what the manual's page says, statement by statement and
# rule by rule, on sources as people keep them.

load helper

PAGE=$ROOT/docs/policy-language.md

# source_file NAME: standard input becomes the file NAME; folders are made.
source_file() { mkdir -p "$(dirname "$1")" && cat >"$1"; }

# A default statement with everything.
default_block() {
    cat <<'END'
default {
    ip prefer-ipv6;
    connections 500;
    messages 50;
    recipients unlimited;
    limits per domain, system-wide;
    tls preferred;
    bounce-verification off;
    certificate "mx.example.org";
    tls-alert on;
}
END
}

# table FILE [OPTION...]: what it is as a table; nothing may be reported.
table() {
    destc compile --to destconfig "$@"
    expect_status 0
    [ -z "$errors" ] || { echo "$errors"; return 1; }
}

# is_table TEXT: the last table, line by line, without blank lines.
is_table() { diff <(sed '/^$/d' <<<"$1") <(sed '/^$/d' <<<"$output"); }

# --- The manual ------------------------------------------------------------------------------

# blocks: puts each ```policy block of the page into a file of its own, block-N.policy.
blocks() {
    awk '/^```policy$/ { inside = 1; n++; next } /^```$/ { inside = 0 }
        inside { print >("block-" n ".policy") }' "$PAGE"
}

@test "every example of the language's page compiles without a message" {
    cp -r "$EXAMPLES"/site/* .
    blocks
    [ "$(ls block-*.policy | wc -l)" -ge 12 ]
    for file in block-*.policy; do
        destc compile --check "$file"
        [ "$status" -eq 0 ] || { cat "$file"; echo "$errors"; false; }
        [ -z "$(grep -E 'error|warning' <<<"$errors")" ] || { echo "$errors"; false; }
    done
}

@test "every example of the language's page is in the canonical style" {
    blocks
    destc fmt --check block-*.policy
    expect_status 0
}

# The words of the table that the scanner uses, and the settings.
@test "every word of the language stands in an example of its page" {
    blocks
    words=$(sed -n 's/^WORD_AT([A-Z_]*, "\([a-z-]*\)".*/\1/p' "$ROOT/src/read/policy_words.def")
    [ "$(wc -w <<<"$words")" -ge 30 ]
    for word in $words tls dane ip connections messages bounce-profile bounce-verification \
        certificate tls-alert; do
        sed 's/#.*//' block-*.policy | grep -qwF -- "$word" || { echo "$word"; false; }
    done
}

# --- The examples ----------------------------------------------------------------------------

@test "a small site" {
    table "$EXAMPLES/small.policy"
    golden_output policy/small.destconfig
    destc lint -q --fail-on error "$EXAMPLES/small.policy"
    expect_status 0
    [ -z "$output$errors" ]
}

@test "a site with two appliances and partners" {
    cd "$EXAMPLES/.."
    for name in esa-dmz esa-core; do
        table --appliance "$name" examples/site/mail.policy
        golden_output "policy/$name.destconfig"
    done
    destc lint --fail-on error examples/site/mail.policy
    expect_status 0
    destc list --wide examples/site/mail.policy
    expect_status 0
    golden_output policy/site.wide
}

@test "explain shows the chain on a source: entry, bundles, default, overlay, notes" {
    cd "$EXAMPLES/.."
    destc explain --appliance esa-dmz examples/site/mail.policy bank.example old.example flowers.example
    expect_status 0
    golden_output policy/explain
    has "examples/site/partners.policy:"
    has "until"
    has "CHG0012345"
    has "contract 12"
}

@test "every verb reads a source" {
    cd "$EXAMPLES/.."
    destc list examples/small.policy
    expect_status 0
    has "bank.example"
    destc detail examples/small.policy bank.example
    expect_status 0
    has "Required (Verify)"
    destc explain --brief examples/small.policy joe@bank.example
    expect_status 0
    has "examples/small.policy:"
    cd "$BATS_TEST_TMPDIR"
    for format in destconfig xml csv json policy; do
        destc compile --to "$format" -o "small.$format" --from policy "$EXAMPLES/small.policy"
        expect_status 0
    done
    destc compile --to destconfig small.policy -o again
    expect_status 0
    diff small.destconfig again
}

@test "the examples are in the canonical style" {
    destc fmt --check "$EXAMPLES"/*.policy "$EXAMPLES"/site/*.policy
    expect_status 0
    [ -z "$output" ]
}

# --- Sets ------------------------------------------------------------------------------------

@test "sets of sets, whatever their order" {
    source_file p.policy <<'END'
destination @all { tls required; }
define all = { @north, @south, one.example };
define south = { .south.example, @islands };
define islands = { isle.example };
define north = { north.example, isle.example };
END
    table p.policy
    is_table '[.south.example]
table_tls = required
[isle.example]
table_tls = required
[north.example]
table_tls = required
[one.example]
table_tls = required'
}

@test "a set from a list, and from a csv by its domain column" {
    printf '\357\273\277# shops\r\n\r\n  a.example  \r\n.a.example # all below\r\nb\303\274cher.example' >list.txt
    printf 'domain;owner\n"b.example";Ann\nDEFAULT;-\n\n c.example ;Bob\n' >sheet.csv
    source_file p.policy <<'END'
define list = file "list.txt";
define sheet = file "sheet.csv";
define both = { @list, @sheet };
destination @both;
END
    table p.policy
    is_table '[.a.example]
[a.example]
[b.example]
[bücher.example]
[c.example]'
}

@test "a bad name in a file of names is told at its place, with how it was reached" {
    printf 'a.example\n*.b.example\n' >list.txt
    printf 'define list = file "list.txt";\ndestination @list;\n' >p.policy
    destc compile --check p.policy
    expect_status 2
    has_error "list.txt:2:1: error[E0402]"
    has_error "p.policy:1:20: note: included here"
    [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ]
    printf 'caf\351.example\n' >list.txt
    destc compile --check p.policy
    has_error "list.txt:1:1: error[E0106]"
    [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ]
}

@test "a set that nobody uses: its bad names are told, once" {
    printf 'define unused = { *.a.example, b.example };\ndestination b.example;\n' >p.policy
    destc compile --check p.policy
    expect_status 2
    [ "$(grep -c 'error\[E0402\]' <<<"$errors")" -eq 1 ]
    printf 'define unused = { *.a.example, b.example };\ndestination @unused;\ndestination @unused;\n' >p.policy
    destc compile --check p.policy
    [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ]
}

# --- Includes --------------------------------------------------------------------------------

@test "includes are relative to the file that names them, and each file counts once" {
    source_file main.policy <<'END'
include "parts/a.policy";
include "parts/b.policy";
include "parts/../parts/b.policy";
destination one.example uses strict;
END
    source_file parts/a.policy <<'END'
include "b.policy";
destination two.example uses strict;
END
    echo 'settings strict { tls required; }' >parts/b.policy
    ln -s b.policy parts/link.policy
    echo 'include "parts/link.policy";' >>main.policy
    table main.policy
    is_table '[one.example]
table_tls = required
[two.example]
table_tls = required'
    # From another folder.
    mkdir elsewhere
    cd elsewhere
    table ../main.policy
    has '[two.example]'
    # Given by name beside the file that includes it.
    cd ..
    table main.policy parts/a.policy parts/b.policy main.policy
    has '[two.example]'
}

@test "from standard input includes are relative to the working directory" {
    mkdir parts
    echo 'settings strict { tls required; }' >parts/b.policy
    status=0
    printf 'include "parts/b.policy";\ndestination a.example uses strict;\n' |
        "$DESTC" list --wide - >out 2>&1 || status=$?
    [ "$status" -eq 0 ]
    grep -q 'a.example  *Required' out
}

@test "an error in an included file shows how it was reached" {
    echo 'include "b.policy";' >a.policy
    echo 'include "c.policy";' >b.policy
    printf '\n  destination a.example { tls requred; }\n' >c.policy
    destc compile --check a.policy
    expect_status 2
    golden_errors policy/included
    # What is wrong with the file as a whole, too.
    printf '\377\376d\0' >c.policy
    destc compile --check a.policy
    has_error "c.policy:1:1: error[E0105]"
    has_error "b.policy:1:9: note: included here"
    has_error "a.policy:1:9: note: included here"
}

@test "several files are one source, in any order" {
    default_block >1.policy
    echo 'destination a.example uses s;' >2.policy
    echo 'settings s { connections 3; }' >3.policy
    table 2.policy 1.policy 3.policy
    has 'limit_type = host'
    printf '[b.example]\ntable_tls = off\n' >4.txt
    table 2.policy 4.txt 1.policy 3.policy
    has '[b.example]'
    echo '[A.example]' >5.txt
    destc compile --check 2.policy 5.txt 1.policy 3.policy
    expect_status 2
    has_error 'error[E0309]'
}

@test "an appliance has what tables beside the source give" {
    default_entry >table.txt
    printf '[b.example]\ntable_tls = off\n' >>table.txt
    printf '%s\n' 'destination a.example { connections 3; }' \
        'appliance x { destination a.example { tls required; } }' >p.policy
    table --appliance x p.policy table.txt
    has '[b.example]'
    has 'certificate = mx.example.org'
    destc list --wide --appliance x p.policy table.txt
    expect_status 0
    has 'b.example  '
}

# --- The rules of the page -------------------------------------------------------------------

@test "bundles: left to right, what they extend first, the own block last" {
    source_file p.policy <<'END'
destination a.example uses x, y { messages 3; }
settings y extends base { tls required-verify; }
settings x { tls off; messages 1; ip require-ipv4; }
settings base { messages 2; bounce-profile "p"; }
END
    table p.policy
    is_table '[a.example]
ip_sort_pref = REQUIRE_V4
max_messages_per_connection = 3
table_tls = require_verify
bounce_profile = p'
}

@test "a name defined twice shows both places" {
    printf 'settings a { }\n\nsettings a { }\n' >p.policy
    destc compile --check p.policy
    expect_status 2
    has_error 'p.policy:3:10: error[E1101]: "a" is defined twice'
    has_error 'p.policy:1:10: note: first defined here'
}

@test "statements about one destination are merged; a conflict shows both" {
    printf 'destination a.example { tls required; }\ndestination a.example { messages 1; }\n' >p.policy
    table p.policy
    is_table '[a.example]
max_messages_per_connection = 1
table_tls = required'
    printf 'destination .a.example, a.example { tls off; }\n' >operations.policy
    destc compile --check p.policy operations.policy
    expect_status 2
    has_error 'operations.policy:1:41: error[E1107]: another statement gives another tls'
    has_error 'p.policy:1:29: note: given here'
}

@test "the scope of a limit is spelt out: the entry's, its bundles', the default's" {
    default_block >p.policy
    cat >>p.policy <<'END'
settings per-address { limits per mx-address, per-gateway; }
destination a.example { connections 1; }
destination b.example uses per-address { recipients 5 per 2 minutes; }
destination c.example { connections 2; limits per mx-address, system-wide; }
END
    table --default-entry omit p.policy
    is_table '[a.example]
max_host_concurrency = 1
limit_type = host
limit_apply = system
[b.example]
recipient_minutes = 2
recipient_limit = 5
limit_type = MXIP
limit_apply = VG
[c.example]
max_host_concurrency = 2
limit_type = MXIP
limit_apply = system'
}

@test "taking back: from a bundle and, in an overlay, from the base" {
    source_file p.policy <<'END'
settings s { tls required; messages 2; }
destination a.example uses s { tls default; }
destination b.example uses s;
appliance x {
    destination b.example { messages default; }
}
END
    destc compile --to destconfig --appliance x p.policy
    expect_status 0
    is_table '[a.example]
max_messages_per_connection = 2
[b.example]
table_tls = required'
}

@test "an overlay wins over the base's blocks, and cannot miss" {
    source_file p.policy <<'END'
settings s { tls required; }
destination bank.example { tls off; messages 2; }
destination old.example;
appliance x {
    destination bank.example uses s;
    add destination new.example { tls off; }
    remove destination old.example;
}
END
    table --appliance x p.policy
    is_table '[bank.example]
max_messages_per_connection = 2
table_tls = required
[new.example]
table_tls = off'
    for wrong in 'destination bnak.example { tls off; }' 'add destination Bank.example;' \
        'remove destination bank.exmaple;'; do
        printf '%s\n' "destination bank.example;" "appliance x { $wrong }" >q.policy
        destc compile --check q.policy
        expect_status 2
        has_error 'error[E111'
    done
    has_error 'did you mean bank.example?'
}

@test "the source's release counts, an appliance's own more, --asyncos most" {
    default_block >p.policy
    cat >>p.policy <<'END'
policy "p" { asyncos 11.0; }
appliance old { asyncos 7.5; }
appliance new { asyncos 15.0; }
destination a.example { dane mandatory; }
END
    for appliance in old new; do
        destc compile --to destconfig --appliance "$appliance" --accept-assumptions p.policy
        [ "$appliance" = new ] || { expect_status 2; has_error 'E0501'; }
    done
    expect_status 0
    destc compile --to destconfig --appliance new --accept-assumptions --asyncos 11.0 p.policy
    expect_status 2
    has_error 'E0501'
}

@test "words are known by their place: none is reserved" {
    source_file p.policy <<'END'
define default = { 163.com, default.example, policy.example };
settings settings { tls required; }
settings "uses" extends settings { bounce-profile required; }
destination @default uses "uses";
appliance appliance { remove destination default.example; }
END
    table --appliance appliance p.policy
    is_table '[163.com]
table_tls = required
bounce_profile = required
[policy.example]
table_tls = required
bounce_profile = required'
    printf 'destination all { tls off; }\nassert tls = off for "all";\n' >all.policy
    destc lint --fail-on error all.policy
    expect_status 0
}

@test "names in any script, without quotes" {
    source_file p.policy <<'END'
define мир = { bücher.example, 例え.example, .δοκιμή.example };
settings größe { messages 1; }
destination @мир uses größe;
END
    table --idn ascii p.policy
    is_table '[.xn--jxalpdlp.example]
max_messages_per_connection = 1
[xn--bcher-kva.example]
max_messages_per_connection = 1
[xn--r8jz45g.example]
max_messages_per_connection = 1'
}

@test "the table's spellings are read, its numbers for words are not" {
    printf 'destination a.example { tls require_verify; ip PREFER_V4; bounce-verification On; }\n' >p.policy
    table p.policy
    is_table '[a.example]
ip_sort_pref = PREFER_V4
bounce_validation = on
table_tls = require_verify'
    printf 'destination a.example { tls 3; }\n' >p.policy
    destc compile --check p.policy
    expect_status 2
    has_error 'p.policy:1:29: error[E0209]'
}

@test "parameters that destc does not know are kept" {
    source_file p.policy <<'END'
destination a.example { parameter "tls_min_version" "1.3"; }
END
    destc compile --to destconfig p.policy
    expect_status 0
    has 'tls_min_version = 1.3'
    has_error 'W0213'
}

@test "a value error points at the value, in bundles too" {
    source_file p.policy <<'END'
settings s { recipients 20 per 90 minutes; }
destination a.example, b.example uses s;
destination c.example uses s;
END
    destc compile --check p.policy
    expect_status 2
    has_error 'p.policy:1:32: error[E0204]'
    [ "$(grep -c 'error\[E0204' <<<"$errors")" -eq 1 ]
}

@test "all errors in one run" {
    cp "$ROOT/tests/golden/policy/mistakes.policy" .
    destc compile --check mistakes.policy
    expect_status 2
    golden_errors policy/mistakes
}

@test "a source is found out by its first word" {
    printf '# a comment\n\n  destination a.example;\n' >p
    table p
    echo 'destinaton a.example;' >p
    destc compile --check p
    expect_status 2
    destc compile --check --from policy p
    expect_status 2
    has_error 'did you mean destination?'
}

# --- Vim -------------------------------------------------------------------------------------

# Prints what Vim takes each word of the file for, as "WORD GROUP", a word a line.
vim_groups() {
    cat >look.vim <<END
set nocompatible
set runtimepath^=$EXAMPLES/integrations/vim
filetype on
syntax on
edit $1
call writefile([&filetype], 'groups')
for number in range(1, line('\$'))
    let start = 0
    while 1
        let [word, start, end] = matchstrpos(getline(number), '[^ ]\+', start)
        if start < 0 | break | endif
        call writefile([word . ' ' . synIDattr(synID(number, start + 1, 1), 'name')], 'groups', 'a')
        let start = end
    endwhile
endfor
quit!
END
    timeout 20 vim -N -u NONE -i NONE -es -S look.vim </dev/null
}

@test "Vim knows the language" {
    command -v vim >/dev/null && vim --version | grep -q '+syntax' ||
        skip "vim with syntax highlighting is not installed"
    source_file p.policy <<'END'
# remark
settings strict { tls required-verify; messages 5; }
destination default.example, 163.com, @set uses strict {
    note "a # b \" c"; until 2030-06-30; # end
}
assert tls >= required for all;
listener "In" public {
    mail-flow-policy TRUSTED accept { max-message-size 20M; spam-check on; }
    sender-group GOOD uses TRUSTED { 192.0.2.0/24; sbrs -3.0 to -1.0; geo[XX]; nx.domain; SBO:12; }
}
expect relay only from GOOD;
END
    vim_groups p.policy
    cat groups
    [ "$(head -n 1 groups)" = destc-policy ]
    for pair in '# policyComment' 'remark policyComment' 'settings policyStatement' \
        'tls policySetting' 'required-verify; policyValue' '5; policyNumber' \
        '@set policySet' 'uses policyLink' '"a policyString' '# policyString' \
        '\" policyEscape' '2030-06-30; policyDate' 'end policyComment' '>= policyOperator' \
        'all; policyValue' 'assert policyStatement' '} policyMark' \
        'listener policyStatement' 'public policyValue' 'mail-flow-policy policyStatement' \
        'accept policyValue' 'max-message-size policySetting' '20M; policyNumber' \
        'on; policyValue' 'sender-group policyStatement' 'sbrs policyValue' '-3.0 policyNumber' \
        'to policyLink' 'geo[XX]; policyValue' 'nx.domain; policyValue' 'SBO:12; policyValue' \
        'expect policyStatement' 'relay policyValue' 'only policyLink' 'from policyLink'; do
        grep -qxF -- "$pair" groups || { echo "not so: $pair"; false; }
    done
    # Names are names, whatever words they are made of.
    for word in default.example, 163.com, strict TRUSTED; do
        grep -qxF -- "$word " groups || { echo "not plain: $word"; false; }
    done
}

@test "Vim knows every word of the language" {
    words=$(sed -n 's/^WORD_AT([A-Z_]*, "\([a-z-]*\)".*/\1/p' "$ROOT/src/read/policy_words.def"
        sed -nE 's/^WORD\([A-Z_]+, [0-9]+, [0-9]+, "[^"]*", ("[0-9]*"|NULL), "([a-z0-9-]+)".*/\2/p' \
            "$ROOT/src/model/words.def"
        sed -nE 's/^FLOW\([A-Z_]+, [HR]AT, "[a-z_]*", "([a-z-]+)".*/\1/p' "$ROOT/src/model/flow.def")
    [ "$(wc -w <<<"$words")" -ge 150 ]
    words+=" public private blackhole tcprefuse continue interface port default-domain"
    words+=" max-connections queue-size"
    for word in $words; do
        grep -E '^syntax keyword' "$EXAMPLES/integrations/vim/syntax/destc-policy.vim" |
            grep -qE " $word( |\$)" || { echo "$word"; false; }
    done
}

# A file that begins with another language's comment, and a table where a source is expected.
@test "what is no policy source is told what it is" {
    printf '// tls = on\ndestination bank.example;\n' >slashes.policy
    destc compile --check slashes.policy
    expect_status 2
    has_error "slashes.policy:1:1: error[E0113]"
    has_error "= help: a comment begins with #"
    printf '[DEFAULT]\ntable_tls = on\n[bank.example]\ntable_tls = required\n' >table.txt
    destc compile --check --from policy table.txt
    expect_status 2
    has_error "= help: a line in brackets is a table file's: destc compile --to policy FILE makes a source of it"
    [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ]
    destc fmt table.txt
    expect_status 2
    has_error "error[E0714]: fmt lays out policy sources, and this is in the format destconfig"
    has_error "= help: compile --to policy makes a source of it; compile --to destconfig writes it"
    [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ]
}

# A broken statement is one message for lint, too: its assertions are about a source that is not.
@test "one forgotten semicolon is one message, whatever the verb" {
    cat >site.policy <<'END'
define suppliers = { .supplier.example }
settings tolerant { tls preferred; }

destination @suppliers uses tolerant
destination kv.example { tls required; }

appliance esa-dmz {
    destination kv.example { tls required-verify; }
}
assert tls >= required for kv.example;
END
    for words in "compile --check" "lint" "list" "fmt"; do
        destc $words site.policy
        expect_status 2
        [ "$(cat .out .err | grep -c 'error\[')" -eq 1 ]
        cat .out .err | grep -F 'site.policy:4:37: error[E1005]: ";" is missing at the end of this statement'
    done
}
