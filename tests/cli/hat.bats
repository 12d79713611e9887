# SPDX-License-Identifier: MIT
# Listeners' tables: Host Access Tables and Recipient Access Tables, read and written.

load helper

# The sample of docs/listener-tables.md.
sample() {
    cat <<'EOT'
# File exported by the GUI at 20060530T215438
$ACCEPTED
    ACCEPT
$THROTTLED
    ACCEPT {
        spam_check = "on"
        max_msgs_per_session = 10
        max_rcpts_per_hour = 20
        max_message_size = 1048576
        use_sb = "on"
        tls = "off"
    }
$BLOCKED
    REJECT {}
ALLOWED_LIST:
    192.0.2.0/24
    .partner.example
        $TRUSTED (My trusted senders have no anti-spam scanning or rate limiting)
SUSPECTLIST:
    sbrs[-3.0:-1.0]
        $THROTTLED (Suspicious senders are throttled)
badhost.example
    REJECT (a host on its own, outside any group)
ALL
    $ACCEPTED
EOT
}

@test "a table in canonical form comes out as it is" {
    for format in hat rat; do
        destc compile --to $format "$EXAMPLES/inbound.$format"
        expect_status 0
        [ -z "$errors" ]
        cmp .out "$EXAMPLES/inbound.$format"
    done
}

@test "any other form comes out canonical" {
    sample >in.hat
    destc compile --to hat in.hat
    expect_status 0
    diff <(sample | sed -e 1d -e 's/ {}//') .out
    has_error 'W0711'
    has_error 'in.hat:18:9: warning[W2011]: the policy $TRUSTED is not defined in this table'
    [ "$(grep -c warning <<<"$errors")" -eq 3 ] # two, and the count
}

@test "the format is found out by the lines" {
    while IFS='|' read -r format text; do
        printf "$text" >in
        destc compile --check --message-format json in
        # What tells that it was read as that format, or that there was nothing wrong.
        case $format in
        hat) fails grep -E '"(E22|E01|E04)' .err || { echo "$text"; false; } ;;
        rat) fails grep -E '"(E20|E21|E01|E04)' .err || { echo "$text"; false; } ;;
        none) grep -q '"E0113"' .err || { echo "$text"; cat .err; false; } ;;
        esac
    done <<'EOT'
hat|$P\nACCEPT\nALL\n$P\n
hat|$P ACCEPT {\n}\nALL\n$P\n
hat|\xEF\xBB\xBF# c\n\n  $P\r\nACCEPT\r\nALL\r\n$P\r\n
hat|GROUP:\nREJECT\nALL\nREJECT\n
hat|192.0.2.1\nREJECT\nALL\nREJECT\n
hat|host.example\nREJECT\nALL\nREJECT\n
hat|host.example TCPREFUSE\nALL REJECT\n
hat|host.example REJECT (d)\n$P\nACCEPT\nALL\n$P\n
hat|ALL\nREJECT\n
rat|example.com ACCEPT\nALL REJECT\n
rat|# c\n.example.com REJECT {\n}\nALL REJECT\n
rat|ALL REJECT\n
none|hello\n
none|hello there\n
none|$\n
none|a: b\n
none|host.example ALLOW\n
EOT
}

@test "a recipient with a description is told about in a RAT's words" {
    printf 'example.com ACCEPT (ours)\nALL REJECT\n' >in
    destc compile --check in
    expect_status 2
    has_error 'in:1:20: error[E2201]: a description, which no recipient has'
    has_error '--from hat reads it as one'
    destc compile --check --from hat in
    expect_status 0
    printf 'example.com, example.net ACCEPT\nexample.org,example.edu ACCEPT\nALL REJECT\n' >in
    destc compile --check in
    expect_status 2
    has_error 'help: write one recipient a line, without commas, each with its action'
    has_error 'help: give each recipient by itself, without commas'
    printf 'example.com\nexample.net\n' >in
    destc compile --check in
    expect_status 2
    has_error 'help: no policy and no action shows which table of a listener it is: --from hat or --from rat says so'
}

@test "a HAT and a RAT make one listener" {
    destc compile --to rat "$EXAMPLES/inbound.hat" "$EXAMPLES/inbound.rat"
    expect_status 0
    cmp .out "$EXAMPLES/inbound.rat"
    has_error "the Host Access Table of the listener Listener is left out: a file has one table"
    destc compile -q --to hat "$EXAMPLES/inbound.hat" "$EXAMPLES/inbound.rat"
    cmp .out "$EXAMPLES/inbound.hat"
}

@test "--listener says whose table it is" {
    destc compile --to hat --listener Inbound "$EXAMPLES/inbound.hat"
    expect_status 0
    cmp .out "$EXAMPLES/inbound.hat"
    destc compile --to csv --listener Inbound "$EXAMPLES/inbound.hat"
    has_error "the Host Access Table of the listener Inbound is left out: csv has no listeners"
    destc compile --check --listener Inbound "$EXAMPLES/inbound.hat" "$EXAMPLES/inbound.hat"
    expect_status 2
    has_error "two Host Access Tables for one listener: Inbound"
}

@test "what a format has no room for is named" {
    { default_entry; printf '[a.example]\ntable_tls = on\n[b.example]\n'; } >out.txt
    for format in destconfig csv; do
        loss="warning[W0709]"
        [ $format = csv ] || loss="info[I0721]"
        destc compile --to $format out.txt "$EXAMPLES/inbound.hat" "$EXAMPLES/inbound.rat"
        expect_status 0
        has_error "inbound.hat:1:1: $loss: the Host Access Table"
        has_error "inbound.rat:1:1: $loss: the Recipient Access Table"
        cp .out with
        destc compile -q --to $format out.txt
        cmp .out with
    done
    for format in hat rat; do
        destc compile --to $format out.txt "$EXAMPLES/inbound.$format"
        expect_status 0
        cmp .out "$EXAMPLES/inbound.$format"
        has_error "out.txt:1:1: info[I0721]: 3 entries of destinations are left out: $format has none"
    done
}

@test "lint --assert says how to join two tables" {
    printf 'assert recipients reject all on listener "Listener";\n' >rules.policy
    destc lint --assert rules.policy "$EXAMPLES/inbound.hat" "$EXAMPLES/inbound.rat"
    expect_status 1
    has "error[E1206]: the listener Listener has no Recipient Access Table"
    has "join the two with compile --to xml HAT RAT, and give the document"
    destc compile --to xml -o both.xml "$EXAMPLES/inbound.hat" "$EXAMPLES/inbound.rat"
    destc lint -q --assert rules.policy both.xml
    has_not E1206
}

@test "a table that was not asked for is no warning" {
    for format in hat rat; do
        destc compile --strict --to $format "$EXAMPLES/inbound.hat" "$EXAMPLES/inbound.rat"
        expect_status 0
        has_error "info[I0721]"
        cmp .out "$EXAMPLES/inbound.$format"
    done
    { default_entry; } >out.txt
    destc compile --strict --to csv out.txt "$EXAMPLES/inbound.hat"
    expect_status 2
}

@test "a table that is not there is not written" {
    destc compile --to hat -o out "$EXAMPLES/inbound.rat"
    expect_status 2
    has_error "error[E0716]: nothing would be written: the input has no Host Access Table"
    destc compile --to rat -o out "$EXAMPLES/outbound.txt"
    expect_status 2
    has_error "error[E0716]: nothing would be written: the input has no Recipient Access Table"
    destc compile --to destconfig -o out "$EXAMPLES/inbound.hat"
    expect_status 2
    has_error "error[E0716]"
    [ ! -e out ]
}

@test "all errors of a table are told in one run, at their places" {
    cp "$ROOT/tests/golden/hat/mistakes.hat" "$ROOT/tests/golden/hat/mistakes.rat" .
    for format in hat rat; do
        destc compile --check mistakes.$format
        expect_status 2
        golden_errors hat/mistakes.$format.messages
    done
}

@test "a table without an end is read to its end" {
    sample >whole.hat
    size=$(wc -c <whole.hat)
    for length in $(seq 1 7 "$size"); do
        head -c "$length" whole.hat >part.hat
        destc compile --check --from hat --message-format json part.hat
        [ "$status" -eq 2 ] || [ "$length" -gt $((size - 5)) ]
        fails grep -v '^{' .err
    done
}

@test "200000 members are read and written in well under 5 seconds" {
    awk 'BEGIN {
        print "$P\n    ACCEPT\nBIG:"
        for (i = 0; i < 200000; i++)
            if (i % 2)
                printf "    10.%d.%d.%d\n", i / 65536, i / 256 % 256, i % 256
            else
                printf "    host%d.example.com (host %d)\n", i, i
        print "        $P\nALL\n    $P"
    }' >big.hat
    timeout 5 "$DESTC" compile --to hat -o out.hat big.hat
    cmp big.hat out.hat
}

@test "what people write instead is named" {
    policies='$ACCEPTED\n    ACCEPT\n$BLOCKED\n    REJECT\n'
    all='ALL\n    $ACCEPTED\n'
    while IFS='|' read -r help text; do
        printf "$policies$text$all" >in.hat
        destc compile --check in.hat
        expect_status 2
        has_error "help: $help"
    done <<'EOT'
write SUSPECTLIST: for a group, $SUSPECTLIST for a policy|SUSPECTLIST\n    192.0.2.8\n        $BLOCKED\n
did you mean $BLOCKED?|SUSPECTLIST:\n    192.0.2.8\n        BLOCKED\n
did you mean $BLOCKED?|192.0.2.8\n    BLOCKED\n
did you mean geo[...]?|G:\n    country[DE]\n        $BLOCKED\n
write each member by itself, without commas|G:\n    192.0.2.7, 192.0.2.8\n        $BLOCKED\n
write each member by itself, without commas|G:\n    192.0.2.7,192.0.2.8\n        $BLOCKED\n
EOT
    # One word as the first line: a colon or dollar sign is missing.
    printf "BLACKLIST\n    192.0.2.7\n        \$BLOCKED\n$policies$all" >in.hat
    destc compile --check in.hat
    expect_status 2
    has_error 'help: write BLACKLIST: for a group, $BLACKLIST for a policy'
    printf "THROTTLED\n    ACCEPT\n$policies$all" >in.hat
    destc compile --check in.hat
    expect_status 0
    has_error 'in a HAT a group is NAME: and a policy $NAME'
    printf 'ALL\n    $ACCEPTED\n$ACEPTED\n    ACCEPT\n' >in.hat
    destc compile --check in.hat
    has_error 'W2011'
    has_error 'did you mean $ACEPTED? Otherwise define it'
    printf 'example.com ACCEPT {\n    bypass_ldap = "on"\n}\nALL REJECT\n' >in.rat
    destc compile --check in.rat
    expect_status 0
    has_error "help: if it is no newer release's, write the whole name: bypass_ldap_accept"
}
