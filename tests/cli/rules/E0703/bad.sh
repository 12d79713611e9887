#!/bin/sh
# SPDX-License-Identifier: MIT
truncate -s 1073741825 bad.txt
