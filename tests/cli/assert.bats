# SPDX-License-Identifier: MIT
# Appliances and assertions: compile, lint and the other verbs on a policy that has them.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    gateways >gateways.xml
    # Lint's own rules are tried elsewhere.
    echo "[lint]" >.destc
    "$DESTC" rules | sed -n 's/^\([EWI][34][0-9]*\) .*/disable = \1/p' >>.destc
}

# The default entry's settings, with CONNECTIONS.
default_settings() {
    cat <<EOF
    <ip>prefer-ipv6</ip>
    <limits per="domain" apply="system-wide">
      <connections>$1</connections>
      <recipients limit="300" minutes="60"/>
    </limits>
    <messages>50</messages>
    <tls>preferred</tls>
    <bounce-verification>off</bounce-verification>
    <certificate>mx.example.org</certificate>
    <tls-alert>on</tls-alert>
EOF
}

# Two appliances and four assertions, all of which hold.
gateways() {
    cat <<EOF
<policy xmlns="urn:destc:policy:1" name="example.org" asyncos="14.2">
  <default>
$(default_settings 500)
  </default>
  <destination domain=".clinic.example"><tls>required</tls></destination>
  <destination domain="bank.example"><tls>required-verify</tls></destination>
  <destination domain="slow.example">
    <limits per="domain" apply="system-wide"><connections>10</connections></limits>
  </destination>
  <appliance name="esa-dmz" asyncos="15.0">
    <default>
$(default_settings 200)
    </default>
    <destination domain="bank.example"><tls>required</tls></destination>
    <destination domain="lab.example"><tls>off</tls></destination>
    <remove domain="slow.example"/>
  </appliance>
  <appliance name="esa-lan"/>
  <assertion target="@partners" message="contract 12: partners get enforced TLS">
    <condition>tls &gt;= required</condition>
    <name>bank.example</name>
    <name>.clinic.example</name>
  </assertion>
  <assertion>
    <condition>encryption enforced</condition>
    <name>www.clinic.example</name>
  </assertion>
  <assertion>
    <condition>tls-alert = on</condition>
    <default/>
  </assertion>
  <assertion>
    <condition>connections &lt;= 500</condition>
    <all/>
  </assertion>
</policy>
EOF
}

# weaker: gateways.xml with a partner's TLS weakened on esa-dmz.
weaker() {
    sed 's|<tls>required</tls></destination>$|<tls>preferred</tls></destination>|' gateways.xml |
        sed 's|domain=".clinic.example"><tls>preferred|domain=".clinic.example"><tls>required|'
}

files() { ls -A | grep -vE '^\.(out|err|destc)$' | xargs; }

# --- Assertions that hold, fail, cannot be decided -----------------------------------------------

@test "assertions that hold say nothing" {
    destc compile --check gateways.xml
    expect_status 0
    [ -z "$output$errors" ]
    destc lint gateways.xml
    expect_status 0
    [ -z "$output$errors" ]
}

@test "a failed one: the setting, the assertion, the appliance; status 1, nothing written" {
    weaker >weaker.xml
    echo old >table
    for arguments in "--check" "--to xml -o table" "--appliance esa-dmz --to csv -o table" \
        "--to destconfig --all-appliances -o out"; do
        destc compile $arguments weaker.xml
        expect_status 1
        [ -z "$output" ]
        has_error 'error[E1201]'
    done
    [ "$(cat table)" = old ]
    [ "$(files)" = "gateways.xml table weaker.xml" ]
    destc compile --check weaker.xml
    golden_errors assert/failed
    # The other appliance by itself is sound.
    destc compile --appliance esa-lan --to csv -o table weaker.xml
    expect_status 0
    grep -q ^slow.example, table
}

@test "--allow-failed-assertions makes warnings of them" {
    weaker >weaker.xml
    destc compile --to xml --allow-failed-assertions weaker.xml -o out.xml
    expect_status 0
    has_error 'warning[E1201]'
    has_no_error 'error['
    [ -s out.xml ]
    # Explicitly allowed is allowed.
    destc compile --check --strict --allow-failed-assertions weaker.xml
    expect_status 0
}

@test "undecided ones and those about nothing: status 2, allowed or not" {
    sed '/<default>/,/<\/default>/d' gateways.xml | sed 's/<default\/>/<all\/>/' >open.xml
    destc compile --check open.xml
    expect_status 2
    has_error 'error[E1202]'
    destc compile --check --allow-failed-assertions open.xml
    expect_status 2
    golden_errors assert/undecided
    destc lint open.xml
    expect_status 1
    has 'error[E1202]'
    sed 's/<name>.clinic.example/<name>.clinci.example/' gateways.xml >unknown.xml
    destc compile --check --allow-failed-assertions unknown.xml
    expect_status 2
    has_error 'unknown.xml:40:11: error[E1203]: there is no entry at or below .clinci.example'
}

@test "both a failed and an undecided one: status 2" {
    weaker | sed 's/<name>.clinic.example/<name>.clinci.example/' >both.xml
    destc compile --check both.xml
    expect_status 2
    has_error '[E1201]'
    has_error '[E1203]'
}

@test "a default entry from outside is judged too" {
    cat >table.txt <<'EOF'
[a.example]
table_tls = required
EOF
    cat >rules.xml <<'EOF'
<policy xmlns="urn:destc:policy:1">
  <assertion><condition>tls &gt;= required</condition><all/></assertion>
</policy>
EOF
    destc lint --assert rules.xml table.txt
    expect_status 1
    has '[E1202]'
    destc lint --assert rules.xml --factory-default table.txt
    expect_status 1
    has 'rules.xml:2:4: error[E1201]: tls is off by the factory default for the default entry'
    has 'table.txt:1:1: note: held against this table'
    default_entry >default.txt
    destc lint --assert rules.xml --default default.txt table.txt
    expect_status 1
    has 'default.txt:10:13: error[E1201]: tls is off for the default entry'
    sed -i 's/^table_tls = off/table_tls = required/' default.txt
    destc lint --assert rules.xml --default default.txt table.txt
    expect_status 0
}

# --- lint ----------------------------------------------------------------------------------------

@test "lint --assert: a policy's assertions against exports" {
    {
        default_entry | sed 's/send_tls_req_alert = off/send_tls_req_alert = on/'
        printf '[%s]\ntable_tls = required\n' bank.example .clinic.example
    } >good.txt
    sed 's/^table_tls = required/table_tls = on/' good.txt >weak.txt
    destc lint --assert gateways.xml good.txt
    expect_status 0
    destc lint --assert gateways.xml good.txt weak.txt
    expect_status 1
    [ -z "$errors" ]
    golden_output assert/lint
    # Each file by itself: the same destinations in two files are no duplicates.
    destc lint --assert gateways.xml good.txt good.txt
    expect_status 0
    destc lint --assert gateways.xml weak.txt missing good.txt
    expect_status 2
    has 'missing: error[E0701]'
    has 'weak.txt:15:13: error[E1201]'
}

@test "lint: findings in every form, and to a file" {
    weaker >weaker.xml
    destc lint --message-format json weaker.xml
    expect_status 1
    [ "$(jq -r .code .out)" = E1201 ]
    [ "$(jq -r .severity .out)" = error ]
    destc lint --message-format sarif -o found.sarif weaker.xml
    expect_status 1
    [ -z "$output$errors" ]
    [ "$(jq -r '.runs[0].results[].ruleId' found.sarif)" = E1201 ]
    destc lint -o no/such/folder weaker.xml
    expect_status 2
    has_error '[E0705]'
    destc lint -q weaker.xml
    expect_status 1
    has E1201
}

@test "lint: a policy without assertions, a file that cannot be judged" {
    default_entry >table.txt
    destc lint table.txt
    expect_status 0
    destc lint --assert table.txt table.txt
    expect_status 2
    has 'table.txt: error[E1204]'
    destc lint --assert missing table.txt
    expect_status 2
    has 'missing: error[E0701]'
    echo '[a' >broken.txt
    destc lint --assert gateways.xml broken.txt
    expect_status 2
    [[ $output != *E12* ]]
}

# --- Which appliance -----------------------------------------------------------------------------

@test "other verbs take the base and say so, or the appliance" {
    for verb in list detail; do
        destc $verb gateways.xml
        expect_status 0
        has_error 'gateways.xml:19:20: info[I1301]: this is the base'
        has slow.example
        has_not lab.example
        destc $verb --appliance esa-dmz gateways.xml
        expect_status 0
        [ -z "$errors" ]
        has lab.example
        has_not slow.example
    done
    destc explain --appliance esa-dmz gateways.xml bank.example
    expect_status 0
    has 'default entry, 23:20'
    destc explain gateways.xml bank.example
    has_error 'I1301'
    has 'default entry, 5:20'
    destc list -q gateways.xml
    [ -z "$errors" ]
    # Said, but no fault.
    destc list --strict gateways.xml
    expect_status 0
}

@test "an appliance that is not there" {
    for verb in "list gateways.xml" "detail gateways.xml" "explain gateways.xml a.example" \
        "compile --to csv gateways.xml" "lint gateways.xml"; do
        destc $verb --appliance esa-dmx
        expect_status 2
        [[ $output$errors =~ ^(destc|gateways.xml:1:1):' error[E0714]: there is no appliance "esa-dmx"; did you mean esa-dmz?' ]]
    done
    destc list --appliance other gateways.xml
    expect_status 2
    has_error 'there is no appliance "other"; there is esa-dmz, esa-lan'
    default_entry >table.txt
    destc list --appliance esa-dmz table.txt
    expect_status 2
    has_error '--appliance esa-dmz: the policy has no appliances'
    destc list --appliance $'\033[2J' gateways.xml
    [[ $errors != *$'\033'* ]]
}

@test "compile: what is to be written must be clear" {
    for format in destconfig csv json; do
        destc compile --to $format gateways.xml
        expect_status 2
        [ -z "$output" ]
        has_error "--to $format needs --appliance NAME, or --all-appliances -o FOLDER"
        destc compile --check --to $format gateways.xml
        expect_status 0
    done
    destc compile --to csv --all-appliances gateways.xml
    expect_status 2
    has_error '--all-appliances needs -o FOLDER'
    destc compile --to csv --all-appliances -o - gateways.xml
    expect_status 2
    destc compile --to csv --all-appliances --appliance esa-dmz -o out gateways.xml
    expect_status 2
    has_error 'exclude each other'
    default_entry >table.txt
    destc compile --to csv --all-appliances -o out table.txt
    expect_status 2
    has_error 'the policy has no appliances'
    [ ! -e out ]
}

@test "the policy's release is the target, an appliance's own goes first, --asyncos wins" {
    sed -e 's/asyncos="14.2"/asyncos="11.0"/' -e 's|<tls>off</tls>|&<dane>off</dane>|' \
        gateways.xml >old.xml
    destc compile --appliance esa-dmz --to destconfig --accept-assumptions old.xml
    expect_status 0
    has 'dane_option = off'
    sed -i 's/ asyncos="15.0"//' old.xml
    destc compile --appliance esa-dmz --to destconfig --accept-assumptions old.xml
    expect_status 2
    has_error '[E0501]'
    destc compile --appliance esa-dmz --to destconfig --accept-assumptions --asyncos 14.0 old.xml
    expect_status 0
    sed -i 's/asyncos="11.0"/asyncos="7.5"/' old.xml
    destc list -q old.xml
    has_not 'IP Version'
    destc list -q --asyncos 14.0 old.xml
    has 'IP Version'
}

# --- All appliances ------------------------------------------------------------------------------

@test "--all-appliances writes a file for each" {
    destc compile --to destconfig --all-appliances -o out gateways.xml
    expect_status 0
    [ -z "$output$errors" ]
    [ "$(ls -A out | xargs)" = "esa-dmz.destconfig esa-lan.destconfig" ]
    for name in esa-dmz esa-lan; do
        destc compile --to destconfig --appliance $name gateways.xml
        cmp .out out/$name.destconfig
    done
    # Into a folder that is there, over files that are.
    echo old >out/esa-dmz.json
    chmod 600 out/esa-dmz.json
    destc compile --to json --all-appliances -o out gateways.xml
    expect_status 0
    jq . out/esa-dmz.json >/dev/null
    [ "$(stat -c %a out/esa-dmz.json)" = 600 ]
    [ "$(ls -A out | wc -l)" -eq 4 ]
}

@test "options that do not go with the files are told in the chosen form" {
    for form in json github; do
        destc compile --to csv --message-format $form gateways.xml
        expect_status 2
        has_error E0714
    done
    destc compile --to csv --message-format junit gateways.xml
    xmllint --noout .err
    grep -q 'failures="1"' .err
}

@test "all mistakes in assertions are shown beside others" {
    sed -e 's/encryption enforced/encryptoin enforced/; s/<tls>off/<tls>on and off/' \
        gateways.xml >bad.xml
    destc compile --check bad.xml
    expect_status 2
    has_error 'error[E0209]'
    has_error 'did you mean encryption enforced?'
}

@test "an entry that one appliance lacks leaves the others judged" {
    cat >p.policy <<'END'
destination .bank.example, a.example { tls required; }
appliance esa1 { remove destination .bank.example; }
appliance esa2 { destination .bank.example { tls off; } }
assert tls >= required for .bank.example;
END
    destc lint p.policy
    expect_status 1
    has 'p.policy:4:28: warning[W1205]: there is no entry at or below .bank.example on esa1'
    has 'error[E1201]: tls is off for .bank.example on esa2'
    sed -i 's/remove destination a/remove destination .bank/; s/esa2 { .*/esa2 { remove destination .bank.example; }/' p.policy
    destc lint p.policy
    expect_status 1
    has 'error[E1203]: there is no entry at or below .bank.example'
}

@test "what every appliance has in common is told once" {
    sed -e 's|<tls>off</tls>|&<dane>off</dane>|' gateways.xml >dane.xml
    destc compile --to destconfig --all-appliances -o out --asyncos 11.0 dane.xml
    expect_status 2
    [ "$(grep -c 'E0501' .err)" -eq "$(grep -c '<dane>' dane.xml)" ]
}

@test "all are written or none" {
    mkdir out
    echo old >out/esa-dmz.csv
    mkdir out/esa-lan.csv
    destc compile --to csv --all-appliances -o out gateways.xml
    expect_status 2
    has_error 'out/esa-lan.csv: error[E0705]'
    [ "$(cat out/esa-dmz.csv)" = old ]
    [ "$(ls -A out | xargs)" = "esa-dmz.csv esa-lan.csv" ]
    echo file >plain
    destc compile --to csv --all-appliances -o plain gateways.xml
    expect_status 2
    has_error 'plain: error[E0705]'
    [ "$(cat plain)" = file ]
    destc compile --to csv --all-appliances -o no/such/folder gateways.xml
    expect_status 2
    has_error '[E0705]'
}

@test "an appliance's name that leads elsewhere is refused" {
    for name in ../esa a/b .esa; do
        sed "s|name=\"esa-lan\"|name=\"$name\"|" gateways.xml >names.xml
        destc compile --to csv --all-appliances -o out names.xml
        expect_status 2
        has_error "error[E1302]: \"$name\" cannot be the name of a file"
        [ ! -e out ]
        # By itself it can be had.
        destc compile --to csv --appliance "$name" names.xml
        expect_status 0
    done
    [ "$(files)" = "gateways.xml names.xml" ]
}

# A table that takes a while to write, so that the signal comes in between.
@test "a signal leaves no temporary files" {
    {
        sed '/<appliance/,$d' gateways.xml
        for i in $(seq 1000); do echo '<destination domain="a'$i'.example"/>'; done
        for i in $(seq 400); do echo '<appliance name="esa'$i'"/>'; done
        echo '</policy>'
    } >many.xml
    mkdir out
    "$DESTC" compile --to json --all-appliances -o out many.xml &
    pid=$!
    while [ -z "$(ls -A out)" ] && kill -0 $pid 2>/dev/null; do :; done
    kill -TERM $pid 2>/dev/null || true
    status=0
    wait $pid || status=$?
    [ "$status" -eq 143 ] || [ "$status" -eq 0 ]
    [ "$status" -eq 0 ] || [ -z "$(ls -A out | grep -v '\.json$')" ]
}

# --- The document --------------------------------------------------------------------------------

@test "the XML document carries it all" {
    destc compile --to xml gateways.xml
    expect_status 0
    golden_output assert/gateways.xml
    cp .out again.xml
    destc compile --to xml again.xml
    cmp .out again.xml
    xmllint --noout --schema "$ROOT/schemas/policy.xsd" again.xml
    destc compile --to xml --appliance esa-dmz gateways.xml
    expect_status 0
    has 'asyncos="15.0"'
    has '<assertion target="@partners"'
    has_not '<appliance'
}

@test "a document that other validators refuse is refused here" {
    refused() {
        sed "$1" gateways.xml >bad.xml
        fails cmp -s bad.xml gateways.xml
        fails xmllint --noout --schema "$ROOT/schemas/policy.xsd" bad.xml 2>/dev/null
        destc compile --check bad.xml
        expect_status 2
        has_error "$2"
    }
    refused 's/name="esa-lan"/name="esa-dmz"/' \
        'error[E1101]: the appliance esa-dmz is defined twice'
    refused 's/<remove domain="slow/<remove domain="solw/' 'error[E1112]'
    refused 's/<remove domain="slow/<remove domain="lab/' 'error[E0309]'
    refused 's/domain="lab.example"/domain="bank.example"/' 'error[E0309]'
    refused 's/ name="esa-lan"//' 'error[E0901]'
    refused 's/asyncos="14.2"/asyncos="fourteen"/' 'error[E1114]'
    refused 's/<condition>encryption enforced/<condition>tls/' 'error[E1001]'
    refused 's/<all\/>//' 'error[E0901]'
    refused 's/<name>www.clinic.example/<name>*.clinic.example/' 'error[E0402]'
}

@test "a condition that means nothing, which other validators cannot see" {
    refused() {
        sed "s/<condition>encryption enforced/<condition>$1/" gateways.xml >bad.xml
        xmllint --noout --schema "$ROOT/schemas/policy.xsd" bad.xml
        destc compile --check bad.xml
        expect_status 2
        has_error "$2"
        [ "$(grep -c 'error\[' .err)" -eq 1 ]
    }
    refused 'tsl = off' 'bad.xml:43:16: error[E1002]'
    refused 'delivery enforced' 'bad.xml:43:16: error[E1002]: "delivery enforced" means nothing'
    refused 'tls = requred' 'bad.xml:43:22: error[E1003]'
    refused 'ip \&gt;= prefer-ipv4' 'bad.xml:43:16: error[E1004]'
}
