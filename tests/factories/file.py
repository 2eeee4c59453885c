"""Photos and files of reviews, with their bytes on the disk: small ones that carry a text to look for."""

from __future__ import annotations

import functools
import hashlib
import io
import zipfile
from typing import Any

import factory
from factory.django import DjangoModelFactory
from PIL import Image
from pypdf import PdfWriter

from reviews.models import ReviewFile
from reviews.models.file import FileKind
from reviews.services.file import FILES

__all__ = ["ReviewFileFactory", "document", "office", "photo"]


@functools.cache
def photo(form: str = "JPEG", size: tuple[int, int] = (64, 48), text: str = "") -> bytes:
    """A picture as a camera sends it; `text` goes into the comment of a JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **({"comment": text} if text else {}))
    return out.getvalue()


@functools.cache
def document(title: str = "Timetable") -> bytes:
    """A PDF of one empty page with a title."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": title})
    writer.write(out)
    return out.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def office(main: str = WORD, **parts: bytes) -> bytes:
    """A Word file (or `main=EXCEL`) as far as anybody looks into one; `parts` besides, "__" for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        for name, content in {"document.xml": b"<w:document/>", **parts}.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


class ReviewFileFactory(DjangoModelFactory[ReviewFile]):
    """`content_text` stands in the bytes, in those of a photo's small picture too."""

    class Meta:
        model = ReviewFile

    review = factory.SubFactory("tests.factories.ReviewFactory")
    by = factory.SubFactory("tests.factories.UserFactory")
    kind = FileKind.PHOTO
    name = factory.LazyAttribute(lambda file: "photo.jpg" if file.kind == FileKind.PHOTO else f"timetable.{file.kind}")
    width = factory.LazyAttribute(lambda file: 64 if file.kind == FileKind.PHOTO else None)
    height = factory.LazyAttribute(lambda file: 48 if file.kind == FileKind.PHOTO else None)

    @classmethod
    def _create(cls, model_class: type[ReviewFile], *args: Any, **kwargs: Any) -> ReviewFile:
        kind, text = kwargs["kind"], kwargs.pop("content_text", "Timetable")
        content = photo(text=text) if kind == FileKind.PHOTO else document(text) if kind == FileKind.PDF else office()
        kwargs |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        file: ReviewFile = super()._create(model_class, *args, **kwargs)
        FILES.path_of(file.stored_as).parent.mkdir(parents=True, exist_ok=True)
        FILES.path_of(file.stored_as).write_bytes(content)
        if kind == FileKind.PHOTO:
            FILES.path_of(file.stored_as, ".thumb").write_bytes(content)
        return file
