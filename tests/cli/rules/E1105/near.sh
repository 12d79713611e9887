# SPDX-License-Identifier: MIT
echo 'include "1";' >near.policy
for i in $(seq 63); do echo "include \"$((i + 1))\";" >"$i"; done
echo 'destination a.example;' >64
