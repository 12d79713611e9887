# SPDX-License-Identifier: MIT
printf 'destination a.example { tls off; }\n' >bad.policy
cat bad.policy - >other.policy <<'END'
listener "In" public {
    recipients {
        accept a.example;
        reject all;
    }
}
END
