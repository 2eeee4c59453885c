"""QR codes as SVG, of addresses of our own making."""

from __future__ import annotations

import io

import segno


def code_for_page(url: str) -> str:
    """SVG to stand within a page: black on white with its quiet zone, in a dark theme too, for cameras read nothing
    else. It has no name of its own: what stands around it says what it opens."""
    return _code(url).svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr-code")


def code_for_paper(url: str) -> str:
    """SVG for a document, whose white paper is the quiet zone."""
    held = io.BytesIO()
    _code(url).save(held, kind="svg", border=0, dark="#000", xmldecl=False)
    return held.getvalue().decode()


def _code(url: str) -> segno.QRCode:
    return segno.make(url, error="m", micro=False)
