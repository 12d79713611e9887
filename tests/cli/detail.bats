# SPDX-License-Identifier: MIT
# detail: the blocks of the appliance's DETAIL.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt .
}

# The user guide's facts about partner.example in the program's form; written by hand.
@test "a block as the manual has it" {
    {
        default_entry
        printf '[partner.example]\nip_sort_pref = PREFER_V4\nrecipient_limit = 100\n'
        printf 'recipient_minutes = 60\nlimit_type = host\nlimit_apply = system\n'
        printf 'table_tls = require_verify\nbounce_profile = partners\n'
    } >table
    destc detail table partner.example
    expect_status 0
    [ -z "$errors" ]
    diff - .out <<'END'
partner.example
IP Version Preference: IPv4 Preferred
Maximum messages per connection: Default
Rate Limiting:
500 concurrent connections
100 recipients per 60 minutes
Limits applied to entire domain, across all virtual gateways
TLS: Required (Verify)
Bounce Verification Tagging: Default
Bounce Profile: partners
END
}

@test "each example" {
    for table in example.com outbound newer-release partners; do
        destc detail -q "$table.txt"
        expect_status 0
        golden_output "detail/$table"
        for word in ALL all All; do
            destc detail -q "$table.txt" "$word"
            diff "$GOLDEN/detail/$table" .out
        done
    done
}

@test "with a default entry from elsewhere" {
    destc detail --default outbound.txt partners.txt
    expect_status 0
    golden_output detail/partners.default
    has_not mx.example.org
    destc detail --factory-default partners.txt courier.example
    expect_status 0
    has "No recipient limit"
}

@test "the default entry alone" {
    for word in DEFAULT default Default; do
        destc detail outbound.txt "$word"
        expect_status 0
        diff <(sed -n '/^Default$/,$p' "$GOLDEN/detail/outbound") .out
    done
    destc detail partners.txt DEFAULT
    expect_status 2
    has_error "error[E0312]"
    [ -z "$output" ]
}

@test "a default entry from elsewhere, asked for, is shown or refused, not passed over" {
    for option in --factory-default "--default outbound.txt"; do
        destc detail $option partners.txt DEFAULT
        [ "$status" -eq 2 ] || has "Maximum messages per connection: 50"
    done
}

@test "one destination, by any spelling of its name" {
    for name in bücher.example BÜCHER.Example xn--bcher-kva.example bücher.example.; do
        destc detail outbound.txt "$name"
        expect_status 0
        [ "$(head -n 1 .out)" = "bücher.example (xn--bcher-kva.example)" ]
        [ "$(wc -l <.out)" -eq 7 ]
    done
    for name in 192.0.2.25 '[192.0.2.25]'; do
        destc detail outbound.txt "$name"
        expect_status 0
        [ "$(head -n 1 .out)" = "[192.0.2.25]" ]
    done
    destc detail newer-release.txt 2001:DB8:0:0::25
    expect_status 0
    destc detail outbound.txt .clinic.example
    expect_status 0
}

@test "only what is listed: no matching" {
    destc detail outbound.txt www.clinic.example
    expect_status 2
    has_error "error[E0414]: the table has no destination www.clinic.example"
    has_error "destc explain outbound.txt www.clinic.example"
    [ -z "$output" ]
}

@test "what is no name" {
    destc detail outbound.txt 'a b'
    expect_status 2
    has_error "error[E0408]"
    destc detail outbound.txt '*.clinic.example'
    expect_status 2
    has_error "error[E0402]"
    destc detail outbound.txt ''
    expect_status 2
    has_error "error[E0401]"
}

# block LINES: the block of a destination with these lines, without its name.
block() {
    { default_entry; printf '[a.example]\n%s\n' "$1"; } >table
    destc detail -q table a.example
    expect_status 0
    sed 1d .out
}

SCOPE="limit_type = MXIP
limit_apply = VG"

@test "rate limiting: what is not given is what it resolves to" {
    block "max_host_concurrency = 1
$SCOPE" >got
    grep -qx '1 concurrent connection' got
    grep -qx 'No recipient limit' got
    grep -qx 'Limits applied to each mail exchanger IP address, for each virtual gateway' got
    block "recipient_limit = 1
recipient_minutes = 1
$SCOPE" >got
    grep -qx '500 concurrent connections' got
    grep -qx '1 recipient per 1 minute' got
    block "recipient_limit = 0
recipient_minutes = 1
$SCOPE" >got
    grep -qx 'No recipient limit' got
    block "max_messages_per_connection = 7" >got
    grep -qx 'Rate Limiting: Default' got
    grep -qx 'Maximum messages per connection: 7' got
    block "$SCOPE" >got
    grep -qx 'Rate Limiting: Default' got
}

@test "every word of TLS, IP preference and DANE" {
    while IFS='|' read -r name value line; do
        block "$name = $value" >got
        grep -qxF "$line" got || { echo "$name = $value"; cat got; false; }
    done <<'END'
table_tls|off|TLS: Off
table_tls|on|TLS: Preferred
table_tls|required|TLS: Required
table_tls|on_verify|TLS: Preferred (Verify)
table_tls|require_verify|TLS: Required (Verify)
table_tls|require_verify_hosted|TLS: Required (Verify Hosted Domains)
table_tls|quantum|TLS: "quantum"
ip_sort_pref|PREFER_V6|IP Version Preference: IPv6 Preferred
ip_sort_pref|REQUIRE_V6|IP Version Preference: IPv6 Required
ip_sort_pref|PREFER_V4|IP Version Preference: IPv4 Preferred
ip_sort_pref|REQUIRE_V4|IP Version Preference: IPv4 Required
bounce_validation|on|Bounce Verification Tagging: On
bounce_validation|off|Bounce Verification Tagging: Off
dane_option|off|DANE: Off
dane_option|opportunistic|DANE: Opportunistic
dane_option|mandatory|DANE: Mandatory
END
    block "table_tls = on" >got
    fails grep -q DANE got
}

@test "--idn shows names in one form" {
    destc detail --idn ascii outbound.txt bücher.example
    [ "$(head -n 1 .out)" = "xn--bcher-kva.example (bücher.example)" ]
    destc detail -q --idn unicode newer-release.txt bücher.example
    [ "$(head -n 1 .out)" = "bücher.example (xn--bcher-kva.example)" ]
}

@test "nothing to show" {
    : >empty
    destc detail --from destconfig empty
    expect_status 0
    [ -z "$output" ]
}

@test "the same from every format" {
    for format in destconfig xml csv json; do
        destc detail -q "$GOLDEN/compile/newer-release.$format"
        expect_status 0
        diff "$GOLDEN/detail/newer-release" .out
    done
}
