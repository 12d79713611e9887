# SPDX-License-Identifier: MIT
# The manual: what it shows is what destc prints, and what it names is there. UPDATE_GOLDEN=1
# rewrites the examples' outputs.

load helper

documents() { (cd "$ROOT" && ls README.md CONTRIBUTING.md CHANGELOG.md docs/*.md); }

# as_run FILE: prints FILE, but below each command ("$ ...") of its ```console blocks what the
# command prints now. "$?" is the status of the command before. Commands of one file see each
# other's files; they start beside a copy of examples/. A ```policy block with a name behind it is
# the file of that name.
as_run() {
    local line command last=0 inside= into=
    local -a lines
    mapfile -t lines <"$1"
    for line in "${lines[@]}"; do
        [ "$line" != '```' ] || inside= into=
        [ -z "$into" ] || printf '%s\n' "$line" >>"$into"
        if [[ $line == '```policy '* ]]; then
            into=${line#'```policy '}
            : >"$into"
        fi
        if [ -z "$inside" ]; then
            printf '%s\n' "$line"
        elif [[ $line == '$ '* ]]; then
            printf '%s\n' "$line"
            command=${line#'$ '}
            command=${command//'$?'/$last}
            last=0
            eval "$command" 2>&1 </dev/null || last=$?
        fi
        [ "$line" != '```console' ] || inside=yes
    done
}

# beside_examples COMMAND...: runs it in a new folder beside examples/, with destc in the PATH.
beside_examples() {
    (
        folder=$(mktemp -d "$BATS_TEST_TMPDIR/run.XXXXXX")
        mkdir "$folder/.bin"
        ln -s "$DESTC" "$folder/.bin/destc"
        cp -r "$EXAMPLES" "$folder/examples"
        PATH=$folder/.bin:$PATH
        # Git takes nothing from whoever runs the tests.
        export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=Ann \
            GIT_AUTHOR_EMAIL=ann@example.org GIT_COMMITTER_NAME=Ann \
            GIT_COMMITTER_EMAIL=ann@example.org
        unset -f destc
        cd "$folder" && "$@"
    )
}

# shows_what_is FILE: FILE's examples print what FILE says.
shows_what_is() {
    beside_examples as_run "$1" >"$BATS_TEST_TMPDIR/as_run"
    if [ -n "${UPDATE_GOLDEN:-}" ]; then
        cp "$BATS_TEST_TMPDIR/as_run" "$1"
    fi
    diff -u "$1" "$BATS_TEST_TMPDIR/as_run"
}

# The text of the man page without its fonts.
man_text() {
    sed -e 's/\\-/-/g' -e 's/\\f[BIRP]//g' -e 's/\\(aq/'"'"'/g' -e 's/\\e/\\/g' "$ROOT/docs/destc.1"
}

verbs() { "$DESTC" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'; }

# All options as help shows them, with the verbs that take them: "-o, --output FILE: list rules".
options_of_help() {
    for verb in $(verbs); do
        "$DESTC" "$verb" --help | sed -nE 's/^( {2}-.,| {6})( ?--.*)/\1\2/p' |
            sed -E "s/^ *//; s/ {2,}.*//; s/\$/\t$verb/"
    done | by_option
}

# The same as the tags below the man page's headings "Options of ..." say.
options_of_man() {
    local line taken=
    man_text | while IFS= read -r line; do
        case $line in
        '.SS "Options of every verb"') taken=$(verbs) ;;
        '.SS "Options of '*)
            taken=${line#'.SS "Options of '}
            taken=$(echo "$taken" | tr -d '",' | sed 's/ and / /')
            ;;
        .SH*) taken= ;;
        '.B '*-* | '.BI '*-*)
            [ -n "$taken" ] && [ "$before" = .TP ] || continue
            line=$(echo "$line" | sed -E 's/^\.BI? //; s/"//g; s/ +/ /g')
            for verb in $taken; do printf '%s\t%s\n' "$line" "$verb"; done
            ;;
        esac
        before=$line
    done | by_option
}

# Lines OPTION<tab>VERB, an option and all its verbs on one line.
by_option() {
    LC_ALL=C sort -u | awk -F'\t' '{ verbs[$1] = verbs[$1] " " $2 }
        END { for (option in verbs) print option ":" verbs[option] }' | LC_ALL=C sort
}

@test "the manual shows what destc prints" {
    for document in $(cd "$ROOT" && grep -l '^```console$' README.md docs/*.md); do
        shows_what_is "$ROOT/$document"
    done
}

@test "a wrong output in the manual is found" {
    unset UPDATE_GOLDEN
    printf '%s\n' 'Text.' '```console' '$ destc --version' 'destc 99' '```' >wrong.md
    run shows_what_is "$PWD/wrong.md"
    [ "$status" -ne 0 ]
    [[ $output == *'-destc 99'* ]]
}

@test "a status and a file in the manual come from the command before" {
    printf '%s\n' '```console' '$ destc nonsense >out 2>&1' '$ echo $?' '2' '$ head -n 1 out' \
        'destc: there is no verb "nonsense"' '```' >right.md
    shows_what_is "$PWD/right.md"
}

@test "a file in the manual is there for the commands" {
    printf '%s\n' '```policy a.policy' 'destination a.example;' '```' '```console' \
        '$ cat a.policy' 'destination a.example;' '```' >right.md
    shows_what_is "$PWD/right.md"
}

@test "the README shows the main things" {
    for verb in list explain compile; do
        grep -q "^\$ destc $verb" "$ROOT/README.md"
    done
    [ "$(grep -c '^```console$' "$ROOT/README.md")" -ge 3 ]
    grep -q 'make demo' "$ROOT/README.md"
    grep -q 'make check' "$ROOT/README.md"
}

@test "the README's table and the man page have every verb, and no other" {
    for verb in $(verbs); do
        usage=$("$DESTC" "$verb" --help | head -n 1 | sed 's/ *$//')
        man_text | grep -qxF ".SS \"$usage\"" || { echo "not in the man page: $usage"; false; }
    done
    [ "$(man_text | grep -c '^\.SS "destc ')" -eq "$(verbs | wc -l)" ]
    diff <(verbs) <(sed -n 's/^| `\([a-z]*\)[` ].*/\1/p' "$ROOT/README.md")
}

@test "the man page has every option as help shows it, for the same verbs, and no other" {
    [ -n "$(options_of_help)" ]
    diff <(options_of_help) <(options_of_man)
    # Nor does its text name one that is not there.
    known=$("$DESTC" --help; for verb in $(verbs); do "$DESTC" "$verb" --help; done)
    for option in $(man_text | grep -oE -- '--[a-z][a-z-]*' | sort -u); do
        [[ $known == *"$option"* ]] || { echo "no such option: $option"; false; }
    done
}

@test "the man page and help name the same options whose uses all count" {
    for verb in $(verbs); do "$DESTC" "$verb" --help; done | sed -n 's/^Each use counts of//p' |
        sed 's/;.*//' | tr -d ', ' | sed 's/^--//; s/--/\n/g' | sort -u >by_help
    man_text | sed -n '/^Of an option that is given twice/,/^\.S/p' |
        sed -nE 's/^\.BR? --([a-z-]+).*/\1/p' | sort -u >by_man
    [ "$(wc -l <by_man)" -ge 5 ]
    diff by_help by_man
    destc --help
    has 129
    man_text | grep -qxF '.B 129'
}

@test "the man page says how many formats are read, and which" {
    formats=$("$DESTC" list --help | sed -nE 's/^ +--from FORMAT +//p' | sed 's/,//g; s/ or / /')
    [ "$(wc -w <<<"$formats")" -eq 8 ]
    man_text | grep -q '^Files are read in eight formats:'
    man_text | sed -n '/^Files are read in/,/^The format/p' >told
    for format in $formats; do grep -qwF "$format" told; done
}

@test "the documents name no option that does not exist" {
    known=$("$DESTC" --help; for verb in $(verbs); do "$DESTC" "$verb" --help; done)
    cd "$ROOT"
    for option in $(grep -hoE '`--[a-z][a-z-]*|destc [a-z]+[^`|]* --[a-z][a-z-]*' README.md \
        docs/*.md | grep -oE -- '--[a-z][a-z-]*' | sort -u); do
        [[ $known == *"$option"* ]] || { echo "no such option: $option"; false; }
    done
}

@test "the man page is well formed" {
    if command -v groff >/dev/null; then
        run groff -man -Tutf8 -ww "$ROOT/docs/destc.1" 2>warnings >/dev/null
        [ "$status" -eq 0 ]
        [ ! -s warnings ] || { cat warnings; false; }
    elif command -v man >/dev/null; then
        [ -z "$(man --warnings -l "$ROOT/docs/destc.1" 2>&1 >/dev/null)" ]
    else
        skip "neither groff nor man is installed"
    fi
}

# Prints and runs the commands of a file; each must do its work, but for those on mistakes.
do_commands() {
    local status
    while IFS= read -r command; do
        echo "$command"
        status=0
        eval "$command" </dev/null || status=$?
        [ "$status" -eq 0 ] || [[ $status$command == 2*mistakes* ]] || return 1
    done <"$1"
}

@test "the man page's examples work" {
    man_text | sed -n '/^\.EX/,/^\.EE/p' | grep '^destc ' >commands
    [ "$(wc -l <commands)" -ge 5 ]
    beside_examples do_commands "$PWD/commands" >out 2>&1 || { cat out; false; }
}

@test "links lead somewhere" {
    cd "$ROOT"
    for document in $(documents); do
        while IFS= read -r link; do
            target=${link%%#*}
            anchor=
            [[ $link != *'#'* ]] || anchor=${link#*#}
            file=$(dirname "$document")/$target
            [ -n "$target" ] || file=$document
            [ -e "$file" ] || { echo "$document: $link"; return 1; }
            [ -z "$anchor" ] || headings "$file" | grep -qxF "$anchor" ||
                { echo "$document: no heading for $link"; return 1; }
        done < <(grep -oE '\]\([^)]+\)' "$document" | sed 's/^](//; s/)$//' |
            grep -vE '^(https?|mailto):' | sort -u)
    done
}

# The anchors of a document's headings.
headings() {
    sed -n 's/^##* //p' "$1" | tr 'A-Z' 'a-z' | sed "s/[^a-z0-9_ -]//g; s/ /-/g"
}

@test "every page of the manual can be reached from the README" {
    cd "$ROOT"
    for page in docs/*; do
        grep -qF "($page)" README.md || { echo "$page"; false; }
    done
}

@test "the architecture's table of arrows is the one that the code is held to" {
    folder() { echo "${1}" | tr -d '`' | sed 's|^src/||; s|/$||'; }
    while IFS='|' read -r _ place _ arrows _; do
        place=$(folder "$(echo $place)")
        arrows=$(echo "${arrows//,/}" | tr -d '`')
        echo "$place: $(printf '%s\n' $place $arrows | grep -vx -e - -e grammar | sort -u | xargs)"
    done < <(sed -n '/^| `\(src\/\)\{0,1\}[a-z]*\/` |/p' "$ROOT/docs/architecture.md") | sort >told
    sed -nE 's/^ +\[([a-z]+)\]="([a-z ]*)"$/\1 \2/p' "$ROOT/tests/cli/architecture.bats" |
        while read -r place arrows; do
            [ "$place" != grammar ] || arrows="grammar $arrows"
            echo "$place: $(printf '%s\n' $place $arrows | grep -vx grammar | sort -u | xargs)"
        done | sort >held
    [ "$(wc -l <held)" -ge 9 ]
    diff told held
}

@test "what is said to be in examples/ is there, and each example is used" {
    cd "$ROOT"
    for example in examples/*; do
        grep -qrF "$(basename "$example")" README.md docs tests Makefile ||
            { echo "$example is used nowhere"; false; }
    done
    for name in $(grep -ohE 'examples/[a-z.-]+' README.md CONTRIBUTING.md docs/* | sort -u); do
        [ -e "$name" ] || { echo "$name"; false; }
    done
}
