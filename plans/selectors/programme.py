"""The trust's programme of stages, with how many academies are in each and have logged under each activity."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from academies.models import Trust
from academies.models.academy import Status
from accounts.models import User
from celt.lib.sentences import opened
from plans.models import Passage, Stage, StageActivity
from plans.models.journey import ActivityState
from plans.rules.drift import expected_words


@dataclass(frozen=True)
class ActivityRow:
    activity: StageActivity
    logged: int
    done: int


@dataclass(frozen=True)
class StageRow:
    stage: Stage
    academies: int
    in_use: list[ActivityRow]
    put_away: list[ActivityRow]

    @property
    def academies_say(self) -> str:
        told = (
            opened(self.academies, "open academy is", "open academies are") if self.academies else "No open academy is"
        )
        return f"{told} in it now."

    @property
    def expected(self) -> str:
        return expected_words(self.stage.shortest_terms, self.stage.longest_terms)


@dataclass(frozen=True)
class ProgrammePage:
    stages: list[StageRow]

    @property
    def answer(self) -> str:
        if not self.stages:
            return "The trust has not set its three stages yet."
        activities = sum(len(row.in_use) for row in self.stages)
        return f"Three stages with {activities} activities, which every academy of the trust goes through."


def programme_page(user: User, trust: Trust | None) -> ProgrammePage:
    """Three queries."""
    stages = list(Stage.objects.visible_to(user).filter(trust=trust))
    open_here = Passage.objects.visible_to(user).filter(
        academy__trust=trust, academy__status=Status.OPEN, closed_on__isnull=True
    )
    here = {row["stage"]: row["n"] for row in open_here.order_by().values("stage").annotate(n=Count("pk"))}
    logged = Count("progress", filter=~Q(progress__state=ActivityState.NOT_STARTED))
    done = Count("progress", filter=Q(progress__state=ActivityState.DONE))
    rows: dict[int, list[ActivityRow]] = {stage.pk: [] for stage in stages}
    activities = StageActivity.objects.visible_to(user).filter(stage__in=stages).annotate(n_logged=logged, n_done=done)
    for activity in activities.order_by("order", "pk"):
        row = ActivityRow(activity, activity.n_logged, activity.n_done)  # type: ignore[attr-defined]
        rows[activity.stage_id].append(row)
    return ProgrammePage(
        [
            StageRow(
                stage,
                here.get(stage.number, 0),
                [row for row in rows[stage.pk] if row.activity.archived_at is None],
                [row for row in rows[stage.pk] if row.activity.archived_at is not None],
            )
            for stage in stages
        ]
    )
