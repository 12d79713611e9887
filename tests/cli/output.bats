# SPDX-License-Identifier: MIT
# Output appears whole or not at all; what ends the program leaves nothing behind.

load helper

table() {
    default_entry
    printf '[a.example]\ntable_tls = required\n'
}

# No temporary file is left in this folder.
nothing_left() {
    [ -z "$(find . -name '.destc-*')" ]
}

@test "an output file keeps the old file's mode" {
    table >in.txt
    echo old >out.txt
    chmod 640 out.txt
    destc compile --to destconfig -o out.txt in.txt
    expect_status 0
    [ "$(stat -c %a out.txt)" = 640 ]
    grep -q '^\[a.example\]' out.txt
    nothing_left
}

@test "a new output file has the mode that the umask leaves" {
    table >in.txt
    umask 027
    destc compile --to destconfig -o out.txt in.txt
    [ "$(stat -c %a out.txt)" = 640 ]
}

@test "a symbolic link stays one, its target is written" {
    table >in.txt
    mkdir below
    echo old >below/real.txt
    ln -s below/real.txt link.txt
    destc compile --to destconfig -o link.txt in.txt
    expect_status 0
    [ -L link.txt ]
    grep -q '^\[a.example\]' below/real.txt
}

@test "a dangling symbolic link gets its target made" {
    table >in.txt
    mkdir below
    ln -s below/new.txt link.txt
    destc compile --to destconfig -o link.txt in.txt
    expect_status 0
    [ -L link.txt ]
    grep -q '^\[a.example\]' below/new.txt
}

@test "the input may be the output" {
    table >t.txt
    destc compile --to destconfig -o t.txt t.txt
    expect_status 0
    grep -q '^\[a.example\]' t.txt
}

@test "an error leaves the old file as it was" {
    { table; echo 'max_host_concurrency = 0'; } >in.txt
    echo old >out.txt
    destc compile --to destconfig -o out.txt in.txt
    expect_status 2
    [ "$(cat out.txt)" = old ]
    nothing_left
}

@test "an error writes nothing to standard output" {
    { table; echo 'max_host_concurrency = 0'; } >in.txt
    destc compile --to destconfig in.txt
    expect_status 2
    [ -z "$output" ]
}

@test "a missing folder, a directory and a file without permission are named" {
    table >in.txt
    destc compile --to destconfig -o no/such/out.txt in.txt
    expect_status 2
    has_error "no/such/out.txt: error[E0705]"
    mkdir dir
    destc compile --to destconfig -o dir in.txt
    expect_status 2
    has_error "dir: error[E0705]"
}

@test "a full disk: status 2, the message says so" {
    table >in.txt
    destc compile --to destconfig -o /dev/full in.txt
    expect_status 2
    has_error "No space left on device"
}

@test "a file over the size limit: status 2, the old file stays, nothing is left" {
    default_entry >in.txt
    for i in $(seq 2000); do printf '[h%s.example]\ntable_tls = on\n' "$i"; done >>in.txt
    echo old >out.txt
    status=0
    (ulimit -f 8; exec "$DESTC" compile --to destconfig -o out.txt in.txt 2>errors) || status=$?
    [ "$status" -eq 2 ]
    grep -q 'E0705' errors
    [ "$(cat out.txt)" = old ]
    nothing_left
}

@test "a full disk behind standard output" {
    table >in.txt
    status=0
    "$DESTC" compile --to destconfig in.txt >/dev/full 2>errors || status=$?
    [ "$status" -eq 2 ]
    grep -q 'No space left on device' errors
}

@test "a closed pipe: status 2 and one message" {
    default_entry >in.txt
    for i in $(seq 20000); do printf '[h%s.example]\ntable_tls = on\n' "$i"; done >>in.txt
    { status=0; "$DESTC" list in.txt 2>errors || status=$?; echo "$status" >status; } | head -n 1 >/dev/null
    [ "$(cat status)" -eq 2 ]
    grep -q 'E0705' errors
}

@test "a FIFO and /dev/stdout are written directly" {
    table >in.txt
    mkfifo pipe
    timeout 20 cat pipe >got &
    destc compile --to destconfig -o pipe in.txt
    expect_status 0
    wait
    [ -p pipe ]
    grep -q '^\[a.example\]' got
    destc compile --to destconfig -o /dev/stdout in.txt
    has "[a.example]"
}

# fsync() that takes its time: the temporary file is there when the signal arrives.
@test "a signal while writing leaves the old file and no temporary one" {
    table >in.txt
    echo '#include <unistd.h>
int fsync(int file) { (void)file; sleep(30); return 0; }' >slow.c
    ${CC:-cc} -shared -fPIC -o slow.so slow.c
    for signal in HUP INT TERM; do
        echo old >out.txt
        status=0
        ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$PWD/slow.so \
            env --default-signal=INT "$DESTC" compile --to destconfig -o out.txt in.txt &
        pid=$!
        for _ in $(seq 100); do
            [ -n "$(find . -name '.destc-*' -size +0)" ] && break
            sleep 0.05
        done
        [ -n "$(find . -name '.destc-*')" ]
        kill -s "$signal" "$pid"
        wait "$pid" || status=$?
        [ "$status" -eq $((128 + $(kill -l "$signal"))) ]
        [ "$(cat out.txt)" = old ]
        nothing_left
    done
}

# --- Files that take their places together -------------------------------------------------------

# A policy for the appliances named, and out/, which holds an old table of each but the last.
appliances() {
    local name last
    echo 'destination a.example { tls required; }' >p.policy
    mkdir -p out
    for name; do
        echo "appliance \"$name\" { add destination b.example; }" >>p.policy
        [ -z "${last:-}" ] || echo "old $last" >"out/$last.json"
        last=$name
    done
}

compile_all() {
    destc compile --to json --all-appliances -o out p.policy
}

# Whether out/ holds the old tables of the appliances named, and nothing else.
all_old() {
    local name
    for name; do [ "$(cat "out/$name.json")" = "old $name" ]; done
    [ "$(ls -A out | xargs)" = "$(printf '%s.json\n' "$@" | xargs)" ]
}

# A library with the calls that change names: it refuses those whose numbers are in REFUSE, knows no
# flags with PLAIN set, and takes its time with SLOW.
meddle() {
    cat >meddle.c <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
static int change(const char *from, const char *to, unsigned flags)
{
    static int calls;
    char number[16];
    if (flags != 0 && getenv("PLAIN") != NULL) {
        errno = EINVAL;
        return -1;
    }
    snprintf(number, sizeof number, " %d ", ++calls);
    if (getenv("REFUSE") != NULL && strstr(getenv("REFUSE"), number) != NULL) {
        errno = EPERM;
        return -1;
    }
    if (getenv("SLOW") != NULL && calls == 2) {
        if (fopen("waiting", "w") == NULL)
            return -1;
        sleep(2);
    }
    return (int)syscall(SYS_renameat2, -100, from, -100, to, flags);
}
int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    return (void)a, (void)b, change(from, to, flags);
}
int rename(const char *from, const char *to) { return change(from, to, 0); }
C
    ${CC:-cc} -shared -fPIC -o meddle.so meddle.c
    export ASAN_OPTIONS=verify_asan_link_order=0
}

# compile_meddled VARIABLE=VALUE...: compile_all with the library.
compile_meddled() {
    status=0
    env LD_PRELOAD="$PWD/meddle.so" "$@" "$DESTC" compile --to json --all-appliances -o out \
        p.policy >.out 2>.err || status=$?
    output=$(cat .out) errors=$(cat .err)
}

@test "a name that is too long is found before the first file takes its place" {
    appliances a b "$(printf 'x%.0s' $(seq 251))"
    compile_all
    expect_status 2
    has_error 'error[E0705]: cannot be written: File name too long'
    all_old a b
    # A folder that was made for it goes again.
    rm -r out
    compile_all
    expect_status 2
    [ ! -e out ]
}

@test "two outputs that lead to one file are both named" {
    appliances a b c
    rm out/b.json
    ln -s c.json out/b.json
    ln -s ../out/./a.json out/c.json
    compile_all
    expect_status 2
    has_error 'out/b.json: error[E0705]: cannot be written: out/a.json leads to the same file'
    has_error 'help: remove one of the symbolic links'
    [ "$(cat out/a.json)" = "old a" ]
    ln -sf ../new.json out/b.json
    ln -sf "$PWD/new.json" out/c.json
    compile_all
    expect_status 2
    has_error 'out/c.json: error[E0705]: cannot be written: out/b.json leads to the same file'
    [ ! -e new.json ]
    [ "$(ls -A out | xargs)" = "a.json b.json c.json" ]
}

@test "a late failure puts the earlier files back" {
    meddle
    for how in "A=1" "PLAIN=1"; do
        appliances a b c
        compile_meddled "$how" "REFUSE= 3 "
        expect_status 2
        has_error 'out/c.json: error[E0705]: cannot be written: Operation not permitted'
        has_error 'help: all files are as they were'
        all_old a b
        appliances z a b c
        rm out/z.json
        compile_meddled "$how" "REFUSE= 3 "
        expect_status 2
        all_old a b
        compile_meddled "$how"
        expect_status 0
        [ -z "$errors" ]
        [ "$(ls -A out | xargs)" = "a.json b.json c.json z.json" ]
        fails grep -l old out/*
        rm -r out
    done
}

@test "what cannot be put back is told, and where the old text is" {
    meddle
    appliances a b c
    # The change of b fails, then the change back of a.
    compile_meddled "REFUSE= 2 3 "
    expect_status 2
    has_error 'out/b.json: error[E0705]: cannot be written: Operation not permitted'
    has_error 'all files are as they were, but for those named here'
    has_error 'out/a.json: error[E0705]: is new, and cannot be made what it was'
    old=$(sed -n 's/.*the old text is in //p' .err)
    [ "$(cat "$old")" = "old a" ]
    grep -q a.example out/a.json
    [ "$(cat out/b.json)" = "old b" ]
}

@test "a signal while files take their places waits until all have" {
    meddle
    appliances a b c
    env --default-signal=TERM LD_PRELOAD="$PWD/meddle.so" SLOW=1 \
        "$DESTC" compile --to json --all-appliances -o out p.policy &
    pid=$!
    for _ in $(seq 200); do [ ! -e waiting ] || break; sleep 0.05; done
    [ -e waiting ]
    kill -TERM $pid
    status=0
    wait $pid || status=$?
    [ "$status" -eq 143 ]
    [ "$(ls -A out | xargs)" = "a.json b.json c.json" ]
    fails grep -l old out/*
}

@test "a mount point in the way puts the earlier files back" {
    appliances a b c
    echo 'old c' >out/c.json
    : >mounted
    unshare -m true 2>/dev/null && unshare -m mount --bind mounted out/c.json 2>/dev/null ||
        skip "needs the right to mount"
    status=0
    unshare -m sh -c 'mount --bind mounted out/c.json &&
        exec "$0" compile --to json --all-appliances -o out p.policy' "$DESTC" 2>errors || status=$?
    [ "$status" -eq 2 ]
    grep -q 'out/c.json: error\[E0705\]: cannot be written: Device or resource busy' errors
    all_old a b c
}

@test "another's file in a folder with the sticky bit puts the earlier files back" {
    [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || skip "needs another user's files"
    chmod 755 "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR" 2>/dev/null || true
    appliances a b c
    echo 'old c' >out/c.json
    chmod 666 out/*
    chown 65534 out/a.json out/b.json
    chmod 1777 out
    cp "$DESTC" program
    setpriv --reuid=65534 --clear-groups test -x "$PWD/program" || skip "no way to this folder"
    status=0
    setpriv --reuid=65534 --clear-groups ./program compile --to json --all-appliances -o out \
        p.policy 2>errors || status=$?
    [ "$status" -eq 2 ]
    grep -q 'out/c.json: error\[E0705\]: cannot be written: Operation not permitted' errors
    grep -q 'all files are as they were' errors
    all_old a b c
}

@test "tables of appliances that are gone are named and left" {
    appliances a b c
    echo 'old d' >out/d.json
    echo 'old x' >out/_x.json
    : >out/d.csv
    mkdir out/e.json
    compile_all
    expect_status 0
    has_error 'out/d.json: warning[W0715]: belongs to no appliance of the policy'
    has_error 'out/_x.json: warning[W0715]'
    [ "$(grep -c W0715 .err)" -eq 2 ]
    [ "$(cat out/d.json)" = "old d" ]
    grep -q a.example out/c.json
    echo 'old a' >out/a.json
    destc compile --strict --to json --all-appliances -o out p.policy
    expect_status 2
    [ "$(cat out/a.json)" = "old a" ]
    destc compile --check --to json --all-appliances -o out p.policy
    expect_status 0
    [ -z "$errors" ]
}

@test "the help says to make room only where there is none" {
    table >in.txt
    : >plain
    destc compile --to destconfig -o plain/out.txt in.txt
    expect_status 2
    has_error 'help: choose another place'
    has_no_error 'make room'
    destc compile --to destconfig -o /dev/full in.txt
    has_error 'help: make room, or choose another place'
}
