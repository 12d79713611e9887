#!/bin/sh
# SPDX-License-Identifier: MIT
# A NUL further back is a damaged text, not a binary file.
{
    echo '[a.example]'
    yes '# comment' | head -n 7000
    printf '\0'
} >near.txt
