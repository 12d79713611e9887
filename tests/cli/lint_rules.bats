# SPDX-License-Identifier: MIT
# Rules of lint that need more than one policy: options that say what a file does not hold, default
# entries from outside, appliances. What each rule is, tests/cli/rules/ shows.

load helper

# found WORDS...: what lint finds, as "FILE:LINE:COLUMN CODE", sorted by place, without I3901.
found() {
    "$DESTC" lint "$@" 2>/dev/null |
        sed -n 's/^\([^ ]*:[0-9]*:[0-9]*\): [a-z]*\[\([EWI][0-9]*\)\].*/\1 \2/p' |
        grep -v I3901 || true
}

same() {
    [ "$1" = "$2" ] || { printf 'found:\n%s\ninstead of:\n%s\n' "$1" "$2"; false; }
}

hat() {
    cat >in.hat <<'END'
$REFUSED
    REJECT

ALL
    $REFUSED
END
}

whole_default() {
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
certificate = Demo
END
}

@test "what a listener is: not known, said by an option, said by a settings file" {
    hat
    destc lint in.hat
    expect_status 0
    has 'in.hat:1:1: info[I3901]: not judged for want of the listener'"'"'s type: E4002'
    has "in.hat:4:1: note: here the listener's type would have to be known"
    has '= help: --listener-type public, or private, says what it is'
    same "$(found --listener-type public in.hat)" "in.hat:4:1 E4002"
    same "$(found --listener-type private in.hat)" ""
    printf '[lint]\nlistener-type = public ; the gateway to the Internet\n' >.destc
    same "$(found in.hat)" "in.hat:4:1 E4002"
    same "$(found --listener-type private in.hat)" ""
    destc lint --show-config in.hat
    has 'listener-type = public                  # .destc:2'
    destc lint --listener-type inside in.hat
    expect_status 2
    printf '[lint]\nlistener-type = inside\nlistener-type = public\n%s\n' \
        'listener-type = private' >.destc
    destc lint in.hat
    expect_status 2
    has 'listener-type takes public or private, not "inside"'
    has 'listener-type is given twice'
}

@test "all that could not be judged is one message" {
    printf 'ALL\n    ACCEPT\n' >in.hat
    destc lint in.hat
    [ "$(grep -c I3901 <<<"$output")" -eq 1 ]
    has "parameters: W4202, W4203, W4206"
}

@test "a Recipient Access Table is of a public listener" {
    printf 'ALL ACCEPT\n' >in.rat
    same "$(found in.rat)" "in.rat:1:5 E4101"
}

@test "a default entry from outside: findings stand in the file, and an own one holds before it" {
    whole_default >default.txt
    printf '[a.example]\ntable_tls = require_verify\nbounce_profile = x\n' >a.txt
    printf '[b.example]\nbounce_profile = x\n\n[c.example]\ntable_tls = on\n' >b.txt
    mkdir tables
    mv a.txt b.txt tables
    { whole_default; printf '[d.example]\nbounce_profile = x\n'; } >tables/d.txt
    same "$(found --factory-default tables)" "tables/a.txt:2:13 W3005
tables/a.txt:2:13 E3001
tables/b.txt:5:13 I3011" ||
        same "$(found --factory-default tables)" "tables/a.txt:2:13 E3001
tables/a.txt:2:13 W3005
tables/b.txt:5:13 I3011"
    destc lint --default default.txt tables/a.txt tables/a.txt tables/b.txt
    has 'default.txt:12:15: note: the default entry is this'
    printf '# destc: allow-file E3001,W3005 -- the gateway has one\n' |
        cat - tables/a.txt >a.txt
    same "$(found --factory-default a.txt)" ""
    destc lint --factory-default tables/a.txt
    has '= note: the default entry is the factory'"'"'s'
}

@test "one message for all under the default bounce profile, and each may be allowed" {
    whole_default | sed 's/= Demo/= mx/; s/alert = off/alert = on/' >t.txt
    for name in a b c; do
        printf '[%s.example]\ntable_tls = require_verify\n' $name >>t.txt
    done
    same "$(found t.txt)" "t.txt:14:13 W3008"
    destc lint t.txt
    has '= note: and the same of 2 others'
    sed -i 's/^\[a.example\]/# destc: allow-section W3008 -- agreed\n&/' t.txt
    same "$(found t.txt)" "t.txt:17:13 W3008"
    destc lint t.txt
    has '= note: and the same of 1 other'
    has_not W3902
    destc lint --write-baseline known.json t.txt
    [ "$(grep -c W3008 known.json)" -eq 2 ]
    same "$(found --baseline known.json t.txt)" ""
    printf '[d.example]\ntable_tls = require_verify\n' >>t.txt
    same "$(found --baseline known.json t.txt)" "t.txt:21:13 W3008"
}

@test "an appliance is told of what the base does not have" {
    cat >p.policy <<'END'
destination a.example, b.example { tls required-verify; }
appliance "x" { add destination c.example { tls required-verify; } }
appliance "y" { add destination d.example { messages 7; } }
END
    same "$(found p.policy)" "p.policy:1:40 W3008
p.policy:2:49 W3008"
    same "$(found --appliance y p.policy)" "p.policy:1:40 W3008"
}

@test "a fault of the base's default entry is no fault of an appliance's" {
    cat >p.policy <<'END'
default { connections 500; messages 50; recipients unlimited; limits per domain, system-wide;
    bounce-verification on; tls preferred; certificate "Demo"; tls-alert on; }
destination a.example { tls required-verify; bounce-profile "p"; }
appliance "x" { default { certificate "own"; } }
END
    same "$(found p.policy)" "p.policy:1:1 E0304
p.policy:2:56 E3001"
}

@test "findings of bundles are kept and counted wherever the bundle stands" {
    {
        echo 'settings v4 { ip require-ipv4; }'
        for i in 1 2 3 4 5; do echo "destination z$i.com.example { ip require-ipv6; }"; done
        echo 'destination b1.example, b2.example uses v4 { }'
    } >p.policy
    destc lint --max-errors 2 p.policy
    has 'p.policy:1:18: warning[W3003]'
    has 'destc: 6 warnings, 1 info'
}

@test "domains that must be encrypted: named twice, without an entry, the default entry" {
    whole_default >t.txt
    printf '[lint]\nmust-encrypt = nosuch.org NOSUCH.org\n' >.destc
    same "$(found t.txt)" ".destc:2:27 E0719"
    printf '[lint]\nmust-encrypt = nosuch.org\n' >.destc
    same "$(found t.txt)" "t.txt:10:13 W3009"
    destc lint t.txt
    has '= help: write an entry [nosuch.org] that requires TLS'
    printf '[lint]\nmust-encrypt = DEFAULT\n' >.destc
    destc lint t.txt
    expect_status 2
    has 'the default entry is no domain'
}

@test "the shared clouds that docs/lint.md lists are those that are known" {
    names=$(sed -n '/^<!-- clouds -->/,/^$/p' "$ROOT/docs/lint.md" | grep -o '`\.[a-z.]*`' |
        tr -d '`')
    [ "$(wc -w <<<"$names")" -ge 20 ]
    {
        printf '$R\n    RELAY\nRELAYLIST:\n'
        for name in $names; do echo "    $name"; done
        printf '    $R\n'
    } >in.hat
    diff <("$DESTC" lint in.hat | sed -n 's/.*relayed for \(\.[a-z.]*\) of.*/\1/p' | sort) \
        <(sort <<<"$names")
    [ "$(grep -o '{"\.[a-z.]*", [a-z]*}' "$ROOT/src/analysis/lint_everybody.c" | wc -l)" = \
        "$(wc -w <<<"$names")" ]
}
