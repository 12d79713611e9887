# SPDX-License-Identifier: MIT
# plan: what to do on the appliance, in each form, and when it is refused.

load helper

# Two tables between which everything happens that can happen to an entry.
setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    {
        default_entry
        cat <<'END'
[bank.example]
table_tls = required

[bücher.example]
table_tls = on
max_messages_per_connection = 10

[courier.example]
max_host_concurrency = 20
limit_type = host
limit_apply = system

[gone.example]
bounce_profile = slow

[plain.example]
bounce_validation = on
ip_sort_pref = PREFER_V4

[post.example]
bounce_validation = on

[secret.example]
table_tls = require_verify
END
    } >old.txt
    {
        default_entry | sed 's/^table_tls = off/table_tls = on/'
        cat <<'END'
[192.0.2.9]
bounce_profile = Default
limit_apply = VG
limit_type = MXIP
max_host_concurrency = 5

[bank.example]
table_tls = on

[courier.example]
max_host_concurrency = 20
recipient_limit = 100
recipient_minutes = 30
limit_type = host
limit_apply = system

[fresh.example]
ip_sort_pref = REQUIRE_V4
table_tls = require_verify

[hosted.example]
dane_option = mandatory
table_tls = require_verify_hosted

[plain.example]
ip_sort_pref = PREFER_V4

[post.example]

[xn--bcher-kva.example]
table_tls = required
max_messages_per_connection = 10
END
    } >new.txt
}

# plan ARGS...: of the two tables, whatever its size.
plan() { destc plan --force "$@" old.txt new.txt; }

# Tables of COUNT entries, of which the first CHANGED differ: many COUNT CHANGED.
many() {
    for ((i = 1; i <= $1; i++)); do
        printf '[h%d.example]\nmax_messages_per_connection = 5\n' "$i"
    done >many.old
    awk -v n="$2" '/=/ { sub(/5/, ++k <= n ? 6 : 5) } { print }' many.old >many.new
}

print_of() {
    "$DESTC" compile -q --to destconfig --idn ascii --accept-assumptions \
        --allow-demo-certificate "$@" | sha256sum | cut -d' ' -f1
}

# --- Forms -----------------------------------------------------------------------------------

@test "for people" {
    plan
    expect_status 0
    [ -z "$errors" ]
    golden_output plan/text
}

@test "as commands, with what they cannot say beside them" {
    plan --format batch
    expect_status 1
    golden_output plan/batch
    golden_errors plan/batch.messages
}

@test "commands and nothing else" {
    plan --format batch
    fails grep -vE '^destconfig (new|edit|delete) [^ ]+( [a-z_]+=[^ ]+)*$' .out
    plan --format batch -q
    expect_status 1
    [ -z "$errors" ]
    printf '[a.example]\n[b.example]\ntable_tls = on\n' >b.txt
    printf '[a.example]\n' >a.txt
    destc plan --format batch a.txt b.txt
    expect_status 0
    [ "$(sed 's/, from .*//' .out)" = 'destconfig new b.example use_tls=on
commit "destc plan: 1 entry' ]
}

# What is left out is the default entry, by which the entry that goes would be held: need_default.
need_default() {
    { default_entry | sed 's/^table_tls = off/table_tls = on/'; printf '[bank.example]\ntable_tls = required\n'; } >need.old
    default_entry | sed 's/^table_tls = off/table_tls = required/; s/PREFER_V6/PREFER_V4/' >need.new
}

@test "half of a plan is weighed as what it is, and not committed" {
    need_default
    destc plan --force --format batch need.old need.new
    expect_status 1
    [ "$output" = "destconfig delete bank.example" ]
    has_error "protection is lost in 1 entry"
    has_error "bank.example (deleted): tls required -> (preferred)"
    has_no_error "mail may stop"
    has_error "run every line in the cluster mode that has this table; no commit is among them"
    has_error "2. do not commit before the entry that is left out here is done too, by --format dialogue, or all by --format import"
    has_error "--format text says it of the whole"
    destc plan --force --format text need.old need.new
    has "Mail may stop (1)"
    has_not "Protection is lost"
    { cat need.old; printf '[dane.example]\ndane_option = off\n'; } >dane.old
    { cat need.new; printf '[dane.example]\ndane_option = mandatory\n'; } >dane.new
    destc plan --force --format batch dane.old dane.new
    expect_status 1
    has_error "the 2 entries that are left out here are done too, by --format import, which does all"
    destc plan --force --format dialogue dane.old dane.new
    expect_status 1
    has "Mail may stop (1)"
    has "do not commit before the entry that is left out here is done too, by --format import"
    has_not "dane.example: dane"
}

@test "what all goes is weighed, though nothing is left of the table" {
    printf '[a.example]\ntable_tls = required\n' >a.txt
    printf '[b.example]\nip_sort_pref = REQUIRE_V6\n' >b.txt
    destc plan --force --factory-default --format batch a.txt b.txt
    expect_status 1
    [ "$output" = "destconfig delete a.example" ]
    has_error "a.example (deleted): tls required -> (off)"
    has_no_error "mail may stop"
}

@test "what is weighed is weighed under the default entry that stays" {
    need_default
    printf '[other.example]\n' >without.txt
    for form in text batch import dialogue; do
        destc plan --force --format $form need.old without.txt
        expect_status 0
        cat .out .err >both
        grep -q 'bank.example (deleted): tls required -> (preferred)' both
        fails grep -q 'not known' both
    done
}

@test "as the table to import" {
    plan --format import --accept-assumptions
    expect_status 0
    golden_errors plan/import.messages
    "$DESTC" compile -q --to destconfig --accept-assumptions new.txt >wanted
    diff wanted .out
}

@test "as answers" {
    plan --format dialogue
    expect_status 1
    golden_output plan/dialogue
    golden_errors plan/dialogue.messages
}

@test "what the dialogue does not ask is left out of it, and the batch form has it" {
    default_entry >a.txt
    { default_entry | sed 's/minutes = 60/minutes = 30/'
        printf '[x.example]\nlimit_type = MXIP\nlimit_apply = VG\n'
        printf '[y.example]\nrecipient_minutes = 5\n'; } >b.txt
    destc plan --format dialogue a.txt b.txt
    expect_status 1
    has_error "DEFAULT: recipient-minutes 30 (--format import or batch)"
    has_error "x.example: limits-per mx-address, limits-apply per-gateway (--format import or batch)"
    has_error "y.example: recipient-minutes 5 (--format import or batch)"
    has "left out here are done too, by --format batch, or all by --format import"
    has "# left out: by import or batch, the dialogue has no answer for recipient-minutes 30"
    destc plan a.txt b.txt
    has "not in the dialogue: recipient-minutes 5"
    destc plan --format batch a.txt b.txt
    expect_status 0
    has "destconfig edit default recipient_limit_minutes=30"
}

@test "the dialogue's SETUP asks for the certificate first, whatever changes" {
    default_entry | sed '/^certificate/d' >a.txt
    sed '/^send/s/off/on/' a.txt >b.txt
    destc plan --format dialogue --allow-demo-certificate a.txt b.txt
    expect_status 0
    has "SETUP
# Please choose the certificate to apply:
(the number before the one in use: Demo, if the appliance has just said so)
# Do you want to send an alert when a required TLS connection fails? [N]
Y"
}

@test "nothing to do" {
    for form in text batch dialogue; do
        destc plan --format $form old.txt old.txt
        expect_status 0
        has_not "destconfig "
        has_not commit
        if [ $form = batch ]; then
            has_error "nothing to do"
        else
            has "nothing to do"
        fi
    done
    destc plan --format import old.txt old.txt
    expect_status 0
    has_error "nothing to do"
}

@test "a table without default entry leaves the appliance's as it is" {
    sed -n '/^\[bank/,$p' new.txt >without.txt
    destc plan --force old.txt without.txt
    expect_status 0
    has "The appliance keeps its default entry: without.txt has none."
    has "no difference but the default entry, which without.txt does not have"
    destc plan --force --format import --accept-assumptions old.txt without.txt
    expect_status 0
    has_not DEFAULT
}

@test "what it weighs comes first" {
    plan
    [ "$(head -n 1 .out | cut -d'(' -f1)" = "Protection is lost " ]
    plan --format dialogue
    [ "$(head -n 1 .out | cut -d'(' -f1)" = "# Protection is lost " ]
    plan --format batch
    [[ $(head -n 1 .err) == *W5015* ]]
    plan --format import --accept-assumptions
    [[ $(head -n 1 .err) == *W5015* ]]
}

@test "what it weighs may depend on a default entry that is not there" {
    printf '[a.example]\n' >a.txt
    printf '[a.example]\ntable_tls = on\n' >b.txt
    destc plan --format batch a.txt b.txt
    expect_status 0
    has_error "warning[W5018]: whether protection is lost, or mail may stop, is not known of 1 entry"
    has_no_error W5015
    destc plan --format text --strict a.txt b.txt
    expect_status 2
    has_error "error[W5018]"
    destc plan --format batch a.txt b.txt
    has_error "--factory-default takes AsyncOS's"
    destc plan --format batch --factory-default a.txt b.txt
    has_no_error "not known"
}

@test "every entry that the import deletes is named, those that enforce TLS first" {
    for ((i = 1; i <= 300; i++)); do printf '[h%d.example]\nbounce_profile = x\n' $i; done >most.old
    printf '[z.example]\ntable_tls = required\n' >>most.old
    { default_entry; cat most.old; } >all.old
    { default_entry; echo '[h1.example]'; } >one.new
    destc plan --force --format import --max-errors 1 all.old one.new
    expect_status 0
    [ "$(grep -c 'note: h[0-9]*.example' .err)" -eq 299 ]
    grep -A1 'deletes 300 entries' .err | grep -q 'z.example, which enforces TLS'
    destc plan --force --format import --max-errors 1 most.old one.new
    has_error "h2.example, which may enforce TLS: the appliance's default entry says"
}

# --- The way back ----------------------------------------------------------------------------

@test "--rollback is the plan from NEW to OLD" {
    plan --rollback --format batch
    cp .out back
    destc plan --force --format batch new.txt old.txt
    diff back .out
}

@test "--rollback expects NEW" {
    destc plan --force --rollback --expect "$(print_of new.txt)" old.txt new.txt
    expect_status 0
    destc plan --force --rollback --expect "$(print_of old.txt)" old.txt new.txt
    expect_status 1
    has_error "new.txt: error[E5010]"
    has_error "that is the fingerprint of old.txt: the way back begins at new.txt, and --expect wants the fingerprint of that"
    destc plan --force --expect "$(print_of new.txt)" old.txt new.txt
    expect_status 1
    has_error "that is the fingerprint of new.txt: were the two files swapped?"
}

@test "--rollback deletes what the plan adds, within the same bounds" {
    printf '[a.example]\n' >a.txt
    printf '[a.example]\n[b.example]\n' >b.txt
    destc plan a.txt b.txt
    expect_status 0
    destc plan --rollback a.txt b.txt
    expect_status 1
    has_error "--max-delete 1"
    destc plan --rollback --max-delete 1 --format batch a.txt b.txt
    expect_status 0
    has "destconfig delete b.example"
}

@test "a refused plan names what it would delete, as far as ten" {
    for i in {1..13}; do printf '[e%02d.example]\n' "$i"; done >a.txt
    printf '[e01.example]\n[e13.example]\n' >b.txt
    destc plan --max-change 100 a.txt b.txt
    expect_status 1
    has_error "note: e02.example"
    has_error "note: e11.example"
    has_no_error "e12.example"
    has_error "note: and 1 more"
    has_error "--max-delete 11, or --force"
}

@test "an appliance that was not named is asked for, and no more is said" {
    printf 'destination a.example {}\nappliance west {\n    destination a.example { tls off; }\n}\n' \
        >p.policy
    destc plan p.policy old.txt
    expect_status 2
    has_error "the old side, p.policy, has appliances: plan needs --appliance NAME; there is west"
    has_no_error I1301
}

@test "messages call the sides as they were named" {
    echo 'nonsense' >bad.txt
    destc plan --rollback --from destconfig old.txt bad.txt
    expect_status 2
    has_error "this is the new side, bad.txt"
}

# --- Refusals --------------------------------------------------------------------------------

@test "the fingerprint is that of the canonical form" {
    plan
    has "Fingerprint of old.txt: $(print_of old.txt)"
    { sed -n '/^\[bank/,$p' old.txt; echo; default_entry; } | sed 's/= /=/' >turned.txt
    destc plan --force turned.txt new.txt
    has "Fingerprint of turned.txt: $(print_of old.txt)"
    sed 's/bücher/xn--bcher-kva/' old.txt >ascii.txt
    destc plan --force ascii.txt new.txt
    has "Fingerprint of ascii.txt: $(print_of old.txt)"
    printf '[a.example]\nzz_a = 1\nzz_b = Two\n' >unknown.txt
    printf '[a.example]\nZZ_B = Two\nzz_A = 1\n' >spelt.txt
    destc plan unknown.txt spelt.txt
    has "nothing to do"
    has "Fingerprint of unknown.txt: $(print_of unknown.txt)"
    printf '[a.example]\nzz_a = 1\n' >less.txt
    destc plan less.txt unknown.txt
    has "zz_b (none) -> Two"
    destc plan spelt.txt unknown.txt
    has "Fingerprint of spelt.txt: $(print_of unknown.txt)"
}

@test "--expect refuses a table that has changed, --force or not" {
    print=$(print_of old.txt)
    for expected in "$print" "${print^^}" "${print:0:8}"; do
        plan --expect "$expected"
        expect_status 0
    done
    echo 'table_tls = on' >>old.txt
    sed -i '/^table_tls = require_verify$/d' old.txt
    plan --expect "$print"
    expect_status 1
    [ -z "$output" ]
    has_error "old.txt: error[E5010]"
    has_no_error swapped
    for expected in "" 1234567 "${print}0" 12345678x; do
        plan --expect "$expected"
        expect_status 2
        has_error "--expect takes a fingerprint"
    done
}

@test "30 percent may be touched, and always 5 entries" {
    many 20 6
    destc plan --from destconfig many.old many.new
    expect_status 0
    many 20 7
    destc plan --from destconfig many.old many.new
    expect_status 1
    [ -z "$output" ]
    has_error "the plan touches 7 entries; the table has 20, of which 6 may be touched"
    has_error "--max-change 35"
    destc plan --max-change 34 --from destconfig many.old many.new
    expect_status 1
    destc plan --max-change 35 --from destconfig many.old many.new
    expect_status 0
    destc plan --force --from destconfig many.old many.new
    expect_status 0
    many 5 5
    destc plan --max-change 0 --from destconfig many.old many.new
    expect_status 0
    many 6 6
    destc plan --max-change 0 --from destconfig many.old many.new
    expect_status 1
}

@test "no entry may be deleted, unless so many are allowed" {
    printf '[a.example]\n[b.example]\n[c.example]\n' >three.txt
    printf '[a.example]\n' >one.txt
    destc plan three.txt one.txt
    expect_status 1
    has_error "the plan deletes 2 of 3 entries, and may delete 0"
    destc plan --max-delete 1 three.txt one.txt
    expect_status 1
    destc plan --max-delete 2 three.txt one.txt
    expect_status 0
    destc plan --force three.txt one.txt
    expect_status 0
}

@test "nothing is written by a plan that is refused" {
    echo before >out.txt
    destc plan -o out.txt --format import old.txt new.txt
    expect_status 1
    [ "$(cat out.txt)" = before ]
    plan -o out.txt --format batch
    expect_status 1
    diff out.txt "$GOLDEN/plan/batch"
}

@test "numbers that are none" {
    for option in --max-change --max-delete; do
        for number in -1 x 5x "" 99999999999; do
            destc plan $option "$number" old.txt new.txt
            expect_status 2
            has_error "$option takes"
        done
    done
}

@test "--strict makes errors of what is to be known" {
    for form in text batch import dialogue; do
        plan --strict --format $form --accept-assumptions
        expect_status 2
        [ -z "$output" ]
        has_error "error[W5015]"
        has_error "error[W5016]"
    done
    printf '[a.example]\ntable_tls = on\n' >a.txt
    printf '[a.example]\ntable_tls = required\n' >b.txt
    for form in text batch import dialogue; do
        destc plan --strict --format $form a.txt b.txt
        expect_status 2
        [ -z "$output" ]
        has_error "error[W5016]: mail may stop by 1 entry"
        destc plan --strict --format $form a.txt a.txt
        expect_status 0
    done
}

# --- The two sides ---------------------------------------------------------------------------

@test "the import is judged as compile judges it" {
    "$DESTC" compile -q --to xml -o new.xml new.txt # which does not say how an export spells it
    destc plan --force --format import old.txt new.xml
    expect_status 2
    [ -z "$output" ]
    has_error "rests on assumption A11"
    destc plan --force --format import --accept-assumptions old.txt new.xml
    expect_status 0
    sed '/^certificate/d' new.txt >demo.txt
    destc plan --force --format import --accept-assumptions old.txt demo.txt
    expect_status 2
    destc plan --force --format import --accept-assumptions --allow-demo-certificate old.txt \
        demo.txt
    expect_status 0
}

@test "what the release lacks is an error in every form" {
    for form in text batch import dialogue; do
        plan --format $form --accept-assumptions --asyncos 11.0
        expect_status 2
        has_error "E0501"
    done
    plan --format import --accept-assumptions --asyncos 11.0 --lenient
    expect_status 0
    has_not dane_option
}

@test "assertions about NEW hold, or it is not planned" {
    cat >new.policy <<'END'
destination a.example { tls preferred; }
assert tls >= required on destination;
END
    printf '[a.example]\n' >a.txt
    destc plan a.txt new.policy
    [ "$status" -ne 0 ]
    [ -z "$output" ]
}

@test "an appliance's policy" {
    cat >site.policy <<'END'
destination a.example { tls preferred; }
appliance one { destination a.example { tls required; } }
appliance two { destination a.example { tls off; } }
END
    printf '[a.example]\n' >a.txt
    destc plan a.txt site.policy
    expect_status 2
    has_error "the new side, site.policy, has appliances: plan needs --appliance NAME"
    destc plan --appliance one --format batch --factory-default a.txt site.policy
    expect_status 0
    has "destconfig edit a.example use_tls=require"
    has_error "destc diff --appliance one site.policy check.txt"
    destc plan --appliance one --appliance two --format batch site.policy site.policy
    expect_status 0
    has "destconfig edit a.example use_tls=off"
    destc plan --appliance three a.txt site.policy
    expect_status 2
}

@test "any format on either side, and standard input" {
    "$DESTC" compile -q --to xml -o new.xml new.txt
    "$DESTC" compile -q --to json -o old.json old.txt
    destc plan --force old.json new.xml
    expect_status 0
    sed 's/old\.json/old.txt/g; s/new\.xml/new.txt/g' .out >text
    diff "$GOLDEN/plan/text" text
    status=0
    "$DESTC" plan --force --format batch - new.txt <old.txt >piped 2>/dev/null || status=$?
    [ "$status" -eq 1 ]
    diff "$GOLDEN/plan/batch" piped
}

@test "names stand in commands as a shell has to be told them" {
    cp old.txt "o'd.txt"
    cp new.txt "n w.txt"
    destc plan --force "o'd.txt" "n w.txt"
    has "3. destc diff 'n w.txt' check.txt: it must find no difference"
    destc plan --force --format batch "o'd.txt" "n w.txt"
    has_error "help: destc diff 'o'\\''d.txt' 'n w.txt' shows what changes"
    cp new.txt ./-n.txt
    destc plan --force old.txt ./-n.txt
    has "3. destc diff ./-n.txt check.txt"
    cat >'s.policy' <<'END'
destination a.example { tls preferred; }
appliance "a b" { destination a.example { tls required; } }
END
    printf '[a.example]\n' >a.txt
    destc plan --appliance "a b" a.txt s.policy
    has "destc diff --appliance 'a b' s.policy check.txt"
}

@test "a table that came on standard input is called in words" {
    destc plan --force --format batch old.txt - <new.txt
    has_error "compare the wanted table with check.txt by destc diff: it must find no difference"
    has_error "help: destc diff shows what changes"
    sed -n '/^\[bank/,$p' new.txt >without.txt
    destc plan --force old.txt - <without.txt
    has "The appliance keeps its default entry: the wanted table has none."
    has "no difference but the default entry, which the wanted table does not have"
    destc plan --force - new.txt <old.txt
    has "destc diff new.txt check.txt"
}

@test "what cannot be read, or is of another kind" {
    destc plan old.txt nowhere.txt
    expect_status 2
    has_error nowhere.txt
    printf '$P\n  ACCEPT {}\nALL\n  $P\n' >in.hat
    destc plan old.txt in.hat
    expect_status 2
    has_error "E5001"
    has_error "a plan is of destinations, and the new side, in.hat, holds Host Access Tables"
    has_no_error "the old side, old.txt"
    destc plan --rollback old.txt in.hat
    expect_status 2
    has_error "the new side, in.hat, holds Host Access Tables"
    destc plan in.hat in.hat
    expect_status 2
    has_error "the old side, in.hat, holds Host Access Tables"
    has_error "the new side, in.hat, holds Host Access Tables"
    destc plan --force --from destconfig old.txt /dev/null
    expect_status 2
    has_error "the new side, /dev/null, holds nothing"
    destc plan old.txt
    expect_status 2
    destc plan - -
    expect_status 2
}

@test "of an empty table all is new" {
    printf '[a.example]\ntable_tls = on\n[b.example]\ntable_tls = required\n' >base.txt
    destc plan --from destconfig --format batch /dev/null base.txt
    expect_status 0
    [ "$(head -n 2 .out)" = "destconfig new a.example use_tls=on
destconfig new b.example use_tls=require" ]
    has_error "not known of 2 entries"
    destc plan --from destconfig --factory-default /dev/null base.txt
    expect_status 0
    has "Mail may stop (1)"
    has "from /dev/null (0 entries) to base.txt (2 entries): 2 new"
    has "Fingerprint of /dev/null: $(sha256sum </dev/null | cut -d' ' -f1)"
    { default_entry; cat base.txt; } >whole.txt
    destc plan --from destconfig --format import --accept-assumptions /dev/null whole.txt
    expect_status 0
    has "b.example"
    many 6 0
    destc plan --from destconfig /dev/null many.old
    expect_status 1
    has_error "the plan touches 6 entries; the table has 0, of which 5 may be touched"
    destc plan /dev/null base.txt
    expect_status 2
    has_error "if an empty table is meant, say so with --from"
}

@test "what a command line could read otherwise is left out, and named" {
    printf '[a.example]\n' >a.txt
    printf '%s\n' '[a.example]' '[-x.example]' '[-y.bücher.example]' '[all]' '[2001:db8::1]' \
        '[[2001:db8::2]]' '[bücher.example]' '[.all]' '[_a.example]' >b.txt
    destc plan --force --format batch a.txt b.txt
    expect_status 1
    golden_output plan/names
    has_error "3 entries are left out"
    for name in -x.example '-y.bücher.example (-y.xn--bcher-kva.example)' all; do
        has_error "note: $name: its name, which a command line could read as something else"
    done
    { cat a.txt; printf '[-x.example]\n'; } >c.txt
    destc plan --rollback --force --format batch a.txt c.txt
    expect_status 1
    [ -z "$output" ]
    has_error "note: -x.example: its name"
    has_error "1. do not commit before the entry that is left out here"
    has_no_error "run every line"
}

@test "the text names the forms that can do all of it" {
    printf '[a.example]\n' >a.txt
    printf '[a.example]\nip_sort_pref = PREFER_V4\n' >ip.txt
    destc plan a.txt ip.txt
    has "--format import or dialogue has them ready"
    printf '[a.example]\ntable_tls = on\n' >tls.txt
    destc plan a.txt tls.txt
    has "--format import, batch or dialogue has them ready"
    printf '[a.example]\ndane_option = mandatory\n' >dane.txt
    destc plan a.txt dane.txt
    has "--format import has them ready"
}
