# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = off\n' >bad.txt
printf '$P\n  ACCEPT {}\nALL\n  $P\n' >other.txt
