# SPDX-License-Identifier: MIT
printf '[a.example]\nmax_messages_per_connection = 5\n[b.example]\n' >bad.txt
printf '[b.example]\n' >new.txt
