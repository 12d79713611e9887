# SPDX-License-Identifier: MIT
for i in $(seq 101); do echo 'destination a.example { note "n"; }'; done >bad.policy
