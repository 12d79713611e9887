# SPDX-License-Identifier: MIT
printf '[a.example]\n' >bad.txt
printf '[a.example]\ntable_tls = required\n' >new.txt
