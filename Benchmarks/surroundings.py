"""What a reader needs to judge the figures: machine, versions, commit, and the memory's speed."""
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import time

import processes


def command_line(*words):
    """What a small program says, nothing where it is absent."""
    try:
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def commit(root):
    """The commit that is measured, and whether files differ from it."""
    changed = command_line("git", "-C", root, "status", "--porcelain", "--", "Sources", "Package.swift")
    name = command_line("git", "-C", root, "rev-parse", "--short", "HEAD") or "unknown"
    return name + (" with changes" if changed else "")


def machine():
    """The processor, its cores, the memory."""
    processor = platform.processor() or platform.machine()
    told = pathlib.Path("/proc/cpuinfo")
    if told.exists():
        found = re.search(r"model name\s*: (.*)", told.read_text())
        family = re.search(r"cpu family\s*: (.*)", told.read_text())
        if found:
            processor = f"{found.group(1)} (family {family.group(1)})" if family else found.group(1)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / (1 << 30)
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB"


def system():
    told = pathlib.Path("/etc/os-release")
    if told.exists():
        found = re.search(r'PRETTY_NAME="(.*)"', told.read_text())
        if found:
            return found.group(1)
    return f"{platform.system()} {platform.release()}"


def environment(program, root):
    """Everything a reader needs to judge the figures, as lines of a list."""
    swift = command_line("swift", "--version").splitlines()
    swift = re.search(r"Swift version (\S+)", swift[0] if swift else "")
    versions = {}
    for name in ("duckdb", "duckdb-cli", "polars"):
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = "absent"
    script = str(pathlib.Path(__file__).with_name("bandwidth.py"))
    one, two = json.loads(processes.must([sys.executable, script]).output)
    load = os.getloadavg()[0]
    return "\n".join(
        [
            f"- {machine()}; {system()}",
            f"- PQL {program.version}, commit {commit(root)}"
            + (f", Swift {swift.group(1)}" if swift else "")
            + ("" if program.takes_threads else "; it takes no `--threads` and ran with its own number"),
            f"- DuckDB {versions['duckdb']} (Python, warm), its shell {versions['duckdb-cli']} (whole "
            f"processes), polars {versions['polars']}",
            f"- {time.strftime('%Y-%m-%d %H:%M')}; load average at the start {load:.1f}; memory is read "
            f"at {one:.1f} GB/s by one thread, {two:.1f} by two",
        ]
    )


def duckdb_shell():
    """The native shell; the one that pip puts on the path starts Python first."""
    package = importlib.util.find_spec("duckdb_cli")
    if package and package.origin:
        native = pathlib.Path(package.origin).parent / "duckdb"
        if native.exists() and processes.run([str(native), "--version"]).code == 0:
            return str(native)
    return None
