# SPDX-License-Identifier: MIT
# compile: each example in each format, the laws of writing, and the options.

load helper

TABLES="example.com outbound newer-release partners"
FORMATS="destconfig xml csv json"

# Messages name files without a path.
setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt .
}

# is_golden ARGS... NAME: compiling with ARGS gives the golden file compile/NAME.
is_golden() {
    local name=${*: -1}
    destc compile -q "${@:1:$#-1}"
    expect_status 0
    golden_output "compile/$name"
}

# was_golden NAME: the last destc printed what another test keeps as golden.
was_golden() { diff "$GOLDEN/$1" .out; }

# same ARGS...: compiling with ARGS again gives what the last destc printed.
same() {
    cp .out expected
    destc compile -q "$@"
    expect_status 0
    diff expected .out
}

@test "each example in each format" {
    for table in $TABLES; do
        for format in $FORMATS; do
            is_golden --to "$format" "$table.txt" "$table.$format"
        done
    done
}

@test "each example with everything that is inherited" {
    for table in example.com outbound newer-release; do
        is_golden --effective --to csv "$table.txt" "$table.effective.csv"
        is_golden --effective --to json "$table.txt" "$table.effective.json"
    done
    is_golden --effective --factory-default --to csv partners.txt partners.effective.csv
    is_golden --effective --factory-default --to json partners.txt partners.effective.json
}

# --- Laws ------------------------------------------------------------------------------------

@test "every written file compiles to itself" {
    count=0
    for file in "$GOLDEN"/compile/*; do
        effective=
        [[ $file != *.effective.* ]] || effective="--effective"
        [[ $file != */partners.effective.* ]] || effective="$effective --factory-default"
        destc compile -q --to "${file##*.}" $effective "$file"
        expect_status 0
        diff "$file" .out
        count=$((count + 1))
    done
    [ "$count" -ge 24 ]
}

@test "what is written and read again is the same table, through every format" {
    for table in $TABLES; do
        for format in xml json csv; do
            destc compile -q --to "$format" -o "there.$format" "$table.txt"
            destc compile -q --to destconfig --accept-assumptions "there.$format"
            expect_status 0
            if [ "$format" = csv ]; then
                diff <(grep -v '^tls_min_version' "$GOLDEN/compile/$table.destconfig") .out
            else
                diff "$GOLDEN/compile/$table.destconfig" .out
            fi
        done
    done
}

@test "with each option that changes what is written, the written file compiles to itself" {
    for format in $FORMATS; do
        for options in "--idn ascii" "--idn unicode" "--default-entry omit" "--accept-assumptions"; do
            destc compile -q --to "$format" $options newer-release.txt
            expect_status 0
            cp .out "written.$format"
            destc compile -q --to "$format" "written.$format"
            expect_status 0
            diff "written.$format" .out || { echo "--to $format $options"; false; }
        done
    done
}

@test "the same bytes whatever the locale and the place of the file" {
    for format in $FORMATS; do
        destc compile -q --to "$format" newer-release.txt
        mkdir -p elsewhere
        cp newer-release.txt elsewhere/other-name
        for locale in C POSIX C.UTF-8 tr_TR.UTF-8 no_such; do
            LC_ALL=$locale same --to "$format" elsewhere/other-name
        done
    done
}

@test "layout, order and spelling of the input do not matter" {
    destc compile -q --to destconfig example.com.txt
    cat >messy <<'END'
; another layout
[EXAMPLE.com]
Table_TLS : REQUIRE

#[c.example]
[ default ]
certificate   =  Demo
	
send_tls_req_alert=OFF
table_tls=0
bounce_validation = Off
limit_apply = 0
limit_type = HOST
recipient_limit = 000
recipient_minutes = 060
max_messages_per_connection = 50
max_host_concurrency = 0500
ip_sort_pref = prefer_v6
END
    same --to destconfig messy
}

@test "entries are written sorted by name, the default entry first" {
    printf '[b.example]\n[10.0.0.1]\n[.b.example]\n[a.example]\n[ab.example]\n[a-b.example]\n' >table
    destc compile --to destconfig table
    [ "$(grep -o '^\[.*' .out | xargs)" = \
        "[.b.example] [10.0.0.1] [a-b.example] [a.example] [ab.example] [b.example]" ]
}

@test "what is written is sorted by the name that is written" {
    printf '[\303\244.example]\n[b.example]\n[xn--zzz-qla.example]\n[y.example]\n' >table
    for form in ascii unicode; do
        destc compile -q --to csv --idn "$form" table
        expect_status 0
        LC_ALL=C sort -c <(sed '1d; s/,.*//' .out)
    done
}

# --- The formats -----------------------------------------------------------------------------

@test "a written XML document is valid for another reader of the schema" {
    destc schema
    cp .out policy.xsd
    for file in "$GOLDEN"/compile/*.xml; do
        xmllint --nonet --noout --schema policy.xsd "$file"
    done
    xmllint --nonet --noout policy.xsd
}

@test "a written JSON document is JSON, and has the promised shape" {
    for file in "$GOLDEN"/compile/*.json; do
        jq -e '(.destinations | type == "array") and
            all(.destinations[]; (.domain | type == "string") and (.settings | type == "object"))' \
            "$file" >/dev/null
    done
    file=$GOLDEN/compile/newer-release.json
    [ "$(jq .default.max_host_concurrency "$file")" = 500 ]
    [ "$(jq .default.bounce_validation "$file")" = true ]
    [ "$(jq -r '.destinations[] | select(.domain == "quantum.example").other.tls_min_version' \
        "$file")" = 1.3 ]
    [ "$(jq 'has("default")' "$GOLDEN/compile/partners.json")" = false ]
    [ "$(jq '.destinations[0].settings.bounce_profile' \
        "$GOLDEN/compile/outbound.effective.json")" = '"partners"' ]
    [ "$(jq '.destinations[5].settings | [has("bounce_profile"), .bounce_profile] | tostring' \
        "$GOLDEN/compile/outbound.effective.json")" = '"[true,null]"' ]
}

@test "every row of a written csv has as many cells as its header" {
    for file in "$GOLDEN"/compile/*.csv; do
        [ "$(awk -F, '{ print NF }' "$file" | sort -u)" = 14 ] || { echo "$file"; false; }
    done
}

@test "csv with other separators, quotes, a byte order mark and columns in another order" {
    destc compile -q --to csv outbound.txt
    cp .out plain
    same --to csv <(tr , ';' <plain)
    destc compile --to csv plain
    same --to csv <(tr , '\t' <plain)
    same --to csv <(printf '\357\273\277'; sed 's/[^,]*/"&"/g; s/$/\r/' plain)
    same --to csv <(awk -F, -v OFS=, '{ print $1, $14, $13, $12, $11, $10, $9, $8, $7, $6, $5, $4, $3, $2 }' \
        plain)
    same --to csv <(cut -d, -f 1-13 plain)
}

@test "csv cells that need quotes" {
    printf '{"destinations": [{"domain": "a.example", "settings": {"bounce_profile": %s}}]}' \
        '"one, \"two\""' >table.json
    destc compile --to csv table.json
    expect_status 0
    has '"one, ""two"""'
    cp .out table.csv
    destc compile --to json table.csv
    has '"one, \"two\""'
}

@test "values that mean something in XML and JSON survive" {
    value='<a & "b"> \\ '"'"'c]]>/é日本'
    printf '[a.example]\nbounce_profile = %s\nzork_x = %s\n' "$value" "$value" >table
    destc compile -q --to destconfig table
    expect_status 0
    for format in xml json; do
        destc compile -q --to "$format" -o "there.$format" table
        expect_status 0
        destc compile -q --to destconfig "there.$format"
        diff table .out
    done
    xmllint --noout there.xml
    jq . there.json >/dev/null
}

@test "found out by content, or told" {
    for format in $FORMATS; do
        cp "$GOLDEN/compile/outbound.$format" table
        destc compile -q --to json table
        expect_status 0
        was_golden compile/outbound.json
        destc compile -q --to json --from "$format" table
        expect_status 0
        was_golden compile/outbound.json
        for other in $FORMATS; do
            [ "$other" != "$format" ] || continue
            destc compile --check --from "$other" table
            expect_status 2
        done
    done
}

@test "the empty table in each format that can say so" {
    : >empty
    for format in xml csv json; do
        destc compile --from destconfig --to "$format" empty
        expect_status 0
        golden_output "compile-empty.$format"
        same --to "$format" "$GOLDEN/compile-empty.$format"
    done
}

@test "a table or source of nothing at all is not written" {
    default_entry >default.txt
    echo '{"destinations": []}' >none.json
    echo 'define nobody = { a.example };' >none.policy
    echo old >out.txt
    for format in destconfig policy; do
        for line in "--default-entry omit default.txt" none.json none.policy; do
            destc compile --to "$format" -o out.txt $line
            expect_status 2
            has_error "error[E0716]: nothing would be written"
            [ "$(cat out.txt)" = old ]
        done
        destc compile --to "$format" default.txt
        expect_status 0
    done
    destc compile --to destconfig --default-entry omit default.txt
    has_error "default.txt:1:1: error[E0716]"
    has_error "an import of it would delete every destination"
    echo 'policy "site" { }' >named.policy
    destc compile --to policy named.policy
    expect_status 0
}

# --- Unknown things --------------------------------------------------------------------------

@test "unknown parameters and words are kept, with a warning each" {
    destc compile --to destconfig newer-release.txt
    expect_status 0
    has_error "newer-release.txt:25:13: warning[W0210]"
    has_error 'newer-release.txt:26:1: warning[W0213]: unknown parameter "tls_min_version"'
    has "table_tls = quantum_verify"
    has "tls_min_version = 1.3"
}

@test "csv says what it cannot carry" {
    destc compile --to csv newer-release.txt
    expect_status 0
    has_error "newer-release.txt:26:19: warning[W0709]: csv has no column for the unknown parameter"
    has_not "1.3"
    has quantum_verify
    destc compile --to csv --strict newer-release.txt
    expect_status 2
}

@test "an unknown word of each parameter survives XML and JSON" {
    for name in ip_sort_pref limit_type limit_apply bounce_validation table_tls dane_option; do
        printf '[a.example]\nmax_host_concurrency = 5\nlimit_type = host\nlimit_apply = system\n' |
            grep -v "^$name " >table
        echo "$name = zorkmid_7" >>table
        destc compile -q --to destconfig table
        expect_status 0
        cp .out expected
        for format in xml json csv; do
            destc compile -q --to "$format" -o "there.$format" table
            expect_status 0
            destc compile -q --to destconfig --accept-assumptions "there.$format"
            expect_status 0
            diff expected .out || { echo "$name through $format"; false; }
        done
    done
}

@test "a scope without its limit is kept, and said to have no effect" {
    printf '[a.example]\nrecipient_minutes = 5\nlimit_type = MXIP\nlimit_apply = VG\n' >table
    destc compile --to destconfig table
    expect_status 0
    [ "$(grep -c 'warning\[W0308\]' .err)" -eq 2 ]
    has_error "warning[W0315]"
    diff table .out
    for format in xml json csv; do
        destc compile -q --to "$format" -o "there.$format" table
        destc compile -q --to destconfig "there.$format"
        expect_status 0
        diff table .out || { echo "$format"; false; }
    done
}

@test "comments are named when they are left behind" {
    destc compile --to destconfig newer-release.txt
    has_error "newer-release.txt:1:1: warning[W0711]: a comment is not carried over"
    printf '# one\n[a.example]\n; two\n' >table
    destc compile --to json table
    has_error "table:1:1: warning[W0711]: 2 comments are not carried over"
    destc compile --check table
    has_no_error W0711
}

@test "comments of a document and of a policy source are named too" {
    cat >table.xml <<'END'
<!-- ours -->
<policy xmlns="urn:destc:policy:1">
  <destination domain="a.example"><!-- as <tls>
    --><tls>required</tls></destination>
</policy>
<!-- end -->
END
    for format in $FORMATS policy; do
        destc compile --to "$format" table.xml
        expect_status 0
        has_error "table.xml:1:1: warning[W0711]: 3 comments are not carried over"
    done
    echo 'destination b.example { tls off; } # why' >more.policy
    printf '# one\ninclude "more.policy";\ndestination a.example;\n' >site.policy
    for format in $FORMATS; do
        destc compile --to "$format" site.policy
        expect_status 0
        has_no_error W0711
    done
    destc compile --to policy site.policy
    has_error "site.policy:1:1: warning[W0711]: 2 comments are not carried over"
    destc compile --check --to policy site.policy
    has_no_error W0711
}

# --- The default entry -----------------------------------------------------------------------

@test "--default-entry omit leaves it out of every format" {
    for format in $FORMATS; do
        destc compile --to "$format" --default-entry omit outbound.txt
        expect_status 0
        has_not mx.example.org
        has bank.example
        destc compile --to "$format" --default-entry keep outbound.txt
        has mx.example.org
    done
    destc compile --to destconfig --default-entry omit outbound.txt
    diff <(sed '1,/^$/d' "$GOLDEN/compile/outbound.destconfig") .out
}

@test "a default entry without certificate is not written by accident" {
    grep -v '^certificate' example.com.txt >demo
    destc compile --check demo
    expect_status 0
    has_error "demo:1:2: warning[W0305]"
    destc compile --to destconfig -o out demo
    expect_status 2
    has_error "demo:1:1: error[E0708]"
    [ ! -e out ]
    destc compile --to destconfig --allow-demo-certificate demo
    expect_status 0
    has "[DEFAULT]"
    has_not certificate
    destc compile --to destconfig --default-entry omit demo
    expect_status 0
    [ "$output" = "$(printf '[example.com]\ntable_tls = required')" ]
    for format in xml csv json; do
        destc compile --to "$format" demo
        expect_status 0
    done
}

@test "--default and --factory-default resolve and are never written" {
    for format in csv json; do
        destc compile --to "$format" --effective partners.txt
        expect_status 2
        has_error "error[E0312]"
        destc compile -q --to "$format" --effective --default outbound.txt partners.txt
        expect_status 0
        has_not mx.example.org
        has_not DEFAULT
        has_not '"default"'
        has PREFER_V6
    done
    for format in $FORMATS; do
        destc compile -q --to "$format" --default outbound.txt partners.txt
        expect_status 0
        was_golden "compile/partners.$format"
        destc compile -q --to "$format" --factory-default partners.txt
        was_golden "compile/partners.$format"
    done
    for option in "--default outbound.txt" --factory-default; do
        destc compile --check $option example.com.txt
        expect_status 2
        has_error "example.com.txt:1:1: error[E0311]"
    done
    destc compile --check --default partners.txt partners.txt
    expect_status 2
    has_error "error[E0710]"
    destc compile --check --default missing partners.txt
    expect_status 2
    has_error "missing: error[E0701]"
    destc compile --check --default mistakes.txt partners.txt
    expect_status 2
    has_error "mistakes.txt:5:21: error[E0204]"
}

@test "the default entry may come in any format" {
    for format in $FORMATS; do
        destc compile -q --to csv --effective --default "$GOLDEN/compile/outbound.$format" partners.txt
        expect_status 0
        has "courier.example,PREFER_V6,20,10,60,0,host,system,on,on,"
    done
}

# --- Assumptions and releases ----------------------------------------------------------------

@test "spellings that no document shows are not written unless accepted or read from an export" {
    destc compile -q --to xml -o newer.xml newer-release.txt
    destc compile --to destconfig -o out newer.xml
    expect_status 2
    has_error "newer.xml:11:11: error[E0706]: dane_option = opportunistic rests on assumption A12"
    has_error "newer.xml:25:10: error[E0706]: table_tls = require_verify_hosted rests on assumption A11"
    [ ! -e out ]
    destc compile -q --to destconfig --accept-assumptions newer.xml
    expect_status 0
    was_golden compile/newer-release.destconfig
    destc compile --to destconfig newer-release.txt
    expect_status 0
}

@test "a spelling read in one form is written back in that form" {
    for value in 5 require_verify_hosted; do
        printf '[a.example]\ntable_tls = %s\n' "$value" >table
        destc compile --to destconfig table
        expect_status 0
        diff table .out
    done
    for value in 0 2 mandatory; do
        printf '[a.example]\ndane_option = %s\n' "$value" >table
        destc compile --to destconfig table
        expect_status 0
        diff table .out
    done
}

@test "a table of a release without ip_sort_pref" {
    grep -v ip_sort_pref example.com.txt >old
    destc compile --check old
    expect_status 2
    has_error "old:1:2: error[E0304]: the default entry lacks ip_sort_pref"
    has_error "releases before 7.6 do not have it: --asyncos 7.5"
    destc compile --to destconfig --asyncos 7.5 old
    expect_status 0
    has_not ip_sort_pref
    for format in xml csv json; do
        destc compile -q --to "$format" --asyncos 7.5 -o "there.$format" old
        expect_status 0
        destc compile -q --to destconfig --asyncos 7.5 "there.$format"
        expect_status 0
        diff <(grep -v ip_sort_pref "$GOLDEN/compile/example.com.destconfig") .out
    done
    destc compile --check --asyncos 7.6 old
    expect_status 2
    destc compile --check --asyncos 14.2.1 old
    expect_status 2
}

@test "what the target release lacks is an error, with --lenient left out and named" {
    destc compile --to destconfig --asyncos 7.5 -o out example.com.txt
    expect_status 2
    has_error "example.com.txt:2:1: error[E0501]: AsyncOS 7.5 has no ip_sort_pref (it came with 7.6)"
    [ ! -e out ]
    destc compile --to destconfig --asyncos 7.5 --lenient example.com.txt
    expect_status 0
    has_error "warning[E0501]"
    diff <(grep -v ip_sort_pref "$GOLDEN/compile/example.com.destconfig") .out
    destc compile --to destconfig --asyncos 7.6 example.com.txt
    expect_status 0
    destc compile --to destconfig --asyncos 11.9 newer-release.txt
    expect_status 2
    [ "$(grep -c 'error\[E0501\]: AsyncOS 11.9 has no dane_option' .err)" -eq 3 ]
    destc compile -q --to destconfig --asyncos 12.0 newer-release.txt
    expect_status 0
    was_golden compile/newer-release.destconfig
    destc compile -q --to destconfig --asyncos 11.0 --default-entry omit partners.txt
    expect_status 0
}

@test "what takes effect on a release has nothing that the release lacks" {
    { default_entry | grep . | grep -v ip_sort_pref; printf '\n[a.example]\ntable_tls = on\n'; } >old
    destc compile --effective --asyncos 7.5 --to json old
    expect_status 0
    has_not ip_sort_pref
    has_not dane_option
    has '"bounce_profile": null'
    destc compile --effective --asyncos 7.5 --to csv old
    expect_status 0
    has_not ip_sort_pref
    has_not dane_option
    [ "$(awk -F, '{ print NF }' .out | sort -u)" = 12 ]
    cp .out there.csv
    same --effective --asyncos 7.5 --to csv there.csv
    destc compile --effective --asyncos 7.6 --to csv example.com.txt
    has ip_sort_pref
    has_not dane_option
    destc compile --effective --asyncos 12.0 --to csv example.com.txt
    diff "$GOLDEN/compile/example.com.effective.csv" .out
}

@test "every written format is held to the target release" {
    for format in $FORMATS policy; do
        destc compile --to "$format" --asyncos 11.0 -o out newer-release.txt
        expect_status 2
        has_error 'error[E0501]: AsyncOS 11.0 has no dane_option'
        [ ! -e out ]
        destc compile --to "$format" --asyncos 11.0 --lenient newer-release.txt
        expect_status 0
        has_error 'dane_option (it came with 12.0): left out'
        fails grep -E '"dane_option":|<dane>|^dane_option|^ *dane ' .out
    done
}

@test "reading never fails by the release" {
    for format in $FORMATS; do
        destc compile --check --asyncos 11.0 "$GOLDEN/compile/newer-release.$format"
        expect_status 0
    done
    destc list -q --asyncos 11.0 newer-release.txt
    expect_status 0
}

# --- Names -----------------------------------------------------------------------------------

@test "--idn writes names in one form" {
    for format in $FORMATS; do
        destc compile -q --to "$format" newer-release.txt
        has straße.example
        has xn--bcher-kva.example
        destc compile -q --to "$format" --idn ascii newer-release.txt
        has xn--strae-oqa.example
        has xn--bcher-kva.example
        has_not ß
        destc compile -q --to "$format" --idn unicode newer-release.txt
        has straße.example
        has bücher.example
        has_not xn--
    done
}

@test "names in written files are lower case and without a trailing dot, else as they were read" {
    printf '[B\303\234CHER.Example.]\n[XN--STRAE-OQA.example]\n[.EXAMPLE.com]\n[[2001:DB8::0:1]]\n' >table
    destc compile -q --to destconfig table
    expect_status 0
    [ "$(grep -v '^$' .out | xargs)" = \
        "[.example.com] [[2001:db8::0:1]] [bücher.example] [xn--strae-oqa.example]" ]
}

@test "names that IDNA 2008 does not know, or that are no names" {
    printf '[%s]\n' ☃.example a..b .. . '[1.2.3.4' 1.2.3 1.2.3.4.5 256.1.1.1 2001:db8::/32 fe80::1%eth0 \
        ::g a/b 'a b' http:// @ a@ '*' 'a.*' xn--a-.example .1.2.3.4 >names
    destc compile --check names
    expect_status 2
    golden_errors compile-names.txt
}

# --- Several files, and where they come from -------------------------------------------------

@test "several files make one policy" {
    destc compile -q --to destconfig partners.txt example.com.txt
    expect_status 0
    diff <(cat "$GOLDEN/compile/example.com.destconfig" | sed '/^\[example/,$d'
        cat "$GOLDEN/compile/partners.destconfig" |
            sed 's/^\[insurance/[example.com]\ntable_tls = required\n\n&/') .out
    same --to destconfig "$GOLDEN/compile/example.com.xml" "$GOLDEN/compile/partners.json"
    same --to destconfig "$GOLDEN/compile/partners.csv" example.com.txt
    same --to destconfig partners.txt - <example.com.txt
}

@test "the same file twice: every entry is a duplicate" {
    destc compile --check partners.txt partners.txt
    expect_status 2
    [ "$(grep -c 'error\[E0309\]' .err)" -eq 3 ]
}

@test "standard input and output" {
    destc compile -q --to json outbound.txt
    same --to json - <outbound.txt
    cat outbound.txt | same --to json -
    same --to json /dev/stdin <outbound.txt
    destc compile -q --to json -o - outbound.txt
    was_golden compile/outbound.json
    destc compile -q --to json -o written outbound.txt
    [ -z "$output" ]
    diff "$GOLDEN/compile/outbound.json" written
    destc compile --check - <mistakes.txt
    has_error "standard input:5:21: error[E0204]"
}

# --- Checking --------------------------------------------------------------------------------

@test "--check writes nothing" {
    echo old >out
    destc compile --check -o out outbound.txt
    expect_status 0
    [ "$(cat out)" = old ]
    [ -z "$output$errors" ]
    destc compile --check --to destconfig -o out outbound.txt
    expect_status 0
    [ "$(cat out)" = old ]
    [ -z "$output$errors" ]
}

@test "--check with --to judges what would be written" {
    destc compile -q --to xml -o newer.xml newer-release.txt
    destc compile --check -q newer.xml
    expect_status 0
    destc compile --check -q --to destconfig newer.xml
    expect_status 2
    has_error E0706
}

@test "mistakes, as they are shown" {
    destc compile --to destconfig -o out mistakes.txt
    expect_status 2
    [ ! -e out ]
    golden_errors messages/mistakes.text
}

@test "--full-schema judges the same" {
    for table in $TABLES; do
        destc compile -q --to json --full-schema "$table.txt"
        expect_status 0
        was_golden "compile/$table.json"
    done
    destc compile --check mistakes.txt
    cp .err once
    destc compile --check --full-schema mistakes.txt
    expect_status 2
    diff once .err
    sed 's/<messages>1/<messages>01/' "$GOLDEN/compile/outbound.xml" >wrong.xml
    for option in "" --full-schema; do
        destc compile --check $option wrong.xml
        expect_status 2
        has_error "wrong.xml:"
    done
}

# --- Lenient and strict ----------------------------------------------------------------------

@test "--lenient: the later duplicate wins, the rest is kept as it stands" {
    cat >table <<'END'
[b.example]
table_tls = off
[a.example]
table_tls = on
table_tls = required
tabel_tsl = 1
[B.example]
table_tls = requred
END
    destc compile --to destconfig table
    expect_status 2
    destc compile --lenient --to destconfig table
    expect_status 0
    [ "$output" = "$(printf '%s\n' '[a.example]' 'table_tls = required' 'tabel_tsl = 1' '' \
        '[b.example]' 'table_tls = requred')" ]
    has_error "table:5:1: warning[E0302]"
    has_error "the later one is taken"
    has_error "table:6:1: warning[W0213]"
    has_error "table:7:2: warning[E0309]"
    has_error "table:8:13: warning[E0209]"
}

@test "--lenient: of two default entries the later one is taken" {
    { cat example.com.txt; sed 's/Demo/mx.example.org/; s/example.com/example.net/' example.com.txt; } \
        >table
    destc compile --lenient --to destconfig table
    expect_status 0
    has_error "warning[E0310]"
    has "certificate = mx.example.org"
    has_not Demo
}

@test "--lenient: a missing default parameter is the factory default's, and named" {
    printf '[DEFAULT]\ncertificate = mx\n' >table
    destc compile --check table
    expect_status 2
    [ "$(grep -c 'error\[E0304\]' .err)" -eq 1 ]
    has_error "the default entry lacks ip_sort_pref, max_host_concurrency, "
    destc compile --lenient --to destconfig table
    expect_status 0
    [ "$(grep -c 'warning\[E0304\]' .err)" -eq 1 ]
    has_error "taken from the factory default: ip_sort_pref = PREFER_V6, max_host_concurrency = 500"
    diff <(sed '/^$/,$d; s/Demo/mx/' "$GOLDEN/compile/example.com.destconfig") .out
}

@test "--lenient forgives nothing else" {
    for line in 'max_host_concurrency = 0' 'table_tls' 'certificate = mx' '[a b]' 'max_host_concurrency = 5'; do
        printf '[a.example]\n%s\n' "$line" >table
        destc compile --check --lenient table
        expect_status 2
    done
}

@test "--lenient never changes what a word means on the way through" {
    printf '<policy xmlns="urn:destc:policy:1">\n<destination domain="a.example"><tls>%s</tls></destination>\n</policy>\n' \
        2 >table.xml
    destc compile --lenient -q --to destconfig table.xml
    # A wrong word of the document may not turn into a right one of the export.
    has_not "table_tls = 2"
}

@test "--strict makes every warning an error" {
    destc compile --to destconfig --strict newer-release.txt
    expect_status 2
    has_error "error[W0210]"
    has_error "error[W0213]"
    has_no_error "warning["
    destc compile --to destconfig --strict outbound.txt
    expect_status 0
}
