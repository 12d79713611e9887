# SPDX-License-Identifier: MIT
printf '[a.example]\n' >near.txt
cp near.txt new.txt
