"""A form may send so many files at once; what comes beyond is read past, and the page says so.

    taken, left = given_files(request, "files")    # `left`: the names of those that were not taken in

Otherwise two hundred photos chosen by mistake would fill the disk, or be answered with an empty error page.
"""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest


class LeftOut(UploadedFile):  # type: ignore[type-arg]
    """Stands for a file whose bytes nobody kept."""


class SoManyFiles(FileUploadHandler):
    """Stands before Django's own handlers in FILE_UPLOAD_HANDLERS."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.arrived = 0

    @property
    def beyond(self) -> bool:
        return self.arrived > settings.FILES_AT_ONCE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.arrived += 1
        if self.beyond:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None if self.beyond else raw_data

    def file_complete(self, file_size: int) -> LeftOut | None:
        return LeftOut(io.BytesIO(), self.file_name, self.content_type, 0) if self.beyond else None


def given_files(request: HttpRequest, field: str) -> tuple[list[UploadedFile[Any]], list[str]]:
    """The files of a field that were taken in, and the names of those that were not."""
    every = request.FILES.getlist(field)
    left = [file.name or "" for file in every if isinstance(file, LeftOut)]
    return [file for file in every if not isinstance(file, LeftOut)], left
