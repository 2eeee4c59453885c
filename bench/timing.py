"""Taking times and memory."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable


def seconds(job: Callable[[], object], repeat: int = 1) -> float:
    """The shortest of `repeat` runs: what is left is least disturbed by other work on the machine."""
    taken = []
    for _ in range(repeat):
        began = time.perf_counter()
        job()
        taken.append(time.perf_counter() - began)
    return min(taken)


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
