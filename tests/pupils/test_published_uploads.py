"""The published kinds as batches that somebody uploaded: previewed, applied as that person, and taken back."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from academies.models import Academy
from pupils.imports.errors import FileRefused, UndoRefused
from pupils.models import ImportBatch, PublishedFigure
from pupils.models.batch import ImportKind, ImportStatus
from pupils.published.academies import apply_academies, undo_academies
from pupils.published.uploads import apply_upload, preview_upload, undo_upload
from pupils.services import imports, uploads
from tests import factories as make
from tests.academies.gias_files import gias_bytes, school
from tests.cast import Cast
from tests.pupils.performance_files import ks2_bytes, ks2_school

pytestmark = pytest.mark.django_db


def upload(folder: Path, cast: Cast, kind: ImportKind, content: bytes, **fixed: Any) -> tuple[ImportBatch, Path]:
    path = folder / "given.upload"
    path.write_bytes(content)
    batch = make.ImportBatchFactory(
        trust=cast.trust, actor=cast.data_lead, kind=kind, sha256=hashlib.sha256(content).hexdigest(),
        status=ImportStatus.READING, applied=None, options={"fixed": fixed},
    )  # fmt: skip
    return batch, path


def test_table_is_previewed_applied_and_undone(tmp_path: Path, cast: Cast) -> None:
    content = ks2_bytes(ks2_school(cast.own.urn), ks2_school(cast.sibling.urn, PTRWM_EXP="x!"))
    batch, path = upload(tmp_path, cast, ImportKind.PERFORMANCE_TABLES, content, academic_year="2018/19")
    preview_upload(batch=batch, path=path)
    batch.refresh_from_db()
    assert (batch.status, batch.rejected, batch.rejections.count()) == (ImportStatus.PREVIEWED, 1, 1)
    assert "Key stage 2, 2018/19" in batch.message
    assert not PublishedFigure.objects.exists()
    previewed = batch.added

    apply_upload(batch=batch, path=path)
    batch.refresh_from_db()
    assert (batch.status, batch.added, batch.rejections.count()) == (ImportStatus.APPLIED, previewed, 1)
    assert PublishedFigure.objects.count() == previewed

    told = apps.get_model("pupils", "PublishedFigureEvent").objects.select_related("pgh_context").first()
    assert told.pgh_context.metadata == {"import_batch": batch.pk, "user": cast.data_lead.pk}, "the history knows who"

    undo_upload(batch=batch, by=cast.data_lead)
    batch.refresh_from_db()
    assert (batch.status, batch.undone_by) == (ImportStatus.UNDONE, cast.data_lead)
    assert not PublishedFigure.objects.exists()


@pytest.mark.parametrize(
    ("fixed", "says"), [({}, "Say of which academic year"), ({"academic_year": "2018"}, "2024/25")]
)
def test_table_needs_its_year(tmp_path: Path, cast: Cast, fixed: dict[str, str], says: str) -> None:
    content = ks2_bytes(ks2_school(cast.own.urn))
    batch, path = upload(tmp_path, cast, ImportKind.PERFORMANCE_TABLES, content, **fixed)
    with pytest.raises(FileRefused, match=says):
        preview_upload(batch=batch, path=path)


def test_the_pages_services_take_the_published_kinds_too(
    settings: Any, tmp_path: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given, previewed, confirmed, applied, undone by the same calls as every other file."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(uploads, "_ask", lambda task, batch: None)
    content = ks2_bytes(ks2_school(cast.own.urn))
    batch = uploads.give_file(
        by=cast.data_lead, trust=cast.trust, kind=ImportKind.PERFORMANCE_TABLES, chunks=[content],
        filename="england_ks2final.csv", fixed={"academic_year": "2018/19"},
    )  # fmt: skip
    assert imports.preview_batch(batch=batch).status == ImportStatus.PREVIEWED
    assert "URN" in batch.options["header"]
    batch = uploads.confirm_batch(by=cast.data_lead, batch=batch)
    imports.apply_batch(batch=batch)
    batch.refresh_from_db()
    assert batch.status == ImportStatus.APPLIED
    assert PublishedFigure.objects.filter(academy=cast.own, measure="ks2_rwm_exp").exists()
    imports.undo_batch(by=cast.data_lead, batch=batch)
    assert not PublishedFigure.objects.exists()


def test_the_pages_services_refuse_with_the_sentence(
    settings: Any, tmp_path: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(uploads, "_ask", lambda task, batch: None)
    lead = make.UserFactory()
    make.MembershipFactory(user=lead, role="data_lead", academy=cast.own, trust=cast.trust)
    for person, fixed, says in (
        (cast.data_lead, {}, "Say of which academic year"),
        (lead, {"academic_year": "2018/19"}, "brought in by the trust's data leads"),
    ):
        batch = uploads.give_file(
            by=person, trust=cast.trust, kind=ImportKind.PERFORMANCE_TABLES,
            chunks=[ks2_bytes(ks2_school(cast.own.urn))], filename="x.csv", fixed=fixed,
        )  # fmt: skip
        imports.preview_batch(batch=batch)
        batch.refresh_from_db()
        assert batch.status == ImportStatus.REFUSED
        assert says in batch.message


def extract(cast: Cast, *schools: dict[str, Any]) -> bytes:
    return gias_bytes(*({**each, "Trusts (name)": cast.trust.name} for each in schools))


def test_extract_updates_the_trust_and_undo_restores_it(tmp_path: Path, cast: Cast) -> None:
    before = list(Academy.objects.order_by("pk").values())
    content = extract(cast, school(cast.own.urn, "Heronwick Academy"), school(150002, "Newcomer School"))
    batch, path = upload(tmp_path, cast, ImportKind.ACADEMIES, content)
    preview_upload(batch=batch, path=path)
    assert list(Academy.objects.order_by("pk").values()) == before
    apply_upload(batch=batch, path=path)
    assert set(cast.trust.academies.values_list("name", flat=True)) == {
        "Heronwick Academy", "Newcomer School", cast.sibling.name,
    }  # fmt: skip
    undo_upload(batch=batch, by=cast.data_lead)
    assert list(Academy.objects.order_by("pk").values()) == before


def test_academy_that_somebody_works_at_by_now_is_not_undone(tmp_path: Path, cast: Cast) -> None:
    batch, path = upload(tmp_path, cast, ImportKind.ACADEMIES, extract(cast, school(150002, "Newcomer School")))
    apply_upload(batch=batch, path=path)
    newcomer = Academy.objects.get(urn=150002)
    make.MembershipFactory(user=cast.nobody, role="teacher", academy=newcomer, trust=cast.trust)
    with pytest.raises(UndoRefused, match="Newcomer School has memberships by now"):
        undo_upload(batch=batch, by=cast.data_lead)
    assert Academy.objects.filter(pk=newcomer.pk).exists()
    batch.refresh_from_db()
    assert batch.status == ImportStatus.APPLIED


def test_earlier_extract_waits_for_the_later_to_be_undone(tmp_path: Path, cast: Cast) -> None:
    batches = []
    for name in ("One", "Two"):
        batch, path = upload(tmp_path, cast, ImportKind.ACADEMIES, extract(cast, school(cast.own.urn, name)))
        apply_upload(batch=batch, path=path)
        batches.append(batch)
    with pytest.raises(UndoRefused, match="Undo that one first"):
        undo_academies(batch=batches[0], by=cast.data_lead)
    undo_academies(batch=batches[1], by=cast.data_lead)
    undo_academies(batch=batches[0], by=cast.data_lead)
    cast.own.refresh_from_db()
    assert cast.own.name == "Heronwick Primary Academy"


def test_stored_file_that_changed_is_not_applied(tmp_path: Path, cast: Cast) -> None:
    batch, path = upload(tmp_path, cast, ImportKind.ACADEMIES, extract(cast, school()))
    path.write_bytes(extract(cast, school(name="Another")))
    with pytest.raises(FileRefused, match="no longer the file"):
        apply_upload(batch=batch, path=path)


def test_nobody_makes_a_trust_or_touches_anothers_in_the_browser(tmp_path: Path, cast: Cast) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(gias_bytes(school()))
    with pytest.raises(FileRefused, match="command import_gias"):
        apply_academies(path, wanted="HARBOUR LIGHTS TRUST", by=cast.data_lead)
    path.write_bytes(gias_bytes({**school(), "Trusts (name)": cast.foreign_trust.name}))
    with pytest.raises(PermissionDenied):
        apply_academies(path, wanted=cast.foreign_trust.name, by=cast.data_lead)
