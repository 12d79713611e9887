# SPDX-License-Identifier: MIT
# compile to a folder: a table for each listener, for each appliance, or both.

load helper

two() {
    cat >p.policy <<'P'
listener "In" public {
    mail-flow-policy A accept;
    all uses A;
    recipients { reject all; }
}
listener "Out" private {
    mail-flow-policy R relay;
    all uses R;
}
P
}

appliances() {
    two
    cat >>p.policy <<'P'
destination a.example { tls required; }
appliance "x" {
    listener "In" { mail-flow-policy A { spam-check off; } }
}
appliance "y" { remove listener "Out"; }
P
}

@test "several listeners need a name, or a folder" {
    two
    destc compile --to hat p.policy
    expect_status 2
    has_error 'error[E0714]: several listeners have a Host Access Table: --to hat needs --listener NAME, or -o FOLDER; there is In, Out'
    destc compile --to hat --listener Out p.policy
    expect_status 0
    [ "$output" = "$(printf '$R\n    RELAY\nALL\n    $R')" ]
    destc compile --to hat -o out/ p.policy
    expect_status 0
    [ "$(ls -A out | xargs)" = "In.hat Out.hat" ]
    grep -qx '    RELAY' out/Out.hat
    has_error 'the Recipient Access Table of the listener In is left out'
    has_no_error 'the Host Access Table'
    destc compile --to rat -o out p.policy
    expect_status 0
    [ "$(cat out/In.rat)" = "ALL REJECT" ]
    [ "$(ls -A out | xargs)" = "In.hat In.rat Out.hat" ]
}

@test "--listener chooses among what is written to a folder" {
    two
    destc compile --to hat --listener In -o out/ p.policy
    expect_status 0
    [ "$(ls -A out)" = "In.hat" ]
    destc compile --to hat --listener Inn -o out/ p.policy
    expect_status 2
    has_error 'no listener "Inn" has a Host Access Table'
}

@test "--listener chooses among what a document holds" {
    two
    for format in xml json policy; do
        destc compile --to $format --listener Out p.policy
        expect_status 0
        has_error 'info[I0721]: the listener In is left out: --listener names another'
        destc compile --strict --to $format --listener Out p.policy
        expect_status 0
        has Out
        has_not '"In"'
        destc compile --to $format --listener Outt p.policy
        expect_status 2
        has_error 'error[E0714]: no listener "Outt"'
    done
}

@test "all tables of all appliances stand together" {
    appliances
    destc compile --to destconfig --all-appliances -o out p.policy
    expect_status 0
    [ "$(ls -A out | xargs)" = "x.In.hat x.In.rat x.Out.hat x.destconfig y.In.hat y.In.rat y.destconfig" ]
    grep -q 'spam_check = "off"' out/x.In.hat
    fails grep spam_check out/y.In.hat
    has_no_error W0709
    rm -r out
    destc compile --to hat --all-appliances -o out p.policy
    expect_status 0
    [ "$(ls -A out | xargs)" = "x.In.hat x.Out.hat y.In.hat" ]
}

@test "tables of listeners that are gone are named and left" {
    two
    mkdir out
    echo old >out/Old.hat
    echo old >out/Old.rat
    destc compile --to hat -o out p.policy
    expect_status 0
    has_error 'out/Old.hat: warning[W0715]: belongs to no listener of the policy'
    has_no_error Old.rat
    [ "$(cat out/Old.hat)" = old ]
    destc compile --to hat --listener In -o out/ p.policy
    has_no_error 'out/Out.hat'
}

@test "a name that cannot be a file's is told before anything is written" {
    for name in In/Out .In in; do
        two
        sed "s|\"Out\"|\"$name\"|" p.policy >q.policy
        destc compile --to hat -o out/ q.policy
        expect_status 2
        has_error 'error[E0717]'
        [ ! -e out ]
    done
}

@test "a table that cannot be written leaves all as they were" {
    two
    mkdir -p out/Out.hat
    echo old >out/In.hat
    destc compile --to hat -o out p.policy
    expect_status 2
    [ "$(cat out/In.hat)" = old ]
}

@test "appliances with listeners alone have no table of destinations to write" {
    cat >alone.policy <<'END'
listener "In" public {
    mail-flow-policy A accept;
    all uses A;
    recipients { accept b.example; reject all; }
}
appliance "esa1" { listener "In" { port 25; } }
END
    destc compile --to destconfig --all-appliances -o tables alone.policy
    expect_status 0
    [ "$(ls tables | xargs)" = "esa1.In.hat esa1.In.rat" ]
}
