#!/bin/sh
# SPDX-License-Identifier: MIT
# What a merge request changes, by meaning: each table that differs from the target branch.
#
#     compare.sh BRANCH [OPTION...] [-- FILE...] >comment.md
#
# Standard output is a comment in Markdown, standard error a text for the job's log. An OPTION is
# one of destc diff, such as --fail-on weaker:tls. Compared are the tables that were changed, or each
# FILE that is named: a policy source that includes others, say, whichever of them was changed.
# BRANCH is looked at where the merge request began, HEAD as it is committed; both are folders, old
# and new, so that a file in an OPTION is --default new/default.destconfig.
#
# The status is 0 if all that is compared passes, 1 if something does not, 2 if something could not
# be compared. destc has to be in the path.
set -eu

fail() {
    echo "compare.sh: $1" >&2
    exit 2
}

[ $# -gt 0 ] || fail "which branch? compare.sh BRANCH [OPTION...] [-- FILE...]"
command -v destc >/dev/null || fail "destc is not in the path"
base=$(git merge-base "$1" HEAD) ||
    fail "$1 and HEAD have no commit in common here: fetch both, with all of their history"
shift
cd "$(git rev-parse --show-toplevel)"

# Both commits as folders: messages name the files, and what a source includes stands beside it.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
extract() {
    mkdir "$work/$2" && git archive -o "$work/$2.tar" "$1" && tar -xf "$work/$2.tar" -C "$work/$2"
}
extract "$base" old || fail "the files of $base cannot be had"
extract HEAD new || fail "the files of HEAD cannot be had"

# The options stay arguments; of the files each is a line.
named=no
: >"$work/files"
for argument; do
    shift
    if [ "$named" = yes ]; then
        printf '%s\n' "$argument" >>"$work/files"
    elif [ "$argument" = -- ]; then
        named=yes
    else
        set -- "$@" "$argument"
    fi
done
[ "$named" = yes ] || git -c core.quotePath=off diff --name-only --no-renames "$base" HEAD -- \
    '*.destconfig' '*.hat' '*.rat' >"$work/files"

# Both GitHub and GitLab refuse a comment that is much longer.
limit=60000
length=0

# comment FILE: puts what part.md says of it into the comment.
comment() {
    length=$((length + $(wc -c <part.md)))
    if [ "$length" -le "$limit" ]; then
        cat part.md
    else
        printf '### Not shown\n\n    %s\n\nThe comment would be too long; the log has it.\n' "$1"
    fi
    echo
}

# compare FILE OPTION...: one run for each form. A side that is not there is /dev/null.
compare() {
    file=$1 old=old/$1 new=new/$1
    shift
    [ -e "$old" ] || old=/dev/null
    [ -e "$new" ] || new=/dev/null
    status=0
    destc diff "$@" "$old" "$new" >text 2>messages || status=$?
    destc diff "$@" --format markdown "$old" "$new" >part.md 2>/dev/null || true
    [ -s part.md ] || { printf '### Not compared\n\n' && sed 's/^/    /' messages; } >part.md
    cat text messages >&2
    echo >&2
    comment "$file"
    [ "$status" -le "$worst" ] || worst=$status
}

cd "$work"
worst=0
while IFS= read -r file; do
    compare "$file" "$@" </dev/null
done <files
[ -s files ] || echo "No table was changed."
exit "$worst"
