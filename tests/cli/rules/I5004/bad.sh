# SPDX-License-Identifier: MIT
cat >bad.policy <<'END'
destination a.example { tls off; }
listener "In" public {
    recipients {
        accept a.example;
        reject all;
    }
}
END
printf '[a.example]\ntable_tls = off\n' >other.txt
