"""What comes too late, or is no name at all: a clear sentence, and nothing that was typed is lost."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.reader_scope import reading_as
from coaching.models import CycleState
from tests import factories as make
from tests.access.reading import text_of


@pytest.mark.parametrize(
    ("state", "days", "says"),
    [(CycleState.INVITED, -2, "has run out"), (CycleState.WITHDRAWN, 9, "was taken back")],
)
def test_a_goal_for_an_invitation_that_is_over_can_be_copied(state, days, says, cast, client_of):
    with reading_as(cast.coach):
        invited = make.InvitationFactory(
            academy=cast.own, coach=cast.coach, coachee=cast.teacher, state=state,
            expires_on=timezone.localdate() + datetime.timedelta(days=days),
        )  # fmt: skip
    sent = {"answer": "accept", "yes-goal": "They speak in sentences.", "yes-says": "With pleasure"}
    shown = text_of(client_of(cast.teacher).post(reverse("coaching:invitation", args=[invited.pk]), sent))
    for part in (says, "copy it", "They speak in sentences.", "With pleasure"):
        assert part in shown


def test_a_name_with_a_character_that_cannot_be_kept_is_looked_for_without_it(cast, client_of):
    address = reverse("coaching:invite")
    shown = text_of(client_of(cast.teacher).get(address, {"q": f"\x00{cast.coach.full_name}"}))
    assert f"?person={cast.coach.pk}" in shown
