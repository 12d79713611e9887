# SPDX-License-Identifier: MIT
# Rules about listeners in the formats that have them, and on appliances. What each rule is,
# tests/cli/rules/ shows; the finer points are in tests/unit/test_lint_access.c.

load helper

# found WORDS...: what lint finds, as "LINE:COLUMN CODE", sorted by place, infos of 39xx left out.
found() {
    "$DESTC" lint "$@" 2>/dev/null |
        sed -n 's/^[^ ]*:\([0-9]*:[0-9]*\): [a-z]*\[\([EWI][0-9]*\)\].*/\1 \2/p' | grep -v 'I3901\|I0610'
}

source_with_overlay() {
    cat >mail.policy <<'EOF'
listener "In" public {
    mail-flow-policy default { spam-check on; dhap-limit 25; tls preferred; smtp-auth off; }
    mail-flow-policy ACCEPTED accept;
    mail-flow-policy RELAYED relay;
    sender-group RELAYLIST uses RELAYED { 10.1.0.1; }
    sender-group B uses ACCEPTED { sbrs 1.0 to 5.0; sbrs 4.0 to 10.0; }
    all uses ACCEPTED;
    recipients { accept example.com, .example.com; reject all; }
}
appliance "a" {
    listener "In" {
        sender-group RELAYLIST { geo[CH]; }
        sender-group B { remove sbrs 4.0 to 10.0; }
    }
}
appliance "b" { listener "In" { mail-flow-policy RELAYED { tls off; } } }
EOF
}

@test "each appliance's listeners are judged, and what the base has is told once" {
    source_with_overlay
    diff <(found mail.policy) - <<'EOF'
6:53 W4004
12:34 E4001
16:64 W4205
EOF
    diff <(found --appliance a mail.policy) - <<<"12:34 E4001"
    diff <(found --appliance b mail.policy) - <<'EOF'
6:53 W4004
16:64 W4205
EOF
}

@test "documents have the same findings, at their own places" {
    source_with_overlay
    destc compile --to xml -o b.xml mail.policy
    expect_status 0
    [ "$(found b.xml | cut -d' ' -f2 | sort -u | xargs)" = "E4001 W4004 W4205" ]
    destc compile --to json --appliance b -o b.json mail.policy
    expect_status 0
    [ "$(found b.json | cut -d' ' -f2 | sort | xargs)" = "W4004 W4205" ]
}

@test "a finding in the appliance's own file stands at its line there" {
    sed 's/^    192\.0\.2\.0.24.*/    sbrs[none]\n    sbrs[-4.0:0.0]/; s/^    sbrs\[-10.0:-3.0\].*/    sbrs[none]/' \
        "$ROOT/examples/appliance.xml" >esa.xml
    line=$(grep -n 'sbrs\[none\]' esa.xml | tail -n 1 | cut -d: -f1)
    found esa.xml | grep -x "$line:5 W4003"
}

@test "the examples have no finding about listeners" {
    for file in inbound.hat inbound.rat inbound.policy appliance.xml; do
        [ -z "$(found "$ROOT/examples/$file" | grep ' .4')" ]
    done
}

@test "200,000 members, each taken by one before it" {
    awk 'BEGIN { print "A:\n    10.0.0.0/8\n        REJECT\nB:"
        for (i = 0; i < 200000; i++)
            printf "    10.%d.%d.%d\n", i / 65536, i / 256 % 256, i % 256
        print "        ACCEPT\nALL\n    ACCEPT" }' >big.hat
    destc lint --fail-on error big.hat
    expect_status 0
    has 'destc: 200000 warnings'
}
