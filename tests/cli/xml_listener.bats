#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Listeners in policy documents: examples there and back, and what other validators say.

load helper

# The document of the example table $1, with a hint where its schema is.
with_schema() {
    "$DESTC" schema >policy.xsd
    "$DESTC" compile --to xml "$ROOT/examples/$1" |
        sed 's|<policy xmlns="urn:destc:policy:1"|& xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:destc:policy:1 policy.xsd"|'
}

@test "the example tables come back from documents to the byte" {
    for table in hat rat; do
        "$DESTC" compile --to xml -o out.xml "$ROOT/examples/inbound.$table"
        "$DESTC" compile --full-schema --accept-assumptions --to "$table" -o "out.$table" out.xml
        "$DESTC" compile --to "$table" -o "straight.$table" "$ROOT/examples/inbound.$table"
        cmp "straight.$table" "out.$table"
    done
}

# A document whose listener has the mail flow policy P with $1 in it, and a recipient with $2.
with_flow() {
    cat <<END
<policy xmlns="urn:destc:policy:1"><listener name="In">
<access><mail-flow-policy name="P" behavior="accept">
$1
</mail-flow-policy><all><uses policy="P"/></all></access>
<recipients><recipient address="a.example" action="reject">
$2
</recipient><all action="reject"/></recipients></listener></policy>
END
}

@test "names that are assumed need a table that has them, or to be accepted" {
    with_flow '<smtp-auth>on</smtp-auth>' '<smtp-response-code>550</smtp-response-code>' >in.xml
    destc compile --quiet --to hat -o out.hat in.xml
    expect_status 2
    has_error 'in.xml:3:2: error[E0706]: smtp_auth rests on assumption A24: no document shows it in a HAT file'
    [ ! -e out.hat ]
    destc compile --quiet --to rat in.xml
    expect_status 2
    has_error 'in.xml:6:2: error[E0706]: smtp_response_code rests on assumption A29: no document shows it in a RAT file'
    for table in hat rat; do
        destc compile --quiet --to $table --accept-assumptions -o out.$table in.xml
        expect_status 0
        destc compile --to $table out.$table
        expect_status 0
        cmp .out out.$table
    done
}

@test "what no table can hold is refused, and texts keep their escapes" {
    with_flow '<smtp-banner-text>say "hi"</smtp-banner-text><parameter name="new">a } b</parameter>' '' >in.xml
    destc compile --quiet --to hat -o out.hat in.xml
    expect_status 2
    has_error 'in.xml:3:19: error[E2030]: the text of smtp-banner-text has a quote'
    has_error 'in.xml:3:68: error[E2031]: not the value of a parameter as a table can have it: "a } b"'
    has_no_error E0901
    [ ! -e out.hat ]
    with_flow '<smtp-banner-text>say \"hi\" \\</smtp-banner-text>' '' >in.xml
    destc compile --quiet --to hat in.xml
    expect_status 0
    grep -qF '        smtp_banner_text = "say \"hi\" \\"' .out
}

@test "several listeners stand in one document, and nothing is said to be missing" {
    destc compile --to xml -o out.xml --listener A "$EXAMPLES/inbound.hat"
    destc compile --to xml -o in.xml --listener B "$EXAMPLES/inbound.hat"
    destc compile --to xml out.xml in.xml
    expect_status 0
    [ "$(grep -c "<listener name=\"[AB]\">" .out)" -eq 2 ]
    has_no_error "left out"
}

@test "xmllint takes the documents" {
    command -v xmllint >/dev/null || skip "no xmllint here"
    for table in hat rat; do
        with_schema "inbound.$table" >out.xml
        xmllint --nonet --noout --schema policy.xsd out.xml
    done
}

@test "Xerces takes the schema and the documents, and refuses what is wrong" {
    command -v SAX2Count >/dev/null || skip "no Xerces here"
    for table in hat rat; do
        with_schema "inbound.$table" >out.xml
        SAX2Count -v=always -f out.xml >out.txt 2>&1
        fails grep -i error out.txt
    done
    sed 's|action="reject"|action="drop"|' out.xml >bad.xml
    SAX2Count -v=always -f bad.xml >out.txt 2>&1 || true
    grep "'drop' not in enumeration" out.txt
}
