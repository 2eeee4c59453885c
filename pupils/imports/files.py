"""A file of pupils, results or attendance as rows: the shared reader, with what imports need besides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from celt.lib.tabular import Table, UnreadableFile, read_table

from .errors import FileRefused

MAX_COLUMNS = 400


@dataclass(frozen=True)
class Opened:
    table: Table
    sha256: str
    size: int

    @property
    def header(self) -> list[str]:
        return list(self.table.header)


@contextmanager
def opened(path: Path, *, max_bytes: int) -> Iterator[Opened]:
    """The file, checked and ready to be read. FileRefused with a sentence where it cannot be, at any point."""
    try:
        table = read_table(path, max_bytes=max_bytes)
        if len(table.header) > MAX_COLUMNS:
            raise FileRefused(f"The file has {len(table.header)} columns; the most that is taken is {MAX_COLUMNS}.")
        if next(table.rows(), None) is None:
            raise FileRefused("The file has a header and no rows below it.")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Opened(table, digest, path.stat().st_size)
    except UnreadableFile as error:
        raise FileRefused(str(error)) from error
    except OSError as error:
        raise FileRefused(f"The file cannot be read: {error.strerror or 'the disk gave an error'}.") from error
