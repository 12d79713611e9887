#!/bin/sh
# SPDX-License-Identifier: MIT
mkdir folder
echo 'CC = gcc' >folder/Makefile
