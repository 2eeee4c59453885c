"""What plans keep by a term's days: a term that is over does not move under it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from academies.models import Trust
from academies.models.term import TermName
from celt.lib.sentences import counted
from celt.lib.terms import year_label
from plans.models import SelfEvaluation, Snapshot, TwinTrack


def kept_by_terms(trust: Trust, year: int) -> Mapping[str, list[str]]:
    """Snapshots taken at a term's end, self-evaluations of the term and words on how it was led. Three queries."""
    found: dict[str, list[str]] = {}
    titles = {f"End of the {name.label.lower()} term {year_label(year)}": name.value for name in TermName}
    taken = Snapshot.objects.filter(plan__academy__trust=trust, taken_by__isnull=True, title__in=titles)
    for title, number in taken.order_by().values_list("title").annotate(Count("pk")):
        found.setdefault(titles[title], []).append(counted(number, "snapshot of a plan", "snapshots of plans"))
    for model, one, many in (
        (SelfEvaluation, "self-evaluation", "self-evaluations"),
        (TwinTrack, "entry on leadership", "entries on leadership"),
    ):
        rows = model.objects.filter(academy__trust=trust, academic_year=year).order_by()
        for term, number in rows.values_list("term").annotate(Count("pk")):
            found.setdefault(term, []).append(counted(number, one, many))
    return found
