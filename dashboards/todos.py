"""What this app puts on somebody's home page: a run that failed, and figures that are new."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Todo, Weight
from accounts.models import User
from dashboards.models import GapRun, RunStatus
from dashboards.rules import computed_says

TROUBLE = (RunStatus.FAILED, RunStatus.PARTLY)


def figure_todos(user: User, person: Person) -> Iterator[Todo]:
    """Two queries, whatever the trust holds."""
    if person.trust is None:
        return
    runs = GapRun.objects.visible_to(user).filter(trust=person.trust)
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
    if not person.can(Permission.VIEW_FIGURES):
        return
    # Everybody who reads a figure may know when it was computed.
    published = GapRun.objects.published().filter(trust=person.trust).order_by("-published_at").first()
    if published is None or published.published_at is None:
        return
    as_of = timezone.localtime(published.data_as_of) if published.data_as_of else None
    when = computed_says(timezone.localtime(published.published_at), as_of, timezone.localdate())
    own = [m.academy for m in person.here if m.academy is not None]
    if len(own) == 1 and isinstance(own[0], Academy):
        where, url = f"the gap at {own[0].name}", reverse("dashboards:academy", args=[own[0].slug])
    else:
        where, url = "the trust’s gaps, academy by academy", reverse("dashboards:trust")
    yield Todo(f"Read {where}.", url, f"{when}.", Weight.KNOW)
