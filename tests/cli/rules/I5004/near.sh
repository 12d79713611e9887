# SPDX-License-Identifier: MIT
printf 'destination a.example { tls off; }\n' >near.policy
printf '[a.example]\ntable_tls = off\n' >other.txt
