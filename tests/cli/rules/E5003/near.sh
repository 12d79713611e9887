# SPDX-License-Identifier: MIT
printf '$P\n  ACCEPT {tls = "on"}\nALL\n  $P\n' >near.hat
printf '$P\n  ACCEPT {tls = "off"}\nALL\n  $P\n' >other.hat
