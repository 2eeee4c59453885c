"""Practices in use as people read them: which names, which numbers, for whom."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from celt.lib.terms import year_on
from tests import factories as make
from toolkit.models import Trial
from toolkit.models.expertise import ShowingState

FOUND = "Nine of twelve spoke who never had."
TITLE = "Wait, then choose"


@pytest.fixture
def practice(cast):
    return make.PublishedPracticeFactory(trust=cast.trust, slug="waiting", title=TITLE)


@pytest.fixture
def in_use(cast, practice):
    """Named in the plan of the one, tried at both, dropped at the other, looked at in a round."""
    plan = make.PlanFactory(academy=cast.own, academic_year=year_on(timezone.localdate()))
    make.ActionFactory(priority__plan=plan, practice=practice)
    make.TrialFactory(practice=practice, academy=cast.own, by=cast.teacher, became="kept", found=FOUND)
    make.TrialFactory(
        practice=practice, academy=cast.sibling, by=cast.sibling_teacher, became="dropped", named=True,
        found="They waited, and so did I.",
    )  # fmt: skip
    make.RoundFactory(host=cast.sibling, focus=practice, day=timezone.localdate())
    return practice


def part(client, practice):
    return client.get(reverse("toolkit:practice_use", args=[practice.slug]), headers={"HX-Request": "true"})


def text(response):
    return response.content.decode()


def test_a_trust_leader_sees_what_lives_where(cast, client_of, in_use):
    page = text(client_of(cast.trust_leader).get(reverse("toolkit:practices_in_use")))
    assert "in use" in page
    assert TITLE in page
    assert "named in the plan, tried by 1" in page
    assert "looked at in 1 round, tried by 1, dropped by 1" in page
    assert "They waited, and so did I." in page


def test_a_practice_that_is_worked_on_in_no_plan_is_told(cast, client_of, practice):
    make.TrialFactory(practice=practice, academy=cast.own)
    url = reverse("toolkit:practices_in_use")
    page = client_of(cast.trust_leader).get(url).context["page"]
    assert [row.practice for row in page.unplanned] == [practice]
    assert page.unplanned[0].unplanned_at == "Heronwick"
    # Who reads no plan is told nothing of it.
    assert client_of(cast.teacher).get(url).context["page"].unplanned == []


def test_the_part_on_its_page_says_it_in_a_sentence(cast, client_of, in_use):
    page = text(part(client_of(cast.trust_leader), in_use))
    assert (
        "Named in one plan and looked at in one round; two colleagues tried it: one kept it and one dropped it." in page
    )
    assert FOUND in page


def test_a_name_is_shown_where_its_owner_wished_so(cast, client_of, in_use):
    page = text(part(client_of(cast.headteacher), in_use))
    assert cast.sibling_teacher.full_name in page
    assert cast.teacher.full_name not in page


@pytest.mark.parametrize("who", ["governor", "trustee", "external_coach"])
def test_governors_read_academies_and_numbers(cast, client_of, in_use, who):
    client = client_of(getattr(cast, who))
    for url in ("toolkit:practices_in_use", "toolkit:in_use_csv"):
        page = text(client.get(reverse(url)))
        assert cast.sibling_teacher.full_name not in page
        assert FOUND not in page
        assert "They waited" not in page
    page = text(part(client, in_use))
    assert "two colleagues tried it" in page.casefold()
    assert "Otterbourne Vale" in page
    assert cast.sibling_teacher.full_name not in page
    assert FOUND not in page


def test_whoever_left_is_named_no_more_and_what_they_found_stays(cast, client_of, in_use):
    cast.sibling_teacher.memberships.update(ends=timezone.localdate() - datetime.timedelta(days=1))
    page = text(part(client_of(cast.teacher), in_use))
    assert "They waited, and so did I." in page
    assert cast.sibling_teacher.full_name not in page


def test_what_was_taken_back_counts_nowhere(cast, client_of, in_use):
    Trial.objects.filter(became="dropped").update(withdrawn_at=timezone.now())
    page = text(part(client_of(cast.trust_leader), in_use))
    assert "one colleague tried it and kept it" in page
    assert "They waited" not in page


def test_a_colleague_counts_once_with_their_newest_word(cast, client_of, practice):
    for became in ("tried", "adapted", "kept"):
        make.TrialFactory(practice=practice, academy=cast.own, by=cast.teacher, became=became)
    assert "One colleague tried it and kept it." in text(part(client_of(cast.trust_leader), practice))


def test_plans_are_counted_where_one_may_read_them(cast, client_of, in_use):
    assert "Named in one plan" in text(part(client_of(cast.headteacher), in_use))
    assert "Named in" not in text(part(client_of(cast.teacher), in_use))
    assert "Named in" not in text(part(client_of(cast.sibling_head), in_use))


def test_a_dropped_action_and_a_plan_of_last_year_name_nothing(cast, client_of, practice):
    year = year_on(timezone.localdate())
    make.ActionFactory(priority__plan__academy=cast.own, practice=practice, state="dropped")
    make.ActionFactory(priority__plan__academy=cast.sibling, priority__plan__academic_year=year - 1, practice=practice)
    assert "Nobody has said yet" in text(part(client_of(cast.trust_leader), practice))


def test_the_file_has_a_line_for_each_academy(cast, client_of, in_use):
    answer = client_of(cast.trust_leader).get(reverse("toolkit:in_use_csv"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Academy"], row["Actions of the plan"], row["Rounds"], row["Dropped it"]) for row in rows] == [
        (cast.own.name, "1", "0", "0"),
        (cast.sibling.name, "0", "1", "1"),
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [("?show=dropped", True), ("?show=unused", False), ("?strand=memory", False), ("?academy=otterbourne-vale", True)],
)
def test_filters_stand_in_the_address(cast, client_of, in_use, query, shown):
    page = client_of(cast.trust_leader).get(reverse("toolkit:practices_in_use") + query).context["page"]
    assert bool(page.rows) is shown


def test_an_empty_toolkit_says_what_will_stand_there(cast, client_of):
    assert "Where practices live will stand here" in text(
        client_of(cast.trust_leader).get(reverse("toolkit:practices_in_use"))
    )


def test_a_trial_is_written_in_one_form(cast, client_of, practice):
    client, url = client_of(cast.teacher), reverse("toolkit:trial_add", args=[practice.slug])
    sent = client.post(url, {"became": "dropped", "found": FOUND, "where": "Year 4"})
    assert sent.status_code == 302
    trial = Trial.objects.get()
    assert (trial.by, trial.academy, trial.became, trial.named) == (cast.teacher, cast.own, "dropped", False)


def test_nothing_typed_is_lost_where_something_is_missing(cast, client_of, practice):
    url = reverse("toolkit:trial_add", args=[practice.slug])
    page = text(client_of(cast.teacher).post(url, {"found": FOUND}))
    assert "Say what became of it" in page
    assert FOUND in page
    named = text(client_of(cast.teacher).post(url, {"became": "kept", "found": "Callum Featherstane saw it."}))
    assert "This names Callum Featherstane" in named


def test_who_works_for_the_whole_trust_says_where(cast, client_of, practice):
    client, url = client_of(cast.trust_leader), reverse("toolkit:trial_add", args=[practice.slug])
    said = {"became": "kept", "found": FOUND}
    assert "Choose the academy" in text(client.post(url, said))
    client.post(url, {**said, "academy": cast.sibling.pk})
    assert Trial.objects.get().academy == cast.sibling


def test_two_who_change_one_trial_are_shown_both_versions(cast, client_of, practice):
    trial = make.TrialFactory(practice=practice, academy=cast.own, by=cast.teacher)
    client, url = client_of(cast.teacher), reverse("toolkit:trial_edit", args=[trial.pk])
    seen = client.get(url).context["form"]["seen"].value()
    Trial.objects.filter(pk=trial.pk).update(found="Saved from the other device.")
    page = text(client.post(url, {"became": "kept", "found": "Typed here.", "where": "", "seen": seen}))
    assert "Saved from the other device." in page
    assert "Typed here." in page


def test_markup_in_what_was_found_is_shown_as_it_was_typed(cast, client_of, practice):
    make.TrialFactory(practice=practice, academy=cast.own, found="<script>alert(1)</script> & more")
    page = text(part(client_of(cast.teacher), practice))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_number_who_came_stands_with_the_offer_and_no_name_does(cast, client_of, practice):
    offer = make.OfferFactory(practice=practice, academy=cast.sibling, by=cast.sibling_teacher)
    day = timezone.localdate()
    for _ in range(2):
        make.ShowingFactory(offer=offer, state=ShowingState.MADE, day=day, made_at=timezone.now(), took="Stand behind.")
    page = text(client_of(cast.teacher).get(reverse("toolkit:offer_list")))
    assert "Two colleagues have come" in page
    assert "Stand behind." not in page
