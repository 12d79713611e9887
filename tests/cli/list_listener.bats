# SPDX-License-Identifier: MIT
# list and detail of listeners' tables.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt "$EXAMPLES"/inbound.* .
    cat >defaults.hat <<'END'
# What listenerconfig shows as the listener's default policy parameters.
$DEFAULTS
    ACCEPT {
        max_message_size = 10M
        max_rcpts_per_hour = -1
        spam_check = "on"
        virus_check = "on"
        tls = "off"
        use_override_hostname = "default"
    }
END
    defaults="--listener-defaults defaults.hat"
}

@test "list: the examples" {
    destc list inbound.hat
    expect_status 0
    [ -z "$errors" ]
    golden_output listener/list.hat
    destc list inbound.hat inbound.rat
    expect_status 0
    [ -z "$errors" ]
    golden_output listener/list
    destc list --wide inbound.hat
    expect_status 0
    golden_output listener/list.wide
    destc list --textconv inbound.hat inbound.rat
    expect_status 0
    golden_output listener/list.textconv
}

@test "list: destinations first, and only if there are any" {
    destc list inbound.rat outbound.txt inbound.hat
    expect_status 0
    destc list outbound.txt
    cp .out both
    echo >>both
    cat "$GOLDEN/listener/list" >>both
    destc list inbound.rat outbound.txt inbound.hat
    diff both .out
    destc list inbound.rat
    has_not Domain
    has_not Policy
    destc list --wide inbound.rat
    has_not Domain
}

@test "a table of listeners alone is not warned about its default entry" {
    for option in "" --wide --textconv --effective; do
        destc list $option inbound.hat
        expect_status 0
        [ -z "$errors" ]
    done
    destc list partners.txt inbound.hat
    has_error W0313
}

@test "list --effective" {
    destc list --effective inbound.hat
    expect_status 0
    golden_output listener/list.effective
    destc list --effective $defaults inbound.hat
    expect_status 0
    golden_output listener/list.defaults
    has_not "listener's default"
    destc list --wide $defaults inbound.hat
    has "(Unlimited)"
    destc list --effective --textconv $defaults inbound.hat
    has 'Listener: $PARTNERS: Maximum message size: 10M'
    destc list --effective partners.txt inbound.hat
    expect_status 2
    has_error "error[E0312]"
}

@test "list: --where and --match choose destinations" {
    destc list --match 'bank*' outbound.txt inbound.hat
    expect_status 0
    has bank.example
    has_not Listener
    destc list --where 'tls = off' outbound.txt inbound.hat
    expect_status 0
    has_not Listener
    for option in --where=tls=off --match=*; do
        destc list "$option" inbound.hat
        expect_status 2
        has_error "error[E0714]: --match and --where choose destinations, and there are none"
        [ -z "$output" ]
    done
}

@test "detail: the examples" {
    destc detail inbound.hat
    expect_status 0
    [ -z "$errors" ]
    golden_output listener/detail.hat
    destc detail inbound.rat
    expect_status 0
    golden_output listener/detail.rat
    for word in ALL all; do
        destc detail inbound.hat "$word"
        diff "$GOLDEN/listener/detail.hat" .out
    done
}

@test "detail --effective" {
    destc detail --effective inbound.hat '$PARTNERS'
    expect_status 0
    golden_output listener/detail.effective
    [ "$(grep -c ": listener's default (not in this file)$" .out)" -eq 22 ]
    destc detail --effective $defaults inbound.hat '$PARTNERS'
    expect_status 0
    golden_output listener/detail.defaults
}

@test "detail --effective of destinations" {
    destc detail --effective outbound.txt old.example
    expect_status 0
    golden_output listener/detail.destination
    destc detail --effective partners.txt
    expect_status 2
    has_error "error[E0312]"
    [ -z "$output" ]
    destc detail --effective --factory-default partners.txt
    expect_status 0
}

@test "detail: a policy, a group, a host, a recipient by its name" {
    destc detail inbound.hat ACCEPTED
    expect_status 0
    [ "$(head -n 1 .out)" = 'Mail flow policy $ACCEPTED' ]
    [ "$(grep -c '^$' .out)" -eq 0 ]
    destc detail inbound.hat '$PARTNERS'
    has_not "Sender group"
    destc detail inbound.hat PARTNERS
    has 'Mail flow policy $PARTNERS'
    has "Sender group PARTNERS"
    destc detail inbound.hat badhost.example
    [ "$output" = "Host badhost.example
Position: 7 of 8
Behavior: TCPREFUSE
Description: asked to stop on 2024-03-01" ]
    destc detail inbound.rat example.net
    has "SMTP response code: 550"
}

@test "detail: what is not there" {
    destc detail inbound.hat PARTNER
    expect_status 2
    has_error 'error[E0414]: there is no policy or sender group "PARTNER"'
    has_error 'did you mean $PARTNERS or PARTNERS?'
    [ -z "$output" ]
    destc detail inbound.hat '$ACEPTED'
    expect_status 2
    has_error 'did you mean $ACCEPTED?'
    destc detail inbound.hat partners
    expect_status 2
    destc detail inbound.hat nothing.example
    expect_status 2
    has_error "destc list inbound.hat lists what there is"
}

@test "a policy that the file does not define" {
    printf 'G:\n    192.0.2.7\n        $TRUSTED\nALL\n    REJECT\n' >table
    destc list -q table
    expect_status 0
    has '$TRUSTED (not in this file)'
    destc detail -q table G
    has 'Policy: $TRUSTED (not in this file)'
}

@test "--listener-defaults: a policy is enough, and a table with entries must be whole" {
    destc list --effective $defaults inbound.hat
    expect_status 0
    [ -z "$errors" ]
    cp .out alone
    { cat defaults.hat; printf 'ALL\n    $DEFAULTS\n'; } >whole.hat
    destc list --effective --listener-defaults whole.hat inbound.hat
    expect_status 0
    cmp .out alone
    { cat defaults.hat; printf '192.0.2.7\n    $DEFAULTS\n'; } >part.hat
    destc list --listener-defaults part.hat inbound.hat
    expect_status 2
    has_error "part.hat:11:1: error[E2015]"
    destc compile --check defaults.hat
    expect_status 2
    has_error "defaults.hat:11:1: error[E2015]"
}

@test "--listener-defaults: completes what a listener's own default policy parameters lack" {
    cp "$EXAMPLES/appliance.xml" .
    destc detail -q --effective --listener IncomingMail appliance.xml '$ACCEPTED'
    expect_status 0
    has "TLS: Preferred (listener's default)"
    has "Virus check: listener's default (not in this file)"
    printf '$D\n    ACCEPT {\n        tls = "required"\n        virus_check = "on"\n    }\n' >more.hat
    destc detail -q --effective --listener IncomingMail --listener-defaults more.hat appliance.xml '$ACCEPTED'
    expect_status 0
    has "TLS: Preferred (listener's default)"
    has "Virus check: On (listener's default)"
    destc explain -q --listener-defaults more.hat --listener IncomingMail \
        --from-host 198.51.100.7,unknown,5.0 appliance.xml
    grep -q 'Virus check  *On  *--listener-defaults' <<<"$output"
    printf '$D\n    ACCEPT {\n        tls = "required"\n    }\n' >less.hat
    destc list --listener-defaults less.hat --listener IncomingMail appliance.xml
    expect_status 2
    has_error "error[E0714]: --listener-defaults has no use: the listener"
}

@test "--listener-defaults: files that cannot be taken" {
    destc list $defaults outbound.txt
    expect_status 2
    has_error "error[E0714]: --listener-defaults: the table has no listener"
    destc list --listener-defaults inbound.hat inbound.hat
    expect_status 2
    has_error "inbound.hat:1:1: error[E0714]"
    has_error "nor just one policy here"
    destc list --listener-defaults outbound.txt inbound.hat
    expect_status 2
    has_error "outbound.txt:1:1: error[E0714]: --listener-defaults: there is no listener here"
    destc list --listener-defaults missing inbound.hat
    expect_status 2
    has_error "missing: error[E0701]"
    destc list --listener-defaults - - <inbound.hat
    expect_status 2
    has_error "standard input (-) is named twice"
    [ -z "$output" ]
}

@test "--listener: the name of what is read" {
    destc list --listener Inbound inbound.hat
    expect_status 0
    [ "$(head -n 1 .out)" = "Listener Inbound" ]
    destc detail --listener Inbound inbound.hat
    [ "$(head -n 1 .out)" = "Listener Inbound" ]
}

