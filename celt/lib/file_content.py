"""What is kept of a file that somebody sends: its kind by its content, a picture made fit, its name cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from celt.lib.file_kinds import (
    HEAD_BYTES,
    OFFICE,
    FileFault,
    Kind,
    Takes,
    cleaned,
    ending,
    looked_at,
    office_fault,
    size_fault,
)
from celt.lib.pictures import PictureFault, made_fit

if TYPE_CHECKING:
    Upload = UploadedFile[Any]


@dataclass(frozen=True, slots=True)
class Content:
    """`width` and `height` in pixels, of a picture alone."""

    kind: Kind
    name: str
    content: bytes
    thumb: bytes = b""
    width: int | None = None
    height: int | None = None


def look_into(upload: Upload, takes: Takes) -> Content:
    """Raises ValidationError with a sentence for its sender, where it is nothing that is taken."""
    name = cleaned(upload.name or "")
    if upload.file is None:
        raise ValidationError(f"{name} did not arrive. Send it again.")
    file = cast("BinaryIO", upload.file)
    file.seek(0)
    try:
        kind = looked_at(name, file.read(HEAD_BYTES), takes)
    except FileFault as fault:
        raise ValidationError(str(fault)) from fault
    wrong = size_fault(name, kind, upload.size or 0)
    if not wrong and kind in OFFICE:
        file.seek(0)
        wrong = office_fault(name, kind, file, takes)
    if wrong:
        raise ValidationError(wrong)
    file.seek(0)
    if kind != "photo":
        return Content(kind, name if ending(name) else f"{name}.{kind}", file.read())
    try:
        picture = made_fit(file)
    except PictureFault as why:
        raise ValidationError(f"{name} {why}") from why
    return Content(kind, f"{stem(name)}.jpg", picture.jpeg, picture.thumb, picture.width, picture.height)


def stem(name: str) -> str:
    """A name without its ending."""
    last = ending(name)
    return name.removesuffix(name[-len(last) - 1 :]) if last else name
