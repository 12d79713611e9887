# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = on\n' >base
printf '[a.example]\ntable_tls = on\n' >ours.txt
printf '[a.example]\ntable_tls = off\n' >theirs
