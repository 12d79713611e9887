#!/bin/sh
# SPDX-License-Identifier: MIT
# The main job on the examples: demo.sh PATH-OF-DESTC
set -eu
destc=$1
cd "$(dirname "$0")/.."

show() {
    printf '\n$ destc %s\n' "$*"
    "$destc" "$@"
}

show list examples/outbound.txt
show explain examples/outbound.txt www.clinic.example
# The caught mistakes: status 2 is what is wanted here.
if show compile --to destconfig examples/mistakes.txt; then
    echo "demo: the mistakes were not caught" >&2
    exit 1
fi
printf '\nThe mistakes were caught, and nothing was written (status 2).\n'
