"""The pages of agreements: proposing, signing, the steps after, the list, and who reads whose name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.access import Role
from academies.models import Deployment
from tests import factories as make
from tests.factories.deployment import days_ahead

WHO = "Theodosia Lentworth"


@pytest.fixture
def agreement(cast):
    """Under way between the cast's two academies."""
    return make.AgreedFactory(
        giver=cast.own, receiver=cast.sibling, person=WHO, focus="Talk in lessons", proposed_by=cast.headteacher
    )


@pytest.fixture
def offer(cast):
    return make.DeploymentFactory(giver=cast.own, receiver=cast.sibling, person=WHO, proposed_by=cast.trust_leader)


def at(name, deployment, *more):
    return reverse(f"academies:deployment_{name}", args=[deployment.pk, *more])


def text(response) -> str:
    return str(response.content.decode())


def sent(cast, **changes):
    return {
        "giver": cast.own.pk,
        "receiver": cast.sibling.pk,
        "person": WHO,
        "focus_kind": "practice",
        "focus": "Talk in mathematics",
        "days_pledged": "6",
        "starts": "2026-10-05",
        "ends": "2027-02-12",
        "intended_impact": "Pupils explain.",
        **changes,
    }


class TestProposing:
    URL = reverse("academies:deployment_new")

    def test_a_head_proposes_and_is_led_to_the_agreement(self, cast, client_of) -> None:
        answer = client_of(cast.headteacher).post(self.URL, sent(cast), follow=True)
        made = Deployment.objects.get()
        assert answer.redirect_chain == [(at("show", made), 302)]
        assert "Read and sign" in text(answer)

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"receiver": ""}, "Fill this in"),
            ({"ends": "2026-10-04"}, "The last day is before the first"),
            ({"days_pledged": "0"}, "Half a day at least"),
            ({"days_pledged": "2.3"}, "Whole or half days"),
            ({"days_pledged": "many"}, "A number of days"),
            ({"starts": "soon"}, "Enter a valid date"),
            ({"intended_impact": " "}, "Fill this in"),
        ],
    )
    def test_bad_input_gets_a_sentence_and_loses_nothing(self, cast, client_of, changes, says) -> None:
        answer = client_of(cast.headteacher).post(self.URL, sent(cast, **changes))
        assert answer.status_code == 200
        assert says in text(answer)
        assert "Talk in mathematics" in text(answer)
        assert not Deployment.objects.exists()

    def test_to_itself_is_refused(self, cast, client_of) -> None:
        answer = client_of(cast.headteacher).post(self.URL, sent(cast, receiver=cast.own.pk))
        assert "An academy does not lend people to itself" in text(answer)

    def test_a_head_proposes_for_their_own_academy_only(self, cast, client_of) -> None:
        third = make.AcademyFactory(trust=cast.trust)
        answer = client_of(cast.headteacher).post(self.URL, sent(cast, giver=third.pk))
        assert "You propose support for your own academy" in text(answer)
        assert client_of(cast.trust_leader).post(self.URL, sent(cast, giver=third.pk)).status_code == 302

    def test_another_trust_is_no_choice(self, cast, client_of) -> None:
        answer = client_of(cast.headteacher).post(self.URL, sent(cast, receiver=cast.foreign.pk))
        assert "Select a valid choice" in text(answer)
        assert cast.foreign.name not in text(answer)

    def test_a_subject_is_asked_for_where_the_trust_has_some(self, cast, client_of) -> None:
        reading = make.SupportAreaFactory(trust=cast.trust, name="Reading")
        attendance = make.SupportAreaFactory(trust=cast.trust, name="Attendance", kind="area")
        head = client_of(cast.headteacher)
        assert "Choose which subject" in text(head.post(self.URL, sent(cast, focus_kind="subject")))
        wrong = head.post(self.URL, sent(cast, focus_kind="subject", area=attendance.pk))
        assert "Attendance is an area of work" in text(wrong)
        assert head.post(self.URL, sent(cast, focus_kind="subject", area=reading.pk)).status_code == 302

    def test_it_can_come_from_a_concern(self, cast, client_of) -> None:
        concern = make.ConcernFactory(academy=cast.sibling, title="Reading fell in Year 4")
        url = f"{self.URL}?concern={concern.pk}"
        leader = client_of(cast.trust_leader)
        assert "Reading fell in Year 4" in text(leader.get(url))
        leader.post(url, sent(cast))
        made = Deployment.objects.get()
        assert made.concern == concern
        assert "Concern raised: Reading fell in Year 4" in text(leader.get(at("show", made)))
        # The other head sees no concern of that academy, and so not that it came from one.
        assert "Reading fell in Year 4" not in text(client_of(cast.headteacher).get(at("show", made)))

    @pytest.mark.parametrize("query", ["concern=x", "concern=999999", "decision=99999999999999999999", "receiver=none"])
    def test_an_address_that_names_nothing_is_a_plain_form(self, cast, client_of, query) -> None:
        assert client_of(cast.trust_leader).get(f"{self.URL}?{query}").status_code == 200


class TestSigning:
    def test_two_heads_sign_and_it_is_agreed(self, cast, client_of, offer) -> None:
        for head, side in ((cast.headteacher, "giver"), (cast.sibling_head, "receiver")):
            client = client_of(head)
            assert f'value="{side}"' in text(client.get(at("sign", offer)))
            client.post(at("sign", offer), {"side": side, "seen": offer.proposed_at.isoformat()})
        offer.refresh_from_db()
        assert offer.status == "agreed"
        shown = text(client_of(cast.trust_leader).get(at("show", offer)))
        assert cast.headteacher.full_name in shown
        assert cast.sibling_head.full_name in shown

    def test_the_title_tells_no_proposal_as_if_it_were_agreed(self, cast, client_of, offer, agreement) -> None:
        head = client_of(cast.headteacher)
        assert f"of {cast.own} would work 8 days at" in text(head.get(at("show", offer)))
        assert f"of {cast.own} works 8 days at" in text(head.get(at("show", agreement)))
        Deployment.objects.filter(pk=offer.pk).update(
            status="declined", ended_at=timezone.now(), ended_by=cast.headteacher, ended_reason="No."
        )
        assert f"of {cast.own} was to work 8 days at" in text(head.get(at("show", offer)))

    @pytest.mark.parametrize("seen", ["", "yesterday", "2026-13-45T99:00", "2020-01-01T00:00:00+00:00"])
    def test_a_signature_for_other_terms_is_refused(self, cast, client_of, offer, seen) -> None:
        answer = client_of(cast.headteacher).post(at("sign", offer), {"side": "giver", "seen": seen})
        assert answer.status_code == 200
        offer.refresh_from_db()
        assert offer.giver_signed_by is None

    def test_a_leader_and_the_other_head_do_not_sign(self, cast, client_of, offer) -> None:
        assert client_of(cast.trust_leader).get(at("sign", offer)).status_code == 403
        forged = {"side": "receiver", "seen": offer.proposed_at.isoformat()}
        assert client_of(cast.headteacher).post(at("sign", offer), forged).status_code == 403

    def test_where_nobody_can_sign_the_page_says_so(self, cast, client_of) -> None:
        unled = make.AcademyFactory(trust=cast.trust)
        offer = make.DeploymentFactory(giver=cast.own, receiver=unled)
        assert "Nobody can sign for it yet" in text(client_of(cast.headteacher).get(at("show", offer)))

    def test_what_is_signed_already_leads_back_with_the_reason(self, cast, client_of, agreement) -> None:
        answer = client_of(cast.headteacher).get(at("sign", agreement), follow=True)
        assert "both heads signed this agreement" in text(answer)


class TestSteps:
    def test_days_are_logged_and_struck_out(self, cast, client_of, agreement) -> None:
        head = client_of(cast.headteacher)
        day = days_ahead(-2).isoformat()
        done = head.post(at("log_days", agreement), {"on": day, "days": "1.5", "note": "Planned units"}, follow=True)
        assert "1.5 of 8" in text(done)
        line = agreement.releases.get()
        head.post(at("strike", agreement, line.pk), {"reason": "It was a course."})
        shown = text(head.get(at("show", agreement)))
        assert "0 of 8" in shown
        assert "It was a course." in shown

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            ({"days": "9"}, "Only 8 days of the pledge are left"),
            ({"days": "1e400"}, "No more than 1000 days. Check the number."),
            ({"on": days_ahead(2).isoformat()}, "still to come"),
            ({"on": days_ahead(-31).isoformat()}, "Choose a day within it"),
        ],
    )
    def test_days_beyond_the_pledge_and_outside_are_refused(self, cast, client_of, agreement, data, says) -> None:
        sent = {"on": days_ahead(-1).isoformat(), "days": "1", "note": "Typed", **data}
        answer = client_of(cast.headteacher).post(at("log_days", agreement), sent)
        assert says in text(answer)
        assert "Typed" in text(answer)

    def test_the_same_days_sent_twice_are_logged_once(self, cast, client_of, agreement) -> None:
        head, other = client_of(cast.headteacher), client_of(cast.sibling_head)
        url = at("log_days", agreement)
        sent = {"on": days_ahead(-2).isoformat(), "days": "1.5", "note": "Planned units"}
        sent["known"] = head.get(url).context["form"]["known"].value()
        head.post(url, sent)
        for who in (head, other):
            again = who.post(url, sent)
            assert "Meanwhile this was logged: 1.5 days on" in text(again)
            assert "Planned units" in text(again), "nothing typed is lost"
        assert agreement.releases.count() == 1
        other.post(url, {**sent, "known": again.context["form"]["known"].value()})
        assert agreement.releases.count() == 2, "another day and a half, said once more by who has seen the first"

    def test_a_line_of_another_agreement_is_not_found(self, cast, client_of, agreement) -> None:
        other = make.ReleasedDaysFactory()
        assert client_of(cast.headteacher).get(at("strike", agreement, other.pk)).status_code == 404

    def test_a_head_declines(self, cast, client_of, offer) -> None:
        head = client_of(cast.sibling_head)
        assert "Fill this in" in text(head.post(at("decline", offer), {"reason": ""}))
        done = head.post(at("decline", offer), {"reason": "Not before Easter."}, follow=True)
        assert "Why it was declined" in text(done)
        assert "Not before Easter." in text(done)

    def test_the_trust_withdraws_and_the_other_head_may_not(self, cast, client_of, agreement) -> None:
        assert client_of(cast.sibling_head).get(at("withdraw", agreement)).status_code == 403
        client_of(cast.trust_leader).post(at("withdraw", agreement), {"reason": "She is ill."})
        agreement.refresh_from_db()
        assert agreement.status == "withdrawn"

    def test_it_is_closed_beside_what_was_intended(self, cast, client_of, agreement) -> None:
        head = client_of(cast.headteacher)
        assert agreement.intended_impact in text(head.get(at("close", agreement)))
        done = head.post(at("close", agreement), {"actual_impact": "Five of seven classes."}, follow=True)
        assert "Five of seven classes." in text(done)
        assert "Finished" in text(done)


class TestChanging:
    def test_the_second_of_two_sees_both_versions(self, cast, client_of, offer) -> None:
        first, second = client_of(cast.headteacher), client_of(cast.sibling_head)
        seen = second.get(at("change", offer)).context["form"]["seen"].value()
        ours = {k: v for k, v in sent(cast).items() if k not in ("giver", "receiver")}
        first.post(at("change", offer), {**ours, "focus": "Fluency", "seen": seen})
        answer = second.post(at("change", offer), {**ours, "focus": "Phonics", "seen": seen})
        shown = text(answer)
        assert "Somebody else changed this while you wrote" in shown
        assert "Fluency" in shown
        assert "Phonics" in shown
        offer.refresh_from_db()
        assert offer.focus == "Fluency"

    def test_signatures_fall(self, cast, client_of, agreement) -> None:
        form = client_of(cast.headteacher).get(at("change", agreement)).context["form"]
        data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        answer = client_of(cast.headteacher).post(at("change", agreement), {**data, "days_pledged": "12"}, follow=True)
        assert "Both heads sign these terms" in text(answer)
        agreement.refresh_from_db()
        assert (agreement.status, agreement.giver_signed_by) == ("proposed", None)

    def test_sending_it_unchanged_keeps_the_signatures(self, cast, client_of, agreement) -> None:
        form = client_of(cast.headteacher).get(at("change", agreement)).context["form"]
        data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        answer = client_of(cast.headteacher).post(at("change", agreement), data, follow=True)
        assert "what was signed stays signed" in text(answer)


class TestReaders:
    """Governors and trustees read the ledger, and the name of nobody who is lent, logs or decides."""

    def pages(self, cast, deployment):
        yield reverse("academies:ledger", args=[cast.own.slug])
        yield reverse("academies:deployment_list")
        yield reverse("academies:deployment_csv")
        yield reverse("academies:ledger_trust")
        yield at("show", deployment)

    @pytest.mark.parametrize("who", [Role.GOVERNOR, Role.TRUSTEE])
    def test_they_read_no_name_of_staff(self, cast, client_of, who) -> None:
        named = make.UserFactory(full_name="Persephone Loggerhead")
        withdrawn = make.AgreedFactory(
            giver=cast.own,
            receiver=cast.sibling,
            person=WHO,
            focus="Talk in lessons",
            proposed_by=named,
            giver_signed_by=named,
        )
        make.ReleasedDaysFactory(deployment=withdrawn, note=f"{WHO} planned", recorded_by=named)
        Deployment.objects.filter(pk=withdrawn.pk).update(
            status="withdrawn", ended_by=named, ended_at=timezone.now(), ended_reason=f"{WHO} is ill."
        )
        staff, reader = client_of(cast.headteacher), client_of(cast.people[who])
        for page in self.pages(cast, withdrawn):
            assert reader.get(page).status_code == 200
            shown = text(reader.get(page))
            assert WHO not in shown
            assert named.full_name not in shown
            assert "Who goes" not in shown
        # What they do not read stands there for staff.
        assert WHO in text(staff.get(at("show", withdrawn)))
        assert named.full_name in text(staff.get(at("show", withdrawn)))
        assert "Talk in lessons" in text(reader.get(at("show", withdrawn)))

    def test_whoever_governs_one_side_and_works_at_the_other_reads_it(self, cast, client_of, agreement) -> None:
        make.MembershipFactory(user=cast.governor, academy=cast.sibling, role=Role.SENIOR_LEADER)
        assert WHO in text(client_of(cast.governor).get(at("show", agreement)))

    def test_an_academy_that_is_no_side_of_it_sees_nothing(self, cast, client_of, agreement) -> None:
        third = make.AcademyFactory(trust=cast.trust)
        head = make.MembershipFactory(academy=third, role=Role.HEADTEACHER).user
        client = client_of(head)
        assert client.get(at("show", agreement)).status_code == 404
        assert "Talk in lessons" not in text(client.get(reverse("academies:deployment_list")))
        assert cast.sibling.name not in text(client.get(reverse("academies:ledger_trust")))


class TestTheList:
    URL = reverse("academies:deployment_list")

    def test_it_filters_by_side_state_subject_and_year(self, cast, client_of, agreement) -> None:
        reading = make.SupportAreaFactory(trust=cast.trust, name="Reading")
        back = make.AgreedFactory(giver=cast.sibling, receiver=cast.own, focus="Given back", area=reading)
        over = make.AgreedFactory(
            giver=cast.own,
            receiver=cast.sibling,
            focus="Long over",
            starts=days_ahead(-800),
            ends=days_ahead(-700),
        )
        leader = client_of(cast.trust_leader)

        def found(query):
            return {row.pk for row in leader.get(f"{self.URL}?{query}").context["page"].rows}

        assert found("") == {agreement.pk, back.pk, over.pk}
        assert found(f"giver={cast.own.slug}") == {agreement.pk, over.pk}
        assert found(f"receiver={cast.own.slug}") == {back.pk}
        assert found(f"with={cast.own.slug}") == {agreement.pk, back.pk, over.pk}
        assert found(f"subject={reading.pk}") == {back.pk}
        assert found("state=late") == {over.pk}
        assert found("state=proposed") == set()
        assert over.pk not in found(f"year={timezone.localdate().year}")
        # What the address cannot mean is left out of account.
        assert found("giver=nowhere&state=x&subject=y&year=z") == {agreement.pk, back.pk, over.pk}

    def test_it_sorts_by_days_and_pages_by_twenty(self, cast, client_of) -> None:
        for days in range(1, 23):
            make.AgreedFactory(giver=cast.own, receiver=cast.sibling, days_pledged=Decimal(days))
        leader = client_of(cast.trust_leader)
        table = leader.get(f"{self.URL}?sort=-days").context["table"]
        assert len(list(table.paginated_rows)) == 20
        assert "22 agreements: 0 of 253 days worked." in text(leader.get(self.URL))

    def test_the_file_has_a_line_for_each(self, cast, client_of, agreement) -> None:
        lines = text(client_of(cast.headteacher).get(reverse("academies:deployment_csv"))).splitlines()
        assert (
            lines[0].lstrip("\ufeff").startswith("Agreement,From,To,Who goes,Kind of focus,Subject or area,First day")
        )
        assert len(lines) == 2
        assert "8.0" in lines[1]
