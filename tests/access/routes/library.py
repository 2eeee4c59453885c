"""Rows of the addresses of the library: pieces, files, who works with them, and case studies of stories."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from academies.access import Permission
from academies.models import Academy
from tests import factories as make
from tests.access.routes.shape import Builder, Route, nothing, row_of
from tests.cast import World
from tests.worlds.library import DRAFTS, PIECES, TITLED

VIEW, WRITE, MANAGE = Permission.VIEW_TOOLKIT, Permission.WRITE_TOOLKIT, Permission.MANAGE_TOOLKIT
WORDS = {
    "kind": "guidance", "title": "How we argue", "summary": "In short.", "strand": "literacy", "phases": ["primary"],
    "body": "Say it first.", "whose": "trust",
}  # fmt: skip


def title(world: World, academy: Academy) -> str:
    return PIECES[academy.slug]


def read(name: str, kind: str, **more: Any) -> Route:
    """What everybody who reads the toolkit in the trust may open."""
    shape = {"args": row_of(kind), "scope": "anywhere", "seen_by": None, "names_academies": True, **more}
    return Route(f"toolkit:{name}", VIEW, **shape)


def written(name: str, kind: str = "piece", **more: Any) -> Route:
    """Of an academy's own, which every reader of the toolkit sees."""
    shape = {"args": row_of(kind), "seen_by": VIEW, "seen_scope": "anywhere", "names_academies": True, **more}
    return Route(f"toolkit:{name}", WRITE, **shape)


def using(name: str) -> Route:
    """Whoever writes for some academy of the trust is answered; for another academy than theirs, with the page."""
    return written(
        name, "trust piece", scope="anywhere", get=405, post=lambda w, a: {"academy": a.slug}, post_answers=(200, 302)
    )


def step_of(kind: str, step: str) -> Builder:
    return lambda world, academy: {"pk": world.of(kind, academy).pk, "step": step}


def an_upload(world: World, academy: Academy) -> dict[str, Any]:
    return {"files": SimpleUploadedFile("cards.pdf", make.document("Cards"), "application/pdf"), "says": "Cards"}


ROUTES: tuple[Route, ...] = (
    Route("toolkit:piece_list", VIEW, names_academies=True),
    Route("toolkit:piece_csv", VIEW, names_academies=True),
    Route("toolkit:piece_new", WRITE, post=lambda w, a: WORDS),
    Route("toolkit:piece_start", MANAGE, scope="whole_trust", get=405, post=nothing),
    read("piece_show", "piece", shows=title),
    read("piece_show", "case study", case="a case study"),
    read("piece_show", "trust piece", case="of the trust"),
    Route(
        "toolkit:piece_show", WRITE, args=row_of("draft piece"), seen_by=None, case="a draft", names_academies=True,
        shows=lambda w, a: DRAFTS[a.slug],
    ),
    written("piece_edit", post=lambda w, a: WORDS, shows=title),
    written("piece_edit", case="with a lesson more", post=lambda w, a: {**WORDS, "rows": "add lesson"},
            post_answers=200),
    Route(
        "toolkit:piece_edit", MANAGE, args=row_of("trust piece"), scope="whole_trust", seen_by=VIEW,
        seen_scope="anywhere", case="of the trust", post=lambda w, a: WORDS,
    ),
    Route(
        "toolkit:piece_step", WRITE, args=step_of("draft piece", "publish"), seen_by=None, get=405, post=nothing,
    ),
    written("piece_step", args=step_of("piece", "put_away"), case="of one that readers see", get=405, post=nothing),
    using("piece_adopt"),
    using("piece_adapt"),
    written("adoption_end", "adoption", post=lambda w, a: {"found": "It took too long."}),
    written("piece_file_add", get=405, post=an_upload),
    read("piece_file", "piece file", shows=lambda w, a: TITLED[a.slug]),
    written("piece_file_strike", "piece file", get=405, post=nothing),
    written("case_study_new", "taken story", get=405, post=nothing),
)  # fmt: skip
