"""Processes from their start to their end: time, work, memory, and what they wrote."""
import dataclasses
import os
import pty
import subprocess
import sys
import tempfile
import time


@dataclasses.dataclass
class Ended:
    """Seconds on the clock and on all cores, the most memory in MB, texts, and the exit code."""

    seconds: float
    work: float
    peak: float
    output: str
    errors: str
    code: int


def run(arguments, text=""):
    """Runs a process to its end.

    Its streams are files: a pipe would have to be emptied by this process, which then shares the
    cores with the measured one.
    """
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        given.write(text.encode())
        given.seek(0)
        start = time.perf_counter()
        child = subprocess.Popen(arguments, stdin=given, stdout=output, stderr=errors)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        # Linux counts in KiB, macOS in bytes.
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return Ended(
            seconds,
            used.ru_utime + used.ru_stime,
            used.ru_maxrss / unit,
            output.read().decode(),
            errors.read().decode(),
            child.returncode,
        )


def must(arguments, text=""):
    """The same, of a process that has to succeed."""
    ended = run(arguments, text)
    if ended.code:
        sys.exit(f"{' '.join(arguments)}\nended with {ended.code}: {ended.errors}")
    return ended


def seconds_to_prompt(arguments):
    """From the start of the program to the prompt, at a terminal of its own."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm", "PQL_HISTORY": os.devnull}
        os.execv(arguments[0], arguments)
    shown = b""
    while b"pql> " not in shown:
        shown += os.read(terminal, 1 << 16)
    seconds = time.perf_counter() - start
    os.write(terminal, b"\x04")
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:
        pass
    os.close(terminal)
    os.waitpid(pid, 0)
    return seconds
