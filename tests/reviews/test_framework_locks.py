"""A framework that was put in use is never changed: the database refuses every way of writing. A draft may be."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from reviews.models import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.framework import FrameworkStatus
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: Any) -> str:
    """What the database says to raw SQL; the test fails where it says nothing."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(error.value)


@pytest.fixture
def used(cast):
    return make.framework_in_use(trust=cast.trust, name="Reading")


@pytest.fixture
def draft(cast, used):
    draft = make.FrameworkFactory(trust=cast.trust, name="Reading", version=2, based_on=used)
    make.FrameworkPromptFactory(section=make.FrameworkSectionFactory(framework=draft))
    return draft


@pytest.mark.parametrize("status", [FrameworkStatus.IN_USE, FrameworkStatus.RETIRED])
@pytest.mark.parametrize(
    "assignment",
    [
        "name = 'Another'",
        "family = 'send'",
        "phase = 'primary'",
        "version = 9",
        "about = 'Another story'",
        "scale = '[]'",
        "changes = 'Another story'",
        "in_use_from = '2020-01-01'",
        "status = 'draft'",
        "made_by_id = (SELECT max(id) FROM accounts_user)",
        "put_in_use_by_id = (SELECT max(id) FROM accounts_user)",
    ],
)
def test_raw_sql_cannot_rewrite_a_version_that_was_in_use(used, status, assignment):
    make.UserFactory()
    if status == FrameworkStatus.RETIRED:
        Framework.objects.filter(pk=used.pk).update(status=status)
    assert "Cannot update" in refused(f"UPDATE reviews_framework SET {assignment} WHERE id = %s", used.pk)


def test_a_retired_version_never_comes_back(used):
    Framework.objects.filter(pk=used.pk).update(status=FrameworkStatus.RETIRED)
    assert "Cannot update" in refused("UPDATE reviews_framework SET status = 'in_use' WHERE id = %s", used.pk)


def test_no_framework_begins_in_use(cast):
    with pytest.raises(DatabaseError, match="Cannot insert"), transaction.atomic():
        Framework.objects.bulk_create([Framework(trust=cast.trust, family="oracy", name="Talk", status="in_use")])


def test_one_that_was_in_use_is_never_deleted(used, draft):
    assert "Cannot delete" in refused("DELETE FROM reviews_framework WHERE id = %s", used.pk)
    draft.delete()
    assert not FrameworkSection.objects.filter(framework=draft.pk).exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reviews_frameworksection SET name = 'Another' WHERE framework_id = %s",
        "DELETE FROM reviews_frameworkprompt WHERE section_id IN "
        "(SELECT id FROM reviews_frameworksection WHERE framework_id = %s)",
        "UPDATE reviews_frameworkprompt SET asks = 'Why?' WHERE section_id IN "
        "(SELECT id FROM reviews_frameworksection WHERE framework_id = %s)",
        "INSERT INTO reviews_frameworksection (framework_id, \"order\", name, about) VALUES (%s, 9, 'More', '')",
    ],
)
def test_the_parts_of_a_version_in_use_stand(used, sql):
    assert "is in use and is not changed" in refused(sql, used.pk)


def test_a_part_moves_neither_into_a_version_in_use_nor_out_of_it(used, draft):
    theirs, ours = used.sections.first(), draft.sections.first()
    move = "UPDATE reviews_frameworksection SET framework_id = %s WHERE id = %s"
    assert "is in use and is not changed" in refused(move, used.pk, ours.pk)
    assert "is in use and is not changed" in refused(move, draft.pk, theirs.pk)
    prompt = FrameworkPrompt.objects.get(section=ours)
    move = "UPDATE reviews_frameworkprompt SET section_id = %s WHERE id = %s"
    assert "is in use and is not changed" in refused(move, theirs.pk, prompt.pk)


def test_a_draft_may_be_changed_in_bulk(draft):
    assert FrameworkSection.objects.filter(framework=draft).update(name="Another") == 1
    assert FrameworkPrompt.objects.filter(section__framework=draft).update(asks="Why?") == 1


def test_one_version_is_in_use_and_one_is_a_draft(cast, draft):
    make.FrameworkPromptFactory()
    with pytest.raises(IntegrityError, match="framework_one_in_use"), transaction.atomic():
        Framework.objects.filter(pk=draft.pk).update(status="in_use", in_use_from="2026-01-01")
    with pytest.raises(IntegrityError, match="framework_one_draft"), transaction.atomic():
        Framework.objects.bulk_create([Framework(trust=cast.trust, family="reading", name="Reading", version=3)])
    with pytest.raises(IntegrityError, match="framework_version_once"), transaction.atomic():
        Framework.objects.bulk_create([Framework(trust=cast.trust, family="reading", name="Reading", version=2)])


def test_what_is_in_use_says_since_when(cast):
    draft = make.FrameworkFactory(trust=cast.trust)
    with pytest.raises(IntegrityError, match="framework_in_use_says_since"), transaction.atomic():
        Framework.objects.filter(pk=draft.pk).update(status="in_use")


@pytest.mark.parametrize(
    ("field", "name"), [("status", "framework_status_known"), ("family", "framework_family_known")]
)
def test_words_that_mean_nothing_are_refused(draft, field, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Framework.objects.filter(pk=draft.pk).update(**{field: "other?", "in_use_from": "2026-01-01"})


def test_a_part_is_named_once_in_its_framework(draft):
    with pytest.raises(IntegrityError, match="framework_section_once"), transaction.atomic():
        FrameworkSection.objects.bulk_create([FrameworkSection(framework=draft, name=draft.sections.first().name)])
