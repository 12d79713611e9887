# SPDX-License-Identifier: MIT
# Where people keep their files: completion in the shells, pre-commit, git, GitHub, GitLab, Vim and
# Emacs, each tried with the tool itself where it is installed.

load helper

INTEGRATIONS=$EXAMPLES/integrations

setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    cp "$EXAMPLES"/*.txt .
    printf 'destination a.example { tls preferred-verify; }\n' >good.policy
    # The tools find destc in the path, and take nothing from whoever runs the tests.
    mkdir .bin home
    ln -s "$DESTC" .bin/destc
    PATH=$PWD/.bin:$PATH
    export HOME=$PWD/home GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=Ann \
        GIT_AUTHOR_EMAIL=ann@example.org GIT_COMMITTER_NAME=Ann \
        GIT_COMMITTER_EMAIL=ann@example.org
    unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME
}

# needs TOOL: skips the test where it is not installed.
needs() { command -v "$1" >/dev/null || skip "$1 is not installed"; }

# A line a word, as words in a line.
in_a_line() { sed '/^$/d' | paste -sd ' '; }

verbs() { "$DESTC" --help | sed -n 's/^  \([a-z]*\)  .*/\1/p'; }
options() { "$DESTC" "$1" --help | sed -nE 's/^ +(-., )?(--[a-z-]+).*/\2/p' | sort; }

# --- Completion ------------------------------------------------------------------------------

@test "--completion: usage" {
    for shell in bash zsh fish; do
        destc --completion $shell
        expect_status 0
        [ -z "$errors" ]
        cp .out spaced
        destc --completion=$shell
        diff spaced .out
    done
    mistake() {
        destc "${@:2}"
        expect_status 2
        [ -z "$output" ]
        [ "$errors" = "destc: $1"$'\nTry: destc --help' ]
    }
    mistake '--completion needs a value' --completion
    mistake '--completion takes bash|zsh|fish, not ""' --completion=
    mistake '--completion takes bash|zsh|fish, not "csh"; did you mean zsh?' --completion csh
    mistake '"list" is one operand too many' --completion bash list
    mistake '"list" is one operand too many' --completion=bash list
    mistake 'there is no verb "--completions"; did you mean --completion?' --completions
    destc list --completion bash
    expect_status 2
    has_error 'list does not take --completion'
    status=0
    "$DESTC" --completion bash >/dev/full 2>.err || status=$?
    [ "$status" -eq 2 ]
    [ -s .err ]
}

# bash_completes WORD...: what bash offers for the last WORD, in one line; "FILES" where it goes on
# with names of files.
bash_completes() {
    "$DESTC" --completion bash >completion
    env -i bash --norc -c '
        compopt() { [ "$*" = "-o default" ] && echo FILES; }
        . ./completion
        COMP_WORDS=(destc "$@")
        COMP_CWORD=$#
        _destc
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | in_a_line
}

@test "bash completes verbs, options, words and codes" {
    [ "$(bash_completes '')" = "$(verbs | xargs)" ]
    [ "$(bash_completes l)" = "list lint" ] || [ "$(bash_completes l)" = "lint list" ]
    [ "$(bash_completes --)" = "--completion --help --version" ]
    [ "$(bash_completes help sch)" = schema ]
    [ "$(bash_completes --completion '')" = "bash zsh fish" ]
    for verb in $(verbs); do
        diff <(bash_completes "$verb" -- | tr ' ' '\n' | sort) <(options "$verb")
    done
    [ "$(bash_completes compile --to '')" = "destconfig xml csv json policy hat rat" ]
    # As bash splits --to= and --to=c.
    [ "$(bash_completes compile --to =)" = "destconfig xml csv json policy hat rat" ]
    [ "$(bash_completes compile --to = c)" = csv ]
    [ "$(bash_completes list --from save)" = saveconfig ]
    [ "$(bash_completes rules e0204)" = "" ]
    [ "$(bash_completes rules E0204)" = E0204 ]
    [ "$(bash_completes assumptions A01)" = A01 ]
    [ "$(bash_completes lint --disable E0204,W021)" = "E0204,W0210 E0204,W0213" ]
}

@test "bash completes files where files stand" {
    [ "$(bash_completes list outb)" = FILES ]
    [ "$(bash_completes list -o outb)" = FILES ]
    [ "$(bash_completes list --default = outb)" = FILES ]
    [ "$(bash_completes lint --assert '')" = FILES ]
    [ "$(bash_completes list --max-errors '')" = "" ]
    [ "$(bash_completes schema '')" = "" ]
}

# fish_completes LINE: what fish offers at its end, sorted, in one line.
fish_completes() {
    fish --no-config -c 'source completion; complete -C $argv[1]' "$1" | cut -f 1 | sort | in_a_line
}

@test "fish completes verbs, options, words, codes and files" {
    needs fish
    "$DESTC" --completion fish >completion
    fish --no-execute completion
    [ "$(fish_completes 'destc ')" = "$(verbs | sort | xargs)" ]
    [ "$(fish_completes 'destc help sch')" = schema ]
    [ "$(fish_completes 'destc --completion ')" = "bash fish zsh" ]
    for verb in $(verbs); do
        diff <(fish_completes "destc $verb --" | tr ' ' '\n') <(options "$verb")
    done
    [ "$(fish_completes 'destc compile --to ')" = "csv destconfig hat json policy rat xml" ]
    [ "$(fish_completes 'destc compile --to=c')" = --to=csv ]
    [ "$(fish_completes 'destc list --from save')" = saveconfig ]
    [ "$(fish_completes 'destc lint --disable E0204,W021')" = "E0204,W0210 E0204,W0213" ]
    [ "$(fish_completes 'destc list newer')" = newer-release.txt ]
    [ "$(fish_completes 'destc list -o newer')" = newer-release.txt ]
    [ "$(fish_completes 'destc schema newer')" = "" ]
    # The help of an option is the verb's own.
    fish --no-config -c 'source completion; complete -C "destc fmt --che"' |
        grep -qx -- "--check"$'\t'"find files that it would change, and change none"
}

# zsh_completes LINE: LINE as zsh on a terminal of its own leaves it after the tabulator key.
zsh_completes() {
    cat >terminal <<'END'
zmodload zsh/zpty
zpty terminal zsh -f
zpty -w terminal 'PS1=; stty cols 200; unsetopt zle_bracketed_paste prompt_cr prompt_sp' \
    '; fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -D -u' \
    '; show() { print -r -- "<$BUFFER>"; }; zle -N show; bindkey "^X" show; print REA""DY'
zpty -r terminal text '*READY*'
zpty -w -n terminal "$1"$'\t\C-x'
zpty -r terminal text $'*<*>*'
text=${text##*'<'}
print -r -- "${text%%'>'*}"
zpty -d terminal
END
    timeout 30 zsh -f terminal "$1"
}

@test "zsh completes verbs, options, words, codes and files" {
    needs zsh
    mkdir functions
    "$DESTC" --completion zsh >functions/_destc
    zsh -n functions/_destc
    for verb in $(verbs); do
        for option in $(options "$verb"); do
            sed -n "/^    $verb)$/,/;;$/p" functions/_destc | grep -qF -e "'$option" -e "$option}" \
                -e "$option=" || { echo "$verb $option"; false; }
        done
    done
    [ "$(zsh_completes 'destc comp')" = "destc compile " ]
    [ "$(zsh_completes 'destc help sch')" = "destc help schema " ]
    [ "$(zsh_completes 'destc --completion f')" = "destc --completion fish " ]
    [ "$(zsh_completes 'destc compile --to=c')" = "destc compile --to=csv " ]
    [ "$(zsh_completes 'destc list --from save')" = "destc list --from saveconfig " ]
    [ "$(zsh_completes 'destc list --textc')" = "destc list --textconv " ]
    [ "$(zsh_completes 'destc lint --disable E0204,W0210')" = "destc lint --disable E0204,W0210," ]
    [ "$(zsh_completes 'destc list newer')" = "destc list newer-release.txt " ]
    [ "$(zsh_completes 'destc list -o newer')" = "destc list -o newer-release.txt " ]
}

@test "zsh takes the script by source, too" {
    needs zsh
    "$DESTC" --completion zsh >completion
    [ "$(zsh -fc 'autoload -Uz compinit; compinit -D -u; source ./completion
                  print $_comps[destc]')" = _destc ]
}

@test "make install puts the completions where the shells look" {
    # Without a build: the objects are those of the program under test.
    folder=$(dirname "$DESTC")
    rules=$(make -n -C "$ROOT" BUILD="$folder" DESTDIR="$PWD/root" PREFIX=/usr install)
    for place in bash-completion/completions/destc zsh/site-functions/_destc \
        fish/vendor_completions.d/destc.fish; do
        [[ $rules == *"$PWD/root/usr/share/$place"* ]] || { echo "$place"; false; }
    done
}

# --- pre-commit ------------------------------------------------------------------------------

@test "the hooks for pre-commit" {
    needs pre-commit
    needs git
    export PRE_COMMIT_HOME=$PWD/cache
    git -c init.defaultBranch=main init -q hooks
    cp "$ROOT/.pre-commit-hooks.yaml" hooks
    git -C hooks add .
    git -C hooks commit -q -m hooks
    git -C hooks tag v1
    git -c init.defaultBranch=main init -q site
    cd site
    # As docs/integrations.md shows it, but for the place and the release.
    sed -n '/^```yaml pre-commit$/,/^```$/p' "$ROOT/docs/integrations.md" | grep -v '^```' |
        sed "s|repo: .*|repo: $BATS_TEST_TMPDIR/hooks|; s|rev: .*|rev: v1|" >.pre-commit-config.yaml
    [ -s .pre-commit-config.yaml ]
    pre-commit validate-config .pre-commit-config.yaml
    pre-commit validate-manifest "$ROOT/.pre-commit-hooks.yaml"
    cp ../good.policy .
    cp ../mistakes.txt readme.txt
    git add .
    pre-commit run --color never >../out 2>&1 || { cat ../out; false; }
    [ "$(grep -c '^destc .*Passed$' ../out)" -eq 2 ]
    # A mistake, and a layout that fmt mends; readme.txt is none of destc's.
    cp ../mistakes.txt bad.destconfig
    printf 'destination   a.example   { tls required-verify; }\n' >loose.policy
    git add .
    fails pre-commit run --color never >../out 2>&1
    [ "$(grep -c '^destc .*Failed$' ../out)" -eq 2 ] || { cat ../out; false; }
    grep -q '^bad.destconfig:5:21: error\[E0204\]' ../out
    grep -q 'files were modified by this hook' ../out
    fails grep '^readme' ../out
    destc fmt --check loose.policy
    expect_status 0
}

# --- git -------------------------------------------------------------------------------------

@test "git shows tables by the example's .gitattributes" {
    needs git
    git -c init.defaultBranch=main init -q site
    cd site
    cp "$INTEGRATIONS/git/.gitattributes" .
    # The lines of the file's own remarks. What destc diff --git shows, tests/cli/diff_git.bats has.
    eval "$(sed -n 's/^# *\(git config .*\)/\1/p' .gitattributes)"
    cp "$EXAMPLES/outbound.txt" mail.destconfig
    cp "$EXAMPLES"/inbound.[hr]at .
    git add .
    git commit -q -m first
    sed -i 's/^table_tls = on_verify/table_tls = require_verify/' mail.destconfig
    sed -i 's/^example.net REJECT/example.net ACCEPT/' inbound.rat
    sed -i '0,/max_msgs_per_session *= *[0-9]*/s//max_msgs_per_session = 7/' inbound.hat
    git diff --no-color --no-ext-diff >changes
    grep -qx '+bücher.example: TLS: Required (Verify)' changes
    for file in mail.destconfig inbound.hat inbound.rat; do
        git diff --no-color --no-ext-diff "$file" | grep '^[-+][^-+]' >../lines
        [ "$(wc -l <../lines)" -le 6 ]
        fails grep 'not listed' ../lines
    done
}

# --- GitHub and GitLab -----------------------------------------------------------------------

# yaml FILE: FILE as JSON.
yaml() {
    python3 -c 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)' <"$1"
}

# steps FILTER FILE: runs the commands that jq's FILTER finds, in a folder with a mistake and
# one without; prints their statuses.
steps() {
    for folder in good bad; do
        git -c init.defaultBranch=main init -q $folder
        cp good.policy $folder
        [ $folder = good ] || cp mistakes.txt $folder/mail.destconfig
        git -C $folder add .
        yaml "$2" | jq -r "$1 | @base64" | while read -r command; do
            status=0
            (cd $folder && bash -ec "$(echo "$command" | base64 -d)") >>$folder.out 2>&1 ||
                status=$?
            echo "$folder $status"
        done
    done
}

@test "the workflow for GitHub" {
    needs git
    python3 -c 'import yaml' || skip "Python's yaml is not installed"
    workflow=$INTEGRATIONS/github/destc.yml
    steps '.jobs.destc.steps[] | select(.run) | .run' "$workflow" >statuses
    diff statuses <(printf '%s\n' 'good 0' 'good 0' 'good 0' 'bad 0' 'bad 1' 'bad 0') ||
        { cat good.out bad.out; false; }
    grep -q '^::error file=.*mail.destconfig,line=5' bad.out
    [ "$(jq '.runs[0].results | length' bad/destc.sarif)" -gt 5 ]
    [ "$(jq '.runs[0].results | map(select(.level == "error")) | length' \
        good/destc.sarif)" -eq 0 ]
    # What it uploads is what it wrote.
    [ "$(yaml "$workflow" | jq -r '.jobs.destc.steps[-1].with.sarif_file')" = destc.sarif ]
}

@test "the job for GitLab" {
    needs git
    python3 -c 'import yaml' || skip "Python's yaml is not installed"
    job=$INTEGRATIONS/gitlab/.gitlab-ci.yml
    steps '."mail-policy".script[]' "$job" >statuses
    diff statuses <(printf '%s\n' 'good 0' 'good 0' 'bad 0' 'bad 1') ||
        { cat good.out bad.out; false; }
    report=$(yaml "$job" | jq -r '."mail-policy".artifacts.reports.codequality')
    [ "$(jq -r '.[].check_name' "bad/$report" | grep -cx E0204)" -eq 1 ]
    [ "$(jq 'map(select(.severity == "major")) | length' "good/$report")" -eq 0 ]
}

# A clone with a branch that changes, adds, removes and breaks tables, and a source's included file.
branch_with_changes() {
    git -c init.defaultBranch=main init -q origin
    mkdir origin/site "origin/with blank"
    cp "$EXAMPLES"/site/* origin/site
    cp "$EXAMPLES/outbound.txt" origin/mail.destconfig
    cp "$EXAMPLES/outbound.txt" "origin/with blank/ü.destconfig"
    cp "$EXAMPLES"/inbound.[hr]at origin
    git -C origin add .
    git -C origin commit -q -m first
    git clone -q origin clone 2>/dev/null
    cd clone
    mkdir ci
    cp "$INTEGRATIONS/ci/compare.sh" ci
    git checkout -q -b topic
    # The target branch goes on meanwhile.
    sed -i 's/^table_tls = on_verify/table_tls = off/' ../origin/mail.destconfig
    git -C ../origin commit -q -a -m second
}

# compared ARGS...: runs compare.sh.
compared() {
    status=0
    sh ci/compare.sh "$@" >../comment 2>../log </dev/null || status=$?
    output=$(cat ../comment)
    errors=$(cat ../log)
}

@test "compare.sh: what a branch changes, and whether it passes" {
    needs git
    branch_with_changes
    compared origin/main
    expect_status 0
    [ "$output" = "No table was changed." ]
    sed -i 's/^table_tls = on_verify/table_tls = require_verify/' "with blank/ü.destconfig"
    cp ../partners.txt new.destconfig
    git rm -q inbound.rat
    git add .
    git commit -q -m changes
    compared origin/main
    expect_status 1
    has '### `/dev/null` → `new/new.destconfig`'
    has '### `old/inbound.rat` → `/dev/null`'
    has '### `old/with blank/ü.destconfig` → `new/with blank/ü.destconfig`'
    has_not mail.destconfig
    has_error 'required-verify  may stop mail; stronger: tls'
    [ -z "$(git status --porcelain)" ]
    compared origin/main --fail-on weaker
    expect_status 1 # of the new table nobody knows what held before
    git checkout -q HEAD~ inbound.rat
    git rm -q new.destconfig
    git commit -q -m back
    compared origin/main --fail-on weaker
    expect_status 0
    has '; gate weaker: passed**'
    compared origin/main --fail-on weaker --fail-on may-stop-mail
    expect_status 1
    has_error '; gate weaker or may-stop-mail: 1 does not pass'
    (cd site && sh ../ci/compare.sh origin/main --fail-on weaker >../../comment 2>/dev/null)
    [ "$(cat ../comment)" = "$(sed 's/gate weaker or .*[*][*]/gate weaker: passed**/' <<<"$output")" ]
}

@test "compare.sh: what cannot be compared, and sources with what they include" {
    needs git
    branch_with_changes
    echo banana >>mail.destconfig
    sed -i 's/tls required-verify/tls off/' site/partners.policy
    git commit -q -a -m changes
    compared origin/main
    expect_status 2
    has '### Not compared'
    has '    new/mail.destconfig:'
    compared origin/main --appliance esa-dmz --fail-on weaker -- site/mail.policy
    expect_status 1
    has '### `old/site/mail.policy` → `new/site/mail.policy`'
    has 'weaker: tls'
    compared nonsense
    expect_status 2
    has_error 'nonsense and HEAD have no commit in common here'
    compared
    expect_status 2
    compared origin/main --bogus
    expect_status 2
    has_error "diff has no option --bogus"
    rm ../.bin/destc
    PATH=$BATS_TEST_TMPDIR/.bin:/usr/bin:/bin compared origin/main
    expect_status 2
}

@test "the jobs that compare what a merge request changes" {
    needs git
    python3 -c 'import yaml' || skip "Python's yaml is not installed"
    branch_with_changes
    sed -i 's/^table_tls = on_verify/table_tls = off/' mail.destconfig
    git add .
    git commit -q -m changes
    export GITHUB_BASE_REF=main CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main NUMBER=7
    # A stand-in for GitHub's own tool: the first comment cannot be edited yet.
    printf '#!/bin/sh\necho "$@" >>%s/gh\n[ "$4" != --edit-last ]\n' "$BATS_TEST_TMPDIR" >../.bin/gh
    chmod +x ../.bin/gh
    yaml "$INTEGRATIONS/github/destc.yml" | jq -r '.jobs.changes.steps[1].run' >../step
    fails bash -e ../step 2>../log
    grep -q 'weaker: tls' comment.md
    yaml "$INTEGRATIONS/github/destc.yml" | jq -r '.jobs.changes.steps[2].run' >../step
    bash -e ../step
    [ "$(wc -l <../gh)" -eq 2 ]
    rm comment.md
    yaml "$INTEGRATIONS/gitlab/.gitlab-ci.yml" | jq -r '."mail-policy-changes".script[]' >../script
    fails bash -e ../script 2>../log
    grep -q 'gate weaker or may-stop-mail: 1 does not pass' comment.md
    if command -v shellcheck >/dev/null; then shellcheck ci/compare.sh; fi
}

# --- Editors ---------------------------------------------------------------------------------

# The places of the messages of mistakes.txt, those of notes too.
places() { sed -nE 's/^(mistakes.txt:[0-9]+:[0-9]+): .*/\1/p' text; }

# in_vim: runs the script of standard input in Vim.
in_vim() {
    vim --version 2>/dev/null | grep -q '+quickfix' || skip "vim with quickfix is not installed"
    { echo "set nocompatible runtimepath^=$INTEGRATIONS/vim"; cat; echo 'quit!'; } >script.vim
    timeout 20 vim -N -u NONE -i NONE -es -S script.vim </dev/null
}

@test "Vim finds the places of messages as they are" {
    destc lint mistakes.txt
    cp .out text
    in_vim <<'END'
cgetexpr readfile('text')
call writefile(map(filter(getqflist(), 'v:val.valid'),
    \ 'bufname(v:val.bufnr).":".v:val.lnum.":".v:val.col'), 'found')
END
    [ "$(wc -l <found)" -ge 7 ]
    diff <(places) found
}

@test "Vim's :make with :compiler destc" {
    destc lint mistakes.txt
    cp .out text
    in_vim <<'END'
compiler destc
silent make! mistakes.txt
call writefile(map(getqflist(), 'bufname(v:val.bufnr).":".v:val.lnum.":".v:val.col'), 'found')
call writefile(map(getqflist(), 'v:val.type.v:val.nr." ".v:val.text'), 'texts')
END
    diff <(places) found
    grep -qx 'e204 recipient_minutes must be between 1 and 60' texts
    grep -qx 'w411 a trailing dot' texts
    grep -q '^n.* first given here as bank.example$' texts
}

@test "Emacs finds the places of messages as they are" {
    needs emacs
    destc lint mistakes.txt
    cp .out text
    cat >script.el <<'END'
(require 'compile)
(with-temp-buffer
  (insert "\n")
  (insert-file-contents "text")
  (goto-char (point-min))
  (insert "\n")
  (compilation-mode)
  (compilation--ensure-parse (point-max))
  (let ((at (point-min)))
    (while (setq at (next-single-property-change at 'compilation-message))
      (let ((message (get-text-property at 'compilation-message)))
        (when message
          (let ((place (compilation--message->loc message)))
            (princ (format "%s:%d:%d\n" (caar (compilation--loc->file-struct place))
                           (compilation--loc->line place) (compilation--loc->col place)))))))))
END
    timeout 60 emacs -Q --batch -l script.el >found
    diff <(places) found
}
