# SPDX-License-Identifier: MIT
printf '[a.example]\n' >bad.txt
cp bad.txt new.txt
