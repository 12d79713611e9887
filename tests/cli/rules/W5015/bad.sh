# SPDX-License-Identifier: MIT
printf '[a.example]\ntable_tls = require_verify\n' >bad.txt
printf '[a.example]\ntable_tls = required\n' >new.txt
