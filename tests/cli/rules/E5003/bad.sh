# SPDX-License-Identifier: MIT
printf '$P\n  ACCEPT {tls = "on"}\nALL\n  $P\n' >bad.hat
printf '$P\n  ACCEPT {}\nALL\n  $P\n' >other.hat
