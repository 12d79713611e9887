# SPDX-License-Identifier: MIT
# What a policy asserts and expects of listeners: compile and lint on sources, tables, documents.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    gateway >gateway.policy
    # Lint's own rules are tried elsewhere.
    echo "[lint]" >.destc
    "$DESTC" rules | sed -n 's/^\([EWI][34][0-9]*\) .*/disable = \1/p' >>.destc
}

# A gateway of two listeners, all of whose expectations hold.
gateway() {
    cat <<EOF
listener "InboundMail" public {
    mail-flow-policy default { tls preferred; max-message-size 20M; }
    mail-flow-policy TRUSTED accept { spam-check off; }
    mail-flow-policy ACCEPTED accept;
    mail-flow-policy BLOCKED reject;
    sender-group ALLOWED_LIST uses TRUSTED { 192.0.2.0/24; .partner.example; }
    sender-group BLOCKED_LIST uses BLOCKED { sbrs -10.0 to -3.0; }
    all uses ACCEPTED;
    recipients {
        accept example.org, .example.org;
        reject all;
    }
}

listener "OutboundMail" private {
    mail-flow-policy RELAYED relay { tls required; }
    sender-group RELAYLIST uses RELAYED { 10.0.0.0/8; }
    all reject;
}

assert recipients reject all "no open relay";
assert recipients accept example.org, joe@mx.example.org on listener "InboundMail";
assert tls >= required for RELAYED on listener "OutboundMail";
assert tls >= preferred for all on listener "InboundMail";
assert max-message-size <= 20M for default on listener "InboundMail";
expect host 203.0.113.7 named unknown scored 1.5 on listener "InboundMail" is ACCEPTED;
expect host 10.1.2.3 on listener "OutboundMail" is relay;
expect relay only from RELAYLIST;
EOF
}

# replaced FROM TO: gateway.policy with a change, in changed.policy.
replaced() {
    sed "s|$1|$2|" gateway.policy >changed.policy
    fails cmp -s gateway.policy changed.policy
}

@test "expectations that hold say nothing" {
    destc compile --check gateway.policy
    expect_status 0
    [ -z "$output$errors" ]
    destc lint gateway.policy
    expect_status 0
}

@test "an open relay is found at the line that opens it; nothing is written" {
    replaced "reject all;\$" "accept all;"
    destc compile --to rat --listener InboundMail changed.policy -o table
    expect_status 1
    [ ! -e table ]
    [[ $errors == *"changed.policy:11:"*"error[E1201]: mail to everybody else is accepted"* ]]
    [[ $errors == *"asserted here: no open relay"* ]]
}

@test "TLS that is taken off, in a policy and in a sender group's block" {
    replaced "relay { tls required; }" "relay { tls preferred; }"
    destc compile --check changed.policy
    expect_status 1
    [[ $errors == *'tls is preferred for RELAYED, which fails "assert tls >= required for REL'* ]]
    replaced "uses TRUSTED {" "uses TRUSTED { tls off; } {"
    destc compile --check changed.policy
    expect_status 1
    [[ $errors == *'tls is off for ALLOWED_LIST, which fails "assert tls >= preferred for all'* ]]
}

@test "a host that gets another policy, a group that relays too" {
    replaced "sbrs -10.0 to -3.0" "sbrs -10.0 to 2.0"
    destc compile --check changed.policy
    expect_status 1
    [[ $errors == *"203.0.113.7 gets \$BLOCKED from BLOCKED_LIST by sbrs[-10.0:2.0]"* ]]
    replaced "    all reject;" "    host 198.51.100.7 relay; all reject;"
    destc compile --check changed.policy
    expect_status 1
    [[ $errors == *"198.51.100.7 relays on listener OutboundMail, which fails"* ]]
}

@test "what cannot be decided is status 2 and says what is missing" {
    replaced " named unknown scored 1.5" ""
    destc compile --check changed.policy
    expect_status 2
    [[ $errors == *"error[E1202]"*"say its name: named mail.example.com, or named unknown"* ]]
    replaced "tls preferred; max" "max"
    destc compile --check changed.policy
    expect_status 2
    [[ $errors == *"error[E1202]"*"--listener-defaults FILE"* ]]
}

@test "--listener-defaults decides it" {
    cat >rules.policy <<EOF
assert tls >= preferred for ACCEPTED on listener "InboundMail";
EOF
    printf '$ACCEPTED\n    ACCEPT\nALL\n    $ACCEPTED\n' >table.hat
    printf '$D\n    ACCEPT {\n        tls = "on"\n    }\nALL\n    $D\n' >defaults.hat
    destc lint --assert rules.policy --listener InboundMail table.hat
    expect_status 1
    destc lint --assert rules.policy --listener InboundMail --listener-defaults defaults.hat \
        table.hat
    expect_status 0
    sed -i 's/"on"/"off"/' defaults.hat
    destc lint --assert rules.policy --listener InboundMail --listener-defaults defaults.hat \
        table.hat
    expect_status 1
    [[ $output == *"defaults.hat:3:"*"tls is off for ACCEPTED"* ]]
}

@test "lint --assert takes a file with nothing but expectations; a table must have its name" {
    echo 'expect relay only from RELAYLIST on listener "OutboundMail";' >rules.policy
    printf 'RELAYLIST:\n    10/8\n    RELAY\nALL\n    REJECT\n' >table.hat
    destc lint --assert rules.policy --listener OutboundMail table.hat
    expect_status 0
    destc lint --assert rules.policy table.hat
    expect_status 1
    [[ $output == *"error[E1206]"*"--listener NAME says whose table"* ]]
}

@test "each appliance is judged; one that lacks the listener is warned of" {
    cat >>gateway.policy <<EOF
appliance "esa-dmz" {
    listener "InboundMail" { recipients { accept all; } }
}
appliance "esa-lan" { remove listener "OutboundMail"; }
EOF
    destc compile --check gateway.policy
    expect_status 1
    [[ $errors == *"is accepted on listener InboundMail on esa-dmz, which fails"* ]]
    [[ $errors == *'warning[W1207]: there is no listener "OutboundMail" on esa-lan'* ]]
    [[ $errors != *"InboundMail on esa-lan"* ]]
}

@test "documents and sources carry them there and back" {
    destc compile --to xml gateway.policy -o one.xml
    expect_status 0
    destc compile --to policy one.xml -o two.policy
    expect_status 0
    diff <(grep -E '^(assert|expect)' gateway.policy) <(grep -E '^(assert|expect)' two.policy)
    destc fmt --check two.policy
    expect_status 0
    destc compile --to xml two.policy -o two.xml
    expect_status 0
    cmp one.xml two.xml
    xmllint --noout --schema "$BATS_TEST_DIRNAME/../../schemas/policy.xsd" one.xml
}

# Each expectation costs no more than a look into the table.
@test "a thousand expectations of a large table" {
    awk 'BEGIN {
        print "$ACCEPTED\n    ACCEPT\n$BLOCKED\n    REJECT"
        for (i = 0; i < 200; i++) {
            print "G" i ":"
            for (k = 0; k < 250; k++) print "    10." i "." k ".0/24"
            print "    $ACCEPTED"
        }
        print "ALL\n    $BLOCKED"
        for (i = 0; i < 1000; i++)
            print "expect host 10." i % 200 "." i % 250 ".7 is ACCEPTED;" >"rules.policy"
    }' >table.hat
    echo 'expect host 11.0.0.1 is ACCEPTED;' >>rules.policy
    destc lint --assert rules.policy table.hat
    expect_status 1
    [ "$(grep -c E1201 <<<"$output")" -eq 1 ]
}

@test "what one appliance lacks and another has is no unknown name" {
    cat >apart.policy <<END
listener "In" public {
    mail-flow-policy RELAYED relay;
    mail-flow-policy ACCEPTED accept;
    sender-group RELAYLIST uses RELAYED { 10.0.0.0/8; }
    all uses ACCEPTED;
}
listener "Out" private { mail-flow-policy A accept; all uses A; }
appliance "dmz" {
    listener "In" { remove sender-group RELAYLIST; }
    remove listener "Out";
}
appliance "core" { listener "In" { port 25; } }
expect relay only from RELAYLIST;
expect host 192.0.2.1 on listener "Out" is A;
END
    destc compile --check --appliance dmz apart.policy
    expect_status 0
    has_error 'W1207'
    destc compile --check --appliance core apart.policy
    expect_status 0
    [[ $errors != *W1207* ]]
}
