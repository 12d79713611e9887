#!/bin/sh
# SPDX-License-Identifier: MIT
# Other control characters do no harm in a comment.
printf '[a.example]\n# \001\002\033\n' >near.txt
