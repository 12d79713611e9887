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
# What a planned change weighs: status 1 says that something differs.
if show diff examples/outbound.txt examples/outbound-planned.txt; then
    echo "demo: no difference was found" >&2
    exit 1
fi
# The caught mistakes: status 2 is what is wanted here.
if show compile --to destconfig examples/mistakes.txt; then
    echo "demo: the mistakes were not caught" >&2
    exit 1
fi
printf '\nThe mistakes were caught, and nothing was written (status 2).\n'
