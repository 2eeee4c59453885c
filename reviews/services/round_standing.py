"""How a round stands, as its rules ask it: counted over all that it holds, whoever asks. Hands out no row."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from academies.models.academy import Status
from reviews.models import NextWork, Round, RoundClassroom, RoundGroup, RoundNote, RoundVisitor
from reviews.rules.round import Standing
from reviews.services.standing import how_many


def round_standing(round: Round) -> Standing:
    """One query. `round` comes with its host. A pattern over no note that stands is none."""
    visitors = RoundVisitor.objects.current().filter(round=OuterRef("pk"))
    notes = RoundNote.objects.standing().filter(round=OuterRef("pk"))
    noted = RoundNote.objects.standing().filter(group=OuterRef("pk"))
    patterns = RoundGroup.objects.standing().exclude(pattern="").filter(Exists(noted), round=OuterRef("pk"))
    work = NextWork.objects.standing().filter(round=OuterRef("pk"))
    row = (
        Round.objects.filter(pk=round.pk)
        .values(
            leads=Exists(visitors.filter(facilitates=True)),
            come=how_many(visitors),
            rooms=how_many(RoundClassroom.objects.standing().filter(round=OuterRef("pk"))),
            wrote=how_many(notes),
            see=how_many(patterns),
            work=how_many(work),
            unread=how_many(work.filter(outcome="")),
        )
        .get()
    )
    return Standing(
        round.state,  # type: ignore[arg-type]
        host_open=round.host.status == Status.OPEN,
        has_facilitator=row["leads"],
        visitors=row["come"],
        classrooms=row["rooms"],
        notes=row["wrote"],
        patterns=row["see"],
        prediction=bool(round.prediction.strip()),
        next_work=row["work"],
        unread=row["unread"],
    )
