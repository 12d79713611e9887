# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = on\n' >base
cp base ours.txt
printf 'destination a.example { tls preferred; }\n' >theirs
