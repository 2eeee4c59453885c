"""Pages of concerns: the lists, raising one from a figure, one with its log, and who is told."""

import csv
import datetime

import pytest
from django.utils import timezone

from academies.access import Permission, Person
from academies.facts.concerns import concern_facts
from academies.models import Concern, ConcernInDecision, Membership
from academies.moments.concerns import concern_moments
from academies.providers import Fact, FactKind
from academies.providers import facts as registry
from academies.selectors.concern import QUIET_DAYS, open_concerns
from academies.services.concerns import raise_concern, take_step
from academies.todos.concerns import concern_todos
from tests import factories as make

pytestmark = pytest.mark.django_db
RAISED = {"title": "Reading fell in Year 4", "detail": "Seen on the visit of 3 October."}


def ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def person_of(user) -> Person:
    held = list(Membership.objects.current().filter(user=user).select_related("trust", "academy"))
    return Person(held, held[0].trust if held else None)


def text_of(answer) -> str:
    return str(answer.content.decode())


@pytest.fixture
def concern(cast) -> Concern:
    return raise_concern(by=cast.trust_leader, academy=cast.own, title=RAISED["title"], detail=RAISED["detail"])


@pytest.fixture
def figure(cast):
    """A kind of fact that says something of `cast.own`."""
    kind = FactKind("test.gap", "Gap at reading", "Gaps", "lower")

    def provider(user, person, academies):
        for academy in academies:
            if academy == cast.own:
                yield Fact(
                    "test.gap", academy.pk, 12.4, "12.4 points behind", "Gap run", datetime.date(2026, 7, 14), n=28,
                    period="2025/26", trend="wider than last year", url="/dashboards/",
                )  # fmt: skip

    registry.register([kind], provider)
    yield kind
    del registry.kinds[kind.slug], registry._providers[provider]


def test_a_leader_raises_one_and_is_told_first_that_the_head_reads_it(cast, client_of):
    client = client_of(cast.trust_leader)
    page = text_of(client.get("/academies/heronwick/concerns/raise/"))
    assert f"{cast.headteacher.full_name}, who leads Heronwick Primary Academy, can read it from now on" in page
    answer = client.post("/academies/heronwick/concerns/raise/", RAISED)
    concern = Concern.objects.get()
    assert answer.url == f"/concerns/{concern.pk}/"
    assert RAISED["detail"] in text_of(client_of(cast.headteacher).get(answer.url))


def test_an_academy_that_nobody_leads_here_is_said(cast, client_of):
    Membership.objects.filter(user=cast.headteacher).update(ends=datetime.date(2022, 1, 1))
    page = text_of(client_of(cast.trust_leader).get("/academies/heronwick/concerns/raise/"))
    assert "Nobody who leads Heronwick Primary Academy can sign in yet: speak to them yourself" in page


def test_a_concern_keeps_the_figure_that_raised_it(cast, client_of, figure):
    client = client_of(cast.trust_leader)
    answer = client.get("/academies/heronwick/concerns/raise/?kind=test.gap")
    shown = text_of(answer)
    assert "Gap at reading: 12.4 points behind" in shown
    assert "wider than last year" in shown
    assert "As of 14 July 2026" in shown
    client.post(
        "/academies/heronwick/concerns/raise/?kind=test.gap",
        {**RAISED, "fact": answer.context["form"]["fact"].value()},
    )
    came_from: dict[str, str] = Concern.objects.get().came_from or {}
    assert came_from["says"] == "Gap at reading: 12.4 points behind"
    assert came_from["trend"] == "wider than last year"
    assert came_from["source"] == "Gap run, 2025/26 (28 pupils)"
    assert came_from["as_of"] == "14 July 2026"
    assert "12.4 points behind" in text_of(client.get(f"/concerns/{Concern.objects.get().pk}/"))


def test_a_figure_worded_anew_is_refused_and_nothing_typed_is_lost(cast, client_of, figure):
    client = client_of(cast.trust_leader)
    sealed = client.get("/academies/heronwick/concerns/raise/?kind=test.gap").context["form"]["fact"].value()
    for address, fact in (("heronwick", f"{sealed}x"), ("otterbourne-vale", sealed)):
        page = text_of(client.post(f"/academies/{address}/concerns/raise/", {**RAISED, "fact": fact}))
        assert "no longer knows which figure it came from" in page
        assert RAISED["detail"] in page
    assert not Concern.objects.exists()


def test_a_figure_that_there_is_not_raises_nothing_by_itself(cast, client_of, figure):
    for address in ("heronwick/concerns/raise/?kind=no.such", "otterbourne-vale/concerns/raise/?kind=test.gap"):
        page = text_of(client_of(cast.trust_leader).get(f"/academies/{address}"))
        assert "It came from" not in page


def test_what_is_missing_is_said_and_what_was_typed_stays(cast, client_of):
    page = text_of(client_of(cast.trust_leader).post("/academies/heronwick/concerns/raise/", {"title": "Reading fell"}))
    assert "One thing to mend" in page
    assert 'value="Reading fell"' in page


def test_each_step_by_its_form(cast, client_of, concern):
    client, address = client_of(cast.trust_leader), f"/concerns/{concern.pk}/"
    page = client.post(address, {"escalated-step": "escalated", "escalated-says": "No plan."}, follow=True)
    assert "The concern now stands with the executive." in text_of(page)
    page = client.post(address, {"resolved-step": "resolved", "resolved-says": "It rose."}, follow=True)
    assert "Reading fell in Year 4: resolved after 0 days." in text_of(page)
    assert "Open it again" in text_of(page)
    assert "Escalate it" not in text_of(page)


def test_the_head_answers_and_escalates_nothing(cast, client_of, concern):
    client, address = client_of(cast.headteacher), f"/concerns/{concern.pk}/"
    page = text_of(client.get(address))
    assert "Add the note" in page
    assert "Escalate it" not in page
    assert client.post(address, {"note-step": "note", "note-says": "We know."}).status_code == 302
    assert client.post(address, {"escalated-step": "escalated", "escalated-says": "Up."}).status_code == 403
    assert concern.entries.count() == 2


def test_a_step_without_a_reason_is_refused_in_its_own_form(cast, client_of, concern):
    page = text_of(client_of(cast.trust_leader).post(f"/concerns/{concern.pk}/", {"resolved-step": "resolved"}))
    assert "Say it in a sentence." in page
    assert '<details class="fold" open>' in page
    assert concern.entries.count() == 1


def test_who_was_overtaken_keeps_what_was_typed_and_can_send_it_again(cast, client_of, concern):
    client, address = client_of(cast.second_leader), f"/concerns/{concern.pk}/"
    form = next(form for form in client.get(address).context["forms"] if form.to == "escalated")
    sent = {"escalated-step": "escalated", "escalated-says": "No plan at all.", "escalated-seen": form["seen"].value()}
    take_step(by=cast.trust_leader, concern=concern, step="escalated", says="No plan.")
    answer = client.post(address, sent)
    page = text_of(answer)
    assert "took a step while you wrote" in page
    assert "No plan at all." in page
    form = next(form for form in answer.context["forms"] if form.to == "escalated")
    client.post(address, {**sent, "escalated-seen": form["seen"].value()})
    concern.refresh_from_db()
    assert concern.level == 3


def test_a_step_that_no_longer_follows_keeps_its_words_on_the_page(cast, client_of, concern):
    take_step(by=cast.trust_leader, concern=concern, step="resolved", says="Settled.")
    answer = client_of(cast.second_leader).post(
        f"/concerns/{concern.pk}/", {"escalated-step": "escalated", "escalated-says": "Far too long a wait."}
    )
    assert answer.status_code == 200
    assert "This concern was resolved. Open it again first" in text_of(answer)
    assert "Far too long a wait." in text_of(answer)


def test_it_says_what_it_led_to(cast, client_of, concern):
    scheme = make.scheme_in_use(cast.trust)
    decision = make.DecisionFactory(academy=cast.own, scheme=scheme, tier=scheme.tiers.get(word="Repair"))
    page = text_of(client_of(cast.trust_leader).get(f"/concerns/{concern.pk}/"))
    assert "Nothing yet." in page
    ConcernInDecision.objects.create(concern=concern, decision=decision)
    page = text_of(client_of(cast.trust_leader).get(f"/concerns/{concern.pk}/"))
    assert "Category Repair" in page
    assert f"concern={concern.pk}" in page


def test_the_list_opens_with_what_matters_and_narrows(cast, client_of):
    old = make.ConcernFactory(academy=cast.own, raised_at=ago(60), title="Old and low")
    make.ConcernFactory(academy=cast.sibling, raised_at=ago(5), title="High", level=3)
    done = make.ConcernFactory(academy=cast.own, title="Done", status="resolved", resolved_at=ago(1), raised_at=ago(9))
    make.ConcernFactory(academy=cast.foreign, title="Elsewhere")
    client = client_of(cast.trust_leader)
    page = text_of(client.get("/concerns/"))
    assert (
        "Two concerns are open; one of them stands with the trustees; the quietest has had no word for 60 days." in page
    )
    assert page.index("High") < page.index("Old and low") < page.index("Done")
    assert "Elsewhere" not in page

    def titles(query: str) -> list[str]:
        lines = client.get(f"/concerns/concerns.csv{query}").content.decode("utf-8-sig").splitlines()
        return [line[0] for line in csv.reader(lines)][1:]

    assert titles("?state=resolved") == [done.title]
    assert titles("?academy=heronwick&state=open") == [old.title]
    assert titles("?level=3") == ["High"]
    assert titles("?sort=days") == ["High", "Done", "Old and low"]
    assert titles("?level=9&academy=puffinscar") == ["High", "Old and low", "Done"]
    assert "Old and low" not in text_of(client_of(cast.sibling_head).get("/concerns/"))


def test_the_academys_page_is_for_leaders_and_its_own_head(cast, client_of, concern):
    for who, status in (("trust_leader", 200), ("headteacher", 200), ("sibling_head", 404), ("governor", 403)):
        assert client_of(getattr(cast, who)).get("/academies/heronwick/concerns/").status_code == status
    page = text_of(client_of(cast.headteacher).get("/academies/heronwick/concerns/"))
    assert "One concern is open at Heronwick Primary Academy." in page
    assert "Raise a concern" not in page


# Who is told.


def said(user) -> list[str]:
    return [todo.says for todo in concern_todos(user, person_of(user))]


def test_the_head_is_told_until_they_answer(cast, concern):
    assert said(cast.headteacher) == ["A concern was raised at Heronwick Primary Academy: Reading fell in Year 4."]
    take_step(by=cast.headteacher, concern=concern, step="note", says="We know.")
    assert said(cast.headteacher) == []
    take_step(by=cast.trust_leader, concern=concern, step="escalated", says="No plan.")
    assert "was escalated to the executive" in said(cast.headteacher)[0]
    take_step(by=cast.trust_leader, concern=concern, step="resolved", says="Settled.")
    assert said(cast.headteacher) == said(cast.sibling_head) == said(cast.governor) == []


def test_leaders_are_told_of_what_went_quiet(cast):
    assert said(cast.trust_leader) == []
    quiet = make.ConcernFactory(academy=cast.own, raised_at=ago(QUIET_DAYS + 10))
    make.ConcernFactory(academy=cast.foreign, raised_at=ago(QUIET_DAYS + 10))
    assert said(cast.trust_leader) == [
        "A concern at Heronwick Primary Academy is open, and nothing was written about it for 40 days."
    ]
    make.ConcernFactory(academy=cast.sibling, raised_at=ago(QUIET_DAYS))
    assert said(cast.trust_leader) == ["Two concerns have been open for 30 days and more without a note."]
    take_step(by=cast.trust_leader, concern=quiet, step="note", says="Spoke to the head.")
    assert "Otterbourne Vale Academy" in said(cast.trust_leader)[0]


def test_the_timeline_tells_steps_to_those_who_see_concerns(cast, concern):
    take_step(by=cast.headteacher, concern=concern, step="note", says="A quiet word.")
    take_step(by=cast.trust_leader, concern=concern, step="escalated", says="No plan.")

    def told(user) -> list[str]:
        return [moment.says for moment in concern_moments(user, person_of(user), cast.own)]

    assert told(cast.headteacher) == [
        "Concern escalated to the executive: Reading fell in Year 4",
        "Concern raised with the head: Reading fell in Year 4",
    ]
    for who in ("governor", "trustee", "senior_leader", "sibling_head", "nobody"):
        assert told(getattr(cast, who)) == []


def test_the_fact_counts_open_ones_for_those_who_may_know(cast, concern):
    make.ConcernFactory(academy=cast.own, status="resolved", resolved_at=ago(1))

    def counted(user) -> dict[int, tuple[float | None, str]]:
        return {
            fact.academy: (fact.value, fact.figure)
            for fact in concern_facts(user, person_of(user), [cast.own, cast.sibling])
        }

    assert counted(cast.trust_leader) == {cast.own.pk: (1.0, "1"), cast.sibling.pk: (0.0, "None")}
    assert counted(cast.headteacher) == {cast.own.pk: (1.0, "1")}
    assert counted(cast.governor) == counted(cast.foreign_leader) == {}
    assert open_concerns(cast.trust_leader, [cast.own, cast.sibling]) == {cast.own.pk: 1}
    assert open_concerns(cast.sibling_head, [cast.own]) == {}


def test_the_permission_to_see_is_leaders_and_heads_alone(cast):
    """The page tells leaders that the head reads along; a role more would make that untrue."""
    seers = {role.value for role in cast.people if person_of(cast.people[role]).can(Permission.VIEW_CONCERNS)}
    assert seers == {"trust_leader", "headteacher"}
