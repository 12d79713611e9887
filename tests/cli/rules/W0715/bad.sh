# SPDX-License-Identifier: MIT
echo 'appliance esa { add destination a.example; }' >bad.policy
mkdir out
: >out/old.csv
