# SPDX-License-Identifier: MIT
printf '[a.example]\nmax_messages_per_connection = 3\n' >near.txt
printf '[a.example]\nbounce_profile = x\n' >other.txt
