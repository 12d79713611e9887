#!/bin/sh
# SPDX-License-Identifier: MIT
mkdir bad.txt
