# SPDX-License-Identifier: MIT
# What lint must never do: overwrite what it reads, keep silent about what it could not look at,
# take a new fault for a known one.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    table >t.txt
    cp t.txt kept.txt
}

# table: a warning W3003 in line 14 and an info I3010 in line 15.
table() {
    default_entry | sed '/^$/d; s/table_tls = off/table_tls = on/; s/send_tls_req_alert = off/send_tls_req_alert = on/'
    cat <<'END'
[a.example]
ip_sort_pref = REQUIRE_V4
table_tls = required
bounce_profile = short
END
}

# found ARGS...: the findings of lint, as "FILE:LINE CODE", but those about linting itself.
found() {
    status=0
    "$DESTC" lint "$@" --message-format json >.json 2>.errors || status=$?
    jq -r 'select(.code) | "\(.file):\(.line) \(.code)"' .json | grep -v ' I3901' || true
}

same() { [ "$1" = "$2" ] || { printf 'found:\n%s\ninstead of:\n%s\n' "$1" "$2"; cat .errors; false; }; }

# refused ARGS...: status 2, it is said of the last word, and t.txt is what it was.
refused() {
    destc "$@"
    expect_status 2
    [[ $output$errors == *"is not written"* ]]
    cmp t.txt kept.txt
}

# --- Inputs stay ---------------------------------------------------------------------------------

@test "what is read is not overwritten" {
    mkdir -p p
    cp t.txt p
    ln t.txt hard.txt
    ln -s t.txt soft.txt
    refused lint -o t.txt t.txt
    refused lint -o ./t.txt t.txt
    refused lint -o hard.txt t.txt
    refused lint -o soft.txt t.txt
    refused lint --write-baseline t.txt t.txt
    refused lint -o t.txt --default t.txt p
    refused lint -o t.txt .
    refused lint --message-format sarif -o t.txt .
    refused lint --write-baseline t.txt .
    refused lint --show-config -o t.txt t.txt
    refused lint --fix --dry-run -o t.txt t.txt
    refused list -o t.txt t.txt
    refused detail -o t.txt t.txt
    refused explain -o t.txt t.txt a.example
    refused diff -o t.txt t.txt p/t.txt
    refused compile --to csv -o t.txt t.txt
    printf '[b.example]\nip_sort_pref = PREFER_V4\n' >u.txt
    refused compile --to csv --default t.txt -o t.txt u.txt
}

@test "what a policy includes, the settings file and a baseline are not overwritten" {
    echo 'destination b.example { ip prefer-ipv4; }' >t.txt
    cp t.txt kept.txt
    echo 'include "t.txt"; destination c.example { ip prefer-ipv6; }' >a.policy
    refused lint -o t.txt a.policy
    refused compile --to policy -o t.txt a.policy
    table >u.txt
    printf '[lint]\ndisable = W3003\n' >.destc
    cp .destc kept.txt
    destc lint -o .destc u.txt
    expect_status 2
    destc lint --write-baseline .destc u.txt
    expect_status 2
    cmp .destc kept.txt
    rm .destc
    destc lint --write-baseline b.json u.txt
    cp b.json kept.txt
    destc lint --baseline b.json -o b.json u.txt
    expect_status 2
    cmp b.json kept.txt
    destc lint --baseline b.json --write-baseline b.json u.txt
    expect_status 0
}

@test "a table is compiled into its own file, in its own format" {
    destc compile --to destconfig -o t.txt t.txt
    expect_status 0
    destc compile --to destconfig t.txt
    has '[a.example]'
}

@test "what an earlier run wrote into the folder is written again" {
    mkdir p
    cp t.txt p
    for form in text json sarif github junit gitlab; do
        for _ in 1 2; do
            destc lint --message-format $form -o p/report p
            expect_status 1
        done
    done
    destc lint --write-baseline p/b.json p
    destc lint --write-baseline p/b.json p
    expect_status 0
}

# --- Baseline ------------------------------------------------------------------------------------

# new_only FILE: what is known stays so wherever it stands; the same faults elsewhere are new. FILE has
# known faults, more.FILE new ones of the same kinds; NEW says how many of these there are.
new_only() {
    destc lint --disable I3901 --write-baseline b.json "$1"
    expect_status 0
    [ "$(grep -c '"code"' b.json)" -ge "$2" ]
    same "$(found --baseline b.json "$1" | wc -l)" 0
    known=$(found "$1" | wc -l)
    cat "more.$1" >>"$1"
    all=$(found "$1" | wc -l)
    [ "$(found --baseline b.json "$1" | wc -l)" -ge "$((all - known))" ]
    [ "$((all - known))" -ge "$2" ]
}

@test "a baseline does not hide the same mistake elsewhere" {
    printf '[b.example]\nrecipient_minutes = 30\nmax_messages_per_connection = 0\n[c.example.]\ntable_tls = banana\n' >>t.txt
    printf '[d.example]\nrecipient_minutes = 20\nmax_messages_per_connection = 9999999999\n[e.example.]\ntable_tls = banana\n' >more.t.txt
    new_only t.txt 4
    printf 'domain,table_tls\na.example.,banana\n' >t.csv
    printf 'c.example.,banana\n' >more.t.csv
    new_only t.csv 2
    printf 'destination a.example. { tls required; messages 0; } # destc: allow\n' >t.policy
    printf 'destination b.example. { tls required; messages 0; } # destc: allow\n' >more.t.policy
    new_only t.policy 2
    printf '$A\n    ACCEPT {max_msgs_per_session = 0}\nG:\n    10.0.0.1\n    10.0.0.1\n    $A\n' >t.hat
    printf 'H:\n    10.0.0.2\n    10.0.0.2\n    $A\n$B\n    ACCEPT {max_msgs_per_session = 0}\n' >more.t.hat
    new_only t.hat 2
}

@test "a baseline does not hide the same mistake elsewhere in XML and JSON" {
    entry() { printf '<destination domain="%s"><max-messages>0</max-messages></destination>\n' "$1"; }
    { echo '<policy xmlns="urn:destc:policy:1">'; entry a.example; echo '</policy>'; } >t.xml
    destc lint --write-baseline b.json t.xml
    { echo '<policy xmlns="urn:destc:policy:1">'; entry b.example; entry a.example; echo '</policy>'; } >t.xml
    same "$(found --baseline b.json t.xml | cut -d' ' -f1)" "t.xml:2"
    printf '{"destinations": [\n{"domain": "a.example",\n"settings": {"max_messages_per_connection": "0"}}\n]}' >t.json
    destc lint --write-baseline b.json t.json
    printf '{"destinations": [\n{"domain": "b.example",\n"settings": {"max_messages_per_connection": "0"}},\n{"domain": "a.example",\n"settings": {"max_messages_per_connection": "0"}}\n]}' >t.json
    same "$(found --baseline b.json t.json)" "t.json:3 E0203"
}

@test "the fingerprint in SARIF is the one of the baseline, while a file is read and afterwards" {
    printf '[b.example.]\nrecipient_minutes = 30\nmax_messages_per_connection = 0\n[c.example.]\ntable_tls = banana\n' >>t.txt
    destc lint --write-baseline b.json t.txt
    destc lint --message-format sarif t.txt
    [ "$(jq -r '.findings[].fingerprint' b.json | sort)" = \
        "$(jq -r '.runs[].results[].partialFingerprints["destcFinding/v1"]' .out | sort)" ]
}

@test "a baseline says what of it is gone, and what is suppressed is counted" {
    printf '[b.example]\nip_sort_pref = REQUIRE_V6\n' >>t.txt
    destc lint --write-baseline b.json t.txt
    [ "$errors" = "destc: 3 findings written to b.json" ]
    destc lint --baseline b.json t.txt
    expect_status 0
    [ "$output" = "destc: 3 suppressed" ]
    [ -z "$errors" ]
    table >t.txt
    destc lint --baseline b.json t.txt
    [ "$output" = "destc: 2 suppressed" ]
    [ "$errors" = "destc: 1 of 3 findings in b.json were not found any more" ]
    destc lint --quiet --baseline b.json t.txt
    [ -z "$output$errors" ]
}

# --- Nothing is passed over in silence -------------------------------------------------------------

@test "a policy is recognised in a folder whatever its comments" {
    mkdir p
    printf 'destination a.example { ip require-ipv4; } # x\n' >p/a.policy
    printf '# a\nALL\n    ACCEPT\n' >p/b.hat
    { yes '# a comment' | head -n 10000; printf 'destination c.example { ip require-ipv4; }\n'; } >p/c.policy
    { yes '<!-- a comment -->' | head -n 10000
      printf '<policy xmlns="urn:destc:policy:1"><nothing/></policy>\n'; } >p/d.xml
    printf '# Notes\n\nWe ACCEPT mail. {it}\n' >p/notes.md
    destc lint --fail-on info --message-format json p
    same "$(jq -r '.file // empty' .out | sort -u | xargs)" "p/a.policy p/b.hat p/c.policy p/d.xml"
}

@test "a folder in which nothing is recognised: once, and as the settings want it" {
    mkdir -p d/e f
    cp t.txt d/e
    destc lint --disable W3003,I3010,I3901 d d/e d
    expect_status 0
    [ -z "$output" ]
    destc lint d/e/t.txt d/e
    has_not W0718
    destc lint f
    expect_status 1
    has 'f: warning[W0718]'
    destc lint --disable W0718 f
    expect_status 0
    [ -z "$output" ]
    destc lint --info W0718 f
    expect_status 0
    has 'f: info[W0718]'
    printf '[lint]\ndisable = W0718\n' >f/.destc
    destc lint f
    expect_status 0
    [ -z "$output" ]
}

@test "a settings file that is none, one that leads nowhere, one of strangers" {
    mkfifo .destc
    status=0
    timeout 10 "$DESTC" lint t.txt >.out 2>&1 || status=$?
    expect_status 2
    grep -q 'error\[E0719\]: the settings file is no regular file' .out
    rm .destc
    ln -s nowhere .destc
    destc lint t.txt
    expect_status 2
    has '.destc: error[E0701]'
    ln -sf .destc .destc
    destc lint --show-config t.txt
    expect_status 2
    rm .destc
    mkdir -p a/b
    table >a/b/t.txt
    printf '[lint]\ndisable = W3003 I3010\n' >a/.destc
    same "$(found a/b/t.txt)" ""
    same "$(cd a/b && found t.txt)" "t.txt:14 W3003
t.txt:15 I3010"
    same "$(cd a && found b/t.txt)" ""
    mkdir a/.git
    same "$(cd a/b && found t.txt)" ""
}

@test "reports for other programs have all findings, or say which they have not" {
    for i in $(seq 150); do printf '[b%d.example]\nip_sort_pref = REQUIRE_V4\n' "$i"; done >>t.txt
    destc lint t.txt
    has 'not shown; --max-errors 0 shows all'
    for form in json sarif github junit gitlab; do
        destc lint --message-format $form t.txt
        [ "$(grep -c 'W3003' .out)" -ge 150 ]
        fails grep 'not.shown' .out
        destc lint --message-format $form --max-errors 3 t.txt
        grep -q 'not.shown' .out
    done
    destc lint --write-baseline b.json t.txt
    destc lint --baseline b.json --message-format sarif t.txt
    jq -e '.runs[].results | length >= 152 and all(.suppressions | length == 1)' .out
    destc lint --baseline b.json --message-format sarif --max-errors 3 t.txt
    has 'suppressed not shown'
}

# --- One place, one message ------------------------------------------------------------------------

@test "what is wrong with a default entry from elsewhere is said of the file that it is for" {
    printf '[a.example]\ntable_tls = required\n' >t.txt
    destc lint --factory-default t.txt
    has 't.txt:2:13: error[E3001]'
    destc lint --factory-default --message-format sarif t.txt
    jq -e '.runs[].results | all(.locations[0].physicalLocation.artifactLocation.uri == "t.txt")' .out
    { echo '# destc: allow-file E3001,W3005,I3011,W3002,W3008,I3010 -- the certificate is on the appliance'; cat t.txt; } >u.txt
    destc lint --factory-default u.txt
    has_not 'error[E3001'
    default_entry | sed 's/mx.example.org/Demo/' >d.txt
    cp t.txt u.txt
    destc lint --default d.txt t.txt u.txt
    [ "$(grep -c '^d.txt:.*E3001' .out)" -le 1 ]
}

@test "what two sources include is told of once" {
    mkdir p
    echo 'destination a.example { ip require-ipv4; }' >p/common.policy
    echo 'include "common.policy"; destination c.example { ip require-ipv6; }' >p/1.policy
    echo 'include "common.policy"; destination d.example { ip require-ipv6; }' >p/2.policy
    same "$(found p | grep W3003)" "p/1.policy:1 W3003
p/common.policy:1 W3003
p/2.policy:1 W3003"
}
