"""Photos made fit to keep: upright, no larger than a page needs, without what the camera wrote of place and time.

A picture is drawn anew from its pixels as JPEG, so that nothing but pixels comes through.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps

LONGEST, THUMB = 2000, 480  # pixels of the longer side
# A phone's largest photo has 48 million; more would fill the memory and not the page.
MOST_PIXELS = 50_000_000
READS = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY, THUMB_QUALITY = 85, 78

pillow_heif.register_heif_opener()


class PictureFault(ValueError):
    """Why a picture cannot be kept: what to say after its name."""


@dataclass(frozen=True, slots=True)
class Picture:
    """JPEG bytes, and of the picture itself its size in pixels."""

    jpeg: bytes
    width: int
    height: int
    thumb: bytes


def made_fit(file: BinaryIO) -> Picture:
    """Raises PictureFault for what is damaged, or far too many pixels for a photo."""
    try:
        with Image.open(file, formats=READS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureFault(_TOO_MANY)
            # A JPEG can be read at a half or a quarter of its size.
            opened.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST, LONGEST))
            page = _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureFault(_TOO_MANY) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, PictureFault):
            raise
        raise PictureFault(
            "is damaged: the picture cannot be opened. Take or save it anew, and send it again."
        ) from error
    thumb = page.copy()
    thumb.thumbnail((THUMB, THUMB))
    return Picture(_jpeg(page, QUALITY), page.width, page.height, _jpeg(thumb, THUMB_QUALITY))


_TOO_MANY = f"has more than {MOST_PIXELS // 1_000_000} million pixels. Send a smaller copy of it."


def _on_white(picture: Image.Image) -> Image.Image:
    """A new picture of its pixels alone, in the colours of every screen."""
    profile = picture.info.get("icc_profile")
    see_through = picture.convert("RGBA") if picture.has_transparency_data else None
    flat = picture.convert("RGB")
    if profile and picture.mode in ("RGB", "RGBA"):
        try:
            to_srgb = ImageCms.profileToProfile(
                flat, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            flat = to_srgb or flat
        except (ImageCms.PyCMSError, OSError):
            pass  # colours a little off are better than no photo
    page = Image.new("RGB", flat.size, "white")
    page.paste(flat, mask=see_through.getchannel("A") if see_through else None)
    return page


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
