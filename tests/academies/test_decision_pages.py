"""The pages of category decisions: what each reader finds, what a form answers, that nothing typed is lost."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.access import Role
from academies.evidence import to_json
from academies.models import CategoryDecision
from academies.models.decision import Answer, DecisionStatus
from academies.providers import events, timeline, todo
from celt.lib.days import british
from tests import factories as make
from tests.academies.test_decisions import decide, evidence_of, person_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
TYPED = "Two of three subjects moved, and leaders know why."


@pytest.fixture
def scheme(cast):
    return make.scheme_in_use(cast.trust)


@pytest.fixture
def tier(scheme):
    return {tier.word: tier for tier in scheme.tiers.all()}


def new_url(academy) -> str:
    return reverse("academies:decision_new", args=[academy.slug])


def form_of(client, url: str, tier, **named: Any) -> dict[str, Any]:
    """What a leader sends who has just read the page."""
    read = client.get(url).context["form"]["read"].value()
    usual = {"tier": tier.pk, "starts": TODAY, "ends": TODAY + 200 * DAY, "rationale": TYPED, "read": read}
    return {**usual, **named}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def rows_of(response) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def told_gap(value: float = 12.4, low: float = 6, high: float = 19):
    return make.told(test_gap=make.a_fact(value, low, high, figure=f"{value} points behind"))


def test_a_leader_reads_criterion_by_criterion_what_points_where(cast, client_of, scheme):
    with told_gap():
        page = text(client_of(cast.trust_leader).get(new_url(cast.own)))
    assert "Heronwick Primary Academy: the evidence points to Repair" in page
    assert "the interval reaches from Improve to Stabilise, so it cannot tell them apart." in page
    assert "It rests on 1 of 2 criteria. “Gap at reading” spans a bound and cannot tell categories apart." in page
    assert "“Attendance” has no figure and counts neither way." in page
    for part in ("95% interval 6 to 19", "40 pupils", "Gap run of the night", "I rest the decision on this"):
        assert part in page
    assert not [line for line in page.split("<input") if 'name="tier"' in line and "checked" in line], (
        "the app proposes; no category is chosen for the leader"
    )


def test_without_a_scheme_in_use_the_page_says_what_is_missing(cast, client_of):
    page = text(client_of(cast.trust_leader).get(new_url(cast.own)))
    assert "No category scheme is in use" in page
    assert 'name="tier"' not in page


def test_a_decision_goes_to_a_second_person_and_then_to_the_head(cast, client_of, tier):
    leader, second, head = (client_of(who) for who in (cast.trust_leader, cast.second_leader, cast.headteacher))
    concern = make.ConcernFactory(academy=cast.own, title="Reading stands still")
    url = new_url(cast.own)
    with told_gap():
        sent = form_of(leader, url, tier["Stabilise"], evidence=["test_gap"], concerns=[concern.pk])
        answer = leader.post(url, sent)
    decision = CategoryDecision.objects.get()
    show = reverse("academies:decision_show", args=[decision.pk])
    assert answer.headers["Location"] == show
    assert head.get(show).status_code == 404, "the head sees it once it is confirmed"

    moderate = reverse("academies:decision_moderate", args=[decision.pk])
    own = text(leader.get(moderate))
    assert "Somebody else who decides for the trust confirms it" in own
    assert 'name="reason"' not in own
    assert "Somebody else confirms it." in text(leader.post(moderate, {"tier": tier["Stabilise"].pk}))
    page = text(second.get(moderate))
    assert TYPED in page
    assert "Reading stands still" in page
    assert "The decision rests on this" in page
    refused = second.post(moderate, {"tier": tier["Repair"].pk, "reason": ""})
    assert "Say why Repair and not Stabilise" in text(refused)
    second.post(moderate, {"tier": tier["Repair"].pk, "reason": "The plan has had two terms."})
    decision.refresh_from_db()
    assert decision.confirmed_tier == tier["Repair"]
    assert second.get(moderate).headers["Location"] == show, "what is confirmed is read, not moderated again"

    read = text(head.get(show))
    assert "Leopold Ravensbourne changed Stabilise to Repair" in read
    assert "The plan has had two terms." in read
    reply = reverse("academies:decision_answer", args=[decision.pk])
    assert "Say what you disagree with" in text(head.post(reply, {"answer": "disagrees", "says": " "}))
    head.post(reply, {"answer": "disagrees", "says": "One year group only."})
    anew = head.get(reply).context["form"]["seen"].value()
    head.post(reply, {"answer": "accepts", "says": "We accept the support.", "seen": anew})
    both = text(leader.get(show))
    assert "We accept the support." in both
    assert "One year group only." in both, "the earlier answer stays in the record"


def test_the_concern_out_of_which_somebody_decides_is_ticked(cast, client_of, scheme):
    first, other = make.ConcernFactory(academy=cast.own), make.ConcernFactory(academy=cast.own)
    client, way = client_of(cast.trust_leader), reverse("academies:decision_new", args=[cast.own.slug])
    offered = client.get(reverse("academies:concern_show", args=[first.pk])).content.decode()
    assert f"{way}?concern={first.pk}" in offered
    page = client.get(f"{way}?concern={first.pk}")
    assert page.context["taken_up"] == [str(first.pk)]
    assert page.context["form"]["starts"].value() is not None
    for unknown in ("", "?concern=x", f"?concern={other.pk + 9}"):
        assert client.get(f"{way}{unknown}").context["taken_up"] == []


def test_nothing_typed_is_lost_when_something_is_to_be_mended(cast, client_of, tier):
    client = client_of(cast.trust_leader)
    url = new_url(cast.own)
    with told_gap():
        sent = form_of(client, url, tier["Repair"], ends=TODAY - DAY, evidence=["test_gap"])
        page = text(client.post(url, sent))
        nothing = text(client.post(url, {**sent, "ends": TODAY + DAY, "evidence": []}))
    assert "The last day," in page
    assert "is before the first" in page
    assert TYPED in page
    assert 'value="test_gap" checked' in page.replace('id="id_evidence_0"', "").replace("  ", " ")
    assert f'value="{tier["Repair"].pk}" id="id_tier_2" checked' in page
    assert "Tick what you rest the decision on" in nothing


def test_a_tick_for_what_has_no_figure_is_refused_in_words(cast, client_of, tier):
    client, url = client_of(cast.trust_leader), new_url(cast.own)
    with told_gap():
        page = text(client.post(url, form_of(client, url, tier["Repair"], evidence=["test_gap", "test_attendance"])))
    assert "“Attendance” has no figure: it counts neither way, and a decision cannot rest on it." in page
    assert not CategoryDecision.objects.exists()


def test_evidence_that_changed_meanwhile_is_read_again_before_it_is_signed(cast, client_of, tier):
    client, url = client_of(cast.trust_leader), new_url(cast.own)
    with told_gap(12.4):
        sent = form_of(client, url, tier["Repair"], evidence=["test_gap"])
    with told_gap(3, 1, 4):
        page = client.post(url, sent)
        assert "The evidence changed while you wrote" in text(page)
        assert TYPED in text(page)
        again = client.post(url, {**sent, "read": page.context["form"]["read"].value()})
    assert again.status_code == 302


def test_the_second_of_two_who_decide_at_once_sees_both(cast, client_of, tier):
    first, second, url = client_of(cast.trust_leader), client_of(cast.second_leader), new_url(cast.own)
    theirs = form_of(second, url, tier["Improve"], rationale="Leaders have changed; the figures have not.")
    first.post(url, form_of(first, url, tier["Repair"]))
    page = text(second.post(url, theirs))
    assert "Imogen Thackerwell decided Repair" in page
    assert TYPED in page, "what the other wrote"
    assert "Leaders have changed; the figures have not." in page, "what was typed here"
    assert "Nothing you typed is lost" in page
    assert reverse("academies:decision_moderate", args=[CategoryDecision.objects.get().pk]) in page
    fresh = text(second.get(url))
    assert "Imogen Thackerwell decided Repair" in fresh
    assert 'name="tier"' not in fresh, "there is nothing to write while it waits"
    assert 'name="evidence"' not in fresh


def test_a_reader_finds_the_decision_and_no_evidence(cast, client_of, scheme, tier):
    """Governors and trustees: what was decided and why, no figure of staff's, no name of staff."""
    evidence = evidence_of(cast, scheme, test_gap=make.a_fact(12.4, 6, 19, figure="12.4 points behind"))
    decision = make.DecisionFactory(
        academy=cast.own, tier=tier["Repair"], evidence=to_json(evidence), rationale=TYPED,
        decided_by=cast.trust_leader, moderated_by=cast.second_leader,
    )  # fmt: skip
    make.DecisionFactory(academy=cast.own, tier=tier["Improve"], starts=TODAY - 400 * DAY, ends=TODAY - 100 * DAY)
    urls = [
        reverse("academies:decision_show", args=[decision.pk]),
        reverse("academies:category", args=[cast.own.slug]),
        reverse("academies:category_csv", args=[cast.own.slug]),
        reverse("academies:decision_list"),
    ]
    for reader in (cast.governor, cast.trustee):
        for url in urls:
            page = text(client_of(reader).get(url))
            assert "12.4" not in page
            assert "Thackerwell" not in page
            assert "Ravensbourne" not in page
            assert "Repair" in page
        assert TYPED in text(client_of(reader).get(urls[0]))
    assert "12.4 points behind" in text(client_of(cast.headteacher).get(urls[0]))
    assert "Imogen Thackerwell" in text(client_of(cast.senior_leader).get(urls[1]))


def test_who_may_know_of_no_concern_learns_of_none_from_the_evidence(cast, client_of):
    """A senior leader reads the figures; how many concerns are open is for the head and the trust's leaders."""
    criteria = (("test_gap", "Gap at reading", False, (5, 10, 15)), ("concerns.open", "Open concerns", True, (0, 1, 3)))
    scheme = make.scheme_in_use(cast.trust, criteria=criteria)
    make.ConcernFactory.create_batch(2, academy=cast.own)
    gap = make.a_fact(3.1, 2, 4, figure="3.1 points behind")
    evidence = evidence_of(cast, scheme, rests_on=("test_gap", "concerns.open"), test_gap=gap)
    decision = make.DecisionFactory(
        academy=cast.own, tier=scheme.tiers.get(word="Repair"), proposed_tier=scheme.tiers.get(word="Repair"),
        evidence=to_json(evidence),
    )  # fmt: skip
    url = reverse("academies:decision_show", args=[decision.pk])
    read = {who: text(client_of(cast.people[Role(who)]).get(url)) for who in ("senior_leader", "headteacher")}
    assert "because of “Open concerns”" in read["headteacher"]
    for page in read.values():
        assert "3.1 points behind" in page
        assert "The app proposes Repair" in page
    assert "Open concerns" not in read["senior_leader"]
    assert "is left out here" in read["senior_leader"]
    assert "is left out here" not in read["headteacher"]


def test_staff_who_govern_elsewhere_read_no_evidence(cast, client_of, scheme, tier):
    """They read as governors on every dashboard; the record of a decision is no way round that."""
    evidence = evidence_of(cast, scheme, test_gap=make.a_fact(12.4, 6, 19, figure="12.4 points behind"))
    decision = make.DecisionFactory(academy=cast.own, tier=tier["Repair"], evidence=to_json(evidence))
    url = reverse("academies:decision_show", args=[decision.pk])
    both = make.UserFactory()
    make.MembershipFactory(user=both, role=Role.SENIOR_LEADER, academy=cast.own, trust=cast.trust)
    make.MembershipFactory(user=both, role=Role.GOVERNOR, academy=cast.sibling, trust=cast.trust)
    assert "12.4 points behind" in text(client_of(cast.senior_leader).get(url))
    assert "12.4" not in text(client_of(both).get(url))


def test_an_academy_reads_its_category_and_every_one_before(cast, client_of, tier):
    area = make.SupportAreaFactory(trust=cast.trust, name="Mathematics")
    make.DecisionFactory(academy=cast.own, tier=tier["Improve"], starts=TODAY - 400 * DAY, ends=TODAY - 61 * DAY)
    make.DecisionFactory(academy=cast.own, tier=tier["Repair"])
    make.DecisionFactory(academy=cast.own, tier=tier["Stabilise"], area=area)
    page = text(client_of(cast.headteacher).get(reverse("academies:category", args=[cast.own.slug])))
    assert "Heronwick Primary Academy has been in Repair since" in page
    assert "By subject: Mathematics in Stabilise." in page
    for part in ("3 visits", "10 days", "every term", "Answer it", "Over the years"):
        assert part in page
    rows = rows_of(client_of(cast.headteacher).get(reverse("academies:category_csv", args=[cast.own.slug])))
    assert [row[1] for row in rows[1:]] == ["Repair", "Stabilise", "Improve"]


def test_a_category_that_is_decided_again_holds_since_it_first_did(cast, client_of, tier):
    begun, again = TODAY - 300 * DAY, TODAY - 60 * DAY
    make.DecisionFactory(academy=cast.own, tier=tier["Improve"], starts=begun - 100 * DAY, ends=begun - DAY)
    make.DecisionFactory(academy=cast.own, tier=tier["Repair"], starts=begun, ends=again - DAY)
    make.DecisionFactory(academy=cast.own, tier=tier["Repair"], starts=again, ends=TODAY + 100 * DAY)
    client = client_of(cast.headteacher)
    since = f"in Repair since {british(begun)}."
    assert since in text(client.get(reverse("academies:category", args=[cast.own.slug])))
    assert since in text(client.get(reverse("academies:academy_detail", args=[cast.own.slug])))


def test_a_decision_leads_to_somebody_lent_because_of_it(cast, client_of, tier):
    decision = make.DecisionFactory(academy=cast.own, tier=tier["Repair"])
    show = reverse("academies:decision_show", args=[decision.pk])
    way = f"?receiver={cast.own.slug}&amp;decision={decision.pk}"
    page = client_of(cast.trust_leader).get(show).content.decode()
    assert f"{reverse('academies:deployment_new')}{way}" in page
    assert reverse("academies:scheme_show", args=[decision.scheme_id]) in page
    lent = make.DeploymentFactory(giver=cast.sibling, receiver=cast.own, decision=decision)
    page = client_of(cast.governor).get(show).content.decode()
    assert way not in page, "who proposes nothing is offered nothing"
    assert reverse("academies:deployment_show", args=[lent.pk]) in page


def test_an_academy_without_a_category_says_so(cast, client_of, scheme):
    page = text(client_of(cast.governor).get(reverse("academies:category", args=[cast.own.slug])))
    assert "has no category yet" in page
    assert "The trust's leaders decide it" in page


def test_the_trust_sees_first_what_waits_and_filters_the_rest(cast, client_of, tier):
    other = make.AcademyFactory(trust=cast.trust, name="Quernmore Academy")
    make.DecisionFactory(academy=cast.own, tier=tier["Repair"])
    make.DecisionFactory(academy=other, tier=tier["Sustain"], ends=TODAY + 20 * DAY)
    decide(cast, tier["Improve"], academy=cast.sibling)
    client, url = client_of(cast.second_leader), reverse("academies:decision_list")
    page = client.get(url)
    assert [row.academy for row in page.context["table"].data] == [cast.sibling.name, other.name, cast.own.name]
    assert "One of 3 academies is in Sustain, one in Repair and one has no category" in text(page)
    assert "Improve for Otterbourne Vale Academy" in text(page)

    def shown(query: str) -> list[str]:
        return [row.academy for row in client.get(f"{url}?{query}").context["table"].data]

    assert shown("category=Repair") == [cast.own.name]
    assert shown("phase=secondary") == [cast.sibling.name]
    assert shown("state=soon") == [other.name]
    assert shown("state=nonsense&category=None") == [cast.sibling.name, other.name, cast.own.name]
    assert shown("sort=-tier")[0] == cast.own.name
    rows = rows_of(client.get(reverse("academies:decision_csv")))
    assert rows[0][:3] == ["Academy", "Phase", "Category"]
    assert [cast.own.name, "Primary", "Repair"] in [row[:3] for row in rows]
    make.DecisionFactory(academy=make.AcademyFactory(trust=cast.trust), tier=tier["Sustain"])
    assert "Two of 4 academies are in Sustain, one in Repair and one has no category" in text(client.get(url))


def test_a_head_sees_their_own_academy_alone_in_the_list(cast, client_of, tier):
    for academy in (cast.own, cast.sibling):
        make.DecisionFactory(academy=academy, tier=tier["Repair"])
    page = client_of(cast.headteacher).get(reverse("academies:decision_list"))
    assert [row.academy for row in page.context["table"].data] == [cast.own.name]
    assert cast.sibling.name not in text(page)


def said_to(cast: Cast, user) -> list[str]:
    return [each.says for each in todo.collect(user, person_of(user, cast.trust))]


def test_each_is_told_what_waits_for_them(cast, tier):
    waiting = decide(cast, tier["Repair"])
    assert any("a second person confirms it" in says for says in said_to(cast, cast.second_leader))
    assert not any("second person" in says for says in said_to(cast, cast.trust_leader)), "not to who decided"
    decide(cast, tier["Repair"], academy=cast.sibling)
    assert "Two decisions wait for a second person." in said_to(cast, cast.second_leader)
    confirmed = make.DecisionFactory(academy=cast.sibling, tier=tier["Improve"], ends=TODAY + 10 * DAY)
    assert not any("ends on" in says for says in said_to(cast, cast.trust_leader)), "the next is on its way"
    make.DecisionFactory(academy=cast.own, tier=tier["Improve"], ends=TODAY + 10 * DAY)
    assert waiting.status == DecisionStatus.AWAITING
    asked = said_to(cast, cast.sibling_head)
    assert any(says.startswith("Otterbourne Vale Academy’s category was decided: Improve") for says in asked)
    confirmed.answer, confirmed.answered_by, confirmed.answered_at = Answer.ACCEPTS, cast.sibling_head, timezone.now()
    confirmed.save()
    assert not any("You can answer" in says for says in said_to(cast, cast.sibling_head))


def test_whoever_decided_hears_of_it_once_a_second_person_lets_it_lie(cast, tier):
    decide(cast, tier["Repair"])
    assert not any("waited" in says for says in said_to(cast, cast.trust_leader))
    decide(cast, tier["Repair"], academy=cast.sibling, at=timezone.now() - 8 * DAY)
    (says,) = [says for says in said_to(cast, cast.trust_leader) if "waited" in says]
    assert says.startswith("Repair for Otterbourne Vale Academy has waited for a second person since")


def test_a_category_that_ends_soon_is_decided_again(cast, tier):
    make.DecisionFactory(academy=cast.own, tier=tier["Improve"], ends=TODAY + 10 * DAY)
    assert any("Improve for Heronwick Primary Academy ends on" in says for says in said_to(cast, cast.trust_leader))


def test_the_timeline_and_the_calendar_know_of_it(cast, tier):
    decision = make.DecisionFactory(academy=cast.own, tier=tier["Repair"], rationale=TYPED)
    decide(cast, tier["Improve"], area=make.SupportAreaFactory(trust=cast.trust, name="Mathematics"))

    def moments(user) -> list[str]:
        return [moment.says for moment in timeline.collect(user, person_of(user, cast.trust), cast.own)]

    assert any(says.startswith("Category: Repair") for says in moments(cast.governor))
    assert not any("Mathematics" in says for says in moments(cast.headteacher)), "not confirmed yet"
    assert any("Improve in Mathematics decided" in says for says in moments(cast.trust_leader))
    assert not any("Repair" in says for says in moments(cast.teacher))
    found = events.collect(
        cast.headteacher, person_of(cast.headteacher, cast.trust), [cast.own, cast.sibling], TODAY, decision.ends
    )
    (ends,) = [event for event in found if event.uid == f"category-ends-{decision.pk}"]
    assert (ends.starts, ends.title, ends.load) == (decision.ends, "Repair ends", 0)
