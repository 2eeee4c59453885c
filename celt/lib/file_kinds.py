"""What a file is, found from its content, and whether the place that it is sent to takes it. Pure: no model, no disk.

`looked_at` reads the beginning of a file and its name; `office_fault` opens an Office file, which is a ZIP.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Literal

Kind = Literal["photo", "pdf", "docx", "xlsx", "pptx"]
MB = 1024 * 1024
DOCUMENT_BYTES = 10 * MB
MOST_BYTES: Mapping[Kind, int] = {"photo": 25 * MB, "pptx": 25 * MB}  # pictures, and what is full of them
OFFICE: tuple[Kind, ...] = ("docx", "xlsx", "pptx")
HEAD_BYTES = 4096
UNPACKED_BYTES, UNPACKED_PARTS = 150 * MB, 5000
TYPES_BYTES = MB  # of the one part that is held in memory whole
CALLED: Mapping[Kind, str] = {
    "photo": "a photo", "pdf": "a PDF", "docx": "a Word document", "xlsx": "an Excel workbook",
    "pptx": "a PowerPoint presentation",
}  # fmt: skip
SMALLER: Mapping[Kind, str] = {
    "photo": "Send a smaller copy of it.", "pptx": "Make its pictures smaller, or save it as a PDF.",
}  # fmt: skip
# What a name's ending promises. Phones call one kind of photo by the ending of another; it is made anew as JPEG.
ENDINGS: Mapping[str, Kind] = {
    "jpg": "photo", "jpeg": "photo", "jfif": "photo", "png": "photo", "webp": "photo", "heic": "photo",
    "heif": "photo", "pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "pptx": "pptx",
}  # fmt: skip
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# Beginnings of what is not taken, in the words of a refusal.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"\xca\xfe\xba\xbe", "a program"), (b"#!", "a program"),
    (b"GIF8", "a GIF picture"), (b"BM", "a BMP picture"), (b"II*\0", "a TIFF picture"), (b"MM\0*", "a TIFF picture"),
    (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"), (b"\x1f\x8b", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an Office file of the old kind, or one with a password"),
    (b"ID3", "a sound recording"), (b"OggS", "a sound recording"), (b"\x1aE\xdf\xa3", "a film"),
    (b"{\\rtf", "an RTF text"),
)  # fmt: skip
WORD = b"officedocument.wordprocessingml.document.main+xml"
EXCEL = b"officedocument.spreadsheetml.sheet.main+xml"
SLIDES = b"officedocument.presentationml.presentation.main+xml"
MAINS: tuple[tuple[bytes, Kind], ...] = ((WORD, "docx"), (EXCEL, "xlsx"), (SLIDES, "pptx"))
CONTENT_TYPES = "[Content_Types].xml"


class FileFault(ValueError):
    """Why a file is not taken: a sentence for its sender."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a place takes, and the sentence that tells a sender so."""

    kinds: tuple[Kind, ...]
    says: str

    def promised(self, name: str) -> Kind | None:
        """The kind that a name's ending promises, among those that are taken."""
        kind = ENDINGS.get(ending(name))
        return kind if kind in self.kinds else None


def looked_at(name: str, head: bytes, takes: Takes) -> Kind:
    """The kind that the content has. `head`: the first HEAD_BYTES; a ZIP is looked into by `office_fault` besides.
    Raises FileFault, where it is nothing that is taken, or not what its name says."""
    kind, what = _found(head)
    promised = takes.promised(name)
    if what == "empty":
        raise FileFault(f"{name} is empty. Open it on your device to see whether it is whole, and send it again.")
    if kind == "zip":
        # Its name says which of them to look for; `office_fault` looks.
        if promised in OFFICE:
            return promised
        kind, what = None, "a ZIP archive"
    if kind is None:
        if promised:
            raise FileFault(f"{name} is not {CALLED[promised]}: it is {what}. {takes.says}")
        raise FileFault(f"{name} was not added: it is {what}. {takes.says}")
    if ending(name) and promised != kind:
        claimed = f"is not {CALLED[promised]}: it" if promised else "is not what its name says: it"
        raise FileFault(f"{name} {claimed} is {CALLED[kind]}. Give it the right ending, and send it again.")
    return kind


def size_fault(name: str, kind: Kind, size: int) -> str:
    """Why a file of `size` bytes is too large, or ""."""
    most = MOST_BYTES.get(kind, DOCUMENT_BYTES)
    if size <= most:
        return ""
    do = SMALLER.get(kind, "Send the pages that matter, or a photo of them.")
    return f"{name} has {size / MB:.0f} MB, and {CALLED[kind]} may have {most // MB}. {do}"


def office_fault(name: str, kind: Kind, file: BinaryIO, takes: Takes) -> str:
    """Why an Office file is not taken, or "": another file in its clothes, macros, or damage. It unpacks every
    part, so that neither a false size nor a false checksum gets by."""
    damaged = f"{name} is damaged: it cannot be opened. Save it anew on your device, and send it again."
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = [part.filename for part in parts]
            if CONTENT_TYPES not in names:
                return f"{name} is not {CALLED[kind]}: it is a ZIP archive. {takes.says}"
            if len(parts) > UNPACKED_PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
                return f"{name} unpacks to more than {UNPACKED_BYTES // MB} MB. Send the pages that matter as a PDF."
            listed = [part for part in parts if part.filename == CONTENT_TYPES]
            if sum(part.file_size for part in listed) > TYPES_BYTES:
                return damaged
            types = b"".join(_unpacked(packed, part) for part in listed).lower()
            if b"macroenabled" in types or b"vbaproject" in types or any("vbaproject" in n.lower() for n in names):
                return f"{name} has macros in it, which are small programs. Save it without them, and send it again."
            found = next((of for main, of in MAINS if main in types), None)
            if found not in takes.kinds:
                return f"{name} is not {CALLED[kind]}: it is another Office file. {takes.says}"
            if found is not None and found != kind:
                return (
                    f"{name} is not {CALLED[kind]}: it is {CALLED[found]}. Give it the right ending, and send it again."
                )
            for part in parts:
                _unpacked(packed, part, keep=False)
    except Exception:  # whatever an unpacker meets within a file that somebody made up
        return damaged
    return ""


def ending(name: str) -> str:
    """ "pdf" of "Budget.PDF"; "" where a name has none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem and len(last) <= 5 and " " not in last else ""


def cleaned(name: str, most: int = 120) -> str:
    """A name to show and to save under: no folders, nothing that cannot be seen, not too long, its ending kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if letter.isspace() else letter for letter in name)
    seen = "".join(letter for letter in seen if unicodedata.category(letter)[0] != "C")
    seen = re.sub(r'[<>:"|?*]+', "-", re.sub(r" +", " ", seen)).strip(" .") or "file"
    if len(seen) <= most:
        return seen
    last = ending(seen)
    return f"{seen[: most - len(last) - 2].rstrip(' .')}….{last}" if last else seen[:most]


def _found(head: bytes) -> tuple[Literal["photo", "pdf", "zip"] | None, str]:
    """The kind, or none and what it is instead."""
    if not head.strip(b"\0"):
        return None, "empty"
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "photo", ""
    if head[4:8] == b"ftyp":
        return ("photo", "") if head[8:12] in HEIC else (None, "a film")
    if head.startswith(b"%PDF-"):
        return "pdf", ""
    if head.startswith(b"PK\x03\x04"):
        return "zip", ""
    for begins, what in OTHERS:
        if head.startswith(begins):
            return None, what
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:256].lower()
    if b"<svg" in begin:
        return None, "an SVG drawing"
    if begin.startswith((b"<!doctype html", b"<html", b"<script")):
        return None, "a web page"
    if begin.startswith(b"<?xml"):
        return None, "an XML text"
    return None, "a text" if _is_text(head) else "something that is not known here"


def _is_text(head: bytes) -> bool:
    try:
        head[:1024].decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter may be cut in two at the end.
        return error.start > 1000
    return b"\0" not in head


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo, *, keep: bool = True) -> bytes:
    """The bytes of a part, or none of them: then it is read to its end for its checksum."""
    with packed.open(part) as opened:
        if keep:
            return opened.read()
        while opened.read(MB):
            pass
    return b""
