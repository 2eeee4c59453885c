"""What a response lets its reader know: its text, and the tables that its request wrote to."""

import html
import io
import re
import zipfile
from collections.abc import Iterable

from django.http.response import HttpResponseBase
from pypdf import PdfReader
from pypdf.errors import PdfReadError

READABLE = ("text/", "application/json", "image/svg+xml", "application/javascript")
WRITE = re.compile(
    # A statement may follow the one that tells the history who writes.
    r"(?:^|;)\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY|MERGE\s+INTO)\s+\"?(\w+)\"?",
    re.IGNORECASE,
)
# A session begins, ends and is kept by any request.
NOT_OURS = {"django_session"}


class Unreadable(AssertionError):
    pass


def text_of(response: HttpResponseBase) -> str:
    """All that the reader gets, entities undone. A kind of file that cannot be read could hold anything: it fails."""
    kind = response.headers.get("Content-Type", "text/plain")
    body: bytes = b"".join(response) if response.streaming else getattr(response, "content", b"")
    if kind == "application/pdf":
        body = of_pdf(body).encode()
    elif kind == "application/zip":
        body = of_zip(body).encode()
    elif kind == "image/jpeg":
        body = body.decode("latin-1").encode()  # a comment in it is text
    elif body and not kind.startswith(READABLE):
        raise Unreadable(f"The sweep cannot read {kind}: teach tests/access/reading.py to, or ask the row for a text.")
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return html.unescape(body.decode("utf-8", "replace")) + "\n" + headers


def of_pdf(file: bytes) -> str:
    """What it prints and is called, line by line; then the same without line ends, also where a word was cut."""
    try:
        reader = PdfReader(io.BytesIO(file))
    except PdfReadError as broken:
        raise Unreadable(f"No PDF that can be read: {broken}.") from broken
    lines = "\n".join(page.extract_text() for page in reader.pages).replace("\u200b", "").replace("\u2010", "-")
    title = (reader.metadata and reader.metadata.title) or ""
    return "\n".join((title, lines, " ".join(lines.split()), " ".join(lines.replace("-\n", "").split())))


def of_zip(file: bytes) -> str:
    """The texts in it, one below the other."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    except (zipfile.BadZipFile, UnicodeDecodeError) as broken:
        raise Unreadable(f"No ZIP file of texts: {broken}.") from broken


def found(needle: str | int, text: str) -> bool:
    """A name anywhere; a number as a whole, with or without its thousands' comma."""
    if isinstance(needle, str):
        return needle in text
    return re.search(rf"(?<![\d.]){needle // 1000},?{needle % 1000:03d}(?![\d])", text) is not None


def tables_written(statements: Iterable[str]) -> set[str]:
    return {match[1] for sql in statements if (match := WRITE.search(sql))} - NOT_OURS
