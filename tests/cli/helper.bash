# SPDX-License-Identifier: MIT
# What the tests of the whole program share.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
GOLDEN=$ROOT/tests/golden
EXAMPLES=$ROOT/examples
DESTC=${DESTC:-$ROOT/build/destc}
export LC_ALL=C.UTF-8
unset NO_COLOR

# Each test works in a folder of its own, so that messages name files the same way everywhere.
setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
}

# destc ARGS...: runs the program; sets status, and output and errors (standard error apart).
destc() {
    status=0
    "$DESTC" "$@" >"$BATS_TEST_TMPDIR/.out" 2>"$BATS_TEST_TMPDIR/.err" || status=$?
    output=$(cat "$BATS_TEST_TMPDIR/.out")
    errors=$(cat "$BATS_TEST_TMPDIR/.err")
}

# same_as_golden NAME FILE: FILE equals the golden file NAME; UPDATE_GOLDEN=1 rewrites it.
same_as_golden() {
    if [ -n "${UPDATE_GOLDEN:-}" ]; then
        mkdir -p "$(dirname "$GOLDEN/$1")"
        cp "$2" "$GOLDEN/$1"
    fi
    diff -u "$GOLDEN/$1" "$2"
}

# golden_output NAME, golden_errors NAME: what the last destc printed equals the golden file.
golden_output() { same_as_golden "$1" "$BATS_TEST_TMPDIR/.out"; }
golden_errors() { same_as_golden "$1" "$BATS_TEST_TMPDIR/.err"; }

# expect_status N: the last destc ended with N.
expect_status() {
    if [ "$status" -ne "$1" ]; then
        echo "status $status instead of $1"
        echo "$output"
        echo "$errors"
        return 1
    fi
}

# has TEXT / has_error TEXT: standard output / standard error holds TEXT.
has() { case $output in *"$1"*) ;; *) echo "not in the output: $1"; echo "$output"; return 1 ;; esac; }
has_error() { case $errors in *"$1"*) ;; *) echo "not in the messages: $1"; echo "$errors"; return 1 ;; esac; }
has_not() { case $output in *"$1"*) echo "in the output: $1"; return 1 ;; *) ;; esac; }
has_no_error() { case $errors in *"$1"*) echo "in the messages: $1"; echo "$errors"; return 1 ;; *) ;; esac; }

# fails COMMAND...: the command fails. Bash passes over the status of "! COMMAND", so that a line of it
# checks nothing. For grep and cmp only "no" counts: a file that is not there is no answer.
fails() {
    local result=0
    "$@" || result=$?
    case $1:$result in
    *:0) echo "succeeded: $*"; return 1 ;;
    grep:1 | cmp:1) ;;
    grep:* | cmp:* | *:12[67]) echo "could not run, status $result: $*"; return 1 ;;
    esac
}

# A default entry with everything, for tables written in tests.
default_entry() {
    cat <<'EOF'
[DEFAULT]
ip_sort_pref = PREFER_V6
max_host_concurrency = 500
max_messages_per_connection = 50
recipient_minutes = 60
recipient_limit = 0
limit_type = host
limit_apply = system
bounce_validation = off
table_tls = off
send_tls_req_alert = off
certificate = mx.example.org

EOF
}
