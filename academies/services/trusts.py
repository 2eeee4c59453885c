"""The trust and its academies, as Get Information About Schools has them. Nothing is ever deleted: who left is said."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from academies.imports.gias import Establishment, Link, TrustInFile, plain
from academies.models import Academy, PredecessorLink, Trust
from accounts.models import User
from celt.lib.tabular import Fault, UnreadableFile

FROM_FILE = (
    "ukprn", "name", "phase", "low_age", "high_age", "status", "opened", "closed", "la_code", "la_name",
    "establishment_number",
)  # fmt: skip


@dataclass(frozen=True)
class Before:
    """What a row said before a change; `row` is None for a row that was added."""

    table: str
    row_id: int
    row: dict[str, Any] | None


@dataclass
class AcademyPlan:
    """What an extract would change. Made without writing; `import_academies` carries it out."""

    trust: Trust | None
    name: str
    uid: str
    added: list[Academy] = field(default_factory=list)
    changed: list[tuple[Academy, dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0
    absent: list[Academy] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def find_trust(name_or_uid: str) -> Trust | None:
    """By group UID or slug, else by name without regard to case and spaces."""
    wanted = name_or_uid.strip()
    if wanted and (found := Trust.objects.filter(Q(uid=wanted) | Q(slug=wanted)).first()):
        return found
    return next((trust for trust in Trust.objects.all() if plain(trust.name) == plain(wanted)), None)


@transaction.atomic
def create_trust(*, by: User | None, name: str, uid: str = "") -> Trust:
    """Raises ValidationError with a sentence for a name or a group UID that is taken."""
    if find_trust(name):
        raise ValidationError({"name": "A trust of that name is here already."})
    taken = set(Trust.objects.values_list("slug", flat=True))
    trust = Trust(name=" ".join(name.split()), uid=uid, slug=_free_slug(name, "trust", taken))
    trust.full_clean()
    trust.save()
    return trust


def plan_academies(found: TrustInFile, trust: Trust | None, links: list[Link] | None = None) -> AcademyPlan:
    """What the extract would add and change in `trust`; None where the trust would be new. Writes nothing."""
    if trust and trust.uid and found.uid and trust.uid != found.uid:
        raise UnreadableFile(
            f"The file gives the trust {found.name} the group UID {found.uid}; here it has {trust.uid}. "
            "Check which trust is meant."
        )
    plan = AcademyPlan(trust, trust.name if trust else found.name, found.uid, faults=list(found.faults))
    known = {academy.urn: academy for academy in Academy.objects.select_related("trust")}
    slugs = {academy.slug for academy in known.values()}
    for school in found.establishments:
        academy = known.get(school.urn)
        if academy and (trust is None or academy.trust_id != trust.pk):
            reason = f"This academy stands in {academy.trust} here. An administrator has to move it first."
            plan.faults.append(Fault(school.line, "URN", str(school.urn), reason))
        elif academy:
            _plan_change(plan, academy, school)
        else:
            _plan_new(plan, school, slugs)
    in_file = {school.urn for school in found.establishments}
    if trust:
        plan.absent = [a for a in known.values() if a.trust_id == trust.pk and a.urn not in in_file]
    taken = {a.urn for a in plan.added} | {a.urn for a in known.values() if trust and a.trust_id == trust.pk}
    printed = [link for school in found.establishments for link in school.links]
    plan.links = [link for link in _fuller([*printed, *(links or [])]) if link.urn in taken]
    return plan


@transaction.atomic
def import_academies(*, by: User | None, plan: AcademyPlan) -> tuple[Trust, list[Before]]:
    """Carries the plan out, whole or not at all. Returns the trust and what each touched row said before."""
    done: list[Before] = []
    trust = plan.trust
    if trust is None:
        trust = create_trust(by=by, name=plan.name, uid=plan.uid)
        done.append(Before("academies_trust", trust.pk, None))
    elif plan.uid and not trust.uid:
        done.append(Before("academies_trust", trust.pk, {"uid": trust.uid}))
        trust.uid = plan.uid
        trust.full_clean()
        trust.save(update_fields=["uid"])
    for academy in plan.added:
        academy.trust = trust
        academy.full_clean()
        academy.save()
        done.append(Before("academies_academy", academy.pk, None))
    for academy, before in plan.changed:
        academy.full_clean()
        academy.save(update_fields=list(before))
        done.append(Before("academies_academy", academy.pk, before))
    done += _write_links(plan.links, {academy.urn: academy for academy in trust.academies.all()})
    return trust, done


def _plan_new(plan: AcademyPlan, school: Establishment, slugs: set[str]) -> None:
    values = {name: getattr(school, name) for name in FROM_FILE}
    academy = Academy(urn=school.urn, slug=_free_slug(school.name, str(school.urn), slugs), **values)
    if fault := _fault(academy, school):
        plan.faults.append(fault)
    else:
        slugs.add(academy.slug)
        plan.added.append(academy)


def _plan_change(plan: AcademyPlan, academy: Academy, school: Establishment) -> None:
    before: dict[str, Any] = {}
    for name in FROM_FILE:
        old, new = getattr(academy, name), getattr(school, name)
        if old != new:
            before[name] = old.isoformat() if isinstance(old, datetime.date) else old
            setattr(academy, name, new)
    if not before:
        plan.unchanged += 1
    elif fault := _fault(academy, school):
        plan.faults.append(fault)
    else:
        plan.changed.append((academy, before))


def _fault(academy: Academy, school: Establishment) -> Fault | None:
    try:
        academy.clean_fields(exclude=["trust", "slug"])
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        return Fault(school.line, column, str(getattr(academy, column, ""))[:200], messages[0])
    return None


def _free_slug(name: str, fallback: str, taken: set[str]) -> str:
    slug = slugify(name)[:70].strip("-") or fallback
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def _fuller(links: list[Link]) -> list[Link]:
    """One link a triple; the one with a date or a name wins over the bare one of the extract."""
    best: dict[tuple[int, int, str], Link] = {}
    for link in links:
        key = (link.urn, link.old_urn, link.link_type)
        if key not in best or (link.linked_on, link.name) != (None, ""):
            best[key] = link
    return list(best.values())


def _write_links(links: list[Link], academies: dict[int, Academy]) -> list[Before]:
    known = {
        (link.academy_id, link.urn, link.link_type): link
        for link in PredecessorLink.objects.filter(academy__in=academies.values())
    }
    done: list[Before] = []
    for link in links:
        academy = academies[link.urn]
        row = known.get((academy.pk, link.old_urn, link.link_type))
        if row is None:
            row = PredecessorLink(academy=academy, urn=link.old_urn, link_type=link.link_type)
            before = None
        else:
            before = {"name": row.name, "linked_on": row.linked_on.isoformat() if row.linked_on else None}
        name, day = link.name or row.name, link.linked_on or row.linked_on
        if row.pk and (name, day) == (row.name, row.linked_on):
            continue
        row.name, row.linked_on = name, day
        row.full_clean(exclude=["academy"])
        row.save()
        done.append(Before("academies_predecessorlink", row.pk, before))
    return done
