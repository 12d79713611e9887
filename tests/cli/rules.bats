# SPDX-License-Identifier: MIT
# Each rule of the catalogue has a folder rules/CODE with
#   bad.*         an input that breaks this rule and no other; bad.sh makes one in the current folder
#   near.*        the nearest input that does not break it
#   place         LINE:COLUMN of the message, or "none"
#   args          the command line, if it is not "compile --check FILE"; near.args for near alone
#   status        the status, where the messages do not tell it
#   also          other codes that cannot be avoided beside it; near.also for near

load helper

RULES=$BATS_TEST_DIRNAME/rules

# The day of rules about dates: 2026-01-01.
export SOURCE_DATE_EPOCH=1767225600

# No input can provoke these:
#   E0704  takes over 4 GiB of text in one run; the unit test of sources holds the limit
#   E0902  takes a broken installation of the XML library
NOT_PROVOKED="E0704 E0902"

# What is found in a policy that could be judged: status 1.
FINDINGS="E1008 E1201 E5010 E5011 E5012 E5020"

# What --lenient makes a warning of, and nothing else.
LENIENT="E0209 E0212 E0302 E0304 E0309 E0310 E0415 E0501 E0619 E2012 E2013 E5035 E5036"

catalogue() { "$DESTC" rules | cut -d' ' -f1; }

codes() { ls "$RULES"; }

# first_of FILE...: the first that is there.
first_of() {
    local file
    for file; do
        [ ! -e "$file" ] || { echo "$file"; return; }
    done
}

# prepare CODE bad|near: puts the case's input into a new folder "case" and its command line into
# the array words.
prepare() {
    local folder=$RULES/$1 case=$2 line="compile --check FILE"
    rm -rf case
    mkdir case
    if [ -e "$folder/$case.sh" ]; then
        (cd case && sh "$folder/$case.sh")
    else
        cp "$(first_of "$folder/$case".{txt,xml,json,csv,policy,hat,rat})" case
    fi
    [ ! -e "$folder/args" ] || line=$(<"$folder/args")
    [ "$case" = bad ] || [ ! -e "$folder/near.args" ] || line=$(<"$folder/near.args")
    local input=(case/"$case".*)
    eval "words=(${line//FILE/${input[0]#case/}})"
}

# Whether the command line in words prints its messages to standard output.
messages_are_result() { [[ ${words[0]} == lint || "${words[*]}" == *"fmt --check"* ]]; }

# run_case CODE bad|near [OPTION]: runs the case. Sets status, and found: the messages as
# "SEVERITY CODE LINE:COLUMN", one a line.
run_case() {
    prepare "$1" "$2"
    status=0
    (cd case && exec "$DESTC" "${words[@]}" --message-format json ${3:-}) >found 2>messages ||
        status=$?
    if messages_are_result; then cat found >>messages; fi
    found=$(read_messages <messages)
}

# read_messages: what --message-format json prints, as "SEVERITY CODE LINE:COLUMN".
read_messages() {
    local line place_found
    local place='"line":([0-9]+|null),"column":([0-9]+|null),"end_line":[^,]*,"end_column":[^,]*'
    while IFS= read -r line; do
        if [[ $line =~ $place,\"severity\":\"([a-z]+)\",\"code\":\"([A-Z0-9]+)\" ]]; then
            place_found=${BASH_REMATCH[1]}:${BASH_REMATCH[2]}
            echo "${BASH_REMATCH[3]} ${BASH_REMATCH[4]} ${place_found/null:null/none}"
        else
            echo "unreadable $line"
        fi
    done
}

# expected_status CODE [--strict]: the status for what was found, CODE above all. For lint every error is a
# finding, but those that say that something cannot be read or done.
expected_status() {
    if [ -e "$RULES/$1/status" ] && [[ ${2:-} != --strict ]]; then
        cat "$RULES/$1/status"
    elif [[ ${words[0]} == lint ]]; then
        for error in $(grep '^error' <<<"$found" | cut -d' ' -f2); do
            if "$DESTC" rules "$error" | grep -q 'of lint too the status is 2'; then
                echo 2
                return
            fi
        done
        grep -qE '^(error|warning)' <<<"$found" && echo 1 || echo 0
    elif ! grep -q '^error' <<<"$found"; then
        echo 0
    elif [[ " $FINDINGS " == *" $1 "* ]]; then
        echo 1
    else
        echo 2
    fi
}

# The codes of what was found, each once, in one line.
found_codes() { cut -d' ' -f2 <<<"$found" | sort -u | xargs; }

# expected_codes CODE also|near.also [CODE...]: in the same form.
expected_codes() {
    local folder=$RULES/$1 file=$2
    shift 2
    { printf '%s\n' "$@"; [ ! -e "$folder/$file" ] || cat "$folder/$file"; } | xargs -n 1 |
        sort -u | xargs
}

# wrong CODE TEXT: tells what is wrong with a rule; the test goes on and fails at its end.
wrong() {
    echo "$1: $2"
    sed 's/^/    /' messages
    failed=yes
}

@test "every code has its folder, and every folder its code" {
    diff <(catalogue | sort) <({ codes; printf '%s\n' $NOT_PROVOKED; } | sort)
}

@test "every folder has both cases and a place" {
    for code in $(codes); do
        for case in bad near; do
            [ -n "$(first_of "$RULES/$code/$case".{txt,xml,json,csv,policy,hat,rat,sh})" ] ||
                { echo "$code has no $case"; false; }
        done
        [ -s "$RULES/$code/place" ] || { echo "$code has no place"; false; }
    done
}

@test "each bad input breaks its rule alone, at its place, with its severity" {
    failed=
    for code in $(codes); do
        run_case "$code" bad
        [ "$(found_codes)" = "$(expected_codes "$code" also "$code")" ] ||
            wrong "$code" "found $(found_codes)"
        severity=error
        [[ $code != W* ]] || severity=warning
        [[ $code != I* ]] || severity=info
        grep -qx "$severity $code $(cat "$RULES/$code/place")" <<<"$found" ||
            wrong "$code" "$severity not at $(cat "$RULES/$code/place")"
        [ "$(grep -c " $code " <<<"$found")" -eq 1 ] || wrong "$code" "not told once"
        [ "$status" -eq "$(expected_status "$code")" ] || wrong "$code" "status $status"
    done
    [ -z "$failed" ]
}

@test "each near miss does not break it" {
    failed=
    for code in $(codes); do
        run_case "$code" near
        [ "$(found_codes)" = "$(expected_codes "$code" near.also)" ] ||
            wrong "$code" "near finds $(found_codes)"
    done
    [ -z "$failed" ]
}

@test "--lenient makes warnings of what the catalogue says, and of nothing else" {
    failed=
    for code in $(codes); do
        [[ $code == E* ]] || continue
        severity=error
        if "$DESTC" rules "$code" | grep -q 'a warning with --lenient'; then severity=warning; fi
        [[ "$(cat "$RULES/$code/args" 2>/dev/null)" != fmt* ]] || continue # it takes no --lenient
        listed=error
        [[ " $LENIENT " != *" $code "* ]] || listed=warning
        run_case "$code" bad --lenient
        [ "$severity" = "$listed" ] || wrong "$code" "$severity in the catalogue, not $listed"
        grep -q "^$severity $code " <<<"$found" || wrong "$code" "no $severity with --lenient"
        [ "$status" -eq "$(expected_status "$code")" ] ||
            wrong "$code" "status $status with --lenient"
    done
    [ -z "$failed" ]
}

@test "--strict makes an error of every warning" {
    failed=
    for code in $(codes); do
        [[ $code == W* ]] || continue
        # One that is off is asked for with its severity.
        if "$DESTC" rules "$code" | grep -q 'off unless it is asked for'; then continue; fi
        "$DESTC" rules "$code" | grep -q 'an error with --strict' ||
            wrong "$code" "the catalogue does not say so"
        run_case "$code" bad --strict
        grep -q "^error $code " <<<"$found" || wrong "$code" "no error with --strict"
        [ "$status" -eq "$(expected_status "$code" --strict)" ] ||
            wrong "$code" "status $status with --strict"
    done
    [ -z "$failed" ]
}

# The words and the caret of each message, as people see them.
@test "each message reads as the golden file says" {
    for code in $(codes); do
        echo "== $code"
        prepare "$code" bad
        (cd case && "$DESTC" "${words[@]}" 2>&1 >../found || true) | cut -c 1-200
        if messages_are_result; then cut -c 1-200 found; fi
    done >rules.txt
    same_as_golden rules.txt rules.txt
}

@test "every code's own page says what it means, why, an example and how to mend it" {
    [ "$(catalogue | wc -l)" -ge 90 ]
    for code in $(catalogue); do
        destc rules "$code"
        expect_status 0
        [ "$(cut -c 1-10 <<<"$output" | xargs)" = "$code severity why example mend" ] ||
            { echo "$output"; false; }
    done
}
