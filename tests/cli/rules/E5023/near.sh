# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = on\n' >base
cp base ours.txt
printf '[a.example]\ntable_tls = off\n' >theirs
