"""Where the bytes of a review's files lie: a private folder that no address reaches, under names that say nothing."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Literal

from django.conf import settings

FOLDER = "reviews"
Part = Literal["", ".thumb"]


def path_of(stored_as: uuid.UUID, part: Part = "") -> Path:
    """`part`: the file itself, or a photo's small picture."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{stored_as.hex}{part}"


def put(stored_as: uuid.UUID, content: bytes, part: Part = "") -> None:
    """Whole or not at all: written beside its place, on the disk before it goes there."""
    place = path_of(stored_as, part)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_name(f"{place.name}.new")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def take_away(stored_as: uuid.UUID) -> None:
    """For bytes whose row was never written."""
    path_of(stored_as).unlink(missing_ok=True)
    path_of(stored_as, ".thumb").unlink(missing_ok=True)
