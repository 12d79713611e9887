# SPDX-License-Identifier: MIT
printf '[bank.example]\ntable_tls = required\n' >near.txt
mkdir other.example
