"""Where the bytes of files lie: private folders that no address reaches, under names that say nothing.

FILES = Folder("reviews")
FILES.put(stored_as, content)
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings

Part = Literal["", ".thumb"]


@dataclass(frozen=True, slots=True)
class Folder:
    """`name`: within MEDIA_ROOT. `part`: the file itself, or a photo's small picture."""

    name: str

    def path_of(self, stored_as: uuid.UUID, part: Part = "") -> Path:
        return Path(settings.MEDIA_ROOT) / self.name / f"{stored_as.hex}{part}"

    def put(self, stored_as: uuid.UUID, content: bytes, part: Part = "") -> None:
        """Whole or not at all: written beside its place, on the disk before it goes there."""
        place = self.path_of(stored_as, part)
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

    def take_away(self, stored_as: uuid.UUID) -> None:
        """For bytes whose row was never written."""
        self.path_of(stored_as).unlink(missing_ok=True)
        self.path_of(stored_as, ".thumb").unlink(missing_ok=True)
