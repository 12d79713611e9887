#!/bin/sh
# SPDX-License-Identifier: MIT
{
    echo '[a.example]'
    printf '#%65536s\n' ''
} >bad.txt
