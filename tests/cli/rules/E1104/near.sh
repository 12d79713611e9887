# SPDX-License-Identifier: MIT
echo 'include "other.policy"; include "other.policy";' >near.policy
echo 'destination a.example;' >other.policy
