# SPDX-License-Identifier: MIT
# destc set in policy sources: which statements it changes, what it refuses, what it leaves alone.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cat >base.policy <<'EOT'
# Outbound mail.
include "partners.policy";

settings solo { messages 7; }  # one who asked for it

default {
    ip prefer-ipv6;
    connections 500;
    messages 50;
    recipients 300 per 60 minutes;
    limits per domain, system-wide;
    tls preferred;
    bounce-verification off;
    certificate "mx.example.org";
    tls-alert on;
}
destination a.example, b.example, c.example { tls off; }  # three
destination one.example uses solo {
    # why
    tls required;  # because
    connections 5;
}

assert tls >= required for @banks;
EOT
    cat >partners.policy <<'EOT'
define banks = { bank.example, shop.example };
define partners = {
    clinic.example,  # the hospital
    .clinic.example
};
settings strict {
    tls required-verify;
    bounce-profile "partners";
}
destination @banks uses strict;
destination @partners uses strict { note "contract 12"; }

appliance "esa-dmz" {
    destination one.example { connections 3; }
}
EOT
    "$DESTC" fmt --check base.policy partners.policy
    mkdir before
    cp ./*.policy before
}

# change WORD...: runs set, which must do it, and shows what has become of the files.
change() {
    cp before/*.policy .
    destc set "$@"
    expect_status 0
    "$DESTC" fmt --check base.policy partners.policy
    diff -r -x '*.txt' before . | grep '^[<>]' || true
}

# refuse CODE WORD...: runs set, which must report CODE and leave the files alone.
refuse() {
    local code=$1
    shift
    cp before/*.policy .
    destc set "$@"
    expect_status 2
    has_error "$code"
    cmp base.policy before/base.policy
    cmp partners.policy before/partners.policy
}

@test "the statement that gives the value is changed, in its file" {
    [ "$(change base.policy one.example tls=off)" = "<     tls required;  # because
>     tls off;  # because" ]
    [ "$(change base.policy one.example messages=9)" = \
        "< settings solo { messages 7; }  # one who asked for it
> settings solo { messages 9; }  # one who asked for it" ]
    [ "$(change base.policy bank.example shop.example .clinic.example clinic.example tls=required)" = \
        "<     tls required-verify;
>     tls required;" ]
    [ "$(change base.policy DEFAULT recipients=unlimited recipient-minutes=30)" = \
        "<     recipients 300 per 60 minutes;
>     recipients unlimited per 30 minutes;" ]
    [ "$(change base.policy a.example b.example c.example table_tls=required)" = \
        "< destination a.example, b.example, c.example { tls off; }  # three
> destination a.example, b.example, c.example { tls required; }  # three" ]
}

@test "what no statement gives stands in the destination's own, or in a new one" {
    [ "$(change base.policy one.example bounce-profile=fast recipients=20 recipient-minutes=1)" = \
        ">     recipients 20 per 1 minute;
>     bounce-profile \"fast\";" ]
    [ "$(change base.policy a.example messages=3)" = "> destination a.example { messages 3; }" ]
    [ "$(change base.policy a.example c.example messages=3)" = \
        "> destination a.example, c.example { messages 3; }" ]
}

@test "an entry that is not there is a statement behind the others" {
    change base.policy new.example '[192.0.2.1]' tls=required messages=2 >shown.txt
    same_as_golden set/new-entries.txt shown.txt
    printf '# nothing yet\npolicy "x" { }' >new.policy
    destc set new.policy new.example tls=off
    expect_status 0
    printf '# nothing yet\npolicy "x" { }\ndestination new.example { tls off; }\n' | diff - new.policy
}

@test "what is shared is named and left alone" {
    refuse E5030 base.policy a.example tls=required
    has_error "base.policy:17:51: error"
    has_error "tls of a.example is shared with b.example, c.example"
    refuse E5030 base.policy bank.example tls=required
    has_error "partners.policy:7:9: error"
    has_error "tls of bank.example is shared with shop.example"
    refuse E5030 base.policy --remove clinic.example
    has_error "the statement of clinic.example is shared with .clinic.example"
}

@test "--split makes a statement of its own that says the rest too" {
    [ "$(change --split base.policy a.example c.example tls=)" = \
        "< destination a.example, b.example, c.example { tls off; }  # three
> destination b.example { tls off; }  # three
> destination a.example, c.example;" ]
    change --split base.policy clinic.example tls=required >shown.txt
    same_as_golden set/split.txt shown.txt
    # An assertion is about the set: it is not for destc to say whether the name is to leave it.
    refuse E5032 --split base.policy bank.example tls=required
    has_error 'bank.example stands in the set "banks", which is used elsewhere too'
    echo q.example >q.txt
    printf 'define q = file "q.txt";\ndestination @q, r.example { tls off; }\n' >q.policy
    destc set --split q.policy q.example tls=required
    expect_status 2
    has_error 'q.example stands in the set "q", which comes from a file'
}

@test "NAME= takes a setting out, --remove an entry" {
    [ "$(change base.policy one.example tls= messages=)" = \
        "< settings solo { messages 7; }  # one who asked for it
> settings solo { }  # one who asked for it
<     tls required;  # because
>     # because" ]
}

@test "a bundle that others use is overruled in the statement" {
    printf 'settings s { tls required; }\ndestination a.example uses s;\ndestination b.example uses s;\n' >s.policy
    destc set --split s.policy a.example tls=
    expect_status 0
    diff - s.policy <<'EOT'
settings s { tls required; }
destination a.example uses s { tls default; }
destination b.example uses s;
EOT
    destc set --split s.policy b.example tls=off messages=3
    expect_status 0
    [ "$(sed -n '3,$p' s.policy)" = "destination b.example uses s {
    messages 3;
    tls off;
}" ]
}

@test "appliances: their values are their author's" {
    refuse E5031 base.policy one.example connections=9
    has_error "the appliance esa-dmz has a value of connections of its own for one.example"
    refuse E5031 base.policy --remove one.example
    has_error "the appliance esa-dmz has a statement of its own for one.example"
}

@test "entries are removed, alone or from a list" {
    [ "$(change --split base.policy --remove a.example c.example .clinic.example)" = \
        "< destination a.example, b.example, c.example { tls off; }  # three
> destination b.example { tls off; }  # three
<     clinic.example,  # the hospital
<     .clinic.example
>     clinic.example  # the hospital" ]
    [ "$(change base.policy --remove a.example b.example c.example)" = \
        "< destination a.example, b.example, c.example { tls off; }  # three" ]
    refuse E0414 base.policy --remove missing.example
}

@test "a dry run shows meaning and lines, and writes nothing" {
    destc set --dry-run --split base.policy a.example clinic.example bounce-profile=fast tls=required
    expect_status 0
    golden_output set/dry-run.txt
    cmp base.policy before/base.policy
    cmp partners.policy before/partners.policy
    git init -q .
    git apply .out
    [ "$(grep -c fast base.policy partners.policy)" = "base.policy:1
partners.policy:1" ]
}

@test "what was written is named, file by file" {
    destc set base.policy DEFAULT clinic.example .clinic.example bank.example shop.example tls=required
    expect_status 0
    has_error "base.policy: info[I5034]: was written"
    has_error "partners.policy: info[I5034]: was written"
    destc set base.policy bank.example shop.example bounce-profile=x --split
    expect_status 0
    [ "$errors" = "partners.policy: info[I5034]: was written" ]
}

@test "a change that makes an assertion fail is refused" {
    cat >a.policy <<'EOT'
define banks = { bank.example, shop.example };
default {
    ip prefer-ipv6; connections 500; messages 50; recipients unlimited per 60 minutes;
    limits per domain, system-wide; tls preferred; bounce-verification off;
    certificate "mx.example.org"; tls-alert on;
}
destination bank.example { tls required; }
destination shop.example { tls required; }
assert tls >= required for @banks "contract 12";
assert connections <= 500 for all;
EOT
    cp a.policy was
    destc set a.policy bank.example tls=preferred
    expect_status 1
    golden_errors set/assertion.txt
    [ -z "$output" ]
    cmp a.policy was
    destc set --dry-run a.policy DEFAULT connections=501
    expect_status 1
    has_error 'which fails "assert connections <= 500 for all"'
    destc set --remove a.policy bank.example
    expect_status 1
    has_error "no entry matches bank.example: the default entry rules it"
    cmp a.policy was
    # What compile takes, this takes.
    destc set a.policy DEFAULT tls=required
    expect_status 0
    destc set --remove a.policy bank.example
    expect_status 0
    cp was a.policy
    destc set --allow-failed-assertions a.policy bank.example tls=preferred
    expect_status 0
    has_error "warning[E1201]"
    grep -q "bank.example { tls preferred; }" a.policy
}

@test "what an assertion fails already is no hindrance, but with --strict" {
    printf '%s\n' 'define both = { a.example, b.example, c.example };' \
        'destination a.example { tls off; }' 'destination b.example { tls off; }' \
        'destination c.example { tls required; }' 'assert tls >= required for @both;' >f.policy
    cp f.policy was
    destc set f.policy a.example messages=5
    expect_status 0
    has_error 'warning[E1201]: tls is off for a.example'
    has_error 'warning[E1201]: tls is off for b.example'
    destc set --strict f.policy a.example messages=6
    expect_status 1
    cp was f.policy
    # One of them is mended; the other is as it was.
    destc set f.policy a.example tls=required
    expect_status 0
    has_error 'warning[E1201]: tls is off for b.example'
    # One more, or another value, is of this change.
    for wish in "c.example tls=off" "b.example tls=preferred"; do
        cp was f.policy
        # shellcheck disable=SC2086
        destc set f.policy $wish
        expect_status 1
        cmp f.policy was
    done
    # What could not be decided before is not of this change either.
    printf '%s\n' 'destination a.example { tls off; }' 'assert tls >= required for all;' >f.policy
    destc set f.policy a.example messages=5
    expect_status 0
    has_error 'warning[E1202]'
    printf '%s\n' 'destination a.example { tls off; }' 'assert tls >= off for a.example;' >f.policy
    destc set f.policy a.example tls=
    expect_status 2
    has_error 'error[E1202]'
    destc set --factory-default f.policy a.example tls=
    expect_status 0
}

@test "assertions hold on every appliance" {
    printf '%s\n' 'destination a.example { tls required; }' 'appliance "esa-1" { }' \
        'appliance "esa-2" { destination a.example { tls required-verify; } }' \
        'assert tls >= required for a.example;' >m.policy
    destc set m.policy a.example tls=off
    expect_status 2
    has_error E5031
    sed -i 's/destination a.example { tls required-verify; } }/destination a.example { messages 4; } }/' m.policy
    destc set m.policy a.example tls=off
    expect_status 1
    has_error "on esa-1"
    has_error "on esa-2"
    grep -q "tls required;" m.policy
}

@test "all files or none" {
    [ "$(id -u)" != 0 ] || skip "root may write everywhere"
    mkdir sub
    sed 's/partners.policy/sub\/partners.policy/' before/base.policy >base.policy
    mv partners.policy sub
    cp base.policy was
    chmod a-w sub
    destc set base.policy a.example b.example c.example bank.example shop.example clinic.example \
        .clinic.example tls=required
    chmod u+w sub
    expect_status 2
    cmp base.policy was
    cmp sub/partners.policy before/partners.policy
}

@test "halves of a setting are asked for" {
    refuse E5033 base.policy a.example recipients=20
    has_error "base.policy:17:13: error[E5033]: a.example: recipients needs recipient-minutes beside it"
    refuse "both or neither" base.policy DEFAULT recipient-minutes=
    refuse "both or neither" base.policy one.example limits-per=
    refuse "nothing was written: these are the errors that the file would have" \
        base.policy DEFAULT tls=
}

@test "values cannot say more than a value" {
    refuse E0209 base.policy one.example 'tls=off; messages 1'
    refuse E0209 base.policy one.example tls=default
    refuse E0209 base.policy one.example tls=3
    destc set base.policy one.example 'bounce-profile=a"; tls off; #\'
    expect_status 0
    grep -qF '    bounce-profile "a\"; tls off; #\\";' base.policy
}

@test "layouts of all kinds stay as they are" {
    printf 'destination  a.example,b.example {tls off;messages 5;}\r\nassert tls>=off for a.example;' >u.policy
    destc set --split u.policy a.example tls=required dane=off
    expect_status 0
    printf '%s\r\n' 'destination  b.example {tls off;messages 5;}' 'destination a.example {' \
        '    tls required;' '    messages 5;' '    dane off;' '}' >wanted
    printf 'assert tls>=off for a.example;' >>wanted
    cmp u.policy wanted
    printf 'destination a.example { connections # how many\n  5; limits per domain, system-wide;}\n' >u.policy
    destc set u.policy a.example connections= limits-per= limits-apply=
    expect_status 0
    grep -q '# how many' u.policy
    printf 'destination a.example { tls off; }\ndestination a.example { tls off; messages 9; }\n' >u.policy
    destc set u.policy a.example tls=required
    printf 'destination a.example { tls required; }\ndestination a.example { tls required; messages 9; }\n' |
        diff - u.policy
    destc set u.policy a.example tls= messages=
    printf 'destination a.example;\ndestination a.example;\n' | diff - u.policy
    printf 'destination a.example { parameter "recipient_limit" "5"; parameter "recipient_minutes" "7"; limits per domain, system-wide; }\n' >u.policy
    destc set u.policy a.example recipients=6
    printf 'destination a.example { recipients 6 per 7 minutes; limits per domain, system-wide; }\n' |
        diff - u.policy
}

@test "a source with errors is left alone" {
    echo 'destination x.example { tls requred; }' >bad.policy
    cp bad.policy was
    destc set bad.policy x.example tls=off
    expect_status 2
    has_error E0209
    cmp bad.policy was
    sed -i 's/partners/missing/' base.policy
    cp base.policy was
    destc set base.policy a.example messages=1
    expect_status 2
    cmp base.policy was
}

@test "a file that is included under two names is not split in two" {
    echo 'destination c.example { tls off; }' >one.policy
    ln one.policy two.policy
    printf 'include "one.policy";\ninclude "two.policy";\n' >links.policy
    destc set links.policy c.example tls=required
    expect_status 2
    has_error "links.policy:2:9: error[E0714]: two.policy is one.policy under another name"
    [ one.policy -ef two.policy ]
    # A symbolic link is no second file, and who is not included does not matter.
    rm two.policy
    ln -s one.policy two.policy
    ln one.policy three.policy
    destc set links.policy c.example tls=required
    expect_status 0
    "$DESTC" compile --check links.policy
}

@test "what has no name cannot be changed in place, nor what is given twice" {
    echo 'destination a.example { tls off; }' >gone.policy
    exec 7<>gone.policy
    rm gone.policy
    destc set /proc/self/fd/7 a.example tls=required
    exec 7>&-
    expect_status 2
    has_error "what has no name"
    echo 'destination a.example { tls off; tls required; }' >twice.policy
    cp twice.policy was
    destc set --lenient twice.policy a.example messages=3
    expect_status 2
    has_error "twice.policy:1:34: error[E0714]: set changes nothing that gives something twice"
    cmp twice.policy was
}
