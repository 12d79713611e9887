#!/bin/sh
# SPDX-License-Identifier: MIT
printf '\377\376[\0a\0]\0\n\0' >bad.txt
