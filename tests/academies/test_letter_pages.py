"""The page of one's letters, the link that stops one, and what administrators see of letters that went astray."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from academies.access import person_for
from academies.letters import stop_token
from academies.models import LetterChoice
from academies.models.letter import LetterKind, LetterState, ReminderKind
from academies.todos.letters import letter_todos
from tests import factories as make

pytestmark = pytest.mark.django_db
CHOICES, ASTRAY = reverse("academies:letter_choices"), reverse("academies:letter_astray")
RESEND = reverse("academies:letter_resend")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def stop_url(user, kind=LetterKind.WEEKLY) -> str:
    return reverse("academies:letter_stop", args=[stop_token(user, kind)])


def test_who_never_chose_finds_everything_on(cast, client_of):
    form = client_of(cast.teacher).get(CHOICES).context["form"]
    assert form["weekly"].value() is True
    assert form["reminders"].value() == list(ReminderKind.values)


def test_switches_are_kept_and_shown(cast, client_of):
    client = client_of(cast.teacher)
    said = text_of(client.post(CHOICES, {"reminders": ["plan"]}, follow=True))
    assert "Your letters are as you chose." in said
    choice = LetterChoice.objects.get(user=cast.teacher)
    assert not choice.weekly
    assert set(choice.reminders_off) == set(ReminderKind.values) - {"plan"}
    client.post(CHOICES, {"weekly": "on", "reminders": ["plan"]})
    choice.refresh_from_db()
    assert choice.weekly


def test_a_made_up_kind_gets_a_sentence(cast, client_of):
    said = text_of(client_of(cast.teacher).post(CHOICES, {"weekly": "on", "reminders": ["coaching"]}))
    assert "Choose among the kinds that the page offers." in said
    assert not LetterChoice.objects.exists()


def test_opening_the_link_changes_nothing_and_one_press_stops_the_letter(cast):
    nobody = Client(enforce_csrf_checks=True)
    asked = nobody.get(stop_url(cast.teacher))
    assert "Stop the weekly letter?" in text_of(asked)
    assert cast.teacher.full_name not in text_of(asked)
    assert not LetterChoice.objects.exists()
    done = nobody.post(stop_url(cast.teacher), {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "You get no weekly letter from now on." in text_of(done)
    assert not LetterChoice.objects.get(user=cast.teacher).weekly
    assert nobody.post(stop_url(cast.teacher)).status_code == 200
    assert LetterChoice.objects.count() == 1


def test_the_link_of_a_reminder_stops_reminders_alone(cast):
    Client().post(stop_url(cast.teacher, LetterKind.REMINDER))
    choice = LetterChoice.objects.get(user=cast.teacher)
    assert choice.weekly
    assert choice.reminders_off == list(ReminderKind.values)


def test_the_link_signs_nobody_in(cast):
    nobody = Client()
    nobody.post(stop_url(cast.teacher))
    assert nobody.get(CHOICES).status_code == 302


@pytest.mark.parametrize("token", ["1-weekly", "1-weekly:nonsense", "x", "1-weekly:" + "a" * 43])
def test_a_link_of_nobodys_is_not_found(token):
    url = reverse("academies:letter_stop", args=[token])
    assert Client().get(url).status_code == 404
    assert Client().post(url).status_code == 404


def test_an_administrator_is_told_of_letters_that_went_astray_and_sends_them_again(cast, client_of):
    client = client_of(cast.administrator)
    assert "Every letter has gone." in text_of(client.get(ASTRAY))
    assert not list(letter_todos(cast.administrator, person_for(cast.administrator)))
    letter = make.LetterFactory(user=cast.teacher, state=LetterState.FAILED, tries=2, reason="The mail server slept.")
    (told,) = letter_todos(cast.administrator, person_for(cast.administrator))
    assert (told.says, told.url) == ("One letter by e-mail could not be sent.", ASTRAY)
    said = text_of(client.get(ASTRAY))
    assert f"to {cast.teacher.full_name}" in said
    assert "The mail server slept." in said
    assert "One letter is sent again" in text_of(client.post(RESEND, follow=True))
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (LetterState.FAILED, 1)
    assert "No letter waits" in text_of(client.post(RESEND, follow=True))


def test_nobody_else_sees_letters_of_others(cast, client_of):
    make.LetterFactory(user=cast.teacher, state=LetterState.UNSURE)
    assert not list(letter_todos(cast.headteacher, person_for(cast.headteacher)))
    for person in (cast.headteacher, cast.trust_leader, cast.governor):
        assert client_of(person).get(ASTRAY).status_code == 403
        assert client_of(person).post(RESEND).status_code == 403
    assert client_of(cast.administrator).get(RESEND).status_code == 405
