# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = on\n' >base
cp base ours.txt
cp base theirs
