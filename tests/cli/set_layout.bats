# SPDX-License-Identifier: MIT
# destc set in policy sources: line ends, comments and semicolons round what it changes.

load helper

# becomes BEFORE AFTER WORD...: set makes the text AFTER of the text BEFORE; both for printf.
becomes() {
    printf "$1" >x.policy
    printf "$2" >wanted
    shift 2
    destc set "$@"
    expect_status 0
    diff <(od -c wanted) <(od -c x.policy) || { cat x.policy; return 1; }
}

@test "a statement that shares its line goes, and the line keeps its end" {
    becomes 'destination a.example; destination b.example;\r\n' 'destination a.example;\r\n' \
        --remove x.policy b.example
    becomes 'destination a.example; destination b.example { tls off; };\r\n# end\r\n' \
        'destination a.example;\r\n# end\r\n' --remove x.policy b.example
    becomes 'destination a.example; destination b.example { tls off; } ; ;\r\ndestination c.example;' \
        'destination a.example;\r\ndestination c.example;' --remove x.policy b.example
    becomes '  destination a.example ;destination b.example; # both\n' \
        '  destination b.example; # both\n' --remove x.policy a.example
    becomes 'destination a.example; destination b.example; # both\n' \
        'destination a.example; # both\n' --remove x.policy b.example
}

@test "semicolons that end nothing stay with the statement, or go with it" {
    becomes 'destination a.example, b.example { tls off; } ; # contract\n' \
        'destination b.example { tls off; } ; # contract\ndestination a.example { tls required; }\n' \
        --split x.policy a.example tls=required
    becomes '# top\n\ndestination a.example { tls off; } ;  # contract\n\ndestination b.example;\n' \
        '# top\n\ndestination b.example;\n' --remove x.policy a.example
}

@test "a name's comment before its comma goes with the name" {
    becomes 'destination a.example # why\n    , b.example { tls off; }\n' \
        'destination b.example { tls off; }\n\n# why\ndestination a.example { tls required; }\n' \
        --split x.policy a.example tls=required
    becomes 'destination a.example # why\n    , b.example { tls off; }\n' \
        'destination b.example { tls off; }\n' --split --remove x.policy a.example
}

@test "comments in a setting stay once" {
    becomes 'destination a.example { bounce-profile "x" # why\n    ; messages 3; }\n' \
        'destination a.example { tls off # why\n    ; messages 3; }\n' \
        x.policy a.example bounce-profile= tls=off
    becomes 'destination a.example { connections 3; limits per # one\n domain # two\n, system-wide # three\n; }\n' \
        'destination a.example { connections 3; limits per # one\n mx-address # two\n, system-wide # three\n; }\n' \
        x.policy a.example limits-per=mx-address
    becomes 'destination a.example { recipients # one\n unlimited # two\n ; limits per domain, system-wide; }\n' \
        'destination a.example { # one\n    recipients 5 per 60 minutes # two\n ; limits per domain, system-wide; }\n' \
        x.policy a.example recipients=5
}

@test "a setting that goes leaves its comments, and no blank line" {
    becomes 'destination a.example {\n    messages # one\n        5 ;\n    tls off;\n}\n' \
        'destination a.example {\n    # one\n    tls off;\n}\n' x.policy a.example messages=
}

@test "a list over several lines keeps its line ends, and none has blanks at its end" {
    becomes 'destination a.example,\r\n    b.example { tls off; }\r\n' \
        'destination\r\n    b.example { tls off; }\r\n\r\ndestination a.example { tls required; }\r\n' \
        --split x.policy a.example tls=required
    becomes 'destination a.example, b.example, \n    c.example { tls off; }\n' \
        'destination a.example,\n    c.example { tls off; }\n' --split --remove x.policy b.example
    becomes 'destination  a.example, b.example,\n    c.example { tls off; }\n' \
        'destination\n    c.example { tls off; }\n' --split --remove x.policy a.example b.example
    becomes 'destination c.example  ,\n\n   b.example\n    { tls off; }\n' \
        'destination c.example\n    { tls off; }\n' --split --remove x.policy b.example
    becomes 'destination a.example {\n    messages 3; tls off; \n}\n' \
        'destination a.example {\n    messages 3;\n}\n' x.policy a.example tls=
}

@test "a source does not begin with a semicolon, which other formats take for a comment" {
    becomes 'destination a.example;\n;destination b.example;\n' 'destination b.example;\n' \
        --remove x.policy a.example
    becomes 'destination a.example { tls off; }\n ;\n\ndestination b.example;\n' \
        'destination b.example;\n' --remove x.policy a.example
}

@test "a dry run's lines are a patch, wherever the files are" {
    mkdir -p work/sub other
    printf 'destination a.example { tls off; }\n' >work/common.policy
    cp work/common.policy other/far.policy
    cp work/common.policy work/x.policy
    printf 'include "../common.policy";\ninclude "../../other/far.policy";\ninclude "./near.policy";\n' \
        >work/sub/main.policy
    sed 's/a.example/b.example/' work/common.policy >work/sub/near.policy
    cd work
    git init -q .
    destc set --dry-run ./sub/main.policy a.example tls=on b.example
    expect_status 0
    grep '^[-+][-+]' <<<"$output" | diff - <(printf '%s\n' --- +++ --- +++ --- +++ |
        paste -d' ' - <(printf '%s\n' a/common.policy b/common.policy \
            "a${BATS_TEST_TMPDIR}/other/far.policy" "b${BATS_TEST_TMPDIR}/other/far.policy" \
            a/sub/near.policy b/sub/near.policy))
    destc set --dry-run "$PWD/../work/./sub/near.policy" b.example tls=required
    sed -n '/^---/,$p' <<<"$output" | git apply
    [ "$(cat sub/near.policy)" = "destination b.example { tls required; }" ]
    cd sub
    destc set --dry-run ../x.policy a.example tls=required
    sed -n '/^---/,$p' <<<"$output" | patch -s -d / -p1
    [ "$(cat ../x.policy)" = "destination a.example { tls required; }" ]
}
