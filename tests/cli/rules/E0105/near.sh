#!/bin/sh
# SPDX-License-Identifier: MIT
# UTF-8's byte order mark.
printf '\357\273\277[a.example]\n' >near.txt
