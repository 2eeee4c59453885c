"""Files of the demo's library, made on the fly: sheets as PDF and as Word documents."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

PAGE = """
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title, date: none)
#set page(paper: "a4", margin: 22mm)
#set text(font: "New Computer Modern", size: 13pt, lang: "en", region: "GB")
#set par(leading: 0.75em, spacing: 1.3em)
= #told.title
#for line in told.lines [
  #line
  #box(width: 100%, height: 15mm, stroke: (bottom: 0.5pt + luma(150)))
]
"""
TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LINKS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Sheet:
    """`says`: what it is, as it stands in the list of files; `lines`: what pupils read, with room below each."""

    name: str
    says: str
    lines: tuple[str, ...]
    kind: Literal["pdf", "docx"] = "pdf"


def upload(sheet: Sheet) -> SimpleUploadedFile:
    content = _pdf(sheet) if sheet.kind == "pdf" else _docx(sheet)
    return SimpleUploadedFile(f"{sheet.name}.{sheet.kind}", content)


def _pdf(sheet: Sheet) -> bytes:
    told = json.dumps({"title": sheet.says, "lines": sheet.lines})
    made = typst.compile(PAGE.encode(), sys_inputs={"told": told})
    assert isinstance(made, bytes)
    return made


def _docx(sheet: Sheet) -> bytes:
    said = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p><w:p/>" for line in (sheet.says, *sheet.lines))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", TYPES)
        packed.writestr("_rels/.rels", LINKS)
        packed.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORDS}"><w:body>{said}'
            "</w:body></w:document>",
        )
    return out.getvalue()
