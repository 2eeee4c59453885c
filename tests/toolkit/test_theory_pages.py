"""The pages of theories of action: what they say to whom, what they narrow, and what bad input is answered."""

import pytest
from django.utils import timezone

from academies.access import person_for
from academies.providers import records
from tests import factories as make
from toolkit.models import Theory, Verdict
from toolkit.services.theory import change_theory, ensure_theories

pytestmark = pytest.mark.django_db
WORDS = {"name": "Talk first", "when": "pupils say it before they write it", "then": "they write more", "because": ""}


@pytest.fixture
def leader(cast, client_of):
    return client_of(cast.trust_leader)


@pytest.fixture
def theory(cast) -> Theory:
    return make.TheoryFactory(trust=cast.trust, **WORDS)


def test_a_trust_without_any_takes_over_the_strategys_seven(cast, leader, client_of):
    assert "Begin with the strategy’s seven" in leader.get("/toolkit/theories/").content.decode()
    assert "Begin with" not in client_of(cast.headteacher).get("/toolkit/theories/").content.decode()
    page = leader.post("/toolkit/theories/start/", follow=True).content.decode()
    assert "Seven theories of action, and nobody knows yet whether they hold" in page


def test_the_list_says_at_a_glance_what_was_found(cast, leader, theory):
    other = make.TheoryFactory(trust=cast.trust, name="Read daily")
    make.VerdictFactory(theory=theory, academy=cast.own, held="held")
    make.VerdictFactory(theory=other, academy=cast.own, held="held")
    make.VerdictFactory(theory=other, academy=cast.sibling, held="did_not")
    make.TheoryFactory(trust=cast.trust, name="Old", archived_at=timezone.now())
    response = leader.get("/toolkit/theories/")
    page = response.content.decode()
    assert "Two theories of action: one held wherever anybody could tell, one did not hold somewhere" in page
    names = {
        query: [line.name for line in leader.get(f"/toolkit/theories/?{query}").context["page"].lines]
        for query in ("verdict=did_not", "use=used", "kept=away", "whose=trust", "order=did_not", "verdict=rubbish")
    }
    assert names["verdict=did_not"] == ["Read daily"]
    assert names["use=used"] == []
    assert names["kept=away"] == ["Old"]
    assert names["whose=trust"] == names["verdict=rubbish"] == ["Read daily", "Talk first"]
    assert names["order=did_not"] == ["Read daily", "Talk first"]
    told = leader.get("/toolkit/theories/theories-of-action.csv").content.decode()
    assert "Read daily,The trust," in told


@pytest.mark.parametrize("who", ["teacher", "coach"])
def test_who_reads_no_plan_reads_no_verdict(cast, client_of, theory, who):
    make.VerdictFactory(theory=theory, academy=cast.own, held="held", says="Seen in the orchard.")
    client = client_of(getattr(cast, who))
    for url in ("/toolkit/theories/", "/toolkit/theories/theories-of-action.csv", f"/toolkit/theories/{theory.pk}/"):
        page = client.get(url).content.decode()
        assert "Talk first" in page
        assert "Seen in the orchard" not in page
        assert "Held" not in page
    listed = client.get("/toolkit/theories/").content.decode()
    assert "what we do, and what should change for pupils" in listed


def test_governors_read_a_verdict_without_the_name_of_who_gave_it(cast, client_of, theory):
    make.VerdictFactory(theory=theory, academy=cast.own, by=cast.senior_leader, says="Seen in the orchard.")
    url = f"/toolkit/theories/{theory.pk}/"
    governor, head = (client_of(who).get(url).content.decode() for who in (cast.governor, cast.headteacher))
    assert "Seen in the orchard." in governor
    assert cast.senior_leader.full_name not in governor
    assert cast.senior_leader.full_name in head


def test_a_verdict_names_the_records_it_rests_on_as_each_may_know_them(cast, client_of, leader, theory):
    concern = make.ConcernFactory(academy=cast.own, title="Reading in the orchard")
    choices = records.choices(cast.trust_leader, person_for(cast.trust_leader), cast.own)
    (kind,) = [kind for kind, _ in choices if "oncern" in kind.label]
    make.VerdictFactory(theory=theory, academy=cast.own, evidence=[f"{kind.slug}:{concern.pk}"])
    url = f"/toolkit/theories/{theory.pk}/"
    assert "Reading in the orchard" in client_of(cast.headteacher).get(url).content.decode()
    governor = client_of(cast.governor).get(url).content.decode()
    assert "Reading in the orchard" not in governor
    assert "A record that you may not open" in governor
    make.VerdictFactory(theory=theory, academy=cast.sibling)
    assert "Reading in the orchard" not in leader.get(url).content.decode()
    assert "Reading in the orchard" in leader.get(f"{url}?academy=heronwick").content.decode()


def test_a_when_without_a_then_keeps_what_was_typed(leader):
    page = leader.post("/toolkit/theories/new/", {**WORDS, "then": " "}).content.decode()
    assert "without a THEN nobody can tell whether it held" in page
    assert WORDS["when"] in page
    assert not Theory.objects.exists()


def test_a_name_that_is_taken_is_said_beside_its_field(leader, theory):
    page = leader.post("/toolkit/theories/new/", {**WORDS, "name": "TALK first"})
    assert "already" in page.context["form"].errors["name"][0]


def test_pages_of_a_word_processor_are_told_how_much_too_long_they_are(cast, leader, theory):
    pasted = "<p class='MsoNormal'>" + "Pupils talk. " * 4_000 + "</p>"
    sent = leader.post("/toolkit/theories/new/", {**WORDS, "name": "Other", "because": pasted})
    assert "fit. Take out" in sent.content.decode()
    assert "Pupils talk." in sent.content.decode()
    said = leader.post(f"/toolkit/theories/{theory.pk}/verdict/", {"held": "held", "says": pasted})
    assert "Nothing that you typed is lost" in said.content.decode()
    assert not Verdict.objects.exists()
    sign = leader.post(f"/toolkit/theories/{theory.pk}/signs/", {"of": "pupils", "new-pupils-says": pasted})
    assert "300 fit" in sign.content.decode()
    assert not theory.signals.exists()


def test_first_signs_come_a_line_each(leader):
    lines = "- They talk in pairs.\r\n\r\n\u2022 They listen."
    leader.post("/toolkit/theories/new/", {**WORDS, "practice": lines, "pupils": "x" * 301})
    assert not Theory.objects.exists()
    leader.post("/toolkit/theories/new/", {**WORDS, "practice": lines, "pupils": ""})
    assert list(Theory.objects.get().signals.values_list("says", flat=True)) == ["They talk in pairs.", "They listen."]


def test_two_who_change_one_see_both_versions(cast, leader, theory):
    url = f"/toolkit/theories/{theory.pk}/change/"
    seen = leader.get(url).context["form"]["seen"].value()
    change_theory(by=cast.second_leader, theory=theory, **{**WORDS, "then": "they write better"})
    page = leader.post(url, {**WORDS, "then": "they write longer", "seen": seen}).content.decode()
    assert "Somebody else changed this while you wrote" in page
    assert "they write better" in page
    assert "they write longer" in page


def test_put_away_it_says_so_and_can_be_brought_back(leader, theory):
    url = f"/toolkit/theories/{theory.pk}/put-away/"
    page = leader.post(url, follow=True).content.decode()
    assert "Talk first: put away on" in page
    assert "Say whether it held" not in page
    assert "is in the toolkit again" in leader.post(url, {"back": "1"}, follow=True).content.decode()


def test_a_verdict_is_said_for_an_academy_that_one_leads(cast, client_of, leader, theory):
    head, url = client_of(cast.headteacher), f"/toolkit/theories/{theory.pk}/verdict/"
    head.post(url, {"held": "held", "says": "Seen in ten lessons."})
    assert Verdict.objects.get().academy == cast.own
    assert head.get(f"{url}?academy=otterbourne-vale").status_code == 404
    leader.post(f"{url}?academy=otterbourne-vale", {"held": "not_yet", "says": "Too early."})
    leader.post(url, {"held": "not_yet", "says": "Too early to tell of all."})
    assert list(Verdict.objects.order_by("pk").values_list("academy__slug", flat=True)) == [
        "heronwick",
        "otterbourne-vale",
        None,
    ]
    assert leader.get(f"{url}?academy=puffinscar").status_code == 404


def test_records_are_named_with_a_verdict(cast, leader, theory):
    concern = make.ConcernFactory(academy=cast.own, title="Reading in the orchard")
    url = f"/toolkit/theories/{theory.pk}/verdict/?academy=heronwick"
    assert "Reading in the orchard" not in leader.get(url).content.decode()
    assert "Reading in the orchard" in leader.get(f"{url}&evidence=1").content.decode()
    sent = {"held": "held", "says": "Seen.", "evidence": [f"concern:{concern.pk}"]}
    leader.post(f"{url}&evidence=1", sent)
    assert Verdict.objects.get().evidence == [f"concern:{concern.pk}"]


def test_every_theory_of_the_strategy_opens(cast, leader):
    for theory in ensure_theories(cast.trust):
        page = leader.get(f"/toolkit/theories/{theory.pk}/").content.decode()
        assert theory.signals.all()[0].says in page
