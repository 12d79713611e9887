# SPDX-License-Identifier: MIT
# The rules of the tree itself. Above all the arrows between the storeys, which docs/architecture.md
# explains: which folder may include which.

load helper

declare -gA ALLOWED=(
    [base]="base"
    [diag]="base diag"
    [model]="base diag model"
    [schema]="base diag schema"
    [read]="base diag model schema read"
    [grammar]="base diag model schema read"
    [edit]="base diag model read edit"
    [analysis]="base diag model schema analysis"
    [write]="base diag model analysis write"
    [cli]="base diag model schema read edit analysis write cli"
)

# Prints each forbidden include as FILE -> FOLDER.
forbidden_includes() {
    local file folder target
    for file in "$1"/src/*/*.[ch] "$1"/src/*/*.def "$1"/grammar/*.[ly]; do
        [ -e "$file" ] || continue
        folder=$(basename "$(dirname "$file")")
        while read -r target; do
            case " ${ALLOWED[$folder]:-} " in
            *" $target "*) ;;
            *) echo "$file -> $target" ;;
            esac
        done < <(sed -n 's|^ *# *include "\([a-z]*\)/.*|\1|p' "$file")
    done
}

@test "every include follows an allowed arrow" {
    found=$(forbidden_includes "$ROOT")
    [ -z "$found" ] || { echo "$found"; false; }
}

@test "a forbidden arrow is found" {
    mkdir -p src/base
    echo '#include "model/policy.h"' >src/base/bad.c
    [ "$(forbidden_includes .)" = "./src/base/bad.c -> model" ]
}

@test "every folder under src/ has its place in the table" {
    for folder in "$ROOT"/src/*/; do
        [ -n "${ALLOWED[$(basename "$folder")]:-}" ] || { echo "$folder"; false; }
    done
}

@test "libxml2 is included by the XML readers and the schema only" {
    grep -l 'include <libxml' "$ROOT"/src/*/*.[ch] >includes
    grep -q /src/schema/ includes
    fails grep -vE '/src/(schema/|read/xml|read/saveconfig_stream)' includes
    fails grep 'include <libxml' "$ROOT"/grammar/*
}

@test "ending the program and standard error belong to the command line" {
    fails grep -nE '\b(exit|_exit|abort|longjmp) *\(|\bstderr\b' \
        "$ROOT"/src/{base,diag,model,schema,read,edit,analysis,write}/*.[ch] "$ROOT"/grammar/*
}

@test "every file says its licence" {
    cd "$ROOT"
    missing=$(git ls-files | grep -E '\.(c|h|def|l|y|S|sh|bats|bash|xsd)$|Makefile$' |
        xargs -r grep -L 'SPDX-License-Identifier: MIT' || true)
    [ -z "$missing" ] || { echo "$missing"; false; }
}

# Prints each line of a folder's tests whose check ends nothing: bash passes over the status of
# "! COMMAND", and of all but the last command of an && list.
checks_without_effect() {
    grep -nE '(^|[;&|({)]|then|do) *! ' "$1"/*.{bats,bash} || true
    grep -nE '^ *(has[a-z_]*|expect_[a-z]+|fails) .* && |^ *\[ [^]]* \] && ' "$1"/*.{bats,bash} |
        grep -vE ' \|\| |&& (break|continue|return|skip)' || true
}

@test "no test has a check that cannot fail" {
    found=$(checks_without_effect "$BATS_TEST_DIRNAME")
    [ -z "$found" ] || {
        echo 'instead of "! COMMAND" write "fails COMMAND", or has_not or has_no_error for what destc'
        echo 'printed; instead of "CHECK && CHECK" a line for each:'
        echo "$found"
        false
    }
}

@test "a check that cannot fail is found" {
    mkdir tests
    sed 's/NOT/!/; s/AND/\&\&/' >tests/bad.bats <<'END'
    NOT grep x .out
    found | { NOT grep x; }
    has a AND has b
    [ "$status" -eq 2 ] AND has b
END
    cat >tests/good.bash <<'END'
    if ! grep x .out; then
    fails grep x .out
    [[ a && b ]]
    [ ! -e x ]
    [ "$1" = a ] && [ "$2" = b ] || { echo no; false; }
END
    [ "$(checks_without_effect tests | cut -d: -f1,2 | xargs)" = \
        "tests/bad.bats:1 tests/bad.bats:2 tests/bad.bats:3 tests/bad.bats:4" ]
}

@test "the top level holds what it should and nothing more" {
    cd "$ROOT"
    extra=$(git ls-files | cut -d/ -f1 | sort -u | grep -vxE \
        'Makefile|grammar|src|schemas|tests|examples|docs|README.md|LICENSE|CHANGELOG.md|CONTRIBUTING.md|\..*' || true)
    [ -z "$extra" ] || { echo "$extra"; false; }
}

@test "every header compiles alone" {
    for header in "$ROOT"/src/*/*.h; do
        echo "#include \"${header#"$ROOT/src/"}\"" >alone.c
        echo "extern int used; int used;" >>alone.c
        ${CC:-cc} -std=c11 -D_GNU_SOURCE -I"$ROOT/src" -fsyntax-only alone.c
    done
}
