# SPDX-License-Identifier: MIT
# destc set: words of its command line that mean something else than they look like, or nothing.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    { default_entry; cat <<'EOT'
[partner01.example]
table_tls = required

[bank.example]
table_tls = required
EOT
    } >t.txt
    cp t.txt before.txt
    cat >p.policy <<'EOT'
default {
    ip prefer-ipv6; connections 500; messages 50; recipients unlimited;
    limits per domain, system-wide; tls required; bounce-verification off; certificate "mx";
    tls-alert on;
}
define banks = { bank.example, shop.example };
destination bank.example { tls required-verify; }
destination shop.example { messages 4; }
appliance "in" { destination bank.example { tls default; } }
appliance "dmz" { destination shop.example { connections 4; limits per domain, system-wide; } }
appliance "lan" { destination shop.example { tls off; } }
EOT
    cp p.policy before.policy
}

# refuse TEXT WORD...: set must say TEXT, and leave the files alone.
refuse() {
    local text=$1
    shift
    destc set "$@"
    expect_status 2
    has_error "$text"
    [ -z "$output" ]
    cmp t.txt before.txt
    cmp p.policy before.policy
}

# --- Where it goes ---

@test "-o names where the changed table goes, and FILE stays" {
    sed '15s/required/off/' before.txt >wanted
    destc set -o out.txt t.txt partner01.example tls=off
    expect_status 0
    has "t.txt -> out.txt"
    has "weaker: tls"
    [ "$errors" = "out.txt: info[I5034]: was written" ]
    cmp out.txt wanted
    cmp t.txt before.txt
    destc set -o - t.txt partner01.example tls=off
    expect_status 0
    cmp .out wanted
    [ -z "$errors" ]
    cmp t.txt before.txt
    # The table is wanted there also if nothing changes.
    destc set -o out.txt t.txt bank.example tls=required
    expect_status 0
    cmp out.txt before.txt
    has_error "was written: it says what the file says already"
    # In place is in place.
    destc set -o t.txt t.txt partner01.example tls=off
    expect_status 0
    cmp t.txt wanted
}

@test "what -o cannot do is refused" {
    refuse "--dry-run writes nothing" -o out.txt --dry-run t.txt bank.example tls=off
    [ ! -e out.txt ]
    echo bank.example >names
    refuse "names: error[E0705]: is not written: this run reads it" \
        -o names --domains names t.txt tls=off
    [ "$(cat names)" = bank.example ]
    destc set -o out.policy p.policy shop.example messages=5
    expect_status 0
    sed 's/messages 4/messages 5/' before.policy | cmp - out.policy
    cmp p.policy before.policy
    echo 'include "p.policy";' >top.policy
    refuse "-o writes what becomes of top.policy, and p.policy would change" \
        -o out2.policy top.policy shop.example messages=5
    refuse "-o writes what becomes of top.policy, and p.policy would change" \
        -o out2.policy top.policy shop.example new.example messages=5
    [ ! -e out2.policy ]
}

# --- Blanks, quotes, order ---

@test "no blanks round =" {
    refuse "no blank behind =: did you mean tls=required?" \
        t.txt partner01.example tls= required messages=5
    refuse "no blank behind =: did you mean messages=5?" t.txt partner01.example messages= 5 tls=off
    refuse "no blank behind =: did you mean recipients=unlimited?" \
        t.txt partner01.example recipients= unlimited
    refuse "no blanks round =: did you mean tls=required?" t.txt partner01.example tls = required
    refuse "no blanks round =: did you mean tls=required?" t.txt partner01.example tls =required
    refuse "no blanks round =: did you mean NAME=required?" t.txt =required
    refuse "no blanks round =: did you mean tls=VALUE?" t.txt bank.example tls =
    # A name may be a value too.
    refuse 'is "mx.example.org" behind "certificate=" its value or a destination?' \
        t.txt DEFAULT certificate= mx.example.org messages=5
    destc set t.txt partner01.example bank.example tls= messages=5
    expect_status 0
}

@test "values with blanks want quotes" {
    refuse "help: quote values with blanks: bounce-profile='Strict Partners'" \
        t.txt bank.example bounce-profile=Strict Partners
    has_error "error[E5036]: partners is a new entry of one label"
    refuse "bounce-profile='Our Strict Partners'" t.txt bank.example bounce-profile=Our Strict Partners tls=off
    refuse "error[E5036]: all is a new entry" t.txt all tls=off
    has_error "no word stands for all entries"
    refuse "error[E5036]: all is a new entry" p.policy ALL tls=off
    refuse "error[E5036]: mailhub is a new entry" t.txt mailhub tls=off
    has_error "if the short one is meant, --lenient adds it"
    destc set --lenient t.txt mailhub tls=off
    expect_status 0
    has_error "warning[E5036]"
    # One that is there is changed as any other.
    destc set t.txt mailhub tls=required
    expect_status 0
    has_no_error E5036
}

@test "a setting is NAME=VALUE, and FILE comes first" {
    refuse "a setting is NAME=VALUE: did you mean tls=on?" t.txt bank.example tls:on
    refuse "without dashes: did you mean tls=required?" t.txt bank.example --tls=required
    refuse "FILE comes first: destc set t.txt ..." tls=off t.txt bank.example
    refuse "FILE comes first: destc set t.txt ..." bank.example tls=off t.txt
    refuse "FILE comes first, before tls=off" tls=off bank.example
    echo 'example.com ACCEPT' >a.rat
    refuse "set changes table files (destconfig) and policy sources, not rat" \
        a.rat example.com action=reject
    has_no_error "action"
}

# --- Names and values ---

@test "a value that nothing knows is not written" {
    refuse "error[E0209]: unknown value \"verify\" of tls" t.txt bank.example tls=verify
    has_error "did you mean preferred-verify, required-verify or require_verify_hosted?"
    refuse "did you mean prefer-ipv4 or require-ipv4?" t.txt bank.example ip=v4
    refuse "did you mean mx-address?" t.txt bank.example limits-per=ip
    refuse "it is off, preferred, required" t.txt bank.example tls=-1
    refuse "did you mean require_verify_hosted?" t.txt bank.example tls=required-verify-hosted
    refuse "required-verify or required-verify-hosted?" p.policy shop.example tls=verify
    destc set --lenient t.txt bank.example tls=quantum
    expect_status 0
    has_error "warning[W0210]"
    grep -qx "table_tls = quantum" t.txt
}

@test "a setting that there is not" {
    refuse 'there is no setting "rate"; there are ip, connections, messages, recipient-minutes,' \
        t.txt bank.example rate=5
    refuse "did you mean tls?" t.txt bank.example tsl=off
    refuse "did you mean connections?" t.txt bank.example concurrency=5
    refuse "did you mean bounce-verification or bounce-profile?" t.txt bank.example bounce=off
}

@test "recipients are counted in a window" {
    refuse "help: give limits-per=domain|mx-address limits-apply=system-wide|per-gateway too" \
        t.txt bank.example recipients="10 per 5 minutes"
    refuse "help: give recipient-minutes=1..60 too" t.txt bank.example recipients=10
    refuse "recipient-minutes is given twice" \
        t.txt bank.example recipients="10 per 5 minutes" recipient-minutes=5
    refuse "give both: recipients=N recipient-minutes=1..60" p.policy bank.example recipients=10
    destc set t.txt bank.example recipients="10 per 1 minute" limits-per=domain limits-apply=system-wide
    expect_status 0
    [ "$(grep -c '^recipient_minutes = 1$\|^recipient_limit = 10$' t.txt)" = 2 ]
    destc set p.policy bank.example recipients=" 10  per 5 minutes "
    expect_status 0
    grep -q "recipients 10 per 5 minutes;" p.policy
}

@test "a set is named with its members" {
    refuse "@banks is a set, and set takes destinations: its members are bank.example shop.example" \
        p.policy @banks tls=off
    refuse "@bank: the source has no such set" p.policy @bank tls=off
    refuse "@banks: a table has no sets" t.txt @banks tls=off
    refuse "E0403" t.txt joe@bank.example tls=off
}

@test "--domains can be given several times" {
    echo bank.example >one
    echo partner01.example >two
    destc set t.txt --domains one --domains two tls=off
    expect_status 0
    has "2 changed"
}

# --- What it says ---

@test "appliances on which something else changes have a line" {
    destc set --dry-run p.policy DEFAULT tls=preferred
    expect_status 0
    has "On the appliance in: 1 changed, 2 reached through the default entry; 1 weaker (tls 1)
  reached there: bank.example, shop.example
On the appliance lan: 1 changed; 1 weaker (tls 1)"
    has_not "appliance dmz"
    destc set p.policy bank.example messages=7
    expect_status 0
    has_not "On the appliance"
}

@test "a default entry that goes is told of" {
    destc set --remove t.txt DEFAULT
    expect_status 0
    has_error "warning[W5037]: the default entry goes: what the appliance has of its own holds then"
    cp before.txt t.txt
    refuse "error[W5037]" --strict --remove t.txt DEFAULT
}

@test "a change of the spelling alone is called so" {
    destc set t.txt bank.example table_tls=2
    expect_status 0
    has "no difference"
    [ "$errors" = "t.txt: info[I5034]: was written: only the spelling changed" ]
}

@test "those who share what is to be changed are named" {
    echo "destination a.example, b.example, c.example, d.example, e.example, f.example, g.example, h.example { tls off; }" >s.policy
    refuse "tls of a.example is shared with b.example, c.example, d.example, e.example, f.example and 2 more" \
        s.policy a.example tls=required
    has_error "name the others of the message too, to change all of them; or let --split"
    sed -i 's/a.example, b.example, c.example, d.example, e/a.example, b.example, c.example { tls off; }\ndestination e/' s.policy
    refuse "tls of a.example is shared with b.example, c.example" s.policy a.example tls=required
    destc set s.policy a.example b.example c.example tls=required
    expect_status 0
}

@test "-o in another folder: not of a source that includes what stands beside it" {
    mkdir sub
    printf 'destination b.example {\n    tls off;\n}\n' >inc.policy
    printf 'include "inc.policy";\n\ndestination a.example {\n    tls off;\n}\n' >mm.policy
    destc set mm.policy a.example tls=required -o sub/o.policy
    expect_status 2
    has_error "-o sub/o.policy is in another folder than mm.policy, where inc.policy would not be found"
    [ ! -e sub/o.policy ]
    destc set mm.policy a.example tls=required -o o.policy
    expect_status 0
    grep -q 'tls required' o.policy
    echo b.example >names
    destc set inc.policy --domains names tls=required -o sub/o.policy
    expect_status 0
    printf 'define w = file "names";\n\ndestination @w {\n    tls off;\n}\n' >list.policy
    destc set list.policy b.example tls=required -o sub/p.policy
    expect_status 2
    has_error "where names would not be found"
}
