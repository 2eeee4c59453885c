"""Published outcomes in and out: preview, apply, undo. The same file twice changes nothing.

A figure that a newer file of the same year leaves blank becomes blank here, so that nothing stale stays beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from academies.models import Academy, PredecessorLink, Trust
from accounts.models import User
from celt.lib.sentences import counted, listed
from celt.lib.terms import year_label
from pupils.imports.errors import FileRefused, UndoRefused
from pupils.models import ImportBatch, ImportChange, PublishedFigure
from pupils.models.batch import ImportKind, ImportStatus
from pupils.models.published import PublishedLevel

from . import batches
from .batches import Preview
from .reader import GROUPS, Figure, Place, PublishedFile, new_codes_sentence, read_published

TABLE = "pupils_publishedfigure"
VALUES = (
    "key_stage", "n_all", "n_disadvantaged", "n_other", "value_all", "value_disadvantaged", "value_other", "code_all",
    "code_disadvantaged", "code_other", "published_gap", "published_gap_code",
)  # fmt: skip
Key = tuple[str, int | None, int | None, str]  # level, academy, local authority, measure


@dataclass
class _Plan:
    preview: Preview
    new: list[PublishedFigure] = field(default_factory=list)
    changed: list[tuple[PublishedFigure, dict[str, Any]]] = field(default_factory=list)


def trusts_in(path: Path, year: int) -> list[Trust]:
    """The trusts here with an academy, or a predecessor of one, in the file."""
    owners = _urns(Academy.objects.all())
    with batches.refusing():
        found = read_published(batches.read(path), year, urns=set(owners), la_codes=set())
    seen = {pk for place in found.schools.values() for pk in _counts_for(place, owners)}
    return list(Trust.objects.filter(academies__in=seen).distinct())


def preview_performance_tables(path: Path, *, year: int, trust: Trust, by: User | None) -> Preview:
    """What the file would add and change. Raises FileRefused with a sentence; writes nothing."""
    batches.check_may_import(by, trust)
    return _plan(path, year, trust).preview


@transaction.atomic
def apply_performance_tables(
    path: Path, *, year: int, trust: Trust, by: User | None, filename: str = "", batch: ImportBatch | None = None
) -> tuple[ImportBatch, Preview]:
    """Stores the trust's academies, their local authorities and England, or raises FileRefused and stores nothing."""
    batches.check_may_import(by, trust)
    batches.lock()
    plan = _plan(path, year, trust)
    batch = batches.open_batch(
        kind=ImportKind.PERFORMANCE_TABLES, trust=trust, by=by, path=path, filename=filename, batch=batch,
        options={"academic_year": year},
    )  # fmt: skip
    for figure in plan.new:
        figure.batch = batch
    PublishedFigure.objects.bulk_create(plan.new)
    batches.keep_before(batch, TABLE, ((figure.pk, before) for figure, before in plan.changed))
    for figure, _ in plan.changed:
        figure.batch = batch
    PublishedFigure.objects.bulk_update([figure for figure, _ in plan.changed], [*VALUES, "batch"], batch_size=500)
    batches.close_batch(batch, plan.preview)
    return batch, plan.preview


@transaction.atomic
def undo_performance_tables(*, batch: ImportBatch, by: User | None) -> int:
    """Takes the batch's rows back and restores what it changed. Returns how many rows; raises UndoRefused.

    The rows of England and of a local authority stay where another batch's academies still compare with them.
    """
    batches.check_may_import(by, batch.trust)
    batches.lock()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.status != ImportStatus.APPLIED:
        raise UndoRefused("Only a file that was applied can be undone.")
    later = ImportBatch.objects.filter(
        changes__table=TABLE, changes__before__batch_id=batch.pk, status=ImportStatus.APPLIED
    ).first()
    if later:
        raise UndoRefused(f"The later file {later.filename} changed figures of this one. Undo that one first.")
    changes = {change.row_id: change.before for change in ImportChange.objects.filter(batch=batch, table=TABLE)}
    restored = list(PublishedFigure.objects.filter(pk__in=changes))
    for figure in restored:
        for name, value in changes[figure.pk].items():
            setattr(figure, name, value)
    PublishedFigure.objects.bulk_update(restored, [*VALUES, "batch"], batch_size=500)
    added = PublishedFigure.objects.filter(batch=batch)
    removable = Q(level=PublishedLevel.ACADEMY)
    for year in set(added.values_list("academic_year", flat=True)):
        if not PublishedFigure.objects.filter(
            level=PublishedLevel.ACADEMY, academic_year=year, key_stage__in=added.values("key_stage")
        ).exclude(batch=batch).exists():  # fmt: skip
            removable |= Q(academic_year=year)
    removed, _ = added.filter(removable).delete()
    batches.mark_undone(batch, by)
    return removed + len(restored)


def _urns(academies: Iterable[Academy]) -> dict[int, set[int]]:
    """URN -> academies (by key) that it counts for: its own, or those that replaced it."""
    own = {academy.pk: academy.urn for academy in academies}
    owners: dict[int, set[int]] = {}
    for pk, urn in own.items():
        owners.setdefault(urn, set()).add(pk)
    for link in PredecessorLink.objects.filter(academy__in=own):
        owners.setdefault(link.urn, set()).add(link.academy_id)
    return owners


def _counts_for(place: Place, owners: dict[int, set[int]]) -> set[int]:
    """The academies that a school's row may count for: itself, or what it became by our links or by the file's."""
    return {pk for urn in (place.urn, place.next_urn) if urn is not None for pk in owners.get(urn, ())}


def _plan(path: Path, year: int, trust: Trust) -> _Plan:
    academies = list(trust.academies.all())
    owners = _urns(academies)
    areas = {academy.la_code: academy.la_name for academy in academies}
    with batches.refusing():
        if not academies:
            raise FileRefused(f"{trust} has no academies here yet. Bring in its extract of schools first.")
        found = read_published(batches.read(path), year, urns=set(owners), la_codes=set(areas))
    preview = Preview(faults=found.faults)
    chosen, notes = _choose(found, academies, owners)
    rows: list[tuple[PublishedLevel, int | None, int | None, Place]] = [
        (PublishedLevel.ACADEMY, pk, None, place) for pk, place in chosen.items()
    ]
    rows += [(PublishedLevel.LOCAL_AUTHORITY, None, code, place) for code, place in found.local_authorities.items()]
    if found.national:
        rows.append((PublishedLevel.NATIONAL, None, None, found.national))
    plan = _compare(preview, year, found.key_stage, rows)
    printed = sum(bool(place.figures) for place in chosen.values())
    preview.sentences = _sentences(found, year, trust, printed, len(academies), areas, notes)
    return plan


def _choose(
    found: PublishedFile, academies: list[Academy], owners: dict[int, set[int]]
) -> tuple[dict[int, Place], list[str]]:
    """The row that counts for each academy: its own; else that of the one predecessor with figures."""
    names = {academy.pk: academy for academy in academies}
    own: dict[int, Place] = {}
    before: dict[int, list[Place]] = {}
    for place in found.schools.values():
        for pk in _counts_for(place, owners):
            if place.urn == names[pk].urn:
                own[pk] = place
            elif place.figures:
                before.setdefault(pk, []).append(place)
    chosen: dict[int, Place] = {}
    notes: list[str] = []
    for pk, academy in names.items():
        if pk in own and (own[pk].figures or pk not in before):
            chosen[pk] = own[pk]
        elif len(places := before.get(pk, [])) == 1:
            chosen[pk] = places[0]
            notes.append(f"{academy} counts with the figures of {places[0].name} ({places[0].urn}), which it replaced.")
        elif places:
            schools = listed([f"{place.name} ({place.urn})" for place in places])
            notes.append(f"{academy} replaced {schools}; a figure of them together was not published, so it has none.")
    return chosen, notes


def _compare(
    preview: Preview, year: int, key_stage: str, rows: list[tuple[PublishedLevel, int | None, int | None, Place]]
) -> _Plan:
    existing: dict[Key, PublishedFigure] = {
        (f.level, f.academy_id, f.la_code, f.measure): f
        for f in PublishedFigure.objects.filter(academic_year=year, key_stage=key_stage).filter(
            Q(academy__in=[pk for _, pk, _, _ in rows if pk])
            | Q(la_code__in=[code for _, _, code, _ in rows if code])
            | Q(level=PublishedLevel.NATIONAL)
        )
    }
    plan = _Plan(preview)
    for level, academy_id, la_code, place in rows:
        printed = {figure.measure: _values(figure, key_stage) for figure in place.figures}
        stale = {key[3] for key in existing if key[:3] == (level, academy_id, la_code)} - set(printed)
        printed |= {measure: _blank(key_stage) for measure in stale}
        for measure, values in printed.items():
            row = existing.get((level, academy_id, la_code, measure))
            if row is None:
                plan.new.append(
                    PublishedFigure(
                        level=level,
                        academy_id=academy_id,
                        la_code=la_code,
                        academic_year=year,
                        measure=measure,
                        **values,
                    )
                )
            elif (before := {name: getattr(row, name) for name in VALUES}) != values:
                plan.changed.append((row, {**before, "batch_id": row.batch_id}))
                for name, value in values.items():
                    setattr(row, name, value)
            else:
                preview.unchanged += 1
    preview.added, preview.changed = len(plan.new), len(plan.changed)
    return plan


def _values(figure: Figure, key_stage: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "key_stage": key_stage, "published_gap": figure.gap.value, "published_gap_code": figure.gap.code,
    }  # fmt: skip
    for group in GROUPS:
        values[f"n_{group}"] = figure.counts[group]
        values[f"value_{group}"] = figure.values[group].value
        values[f"code_{group}"] = figure.values[group].code
    return values


def _blank(key_stage: str) -> dict[str, Any]:
    return {name: "" if "code" in name else None for name in VALUES} | {"key_stage": key_stage}


def _sentences(
    found: PublishedFile, year: int, trust: Trust, taken: int, academies: int, areas: dict[int, str], notes: list[str]
) -> list[str]:
    stage = f"Key stage {found.key_stage[-1]}, {year_label(year)}"
    if taken:
        share = "the" if taken == academies else f"{taken} of the"
        said = [f"{stage}: figures for {share} {counted(academies, 'academy', 'academies')} of {trust}."]
    else:
        said = [f"{stage}: none of the academies of {trust} is in this file."]
    inside = [areas[code] for code in found.local_authorities]
    outside = [name for code, name in areas.items() if code not in found.local_authorities]
    said.append(f"To compare with: {listed([*inside, 'England, state-funded'])}.")
    if outside:
        said.append(f"The file has no row for {listed(outside)}.")
    if found.absent_measures:
        said.append(f"This year's file does not print {listed(found.absent_measures, most=20)}.")
    if codes := new_codes_sentence(found.new_codes):
        said.append(codes)
    return said + notes
