"""What the product holds of one person or one pupil, as a file: JSON for machines, HTML to read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from academies.models import Trust
from academies.reader_scope import reading_as
from academies.row_scope import row_scope
from accounts.models import User
from coaching.models import Cycle, Visit
from coaching.models.visit import VisitState
from stewardship.rules.history import SECRET, capital, words
from stewardship.rules.register import kept_models
from stewardship.selectors.pupil_rows import rows_of_pupil
from stewardship.services.erasure import pupil_academies

Row = dict[str, Any]
Part = dict[str, Any]  # title, rows: what one kind of record says of the subject
# A key or a machine's own; it would open something, or says nothing.
NEVER = frozenset({"mfa", "sessions", "account", "socialaccount", "usersessions"})
# What a coach still writes about a visit is the coachee's to read once it is given.
UNGIVEN = (VisitState.OBSERVING, VisitState.OBSERVED)
FEEDBACK = ("praise", "question")


def own_export(*, user: User) -> bytes:
    """All that names this person. Coaching is read as they alone may read it, feedback once it is given. Of a record
    that they may no longer read stands what it is and what they were in it, and not what it says."""
    with reading_as(user):
        parts = [_part(User, [_row(user, ("password",))], "You")]
        for model in kept_models():
            if model._meta.app_label in NEVER or model is User:
                continue
            parts += _of_model(model, user)
    return zipped(f"What Closing the Gap holds of {user}", parts)


def _of_model(model: type[models.Model], user: User) -> list[Part]:
    keys = [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.related_model is User]
    mine = models.Q()
    for key in keys:
        mine |= models.Q(**{key.name: user})
    if model._meta.app_label == "coaching" and any(f.name == "cycle" for f in model._meta.concrete_fields):
        mine |= models.Q(cycle__in=Cycle.objects.visible_to(user).values("pk"))  # both of a cycle read all of it
    if not mine:
        return []
    rows: Any = model._default_manager.filter(mine).exclude(_still_written(model, user))
    own = model._meta.app_label == "coaching" or not hasattr(rows, "visible_to")
    own = own or any(key.name in ("user", "person") for key in keys)  # it is about them, not by them
    seen = set(rows.values_list("pk", flat=True)) if own else set(rows.visible_to(user).values_list("pk", flat=True))
    told = [
        _row(row, _ungiven(row, user))
        if row.pk in seen
        else {"Number": row.pk, "You are in it as": ", ".join(_parts_in(row, keys, user))}
        for row in rows.order_by("pk").distinct()
    ]
    return [_part(model, told)] if told else []


def _still_written(model: type[models.Model], user: User) -> models.Q:
    """Notes and steps of a visit of this person's that nobody has given feedback on yet."""
    if model._meta.app_label != "coaching" or all(field.name != "visit" for field in model._meta.concrete_fields):
        return models.Q(pk__in=())
    return models.Q(visit__state__in=UNGIVEN, visit__cycle__coachee=user)


def _ungiven(row: models.Model, user: User) -> tuple[str, ...]:
    return FEEDBACK if isinstance(row, Visit) and row.state in UNGIVEN and row.cycle.coachee_id == user.pk else ()


def _parts_in(row: models.Model, keys: Iterable[models.ForeignKey[Any, Any]], user: User) -> list[str]:
    return [str(key.verbose_name) for key in keys if key.value_from_object(row) == user.pk]


def pupil_export(*, upn: str, trust: Trust, by: User) -> tuple[bytes, int] | None:
    """The pupil's rows in the academies whose pupils the person may see, and how many; None where there is none."""
    with row_scope(pupil_academies(by, trust)):
        held = rows_of_pupil(by, trust, upn)
        if held is None:
            return None
        parts = [_part(model, [_row(row, names=held.names) for row in rows]) for model, rows in held.groups]
    return zipped("What Closing the Gap holds of a pupil", parts), len(held)


def _part(model: type[models.Model], rows: list[Row], title: str = "") -> Part:
    return {"title": title or capital(str(model._meta.verbose_name_plural)), "record": model._meta.label, "rows": rows}


def _row(row: models.Model, hidden: tuple[str, ...] = (), names: Any = None) -> Row:
    """Each field by its words. Another record stands by its number, unless it is named here."""
    told: Row = {}
    for field in row._meta.concrete_fields:
        if field.name in SECRET or field.name in hidden:
            continue
        value = field.value_from_object(row)
        label = capital(str(field.verbose_name))
        if field.is_relation and (field.related_model, value) not in (names or {}):
            told[label] = value
        else:
            told[label] = words(field, value, names or {}) if value not in (None, "") else ""
    return told


def zipped(title: str, parts: list[Part]) -> bytes:
    made = timezone.localtime()
    whole = {"title": title, "made": made.isoformat(timespec="seconds"), "parts": parts}
    page = render_to_string("stewardship/export_file.html", {**whole, "made": made})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("read-me.html", page)
    return file.getvalue()
