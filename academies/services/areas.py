"""The trust's subjects and areas of work. One that is no longer wanted is archived: what was decided on it stays."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from academies.access import Permission, user_can
from academies.models import SupportArea, Trust
from academies.models.area import AreaKind
from accounts.models import User

REFUSED = "Subjects and areas are named by the trust's leaders."


@transaction.atomic
def add_area(*, by: User, trust: Trust, name: str, kind: str) -> SupportArea:
    """ValidationError where the name is empty or taken; an archived one of that name is to be brought back."""
    if not user_can(by, Permission.MANAGE_SCHEMES, trust=trust):
        raise PermissionDenied(REFUSED)
    return _saved(SupportArea(trust=trust, kind=kind), name)


@transaction.atomic
def change_area(*, by: User, area: SupportArea, name: str, kind: str) -> SupportArea:
    """What rests on the area shows its new name. ValidationError where support was lent for it as what it was."""
    held = _held(by, area)
    if kind != held.kind and held.deployments.exists():
        was = "a subject" if held.kind == AreaKind.SUBJECT else "an area of work"
        raise ValidationError({"kind": f"Support was agreed for it as {was}. Archive it and add another."})
    held.kind = kind
    return _saved(held, name)


@transaction.atomic
def archive_area(*, by: User, area: SupportArea, archived: bool = True) -> SupportArea:
    """Offers the area no longer for new decisions and support; or, with `archived=False`, again."""
    held = _held(by, area)
    held.archived = archived
    held.save(update_fields=["archived"])
    return held


def _held(by: User, area: SupportArea) -> SupportArea:
    held = SupportArea.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=area.pk).first()
    if held is None:
        raise PermissionDenied(REFUSED)
    return held


def _saved(area: SupportArea, name: str) -> SupportArea:
    area.name = " ".join(name.split())
    same = SupportArea.objects.filter(trust=area.trust_id, name__iexact=area.name).exclude(pk=area.pk).first()
    if same:
        back = " It is archived: bring it back from the list." if same.archived else ""
        raise ValidationError({"name": f"The trust already has “{same.name}”.{back}"})
    area.full_clean()
    area.save()
    return area
