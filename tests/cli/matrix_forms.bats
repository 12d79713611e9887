# SPDX-License-Identifier: MIT
# diff --matrix: what its two forms say of ties, of listeners, of what is not known, and of names.

load helper

# table NAME TLS: a table with one entry.
table() { printf '[a.example]\ntable_tls = %s\n' "$2" >"$1"; }

# hat PARAMETERS: a table with the policy $P and these.
hat() { printf '$P\n    ACCEPT {%s}\nA:\n    192.0.2.0/24\n    $P\nALL\n    REJECT\n' "$1"; }

# rows FILTER: jq's FILTER of the last matrix's rows, in one line.
rows() { jq -c "[.rows[] | $1]" .out; }

@test "one difference is one, and a tie has no majority" {
    table a.txt off
    table b.txt on
    destc diff --matrix a.txt b.txt
    expect_status 1
    has '1 difference in 1 entry; deviating: a.txt 1, b.txt 1'
    grep -qx '  a.example  tls  no majority  off: a.txt; preferred: b.txt' .out
    destc diff --matrix --format json a.txt b.txt
    [ "$(rows .tie)" = '[true]' ]
    [ "$(jq -c '[.effective, .deviations]' .out)" = '[false,[1,1]]' ]
    # Three values, but most say one of them.
    table c.txt required
    cp b.txt d.txt
    destc diff --matrix --format json a.txt b.txt c.txt d.txt
    [ "$(rows '.tie, (.values[0] | .value, .columns)')" = '[false,"preferred",["b.txt","d.txt"]]' ]
    [ "$(jq -c .deviations .out)" = '[1,0,1,0]' ]
}

@test "the default entry has no name, and --effective is told" {
    table entry off
    { default_entry; cat entry; } >a.txt
    sed 's/^table_tls = off/table_tls = on/' a.txt >b.txt
    destc diff --matrix --effective --format json a.txt b.txt
    expect_status 1
    [ "$(rows '[.part, .name, .setting]')" = \
        '[["default-entry",null,"tls"],["destination","a.example","tls"]]' ]
    [ "$(jq .effective .out)" = true ]
}

@test "each listener has a heading, and so has each kind of thing" {
    cat >two.policy <<'END'
listener "In" public {
    mail-flow-policy A accept { max-recipients-per-hour 5; }
    all uses A;
    recipients { reject all; }
}
listener "Out" private {
    mail-flow-policy A accept { max-recipients-per-hour 6; }
    all uses A;
}
appliance "x" {
    listener "In" { mail-flow-policy A { max-recipients-per-hour 7; } }
    listener "Out" { mail-flow-policy A { max-recipients-per-hour 7; } }
}
appliance "y" { }
END
    destc diff --matrix two.policy
    expect_status 1
    diff - .out <<'END'
2 policies: x, y

Listener In: mail flow policies
  $A  max-recipients-per-hour  no majority  7: x; 5: y

Listener Out: mail flow policies
  $A  max-recipients-per-hour  no majority  7: x; 6: y

2 differences in 2 entries; deviating: x 2, y 2
END
}

@test "what a default entry would give is one value, whether there is one or not" {
    printf '[a.example]\nbounce_profile = x\n' >bare.txt
    { default_entry; cat bare.txt; } >whole.txt
    { cat whole.txt; echo 'dane_option = mandatory'; } >dane.txt
    destc diff --matrix bare.txt whole.txt dane.txt
    expect_status 1
    grep -qx '  a.example  dane  (inherited) (2)  mandatory: dane.txt' .out
    grep -qx '  DEFAULT  there (2)  missing: bare.txt' .out
    # Of what takes effect none is missing.
    default_entry | sed 's/^table_tls = off/table_tls = on/' >default.txt
    destc diff --matrix --effective --default default.txt bare.txt whole.txt
    expect_status 1
    grep -qx '  DEFAULT  tls  no majority  (preferred): bare.txt; off: whole.txt' .out
    has '1 difference in 1 entry'
}

@test "what is not known is no value that is inherited" {
    hat 'tls = "required"' >a.hat
    hat '' >b.hat
    destc diff --matrix --effective --format json a.hat b.hat
    expect_status 1
    [ "$(rows '.values[] | [.how, .value, .columns[]]')" = \
        '[["given","required","a.hat"],["not-known",null,"b.hat"]]' ]
    destc diff --matrix --effective a.hat b.hat
    has 'required: a.hat; (not known): b.hat'
}

@test "a file's name cannot move a terminal's cursor, and its bytes are told" {
    table $'a\e[2J.txt' off
    table $'b\377.txt' on
    destc diff --matrix $'a\e[2J.txt' $'b\377.txt'
    expect_status 1
    has_not $'\e'
    has '2 policies: a\x1B[2J.txt, b\xFF.txt'
    has 'off: a\x1B[2J.txt; preferred: b\xFF.txt'
    has 'deviating: a\x1B[2J.txt 1, b\xFF.txt 1'
    destc diff --matrix --format json $'a\e[2J.txt' $'b\377.txt'
    expect_status 1
    [ "$(jq -c .columns .out)" = '["a\u001b[2J.txt","b\\xFF.txt"]' ]
}
