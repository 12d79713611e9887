# SPDX-License-Identifier: MIT
# destc set in policy sources: settings of two halves, of which one is named. The other one stays.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cat >default.policy <<'EOT'
default {
    ip prefer-ipv6; connections 500; messages 50; recipients unlimited;
    limits per domain, system-wide; tls preferred; bounce-verification off; certificate "mx";
    tls-alert on;
}
EOT
}

# policy_of LINE...: makes x.policy of the default entry and the lines.
policy_of() {
    { cat default.policy; printf '%s\n' "$@"; } >x.policy
    cp x.policy was
}

# change WORD...: runs set, which must do it, and shows the statements behind the default entry.
change() {
    destc set "$@"
    expect_status 0
    sed 1,5d x.policy
}

# refuse CODE WORD...: runs set, which must report CODE and leave the file alone.
refuse() {
    local code=$1
    shift
    destc set "$@"
    expect_status 2
    has_error "error[$code]"
    cmp x.policy was
}

@test "each destination keeps its own other half of the limits" {
    policy_of 'destination c.example { limits per mx-address, per-gateway; }' \
        'destination c.example, b.example { connections 3; }'
    change x.policy b.example c.example limits-per=domain | diff - <(cat <<'EOT'
destination c.example { limits per domain, per-gateway; }
destination c.example, b.example { connections 3; }
destination b.example { limits per domain, system-wide; }
EOT
)
    policy_of 'destination a.example { limits per mx-address, per-gateway; }' \
        'destination a.example, b.example { connections 3; }'
    change x.policy a.example b.example limits-apply=system-wide | diff - <(cat <<'EOT'
destination a.example { limits per mx-address, system-wide; }
destination a.example, b.example { connections 3; }
destination b.example { limits per domain, system-wide; }
EOT
)
}

@test "a window is nobody else's" {
    policy_of 'destination a.example, b.example { recipients 5 per 7 minutes; }' \
        'destination a.example, b.example, c.example { tls off; }'
    refuse E5033 x.policy a.example b.example c.example recipients=8
    has_error "x.policy:7:35: error[E5033]: c.example: recipients needs recipient-minutes"
    has_no_error "E5033]: a.example"
    change x.policy a.example b.example c.example recipients=unlimited | diff - <(cat <<'EOT'
destination a.example, b.example { recipients unlimited per 7 minutes; }
destination a.example, b.example, c.example { tls off; }
destination c.example { recipients unlimited; }
EOT
)
}

@test "halves that stand apart, in statements and bundles, stay apart" {
    policy_of 'settings u0 { connections 3; }' \
        'destination b.example, c.example uses u0 { parameter "recipient_minutes" "9"; }' \
        'destination b.example, a.example, c.example { limits per domain, system-wide; }' \
        'destination c.example, a.example uses u0 { parameter "recipient_limit" "4"; }'
    change x.policy a.example c.example recipients=8 | diff - <(sed '1,5d; s/"4"/"8"/' was)
    # One without a limit has its window already, one without a window the usual one.
    policy_of 'destination b.example, c.example { parameter "recipient_minutes" "9"; }' \
        'destination c.example, a.example { parameter "recipient_limit" "4"; }'
    change x.policy a.example b.example recipients=8 --split | diff - <(cat <<'EOT'
destination b.example, c.example { parameter "recipient_minutes" "9"; }
destination b.example { recipients 8 per 9 minutes; }
destination c.example { parameter "recipient_limit" "4"; }
destination a.example { parameter "recipient_limit" "8"; }
EOT
)
    # In one block they become one setting.
    policy_of 'destination a.example { parameter "limit_apply" "VG"; connections 3; parameter "limit_type" "MXIP"; }'
    change x.policy a.example limits-per=domain | diff - <(cat <<'EOT'
destination a.example { limits per domain, per-gateway; connections 3; }
EOT
)
    # A bundle keeps its own other half where a block overrules it.
    policy_of 'settings u { connections 3; limits per domain, system-wide; }' \
        'destination a.example uses u { parameter "limit_apply" "VG"; }' \
        'destination b.example uses u;'
    change x.policy a.example b.example limits-per=mx-address |
        diff - <(sed '1,5d; s/per domain/per mx-address/' was)
}

@test "what one statement can say for all its destinations stands in it" {
    policy_of 'destination b.example { recipients unlimited; }' 'destination b.example { }' \
        'destination b.example, c.example, a.example { parameter "limit_type" "MXIP"; messages 2; }' \
        'destination c.example { }'
    change x.policy a.example b.example c.example recipients=3 recipient-minutes=13 connections=6 |
        diff - <(cat <<'EOT'
destination b.example { recipients 3 per 13 minutes; }
destination b.example { }
destination b.example, c.example, a.example { parameter "limit_type" "MXIP"; messages 2; connections 6; }
destination a.example { recipients 3 per 13 minutes; }
destination c.example { recipients 3 per 13 minutes; }
EOT
)
}

@test "a scope that comes with a limit is nobody's change" {
    policy_of 'destination c.example { parameter "limit_type" "MXIP"; }'
    change x.policy c.example limits-per=mx-address recipients=unlimited | diff - <(cat <<'EOT'
destination c.example { parameter "limit_type" "MXIP"; recipients unlimited; }
EOT
)
}

@test "an appliance may have another half" {
    policy_of 'destination a.example { connections 3; }' \
        'appliance "e" { default { limits per mx-address, system-wide; } }'
    refuse E5031 x.policy a.example limits-apply=per-gateway
    has_error "x.policy:7:38: error[E5031]: the appliance e has a value of limits-per of its own for a.example"
    # Whoever names both halves leaves nothing open.
    change x.policy a.example limits-per=domain limits-apply=per-gateway | diff - <(cat <<'EOT'
destination a.example { connections 3; limits per domain, per-gateway; }
appliance "e" { default { limits per mx-address, system-wide; } }
EOT
)
}

@test "numbers are compared as numbers" {
    policy_of 'destination a.example { messages 7; recipients 5 per 60 minutes; }'
    destc set x.policy a.example messages=007 recipients=05
    expect_status 0
    has_error "it says so already"
    cmp x.policy was
    change x.policy a.example messages=008 recipient-minutes=09 |
        diff - <(echo 'destination a.example { messages 008; recipients 5 per 09 minutes; }')
    change x.policy a.example messages=8 recipients=0 |
        diff - <(echo 'destination a.example { messages 008; recipients unlimited per 09 minutes; }')
}
