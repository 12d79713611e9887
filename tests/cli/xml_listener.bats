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
        "$DESTC" compile --full-schema --to "$table" -o "out.$table" out.xml
        "$DESTC" compile --to "$table" -o "straight.$table" "$ROOT/examples/inbound.$table"
        cmp "straight.$table" "out.$table"
    done
}

@test "several listeners stand in one document, and nothing is said to be missing" {
    destc compile --to xml -o out.xml --listener A "$EXAMPLES/inbound.hat"
    destc compile --to xml -o in.xml --listener B "$EXAMPLES/inbound.hat"
    destc compile --to xml out.xml in.xml
    expect_status 0
    [ "$(grep -c "<listener name=\"[AB]\">" .out)" -eq 2 ]
    ! grep "left out" .err
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
        ! grep -i error out.txt
    done
    sed 's|action="reject"|action="drop"|' out.xml >bad.xml
    SAX2Count -v=always -f bad.xml >out.txt 2>&1 || true
    grep "'drop' not in enumeration" out.txt
}
