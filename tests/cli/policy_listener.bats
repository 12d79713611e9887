# SPDX-License-Identifier: MIT
# Listeners in policy sources, through the whole program: every statement and every form of an
# overlay as the tables that come of them, and the mistakes that people make.

load helper

# source_file: standard input becomes p.policy.
source_file() { cat >p.policy; }

# table hat|rat [OPTION...]: p.policy as a table of InboundMail; nothing is wrong with it.
table() {
    local format=$1
    shift
    destc compile --to "$format" --listener InboundMail --accept-assumptions "$@" p.policy
    expect_status 0
    fails grep -E 'error|warning' <<<"$errors"
}

# is_table: standard input is the last table.
is_table() { diff - <(printf '%s\n' "$output"); }

# with_overlay: p.policy with a listener that has something of everything, and standard input in the
# appliance x.
with_overlay() {
    cat >p.policy <<'END'
listener "InboundMail" public {
    port 25;
    mail-flow-policy default { tls preferred; }
    mail-flow-policy ACCEPTED accept;
    mail-flow-policy PARTNERS accept {
        tls required;
        spam-check off;
    }
    sender-group PARTNERS uses PARTNERS { dhap-limit 0; } "partners" {
        .bank.example;
        192.0.2.1;
    }
    host a.example reject;
    sender-group LAST accept { 198.51.100.0/24; }
    all uses ACCEPTED;
    recipients {
        accept example.org, .example.org;
        reject old.example { smtp-response-code 550; }
        reject all;
    }
}
appliance "x" {
END
    cat >>p.policy
    echo '}' >>p.policy
}

# --- Statements ------------------------------------------------------------------------------

@test "policies: behaviors, parameters, bundles, what is taken back" {
    source_file <<'END'
listener "InboundMail" {
    all uses E;
    mail-flow-policy A accept uses lean, slow { max-message-size 20M; spam-check default; }
    mail-flow-policy B relay { tls preferred; smtp-auth required; use-override-hostname "default"; }
    mail-flow-policy C reject { smtp-banner-code 554; smtp-banner-text "say \"no\" \\ $RemoteIP"; }
    mail-flow-policy D tcprefuse uses leaner;
    mail-flow-policy E continue;
    mail-flow-policy default { tls off; }
}
mail-flow-settings leaner extends lean { virus-check off; }
mail-flow-settings lean { spam-check off; max-recipients-per-hour unlimited; }
mail-flow-settings slow { max-recipients-per-hour 20; significant-bits 24; }
END
    table hat
    is_table <<'END'
$A
    ACCEPT {
        max_rcpts_per_hour = 20
        significant_bits = 24
        max_message_size = 20971520
    }
$B
    RELAY {
        tls = "on"
        smtp_auth = "required"
        use_override_hostname = "default"
    }
$C
    REJECT {
        smtp_banner_code = 554
        smtp_banner_text = "say \"no\" \\ $RemoteIP"
    }
$D
    TCPREFUSE {
        spam_check = "off"
        max_rcpts_per_hour = -1
        virus_check = "off"
    }
$E
    CONTINUE
ALL
    $E
END
}

@test "entries: groups, members, hosts, blocks and descriptions, in their order" {
    source_file <<'END'
listener "InboundMail" public {
    mail-flow-policy ACCEPTED accept;
    sender-group ONE uses ACCEPTED { tls off; } "of one" { 192.0.2.10-20 "ten"; .a.example; };
    sender-group TWO reject "no members";
    sender-group THREE accept { tls required; };
    sender-group FOUR accept { };
    sender-group FIVE uses ACCEPTED { tls off; } { host.example; }
    sender-group SIX continue {
        sbrs -10.0 to -3; sbrs none; sbrs[1.0:2.0]; SBO:1234; dnslist[zone.example]; geo[XX];
        nx.domain; serv.fail; not.double.verified; 10.1/16; 2001:db8::2-2001:db8::10; "192.0.2.";
    }
    host b.example uses ACCEPTED { tls off; } "b";
    host sbrs 9.0 to 10.0 accept { tls off; }
    host sbrs none accept;
    all reject { smtp-banner-code 554; } "the rest";
}
END
    table hat
    is_table <<'END'
$ACCEPTED
    ACCEPT
ONE:
    192.0.2.10-20 (ten)
    .a.example
        $ACCEPTED {
            tls = "off"
        } (of one)
TWO:
        REJECT (no members)
THREE:
        ACCEPT {
            tls = "required"
        }
FOUR:
        ACCEPT
FIVE:
    host.example
        $ACCEPTED {
            tls = "off"
        }
SIX:
    sbrs[-10.0:-3]
    sbrs[none]
    sbrs[1.0:2.0]
    SBO:1234
    dnslist[zone.example]
    geo[XX]
    nx.domain
    serv.fail
    not.double.verified
    10.1/16
    2001:db8::2-2001:db8::10
    192.0.2.
        CONTINUE
b.example
    $ACCEPTED {
        tls = "off"
    } (b)
sbrs[9.0:10.0]
    ACCEPT {
        tls = "off"
    }
sbrs[none]
    ACCEPT
ALL
    REJECT {
        smtp_banner_code = 554
    } (the rest)
END
}

@test "recipients: sets, options for each, order" {
    source_file <<'END'
define ours = { z.example, @more, a.example };
define more = { .more.example };
listener "InboundMail" public {
    all accept;
    recipients {
        accept @ours, joe@, joe@[192.0.2.1];
        reject b.example, [192.0.2.2] { smtp-response-code 550; smtp-response-text "a \"b\""; }
        reject all;
    }
}
END
    table rat
    is_table <<'END'
z.example ACCEPT
a.example ACCEPT
.more.example ACCEPT
joe@ ACCEPT
joe@[192.0.2.1] ACCEPT
b.example REJECT {
    smtp_response_code = 550
    smtp_response_text = "a \"b\""
}
[192.0.2.2] REJECT {
    smtp_response_code = 550
    smtp_response_text = "a \"b\""
}
ALL REJECT
END
}

@test "a parameter that destc does not know is written as it stands in a file" {
    source_file <<'END'
listener "InboundMail" public {
    mail-flow-policy A accept { parameter "new_check" "\"o\\\"n\""; parameter "new_size" "5"; }
    all uses A;
}
END
    destc compile --to hat p.policy
    expect_status 0
    has 'new_check = "o\"n"'
    has 'new_size = 5'
    [ "$(grep -c W0213 <<<"$errors")" -eq 2 ]
}

@test "a listener's own settings are for listings and the XML document" {
    source_file <<'END'
listener "InboundMail" blackhole {
    interface "Data 1"; port 2525; default-domain example.org; certificate "mx"; queue-size 60;
    max-connections 7; bounce-profile "short";
    all accept;
}
END
    destc compile --to xml p.policy
    expect_status 0
    for text in 'type="blackhole"' 'Data 1' 2525 example.org mx 60 7 short; do has "$text"; done
    table hat
    is_table <<'END'
ALL
    ACCEPT
END
}

# --- Overlays --------------------------------------------------------------------------------

@test "an overlay changes, adds, removes and places; the base stays as it is" {
    with_overlay <<'END'
    listener "InboundMail" private {
        mail-flow-policy PARTNERS relay uses big { spam-check default; }
        add mail-flow-policy NEW accept { tls off; }
        remove mail-flow-policy ACCEPTED;
        sender-group FIRST before PARTNERS uses NEW { 192.0.2.9; }
        sender-group LATE before all reject "late" { sbrs none; }
        sender-group PARTNERS uses NEW { tls required; } "changed" {
            192.0.2.2 "new";
            remove 192.0.2.1;
        }
        host c.example before LAST accept;
        host a.example accept { tls off; } "forgiven";
        remove sender-group LAST;
        sender-group LAST before PARTNERS accept { 198.51.100.0/25; }
        all uses NEW { dhap-limit 5; } "all";
        recipients {
            reject .example.org;
            reject old.example { smtp-response-text "gone"; }
            add accept new.example, joe@;
            remove example.org;
        }
    }
END
    echo 'mail-flow-settings big { max-message-size 50M; }' >>p.policy
    sed -i 's/before LAST accept;/before all accept;/' p.policy
    echo 'appliance "y" { }' >>p.policy
    table hat --appliance y
    is_table <<'END'
$ACCEPTED
    ACCEPT
$PARTNERS
    ACCEPT {
        tls = "required"
        spam_check = "off"
    }
PARTNERS:
    .bank.example
    192.0.2.1
        $PARTNERS {
            dhap_limit = 0
        } (partners)
a.example
    REJECT
LAST:
    198.51.100.0/24
        ACCEPT
ALL
    $ACCEPTED
END
    table hat --appliance x
    is_table <<'END'
$PARTNERS
    RELAY {
        tls = "required"
        max_message_size = 52428800
    }
$NEW
    ACCEPT {
        tls = "off"
    }
FIRST:
    192.0.2.9
        $NEW
LAST:
    198.51.100.0/25
        ACCEPT
PARTNERS:
    .bank.example
    192.0.2.2 (new)
        $NEW {
            dhap_limit = 0
            tls = "required"
        } (changed)
a.example
    ACCEPT {
        tls = "off"
    } (forgiven)
LATE:
    sbrs[none]
        REJECT (late)
c.example
    ACCEPT
ALL
    $NEW {
        dhap_limit = 5
    } (all)
END
    table rat --appliance x
    is_table <<'END'
.example.org REJECT
old.example REJECT {
    smtp_response_code = 550
    smtp_response_text = "gone"
}
new.example ACCEPT
joe@ ACCEPT
ALL REJECT
END
}

@test "an appliance adds and removes listeners" {
    with_overlay <<'END'
    remove listener "InboundMail";
    add listener "Other" private { all relay; }
END
    destc list --appliance x p.policy
    expect_status 0
    has 'Listener Other (private)'
    has_not InboundMail
    with_overlay <<'END'
    remove listener "InboundMail";
    add listener "InboundMail" private { all relay; }
END
    table hat --appliance x
    is_table <<'END'
ALL
    RELAY
END
}

@test "the tables of all appliances are written by their listeners' names" {
    mkdir out
    destc compile --to hat --all-appliances -o out "$EXAMPLES/inbound.policy"
    expect_status 0
    destc compile --to rat --all-appliances -o out "$EXAMPLES/inbound.policy"
    expect_status 0
    [ "$(cd out && echo *)" = "esa-core.InboundMail.hat esa-core.InboundMail.rat \
esa-core.OutboundMail.hat esa-dmz.InboundMail.hat esa-dmz.InboundMail.rat" ]
    for file in esa-core.InboundMail.hat esa-dmz.InboundMail.hat esa-dmz.InboundMail.rat; do
        same_as_golden "policy/$file" "out/$file"
    done
}

@test "the example: nothing is found, and the way there and back gives the same tables" {
    destc compile --check "$EXAMPLES/inbound.policy"
    expect_status 0
    [ -z "$output$errors" ]
    for format in hat rat; do
        destc compile --to policy --listener InboundMail "$EXAMPLES"/inbound.hat "$EXAMPLES"/inbound.rat \
            -o p.policy
        expect_status 0
        table "$format"
        diff "$EXAMPLES/inbound.$format" .out
    done
}

# --- Mistakes --------------------------------------------------------------------------------

# mistake PLACE CODE WORDS HELP TEXT...: TEXT, a line each, gives this message and no other error.
mistake() {
    local place=$1 code=$2 words=$3 help=$4
    shift 4
    printf '%s\n' "$@" >p.policy
    destc compile --check --from policy p.policy
    [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ] || { cat p.policy; echo "$errors"; return 1; }
    expect_status 2
    has_error "p.policy:$place: error[$code]: $words"
    [ -z "$help" ] || has_error "= help: $help"
}

# in_group PLACE CODE WORDS HELP TEXT: the same of the members of a group, line 3.
in_group() {
    mistake "3:$1" "$2" "$3" "$4" 'listener "In" public {' 'sender-group A accept {' "$5" '}' \
        'all accept;' '}'
}

# in_policy, in_listener: the same of a mail flow policy's block, and of a listener's, line 2.
in_policy() {
    mistake "2:$1" "$2" "$3" "$4" 'mail-flow-settings S {' "$5" '}'
}

in_listener() {
    mistake "2:$1" "$2" "$3" "$4" 'listener "In" public {' "$5" 'all accept;' '}'
}

# in_overlay: the same of a listener in an appliance, line 7.
in_overlay() {
    mistake "7:$1" "$2" "$3" "$4" 'listener "In" public {' 'mail-flow-policy ACCEPTED accept;' \
        'sender-group GOOD accept { 192.0.2.1; } host a.example accept; all uses ACCEPTED;' \
        'recipients { accept a.example; reject all; }' '}' 'appliance x { listener "In" {' "$5" '} }'
}

@test "members that are none" {
    in_group 9 E2103 'a range that runs backwards: "192.0.2.9-5"' 'swap the two ends' '192.0.2.9-5;'
    in_group 11 E2104 'a prefix length over' 'write a length like /24' '192.0.2.0/33;'
    in_group 14 E2104 'a prefix length over' 'write a length like /24' '2001:db8:1::/129;'
    in_group 1 E2109 'a score outside -10.0 to 10.0' '' 'sbrs -11.0 to 2.0;'
    in_group 1 E2103 'a range that runs backwards' 'swap the two ends' 'sbrs 2.0 to -1.0;'
    in_group 1 E2109 'a range of scores has two ends' 'write sbrs -3.0 to -1.0, or sbrs none' 'sbrs 5.0;'
    in_group 1 E2109 'a range of scores has two ends' '' 'sbrs -3.0:-1.0;'
    in_group 11 E1005 'unexpected "-1.0"' 'a range of scores is written as in sbrs -3.0 to -1.0' \
        'sbrs -3.0 -1.0;'
    in_group 7 E2102 'an octet over 255' '' '192.0.300.1;'
    in_group 1 E2105 'a range with an IPv4 and an IPv6 address' 'write two ranges' '192.0.2.1-2001:db8::1;'
    in_group 1 E2107 'a wildcard' 'write .a.example' '*.a.example;'
    in_group 2 E2112 'ALL as a member' 'write all uses POLICY; as the last entry' ' all;'
    in_group 1 E1005 'unexpected "@partners"' 'sets are of destinations and recipients' '@partners;'
    in_group 10 E1005 'unexpected ","' 'each member of a group ends with a semicolon' '192.0.2.1, 192.0.2.2;'
    in_group 11 E1005 'unexpected "192.0.2.2"' 'each member of a group ends with a semicolon' \
        '192.0.2.1 192.0.2.2;'
    in_group 16 E1005 'a member among settings' "a group's settings stand in a block of their own" \
        'dhap-limit 0;  192.0.2.1;'
}

@test "a member and a recipient that are given twice are warnings" {
    printf '%s\n' 'listener "In" public {' 'sender-group A accept { 192.0.2.1; 192.0.2.1/32; }' \
        'all accept;' 'recipients { accept a.example, A.example; reject all; }' '}' >p.policy
    destc compile --check p.policy
    expect_status 0
    has_error 'p.policy:2:36: warning[W2113]'
    has_error 'p.policy:4:32: warning[W2208]'
}

@test "parameters: values, names, words of other places" {
    in_policy 10 E0302 'tls is given twice' 'keep one of the two' 'tls off; tls required;'
    in_policy 14 E0302 'tls is given twice' 'keep one of the two' 'tls default; tls required;'
    in_policy 18 E2022 'max-message-size out of range: it cannot be negative' '' 'max-message-size -5;'
    in_policy 25 E2026 'max-recipients-per-hour out of range' \
        'write a number from 0 to 2147483647, or unlimited' 'max-recipients-per-hour -5;'
    in_policy 17 E2023 'max-concurrency out of range' '' 'max-concurrency 0;'
    in_policy 11 E2031 'not the name of a parameter as a table can have it: "bad name"' '' 'parameter "bad name" "1";'
    in_policy 5 E0209 'unknown value "requried" of tls' 'did you mean required?' 'tls requried;'
    in_policy 1 E1005 'unexpected "tsl"' 'did you mean tls?' 'tsl off;'
    in_policy 1 E1005 'unexpected "max_message_size"' 'did you mean max-message-size?' 'max_message_size 5M;'
    in_policy 1 E1005 'unexpected "max-msgs-per-session"' 'in a policy source: max-messages-per-session' \
        'max-msgs-per-session 5;'
    in_policy 5 E1005 'unexpected "="' 'no "=" stands between a setting and its value' 'tls = off;'
    in_policy 24 E1005 'unexpected "world"' 'a string stands in double quotes, "..."' \
        'smtp-banner-text hello world;'
    in_policy 1 E1005 'unexpected "connections"' \
        'connections is a setting of destinations; connections from one address are limited by max-concurrency' \
        'connections 5;'
    in_policy 1 E1005 'unexpected "note"' 'note is a setting of destinations' 'note "x";'
    in_policy 1 E1005 'unexpected "bypass-ldap-accept"' \
        'bypass-ldap-accept is an option of recipients' 'bypass-ldap-accept on;'
    in_policy 11 E1005 'unexpected "tls", expected a string' 'name and value stand in double quotes' \
        'parameter tls off;'
}

@test "policies and behaviors" {
    in_listener 20 E2009 'not a behavior: "acept"' 'did you mean accept?' 'mail-flow-policy A acept;'
    in_listener 18 E2008 'the mail flow policy A has no behavior' \
        'write accept, relay, reject, tcprefuse or continue' 'mail-flow-policy A;'
    in_listener 20 E1005 'unexpected a string' 'a behavior stands without quotes' 'mail-flow-policy A "accept";'
    in_listener 26 E1005 'unexpected "accept"' 'the default parameters are no policy' \
        'mail-flow-policy default accept;'
    in_listener 45 E2012 'the mail flow policy A is defined twice' 'keep one of the two' \
        'mail-flow-policy A accept; mail-flow-policy A accept;'
    in_listener 36 E2012 "the listener's default policy parameters are given twice" '' \
        'mail-flow-policy default { } ;     mail-flow-policy default { }'
    in_listener 18 E2017 'not the name of a mail flow policy: "$A"' 'write A; the dollar sign' \
        'mail-flow-policy $A accept;'
    in_listener 1 E2007 'no policy, nor a behavior' 'write uses NAME, or a behavior such as accept' \
        'sender-group G { 192.0.2.1; }'
    in_listener 55 E2010 'the mail flow policy ACEPTED is not defined' 'did you mean ACCEPTED?' \
        'mail-flow-policy ACCEPTED accept; sender-group G uses ACEPTED;'
    in_listener 50 E2009 'ACCEPTED is a mail flow policy, and no behavior' 'write uses ACCEPTED' \
        'mail-flow-policy ACCEPTED accept; sender-group G ACCEPTED;'
    in_listener 20 E1005 'unexpected "A"' 'a mail flow policy is named by uses NAME' 'sender-group G use A;'
    in_listener 23 E1005 'unexpected "uses"' 'it is either a behavior or uses' 'sender-group G accept uses A;'
    in_listener 20 E1005 'unexpected "accept"' 'the description stands behind the policy' \
        'sender-group G "g" accept { 192.0.2.1; }'
    in_listener 38 E2013 'the group G is given twice' 'put the members into one group' \
        'sender-group G accept;  sender-group G accept;'
    in_listener 14 E1122 'not the name of a sender group: "G3:"' 'write G3: the colon is a HAT file' \
        'sender-group G3: accept;'
    in_listener 15 E2010 'the mail flow policy accept is not defined' 'accept is a behavior: write it without uses' \
        'host a.x uses accept;'
    in_listener 15 E2010 'the mail flow policy OK is not defined' 'define it in the listener: mail-flow-policy OK accept;' \
        'host a.x uses OK;'
    in_listener 14 E1122 'not the name of a sender group: "my partners"' '' 'sender-group "my partners" accept;'
    in_listener 34 E1102 'no bundle of mail flow settings is called "nobody"' '' \
        'mail-flow-policy A  accept  uses nobody;'
}

@test "all and its table's end" {
    mistake 2:1 E2014 '"all" is not the last entry' 'move it to the end' 'listener "In" {' 'all accept;' \
        'host a.example accept;' '}'
    mistake 2:6 E2015 'the listener does not end with "all"' 'put all uses POLICY; at the end' \
        'listener "In" {' 'host a.example accept;' '}'
    mistake 1:49 E2207 'the recipients do not end with "all"' 'put reject all; at the end' \
        'listener "In" { all accept; recipients { accept a.example; } }'
    mistake 2:14 E1005 'unexpected "a.example"' 'the action stands before the recipients, as in accept a.example' \
        'listener "In" { all accept;' 'recipients { a.example accept; reject all; } }'
    mistake 2:32 E1005 'unexpected "all"' 'the action stands before the recipients, as in reject all' \
        'listener "In" { all accept;' 'recipients { accept a.example; all reject; } }'
    mistake 4:9 E1005 'unexpected "all"' 'the action stands before the recipients, as in reject all' \
        'listener "In" { all accept;' '    recipients {' '        accept a.example;' '        all reject;' '    }' '}'
    mistake 1:49 E2206 '"all" is not the last recipient' 'move it to the end' \
        'listener "In" { all accept; recipients { reject all; accept a.example; } }'
}

@test "listeners: types, settings, statements that belong elsewhere" {
    mistake 1:15 E1120 'not a type of listener: "pubic"' 'did you mean public?' \
        'listener "In" pubic { all accept; }'
    mistake 1:10 E1120 'public is a type of listener, and no name' \
        'write the name before it: listener "NAME" public; a listener of that name stands in quotes' \
        'listener public { all accept; }'
    mistake 1:17 E1005 'unexpected a string' 'the name stands before the type' \
        'listener public "In" { all accept; }'
    mistake 1:15 E1005 'unexpected a string' 'its type stands without quotes' \
        'listener "In" "public" { all accept; }'
    mistake 2:10 E1101 '"In" is defined twice' '' 'listener "In" { all accept; }' 'listener "In" { all accept; }'
    mistake 1:1 E1005 'unexpected "lisetner"' 'did you mean listener?' 'lisetner "In" { all accept; }'
    in_listener 6 E1121 '"smtp" is no port' 'write a number from 1 to 65535' 'port smtp;'
    in_listener 6 E1121 '"99999" is no port' '' 'port 99999;'
    in_listener 10 E0302 'port is given twice' 'keep one of the two' 'port 25; port 26;'
    in_listener 16 E1005 'unexpected "1"' 'a string stands in double quotes, "..."' 'interface Data 1;'
    in_listener 1 E1005 'unexpected "sender-goup"' 'did you mean sender-group?' 'sender-goup A accept;'
    in_listener 28 E2209 'recipients is given twice' '' 'recipients { reject all; } recipients { reject all; }'
    in_listener 3 E1005 'destination cannot stand in the block of a listener' 'move the statement out' \
        '  destination a.example { tls off; }'
    in_listener 1 E1005 'unexpected "tls"' 'tls is a parameter of mail flow policies' 'tls required;'
    in_listener 1 E1005 'unexpected "connections"' 'connections is a setting of destinations' 'connections 5;'
    in_listener 1 E1005 'unexpected "$ACCEPTED"' "a line that begins with \$ is a HAT file's" '$ACCEPTED ACCEPT;'
    mistake 1:24 E1005 'unexpected "port"' 'port stands in the block of a listener' \
        'destination a.example; port 25;'
    mistake 1:15 E1005 'unexpected "sender-group"' 'sender-group stands in the block of a listener' \
        'appliance x { sender-group A accept { 192.0.2.1; } }'
    mistake 1:14 E1005 'unexpected "spam-check"' 'spam-check is a parameter of mail flow policies' \
        'settings a { spam-check off; }'
    mistake 2:55 E1102 'no bundle of mail flow settings is called "s"' '' 'settings s { tls off; }' \
        'listener "In" public { mail-flow-policy A accept uses s; all uses A; }'
}

@test "what is not closed, and what is missing: one message, where it is" {
    mistake 3:5 E1005 'unexpected "all"' '' 'listener "In" {' '    mail-flow-policy A accept { tls off;' \
        '    all accept;' '}'
    has_error 'p.policy:2:31: note: this block is not closed'
    mistake 3:5 E1005 'unexpected "sender-group"' '' 'listener "In" {' \
        '    sender-group A accept { 192.0.2.1;' '    sender-group B accept { 192.0.2.2; }' \
        '    all accept;' '}' 'destination a.example { tls off; }'
    has_error 'p.policy:2:27: note: this block is not closed'
    mistake 3:5 E1005 'unexpected "all"' '' 'listener "In" {' '    recipients { accept a.example;' \
        '    all accept;' '}' 'destination a.example { tls off; }'
    mistake 3:1 E1005 'unexpected "destination"' '' 'listener "In" {' '    all accept;' \
        'destination a.example { tls off; }'
    for text in 'port 25' 'mail-flow-policy A accept' 'sender-group A accept { 192.0.2.1; } "x"' \
        'host a.example reject' 'mail-flow-policy A accept { tls off; } host b.example reject'; do
        mistake "2:$((${#text} + 1))" E1005 '";" is missing at the end of this statement' '' \
            'listener "In" {' "$text" 'host c.example accept;' 'all accept;' '}'
    done
    in_group 10 E1005 '";" is missing at the end of this statement' '' $'192.0.2.1\n192.0.2.2;'
    in_policy 8 E1005 '";" is missing at the end of this statement' '' $'tls off\nspam-check on;'
    mistake 1:10 E1006 'the string does not end on its line' 'add the closing quote' \
        'listener "In public {' 'all accept;' '}'
    in_listener 23 E1006 'the string does not end on its line' '' 'sender-group A accept "text { 192.0.2.1; }'
    in_policy 18 E1006 'the string does not end on its line' '' 'smtp-banner-text "hello; tls off;'
}

@test "a policy that could not be read is not missed where it is used" {
    mistake 2:27 E1005 'unexpected "twice"' '' 'listener "In" {' 'mail-flow-policy A accept twice;' \
        'sender-group G uses A;' 'all accept;' '}'
}

@test "an overlay of what is not there, or there already" {
    in_overlay 18 E1124 'the base has no mail flow policy ACEPTED' \
        'did you mean ACCEPTED? add mail-flow-policy makes a new one' \
        'mail-flow-policy ACEPTED { tls off; }'
    in_overlay 22 E1125 'there is a mail flow policy ACCEPTED already' 'leave add out to change it' \
        'add mail-flow-policy ACCEPTED accept;'
    in_overlay 25 E1124 'the base has no mail flow policy NONE' 'there is nothing to remove' 'remove mail-flow-policy NONE;'
    in_overlay 22 E2008 'the mail flow policy NEW has no behavior' '' 'add mail-flow-policy NEW;'
    in_overlay 14 E1124 'the base has no sender group GODO' \
        'did you mean GOOD? a new group needs its place, as in sender-group GODO before all' \
        'sender-group GODO { 192.0.2.2; }'
    in_overlay 25 E1124 'the base has no sender group GODO' 'did you mean GOOD?' \
        'sender-group NEW before GODO accept;'
    in_overlay 14 E1124 'the base has no sender group PROBES' \
        'a new group needs its place, as in sender-group PROBES before all' \
        'sender-group PROBES uses ACCEPTED;'
    in_overlay 25 E1124 'the base has no sender group PROBES' \
        'write before and a group that the listener has, or before all' \
        'sender-group NEW before PROBES accept;'
    in_overlay 18 E1125 'there is a sender group GOOD already' \
        'leave add out, and before and what stands behind it, to change the group; to move it, remove it as well' \
        'add sender-group GOOD before all accept;'
    in_overlay 14 E1125 'there is a sender group GOOD already' \
        'leave before and what stands behind it out to change the group; to move it, remove it as well' \
        'sender-group GOOD before all accept;'
    in_overlay 1 E2007 'no policy, nor a behavior' '' 'sender-group NEW before all { 192.0.2.2; }'
    in_overlay 32 E1005 'unexpected "before"' 'in an appliance, before stands directly behind the name' \
        'sender-group NEW uses ACCEPTED before all;'
    in_overlay 21 E1124 'the base has no sender group GODO' '' 'remove sender-group GODO;'
    in_overlay 21 E1125 'there is a member 192.0.2.1 already' 'leave it out' \
        'sender-group GOOD { 192.0.2.1; }'
    in_overlay 28 E1124 'the base has no member 192.0.2.7' 'there is nothing to remove' 'sender-group GOOD { remove 192.0.2.7; }'
    in_overlay 6 E1124 'the base has no host b.example' \
        'a new one needs its place, as in host b.example before all' 'host b.example accept;'
    in_overlay 13 E1124 'the base has no host b.example' 'there is nothing to remove' \
        'remove host b.example;'
    in_overlay 8 E1005 'unexpected "all"' 'all cannot be removed' 'remove all;'
    in_overlay 10 E2010 'the mail flow policy NONE is not defined' '' 'all uses NONE;'
    in_overlay 21 E1124 'the base has no recipient b.example' 'add accept b.example makes a new one' 'recipients { accept b.example; }'
    in_overlay 25 E1125 'there is a recipient a.example already' 'leave add out to change it' \
        'recipients { add accept a.example; }'
    in_overlay 21 E1124 'the base has no recipient b.example' 'there is nothing to remove' 'recipients { remove b.example; }'
    in_overlay 6 E1121 '"smtp" is no port' '' 'port smtp;'
    mistake 2:24 E1124 'the base has no listener Inn' 'did you mean In?' 'listener In { all accept; }' \
        'appliance x { listener Inn { port 25; } }'
    mistake 2:24 E1124 'the base has no listener Other' 'add listener makes a new one' 'listener In { all accept; }' \
        'appliance x { listener Other { port 25; } }'
    mistake 2:28 E1125 'there is a listener In already' 'leave add out to change it' 'listener In { all accept; }' \
        'appliance x { add listener In { all accept; } }'
    mistake 2:31 E1124 'the base has no listener Inn' 'did you mean In?' 'listener In { all accept; }' \
        'appliance x { remove listener Inn; }'
}

@test "an overlay's words outside of an appliance" {
    in_listener 5 E1123 'add outside of an appliance' 'leave add out: here the order of entries is that of the lines' 'add mail-flow-policy A accept;'
    in_listener 1 E1123 'remove outside of an appliance' 'take the entry itself out, or move the statement into' 'remove sender-group A;'
    in_listener 23 E1123 'before outside of an appliance' \
        'leave it out, and write the entry where it belongs in the order' 'sender-group G before all accept;'
    in_listener 14 E1123 'add outside of an appliance' '' \
        'recipients { add accept a.example; reject all; }'
    in_listener 25 E1005 'unexpected "before"' 'in an appliance, before stands directly behind the name' \
        'sender-group G uses A   before all;'
    in_listener 32 E1123 'remove: the group begins here' 'leave the member out' 'sender-group G accept { remove 192.0.2.1; }'
}

@test "assertions and expectations: their form" {
    for pair in 'expect host 192.0.2.1 is accept on listener In;|on listener NAME stands before is' \
        'expect host 192.0.2.1 scored 1.0 named a.example is accept;|named NAME stands before scored SCORE' \
        'expect host 192.0.2.1 scored 1.0 matching none scored 2.0 is accept;|scored SCORE stands before matching' \
        'expect host 192.0.2.1 on listener In matching none is accept;|matching stands behind the host' \
        'expect hosts 192.0.2.1 is accept;|did you mean host?' \
        'assert recipient reject all;|recipients are asserted of as in assert recipients reject all' \
        'expect host 192.0.2.1 is G;|G is a sender group: name what it gives, ACCEPT' \
        'expect host 192.0.2.1 is H;|H is a sender group: name the mail flow policy that it uses, P' \
        'expect relay only from P;|P is a mail flow policy: name the sender groups that use it' \
        'assert tls >= required for P;|write for P on listener "In"; a destination of that name stands in quotes' \
        'assert spam-check = on for P;|write for P on listener "In"; a destination of that name stands in quotes' \
        'assert spam-check = on for all;|spam-check is a parameter of mail flow policies: write for all on listener NAME' \
        'assert tls >= required for all on listner In;|did you mean listener?' \
        'assert encryption enforced for all on listener In;|write assert tls >= required'; do
        printf '%s\n' 'listener In { mail-flow-policy P relay; sender-group G accept; sender-group H uses P; all accept; }' \
            "${pair%|*}" >p.policy
        destc compile --check p.policy
        expect_status 2
        has_error "= help: ${pair#*|}"
        [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ]
    done
}
