# SPDX-License-Identifier: MIT
# destc set: what it changes in a table file, what it leaves alone, what it refuses.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    { default_entry; cat <<'EOT'
# the bank
[bank.example]
table_tls=required
# twenty
max_messages_per_connection = 20

[.part.example]
bounce_profile = b
EOT
    } >t.txt
    cp t.txt before
}

@test "a value is changed in place, a new setting stands at the end of its section" {
    destc set t.txt bank.example tls=required-verify bounce-profile=fast
    expect_status 0
    has "(Default) -> fast"
    sed '16s/required/require_verify/; 18a bounce_profile = fast' before | diff - t.txt
}

@test "names are called as people call them; case and form mean nothing" {
    destc set t.txt BANK.example. .PART.example table_tls=OFF
    expect_status 0
    sed '16s/required/OFF/; $a table_tls = OFF' before | diff - t.txt
    destc set t.txt bank.example messages=20
    expect_status 0
    sed '16s/required/OFF/; $a table_tls = OFF' before | diff - t.txt
}

@test "an entry that is not there is added, each behind a blank line" {
    destc set t.txt new.example 192.0.2.1 tls=required recipients=unlimited \
        recipient-minutes=60 limits-per=domain limits-apply=system-wide
    expect_status 0
    has "added    new.example"
    { cat before
      for name in new.example 192.0.2.1; do
        printf '\n[%s]\nrecipient_minutes = 60\nrecipient_limit = 0\nlimit_type = host\n' $name
        printf 'limit_apply = system\ntable_tls = required\n'
      done; } | diff - t.txt
    # A change of the last section comes before what is added behind it.
    cp before t.txt
    destc set t.txt new.example .part.example tls=off
    { cat before; printf 'table_tls = off\n\n[new.example]\ntable_tls = off\n'; } | diff - t.txt
}

@test "line ends and a last line without end stay" {
    sed 's/$/\r/' before | head -c -2 >t.txt
    cp t.txt was
    destc set t.txt new.example .part.example tls=off
    expect_status 0
    { cat was; printf '\r\ntable_tls = off\r\n\r\n[new.example]\r\ntable_tls = off'; } | cmp - t.txt
}

@test "the default entry" {
    destc set t.txt DEFAULT messages=30
    expect_status 0
    has "changed  DEFAULT"
    sed '4s/50/30/' before | diff - t.txt
    destc set t.txt default messages=
    expect_status 2
    has_error E0304
    has_error "nothing was written"
    sed '4s/50/30/' before | diff - t.txt
}

@test "a setting goes with NAME=, an entry with --remove; comments stay" {
    destc set t.txt bank.example messages=
    sed 18d before | diff - t.txt
    cp before t.txt
    destc set t.txt --remove bank.example
    expect_status 0
    has "removed  bank.example"
    sed '15,16d; 18d' before | diff - t.txt
    destc set t.txt --remove bank.example .part.example
    expect_status 2
    has_error "error[E0414]: the table has no such entry: bank.example"
    sed '15,16d; 18d' before | diff - t.txt
}

@test "names come from a file" {
    printf '# those of 2026\nbank.example # the bank\n\nnew.example\r\n' >names
    destc set t.txt --domains names tls=off
    expect_status 0
    grep -qx 'table_tls=off' t.txt
    [ "$(tail -n 2 t.txt | head -n 1)" = "[new.example]" ]
    destc set t.txt --domains names --remove
    expect_status 0
    fails grep -x '\[new.example\]\|\[bank.example\]' t.txt
    printf 'a..example\n' >names
    destc set t.txt --domains names tls=off
    expect_status 2
    has_error "names:1:"
    destc set t.txt --domains missing tls=off
    expect_status 2
    cp t.txt was
    printf '# none\n\n' >names
    destc set t.txt .part.example --domains names tls=off
    expect_status 2
    has_error "--domains names: the file has no names"
    cmp t.txt was
}

@test "what a limit needs is asked for, and nothing is written" {
    destc set t.txt bank.example recipients=20
    expect_status 2
    has_error "recipient_limit needs recipient_minutes, limit_type and limit_apply beside it"
    has_error "nothing was written: these are the errors that the file would have"
    # The one error that is counted is that of the table.
    has_error "destc: 1 error, 1 info"
    cmp t.txt before
    destc set t.txt bank.example recipients=20 recipient-minutes=1 limits-per=host limits-apply=VG
    expect_status 0
}

@test "a dry run prints the difference, writes nothing and says so" {
    destc set --dry-run t.txt bank.example tls=off
    expect_status 0
    has "weaker: tls"
    has "t.txt -> t.txt (nothing was written: --dry-run)"
    [ "$errors" = "destc: info[I5034]: nothing was written: --dry-run" ]
    cmp t.txt before
    destc set -q --dry-run t.txt bank.example tls=off
    has "nothing was written: --dry-run"
    [ -z "$errors" ]
    destc set --dry-run t.txt bank.example tls=off -o out
    expect_status 2
    [ ! -e out ]
}

@test "a value that says what is there already changes nothing" {
    touch -d 2020-01-01 t.txt
    destc set t.txt bank.example messages=20
    expect_status 0
    [ "$errors" = "destc: info[I5034]: nothing was written: it says so already" ]
    cmp t.txt before
    [ "$(date -r t.txt +%Y)" = 2020 ]
}

@test "what cannot be taken" {
    for words in "" "bank.example" "tls=off" "bank.example tsl=off" "--remove bank.example tls=off" \
        "bank.example tls=off table_tls=on" "bank.example bounce-profile=a"$'\001'; do
        # shellcheck disable=SC2086
        destc set t.txt $words
        expect_status 2
    done
    destc set t.txt bank.example 'bounce-profile=a
[evil.example]'
    expect_status 2
    has_error "control character"
    destc set t.txt bank.example tsl=off
    has_error 'there is no setting "tsl"; did you mean'
    destc set t.txt a..example tls=off
    expect_status 2
    destc set - a.example tls=off <before
    expect_status 2
    has_error "standard input is none"
    destc set t.txt bank.example tls=requird
    has_error 'unknown value "requird" of tls'
    cmp t.txt before
    "$DESTC" compile --to json before >t.json
    destc set t.json a.example tls=off
    expect_status 2
    has_error "set changes table files (destconfig) and policy sources, not json"
    destc set --split t.txt bank.example tls=off
    expect_status 2
    has_error "--split is for policy sources"
    echo 'nonsense' >>t.txt
    destc set t.txt bank.example tls=off
    expect_status 2
    destc set missing.txt bank.example tls=off
    expect_status 2
}

@test "a table that gives something twice is not changed, also with --lenient" {
    for text in '[a.example]\ntable_tls = on\n[A.example]\nbounce_validation = on\n' \
        '[a.example]\ntable_tls = on\ntable_tls = off\n' \
        "$(default_entry)\n$(default_entry)\n[a.example]\ntable_tls = on\n"; do
        printf "$text" >twice.txt
        cp twice.txt was
        for words in "a.example --remove" "a.example tls=" "a.example messages=5"; do
            # shellcheck disable=SC2086
            destc set --lenient -q twice.txt $words
            expect_status 2
            has_error "set changes nothing that gives something twice, also with --lenient"
            [[ $errors == twice.txt:*error* ]]
            cmp twice.txt was
        done
    done
    # What else --lenient lets pass is no hindrance.
    printf '[a.example]\ntabel_tls = on\nmax_messages_per_connection = 3\n' >odd.txt
    destc set --lenient odd.txt a.example messages=4
    expect_status 0
    printf '[a.example]\ntabel_tls = on\nmax_messages_per_connection = 4\n' | cmp - odd.txt
}

@test "only what is there can lose something" {
    "$DESTC" compile --to policy --default-entry keep t.txt >t.policy
    for file in t.txt t.policy; do
        cp "$file" was
        for words in "tls=" "tls= messages=" "--remove"; do
            # shellcheck disable=SC2086
            destc set "$file" .part.example nosuch.example bnak.example $words
            expect_status 2
            has_error "error[E0414]: the table has no such entry: nosuch.example"
            has_error "help: destc list $file lists the entries"
            has_error "no such entry: bnak.example"
            has_error "help: did you mean bank.example?"
            cmp "$file" was
        done
        # One that comes new has nothing to lose.
        destc set "$file" nosuch.example tls= messages=7
        expect_status 0
        has "added    nosuch.example"
    done
    sed -i '1,/^$/d' t.txt
    destc set t.txt DEFAULT messages=
    expect_status 2
    has_error "no such entry: DEFAULT"
}

@test "what was written is named" {
    destc set t.txt bank.example tls=off
    expect_status 0
    has_not "nothing was written"
    [ "$errors" = "t.txt: info[I5034]: was written" ]
    # Only what could be written was.
    destc set t.txt bank.example tls=on -o missing/out
    expect_status 2
    has_no_error "was written"
}

@test "with --existing nothing comes new" {
    for file in t.txt t.policy; do
        [ -e "$file" ] || "$DESTC" compile --to policy --default-entry keep before >"$file"
        cp "$file" was
        destc set --existing "$file" bank.example bnak.example nosuch.example tls=off
        expect_status 2
        has_error "error[E0414]: the table has no such entry: bnak.example"
        has_error "help: did you mean bank.example?"
        has_error "no such entry: nosuch.example"
        [ -z "$output" ]
        cmp "$file" was
        destc set --existing "$file" bank.example .part.example DEFAULT tls=off
        expect_status 0
        has_not "added"
    done
    printf 'bank.example\n\n  bnak.example # typed\n' >names
    destc set --existing --domains names t.txt messages=3
    expect_status 2
    has_error "names:3:3: error[E0414]"
}

@test "a new entry with nearly another's name is not added unasked" {
    destc set t.txt bnak.example tls=required
    expect_status 2
    has_error "error[E5035]: bnak.example is a new entry; did you mean bank.example?"
    has_error "if it is this one, --lenient adds it"
    [ -z "$output" ]
    cmp t.txt before
    destc set --lenient t.txt bnak.example tls=required
    expect_status 0
    has "added    bnak.example"
    has_error "warning[E5035]: bnak.example is a new entry; did you mean bank.example?"
    has_error "t.txt: info[I5034]: was written"
    cp before t.txt
    printf 'new.example\nbank.exmaple\n' >names
    destc set t.txt --domains names tls=required
    expect_status 2
    has_error "names:2:1: error[E5035]: bank.exmaple is a new entry; did you mean bank.example?"
    cmp t.txt before
    # Names that are likely to be meant as they stand.
    printf '[%s]\n' mx1.example hp.example partners.example 192.0.2.1 >t.txt
    destc set t.txt mx2.example hq.example m.partners.example .partners.example 192.0.2.2 \
        mx11.example tls=off
    expect_status 0
    has_no_error E5035
}

@test "messages are about lines of the file as it is, or say that it has none such" {
    { cat before; printf '[z.example]\nfrobnicate = 1\n'; } >t.txt
    cp t.txt was
    destc set t.txt bank.example bounce-profile=x recipients=20
    expect_status 2
    has_error "t.txt:19:1: error[E0314]"
    has_error "note: the line as it would be; nothing was written"
    # Two lines would come before this one.
    [ "$(grep -n frobnicate t.txt)" = "23:frobnicate = 1" ]
    has_error "t.txt:23:1: warning"
    [ "$(grep -c "as it would be" <<<"$errors")" = 1 ]
    cmp t.txt was
    # A change before all others moves no line before it.
    destc set t.txt DEFAULT tls= --message-format json
    expect_status 2
    grep -q '"line":1,"column":2,.*"code":"E0304"' <<<"$errors"
    grep -q '"line":23,"column":1,' <<<"$errors"
}

@test "the last entry stays" {
    printf '# one\n[a.example]\ntable_tls = on\n\n[b.example]\ntable_tls = off\n' >two.txt
    cp two.txt was
    destc set --remove two.txt a.example B.example
    expect_status 2
    has_error "nothing is changed: the table would be empty"
    has_error "leave an entry, or delete two.txt"
    has_no_error E0101
    cmp two.txt was
    destc set --remove two.txt a.example
    expect_status 0
    default_entry >default.txt
    destc set --remove default.txt DEFAULT
    expect_status 2
    has_error "the table would be empty"
}

@test "whom a change of the default entry reaches is named when asked for" {
    destc set --dry-run t.txt DEFAULT tls=on
    has "(--names tells which)"
    destc set --dry-run --names t.txt DEFAULT tls=on
    expect_status 0
    has .part.example
    has_not "tells which"
}

@test "the difference has colours where they are asked for" {
    destc set --dry-run --color always t.txt bank.example tls=off
    has $'\033['
    destc set --dry-run --color never t.txt bank.example tls=off
    has_not $'\033['
}

@test "it takes no options that have no use for it" {
    for option in --appliance --listener --listener-defaults --xml-map --dtd; do
        destc set "$option" x t.txt bank.example messages=9
        expect_status 2
        has_error "set does not take $option"
    done
}
