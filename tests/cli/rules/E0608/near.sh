#!/bin/sh
# SPDX-License-Identifier: MIT
{
    echo '<policy xmlns="urn:destc:policy:1"><destination domain="a.example">'
    printf '<parameter name="x_long">'
    printf '%65536s' '' | tr ' ' x
    echo '</parameter></destination></policy>'
} >near.xml
