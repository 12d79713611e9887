# SPDX-License-Identifier: MIT
echo 'include "1";' >bad.policy
for i in $(seq 64); do echo "include \"$((i + 1))\";" >"$i"; done
echo 'destination a.example;' >65
