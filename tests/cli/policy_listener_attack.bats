# SPDX-License-Identifier: MIT
# Listeners in the policy language: odd sources, and what is written of them.

load helper

# bad LINE...: a listener with these lines has errors, which are told, and nothing worse.
bad() {
    { echo 'listener "L" {'; printf '%s\n' 'mail-flow-policy A accept;' "$@" '}'; } >p.policy
    destc compile --check p.policy
    expect_status 2
}

@test "a word that resembles no behavior is reported wherever one may stand" {
    bad 'all zzz;'
    has_error 'p.policy:3:5: error[E2009]: not a behavior: "zzz"'
    bad 'sender-group G zzz { 192.0.2.1; }' 'host 192.0.2.2 zzz;' 'all uses A;'
    has_error 'p.policy:3:16: error[E2009]: not a behavior: "zzz"'
    has_error 'p.policy:4:16: error[E2009]: not a behavior: "zzz"'
    bad 'mail-flow-policy B zzz;' 'all uses B;'
    has_error 'not a behavior: "zzz"'
    bad 'all uses A;' '}' 'appliance "x" { listener "L" { all zzz; sender-group G before all zzz; }'
    has_error 'p.policy:5:36: error[E2009]: not a behavior: "zzz"'
}

# expected LINE PLACE: the expectation LINE has an error there, and only that one.
expected() {
    printf 'listener "L" { mail-flow-policy A accept; all uses A; recipients { reject all; } }\n%s\n' \
        "$1" >p.policy
    destc compile --check p.policy
    expect_status 2
    has_error "p.policy:2:$2: error[E"
    [ "$(grep -c 'error\[' <<<"$errors")" = 1 ]
}

@test "empty names and names with blanks at their ends in expectations" {
    expected 'assert recipients reject "" on listener "L";' 26
    expected 'assert tls >= required for "";' 28
    expected 'assert tls >= required for all on listener "L ";' 44
    expected 'expect host "" is A;' 13
    expected 'expect host 192.0.2.1 named "" is A;' 29
    expected 'expect host 192.0.2.1 named " x " is A;' 29
    expected 'expect host 192.0.2.1 scored "" is A;' 30
    expected 'expect host 192.0.2.1 is "";' 26
    expected 'expect relay only from " A ";' 24
    expected 'expect relay only from A on listener "";' 38
    expected "$(printf 'assert tls = "o\177ff" for all on listener "L";')" 14
    expected "$(printf 'assert t\177ls = off for all on listener "L";')" 8
}

@test "blanks at the ends of a listener's setting" {
    bad 'interface " Data 1";' 'all uses A;'
    has_error 'p.policy:3:11: error[E1121]: " Data 1" is no interface'
    [ "$(grep -c 'error\[' <<<"$errors")" = 1 ]
}

@test "an entry before all where the base has no all" {
    bad '}' 'appliance "x" { listener "L" { sender-group G before all uses A; }'
    has_error 'p.policy:4:54: error[E1124]: the base has no entry all'
}

@test "what an appliance changes in recipients is written as fmt lays it out" {
    cat >p.policy <<'P'
listener "L" public {
    mail-flow-policy A accept;
    all uses A;
    recipients { accept a.example, b.example; reject all; }
}

appliance "one" {
    listener "L" {
        recipients { remove b.example; }
    }
}

appliance "two" {
    listener "L" {
        recipients { add reject c.example; }
    }
}

appliance "three" {
    listener "L" {
        recipients { reject a.example; }
    }
}

appliance "four" {
    listener "L" {
        recipients { reject all { smtp-response-code 550; } }
    }
}
P
    destc compile --to xml -o p.xml p.policy
    expect_status 0
    destc compile --to policy -o q.policy p.xml
    expect_status 0
    destc fmt --check q.policy
    expect_status 0
    grep -qxF '        recipients { remove b.example; }' q.policy
    grep -qxF '        recipients { add reject c.example; }' q.policy
    grep -qxF '        recipients { reject a.example; }' q.policy
}

@test "a member that is removed twice" {
    bad 'sender-group G uses A { 192.0.2.1; 192.0.2.2; }' 'all uses A;' '}' \
        'appliance "x" { listener "L" { sender-group G { remove 192.0.2.1; remove 192.0.2.1; } }'
    has_error 'p.policy:6:74: error[E1124]: the base has no member 192.0.2.1'
}

@test "an overlay of thousands of changes takes no time" {
    awk -v n=20000 'BEGIN {
        print "listener \"L\" public { mail-flow-policy A accept;"
        for (i = 0; i < n; i++) print "sender-group G" i " uses A;"
        print "all uses A; recipients {"
        for (i = 0; i < n; i++) print "accept d" i ".example;"
        print "reject all; } } appliance \"x\" { listener \"L\" {"
        for (i = 0; i < n; i++) print "sender-group N" i " before all uses A;"
        for (i = 1; i < n; i++) print "remove sender-group G" i ";"
        print "recipients {"
        for (i = 0; i < n; i++) print "add accept e" i ".example; reject d" i ".example;"
        print "} } }"
    }' >p.policy
    status=0
    timeout 20 "$DESTC" compile --to hat --appliance x -o p.hat p.policy 2>/dev/null || status=$?
    expect_status 0
    [ "$(grep -c ':$' p.hat)" = 20001 ]
}

@test "semicolons that end nothing go, and what is laid out stays so" {
    cat >p.policy <<'P'
;
listener "L" {
    ; mail-flow-policy A accept { tls off; ; };
    sender-group G uses A { ; dhap-limit 0; ; } "d" { 192.0.2.1;; # one
    }
    all uses A { tls off;; } "rest";
    recipients { ; reject all; ; };
};
P
    destc fmt -o q.policy p.policy
    expect_status 0
    cat >want <<'P'
listener "L" {
    mail-flow-policy A accept { tls off; }
    sender-group G uses A { dhap-limit 0; } "d" {
        192.0.2.1;  # one
    }
    all uses A { tls off; } "rest";
    recipients { reject all; }
}
P
    diff want q.policy
    destc fmt --check q.policy
    expect_status 0
}

@test "an appliance changes a thing once" {
    cat >p.policy <<'END'
listener "In" {
    mail-flow-policy A accept;
    sender-group G uses A { 192.0.2.1; }
    all uses A;
}
appliance "x" {
    listener "In" {
        port 25;
        port default;
        mail-flow-policy A { tls off; }
        mail-flow-policy A { tls required; }
        all accept;
        all reject;
    }
}
END
    destc compile --check p.policy
    expect_status 2
    for place in 9:9 11:9 13:9; do
        has_error "p.policy:$place: error[E1101]"
    done
}
