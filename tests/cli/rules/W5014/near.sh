# SPDX-License-Identifier: MIT
printf '[a.example]\nip_sort_pref = PREFER_V6\nbounce_profile = a\n' >near.txt
printf '[a.example]\nip_sort_pref = PREFER_V6\nbounce_profile = b\n' >new.txt
