"""What is held of one pupil, and how it came to be what it is: for whoever answers a parent, or looks for a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import models

from academies.models import Trust
from academies.row_scope import row_scope
from accounts.models import User
from celt.lib.terms import year_label
from pupils.measures import assessment
from pupils.models import Attendance, Enrolment, Pupil, Result
from stewardship.rules.history import came_from, changes, kept_fields
from stewardship.selectors.history import DONE, State, event_of, people_of
from stewardship.services.erasure import pupil_academies

Names = Mapping[tuple[type[models.Model], Any], str]
# Told by the import itself.
LEFT_OUT = frozenset({"batch", "pupil", "enrolment"})


@dataclass(frozen=True)
class PupilRows:
    """By kind, the rows that somebody may see. `names`: what other records are called that these point to."""

    groups: tuple[tuple[type[models.Model], tuple[Any, ...]], ...]
    names: Names

    def __len__(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


@dataclass(frozen=True)
class PupilHistory:
    """The newest change first."""

    states: tuple[State, ...]


def rows_of_pupil(user: User, trust: Trust, upn: str) -> PupilRows | None:
    """Within a scope of the person's academies; None where there is no such pupil among them."""
    pupil = Pupil.objects.visible_to(user).filter(trust=trust, upn__iexact=upn.strip()).first()
    if pupil is None:
        return None
    enrolments = tuple(Enrolment.objects.visible_to(user).filter(pupil=pupil).select_related("academy"))
    of_theirs = {"enrolment__in": enrolments}
    results = tuple(Result.objects.visible_to(user).filter(**of_theirs).select_related("checkpoint"))
    attendance = tuple(Attendance.objects.visible_to(user).filter(**of_theirs))
    return PupilRows(
        groups=((Pupil, (pupil,)), (Enrolment, enrolments), (Result, results), (Attendance, attendance)),
        names={(type(e.academy), e.academy_id): e.academy.name for e in enrolments}
        | {(type(r.checkpoint), r.checkpoint_id): str(r.checkpoint) for r in results},
    )


def pupil_history(user: User, trust: Trust, upn: str) -> PupilHistory | None:
    """What was changed of the rows that are there today. Rows that an undone import took with it stand with the
    import."""
    with row_scope(pupil_academies(user, trust)):
        held = rows_of_pupil(user, trust, upn)
        if held is None:
            return None
        kept = [(model, rows, _events(model, rows)) for model, rows in held.groups]
        people = people_of([event for _, _, events in kept for event in events], (trust,))
        states = [state for group in kept for state in _states(*group, held, people)]
    return PupilHistory(tuple(sorted(states, key=lambda state: state.at, reverse=True)))


def _events(model: type[models.Model], rows: Sequence[Any]) -> list[dict[str, Any]]:
    event: Any = event_of(model)
    columns = ("pgh_obj_id", "pgh_label", "pgh_created_at", "pgh_context__metadata")
    fields = [field.attname for field in _fields(model)]
    found = event._default_manager.filter(pgh_obj__in=[row.pk for row in rows]).order_by("pgh_id")
    return list(found.values(*columns, *fields))


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    event = event_of(model)
    return [field for field in kept_fields(model, event) if field.name not in LEFT_OUT] if event else []


def _states(
    model: type[models.Model],
    rows: Sequence[Any],
    events: Sequence[Mapping[str, Any]],
    held: PupilRows,
    people: Mapping[int, tuple[str, str]],
) -> Iterator[State]:
    """Row by row, the newest first. Each event holds what was before it; what came after stands in the next, or in the
    row."""
    fields = _fields(model)
    enrolments = {enrolment.pk: enrolment for enrolment in held.groups[1][1]}
    for row in rows:
        now = {field.attname: field.value_from_object(row) for field in fields}
        mine = [event for event in events if event["pgh_obj_id"] == row.pk]
        for before, after in reversed(list(pairwise([*mine, now]))):
            if told := changes(fields, before, after, held.names):
                who, role = people.get((before["pgh_context__metadata"] or {}).get("user") or 0, ("", ""))
                yield State(
                    done=DONE[before["pgh_label"]],
                    at=before["pgh_created_at"],
                    who=who,
                    role=role,
                    came_from=came_from(before["pgh_context__metadata"]),
                    changes=told,
                    of=_called(row, enrolments),
                )


def _called(row: Any, enrolments: Mapping[int, Enrolment]) -> str:
    """'Enrolment 2025/26, Heronwick', and so on; of the pupil, nothing that names them."""
    if isinstance(row, Pupil):
        return "Name and number"
    enrolment = row if isinstance(row, Enrolment) else enrolments[row.enrolment_id]
    where = f"{year_label(enrolment.academic_year)}, {enrolment.academy.name}"
    if isinstance(row, Result):
        return f"{assessment(row.assessment).title}, {row.checkpoint} {where}"
    return f"{row.get_term_display()} attendance {where}" if isinstance(row, Attendance) else f"Enrolment {where}"
