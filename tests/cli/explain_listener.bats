# SPDX-License-Identifier: MIT
# explain of listeners: what a connection gets, and what a recipient.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/inbound.* "$EXAMPLES"/outbound.txt .
}

# explains ARGS... NAME: explaining with ARGS gives the golden file explain/NAME.
explains() {
    local name=${*: -1}
    destc explain -q "${@:1:$#-1}"
    expect_status 0
    golden_output "explain/$name"
}

# refuses TEXT ARGS...: bad usage that begins so, and nothing is read or written.
refuses() {
    local text=$1
    shift
    destc explain "$@"
    expect_status 2
    [ -z "$output" ]
    [[ $errors == "destc: $text"* ]] || { echo "not \"$text\": $errors"; false; }
}

@test "two tables are joined first" {
    printf 'ALL\n    ACCEPT\n' >a.hat
    printf 'ALL REJECT\n' >a.rat
    refuses "explain asks one FILE; destc compile --to policy a.hat a.rat joins the two" \
        --recipient joe@example.org a.hat a.rat
    destc detail a.hat a.rat
    expect_status 2
    has_error 'help: detail shows one FILE; destc compile --to policy a.hat a.rat joins the two'
    destc explain --listener Inn --from-host 192.0.2.1 inbound.policy
    expect_status 2
    has_error 'help: destc list inbound.policy shows those that there are'
    destc explain --listener InboundMial --from-host 192.0.2.1 inbound.policy
    expect_status 2
    has_error 'help: did you mean InboundMail?'
}

@test "a line for a line of the log; a refusal speaks of no TLS" {
    destc explain -q --brief inbound.hat --from-log 'New SMTP ICID 5 interface Data 1 (192.0.2.1) address 10.0.0.1 reverse dns host mx.example verified yes
ICID 5 ACCEPT SG A match B SBRS -1.1'
    expect_status 0
    [[ $output == $'10.0.0.1,mx.example,-1.1\t'* ]]
    [ "$(wc -l <.out)" -eq 1 ]
    printf 'ALL\n    REJECT\n' >a.hat
    destc explain -q a.hat --from-host 10.0.0.1
    has "No mail is taken"
    has_not "Later releases"
}

# A table with CONTINUE, blocks of its own, unknown parameters, and a policy that is not there.
odd_table() {
    cat <<'EOF'
$MARKED
    CONTINUE
$OPEN
    ACCEPT {
        tls = "required"
        smtp_auth = "on"
        greeting_delay = 5
    }
MARKED:
    198.51.100.0/24
    geo[CH]
        $MARKED
RELAYS:
    10.0.0.0/8
    2001:db8:a::/48
        RELAY {
            tls = "on"
            max_message_size = 10M
        }
one.example
    REJECT
198.51.100.9
    REJECT
two.example
    TCPREFUSE
COUNTRIES:
    geo[AT]
        CONTINUE
POOR:
    sbrs[-10.0:-2.0]
    bücher.example
        $OPEN {
            tls = "verify"
            greeting_delay = 30
        } (it is "odd")
NONE:
    sbrs[none]
        $THROTTLED
ALL
    $OPEN
EOF
}

@test "what each kind of entry gives, in text, JSON and lines" {
    odd_table >odd.hat
    local asked=(--from-host 10.9.8.7 --from-host 198.51.100.9,one.example,1
        --from-host 198.51.100.8,a.other.example,-2.0 --from-host 2001:db8::1,unknown,none
        --from-host 192.0.2.1,two.example,0 --from-host 192.0.2.1,bücher.example,0
        --from-host ::ffff:10.0.0.1,a.example,0 --from-host 192.0.2.1)
    explains odd.hat "${asked[@]}" listener
    explains --format json odd.hat "${asked[@]}" listener.json
    explains --brief odd.hat "${asked[@]}" listener.brief
}

@test "what each kind of recipient gets" {
    local asked=(--recipient joe@example.com --recipient Joe@www.example.com
        --recipient postmaster@example.net --recipient POSTMASTER@example.net
        --recipient abuse@[192.0.2.1] --recipient joe@bücher.example)
    explains inbound.rat "${asked[@]}" recipient
    explains --format json inbound.rat "${asked[@]}" recipient.json
    explains --brief inbound.rat "${asked[@]}" recipient.brief
}

@test "each place is that of the text" {
    odd_table >odd.hat
    destc explain -q --format json odd.hat --from-host 198.51.100.8,a.other.example,-2.0
    expect_status 0
    at() { sed -n "${1}p" odd.hat | cut -c "$2"-; }
    [ "$(jq -r '.[0].entry' .out)" = POOR ]
    [ "$(at $(jq -r '.[0] | "\(.line) \(.column)"' .out))" = POOR: ]
    [ "$(at $(jq -r '.[0].member | "\(.line) \(.column)"' .out))" = "sbrs[-10.0:-2.0]" ]
    [ "$(at $(jq -r '.[0].settings[] | select(.name == "tls") | "\(.line) \(.column)"' .out))" = '"verify"' ]
    [ "$(at $(jq -r '.[0].settings[] | select(.name == "smtp_auth") | "\(.line) \(.column)"' .out))" = '"on"' ]
    [ "$(jq -r '.[0].unknown | length' .out)" = 1 ]
    [ "$(at $(jq -r '.[0].unknown[0] | "\(.line) \(.column)"' .out))" = 30 ]
}

@test "a line of the mail log is the same question" {
    line='New SMTP ICID 590125205 interface Data 1 (192.168.1.1) address 10.0.0.1 reverse dns host mail.example.com verified yes'
    same() {
        destc explain -q --format json inbound.hat --from-log "$1"
        expect_status 0
        jq '.[0] | del(.asked)' .out >log
        destc explain -q --format json inbound.hat --from-host "$2"
        jq '.[0] | del(.asked)' .out | diff log -
    }
    same "$line" 10.0.0.1,mail.example.com
    same "Tue Apr 17 19:56:22 2018 Info: $line" 10.0.0.1,mail.example.com
    same "<22>Apr 17 19:56:22 esa mail_logs: Info: $line" 10.0.0.1,mail.example.com
    same "$line"$'\nICID 590125205 ACCEPT SG SUSPECTLIST match sbrs[-1.4:2.0] SBRS -1.1' \
        10.0.0.1,mail.example.com,-1.1
    same "$line"$'\nICID 590125206 ACCEPT SG SUSPECTLIST match sbrs[-1.4:2.0] SBRS -1.1' \
        10.0.0.1,mail.example.com
    same "${line/verified yes/verified no}" 10.0.0.1,unknown
    same "${line/mail.example.com verified yes/unknown verified no}" 10.0.0.1,unknown
}

@test "the listener's defaults tell what the file does not" {
    printf '$D\n    ACCEPT {\n        tls = "off"\n        dhap_limit = 0\n    }\nALL\n    $D\n' >defaults.hat
    destc explain -q --format json --listener-defaults defaults.hat inbound.hat --from-host 192.0.2.11
    expect_status 0
    setting() {
        jq -r --arg name "$1" '.[0].settings[] | select(.name == $name) |
            "\(.value) \(.origin) \(.file):\(.line):\(.column)"' .out
    }
    [ "$(setting tls)" = "on policy inbound.hat:9:15" ]
    [ "$(setting dhap_limit)" = "0 listener-file defaults.hat:4:22" ]
    [ "$(setting spf)" = "null listener null:null:null" ]
    destc explain -q --listener-defaults defaults.hat inbound.hat --from-host 192.0.2.11
    [ "$(grep -c -- '--listener-defaults,' .out)" -eq 1 ] # TLS is the policy's
    has "defaults.hat:4:22"
    has "listener's default (not in this file)"
}

@test "a listener has the name that is given" {
    destc explain -q --brief --listener IncomingMail inbound.hat --from-host 192.0.2.11
    expect_status 0
    [ "$(cut -f 2 .out)" = IncomingMail ]
}

@test "each listener of a file is answered for, or the one that is named" {
    listeners() { destc explain -q --brief "$EXAMPLES/appliance.xml" "$@" && cut -f 2,3 .out | xargs; }
    [ "$(listeners --from-host 10.0.0.1)" = "IncomingMail ALL OutgoingMail ALL" ]
    [ "$(listeners --listener OutgoingMail --from-host 10.0.0.1)" = "OutgoingMail ALL" ]
    [ "$(listeners --recipient joe@example.com)" = "IncomingMail example.com" ]
    destc explain -q "$EXAMPLES/appliance.xml" --from-host 10.0.0.1 --listener OutgoinMail
    expect_status 2
    has_error 'there is no listener "OutgoinMail"'
    has_error "did you mean OutgoingMail?"
    destc explain -q "$EXAMPLES/appliance.xml" --recipient joe@example.com --listener OutgoingMail
    expect_status 2
    has_error "--recipient: the listener OutgoingMail has no Recipient Access Table"
}

@test "bad questions" {
    refuses '--from-host takes IP[,[NAME][,SCORE]]; not an IP address: "1.2.3.4.5"' \
        inbound.hat --from-host 1.2.3.4 --from-host 1.2.3.4.5
    refuses '--from-host takes IP[,[NAME][,SCORE]]; not an IP address: ""' inbound.hat --from-host ''
    refuses '--from-host takes IP[,[NAME][,SCORE]]; one whole IP address' inbound.hat --from-host 10.0.0.0/8
    refuses '--from-host takes IP[,[NAME][,SCORE]]; not the name' inbound.hat --from-host 10.0.0.1,.a.example
    refuses '--from-host takes IP[,[NAME][,SCORE]]; not a score' inbound.hat --from-host 10.0.0.1,,11
    refuses '--from-log takes a line of the mail log; no log line' inbound.hat --from-log 'ICID 5 lost'
    refuses '--recipient takes a mail address; not a mail address' inbound.rat --recipient example.com
    refuses '--from-host, --from-log and --recipient go without' inbound.hat --from-host 10.0.0.1 a.example
    refuses '--from-host, --from-log and --recipient go without' inbound.rat --from - --recipient a@b.example
    refuses '--brief and --format json exclude each other' inbound.hat --brief --format json --from-host 10.0.0.1
    refuses 'explain needs FILE' --from-host 10.0.0.1
}

@test "what is asked for cannot move a terminal's cursor" {
    destc explain --brief inbound.hat --from-log $'New SMTP ICID 5 interface \e[2J (1) address 10.0.0.1 reverse dns host unknown verified no'
    expect_status 0
    has_not $'\e'
    destc explain inbound.rat --recipient $'a\e[2J@example.com'
    has_not $'\e'
    has_no_error $'\e'
    destc explain inbound.hat --from-host $'10.0.0.1\e[2J'
    expect_status 2
    has_no_error $'\e'
}

@test "a file without such a table" {
    none() {
        destc explain "${@:2}"
        expect_status 2
        has_error "$1"
        [ -z "$output" ]
    }
    none "--from-host asks about a listener, and outbound.txt has none" outbound.txt --from-host 10.0.0.1
    none "--from-log asks about a listener" outbound.txt --from-log \
        'New SMTP ICID 5 interface a (1) address 10.0.0.1 reverse dns host unknown verified no'
    none "--from-host: no listener in inbound.rat has a Host Access Table" inbound.rat --from-host 10.0.0.1
    none "--recipient: no listener in inbound.hat has a Recipient Access Table" \
        inbound.hat --recipient joe@example.com
    none "--recipient: the listener In has no Recipient Access Table" \
        --listener In inbound.hat --recipient joe@example.com
}

@test "a table with an error is not explained" {
    printf '$A\n    ACCEPT\nALL\n    $B\n' >bad.hat
    destc explain -o page bad.hat --from-host 10.0.0.1
    expect_status 2
    [ ! -e page ]
}

# --- Size ------------------------------------------------------------------------------------

@test "a table of 200,000 members" {
    {
        echo GROUP:
        seq 0 199999 | awk '{ printf "    10.%d.%d.%d\n", $1 / 65536, $1 / 256 % 256, $1 % 256 }'
        printf '        REJECT\nALL\n    ACCEPT\n'
    } >large.hat
    timeout 20 "$DESTC" explain --brief large.hat --from-host 10.3.13.63 --from-host 10.3.13.64 \
        --from-host 192.0.2.1 | cut -f 3 >.out
    [ "$(xargs <.out)" = "GROUP ALL ALL" ]
}

@test "many single hosts in a row are a row" {
    { seq 1 50000 | awk '{ printf "h%d.example\n    REJECT\n", $1 }' && printf 'ALL\n    ACCEPT\n'; } >hosts.hat
    destc explain hosts.hat --from-host 192.0.2.1,a.example,0
    expect_status 0
    has "50000 single hosts  1:1  passed  a.example is none of 50000 host names"
}
