"""What was uploaded, out of MEDIA_ROOT and back into it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from stewardship.backup.archive import PIECE, Reader, Upload, Writer, upload_member

# Beside its place a file is not yet there (celt/lib/stored.py).
HALF_WRITTEN = ".new"


def files_in(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != HALF_WRITTEN:
            yield path


def write_uploads(root: Path, writer: Writer) -> dict[str, Upload]:
    """After the tables: whatever file a row of theirs names was there before it. A file that is struck out meanwhile
    is left out."""
    written: dict[str, Upload] = {}
    for path in files_in(root):
        name = path.relative_to(root).as_posix()
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue
        with source, writer.member(upload_member(name)) as member:
            shutil.copyfileobj(source, member, PIECE)
        written[name] = Upload(member.size, member.sha256)
    return written


def write_back(root: Path, reader: Reader, put: list[Path]) -> None:
    """Every upload on the disk, with the sum it had. `put` is told of each before it is begun."""
    for name, upload in reader.manifest.uploads.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        put.append(path)
        with reader.member(upload_member(name), upload.sha256) as member, private(path) as file:
            shutil.copyfileobj(member, file, PIECE)
            file.flush()
            os.fsync(file.fileno())


def private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
