# SPDX-License-Identifier: MIT
# destc lint --fix: what it mends, what it leaves alone, and its diff, which git and patch take.

load helper

# table: W0411 and I3305 in line 15, I3102 in lines 17 and 18, I3201 in 21 (TLS) and 22.
table() {
    default_entry
    cat <<'EOT'
# the bank
[Bank.Example.]
bounce_profile = b
max_messages_per_connection=50
max_host_concurrency = 500
# their scope
limit_type = host
limit_apply = system
table_tls = off
ip_sort_pref = PREFER_V6

[b.example]
bounce_profile = x
EOT
}

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    table >t.txt
    cp t.txt before
}

# line N FILE
line() { sed -n "$1p" "$2"; }

@test "names are mended, and nothing else" {
    destc lint --fix --disable I3201,I3102 t.txt
    expect_status 0
    [ -z "$output$errors" ] || { echo "$output$errors"; false; }
    sed 's/Bank.Example\./bank.example/' before | cmp - t.txt
    destc lint --fix --disable I3201,I3102 t.txt
    sed 's/Bank.Example\./bank.example/' before | cmp - t.txt
}

@test "settings that are inherited go, but for TLS; comments and the rest stay" {
    destc lint --fix=redundant t.txt
    expect_status 0
    has "t.txt:18:13: info[I3201]: table_tls is what would be inherited"
    [ "$(grep -c 'info\[' <<<"$output")" -eq 1 ]
    has_not "mends this"
    sed 's/Bank.Example\./bank.example/; 17,18d; 20,21d; 23d' before | cmp - t.txt
    for verb in "list --effective" "compile --to csv --effective"; do
        "$DESTC" $verb before >1 2>/dev/null
        "$DESTC" $verb t.txt >2 2>/dev/null
        diff 1 2
    done
}

@test "the help of a finding says what mends it" {
    destc lint t.txt
    has "remove the dot; destc lint --fix mends this"
    [ "$(grep -c 'lint --fix=redundant mends this' <<<"$output")" -eq 3 ]
    destc lint --message-format sarif t.txt
    has "destc lint --fix mends this"
}

@test "a dry run prints a diff and writes nothing" {
    destc lint --fix=redundant --dry-run t.txt
    expect_status 0
    cmp t.txt before
    [ "${output%%$'\n'*}" = "--- a/t.txt" ]
    has_not "info["
    has_error "t.txt:18:13: info[I3201]"
    printf '%s\n' "$output" >diff
    git apply --check diff
    "$DESTC" lint --fix=redundant before >/dev/null
    patch -s -p1 <diff
    cmp t.txt before
    destc lint --fix=redundant --dry-run t.txt
    [ -z "$output" ]
    table >t.txt
    destc lint --fix=redundant --dry-run -o out.diff t.txt
    [ -z "$output" ]
    cmp out.diff diff
}

@test "git takes the diff of line ends, blanks in names, a last line without end" {
    mkdir "a b"
    table | sed 's/$/\r/' | head -c -2 >"a b/t 1.txt"
    cp "a b/t 1.txt" before
    destc lint --fix=redundant --dry-run "./a b/t 1.txt"
    printf '%s\n' "$output" >diff
    git apply --check diff
    git apply diff
    mv "a b/t 1.txt" patched
    cp before "a b/t 1.txt"
    destc lint --fix=redundant "a b/t 1.txt"
    cmp "a b/t 1.txt" patched
    [ "$(grep -c $'\r$' patched)" -eq "$(($(wc -l <patched)))" ]
    tail -c 4 patched | od -c | grep -q 'x'
}

@test "the form of internationalised names" {
    { default_entry
      printf '[xn--bcher-kva.example]\n[xn--mller-kva.example]\n[B\303\234CHLE.example]\n'; } >t.txt
    destc lint --fix --disable I3202 t.txt
    expect_status 0
    [ "$(tail -n 1 t.txt)" = "[xn--bchle-kva.example]" ]
}

@test "what is allowed, off or in a baseline is left alone" {
    sed -i '15i # destc: allow W0411,I3305 -- as they write it\n' t.txt
    sed -i 's/^max_mess.*=50/# destc: allow I3102 -- stays\n&/' t.txt
    cp t.txt before
    destc lint --fix t.txt
    cmp t.txt before
    destc lint --fix=redundant t.txt
    grep -qx 'max_messages_per_connection=50' t.txt
    sed 1,14d t.txt >entries
    fails grep 'max_host_concurrency = 500' entries
    table >t.txt
    destc lint --fix=redundant --disable W0411,I3305,I3102,I3201 t.txt
    table | cmp - t.txt
    destc lint --write-baseline b.json t.txt
    destc lint --fix=redundant --baseline b.json t.txt
    table | cmp - t.txt
    printf '[lint]\ndisable = W0411 I3102 I3201\n' >.destc
    destc lint --fix=redundant t.txt
    table | cmp - t.txt
}

@test "an entry that is allowed to say what it inherits stays as it is" {
    { default_entry; printf '# destc: allow-section I3202 -- they ask for it\n[a.example]\n'
      printf 'max_messages_per_connection = 50\n'; } >t.txt
    cp t.txt before
    destc lint --fix=redundant t.txt
    cmp t.txt before
    sed -i '/destc/d' t.txt
    destc lint --fix=redundant t.txt
    [ "$(tail -n 1 t.txt)" = "[a.example]" ]
}

@test "a file with errors is left as it is" {
    printf '[c.example]\nmax_messages_per_connection = 0\n' >>t.txt
    cp t.txt before
    destc lint --fix=redundant t.txt
    expect_status 1
    has "t.txt: info[I3906]: left as it is: it has errors"
    has_not "mends this"
    cmp t.txt before
    destc lint --fix --strict --disable I3305 before
    expect_status 1
    printf 'no table' >u.txt
    destc lint --fix u.txt
    expect_status 2
}

@test "the appliance's own file is not changed" {
    cp "$EXAMPLES/appliance.xml" a.xml
    destc lint --fix=redundant a.xml
    has "a.xml: info[I3906]: left as it is: the appliance's own file is not changed"
    cmp a.xml "$EXAMPLES/appliance.xml"
}

@test "each file of a folder is mended; what cannot be written is said" {
    mkdir d
    table >d/a.txt
    table >d/b.txt
    destc lint --fix d
    fails grep Bank d/a.txt d/b.txt
    [ "$(ls d)" = "a.txt
b.txt" ]
    [ "$(id -u)" -ne 0 ] || return 0
    table >d/a.txt
    table >d/b.txt
    chmod a-w d
    destc lint --fix d
    chmod u+w d
    expect_status 2
    cmp d/a.txt before
}

@test "the mode of a file stays, and so does a link" {
    chmod 640 t.txt
    ln -s t.txt link.txt
    destc lint --fix link.txt
    [ -L link.txt ]
    [ "$(stat -c %a t.txt)" = 640 ]
    fails grep Bank t.txt
}

@test "csv: cells become empty" {
    printf 'domain,table_tls,max_messages_per_connection,bounce_validation\n' >t.csv
    printf 'A.example.,on,50,"off"\nb.example,off,20,on\n' >>t.csv
    destc lint --fix=redundant --factory-default t.csv
    printf 'domain,table_tls,max_messages_per_connection,bounce_validation\n' >wanted
    printf 'a.example,on,,""\nb.example,off,20,on\n' >>wanted
    diff wanted t.csv
}

@test "xml and json: names" {
    "$DESTC" compile t.txt --to xml -o t.xml --idn ascii 2>/dev/null
    sed -i 's/"b.example"/"B.example."/' t.xml
    "$DESTC" compile t.txt --to json -o t.json 2>/dev/null
    sed -i 's/"b.example"/"B.example."/' t.json
    destc lint --fix=redundant t.xml t.json
    grep -q '"b.example"' t.xml
    grep -q '"b.example"' t.json
    destc lint t.xml
    has_not "mends this"
}

# --- Policy sources ----------------------------------------------------------------------------

source_text() {
    cat <<'EOT'
# top
include "part.policy";
declare certificate mx;
declare bounce-profile b;
default { tls preferred; tls-alert on; certificate mx; connections 500;
          limits per domain, system-wide; messages 50; recipients unlimited per 60 minutes;
          ip prefer-ipv6; bounce-verification off; }
settings strict { tls required-verify; bounce-profile b; messages 20; }
destination A.example uses strict { connections 500; messages 50; } # c
destination "B.Example." uses strict {
    connections 500; # why
    # own line
    limits per domain, system-wide;

    ip prefer-ipv6; bounce-verification off;
    bounce-verification off; tls preferred;
}
destination c.example, d.example { messages 50; tls preferred; }
destination e.example { ip /* x */ prefer-ipv6; }
EOT
}

@test "a policy source: statements of the entry's own, not those of several" {
    source_text | sed '/^    bounce-verification off; tls/s/bounce-verification off; //; /\/\*/d' >p.policy
    echo 'destination F.example { messages 50; bounce-profile b; }' >part.policy
    destc lint --fix=redundant p.policy
    expect_status 0
    cat >wanted <<'EOT'
destination a.example uses strict { messages 50; } # c
destination "b.example" uses strict {
    # why
    # own line

    tls preferred;
}
destination c.example, d.example { messages 50; tls preferred; }
EOT
    sed 1,8d p.policy | diff wanted -
    # What is included can mean something else elsewhere: only its names are mended.
    [ "$(cat part.policy)" = 'destination f.example { messages 50; bounce-profile b; }' ]
}

@test "a setting that an appliance does not inherit stays" {
    echo >part.policy
    { source_text | sed '/^destination/,$d'
      echo 'destination a.example { bounce-profile b; connections 500; messages 50; }'
      echo 'appliance lan { default { connections 20; } }'; } >p.policy
    destc lint --fix=redundant p.policy
    grep -qx 'destination a.example { bounce-profile b; connections 500; }' p.policy
}

@test "a file that two include is mended once, in the dry run too" {
    mkdir d
    echo 'include "part.policy";' | tee d/a.policy >d/b.policy
    echo 'destination A.example, b.example, c.example { messages 20; }' >d/part.policy
    destc lint --fix --dry-run d
    [ "$(grep -c '^+++' <<<"$output")" -eq 1 ]
    has "+destination a.example, b.example, c.example { messages 20; }"
    has_no_error I3305
    destc lint --fix d
    grep -q 'destination a.example' d/part.policy
}

# --- Options -----------------------------------------------------------------------------------

@test "options that do not go together" {
    destc lint --dry-run t.txt
    expect_status 2
    has_error "--dry-run goes with --fix"
    destc lint --fix=all t.txt
    expect_status 2
    has_error '--fix takes'
    destc lint --fix - <t.txt
    expect_status 2
    destc lint --fix --default - t.txt </dev/null
    expect_status 2
    destc lint --fix --write-baseline b.json t.txt
    expect_status 2
    cmp t.txt before
}
