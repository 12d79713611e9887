#!/bin/sh
# SPDX-License-Identifier: MIT
printf '[a.example]\n\0' >bad.txt
