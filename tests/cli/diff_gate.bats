# SPDX-License-Identifier: MIT
# diff --fail-on: what a change of a listener weighs, and what holds a change back that may be wrong.

load helper

# hat PARAMETERS [PARAMETERS]: a table whose policies $P and $Q have these; the hosts of A get $P.
hat() {
    printf '$P\n    ACCEPT {%s}\n$Q\n    ACCEPT {%s}\n' "$1" "${2-}"
    printf 'A:\n    192.0.2.0/24\n    $P\nB:\n    198.51.100.0/24\n    $Q\nALL\n    REJECT\n'
}

# gates OLD NEW VALUE=STATUS...: the status of each --fail-on.
gates() {
    local old=$1 new=$2 gate
    shift 2
    for gate; do
        destc diff -q --fail-on "${gate%=*}" "$old" "$new"
        expect_status "${gate#*=}"
    done
}

@test "what a parameter of an unknown name weighs is not known: each gate stays shut" {
    hat 'future_check = "x"' >old.hat
    hat 'future_check = "y"' >new.hat
    gates old.hat new.hat weaker=1 weaker:tls=1 weaker:access=1 weaker:checks=1 may-stop-mail=1
}

@test "what default policy parameters would tell is asked of the gate's own topics alone" {
    hat 'tls = "required"' >given.hat
    hat '' >bare.hat
    gates given.hat bare.hat weaker=2 weaker:tls=2 weaker:access=0 weaker:checks=0 may-stop-mail=0
    gates bare.hat given.hat weaker:tls=2 weaker:access,checks=0 may-stop-mail=2
    has_error 'error[E5003]'
    # What the other policy does is known, and enough to stop it.
    hat 'tls = "required"' 'tls = "required"' >given.hat
    hat '' 'tls = "off"' >weaker.hat
    gates given.hat weaker.hat weaker=1 weaker:tls=1 weaker:checks=0
    has_no_error E5003
    gates weaker.hat given.hat may-stop-mail=1
    has_no_error E5003
}

@test "--fail-on more than once: each counts" {
    hat 'tls = "required"' >old.hat
    hat 'tls = "off"' >new.hat
    destc diff --fail-on weaker:tls --fail-on weaker:access old.hat new.hat
    expect_status 1
    destc diff --fail-on weaker:access --fail-on weaker:checks old.hat new.hat
    expect_status 0
}
