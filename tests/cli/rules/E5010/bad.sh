# SPDX-License-Identifier: MIT
printf '[a.example]\nmax_messages_per_connection = 5\n' >bad.txt
printf '[a.example]\nmax_messages_per_connection = 6\n' >new.txt
