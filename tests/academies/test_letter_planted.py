"""Each role's letter from the whole world of the sweep: what was planted there stands in none."""

import datetime

import pytest
from django.utils import timezone

from academies.access import Role
from academies.letters import letter_message
from academies.models import Letter
from academies.models.letter import LetterKind
from academies.rules.letter import week_of
from academies.selectors.letter import reminder_parts, weekly_parts
from tests.cast import PLANTED, PLANTED_COUNTS

pytestmark = pytest.mark.usefixtures("standing_world")
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("role", list(Role))
def test_no_planted_word_stands_in_any_roles_letter(world, role):
    """The whole world of the sweep, by the registries themselves."""
    user = world.cast.people[role]
    today = timezone.localdate()
    names = {person.full_name for person in world.cast.everyone.values()} - {user.full_name}
    surnames = {name.split()[-1] for name in names}
    planted = {each.text for each in world.planted if len(each.text) > 3}
    forbidden = surnames | planted | set(PLANTED.values()) | {str(n) for n in PLANTED_COUNTS.values()}
    for kind, parts in (
        (LetterKind.WEEKLY, weekly_parts(user, week_of(today))),
        (LetterKind.REMINDER, reminder_parts(user, today + 2 * DAY, ())),
    ):
        message = letter_message(Letter(user=user, kind=kind, day=today), parts)
        html = message.alternatives[0][0]
        assert isinstance(html, str)
        text = f"{message.subject} {message.body} {html}"
        assert [word for word in forbidden if word in text] == []
        assert "coaching" not in text.lower()


def test_a_head_and_a_leader_are_told_something(world):
    today = week_of(timezone.localdate())
    for role in (Role.HEADTEACHER, Role.TRUST_LEADER):
        assert weekly_parts(world.cast.people[role], today)
