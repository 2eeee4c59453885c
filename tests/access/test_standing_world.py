"""A world that stands for a whole module: no test of it meets what another wrote or changed."""

import pytest
from django.db import ProgrammingError, connection

from academies.models import Academy
from academies.row_scope import SETTING
from pupils.models import Pupil
from tests import factories as make
from tests.cast import OWN

pytestmark = pytest.mark.usefixtures("standing_world")


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_finds_the_world_as_it_was_built_whichever_ran_before(turn, world, cast):
    """Both spoil all they can reach: each would fail if it ran in what the other left."""
    assert cast is world.cast
    assert world.cast.own.name == OWN
    assert world.planted
    assert Academy.objects.get(pk=cast.own.pk).name == OWN
    assert not Academy.objects.filter(name="Left behind").exists()
    assert not Pupil.objects.exists(), "a scope was left open"
    world.cast.own.name = "Spoilt"
    world.cast.own.save()
    world.cast.people.clear()
    world.planted.clear()
    make.AcademyFactory(name="Left behind")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '*', false)", [SETTING])
    assert Pupil.objects.exists()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transaction_that_one_broke_is_whole_for_the_next(turn, world):
    assert Academy.objects.filter(name=OWN).exists()
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="no_such_table"):
        cursor.execute("SELECT * FROM no_such_table")
