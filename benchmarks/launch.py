"""Runs one program and prints what it cost: `python -I -S launch.py SECONDS LOG PROGRAM ARGUMENT...`.

What it prints is the exit status, the wall time and the CPU time in seconds, and the peak memory in bytes: the largest
of the program and of those that it waited for. It is a process of its own because a program's peak, as the kernel
counts it, begins with that of the process which starts it; this one's is small.
"""

import os
import signal
import sys
import time


def main() -> None:
    limit, log, *command = sys.argv[1:]
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    null = os.open(os.devnull, os.O_RDONLY)
    streams = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)]
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=streams, setpgroup=0)
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.alarm(int(limit))
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


main()
