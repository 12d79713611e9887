# SPDX-License-Identifier: MIT
# merge: into OURS, its statuses, what cannot be merged, and as git's driver.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    { default_entry; printf '[bank.example]\ntable_tls = required\nbounce_profile = slow\n'; } >base
}

# change FILE EXPRESSION: FILE is the base, changed by sed.
change() { sed "$2" base >"$1"; }

@test "changes of both sides go into OURS, whose comments stay" {
    change ours '1i # ours'
    sed -i 's/slow/quick/' ours
    change theirs 's/= required/= require_verify/'
    destc merge base ours theirs
    expect_status 0
    [ -z "$output$errors" ]
    [ "$(sed -n 1p ours)" = "# ours" ]
    [ "$(tail -n 3 ours)" = "$(printf '[bank.example]\ntable_tls = require_verify\nbounce_profile = quick')" ]
}

@test "-o leaves OURS as it is" {
    cp base ours
    change theirs 's/slow/quick/'
    destc merge -o merged base ours theirs
    expect_status 0
    cmp base ours
    cmp merged theirs
    destc merge -o - base ours theirs
    expect_status 0
    cmp "$BATS_TEST_TMPDIR/.out" theirs
}

@test "conflicts are marked and told, with status 1" {
    change ours 's/= required/= require_verify/; s/slow/quick/'
    change theirs 's/= required/= off/; /slow/d'
    destc merge base ours theirs
    expect_status 1
    same_as_golden merge/conflicts ours
    golden_errors merge/conflicts.messages
}

@test "comments of theirs come too, and are marked where both changed them" {
    change ours '1i # ours' 
    change theirs 's/^table_tls = required/# as agreed, ticket 5\n&/; $a # until June'
    destc merge base ours theirs
    expect_status 0
    [ "$(sed -n 1p ours)" = "# ours" ]
    [ "$(tail -n 5 ours)" = "$(tail -n 5 theirs)" ]
    change ours 's/^.bank/# mine\n&/'
    change theirs 's/^.bank/# yours\n&/; $a # until June'
    destc merge base ours theirs
    expect_status 1
    has_error "ours:14:1: error[E5020]: the comments above bank.example: both sides have changed them"
    [ "$(sed -n '/^<</,$p' ours)" = "$(printf '%s\n' '<<<<<<< ours' '# mine' ======= '# yours' \
        '>>>>>>> theirs' '[bank.example]' 'table_tls = required' 'bounce_profile = slow' \
        '# until June')" ]
}

@test "a merged table that no verb would read is not written" {
    change ours '/^table_tls = required/a table_tlss = x'
    change theirs '/^table_tls = required/d'
    cp ours kept
    destc merge base ours theirs
    expect_status 129
    has_error 'ours: error[E5022]'
    has_error 'note: unknown parameter "table_tlss"'
    cmp ours kept
    printf '[a.example]\n[b.example]\n' >base
    printf '[a.example]\n' >ours
    printf '[b.example]\n' >theirs
    destc merge base ours theirs
    expect_status 129
    has_error 'note: the file is empty'
    [ "$(cat ours)" = "[a.example]" ]
}

@test "-o does not overwrite BASE or THEIRS" {
    change ours 's/slow/quick/'
    cp ours kept
    change theirs 's/= required/= off/'
    cp theirs yours
    for output in base theirs; do
        destc merge -o "$output" base ours theirs
        expect_status 129
        has_error "$output: error[E0705]"
        cmp theirs yours
        cmp ours kept
    done
    destc merge -o ours base ours theirs
    expect_status 0
    [ "$(tail -n 2 ours)" = "$(printf 'table_tls = off\nbounce_profile = quick')" ]
}

@test "the order and the case of unknown parameters are no change" {
    printf '[a.example]\n[b.example]\nzz_one = 1\nzz_two = 2\n' >base
    printf '[a.example]\n[b.example]\nzz_two = 2\nZZ_one = 1\n' >ours
    printf '[a.example]\n' >theirs
    destc merge -q base ours theirs
    expect_status 0
    cmp ours theirs
}

@test "a lack of memory is no merge" {
    seq -f '[d%g.example]' 200000 >big
    cp big ours
    status=0
    (ulimit -v 100000 && "$DESTC" merge big ours big) 2>.err || status=$?
    case $status in
    129) grep -q 'out of memory' .err ;;
    *) skip "no limit of memory here" ;;
    esac
    cmp big ours
}

@test "a side that cannot be read: status 129, and OURS is as it was" {
    change ours 's/slow/quick/'
    cp ours kept
    change broken 's/^table_tls = required/table_tls required/'
    printf '$THROTTLED\n    ACCEPT\nALL\n    $THROTTLED\n' >hat
    printf 'destination a.example { tls off; }\n' >policy
    : >empty
    for theirs in missing broken hat policy empty .; do
        destc merge base ours "$theirs"
        expect_status 129
        has_error error
        cmp ours kept
    done
    destc merge broken ours base
    expect_status 129
    has_error "this is base, broken"
    destc merge base hat base
    expect_status 129
    has_error E5021
    cmp ours kept
}

@test "both sides have added the file: the base is empty" {
    : >empty
    cp base ours
    change theirs 's/bank/shop/'
    destc merge empty ours theirs
    expect_status 0
    [ "$(grep -c '^\[' ours)" -eq 3 ]
    cp base ours
    destc merge /dev/null ours theirs
    expect_status 0
    [ "$(grep -c '^\[' ours)" -eq 3 ]
    destc merge /dev/zero ours theirs
    expect_status 129
}

@test "the marks of several conflicts are one message, and nothing follows from them" {
    { echo '<<<<<<< HEAD'; echo '# ours'; echo '======='; echo '>>>>>>> theirs'; cat base
      printf '%s\n' '<<<<<<< HEAD' 'bounce_profile = slow' '||||||| 0815' 'bounce_profile = x' \
          '=======' 'bounce_profile = quick' '[a.example]' 'nonsense' '[a.example]' '>>>>>>> theirs'
      printf '%s\r\n' '[z.example]' '<<<<<<<' '=======' 'nonsense' '>>>>>>>'; } |
        sed '0,/bounce_profile/{/bounce_profile/d}' >marked
    destc list marked
    expect_status 2
    has_error "marked:1:1: error[E0115]: unresolved merge conflicts at lines 1, 20, 31"
    has_no_error "destc: "
    # What is wrong beside them is said, and so is a mark that was left behind.
    { printf '=======\n'; cat base; printf 'table_tls = off\n'; } >marked
    destc list --from destconfig marked
    expect_status 2
    has_error "an unresolved merge conflict at line 1"
    has_error "error[E0302]"
    # No table can hold a parameter whose line would be such a mark.
    for name in '<<<<<<<' '>>>>>>>> b' '||||||| 0815'; do
        printf '{"destinations": [{"domain": "a.example", "other": {"%s": "x"}}]}' "$name" >named.json
        destc compile --to destconfig named.json
        expect_status 2
        has_error 'error[E0215]'
    done
    printf '[a.example]\n<<<<<<<a = x\n>>>>>> = x\n' >named
    destc compile --to destconfig named
    expect_status 0
    has '<<<<<<<a = x'
    for line in $(seq 12); do printf '<<<<<<< a\n=======\n>>>>>>> b\n'; done >marked
    destc list marked
    has_error "conflicts at lines 1, 4, 7, 10, 13, 16, 19, 22 and 4 more"
}

@test "three files, no more and no fewer" {
    destc merge base base
    expect_status 129
    destc merge base base base base
    expect_status 129
    destc merge --bogus base base base
    expect_status 129
}

@test "messages name what git's user knows" {
    change ours 's/= required/= off/'
    change theirs 's/= required/= on/'
    destc merge --file-name tables/esa.destconfig base ours theirs
    expect_status 1
    has_error "tables/esa.destconfig:15:13: error[E5020]"
    grep -q '^<<<<<<< ours' ours
}

@test "a broken side: nothing is merged, and git's user is told what that means" {
    change ours 's/= required/= off/'
    cp ours kept
    change theirs 's/= required/= requird/'
    destc merge -q --file-name tables/esa.destconfig base ours theirs
    expect_status 129
    has_error "theirs of tables/esa.destconfig:15:13: error[E0209]"
    has_error "tables/esa.destconfig: error[E5023]: nothing is merged: tables/esa.destconfig is as it was"
    has_error "git add would lose what theirs has changed"
    cmp ours kept
    destc merge -q --file-name tables/esa.destconfig theirs ours base
    expect_status 129
    has_error "base of tables/esa.destconfig:15:13: error[E0209]"
    # Without git nobody adds the file.
    destc merge -q base ours theirs
    expect_status 129
    has_error "theirs:15:13: error[E0209]"
    has_no_error E5023
}

@test "a file with marks says what they are, and duplicates are not merged" {
    change ours 's/= required/= off/'
    change theirs 's/= required/= on/'
    destc merge -q base ours theirs
    expect_status 1
    destc list ours
    expect_status 2
    has_error "ours:15:1: error[E0115]: an unresolved merge conflict at line 15"
    has_error "= help: keep one side of each, and take out the lines with <<<<<<<"
    has_no_error "destc: "
    printf '[bank.example]\n' >>base
    destc merge --lenient base base base
    expect_status 129
    has_error "a table with duplicates is not merged"
}

@test "only the side with duplicates is blamed for them" {
    cp base ours
    cp base theirs
    printf '[bank.example]\n' >>base
    for lenient in "" --lenient; do
        destc merge $lenient base ours theirs
        expect_status 129
        has_error base
        has_no_error "ours: error"
        has_no_error "theirs: error"
    done
}

@test "ours is a file, or -o names one" {
    cp base theirs
    mkfifo pipe
    destc merge base pipe theirs
    expect_status 129
    has_error "ours, pipe, is no file, and cannot be written in place: -o FILE names another"
    cat base >pipe &
    destc merge -o merged base pipe theirs
    expect_status 0
    cmp merged base
}

@test "as git's merge driver" {
    git init -q -b main repo
    cd repo
    git config user.name n
    git config user.email n@example.org
    git config merge.destc.driver "$DESTC merge -q --file-name %P %O %A %B"
    echo '*.destconfig merge=destc' >.gitattributes
    cp ../base t.destconfig
    git add .
    git commit -qm base
    git checkout -qb theirs
    sed -i 's/= required/= require_verify/' t.destconfig
    git commit -qam theirs
    git checkout -q main
    sed -i 's/slow/quick/' t.destconfig
    git commit -qam ours
    git merge -q -m merged theirs
    grep -q '= require_verify' t.destconfig
    grep -q '= quick' t.destconfig

    # The same setting on both sides: git knows of the conflict.
    git checkout -qb again
    sed -i 's/= quick/= a/' t.destconfig
    git commit -qam a
    git checkout -q main
    sed -i 's/= quick/= b/' t.destconfig
    git commit -qam b
    run git merge -q -m merged again
    [ "$status" -eq 1 ]
    [ "$(git diff --name-only --diff-filter=U)" = t.destconfig ]
    grep -q '^<<<<<<< ours' t.destconfig
    git merge --abort

    # A side that is no table: git stops, and the file is as it was.
    git checkout -q again
    echo 'banana' >t.destconfig
    git commit -qam broken
    git checkout -q main
    run git merge -q -m merged again
    [ "$status" -ne 0 ]
    git diff --quiet HEAD -- t.destconfig
}

@test "in git, branches that were merged into each other" {
    git init -q -b main crossed
    cd crossed
    git config user.name n
    git config user.email n@example.org
    eval "$(sed -n 's/^# *\(git config merge.*\)/\1/p' "$EXAMPLES/integrations/git/.gitattributes" |
        sed "s|\"destc |\"$DESTC |")"
    echo '*.destconfig merge=destc' >.gitattributes
    cp ../base t.destconfig
    git add . && git commit -qm base
    git checkout -qb other
    sed -i 's/= required/= off/' t.destconfig && git commit -qam b1
    git checkout -q main
    sed -i 's/= required/= on/' t.destconfig && git commit -qam a1
    git branch first
    for pair in "main other" "other first"; do # the same conflict, mended in the same way
        git checkout -q "${pair% *}"
        run git merge -q -m crossed "${pair#* }"
        [ "$status" -eq 1 ]
        sed -i '/^.bank/,$ { /^<<<\|^===\|^>>>/d; /= off/d; s/= on/= require_verify/ }' t.destconfig
        git commit -qam crossed
    done
    sed -i 's/slow/quick/' t.destconfig && git commit -qam b3
    git checkout -q main
    printf '[new.example]\n' >>t.destconfig && git commit -qam a3
    git merge -q -m merged other
    grep -q quick t.destconfig
    grep -q new.example t.destconfig
}
