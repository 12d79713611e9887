# SPDX-License-Identifier: MIT
# Mistakes that people make with listeners' tables and the appliance's file.

load helper

APPLIANCE=$EXAMPLES/appliance.xml

# cut_at TEXT: the example up to TEXT and no further, as file.xml.
cut_at() {
    LC_ALL=C awk -v text="$1" '{ at = index($0, text)
        if (at > 0) { printf "%s", substr($0, 1, at + length(text) - 1); exit }
        print }' "$APPLIANCE" >file.xml
}

@test "a file that was cut off is said to be, wherever that is" {
    for text in '<interface_na' '<hostname>mx1.exa' '</interface_name' '* SMTP  ' \
        'tls = &qu' 'SUSPECTLIST:' '<rat_address>.example.com' '</rat_entr' \
        '<bypass_ldap_accept>1</bypass_'; do
        cut_at "$text"
        destc lint file.xml
        expect_status 2
        has 'it was cut off'
        has 'save and transfer the file again'
        # What is not there yet is no mistake of its own.
        [ "$(grep -c 'error\[' <<<"$output")" -eq 1 ]
    done
}

@test "places in the only file are shown without its name, in a saveconfig file too" {
    destc explain --quiet --from-host 192.0.2.5,,1.0 "$APPLIANCE"
    expect_status 0
    has "Places are LINE:COLUMN in $APPLIANCE."
    grep -qE 'by its member 192\.0\.2\.0/24 +[0-9]+:[0-9]+$' <<<"$output"
}

@test "the score that the log tells later is taken" {
    line='Tue Apr 17 19:56:22 2018 Info: New SMTP ICID 5 interface Data 1 (192.168.1.1) address 203.0.114.7 reverse dns host unknown verified no
Tue Apr 17 19:56:22 2018 Info: ICID 5 REJECT SG BLOCKED_LIST match sbrs[-10.0:-3.0] SBRS -4.5 country None'
    destc explain --from-log "$line" "$EXAMPLES/inbound.hat"
    expect_status 0
    grep -qE '^  Score +-4\.5$' <<<"$output"
    grep -qE '^  Match +BLOCKED_LIST' <<<"$output"
}

@test "ALL with an equals sign ends, and says so" {
    for text in 'ALL = $A' 'ALL =$A' 'ALL= ACCEPT' '    tls = "on"
}
ALL = $A' '$B
    ACCEPT {
ALL = $A'; do
        printf '$A\n    ACCEPT\n%s\n' "$text" >file.hat
        status=0
        timeout 20 "$DESTC" lint --from hat file.hat >.out 2>&1 || status=$?
        expect_status 2
        output=$(cat .out)
        has 'unexpected "=" behind ALL'
    done
}

@test "questions that the file cannot answer are told apart" {
    printf '$A\n    ACCEPT\nALL\n    $A\n' >t.hat
    destc explain t.hat example.com
    expect_status 2
    [[ $errors == *"ask with --from-host"* ]]
    destc explain t.hat --from-host 192.0.2.1,-5
    expect_status 2
    [[ $errors == *"write ADDRESS,,SCORE"* ]]
    printf 'b.example ACCEPT # ours\nALL REJECT\n' >t.rat
    destc compile --check --from rat t.rat
    expect_status 2
    [[ $errors == *"put it on a line of its own"* && $errors != *description* ]]
    printf 'listener "L" { mail-flow-policy A accept { tls required-verify; } all uses $A; }\n' >t.policy
    destc compile --check t.policy
    expect_status 2
    [[ $errors == *"E0209"*"one of off, preferred, required"*"write A; the dollar sign"* ]]
}
