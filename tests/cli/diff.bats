# SPDX-License-Identifier: MIT
# diff: two policies by meaning, what a change weighs, whom it stops.

load helper

# Two tables that differ in each way in which entries can.
setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    {
        default_entry
        cat <<'END'
[bank.example]
table_tls = require_verify

[both.example]
table_tls = off

[gone.example]
table_tls = require

[limits.example]
max_host_concurrency = 5
limit_type = MXIP
limit_apply = system

[quiet.example]
max_messages_per_connection = 3

[.part.example]
table_tls = require
END
    } >old.txt
    {
        default_entry | sed 's/^table_tls = off/table_tls = on/; s/PREFER_V6/REQUIRE_V4/'
        cat <<'END'
[quiet.example]
max_messages_per_connection = 3

[.PART.example]
table_tls = 3

[bank.example]
table_tls = on

[both.example]
table_tls = on

[limits.example]
max_host_concurrency = 10
limit_type = MXIP
limit_apply = system
recipient_limit = 20
recipient_minutes = 1

[new.part.example]
table_tls = off
bounce_profile = strict
END
    } | sed 's/table_tls = 3/table_tls = require/' >new.txt
}

# edited SED-SCRIPT: old.txt, changed.
edited() { sed "$1" old.txt >edited.txt; }

# summary FILE...: the summary alone, without the names of the sides.
summary() {
    destc diff --summary "$@"
    output=${output#*: }
}

@test "the same table: no difference, status 0" {
    destc diff old.txt old.txt
    expect_status 0
    [ "$output" = "old.txt -> old.txt: no difference" ]
    [ -z "$errors" ]
}

@test "every form and option shows the differences as the golden file says" {
    for form in text json markdown; do
        destc diff --format $form old.txt new.txt
        expect_status 1
        [ -z "$errors" ]
        golden_output diff/tables.$form
    done
    destc diff --format html old.txt new.txt
    expect_status 1
    has '<!DOCTYPE html>'
    destc diff --effective old.txt new.txt
    expect_status 1
    golden_output diff/tables-effective.text
    destc diff --names old.txt new.txt
    golden_output diff/tables-names.text
    destc diff --summary old.txt new.txt
    expect_status 1
    golden_output diff/tables-summary.text
    destc diff --color always old.txt new.txt
    [[ $output == *$'\033['* ]]
    destc diff -o result old.txt new.txt
    expect_status 1
    [ -z "$output" ]
    diff result "$GOLDEN/diff/tables.text"
}

@test "order, case, blanks, spelling and comments are no difference" {
    cat >spelt.txt <<'END'
# another order, other words
[.Part.EXAMPLE]
table_tls=require
[quiet.example]
  max_messages_per_connection   =   3
[LIMITS.example]
limit_apply = system
limit_type = MXIP
max_host_concurrency = 5
[gone.example]
table_tls = require
[both.example]
table_tls = off
[bank.example]
table_tls = require_verify
END
    default_entry | sed 's/recipient_limit = 0/recipient_limit = 0 /; s/PREFER_V6/prefer_v6/' \
        >>spelt.txt
    destc diff old.txt spelt.txt
    [ "$status" -eq 0 ] || { echo "$output$errors"; false; }
    # An internationalised name in its two forms.
    printf '[b\xc3\xbccher.example]\ntable_tls = off\n' >unicode.txt
    printf '[xn--bcher-kva.example]\ntable_tls = off\n' >ascii.txt
    destc diff unicode.txt ascii.txt
    expect_status 0
}

@test "what an entry gives that it inherited is a change, but not one of what takes effect" {
    edited '/^\[quiet/a max_host_concurrency = 500\nlimit_type = host\nlimit_apply = system'
    destc diff old.txt edited.txt
    expect_status 1
    has '(500)'
    has_not weaker
    destc diff --effective old.txt edited.txt
    expect_status 0
    [ "$output" = "old.txt -> edited.txt: no difference in what takes effect" ]
    edited '/^\[quiet/a bounce_profile = Default'
    destc diff old.txt edited.txt
    expect_status 1
    has '(Default) -> Default'
    destc diff --effective old.txt edited.txt
    expect_status 0
}

@test "scope words without a limit take no effect" {
    edited '/^\[quiet/a limit_type = MXIP\nlimit_apply = virtual'
    destc diff --effective old.txt edited.txt
    [ "$status" -ne 1 ] || { echo "$output"; false; }
}

@test "the limit of recipients and its minutes are told together where both change" {
    destc diff old.txt new.txt
    has 'recipient-minutes  '
    has 'recipients         '
}

@test "an entry that says what held before is no difference in what takes effect" {
    { cat old.txt; printf '\n[more.example]\ntable_tls = off\n'; } >edited.txt
    destc diff old.txt edited.txt
    expect_status 1
    has 'more.example'
    destc diff --effective old.txt edited.txt
    expect_status 0
    # What held for it is the partial domain's entry, not the default's.
    { cat old.txt; printf '\n[more.part.example]\ntable_tls = off\n'; } >edited.txt
    destc diff --effective old.txt edited.txt
    expect_status 1
    has '(required) -> off'
    has '.part.example held for it before'
    destc diff edited.txt old.txt
    expect_status 1
    has '.part.example holds for it now'
}

@test "with a default entry goes what AsyncOS made of its gaps" {
    sed '/^.DEFAULT/,/^$/d' old.txt >edited.txt
    destc diff old.txt edited.txt
    has 'removed  DEFAULT'
    grep -qE '^ +dane +\(off\) +-> \(appliance default\)  not known: tls, delivery$' .out
}

@test "a change of the default entry is told once, with whom it reaches" {
    edited '0,/^max_host_concurrency/s/^max_host_concurrency.*/max_host_concurrency = 7/'
    destc diff old.txt edited.txt
    expect_status 1
    has '5 entries inherit it, and so do domains without an entry (--names tells which)'
    has_not bank.example
    destc diff --names old.txt edited.txt
    has bank.example
    has_not limits.example
    destc diff --format json --names old.txt edited.txt
    [ "$(jq -r '.summary.reached, (.reached_names | length)' .out | xargs)" = "5 5" ]
    [ "$(jq -c .summary.reached_by .out)" = '{"connections":5}' ]
}

@test "parameters that are not known differ as texts, and what they weigh is not known" {
    edited '/^\[quiet/a future_option = a'
    cp edited.txt first.txt
    edited '/^\[quiet/a Future_Option = b'
    destc diff first.txt edited.txt
    expect_status 1
    has 'future_option  a -> b  not known'
    destc diff --fail-on may-stop-mail first.txt edited.txt
    expect_status 1
}

# --- Weights ---------------------------------------------------------------------------------

@test "/dev/null is a side that is not there" {
    destc diff --summary /dev/null old.txt
    expect_status 1
    [[ $output == "/dev/null -> old.txt: "*" added; "*" not known" ]]
    destc diff --summary old.txt /dev/null
    expect_status 1
    [[ $output == "old.txt -> /dev/null: "*" removed; "*" not known" ]]
    destc diff --fail-on weaker /dev/null old.txt
    expect_status 1
    destc diff /dev/null /dev/null
    expect_status 2
}

@test "--fail-on: the status follows the weight" {
    edited 's/^table_tls = require_verify/table_tls = on/'
    destc diff --fail-on weaker old.txt edited.txt
    expect_status 1
    destc diff --fail-on weaker:tls old.txt edited.txt
    expect_status 1
    destc diff --fail-on weaker:access,checks old.txt edited.txt
    expect_status 0
    destc diff --fail-on may-stop-mail old.txt edited.txt
    expect_status 0
    destc diff --fail-on may-stop-mail edited.txt old.txt
    expect_status 1
    destc diff --fail-on weaker edited.txt old.txt
    expect_status 0
    destc diff --fail-on weaker --fail-on may-stop-mail edited.txt old.txt
    expect_status 1
    # The summary's end says what the gate does.
    destc diff --fail-on weaker:tls,access old.txt edited.txt
    [[ $output == *"; gate weaker:tls,access: 1 does not pass" ]]
    destc diff --summary --fail-on may-stop-mail old.txt edited.txt
    [[ $output == *"; gate may-stop-mail: passed" ]]
    destc diff --format markdown --fail-on weaker --fail-on may-stop-mail old.txt edited.txt
    has '; gate weaker or may-stop-mail: 1 does not pass**'
    destc diff --format html --fail-on weaker old.txt edited.txt
    has '; gate weaker: 1 does not pass'
    destc diff old.txt edited.txt
    has_not gate
    for value in '' weak weaker: weaker:tls, weaker:mail stop; do
        destc diff --fail-on "$value" old.txt edited.txt
        expect_status 2
        has_error "--fail-on takes weaker"
    done
}

# weight OLD NEW: what the summary says of the change from one line of bank.example to another.
weight() {
    edited "/^table_tls = require_verify/c $1"
    cp edited.txt first.txt
    edited "/^table_tls = require_verify/c $2"
    summary first.txt edited.txt
    echo "${output#1 changed}"
}

@test "the rules of weight" {
    [ "$(weight 'table_tls = on' 'table_tls = require')" = \
        "; 1 may stop mail, 1 stronger (tls 1)" ]
    [ "$(weight 'table_tls = require' 'table_tls = on')" = "; 1 weaker (tls 1)" ]
    [ "$(weight 'table_tls = on' 'table_tls = off')" = "; 1 weaker (tls 1)" ]
    [ "$(weight 'table_tls = on' 'table_tls = on_verify')" = "; 1 stronger (tls 1)" ]
    [ "$(weight 'table_tls = require' 'table_tls = require_verify')" = \
        "; 1 may stop mail, 1 stronger (tls 1)" ]
    [ "$(weight 'bounce_validation = on' 'bounce_validation = off')" = "; 1 weaker (checks 1)" ]
    [ "$(weight 'ip_sort_pref = PREFER_V4' 'ip_sort_pref = PREFER_V6')" = "" ]
    [ "$(weight 'ip_sort_pref = PREFER_V4' 'ip_sort_pref = REQUIRE_V4')" = "; 1 may stop mail" ]
    [ "$(weight 'ip_sort_pref = REQUIRE_V4' 'ip_sort_pref = REQUIRE_V6')" = "; 1 may stop mail" ]
    [ "$(weight 'ip_sort_pref = REQUIRE_V4' 'ip_sort_pref = PREFER_V4')" = "" ]
    [ "$(weight 'bounce_profile = a' 'bounce_profile = b')" = "" ]
    [ "$(weight 'max_messages_per_connection = 1' 'max_messages_per_connection = 9')" = "" ]
    # Of the default entry.
    edited '0,/mx.example.org/s/mx.example.org/Demo/'
    summary old.txt edited.txt
    [ "$output" = "1 changed; 1 weaker (tls 1)" ]
}

# --- Without a default entry -----------------------------------------------------------------

@test "tables without a default entry are compared as they stand" {
    sed '1,/^$/d' old.txt >bare-old.txt
    sed '/^\[both/,/^$/d' bare-old.txt >bare-new.txt
    destc diff bare-old.txt bare-old.txt
    expect_status 0
    # A limit weighs nothing, whatever was inherited.
    sed 's/^max_host_concurrency = 5/max_host_concurrency = 6/' bare-old.txt >limits.txt
    destc diff bare-old.txt limits.txt
    expect_status 1
    [ -z "$errors" ]
    # Given on both sides.
    sed 's/require_verify/off/' bare-old.txt >given.txt
    destc diff bare-old.txt given.txt
    expect_status 1
    has 'weaker: tls'
}

@test "a weight that needs a default entry: shown as not known, and status 2" {
    sed '1,/^$/d' old.txt >bare-old.txt
    sed 's/^table_tls = require_verify/bounce_profile = x/' bare-old.txt >bare-new.txt
    destc diff bare-old.txt bare-new.txt
    expect_status 2
    has 'required-verify -> (appliance default)'
    has_error 'error[E5002]: what some changes weigh depends on the default entry, and neither side has one'
    # Where one side lacks it, and is asked of what it inherits.
    destc diff old.txt bare-new.txt
    expect_status 2
    has_error 'the new side, bare-new.txt, has none'
    # The default entry itself is there or not.
    destc diff old.txt bare-old.txt
    expect_status 1
    has 'Default entry: 1 removed'
}

@test "--default and --factory-default stand for the side that has none" {
    sed '1,/^$/d' old.txt >bare.txt
    destc diff --effective bare.txt old.txt
    expect_status 2
    has_error 'error[E0303]: --effective needs a default entry, and the old side, bare.txt, has none' ||
        has_error '--effective needs a default entry, and the old side, bare.txt, has none'
    destc diff --effective --default old.txt bare.txt old.txt
    expect_status 0
    destc diff --effective --default old.txt old.txt bare.txt
    expect_status 0
    destc diff --effective --factory-default bare.txt bare.txt
    expect_status 0
    destc diff --factory-default bare.txt new.txt
    expect_status 1
    # Neither side wants it.
    destc diff --default old.txt old.txt new.txt
    expect_status 2
    [ -z "$output" ]
    has_error 'both sides have a default entry of their own, so --default has no use'
    # What is wrong with it is told once, and of no side.
    sed 's/^recipient_minutes = 60/recipient_minutes = 90/' old.txt >broken.txt
    destc diff --default broken.txt bare.txt bare.txt
    expect_status 2
    [ "$(grep -c '^broken.txt:5:21: error' .err)" -eq 1 ]
    has_no_error 'this is the'
}

# --- Formats, sources, listeners --------------------------------------------------------------

@test "a policy in any two formats is no difference" {
    for format in destconfig xml csv json policy; do
        "$DESTC" compile --to $format old.txt -o table.$format
    done
    for one in table.*; do
        for other in table.*; do
            destc diff "$one" "$other"
            [ "$status" -eq 0 ] && [ -z "$errors" ] || { echo "$one $other: $output$errors"; false; }
        done
    done
}

@test "appliances: the base beside a table, or one for both, or one for each" {
    cat >site.policy <<'END'
destination a.example { tls required; }
destination b.example { tls preferred; }
appliance esa-dmz { destination a.example { tls preferred; } }
appliance esa-lan { }
END
    "$DESTC" compile --to destconfig --appliance esa-dmz site.policy -o dmz.txt
    destc diff site.policy site.policy
    expect_status 0
    [ -z "$errors" ]
    destc diff site.policy dmz.txt
    expect_status 1
    has_error 'this is the base; what differs on appliances is left out: esa-dmz, esa-lan'
    has_error 'this is the old side, site.policy'
    destc diff --appliance esa-dmz site.policy dmz.txt
    expect_status 0
    [ -z "$errors" ]
    destc diff --appliance esa-lan --appliance esa-dmz site.policy site.policy
    expect_status 1
    has 'weaker: tls'
    destc diff --appliance esa-dnz site.policy dmz.txt
    expect_status 2
    has_error 'there is no appliance "esa-dnz"; did you mean esa-dmz?'
    has_error 'this is the old side, site.policy'
    destc diff --appliance esa-dmz --appliance esa-dmz site.policy dmz.txt
    expect_status 2
    has_error 'this is the new side, dmz.txt'
    destc diff --appliance esa-dmz dmz.txt dmz.txt
    expect_status 2
    has_error '--appliance esa-dmz: neither side has appliances'
    destc diff --appliance a --appliance b --appliance c dmz.txt dmz.txt
    expect_status 2
    has_error '--appliance is given once, or once for each side'
}

@test "an assertion that fails is no difference" {
    printf 'destination a.example { tls off; }\nassert tls >= required for a.example;\n' >a.policy
    printf 'destination a.example { tls off; }\n' >b.policy
    destc diff a.policy b.policy
    expect_status 0
}

@test "a side of another kind: status 2, and which" {
    destc diff old.txt "$EXAMPLES/inbound.hat"
    expect_status 2
    [ -z "$output" ]
    has_error 'error[E5001]: the old side, old.txt, holds destinations, and the new side,'
    destc diff "$EXAMPLES/inbound.rat" "$EXAMPLES/inbound.hat"
    expect_status 2
    has_error 'E5001'
}

@test "what a file of another kind cannot hold is named" {
    printf '[a.example]\ntable_tls = off\n' >a.txt
    {
        printf 'destination a.example { tls off; }\n'
        printf 'listener "In" public {\n  recipients { accept example.org; reject all; }\n}\n'
    } >b.policy
    destc diff a.txt b.policy
    expect_status 0
    has_error 'info[I5004]: the old side, a.txt, can hold no Recipient Access Tables: those of b.policy are not compared'
    destc diff b.policy a.txt
    has_error 'info[I5004]: the new side, a.txt, can hold no Recipient Access Tables'
    destc diff -q b.policy a.txt
    [ -z "$errors" ]
}

# --- Bad input -------------------------------------------------------------------------------

@test "a side that cannot be read or has errors: status 2, and which" {
    sed 's/^max_host_concurrency = 5$/max_host_concurrency = some/' old.txt >bad.txt
    destc diff old.txt bad.txt
    expect_status 2
    [ -z "$output" ]
    has_error 'this is the new side, bad.txt'
    has_no_error 'the old side'
    destc diff bad.txt old.txt
    has_error 'this is the old side, bad.txt'
    # Both, each by its name, in the order old, new.
    sed 's/^max_host_concurrency = 5$/max_host_concurrency = many/' old.txt >worse.txt
    destc diff bad.txt worse.txt
    expect_status 2
    [ "$(grep -o 'this is the ... side' .err | xargs)" = \
        "this is the old side this is the new side" ]
    destc diff missing.txt old.txt
    expect_status 2
    has_error 'missing.txt'
    has_error 'this is the old side'
    destc diff old.txt .
    expect_status 2
    # In the forms for programs, too.
    destc diff --message-format json old.txt bad.txt
    expect_status 2
    grep -q 'this is the new side, bad.txt' .err
    destc diff --message-format sarif old.txt bad.txt
    jq -e '.runs[0].results | length > 0' .err
    grep -q 'this is the new side, bad.txt' .err
}

@test "usage" {
    mistake() {
        destc "${@:2}"
        expect_status 2
        [ -z "$output" ]
        [[ $errors == *"$1"* ]] || { echo "$errors"; false; }
    }
    mistake 'diff compares two files; --matrix compares any number' diff old.txt
    mistake 'diff compares two files; --matrix compares any number' diff old.txt new.txt old.txt
    mistake 'standard input (-) is named twice, and can be read once' diff - -
    mistake 'standard input (-) is named twice' diff --default - - old.txt
    mistake 'of diff only OLD or NEW can be standard input (-)' diff --default - new.txt old.txt
    mistake '--summary goes with --format text' diff --summary --format json old.txt new.txt
    mistake '--format takes text|json|markdown|html, not "xml"' diff --format xml old.txt new.txt
    mistake '--matrix and --git exclude each other' diff --git --matrix old.txt new.txt
    printf '$P\n    ACCEPT {max_rcpts_per_msg = 5}\n' >one.hat
    mistake '--listener-defaults has no use' diff --listener-defaults one.hat old.txt old.txt
}

@test "standard input, a pipe, and the same file twice" {
    destc diff - new.txt <old.txt
    expect_status 1
    destc diff old.txt - <new.txt
    expect_status 1
    destc diff old.txt <(cat old.txt)
    expect_status 0
    status=0
    "$DESTC" diff old.txt new.txt >/dev/full 2>.err || status=$?
    [ "$status" -eq 2 ]
    [ -s .err ]
}

# --- The matrix ------------------------------------------------------------------------------

@test "--matrix: what is not the same everywhere, and who deviates" {
    edited 's/^table_tls = require_verify/table_tls = on/; /^\[gone/,/^$/d'
    cp edited.txt third.txt
    destc diff --matrix old.txt third.txt old.txt
    expect_status 1
    golden_output diff/matrix.text
    destc diff --matrix --format json old.txt third.txt old.txt
    expect_status 1
    golden_output diff/matrix.json
    jq -e '.same == false and .deviations == [0, 2, 0]' .out
    destc diff --matrix old.txt new.txt third.txt
    golden_output diff/matrix-ties.text
    destc diff --matrix --effective old.txt new.txt third.txt
    golden_output diff/matrix-effective.text
    destc diff --matrix --summary old.txt third.txt old.txt
    expect_status 1
    [ "$output" = "2 differences in 2 entries; deviating: third.txt 2" ]
    destc diff --matrix old.txt old.txt
    expect_status 0
    has 'no difference'
    destc diff --matrix --format json old.txt old.txt
    expect_status 0
    [ "$(jq -c '[.same, .rows]' .out)" = '[true,[]]' ]
}

@test "--matrix does not depend on which file is first" {
    edited 's/^table_tls = require_verify/table_tls = on/; /^\[gone/,/^$/d'
    cp edited.txt third.txt
    for files in "old.txt new.txt third.txt" "new.txt third.txt old.txt" \
        "third.txt old.txt new.txt"; do
        for option in '' --effective; do
            "$DESTC" diff --matrix --format json $option $files |
                jq -S -c '[.rows[] | {part, name, setting, tie,
                    values: (.values | map({how, value, columns: (.columns | sort)}) | sort)}]
                    | sort' >>rows$option || true
        done
    done
    for rows in rows rows--effective; do
        [ "$(sort -u "$rows" | wc -l)" -eq 1 ] || { cat "$rows"; false; }
    done
}

@test "--matrix: the appliances of a source are its columns" {
    destc diff --matrix "$EXAMPLES/site/mail.policy"
    expect_status 1
    golden_output diff/matrix-site.text
    printf 'destination a.example { tls off; }\n' >alone.policy
    destc diff --matrix alone.policy
    expect_status 2
    has_error '--matrix compares several policies, and alone.policy is one'
    cp "$EXAMPLES"/site/* .
    destc diff --matrix mail.policy alone.policy
    expect_status 1
    has 'mail.policy:esa-dmz, mail.policy:esa-core, alone.policy'
}

@test "--matrix: listeners' policies, groups and recipients" {
    destc diff --matrix "$EXAMPLES/inbound.policy"
    expect_status 1
    golden_output diff/matrix-listeners.text
    printf 'A:\n  192.0.2.0/24\n  $P (a)\n$P\n  ACCEPT {max_rcpts_per_msg = 5}\nALL\n  $P\n' >a.hat
    printf 'A:\n  192.0.2.0/25\n  192.0.2.128/25\n  $P (a)\n$P\n  ACCEPT {max_rcpts_per_msg = 5}\nALL\n  $P\n' >b.hat
    printf 'A:\n  192.0.2.0/24\n  10.1.1.1\n  $P (a)\n$P\n  ACCEPT {max_rcpts_per_msg = 7}\nALL\n  $P\n' >c.hat
    destc diff --matrix a.hat b.hat c.hat
    expect_status 1
    golden_output diff/matrix-hat.text
}

@test "--matrix: bad input and usage" {
    destc diff --matrix old.txt "$EXAMPLES/inbound.hat" new.txt
    expect_status 2
    has_error 'E5001'
    sed 's/^max_host_concurrency = 5$/max_host_concurrency = some/' old.txt >bad.txt
    destc diff --matrix old.txt bad.txt bad.txt
    expect_status 2
    [ -z "$output" ]
    sed '1,/^$/d' old.txt >bare.txt
    destc diff --matrix --effective old.txt bare.txt
    expect_status 2
    has_error '--effective needs a default entry, and bare.txt has none'
    destc diff --matrix --effective --default old.txt old.txt bare.txt
    expect_status 0
    destc diff --matrix old.txt bare.txt
    expect_status 1
    for options in '--fail-on weaker' '--appliance a' --names; do
        destc diff --matrix $options old.txt new.txt
        expect_status 2
        has_error 'exclude each other'
    done
}
