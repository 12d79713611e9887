#!/bin/sh
# SPDX-License-Identifier: MIT
echo '[example.com]' >bad.txt
echo '[example.net]' >other.txt
