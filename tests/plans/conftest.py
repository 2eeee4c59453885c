"""What tests of plans share."""

import datetime

import pytest
from django.utils import timezone

from plans.models import LearningTeam
from tests import factories as make
from tests.cast import Cast


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def team(cast: Cast) -> LearningTeam:
    """A learning team of the own academy, with its teacher as the only member."""
    team: LearningTeam = make.LearningTeamFactory(academy=cast.own, name="Talk before writing")
    make.TeamMemberFactory(team=team, person=cast.teacher)
    return team
