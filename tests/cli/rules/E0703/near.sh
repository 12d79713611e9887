#!/bin/sh
# SPDX-License-Identifier: MIT
# One byte less: large enough to be read, and found to be no text.
truncate -s 1073741824 near.txt
