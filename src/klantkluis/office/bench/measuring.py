"""Times, memory and what a bench has to say in the end."""

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROC = Path("/proc")


@dataclass(slots=True)
class Stopwatch:
    """Collects how long each act took, in milliseconds."""

    times_ms: list[float] = field(default_factory=list)

    @contextmanager
    def lap(self) -> Iterator[None]:
        """Time one act."""
        began = time.perf_counter()
        yield
        self.times_ms.append((time.perf_counter() - began) * 1000)

    def percentile(self, part: float) -> float:
        """Give the time within which this part of the acts was done."""
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    @property
    def seconds(self) -> float:
        """All acts together."""
        return sum(self.times_ms) / 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """The outcome of a bench; `more` holds what else is worth knowing."""

    name: str
    value: float
    unit: str
    n: int
    watch: Stopwatch
    peak_rss_mb: float
    more: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self, database: str) -> dict[str, Any]:
        """Give the outcome as one JSON object."""
        return {
            "name": self.name,
            "value": round(self.value, 2),
            "unit": self.unit,
            "n": self.n,
            "p50_ms": round(self.watch.percentile(0.5), 2),
            "p95_ms": round(self.watch.percentile(0.95), 2),
            "peak_rss_mb": round(self.peak_rss_mb, 1),
            "database": database,
            **self.more,
        }

    def as_text(self, database: str) -> str:
        """Give the outcome as a line to read."""
        said = self.as_json(database)
        return (
            f"{self.name}: {said['value']} {self.unit}, n={self.n}, p50 {said['p50_ms']} ms,"
            f" p95 {said['p95_ms']} ms, {said['peak_rss_mb']} MB, {database}"
        )


def peak_rss_mb(pids: Iterable[int] = ()) -> float:
    """Add up the most memory that this process and others ever held, in megabytes.

    Shared pages count once for each process, so the truth is a little lower.
    """
    return sum(_number(pid, "VmHWM") for pid in (os.getpid(), *pids)) / 1024


@contextmanager
def watched_memory(pids: Iterable[int]) -> Iterator[list[float]]:
    """Look every 20 ms what processes hold together; the list has the most in megabytes.

    The peaks of the processes may not be added up: a log-in and an unlock each ask much, for a
    moment, and not at the same one.
    """
    listed, most, done = list(pids), [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.02):
            most[0] = max(most[0], rss_mb(listed))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


def children_of(root: int) -> set[int]:
    """Give all processes that a process began, and those that these began."""
    parents = {pid: _number(pid, "PPid") for pid in _pids()}
    tree = {root}
    while grown := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    return tree - {root}


def rss_mb(pids: Iterable[int]) -> float:
    """Add up what processes hold now, in megabytes; shared pages count once for each."""
    return sum(_number(pid, "VmRSS") for pid in pids) / 1024


def cpu_seconds(pids: Iterable[int]) -> float:
    """Add up how long processes computed; unlike a clock it does not see who else is busy."""
    return sum(map(_ticks, pids)) / os.sysconf("SC_CLK_TCK")


def progress(what: str, done: int, total: int) -> None:
    """Show on standard error how far the making of data is."""
    if total and (done == total or done % max(total // 50, 1) == 0):
        print(f"\r{what}: {done} of {total}   ", end="", file=sys.stderr, flush=True)
    if done == total:
        print(file=sys.stderr)


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def _ticks(pid: int) -> int:
    try:
        said = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return 0
    user, system = said.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


def _number(pid: int, name: str) -> int:
    """Read a number from a process's status; 0 when the process is gone."""
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    for line in lines:
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0
