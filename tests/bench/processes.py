# SPDX-License-Identifier: MIT
"""What the benchmarks share: whole processes, their time and memory."""
import os
import subprocess
import sys
import time

DESTC = os.environ.get("DESTC", "build/destc")
GENERATE = os.environ.get("GENERATE", "build/bench/generate")
FOLDER = os.path.dirname(GENERATE)
RUNS = int(os.environ.get("RUNS", "5"))


def run_once(command, statuses=(0,)):
    """Seconds and peak memory in bytes of one process, which ends with one of the STATUSES."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        sys.exit(f"bench: {' '.join(command)} ended with {process.returncode}")
    return seconds, usage.ru_maxrss * 1024


def measure(command, runs=RUNS):
    results = [run_once(command) for _ in range(runs)]
    return min(s for s, _ in results), max(m for _, m in results)


def show(name, seconds, memory, path, count):
    size = os.path.getsize(path)
    print(f"{name:<34} {seconds:8.3f} s {size / seconds / 1e6:8.1f} MB/s "
          f"{seconds / max(count, 1) * 1e9:8.0f} ns/entry {memory / 1e6:7.0f} MB "
          f"({memory / size:.2f} x file)")
