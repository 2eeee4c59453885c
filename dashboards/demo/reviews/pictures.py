"""Photos of the demo's reviews: walls, shelves and pages, drawn here, so that nobody's classroom is shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from reviews.models import ReviewNote
from reviews.services.file import add_file

Draw = Callable[[ImageDraw.ImageDraw], None]
WALL, PAPER, INK, WOOD = "#d9cfbd", "#fffdf6", "#2c2a26", "#9a744c"
SPINES = ("#35605a", "#b5533c", "#d9a441", "#4f5d8a", "#7a4a63", "#6b8f5e")


@dataclass(frozen=True)
class Photo:
    """`note`: the beginning of the note that it belongs to."""

    slug: str
    note: str
    name: str
    says: str
    draw: Draw


def play_photos(slug: str, note: ReviewNote) -> None:
    """Those of a note, by its writer."""
    for photo in PHOTOS:
        if photo.slug == slug and note.says.startswith(photo.note):
            upload = SimpleUploadedFile(photo.name, _taken(photo.draw), "image/jpeg")
            add_file(by=note.by, review=note.review, note=note, upload=upload, says=photo.says)


def _taken(draw: Draw) -> bytes:
    page, out = Image.new("RGB", (1600, 1200), WALL), io.BytesIO()
    draw(ImageDraw.Draw(page))
    page.save(out, "JPEG", quality=88)
    return out.getvalue()


def _write(on: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int) -> None:
    on.text(at, text, fill=INK, font=ImageFont.load_default(size))


def _shelf(on: ImageDraw.ImageDraw) -> None:
    """Three shelves of books, each with a label of the sounds that they hold."""
    for row, label in enumerate(("s  a  t  p", "ai  ee  igh", "oa  oo  ar")):
        floor = 400 * row + 340
        on.rectangle((80, floor, 1520, floor + 24), fill=WOOD)
        for book in range(22):
            left, tall = 100 + book * 62, 190 + (book * 37 + row * 53) % 70
            on.rectangle((left, floor - tall, left + 54, floor), fill=SPINES[(book + row) % len(SPINES)])
        on.rounded_rectangle((640, floor + 4, 960, floor + 54), 8, fill=PAPER)
        _write(on, (690, floor + 6), label, 40)


def _wall(on: ImageDraw.ImageDraw) -> None:
    """Words of the week on cards, in three languages."""
    words = (("river", "avon", "rzeka"), ("bridge", "pons", "most"), ("house", "chi", "dom"))
    for row, line in enumerate(words):
        for column, word in enumerate(line):
            left, top = 90 + column * 490, 90 + row * 360
            on.rounded_rectangle((left, top, left + 430, top + 290), 18, fill=PAPER)
            on.ellipse((left + 160, top + 30, left + 270, top + 140), fill=SPINES[(row * 3 + column) % len(SPINES)])
            _write(on, (left + 110, top + 170), word, 76)


def _list(on: ImageDraw.ImageDraw) -> None:
    """A page of who was heard, by number, with ticks."""
    on.polygon(((210, 60), (1430, 100), (1400, 1160), (180, 1120)), fill=PAPER)
    _write(on, (300, 110), "Heard this week", 62)
    for row in range(8):
        top = 240 + row * 108
        on.line((270, top + 84, 1340, top + 96), fill="#c9c2b2", width=3)
        _write(on, (290, top), f"Reader {row + 1}", 48)
        for day in range(5):
            left = 640 + day * 145
            if (row * 5 + day * 3) % 4:
                on.line((left, top + 30, left + 22, top + 58, left + 66, top), fill=SPINES[0], width=11)


PHOTOS = (
    Photo(
        "porthmelyan-primary", "Seven of eight children", "IMG_2031.jpg",
        "The shelf of books to take home, sorted by the sounds that are taught.", _shelf,
    ),
    Photo(
        "porthmelyan-primary", "Two of the five weakest", "IMG_2044.jpg",
        "The list of who was heard, by number: one box in four is empty.", _list,
    ),
    Photo(
        "porthmelyan-primary", "Drafts of four pupils", "IMG_1187.jpg",
        "Words of the week on the wall, in English, Cornish and Polish.", _wall,
    ),
)  # fmt: skip
