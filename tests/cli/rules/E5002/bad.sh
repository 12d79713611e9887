# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = off\n' >bad.txt
printf '[a.example]\nbounce_profile = x\n' >other.txt
