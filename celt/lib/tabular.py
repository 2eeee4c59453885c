"""From a file that somebody chose to rows of text, or to a sentence that says why it cannot be read.

Nothing here knows what the columns mean. Files are read as a stream, so that memory does not grow with them; only
a workbook is held whole, after its unpacked size has been checked.
"""

from __future__ import annotations

import codecs
import csv
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from celt.lib.sentences import listed
from celt.lib.workbook import WorkbookFailed, write_first_sheet

BLOCK = 1 << 20
LONGEST_CELL = 32_767  # what a spreadsheet allows in a cell
MOST_COLUMNS = 2_000
# A workbook's XML shrinks to a tenth or a twentieth; what shrinks beyond this was made to do harm.
MOST_UNPACKED = 1 << 30
MOST_SHRUNK = 200
MOST_MEMBERS = 5_000
DELIMITERS = ",;\t|"

_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old or locked Excel workbook; save it as .xlsx without a password, or as CSV"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed file; unpack it first"),
    (b"Rar!", "a compressed file; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file; save it as CSV"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a document"),
)


class UnreadableFile(Exception):
    """The file cannot be read as a table. The text is a sentence for the person who chose it."""


@dataclass(frozen=True)
class Row:
    line: int  # as an editor counts: the header is line 1
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """A row that cannot be taken: where, what stands there, and a sentence."""

    line: int
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A header and a way to walk the rows, again from the start at each call of `rows`.

    Cells and column names are stripped of outer spaces. Empty lines are left out. Row lengths are as in the file.
    """

    path: Path
    kind: Literal["text", "workbook"]
    header: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ","
    skipped: int = 0  # lines of title above the header
    _held: tuple[Row, ...] = field(default=(), repr=False)

    def rows(self) -> Iterator[Row]:
        if self.kind == "workbook":
            yield from self._held[self.skipped :]
        else:
            yield from islice(_text_rows(self.path, self.encoding, self.delimiter), self.skipped + 1, None)


def read_table(path: Path, *, max_bytes: int) -> Table:
    """The file's first sheet of cells. Raises UnreadableFile with a sentence; it never raises anything else."""
    try:
        if file_kind(path, max_bytes=max_bytes) == "workbook":
            return _workbook(path)
        encoding = text_encoding(path)
        delimiter = delimiter_of(path, encoding)
        header = next(_text_rows(path, encoding, delimiter), None)
    except OSError as error:
        raise UnreadableFile(f"The file could not be opened: {error.strerror or 'the system refused'}.") from error
    if header is None:
        raise UnreadableFile("The file holds nothing but empty lines.")
    _check_header(header.cells)
    return Table(path, "text", header.cells, encoding, delimiter)


def header_with(table: Table, column: str, *, within: int = 12) -> Table | None:
    """The same table below the titles that some publishers put above the header; None where no line has `column`.

    The separator is told anew, since it was told by the title.
    """
    if column in table.header:
        return table
    for delimiter in DELIMITERS if table.kind == "text" else table.delimiter:
        here = replace(table, delimiter=delimiter)
        lines = _text_rows(table.path, table.encoding, delimiter) if table.kind == "text" else here.rows()
        above = 0 if table.kind == "text" else 1
        try:
            for skipped, row in enumerate(islice(lines, within), above):
                if column in row.cells:
                    return replace(here, header=row.cells, skipped=skipped)
        except UnreadableFile:
            continue  # the quotation marks pair up by another separator
    return None


def file_kind(path: Path, *, max_bytes: int) -> Literal["text", "workbook"]:
    """Told by the first bytes, never by the name."""
    if not path.exists():
        raise UnreadableFile(f"There is no file {path}.")
    if not path.is_file():
        raise UnreadableFile(f"{path} is not a file.")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("The file is empty.")
    if size > max_bytes:
        raise UnreadableFile(f"The file is {_megabytes(size)}; the most that is taken is {_megabytes(max_bytes)}.")
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        check_workbook(path)
        return "workbook"
    for mark, noun in _OTHER_KINDS:
        if start.startswith(mark):
            raise UnreadableFile(f"The file is {noun}. A CSV file or an Excel workbook (.xlsx) is needed.")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise UnreadableFile(
            "The file is a web page or XML, not a table. Perhaps the download was an error page: fetch it again."
        )
    return "text"


def check_workbook(path: Path) -> None:
    """Refuses a ZIP that is no workbook, is damaged, or unpacks to far more than it holds, without unpacking it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise UnreadableFile("The workbook is damaged or was cut off. Save or fetch it again.") from error
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise UnreadableFile("The file is a ZIP archive, not a workbook. Unpack it and choose the file inside.")
    if len(members) > MOST_MEMBERS:
        raise UnreadableFile("The workbook has too many parts to be an ordinary one, and was not opened.")
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableFile("The workbook is locked with a password. Save it without one.")
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > MOST_UNPACKED or (unpacked > 50 * BLOCK and unpacked / packed > MOST_SHRUNK):
        raise UnreadableFile(
            f"The workbook would unpack to {_megabytes(unpacked)}, and was not opened. Save the sheet as CSV."
        )


def text_encoding(path: Path) -> str:
    """ "utf-8-sig" (with or without the mark), "utf-16" or "cp1252", proved by decoding all of the file."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif start.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8-sig", "cp1252"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise UnreadableFile("The file is not text that can be read, or was cut off. Save it as CSV (UTF-8).")


def delimiter_of(path: Path, encoding: str) -> str:
    """The separator that stands most often in the first line that is not empty, outside quotes."""
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(100):
            line = file.readline(BLOCK)
            if not line:
                break
            if line.strip():
                outside = "".join(line.split('"')[::2])
                return max(DELIMITERS, key=outside.count)
    return ","


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if "\x00" in decoder.decode(block):
                    raise UnreadableFile("The file is not a table of text: it holds bytes that no text has.")
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _text_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise UnreadableFile(_csv_sentence(line, str(error))) from error
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield Row(line, stripped)


def _csv_sentence(line: int, fault: str) -> str:
    if "unexpected end of data" in fault:
        return f"The file ends inside a quoted cell that begins on line {line}: it was cut off. Fetch it again."
    if "field larger than" in fault:
        return f"Line {line}: a cell is longer than {LONGEST_CELL:,} characters. A quotation mark may not be closed."
    return f"Line {line}: the quotation marks do not pair up. Save the file as CSV again."


def _workbook(path: Path) -> Table:
    with tempfile.TemporaryDirectory(prefix="celt-workbook-") as folder:
        sheet = Path(folder) / "sheet.csv"
        try:
            write_first_sheet(path, sheet)
        except WorkbookFailed as error:
            raise UnreadableFile("The workbook could not be read: it is damaged or not an .xlsx file.") from error
        held = tuple(_text_rows(sheet, "utf-8", ","))
    if not held:
        raise UnreadableFile("The first sheet of the workbook is empty.")
    _check_header(held[0].cells)
    return Table(path, "workbook", held[0].cells, _held=held[1:])


def _check_header(header: tuple[str, ...]) -> None:
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"The file has {len(header):,} columns; no file that is taken here has so many.")


def columns_missing(names: list[str]) -> str:
    """Half a sentence: "the columns “URN” and “LA (code)” are missing"."""
    one = len(names) == 1
    return f"the {'column' if one else 'columns'} {quoted(names)} {'is' if one else 'are'} missing"


def quoted(names: list[str]) -> str:
    """“one”, “two” and “three”"""
    return listed([f"“{name}”" for name in names], most=8)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"
