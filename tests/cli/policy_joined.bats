# SPDX-License-Identifier: MIT
# A policy source beside files of other formats, and overlays over what those give.

load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

default_block() {
    cat <<'END'
default {
    ip prefer-ipv6;
    connections 500;
    messages 50;
    recipients unlimited;
    limits per domain, system-wide;
    tls off;
    bounce-verification off;
    certificate "mx";
    tls-alert on;
}
END
}

default_section() {
    cat <<'END'
[DEFAULT]
ip_sort_pref = PREFER_V6
max_host_concurrency = 500
max_messages_per_connection = 50
recipient_minutes = 60
recipient_limit = 0
limit_type = host
limit_apply = system
bounce_validation = off
table_tls = off
send_tls_req_alert = off
certificate = mx
END
}

# cell DOMAIN COLUMN: of the csv in .out.
cell() {
    awk -F, -v domain="$1" -v name="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i }
        $1 == domain { print $column }' .out
}

@test "an overlay changes, removes and adds to what a table gives" {
    printf '[b.example]\ntable_tls = on\nmax_messages_per_connection = 3\nfoo = bar\n' >table.txt
    printf '[c.example]\ntable_tls = off\n[d.example]\ntable_tls = off\n' >>table.txt
    cat >x.policy <<'END'
appliance x {
    destination b.example { tls required; }
    remove destination c.example;
    add destination n.example { tls off; }
}
END
    destc compile --appliance x --to destconfig --default-entry omit table.txt x.policy
    expect_status 0
    diff - .out <<'END'
[b.example]
max_messages_per_connection = 3
table_tls = required
foo = bar

[d.example]
table_tls = off

[n.example]
table_tls = off
END
    # The same when an XML document is the base.
    destc compile -q --to xml table.txt
    mv .out table.xml
    destc compile --appliance x --to csv x.policy table.xml
    expect_status 0
    [ "$(cell b.example table_tls)" = required ]
    [ "$(cell b.example max_messages_per_connection)" = 3 ]
    [ -z "$(grep c.example .out)" ]
}

@test "what an overlay says of a table's entries is held against them" {
    printf '[b.example]\ntable_tls = on\n' >table.txt
    cat >x.policy <<'END'
appliance x {
    add destination b.example { tls off; }
    remove destination z.example;
    destination y.example { tls off; }
}
END
    destc compile --check table.txt x.policy
    expect_status 2
    has_error 'x.policy:2:21: error[E1111]'
    has_error 'table.txt:1:1: note: it is named here first'
    has_error 'x.policy:3:24: error[E1112]'
    has_error 'x.policy:4:17: error[E1110]'
    has_error 'note: on the appliance x'
}

@test "an overlay changes the default entry of a table" {
    default_section >table.txt
    echo 'appliance q { default { tls required; } } appliance r { }' >q.policy
    destc compile --appliance q --to csv table.txt q.policy
    expect_status 0
    [ "$(cell DEFAULT table_tls)" = required ]
    [ "$(cell DEFAULT max_host_concurrency)" = 500 ]
    destc compile --appliance r --to csv table.txt q.policy
    expect_status 0
    [ "$(cell DEFAULT table_tls)" = off ]
}

@test "each appliance's default entry is judged where it stands" {
    { default_block; echo 'appliance x { default { bounce-profile "x"; } }'
        echo 'appliance y { default { bounce-profile "y"; } }'
        echo 'appliance z { default { tls default; } }'; } >p.policy
    destc compile --check p.policy
    expect_status 2
    has_error 'p.policy:12:40: error[E0306]'
    has_error 'p.policy:13:40: error[E0306]'
    has_error 'p.policy:14:15: error[E0304]: the default entry lacks tls'
    has_error 'note: on the appliance z'
    # Without one in the base each appliance may bring its own.
    { echo 'destination a.example { connections 10; }'
        echo 'appliance x {'; default_block; echo '}'; } >own.policy
    destc compile --appliance x --to csv own.policy
    expect_status 0
    [ "$(cell a.example limit_type)" = host ]
    echo 'appliance y { default { connections 5; } }' >>own.policy
    destc compile --check own.policy
    expect_status 2
    has_error 'own.policy:15:15: error[E0304]'
    has_error 'note: on the appliance y'
}

@test "--lenient: the later of two wins, in a source too" {
    echo 'destination a.example { tls off; tls required; }' >p.policy
    destc compile --lenient --to csv p.policy
    expect_status 0
    [ "$(cell a.example table_tls)" = required ]
    has_error 'help: the later one is taken'
    { default_block; default_block | sed 's/tls off/tls preferred/'; } >p.policy
    destc compile --lenient --to csv p.policy
    expect_status 0
    [ "$(cell DEFAULT table_tls)" = on ]
    printf '[a.example]\ntable_tls = on\n' >table.txt
    echo 'destination a.example { tls off; }' >p.policy
    destc compile --lenient --to csv p.policy table.txt
    expect_status 0
    [ "$(cell a.example table_tls)" = on ]
    destc compile --lenient --to csv table.txt p.policy
    expect_status 0
    [ "$(cell a.example table_tls)" = off ]
}

@test "an appliance, or the policy's name, in a document and in a source" {
    cat >j.xml <<'END'
<policy xmlns="urn:destc:policy:1" name="one">
<destination domain="a.example"><tls>off</tls></destination>
<appliance name="x"/>
</policy>
END
    echo 'appliance x { add destination n.example { tls off; } }' >z.policy
    for files in "j.xml z.policy" "z.policy j.xml"; do
        destc compile --appliance x --to json $files
        expect_status 2
        has_error 'z.policy:1:11: error[E1101]: the appliance x is defined twice'
    done
    echo 'policy "two" { asyncos 14.2; }' >z.policy
    destc compile --check j.xml z.policy
    expect_status 2
    has_error 'z.policy:1:8: error[E1101]'
}

@test "an assertion's list and value may cross lines" {
    default_block >p.policy
    cat >>p.policy <<'END'
define p = { a.example };
assert tls >= off for @p, # the first
    b.example;
assert recipients <= 300	per # minutes
    60 minutes for a.example;
assert TLS >= off for a.example;
destination a.example { bounce-profile "my profile"; recipients 20 per 60 minutes; }
assert bounce_profile = "my profile" for a.example;
END
    destc compile --check p.policy
    expect_status 0
    destc compile --to policy p.policy
    expect_status 0
    has 'assert recipients <= 300 per 60 minutes for a.example;'
    has 'assert bounce-profile = "my profile" for a.example;'
    cp .out again.policy
    destc compile --check again.policy
    expect_status 0
    destc compile --to xml p.policy
    has 'target="@p, b.example"'
}

@test "unlimited recipients take no minutes from a bundle" {
    cat >p.policy <<'END'
settings s { recipients 20 per 1 minute; limits per domain, system-wide; note "slow"; }
destination a.example uses s { recipients unlimited; }
destination b.example { recipients unlimited; limits per domain, system-wide; }
destination b.example { recipients unlimited per 20 minutes; }
END
    destc compile --to csv p.policy
    expect_status 2
    has_error 'p.policy:4:'
    has_error 'E1107'
    sed -i 4d p.policy
    destc compile --to csv p.policy
    expect_status 0
    [ "$(cell a.example recipient_minutes)" = 60 ]
    # A bundle's note is each entry's that uses it.
    destc explain p.policy a.example
    has 'slow'
}

@test "an assertion about an empty set is wrong, whatever stands beside it" {
    default_block >p.policy
    echo 'define e = {}; define f = { @e }; assert tls = off for @f, a.example;' >>p.policy
    destc compile --check p.policy
    expect_status 2
    has_error 'p.policy:12:56: error[E1115]'
    sed -i 's/{ @e }/{ @e, b.example }/' p.policy
    destc compile --check p.policy
    expect_status 0
    sed -i 's/assert.*/destination @e, a.example { tls off; }/' p.policy
    destc compile --check p.policy
    expect_status 0
}

@test "the release that a source names says what its default entry must have" {
    { echo 'policy p { asyncos 7.5; }'; default_block | grep -v ' ip '; } >p.policy
    destc compile --check p.policy
    expect_status 0
    sed -i 's/7.5/7.6/' p.policy
    destc compile --check p.policy
    expect_status 2
    has_error 'E0304'
    sed -i 's/asyncos 7.6;/asyncos 7.5; asyncos 8.0;/' p.policy
    destc compile --check p.policy
    has_error 'p.policy:1:25: error[E1101]: asyncos is given twice'
}

@test "an appliance's statements stand in any order" {
    cat >p.policy <<'END'
destination k.example { tls off; }
appliance x {
    destination lab.example { tls required; }
    add destination lab.example { messages 3; }
    remove destination k.example;
    add destination k.example { tls preferred; }
}
appliance y {
    add destination lab.example { messages 4; }
}
END
    destc compile --appliance x --to csv p.policy
    expect_status 0
    [ "$(cell lab.example table_tls)" = required ]
    [ "$(cell k.example table_tls)" = on ]
    destc explain --appliance y p.policy lab.example
    has '9:21'
    echo 'appliance z { add destination q.example { tls off; } remove destination q.example; }' \
        >>p.policy
    destc compile --check p.policy
    expect_status 2
    has_error 'E1112'
}

@test "a set from a csv takes the column called domain, wherever it stands" {
    printf 'partner;"the; name";Domain\nA;x;a.example\nB;"y; z";"b.example"\nC;;\n' >set.csv
    echo 'define s = file "set.csv"; destination @s { tls off; }' >p.policy
    destc compile --to csv p.policy
    expect_status 0
    [ "$(cut -d, -f1 .out | xargs)" = "domain a.example b.example" ]
}

@test "a source is known by its first word, on a line of its own or misspelt too" {
    printf 'destination\n    a.example { tls off; }\n' >p.policy
    destc compile --to csv p.policy
    expect_status 0
    printf 'destination# why\n    a.example { tls off; }\n' >p.policy
    destc compile --to csv p.policy
    expect_status 0
    echo 'destinaton a.example { tls off; }' >p.policy
    destc compile --check p.policy
    expect_status 2
    has_error 'p.policy:1:1: error[E1005]'
    has_error 'did you mean destination?'
}
