"""A form may send so many files at once; those beyond are passed over as they arrive, and the page says so.

    left = left_out(request)    # the names of those that were not taken in

Otherwise a hundred photos chosen by mistake would fill the disk, or be answered with an empty error page.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class SoManyFiles(FileUploadHandler):
    """Stands before Django's own handlers in FILE_UPLOAD_HANDLERS."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.arrived = 0

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        self.arrived += 1
        if self.arrived > settings.FILES_AT_ONCE:
            left_out(self.request).append(file_name)
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def left_out(request: Any) -> list[str]:
    """The names of the files that were passed over."""
    if not hasattr(request, "files_left_out"):
        request.files_left_out = []
    left: list[str] = request.files_left_out
    return left
