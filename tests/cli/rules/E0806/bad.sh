#!/bin/sh
# SPDX-License-Identifier: MIT
{
    printf '{"destinations": [\n{"domain": "a.example", "other": {"x_long": "'
    printf '%1048576s' '' | tr ' ' x
    echo '"}}]}'
} >bad.json
