# SPDX-License-Identifier: MIT
# diff: what one side has and the other lacks. Of two sources it is gone, or new; of files of two
# kinds it is not compared, and that does not pass --fail-on.

load helper

# Two listeners with a HAT, a RAT and default policy parameters, and destinations.
setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cat >old.policy <<'END'
destination a.example { tls required; }
listener "In" public {
    port 25;
    mail-flow-policy default { tls required; }
    mail-flow-policy ACCEPTED accept;
    all uses ACCEPTED;
    recipients {
        accept example.org;
        reject all;
    }
}
listener "Other" public {
    mail-flow-policy ACCEPTED accept;
    all uses ACCEPTED;
    recipients { reject all; }
}
END
}

# without SED-SCRIPT: new.policy is old.policy, changed.
without() { sed "$1" old.policy >new.policy; }

# differs: old.policy and new.policy differ, both ways, in each of the formats of a source, and in
# no way --fail-on weaker passes. The last is new.policy -> old.policy.
differs() {
    for way in 'old new' 'new old'; do
        for format in xml json policy; do
            for side in $way; do
                "$DESTC" compile --to $format "$side.policy" -o "$side.$format" 2>/dev/null ||
                    cp "$side.policy" "$side.$format"
            done
            set -- $way
            destc diff "$1.$format" "$2.$format"
            [ "$status" -ne 0 ] || { echo "$way $format"; return 1; }
            has_not 'no difference'
            has_no_error I5004
        done
    done
}

# held_up: neither way passes --fail-on weaker.
held_up() {
    for way in 'old new' 'new old'; do
        set -- $way
        destc diff --fail-on weaker --fail-on may-stop-mail "$1.policy" "$2.policy"
        [ "$status" -ne 0 ] || { echo "$way passes"; return 1; }
    done
}

# --- Two sources -----------------------------------------------------------------------------

@test "a RAT that one listener lacks is gone, though another keeps one" {
    without '/recipients {$/,/^    }/d'
    destc diff old.policy new.policy
    expect_status 1
    golden_output diff/lacking-rat.text
    differs
    held_up
}

@test "default policy parameters that one side lacks are gone" {
    without '/mail-flow-policy default/d'
    destc diff old.policy new.policy
    expect_status 1
    has 'removed  default policy parameters  tls  required -> (not known)  not known: tls'
    differs
    held_up
    destc diff --fail-on weaker old.policy new.policy
    expect_status 2
    has_error E5003
    # What stands for them beside both sides is what they are compared with.
    printf '$P\n  ACCEPT {tls = "off"}\n' >defaults.hat
    destc diff --listener-defaults defaults.hat old.policy new.policy
    expect_status 1
    has 'tls  required -> off  weaker: tls'
}

@test "a HAT that one listener lacks is gone" {
    without '0,/all uses/{/ACCEPTED accept;/d; /all uses/d}'
    destc diff old.policy new.policy
    expect_status 1
    golden_output diff/lacking-hat.text
    differs
    held_up
}

@test "a port that one side does not say, and the type" {
    without '/port 25/d'
    destc diff old.policy new.policy
    expect_status 1
    has 'port  25 -> (none)  not known: delivery'
    destc diff --fail-on may-stop-mail old.policy new.policy
    expect_status 1
    destc diff --fail-on weaker old.policy new.policy
    expect_status 0
}

@test "all destinations gone, or the first ones" {
    without '/^destination/d'
    destc diff old.policy new.policy
    expect_status 2
    has 'required -> (appliance default)  not known: tls, delivery'
    has_error E5002
    destc diff --factory-default --fail-on weaker old.policy new.policy
    expect_status 1
    has 'required -> (off)  weaker: tls'
    destc diff --factory-default --fail-on weaker new.policy old.policy
    expect_status 0
    differs
    destc diff --format json old.policy new.policy
    [ "$(jq -c .compared .out)" = '{"destinations":true,"listeners":true}' ]
}

@test "the first listener, and the last one gone" {
    printf 'destination a.example { tls off; }\n' >old.policy
    { cat old.policy; cat <<'END'; } >new.policy
listener "In" public {
    mail-flow-policy RELAYED relay;
    sender-group ALLOW uses RELAYED { 0.0.0.0/0; }
    all uses RELAYED;
}
END
    destc diff --fail-on weaker:access old.policy new.policy
    expect_status 1
    has 'behavior            (none) -> relay  weaker: access'
    differs
    destc diff --fail-on may-stop-mail new.policy old.policy
    expect_status 1
    # Nothing in common, and still two sources.
    sed 1d new.policy >other.policy
    destc diff --factory-default old.policy other.policy
    expect_status 1
    has 'Destinations: 1 removed'
    has 'Listener In: 1 added'
}

@test "sources that hold nothing are the same" {
    printf 'policy "empty" { }\n' >old.policy
    destc diff old.policy old.policy
    expect_status 0
    has 'no difference'
}

@test "--matrix: what a source lacks is missing" {
    without '/mail-flow-policy default/d; /^destination/d'
    destc diff --matrix old.policy new.policy
    expect_status 1
    has 'there: old.policy; missing: new.policy'
    has 'default policy parameters'
    has_no_error I5004
}

# --- Files of two kinds ----------------------------------------------------------------------

# exported SED-SCRIPT: a source of the example's appliance, changed.
exported() {
    "$DESTC" compile --to policy "$EXAMPLES/appliance.xml" 2>/dev/null | sed "$1" >new.policy
    cp "$EXAMPLES/appliance.xml" config.xml
}

@test "a source and an appliance's file: what only one says does not pass" {
    exported ''
    destc diff --fail-on weaker --fail-on may-stop-mail config.xml new.policy
    expect_status 0
    has_no_error E5005
    exported '/recipients {$/,/^    }/d'
    destc diff config.xml new.policy
    expect_status 0
    has_error 'info[I5004]: the new side, new.policy, holds no Recipient Access Tables: those of config.xml are not compared'
    for sides in 'config.xml new.policy' 'new.policy config.xml'; do
        destc diff --fail-on weaker $sides
        expect_status 2
        has_error 'new.policy, holds no Recipient Access Tables: --fail-on cannot judge those of config.xml'
        has_error 'without --fail-on the rest is compared'
    done
    # Of one listener alone.
    exported '0,/policy default/{/policy default/d}'
    destc diff config.xml new.policy
    expect_status 0
    has_error 'info[I5004]: the new side, new.policy, holds no default policy parameters of the listener IncomingMail: what config.xml says of it is not compared'
    destc diff --fail-on weaker config.xml new.policy
    expect_status 2
    has_error E5005
    # Destinations that the appliance's file does not give.
    exported '1i destination a.example { tls off; }'
    destc diff --fail-on weaker config.xml new.policy
    expect_status 2
    has_error 'error[E5005]: the old side, config.xml, holds no destinations'
}

@test "two files of an appliance: what one lacks is gone" {
    sed '0,/<rat>/{/<rat>/,$!b};/<rat>/,/<.rat>/d' "$EXAMPLES/appliance.xml" >new.xml
    destc diff "$EXAMPLES/appliance.xml" new.xml
    expect_status 1
    has 'recipients  4 -> (none)  not known: access, delivery'
    has_no_error I5004
    sed '/<.\{0,1\}hat_default/d' "$EXAMPLES/appliance.xml" >new.xml
    destc diff --fail-on weaker "$EXAMPLES/appliance.xml" new.xml
    [ "$status" -ne 0 ]
    has 'preferred -> (not known)  not known: tls'
}

@test "a table is judged by what it holds, and that is said" {
    printf '[a.example]\ntable_tls = require\n' >table.txt
    destc diff --fail-on weaker table.txt old.policy
    expect_status 0
    has_error 'info[I5004]: the old side, table.txt, can hold no Host Access Tables: those of old.policy are not compared, nor judged by --fail-on'
    has_error 'can hold no Recipient Access Tables'
    destc diff table.txt old.policy
    has_error 'those of old.policy are not compared'
    has_no_error 'judged'
    has_no_error E5005
    # A source that could say what the table does, and does not.
    without 1d
    destc diff table.txt new.policy
    expect_status 2
    has_error E5001
    printf 'ALL\n  REJECT\n' >one.hat
    destc diff table.txt one.hat
    expect_status 2
}

@test "a HAT file says nothing of other listeners, whoever names its own" {
    "$DESTC" compile --to hat --listener In old.policy -o in.hat 2>/dev/null
    destc diff --listener In in.hat old.policy
    expect_status 0
    has_error 'in.hat, can hold no listener Other: what old.policy says of it is not compared'
    has_error 'can hold no default policy parameters of the listener In'
    destc diff --fail-on weaker --listener In in.hat old.policy
    expect_status 0
    has_error 'nor judged by --fail-on'
    # What the HAT says and the source could, but does not.
    without '0,/all uses/{/ACCEPTED accept;/d; /all uses/d}'
    destc diff --listener In in.hat new.policy
    expect_status 2
    has_error E5001
}
