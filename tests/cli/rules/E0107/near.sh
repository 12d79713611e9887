#!/bin/sh
# SPDX-License-Identifier: MIT
{
    echo '[a.example]'
    printf '#%65535s\n' ''
} >near.txt
