# SPDX-License-Identifier: MIT
# The command line: verbs and options as their tables say, bad usage, help, forms of messages.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt "$EXAMPLES"/inbound.* .
    default_entry >clean.txt
}

# usage TEXT ARGS...: bad usage: status 2, one line that begins with TEXT, and a hint.
usage() {
    local text=$1
    shift
    destc "$@"
    if [[ $1 == merge ]]; then expect_status 129; else expect_status 2; fi # as git wants it
    [ -z "$output" ]
    [[ $errors == "destc: $text"* ]] || { echo "not \"$text\": $errors"; false; }
    [ "$(wc -l <.err)" -eq 2 ] || { echo "more than a line: $errors"; false; }
    hint=$(tail -n 1 .err)
    [[ $hint =~ ^Try:\ destc\ ([a-z]+\ )?--help$ ]] || { echo "no hint: $hint"; false; }
    # The hint is a command that works.
    [[ " $hints " == *" ${hint// /_} "* ]] || "$DESTC" ${hint#Try: destc } >/dev/null
    hints="$hints ${hint// /_}"
}

verbs() { "$DESTC" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'; }

# options VERB: its options' long names; all_options: those of every verb.
options() { "$DESTC" "$1" --help | sed -nE 's/^ +(-., )?--([a-z-]+).*/\2/p'; }
all_options() { for verb in $(verbs); do options "$verb"; done | sort -u; }

# operands VERB: enough of them.
operands() {
    case $1 in
    compile) echo "--check outbound.txt" ;;
    list | detail) echo outbound.txt ;;
    lint) echo clean.txt ;;
    explain) echo "outbound.txt bank.example" ;;
    diff | plan) echo "outbound.txt outbound.txt" ;;
    merge) echo "-o - outbound.txt outbound.txt outbound.txt" ;;
    set) echo "--dry-run outbound.txt bank.example messages=5" ;;
    fmt) echo "--check $EXAMPLES/small.policy" ;;
    esac
}

# --- Bad usage -------------------------------------------------------------------------------

@test "no verb, an unknown verb, a misspelt verb" {
    usage "what is to be done?"
    usage 'there is no verb "frobnicate"' frobnicate
    usage 'there is no verb "lsit"; did you mean list?' lsit
    usage 'there is no verb "compil"; did you mean compile?' compil outbound.txt
    usage 'there is no verb "--wide"; the verb comes first: destc list --wide ...' --wide list outbound.txt
    usage 'there is no verb "--format"; the verb comes first: destc diff --format ...' \
        --format json diff outbound.txt partners.txt
    usage 'there is no verb "a table.txt"; the verb comes first: destc diff '"'a table.txt' ..." \
        'a table.txt' diff partners.txt
    usage 'there is no verb "--json"; the verb comes first' --json
    usage 'there is no verb "--hepl"; did you mean --help?' --hepl list
    usage 'there is no verb "--versoin"; did you mean --version?' --versoin
    usage 'there is no verb "outbound.txt"' outbound.txt
    usage 'there is no verb ""' ''
}

@test "too few operands, and too many" {
    usage "compile needs FILE" compile
    usage "list needs FILE" list
    usage "detail needs FILE" detail
    usage "explain needs FILE" explain
    usage "explain needs FILE DESTINATION" explain outbound.txt
    usage '"b" is one operand too many' detail outbound.txt a b
    usage '"x" is one operand too many' schema x
}

@test "an unknown option, on every verb" {
    for verb in $(verbs); do
        usage "$verb has no option --frobnicate" "$verb" --frobnicate
        usage "$verb has no option -Z" "$verb" -Z
        usage "there is no option --hepl; did you mean --help?" "$verb" --hepl
    done
    usage "there is no option --efective; did you mean --effective?" list --efective outbound.txt
    usage "there is no option --efective; did you mean --effective?" list --efective=1 outbound.txt
}

# who_takes OPTION: "list does", "lint and diff do", "list, lint and diff do".
who_takes() {
    local -a takers
    local verb
    for verb in $(verbs); do
        [[ " ${own[$verb]} " != *" $1 "* ]] || takers+=("$verb")
    done
    [ ${#takers[@]} -gt 1 ] || { echo "${takers[0]} does"; return; }
    printf '%s, ' "${takers[@]:0:${#takers[@]}-1}" | sed 's/, $//'
    echo " and ${takers[-1]} do"
}

@test "an option of another verb, and whose it is" {
    declare -A own
    for verb in $(verbs); do own[$verb]=$(options "$verb" | xargs); done
    for option in $(all_options); do
        takers=$(who_takes "$option")
        for verb in $(verbs); do
            [[ " ${own[$verb]} " != *" $option "* ]] || continue
            usage "$verb does not take --$option; $takers" "$verb" "--$option"
        done
    done
    usage "plan does not take --fail-on; lint and diff do" plan --fail-on weaker x y
    usage "list does not take --to; compile does" list --to xml x
    usage "list does not take --completion; it stands in the place of a verb" \
        list --completion bash
    usage "rules does not take -q, --quiet; compile, list, " rules -q
}

@test "an option with one hyphen" {
    usage "there is no option -format; did you mean --format?" diff -format json a b
    usage "there is no option -format; did you mean --format?" plan a b -format=batch
    usage "there is no option -dry-run; did you mean --dry-run?" set -dry-run a b
    usage "there is no option -summary; did you mean --summary?" diff a b -summary
    usage "there is no option -sumary; did you mean --summary?" diff a -sumary b
    usage "there is no option -ver; did you mean --verbose or --version?" list -ver a
    usage "there is no option -json; did you mean --format json?" diff -json a b
    usage "plan does not take --summary; diff does" plan a b -summary
    usage "list has no option -Z" list -qZv a
    usage "-o needs a value" list a -qo
    # A letter with its value is one only if no long option is meant.
    usage "there is no option -output; did you mean --output?" list -output out.txt outbound.txt
    usage "there is no option -out; did you mean --output?" list -out out.txt outbound.txt
    [ ! -e utput ]
    destc list -qo-out.txt outbound.txt
    expect_status 0
    [ -s ./-out.txt ]
    destc list -oout.txt outbound.txt
    expect_status 0
    diff out.txt ./-out.txt
}

@test "an option that is too short, or is a value of another" {
    usage "--f may mean --from, --factory-default, --fail-on or --format" diff --f json a b
    usage "--ver may mean --verbose or --version" list --ver a
    usage "there is no option --json; did you mean --format json?" diff --json a b
    usage "there is no option --JSON; did you mean --format json?" explain --JSON a b
    usage "there is no option --html; did you mean --format html?" diff a b --html
    usage "there is no option --csv; did you mean --to csv?" compile --csv a
    usage "there is no option --redundant; did you mean --fix=redundant?" lint --redundant a
    usage "list has no option --=x" list --=x a
    destc list --wid outbound.txt
    expect_status 0
}

@test "operands and options in any order, and what stands behind --" {
    printf "[z.example]\ntable_tls = off\n" >more.txt
    destc list --wide outbound.txt more.txt --where tls=off
    expect_status 0
    cp .out expected
    for words in "outbound.txt --wide --where=tls=off more.txt" \
        "outbound.txt more.txt --wide --where=tls=off" \
        "--wide outbound.txt --where=tls=off -- more.txt" \
        "--wide --where=tls=off -- outbound.txt more.txt"; do
        destc list $words
        expect_status 0
        diff expected .out
    done
    POSIXLY_CORRECT=1 destc list outbound.txt more.txt --wide --where tls=off
    diff expected .out
    cp outbound.txt ./-wide
    destc list -- -wide
    expect_status 0
    cp .out expected
    destc list - -- <outbound.txt
    diff expected .out
}

@test "an option without its value" {
    for verb in $(verbs); do
        for option in $(takes_value "$verb"); do
            usage "--$option needs a value" "$verb" $(operands "$verb") "--$option"
        done
        usage "-o needs a value" "$verb" $(operands "$verb") -o
    done
}

# takes_value VERB: its options that take one; choices VERB: "OPTION WORD|WORD" of those that
# choose one of some words.
takes_value() { "$DESTC" "$1" --help | sed -nE 's/^ +(-., )?--([a-z-]+) [A-Za-z].*/\2/p'; }
choices() {
    "$DESTC" "$1" --help | sed -nE 's/^ +--([a-z-]+) ([a-z]+(\|[a-z]+)+)( .*)?$/\1 \2/p'
}

@test "a choice of none of the words" {
    count=0
    for verb in $(verbs); do
        while read -r option words; do
            for value in nonsense '' "${words%%|*}x" "$words"; do
                usage "--$option takes $words, not \"$value\"" "$verb" $(operands "$verb") \
                    "--$option" "$value"
            done
            count=$((count + 1))
        done < <(choices "$verb")
    done
    [ "$count" -ge 15 ]
}

@test "a choice of what may mean one of the words" {
    usage '--format takes text|json|markdown|html, not "md"; did you mean markdown?' \
        diff --format md outbound.txt outbound.txt
    usage '--format takes text|json|markdown|html, not "JSON"; did you mean json?' \
        diff --format JSON outbound.txt outbound.txt
    usage '--format takes text|json|markdown|html, not "hmtl"; did you mean html?' \
        diff --format hmtl outbound.txt outbound.txt
    usage '--to takes destconfig|xml|csv|json|policy|hat|rat, not "dest"; did you mean destconfig?' \
        compile --to dest outbound.txt
    usage '--message-format takes text|json|sarif|github|junit|gitlab, not "git"; did you mean github or gitlab?' \
        lint --message-format git clean.txt
    usage '--fix takes [redundant], not "redundnat"; did you mean redundant?' \
        lint --fix=redundnat clean.txt
    for value in x '' txet1 nonsense textx1; do
        destc diff --format "$value" outbound.txt outbound.txt
        expect_status 2
        has_no_error 'did you mean'
    done
}

@test "weights that are given in one" {
    each='--fail-on takes one weight, and is given once for each: '
    usage "$each--fail-on weaker:tls --fail-on may-stop-mail" \
        diff --fail-on weaker:tls,may-stop-mail outbound.txt outbound.txt
    usage "$each--fail-on weaker --fail-on may-stop-mail" \
        diff --fail-on weaker,may-stop-mail outbound.txt outbound.txt
    usage "$each--fail-on may-stop-mail --fail-on weaker:tls,access" \
        diff --fail-on may-stop-mail,weaker:tls,access outbound.txt outbound.txt
    usage "$each--fail-on weaker:tls --fail-on may-stop-mail" \
        diff --fail-on Weaker:TLS,May-Stop-Mail outbound.txt outbound.txt
    for value in gw2.txt may-stop-mail,tls weaker, ,weaker weaker,stop weaker: weaker:tls, \
        weakertls '' Stop; do
        usage "--fail-on takes weaker, weaker:TOPIC[,TOPIC] (tls, access, checks) or may-stop-mail, not \"$value\"" \
            diff --fail-on "$value" outbound.txt outbound.txt
    done
}

@test "a weight that is none of the words" {
    usage '--fail-on takes weaker with topics (tls, access, checks), not "acess"; did you mean access?' \
        diff --fail-on weaker:tls,acess outbound.txt outbound.txt
    usage '--fail-on takes weaker with topics (tls, access, checks), not "mail"' \
        diff --fail-on weaker:tls,mail outbound.txt outbound.txt
    usage '--fail-on takes weaker, weaker:TOPIC[,TOPIC] (tls, access, checks) or may-stop-mail, not "Waeker:tls"; did you mean weaker?' \
        diff --fail-on Waeker:tls outbound.txt outbound.txt
    # Before the files are counted: the weight may have been forgotten.
    usage '--fail-on takes weaker, weaker:TOPIC[,TOPIC] (tls, access, checks) or may-stop-mail, not "partners.txt"' \
        diff outbound.txt --fail-on partners.txt
    usage "diff compares two files" diff outbound.txt --fail-on weaker
    usage "diff compares two files" diff --fail-on weaker outbound.txt outbound.txt outbound.txt
    printf '[a.example]\ntable_tls = required\n' >old
    printf '[a.example]\ntable_tls = off\n' >new
    for value in WEAKER weaker:TLS Weaker:Access,Tls; do
        destc diff --fail-on "$value" old new
        expect_status 1
    done
    for value in May-Stop-MAIL WEAKER:Checks; do
        destc diff -q --fail-on "$value" old new
        expect_status 0
    done
}

@test "--listener of a difference names one that a side has" {
    for files in "inbound.hat inbound.policy" "inbound.policy inbound.rat" \
        "inbound.policy inbound.policy" "outbound.txt inbound.policy"; do
        destc diff --listener Foo $files
        expect_status 2
        has_error 'there is no listener "Foo"; the '
        has_error ' side, inbound.policy, has InboundMail, OutboundMail'
        has_no_error help:
        [ -z "$output" ]
    done
    destc diff --listener InboundMial inbound.hat inbound.policy
    expect_status 2
    has_error 'the new side, inbound.policy, has '
    has_error 'help: did you mean InboundMail?'
    destc diff --listener InboundMail inbound.hat inbound.policy
    expect_status 1
    # A file that does not say whose it is may be anybody's.
    destc diff --listener Foo inbound.hat inbound.hat
    expect_status 0
    destc diff --listener Foo outbound.txt outbound.txt
    expect_status 0
    # An appliance may have one of its own.
    printf 'appliance "a" { add listener "Foo" public { mail-flow-policy default { tls required; } } }\n' >foo
    cat inbound.policy foo >own.policy
    destc diff -q --listener Foo own.policy own.policy
    expect_status 0
    destc diff -q --listener Foo --appliance esa-core own.policy own.policy
    expect_status 2
}

@test "every word of every choice is taken" {
    for verb in $(verbs); do
        while read -r option words; do
            for value in ${words//|/ }; do
                files=
                [[ $value != [hr]at ]] || files="inbound.hat inbound.rat"
                destc "$verb" -q $(operands "$verb") $files "--$option" "$value"
                expect_status 0
            done
        done < <(choices "$verb")
    done
}

@test "values that are none" {
    for value in x '' -1 1.5 99999999999 '1 ' +1; do
        usage "--max-errors takes a number, not \"$value\"" list --max-errors "$value" outbound.txt
    done
    for value in x '' 14 14. .2 14.x -1 14.2x 99999999999.1; do
        usage "--asyncos takes a release like 14.2, not \"$value\"" list --asyncos "$value" outbound.txt
    done
    for value in x '' INI postfix; do
        usage "--from takes destconfig, xml, csv, json, policy, hat, rat or saveconfig, not \"$value\"" \
            list --from "$value" outbound.txt
    done
    usage "--listener needs the name of a listener" list --listener '' outbound.txt
    usage 'there is no code "E9999"' rules E9999
    usage 'there is no code ""' rules E0101 ''
    usage 'there is no assumption "x"' assumptions A01 x
}

@test "a percentage with its sign" {
    for change in 0 100; do
        destc plan --max-delete 1 --max-change $change outbound.txt outbound-planned.txt
        cp .out expected
        cp .err expected.errors
        destc plan --max-delete 1 --max-change $change% outbound.txt outbound-planned.txt
        diff expected .out
        diff expected.errors .err
    done
    for change in % %5 5%% '5 %' 5x%; do
        usage "--max-change takes a percentage, not \"$change\"" \
            plan --max-change "$change" outbound.txt outbound.txt
    done
    usage '--max-delete takes a number of entries, not "5%"' \
        plan --max-delete 5% outbound.txt outbound.txt
}

@test "options that exclude each other" {
    usage "--lenient and --strict exclude each other" list --lenient --strict outbound.txt
    usage "--default and --factory-default exclude each other" \
        list --default outbound.txt --factory-default partners.txt
    usage "--brief and --format json exclude each other" \
        explain --brief --format json outbound.txt bank.example
    usage "--effective goes with --to csv and --to json" compile --effective --to xml outbound.txt
    usage "--effective goes with --to csv and --to json" \
        compile --effective --to destconfig outbound.txt
    usage "compile needs --to FORMAT, or --check" compile outbound.txt
    usage "--tls-words goes with the listing without --wide" \
        list --wide --tls-words reference outbound.txt
    usage "the table and the names cannot both come from standard input" explain - --from -
}

@test "a switch with a value" {
    for option in wide effective quiet; do
        destc list "--$option=yes" outbound.txt
        expect_status 2
        [ -z "$output" ]
        has_error "--$option takes no value, and \"--$option=yes\" gives it one"
    done
}

@test "bad usage reads and writes nothing" {
    echo old >out
    destc compile --to xml -o out --nonsense missing
    expect_status 2
    [ "$(cat out)" = old ]
    has_no_error E0701
    destc compile --to xml -o out --max-errors x missing
    has_no_error E0701
}

# --- Help ------------------------------------------------------------------------------------

@test "help lists every verb, and each verb its options" {
    destc --help
    expect_status 0
    [ -z "$errors" ]
    golden_output help
    [ "$(verbs | xargs)" = "compile list detail explain lint diff plan merge set fmt rules assumptions schema" ]
    for word in -h help; do
        destc "$word"
        diff "$GOLDEN/help" .out
    done
    for verb in $(verbs); do
        destc "$verb" --help
        expect_status 0
        [ -z "$errors" ]
        [[ $output == "destc $verb"* ]]
        cp .out help
        destc "$verb" -h
        diff help .out
        # Also in the middle of a command that could not be done.
        destc "$verb" -o /no/such/folder/x --help no-such-file
        expect_status 0
        diff help .out
    done
}

@test "help says the other ways to use a verb" {
    destc diff --help
    [ "$(sed -n '1,3p' .out)" = $'destc diff OLD NEW\ndestc diff --matrix FILE...' ]
    destc explain --help
    has $'\ndestc explain FILE --from-host IP|'
    destc set --help
    has $'\ndestc set FILE DESTINATION... --remove\n'
    for verb in $(verbs); do
        destc $verb --help
        for option in $(sed -n '/^$/q; p' .out | grep -oE -- '--[a-z-]+'); do
            [[ " $(options $verb | xargs) " == *" ${option#--} "* ]]
        done
    done
}

@test "help of set lists the settings, and each is one" {
    destc set --help
    sed -n '/^NAME is /,$p' .out | sed 1d >settings
    [ "$(grep -c '^PARAM(' "$ROOT/src/model/params.def")" -eq "$(wc -l <settings)" ]
    while read -r policy export rest; do
        [ -z "$rest" ]
        grep -qF "\"$export\", \"$policy\"" "$ROOT/src/model/params.def"
        for name in "$policy" "$export"; do
            destc set --dry-run outbound.txt DEFAULT "$name=="
            has_no_error "there is no setting"
        done
    done <settings
    for verb in list lint; do
        destc $verb --help
        has_not "NAME is a setting's"
    done
}

@test "an option that is given twice" {
    destc list --help
    has 'Each use counts of --where; of any other option the last.'
    destc fmt --help
    has_not 'Each use'
    destc list --match 'x*' --match 'bank*' outbound.txt
    has bank.example
    cp .out expected
    destc list --match 'bank*' outbound.txt
    diff expected .out
    destc list --where 'tls = off' --where 'tls = required' outbound.txt
    cp .out expected
    destc list --where 'tls = required' outbound.txt
    fails cmp -s expected .out
    destc explain --brief --from-host 192.0.2.1 --from-host 192.0.2.2 inbound.hat
    has 192.0.2.1
    has 192.0.2.2
    destc explain --brief --recipient a@example.org --recipient b@example.org inbound.rat
    has a@example.org
    has b@example.org
}

@test "the version" {
    destc --version
    expect_status 0
    [[ $output =~ ^destc\ [0-9]+\.[0-9]+\.[0-9]+\ \(libxml2\ [0-9.]+\)$ ]]
    for words in -V "list --version" "compile -V"; do
        destc $words
        expect_status 0
        [[ $output == destc\ * ]]
    done
}

@test "every option of the table is tried somewhere in these tests" {
    for option in $(all_options); do
        grep -qE -- "(^|[^a-z-])--$option([^a-z-]|$)" "$BATS_TEST_DIRNAME"/*.bats ||
            { echo "--$option"; false; }
    done
    # But for those in a verb's place, see integrations.bats.
    [ "$(grep '^OPTION(' "$ROOT/src/cli/options.def" | grep -vc ', INSTEAD,')" -eq \
        "$(all_options | wc -l)" ]
}

@test "options may stand anywhere, and be joined or shortened as usual" {
    destc list outbound.txt --wide -q
    expect_status 0
    cp .out expected
    for words in "--wide -q outbound.txt" "-q outbound.txt --wide" "-q --wide -- outbound.txt" \
        "--quiet --wid outbound.txt" "-qv --wide outbound.txt" "--wide --max-errors=3 outbound.txt"; do
        destc list $words
        expect_status 0
        diff expected .out
    done
    destc list -ojoined outbound.txt
    [ -s joined ]
    destc list --output=joined2 outbound.txt
    cmp joined joined2
    destc list --output joined3 outbound.txt
    cmp joined joined3
    cp outbound.txt -- --wide
    destc list -- --wide
    expect_status 0
    cmp joined .out
}

@test "the last of several wins" {
    destc compile -q --to json --to xml outbound.txt
    diff "$GOLDEN/compile/outbound.xml" .out
    destc list -q --max-errors x --max-errors 3 outbound.txt
    expect_status 0
}

# --- Other verbs -----------------------------------------------------------------------------

@test "rules" {
    destc rules
    expect_status 0
    [ "$(sort -u .out | wc -l)" -eq "$(wc -l <.out)" ]
    [ "$(grep -c '^CODE(' "$ROOT/src/diag/codes.def")" -eq "$(wc -l <.out)" ]
    fails grep -vE '^(E[0-9]{4}  error  |W[0-9]{4}  warning|I[0-9]{4}  info   )  [^ ]' .out
    destc rules E0209 w0305
    expect_status 0
    golden_output rules-two
}

@test "assumptions" {
    destc assumptions
    expect_status 0
    golden_output assumptions
    [ "$(grep -cE '^A[0-9]{2} ' .out)" -eq "$(grep -c '^ASSUMPTION(' "$ROOT/src/model/assumptions.def")" ]
    [ "$(grep -c '^why ' .out)" -eq "$(grep -cE '^A[0-9]{2} ' .out)" ]
    [ "$(grep -c '^to try ' .out)" -eq "$(grep -cE '^A[0-9]{2} ' .out)" ]
}

@test "schema" {
    destc schema
    expect_status 0
    cmp .out "$ROOT/schemas/policy.xsd"
    destc schema -o policy.xsd
    cmp policy.xsd "$ROOT/schemas/policy.xsd"
    destc schema --path
    expect_status 0
    [[ $output == /*/policy.xsd ]]
}

# --- Forms of messages -----------------------------------------------------------------------

# without_version: the messages but for the program's version.
without_version() { sed "s/\"$("$DESTC" --version | cut -d' ' -f2)\"/\"VERSION\"/" .err; }

@test "each form of messages" {
    for form in text json sarif github junit gitlab; do
        destc compile --check --message-format "$form" mistakes.txt
        expect_status 2
        [ -z "$output" ]
        without_version >shown
        same_as_golden "messages/mistakes.$form" shown
    done
}

@test "each form is well formed, with messages and without" {
    printf '[a b\033.example]\n' >"a&b<\"'%:,é.txt"
    : >silent
    for input in mistakes.txt outbound.txt "a&b<\"'%:,é.txt" missing; do
        for form in json sarif gitlab; do
            destc list --message-format "$form" "$input"
            jq . .err >/dev/null
        done
        destc list --message-format junit "$input"
        xmllint --noout .err
        destc list --message-format github "$input"
        fails grep -v '^::\(error\|warning\|notice\) ' .err
    done
}

@test "sarif says whether the run was successful as the status does" {
    cat >rules.policy <<'END'
destination a.example { tls off; }
assert tls >= required for a.example;
END
    for case in "0 outbound.txt" "1 rules.policy" "2 mistakes.txt" "2 missing"; do
        destc compile --check --message-format sarif "${case#* }"
        expect_status "${case% *}"
        expected=true
        [ "${case% *}" -lt 2 ] || expected=false
        [ "$(jq '.runs[0].invocations[0].executionSuccessful' .err)" = "$expected" ]
    done
}

@test "--verbose does not break a form for programs" {
    for form in json sarif gitlab; do
        destc compile --check -v --message-format "$form" mistakes.txt
        jq . .err >/dev/null
    done
    destc compile --check -v --message-format github outbound.txt
    [ -z "$errors" ]
    printf '[a.example]\n' >one.txt
    destc compile --check -v --message-format text one.txt
    [ "$errors" = "destc: 1 file, 1 destination, no default entry, 1 distinct set of settings" ]
}

@test "the forms agree on what they say" {
    destc compile --check --message-format json mistakes.txt
    [ "$(jq -r .code .err | sort | xargs)" = "E0204 E0209 E0212 E0303 E0309 E0402 W0411" ]
    jq -r '"\(.line):\(.code)"' .err | sort >expected
    destc compile --check --message-format sarif mistakes.txt
    jq -r '.runs[0].results[] | "\(.locations[0].physicalLocation.region.startLine):\(.ruleId)"' .err |
        sort | diff expected -
    destc compile --check --message-format gitlab mistakes.txt
    jq -r '.[] | "\(.location.lines.begin):\(.check_name)"' .err | sort | diff expected -
    [ "$(jq -r '.[].fingerprint' .err | sort -u | wc -l)" -eq 7 ]
    destc compile --check --message-format github mistakes.txt
    sed -E 's/^::[a-z]+ file=mistakes.txt,line=([0-9]+),.*title=([A-Z0-9]+)::.*/\1:\2/' .err | sort |
        diff expected -
    destc compile --check mistakes.txt
    sed -nE 's/^mistakes.txt:([0-9]+):[0-9]+: (error|warning)\[([A-Z0-9]+)\].*/\1:\3/p' .err | sort |
        diff expected -
}

@test "messages are sorted by place" {
    destc compile --check --message-format json mistakes.txt
    jq -r '"\(.line) \(.column)"' .err | sort -s -n -k1,1 -k2,2 -c
}

@test "-q shows errors only, in every form" {
    for form in text json sarif github junit gitlab; do
        destc compile --check -q --message-format "$form" mistakes.txt
        expect_status 2
        has_error E0204
        has_no_error W0411
    done
    destc list -q newer-release.txt
    [ -z "$errors" ]
    destc list newer-release.txt
    [ -n "$errors" ]
}

@test "-v says what was read" {
    destc list -v outbound.txt
    expect_status 0
    [ "$errors" = "destc: 1 file, 6 destinations, a default entry, 7 distinct sets of settings" ]
    destc compile --check -v partners.txt example.com.txt
    has_error "destc: 2 files, 4 destinations, a default entry, "
    destc compile --check --verbose partners.txt
    has_error "destc: 1 file, 3 destinations, no default entry, "
}

@test "--color" {
    escape=$'\e['
    destc compile --check --color always mistakes.txt
    has_error "$escape"
    NO_COLOR=1 destc compile --check --color always mistakes.txt
    has_error "$escape"
    # Without the colours the same text.
    sed 's/\x1B\[[0-9;]*m//g' .err | diff - "$GOLDEN/messages/mistakes.text"
    for value in never auto; do
        destc compile --check --color "$value" mistakes.txt
        diff .err "$GOLDEN/messages/mistakes.text"
    done
    destc compile --check --color always --message-format json mistakes.txt
    has_no_error "$escape"
}

@test "--color auto on a terminal, NO_COLOR and TERM=dumb" {
    command -v script >/dev/null || skip "script(1) is not installed"
    on_terminal() { script -qec "$*" /dev/null </dev/null; }
    command="'$DESTC' compile --check mistakes.txt"
    export TERM=xterm
    coloured() { on_terminal "$*" | grep -q $'\e\['; }
    coloured "$command"
    fails coloured "NO_COLOR=1 $command"
    coloured "NO_COLOR= $command"
    fails coloured "TERM=dumb $command"
    fails coloured "$command --color never"
}

@test "status: 0 with warnings, 2 with errors" {
    destc list newer-release.txt
    expect_status 0
    has_error "warning["
    destc list mistakes.txt
    expect_status 2
}

@test "standard input named twice" {
    usage "standard input (-) is named twice" list - -
    usage "standard input (-) is named twice" list partners.txt - --default -
}

@test "help says of an option what it does for this verb" {
    for verb in compile list detail lint; do
        destc $verb --help
        has_not 'standard input'
        has_not 'it would change'
    done
    destc explain --help
    has '; - takes names from standard input'
    destc fmt --check --help
    has 'find files that it would change'
    for verb in $(verbs); do
        destc $verb --help
        fails grep -n ' $' .out
    done
}
