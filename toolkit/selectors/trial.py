"""What colleagues found who tried a practice, as somebody may read it."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, roles_with
from academies.models import Membership
from academies.models.academy import Status as AcademyStatus
from accounts.models import User
from celt.ui.parts import Status, Tone
from toolkit.models import Trial
from toolkit.models.trial import Became, TrialQuerySet
from toolkit.rules.in_use import Counts

TONES: dict[str, Tone] = {Became.TRIED: "busy", Became.KEPT: "good", Became.ADAPTED: "good", Became.DROPPED: "warn"}
FIELD_OF: dict[str, str] = {
    Became.TRIED: "trying",
    Became.KEPT: "kept",
    Became.ADAPTED: "adapted",
    Became.DROPPED: "dropped",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """One trial in its writer's words. `who`: their name where they show it and the reader is a colleague."""

    pk: int
    practice: int
    became: str
    found: str
    where: str
    place: str
    who: str
    day: datetime.date
    mine: bool

    @property
    def status(self) -> Status:
        return Status(Became(self.became).label, TONES[self.became])

    @property
    def url(self) -> str:
        return reverse("toolkit:trial_edit", args=[self.pk])

    @property
    def by(self) -> str:
        """'Eleri Whitcombe, Porthmelyan Primary, Year 4 maths'."""
        return ", ".join(filter(None, ("You" if self.mine else self.who, self.place, self.where)))


def reads_words(person: Person) -> bool:
    """Colleagues read what was found; who governs, and coaches from outside, read the numbers."""
    return person.can(Permission.TRY_PRACTICES)


def newest_trials(
    user: User, person: Person, practices: Collection[int], since: datetime.date | None = None
) -> list[Trial]:
    """Each colleague's newest word on each practice at open academies, the newest first. `stays`: whoever wrote it
    still works in the trust. One query."""
    works = Membership.objects.current().filter(
        user=OuterRef("by"), trust=OuterRef("academy__trust"), role__in=roles_with(Permission.TRY_PRACTICES)
    )
    found: TrialQuerySet = Trial.objects.visible_to(user).filter(
        practice__in=list(practices),
        academy__trust=person.trust,
        academy__status=AcademyStatus.OPEN,
        withdrawn_at__isnull=True,
    )
    newest = found.order_by("practice_id", "academy_id", "by_id", "-at", "-pk").distinct(
        "practice_id", "academy_id", "by_id"
    )
    rows = [
        trial
        for trial in newest.select_related("academy", "by").annotate(stays=Exists(works))
        if since is None or timezone.localdate(trial.at) >= since
    ]
    return sorted(rows, key=lambda trial: (trial.at, trial.pk), reverse=True)


def voice_of(user: User, person: Person, trial: Trial) -> Voice:
    """`trial` as `newest_trials` reads it. No query."""
    named = trial.named and trial.stays and reads_words(person)  # type: ignore[attr-defined]
    return Voice(
        pk=trial.pk,
        practice=trial.practice_id,
        became=trial.became,
        found=trial.found,
        where=trial.where,
        place=trial.academy.name,
        who=trial.by.full_name if named else "",
        day=timezone.localdate(trial.at),
        mine=trial.by_id == user.pk,
    )


def counted_trial(trial: Trial) -> Counts:
    return Counts(**{FIELD_OF[trial.became]: 1})
