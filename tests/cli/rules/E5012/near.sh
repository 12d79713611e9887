# SPDX-License-Identifier: MIT
printf '[a.example]\n[b.example]\n[c.example]\n' >near.txt
printf '[a.example]\n[b.example]\n' >new.txt
