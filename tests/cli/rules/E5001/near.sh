# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = off\n' >near.txt
printf '[A.example]\ntable_tls=off\n' >other.txt
