"""How the processes of one web server count together for /metrics, each into files of its own in one folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def count_together() -> None:
    """For celt/wsgi.py, before the library of metrics is imported: it asks once whether several count.

    Processes with the same parent belong to the same server; what a server before it left is thrown away.
    """
    if os.environ.get(FOLDER):
        Path(os.environ[FOLDER]).mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    base = Path(tempfile.gettempdir())
    for old in base.glob("celt-metrics-*"):
        parent = old.name.rsplit("-", 1)[-1]
        if Path("/proc/self").exists() and not Path(f"/proc/{parent}").exists():
            shutil.rmtree(old, ignore_errors=True)
    folder = base / f"celt-metrics-{os.getppid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    # In a folder that somebody else put there nothing is written: each process counts alone then.
    if folder.lstat().st_uid == os.geteuid() and not folder.is_symlink():
        os.environ[FOLDER] = str(folder)
