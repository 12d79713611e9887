# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = off\n' >near.txt
printf '[a.example]\ntable_tls = required\n' >new.txt
