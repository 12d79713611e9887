# SPDX-License-Identifier: MIT
# Policy sources that somebody wrote by mistake, or a stranger on purpose: a clear message each,
# status 2, within bounded time and memory. Growth is measured where it could be more than linear.

load helper

# The sanitizers need room of their own.
under_sanitizers() { [[ $DESTC == *build-asan* ]]; }

# limited KIB SECONDS ARGS...: runs destc within this much memory and time.
limited() {
    local memory=$1 seconds=$2
    shift 2
    status=0
    if under_sanitizers; then
        timeout $((seconds * 10)) "$DESTC" "$@" >.out 2>.err || status=$?
    else
        (ulimit -v "$memory" && exec timeout "$seconds" "$DESTC" "$@") >.out 2>.err || status=$?
    fi
    output=$(<.out)
    errors=$(<.err)
}

# refused CODE FILE...: status 2 and a message of CODE; an existing output stays as it was.
refused() {
    local code=$1
    shift
    echo old >out.txt
    limited 300000 10 compile --to destconfig --from policy -o out.txt "$@"
    expect_status 2
    has_error "[$code]"
    [ "$(cat out.txt)" = old ]
    [ -z "$(find . -name '.destc-*')" ]
    LC_ALL=C fails grep -q $'[\001-\011\013-\037\177]' .err
}

# accepted FILE: it compiles, within bounds.
accepted() {
    limited 300000 10 compile --check --from policy "$1"
    expect_status 0
}

# numbered COUNT TEXT: TEXT for each number from 1 on, which is %n in it; %p is the one before.
numbered() {
    local text=${2//%n/\\1}
    paste -d' ' <(seq "$1") <(seq 0 $(($1 - 1))) | sed -E "s|^(.*) (.*)\$|${text//%p/\\2}|"
}

# --- Form ------------------------------------------------------------------------------------

@test "strings that do not end: each is told, and nothing else" {
    printf '%s\n' 'policy "a {' '}' 'settings "b { tls off; }' \
        'destination a.example { note "c; }' 'destination b.example { note "' '; }' \
        'destination c.example { bounce-profile "d\' '; }' 'include "' >p
    printf 'destination d.example { note "e' >>p
    refused E1006 p
    [ "$(grep -c 'error\[E1006\]' .err)" -eq 7 ]
    for place in 1:8 3:10 4:30 5:30 7:40 9:9 10:30; do has_error "p:$place:"; done
}

@test "100,000 levels of braces" {
    for line in '{' 'default {' 'appliance x {' 'settings s {' 'define a = {' 'policy p {' \
        'destination a.example { tls {' 'appliance x { default {'; do
        yes "$line" | head -n 100000 >deep
        refused E1005 deep
        { yes "$line" | head -n 100000; yes '}' | head -n 200000; } >closed
        refused E1005 closed
        { yes "$line" | head -n 100000 | tr '\n' ' ' | fold -w 60000; } >wide
        refused E1005 wide
    done
    yes '}' | head -n 100000 >shut
    refused E1005 shut
}

@test "a line and a word of a megabyte" {
    { printf 'destination '; head -c 1000000 /dev/zero | tr '\0' a; echo ';'; } >word
    refused E0107 word
    { printf 'destination a.example { note "'; head -c 1000000 /dev/zero | tr '\0' a; echo '"; }'; } >note
    refused E0107 note
    long=$(head -c 60000 /dev/zero | tr '\0' a)
    echo "destination $long;" >name
    refused E0406 name
    echo "${long:35000} ${long:35000}" >start
    refused E1005 start
    [ "$(wc -c <.err)" -lt 2000 ]
    long=${long:35000}
    echo "define $long = { @$long };" >set
    refused E1103 set
    echo "settings s extends $long { $long; }" >bundle
    refused E1102 bundle
    echo "destination a.example { note \"$long\"; }" >accepted
    accepted accepted
}

@test "300,000 errors" {
    { echo 'destination a.example;'; yes 'zork;' | head -n 300000; } >p
    refused E1005 p
    [ "$(grep -c 'error\[' .err)" -eq 100 ]
    has_error '299900 more errors not shown'
}

@test "control characters, escapes for a terminal, NUL" {
    printf 'destination a.example { note "\033[2J\007"; \033[2J }\n\177;\n' >controls
    refused E1005 controls
    printf 'destination a.example { bounce-profile "\033[2J"; }\n' >value
    refused E0109 value
    printf 'destination \033[2J;\n' >name
    refused E0408 name
    printf 'define "\033[2J" = { @"x" };\n' >set
    refused E1005 set
    printf 'destination a.example;\0\n' >nul
    refused E0102 nul
    printf 'include "\033[2J";\n' >include
    refused E0701 include
    printf 'appliance "\033[2J" { remove destination a.example; }\n' >appliance
    refused E1112 appliance
}

@test "bytes without sense" {
    for i in $(seq 1 255); do printf "\\$(printf %03o "$i")"; done >bytes
    refused E1005 bytes
    head -c 30000 "$DESTC" | tr -d '\0' >program
    limited 300000 10 compile --check --from policy program
    expect_status 2
}

@test "an empty source, and one of comments and semicolons only" {
    : >empty
    destc compile --check --from policy empty
    expect_status 0
    printf '# nothing\n;;;\n' >semicolons
    destc compile --check --from policy semicolons
    expect_status 0
    destc compile --check empty
    expect_status 2
    has_error 'E0101'
}

# --- Includes --------------------------------------------------------------------------------

@test "an include of a directory, of a device, of a FIFO, of nothing" {
    mkdir folder
    mkfifo pipe
    echo 'include "folder";' >1
    refused E0702 1
    has_error '1:1:9: error[E0702]'
    for file in /dev/zero /dev/stdin /dev/tty pipe; do
        echo "include \"$file\";" >2
        refused E1106 2 || refused E0701 2
        has_error '2:1:9: error['
    done
    for file in missing missing/below 2/below "$(head -c 300 /dev/zero | tr '\0' a)"; do
        echo "include \"$file\";" >3
        refused E0701 3
        has_error '3:1:9: error[E0701]'
    done
    printf 'include "";\ninclude ;\n' >4
    refused E1005 4
    has_error '4:1:9: error[E0701]'
    [ "$(id -u)" -eq 0 ] || {
        echo 'destination a.example;' >shut
        chmod 000 shut
        echo 'include "shut";' >5
        refused E0701 5
        has_error '5:1:9: error[E0701]'
    }
}

@test "the same for a set's file" {
    mkdir folder
    mkfifo pipe
    for file in folder /dev/zero pipe missing ''; do
        printf 'define s = file "%s";\ndestination @s;\n' "$file" >p
        limited 300000 10 compile --check p
        expect_status 2
        has_error 'p:1:17: error[E'
        [ "$(grep -c 'error\[' .err)" -eq 1 ]
    done
    : >nothing
    printf 'define s = file "nothing";\ndestination @s;\n' >p
    refused E1115 p
    printf 'a.example\0\n' >nul
    printf 'define s = file "nul";\ndestination @s;\n' >p
    refused E0102 p
    has_error 'p:1:17: note: included here'
}

@test "a file that includes itself: by name, by a link, by a detour" {
    echo 'include "1";' >1
    refused E1104 1
    echo 'include "link";' >2
    ln -s 2 link
    refused E1104 2
    has_error '2:1:9: error[E1104]'
    mkdir -p a/b
    echo 'include "a/b/c";' >3
    echo 'include "../../a/../3";' >a/b/c
    refused E1104 3
    has_error 'a/b/c:1:9: error[E1104]'
    has_error '3:1:9: note: included here'
    ln 3 hard
    echo 'include "../../hard";' >a/b/c
    refused E1104 3
    ln -s round round
    echo 'include "round";' >4
    refused E0701 4
}

@test "a cycle is one whatever is read first" {
    echo 'include "c";' >b
    echo 'include "b";' >c
    echo 'include "b"; include "c";' >both
    echo 'include "b";' >only
    for file in both only; do
        refused E1104 $file
        has_error 'c:1:9: error[E1104]'
        [ "$(grep -c 'error\[' .err)" -eq 1 ]
    done
    destc compile --check both only
    expect_status 2
    [ "$(grep -c 'error\[' .err)" -eq 1 ]
    # Each statement that closes a cycle is told; files that meet again close none.
    printf 'include "d";\ninclude "e";\ninclude "c";\n' >c
    printf 'include "b";\ninclude "e";\n' >d
    echo 'destination a.example;' >e
    refused E1104 both
    has_error 'c:3:9: error[E1104]'
    has_error 'd:1:9: error[E1104]'
    [ "$(grep -c 'error\[' .err)" -eq 2 ]
    printf 'include "d";\ninclude "e";\n' >c
    echo 'include "e";' >d
    accepted both
}

@test "64 levels of includes, and one more" {
    for i in $(seq 1 65); do echo "include \"$((i + 1))\";" >$i; done
    echo 'destination a.example;' >65
    accepted 1
    echo 'include "66";' >65
    echo 'destination a.example;' >66
    refused E1105 1
    has_error '65:1:9: error[E1105]'
    has_error '64:1:9: note: included here'
}

@test "10,000 includes, and 10,000 of one file" {
    mkdir parts
    seq 10000 | awk '{ f = "parts/" $1; print "destination h" $1 ".example;" >f; close(f) }'
    numbered 10000 'include "parts/%n";' >p
    limited 300000 20 list p
    expect_status 0
    has 'h10000.example '
    yes 'include "parts/1";' | head -n 10000 >p
    accepted p
    # Each leads back.
    seq 10000 | awk '{ f = "parts/" $1; print "include \"../p\";" >f; close(f) }'
    numbered 10000 'include "parts/%n";' >p
    limited 300000 20 compile --check --max-errors 0 p
    expect_status 2
    [ "$(grep -c 'error\[E1104\]' .err)" -eq 10000 ]
    numbered 10000 'define s%n = file "names"; destination @s%n;' >p
    numbered 10000 'h%n.example' | head -n 100 >names
    accepted p
}

# --- Names -----------------------------------------------------------------------------------

# seconds FILE: how long compiling takes, in milliseconds; the best of three.
milliseconds() {
    local best=1000000 start took i
    for i in 1 2 3; do
        start=$(date +%s%N)
        "$DESTC" compile --check --from policy "$1" >/dev/null 2>&1 || true
        took=$((($(date +%s%N) - start) / 1000000))
        [ "$took" -ge "$best" ] || best=$took
    done
    echo "$best"
}

# linear SMALL LARGE: LARGE, ten times as large, takes at most thirty times as long.
linear() {
    under_sanitizers && return
    local small large
    small=$(milliseconds "$1")
    large=$(milliseconds "$2")
    [ "$large" -le $((small * 30 + 300)) ] || { echo "$1 $small ms, $2 $large ms"; return 1; }
}

@test "a set that holds a million names" {
    for count in 100000 1000000; do
        { echo 'define all = {'; numbered "$count" '    h%n.example,'; echo '};'
            echo 'destination @all { tls required; }'; } >"$count"
    done
    limited 800000 20 compile --check 1000000
    expect_status 0
    linear 100000 1000000
    numbered 1000000 'h%n.example' >names
    printf 'define all = file "names";\ndefine twice = { @all, @all };\ndestination @twice, @all;\n' >p
    limited 800000 20 compile --check p
    expect_status 0
    tr '\n' ' ' <1000000 >line
    refused E0107 line
}

@test "the same name a million times" {
    { echo 'define all = {'; yes 'a.example,' | head -n 1000000; echo '};'
        echo 'destination @all { tls required; }'; } >p
    limited 800000 20 compile --to destconfig p
    expect_status 0
    [ "$(grep -c '^\[' .out)" -eq 1 ]
}

@test "sets of sets, 10,000 deep and wide" {
    { echo 'define s0 = { a.example };'; numbered 10000 'define s%n = { @s%p };'
        echo 'destination @s10000;'; } >deep
    accepted deep
    { echo 'define s0 = { a.example };'; numbered 10000 'define s%n = { @s%p, h%n.example };'
        echo 'destination @s10000, @s9999, @s5000;'; } >growing
    accepted growing
    # A million laughs: each set holds the one before it three times.
    { echo 'define s0 = { a.example };'; numbered 1000 'define s%n = { @s%p, @s%p, @s%p };'
        echo 'destination @s1000;'; } >laughs
    accepted laughs
    { numbered 10000 'define s%n = { @s%p };'; echo 'define s0 = { @s10000 };'; } >round
    refused E1103 round
    [ "$(grep -c 'error\[' .err)" -eq 1 ]
}

@test "bundles that extend each other, 10,000 deep" {
    { echo 'settings s0 { tls off; messages 1; }'
        numbered 10000 'settings s%n extends s%p { messages %n; }'
        echo 'destination a.example uses s10000;'; } >deep
    limited 300000 10 compile --to destconfig deep
    expect_status 0
    has 'max_messages_per_connection = 10000'
    { numbered 10000 'settings s%n extends s%p { }'; echo 'settings s0 extends s10000 { }'; } >round
    refused E1103 round
}

@test "one destination in 100,000 statements" {
    for count in 10000 100000; do
        numbered "$count" 'destination a.example { tls off; messages 3; }' >"$count"
    done
    accepted 100000
    linear 10000 100000
    numbered 50000 'destination a.example { tls off; } destination a.example { tls on; }' >conflicts
    refused E1107 conflicts
    numbered 100000 'destination a.example { note "%n"; }' >notes
    refused E1117 notes
}

@test "100,000 unknown parameters in a block" {
    for count in 10000 100000; do
        { echo 'destination a.example {'; numbered "$count" 'parameter "x%n" "v";'; echo '}'; } >"$count"
    done
    refused E1117 100000
    linear 10000 100000
}

@test "100,000 names that are not defined, and as many definitions" {
    for count in 10000 100000; do
        numbered "$count" 'settings strict%n { } destination h%n.example uses stirct%n;' >"$count"
    done
    refused E1102 100000
    linear 10000 100000
}

# --- Overlays and assertions -----------------------------------------------------------------

@test "an overlay of what is not there: appliance, destination, set" {
    printf '%s\n' 'destination bank.example;' 'appliance esa { destination bnak.example; }' >p
    refused E1110 p
    has_error 'did you mean bank.example?'
    printf '%s\n' 'destination bank.example;' 'appliance esa { remove destination shop.example; }' >p
    refused E1112 p
    printf '%s\n' 'destination bank.example;' 'appliance esa { remove destination bank.example;' \
        'remove destination bank.example; }' >p
    refused E1112 p
    printf '%s\n' 'destination bank.example;' 'appliance esa { add destination BANK.example.; }' >p
    refused E1111 p
    printf '%s\n' 'appliance esa { destination @nobody; }' >p
    refused E1102 p
    printf '%s\n' 'define none = { };' 'appliance esa { remove destination @none; }' >p
    refused E1115 p
    printf '%s\n' 'destination bank.example;' 'appliance "esa-dmz" { }' >p
    limited 300000 10 compile --to destconfig --appliance esa-dzm p
    expect_status 2
    has_error 'esa-dmz'
}

@test "errors of the base and of every appliance in one run, each once" {
    printf '%s\n' 'destination a.example { connections 1; }' \
        'appliance x { destination a.example { messages 0; } }' \
        'appliance y { add destination b.example { recipients 5 per 1 minute; } }' >p
    refused E1109 p
    has_error 'p:1:37: error[E1109]'
    has_error 'p:2:48: error[E0203]'
    has_error 'p:3:54: error[E1109]'
    [ "$(grep -c 'error\[' .err)" -eq 3 ]
    printf '%s\n' 'default { tls off; }' 'appliance x { }' 'appliance y { default { tls on; } }' >p
    refused E0304 p
    [ "$(grep -c 'error\[' .err)" -eq 1 ]
}

@test "too many appliances" {
    numbered 10001 'appliance a%n { }' >many
    refused E1303 many
    { echo 'define all = {'; numbered 10000 'h%n.example,'; echo '};'; echo 'destination @all;'
        numbered 5000 'appliance a%n { }'; } >large
    refused E1303 large
    numbered 500 'appliance a%n { add destination h%n.example; }' >few
    accepted few
}

@test "an assertion about nothing" {
    printf '%s\n' 'destination a.example;' 'assert tls = off for @nobody;' >p
    refused E1102 p
    printf '%s\n' 'define none = { };' 'destination a.example;' 'assert tls = off for @none;' >p
    refused E1115 p
    has_error 'p:3:22:'
    [ "$(grep -c 'error\[' .err)" -eq 1 ]
    printf '%s\n' 'destination a.example;' 'assert tls = off for .bnak.example;' >p
    limited 300000 10 lint p
    grep -q 'error\[E1203\]' .out .err
    for text in 'assert;' 'assert tls;' 'assert tls = off;' 'assert tls = off for;' \
        'assert for all;' 'assert tls = for all;' 'assert = off for all;'; do
        echo "$text" >p
        refused E1005 p
        [ "$(grep -c 'error\[' .err)" -eq 1 ]
    done
}
