#!/bin/sh
# SPDX-License-Identifier: MIT
{
    echo '<policy xmlns="urn:destc:policy:1">'
    seq -f '<appliance name="esa%.0f"/>' 10000
    echo '</policy>'
} >near.xml
