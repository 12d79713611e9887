# SPDX-License-Identifier: MIT
printf '[a.example]\n[b.example]\n[c.example]\n' >base
printf '[a.example]\n[c.example]\n' >ours.txt
printf '[b.example]\n[c.example]\n' >theirs
