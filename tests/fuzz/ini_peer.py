#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds destc's reading of tables against Python's RawConfigParser: ini_peer.py DESTC TABLES SEED

Random tables of unknown parameters, whose values destc keeps to the letter, in every layout that
both readers take alike: blanks, comments, case of names, line ends. Prints the seed on a failure.
"""
import configparser
import json
import os
import random
import subprocess
import sys
import tempfile

ALPHABET = "abcxyz 019.,-_/\\\"'()[]{}<>&=:*+!?~^|$@#é日"


def blanks(rng):
    return rng.choice(["", "", " ", "  ", "\t", " \t "])


def value(rng):
    while True:
        text = "".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 20))).strip()
        if text:
            return text


def table(rng):
    """The text of a table; every layout here means the same to both readers."""
    end = rng.choice(["\n", "\r\n"])
    lines = []
    for number in range(rng.randint(0, 8)):
        lines.append(f"[{rng.choice(['h', 'H', '.h'])}{number}.Example]{blanks(rng)}")
        for index in range(rng.randint(0, 5)):
            name = rng.choice(["zork", "ZorK", "x-y", "quux.z"]) + f"_{index}{number}"
            lines.append(f"{name}{blanks(rng)}={blanks(rng)}{value(rng)}{blanks(rng)}")
            if rng.random() < 0.3:
                lines.append(rng.choice(["", "# comment", "; comment = x", "#[h9.example]"]))
    text = end.join(lines)
    return text + (end if rng.random() < 0.8 else "")


def theirs(text):
    parser = configparser.RawConfigParser(
        delimiters=("=",), default_section="\0", interpolation=None,
        inline_comment_prefixes=None, empty_lines_in_values=False)
    parser.read_string(text)
    return {name.lower(): dict(parser.items(name)) for name in parser.sections()}


def ours(destc, path):
    done = subprocess.run([destc, "compile", "--to", "json", "--from", "destconfig", "-q", path],
                          capture_output=True)
    if done.returncode != 0:
        return done.stderr.decode()
    document = json.loads(done.stdout)
    return {entry["domain"]: {name.lower(): text for name, text in entry.get("other", {}).items()}
            for entry in document["destinations"]}


def main():
    destc, tables, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "table.txt")
        for number in range(tables):
            text = table(random.Random(seed + number))
            with open(path, "w", encoding="utf-8", newline="") as out:
                out.write(text)
            expected, found = theirs(text), ours(destc, path)
            if expected != found:
                sys.exit(f"seed {seed + number}:\n{text}\nconfigparser: {expected}\n"
                         f"destc: {found}")


main()
