#!/bin/sh
# SPDX-License-Identifier: MIT
{
    echo '[a.example]'
    yes '# comment' | head -n 7000
    printf 'table_tls = on\0\n'
} >bad.txt
