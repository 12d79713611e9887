# SPDX-License-Identifier: MIT
# explain: which entry holds, where each setting comes from, what TLS does.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt .
}

# explains ARGS... NAME: explaining with ARGS gives the golden file explain/NAME.
explains() {
    local name=${*: -1}
    destc explain -q "${@:1:$#-1}"
    expect_status 0
    golden_output "explain/$name"
}

# setting NAME: of the JSON in .out, that setting's value, origin and place.
setting() {
    jq -r --arg name "$1" '.[0].settings[] | select(.name == $name) |
        "\(.value) \(.origin) \(.file):\(.line):\(.column)"' .out
}

@test "each kind of entry, in text and JSON" {
    explains newer-release.txt clinic.example host.clinic.example quantum.example bücher.example \
        other.example DEFAULT newer-release
    explains --format json newer-release.txt clinic.example host.clinic.example quantum.example \
        bücher.example other.example DEFAULT newer-release.json
    explains outbound.txt freemail.example 192.0.2.25 outbound
    explains partners.txt courier.example nowhere.example partners
    explains --factory-default partners.txt courier.example partners.factory
    explains --default outbound.txt partners.txt courier.example partners.default
}

@test "JSON is JSON, one object a name" {
    destc explain -q --format json newer-release.txt clinic.example other.example
    [ "$(jq -r '[.[].asked] | join(" ")' .out)" = "clinic.example other.example" ]
    [ "$(jq -r '.[0].match' .out)" = exact ]
    [ "$(jq -r '.[1].match' .out)" = default ]
}

@test "each setting's place is that very line" {
    destc explain -q --format json outbound.txt freemail.example
    while read -r name value origin place; do
        [ "$(setting "$name")" = "$value $origin $place" ] || { setting "$name"; false; }
        [ "$origin" != built-in ] || continue
        IFS=: read -r file line column <<<"$place"
        [[ $(sed -n "${line}p" "$file") == "$name = "* ]]
        [ "$(sed -n "${line}p" "$file" | cut -c "$column"-)" = "${value/true/on}" ]
    done <<'END'
ip_sort_pref PREFER_V6 default outbound.txt:2:16
max_host_concurrency 20 entry outbound.txt:26:24
max_messages_per_connection 50 default outbound.txt:4:31
recipient_minutes 60 entry outbound.txt:27:21
recipient_limit 1000 entry outbound.txt:28:19
limit_type MXIP entry outbound.txt:29:14
limit_apply system entry outbound.txt:30:15
bounce_validation true default outbound.txt:9:21
table_tls on default outbound.txt:10:13
bounce_profile null built-in null:null:null
send_tls_req_alert true default outbound.txt:11:22
certificate mx.example.org default outbound.txt:12:15
dane_option off built-in null:null:null
END
}

@test "places in every format" {
    for format in destconfig xml csv json; do
        file=$GOLDEN/compile/outbound.$format
        cp "$file" table
        destc explain -q --format json table bank.example freemail.example
        expect_status 0
        for name in table_tls bounce_profile bounce_validation; do
            place=$(setting "$name")
            [[ $place == *\ table:* ]] || { echo "$format: $place"; false; }
            IFS=: read -r _ line column <<<"$place"
            text=$(sed -n "${line}p" table | cut -c "$column"-)
            case $format:$name in
            xml:table_tls) [[ $text == required-verify* ]] ;;
            *:table_tls) [[ $text == require_verify* ]] ;;
            *:bounce_profile) [[ $text == partners* ]] ;;
            json:bounce_validation) [[ $text == true* ]] ;;
            *) [[ $text == on* ]] ;;
            esac || { echo "$format: $name at $place: $text"; false; }
        done
        place=$(jq -r '.[1].settings[] | select(.name == "recipient_limit") | "\(.line):\(.column)"' .out)
        IFS=: read -r line column <<<"$place"
        [[ $(sed -n "${line}p" table | cut -c "$column"-) == 1000* ]]
    done
}

@test "the place is the effective one when a parameter is given twice" {
    printf '[a.example]\ntable_tls = off\ntable_tls = on\n[b.example]\n[A.example]\ntable_tls = required\n' \
        >table
    destc explain -q --lenient --format json table a.example
    expect_status 0
    [ "$(setting table_tls)" = "required entry table:6:13" ]
    printf '[a.example]\ntable_tls = off\ntable_tls = on\n' >table
    destc explain -q --lenient --format json table a.example
    [ "$(setting table_tls)" = "on entry table:3:13" ]
}

# entry NAME: the entry that holds for NAME in the table.
entry() {
    destc explain -q --brief table "$1"
    expect_status 0
    cut -f 2 .out
}

@test "the most specific entry wins" {
    {
        default_entry
        printf '[%s]\n' example.com .example.com .b.example.com a.b.example.com .com 192.0.2.1 \
            '[2001:db8::1]' bücher.example .xn--strae-oqa.example
    } >table
    [ "$(entry example.com)" = example.com ]
    [ "$(entry EXAMPLE.com.)" = example.com ]
    [ "$(entry www.example.com)" = .example.com ]
    [ "$(entry a.www.example.com)" = .example.com ]
    [ "$(entry b.example.com)" = .example.com ]
    [ "$(entry x.b.example.com)" = .b.example.com ]
    [ "$(entry a.b.example.com)" = a.b.example.com ]
    [ "$(entry notexample.com)" = .com ]
    [ "$(entry com)" = DEFAULT ]
    [ "$(entry other.example)" = DEFAULT ]
    [ "$(entry 192.0.2.1)" = 192.0.2.1 ]
    [ "$(entry '[192.0.2.1]')" = 192.0.2.1 ]
    [ "$(entry 192.0.2.10)" = DEFAULT ]
    [ "$(entry 2001:DB8:0::1)" = '[2001:db8::1]' ]
    [ "$(entry xn--bcher-kva.example)" = bücher.example ]
    [ "$(entry www.straße.example)" = .xn--strae-oqa.example ]
    [ "$(entry default)" = DEFAULT ]
}

@test "an address in angle brackets too" {
    destc explain --brief outbound.txt '<joe@bank.example>' '<bank.example>'
    expect_status 0
    [ "$(cut -f 2 .out | xargs)" = "bank.example bank.example" ]
}

@test "an address is taken for its domain" {
    cp outbound.txt table
    [ "$(entry joe@bank.example)" = bank.example ]
    [ "$(entry '"a@b"@bank.example')" = bank.example ]
    [ "$(entry 'joe@[192.0.2.25]')" = '[192.0.2.25]' ]
    [ "$(entry joe@www.clinic.example)" = .clinic.example ]
    # A partial domain asked for by its own name is the entry.
    [ "$(entry .clinic.example)" = .clinic.example ]
}

@test "what the TLS setting does in each case" {
    printf '[%s.example]\ntable_tls = %s\n' 0 off 1 on 2 required 3 on_verify 4 require_verify 5 \
        require_verify_hosted | sed 's/^\[/[h/' >table
    destc explain -q --format json table h0.example h1.example h2.example h3.example h4.example \
        h5.example
    expect_status 0
    jq -r '.[] | "\(.tls.setting): \([.tls.cases[].words] | join("; "))"' .out >cases
    diff - cases <<'END'
off: delivered in clear; TLS is not tried at all; does not arise: TLS is not tried; does not arise: TLS is not tried; does not arise: TLS is not tried
preferred: delivered in clear; not delivered on this connection: no fall back to clear; delivered encrypted; no verification is tried; delivered encrypted
required: not delivered; not delivered; delivered encrypted; no verification is tried; delivered encrypted
preferred-verify: delivered in clear; not delivered on this connection; delivered encrypted; delivered encrypted
required-verify: not delivered; not delivered; not delivered; delivered encrypted
required-verify-hosted: not delivered; not delivered; not delivered; delivered encrypted
END
}

# assumptions NAME: those that the explanation of NAME in the table names.
assumptions() {
    destc explain -q "${@:2}" table "$1"
    sed -n '/rests on assumptions/,$s/^    \(A[0-9][0-9]\) .*/\1/p' .out | xargs
}

@test "a result that rests on an assumption says so, and no other does" {
    {
        default_entry | sed 's/^recipient_limit = 0/recipient_limit = 10/'
        echo 'dane_option = off'
    } | grep . >base
    { cat base; printf '[a.example]\ntable_tls = on\n'; } >table
    [ "$(assumptions a.example)" = "A12" ]
    grep -v dane_option base >plain
    { cat plain; printf '[a.example]\ntable_tls = on\n'; } >table
    [ "$(assumptions a.example)" = "A13" ]
    { cat plain; printf '[a.example]\nrecipient_limit = 0\nrecipient_minutes = 1\nlimit_type = host\nlimit_apply = VG\n'; } >table
    [ "$(assumptions a.example)" = "A10 A13 A18" ]
    { cat plain; printf '[a.example]\nlimit_type = MXIP\n'; } >table
    [ "$(assumptions a.example)" = "A13 A19" ]
    { cat plain; printf '[.a.example]\ntable_tls = require_verify_hosted\n'; } >table
    [ "$(assumptions b.a.example)" = "A11 A13 A15 A17 A20" ]
    { cat plain; printf '[a.example]\ntable_tls = on_verify\nzork_x = 1\n'; } >table
    [ "$(assumptions a.example)" = "A06 A13 A21" ]
    printf '[a.example]\ntable_tls = on\n' >table
    [ "$(assumptions a.example --factory-default)" = "A13 A14" ]
    # Each of them is one of the catalogue.
    destc assumptions
    for id in A06 A10 A11 A12 A13 A14 A15 A17 A18 A19 A20 A21; do
        grep -q "^$id " .out
    done
}

@test "what is not known of DANE or TLS is said in every form" {
    cat >table <<'END'
[a.example]
table_tls = on
dane_option = superduper
[b.example]
table_tls = quantum
dane_option = opportunistic
[c.example]
table_tls = on
[d.example]
table_tls = quantum
[e.example]
table_tls = quantum
dane_option = off
END
    alone="DANE is set. What it does by itself a table does not tell."
    either="The DANE setting is not known either."
    beside="so whether DANE adds to these cases cannot be told."
    destc explain -q table a.example c.example
    expect_status 0
    [ "$(tr -s ' \n' ' ' <.out | grep -o "$beside" | wc -l)" -eq 2 ]
    destc explain -q table b.example
    has "$alone"
    destc explain -q table d.example
    has "$either"
    destc explain -q table e.example
    has "The TLS setting is not known"
    has_not "$alone"
    has_not "$either"
    destc explain -q --format json table a.example b.example c.example d.example e.example
    [ "$(jq -r '.[0, 2].tls.dane' .out | grep -c "$beside")" -eq 2 ]
    [ "$(jq -r '.[1].cannot_tell[] | select(.about == "dane-setting").words' .out)" = "$alone" ]
    [ "$(jq -r '.[3].cannot_tell[] | select(.about == "dane-setting").words' .out)" = "$either" ]
    [ "$(jq -c '.[4].cannot_tell | map(.about)[:2]' .out)" = '["tls-setting","dane"]' ]
    destc explain -q --brief table a.example c.example
    has 'Preferred, DANE "superduper"'
    has "Preferred, DANE (appliance default)"
    # A release without DANE has nothing to be said of it.
    destc explain -q --asyncos 11.0 table c.example d.example
    has_not "DANE setting"
}

@test "every explanation says what a table cannot tell" {
    for name in bank.example other.example; do
        destc explain outbound.txt "$name"
        for words in "DANE is not enforced" "MTA-STS" "enforced by sender" "Filter actions" \
            "In a cluster" "SMTP route"; do
            has "$words"
        done
    done
}

@test "--brief: one line a name, columns apart by tabs" {
    destc explain --brief outbound.txt bank.example www.clinic.example other.example
    expect_status 0
    [ -z "$errors" ]
    diff - .out <<END
bank.example	bank.example	Required (Verify)	outbound.txt:15:13	
www.clinic.example	.clinic.example	Required	outbound.txt:19:13	A15,A17
other.example	DEFAULT	Preferred	outbound.txt:10:13	A17
END
    destc explain --brief partners.txt courier.example
    [ "$output" = "$(printf 'courier.example\tcourier.example\t(appliance default)\tnot in this file\t')" ]
}

@test "--from -: names from standard input" {
    printf '# names\nbank.example\n\n  joe@www.clinic.example \r\nother.example' >names
    destc explain --brief outbound.txt --from - <names
    expect_status 0
    [ "$(cut -f 2 .out | xargs)" = "bank.example .clinic.example DEFAULT" ]
    destc explain --brief outbound.txt old.example --from - <names
    [ "$(cut -f 2 .out | xargs)" = "old.example bank.example .clinic.example DEFAULT" ]
    destc explain --brief --from xml --from - "$GOLDEN/compile/outbound.xml" <names
    expect_status 0
    [ "$(cut -f 2 .out | xargs)" = "bank.example .clinic.example DEFAULT" ]
    destc explain --brief --from - "$GOLDEN/compile/outbound.csv" --from csv old.example <names
    expect_status 0
    [ "$(cut -f 2 .out | xargs)" = "old.example bank.example .clinic.example DEFAULT" ]
    destc explain --format json outbound.txt --from - </dev/null
    expect_status 0
    [ "$(jq length .out)" = 0 ]
    seq -f 'h%.0f.example' 20000 >many
    destc explain --brief outbound.txt --from - <many
    expect_status 0
    [ "$(wc -l <.out)" -eq 20000 ]
}

@test "names that are none: the others are explained, status 2" {
    destc explain --brief outbound.txt bank.example a..b old.example
    expect_status 2
    [ "$(cut -f 2 .out | xargs)" = "bank.example old.example" ]
    has_error "error[E0407]"
    printf 'bank.example\nx y\n*.example\n' >names
    destc explain --brief outbound.txt --from - <names
    expect_status 2
    has_error "standard input:2:2: error[E0408]"
    has_error "standard input:3:1: error[E0402]"
    [ "$(cut -f 1 .out)" = bank.example ]
    printf 'bank.example\na\0b\n' >names
    destc explain --brief outbound.txt --from - <names
    expect_status 2
    { echo bank.example; head -c 100000 /dev/zero | tr '\0' a; } >names
    destc explain --brief outbound.txt --from - <names
    expect_status 2
    has_error "standard input:2:1: error[E0107]"
}

@test "a file appears whole or not at all" {
    echo old >out
    destc explain -o out outbound.txt bank.example a..b
    expect_status 2
    [ "$(cat out)" = old ]
    destc explain -o out outbound.txt bank.example
    expect_status 0
    [ -z "$output" ]
    grep -q '^bank.example$' out
}

@test "the same from every format, but for places" {
    for format in destconfig xml csv json; do
        cp "$GOLDEN/compile/outbound.$format" table
        destc explain -q --brief table bank.example www.clinic.example bücher.example other.example
        cut -f 1-3,5 .out >"explained.$format"
        diff explained.destconfig "explained.$format"
    done
}

@test "with an error in the table nothing is explained" {
    destc explain mistakes.txt bank.example
    expect_status 2
    [ -z "$output" ]
    has_error "mistakes.txt:5:21: error[E0204]"
}

@test "the places in a policy source that --default names" {
    cat >gateway.policy <<'EOF'
settings base { tls required; }
default uses base {
    connections 200; messages 50; recipients unlimited; ip prefer-ipv6;
    limits per host, system-wide; bounce-verification off; tls-alert off; certificate "mx";
}
EOF
    printf '[a.example]\nbounce_validation = on\n' >t.txt
    printf 'assert tls = off for a.example;\ndestination a.example;\n' >p.policy
    for file in t.txt p.policy; do
        destc explain --format json --default gateway.policy $file a.example
        expect_status 0
        [ "$(jq -r '.[0].settings[] | select(.name == "table_tls" or .name == "max_host_concurrency")
            | "\(.origin) \(.file):\(.line):\(.column)"' .out | xargs)" = \
            "default-file gateway.policy:3:17 default-file gateway.policy:1:21" ]
    done
    destc explain --default gateway.policy t.txt DEFAULT
    has 'bundle base            gateway.policy:1:21'
    destc lint --default gateway.policy p.policy
    expect_status 1
    has 'gateway.policy:1:21: error[E1201]: tls is required for a.example'
    printf 'destination a.example;\nappliance esa { destination a.example { bounce-verification on; } }\n' >p.policy
    destc explain --brief --appliance esa --default gateway.policy p.policy a.example
    has 'gateway.policy:1:21'
}

@test "an entry that an appliance removes" {
    cat >site.policy <<'EOF'
define old = { old.example, older.example };
destination legacy.example, @old, a.example { tls off; }
destination .example { tls required; }
appliance esa1 {}
appliance esa2 { remove destination legacy.example; remove destination @old; }
appliance esa3 { remove destination legacy.example; add destination legacy.example { tls preferred; } }
EOF
    destc explain --appliance esa2 site.policy legacy.example
    expect_status 0
    tr -s ' ' <.out | grep -qx ' Removed legacy.example on esa2; the base lists it 5:37'
    removed() {
        destc explain --format json "$@"
        jq -c '.[].removed | if . == null then "no" else [.appliance, .line, .column] end' .out | xargs
    }
    [ "$(removed --appliance esa2 site.policy legacy.example older.example a.example x.example DEFAULT)" = \
        "[esa2,5,37] [esa2,5,72] no no no" ]
    [ "$(removed --appliance esa1 site.policy legacy.example)" = no ]
    [ "$(removed --appliance esa3 site.policy legacy.example)" = no ]
    [ "$(removed site.policy legacy.example)" = no ]
    # A document of another format: that it is removed is known all the same.
    destc compile --to xml -q -o site.xml site.policy
    [[ "$(removed --appliance esa2 site.xml legacy.example)" == "[esa2,"* ]]
}
