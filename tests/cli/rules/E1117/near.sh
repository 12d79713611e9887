# SPDX-License-Identifier: MIT
for i in $(seq 100); do echo 'destination a.example { note "n"; }'; done >near.policy
