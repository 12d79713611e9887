# SPDX-License-Identifier: MIT
# The reading of tables held against an independent reader, where one is installed.

load helper

@test "RawConfigParser reads the same" {
    command -v python3 >/dev/null || skip "no python3 here: the independent reader is missing"
    python3 "$ROOT/tests/fuzz/ini_peer.py" "$DESTC" "${TABLES:-150}" "${SEED:-4711}"
}
