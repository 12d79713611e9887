# SPDX-License-Identifier: MIT
printf 'destination a.example { tls off; }\n' >near.policy
cp near.policy other.policy
