# SPDX-License-Identifier: MIT
# diff --git: as git's external diff, tried with git itself and the example's files.

load helper

INTEGRATIONS=$EXAMPLES/integrations/git

# A repository with a table and a source, set up as the example says.
setup() {
    command -v git >/dev/null || skip "git is not installed"
    cd "$BATS_TEST_TMPDIR" || exit 1
    mkdir .bin home
    ln -s "$DESTC" .bin/destc
    PATH=$PWD/.bin:$PATH
    export HOME=$PWD/home GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=Ann \
        GIT_AUTHOR_EMAIL=ann@example.org GIT_COMMITTER_NAME=Ann \
        GIT_COMMITTER_EMAIL=ann@example.org GIT_PAGER=cat
    git -c init.defaultBranch=main init -q site
    cd site
    cp "$INTEGRATIONS/.gitattributes" .
    commands .gitattributes
    cp "$EXAMPLES/outbound.txt" mail.destconfig
    cp "$EXAMPLES/small.policy" .
    cp "$EXAMPLES/inbound.hat" .
    git add .
    git commit -q -m first
}

# commands FILE: runs the commands "git config ..." of its remarks.
commands() {
    eval "$(sed -n 's/^# *\(git config .*\)/\1/p' "$1")"
}

# shown ARGS...: what git diff ARGS prints; it must end with 0 and say nothing else.
shown() {
    status=0
    git diff --no-color "$@" >../.out 2>../.err || status=$?
    output=$(cat ../.out)
    errors=$(cat ../.err)
    expect_status 0
    [ -z "$errors" ] || { echo "$errors"; false; }
}

@test "git diff shows what differs by meaning, under the file's own name" {
    sed -i 's/^table_tls = on_verify/table_tls = require_verify/' mail.destconfig
    shown --ext-diff
    has 'a/mail.destconfig -> b/mail.destconfig'
    has 'preferred-verify -> required-verify  may stop mail; stronger: tls'
    has_not /tmp/
    # Between two commits both sides are temporary files.
    git commit -q -a -m second
    shown HEAD~ HEAD
    has 'a/mail.destconfig -> b/mail.destconfig'
    has_not /tmp/
    # git log does so only if it is asked to.
    git log -1 -p --ext-diff --no-color >../.out
    grep -q 'may stop mail' ../.out
}

@test "what has another layout only shows no difference" {
    sed -i 's/ = /=/' mail.destconfig
    shown
    has 'a/mail.destconfig -> b/mail.destconfig: no difference'
}

@test "a file that is new or gone is shown as a whole" {
    git rm -q mail.destconfig
    cp "$EXAMPLES/partners.txt" more.destconfig
    git add .
    shown --cached
    has 'a/mail.destconfig -> /dev/null'
    has '/dev/null -> b/more.destconfig'
    has 'Default entry: 1 removed'
    has_not 'not known'
    git rm -q inbound.hat
    shown --cached -- inbound.hat
    has 'a/inbound.hat -> /dev/null'
    has 'removed'
}

@test "a file that was renamed has both its names, one of another mode both modes" {
    git mv mail.destconfig post.destconfig
    sed -i 's/^table_tls = on_verify/table_tls = off/' post.destconfig
    git add .
    shown --cached -M
    has 'a/mail.destconfig -> b/post.destconfig'
    has 'weaker: tls'
    git commit -q -m second
    chmod +x post.destconfig
    shown
    has 'mode 100644 -> 100755'
}

@test "a side that cannot be read is said, and git goes on" {
    sed -i 's/^recipient_minutes = 60/recipient_minutes = 90/' mail.destconfig
    sed -i 's/tls preferred/tls required/' small.policy
    shown
    has 'a/mail.destconfig -> b/mail.destconfig: not compared; git diff --no-ext-diff --no-textconv shows the lines'
    git diff --no-ext-diff --no-textconv --no-color mail.destconfig >../lines
    grep -qx '+recipient_minutes = 90' ../lines
    has 'b/mail.destconfig:5:21: error[E0204]'
    has 'this is the new side, b/mail.destconfig'
    has 'a/small.policy -> b/small.policy'
    # As the diff of everything: files that are none of destc's.
    printf 'x\n' >readme.md
    git add readme.md
    git commit -q -m second
    printf 'y\n' >readme.md
    GIT_EXTERNAL_DIFF='destc diff --git' shown
    has 'a/readme.md -> b/readme.md: not compared'
}

@test "a file that waits to be merged" {
    git checkout -q -b other
    sed -i 's/^table_tls = on_verify/table_tls = off/' mail.destconfig
    git commit -q -a -m other
    git checkout -q main
    sed -i 's/^table_tls = on_verify/table_tls = require_verify/' mail.destconfig
    git commit -q -a -m main
    fails git merge -q other 2>/dev/null >/dev/null
    shown
    # Of the text git shows the conflict alone: what differs among the two sides and the file.
    lines=$(sed -n '/^@@@/,$p' ../.out | grep -v '^@@@' | grep '^[-+ ][-+ ]' | grep -v '^  ')
    changed=$(grep -c '= on_verify' "$EXAMPLES/outbound.txt")
    [ "$(grep -c '^++<<<<<<< ours' <<<"$lines")" -ge 1 ]
    [ "$(grep -c '^[-+ ]*[^-+ ].*: TLS: Off' <<<"$lines")" -eq "$changed" ]
    [ "$(wc -l <<<"$lines")" -eq $((2 * changed + 3 * $(grep -c '^++<<<' <<<"$lines"))) ]
    has_not 'not listed'
    # A conflict in a comment, and one that no side is left of.
    git merge --abort
    sed -i '1i # main' mail.destconfig
    git commit -q -a -m comment
    git checkout -q other
    sed -i 's/^table_tls = off/table_tls = require_verify/; 1i # other' mail.destconfig
    git commit -q -a -m comment
    git checkout -q main
    fails git merge -q other 2>/dev/null >/dev/null
    destc list --textconv mail.destconfig
    expect_status 0
    [ "$(tail -n 1 <<<"$output")" = '# destc: the marks of a merge, round what is not listed' ]
    sed -i '/^=====/,$d' mail.destconfig
    destc list --textconv mail.destconfig
    expect_status 0
    has '# destc: not listed (git diff --no-textconv shows the lines), E0115: an unresolved merge'
}

@test "the marks of a conflict in a HAT" {
    git checkout -q -b other
    sed -i '0,/max_msgs_per_session *= *[0-9]*/s//max_msgs_per_session = 7/' inbound.hat
    git commit -q -a -m other
    git checkout -q main
    sed -i '0,/max_msgs_per_session *= *[0-9]*/s//max_msgs_per_session = 8/' inbound.hat
    git commit -q -a -m main
    fails git merge -q other 2>/dev/null >/dev/null
    shown
    [ "$(grep -c '^++<<<<<<< ours' ../.out)" -eq 1 ]
    [ "$(grep -c '^[-+ ][-+ ]' ../.out)" -lt 20 ]
}

@test "a source that includes others" {
    mkdir mail
    cp "$EXAMPLES"/site/* mail
    git add mail
    git commit -q -m mail
    sed -i 's/tls preferred/tls required/' mail/mail.policy
    printf '\n# more\n' >>mail/mail.policy
    shown
    [ "$output" = "a/mail/mail.policy -> b/mail/mail.policy: not compared: mail/mail.policy includes \
other files, and git hands over this one alone; git worktree add ../old REVISION; destc diff \
../old/mail/mail.policy mail/mail.policy compares them" ]
    # As it says.
    git worktree add -q ../old HEAD
    destc diff --appliance esa-dmz ../old/mail/mail.policy mail/mail.policy
    [ "$status" -ne 2 ]
    has '../old/mail/mail.policy -> mail/mail.policy'
}

@test "the driver's arguments, without git" {
    destc diff --git mail.destconfig mail.destconfig 0 100644 mail.destconfig 0 100644
    expect_status 0
    has 'a/mail.destconfig -> b/mail.destconfig: no difference'
    for mistake in 'a b' 'a b c d e f' '--fail-on weaker a b c d e f g' '-o x a b c d e f g'; do
        destc diff --git $mistake
        expect_status 2
        [ -z "$output" ]
    done
    destc diff --git $'a\e[31m'
    expect_status 0
    [ "$output" = 'a\x1B[31m: not merged' ]
    destc diff --git --summary mail.destconfig /dev/null . . mail.destconfig 0 100644
    expect_status 0
    has '/dev/null -> b/mail.destconfig: '
}
