# SPDX-License-Identifier: MIT
# list: the compatible listing to the byte, the wide one, and the options.

load helper

TABLES="example.com outbound newer-release partners"

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt .
}

# lists ARGS... NAME: listing with ARGS gives the golden file list/NAME.
lists() {
    local name=${*: -1}
    destc list -q "${@:1:$#-1}"
    expect_status 0
    golden_output "list/$name"
}

# rows ARGS...: the names of the listed destinations, in one line.
rows() {
    destc list -q "$@"
    expect_status 0
    sed '1,/^===/d; s/  .*//' .out | xargs
}

# cells NUMBER: the rows' cells in that column of the last listing, in one line.
cells() {
    perl -CSD -e '
        my $column = shift;
        my (@at, @cells);
        while (<>) {
            if (/^===/) { push @at, [$-[0], $+[0] - $-[0]] while /=+/g; next }
            push @cells, substr($_, $at[$column][0], $at[$column][1]) =~ s/ *$//r if @at;
        }
        print join "|", @cells;' $(($1 - 1)) .out
}

# The golden file was written from a real appliance's listing, by hand: nothing rewrites it.
@test "the appliance's own listing, byte for byte" {
    destc list example.com.txt
    expect_status 0
    [ -z "$errors" ]
    cmp .out "$GOLDEN/list/seed.txt"
}

@test "each example" {
    for table in $TABLES; do
        lists "$table.txt" "$table"
        lists --wide "$table.txt" "$table.wide"
    done
}

@test "each example with what takes effect" {
    for table in example.com outbound newer-release; do
        lists --effective "$table.txt" "$table.effective"
        lists --wide --effective "$table.txt" "$table.wide.effective"
    done
    lists --effective --factory-default partners.txt partners.effective
    lists --wide --effective --default outbound.txt partners.txt partners.wide.effective
}

@test "the same listing from every format" {
    for table in $TABLES; do
        destc list -q "$table.txt"
        cp .out expected
        for format in destconfig xml csv json; do
            destc list -q "$GOLDEN/compile/$table.$format"
            expect_status 0
            diff expected .out
        done
    done
}

@test "every line is as wide as the rule" {
    for file in "$GOLDEN"/list/*; do
        # Characters that take two columns, or none, have a test of their own.
        [[ $file != */wide-characters* ]] || continue
        [ "$(perl -CSD -lne 'print length' "$file" | sort -u | wc -l)" -eq 1 ] ||
            { echo "$file"; false; }
    done
}

@test "wide characters, combining marks and both forms" {
    printf '[日本語.example]\n[cafe\314\201.example]\n[الأردن.example]\n[xn--fsqu00a.example]\n' >table
    lists table wide-characters
    destc list -q --idn unicode table
    grep -q '^例子.example    Default ' .out
    grep -q '^日本語.example  Default ' .out
    destc list -q --idn ascii table
    grep -q '^xn--caf-dma.example     Default ' .out
    lists --wide table wide-characters.wide
    for locale in C POSIX no_such; do
        LC_ALL=$locale destc list -q --wide table
        diff "$GOLDEN/list/wide-characters.wide" .out
    done
}

# --- Words -----------------------------------------------------------------------------------

# with_value NAME VALUE: a table with one destination that gives this, and a default entry.
with_value() {
    default_entry
    printf '[a.example]\n%s = %s\n' "$1" "$2"
}

@test "TLS: On for every setting that negotiates TLS, Off for No, Default for none" {
    for value in on required on_verify require_verify require_verify_hosted 1 2 3 4 5; do
        with_value table_tls "$value" >table
        destc list table
        [ "$(cells 3)" = "On|Off" ] || { echo "$value"; false; }
    done
    for value in off 0; do
        with_value table_tls "$value" >table
        destc list table
        [ "$(cells 3)" = "Off|Off" ]
    done
    with_value bounce_profile x >table
    destc list table
    [ "$(cells 3)" = "Default|Off" ]
}

@test "--tls-words reference: Req for what is required; the widths stay" {
    declare -A word=([off]=Off [on]=On [on_verify]=On [required]=Req [require_verify]=Req
        [require_verify_hosted]=Req)
    for value in "${!word[@]}"; do
        with_value table_tls "$value" >table
        destc list --tls-words reference table
        [ "$(cells 3)" = "${word[$value]}|Off" ]
        [ "$(sed -n 3p .out)" = "=========  ========  =======  ============  =========  ============" ]
        destc list --tls-words listing table
        [ "$(cells 3)" != "Req|Off" ]
    done
    lists --tls-words reference newer-release.txt newer-release.reference
}

@test "Rate Limiting: On for a limit, Off where the only one given is none, Default else" {
    rate() {
        { default_entry; printf '[a.example]\n'; printf '%s\n' "$@"; } >table
        destc list -q table
        expect_status 0
        cells 2
    }
    scope="limit_type = host
limit_apply = system"
    [ "$(rate "max_host_concurrency = 5" "$scope")" = "On|On" ]
    [ "$(rate "recipient_limit = 5" "recipient_minutes = 1" "$scope")" = "On|On" ]
    [ "$(rate "recipient_limit = 0" "recipient_minutes = 1" "$scope")" = "Off|On" ]
    [ "$(rate "recipient_limit = 0" "recipient_minutes = 1" "max_host_concurrency = 500" "$scope")" = \
        "On|On" ]
    [ "$(rate "max_messages_per_connection = 1")" = "Default|On" ]
    [ "$(rate "$scope")" = "Default|On" ]
}

@test "Bounce Verification, Bounce Profile and IP Version Preference" {
    for value in on off 1 0; do
        with_value bounce_validation "$value" >table
        destc list table
        case $value in on | 1) word=On ;; *) word=Off ;; esac
        [ "$(cells 4)" = "$word|Off" ]
    done
    with_value bounce_profile "Our Own Partners" >table
    destc list table
    has "Our Own Partners  "
    declare -A word=([PREFER_V6]="Prefer IPv6" [REQUIRE_V6]="Require IPv6" [PREFER_V4]="Prefer IPv4"
        [REQUIRE_V4]="Require IPv4")
    for value in "${!word[@]}"; do
        with_value ip_sort_pref "$value" >table
        destc list table
        [ "$(cells 6)" = "${word[$value]}|Prefer IPv6" ]
    done
}

@test "rows are sorted by name, the default entry last" {
    { default_entry; printf '[b.example]\n[.b.example]\n[a.example]\n[B-1.example]\n'; } >table
    [ "$(rows table)" = ".b.example a.example b-1.example b.example (Default)" ]
}

@test "no rows: header and rule" {
    : >empty
    destc list -q --from destconfig empty
    expect_status 0
    golden_output list/no-rows
}

@test "without a default entry its row is left out, with a warning" {
    destc list partners.txt
    expect_status 0
    has_not "(Default)  "
    has_error "partners.txt: warning[W0313]: there is no default entry: its row is left out"
    for option in "--default outbound.txt" --factory-default; do
        destc list $option partners.txt
        has_not "(Default)  "
        has_no_error W0313
    done
    destc list outbound.txt
    has_no_error W0313
}

@test "a release before IP preference has no such column" {
    for release in 7.5 7.9.9; do
        destc list -q --asyncos "$release" example.com.txt
        expect_status 0
        diff <(cut -c 1-55 "$GOLDEN/list/seed.txt") .out
    done
    for release in 8.0 14.2 99.0; do
        destc list -q --asyncos "$release" example.com.txt
        diff "$GOLDEN/list/seed.txt" .out
    done
}

@test "--effective needs a default entry" {
    destc list --effective partners.txt
    expect_status 2
    has_error "error[E0312]"
    [ -z "$output" ]
}

@test "--wide leaves out columns in which nothing is given, but Domain and TLS" {
    printf '[a.example]\nbounce_profile = x\n' >table
    destc list -q --wide table
    [ "$(sed -n 2p .out | xargs)" = "Domain TLS Profile" ]
    printf '[a.example]\n' >table
    destc list -q --wide table
    [ "$(sed -n 1p .out | xargs)" = "Domain TLS" ]
    has "(appliance default)"
}

@test "several files in one listing" {
    destc list -q partners.txt example.com.txt
    expect_status 0
    golden_output list/two-files
    [ "$(rows - partners.txt <example.com.txt)" = \
        "bank.example courier.example example.com insurance.example (Default)" ]
}

# --- Selecting -------------------------------------------------------------------------------

@test "--where: by what takes effect" {
    [ "$(rows --where 'tls >= required' outbound.txt)" = ".clinic.example bank.example" ]
    [ "$(rows --where 'tls < preferred' outbound.txt)" = "[192.0.2.25] old.example" ]
    [ "$(rows --where 'tls = preferred' outbound.txt)" = "freemail.example (Default)" ]
    [ "$(rows --where 'tls = preferred-verify' outbound.txt)" = bücher.example ]
    [ "$(rows --where 'table_tls = require_verify' outbound.txt)" = bank.example ]
    [ "$(rows --where 'bounce-profile = partners' outbound.txt)" = ".clinic.example bank.example" ]
    [ "$(rows --where 'bounce-profile != partners and not tls = off' outbound.txt)" = \
        "bücher.example freemail.example (Default)" ]
    [ "$(rows --where 'connections <= 20' outbound.txt)" = freemail.example ]
    [ "$(rows --where 'messages = 1 or connections = 20' outbound.txt)" = "freemail.example old.example" ]
    [ "$(rows --where 'recipients <= 1000 per 60 minutes' outbound.txt)" = freemail.example ]
    [ "$(rows --where 'recipients <= 999' outbound.txt)" = "" ]
    [ "$(rows --where 'recipients = unlimited' --where 'ip = require-ipv4' outbound.txt)" = old.example ]
    [ "$(rows --where 'limits-per = mx-address' outbound.txt)" = freemail.example ]
    [ "$(rows --where 'encryption enforced' newer-release.txt)" = ".clinic.example clinic.example" ]
    [ "$(rows --where 'dane = mandatory' newer-release.txt)" = .clinic.example ]
    [ "$(rows --where 'bounce-verification = off' outbound.txt)" = "[192.0.2.25]" ]
}

# Preferred (Verify) verifies and Required encrypts: neither is the other, but Required is stronger.
@test "--where: the order of TLS settings" {
    for value in off on on_verify required require_verify require_verify_hosted; do
        printf '[%s.example]\ntable_tls = %s\n' "${value//_/-}" "$value"
    done >table
    [ "$(rows --where 'tls >= required' table)" = \
        "require-verify-hosted.example require-verify.example required.example" ]
    [ "$(rows --where 'tls > required' table)" = \
        "require-verify-hosted.example require-verify.example" ]
    [ "$(rows --where 'tls <= preferred-verify' table)" = "off.example on-verify.example on.example" ]
    [ "$(rows --where 'verification enforced' table)" = \
        "require-verify-hosted.example require-verify.example" ]
}

@test "--where: several are all to hold" {
    [ "$(rows --where 'tls >= required' --where 'tls < required-verify' outbound.txt)" = .clinic.example ]
}

@test "--where: what cannot be decided is left out and counted" {
    destc list --where 'tls >= required' newer-release.txt
    expect_status 0
    has_not quantum.example
    has_error "--where:1:1: warning[W0316]: left out 1 entry"
    destc list --where 'tls >= required' partners.txt
    has_error "left out 1 entry"
    [ "$(rows --where 'tls >= required' --factory-default partners.txt)" = \
        "bank.example insurance.example" ]
    [ "$(rows --where 'tls >= preferred' --default outbound.txt partners.txt)" = \
        "bank.example courier.example insurance.example" ]
}

@test "--where: mistakes are shown in the condition" {
    declare -A code=(['tls required']=E1001 [' ']=E1001 ['tls >=']=E1001 ['(tls = off)']=E1001
        ['tls => off']=E1001 ['tls = off and']=E1001 ['tls = "off']=E1001
        ['tsl = off']=E1002 ['colour = red']=E1002
        ['tls = requred']=E1003 ['tls = 3']=E1003 ['connections = ten']=E1003
        ['connections = 99999999999999999999']=E1003 ['recipients = 0']=E1003
        ['ip > prefer-ipv6']=E1004)
    for condition in "${!code[@]}"; do
        destc list --where "$condition" outbound.txt
        expect_status 2
        has_error "error[${code[$condition]}]" || { echo "$condition"; false; }
        has_error "--where:1:"
        [ -z "$output" ]
    done
}

@test "--match: by either form of a name, without regard to case" {
    [ "$(rows --match 'b*' outbound.txt)" = "bank.example bücher.example" ]
    [ "$(rows --match '*.clinic.example' outbound.txt)" = "" ] ||
        [ "$(rows --match '*.clinic.example' outbound.txt)" = .clinic.example ]
    [ "$(rows --match 'BANK.*' outbound.txt)" = bank.example ]
    [ "$(rows --match 'xn--bcher-kva.example' outbound.txt)" = bücher.example ]
    [ "$(rows --match 'BÜCHER.example' newer-release.txt)" = xn--bcher-kva.example ]
    [ "$(rows --match '????.example' outbound.txt)" = bank.example ]
    [ "$(rows --match nothing outbound.txt)" = "" ]
    [ "$(rows --match 'b*' --where 'tls >= required' outbound.txt)" = bank.example ]
    printf '[%s.example]\n' "$(head -c 60 /dev/zero | tr '\0' a)" >table
    stars=$(head -c 5000 /dev/zero | tr '\0' '*')
    [ -n "$(rows --match "${stars//'*'/'*a'}b*" table; rows --match "$stars" table)" ]
}

# --- For git ---------------------------------------------------------------------------------

@test "--textconv: the listing of what can be read" {
    destc list --textconv outbound.txt
    expect_status 0
    [ -z "$errors" ]
    golden_output textconv/outbound
    cp .out narrow
    destc list --textconv --wide outbound.txt
    diff narrow .out
    destc list --textconv --effective --match 'b*' outbound.txt
    golden_output textconv/outbound-effective
}

@test "--textconv: what changes in one entry changes its lines alone" {
    destc list --textconv outbound.txt
    cp .out before
    { cat outbound.txt; printf '[%sexample]\nbounce_profile = %s\ntable_dane = zork\n' \
        "$(printf 'long.%.0s' $(seq 20))" "$(printf 'x%.0s' $(seq 60))"; } >after.txt
    destc list --textconv after.txt
    [ -z "$errors" ]
    diff before .out >changes || true
    [ "$(grep -c '^[<>]' changes)" -eq 2 ]
    [ "$(grep -c '^> long.long.*: ' changes)" -eq 2 ]
    has ': table_dane: zork'
    # A default entry's change is not that of the entries that inherit it.
    sed '/^\[DEFAULT\]/,/^$/s/^max_host_concurrency = .*/max_host_concurrency = 7/' outbound.txt >after.txt
    destc list --textconv after.txt
    [ "$(diff before .out | grep '^>')" = '> (Default): Connections: 7' ]
    sed '/^\[DEFAULT\]/,/^$/s/^certificate = .*/certificate = other/' outbound.txt >after.txt
    destc list --textconv after.txt
    [ "$(diff before .out | grep '^>')" = '> (Default): Certificate: other' ]
    printf '[a.example]\n' >after.txt
    destc list --textconv after.txt
    [ "$output" = 'a.example: all inherited' ]
    [ -z "$errors" ]
}

@test "--textconv: only errors go to standard error" {
    printf 'destination a.example { note "x"; }\nappliance esa { remove destination a.example; }\n' >p
    destc list --textconv p
    expect_status 0
    [ -z "$errors" ]
    destc list p
    has_error I1301
}

@test "--textconv: else the text itself below a remark, status 0" {
    destc list --textconv mistakes.txt
    expect_status 0
    [ -z "$errors" ]
    [ "$(head -n 1 .out)" = "# destc: not listed (git diff --no-textconv shows the lines), E0204: recipient_minutes must be between 1 and 60" ]
    diff <(sed 1d .out) mistakes.txt
    printf 'hello\n' >other
    destc list --textconv other
    expect_status 0
    diff <(sed 1d .out) other
    printf '\0\1\2' >binary
    destc list --textconv binary
    expect_status 0
    cmp <(sed 1d .out) binary
}

@test "--textconv: what is not there at all" {
    : >empty
    mkdir folder
    for file in empty missing folder; do
        destc list --textconv "$file"
        expect_status 0
        [[ $output == '# destc: not listed (git diff --no-textconv shows the lines), E0'* ]]
    done
    destc list --textconv - <mistakes.txt
    expect_status 0
    diff <(sed 1d .out) mistakes.txt
}

@test "--textconv in git" {
    command -v git >/dev/null || skip "no git here"
    git -c init.defaultBranch=main init -q repository
    cd repository
    git config diff.destc.textconv "$DESTC list --textconv"
    git config user.name x
    git config user.email x@example.org
    echo 'export.txt diff=destc' >.gitattributes
    cp ../outbound.txt export.txt
    git add .
    git commit -q -m first
    sed 's/^table_tls = on_verify/table_tls = require_verify/' ../outbound.txt >export.txt
    git diff --no-color >changes
    grep -qx -- '-bücher.example: TLS: Preferred (Verify)' changes
    grep -qx '+bücher.example: TLS: Required (Verify)' changes
    [ "$(grep -c '^[-+][^-+]' changes)" -eq "$((2 * $(grep -c '= on_verify' ../outbound.txt)))" ]
    echo 'zork' >>export.txt
    git diff --no-color >changes
    grep -q '^+# destc: not listed (.*), E0108' changes
}

@test "--textconv does not hide bad usage or a full disk" {
    destc list --textconv --from nonsense mistakes.txt
    expect_status 2
    destc list --textconv -o /dev/full mistakes.txt
    expect_status 2
    destc list --textconv --nonsense mistakes.txt
    expect_status 2
}
