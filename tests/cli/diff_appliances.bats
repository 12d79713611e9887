# SPDX-License-Identifier: MIT
# diff: what differs on the appliances of sources, beside their bases.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cat >old.policy <<'END'
default {
    ip prefer-ipv6;
    connections 500;
    messages 50;
    recipients unlimited;
    limits per domain, system-wide;
    bounce-verification off;
    tls preferred;
    tls-alert off;
    certificate "mx.example.org";
}
destination a.example { tls required; }
destination b.example { messages 5; }
appliance dmz { destination a.example { tls required-verify; } }
appliance lan { }
END
}

# with SED-SCRIPT: new.policy is old.policy, changed.
with() { sed "$1" old.policy >new.policy; }

@test "what differs on an appliance alone is told, and is a difference" {
    with '/^appliance dmz/s/required-verify/off/'
    destc diff old.policy new.policy
    expect_status 1
    [ "$output" = "old.policy -> new.policy: no difference in the base
On the appliance dmz: 1 changed; 1 weaker (tls 1) (--appliance dmz shows it)" ]
    [ -z "$errors" ]
    destc diff --summary old.policy new.policy
    [ "$output" = "old.policy -> new.policy: no difference in the base
On the appliance dmz: 1 changed; 1 weaker (tls 1) (--appliance dmz shows it)" ]
    destc diff --appliance dmz old.policy new.policy
    expect_status 1
    has 'required-verify -> off  weaker: tls'
    destc diff --appliance lan old.policy new.policy
    expect_status 0
}

@test "--fail-on judges every appliance" {
    with '/^appliance dmz/s/required-verify/off/'
    destc diff --fail-on weaker:tls old.policy new.policy
    expect_status 1
    destc diff --fail-on weaker:access old.policy new.policy
    expect_status 0
    destc diff --fail-on may-stop-mail old.policy new.policy
    expect_status 0
    destc diff --fail-on weaker new.policy old.policy
    expect_status 0
    destc diff --fail-on may-stop-mail new.policy old.policy
    expect_status 1
}

@test "what differs in the base is told of each appliance that it reaches" {
    with 's/messages 5;/messages 6;/; /^appliance dmz/s/required-verify/off/'
    for form in text json markdown; do
        destc diff --format $form old.policy new.policy
        expect_status 1
        golden_output diff/appliances.$form
    done
    destc diff --format html old.policy new.policy
    expect_status 1
    has '<li>On the appliance <bdi>dmz</bdi>: 2 changed; 1 weaker (tls 1)</li>'
    has '<li>On the appliance <bdi>lan</bdi>: 1 changed</li>'
}

@test "nothing differs" {
    destc diff old.policy old.policy
    expect_status 0
    [ "$output" = "old.policy -> old.policy: no difference" ]
    [ -z "$errors" ]
    destc diff --format json old.policy old.policy
    expect_status 0
    [ "$(jq -c '[.same, (.appliances[] | [.name, .only_in, .same, .summary.weaker])]' .out)" = \
        '[true,["dmz",null,true,0],["lan",null,true,0]]' ]
    # Another order of appliances is none; one that --appliance chooses is alone.
    { sed '/^appliance/d' old.policy; grep '^appliance lan' old.policy;
        grep '^appliance dmz' old.policy; } >new.policy
    destc diff old.policy new.policy
    expect_status 0
    destc diff --format json --appliance dmz old.policy new.policy
    expect_status 0
    [ "$(jq -c .appliances .out)" = null ]
}

@test "an appliance that one side lacks: its weight is not known" {
    with '/^appliance lan/d'
    destc diff old.policy new.policy
    expect_status 1
    [ "$output" = "old.policy -> new.policy: no difference in the base
The appliance lan is only in old.policy" ]
    destc diff new.policy old.policy
    expect_status 1
    has 'The appliance lan is only in old.policy'
    for gate in weaker weaker:access may-stop-mail; do
        destc diff --fail-on $gate old.policy new.policy
        expect_status 1
        destc diff --fail-on $gate new.policy old.policy
        expect_status 1
    done
    destc diff --format json new.policy old.policy
    [ "$(jq -c '.same, .appliances[1]' .out | xargs -0)" = 'false
{"name":"lan","only_in":"after","same":false,"summary":null}' ] ||
        { jq -c '.same, .appliances[1]' .out; false; }
    # All of them.
    with '/^appliance/d'
    destc diff --fail-on weaker old.policy new.policy
    expect_status 1
    has 'The appliance dmz is only in old.policy'
    destc diff --format html old.policy new.policy
    has '<li>The appliance <bdi>dmz</bdi> is only in old.policy</li>'
    destc diff --format markdown old.policy new.policy
    has '- The appliance `dmz` is only in old.policy'
    has '**no difference in the base**'
}

@test "listeners of an appliance" {
    cat >>old.policy <<'END'
listener "In" public {
    mail-flow-policy ACCEPTED accept { tls required; }
    all uses ACCEPTED;
}
appliance out { listener "In" { mail-flow-policy ACCEPTED accept { tls required; spam-check on; } } }
END
    with 's/required; spam-check on/off; spam-check on/'
    destc diff --fail-on weaker:tls old.policy new.policy
    expect_status 1
    has 'On the appliance out: 1 changed; 1 weaker (tls 1)'
    with '/^appliance out/s/listener.*}/remove listener "In"; }/'
    destc diff old.policy new.policy
    expect_status 1
    has 'On the appliance out: 1 removed; 1 may stop mail, 1 stronger (access 1)'
}

@test "the base of a source beside a table: nobody can tell which appliance it is" {
    "$DESTC" compile --to destconfig --appliance dmz old.policy -o dmz.txt
    sed '/^appliance/d' old.policy | "$DESTC" compile --from policy --to destconfig - -o base.txt
    destc diff base.txt old.policy
    expect_status 0
    has_error 'info[I1301]: this is the base; what differs on appliances is left out: dmz, lan'
    has_error 'this is the new side, old.policy'
    destc diff --fail-on weaker base.txt old.policy
    expect_status 2
    has 'no difference'
    has_error 'error[E5005]: this side has appliances: --fail-on cannot judge what differs on them'
    has_error '--appliance NAME says which of them base.txt is about'
    destc diff --fail-on weaker --appliance dmz dmz.txt old.policy
    expect_status 0
    [ -z "$errors" ]
}

@test "a weight that needs a default entry on an appliance alone" {
    with '/^appliance dmz/s/{ /{ destination b.example { tls off; } /'
    destc diff --effective old.policy new.policy
    expect_status 1
    has 'On the appliance dmz: 1 changed; 1 weaker (tls 1)'
    sed '/^default {/,/^}/d' old.policy >bare.policy
    sed '/^default {/,/^}/d' new.policy >bare-new.policy
    destc diff bare.policy bare-new.policy
    expect_status 2
    has_error 'error[E5002]: what some changes weigh on the appliance dmz depends on the default entry, and neither side has one'
    destc diff --effective bare.policy bare-new.policy
    expect_status 2
    has_error '--effective needs a default entry'
}

@test "names that a terminal would take for something else" {
    sed 's/^appliance lan/appliance "l\&n <b>|`x`"/' old.policy >named.policy
    destc diff old.policy named.policy
    expect_status 1
    destc diff --format html old.policy named.policy
    has_not '<b>|'
    destc diff --format markdown old.policy named.policy
    has_not '|`x`'
}

@test "--git says the same, and what its messages weigh" {
    with '/^appliance dmz/s/required-verify/off/'
    destc diff --git site.policy old.policy 0 100644 new.policy 0 100644
    expect_status 0
    has 'a/site.policy -> b/site.policy: no difference in the base'
    has 'On the appliance dmz: 1 changed; 1 weaker (tls 1)'
    sed '/^default {/,/^}/d' old.policy >bare.policy
    sed 's/tls required; }$/tls off; }/; s/{ tls required; }/{ }/' bare.policy >bare-new.policy
    destc diff --git site.policy bare.policy 0 100644 bare-new.policy 0 100644
    expect_status 0
    printf '[a.example]\ntable_tls = on\n' >table.txt
    { printf 'listener "In" public { recipients { reject all; } }\n'; cat old.policy; } >more.policy
    destc diff --git site.policy table.txt 0 100644 more.policy 0 100644
    expect_status 0
    has 'info[I5004]: the old side, a/site.policy, can hold no Recipient Access Tables'
    has 'info[I1301]: this is the base'
    [ -z "$errors" ]
    # A file that is new.
    destc diff --git site.policy /dev/null . . old.policy 0 100644
    expect_status 0
    has 'The appliance dmz is only in b/site.policy'
}

@test "three hundred appliances" {
    {
        sed '/^appliance/d' old.policy
        for i in $(seq 2000); do echo "destination d$i.example { messages $((i % 50 + 1)); }"; done
        for i in $(seq 300); do
            echo "appliance a$i { destination d$i.example { tls required; } }"
        done
    } >old-many.policy
    sed 's/^appliance a77 .*/appliance a77 { }/' old-many.policy >new-many.policy
    destc diff --fail-on weaker old-many.policy new-many.policy
    expect_status 1
    [ "$(grep -c '^On the appliance' .out)" -eq 1 ]
    has 'On the appliance a77: 1 changed; 1 weaker (tls 1)'
    # A comment has room for some of them, and says how many more there are.
    sed 's/^\(destination d1.example.*\)messages [0-9]*/\1messages 77/' old-many.policy >new-many.policy
    destc diff --format markdown old-many.policy new-many.policy
    expect_status 1
    items=$(grep -c '^- On the appliance' .out)
    [ "$items" -gt 100 ]
    has "- and something on $((300 - items)) more"
}
