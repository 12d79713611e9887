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

@test "an unknown parameter weighs for a group that gets another policy, too" {
    hat 'future_check = "x"' 'future_check = "y"' >old.hat
    sed '/^A:/,/^B:/s/\$P/$Q/' old.hat >new.hat
    gates old.hat new.hat weaker:tls=1 weaker:checks=1 may-stop-mail=1
    hat 'future_check = "x"' 'future_check = "x"' >old.hat
    sed '/^A:/,/^B:/s/\$P/$Q/' old.hat >new.hat
    destc diff -q old.hat new.hat
    expect_status 1
    gates old.hat new.hat weaker=0 may-stop-mail=0
}

# group BEHAVIOR: a table whose group A gets it.
group() { printf 'A:\n    192.0.2.0/24\n    %s\nALL\n    ACCEPT\n' "$1"; }

@test "behaviors weigh as the manual says" {
    while read -r old new weight; do
        group "$old" >old.hat
        group "$new" >new.hat
        destc diff -q --format json old.hat new.hat
        expect_status 1
        told=$(jq -r '.differences[] | select(.part == "sender-group").weight |
            (.weaker + (.stronger | map("+" + .)) + (.not_known | map("?" + .)) +
                if .may_stop_mail == false then [] else ["stop"] end) | join(",")' .out)
        [ "$told" = "$weight" ] || { echo "$old to $new: $told"; false; }
    done <<'END'
REJECT ACCEPT access
TCPREFUSE ACCEPT access
REJECT RELAY access
TCPREFUSE RELAY access
ACCEPT RELAY access
RELAY ACCEPT +access,stop
ACCEPT REJECT +access,stop
ACCEPT TCPREFUSE +access,stop
RELAY REJECT +access,stop
RELAY TCPREFUSE +access,stop
REJECT TCPREFUSE
TCPREFUSE REJECT
ACCEPT CONTINUE
RELAY CONTINUE
REJECT CONTINUE
TCPREFUSE CONTINUE
CONTINUE ACCEPT
CONTINUE RELAY
CONTINUE REJECT
CONTINUE TCPREFUSE
END
}

@test "what a recipient passes by weighs where it is turned on, and where it is turned off" {
    rat() { printf 'a.example ACCEPT {\n    %s\n}\nALL REJECT\n' "$1"; }
    printf 'a.example ACCEPT\nALL REJECT\n' >none.rat
    for name in bypass_receiving_control bypass_ldap_accept; do
        rat "$name = \"on\"" >on.rat
        rat "$name = \"off\"" >off.rat
        for without in none.rat off.rat; do
            gates $without on.rat weaker:access=1 weaker:tls,checks=0 may-stop-mail=0
            gates on.rat $without weaker=0
        done
        gates none.rat off.rat weaker=0 may-stop-mail=0
    done
    rat 'bypass_ldap_accept = "on"' >on.rat
    gates on.rat none.rat may-stop-mail=1
    rat 'bypass_receiving_control = "on"' >on.rat
    gates on.rat none.rat may-stop-mail=0
}

@test "a version of IP that nothing says may stop mail: not known, and told as that" {
    printf '[a.example]\nip_sort_pref = PREFER_V4\nbounce_profile = x\n' >old.txt
    printf '[a.example]\nbounce_profile = x\n' >new.txt
    destc diff old.txt new.txt
    expect_status 2
    has 'ip  prefer-ipv4 -> (appliance default)  not known: delivery'
    has '1 changed; 1 not known'
    has_error 'error[E5002]'
    # What is preferred now stops nothing, whatever was there.
    destc diff new.txt old.txt
    expect_status 1
    has_not 'not known'
}

@test "a group with another name is the same one only where it says the same" {
    one() { printf '%s:\n    192.0.2.1\n    ACCEPT {tls = "%s"}\nALL\n    REJECT\n' "$1" "$2"; }
    one A on >old.hat
    one B on >renamed.hat
    one B off >other.hat
    destc diff --fail-on weaker old.hat renamed.hat
    expect_status 0
    grep -qE '^  changed  B  name  A -> B$' .out
    destc diff --fail-on weaker:tls old.hat other.hat
    expect_status 1
    has '1 added, 1 removed'
    # Of two without members what happens to callers tells which is which.
    printf 'A:\n    ACCEPT\nB:\n    REJECT\nALL\n    REJECT\n' >old.hat
    printf 'D:\n    REJECT\nC:\n    ACCEPT\nALL\n    REJECT\n' >new.hat
    destc diff -q --format json old.hat new.hat
    [ "$(jq -c '[.differences[] | [.name, (.changes[] | select(.name == "name").before.value)]]' .out)" = \
        '[["D","B"],["C","A"]]' ]
}

@test "another policy for a group is weighed by what both give, or is asked for" {
    hat 'tls = "required"' 'max_rcpts_per_hour = 5' >old.hat
    sed '/^A:/,/^B:/s/\$P/$Q/' old.hat >new.hat
    gates old.hat new.hat may-stop-mail=0 weaker:tls=2
    has_error 'error[E5003]'
    printf '$D\n    ACCEPT {tls = "off"}\n' >defaults.hat
    destc diff --fail-on weaker:tls --listener-defaults defaults.hat old.hat new.hat
    expect_status 1
}

@test "--effective says where a value is not known that weighs nothing" {
    hat 'max_rcpts_per_hour = 5' >old.hat
    hat '' >new.hat
    destc diff --effective old.hat new.hat
    expect_status 1
    has '5 -> (not known)'
    has "it needs a listener's default policy parameters, which a side lacks"
}

@test "what a policy says that refuses mail now, or did, weighs nothing" {
    printf '$P\n    ACCEPT {tls = "required"}\nA:\n    192.0.2.1\n    $P\nALL\n    REJECT\n' >old.hat
    sed 's/ACCEPT/REJECT/; s/required/off/' old.hat >new.hat
    gates old.hat new.hat weaker=0 may-stop-mail=1
    gates new.hat old.hat weaker:tls=0 weaker:access=1
    destc diff new.hat old.hat
    grep -qE '^ +tls +off +-> required$' .out
}

# listener TYPE [SETTING]: a policy with a listener that takes mail from all.
listener() { printf 'listener "In" %s {\n    %s\n    all accept;\n}\n' "$1" "${2-}"; }

@test "doors and types of listeners weigh as the manual says" {
    for setting in 'port 2' 'protocol "SMTP' 'interface "Data '; do
        listener public "${setting}5${setting//[^\"]/};" >old.policy
        listener public "${setting}6${setting//[^\"]/};" >new.policy
        gates old.policy new.policy weaker=0 may-stop-mail=1
    done
    listener public 'queue-size 100;' >old.policy
    listener public 'queue-size 200;' >new.policy
    gates old.policy new.policy weaker=0 may-stop-mail=0
    listener private >private.policy
    listener public >public.policy
    listener blackhole >hole.policy
    gates private.policy hole.policy weaker:access=1 weaker:tls,checks=0 may-stop-mail=1
    gates hole.policy private.policy weaker:access=1 may-stop-mail=0
    gates private.policy public.policy weaker:access=1 may-stop-mail=1
}

@test "a listener that comes or goes weighs by whom its entries take" {
    listener public >old.policy
    {
        cat old.policy
        echo 'listener "Out" private { sender-group R relay { 192.0.2.1; } all reject; }'
    } >relay.policy
    gates old.policy relay.policy weaker:access=1 weaker:tls,checks=0 may-stop-mail=0
    gates relay.policy old.policy weaker=0 may-stop-mail=1
    # A group without members takes nobody.
    sed 's/192.0.2.1;//' relay.policy >empty.policy
    gates old.policy empty.policy weaker=0
    gates empty.policy old.policy may-stop-mail=0
    has 'Listener Out: 1 removed'
    # Of one without a table nothing is known.
    { cat old.policy; echo 'listener "Out" private { recipients { reject all; } }'; } >rat.policy
    gates old.policy rat.policy weaker:access=1 weaker:tls,checks=0 may-stop-mail=1
}

@test "a recipient's parameter of an unknown name is told, and what it weighs is not known" {
    printf 'a.example ACCEPT {\n    future = "x"\n}\nALL REJECT\n' >old.rat
    sed 's/"x"/"y"/' old.rat >new.rat
    gates old.rat new.rat weaker=1 may-stop-mail=1
    grep -qE '^  changed  a.example  future  "x" -> "y"  not known$' .out
}

@test "of users and domains whose lines changed places a thousand are told, and that there are more" {
    users() { for i in $(seq 40); do echo "u$i@ ACCEPT"; done; }
    domains() { for i in $(seq 40); do echo "d$i.example REJECT"; done; }
    { users; domains; echo ALL REJECT; } >old.rat
    { domains; users; echo ALL REJECT; } >new.rat
    destc diff old.rat new.rat
    expect_status 1
    [ "$(grep -c '^  changed  u' .out)" -ge 1000 ]
    grep -qE '^  changed  more users of domains, whose lines changed places .* not known: access, delivery$' .out
}
