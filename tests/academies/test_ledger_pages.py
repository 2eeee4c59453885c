"""What an academy gives and receives, and the trust's matrix: the days are recomputed here line by line."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from academies.access import Person, Role
from academies.models import Academy, Deployment, Membership, ReleasedDays
from academies.selectors.ledger import ledger_page
from academies.selectors.ledger_matrix import WIDEST, matrix_page
from celt.lib.terms import year_on
from tests import factories as make

MATRIX = reverse("academies:ledger_trust")
YEAR = year_on(timezone.localdate())


def day(year: int, month: int, number: int) -> datetime.date:
    """A day of the academic year that starts in `year`."""
    return datetime.date(year if month >= 9 else year + 1, month, number)


def lent(giver, receiver, pledged, *, year=YEAR, made=make.AgreedFactory, worked=(), **more):
    """Under agreement from October to March; `worked`: (day, days) of each line."""
    deployment = made(
        giver=giver,
        receiver=receiver,
        days_pledged=Decimal(pledged),
        starts=day(year, 10, 1),
        ends=day(year, 3, 31),
        **more,
    )
    for on, days in worked:
        make.ReleasedDaysFactory(deployment=deployment, on=on, days=Decimal(days))
    return deployment


def text(response) -> str:
    return str(response.content.decode())


def person_of(user) -> Person:
    roles = list(Membership.objects.filter(user=user).select_related("trust"))
    return Person(roles, roles[0].trust)


class TestAnAcademy:
    def page(self, cast, client_of, query="", who="trust_leader", academy=None):
        url = reverse("academies:ledger", args=[(academy or cast.own).slug])
        return client_of(cast.everyone[who]).get(f"{url}?{query}")

    def test_it_opens_with_what_it_gives_and_receives(self, cast, client_of) -> None:
        lent(cast.own, cast.sibling, 12, worked=[(day(YEAR, 10, 5), 2)])
        lent(cast.sibling, cast.own, 8)
        page = self.page(cast, client_of).context["page"]
        assert page.answer == f"{cast.own} gives 12 days and receives 8 this year."
        assert page.lead == "Worked so far: 2 days of what it gives."

    def test_it_says_which_only_receives(self, cast, client_of) -> None:
        lent(cast.sibling, cast.own, 8)
        shown = text(self.page(cast, client_of))
        assert "only receives this year: 8 days, and it lends nobody so far. Every academy has something to give." in (
            shown
        )
        assert "What is strong here that another academy could use?" in shown

    def test_what_waits_for_a_signature_is_shown_and_not_counted(self, cast, client_of) -> None:
        lent(cast.own, cast.sibling, 12, made=make.DeploymentFactory)
        page = self.page(cast, client_of).context["page"]
        assert "neither gives nor receives" in page.answer
        assert "One agreement waits for a signature." in page.lead
        assert len(page.gives.rows) == 1

    def test_days_count_in_the_year_in_which_they_were_worked_and_the_pledge_where_it_starts(
        self, cast, client_of
    ) -> None:
        over_two = lent(
            cast.own, cast.sibling, 10, year=YEAR - 1, worked=[(day(YEAR - 1, 11, 3), 4), (day(YEAR - 1, 3, 1), 1)]
        )
        Deployment.objects.filter(pk=over_two.pk).update(
            status="proposed", **{f"{s}_signed_{w}": None for s in ("giver", "receiver") for w in ("by", "at")}
        )
        Deployment.objects.filter(pk=over_two.pk).update(ends=day(YEAR, 10, 31))
        make.ReleasedDaysFactory(deployment=over_two, on=day(YEAR, 9, 15), days=Decimal(2))
        over_two.refresh_from_db()
        who = over_two.proposed_by
        Deployment.objects.filter(pk=over_two.pk).update(
            status="agreed", **{f"{s}_signed_by": who for s in ("giver", "receiver")},
            giver_signed_at=timezone.now(), receiver_signed_at=timezone.now(),
        )  # fmt: skip
        before = self.page(cast, client_of, f"year={YEAR - 1}").context["page"].gives
        now = self.page(cast, client_of).context["page"]
        assert (before.worked, before.pledged) == (5, 10)
        assert (now.gives.worked, now.gives.pledged) == (2, 0)
        assert f"{cast.own} only gives this year: 2 days" in now.answer

    def test_what_ended_early_counts_with_the_days_that_were_worked(self, cast, client_of) -> None:
        deployment = lent(cast.own, cast.sibling, 10, worked=[(day(YEAR, 10, 5), 3)])
        Deployment.objects.filter(pk=deployment.pk).update(
            status="withdrawn", ended_reason="Ill.", ended_by=cast.headteacher, ended_at=timezone.now()
        )
        page = self.page(cast, client_of).context["page"]
        assert (page.gives.worked, page.gives.pledged) == (3, 3)
        assert len(page.gives.ended) == 1

    def test_a_struck_line_counts_no_more(self, cast, client_of) -> None:
        deployment = lent(cast.own, cast.sibling, 10, worked=[(day(YEAR, 10, 5), 3), (day(YEAR, 10, 6), 1)])
        ReleasedDays.objects.filter(deployment=deployment, days=3).update(
            struck_at=timezone.now(), struck_by=cast.headteacher, struck_reason="No."
        )
        assert self.page(cast, client_of).context["page"].gives.worked == 1

    def test_the_balance_is_by_subject_and_area(self, cast, client_of) -> None:
        reading = make.SupportAreaFactory(trust=cast.trust, name="Reading")
        lent(cast.own, cast.sibling, 6, area=reading)
        lent(cast.sibling, cast.own, 4, area=reading)
        lent(cast.own, cast.sibling, 1)
        page = self.page(cast, client_of).context["page"]
        assert [(b.subject, b.given, b.received) for b in page.balances] == [
            ("Reading", (0, 6), (0, 4)),
            ("Practice", (0, 1), (0, 0)),
        ]
        narrowed = self.page(cast, client_of, f"subject={reading.pk}").context["page"]
        assert narrowed.gives.pledged == 6

    def test_who_may_not_see_support_is_refused(self, cast, client_of) -> None:
        assert self.page(cast, client_of, who="teacher").status_code == 403
        assert self.page(cast, client_of, who="headteacher", academy=cast.sibling).status_code == 404


class TestTheMatrix:
    def test_it_is_what_the_lines_add_up_to(self, cast) -> None:
        """Many agreements over three years, at random; each cell and each total summed anew in plain Python."""
        dice = random.Random(20261122)
        academies = [cast.own, cast.sibling, *make.AcademyFactory.create_batch(4, trust=cast.trust)]
        made = []
        for _ in range(40):
            giver, receiver = dice.sample(academies, 2)
            year = YEAR - dice.randrange(3)
            kind = dice.choice([make.AgreedFactory, make.AgreedFactory, make.DeploymentFactory])
            days = [
                (day(year, dice.choice([10, 11, 1, 3]), dice.randint(1, 28)), dice.choice(["0.5", "1"]))
                for _ in range(3)
            ]
            made.append(
                lent(
                    giver,
                    receiver,
                    dice.randint(4, 12),
                    year=year,
                    made=kind,
                    worked=days if kind is make.AgreedFactory else (),
                )
            )
        for year in range(YEAR - 2, YEAR + 1):
            page = matrix_page(cast.trust_leader, person_of(cast.trust_leader), {"year": str(year)})
            for giver, cells in page.rows:
                for place, cell in zip(page.places, cells, strict=True):
                    between = [d for d in made if (d.giver_id, d.receiver_id) == (giver.pk, place.pk)]
                    pledged = sum(d.days_pledged for d in between if d.giver_signed_by_id and year_on(d.starts) == year)
                    worked = sum(r.days for d in between for r in d.releases.all() if year_on(r.on) == year)
                    assert (cell.worked, cell.pledged) == (float(worked), float(pledged))
            assert page.total.pledged == sum(place.given.pledged for place in page.places)
            assert page.total.worked == sum(place.received.worked for place in page.places)
            for academy in academies:
                place = next(place for place in page.places if place.pk == academy.pk)
                own = ledger_page(cast.trust_leader, person_of(cast.trust_leader), academy, {"year": str(year)})
                assert (own.gives.worked, own.gives.pledged) == (place.given.worked, place.given.pledged)
                assert (own.receives.worked, own.receives.pledged) == (place.received.worked, place.received.pledged)

    def test_it_says_which_do_not_do_both(self, cast, client_of) -> None:
        third = make.AcademyFactory(trust=cast.trust, name="Idleford Academy")
        lent(cast.own, cast.sibling, 5)
        page = client_of(cast.trust_leader).get(MATRIX).context["page"]
        assert page.answer == "No academies of 3 both give and receive this year."
        assert page.lead == (
            "Otterbourne Vale only receives. Heronwick only gives. Idleford neither gives nor receives. "
            "Every academy is expected to do both."
        )
        lent(cast.sibling, cast.own, 5)
        lent(cast.sibling, third, 5)
        lent(third, cast.sibling, 5)
        page = client_of(cast.trust_leader).get(MATRIX).context["page"]
        assert (page.answer, page.lead) == ("Every academy both gives and receives this year.", "")

    def test_a_closed_academy_is_not_expected_to(self, cast, client_of) -> None:
        make.AcademyFactory(trust=cast.trust, name="Gone Academy", status="closed")
        lent(cast.own, cast.sibling, 5)
        assert "Gone" not in text(client_of(cast.trust_leader).get(MATRIX))

    def test_a_head_reads_totals_of_the_own_academy_alone(self, cast, client_of) -> None:
        """Of a partner they see one agreement, not all that it gives: it would seem to do less than it does."""
        lent(cast.sibling, cast.own, 5)
        third = make.AcademyFactory(trust=cast.trust, name="Thirdly Academy")
        lent(cast.sibling, third, 7)
        answer = client_of(cast.headteacher).get(MATRIX)
        places = {place.pk: place for place in answer.context["page"].places}
        assert set(places) == {cast.own.pk, cast.sibling.pk}
        assert places[cast.sibling.pk].verdict == ""
        assert places[cast.own.pk].verdict == "only receives"
        assert answer.context["page"].answer.startswith(f"{cast.own} only receives this year: 5 days")
        assert answer.context["page"].rows == [], "a list says it better"
        assert "What other academies do among themselves is not counted here" in text(answer)
        assert "Thirdly" not in text(answer)

    def test_it_narrows_by_state_and_subject(self, cast, client_of) -> None:
        reading = make.SupportAreaFactory(trust=cast.trust, name="Reading")
        lent(cast.own, cast.sibling, 5, area=reading)
        lent(cast.own, cast.sibling, 3, made=make.DeploymentFactory)
        leader = client_of(cast.trust_leader)

        def pledged(query):
            return leader.get(f"{MATRIX}?{query}").context["page"].total.pledged

        assert pledged("") == 5
        assert pledged("state=proposed") == 3
        assert pledged("state=closed") == 0
        assert pledged(f"subject={reading.pk}") == 5
        assert pledged(f"year={YEAR - 1}") == 0

    def test_the_file_has_a_line_for_each_pair(self, cast, client_of) -> None:
        lent(cast.own, cast.sibling, 5, worked=[(day(YEAR, 10, 5), 2)])
        lines = text(client_of(cast.trust_leader).get(reverse("academies:ledger_csv"))).splitlines()
        assert lines[0].lstrip("\ufeff") == "From,To,Days worked,Days pledged"
        assert lines[1:] == [f"{cast.own},{cast.sibling},2.0,5.0"]

    def test_it_is_empty_before_the_first_agreement(self, cast, client_of) -> None:
        page = client_of(cast.trust_leader).get(MATRIX).context["page"]
        assert page.answer == "No academy lends to another this year."

    def test_nobody_of_another_trust_is_in_it(self, cast, client_of) -> None:
        lent(cast.own, cast.sibling, 5)
        lent(cast.foreign, make.AcademyFactory(trust=cast.foreign_trust), 5)
        assert cast.foreign.name not in text(client_of(cast.trust_leader).get(MATRIX))


@pytest.mark.parametrize("page", ["ledger_trust", "ledger_csv", "deployment_list", "deployment_csv", "ledger"])
def test_two_academies_cost_what_two_hundred_cost(cast, client_of, page) -> None:
    leader = client_of(cast.trust_leader)
    url = reverse(f"academies:{page}", args=[cast.own.slug] if page == "ledger" else [])
    lent(cast.own, cast.sibling, 5, worked=[(day(YEAR, 10, 5), 2)])
    leader.get(url)
    with CaptureQueriesContext(connection) as few:
        leader.get(url)
    Academy.objects.bulk_create(
        Academy(
            trust=cast.trust, urn=300000 + n, name=f"Academy {n:03d}", slug=f"one-of-many-{n}",
            phase="primary", la_code=936, la_name="Surrey",
        )
        for n in range(198)
    )  # fmt: skip
    academies = [cast.own, *Academy.objects.filter(slug__startswith="one-of-many")]
    who = cast.headteacher
    for giver, receiver in pairwise(academies):
        signed = {"giver_signed_by": who, "receiver_signed_by": who, "proposed_by": who}
        lent(giver, receiver, 5, **signed)
    with CaptureQueriesContext(connection) as many:
        answer = leader.get(url)
    assert answer.status_code == 200
    assert len(many) <= len(few), "\n".join(q["sql"][:200] for q in many.captured_queries)
    if page == "ledger_trust":
        assert len(answer.context["page"].places) > WIDEST
        assert answer.context["page"].rows == []
        assert len(answer.context["givers"]) == 20


def test_a_governor_of_one_academy_opens_the_matrix_of_their_own(cast, client_of) -> None:
    lent(cast.own, cast.sibling, 5)
    assert client_of(cast.people[Role.GOVERNOR]).get(MATRIX).status_code == 200
    assert client_of(cast.people[Role.TEACHER]).get(MATRIX).status_code == 403
