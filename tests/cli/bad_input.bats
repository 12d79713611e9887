# SPDX-License-Identifier: MIT
# What an administrator may hand over by mistake, or a stranger on purpose: each gets a clear message
# and status 2, within bounded time and memory, and an existing output file stays as it was.

load helper

# The sanitizers need room of their own.
under_sanitizers() { [[ $DESTC == *build-asan* ]]; }

# limited KIB SECONDS COMMAND...: runs it within this much memory and time.
limited() {
    local memory=$1 seconds=$2
    shift 2
    if under_sanitizers; then
        timeout $((seconds * 10)) "$@"
    else
        (ulimit -v "$memory" && exec timeout "$seconds" "$@")
    fi
}

# limited_destc KIB ARGS...: like destc, within this much memory and ten seconds.
limited_destc() {
    local memory=$1
    shift
    status=0
    limited "$memory" 10 "$DESTC" "$@" >.out 2>.err || status=$?
    output=$(<.out)
    errors=$(<.err)
}

# Nothing in the messages does anything to a terminal: only line ends, and no C1 characters.
harmless_messages() {
    LC_ALL=C
    if [ -n "$(tr -d '\n -~\200-\377' <.err | od -An -c)" ] || grep -q $'\302[\200-\237]' .err; then
        echo "control characters in the messages:"
        cat -v .err
        return 1
    fi
}

# refused CODE ARGS...: compiling to an existing file ends with status 2 and a message of CODE; the
# file is as it was and nothing else is left behind.
refused() {
    local code=$1
    shift
    echo old >out.txt
    status=0
    limited 400000 10 "$DESTC" compile --to destconfig -o out.txt "$@" >.out 2>.err || status=$?
    output=$(<.out)
    errors=$(<.err)
    expect_status 2
    has_error "[$code]"
    [ -z "$output" ]
    [ "$(cat out.txt)" = old ]
    [ -z "$(find . -name '.destc-*')" ]
    harmless_messages
}

# accepted FILE...: it is read without an error.
accepted() {
    destc compile --check "$@"
    expect_status 0
}

zeros() { head -c "$1" /dev/zero | tr '\0' "${2:-a}"; }

# xml BODY: a policy document.
xml() { printf '<policy xmlns="urn:destc:policy:1">\n%s\n</policy>\n' "$1"; }

# --- No text ---------------------------------------------------------------------------------

@test "an empty file" {
    : >nothing
    printf ' \r\n\t\n\n' >blanks
    printf '\357\273\277' >mark
    for file in nothing blanks mark /dev/null; do
        refused E0101 "$file"
        has_error "the file is empty"
    done
}

@test "an empty file is an empty table if the format is named" {
    : >nothing
    destc compile --from destconfig --to json nothing
    expect_status 0
    has '"destinations": []'
}

@test "a file with nothing but comments" {
    printf '# a comment\n; another\n' >comments
    refused E0101 comments
    has_error "nothing but comments"
}

@test "binary" {
    printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >picture
    printf '[a.example]\ntable_tls = on\n' | gzip -c >table.gz
    head -c 20000 "$DESTC" >program
    refused E0102 picture
    refused E0102 program
    refused E0102 table.gz
    has_error "the file is binary"
}

@test "binary without a NUL" {
    for i in $(seq 1 255); do printf "\\$(printf %03o "$i")"; done | tr -d '\n' >bytes
    echo old >out.txt
    destc compile --to destconfig -o out.txt bytes
    expect_status 2
    [ "$(cat out.txt)" = old ]
    harmless_messages
    for format in destconfig csv json xml; do
        destc compile --check --from "$format" bytes
        expect_status 2
        harmless_messages
    done
}

@test "UTF-16, with the way to convert it" {
    printf '[a.example]\ntable_tls = on\n' >plain
    accepted plain
    for encoding in UTF-16 UTF-16LE UTF-16BE; do
        iconv -f UTF-8 -t "$encoding" plain >"$encoding"
        refused E0105 "$encoding"
        has_error "the text is UTF-16"
    done
    { printf '\376\377'; cat UTF-16BE; } >marked-BE
    refused E0105 marked-BE
}

# What the help says about UTF-16, done: the result is the text.
@test "the way to convert UTF-16 works" {
    printf '[a.example]\ntable_tls = on\n' >plain
    for encoding in UTF-16 UTF-16LE UTF-16BE; do
        iconv -f UTF-8 -t "$encoding" plain >FILE
        refused E0105 FILE
        command=$(sed -n 's/.*convert it: //p' .err)
        [[ $command == iconv* ]]
        $command | sed '1s/^\xEF\xBB\xBF//' >converted
        diff plain converted || { echo "$encoding: $command"; false; }
    done
}

@test "NUL bytes, early and late, in every format" {
    { echo '[a.example]'; yes '# comment' | head -n 7000; printf 'table_tls = on\0\n'; } >late
    printf '[a.example]\ntable_tls = on\0\n' >early
    printf '{"destinations": [{"domain": "a\0b"}]}' >early.json
    printf 'domain\na\0.example\n' >early.csv
    printf '<policy xmlns="urn:destc:policy:1">\0</policy>' >early.xml
    refused E0103 late
    has_error "late:7002:15:"
    has_error "nothing else in the file was judged"
    for file in early early.json early.csv early.xml; do
        refused E0102 "$file"
    done
}

# --- Encoding --------------------------------------------------------------------------------

@test "ISO-8859-1 in a value, a name and a parameter's name" {
    printf '[a.example]\nbounce_profile = f\374r Partner\n' >value
    printf '[b\374cher.example]\ntable_tls = on\n' >name
    printf '[a.example]\nt\374ls = on\n' >parameter
    refused E0106 value
    has_error "value:2:19:"
    has_error "iconv -f ISO-8859-1 -t UTF-8"
    refused E0106 name
    has_error "name:1:3:"
    refused E0106 parameter
    has_error "parameter:2:2:"
    printf 'domain,bounce_profile\na.example,f\374r\n' >value.csv
    printf '{"destinations": [{"domain": "a.example", "settings": {"bounce_profile": "f\374r"}}]}' \
        >value.json
    xml '<destination domain="a.example"><bounce-profile>fXr</bounce-profile></destination>' |
        LC_ALL=C sed 's/X/\xFC/' >value.xml
    refused E0106 value.csv
    refused E0106 value.json
    refused E0106 value.xml
    has_error "value.xml:2:50:"
}

@test "other bad UTF-8: overlong, surrogates, cut off" {
    for bytes in '\300\257' '\355\240\200' '\364\220\200\200' '\342\202' '\200' '\377'; do
        printf "[a.example]\nbounce_profile = x${bytes}y\n" >value
        refused E0106 value
        has_error "value:2:19:"
        printf "[a.example]\nbounce_profile = x${bytes}" >end
        refused E0106 end
    done
}

@test "ISO-8859-1 in comments, CRLF, a byte order mark and no last line end are read" {
    printf '[a.example]\ntable_tls = on\n\n[b.example]\nbounce_profile = x\n' >plain
    destc compile --to json plain
    expect_status 0
    expected=$output
    { printf '# f\374r B\374cher\n'; cat plain; } >latin
    sed 's/$/\r/' plain >crlf
    { printf '\357\273\277'; cat plain; } >mark
    printf %s "$(cat plain)" >cut
    { printf '\357\273\277# \374\r\n'; printf %s "$(sed '$!s/$/\r/' plain)"; } >all
    for file in latin crlf mark cut all; do
        destc compile --to json -q "$file"
        expect_status 0
        [ "$output" = "$expected" ] || { echo "$file: $output"; false; }
    done
}

@test "CRLF, a byte order mark and no last line end are read in the other formats too" {
    printf '[a.example]\ntable_tls = on\n\n[b.example]\nbounce_profile = x\n' >plain
    for format in xml csv json; do
        destc compile --to "$format" -o written plain
        expect_status 0
        { printf '\357\273\277'; printf %s "$(sed '$!s/$/\r/' written)"; } >changed
        destc compile --to destconfig changed
        expect_status 0
        diff <(echo "$output") plain
    done
}

# --- Sizes -----------------------------------------------------------------------------------

@test "a gigantic line: reading stops there" {
    for head in '[a.example]' 'domain,table_tls' ''; do
        { echo "$head"; zeros 300000000; } 2>/dev/null |
            { limited_destc 150000 compile --check -; expect_status 2; harmless_messages; }
        grep -q 'standard input:2:1: error\[E0107\]' .err
    done
    mkfifo pipe
    { echo '[a.example]'; zeros 300000000; } 2>/dev/null >pipe &
    limited_destc 150000 compile --check pipe
    expect_status 2
    has_error "pipe:2:1: error[E0107]"
    [ "$(wc -c <.err)" -lt 1000 ]
}

@test "the gigantic line may be a comment, or the last one" {
    { echo '[a.example]'; echo 'table_tls = on'; printf '#'; zeros 100000; } >comment
    refused E0107 comment
    has_error "comment:3:1:"
    has_error "nothing else in the file was judged"
    { echo '[a.example]'; printf 'table_tls = '; zeros 100000; } >value
    refused E0107 value
    has_error "value:2:1:"
}

@test "a gigantic text in XML, JSON and csv" {
    { xml '<destination domain="a.example"><parameter name="x">' | sed '$d'; zeros 40000000; } \
        >text.xml
    { printf '{"destinations": [{"domain": "'; zeros 40000000; } >text.json
    { printf 'domain,table_tls\n"a.example,'; yes '","' | head -c 40000000; } >text.csv
    limited_destc 200000 compile --check text.xml
    expect_status 2
    has_error "error[E0608]"
    limited_destc 200000 compile --check text.json
    expect_status 2
    has_error "error[E0806]"
    limited_destc 500000 compile --check text.csv
    expect_status 2
    for name in tag attribute comment cdata instruction; do
        case $name in
        tag) begin='<a' fill=b ;;
        attribute) begin='<a b="' fill=c ;;
        comment) begin='<!-- ' fill=c ;;
        cdata) begin='<![CDATA[' fill=c ;;
        instruction) begin='<?a ' fill=c ;;
        esac
        { xml "$begin" | head -n 2; zeros 10000000 "$fill"; } >"$name.xml"
        limited_destc 150000 compile --check "$name.xml"
        expect_status 2
        has_error "error[E0608]"
    done
}

@test "a file over 1 GiB" {
    truncate -s 1073741825 huge
    refused E0703 huge
    has_error "over 1 GiB"
    truncate -s 100G huge
    refused E0703 huge
}

@test "a million errors: shown up to the limit, the rest counted" {
    yes x | head -n 1000000 >syntax
    limited_destc 300000 compile --from destconfig --check syntax
    expect_status 2
    [ "$(grep -c '^syntax:[0-9]*:[0-9]*: error\[E0108\]' .err)" -eq 100 ]
    has_error "syntax:100:2: error"
    has_no_error "syntax:101:"
    has_error "999900 more errors not shown; --max-errors 0 shows all"
    [ "$(tail -n 1 .err)" = "destc: 1000000 errors" ]
}

@test "--max-errors holds in every form of messages" {
    yes x | head -n 5000 >syntax
    for limit in 1 7 250; do
        run_with="compile --from destconfig --check --max-errors $limit --message-format"
        destc $run_with text syntax
        [ "$(grep -c '^syntax:' .err)" -eq "$limit" ]
        has_error "$((5000 - limit)) more errors not shown"
        destc $run_with json syntax
        [ "$(grep -c '"code"' .err)" -eq "$limit" ]
        [ "$(tail -n 1 .err | jq .not_shown.errors)" -eq $((5000 - limit)) ]
        destc $run_with github syntax
        [ "$(grep -c '^::error' .err)" -eq "$limit" ]
        destc $run_with gitlab syntax
        [ "$(jq '[.[] | select(.check_name == "E0108")] | length' .err)" -eq "$limit" ]
        destc $run_with sarif syntax
        [ "$(jq '.runs[0].results | length' .err)" -eq "$limit" ]
        destc $run_with junit syntax
        [ "$(grep -c '<failure' .err)" -eq "$limit" ]
    done
    destc compile --from destconfig --check --max-errors 0 syntax
    [ "$(grep -c '^syntax:' .err)" -eq 5000 ]
    has_no_error "not shown"
}

@test "errors do not crowd out each other's kind: warnings have a limit of their own" {
    { echo '[a.example]'; yes '  # indented' | head -n 300; yes x | head -n 300; } >mixed
    destc compile --check --max-errors 5 mixed
    [ "$(grep -c ': error' .err)" -eq 5 ]
    [ "$(grep -c ': warning' .err)" -eq 5 ]
}

@test "memory does not grow with the number of errors" {
    under_sanitizers && skip "the sanitizers need memory of their own"
    yes x | head -n 2000000 >syntax
    limited_destc 150000 compile --from destconfig --check syntax
    expect_status 2
    has_error "destc: 2000000 errors"
}

@test "nor in the other formats" {
    under_sanitizers && skip "the sanitizers need memory of their own"
    { echo '{"destinations": ['; yes '{"domain": "a b", "settings": {"table_tls": 9}},' |
        head -n 300000; echo '{}]}'; } >errors.json
    limited_destc 150000 compile --check errors.json
    expect_status 2
    has_error "not shown; --max-errors 0 shows all"
    { echo 'domain,table_tls'; yes 'a b,requred,x' | head -n 1000000; } >errors.csv
    limited_destc 150000 compile --check errors.csv
    expect_status 2
    has_error "not shown; --max-errors 0 shows all"
    xml "$(yes '<destination domain="a"><tls>x</tls></destination>' | head -n 300000)" >errors.xml
    limited_destc 150000 compile --check errors.xml
    expect_status 2
    has_error "not shown; --max-errors 0 shows all"
}

# --- The table's form ------------------------------------------------------------------------

@test "a section without a name, and other broken heads" {
    for head in '[]' '[ ]' '[' '[a' '[a]b' '[a]]' '[[a]'; do
        printf '%s\ntable_tls = on\n' "$head" >head
        refused E0108 head
        has_error "head:1:"
    done
}

@test "the colon that was met is the one that is named" {
    printf '[a.example]\n: on\n= on\n' >marks
    refused E0108 marks
    has_error "marks:2:1: error[E0108]: unexpected \":\""
    has_error "marks:3:1: error[E0108]: unexpected \"=\""
}

@test "below a broken head the lines are still judged, and belong to no entry" {
    printf '[]\ntable_tls = requred\nmax_host_concurrency = x\n[b.example]\nzork\n' >broken
    refused E0108 broken
    has_error "broken:1:2: error[E0108]"
    has_error "broken:2:13: error[E0209]"
    has_error "broken:3:24: error[E0201]"
    has_error "broken:5:5: error[E0108]"
    has_no_error "E0301"
    has_no_error "E0303"
}

@test "a head without its brackets is one, for what stands below it" {
    for name in bücher.example .b.example 192.0.2.1 DEFAULT 'b.example]'; do
        printf '[a.example]\ntable_tls = on\n%s\ntable_tls = off\nbounce_profile = x\n' "$name" >bare
        refused E0108 bare
        has_error "bare:3:1: error[E0108]: a section's head without its brackets"
        has_error "did you mean [${name%]}]?"
        has_no_error E0302
        [ "$(grep -c 'error\[' .err)" -eq 1 ]
    done
    # The lines below are still judged.
    printf '[a.example]\nb.example\ntable_tls = requred\n' >bare
    refused E0108 bare
    has_error "bare:3:13: error[E0209]"
    for line in table_tls 'not a name.' 1.5 a..b zork; do
        printf '[a.example]\n%s\ntable_tls = on\n' "$line" >bare
        refused E0108 bare
        has_error "expected \"=\""
    done
}

@test "a parameter before any section" {
    printf 'table_tls = on\nbounce_profile = x\nrecipient_limit = -1\n[a.example]\n' >before
    refused E0301 before
    has_error "before:1:1: error[E0301]: table_tls stands before any section"
    [ "$(grep -c 'E0301' .err)" -eq 1 ]
    has_error "before:3:19: error[E0201]"
}

@test "a duplicate section names both places" {
    printf '[a.example]\ntable_tls = on\n\n[b.example]\n\n[A.Example]\n' >twice
    refused E0309 twice
    has_error "twice:6:2: error[E0309]: the destination a.example is given twice"
    has_error "twice:1:2: note: first given here"
    printf '[DEFAULT]\n[b.example]\n[default]\n' >defaults
    refused E0310 defaults
    has_error "defaults:3:2: error[E0310]"
    has_error "defaults:1:2: note: first given here"
    xml '<destination domain="a"/><destination domain="A"/>' >twice.xml
    refused E0309 twice.xml
    has_error "twice.xml:2:22: note: first given here"
    printf '{"destinations": [{\n "domain": "a.b"}, {"domain": "a.b"}]}' >twice.json
    refused E0309 twice.json
    has_error "twice.json:2:13: note: first given here"
    printf 'domain,table_tls\n[192.0.2.1],on\n192.0.2.1,on\n' >twice.csv
    refused E0309 twice.csv
    has_error "twice.csv:2:1: note: first given here"
}

@test "all spellings of one destination are one" {
    twice() {
        printf '[%s]\n[%s]\n' "$1" "$2" >twice
        destc compile --check twice
        has_error "error[E0309]" || { echo "$1 and $2"; false; }
    }
    twice example.com EXAMPLE.com
    twice example.com example.com.
    twice bücher.example xn--bcher-kva.example
    twice bücher.example BÜCHER.example
    twice bücher.example "$(printf 'bu\314\210cher.example')"
    twice 2001:db8::1 2001:DB8:0:0:0:0:0:1
    twice 2001:db8::1 '[2001:db8::1]'
    twice 192.0.2.1 '[192.0.2.1]'
    twice ::ffff:192.0.2.1 ::ffff:c000:201
    printf '[example.com]\n[.example.com]\n[www.example.com]\n[192.0.2.1]\n[192.0.2.10]\n' >once
    accepted once
}

@test "a duplicate parameter names both places" {
    printf '[a.example]\ntable_tls = on\nbounce_profile = x\nTABLE_TLS = off\n' >twice
    refused E0302 twice
    has_error "twice:4:1: error[E0302]: table_tls is given twice"
    has_error "twice:2:1: note: first given here"
    printf '[a.example]\nzork_x = 1\nZORK_X = 2\n' >unknown
    refused E0302 unknown
    has_error "unknown:3:1: error[E0302]"
    has_error "unknown:2:1: note: first given here"
}

@test "duplicates over several files name both files" {
    { default_entry; echo '[a.example]'; } >one
    { default_entry; echo '[A.example]'; } >two
    refused E0309 one two
    has_error "error[E0310]"
    has_error "two:14:2: error[E0309]"
    has_error "one:14:2: note: first given here"
    has_error "two:1:2: error[E0310]"
    has_error "one:1:2: note: first given here"
}

@test "a third one is told too" {
    printf '[a.example]\ntable_tls = on\ntable_tls = on\ntable_tls = on\n[a.example]\n[a.example]\n' >t
    destc compile --check t
    expect_status 2
    [ "$(grep -c 'error\[E0302\]' .err)" -eq 2 ]
    [ "$(grep -c 'error\[E0309\]' .err)" -eq 2 ]
}

@test "numbers out of range, with signs, with overflow" {
    declare -A range=([max_host_concurrency]=E0202 [max_messages_per_connection]=E0203
        [recipient_minutes]=E0204 [recipient_limit]=E0205)
    for name in "${!range[@]}"; do
        others=$(printf '%s = 10\n' "${!range[@]}" | grep -v "^$name ")
        write() {
            printf '[a.example]\n%s = %s\nlimit_type = host\nlimit_apply = system\n%s\n' \
                "$name" "$1" "$others" >number
        }
        for value in 2147483648 4294967295 4294967296 4294967297 18446744073709551617 \
            99999999999999999999 "$(zeros 60000 9)"; do
            write "$value"
            refused "${range[$name]}" number
            has_error "number:2:"
        done
        for value in +1 -1 -0 1.5 1e3 0x10 '1 0' 1,000 １０ ten '"10"' '=1'; do
            write "$value"
            refused E0201 number
        done
        write 007
        destc compile --to destconfig number
        expect_status 0
        has "$name = 7"
    done
}

@test "an empty value" {
    printf '[a.example]\ntable_tls =\nbounce_profile = \n' >empty
    refused E0108 empty
    has_error "empty:2:12: error[E0108]"
    has_error "empty:3:18: error[E0108]"
}

# --- XML -------------------------------------------------------------------------------------

@test "XML with a document type: refused before anything is opened" {
    mkfifo trap
    # Opening it would wait for a writer for ever.
    for declaration in '<!DOCTYPE policy>' '<!DOCTYPE policy SYSTEM "trap">' \
        '<!DOCTYPE policy PUBLIC "x" "trap">' '<!DOCTYPE policy [<!ENTITY e SYSTEM "trap">]>' \
        '<!DOCTYPE policy [<!ENTITY % e SYSTEM "trap"> %e;]>' \
        '<!DOCTYPE policy SYSTEM "http://192.0.2.1/x.dtd">'; do
        { echo "$declaration"; xml '<destination domain="a.example"/>'; } >declared.xml
        refused E0602 declared.xml
        has_error "declared.xml:1:1: error[E0602]"
    done
}

@test "an external entity is never read" {
    echo 'secret.example' >secret
    {
        echo "<!DOCTYPE policy [<!ENTITY e SYSTEM \"file://$PWD/secret\">"
        echo '<!ENTITY f SYSTEM "secret">]>'
        xml '<destination domain="a.example"><bounce-profile>&e;&f;</bounce-profile></destination>'
    } >entity.xml
    refused E0602 entity.xml
    has_no_error "secret.example"
}

@test "no other way of naming a file opens it" {
    mkfifo trap
    body='<destination domain="a.example"/>'
    {
        echo '<?xml-stylesheet href="trap"?>'
        echo '<?xml-model href="trap"?>'
        xml "$body"
    } >instruction.xml
    accepted instruction.xml
    xsi='xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    xml "$body" | sed "s|<policy|& $xsi xsi:schemaLocation=\"urn:destc:policy:1 trap\"|" >location.xml
    status=0
    limited 400000 10 "$DESTC" compile --check location.xml 2>.err || status=$?
    [ "$status" -ne 124 ]
    xml '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="trap"/>' >include.xml
    refused E0604 include.xml
}

@test "a declared encoding is told before bytes that are not UTF-8" {
    printf '<?xml version="1.0" encoding="ISO-8859-1"?>\n' >latin.xml
    xml '<!-- ' | sed '1q' >>latin.xml
    printf '<destination domain="b\374cher.example"/></policy>' >>latin.xml
    refused E0609 latin.xml
    has_error "latin.xml:1:31: error[E0609]"
    has_error 'and declare encoding="UTF-8"'
    has_no_error E0106
    sed 1d latin.xml >undeclared.xml
    refused E0106 undeclared.xml
}

@test "a billion laughs" {
    {
        echo '<!DOCTYPE policy ['
        echo '<!ENTITY l0 "ha">'
        for i in $(seq 9); do
            printf '<!ENTITY l%s "' "$i"
            printf "&l$((i - 1));%.0s" $(seq 10)
            echo '">'
        done
        echo ']>'
        xml '<destination domain="a.example"><bounce-profile>&l9;</bounce-profile></destination>'
    } >laughs.xml
    refused E0602 laughs.xml
    xml '<destination domain="a.example"><bounce-profile>&l9;</bounce-profile></destination>' \
        >undeclared.xml
    refused E0601 undeclared.xml
}

@test "the wrong namespace, or none" {
    echo '<policy xmlns="urn:other"><destination domain="a.example"/></policy>' >other.xml
    echo '<policy><destination domain="a.example"/></policy>' >none.xml
    echo '<html xmlns="http://www.w3.org/1999/xhtml"/>' >html.xml
    for file in other.xml none.xml html.xml; do
        refused E0603 "$file"
        has_error 'urn:destc:policy:1'
    done
}

@test "an unexpected element: the rest is still judged" {
    xml '<colour>red</colour>
<destination domain="a.example"><tls>required</tls><hue>1</hue></destination>
<destination domain="b.example"><tls>requred</tls></destination>
<destination domain="c d"/>' >elements.xml
    refused E0604 elements.xml
    has_error "elements.xml:2:2: error[E0604]: unexpected element <colour>"
    has_error "elements.xml:3:53: error[E0604]: unexpected element <hue>"
    has_error "elements.xml:4:38: error[E0209]"
    has_error "elements.xml:5:23: error[E0408]"
    has_error "destc: 4 errors"
}

@test "100,000 levels" {
    deep() { yes "$1" | head -n 100000 | tr -d '\n'; }
    xml "$(deep '<a>')$(deep '</a>')" >deep.xml
    refused E0605 deep.xml
    xml "$(deep '<a>')" >open.xml
    refused E0605 open.xml
    { printf '{"destinations": '; deep '['; } >deep.json
    refused E0801 deep.json
    { printf '{"destinations": '; deep '['; deep ']'; echo '}'; } >closed.json
    refused E0801 closed.json
    { printf '{"destinations": [{"domain": "a.example", "settings": '; deep '{"a":'; } >object.json
    refused E0801 object.json
    { printf '['; deep '['; printf 'a'; deep ']'; echo ']'; } >brackets
    destc compile --check brackets
    expect_status 2
}

@test "XML that ends too early, and what follows its end" {
    xml '<destination domain="a.example">' | head -n 2 >cut.xml
    refused E0601 cut.xml
    { xml ''; echo '<policy/>'; } >two.xml
    refused E0601 two.xml
    printf '<' >least.xml
    refused E0601 least.xml
    for length in $(seq 1 5 100); do
        xml '<destination domain="a.example"><tls>required</tls></destination>' |
            head -c "$length" >part.xml
        destc compile --check part.xml
        expect_status 2
    done
}

# --- What a terminal would obey --------------------------------------------------------------

CONTROL=$'\e(B\a\177\302\233'

@test "control characters and terminal escapes in names and values are shown escaped" {
    printf '[%s.example]\n[a.example]\nbounce_profile = %s\n%s = 1\ntable_tls = %s\nzork_x = %s\n' \
        "$CONTROL" "$CONTROL" "$CONTROL" "$CONTROL" "$CONTROL" >controls
    refused E0109 controls
    has_error '\x1B(B\x07\x7F\u{9B}'
    has_error "controls:1:2: error[E0408]"
    has_error "controls:3:18: error[E0109]"
    has_error "controls:4:1: error[E0109]"
    has_error "controls:5:13: error[E0109]"
    has_error "controls:6:10: error[E0109]"
}

@test "in every form of messages and every format" {
    printf '[%s.example]\nbounce_profile = %s\n' "$CONTROL" "$CONTROL" >"controls$CONTROL"
    for form in text json sarif github junit gitlab; do
        destc compile --check --message-format "$form" "controls$CONTROL"
        expect_status 2
        harmless_messages
        has_error '(B'
    done
    printf '{"destinations": [{"domain": "\\u001b[2J", "settings": {"bounce_profile": "\\u009b"}}]}' \
        >controls.json
    refused E0408 controls.json
    has_error "error[E0109]"
    printf 'domain,bounce_profile,%s\n%s,%s,1\n' "$CONTROL" "$CONTROL" "$CONTROL" >controls.csv
    refused E0408 controls.csv
    has_error "error[E0109]"
    xml "<destination domain=\"a&#x9b;\"><bounce-profile>&#x9b;&#x7f;</bounce-profile></destination>" \
        >controls.xml
    refused E0109 controls.xml
    has_error 'a\u{9B}'
    xml "<destination domain=\"$CONTROL\"/>" >raw.xml
    refused E0601 raw.xml
}

@test "in names of files" {
    refused E0701 "no such$CONTROL"
    has_error 'no such\x1B(B\x07\x7F\u{9B}: error[E0701]'
    mkdir "dir$CONTROL"
    refused E0702 "dir$CONTROL"
    echo '[a.example]' >"table$CONTROL"
    destc compile --to destconfig -o "none/x$CONTROL" "table$CONTROL"
    expect_status 2
    harmless_messages
    destc compile --to destconfig -o "dir$CONTROL" "table$CONTROL"
    expect_status 2
    harmless_messages
}

@test "in words of the command line" {
    { default_entry; echo '[a.example]'; } >table
    for words in "list table --where tls=$CONTROL" "list table --where $CONTROL" \
        "detail table $CONTROL" "explain table $CONTROL" "$CONTROL" "list --$CONTROL table" \
        "list --asyncos $CONTROL table" "list --from $CONTROL table" "list --idn $CONTROL table" \
        "list --max-errors $CONTROL table" "detail table a $CONTROL" "rules $CONTROL" \
        "compile --to $CONTROL table"; do
        destc $words
        expect_status 2
        harmless_messages || { echo "$words"; false; }
    done
    destc list --match "$CONTROL" table
    harmless_messages
}

@test "names that turn or hide what stands round them are shown escaped" {
    printf '[a.example]\nbounce_profile = a\342\200\256b\342\200\213c\nzork\342\200\256_x = 1\n' >turned
    destc list --from destconfig turned
    expect_status 0
    has 'a\u{202E}b\u{200B}c'
    has_error 'zork\u{202E}_x'
    has_not $'\342\200\256'
    has_no_error $'\342\200\256'
    destc detail turned
    has 'a\u{202E}b\u{200B}c'
    destc explain turned a.example
    has 'a\u{202E}b\u{200B}c'
    # What is not seen at all: joiners, selectors, tags.
    printf '[a.example]\ntable_tls = o\342\200\214n\342\200\215\357\270\217\363\240\201\201\315\217\n' >unseen
    destc compile --check unseen
    has_error '"o\u{200C}n\u{200D}\u{FE0F}\u{E0041}\u{34F}"'
}

# --- The system ------------------------------------------------------------------------------

@test "a directory, a missing file, a name that is none" {
    mkdir folder
    refused E0702 folder
    has_error "folder: error[E0702]: a directory instead of a file"
    refused E0701 missing
    has_error "missing: error[E0701]: the file cannot be read: No such file or directory"
    refused E0701 missing/below
    refused E0701 "$(zeros 300)"
    refused E0701 ''
    ln -s loop loop
    refused E0701 loop
}

@test "a bad file among good ones: all are read, nothing is written" {
    echo '[a.example]' >good
    printf '[b.example]\nzork\n' >bad
    refused E0701 good missing bad
    has_error "missing: error[E0701]"
    has_error "bad:2:5: error[E0108]"
}

@test "an unreadable file" {
    [ "$(id -u)" -ne 0 ] || skip "root reads everything"
    echo '[a.example]' >shut
    chmod 000 shut
    refused E0701 shut
    has_error "Permission denied"
}

@test "standard input that is closed or a directory" {
    status=0
    "$DESTC" list - <&- 2>.err || status=$?
    [ "$status" -eq 2 ]
    grep -q 'standard input: error\[E0701\]' .err
    status=0
    "$DESTC" list - <. 2>.err || status=$?
    [ "$status" -eq 2 ]
    grep -q 'E0702' .err
}

@test "a full disk, and standard output that is closed" {
    { default_entry; echo '[a.example]'; } >table
    for verb in "compile --to xml" "compile --to json" "compile --to csv" list "list --wide" detail; do
        status=0
        "$DESTC" $verb table >/dev/full 2>.err || status=$?
        [ "$status" -eq 2 ]
        grep -q 'E0705.*No space left on device' .err
        status=0
        "$DESTC" $verb table >&- 2>.err || status=$?
        [ "$status" -eq 2 ]
        grep -q 'E0705' .err
    done
    for verb in "explain table a.example" rules assumptions schema --help --version; do
        status=0
        "$DESTC" $verb >/dev/full 2>.err || status=$?
        [ "$status" -eq 2 ] || { echo "$verb: $status"; false; }
    done
}

@test "messages that cannot be written do not change the status" {
    echo '[a b]' >bad
    status=0
    "$DESTC" compile --check bad 2>/dev/full || status=$?
    [ "$status" -eq 2 ]
    status=0
    "$DESTC" compile --check bad 2>&- || status=$?
    [ "$status" -eq 2 ]
}

@test "a closed pipe: status 2 and one message" {
    { default_entry; for i in $(seq 20000); do echo "[h$i.example]"; done; } >table
    for verb in "compile --to destconfig" "compile --to json" "compile --to csv" "compile --to xml" \
        detail; do
        { status=0; "$DESTC" $verb table 2>.err || status=$?; echo "$status" >status; } |
            head -n 1 >/dev/null
        [ "$(cat status)" -eq 2 ]
        [ "$(grep -c error .err)" -eq 1 ]
        grep -q 'E0705.*Broken pipe' .err
    done
}
