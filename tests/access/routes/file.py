"""Rows of the addresses of a review's photos and files, with real ones sent and read."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from academies.access import Permission
from academies.models import Academy
from tests import factories as make
from tests.access.routes.shape import Route, row_of
from tests.cast import World
from tests.worlds.file import PICTURED, TITLED

RUNS, KNOWS = Permission.RUN_REVIEWS, Permission.VIEW_REVIEWS


def an_upload(world: World, academy: Academy) -> dict[str, Any]:
    return {"files": SimpleUploadedFile("IMG_0001.jpg", make.photo(size=(90, 60)), "image/jpeg")}


def a_line(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "A shelf of books, sorted by sound."}


REVIEW, PHOTO, DOCUMENT = row_of("review gathering"), row_of("own photo"), row_of("own document")
# As notes: leaders of the academy know of the review; its photos and files are for the team alone.
ROUTES: tuple[Route, ...] = (
    Route("reviews:file_add", RUNS, args=REVIEW, seen_by=KNOWS, post=an_upload),
    Route("reviews:file_show", RUNS, args=PHOTO, seen_by=None, case="a photo", shows=lambda w, a: PICTURED[a.slug]),
    Route("reviews:file_show", RUNS, args=DOCUMENT, seen_by=None, case="a PDF", shows=lambda w, a: TITLED[a.slug]),
    Route("reviews:file_thumb", RUNS, args=PHOTO, seen_by=None, shows=lambda w, a: PICTURED[a.slug]),
    Route(
        "reviews:file_caption", RUNS, args=PHOTO, seen_by=None, post=a_line, shows=lambda w, a: PICTURED[a.slug]
    ),
    Route("reviews:file_strike", RUNS, args=PHOTO, seen_by=None, get=405, post=lambda w, a: {}),
)  # fmt: skip
