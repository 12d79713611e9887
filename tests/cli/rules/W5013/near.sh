# SPDX-License-Identifier: MIT
printf '[b.example]\n' >near.txt
printf '[a.example]\nmax_messages_per_connection = 5\n[b.example]\n' >new.txt
