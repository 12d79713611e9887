# SPDX-License-Identifier: MIT
. "$(dirname "$0")/bad.sh"
mv bad.xml near.xml
cat >other.policy <<'END'
listener "In" public {
    all accept;
    recipients { reject all; }
}
END
