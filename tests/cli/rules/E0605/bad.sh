#!/bin/sh
# SPDX-License-Identifier: MIT
# 65 levels: the policy and 64 below it.
{
    echo '<policy xmlns="urn:destc:policy:1">'
    yes '<a>' | head -n 64
    yes '</a>' | head -n 64
    echo '</policy>'
} >bad.xml
