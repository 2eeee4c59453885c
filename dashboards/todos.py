"""What this app puts on somebody's home page: a run that failed, and figures that are new."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Phase
from academies.providers import Todo, Weight
from accounts.models import User
from dashboards import cards
from dashboards import figure_tables as tables
from dashboards.models import GapRun, RunStatus
from dashboards.rules import Attention, attention, computed_says
from dashboards.selectors.gaps import AcademyRow, figures_of
from dashboards.selectors.looking import HEADLINES, Looking, look
from dashboards.sentences import gap_answer

NAMED = 2  # academies named on a home page at most
TROUBLE = (RunStatus.FAILED, RunStatus.PARTLY)


def run_todos(user: User, person: Person) -> Iterator[Todo]:
    """The last run, where it failed, for who sees runs. One query, or none."""
    if person.trust is None or not person.can(Permission.VIEW_RUNS):
        return
    runs = GapRun.objects.filter(trust=person.trust).visible_to(user)
    ended = runs.filter(status__in=(RunStatus.PUBLISHED, *TROUBLE)).first()
    if ended is not None and ended.status in TROUBLE:
        yield Todo(
            "The last gap run did not finish all it should. The figures before it stand."
            if ended.status == RunStatus.FAILED
            else "The last gap run left out measures that failed. Their earlier figures stand.",
            reverse("dashboards:run_show", args=[ended.pk]),
            "Its page says which measure failed, and why.",
            Weight.WAITING,
        )


def figure_todos(user: User, person: Person) -> Iterator[Todo]:
    """What the figures say, with the academies to go to first. Four queries, whatever the trust holds."""
    if person.trust is None or not person.can(Permission.VIEW_FIGURES):
        return
    # Everybody who reads a figure may know when it was computed.
    published = GapRun.objects.filter(trust=person.trust).published().order_by("-published_at").first()
    if published is None or published.published_at is None:
        return
    as_of = timezone.localtime(published.data_as_of) if published.data_as_of else None
    when = computed_says(timezone.localtime(published.published_at), as_of, timezone.localdate())
    own = [m.academy for m in person.here if m.academy is not None]
    alone = own[0] if len(own) == 1 and isinstance(own[0], Academy) else None
    looking = look(user, person.trust, {}, default_measures=(*headline_of(alone), *HEADLINES))
    found = figures_of(user, person, looking)
    year, where = looking.academic_year, f"at {alone.name}" if alone else ""
    now, before = (found.of(alone, y) if alone else found.whole(y) for y in (year, year - 1))
    period = f"{looking.year}, {looking.checkpoint.lower()}. {when}." if looking.slices else f"{when}."
    url = reverse("dashboards:academy", args=[alone.slug]) if alone else reverse("dashboards:trust")
    yield Todo(str(gap_answer(looking.measure, now, before, where=where)), url, period, Weight.KNOW)
    if alone is None:
        rows = found.rows(Academy.objects.visible_to(user).filter(trust=person.trust))
        for place in places_to_go(rows, looking)[:NAMED]:
            yield Todo(f"{place.says}.", place.url, place.note, Weight.KNOW)


def headline_of(academy: Academy | None) -> tuple[str, ...]:
    """The measure that an academy of this phase opens with."""
    return ("ks4_attainment8",) if academy is not None and academy.phase == Phase.SECONDARY else ()


def places_to_go(rows: Sequence[AcademyRow], looking: Looking) -> list[Attention]:
    """The academies to go to first, by the measure looked at."""
    short, measure = cards.names_of(rows), looking.measure
    found = (
        cards.standing(row, short[row.academy.name], tables.academy_url(row.academy.slug, looking.query))
        for row in rows
    )
    better = measure.direction == "higher"
    return attention(filter(None, found), higher_is_better=better, places=measure.decimals)
