# SPDX-License-Identifier: MIT
# compile --to policy: from a table to a source that a person would have written.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt .
}

TABLES="example.com outbound newer-release partners"

@test "each example as a policy source" {
    for table in $TABLES; do
        destc compile -q --to policy "$table.txt"
        expect_status 0
        golden_output "policy/$table.policy"
    done
}

@test "compiled again it is the same table, and the same source" {
    for table in $TABLES; do
        destc compile -q --to destconfig "$table.txt"
        cp .out expected
        destc compile -q --accept-assumptions --to destconfig "$GOLDEN/policy/$table.policy"
        expect_status 0
        diff expected .out
        destc compile -q --to policy "$GOLDEN/policy/$table.policy"
        expect_status 0
        diff "$GOLDEN/policy/$table.policy" .out
    done
}

@test "fmt has nothing to do" {
    for table in $TABLES; do
        destc fmt --check "$GOLDEN/policy/$table.policy"
        expect_status 0
    done
}

@test "from every format the same source" {
    for format in xml json csv; do
        destc compile -q --to "$format" -o "table.$format" outbound.txt
        destc compile -q --to policy "table.$format"
        expect_status 0
        diff "$GOLDEN/policy/outbound.policy" .out
    done
}

@test "without the default entry" {
    destc compile -q --to policy --default-entry omit outbound.txt
    expect_status 0
    diff <(sed '1,/^$/d' "$GOLDEN/policy/outbound.policy") .out
}

@test "names in another form" {
    destc compile -q --to policy --idn ascii outbound.txt
    expect_status 0
    has "destination xn--bcher-kva.example {"
    has_not bücher
}

@test "what is effective is no source" {
    destc compile --to policy --effective outbound.txt
    expect_status 2
    [ -z "$output" ]
}

@test "what a source cannot keep is named" {
    cat >noted.policy <<'END'
destination a.example {
    tls required;
    note "CHG0012345";
    until 2031-01-31;
}
END
    destc compile --to policy noted.policy
    expect_status 0
    [ "$output" = "destination a.example { tls required; }" ]
    has_error "noted.policy:3:10: warning[W0709]: 2 notes and dates are left out"
}
