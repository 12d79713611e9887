# SPDX-License-Identifier: MIT
# How destc lint behaves: files and folders, statuses, suppressions, baselines, the settings file.

load helper

# The official schema, as OASIS publishes it.
SCHEMA=${SARIF_SCHEMA:-$ROOT/../shared/reference/sarif-2.1.0.schema.json}

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    table >t.txt
}

# table: a warning W3003 in line 14 and an info I3010 in line 15.
table() {
    default_entry | sed '/^$/d; s/table_tls = off/table_tls = on/; s/send_tls_req_alert = off/send_tls_req_alert = on/'
    cat <<'EOF'
[a.example]
ip_sort_pref = REQUIRE_V4
table_tls = required
bounce_profile = short
EOF
}

# insert LINE TEXT: t.txt with TEXT before LINE.
insert() { table | sed "$1i $2" >t.txt; }

# found ARGS...: the findings of lint, as "FILE:LINE CODE", but those about linting itself.
found() {
    status=0
    "$DESTC" lint "$@" --message-format json >.json 2>.err || status=$?
    jq -r 'select(.code) | "\(.file):\(.line) \(.code)"' .json | grep -v ' I3901' || true
}

same() { [ "$1" = "$2" ] || { printf 'found:\n%s\ninstead of:\n%s\n' "$1" "$2"; cat .err; false; }; }

both="t.txt:14 W3003
t.txt:15 I3010"

# --- Status ------------------------------------------------------------------------------------

@test "the status is 1 from the threshold on" {
    same "$(found t.txt)" "$both"
    found t.txt; [ "$status" -eq 1 ]
    found --fail-on error t.txt; [ "$status" -eq 0 ]
    found --fail-on info --disable W3003 t.txt; [ "$status" -eq 1 ]
    found --disable W3003 t.txt; [ "$status" -eq 0 ]
    found --error I3010 --fail-on error t.txt; [ "$status" -eq 1 ]
}

@test "errors of a policy that can be read are findings, and the rules still run" {
    echo 'max_host_concurrency = 0' >>t.txt
    list=$(found t.txt)
    [[ $list == *W3003* && $list == *E0202* ]]
    found t.txt; [ "$status" -eq 1 ]
    destc compile --check t.txt
    expect_status 2
}

@test "what cannot be read is status 2, whatever the threshold" {
    echo 'no setting' >>t.txt
    found --fail-on error t.txt; [ "$status" -eq 2 ]
    found missing.txt; [ "$status" -eq 2 ]
    head -c 100 /dev/zero >zero
    found zero; [ "$status" -eq 2 ]
}

@test "the other files are linted all the same" {
    same "$(found missing.txt t.txt)" "missing.txt:null E0701
$both"
}

# --- Codes -------------------------------------------------------------------------------------

@test "codes are switched off and given other severities, the later option wins" {
    same "$(found --disable W3003,I3010 t.txt)" ""
    same "$(found --disable 3003 --disable i3010 t.txt)" ""
    destc lint --error W3003 --warning I3010 t.txt
    has "t.txt:14:16: error[W3003]"
    has "t.txt:15:13: warning[I3010]"
    expect_status 1
    same "$(found --disable W3003 --info W3003 t.txt)" "$both"
}

@test "unknown codes are bad usage" {
    destc lint --disable W3O03 t.txt
    expect_status 2
    has_error 'there is no code "W3O03"; did you mean'
    destc lint --disable E0108 t.txt
    expect_status 2
    has_error 'E0108 says that something cannot be read or done'
    destc lint --disable '' t.txt
    expect_status 2
}

# --- Folders -----------------------------------------------------------------------------------

@test "a folder is searched for files that are recognised" {
    mkdir -p d/b d/.git d/.hidden
    table | tee d/z.txt d/b/y.txt d/.git/x.txt d/.hidden/w.txt >d/a.txt
    printf 'jobs:\n  a: 1\n' >d/x.yml
    printf 'CC = gcc\n' >d/Makefile
    printf '# Title\n\nWords.\n' >d/README.md
    printf '{"name": 1}\n' >d/package.json
    printf '<a/>\n' >d/a.xml
    : >d/empty
    mkdir out
    table >out/o.txt
    ln -s ../out/o.txt d/link.txt
    ln -s ../out d/folder
    mkfifo d/fifo
    same "$(found --disable I3010 d)" "d/a.txt:14 W3003
d/b/y.txt:14 W3003
d/z.txt:14 W3003"
    same "$(found --disable I3010 d/b d/ d/a.txt | cut -d: -f1 | xargs)" "d/b/y.txt d/a.txt d/z.txt"
    same "$(cd d && found --disable I3010 . | cut -d: -f1 | xargs)" "a.txt b/y.txt z.txt"
}

@test "every format is recognised in a folder" {
    mkdir d
    cp "$EXAMPLES"/{outbound.txt,small.policy,inbound.hat,inbound.rat,partners.csv} d
    "$DESTC" compile "$EXAMPLES/outbound.txt" --to json -o d/o.json
    "$DESTC" compile "$EXAMPLES/outbound.txt" --to xml -o d/o.xml
    cp "$EXAMPLES/appliance.xml" d
    "$DESTC" lint --verbose d >/dev/null 2>.err || true
    [ "$(grep -c '1 file' .err)" -eq 8 ] || { cat .err; false; }
}

@test "a folder with nothing in it, one that cannot be read" {
    mkdir d
    same "$(found d)" "d:null W0718"
    found d; [ "$status" -eq 1 ]
    found --fail-on error d; [ "$status" -eq 0 ]
}

@test "what another file of the run includes is linted there" {
    mkdir d
    echo 'include "part.policy";' >d/z.policy
    echo 'destination a.example { tls required; }' >d/part.policy
    same "$(found d | sort -u)" "d/part.policy:1 I3010
d/part.policy:1 W3008"
    [ "$(found d | wc -l)" -eq 2 ]
    [ "$(found d/part.policy d/z.policy | wc -l)" -eq 2 ]
    echo 'include "z.policy";' >>d/part.policy
    found d | grep -q E1104
}

# --- Suppressions ------------------------------------------------------------------------------

@test "a comment allows what is found in the next line" {
    insert 14 '# destc: allow W3003 -- they asked for it'
    same "$(found t.txt)" "t.txt:16 I3010"
    insert 14 '; destc: allow 3003 : they asked for it\n\n# why\n'
    same "$(found t.txt)" "t.txt:19 I3010"
    insert 13 '# destc: allow W3003 -- too early'
    same "$(found t.txt)" "t.txt:13 W3902
t.txt:15 W3003
t.txt:16 I3010"
}

@test "a comment allows what is found in its section, or in the file" {
    for line in 13 14 15 16; do
        insert $line '# destc: allow-section W3003,I3010 -- an old host'
        same "$(found t.txt)" ""
    done
    insert 1 '# destc: allow-file W3003 I3010 -- an old host'
    same "$(found t.txt)" ""
    insert 1 '# destc: allow-section W3003 -- for the default entry'
    same "$(found t.txt)" "t.txt:1 W3902
t.txt:15 W3003
t.txt:16 I3010"
}

@test "comments of a policy source" {
    cat >p.policy <<'EOF'
# destc: allow-section W3008 -- the statement below
destination a.example { tls required; } # destc: allow I3010 -- this line
destination b.example {
    # destc: allow-section W3008,I3010 -- round it
    note "# destc: allow-file W3008 -- a string";
    tls required;
}
destination c.example { tls required; }
EOF
    same "$(found p.policy)" "p.policy:8 I3010
p.policy:8 W3008"
}

@test "comments of an XML document" {
    cat >p.xml <<'EOF'
<policy xmlns="urn:destc:policy:1">
  <!-- destc: allow-section W3008: two hyphens cannot stand here -->
  <destination domain="a.example"><tls>required</tls></destination>
  <destination domain="b.example">
    <!-- destc: allow I3010 : the next line -->
    <tls>required</tls> <!-- destc: allow W3008: this one -->
  </destination>
</policy>
EOF
    same "$(found p.xml)" "p.xml:3 I3010"
}

@test "comments of a Host Access Table and of a Recipient Access Table" {
    sed '1i # destc: allow-file W2011 -- x' "$EXAMPLES/inbound.hat" >h.hat
    found h.hat | grep -q 'h.hat:1 W3902'
    sed '1i # destc: allow-section E4103 -- x' "$EXAMPLES/inbound.rat" >r.rat
    found r.rat >/dev/null
    [ "$status" -lt 2 ] || { cat .json .err; false; }
}

@test "faults of suppressions" {
    insert 14 '# destc: allow W3003'
    same "$(found t.txt)" "t.txt:14 W3904
t.txt:16 I3010"
    insert 14 '# destc: allow W3O03 -- x'
    found t.txt | grep -q 't.txt:14 W3903'
    insert 14 '# destc: alow W3003 -- x'
    found t.txt | grep -q 't.txt:14 W3905'
    insert 14 '# destc: allow -- x'
    found t.txt | grep -q 't.txt:14 W3905'
    insert 14 '# destc: allow E0108 -- x'
    found t.txt | grep -q 't.txt:14 W3903'
}

@test "a suppression of a rule that is off or could not be judged is not called useless" {
    insert 14 '# destc: allow W3003,W3005 -- x'
    found --disable W3005 t.txt >told
    fails grep W3902 told
    printf '# destc: allow-file W3006 -- x\n[a.example]\ntable_tls = off\n' >u.txt
    same "$(found u.txt)" ""
}

@test "other verbs do not look at suppressions" {
    printf '# destc: allow-file E0202 -- x\n[a.example]\nmax_host_concurrency = 0\n' >u.txt
    destc compile --check u.txt
    expect_status 2
    found u.txt; [ "$status" -lt 2 ]
}

# --- Baseline ----------------------------------------------------------------------------------

@test "a baseline: what is known is not told, wherever it stands now" {
    destc lint --write-baseline b.json t.txt
    expect_status 0
    [ "$output" = "destc: 2 suppressed" ]
    [ "$errors" = "destc: 2 findings written to b.json" ]
    jq -e '.findings | length == 2 and (map(keys_unsorted) | unique == [["fingerprint", "code",
        "entry", "setting", "value"]])' b.json
    fails grep '"line"' b.json
    insert 1 '# a line\n# another'
    same "$(found --baseline b.json t.txt)" ""
    printf '[b.example]\nip_sort_pref = REQUIRE_V6\n' >>t.txt
    same "$(found --baseline b.json t.txt)" "t.txt:20 W3003"
    found --baseline b.json t.txt; [ "$status" -eq 1 ]
    destc lint --write-baseline c.json t.txt
    destc lint --write-baseline d.json t.txt
    cmp c.json d.json
    [ "$(jq -r '.findings[].code' c.json | xargs)" = "I3010 W3003 W3003" ]
}

@test "a fingerprint is the SHA-256 of code, entry, setting and value" {
    destc lint --write-baseline b.json t.txt
    [ "$(jq -r '.findings[1].fingerprint' b.json)" = \
        "$(printf 'W3003\0a.example\0ip_sort_pref\0REQUIRE_V4\0' | sha256sum | cut -d' ' -f1)" ]
}

@test "a baseline that is none, and one that is not written" {
    echo '{"findings": []}' >b.json
    destc lint --baseline b.json t.txt
    expect_status 2
    has 'b.json:1:1: error[E0720]: this is no baseline'
    has_not W3003
    printf '{\n"' >b.json
    destc lint --baseline b.json t.txt
    has 'b.json:2:2: error[E0720]: the baseline is not JSON'
    destc lint --baseline missing.json t.txt
    expect_status 2
    echo old >b.json
    destc lint --write-baseline b.json t.txt missing.txt
    expect_status 2
    [ "$(cat b.json)" = old ]
}

# --- The settings file -------------------------------------------------------------------------

@test "the nearest .destc above a file holds, up to the repository's root" {
    mkdir -p r/.git r/a/b r/c
    table | tee r/a/b/t.txt r/c/t.txt >r/t.txt
    printf '[lint]\ndisable = W3003 I3010\n' >.destc
    same "$(found r | cut -d: -f1 | uniq | xargs)" "r/a/b/t.txt r/c/t.txt r/t.txt"
    same "$(found t.txt)" ""
    printf '[lint]\ndisable = W3003\n' >r/.destc
    printf '[lint]\ndisable = I3010\n' >r/a/.destc
    same "$(found r)" "r/a/b/t.txt:14 W3003
r/c/t.txt:15 I3010
r/t.txt:15 I3010"
    same "$(cd r/a/b && found ../../c/t.txt)" "../../c/t.txt:15 I3010"
}

@test "what a settings file says, options win" {
    printf '[lint]\nerror = W3003\nfail-on = error\n' >.destc
    destc lint t.txt
    expect_status 1
    has 'error[W3003]'
    destc lint --warning W3003 t.txt
    expect_status 0
    destc lint --warning W3003 --fail-on warning t.txt
    expect_status 1
    printf '[lint]\nmust-encrypt = m.example\n' >.destc
    printf '[m.example]\ntable_tls = on\n' >>t.txt
    found t.txt | grep -q W3009
}

@test "a settings file that is not understood" {
    printf '# ours\n[lint]\ndisabel = W3003\ndisable = W3O03, W3003\ninfo = W3003\nfail-on = never\nasyncos = x\nfail-on\nclouds = a.example\nmust-encrypt = a..b\n[lnt]\n' >.destc
    destc lint t.txt
    expect_status 2
    has '.destc:3:1: error[E0719]: there is no setting "disabel"'
    has 'did you mean disable?'
    has '.destc:4:11: error[E0719]: there is no code "W3O03"'
    has '.destc:5:8: error[E0719]: W3003 is named twice'
    has '.destc:6:11: error[E0719]: fail-on takes error, warning or info'
    has '.destc:7:11: error[E0719]: asyncos takes a release'
    has '.destc:8:1: error[E0719]'
    has '.destc:9:10: error[E0719]'
    has '.destc:10:16: error[E0719]'
    has '.destc:11:1: error[E0719]: there is no such section'
    has_not 't.txt'
}

@test "--show-config prints what holds, and from where" {
    printf '[lint]\ndisable = W3003\nfail-on = info\nclouds = .mail.example\n' >.destc
    destc lint --show-config --error I3010 --asyncos 15.0 t.txt
    expect_status 0
    golden_output show-config
    sed -n '/^\[lint\]/,$p' .out >again
    mv again .destc
    destc lint --show-config t.txt
    expect_status 0
    has 'error = I3010'
}

# --- Forms -------------------------------------------------------------------------------------

@test "sarif is valid, and keeps what is suppressed" {
    [ -e "$SCHEMA" ] || skip "no schema at $SCHEMA"
    destc lint --write-baseline b.json t.txt
    insert 15 '# destc: allow I3010 -- agreed'
    "$DESTC" lint --baseline b.json --message-format sarif t.txt >s.json
    jq -c '.runs[0].results[] | [.ruleId, .suppressions[0].kind, .suppressions[0].justification]' \
        s.json >kept
    diff - kept <<'EOF'
["W3003","external","in the baseline b.json"]
["I3010","inSource","agreed"]
EOF
    jq -e '.runs[0].results | all(.partialFingerprints["destcFinding/v1"] | length == 64)' s.json
    jq -e '.runs[0].tool.driver.rules | all(.help.text and .help.markdown)' s.json
    "$DESTC" lint --message-format sarif "$EXAMPLES" >all.json || true
    for file in s.json all.json; do
        python3 - "$SCHEMA" $file <<'EOF'
import json, jsonschema, sys
schema, report = (json.load(open(name)) for name in sys.argv[1:])
jsonschema.Draft7Validator(schema).validate(report)
EOF
    done
}

@test "the other forms leave out what is suppressed" {
    insert 14 '# destc: allow W3003 -- agreed'
    for form in text json github junit gitlab; do
        destc lint --message-format $form t.txt
        has_not W3003
        has I3010
    done
    destc lint --message-format gitlab t.txt
    first=$(jq -r '.[].fingerprint' .out)
    insert 1 '# destc: allow-file W3003 -- agreed\n# more'
    destc lint --message-format gitlab t.txt
    [ "$(jq -r '.[].fingerprint' .out)" = "$first" ]
}

@test "the same run gives the same bytes, sorted by place" {
    "$DESTC" lint --max-errors 0 "$EXAMPLES" >one || true
    "$DESTC" lint --max-errors 0 "$EXAMPLES" >two || true
    cmp one two
}
