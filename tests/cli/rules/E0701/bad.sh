#!/bin/sh
# SPDX-License-Identifier: MIT
# There is no such file.
