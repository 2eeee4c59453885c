"""What the trust's leaders are told at home of all academies at once: who has no plan, where something is
off course, which stories wait for an answer, and where nobody has said for a year whether a theory held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.academy import academies_of
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_label, year_on
from plans.models import Action, Plan
from plans.models.action import Rag
from plans.todos.verdicts import silent
from toolkit.models import Story
from toolkit.models.story import StoryStatus

TOLD = ("unplanned", "off", "quiet", "offered", "story", "story_title")


def _asked(user: User, person: Person) -> Sequence[Asked]:
    """Nothing for who does not lead the trust."""
    if not person.can_trust_wide(Permission.MANAGE_PROGRAMME):
        return ()
    return (Asked(_academies(user, person, year_on(timezone.localdate())), also=TOLD),)


def _told(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Todo]:
    year = year_on(timezone.localdate())
    found = sorted(academies, key=lambda academy: academy.name)
    short = short_names({academy.name for academy in found})

    def where(name: str) -> list[str]:
        return [short[academy.name] for academy in found if getattr(academy, name)]

    url = reverse("plans:plan_list")
    yield from _stories(found)
    if without := where("unplanned"):
        has = "has" if len(without) == 1 else "have"
        yield Todo(
            f"{opened(len(without), 'academy', 'academies')} {has} no plan for {year_label(year)}: {listed(without)}.",
            f"{url}?actions=no_plan",
            "Their heads are told so too.",
        )
    if off := where("off"):
        yield Todo(
            f"Something is off course in {opened(len(off), 'plan').lower()}: {listed(off)}.",
            f"{url}?actions=red",
            "Read in a sentence why, and ask what would help.",
        )
    if quiet := where("quiet"):
        yield Todo(
            f"{opened(len(quiet), 'academy has', 'academies have')} worked by a theory of action for a year without "
            "saying whether it held.",
            f"{reverse('plans:theories_in_use')}?verdict=silent",
            f"{listed(quiet)}.",
            Weight.KNOW,
        )


trust_plan_todos = JoinedTodos(_asked, _told)


def _academies(user: User, person: Person, year: int) -> QuerySet[Academy]:
    """Open ones, each with what is to be told of it."""
    plans = Plan.objects.visible_to(user).filter(academy=OuterRef("pk"), academic_year=year)
    red = Action.objects.visible_to(user).open().filter(
        priority__plan__academy=OuterRef("pk"), priority__plan__academic_year=year, rag=Rag.RED
    )  # fmt: skip
    waiting = Story.objects.editable_by(user).filter(academy=OuterRef("pk"), status=StoryStatus.OFFERED)
    counted = waiting.order_by().values("academy").annotate(n=Count("pk")).values("n")
    return (
        academies_of(user, person.trust)
        .open()
        .annotate(
            unplanned=~Exists(plans),
            off=Exists(red),
            quiet=Exists(silent(user).filter(plan__academy=OuterRef("pk"))),
            offered=Subquery(counted),
            story=Subquery(waiting.order_by("offered_at", "pk").values("pk")[:1]),
            story_title=Subquery(waiting.order_by("offered_at", "pk").values("title")[:1]),
        )
        .filter(Q(unplanned=True) | Q(off=True) | Q(quiet=True) | Q(offered__gt=0))
    )


def _stories(found: Sequence[Academy]) -> Iterator[Todo]:
    offering = [academy for academy in found if academy.offered]  # type: ignore[attr-defined]
    n = sum(academy.offered for academy in offering)  # type: ignore[attr-defined]
    if n == 1:
        (academy,) = offering
        yield Todo(
            f"{academy} offers a story: {academy.story_title.rstrip('.')}.",  # type: ignore[attr-defined]
            reverse("toolkit:story_answer", args=[academy.story]),  # type: ignore[attr-defined]
            "Take it into the toolkit, or say what would make it stronger.",
            Weight.WAITING,
        )
    elif n:
        yield Todo(
            f"{opened(n, 'story waits', 'stories wait')} for your answer.",
            f"{reverse('toolkit:story_list')}?state=offered",
            f"From {listed([academy.name for academy in offering])}.",
            Weight.WAITING,
        )
