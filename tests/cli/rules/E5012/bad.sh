# SPDX-License-Identifier: MIT
printf '[a.example]\n[b.example]\n[c.example]\n' >bad.txt
printf '[a.example]\n' >new.txt
