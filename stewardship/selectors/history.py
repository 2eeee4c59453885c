"""The history of one record, for whoever may read the record and its history."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from academies.access import Permission, Role, held, user_can
from academies.models import Academy, Membership, Trust
from accounts.models import User
from stewardship.rules.circles import CIRCLES, NEVER, NEVER_APPS, PUPIL_ROWS
from stewardship.rules.history import Change, came_from, capital, changes, kept_fields
from stewardship.rules.pages import page_of

OURS = frozenset(
    {"academies", "pupils", "toolkit", "reviews", "plans", "dashboards", "checkpoints", "readers", "stewardship"}
)
STATES_A_PAGE = 30
Places = tuple[Academy | Trust, ...]
DONE = {"insert": "Made", "update": "Changed", "delete": "Deleted"}


@dataclass(frozen=True, slots=True)
class State:
    """One change: what was done, when, by whom in which role, from where, and what it changed. `of`: which record, on a
    page of several."""

    done: str
    at: datetime.datetime
    who: str
    role: str
    came_from: str
    changes: tuple[Change, ...]
    of: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    answer: str
    kind: str
    title: str
    url: str
    states: tuple[State, ...]
    page: Page[Any]
    since: str
    """Why earlier states are not shown; empty where all are."""


def readable(user: User, app: str, name: str, pk: str) -> models.Model:
    """The record where the person may read it and its history; 404 otherwise, whichever of the two they lack."""
    model = _model(app, name)
    record: models.Model | None = _visible(model, user).filter(pk=_number(model, pk)).first()
    if record is None or not may_read_history(user, record):
        raise Http404
    return record


def may_read_history(user: User, record: models.Model) -> bool:
    places, circle = places_of(record), CIRCLES.get(record._meta.label)
    if circle and not circle.field and not _holds(user, circle.permission, places):
        return False
    return _holds(user, Permission.READ_HISTORY, places)


def _holds(user: User, permission: Permission, places: Places) -> bool:
    """At one of the academies, or, of what belongs to the trust as a whole, anywhere in it."""
    return any(
        user_can(user, permission, academy=place)
        if isinstance(place, Academy)
        else held(user, permission).filter(trust=place).exists()
        for place in places
    )


def has_history(model: type[models.Model]) -> bool:
    """Whether a page shows the history of such records at all."""
    label = model._meta.label
    return (
        label not in NEVER
        and label not in PUPIL_ROWS
        and model._meta.app_label not in NEVER_APPS
        and event_of(model) is not None
        and narrowing(model) is not None
    )


def event_of(model: type[models.Model]) -> type[models.Model] | None:
    """The model of its history."""
    return next((each.related_model for each in model._meta.related_objects if each.name == "events"), None)


def narrowing(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]] | None:
    """The keys that lead from a part to the record that narrows itself; none for one that does so itself."""
    if hasattr(model._default_manager.all(), "visible_to"):
        return []
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            further = narrowing(field.related_model)
            if further is not None:
                return [field, *further]
    return None


def places_of(record: models.Model) -> Places:
    """The academy that a record is of, or both of an agreement's, or else the trust."""
    if isinstance(record, Academy | Trust):
        return (record,)
    keys = [field for field in record._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    for target in (Academy, Trust):
        named = [key for key in keys if key.related_model is target and key.value_from_object(record) is not None]
        if named:
            return tuple(getattr(record, key.name) for key in named)
    for key in keys:
        # What it belongs to, not what it merely mentions.
        if not key.null and key.related_model is not User and (whole := getattr(record, key.name, None)) is not None:
            places = places_of(whole)
            if places:
                return places
    return ()


def _model(app: str, name: str) -> type[models.Model]:
    try:
        model = apps.get_model(app, name)
    except LookupError as error:
        raise Http404 from error
    if app not in OURS or not has_history(model):
        raise Http404
    return model


def _number(model: type[models.Model], pk: str) -> Any:
    try:
        return model._meta.pk.to_python(pk)
    except Exception as error:
        raise Http404 from error


def _visible(model: type[models.Model], user: User) -> models.QuerySet[Any]:
    way = narrowing(model) or []
    whole = way[-1].related_model if way else model
    rows: Any = whole._default_manager.all()
    seen = rows.visible_to(user)
    if hasattr(rows, "told_to"):
        # Who may know of a record is not always told what it says, and the history tells all of that.
        told = Q(pk__in=rows.told_to(user).values("pk"))
        if hasattr(rows, "editable_by"):
            told |= Q(pk__in=rows.editable_by(user).values("pk"))
        seen = seen.filter(told)
    if not way:
        return seen  # type: ignore[no-any-return]
    path = "__".join(field.name for field in way)
    return model._default_manager.filter(**{f"{path}__in": seen.values("pk")})


def history_page(user: User, record: models.Model, number: str) -> HistoryPage:
    """The record's states, the newest first. Queries: the page and its edge, its people and roles, and one for each
    kind of record that a state points to."""
    model = type(record)
    event: Any = event_of(model)
    places = places_of(record)
    fields = kept_fields(model, event)
    rows = event._default_manager.filter(pgh_obj_id=record.pk).order_by("-pgh_id")
    since = _since(user, record, places, event)
    if since is not None:
        rows = rows.filter(pgh_id__gte=since)
    columns = ("pgh_id", "pgh_label", "pgh_created_at", "pgh_context__metadata", *(f.attname for f in fields))
    page = Paginator(rows.values(*columns), STATES_A_PAGE).get_page(number)
    # One more, which the oldest of the page is compared with.
    start = page.start_index() - 1 if page.paginator.count else 0
    found = list(rows.values(*columns)[start : start + STATES_A_PAGE + 1])
    names = _names(user, fields, found)
    people = people_of(found, places)
    states = tuple(
        _state(row, found[at + 1] if at + 1 < len(found) else None, fields, names, people)
        for at, row in enumerate(found[:STATES_A_PAGE])
    )
    kind = str(model._meta.verbose_name)
    return HistoryPage(
        answer=f"{capital(kind)}: {record}",
        kind=kind,
        title=str(record),
        url=page_of(record),
        states=states,
        page=page,
        since="What was written before others were let read it is for those who wrote it." if since is not None else "",
    )


def _since(user: User, record: models.Model, places: Places, event: Any) -> int | None:
    """From which state on this person reads; None for all of them."""
    circle = CIRCLES.get(record._meta.label)
    if circle is None or not circle.field or _holds(user, circle.permission, places):
        return None
    told = event._default_manager.filter(pgh_obj_id=record.pk, **{f"{circle.field}__in": sorted(circle.told)})
    first: int | None = told.order_by("pgh_id").values_list("pgh_id", flat=True).first()
    return first if first is not None else 2**31 - 1


def _state(
    row: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    fields: list[models.Field[Any, Any]],
    names: Mapping[tuple[type[models.Model], Any], str],
    people: Mapping[int, tuple[str, str]],
) -> State:
    metadata = row["pgh_context__metadata"] or {}
    who, role = people.get(metadata.get("user") or 0, ("", ""))
    label = row["pgh_label"]
    return State(
        done=DONE.get(label, capital(label)),
        at=row["pgh_created_at"],
        who=who,
        role=role,
        came_from=came_from(metadata),
        changes=() if label == "delete" else changes(fields, before, row, names),
    )


def people_of(found: Iterable[Mapping[str, Any]], places: Places) -> dict[int, tuple[str, str]]:
    """Name and role of whoever changed something: the roles of today at the record's place."""
    told = ((row["pgh_context__metadata"] or {}).get("user") for row in found)
    wanted = {who for who in told if who is not None}
    if not wanted:
        return {}
    trusts = {place.trust_id if isinstance(place, Academy) else place.pk for place in places}
    today = timezone.localdate()
    roles: dict[int, list[str]] = {}
    for user, role, ends in Membership.objects.filter(user__in=wanted, trust__in=trusts).values_list(
        "user", "role", "ends"
    ):
        roles.setdefault(user, []).append(
            Role(role).label if ends is None or ends >= today else f"{Role(role).label} until {ends:%Y}"
        )
    return {
        user.pk: (str(user), ", ".join(dict.fromkeys(roles.get(user.pk, []))))
        for user in User.objects.filter(pk__in=wanted)
    }


def _names(
    user: User, fields: Iterable[models.Field[Any, Any]], found: Iterable[Mapping[str, Any]]
) -> dict[tuple[type[models.Model], Any], str]:
    """What the records are called that the states point to: those that this person may read."""
    rows = list(found)
    wanted: dict[type[models.Model], set[Any]] = {}
    for field in fields:
        if isinstance(field.related_model, type):
            wanted.setdefault(field.related_model, set()).update(row[field.attname] for row in rows)
    names: dict[tuple[type[models.Model], Any], str] = {}
    for other, numbers in wanted.items():
        numbers.discard(None)
        way = narrowing(other)
        if not numbers or (other is not User and way is None):
            continue
        near = [f.name for f in other._meta.concrete_fields if isinstance(f, models.ForeignKey)]
        readable_rows = other._default_manager.all() if other is User else _visible(other, user)
        for each in readable_rows.filter(pk__in=numbers).select_related(*near):
            names[other, each.pk] = str(each)
    return names
