"""What files say on a home page: what waits for a yes, and which academy has not handed in what the others have."""

import pytest

from academies.access import Person
from pupils.models.batch import ImportStatus
from pupils.todos import file_todos
from tests import factories as make
from tests.cast import SIBLING

pytestmark = pytest.mark.django_db


def said(user):
    memberships = list(user.memberships.select_related("trust", "academy"))
    return list(file_todos(user, Person(memberships, memberships[0].trust if memberships else None)))


def test_an_empty_trust_asks_for_its_first_file(cast):
    (todo,) = said(cast.data_lead)
    assert todo.says == "No results are here yet. Bring in the first file."
    assert todo.url == "/data/files/give/"


def test_a_file_that_was_read_waits_for_a_yes(cast):
    make.ImportBatchFactory.create_batch(2, trust=cast.trust, status=ImportStatus.PREVIEWED, applied=None)
    make.ImportBatchFactory(trust=cast.foreign_trust, status=ImportStatus.PREVIEWED, applied=None)
    assert said(cast.data_lead)[0].says == "Two files wait for your yes or no."


def test_academies_without_the_latest_results_are_named(cast):
    spring = make.CheckpointFactory(trust=cast.trust, name="Spring", position=2)
    for academy in (cast.own, cast.sibling):
        make.CoverageFactory(academy=academy)
    assert said(cast.data_lead) == []
    make.CoverageFactory(academy=cast.own, checkpoint=spring)
    (todo,) = said(cast.data_lead)
    assert todo.says == "One academy has not handed in Spring 2024/25 results."
    assert todo.note == f"{SIBLING}."
    assert todo.url == f"/data/held/?year=2024&checkpoint={spring.pk}"


def test_whoever_brings_no_files_hears_of_none(world):
    for name, user in world.cast.everyone.items():
        if name != "data_lead":
            assert said(user) == [], name
