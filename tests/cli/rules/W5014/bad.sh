# SPDX-License-Identifier: MIT
printf '[a.example]\nip_sort_pref = PREFER_V6\n' >bad.txt
printf '[a.example]\nip_sort_pref = PREFER_V4\n' >new.txt
