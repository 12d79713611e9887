# SPDX-License-Identifier: MIT
echo 'appliance esa { add destination a.example; }' >near.policy
mkdir out out/old.csv
: >out/old.json
: >out/.csv
: >out/esa.csv
