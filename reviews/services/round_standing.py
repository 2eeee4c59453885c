"""How a round stands, as its rules ask it: counted over all that it holds, whoever asks. Hands out no row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef

from academies.models.academy import Status
from celt.lib.counting import how_many
from reviews.models import NextWork, Round, RoundClassroom, RoundGroup, RoundNote, RoundVisitor
from reviews.rules.round import Standing


def round_standing(round: Round) -> Standing:
    """One query. `round` comes with its host."""
    return standing_from(round, Round.objects.filter(pk=round.pk).values(**round_counts()).get())


def round_counts() -> dict[str, Any]:
    """What `standing_from` takes, to annotate rounds with. A pattern over no note that stands is none."""
    visitors = RoundVisitor.objects.current().filter(round=OuterRef("pk"))
    noted = RoundNote.objects.standing().filter(group=OuterRef("pk"))
    patterns = RoundGroup.objects.standing().exclude(pattern="").filter(Exists(noted), round=OuterRef("pk"))
    work = NextWork.objects.standing().filter(round=OuterRef("pk"))
    return {
        "n_facilitators": how_many(visitors.filter(facilitates=True)),
        "n_visitors": how_many(visitors),
        "n_classrooms": how_many(RoundClassroom.objects.standing().filter(round=OuterRef("pk"))),
        "n_notes": how_many(RoundNote.objects.standing().filter(round=OuterRef("pk"))),
        "n_patterns": how_many(patterns),
        "n_work": how_many(work),
        "n_unread": how_many(work.filter(outcome="")),
    }


def standing_from(round: Round, counts: Mapping[str, Any]) -> Standing:
    """No query. `round` comes with its host."""
    return Standing(
        round.state,  # type: ignore[arg-type]
        host_open=round.host.status == Status.OPEN,
        has_facilitator=bool(counts["n_facilitators"]),
        visitors=counts["n_visitors"],
        classrooms=counts["n_classrooms"],
        notes=counts["n_notes"],
        patterns=counts["n_patterns"],
        prediction=bool(round.prediction.strip()),
        next_work=counts["n_work"],
        unread=counts["n_unread"],
    )
