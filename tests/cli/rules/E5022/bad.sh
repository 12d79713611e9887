# SPDX-License-Identifier: MIT
printf '[a.example]\n[b.example]\n' >base
printf '[a.example]\n' >ours.txt
printf '[b.example]\n' >theirs
