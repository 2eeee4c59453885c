"""`scripts/bench`: the benchmark, on servers of its own that keep their rows from one run to the next."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from celt.local.servers import bring_up
from celt.local.state import Stop, Taken, local_directory, lock
from celt.local.supervise import Interrupted, Supervisor


def bench(root: Path, arguments: list[str]) -> int:
    """Returns the benchmark's own exit code."""
    local = local_directory(root)
    try:
        with lock(local / "bench-lock", f"process {os.getpid()}"):
            supervisor = Supervisor(local / "log")
            supervisor.catch_signals()
            try:
                addresses = bring_up(supervisor, root, "bench-")
                environment = {**os.environ, "DATABASE_URL": addresses.owner, "REDIS_URL": addresses.redis}
                return supervisor.run("bench", [sys.executable, "-m", "bench", *arguments], environment)
            except Interrupted:
                print("\nStopped.", flush=True)
                return 130
            finally:
                supervisor.stop()
    except Taken as other:
        raise Stop(f"The benchmark of this copy is running already ({other}).") from None
