"""What this app puts on somebody's home page: files that wait for a yes, and results that are missing."""

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Todo, Weight
from accounts.models import User
from celt.lib.sentences import listed, opened
from celt.lib.terms import year_label
from pupils.models import Coverage, ImportBatch
from pupils.models.batch import ImportStatus


def file_todos(user: User, person: Person) -> Iterator[Todo]:
    """Three queries, whatever the trust holds."""
    if person.trust is None or not person.can(Permission.IMPORT_DATA):
        return
    waiting = ImportBatch.objects.visible_to(user).filter(trust=person.trust, status=ImportStatus.PREVIEWED).count()
    if waiting:
        yield Todo(
            f"{opened(waiting, 'file waits', 'files wait')} for your yes or no.",
            reverse("pupils:batch_list"),
            f"{'It was' if waiting == 1 else 'Each was'} read and shows what it would change. Nothing is written yet.",
            Weight.WAITING,
        )
    latest = (
        Coverage.objects.visible_to(user)
        .filter(academy__trust=person.trust, checkpoint__isnull=False)
        .select_related("checkpoint")
        .order_by("-academic_year", "-checkpoint__position", "-pk")
        .first()
    )
    if latest is None or latest.checkpoint is None:
        yield Todo(
            "No results are here yet. Bring in the first file.",
            reverse("pupils:upload"),
            "Pupils first, then their results and attendance. Each file is shown before anything is written.",
            Weight.WAITING,
        )
        return
    given = Coverage.objects.visible_to(user).filter(
        academic_year=latest.academic_year, checkpoint=latest.checkpoint_id
    )
    missing = list(
        Academy.objects.visible_to(user)
        .open()
        .filter(trust=person.trust)
        .exclude(pk__in=given.values("academy"))
        .values_list("name", flat=True)
    )
    if missing:
        what = f"{latest.checkpoint.name} {year_label(latest.academic_year)} results"
        yield Todo(
            f"{opened(len(missing), 'academy has', 'academies have')} not handed in {what}.",
            f"{reverse('pupils:coverage')}?year={latest.academic_year}&checkpoint={latest.checkpoint_id}",
            f"{listed(missing)}.",
        )
