"""Photos made fit to keep: upright, no larger than a page needs, without what the camera wrote of place and time.

A picture is drawn anew from its pixels as JPEG, so that nothing but pixels comes through.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

import pillow_heif
from PIL import ExifTags, Image, ImageCms

LONGEST, THUMB = 2000, 480  # pixels of the longer side
# A phone's largest photo has 48 million; more would fill the memory and not the page.
MOST_PIXELS = 50_000_000
READS = ("JPEG", "PNG", "WEBP", "HEIF")
QUALITY, THUMB_QUALITY = 85, 78

# How a camera was held -> what makes it upright.
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip

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
            upright = _upright(opened)
            upright.thumbnail((LONGEST, LONGEST))
            page = _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureFault(_TOO_MANY) from None
    except PictureFault:
        raise
    except Exception as error:  # whatever a decoder meets within a file that somebody made up, or a broken card
        raise PictureFault(
            "is damaged: the picture cannot be opened. Take or save it anew, and send it again."
        ) from error
    thumb = page.copy()
    thumb.thumbnail((THUMB, THUMB))
    return Picture(_jpeg(page, QUALITY), page.width, page.height, _jpeg(thumb, THUMB_QUALITY))


_TOO_MANY = f"has more than {MOST_PIXELS // 1_000_000} million pixels. Send a smaller copy of it."


def _upright(picture: Image.Image) -> Image.Image:
    """As it was held. What else the camera wrote is not read: much of it is written wrongly, and none of it is kept."""
    try:
        turned = _TURNED.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a photo on its side is better than none
        turned = None
    return picture if turned is None else picture.transpose(turned)


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
