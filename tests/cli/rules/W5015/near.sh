# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = required\n' >near.txt
printf '[a.example]\ntable_tls = require_verify\n' >new.txt
