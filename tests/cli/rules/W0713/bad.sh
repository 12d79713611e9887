# SPDX-License-Identifier: MIT
printf '[bank.example]\ntable_tls = required\n' >bad.txt
: >other.example
