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
