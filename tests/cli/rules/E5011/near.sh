# SPDX-License-Identifier: MIT
for i in 1 2 3 4 5 6; do printf '[h%s.example]\nmax_messages_per_connection = 5\n' $i; done >near.txt
sed '1,10s/= 5/= 6/' near.txt >new.txt
