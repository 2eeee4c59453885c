"""The file of a back-up: a ZIP that any program opens, sealed so that no byte of it can change unnoticed.

    tables/<name>.copy   the rows of a table, as PostgreSQL's COPY writes them
    uploads/<path>       an uploaded file
    manifest.json        what the rest is: migrations, tables with columns and counts, sequences, uploads, checksums

The ZIP's comment, its last 71 bytes, is `sha256:` and the sum of every byte before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = b"sha256:"
SUM = 64  # hexadecimal digits
PIECE = 1 << 20
# A back-up is made by night on a machine that has other work: little time rather than the last per cent.
EFFORT = 3


class BadBackup(Exception):
    """A file that is not restored, and why, in a sentence."""


@dataclass
class Table:
    columns: list[list[str]]  # name and type, in the order of the rows
    rows: int
    sha256: str


@dataclass
class Upload:
    size: int
    sha256: str


@dataclass
class Manifest:
    made_at: str
    migrations: dict[str, list[str]]
    tables: dict[str, Table] = field(default_factory=dict)
    sequences: dict[str, list[Any]] = field(default_factory=dict)  # last value, and whether it was given out
    uploads: dict[str, Upload] = field(default_factory=dict)
    format: int = FORMAT

    def members(self) -> set[str]:
        return {MANIFEST} | {table_member(name) for name in self.tables} | {upload_member(p) for p in self.uploads}


def table_member(name: str) -> str:
    return f"tables/{name}.copy"


def upload_member(path: str) -> str:
    return f"uploads/{path}"


class Summed:
    """A stream to write to or read from, that sums up what passes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.size, self._sum = stream, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._note(data)
        return self.stream.write(data)

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self._note(data)
        return data

    def _note(self, data: bytes) -> None:
        self.size += len(data)
        self._sum.update(data)

    @property
    def sha256(self) -> str:
        return self._sum.hexdigest()


class Writer:
    """Writes members one after the other; `finish` adds the manifest and the seal."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=EFFORT)

    @contextmanager
    def member(self, name: str) -> Iterator[Summed]:
        with self._zip.open(name, "w", force_zip64=True) as stream:
            yield Summed(stream)

    def finish(self, manifest: Manifest) -> None:
        """On the disk, whole, when this returns."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        self._zip.comment = SEAL + b"0" * SUM
        self._zip.close()
        whole = sum_of(self._file, self._file.seek(0, os.SEEK_END) - SUM)
        self._file.seek(-SUM, os.SEEK_END)
        self._file.write(whole.encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def sum_of(file: IO[bytes], length: int) -> str:
    """SHA-256 of the first so many bytes."""
    found, left = hashlib.sha256(), length
    file.seek(0)
    while left > 0 and (piece := file.read(min(PIECE, left))):
        found.update(piece)
        left -= len(piece)
    return found.hexdigest()


class Reader:
    """A back-up that was read from end to end and found whole; raises BadBackup otherwise."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise BadBackup(f"{path} cannot be read: {error.strerror}.") from None
        try:
            self._check_seal()
            self.manifest = self._read_manifest()
            self._check_members()
        except BaseException:
            self.close()
            raise

    def _check_seal(self) -> None:
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(0)
        if size < len(SEAL) + SUM or self._file.read(4) != b"PK\x03\x04":
            raise BadBackup("This file is no back-up. Give the file that `manage.py backup` wrote.")
        self._file.seek(size - SUM - len(SEAL))
        end = self._file.read()
        if not end.startswith(SEAL):
            raise BadBackup("This back-up was cut off: its end is missing. Fetch it again, or take another.")
        if sum_of(self._file, size - SUM) != end[len(SEAL) :].decode("ascii", "replace"):
            raise BadBackup("This back-up is damaged: its bytes are not those that were written. Take another.")

    def _read_manifest(self) -> Manifest:
        try:
            self._zip = zipfile.ZipFile(self._file)
            kept = json.loads(self._zip.read(MANIFEST))
            made_as = kept["format"]
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
            raise BadBackup("This file is no back-up. Give the file that `manage.py backup` wrote.") from None
        if made_as != FORMAT:
            raise BadBackup(
                "A newer version of the product made this back-up, in a form that this version does not know."
                " Install that version, then restore."
            )
        try:
            tables = {name: Table(**table) for name, table in kept.pop("tables").items()}
            uploads = {path: Upload(**upload) for path, upload in kept.pop("uploads").items()}
            return Manifest(**kept, tables=tables, uploads=uploads)
        except (KeyError, TypeError, AttributeError):
            raise BadBackup("The list of contents of this back-up is not one that the product writes.") from None

    def _check_members(self) -> None:
        if sorted(self._zip.namelist()) != sorted(self.manifest.members()):
            raise BadBackup("What this back-up holds is not what its list of contents says. Take another.")
        for path in self.manifest.uploads:
            parts = PurePosixPath(path).parts
            if not parts or path.startswith("/") or ".." in parts:
                raise BadBackup(f"This back-up names an upload outside of the uploads' folder: {path}.")

    @contextmanager
    def member(self, name: str, sha256: str) -> Iterator[Summed]:
        """The member's bytes; once they were read, they are checked against the list of contents."""
        with self._zip.open(name) as stream:
            summed = Summed(stream)
            yield summed
            while summed.read(PIECE):
                pass
        if summed.sha256 != sha256:
            raise BadBackup(f"{name} in this back-up is not what its list of contents says. Take another.")

    def close(self) -> None:
        self._file.close()
