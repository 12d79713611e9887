# SPDX-License-Identifier: MIT
ln -s other link
echo 'include "link";' >near.policy
echo 'destination a.example;' >other
