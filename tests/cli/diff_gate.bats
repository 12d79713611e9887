# SPDX-License-Identifier: MIT
# diff --fail-on: what weighs so, or is not known, does not pass, however the change is put.

load helper

# stops OLD NEW ARGS...: the gate of ARGS lets the change through neither as it is given nor as it
# takes effect; passes OLD NEW ARGS...: it lets it through both ways.
stops() { gate 1 "$@"; }
passes() { gate 0 "$@"; }

gate() {
    wanted=$1 old=$2 new=$3
    shift 3
    for how in '' --effective; do
        # shellcheck disable=SC2086 # no word where there is none
        destc diff $how "$@" "$old" "$new"
        [ "$status" -eq "$wanted" ] || { echo "$how $*"; expect_status "$wanted"; }
    done
}

# --- Recipients -------------------------------------------------------------------------------

@test "a user's line that is new on top changes what a domain's line gave the user" {
    printf 'example.com ACCEPT\nALL REJECT\n' >old.rat
    printf 'joe@ REJECT {\n smtp_response_code = 550\n}\nexample.com ACCEPT\nALL REJECT\n' >new.rat
    stops old.rat new.rat --fail-on may-stop-mail
    has 'joe@example.com'
    passes old.rat new.rat --fail-on weaker
    stops new.rat old.rat --fail-on weaker
}

@test "a line that was edited and moved above another" {
    printf 'blocked.example REJECT\npostmaster@ ACCEPT\nALL REJECT\n' >old.rat
    printf 'postmaster@ ACCEPT {\n smtp_response_code = 250\n}\nblocked.example REJECT\nALL REJECT\n' >new.rat
    stops old.rat new.rat --fail-on weaker
    has 'postmaster@blocked.example'
    stops new.rat old.rat --fail-on may-stop-mail
}

@test "a domain's line that is new on top lets a refused user in" {
    printf 'joe@ REJECT\nALL ACCEPT\n' >old.rat
    printf 'b.example ACCEPT {\n smtp_response_code = 250\n}\njoe@ REJECT\nALL ACCEPT\n' >new.rat
    stops old.rat new.rat --fail-on weaker
    has 'joe@b.example'
    # The line by itself tells as much.
    printf 'joe@ REJECT\nALL REJECT\n' >old.rat
    printf 'b.example ACCEPT\njoe@ REJECT\nALL REJECT\n' >new.rat
    stops old.rat new.rat --fail-on weaker
    has_not 'joe@b.example'
}

@test "a line that moves and is edited at once has the action that holds" {
    printf '.example.com REJECT\njoe@a.example.com ACCEPT {\n bypass_receiving_control = "on"\n}\nALL REJECT\n' >old.rat
    printf 'joe@a.example.com ACCEPT\n.example.com REJECT\nALL REJECT\n' >new.rat
    stops old.rat new.rat --fail-on weaker
    stops new.rat old.rat --fail-on may-stop-mail
    # And the options that hold, where both lines give one and another is edited.
    printf '.example.com ACCEPT\njoe@a.example.com ACCEPT {\n bypass_receiving_control = "on"\n}\nALL REJECT\n' >old.rat
    printf 'joe@a.example.com ACCEPT {\n bypass_receiving_control = "on"\n smtp_response_code = 250\n}\n.example.com ACCEPT\nALL REJECT\n' >new.rat
    stops old.rat new.rat --fail-on weaker
}

@test "options of unknown names are part of what a line does" {
    printf 'a.example ACCEPT {\n zz_new = "1"\n}\nALL REJECT\n' >old.rat
    sed 's/"1"/"2"/' old.rat >new.rat
    stops old.rat new.rat -q --fail-on weaker
    stops old.rat new.rat -q --fail-on may-stop-mail
    printf '.example.com ACCEPT\na.example.com ACCEPT {\n zz_new = "1"\n}\nALL REJECT\n' >old.rat
    printf 'a.example.com ACCEPT {\n zz_new = "1"\n}\n.example.com ACCEPT\nALL REJECT\n' >new.rat
    stops old.rat new.rat -q --fail-on weaker:tls
    stops new.rat old.rat -q --fail-on may-stop-mail
    # Order, and the case of names, is none of it.
    printf 'a.example ACCEPT {\n zz_new = "1"\n zz_more = "2"\n}\nALL REJECT\n' >old.rat
    printf 'a.example ACCEPT {\n ZZ_more = "2"\n zz_new = "1"\n}\nALL REJECT\n' >new.rat
    passes old.rat new.rat -q
}

@test "a user whose name differs in case only: it is not known whom the line takes" {
    printf 'joe@ REJECT\nALL ACCEPT\n' >old.rat
    printf 'Joe@ ACCEPT\njoe@ REJECT\nALL ACCEPT\n' >new.rat
    stops old.rat new.rat --fail-on weaker
    stops new.rat old.rat --fail-on may-stop-mail
    has 'not known'
    printf 'joe@example.com REJECT\nALL ACCEPT\n' >old.rat
    printf 'Joe@ ACCEPT\njoe@example.com REJECT\nALL ACCEPT\n' >new.rat
    stops old.rat new.rat --fail-on weaker
    printf 'joe@ REJECT\nexample.com ACCEPT\nALL REJECT\n' >old.rat
    printf 'joe@ REJECT\nexample.com ACCEPT\nJoe@ REJECT\nALL REJECT\n' >new.rat
    passes old.rat new.rat --fail-on weaker --fail-on may-stop-mail
}

# --- Callers ----------------------------------------------------------------------------------

@test "more callers who match two entries than are told: not known in any topic" {
    policies='$REQ\n ACCEPT {\n  tls = "required"\n  spam_check = "on"\n }\n$OFF\n ACCEPT {\n  tls = "off"\n  spam_check = "off"\n }\n'
    for i in $(seq 0 39); do printf 'A%d:\n 10.0.%d.0/24\n $REQ\n' "$i" "$i"; done >upper
    for i in $(seq 0 39); do printf 'S%d:\n sbrs[%d.%d:%d.%d]\n $REQ\n' \
        "$i" $((i / 10)) $((i % 10)) $((i / 10)) $((i % 10)); done >lower
    { printf "$policies"; cat upper lower; printf 'ALL\n $OFF\n'; } >old.hat
    { printf "$policies"; cat lower upper; printf 'ALL\n $OFF\n'; } >new.hat
    destc diff -q old.hat new.hat
    has 'whoever matches two of many entries'
    for topic in tls access checks; do
        stops old.hat new.hat -q --fail-on weaker:$topic
    done
    stops old.hat new.hat -q --fail-on may-stop-mail
}

@test "--lenient: two groups of one name are two things to get" {
    hat() {
        printf '$A\n ACCEPT\nG:\n %s\n $A {\n  tls = "required"\n }\nG:\n %s\n $A {\n  tls = "off"\n }\nALL\n $A\n' "$@"
    }
    hat '10.0.0.1\n 10.0.0.9' 10.0.0.2 >old.hat
    hat 10.0.0.9 '10.0.0.2\n 10.0.0.1' >new.hat
    sed -i 's/\\n/\n/' old.hat new.hat
    stops old.hat new.hat -q --lenient --fail-on weaker
    has '10.0.0.1'
    has 'G $A { tls required; } -> G $A { tls off; }'
    stops new.hat old.hat -q --lenient --fail-on may-stop-mail
    passes old.hat old.hat -q --lenient
}

# --- Destinations -----------------------------------------------------------------------------

@test "an unknown parameter of the partial domain that held is lost, or repeated" {
    { default_entry; printf '[.example]\nzz_new = 2\n\n'; } >old.txt
    { cat old.txt; printf '[a.example]\n\n'; } >new.txt
    stops old.txt new.txt -q --fail-on weaker
    has 'zz_new  (2) -> (none)'
    stops new.txt old.txt -q --fail-on may-stop-mail
    { cat old.txt; printf '[a.example]\nzz_new = 2\n'; } >new.txt
    passes old.txt new.txt -q --fail-on weaker --fail-on may-stop-mail
    passes old.txt new.txt -q --effective
    passes new.txt old.txt -q --effective
    { cat old.txt; printf '[a.example]\nzz_new = 3\n'; } >new.txt
    stops old.txt new.txt -q --fail-on weaker
    # What the default entry holds, an entry inherits.
    { default_entry | sed 's/^certificate/zz_new = 2\n&/'; printf '[.example]\n\n'; } >old.txt
    { cat old.txt; printf 'table_tls = off\n\n[a.test]\nzz_new = 2\n\n[b.test]\n'; } >new.txt
    passes old.txt new.txt -q --effective
    passes old.txt new.txt -q --fail-on weaker
    sed 's/^zz_new = 2$/zz_new = 3/' old.txt >other.txt
    stops old.txt other.txt -q --fail-on weaker
}

# --- Which listener ---------------------------------------------------------------------------

@test "a HAT file whose listener --listener names says nothing of other listeners" {
    printf 'ALL\n REJECT\n' >one.hat
    printf 'listener "A" public { all reject; }\nlistener "B" private { all relay; }\n' >two.policy
    passes one.hat two.policy -q --listener A
    passes two.policy one.hat -q --listener A
    stops one.hat two.policy -q --listener B
    has_not 'Listener A'
    # Nor can it be compared with a listener that is not there.
    destc diff --listener C one.hat two.policy
    expect_status 2
    has_error 'there is no listener "C"; the new side, two.policy, has A, B'
    printf 'listener "B" private { all relay; }\n' >two.policy
    destc diff --listener A two.policy one.hat
    expect_status 2
    has_error 'there is no listener "A"; the old side, two.policy, has B'
}

# --- What refuses under another name ----------------------------------------------------------

# policy_of BEHAVIOR LINES...: a HAT in which all callers have a policy with LINES.
policy_of() {
    printf '$P\n %s {\n' "$1"
    shift
    printf '  %s\n' "$@"
    printf ' }\nALL\n $P\n'
}

@test "a greeting that refuses stops the mail of a policy that accepts" {
    policy_of ACCEPT 'smtp_banner_code = 220' >old.hat
    policy_of ACCEPT 'smtp_banner_code = 554' >new.hat
    stops old.hat new.hat -q --fail-on may-stop-mail
    has 'may stop mail; stronger: access'
    stops new.hat old.hat -q --fail-on weaker:access
    policy_of ACCEPT 'smtp_banner_code = 421' >old.hat
    passes old.hat new.hat -q --fail-on weaker --fail-on may-stop-mail
    # What the default is, nobody knows.
    policy_of ACCEPT 'spam_check = "on"' >old.hat
    gate 2 old.hat new.hat -q --fail-on may-stop-mail
    # Under a refusal it is the refusal's.
    policy_of REJECT 'smtp_banner_code = 554' >old.hat
    policy_of REJECT 'smtp_banner_code = 220' >new.hat
    passes old.hat new.hat -q --fail-on weaker --fail-on may-stop-mail
}

@test "a limit of 0: what it does is not known" {
    policy_of ACCEPT 'max_rcpts_per_hour = 20' >old.hat
    policy_of ACCEPT 'max_rcpts_per_hour = 0' >new.hat
    policy_of ACCEPT 'max_rcpts_per_hour = -1' >free.hat
    policy_of ACCEPT 'spam_check = "on"' >none.hat
    stops old.hat new.hat -q --fail-on may-stop-mail
    stops new.hat old.hat -q --fail-on weaker:access
    stops free.hat new.hat -q --fail-on may-stop-mail
    passes old.hat new.hat -q --fail-on weaker
    passes new.hat old.hat -q --fail-on may-stop-mail
    passes old.hat free.hat -q --fail-on weaker --fail-on may-stop-mail
    policy_of ACCEPT 'max_rcpts_per_hour = 0' 'spam_check = "on"' >new.hat
    gate 2 none.hat new.hat -q --fail-on may-stop-mail
    policy_of ACCEPT 'max_rcpts_per_hour = 20' 'spam_check = "on"' >old.hat
    passes none.hat old.hat -q --fail-on weaker --fail-on may-stop-mail
}

@test "an accepted recipient with the reply of a refusal: what it does is not known" {
    printf 'a.example ACCEPT\nALL REJECT\n' >old.rat
    printf 'a.example ACCEPT {\n smtp_response_code = 550\n}\nALL REJECT\n' >new.rat
    printf 'a.example ACCEPT {\n smtp_response_code = 450\n}\nALL REJECT\n' >other.rat
    printf 'a.example ACCEPT {\n smtp_response_code = 250\n}\nALL REJECT\n' >good.rat
    stops old.rat new.rat -q --fail-on may-stop-mail
    stops good.rat other.rat -q --fail-on may-stop-mail
    passes old.rat new.rat -q --fail-on weaker
    stops new.rat good.rat -q --fail-on weaker:access
    passes new.rat old.rat -q --fail-on may-stop-mail
    passes new.rat other.rat -q --fail-on weaker --fail-on may-stop-mail
    passes old.rat good.rat -q --fail-on weaker --fail-on may-stop-mail
}

# --- What is no difference --------------------------------------------------------------------

@test "--effective: a missing certificate is the demonstration certificate" {
    default_entry | grep -v '^certificate' >none.txt
    { default_entry | sed 's/^certificate = .*/certificate = Demo/'; } >demo.txt
    { default_entry | sed 's/^certificate = .*/certificate = demo/'; } >small.txt
    default_entry >own.txt
    passes demo.txt none.txt -q --effective
    passes none.txt small.txt -q --effective
    passes small.txt demo.txt -q --effective
    stops own.txt none.txt -q --effective
    stops none.txt own.txt -q --effective
    destc diff -q demo.txt none.txt
    expect_status 1
}

@test "who comes behind all addresses gets nothing else" {
    hat() {
        printf '$A\n ACCEPT\n$R\n REJECT\n'
        [ "$1" = 0 ] || printf 'EVERY:\n 0.0.0.0/1\n 128.0.0.0/1\n ::/0\n $A\n'
        printf 'BAD:\n%s $R\nGOOD:\n geo[DE]\n $A\nALL\n %s\n' "$2" "$3"
    }
    score=' sbrs[-10.0:-5.0]
 nx.domain
'
    hat 1 "$score" '$A' >old.hat
    hat 1 ' geo[DE]
' '$A' >new.hat
    passes old.hat new.hat -q --fail-on weaker --fail-on may-stop-mail
    destc diff -q old.hat new.hat
    has_not 'Callers'
    # Where they were not taken before, somebody else is.
    hat 0 "$score" '$A' >old.hat
    hat 1 "$score" '$A' >new.hat
    stops old.hat new.hat -q --fail-on weaker
    has '0.0.0.0/0, ::/0              gets  ALL $A  -> EVERY $A'
    has 'sbrs[-10.0:-5.0], nx.domain  gets  BAD $R  -> EVERY $A'
    has_not 'everybody else'
    stops new.hat old.hat -q --fail-on may-stop-mail
    # Half of all addresses is not everybody.
    hat 1 "$score" '$A' | grep -v '::/0' >old.hat
    hat 1 ' geo[DE]
' '$A' | grep -v '::/0' >new.hat
    stops old.hat new.hat -q --fail-on weaker
}

# --- Empty tables -----------------------------------------------------------------------------

@test "with --from an empty file is a table without entries" {
    printf '# nothing\n' >empty.txt
    { default_entry; printf '[a.example]\ntable_tls = require\n'; } >full.txt
    destc diff empty.txt full.txt
    expect_status 2
    has_error 'say so with --from'
    destc diff --from destconfig empty.txt empty.txt
    expect_status 0
    has 'no difference'
    destc diff --from destconfig full.txt empty.txt
    has 'removed  a.example'
    has 'removed  DEFAULT'
    has_no_error 'E5001'
    has_no_error 'I5004'
    default_entry >bare.txt
    destc diff --from destconfig --default bare.txt full.txt empty.txt
    expect_status 1
    has 'weaker: tls'
    gate 1 full.txt empty.txt --from destconfig --default bare.txt --fail-on weaker
    destc diff --from destconfig --default bare.txt empty.txt full.txt --fail-on may-stop-mail
    expect_status 1
    # So is a source in which nothing stands, beside one with a listener.
    printf 'listener "A" public { all reject; }\n' >in.policy
    destc diff --from policy empty.txt in.policy
    expect_status 1
    has 'added    A'
}

@test "a table that is there on one side only does not pass unseen" {
    { default_entry; printf '[a.example]\ntable_tls = required\n'; } >old.txt
    default_entry >bare.txt
    for pair in "old.txt /dev/null" "/dev/null old.txt"; do
        for weight in weaker weaker:tls may-stop-mail; do
            destc diff -q --fail-on "$weight" $pair
            expect_status 1
            has 'not known: tls, delivery'
        done
    done
    printf '[a.example]\ntable_tls = required\n' >one.txt
    destc diff -q --fail-on weaker:tls --default bare.txt one.txt /dev/null
    expect_status 1
    has 'weaker: tls'
    destc diff -q --fail-on weaker:tls --default bare.txt /dev/null one.txt
    expect_status 0
    has 'gate weaker:tls: passed'
}
