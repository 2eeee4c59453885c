"""A story that was taken into the toolkit, made into a case study of its academy."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from academies.models.academy import Phase
from accounts.models import User
from toolkit.models import Piece, Story, Strand, TaughtPhase
from toolkit.models.library import PieceKind
from toolkit.models.story import StoryStatus
from toolkit.services.piece import start_piece

NOT_TAKEN = "Only a story that stands in the toolkit is made a case study."
SUMMARY = 300
PHASES: dict[str, list[str]] = {
    Phase.PRIMARY: [TaughtPhase.PRIMARY],
    Phase.SECONDARY: [TaughtPhase.SECONDARY],
    Phase.ALL_THROUGH: [TaughtPhase.PRIMARY, TaughtPhase.SECONDARY],
}
BODY = """## What we did, and what came of it

{says}

## Where, and for whom


## What it took


## What we would do differently

"""


@transaction.atomic
def make_case_study(*, by: User, story: Story) -> Piece:
    """A draft with the story's words, which the academy and the trust's leaders go on with. A story makes one; who asks
    again is led to it. Raises PermissionDenied or ValidationError."""
    seen = Story.objects.visible_to(by).select_related("academy__trust", "theory").filter(pk=story.pk).first()
    if seen is None:
        raise PermissionDenied("Case studies are made of stories that you may read.")
    if seen.status != StoryStatus.TAKEN:
        raise ValidationError(NOT_TAKEN)
    if here := Piece.objects.editable_by(by).filter(story=seen).first():
        return here
    try:
        with transaction.atomic():
            return start_piece(
                by=by, trust=seen.academy.trust, academy=seen.academy, story=seen, kind=PieceKind.CASE_STUDY,
                title=seen.title, summary=shortened(seen.says), body=BODY.format(says=seen.says.strip()),
                strand=Strand.CULTURE, phases=PHASES.get(seen.academy.phase, [TaughtPhase.PRIMARY]),
            )  # fmt: skip
    except IntegrityError:
        # A colleague pressed the button a moment before.
        return Piece.objects.editable_by(by).get(story=seen)


def shortened(says: str) -> str:
    """The first sentences that fit a summary."""
    text = " ".join(says.split())
    if len(text) <= SUMMARY:
        return text
    cut = text[: SUMMARY - 1]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? "))
    return cut[: end + 1] if end > 60 else f"{cut.rpartition(' ')[0]}…"
