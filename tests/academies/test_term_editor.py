"""The terms editor: who may, what is shown before it is kept, and that nothing typed is lost."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from academies.models import InsetDay, Term
from academies.providers import events
from academies.providers.terms import term_uses
from academies.rules.terms import TermDays
from academies.services.terms import set_year
from tests import factories as make
from tests.access.routes.term import TYPED
from tests.factories import make_event

pytestmark = pytest.mark.django_db
D = datetime.date
URL = reverse("academies:term_edit", args=[2031])
TERMS = {
    "autumn": TermDays(D(2031, 9, 2), D(2031, 12, 19)),
    "spring": TermDays(D(2032, 1, 5), D(2032, 3, 25)),
    "summer": TermDays(D(2032, 4, 12), D(2032, 7, 21)),
}


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def client(client_of, cast):
    return client_of(cast.administrator)


def test_the_list_tells_which_days_are_set_and_which_are_about(client, cast):
    make.InsetDayFactory(trust=cast.trust, academic_year=2031, day=D(2031, 9, 1))
    set_year(by=cast.administrator, trust=cast.trust, year=2031, terms=TERMS, inset={(D(2031, 9, 1), None)})
    said = text_of(client.get(reverse("academies:term_list")))
    assert "2 September to 19 December 2031" in said
    assert "1 September 2031" in said
    assert "about, not set" in said


def test_a_first_look_moves_nothing_and_a_second_keeps_it(client, cast):
    shown = client.post(URL, TYPED)
    assert "The autumn term is set: 2 September 2031 to 19 December 2031." in text_of(shown)
    assert "1 September 2031 is a new INSET day of the whole trust." in text_of(shown)
    assert not Term.objects.filter(academic_year=2031).exists()
    assert client.post(URL, {**TYPED, "keep": "1"}).status_code == 302
    autumn = Term.objects.get(trust=cast.trust, academic_year=2031, name="autumn")
    assert (autumn.starts, autumn.half_term_starts) == (D(2031, 9, 2), D(2031, 10, 27))
    assert InsetDay.objects.current().get().day == D(2031, 9, 1)


def test_the_preview_carries_all_that_was_typed_back_to_the_form(client):
    shown = client.post(URL, TYPED)
    for name, value in TYPED.items():
        assert f'name="{name}"' in shown.content.decode()
        assert value in shown.content.decode()
    again = client.post(URL, {**TYPED, "change": "1"})
    assert "See what this moves" in text_of(again)
    assert "2031-09-02" in again.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"autumn_ends": "2031-09-01"}, "before it has begun"),
        ({"spring_starts": "2031-12-19"}, "they overlap"),
        ({"inset": "next Tuesday"}, "does not begin with a day"),
        ({"inset": "1 September 2031, Nowhere School"}, "is no academy of the trust"),
        ({"inset": "6 September 2031"}, "Saturday"),
        ({"inset": "1 September 2033"}, "is not a day of this academic year"),
        ({"summer_ends": ""}, "Summer ends"),
    ],
)
def test_bad_days_get_a_sentence_and_lose_nothing(client, typed, says):
    response = client.post(URL, {**TYPED, **typed, "keep": "1"})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert says in text_of(response)
    assert "2032-02-16" in response.content.decode()
    assert not Term.objects.filter(academic_year=2031).exists()


def test_all_that_is_to_be_mended_is_told_at_once(client):
    said = text_of(client.post(URL, {**TYPED, "inset": "next Tuesday", "spring_starts": "2031-12-19"}))
    assert "does not begin with a day" in said
    assert "they overlap" in said


def test_an_inset_day_may_be_of_one_academy_and_goes_without_being_deleted(client, cast):
    client.post(URL, {**TYPED, "inset": f"1 September 2031\n2/10/2031, {cast.own.name.upper()}", "keep": "1"})
    alone = InsetDay.objects.get(academy=cast.own)
    assert alone.day == D(2031, 10, 2)
    client.post(URL, {**TYPED, "keep": "1"})
    alone.refresh_from_db()
    assert alone.archived_at is not None
    assert InsetDay.objects.current().count() == 1


def test_a_second_administrator_sees_what_the_first_kept(client, cast):
    seen = client.get(URL).context["form"]["seen"].value()
    set_year(by=cast.administrator, trust=cast.trust, year=2031, terms=TERMS, inset=())
    response = client.post(URL, {**TYPED, "seen": seen, "keep": "1"})
    assert "Somebody else changed this while you wrote" in text_of(response)


def test_a_past_term_by_which_something_was_kept_stays(client, cast, monkeypatch):
    make.TermFactory(trust=cast.trust, academic_year=2020, starts=D(2020, 9, 2), ends=D(2020, 12, 18))
    monkeypatch.setattr(
        "academies.services.terms.term_uses", [lambda trust, year: {"autumn": ["4 snapshots of plans"]}]
    )
    typed = {key: value.replace("2031", "2020").replace("2032", "2021") for key, value in TYPED.items()}
    response = client.post(reverse("academies:term_edit", args=[2020]), {**typed, "inset": "", "keep": "1"})
    assert "4 snapshots of plans are kept by its days" in text_of(response)
    assert Term.objects.get(academic_year=2020).ends == D(2020, 12, 18)


def test_plans_say_what_they_kept_by_a_term(cast):
    from plans.term_uses import kept_by_terms

    assert kept_by_terms in term_uses
    make.SelfEvaluationFactory(academy=cast.own, academic_year=2020, term="autumn")
    assert kept_by_terms(cast.trust, 2020) == {"autumn": ["1 self-evaluation"]}
    assert kept_by_terms(cast.foreign_trust, 2020) == {}


def test_the_preview_tells_what_stands_on_days_that_become_free(client, cast, monkeypatch):
    set_year(by=cast.administrator, trust=cast.trust, year=2031, terms=TERMS, inset=())
    visit = make_event(cast.own.pk, D(2031, 10, 28), title="Quality-assurance visit")
    other = make_event(cast.own.pk, D(2031, 11, 11), title="Another visit")
    monkeypatch.setattr(events, "collect", lambda *args: [visit, other])
    said = text_of(client.post(URL, TYPED))
    assert f"28 October 2031: Quality-assurance visit at {cast.own}" in said
    assert "Another visit" not in said


def test_only_administrators_of_the_trust_keep_terms(cast, client_of):
    for person in (cast.trust_leader, cast.headteacher, cast.governor, cast.foreign_leader):
        assert client_of(person).get(URL).status_code == 403
        with pytest.raises(PermissionDenied):
            set_year(by=person, trust=cast.trust, year=2031, terms=TERMS, inset=())


def test_an_academy_of_another_trust_is_refused(cast):
    with pytest.raises(ValidationError):
        set_year(
            by=cast.administrator,
            trust=cast.trust,
            year=2031,
            terms=TERMS,
            inset={(D(2031, 9, 1), cast.foreign.pk)},
        )


def test_a_year_that_is_none_is_not_found(client):
    assert client.get(reverse("academies:term_edit", args=[1066])).status_code == 404
