#!/bin/sh
# SPDX-License-Identifier: MIT
# 64 levels.
{
    echo '<policy xmlns="urn:destc:policy:1">'
    yes '<a>' | head -n 63
    yes '</a>' | head -n 63
    echo '</policy>'
} >near.xml
