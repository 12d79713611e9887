# SPDX-License-Identifier: MIT
# set, lint --fix and merge where something stands, or is missing, beside what they change.

load helper

# table [LINE...]: a default entry and the entry bank.example, with these lines.
table() {
    default_entry
    printf '%s\n' '[bank.example]' 'table_tls = required' "$@"
}

# sources: standard input becomes p.policy and before.
sources() {
    cat >p.policy
    cp p.policy before
}

@test "a setting that an entry does not give cannot be taken from it" {
    table >t.txt
    cp t.txt before
    destc set t.txt bank.example bounce-profile=
    expect_status 0
    has 'no difference'
    cmp t.txt before
    destc set t.txt bank.example bounce-profile= tls=off
    expect_status 0
    sed 's/^table_tls = required/table_tls = off/' before | diff - t.txt
}

@test "with an entry goes the blank line above it, whatever the blank line has" {
    { table; printf '\n[gone.example]\ntable_tls = on\n'; } >t.txt
    sed 's/$/\r/' t.txt >crlf.txt
    sed 's/^$/  /' t.txt >blanks.txt
    for file in t.txt crlf.txt blanks.txt; do
        head -n 15 $file >expected
        destc set $file gone.example --remove
        expect_status 0
        cmp expected $file
    done
}

@test "each new entry has a blank line above it, also behind one that is there" {
    { table; echo; } >t.txt
    cp t.txt before
    destc set t.txt a.example b.example tls=off
    expect_status 0
    { cat before; printf '[a.example]\ntable_tls = off\n\n[b.example]\ntable_tls = off\n'; } |
        diff - t.txt
}

@test "a setting of two bundles is overruled, not taken from the last" {
    sources <<'END'
settings one { tls required; }
settings two { tls preferred; }
destination a.example uses one, two;
destination b.example { tls off; }
END
    destc set p.policy a.example tls=
    sed 's/uses one, two;/uses one, two { tls default; }/' before | diff - p.policy
    sources <<'END'
settings one { tls required; }
settings two extends one { tls preferred; }
destination a.example uses two;
END
    destc set p.policy a.example tls=
    sed 's/uses two;/uses two { tls default; }/' before | diff - p.policy
    sources <<'END'
settings one { tls required; messages 5; }
destination a.example uses one;
END
    destc set p.policy a.example tls=
    sed 's/tls required; //' before | diff - p.policy
}

@test "what one of a list gets alone stands behind it, and uses nothing twice" {
    sources <<'END'
settings s { tls required; }
destination a.example, b.example uses s;
destination c.example { tls off; }
END
    destc set p.policy a.example messages=7
    expect_status 0
    sed '2a destination a.example { messages 7; }' before | diff - p.policy
    # What is longer than a line is set out.
    cp before p.policy
    profile=$(printf 'p%.0s' $(seq 70))
    destc set p.policy a.example bounce-profile=$profile
    printf '%s\n' 'destination a.example {' "    bounce-profile \"$profile\";" '}' >block
    sed '2r block' before | diff - p.policy
}

@test "who leaves a list takes the settings as they are written" {
    sources <<'END'
destination a.example, b.example { connections 5; limits per domain, system-wide; tls off; }
END
    destc set --split p.policy a.example tls=required
    expect_status 0
    diff - p.policy <<'END'
destination b.example { connections 5; limits per domain, system-wide; tls off; }
destination a.example {
    connections 5;
    limits per domain, system-wide;
    tls required;
}
END
}

@test "a limit of recipients goes with its minutes" {
    sources <<'END'
destination a.example {
    recipients 20 per 1 minute;
    limits per domain, system-wide;
    tls off;
    messages 5;
}
END
    destc set p.policy a.example recipients= limits-per= limits-apply=
    expect_status 0
    sed '/recipients/d; /limits/d' before | diff - p.policy
    cp before p.policy
    destc set p.policy a.example recipients= recipient-minutes=5
    expect_status 2
    has_error 'a source gives both or neither'
    cmp p.policy before
}

@test "a set in a set that is used elsewhere is left alone" {
    for use in 'assert tls = required for @outer;' 'destination @outer { messages 5; }'; do
        sources <<END
define inner = { a.example, b.example };
define outer = { @inner, c.example };
destination @outer { tls required; }
$use
END
        destc set --split p.policy a.example --remove
        expect_status 2
        has_error 'p.policy:1:8: error[E5032]: a.example stands in the set "inner", which is used elsewhere'
        cmp p.policy before
    done
}

@test "of those who share a statement five are named, and the others counted" {
    local six='destination a.example, b.example, c.example, d.example, e.example, f.example'
    sources <<<"$six { tls off; }"
    destc set p.policy a.example tls=required
    expect_status 2
    has_error 'tls of a.example is shared with b.example, c.example, d.example, e.example, f.example'
    has_no_error more
    sources <<<"$six, g.example { tls off; }"
    destc set p.policy a.example tls=required
    has_error 'shared with b.example, c.example, d.example, e.example, f.example and 1 more'
}

@test "recipients unlimited says its minutes too: lint --fix takes both" {
    {
        table >default.txt
        "$DESTC" compile -q --to policy default.txt | sed '/^destination/,$d'
        echo 'destination a.example { tls required; recipients unlimited; }'
    } | sources
    destc lint --fix=redundant p.policy
    sed 's/required; recipients unlimited;/required;/' before | diff - p.policy
}

@test "lint --fix leaves a setting with a remark in it, and an appliance's own; lines keep their ends" {
    {
        table >default.txt
        "$DESTC" compile -q --to policy default.txt | sed '/^destination/,$d'
        cat <<'END'
destination a.example {
    tls required;
    messages # as they asked
        50;
}
destination d.example {
    tls required; messages 50;
}
destination b.example { tls required; messages 50; }
appliance "x" {
    destination a.example { bounce-verification off; }
}
END
    } | sources
    sed 's/required; messages 50;/required;/' before >expected
    for appliance in '' '--appliance x'; do
        cp before p.policy
        destc lint --fix=redundant $appliance p.policy
        diff expected p.policy
    done
    sed 's/$/\r/' before >p.policy
    destc lint --fix=redundant p.policy
    sed 's/$/\r/' expected | cmp - p.policy
}

@test "what is given twice is not mended" {
    table 'table_tls = off' >t.txt
    cp t.txt before
    destc lint --lenient --fix=redundant t.txt
    cmp t.txt before
}

@test "merge: where one side takes a limit out and the other changes it, all of it is in conflict" {
    limit() { table "recipient_limit = $1" 'recipient_minutes = 5' 'limit_type = MXIP' 'limit_apply = system'; }
    limit 10 >base
    table >ours
    limit 20 >theirs
    destc merge base ours theirs
    expect_status 1
    for name in recipient_limit recipient_minutes limit_type limit_apply; do
        has_error "error[E5020]: $name of bank.example: ours gives nothing, theirs"
    done
    # Each side, taken whole, is a table.
    sed '/^<<<<<<< /,/^=======/d; /^>>>>>>> /d' ours >taken
    destc compile --check taken
    expect_status 0
    destc diff -q taken theirs
    expect_status 0
    sed '/^=======/,/^>>>>>>> /d; /^<<<<<<< /d' ours >taken
    table | diff - taken
}

@test "merge: a new entry comes with its comments, in the line ends of ours" {
    table >base
    cp base ours
    { cat base; printf '\n; theirs\n# new\n[new.example]\ntable_tls = on\n'; } >whole
    sed 's/$/\r/' whole >theirs
    destc merge base ours theirs
    expect_status 0
    cmp ours whole
    sed 's/$/\r/' base >ours
    sed 's/$/\r/' base >crlf
    destc merge crlf ours whole
    expect_status 0
    sed 's/$/\r/' whole | cmp - ours
}

@test "merge: what both changed alike is no conflict, and what ours changed besides stays" {
    table >base
    sed 's/= required/= require_verify/' base >theirs
    { cat theirs; echo 'bounce_profile = x'; } >ours
    cp ours before
    destc merge base ours theirs
    expect_status 0
    [ -z "$errors" ]
    cmp ours before
}

@test "merge: a default entry's setting stands alone" {
    table >base
    sed '/^recipient_minutes/d' base >ours
    sed 's/^recipient_limit = 0/recipient_limit = 7/' base >theirs
    sed 's/^recipient_limit = 0/recipient_limit = 7/' ours >expected
    destc merge --lenient base ours theirs
    expect_status 0
    diff expected ours
}
